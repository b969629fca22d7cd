"""What a web page shows of its publisher, title, author, date and address, and in which tag.

trafilatura and htmldate find the values; each is then looked for on the page, and a value whose
place is not found again is not kept. htmldate's extensive search, which takes any date in the
running text, is off.
"""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import html
from trafilatura.metadata import extract_metadata

from testigo.record.errors import InvalidDate
from testigo.record.report import Metadata, Stated
from testigo.reports.datelines import day_alone
from testigo.reports.metadata import published

_NAMED = ("property", "name", "itemprop", "http-equiv")
_VISIBLE = ("h1", "h2", "title", "address", "a", "span", "strong", "b", "p", "li", "td")
_LD_DATE = re.compile(r'"(datePublished|dateCreated|uploadDate)"\s*:\s*"([^"]{8,40})"')
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SHORT = 80
"""Longest visible line, in characters, that may say nothing but a date."""


def shown_by(page: html.HtmlElement, address: str | None, today: datetime.date) -> Metadata:
    """Return what the page shows, each value with the tag it stands in.

    `today` is the day of capture; no date after it is believed, and none is taken from it.
    """
    found = extract_metadata(copy.deepcopy(page), default_url=address, date_config=_dates(today))
    values = {
        "publisher": _located(page, found.sitename, ("og:site_name", "application-name")),
        "title": _located(page, found.title, ("og:title", "twitter:title", "title")),
        "author": _author(page, found.author),
        "url": _url(page, address),
    }
    known = {name: stated for name, stated in values.items() if stated is not None}
    return Metadata(**known).over(_date(page, found.date, address))


def _dates(today: datetime.date) -> dict[str, object]:
    latest = (today + datetime.timedelta(days=1)).isoformat()
    return {"extensive_search": False, "original_date": True, "max_date": latest}


def _metas(page: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for element in page.iterfind(".//meta[@content]"):
        for key in _NAMED:
            name = element.get(key)
            if name:
                yield name.strip(), (element.get("content") or "").strip()


def _located(page: html.HtmlElement, value: str | None, first: tuple[str, ...]) -> Stated | None:
    """Return the value with the tag it stands in; None where it stands nowhere on the page."""
    if not value or not value.strip():
        return None
    value = " ".join(value.split())
    holders = [name for name, content in _metas(page) if _same(content, value)]
    for name in (*first, *holders):
        if name in holders:
            return Stated(value, f"tag {name}")
    for tag in _VISIBLE:
        for element in page.iter(tag):
            words = " ".join(element.text_content().split())
            if _same(words, value) or (tag == "title" and value in words):
                return Stated(value, f"tag {tag}")
    return None


def _same(words: str, value: str) -> bool:
    return " ".join(words.split()).casefold() == value.casefold()


def _author(page: html.HtmlElement, authors: str | None) -> Stated | None:
    """trafilatura joins several authors with `; `: the first that the page holds gives the tag."""
    if not authors:
        return None
    parts = [_located(page, author, ("author", "article:author")) for author in authors.split(";")]
    kept = [stated for stated in parts if stated is not None]
    if not kept:
        return None
    return Stated("; ".join(stated.value for stated in kept), kept[0].basis)


def _url(page: html.HtmlElement, address: str | None) -> Stated | None:
    for element in page.iterfind(".//link[@href]"):
        link = (element.get("href") or "").strip()
        if element.get("rel") == "canonical" and urlsplit(link).scheme in ("http", "https"):
            return Stated(link, "tag canonical")
    return None if address is None else Stated(address, "address")


def _date(page: html.HtmlElement, day: str | None, address: str | None) -> Metadata:
    """Find again where the page shows the day that htmldate gave, with its time where it has one.

    Lines that say nothing but a date count too, if all of them say the same one: a page with
    several shows those of other stories.

    >>> page = html.fromstring("<p><time datetime='2022-12-16'>hoy</time></p>")
    >>> _date(page, "2022-12-16", None).published
    Stated(value='2022-12-16', basis='tag time')
    """
    if day and _ISO_DAY.fullmatch(day):
        for written, basis in _written_dates(page):
            if written.startswith(day):
                return _kept(written, day, basis)
    visible = {shown for words in _short_lines(page) if (shown := day_alone(words)) is not None}
    if len(visible) == 1:
        return published(visible.pop().isoformat(), "visible dateline")
    path = "" if address is None else urlsplit(address).path.replace("-", "/")
    if day and day.replace("-", "/") in path:
        return published(day, "address")
    return Metadata()


def _kept(written: str, day: str, basis: str) -> Metadata:
    try:
        return published(written, basis)
    except InvalidDate:
        return published(day, basis)


def _written_dates(page: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield what machines may read as a date, with its tag, the surest first."""
    metas = list(_metas(page))
    yield from ((c, f"tag {n}") for n, c in metas if "publish" in n.lower())
    for script in page.iterfind(".//script"):
        if "ld+json" in (script.get("type") or ""):
            for match in _LD_DATE.finditer(script.text or ""):
                yield match[2], f"tag ld+json {match[1]}"
    yield from ((c, f"tag {n}") for n, c in metas if "publish" not in n.lower())
    for element in page.iter("time", "abbr"):
        for key in ("datetime", "title"):
            if element.get(key):
                yield (element.get(key) or "").strip(), f"tag {element.tag!s}"


def _short_lines(page: html.HtmlElement) -> Iterator[str]:
    for element in page.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style"):
            words = " ".join(element.text_content().split())
            if 6 <= len(words) <= _SHORT:
                yield words
