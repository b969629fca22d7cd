"""From points to series: who says what of which scope, and what of it was taken back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from testigo.review.tolls.figures import figure_of, key_of
from testigo.review.tolls.moments import Moment, moment_of, order_of
from testigo.review.tolls.points import TollPoint
from testigo.review.tolls.rows import Row, is_said
from testigo.review.tolls.scopes import scope_of
from testigo.review.tolls.series import Series, SeriesKey, key_for
from testigo.review.tolls.strikes import strike


def series_of(points: Iterable[TollPoint], joined: Mapping[str, str]) -> tuple[Series, ...]:
    """Group points into series, one for each speaker, outcome and scope, by key.

    `joined` maps the key of a scope to the key of the class that people declared it to belong to.
    A declaration about the unstated scopes of one speaker says nothing of another's: call it for
    one speaker at a time where it holds for one only.
    """
    groups: defaultdict[SeriesKey, list[TollPoint]] = defaultdict(list)
    for point in points:
        if point.state != "rejected":
            groups[key_for(point.speaker_id, scope_of(point.statement), joined)].append(point)
    return strike(tuple(_series(key, group) for key, group in sorted(groups.items())), joined)


def _series(key: SeriesKey, points: Sequence[TollPoint]) -> Series:
    ordered = sorted(points, key=lambda point: (order_of(point), point.handle, point.report_id))
    scopes = {scope.key: scope for scope in (scope_of(point.statement) for point in ordered)}
    listed = tuple(scopes[name] for name in sorted(scopes))
    said = [p for p in ordered if _is_row_of(p)]
    return Series(
        key=key,
        speaker=_name(ordered),
        scope=scopes.get(key.scope, listed[0]),
        scopes=listed,
        rows=_rows(p for p in said if not _is_addition(p)),
        additions=_rows(p for p in said if _is_addition(p)),
        apart=_rows(p for p in ordered if not _is_row_of(p)),
    )


def _rows(points: Iterable[TollPoint]) -> tuple[Row, ...]:
    groups: defaultdict[tuple[Moment, object], list[TollPoint]] = defaultdict(list)
    for point in points:
        groups[moment_of(point), key_of(figure_of(point.statement))].append(point)
    rows = [
        Row(moment, figure_of(group[0].statement), tuple(group), order_of(group[0]))
        for (moment, _), group in groups.items()
    ]
    return tuple(sorted(rows, key=_place_in_series))


def _place_in_series(row: Row) -> tuple[object, ...]:
    low, high = row.figure.low, row.figure.high
    return (
        row.order,
        low if low is not None else -1,
        high if high is not None else -1,
        row.handles,
    )


def _is_row_of(point: TollPoint) -> bool:
    """Whether a statement stands among the numbers of its series, be it struck."""
    return is_said(point) or point.statement.modality == "retracted"


def _is_addition(point: TollPoint) -> bool:
    return point.statement.value("accrual") == "increment"


def _name(points: Sequence[TollPoint]) -> str:
    """Return the name most often shown, the first of them in the alphabet."""
    names = Counter(point.speaker for point in points)
    return min(names, key=lambda name: (-names[name], name))
