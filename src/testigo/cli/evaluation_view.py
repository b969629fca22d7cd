"""The score table on a terminal, and as rows for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from rich.table import Table
from rich.text import Text

from testigo.cli.terminal import (
    Paragraph,
    console,
    number_of,
    plain,
    print_paragraphs,
    print_trimmed,
)
from testigo.record.vocabularies import vocabulary
from testigo.review.evaluating import METRICS, Evaluation, Score

_HEAD = "not bold dim"
_COUNTS = ("proposed", "accepted", "amended", "rejected", "missed", "out_of_scope")
COLUMNS = (
    "group",
    "name",
    "reports",
    *_COUNTS,
    "values_right",
    "values",
    *(column for metric in METRICS for column in (metric, f"{metric}_low", f"{metric}_high")),
)
_GROUPS = ("by_kind", "by_language", "by_reader", "by_perpetrator")
_TITLES = {
    "by_kind": "kind",
    "by_language": "language",
    "by_reader": "reader, over all that it read",
    "by_perpetrator": "perpetrator as stated (casualties, incidents)",
}


def print_evaluation(found: Evaluation) -> None:
    """Print the tables: groups, values by field, confidence, reasons, coverage."""
    screen = console()
    for group in _GROUPS:
        scores: Sequence[Score] = getattr(found, group)
        if group == "by_kind":
            scores = (*scores, found.total)
        if scores:
            print_trimmed(screen, _scores(_TITLES[group], scores))
            print_paragraphs(screen, [Paragraph(Text())])
    print_trimmed(screen, _fields(found))
    print_paragraphs(screen, [Paragraph(Text())])
    if found.bins:
        print_trimmed(screen, _bins(found))
        print_paragraphs(screen, [Paragraph(Text())])
    print_paragraphs(screen, _closing(found))


def _scores(title: str, scores: Sequence[Score]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(title, header_style=_HEAD, overflow="fold")
    for name in ("proposed", "as is", "amended", "rejected", "missed"):
        table.add_column(name, header_style=_HEAD, justify="right")
    for name in ("precision", "recall", "F1", "values"):
        table.add_column(name, header_style=_HEAD)
    for score in scores:
        tally = score.tally
        counts = (tally.proposed, tally.accepted, tally.amended, tally.rejected, tally.missed)
        table.add_row(
            Text(plain(score.name), style="bold" if score.name == "all" else ""),
            *(Text(f"{count:,}") for count in counts),
            *(Text(metric_words(score, metric)) for metric in METRICS),
        )
    return table


def metric_words(score: Score, metric: str) -> str:
    """Return a figure with its interval: ".93 .88-.97"; "-" where nothing can be divided."""
    value = getattr(score.tally, metric)
    if value is None:
        return "-"
    interval = score.intervals[metric]
    # Where all reports agree, resampling them tells nothing of the next one.
    is_wide = interval is not None and interval[0] != interval[1]
    between = f" {_two(interval[0])}-{_two(interval[1])}" if interval and is_wide else ""
    return f"{_two(value)}{between}"


def _two(value: float) -> str:
    """Return two digits without the nought, and 0 and 1 only for none and all: ".93"."""
    if value in (0, 1):
        return f"{value:.0f}"
    return f"{min(max(value, 0.01), 0.99):.2f}".removeprefix("0")


def _fields(found: Evaluation) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("values amended most", header_style=_HEAD)
    table.add_column("right", header_style=_HEAD, justify="right")
    table.add_column("of", header_style=_HEAD, justify="right")
    wrong = sorted(found.by_field, key=lambda one: (one.right - one.of, one.kind, one.field))
    for one in wrong[:12]:
        if one.right < one.of:
            table.add_row(f"{one.kind}.{one.field}", f"{one.right:,}", f"{one.of:,}")
    if not table.row_count:
        table.add_row("none", "", "")
    return table


def _bins(found: Evaluation) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("confidence", "mean", "kept", "of", "share kept"):
        table.add_column(
            name, header_style=_HEAD, justify="left" if name == "confidence" else "right"
        )
    for one in found.bins:
        table.add_row(
            f"{one.low:.2f} to {one.high:.2f}",
            f"{one.mean_confidence:.2f}",
            f"{one.kept:,}",
            f"{one.proposed:,}",
            f"{one.kept / one.proposed:.2f}",
        )
    return table


def _closing(found: Evaluation) -> Iterator[Paragraph]:
    listed = vocabulary("reject_reason")
    if found.reasons:
        words = ", ".join(f"{listed.label(code)} {n:,}" for code, n in found.reasons.items())
        yield Paragraph(Text(f"Rejected because: {words}."), 0, 2)
    if found.total.tally.out_of_scope:
        count = number_of(found.total.tally.out_of_scope, "statement")
        yield Paragraph(Text(f"{count} outside the scope: rightly read, and counted apart."), 0, 2)
    yield Paragraph(
        Text(
            f"{number_of(found.added, 'statement')} added by people, "
            f"{found.added_where_flagged:,} of them in sentences that the reader had marked; "
            f"it marked {number_of(found.flagged, 'sentence')}, and something was added in "
            f"{found.flagged_with_added:,}."
        ),
        0,
        2,
    )
    if any(interval is None for interval in found.total.intervals.values()):
        yield Paragraph(Text("Too few reports for intervals."), 0, 2)
    else:
        yield Paragraph(Text("Beside each figure its 95 % interval, by report."), 0, 2)


def evaluation_rows(found: Evaluation) -> Iterator[dict[str, object]]:
    """Yield one row for each group."""
    yield _row("all", found.total)
    for group in _GROUPS:
        for score in getattr(found, group):
            yield _row(group.removeprefix("by_"), score)


def _row(group: str, score: Score) -> dict[str, object]:
    return {"group": group, "name": score.name} | score_row(score)


def score_row(score: Score) -> dict[str, object]:
    """Return counts and figures of a score as a row."""
    tally = score.tally
    row: dict[str, object] = {"reports": score.reports}
    row |= {name: getattr(tally, name) for name in (*_COUNTS, "values_right", "values")}
    for metric in METRICS:
        low, high = score.intervals[metric] or (None, None)
        row |= {metric: getattr(tally, metric), f"{metric}_low": low, f"{metric}_high": high}
    return row


def evaluation_json(found: Evaluation) -> str:
    """Return the whole evaluation as JSON."""
    document = {
        "reports": found.reports,
        "is_partial": found.is_partial,
        "scores": list(evaluation_rows(found)),
        "fields": [asdict(one) for one in found.by_field],
        "confidence": [asdict(one) for one in found.bins],
        "reasons": dict(found.reasons),
        "coverage": {
            "added": found.added,
            "added_where_flagged": found.added_where_flagged,
            "flagged": found.flagged,
            "flagged_with_added": found.flagged_with_added,
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1)
