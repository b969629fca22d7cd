"""Dates and times of day written in figures: "7/12/2022", "00.05.1979", "8 p.m.", "las 20.00"."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from testigo.languages.document import Document, Sentence

_PARTIAL = re.compile(
    r"(?<![\w./-])(?:(?P<one>\d{1,2})-(?P<two>\d{1,2})|00)?(?P<mark>[./])?"
    r"(?P<month>0[1-9]|1[0-2])(?P<last>[./])(?P<year>(?:1[5-9]|20)\d\d)(?![\w/-]|[.,]\d)",
    re.ASCII,
)

_NUMERIC = re.compile(
    r"(?<![\w./-])(?:(?P<iso>(?:1[5-9]|20)\d\d)-(?P<imonth>\d\d)-(?P<iday>\d\d)(?!T?\d)"
    r"|(?P<one>\d{1,2})(?P<mark>[/.-])(?P<two>\d{1,2})(?P=mark)(?P<year>(?:1[5-9]|20)\d\d|\d\d))"
    r"(?![\w/-]|[.,]\d)",
    re.ASCII,
)

_CLOCK = {
    "en": re.compile(
        r"\b(?:(?:at|by|around|about|before|after|from)\s+(?:about\s+|around\s+)?)?"
        r"(?:(?P<h12>\d{1,2})(?:[:.](?P<m12>\d\d))?\s*(?P<half>[ap])\.?\s?m\b\.?"
        r"|(?P<h24>[01]?\d|2[0-4]):(?P<m24>[0-5]\d)(?!\d|:)(?:\s*(?:hours|hrs|h|GMT|UTC)\b)?"
        r"|(?P<h4>[01]\d|2[0-3])(?P<m4>[0-5]\d)\s+(?:hours|hrs|GMT)\b)",
        re.IGNORECASE | re.ASCII,
    ),
    "es": re.compile(
        r"\b(?:(?:a|hacia|desde|sobre|hasta|de)\s+las?\s+|pasadas\s+las\s+)?"
        r"(?:(?P<h12>\d{1,2})(?:[:.](?P<m12>\d\d))?\s*(?P<half>[ap])\.?\s?m\b\.?"
        r"|(?P<h24>[01]?\d|2[0-4])[:.](?P<m24>[0-5]\d)(?![\d:.,]?\d)"
        r"(?:(?<=:\d\d)(?:\s*(?:horas|hrs|h)\b\.?)?|\s*(?:horas|hrs|h)\b\.?|(?=\s+del?\b))"
        r"|(?<=las )(?P<h4>[01]?\d|2[0-4])(?P<m4>)(?:\s+horas|\s+hrs)?\b)",
        re.IGNORECASE | re.ASCII,
    ),
}

_HALVES = {"tarde": 12, "noche": 12, "mañana": 0, "madrugada": 0}

_ES_HALF = re.compile(r"\s+(?:de|en|por)\s+la\s+(tarde|noche|mañana|madrugada)\b", re.IGNORECASE)

_DAY_FIRST = {"en": False, "es": True}
"""The order of figures in 7/12/2022: English reads the month first, Spanish the day (CLDR)."""


class Figures(NamedTuple):
    """A date or time in figures: its letter among the atoms, the token after it, what it says.

    `dates` are the days it may mean, likeliest first; `edtf` a month or a stretch of days.
    """

    letter: str
    last: int
    dates: tuple[datetime.date, ...] = ()
    edtf: str | None = None
    time: datetime.time | None = None


def read_figures(document: Document, sentence: Sentence) -> dict[int, Figures]:
    """Find dates and times written in figures, by their first token."""
    text = document.content
    out: dict[int, Figures] = {}
    for match in _CLOCK[document.language].finditer(text, sentence.start, sentence.end):
        time, end = _time(match, document.language, text)
        if time is not None:
            first = document.token_at(match.start())
            out[first] = Figures("K", document.token_at(end - 1) + 1, time=time)
    for match in _PARTIAL.finditer(text, sentence.start, sentence.end):
        value = _partial_date(match)
        if value is not None:
            first = document.token_at(match.start())
            out[first] = Figures("B", document.token_at(match.end() - 1) + 1, edtf=value)
    for match in _NUMERIC.finditer(text, sentence.start, sentence.end):
        dates = _numeric_dates(match, document.language)
        if dates:
            first = document.token_at(match.start())
            out[first] = Figures("X", document.token_at(match.end() - 1) + 1, dates=dates)
    return out


def _time(match: re.Match[str], language: str, text: str) -> tuple[datetime.time | None, int]:
    hour = int(match["h12"] or match["h24"] or match["h4"])
    minute = int(match["m12"] or match["m24"] or match["m4"] or 0)
    end = match.end()
    half = (match["half"] or "").lower()
    if language == "es" and (said := _ES_HALF.match(text, end)):
        half = "p" if _HALVES[said[1].lower()] else "a"
        end = said.end()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return (datetime.time(hour, minute) if hour < 24 and minute < 60 else None), end


def _partial_date(match: re.Match[str]) -> str | None:
    """Return the EDTF of "00.05.1979" (a month) or "13-14.06.1977" (a stretch of days)."""
    month = f"{match['year']}-{match['month']}"
    whole = match[0]
    if match["one"] is None:
        return month if whole.startswith("00") or match["mark"] is None else None
    if match["mark"] is None:
        return None
    return f"{month}-{int(match['one']):02d}/{month}-{int(match['two']):02d}"


def _numeric_dates(match: re.Match[str], language: str) -> tuple[datetime.date, ...]:
    """Return the dates that figures may mean, likeliest first; none if there is no such day."""
    if match["iso"]:
        triples = [(int(match["iso"]), int(match["imonth"]), int(match["iday"]))]
    else:
        year = int(match["year"])
        if year < 100:
            if match["mark"] != "/":
                return ()
            year += 2000 if year < 50 else 1900
        one, two = int(match["one"]), int(match["two"])
        triples = [(year, two, one), (year, one, two)]
        if not _DAY_FIRST[language] and match["mark"] == "/":
            triples.reverse()
    dates = []
    for triple in triples:
        try:
            dates.append(datetime.date(*triple))
        except ValueError:
            continue
    return tuple(dict.fromkeys(dates))
