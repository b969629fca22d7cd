"""A toll series on a terminal: speaker by moment, what is noticed, and the rule in force.

Invariant: every number in the table is one that a speaker states; drafts carry their mark and are
in no range.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.table import Table as Grid
from rich.text import Text

from testigo.cli.tables import SHORT_ID
from testigo.cli.terminal import Paragraph, plain
from testigo.record.wording import count_words, date_words, outcome_words, place_words
from testigo.review.toll_compared import comparison_of, findings_about
from testigo.review.toll_dossier import TollDossier
from testigo.review.tolls import (
    Row,
    Scope,
    Series,
    finding_words,
    moment_words,
    range_words,
    rule_words,
)
from testigo.review.tolls.comparison import Table

STATES = frozenset({"draft", "accepted"})
"""What findings rest on here: one that rests on a draft says so. Ranges rest on accepted alone."""

_ACROSS = 4
"""Speakers beside each other in 100 columns; more go on in a further table."""


def toll_parts(toll: TollDossier) -> Iterator[Grid | Paragraph]:
    """Yield tables and sentences of a toll."""
    found = comparison_of(toll)
    for table in found.tables:
        yield from _table_parts(table)
        for one in table.ranges:
            yield Paragraph(Text(plain(range_words(one))), 0, 2)
        yield Paragraph(Text(plain(rule_words(table.rule)), style="dim"), 0, 2)
        yield Paragraph(Text())
    for series in (*toll.series, *toll.comparable):
        yield from _apart(series)
    for finding in findings_about(toll, STATES):
        mark = "▸ asks: " if finding.is_question else "▸ "
        yield Paragraph(Text(plain(f"{mark}{finding_words(finding)}")), 0, 2)
    if toll.others:
        names = ", ".join(dict.fromkeys(one.speaker or "outlet unknown" for one in toll.others))
        line = f"Others who count there, and whom nobody declared to count the same: {names}."
        yield Paragraph(Text(plain(line), style="dim"), 0, 2)


def _table_parts(table: Table) -> Iterator[Grid]:
    for first in range(0, len(table.lines), _ACROSS):
        lines = table.lines[first : first + _ACROSS]
        grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        grid.add_column("as of", header_style="not bold dim", overflow="fold")
        for line in lines:
            grid.add_column(_head(line.series), overflow="fold")
        for index, column in enumerate(table.columns):
            day = "not known" if column is None else date_words(column)
            cells = [_cell(line.cells[index]) for line in lines]
            grid.add_row(Text(day, style="dim"), *cells)
        yield grid


def _head(series: Series) -> Text:
    text = Text(plain(series.speaker or "outlet unknown"))
    return text.append(f"\n{plain(scope_words(series.scope))}", style="not bold dim")


def scope_words(scope: Scope) -> str:
    """Return what is counted: "killed — demonstrators, Ayacucho"."""
    parts = [scope.population, scope.category, scope.civilian]
    parts.append(None if scope.place is None else place_words(scope.place))
    parts.append(None if scope.period is None else date_words(scope.period))
    narrowing = ", ".join(part for part in parts if part)
    what = outcome_words(scope.outcome, is_one=False) + (" (estimate)" if scope.is_estimate else "")
    return what + (f" — {narrowing}" if narrowing else "")


def _cell(rows: Sequence[Row]) -> Text:
    text = Text()
    for number, row in enumerate(rows):
        text.append("\n" if number else "")
        figure = row.figure
        words = count_words(figure.low, figure.high, figure.bound, figure.wording)
        struck = row.is_struck(STATES)
        mark = "✕ " if struck else "◔ " if row.accepted else "○ "
        text.append(mark, style="dim").append(plain(words), style="strike" if struck else "bold")
        text.append(plain(_marks(row, is_struck=struck)), style="dim")
    return text


def _marks(row: Row, *, is_struck: bool) -> str:
    reasons = list(dict.fromkeys(strike.reason for strike in row.strikes)) if is_struck else []
    reasons += ["withdrawn"] if is_struck and not reasons else []
    basis = {"published": "report's date", "said": "day said"}.get(row.moment.basis)
    reasons += [basis] if basis else []
    ids = ", ".join(handle[:SHORT_ID] for handle in row.handles[:2])
    more = f" +{len(row.handles) - 2}" if len(row.handles) > 2 else ""
    return f" {' · '.join([*reasons, ids + more])}"


def _apart(series: Series) -> Iterator[Paragraph]:
    """What is no total: numbers of new cases, and denials, plans and conditions."""
    for what, rows in (("new, not the whole", series.additions), ("not asserted", series.apart)):
        for row in rows:
            figure = row.figure
            words = count_words(figure.low, figure.high, figure.bound, figure.wording)
            modality = "" if what.startswith("new") else f" ({row.witnesses[0].statement.modality})"
            when = moment_words(row.moment)
            line = f"▸ {what}: {series.speaker or 'outlet unknown'}: {words}{modality}, {when}"
            yield Paragraph(Text(plain(line)), 0, 2)
