"""What a toll is made of: parts that must sum, numbers it includes, one total of other parts.

A sum is only ever made of the parts that one statement gives, to test its own total. What does not
sum is a finding and corrects nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import combinations

from testigo.languages.document import fold
from testigo.record.counts import CountRange
from testigo.review.tolls.figures import FigureKey, figure_of, is_below, key_of, sum_of
from testigo.review.tolls.finding import Finding, Part, finding, parts_in
from testigo.review.tolls.points import TollPoint
from testigo.review.tolls.series import Series

FEWEST_PARTS = 2
"""One number inside a total ("28, two of them minors") divides nothing and is not summed."""


def composition_findings(series: Series, states: Set[str]) -> Iterator[Finding]:
    """Yield what the parts and inclusions of each standing statement show, in order."""
    rows = [row for row in (*series.rows, *series.additions) if row.counts(states)]
    points = [point for row in rows for point in row.standing(states)]
    for point in points:
        total = figure_of(point.statement)
        parts, inner = parts_in(point, "parts"), parts_in(point, "includes")
        if len(parts) >= FEWEST_PARTS and total.bound != "vague":
            yield _summed(point, total, parts)
        if inner and total.bound != "vague":
            yield _included(point, total, inner)
    yield from same_totals(points)


def same_totals(points: Iterable[TollPoint]) -> Iterator[Finding]:
    """Yield each two statements of different reports that give one total other parts.

    The same number does not mean the same people. Two breakdowns in one report divide one total
    twice and are no finding.
    """
    by_total: defaultdict[FigureKey, list[TollPoint]] = defaultdict(list)
    for point in points:
        if len(parts_in(point, "parts")) >= FEWEST_PARTS:
            by_total[key_of(figure_of(point.statement))].append(point)
    for group in by_total.values():
        seen = {_composition(point): point for point in reversed(group)}
        for one, other in combinations(sorted(seen.values(), key=group.index), 2):
            if one.report_id != other.report_id:
                yield finding(
                    "same_total",
                    (one, other),
                    total=figure_of(one.statement),
                    parts=parts_in(one, "parts"),
                    other_parts=parts_in(other, "parts"),
                    same_total=True,
                    same_set=False,
                )


def difference_of(total: CountRange, low: int, high: int | None) -> int:
    """Return by how many persons parts fall short of (-) or exceed a total; 0 where they may sum.

    >>> difference_of(CountRange(63, 63, "exact", "63"), 62, 62)
    -1
    """
    if high is not None and total.low is not None and high < total.low:
        return high - total.low
    if total.high is not None and low > total.high:
        return low - total.high
    return 0


def _summed(point: TollPoint, total: CountRange, parts: Sequence[Part]) -> Finding:
    low, high = sum_of(part.figure for part in parts)
    difference = difference_of(total, low, high)
    if difference:
        reached = high if difference < 0 and high is not None else low
        return finding(
            "parts_differ",
            (point,),
            total=total,
            parts=tuple(parts),
            sum=reached,
            difference=difference,
        )
    is_checked = low == high == total.low == total.high
    code = "parts_sum" if is_checked else "parts_may_sum"
    return finding(code, (point,), total=total, parts=tuple(parts))


def _included(point: TollPoint, total: CountRange, inner: Sequence[Part]) -> Finding:
    """A number included is counted in the whole: it is never added to it."""
    outcome = str(point.statement.value("outcome"))
    about = {"outcome": outcome}
    if any(is_below(total, part.figure) for part in inner):
        return finding("includes_exceed", (point,), total=total, parts=tuple(inner), **about)
    low, high = sum_of(part.figure for part in inner)
    if total.high is not None and low > total.high and _are_apart(inner):
        return finding(
            "includes_differ",
            (point,),
            total=total,
            parts=tuple(inner),
            sum=low,
            difference=low - total.high,
            **about,
        )
    is_whole = low == high == total.low == total.high
    code = "includes_all" if is_whole else "includes"
    return finding(code, (point,), total=total, parts=tuple(inner), **about)


def _are_apart(inner: Sequence[Part]) -> bool:
    """Whether nobody is counted in two of them: dead, sent home and in hospital exclude each other.

    Numbers of one outcome may overlap ("56 dead, 7 of them minors, 46 by gunfire").
    """
    return len({part.outcome for part in inner}) == len(inner)


def _composition(point: TollPoint) -> frozenset[tuple[str | None, FigureKey, str]]:
    parts = parts_in(point, "parts")
    return frozenset((part.outcome, key_of(part.figure), fold(part.words)) for part in parts)
