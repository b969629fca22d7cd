"""When a number was counted, as far as the text says, and what stands in for it where it does not.

Invariant: a report's date is never passed off as the moment of counting: every moment says on what
it rests.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from testigo.record.edtf import Edtf
from testigo.review.tolls.points import TollPoint

_END_OF_DAY = "24:00:00"


@dataclass(frozen=True, slots=True)
class Moment:
    """When a speaker counted. `date` is None only where the basis is `unknown`.

    `basis`: `stated` (the text says as of when), `said` (when the speaker said it), `published`
    (no later than the report's date, which is all that is known) or `unknown`.
    """

    date: Edtf | None
    basis: str

    @property
    def day(self) -> datetime.date | None:
        """Last day the moment may mean, None where unknown."""
        if self.date is None:
            return None
        return self.date.latest or self.date.earliest

    @property
    def is_to_the_day(self) -> bool:
        """Whether the moment is one day, or a time of it, and no wider."""
        return self.date is not None and self.date.precision in ("day", "time")


@dataclass(frozen=True, slots=True, order=True)
class Order:
    """Where a moment stands in time: unknown last, a day without a time after its timed ones."""

    is_unknown: bool
    day: datetime.date
    clock: str


def moment_of(point: TollPoint) -> Moment:
    """Return when the number was counted: as of, else when it was said, else the report's date."""
    as_of, said = point.statement.value("as_of"), point.statement.said_on
    if isinstance(as_of, Edtf):
        return Moment(as_of, "stated")
    if said is not None and isinstance(said.value, Edtf):
        return Moment(said.value, "said")
    if point.published is not None:
        return Moment(point.published.without_time(), "published")
    return Moment(None, "unknown")


def order_of(point: TollPoint) -> Order:
    """Return where a point stands in time.

    Two numbers of one day are told apart by the time stated, else by the hour of the report if it
    came out that same day: a bulletin of the morning and one of the evening.
    """
    moment = moment_of(point)
    day = moment.day
    if day is None:
        return Order(True, datetime.date.max, _END_OF_DAY)
    return Order(False, day, _clock(moment.date) or _hour_out(point, day) or _END_OF_DAY)


def _hour_out(point: TollPoint, day: datetime.date) -> str | None:
    published = point.published
    return _clock(published) if published is not None and published.latest == day else None


def _clock(date: Edtf | None) -> str | None:
    """Return the time of day with which a date ends, None where it gives none."""
    last = "" if date is None else date.text.rsplit("/", 1)[-1]
    return last.rstrip("~?%").partition("T")[2] or None
