"""Which numbers a speaker took back or corrected: their rows are struck, and stay to be seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from testigo.record.counts import CountRange
from testigo.record.statement import Record
from testigo.review.tolls.figures import figure_in, figure_of, limits_of
from testigo.review.tolls.moments import moment_of
from testigo.review.tolls.points import TollPoint
from testigo.review.tolls.rows import Row, Strike, is_said
from testigo.review.tolls.scopes import scope_of
from testigo.review.tolls.series import Series, SeriesKey, key_for


@dataclass(frozen=True, slots=True)
class Taking:
    """One statement that takes a number back, the series it stood in, and why it is struck."""

    point: TollPoint
    series: SeriesKey
    figure: CountRange
    reason: str

    def strikes(self, row: Row) -> bool:
        """Whether a row of that series has the number and was counted no later."""
        if limits_of(row.figure) != limits_of(self.figure) or row.figure.bound == "vague":
            return False
        if self.reason == "corrected" and self.point in row.witnesses:
            return False
        counted, taken = row.moment.day, moment_of(self.point).day
        return counted is None or taken is None or counted <= taken


def strike(series: tuple[Series, ...], joined: Mapping[str, str]) -> tuple[Series, ...]:
    """Return the series with the strikes that their speakers' own statements make.

    A number may be taken back in another series than it stood in: a death withdrawn because the
    person is gravely injured is a toll of injured that corrects one of killed.
    """
    takings: defaultdict[SeriesKey, list[Taking]] = defaultdict(list)
    for one in series:
        for taking in takings_of(one, joined):
            takings[taking.series].append(taking)
    return tuple(
        replace(
            one,
            rows=tuple(_struck(row, takings[one.key]) for row in one.rows),
            additions=tuple(_struck(row, takings[one.key]) for row in one.additions),
        )
        if one.key in takings
        else one
        for one in series
    )


def takings_of(series: Series, joined: Mapping[str, str]) -> Iterator[Taking]:
    """Yield what the statements of a series take back: its own retractions, and corrections."""
    for row in (*series.rows, *series.additions):
        for point in row.witnesses:
            if point.statement.modality == "retracted":
                yield Taking(point, series.key, figure_of(point.statement), "retracted")
            elif is_said(point):
                for record in corrected_in(point):
                    scope = scope_of(point.statement).of_part(record)
                    key = key_for(point.speaker_id, scope, joined)
                    yield Taking(point, key, figure_in(record), "corrected")


def corrected_in(point: TollPoint) -> tuple[Record, ...]:
    """Return the earlier numbers that a toll says it replaces."""
    value = point.statement.value("corrects")
    records = value if isinstance(value, tuple) else ()
    return tuple(record for record in records if isinstance(record, Record))


def _struck(row: Row, takings: list[Taking]) -> Row:
    strikes = {
        Strike(taking.reason, taking.point.handle, taking.point.state)
        for taking in takings
        if taking.strikes(row)
    }
    return replace(row, strikes=tuple(sorted(strikes, key=lambda s: (s.reason, s.by, s.state))))
