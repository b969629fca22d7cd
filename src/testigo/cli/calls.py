"""Calls to a language model as lines of a terminal and as rows for programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text

from testigo.cli.deciding import moment_words
from testigo.cli.terminal import number_of, plain
from testigo.store.calls import KeptCall

CALL_COLUMNS = (
    *("call", "at", "host", "model", "report", "request", "size", "outcome"),
    *("tokens_in", "tokens_out", "cost", "currency", "seconds"),
)
UNKNOWN = "unknown"
"""The outcome of a call whose process ended before it was known."""

_WORDS = {
    "answered": "answered",
    "cut": "cut at the limit",
    "refused": "refused",
    UNKNOWN: "not known",
    "ModelOutOfReach": "out of reach",
    "ModelBusy": "busy or slow",
    "AskedToWait": "asked to wait",
    "UnusableAnswer": "unusable",
    "TooLong": "too long for the model",
}


def call_row(call: KeptCall) -> dict[str, object]:
    """Return a call for programs; `call` is its row in the log, `size` bytes sent."""
    end = call.end
    return {
        "call": call.sequence,
        "at": call.at,
        **call.sent.to_json(),
        "outcome": UNKNOWN if end is None else end.outcome,
        "tokens_in": None if end is None else end.tokens_in,
        "tokens_out": None if end is None else end.tokens_out,
        "cost": None if end is None else end.cost,
        "currency": None if end is None else end.currency,
        "seconds": None if end is None else end.seconds,
    }


def calls_table(calls: Sequence[KeptCall]) -> Table:
    """Return the list of calls, oldest first."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    for name in ("when", "where to", "report", "came"):
        table.add_column(name, header_style="not bold dim", overflow="fold")
    for name in ("bytes", "in", "out"):
        table.add_column(name, header_style="not bold dim", justify="right")
    for call in calls:
        end, sent = call.end, call.sent
        outcome = UNKNOWN if end is None else end.outcome
        table.add_row(
            Text(moment_words(call.at)),
            Text(plain(f"{sent.model} at {sent.host}")),
            Text(sent.report[:8] if sent.report else "invented", style="dim"),
            Text(_WORDS.get(outcome, outcome)),
            f"{sent.size:,}",
            _count(None if end is None else end.tokens_in),
            _count(None if end is None else end.tokens_out),
        )
    return table


def calls_words(calls: Sequence[KeptCall]) -> Iterator[str]:
    """Yield how many calls went to each host, and what they cost in each currency."""
    by_host: dict[str, list[KeptCall]] = defaultdict(list)
    for call in calls:
        by_host[call.sent.host].append(call)
    if not calls:
        yield "Nothing went out from this casebook to a language model."
    for host, those in by_host.items():
        ends = [call.end for call in those if call.end is not None]
        ins = sum(end.tokens_in or 0 for end in ends)
        outs = sum(end.tokens_out or 0 for end in ends)
        costs: dict[str, float] = defaultdict(float)
        for end in ends:
            if end.cost is not None and end.currency is not None:
                costs[end.currency] += end.cost
        paid = "".join(f", {cost:,.2f} {plain(code)}" for code, cost in costs.items())
        counted = f"{ins:,} tokens sent, {outs:,} answered{paid}"
        yield f"{number_of(len(those), 'call')} to {host}: {counted}."


def _count(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"
