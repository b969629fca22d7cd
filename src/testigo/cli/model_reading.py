"""Reading with the language model: what it would take is said first, and agreed to.

Everything said goes to standard error: counts, hosts and costs, never words of a report.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from testigo.cli.errors import BadCommand
from testigo.cli.terminal import number_of, plain

if TYPE_CHECKING:
    from testigo.casebook import Casebook, Progress, ReadSummary
    from testigo.casebook.guarded_model import Spent
    from testigo.casebook.model_plan import ModelPlan
    from testigo.cli.read_progress import Telling

_SHOWN = 5
"""Ids that are named of the reports that stay here."""


class Readers(StrEnum):
    """Who reads: the built-in reader, the casebook's language model, or one after the other."""

    builtin = "builtin"
    llm = "llm"
    both = "both"

    @property
    def only(self) -> str | None:
        """The name of the one reader, None for both."""
        return None if self is Readers.both else self.value


def read_with_model(
    casebook: Casebook,
    reports: Sequence[str],
    telling: Telling,
    on_progress: Callable[[Progress], None],
    *,
    yes: bool,
    quiet: bool = False,
) -> ReadSummary | None:
    """Say what is to be sent, and have these reports (whole ids) read once that is agreed to.

    Returns None where nothing was sent. Raises:
        BadCommand: if nobody can be asked, nothing caps the run and it goes to another machine.
        ModelFault: if the run had to end; what was read is kept.
    """
    from testigo.reading.llm.model import ModelFault

    planned = casebook.language_model.plan([casebook.report(id_) for id_ in reports])
    for line in [] if quiet and yes else plan_lines(planned):
        _say(line)
    if not planned.to_read or not _is_agreed(planned, yes=yes):
        _say("Nothing was sent.")
        return None
    with casebook.language_model.reader() as asked:
        try:
            summary = casebook.language_model.read(planned.to_read, on_progress, asked)
        except ModelFault:
            telling.broken_off()
            _say(_spent_words(asked.spent, planned))
            raise
    telling.finished(summary, casebook.path)
    if not quiet:
        _say(_spent_words(asked.spent, planned))
    return summary


def plan_lines(planned: ModelPlan) -> list[str]:
    """Return what a run would send and take, a line each."""
    settings = planned.settings
    where = "on this machine" if settings.is_local else "on another machine"
    reports = number_of(len(planned.to_read), "report")
    lines = [f"{reports} for {plain(settings.model)} at {settings.host}, {where}."]
    if planned.to_read:
        cost = planned.cost
        price = "" if cost is None else f", {cost:,.2f} {plain(settings.currency)}"
        lines.append(
            f"About {planned.tokens_in:,} tokens sent and {planned.tokens_out:,} answered{price}: "
            "an estimate from the length of the texts."
        )
        lines.append(_cap_words(planned))
    if planned.known:
        lines.append(f"{number_of(planned.known, 'report')} read by this model before.")
    if planned.other:
        lines.append(f"{number_of(planned.other, 'report')} erased, or in another language.")
    if planned.staying:
        shown = " ".join(f"--report {id_[:12]}" for id_ in planned.staying[:_SHOWN])
        more = len(planned.staying) - _SHOWN
        lines.append(
            f"{number_of(len(planned.staying), 'report')} not public: they stay here. "
            f"`testigo model consent {settings.host} {shown} --why WORDS` lets them go"
            + (f" ({more:,} more)." if more > 0 else ".")
        )
    return lines


def _cap_words(planned: ModelPlan) -> str:
    settings, caps = planned.settings, []
    if settings.most_cost is not None:
        caps.append(f"{settings.most_cost:,.2f} {plain(settings.currency)}")
    if settings.most_tokens is not None:
        caps.append(f"{settings.most_tokens:,} tokens")
    return f"The run ends at {' or '.join(caps)}." if caps else "Nothing caps the run."


def _is_agreed(planned: ModelPlan, *, yes: bool) -> bool:
    """Ask on a terminal; where nobody can be asked, a cap or `--yes` stands for the answer.

    Raises:
        BadCommand: if neither is there and the text would go to another machine.
    """
    if yes:
        return True
    if sys.stdin.isatty() and sys.stderr.isatty():
        print("Send? [y/N] ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip().lower() in ("y", "yes", "s", "sí", "si")
    if planned.settings.is_local or planned.is_capped:
        return True
    raise BadCommand(
        f"nobody can be asked here whether this may go to {planned.settings.host}; add --yes, or "
        "set a cap with `testigo model set`"
    )


def _spent_words(spent: Spent, planned: ModelPlan) -> str:
    parts = [
        number_of(spent.calls, "call"),
        f"{spent.tokens_in:,} tokens sent",
        f"{spent.tokens_out:,} answered",
    ]
    if spent.kept:
        parts.append(f"{number_of(spent.kept, 'answer')} kept from before")
    if spent.cost is not None:
        parts.append(f"{spent.cost:,.2f} {plain(planned.settings.currency)}")
    return f"{', '.join(parts)}."


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
