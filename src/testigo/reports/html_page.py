"""Web pages: trafilatura says which words are the report, the page itself where they stand.

Runs in the child process only: a page may be anything.
"""

from __future__ import annotations

import copy
import datetime
import logging
import re
from collections.abc import Iterator
from importlib.metadata import version

import trafilatura
from lxml import etree, html
from trafilatura.utils import decode_file

from testigo.record.report import Stated
from testigo.reports.alignment import Node, PageIndex
from testigo.reports.canonical_text import Composer, Extracted
from testigo.reports.errors import EmptyReport, LimitReached, TooDeep, WrongEncoding
from testigo.reports.limits import MEGABYTE, Limits
from testigo.reports.page_metadata import shown_by

EXTRACTOR = f"html-page 1, trafilatura {version('trafilatura')}"
_BLOCKS = frozenset(["head", "p", "item", "quote", "row", "list", "table", "code", "div", "body"])
_SILENT = frozenset(["script", "style", "noscript", "template", "svg", "math", "iframe"])
_PARSER_DEPTH = 254
"""libxml2 drops without a word what stands deeper than 255 elements; so such a page is refused."""

# trafilatura reports on the pages it reads; their words have no business in a log.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def extract(
    content: bytes | str, limits: Limits, address: str | None, today: datetime.date
) -> Extracted:
    """Return the report on a page.

    `address` is its URL where it is known; `today` the day of capture: no later date is believed.

    Raises:
        EmptyReport: if there is no report on the page.
        TooDeep: if its elements are nested too deeply to be parsed.
        WrongEncoding: if its bytes do not decode.
    """
    page = _parse(_characters(content, limits), limits)
    found = trafilatura.bare_extraction(
        copy.deepcopy(page), include_comments=False, with_metadata=False, url=address
    )
    if found is None or isinstance(found, dict) or found.body is None:
        raise EmptyReport("there is no report on this page; save its text as .txt and read that")
    metadata = shown_by(page, address, today)
    text = _compose(page, list(_paragraphs(found.body)), metadata.title)
    if not text.content.strip():
        raise EmptyReport("there is no report on this page; save its text as .txt and read that")
    return Extracted(text.content, text.segments, EXTRACTOR, "text/html", metadata)


def _characters(content: bytes | str, limits: Limits) -> str:
    if isinstance(content, str):
        characters = content
    else:
        characters = decode_file(content, limits.document_bytes)
        if "\ufffd" in characters and "\ufffd".encode() not in content:
            raise WrongEncoding("its bytes do not decode; save the page again as UTF-8")
    if not re.search(r"<html\b", characters, re.IGNORECASE):
        return f"<html><body>{characters}</body></html>"
    return characters


def _parse(characters: str, limits: Limits) -> html.HtmlElement:
    page = trafilatura.load_html(characters)
    if page is None and len(characters) > MEGABYTE:
        # trafilatura swallows the parser's MemoryError: of a large page both may be true.
        raise LimitReached("it is no page, or more than its parser holds; save its text as .txt")
    if page is None:
        raise EmptyReport("there is no page in it; capture it again or leave it out")
    deepest = min(limits.depth, _PARSER_DEPTH)
    if _depth(page) >= deepest:
        raise TooDeep(
            f"its elements are nested over {deepest} deep, so part of it would be lost; "
            "save its text as .txt and read that"
        )
    return page


def _depth(page: html.HtmlElement) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _paragraphs(body: etree._Element) -> Iterator[str]:
    """Yield the paragraphs of what was extracted; table cells are parted by ` | `."""
    words: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        started, tag = event == "start", str(element.tag)
        if tag in _BLOCKS:
            yield from _paragraph(words)
            words = []
        if started:
            words.append("\n" if tag == "lb" else "")
            words.append(" | " if tag == "cell" and element.getprevious() is not None else "")
            words.append(element.text or "")
        else:
            words.append(element.tail or "")
    yield from _paragraph(words)


def _paragraph(words: list[str]) -> Iterator[str]:
    lines = (" ".join(line.split()) for line in "".join(words).split("\n"))
    joined = "\n".join(line for line in lines if line)
    if joined:
        yield joined


def _compose(page: html.HtmlElement, paragraphs: list[str], title: Stated | None) -> Composer:
    index = PageIndex(list(_text_nodes(page)))
    composer = Composer()
    if title is not None and (not paragraphs or paragraphs[0] != title.value):
        _add_title(composer, page, title.value)
        paragraphs = [p for p in paragraphs if p != title.value]
    for paragraph in paragraphs:
        composer.part()
        for number, line in enumerate(paragraph.split("\n")):
            composer.add("\n" if number else "", "added")
            _add_line(composer, index, line)
    return composer


def _add_line(composer: Composer, index: PageIndex, line: str) -> None:
    for number, cell in enumerate(line.split(" | ")):
        composer.add(" | " if number else "", "added")
        index.add_to(composer, cell)


def _add_title(composer: Composer, page: html.HtmlElement, title: str) -> None:
    nodes = [*_text_nodes(page), *_head_nodes(page)]
    PageIndex(nodes).add_to(composer, title)


def _text_nodes(page: html.HtmlElement) -> Iterator[Node]:
    """Yield the text nodes of the body that a reader sees, with their XPath."""
    tree = page.getroottree()
    body = page.find("body")
    counts: dict[str, int] = {}
    for event, element in etree.iterwalk(page if body is None else body, events=("start", "end")):
        owner = element if event == "start" else element.getparent()
        words = element.text if event == "start" else element.tail
        if not words or owner is None or not isinstance(element.tag, str):
            continue
        if event == "start" and element.tag in _SILENT:
            continue
        path = tree.getpath(owner)
        counts[path] = counts.get(path, 0) + 1
        if words.strip():
            yield Node(f"{path}/text()[{counts[path]}]", words)


def _head_nodes(page: html.HtmlElement) -> Iterator[Node]:
    tree = page.getroottree()
    for element in page.iterfind(".//head/title"):
        yield Node(f"{tree.getpath(element)}/text()[1]", element.text or "")
    for element in page.iterfind(".//meta[@content]"):
        yield Node(f"{tree.getpath(element)}/@content", element.get("content") or "")
