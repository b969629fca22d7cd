"""A captured page made inert keeps its words and look, and names no other place."""

from __future__ import annotations

import datetime
import re

import pytest
from lxml import etree
from tests.reports import documents

from testigo.reports.errors import EmptyReport, TooDeep
from testigo.reports.inert_page import inert
from testigo.reports.limits import Limits
from testigo.reports.sandbox import Sandbox

TODAY = datetime.date(2024, 5, 2)
WORDS = "Nueve detenidos en la plaza"
AWAY = "http://elsewhere.example/x"


def made(body: str, head: str = "") -> str:
    page = f"<!doctype html><html><head>{head}</head><body>{body}<p>{WORDS}</p></body></html>"
    return inert(page.encode(), Limits(), decoded=False)


HOSTILE = {
    "script": f"<script src='{AWAY}'>x()</script>",
    "handler": "<p onclick='x()' onmouseover=x()>a</p>",
    "picture": f"<img src='{AWAY}' srcset='{AWAY} 2x'><picture><source srcset='{AWAY}'></picture>",
    "relative picture": "<img src='/inbox'>",
    "link": f"<a href='javascript:x()' ping='{AWAY}' target=_top>a</a>",
    "frames": f"<iframe src='{AWAY}'></iframe><object data='{AWAY}'></object><embed src='{AWAY}'>",
    "form": f"<form action='{AWAY}'><button formaction='{AWAY}'>b</button><input autofocus></form>",
    "media": f"<video src='{AWAY}' poster='{AWAY}'></video><audio src='{AWAY}' autoplay></audio>",
    "svg": f"<svg onload=x()><image href='{AWAY}'/><use xlink:href='{AWAY}'/></svg>",
    "markup in a style": f"<svg><style><a href='{AWAY}'>a</a></style></svg>",
    "markup in an attribute": f"<noscript><p title=\"</noscript><a href='{AWAY}'>\">a</p>",
    "markup in raw text": f"<noframes><a href='{AWAY}'>a</a></noframes>",
    "style": f"<p style='background:url({AWAY})'>a</p>",
    "old attributes": f"<table background='{AWAY}'><tr><td background='{AWAY}'>a</table>",
    "data page": "<iframe src='data:text/html,<script>x()</script>'></iframe>",
    "data picture that is markup": "<img src='data:image/svg+xml,<svg onload=x()>'>",
    "portal": f"<portal src='{AWAY}'></portal><applet code='{AWAY}'></applet>",
    "unclosed": f"<embed src='{AWAY}'><source src='{AWAY}'><track src='{AWAY}'>",
}
HEADS = {
    "refresh": f"<meta http-equiv=refresh content='0; url={AWAY}'>",
    "base": f"<base href='{AWAY}'>",
    "links": f"<link rel=preconnect href='{AWAY}'><link rel=stylesheet href='{AWAY}'>",
    "import": f"<style>@import url({AWAY}); @import '{AWAY}'; p {{ color: red }}</style>",
    "speculation": f"<script type=speculationrules>{{'prefetch': ['{AWAY}']}}</script>",
    "background": f'<style>p {{ background: URL( "{AWAY}" ) }}</style>',
}
KEPT_NAMES = re.compile(
    r"abbr|align|alt|bgcolor|class|dir|disabled|id|lang|style|title|type|colspan|src"
)


@pytest.mark.parametrize(
    ("body", "head"),
    [*((body, "") for body in HOSTILE.values()), *(("", head) for head in HEADS.values())],
    ids=[*HOSTILE, *HEADS],
)
def test_nothing_is_left_that_runs_asks_or_leads_away(body: str, head: str) -> None:
    page = made(body, head)

    root = etree.fromstring(page)  # it is XML: every parser reads it alike
    names = {etree.QName(element).localname for element in root.iter()}
    assert not names & {
        "script",
        "iframe",
        "form",
        "link",
        "meta",
        "base",
        "svg",
        "object",
        "embed",
    }
    for element in root.iter():
        for name, value in element.attrib.items():
            assert KEPT_NAMES.fullmatch(name), name
            assert name == "title" or "elsewhere" not in value
            assert name != "src" or value.startswith("data:image/")
        if etree.QName(element).localname == "style":
            assert "elsewhere" not in (element.text or "")
    assert WORDS in page


def test_words_and_look_stay() -> None:
    page = made(
        "<h1 class=big>Título</h1><p lang=es style='color:red'>uno <b>dos</b> tres</p>"
        "<table><tr><td colspan=2>cuatro</table><a href='http://a.example/'>cinco</a>",
        "<style>.big { color: maroon; background: url(data:image/png;base64,AA==) }</style>",
    )

    root = etree.fromstring(page)
    assert "Títulouno dos trescuatrocinco" in "".join(root.itertext())
    assert 'class="big"' in page
    assert "color:red" in page
    assert "color: maroon; background: url(data:image/png;base64,AA==)" in page
    assert 'title="http://a.example/"' in page


def test_a_picture_of_the_pages_own_bytes_stays() -> None:
    assert "data:image/png;base64,iVBORw0KGgo=" in made(
        "<img alt=x src='data:image/png;base64,iVBORw0KGgo='>"
    )


@pytest.mark.parametrize(
    ("content", "decoded"),
    [
        ("<p>año niño".encode(), False),
        ("<p>año niño".encode("utf-8-sig"), False),
        ("<meta charset=windows-1252><p>año niño".encode("cp1252"), False),
        ("<p>año niño".encode("cp1252"), False),
        ("<p>año niño".encode("utf-16"), False),
        ("<meta charset=windows-1252><p>año niño".encode(), True),
        (b"<?xml version='1.0' encoding='iso-8859-1'?>" + "<p>año niño".encode(), False),
    ],
    ids=["utf-8", "marked", "named", "western", "utf-16", "told", "xhtml"],
)
def test_letters_are_those_that_were_written(content: bytes, decoded: bool) -> None:
    assert "año niño" in inert(content, Limits(), decoded=decoded)


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\ufffe", "\x85", "\u2028", "🕯️"])
def test_any_character_gives_a_page_that_can_be_read(character: str) -> None:
    etree.fromstring(made(f"<p title='a{character}b'>a{character}b</p><style>{character}</style>"))


@pytest.mark.parametrize("name", ["o:p", "x-y", "a@b", "ñ", "h1_2", "svg:a"])
def test_any_name_of_an_element_gives_a_page_that_can_be_read(name: str) -> None:
    assert "inside" in made(f"<{name} {name}='x' xmlns:o='y'>inside</{name}>")
    etree.fromstring(made(f"<{name} {name}='x' xmlns:o='y'>inside</{name}>"))


def test_a_page_nested_too_deeply_is_refused() -> None:
    with pytest.raises(TooDeep):
        made("<div>" * 300)


def test_what_is_no_page_is_refused() -> None:
    with pytest.raises(EmptyReport):
        inert(b"  ", Limits(), decoded=False)


def test_the_confined_process_makes_it(sandbox: Sandbox) -> None:
    page = sandbox.make_inert(documents.page(), TODAY)

    assert documents.TITLE in page
    assert "var words" not in page
