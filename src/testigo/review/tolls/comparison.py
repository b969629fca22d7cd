"""Series of several speakers side by side: a table, and a range only where a person allowed one.

Invariant: estimates and documented numbers, and different outcomes, never meet; series meet in a
range only where a person declared their scopes equal.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from testigo.record.edtf import Edtf
from testigo.review.tolls.compositions import same_totals
from testigo.review.tolls.figures import key_of
from testigo.review.tolls.finding import Finding, finding
from testigo.review.tolls.moments import Order
from testigo.review.tolls.points import ACCEPTED, TollPoint
from testigo.review.tolls.ranges import FEWEST_SOURCES, Range, ranges_of, sources_of
from testigo.review.tolls.rows import Row
from testigo.review.tolls.series import Series, SeriesKey


@dataclass(frozen=True, slots=True)
class Line:
    """One series in a table: `cells` hold its rows of each column, every row that is not apart."""

    series: Series
    cells: tuple[tuple[Row, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Series of one outcome, documented or estimated. `columns` are dates, None the unknown last.

    `rule` is the rule in force: `same_day` or `latest_by_source` where a range is given, else why
    there is none: `one_source`, `not_declared` (nobody declared scopes equal), `no_common_day`.
    """

    outcome: str
    is_estimate: bool
    columns: tuple[Edtf | None, ...]
    lines: tuple[Line, ...]
    ranges: tuple[Range, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One table for each outcome and basis, and what is noticed across speakers."""

    tables: tuple[Table, ...]
    findings: tuple[Finding, ...]
    states: frozenset[str]


def compare(
    series: Iterable[Series],
    declared: Mapping[SeriesKey, str],
    states: Set[str] = ACCEPTED,
    *,
    as_of: datetime.date | None = None,
    chosen: Set[str] = frozenset(),
) -> Comparison:
    """Set series side by side.

    `declared` maps a series to the class of scopes that a person declared equal; a series that is
    not in it is compared with nothing, even where its scope reads like another's. Without `as_of` a
    range stands for each day of which two sources or more give a figure; with it, for each source's
    last figure up to that day. `chosen` are the handles of statements that a person preferred.
    """
    kinds: defaultdict[tuple[str, bool], list[Series]] = defaultdict(list)
    for one in sorted(series, key=lambda s: s.key):
        kinds[one.key.outcome, one.key.is_estimate].append(one)
    tables = tuple(
        _table(group, declared, states, as_of, chosen) for _, group in sorted(kinds.items())
    )
    findings = [f for group in kinds.values() for f in _across(group, declared, states)]
    return Comparison(tables, tuple(findings), frozenset(states))


def _table(
    group: Sequence[Series],
    declared: Mapping[SeriesKey, str],
    states: Set[str],
    as_of: datetime.date | None,
    chosen: Set[str],
) -> Table:
    columns = _columns(group)
    lines = tuple(_line(one, columns) for one in group)
    classes: defaultdict[str, list[Series]] = defaultdict(list)
    for one in group:
        if one.key in declared:
            classes[declared[one.key]].append(one)
    ranges = tuple(
        found
        for _, members in sorted(classes.items())
        for found in ranges_of(members, states, as_of, chosen)
    )
    return Table(
        group[0].key.outcome,
        group[0].key.is_estimate,
        columns,
        lines,
        ranges,
        ranges[-1].rule if ranges else _why_none(group, classes, states),
    )


def _line(series: Series, columns: Sequence[Edtf | None]) -> Line:
    cells: defaultdict[Edtf | None, list[Row]] = defaultdict(list)
    for row in series.rows:
        cells[_column(row)].append(row)
    return Line(series, tuple(tuple(cells[column]) for column in columns))


def _why_none(
    group: Sequence[Series], classes: Mapping[str, Sequence[Series]], states: Set[str]
) -> str:
    figures = [(one, row) for one in group for row in one.figures(states)]
    if len(sources_of(figures)) < FEWEST_SOURCES:
        return "one_source"
    return "no_common_day" if any(len(m) > 1 for m in classes.values()) else "not_declared"


def _across(
    group: Sequence[Series], declared: Mapping[SeriesKey, str], states: Set[str]
) -> Iterator[Finding]:
    """Yield equal numbers of different speakers that are no agreement.

    One total of other parts, over scopes that read alike or were declared equal; and one number, as
    of one day, over scopes that nobody holds equal.
    """
    scopes: defaultdict[str, list[Series]] = defaultdict(list)
    for one in group:
        scopes[declared.get(one.key, one.key.scope)].append(one)
    for alike in scopes.values():
        for total in same_totals(_standing(alike, states)):
            if sum(_holds(one, total) for one in alike) > 1:
                yield total
    by_number: defaultdict[object, list[tuple[Series, Row]]] = defaultdict(list)
    for one in group:
        for row in one.course(states):
            if row.moment.is_to_the_day:
                by_number[key_of(row.figure), row.moment.day].append((one, row))
    for pairs in by_number.values():
        for (one, row), (other, other_row) in combinations(pairs, 2):
            if _look_alike(one, other) and not _are_declared(one, other, declared):
                yield finding(
                    "same_number",
                    (*row.standing(states), *other_row.standing(states)),
                    figure=row.figure,
                    moment=row.moment,
                    speaker=one.speaker,
                    other_speaker=other.speaker,
                )


def _standing(group: Sequence[Series], states: Set[str]) -> Iterator[TollPoint]:
    for one in group:
        for row in one.figures(states):
            yield from row.standing(states)


def _holds(series: Series, found: Finding) -> bool:
    return any(h in found.handles for row in series.rows for h in row.handles)


def _look_alike(one: Series, other: Series) -> bool:
    """Whether two speakers count something else, so that one number reads like an agreement."""
    return one.key.speaker_id != other.key.speaker_id and one.scope.frame != other.scope.frame


def _are_declared(one: Series, other: Series, declared: Mapping[SeriesKey, str]) -> bool:
    return one.key in declared and declared[one.key] == declared.get(other.key)


def _columns(group: Sequence[Series]) -> tuple[Edtf | None, ...]:
    """Return the dates of all rows in order of time, days without their times."""
    first: dict[Edtf | None, Order] = {}
    for row in sorted((r for one in group for r in one.rows), key=lambda r: r.order):
        first.setdefault(_column(row), row.order)
    return tuple(first)


def _column(row: Row) -> Edtf | None:
    return None if row.moment.date is None else row.moment.date.without_time()
