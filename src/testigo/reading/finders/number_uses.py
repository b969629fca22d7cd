"""What a number is for, by its shape and its neighbours: persons, money, a date, an age, a road.

The neighbours stand in the lexicon `number_units`; what no rule claims could count persons.
"""

from __future__ import annotations

import re

from testigo.languages.document import Document
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.finders.number_bounds import Limits
from testigo.reading.finders.numerals import Numeral

_SHAPES = tuple(
    (use, re.compile(pattern))
    for use, pattern in (
        ("date", r"\d{4}-\d{2}-\d{2}(?!\d)"),
        ("date", r"\d{1,2}([/.\-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)"),
        ("date", r"(?:19|20)\d\d[-–/](?:(?:19|20)\d\d|\d\d)(?![\d-])"),
        ("clock", r"\d{1,2}:\d{2}(?::\d{2})?(?!\d)"),
        ("clock", r"\d{1,2} ?h ?\d{2}(?!\w)"),
        ("identifier", r"\d{1,5}-(?:19|20)\d\d(?:[-/][A-ZÁÉÍÓÚÑ]+)+"),
        ("identifier", r"\d{2,4}(?:[- ]\d{2,4}){2,}(?<=-\d{4})(?!\d)"),
        ("identifier", r"\d{1,4}(?:-\d{2,4}){2,}(?!\d)"),
        ("identifier", r"\d{3,4}-0\d{2,3}(?!\d)"),
        ("identifier", r"\d{7,}(?![\d.,]\d)"),
        ("identifier", r"\d+(?:\.\d+){3,}"),
        ("other", r"\d{1,3}\.\d{4,}(?!\d)"),
        ("date", r"(?:[12]?\d|3[01])/(?:0?\d|1[0-2])(?![\d/])"),
        ("other", r"\d+/\d+(?!\d)"),
    )
)
_SHAPE_MARKS = frozenset("-–/:h .")
_ORDINARY_AGES = range(1, 111)
_WEAK = frozenset({"year", "hour", "age if bare"})
"""What words before a number say only if nothing else is said about it."""
_YEARS = range(1900, 2100)
_CLOSERS = frozenset(",.);")


def shaped_use(document: Document, index: int) -> tuple[str, int] | None:
    """Return the use and the end offset of a figure whose shape alone tells ("7:30", "2022-12-07").

    `index` is the token the figure begins with; None where the shape leaves it open.
    """
    token = document.tokens[index]
    following = document.content[token.end : token.end + 1]
    if following not in _SHAPE_MARKS and "." not in token.text and len(token.text) < 7:
        return None
    for use, pattern in _SHAPES:
        match = pattern.match(document.content, token.start)
        if match is not None:
            return use, match.end()
    return None


def neighbour_use(
    document: Document, numeral: Numeral, limits: Limits, floor: int, ceiling: int
) -> tuple[str, Hit | None] | None:
    """Return the use that the words beside a numeral give it, with the hit after it."""
    words = lexicon(document.language, "number_units")
    before = words.ending_at(document.tokens, numeral.first, floor, "before")
    told = before.entry.get("before") if before and _capital_fits(document, before) else None
    if told != "money" and _is_glued(document, numeral.first):
        return "identifier", None
    after = _unit_after(document, numeral, ceiling)
    if after is not None:
        use = _use_with_unit(document, limits, before, after, floor)
        if use != "date" or _fits_date(numeral):
            return use, after
    if told is not None and told not in _WEAK and (told != "date" or _fits_date(numeral)):
        return told, None
    if _has_street(document, numeral, floor, ceiling):
        return "identifier", None
    return None


def _fits_date(numeral: Numeral) -> bool:
    """Tell whether a number can be a day of a month, a year or a decade."""
    return numeral.low in range(1, 32) or numeral.low in _YEARS or numeral.digits == 4


def _use_with_unit(
    document: Document, limits: Limits, before: Hit | None, after: Hit, floor: int
) -> str:
    use = after.entry.get("after") or ""
    if use == "years":
        return _use_of_years(document, limits, after, floor)
    if use == "duration" and before is not None and before.last - before.first > 1:
        return "clock" if before.entry.get("before") == "hour" else use  # "a las 21 horas"
    return use


def currency_before(document: Document, first: int, floor: int) -> int:
    """Return the token where a currency mark before token `first` begins, else `first`."""
    words = lexicon(document.language, "number_units")
    hit = words.ending_at(document.tokens, first, floor, "before")
    return hit.first if hit is not None and hit.entry.get("before") == "money" else first


def is_year(document: Document, numeral: Numeral, floor: int, *, counts_persons: bool) -> bool:
    """Tell whether a bare figure of four digits is a year: by what precedes, else by no noun."""
    if numeral.digits != 4 or numeral.low not in _YEARS:
        return False
    words = lexicon(document.language, "number_units")
    before = words.ending_at(document.tokens, numeral.first, floor, "before")
    told = before is not None and before.entry.get("before") in ("year", "date")
    return told or not counts_persons


def is_hour(document: Document, numeral: Numeral, floor: int) -> bool:
    """Tell whether "a las" and the like stand before a number that can be an hour."""
    words = lexicon(document.language, "number_units")
    before = words.ending_at(document.tokens, numeral.first, floor, "before")
    return before is not None and before.entry.get("before") == "hour" and numeral.low in range(25)


def is_age_if_bare(document: Document, numeral: Numeral, floor: int) -> bool:
    """Tell whether "she was" and the like stand before a number that nothing follows."""
    words = lexicon(document.language, "number_units")
    before = words.ending_at(document.tokens, numeral.first, floor, "before")
    told = before is not None and before.entry.get("before") == "age if bare"
    return told and numeral.low in _ORDINARY_AGES


def is_list_number(document: Document, numeral: Numeral, floor: int, ceiling: int) -> bool:
    """Tell whether a figure only numbers its paragraph: "1) ", "2. "."""
    tokens, last = document.tokens, numeral.last
    return numeral.first == floor and last + 1 < ceiling and tokens[last].text in (")", ".")


def is_age_in_apposition(document: Document, numeral: Numeral, floor: int, ceiling: int) -> bool:
    """Tell whether a figure is an age: "Oren Falco, 18," or "Oren Falco (18)" or "peón, de 18,"."""
    tokens, first, last = document.tokens, numeral.first, numeral.last
    if numeral.form != "figure" or numeral.low not in _ORDINARY_AGES or first - 2 < floor:
        return False
    words = lexicon(document.language, "number_units")
    link = words.ending_at(tokens, first, floor, "years")
    if link is not None and link.entry.get("years") == "age" and link.first > floor:
        closed = last >= ceiling or tokens[last].text in _CLOSERS
        return closed and tokens[link.first - 1].text == ","
    opener = tokens[first - 1].text
    if opener not in (",", "(") or last >= ceiling or tokens[last].text not in _CLOSERS:
        return False
    if opener == "(" and (tokens[last].text != ")" or first - 3 < floor):
        return False
    named = tokens[first - 2].is_capitalised and tokens[first - 2].is_word
    if opener == ",":
        return named
    return named and tokens[first - 3].is_capitalised and tokens[first - 3].is_word


def _unit_after(document: Document, numeral: Numeral, ceiling: int) -> Hit | None:
    if numeral.last >= ceiling:
        return None
    hit = lexicon(document.language, "number_units").at(document.tokens, numeral.last, ceiling)
    if hit is None or "after" not in hit.entry.attributes or not _capital_fits(document, hit):
        return None
    token, before = document.tokens[hit.first], document.tokens[hit.first - 1]
    glued = token.start == before.end
    if hit.entry.get("after") == "date" and token.text in ("s", "'", "’"):
        return hit if glued else None
    if len(token.text) == 1 and token.text.isupper() and not glued:
        return None
    return hit


def _capital_fits(document: Document, hit: Hit) -> bool:
    if "capitalised" not in hit.entry.attributes:
        return True
    return document.tokens[hit.first].is_capitalised


def _use_of_years(document: Document, limits: Limits, after: Hit, floor: int) -> str:
    """Tell an age from a stretch of years: by the words before it, or as an apposition."""
    tokens = document.tokens
    words = lexicon(document.language, "number_units")
    before = words.ending_at(tokens, limits.first, floor, "years")
    if before is not None:
        return before.entry.get("years") or "duration"
    apposed = limits.first > floor and tokens[limits.first - 1].text in (",", "(")
    closed = after.last >= len(tokens) or tokens[after.last].text in _CLOSERS
    return "age" if apposed and closed else "duration"


def _is_glued(document: Document, first: int) -> bool:
    """Tell whether a figure hangs on letters: "AK-47", "G20", "COVID-19"."""
    tokens = document.tokens
    if first == 0 or not tokens[first].text[0].isdecimal():
        return False
    before = tokens[first - 1]
    if before.end != tokens[first].start:
        return False
    if before.is_word or before.text == "+":
        return True
    if before.text not in "-‑–./" or first < 2 or tokens[first - 2].end != before.start:
        return False
    return tokens[first - 2].is_word


def _has_street(document: Document, numeral: Numeral, floor: int, ceiling: int) -> bool:
    """Tell whether a street's name stands between the number and its word for a street."""
    if numeral.form != "figure":
        return False
    words, tokens = lexicon(document.language, "number_units"), document.tokens
    at = numeral.first - 1
    while at >= max(floor, numeral.first - 5) and (tokens[at].is_word or tokens[at].text == "."):
        hit = words.at(tokens, at, numeral.first)
        if hit is not None and hit.entry.get("near") == "street":
            return True
        at -= 1
    at = numeral.last
    while at < min(ceiling, numeral.last + 4) and tokens[at].is_capitalised:
        hit = words.at(tokens, at, ceiling)
        if hit is not None and hit.entry.get("near") == "street":
            return at > numeral.last
        at += 1
    return False
