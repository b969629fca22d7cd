"""The line with which a report says where and when it was sent, and by which agency.

    QUELMORA, Dec 16 (Andes Wire) - Police held nine people ...
    Quelmora, 16 dic. 2022 (Agencia Faro).- La policía detuvo ...

Only what stands there is taken: a day without its year dates nothing, since the year would have to
be guessed.
"""

from __future__ import annotations

import datetime
import functools
import re
from dataclasses import dataclass

from testigo.languages.lexicons import lexicon
from testigo.record.report import Metadata, Stated
from testigo.record.span import Span
from testigo.record.vocabularies import LANGUAGES

_NAME = r"[^\W\d_a-z](?:[.'’ -]*[^\W\d_])*\.?"
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_LONGEST_DATE = 80
_LINES = 6
"""How many lines from the top may be a dateline or a date standing alone."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline found in a text; None is "not shown".

    `day` is there only if the line gives day, month and year.
    """

    place: Span
    date: Span | None
    agency: Span | None
    day: datetime.date | None


@functools.cache
def _months() -> dict[str, int]:
    return {
        term: int(str(entry.attributes["value"]))
        for language in LANGUAGES
        for entry in lexicon(language, "date_words")
        if entry.get("kind") == "month"
        for term in entry.terms
    }


@functools.cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    month = "|".join(re.escape(m) for m in sorted(_months(), key=len, reverse=True))
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|º|°)?"
    year = r"(?:,?\s+(?:del?\s+)?(?P<year>\d{4}))?"
    first = rf"(?<!\d){day}\s+(?:de\s+|of\s+)?(?P<month>{month})\b\.?{year}(?!\d)"
    second = rf"\b(?P<month>{month})\b\.?\s+{day}{year}(?!\d)"
    return re.compile(first, re.IGNORECASE), re.compile(second, re.IGNORECASE)


def days_written(words: str) -> list[datetime.date]:
    """Return the full days (with their year) that stand in `words`; an ambiguous 3/4/2022 as both.

    >>> days_written("Quelmora, 16 de diciembre de 2022")
    [datetime.date(2022, 12, 16)]
    """
    found = [_day(m[1], m[2], m[3]) for m in _ISO.finditer(words)]
    for match in _NUMERIC.finditer(words):
        found.append(_day(match[3], match[2], match[1]))
        found.append(_day(match[3], match[1], match[2]))
    for form in _forms():
        for match in form.finditer(words):
            found.append(_day(match["year"], _months()[match["month"].lower()], match["day"]))
    return sorted({day for day in found if day is not None})


def _day(year: str | None, month: int | str, day: str) -> datetime.date | None:
    if year is None:
        return None
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


@functools.cache
def _dateline() -> re.Pattern[str]:
    dated = "|".join(form.pattern for form in _forms())
    dated = re.sub(r"\(\?P<\w+>", "(?:", dated)
    return re.compile(
        rf"(?P<place>{_NAME}(?:,\s{_NAME})??(?:\s\({_NAME}\))??)"
        rf"(?:,\s(?P<date>(?i:{dated})))?"
        rf"\s?(?:\((?P<agency>[^\W\d_a-z][^()\n]{{1,40}})\))?"
        r"\s?(?:[-–—]|\.[-–—]{1,2}|:)\s"
    )


def find_dateline(content: str, *, has_title: bool) -> Dateline | None:
    """Return the dateline at the beginning of a paragraph near the top, or None.

    A place in small letters is believed only with a date or an agency behind it.
    """
    for start, line in _top_lines(content, has_title):
        match = _dateline().match(line)
        if match is None or len(match["place"]) > 60:
            continue
        town = re.split(r",| \(", match["place"])[0]
        if not (match["date"] or match["agency"] or town.isupper()):
            continue
        place, date, agency = (_cut(content, start, match, n) for n in ("place", "date", "agency"))
        days = days_written(match["date"] or "")
        if place is not None:
            return Dateline(place, date, agency, days[0] if len(days) == 1 else None)
    return None


def _cut(content: str, start: int, match: re.Match[str], name: str) -> Span | None:
    if match[name] is None:
        return None
    return Span.cut(content, start + match.start(name), start + match.end(name))


def _top_lines(content: str, has_title: bool) -> list[tuple[int, str]]:
    lines, start = [], 0
    for line in content.split("\n", _LINES * 2)[: _LINES * 2]:
        if line.strip():
            lines.append((start, line))
        start += len(line) + 1
    return lines[1 if has_title else 0 : _LINES]


@functools.cache
def _alone() -> re.Pattern[str]:
    dated = "|".join([*(f.pattern for f in _forms()), _ISO.pattern, _NUMERIC.pattern])
    dated = re.sub(r"\(\?P<\w+>", "(?:", dated)
    return re.compile(
        r"(?:(?:published|posted|publicado|publicada|fecha)\b[^\d\n]{0,12}\s)?"
        rf"(?:{_NAME},\s)?(?:[^\W\d_]{{3,9}}\.?,?\s)?(?i:{dated})"
        r"(?:,?\s(?:(?:at|a\slas)\s)?\d{1,2}[:.]\d\d.{0,12})?\.?",
        re.IGNORECASE,
    )


def shown_by_text(content: str, *, has_title: bool) -> Metadata:
    """Return the publisher and date that a dateline, or a date alone near the top, shows."""
    line = find_dateline(content, has_title=has_title)
    agency = None if line is None else line.agency
    day = None if line is None else line.day
    if day is None:
        day = _day_alone(content, has_title)
    return Metadata(
        publisher=None if agency is None else Stated(agency.quote, "visible dateline"),
        published=None if day is None else Stated(day.isoformat(), "visible dateline"),
    )


def _day_alone(content: str, has_title: bool) -> datetime.date | None:
    days = (day_alone(line) for _, line in _top_lines(content, has_title))
    return next((day for day in days if day is not None), None)


def day_alone(line: str) -> datetime.date | None:
    """Return the day of a line that says nothing but a full date, its place and its hour.

    >>> day_alone("Publicado el 16 de diciembre de 2022, 10:15")
    datetime.date(2022, 12, 16)
    """
    if len(line) > _LONGEST_DATE or not _alone().fullmatch(line.strip()):
        return None
    days = days_written(line)
    return days[0] if len(days) == 1 else None
