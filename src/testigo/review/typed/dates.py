"""A date as people type it -> EDTF."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidDate, UnclearDate
from testigo.review.typed.complaints import complaint, plain
from testigo.review.typed.date_points import Point, read_point

_EDTF_POINT = re.compile(r"\d{3}[\dx](?:-\d\d){0,2}(?:t(\d\d:\d\d)(:\d\d)?)?[~?%]?", re.ASCII)
_INTERVALS = tuple(
    re.compile(pattern)
    for pattern in (
        r"between (.+?) and (.+)",
        r"entre (.+?) [ye] (.+)",
        r"from (.+?) (?:to|until|till|through) (.+)",
        r"desde (.+?) (?:hasta|al?) (.+)",
        r"del? (.+?) (?:al?|hasta) (.+)",
        r"(.+?) (?:to|until|till|through|hasta|al?) (.+)",
        r"(.+?) ?[–—] ?(.+)",
        r"(.+?) - (.+)",
        r"(\d{1,2})-(\d{1,2}(?: |/|\.).+)",
    )
)
_SINCE = re.compile(r"(?:since|from|desde|a partir del?) (.+)")
_UNTIL = re.compile(r"(?:until|till|up to|through|hasta) (.+)")
_AMERICAN = re.compile(r"([a-z]+)\.? (\d{1,2}) ?[-–] ?(\d{1,2}),? (\d{4})")
_AT = re.compile(r",? (?:at|a las?) (?=\d{1,2}(?::| ?[ap]\.? ?m| ?h))")


def read_typed_date(text: str, language: str = "en", *, near: datetime.date | None = None) -> Edtf:
    """Read a date in words, figures or EDTF.

    A year that is not typed is the one nearest to `near` (the day of the report). In Spanish and
    "en-GB" figures are day first; in "en" they are read only where one order alone gives a day.

    Raises:
        UnclearDate: if the words are no date, or may mean two.

    >>> read_typed_date("about 12 Dec 2022").text
    '2022-12-12~'
    >>> read_typed_date("entre el 13 y el 22 de diciembre de 2022", "es").text
    '2022-12-13/2022-12-22'
    """
    words = plain(text).strip(" ;\"'“”")
    as_edtf = _edtf(words, language)
    if as_edtf is not None:
        return as_edtf
    words = words.strip(" .")
    if not words:
        raise UnclearDate(complaint("date", language))
    words = _AMERICAN.sub(r"\2–\3 \1 \4", _AT.sub(", ", words))
    for pattern in _INTERVALS:
        if match := pattern.fullmatch(words):
            return _interval(match[1], match[2], language, near)
    if match := _SINCE.fullmatch(words):
        return Edtf(f"{_point(match[1], language, near)}/..")
    if match := _UNTIL.fullmatch(words):
        return Edtf(f"../{_point(match[1], language, near)}")
    return Edtf(_point(words, language, near))


def _edtf(words: str, language: str) -> Edtf | None:
    """Read EDTF itself, seconds left out or not; None where it has not that form."""
    ends = words.split("/")
    if len(ends) > 2 or ends == ["..", ".."]:
        return None
    points = [_EDTF_POINT.fullmatch(end) for end in ends]
    if not all(point or end == ".." for point, end in zip(points, ends, strict=True)):
        return None
    if words == "..":
        return None
    whole = [
        f"{end[: p.end(1)]}:00{end[p.end(1) :]}" if p and p[1] and not p[2] else end
        for p, end in zip(points, ends, strict=True)
    ]
    for end in whole:
        if end != "..":
            _kept(end.upper(), "no such day", language)
    return _kept("/".join(whole).upper(), "order", language)


def _kept(text: str, otherwise: str, language: str) -> Edtf:
    try:
        return Edtf(text)
    except InvalidDate:
        raise UnclearDate(complaint(otherwise, language)) from None


def _point(words: str, language: str, near: datetime.date | None) -> str:
    point = _in_a_year(read_point(words, language), near)
    if point.day is not None and point.month is None:
        raise UnclearDate(complaint("month", language))
    return point.edtf(language)


def _in_a_year(point: Point, near: datetime.date | None) -> Point:
    return point if near is None else point.nearest(near)


def _interval(first: str, last: str, language: str, near: datetime.date | None) -> Edtf:
    """Read two ends; the first takes from the last what it leaves out."""
    begins, ends = read_point(first, language), read_point(last, language)
    ends = _in_a_year(ends, near)
    if begins.month is None and begins.day is not None:
        if ends.month is None or ends.day is None:
            raise UnclearDate(complaint("month", language))
        begins = replace(begins, month=ends.month)
    if begins.year is None:
        begins = replace(begins, year=ends.year)
    if ends.month is None and ends.day is not None:
        raise UnclearDate(complaint("month", language))
    return _kept(f"{begins.edtf(language)}/{ends.edtf(language)}", "order", language)
