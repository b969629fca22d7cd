"""Dates in words that show their precision, in each language of the interface."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from testigo.record.edtf import Edtf
from testigo.record.wording.phrases import (
    MARKS,
    MARKS_WITHIN,
    MONTHS,
    SEASONS,
    known,
    phrase,
)

_POINT = re.compile(
    r"(\d{3}[\dX])(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d)(?::00|(:\d\d)))?([~?%]?)", re.ASCII
)
_FEMININE_SEASONS = ("primavera",)


@dataclass(frozen=True, slots=True)
class _Point:
    """One EDTF point taken apart; `month` 13 and up is a season, 0 none; `day` 0 none."""

    year: str
    month: int
    day: int
    time: str
    mark: str


def date_words(date: Edtf, *, language: str = "en") -> str:
    """Return a date with its precision.

    >>> date_words(Edtf("2022-12-12~")), date_words(Edtf("2022-12-13/2022-12-22"))
    ('about 12 Dec 2022', 'between 13 and 22 Dec 2022')
    >>> date_words(Edtf("2022-12-13/2022-12-22"), language="es")
    'entre el 13 y el 22 dic 2022'
    """
    language = known(language)
    first, _, last = date.text.partition("/")
    if not last:
        return _standing(_taken_apart(first), language)
    if first == "..":
        return phrase("until", language, date=_within(_taken_apart(last), language))
    if last == "..":
        return phrase("since", language, date=_within(_taken_apart(first), language))
    begins, ends = _taken_apart(first), _taken_apart(last)
    return phrase(
        "between",
        language,
        first=_within(begins, language, _shared(begins, ends)),
        last=_within(ends, language),
    )


def days_words(first: str | None, last: str | None, *, language: str = "en") -> str:
    """Return the days from `first` to `last` as the widest units that they fill.

    Both are ISO days; None is an open end, "" is returned where both are. What an entry keeps of
    its dates are such days: those of a whole year are shown as that year.

    >>> days_words("2022-01-01", "2022-12-31"), days_words("2022-12-01", "2022-12-31")
    ('2022', 'Dec 2022')
    >>> days_words("2022-12-13", "2022-12-22"), days_words(None, "2022-12-07", language="es")
    ('between 13 and 22 Dec 2022', 'hasta el 7 dic 2022')
    """
    if first is None and last is None:
        return ""
    if first is None or last is None:
        return date_words(Edtf(f"{first or '..'}/{last or '..'}"), language=language)
    return date_words(Edtf(_filled(first, last)), language=language)


def _filled(first: str, last: str) -> str:
    """Return EDTF of the decade, years or months that the days fill, else of the days."""
    begins, ends = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    years = first.endswith("-01-01") and last.endswith("-12-31")
    if years and begins.year % 10 == 0 and ends.year == begins.year + 9:
        return f"{first[:3]}X"
    days_in_last = calendar.monthrange(ends.year, ends.month)[1]
    width = 4 if years else 7 if begins.day == 1 and ends.day == days_in_last else 10
    return first[:width] if first[:width] == last[:width] else f"{first[:width]}/{last[:width]}"


def edge_words(date: Edtf, edge: str, *, language: str = "en") -> str:
    """Return a date as the `start` or `end` of something, or the moment it was counted `as_of`.

    >>> edge_words(Edtf("2022-12-16"), "as_of"), edge_words(Edtf("2022-12-16"), "end")
    ('as of 16 Dec 2022', 'to 16 Dec 2022')
    """
    language = known(language)
    if edge == "as_of" and date.text.startswith("../"):
        date = Edtf(date.text.removeprefix("../"))
    if "/" in date.text or date.text[-1] in "~?%":
        return phrase(f"{edge} of a kind", language, date=date_words(date, language=language))
    words = phrase(edge, language, date=_within(_taken_apart(date.text), language))
    return words.replace("a el ", "al ", 1) if language == "es" and edge == "as_of" else words


def _taken_apart(point: str) -> _Point:
    match = _POINT.fullmatch(point)
    assert match is not None  # Edtf checks the form
    year, month, day, minutes, seconds, mark = match.groups("")
    return _Point(year, int(month or 0), int(day or 0), minutes + seconds, mark)


def _shared(first: _Point, last: _Point) -> str:
    """What the first end of an interval leaves to its last: its "year", its "month" too, or ""."""
    if first.year != last.year or not first.month or first.time:
        return ""
    both_days = first.day and last.day and not last.time
    return "month" if both_days and first.month == last.month else "year"


def _standing(point: _Point, language: str) -> str:
    mark = MARKS[language][point.mark]
    return mark + (_article(point, language) if mark else "") + _bare(point, language)


def _within(point: _Point, language: str, left_out: str = "") -> str:
    """The point after a preposition."""
    mark = MARKS_WITHIN[language][point.mark]
    return mark + _article(point, language) + _bare(point, language, left_out)


def _article(point: _Point, language: str) -> str:
    if language != "es" or not point.month or (point.month <= 12 and not point.day):
        return ""
    if point.month <= 12:
        return "el "
    return "la " if _season(point, language) in _FEMININE_SEASONS else "el "


def _season(point: _Point, language: str) -> str:
    return SEASONS[language][point.month - 21]


def _bare(point: _Point, language: str, left_out: str = "") -> str:
    if point.year.endswith("X"):
        return phrase("decade", language, year=f"{point.year[:3]}0")
    words = [str(point.day)] if point.day else []
    if point.month > 12:
        words.append(_season(point, language))
    elif point.month and left_out != "month":
        words.append(MONTHS[language][point.month - 1])
    if not left_out:
        of = "de " if language == "es" and point.month > 12 else ""
        words.append(of + point.year)
    return " ".join(words) + (f", {point.time}" if point.time else "")
