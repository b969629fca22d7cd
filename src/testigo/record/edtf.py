"""Dates with the precision of the words that gave them (EDTF, ISO 8601-2:2019, levels 0 and 1).

Kept: a day, month or year; a decade (`199X`); a season (`2022-21` spring to `2022-24` winter); a
local time of day (`2022-12-17T12:00:00`); `~` about, `?` uncertain, `%` both; intervals, with `..`
for an open end. Nothing else, so that every reader of the record can rely on it.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from testigo.record.errors import InvalidDate

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<time>\d\d:\d\d:\d\d))?)?)?(?P<mark>[~?%])?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as EDTF text. Compare moments with `earliest` and `latest`, never the text."""

    text: str

    def __post_init__(self) -> None:
        parts = self.text.split("/")
        if len(parts) > 2 or parts == ["..", ".."]:
            raise InvalidDate(self.text, "an interval has two ends, at most one of them open")
        if len(parts) == 1 and parts[0] == "..":
            raise InvalidDate(self.text, "an open end stands only in an interval")
        for part in parts:
            if part != "..":
                _check_point(self.text, part)
        first, last = self.earliest, self.latest
        if first is not None and last is not None and first > last:
            raise InvalidDate(self.text, "it ends before it begins")

    @property
    def precision(self) -> str:
        """A code of the vocabulary `date_precision`; an interval is its own precision."""
        if "/" in self.text:
            return "interval"
        match = _POINT.fullmatch(self.text)
        assert match is not None
        if match["time"]:
            return "time"
        if match["day"]:
            return "day"
        if match["month"]:
            return "season" if int(match["month"]) > 12 else "month"
        return "decade" if match["year"].endswith("X") else "year"

    @property
    def approximate(self) -> bool:
        """Whether the words were "about", "around" and the like (EDTF `~` or `%`)."""
        return "~" in self.text or "%" in self.text

    @property
    def earliest(self) -> datetime.date | None:
        """First day the date may mean; None for an open beginning."""
        return _bound(self.text.split("/")[0], last=False)

    @property
    def latest(self) -> datetime.date | None:
        """Last day the date may mean; None for an open end."""
        return _bound(self.text.split("/")[-1], last=True)

    def without_time(self) -> Edtf:
        """Return the same date with any time of day left out."""
        return Edtf(re.sub(r"T\d\d:\d\d:\d\d", "", self.text))

    def __str__(self) -> str:
        return self.text


def _check_point(whole: str, part: str) -> None:
    match = _POINT.fullmatch(part)
    if match is None:
        raise InvalidDate(whole, "write 2022, 2022-12, 2022-12-07, or two of them with / between")
    if match["year"].endswith("X") and match["month"]:
        raise InvalidDate(whole, "a decade has no month")
    if match["month"] and not (1 <= int(match["month"]) <= 12 or 21 <= int(match["month"]) <= 24):
        raise InvalidDate(whole, "there is no such month or season")
    if match["day"]:
        try:
            datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            raise InvalidDate(whole, "there is no such day") from None
    if match["year"] == "0000":
        raise InvalidDate(whole, "there is no year 0")
    if match["time"]:
        try:
            datetime.time.fromisoformat(match["time"])
        except ValueError:
            raise InvalidDate(whole, "there is no such time of day") from None


def _bound(part: str, *, last: bool) -> datetime.date | None:
    if part == "..":
        return None
    match = _POINT.fullmatch(part)
    assert match is not None
    if match["year"].endswith("X"):
        decade = max(int(match["year"][:3]) * 10, 1)
        return datetime.date(decade // 10 * 10 + 9, 12, 31) if last else datetime.date(decade, 1, 1)
    year = int(match["year"])
    if not match["month"]:
        return datetime.date(year, 12, 31) if last else datetime.date(year, 1, 1)
    month = int(match["month"])
    if month > 12:  # a season: three months, spring beginning in March (northern reckoning)
        first = {21: 3, 22: 6, 23: 9, 24: 12}[month]
        if not last:
            return datetime.date(year, first, 1)
        if first == 12 and year == datetime.MAXYEAR:
            return datetime.date.max
        end_year, end_month = (year + 1, 2) if first == 12 else (year, first + 2)
        return datetime.date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
    if match["day"]:
        return datetime.date(year, month, int(match["day"]))
    return datetime.date(year, month, calendar.monthrange(year, month)[1] if last else 1)
