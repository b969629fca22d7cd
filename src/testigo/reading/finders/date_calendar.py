"""Reckoning with days and months: nearest weekday, nearest year of a date, spans of days.

Pure arithmetic; nothing here knows words. A `Tense` is `past` or `future`: which side of the
report's date the sentence speaks of.
"""

from __future__ import annotations

import calendar
import datetime

from testigo.record.edtf import Edtf

_NEAR, _FAR = 75, 240
"""Days. A date without a year is taken on the other side of the report's date only where it is that
near there and that far on its own ("the vote on 9 January", printed on the 8th)."""


def day(date: datetime.date, time: datetime.time | None = None) -> Edtf:
    """Return a day, with its time of day where one is told, as EDTF."""
    suffix = "" if time is None else f"T{time.isoformat('seconds')}"
    return Edtf(date.isoformat() + suffix)


def month(year: int, number: int, mark: str = "") -> Edtf:
    """Return a month as EDTF; `mark` is `~` for about."""
    return Edtf(f"{year:04d}-{number:02d}{mark}")


def stretch(first: datetime.date, last: datetime.date) -> Edtf:
    """Return the interval from one day to another."""
    return Edtf(f"{first.isoformat()}/{last.isoformat()}")


def shifted_month(date: datetime.date, months: int) -> tuple[int, int]:
    """Return (year, month) of the month that lies `months` after that of `date`."""
    index = date.year * 12 + date.month - 1 + months
    return index // 12, index % 12 + 1


def week_of(date: datetime.date, weeks: int = 0) -> tuple[datetime.date, datetime.date]:
    """Return Monday and Sunday of the week that lies `weeks` after that of `date`."""
    monday = date + datetime.timedelta(days=7 * weeks - date.weekday())
    return monday, monday + datetime.timedelta(days=6)


def weekend_of(date: datetime.date, weekends: int = 0) -> tuple[datetime.date, datetime.date]:
    """Return Saturday and Sunday of the weekend under way or last over, `weekends` later."""
    saturday = date - datetime.timedelta(days=(date.weekday() - 5) % 7)
    saturday += datetime.timedelta(days=7 * weekends)
    return saturday, saturday + datetime.timedelta(days=1)


def nearest_weekday(
    number: int, published: datetime.date, *, future: bool, strictly: bool = False
) -> datetime.date:
    """Return the nearest such weekday (Monday 0) on the side of the tense.

    The day of the report itself counts, unless `strictly`.
    """
    if future:
        ahead = (number - published.weekday()) % 7
        return published + datetime.timedelta(days=ahead or (7 if strictly else 0))
    back = (published.weekday() - number) % 7
    return published - datetime.timedelta(days=back or (7 if strictly else 0))


def is_day(year: int, number: int, day_of_month: int) -> bool:
    """Tell whether there is such a day."""
    if not (1 <= year <= 9999 and 1 <= number <= 12):
        return False
    return 1 <= day_of_month <= calendar.monthrange(year, number)[1]


def years_of_day(
    number: int, day_of_month: int, published: datetime.date, tense: str | None
) -> list[datetime.date]:
    """Return the days of that name around the report's date, likeliest first.

    `tense` is None where no verb tells: then the past is likelier, unless only the future is near.
    """
    future = tense == "future"
    days = [
        datetime.date(year, number, day_of_month)
        for year in range(published.year - 4, published.year + 5)
        if is_day(year, number, day_of_month)
    ]
    before = max((d for d in days if d <= published), default=None)
    after = min((d for d in days if d >= published), default=None)
    if before == after:
        return [published] if before else []
    ordered = [after, before] if future else [before, after]
    if before and after:
        gap_before, gap_after = (published - before).days, (after - published).days
        own, other = (gap_after, gap_before) if future else (gap_before, gap_after)
        if tense != "past" and other <= _NEAR and own >= _FAR:
            ordered.reverse()
    return [d for d in ordered if d]


def years_of_month(number: int, published: datetime.date, *, future: bool) -> list[int]:
    """Return the years in which that month may lie, likeliest first."""
    here, distance = published.year, number - published.month
    before, after = (here, here + 1) if distance <= 0 else (here - 1, here)
    if distance == 0:
        return [here, here + 1 if future else here - 1]
    return [after, before] if future else [before, after]
