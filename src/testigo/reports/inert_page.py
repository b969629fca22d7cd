"""A captured web page made inert: its words, its own look, and nothing that runs, asks or leads.

A browser's own bars (a sandboxed frame, a policy that forbids all) do not hold everything back:
with both in force Chromium still connects to the host of a `preconnect`, of a frame within, and of
a link that the pointer passes over. So whatever names another place is taken out here, and what is
kept is written as XML, which every parser reads alike: nothing can come back in by being read
differently. Runs in the child process only.
"""

from __future__ import annotations

import re

from lxml import etree, html

from testigo.reports.errors import EmptyReport, TooDeep
from testigo.reports.limits import Limits


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


DEEPEST = 254
"""libxml2 drops without a word what stands deeper than 255 elements."""
XHTML = "http://www.w3.org/1999/xhtml"
_DROPPED = _names("frame iframe math script svg template")
"""Elements that are taken out with all that is in them."""
_UNWRAPPED = _names(
    "applet audio base canvas embed link map meta noembed noframes noscript object param picture "
    "portal source track video"
)
"""Elements of which only the content is kept: it is what is seen where they do nothing, and the
parser takes what follows some of them for their content."""
_RENAMED = {"form": "div", "frameset": "div", "plaintext": "pre", "xmp": "pre"}
"""Elements that do something, or that parsers read differently, and what they become."""
_KEPT = _names(
    "abbr align alt bgcolor border cellpadding cellspacing checked class color cols colspan "
    "datetime dir disabled face height headers hidden id label lang media nowrap open placeholder "
    "readonly reversed role rows rowspan scope selected size span start summary title type "
    "valign value width wrap"
)
"""Attributes that only say how something looks or reads."""
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif|bmp);base64,[A-Za-z0-9+/=\s]*", re.I)
_IMPORT = re.compile(r"@import\b[^;]*;?", re.I)
_PLACE = re.compile(r"(?:url|src|image-set)\(\s*(?![\"']?data:)[^)]*\)?", re.I)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_LONGEST_ADDRESS = 500


def inert(content: bytes, limits: Limits, *, decoded: bool) -> str:
    """Return the page as XHTML that can do nothing; `decoded` says that it comes as UTF-8.

    A link keeps its words and shows its address as a title. Pictures of the page's own bytes
    (`data:`) stay.

    Raises:
        EmptyReport: if there is no page in it.
        TooDeep: if its elements are nested too deeply to be parsed.
    """
    page = _parsed(_characters(content, decoded=decoded), limits)
    made = etree.Element(f"{{{XHTML}}}html", nsmap={None: XHTML})
    _copy(page, made)
    return etree.tostring(made, encoding="unicode")


def _characters(content: bytes, *, decoded: bool) -> str:
    """Decode a page for showing it: what does not decode shows as U+FFFD."""
    for encoding in ("utf-8-sig", *(() if decoded else _named(content))):
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeError):
            continue
    return content.decode("cp1252", errors="replace")


def _named(content: bytes) -> list[str]:
    """The encodings that a page names itself: by its byte order mark, or a meta element."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    return [m[1].decode("ascii", "replace") for m in _META_CHARSET.finditer(content[:4096])]


def _parsed(characters: str, limits: Limits) -> html.HtmlElement:
    # An XML declaration in a text that is decoded already stops the parser.
    text = _UNPRINTABLE.sub("\ufffd", re.sub(r"^\s*<\?xml[^>]*\?>", "", characters))
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        page = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise EmptyReport("there is no page in it; capture it again or leave it out") from None
    if _depth(page) >= min(limits.depth, DEEPEST):
        raise TooDeep("its elements are nested too deeply to be shown as a page")
    return page


def _depth(page: html.HtmlElement) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _copy(source: etree._Element, target: etree._Element) -> None:
    """Copy attributes and content of one element, without what could do anything."""
    _copy_attributes(source, target)
    _add_words(target, source.text)
    for child in source:
        if isinstance(child.tag, str):
            _copy_child(child, target)
        _add_words(target, child.tail)


def _copy_child(child: etree._Element, target: etree._Element) -> None:
    name = str(child.tag).lower()
    if name in _UNWRAPPED:
        _add_words(target, child.text)
        for inner in child:
            if isinstance(inner.tag, str):
                _copy_child(inner, target)
            _add_words(target, inner.tail)
    elif name not in _DROPPED:
        known = _RENAMED.get(name, name) if _NAME.fullmatch(name) else "span"
        made = etree.SubElement(target, f"{{{XHTML}}}{known}")
        _copy(child, made)
        if known == "style":
            made.text = _without_places(made.text or "")


def _copy_attributes(source: etree._Element, target: etree._Element) -> None:
    for name, value in source.attrib.items():
        name, value = str(name).lower(), str(value)
        if name == "style":
            target.set(name, _without_places(value))
        elif name in _KEPT or re.fullmatch(r"aria-[a-z]+", name):
            target.set(name, value)
    tag = str(source.tag).lower()
    picture = str(source.get("src") or "")
    if tag == "img" and _PICTURE.fullmatch(picture):
        target.set("src", picture)
    address = str(source.get("href") or "").strip()
    if tag == "a" and address and not source.get("title"):
        target.set("title", address[:_LONGEST_ADDRESS])
    if tag == "input":
        target.set("disabled", "disabled")


def _without_places(style: str) -> str:
    """Take the addresses out of a style, so that the browser has nothing to refuse and report."""
    return _PLACE.sub("none", _IMPORT.sub("", style))


def _add_words(target: etree._Element, words: str | None) -> None:
    """Add characters at the end of an element."""
    if not words:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + words
    else:
        target.text = (target.text or "") + words
