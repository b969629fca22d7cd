"""All that is noticed about a set of series: how they move, what they are made of, what was struck.

Findings rest on the statements of the states asked for, as figures do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from testigo.review.tolls.compositions import composition_findings
from testigo.review.tolls.courses import course_findings
from testigo.review.tolls.figures import figure_in, figure_of
from testigo.review.tolls.finding import Finding, finding
from testigo.review.tolls.points import ACCEPTED, TollPoint
from testigo.review.tolls.rows import Row, is_said
from testigo.review.tolls.scopes import scope_of
from testigo.review.tolls.series import Series
from testigo.review.tolls.strikes import corrected_in
from testigo.review.tolls.transitions import transition_findings


def findings_of(series: Sequence[Series], states: Set[str] = ACCEPTED) -> tuple[Finding, ...]:
    """Return what the series show, series by series, then what holds across them.

    Give all series of a speaker together: a number may be taken back in another series than it
    stood in, and missing people become dead ones.
    """
    by_handle = {p.handle: p for one in series for row in _all_rows(one) for p in row.witnesses}
    found: list[Finding] = []
    for one in series:
        found += composition_findings(one, states)
        found += strike_findings(one, by_handle, states)
        found += course_findings(one, states)
    found += unlinked_findings(series, states)
    found += transition_findings(series, states)
    return tuple(found)


def strike_findings(
    series: Series, by_handle: Mapping[str, TollPoint], states: Set[str]
) -> Iterator[Finding]:
    """Yield one finding for each strike of a row that a statement of those states makes."""
    for row in _all_rows(series):
        said = [point for point in row.witnesses if is_said(point)]
        for strike in row.strikes:
            by = by_handle.get(strike.by)
            if strike.state not in states or by is None or not said:
                continue
            later = {"later": figure_of(by.statement)} if strike.reason == "corrected" else {}
            code = "correction" if strike.reason == "corrected" else "retraction"
            yield finding(
                code,
                (*said, by),
                figure=row.figure,
                moment=row.moment,
                outcome=series.scope.outcome,
                later_outcome=str(by.statement.value("outcome")),
                **later,
            )


def unlinked_findings(series: Sequence[Series], states: Set[str]) -> Iterator[Finding]:
    """Yield retractions and corrections of numbers that no statement of their own series gives.

    A number corrected in another series ("not dead but injured") may stand where nobody looked.
    """
    linked = {
        strike.by
        for one in series
        for row in _all_rows(one)
        if any(is_said(point) for point in row.witnesses)
        for strike in row.strikes
    }
    for one in series:
        for row in _all_rows(one):
            for point in row.witnesses:
                if point.state in states and point.handle not in linked:
                    yield from _unlinked(point)


def _unlinked(point: TollPoint) -> Iterator[Finding]:
    if point.statement.modality == "retracted":
        yield finding("retraction_unlinked", (point,), figure=figure_of(point.statement))
    elif is_said(point):
        scope = scope_of(point.statement)
        for record in corrected_in(point):
            if scope.of_part(record).key != scope.key:
                continue
            yield finding(
                "correction_unlinked",
                (point,),
                figure=figure_in(record),
                later=figure_of(point.statement),
            )


def _all_rows(series: Series) -> Iterable[Row]:
    return (*series.rows, *series.additions)
