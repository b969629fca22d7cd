"""One date as people type it, without the words that make it an interval.

A form is a pattern of a whole text; the first that fits decides. Every form keeps only what is
typed: a missing year or month stays None, and whoever reads an interval takes it from the other
end.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from testigo.languages.lexicons import lexicon
from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidDate, UnclearDate
from testigo.record.vocabularies import LANGUAGES
from testigo.record.wording import date_words
from testigo.record.wording.phrases import SEASONS
from testigo.review.typed.complaints import complaint, plain, speaks

_ABOUT = (
    r"about|around|circa|ca\.?|c\.|approximately|approx\.?|roughly|"
    r"hacia|aproximadamente|aprox\.?|alrededor del?|cerca del?|en torno al?"
)
_PERHAPS = r"perhaps|possibly|maybe|quizas?|tal vez|posiblemente"
_MARKED = re.compile(rf"(?:(?P<about>{_ABOUT})|(?P<perhaps>{_PERHAPS})) (?P<rest>.+)")
_BEFORE = re.compile(r"(?:(?:on|in|the|el|la|los|las|en|dia) )+")
_TIME = re.compile(
    r"(?P<rest>.+?)(?:,| at| a las?|t)? ?(?<!\d)(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d\d)(?::(?P<second>\d\d))?)?"
    r"(?: ?(?P<half>[ap])\. ?m\.?| ?(?P<half2>[ap])m| ?(?P<hours>h|hs|hrs?|horas)\.?)?"
)
_TWO_DIGIT_YEARS_END = 69
"""Two digits mean 1970 to 2069, as in POSIX `strptime`."""


@dataclass(frozen=True, slots=True)
class Point:
    """What is typed of one date; `month` 21 to 24 is a season, `year` may be a decade (199X)."""

    year: str | None = None
    month: int | None = None
    day: int | None = None
    time: str = ""
    mark: str = ""
    weekday: int | None = None

    def edtf(self, language: str) -> str:
        """Return the point as EDTF text.

        Raises:
            UnclearDate: if the year is missing, there is no such day, or it has another weekday.
        """
        if self.year is None:
            raise UnclearDate(complaint("year", language))
        if self.time and self.day is None:
            raise UnclearDate(complaint("date", language))
        parts = [self.year]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        text = "-".join(parts) + (f"T{self.time}" if self.time else "")
        try:
            day = Edtf(text).earliest
        except InvalidDate:
            raise UnclearDate(complaint("no such day", language)) from None
        if self.weekday is not None and self.day and day and day.weekday() != self.weekday:
            named, real = (_weekday_word(n, language) for n in (self.weekday, day.weekday()))
            raise UnclearDate(complaint("weekday", language, named=named, real=real))
        return text + self.mark

    def nearest(self, day: datetime.date) -> Point:
        """Return the point in the year that brings it nearest to `day`, if its year is missing."""
        if self.year is not None or self.month is None or self.month > 12:
            return self
        about = (15 if self.day is None else self.day) + 30.5 * self.month
        distance = day.day + 30.5 * day.month - about
        shift = round(distance / 366)
        return replace(self, year=f"{day.year + shift:04}")


def read_point(words: str, language: str) -> Point:
    """Read one date from `plain` words.

    Raises:
        UnclearDate: if they are none, or a date in figures may mean two days.
    """
    words, mark = _without_marks(words)
    words = _BEFORE.sub("", words, count=1) if _BEFORE.match(words) else words
    weekday = None
    found = re.match(rf"({'|'.join(_weekdays())})\.?,? ", words)
    if found:
        weekday, words = _weekdays()[found[1]], words[found.end() :]
        words = _BEFORE.sub("", words, count=1) if _BEFORE.match(words) else words
    words, time = _without_time(words)
    for form, made in _forms():
        if match := form.fullmatch(words):
            point = made(match, language)
            return replace(point, mark=mark, time=time, weekday=weekday)
    raise UnclearDate(complaint("date", language))


def _without_marks(words: str) -> tuple[str, str]:
    marks = set()
    while match := _MARKED.fullmatch(words):
        marks.add("~" if match["about"] else "?")
        words = match["rest"]
    if words[-1] in "~?%":
        marks |= set("~?" if words[-1] == "%" else words[-1])
        words = words[:-1].rstrip()
    return words, "%" if len(marks) == 2 else "".join(marks)


def _without_time(words: str) -> tuple[str, str]:
    """Take off a time of day, which has a colon or a word ("18:30", "6 pm", "18 h")."""
    match = _TIME.fullmatch(words)
    if match is None:
        return words, ""
    half = match["half"] or match["half2"]
    if not (match["minute"] or half or match["hours"]):
        return words, ""
    hour = int(match["hour"])
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half:
        hour = 99  # "15 pm" is no time: it fails as one
    minute, second = match["minute"] or "00", match["second"] or "00"
    return match["rest"].rstrip(" ,"), f"{hour:02}:{minute}:{second}"


def _full_year(digits: str) -> str:
    if len(digits) == 4:
        return digits
    return f"{'20' if int(digits) < _TWO_DIGIT_YEARS_END else '19'}{digits}"


def _in_figures(match: re.Match[str], language: str) -> Point:
    """12/12/2022: day first, but in English only where no other day fits."""
    year, day, month = _full_year(match["year"]), int(match["one"]), int(match["other"])
    if speaks(language) == "es" or language == "en-GB" or day == month:
        return Point(year, month, day)
    if month > 12 >= day:
        return Point(year, day, month)
    if day <= 12:
        both = [
            date_words(Edtf(Point(year, *pair).edtf(language)), language=speaks(language))
            for pair in ((month, day), (day, month))
        ]
        raise UnclearDate(complaint("two dates", language, one=both[0], other=both[1]))
    return Point(year, month, day)


Made = Callable[[re.Match[str], str], Point]


@functools.cache
def _forms() -> tuple[tuple[re.Pattern[str], Made], ...]:
    months, seasons = _months(), _seasons()
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|º|°|ro)?"
    month = rf"(?P<month>{'|'.join(sorted(months, key=len, reverse=True))})\.?"
    of = r"(?:,| of| del?)?"

    def in_words(match: re.Match[str], language: str) -> Point:
        given = match.groupdict()
        year, day = given.get("year"), given.get("day")
        return Point(
            None if year is None else _full_year(year),
            months[given["month"]],
            None if day is None else int(day),
        )

    def season(match: re.Match[str], language: str) -> Point:
        return Point(match["year"], seasons[match["season"]])

    def figures(match: re.Match[str], language: str) -> Point:
        given = match.groupdict()
        day = given.get("day")
        month = given.get("month")
        return Point(
            given.get("year"),
            None if month is None else int(month),
            None if day is None else int(day),
        )

    def decade(match: re.Match[str], language: str) -> Point:
        return Point(f"{next(filter(None, match.groups()))}X")

    year, any_year = r"(?P<year>\d{4})", r"(?P<year>\d{4}|\d\d)"
    names = "|".join(seasons)
    listed: list[tuple[str, Made]] = [
        (rf"{day}{of}[ -]?{month}(?:{of}[ -]{any_year})?", in_words),
        (rf"{month} {day}(?:,? {year})?", in_words),
        (rf"{month}(?:{of} {year})?", in_words),
        (rf"(?P<season>{names})(?:{of} {year})?", season),
        (r"(\d{3})0s|decada de (?:los )?(?:anos )?(\d{3})0|anos (\d{3})0|(\d{3})x", decade),
        (rf"{year}[-/.](?P<month>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}}))?", figures),
        (rf"(?P<one>\d{{1,2}})[-/.](?P<other>\d{{1,2}})[-/.]{any_year}", _in_figures),
        (rf"(?P<month>\d{{1,2}})[/.-]{year}", figures),
        (year, figures),
        (day, figures),
    ]
    return tuple((re.compile(pattern), made) for pattern, made in listed)


def _dated(kind: str) -> Iterator[tuple[str, int]]:
    for language in LANGUAGES:
        for entry in lexicon(language, "date_words"):
            value = entry.attributes.get("value")
            if entry.get("kind") == kind and isinstance(value, int):
                yield from ((plain(term), value) for term in entry.terms)


@functools.cache
def _months() -> dict[str, int]:
    return dict(_dated("month"))


@functools.cache
def _weekdays() -> dict[str, int]:
    return dict(_dated("weekday"))


def _weekday_word(number: int, language: str) -> str:
    for entry in lexicon("es" if speaks(language) == "es" else "en", "date_words"):
        if entry.get("kind") == "weekday" and entry.attributes.get("value") == number:
            word = entry.terms[0]
            return word if speaks(language) == "es" else word.capitalize()
    raise AssertionError(number)  # the lexicon names all seven


@functools.cache
def _seasons() -> dict[str, int]:
    named = {plain(word): 21 + n for words in SEASONS.values() for n, word in enumerate(words)}
    return named | {"fall": named["autumn"]}
