"""How a series moves: falls, jumps, repeats that come late or disagree, and where it stands now.

A rise is plotted as what was reported, and is never made into incidents: only the two numbers are
given, never the difference between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import combinations, groupby

from testigo.review.tolls.figures import ends_of, is_below
from testigo.review.tolls.finding import Finding, finding
from testigo.review.tolls.points import TollPoint
from testigo.review.tolls.rows import Row
from testigo.review.tolls.series import Series

JUMP_PERSONS = 5
"""Fewest persons by which a rise is a jump."""

JUMP_SHARE = 0.25
"""Least share of the earlier number by which a rise is a jump: 8 to 14 is one, 81 to 87 is none."""


def course_findings(series: Series, states: Set[str]) -> Iterator[Finding]:
    """Yield what the order of a series shows, earliest first, then its latest figure."""
    moments = [tuple(rows) for _, rows in groupby(series.course(states), lambda row: row.order)]
    for index, rows in enumerate(moments):
        if _disagree(rows):
            yield finding(
                "disagree",
                _points(rows, states),
                figures=tuple(row.figure for row in rows),
                moment=rows[0].moment,
            )
        if index:
            yield from _movement(series, moments[index - 1], rows, states)
    for row, repeated in series.late_repeats(states):
        yield finding(
            "late_repeat",
            _points((row, repeated), states),
            figure=row.figure,
            moment=row.moment,
            earlier_moment=repeated.moment,
        )
    yield from _latest(series, states)


def _movement(
    series: Series, before: Sequence[Row], after: Sequence[Row], states: Set[str]
) -> Iterator[Finding]:
    code = None
    if _all_below(after, before):
        code = "fall" if _should_not_fall(series, (*before, *after)) else None
    elif _all_below(before, after) and _is_jump(before, after):
        code = "jump"
    if code is not None:
        yield finding(
            code,
            _points((*before, *after), states),
            earlier=before[-1].figure,
            earlier_moment=before[-1].moment,
            later=after[0].figure,
            later_moment=after[0].moment,
        )


def _latest(series: Series, states: Set[str]) -> Iterator[Finding]:
    latest = series.latest(states)
    if latest:
        standing = _points(latest, states)
        yield finding(
            "latest_alleged" if all(row.is_alleged(states) for row in latest) else "latest",
            standing,
            figures=tuple(row.figure for row in latest),
            moment=latest[0].moment,
            groups=len({point.group for point in standing}),
        )
    if series.is_draft_only:
        rows = (*series.rows, *series.additions, *series.apart)
        yield finding("drafts_only", (point for row in rows for point in row.witnesses))


def _should_not_fall(series: Series, rows: Sequence[Row]) -> bool:
    if not series.may_fall:
        return True
    witnesses = (point for row in rows for point in row.witnesses)
    return all(point.statement.value("accrual") == "cumulative" for point in witnesses)


def _is_jump(before: Sequence[Row], after: Sequence[Row]) -> bool:
    earlier = max(ends[1] for row in before if (ends := ends_of(row.figure)))
    later = min(ends[0] for row in after if (ends := ends_of(row.figure)))
    return later - earlier >= max(JUMP_PERSONS, JUMP_SHARE * earlier)


def _all_below(lower: Sequence[Row], upper: Sequence[Row]) -> bool:
    return all(is_below(one.figure, other.figure) for one in lower for other in upper)


def _disagree(rows: Sequence[Row]) -> bool:
    """Whether two figures of one moment exclude each other: "8" and "at least 7" do not."""
    return any(
        is_below(one.figure, other.figure) or is_below(other.figure, one.figure)
        for one, other in combinations(rows, 2)
    )


def _points(rows: Sequence[Row], states: Set[str]) -> list[TollPoint]:
    return [point for row in rows for point in row.standing(states)]
