"""A range of tolls: the lowest and the highest that sources state, where a person allowed it.

Invariant: both ends are numbers that somebody states. There is no mean, and no best but the one
that a person chose.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from testigo.languages.document import fold
from testigo.review.tolls.figures import ends_of
from testigo.review.tolls.rows import Row
from testigo.review.tolls.series import Series, SeriesKey

FEWEST_SOURCES = 2
"""One source gives no range: its figure stands for itself."""


@dataclass(frozen=True, slots=True)
class Range:
    """Between two stated numbers, by source, as of one day or up to one.

    `low_is_open` and `high_is_open` tell that a source among them gives no lowest or no highest.
    `rule`: `same_day` (all counted as of that day) or `latest_by_source` (each source's last figure
    up to `day`, which a person asked for). `first_day` is that of the oldest figure. `best` is the
    row that a person chose, None where nobody did.
    """

    members: tuple[SeriesKey, ...]
    rows: tuple[Row, ...]
    low: int
    high: int
    low_is_open: bool
    high_is_open: bool
    first_day: datetime.date
    day: datetime.date
    rule: str
    best: Row | None


def ranges_of(
    members: Sequence[Series],
    states: Set[str],
    as_of: datetime.date | None,
    chosen: Set[str],
) -> Iterator[Range]:
    """Yield the ranges of series whose scopes were declared equal, in order of their days."""
    if as_of is not None:
        last = [(one, row) for one in members for row in _last_up_to(one, as_of, states)]
        yield from _range(last, as_of, "latest_by_source", chosen)
        return
    days: defaultdict[datetime.date, list[tuple[Series, Row]]] = defaultdict(list)
    for one in members:
        for row in one.course(states):
            if row.moment.day is not None and row.moment.is_to_the_day:
                days[row.moment.day].append((one, row))
    for day, pairs in sorted(days.items()):
        last = [pair for one in members for pair in _last_of_day(one, pairs)]
        yield from _range(last, day, "same_day", chosen)


def sources_of(pairs: Iterable[tuple[Series, Row]]) -> set[str]:
    """Return whose numbers these are: the origin that all witnesses name, else the speaker.

    Who passes on another's count is no second source (IBC Methods 1). An origin is the speaker of
    the same name where one is among the rows.
    """
    listed = list(pairs)
    speakers = {fold(series.speaker): series.key.speaker_id for series, _ in listed}
    found = set()
    for series, row in listed:
        origins = {fold(point.origin or "") for point in row.witnesses}
        origin = origins.pop() if len(origins) == 1 else ""
        found.add(speakers.get(origin, f"origin {origin}") if origin else series.key.speaker_id)
    return found


def _last_of_day(series: Series, pairs: Sequence[tuple[Series, Row]]) -> list[tuple[Series, Row]]:
    """Return the last figure of a series that day, or all of its last moment."""
    own = [pair for pair in pairs if pair[0] is series]
    return [pair for pair in own if pair[1].order == own[-1][1].order]


def _last_up_to(series: Series, day: datetime.date, states: Set[str]) -> list[Row]:
    known = [r for r in series.course(states) if r.moment.day is not None and r.moment.day <= day]
    return [row for row in known if row.order == known[-1].order]


def _range(
    pairs: Sequence[tuple[Series, Row]], day: datetime.date, rule: str, chosen: Set[str]
) -> Iterator[Range]:
    if len(sources_of(pairs)) < FEWEST_SOURCES:
        return
    members = tuple(dict.fromkeys(one.key for one, _ in pairs))
    rows = tuple(row for _, row in pairs)
    ends = [e for row in rows if (e := ends_of(row.figure)) is not None]
    yield Range(
        members,
        rows,
        low=min(low for low, _ in ends),
        high=max(high for _, high in ends),
        low_is_open=any(row.figure.low is None for row in rows),
        high_is_open=any(row.figure.high is None for row in rows),
        first_day=min(row.moment.day for row in rows if row.moment.day is not None),
        day=day,
        rule=rule,
        best=next((row for row in rows if not chosen.isdisjoint(row.handles)), None),
    )
