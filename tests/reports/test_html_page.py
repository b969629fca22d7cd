"""Web pages: the report's words, each found again in the page's own text nodes."""

import datetime
from typing import Any

import pytest
import trafilatura
from tests.reports.documents import HEAD, PARAGRAPHS, TITLE, page

from testigo.record.report import Stated
from testigo.reports import html_page
from testigo.reports.canonical_text import Extracted
from testigo.reports.errors import EmptyReport, TooDeep, WrongEncoding
from testigo.reports.limits import Limits

TODAY = datetime.date(2024, 5, 2)
LONG = (
    "The hospital at Kelmora took in nine wounded people before dawn, its director said on Friday."
)


def extract(content: bytes | str, address: str | None = None) -> Extracted:
    return html_page.extract(content, Limits(), address, TODAY)


def words_at(content: bytes, where: tuple[Any, ...]) -> str:
    """What stands at a node segment's place, read by XPath from the page parsed anew."""
    tree = trafilatura.load_html(content).getroottree()
    (node,) = tree.xpath(where[0])
    return str(node)[where[1] : where[2]]


def check_map(content: bytes, extracted: Extracted) -> None:
    at = 0
    for segment in extracted.segments:
        assert segment.start == at
        at = segment.end
        if segment.kind == "node":
            quoted = extracted.content[segment.start : segment.end]
            assert words_at(content, segment.where).split() == quoted.split()
    assert at == len(extracted.content)


def test_a_page_gives_its_title_and_paragraphs_and_none_of_what_stands_around() -> None:
    extracted = extract(page())

    assert extracted.content == "\n\n".join([TITLE, *PARAGRAPHS])
    assert all(segment.kind in ("node", "added") for segment in extracted.segments)
    check_map(page(), extracted)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Nine <b>were</b>&nbsp;held &amp; freed 🕊 there.</p>", "Nine were held & freed"),
        ("<p>First line<br>second line of one paragraph.</p>", "\nsecond"),
        ("<ul><li>Two dead in Kelmora</li><li>Nine held</li></ul>", "\n\nNine held"),
        ("<table><tr><td>Dead</td><td>2</td></tr></table>", "Dead | 2"),
        ("<blockquote><p>“Nobody fired”, he said.</p></blockquote>", "“Nob"),
    ],
    ids=["inline", "line break", "list", "table", "quotation"],
)  # fmt: skip
def test_every_kind_of_block_is_kept_and_mapped(body: str, expected: str) -> None:
    content = page(body=f"<h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p>{body}<p>{PARAGRAPHS[1]}</p>")

    extracted = extract(content)

    assert expected in extracted.content
    check_map(content, extracted)
    assert extracted.text_of("r").unaligned == 0


def test_a_line_that_stands_twice_maps_to_each_of_its_places() -> None:
    content = page(body=f"<h1>Kelmora</h1><p>{LONG}</p><h2>Kelmora</h2><p>{LONG[:60]} again.</p>")

    extracted = extract(content)

    places = [s.where for s in extracted.segments if s.kind == "node"]
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    ("head", "name", "stated"),
    [
        (HEAD, "publisher", Stated("El Faro del Valle", "tag og:site_name")),
        (HEAD, "author", Stated("Inés Brandal", "tag author")),
        (HEAD, "published", Stated("2022-12-16T23:30:00", "tag article:published_time")),
        (HEAD, "utc_offset", Stated("-05:00", "tag article:published_time")),
        (HEAD, "title", Stated(TITLE, "tag h1")),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle",'
            '"datePublished":"2022-12-16"}</script>',
            "published",
            Stated("2022-12-16", "tag ld+json datePublished"),
        ),
        (
            '<link rel="canonical" href="https://faro.example/nota">',
            "url",
            Stated("https://faro.example/nota", "tag canonical"),
        ),
        ("", "published", None),
        ("", "publisher", None),
        ('<meta property="article:published_time" content="2031-01-01">', "published", None),
    ],
    ids=[
        "site name", "author", "time", "offset", "title", "ld+json", "canonical", "no date",
        "no publisher", "a date to come",
    ],
)  # fmt: skip
def test_metadata_is_taken_only_from_where_the_page_shows_it(
    head: str, name: str, stated: Stated | None
) -> None:
    assert getattr(extract(page(head)).metadata, name) == stated


def test_a_date_in_the_running_text_or_the_footer_is_no_date_of_publication() -> None:
    body = f"<h1>{TITLE}</h1><p>{LONG} The ban of 3 March 2019 was lifted by a court later.</p>"
    content = page("", body).replace(b"reservados", b"reservados 2021")

    assert extract(content).metadata.published is None


def test_a_visible_date_is_taken_with_its_basis() -> None:
    body = f'<h1>{TITLE}</h1><p class="date">16 de diciembre de 2022</p><p>{LONG}</p>'

    published = extract(page("", body)).metadata.published

    assert published == Stated("2022-12-16", "visible dateline")


def test_a_date_in_the_address_is_taken_with_its_basis() -> None:
    address = "https://faro.example/2022/12/16/detenidos.html"

    assert extract(page(""), address).metadata.published == Stated("2022-12-16", "address")


@pytest.mark.parametrize("tag", ["div", "b", "ul", "table"])
def test_a_page_nested_100000_deep_is_refused(tag: str) -> None:
    content = f"<html><body>{f'<{tag}>' * 100_000}<p>{LONG}</p></body></html>"

    with pytest.raises(TooDeep, match="nested"):
        extract(content)


@pytest.mark.parametrize(
    "content",
    [
        b"<html></html>",
        b"<html><body></body></html>",
        b"<html><head><title>a</title></head>",
    ],
    ids=["nothing", "no body", "no words"],
)
def test_a_page_without_a_report_is_refused(content: bytes) -> None:
    with pytest.raises(EmptyReport):
        extract(content)


def test_a_page_in_a_western_encoding_is_read_as_it_says() -> None:
    content = page().replace(b'charset="utf-8"', b'charset="windows-1252"')
    western = content.decode().encode("cp1252")

    assert PARAGRAPHS[0] in extract(western).content


def test_a_page_that_decodes_to_nothing_known_is_refused() -> None:
    content = page().replace("í".encode(), b"\xff\xfe\xfd\x81\x8d")

    try:
        text = extract(content).content
    except WrongEncoding:
        return
    assert "\ufffd" not in text
