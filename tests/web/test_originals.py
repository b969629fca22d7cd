"""A report as it was captured: never run, never rendered but inert, and saved byte for byte."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import TestClient
from tests.reports import documents
from tests.store.captured import decision
from tests.web.conftest import ADDRESS, PORT, Page
from tests.web.reports import CUATRO, PAGE

from testigo.casebook import Casebook
from testigo.reading.builtin.reader import BuiltinReader
from testigo.reports.errors import NoSuchPage
from testigo.reports.intake import IntakeOptions
from testigo.web.access import Keys
from testigo.web.app import create_app
from testigo.web.drawn import Drawn
from testigo.web.originals import MOST_SHOWN, charset_of, shown_as, text_of

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FRAMED = {"Sec-Fetch-Dest": "iframe"}
_FILES = {
    "page.html": PAGE.encode(),
    "two.pdf": documents.pdf("Primera.", "Segunda."),
    "story.txt": CUATRO.encode(),
    "western.txt": "Murió un niño en la plaza.".encode("cp1252"),
    "mail.eml": documents.mail(),
    "word.docx": documents.word(),
    "long.txt": b"words and words " * (MOST_SHOWN // 16 + 10),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("originals")
    for name, content in _FILES.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def casebook(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Casebook]:
    with Casebook.create(tmp_path_factory.mktemp("casebook") / "originals.db") as opened:
        reader = BuiltinReader(rules_alone=True, first_look=True)
        assert opened.read([str(folder)], IntakeOptions(), reader).failed == 0
        yield opened


@pytest.fixture
def stranger(casebook: Casebook, keys: Keys) -> TestClient:
    app = create_app(casebook, keys=keys, port=PORT)
    return TestClient(app, base_url=ADDRESS, follow_redirects=False)


@pytest.fixture
def at(casebook: Casebook) -> Callable[[str], str]:
    """The address of the original of a file."""

    def find(name: str) -> str:
        [found] = [r.id for r in casebook.reports() if (r.address or "").endswith(name)]
        return f"/reports/{found}/original"

    return find


At = Callable[[str], str]


@pytest.mark.parametrize("name", _FILES)
def test_the_exact_bytes_can_be_saved_and_are_never_shown(
    client: TestClient, at: At, name: str
) -> None:
    answer = client.get(f"{at(name)}/bytes")

    assert answer.content == _FILES[name]
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox;")
    ending = answer.headers["content-disposition"].rstrip('"').rpartition(".")[2]
    assert name.endswith(ending)


def test_a_web_page_stands_in_a_frame_with_no_leave_for_anything(
    client: TestClient, get: Callable[[str], Page], at: At
) -> None:
    page = get(at("page.html"))

    [frame] = page.xpath("//iframe")
    assert frame.get("sandbox") == ""
    assert frame.get("src") == f"{at('page.html')}/page"
    around = client.get(at("page.html")).headers
    assert around["content-security-policy"].endswith("; frame-src 'self'")
    assert "frame-ancestors 'none'" in around["content-security-policy"]
    inside = client.get(frame.get("src"), headers=_FRAMED)
    policy = inside.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none';")
    assert "script-src" not in policy
    assert "allow-" not in policy
    assert inside.headers["x-frame-options"] == "SAMEORIGIN"
    assert inside.headers["x-dns-prefetch-control"] == "off"
    assert inside.headers["content-type"].startswith("application/xhtml+xml")
    assert "Curfew in the valley" in inside.text
    assert "<script" not in inside.text


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Dest": "document"}])
def test_what_stands_in_the_frame_is_not_opened_by_itself(
    client: TestClient, at: At, headers: dict[str, str]
) -> None:
    answer = client.get(f"{at('page.html')}/page", headers=headers)

    assert (answer.status_code, answer.headers["location"]) == (303, at("page.html"))


def test_other_pages_may_frame_nothing_and_be_framed_by_nobody(client: TestClient) -> None:
    headers = client.get("/inbox").headers

    assert "frame-src" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"


def test_pages_of_a_pdf_are_pictures_one_at_an_address(
    client: TestClient, get: Callable[[str], Page], at: At
) -> None:
    page = get(f"{at('two.pdf')}?page=2")

    [image] = page.xpath("//img")
    assert image.get("src") == f"{at('two.pdf')}/page/2.png"
    assert "Page 2 of 2" in image.get("alt")
    assert page.xpath("//a[@rel='prev']/@href") == [f"{at('two.pdf')}?page=1"]
    assert not page.xpath("//a[@rel='next']")
    answer = client.get(image.get("src"))
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size[0] > 1000


@pytest.mark.parametrize("number", ["0", "3", "99999", "x", "-1"])
def test_a_page_that_a_pdf_lacks_is_a_page_that_is_not_there(
    client: TestClient, at: At, number: str
) -> None:
    answer = client.get(f"{at('two.pdf')}/page/{number}.png")

    assert answer.status_code in (404, 422)
    assert "img" not in answer.headers["content-type"]


def test_the_page_about_it_says_which_pages_there_are(get: Callable[[str], Page], at: At) -> None:
    page = get(f"{at('two.pdf')}?page=9")

    assert "it has 2 pages; choose one from 1 to 2" in page.text_content()
    assert not page.xpath("//img")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("story.txt", "Cuatro personas murieron"),
        ("western.txt", "Murió un niño"),
        ("mail.eml", "Subject:"),
    ],
)
def test_a_text_is_shown_as_it_is(
    get: Callable[[str], Page], at: At, name: str, words: str
) -> None:
    [text] = get(at(name)).xpath("//pre")

    assert words in text.text_content()


def test_a_long_text_is_cut_and_says_so(get: Callable[[str], Page], at: At) -> None:
    page = get(at("long.txt"))

    assert len(page.xpath("//pre")[0].text_content()) == MOST_SHOWN
    assert "more characters are in the saved bytes" in page.text_content()


def test_what_cannot_be_shown_says_so_and_can_be_saved(get: Callable[[str], Page], at: At) -> None:
    page = get(at("word.docx"))

    assert "is not shown here" in page.text_content()
    assert page.xpath(f"//a[@href='{at('word.docx')}/bytes']")


@pytest.mark.parametrize(
    ("name", "shown", "pages"),
    [
        ("page.html", "frame", None),
        ("two.pdf", "pdf", 2),
        ("story.txt", "text", None),
        ("word.docx", "nothing", None),
    ],
)
def test_the_twin_says_how_it_is_shown(
    client: TestClient, at: At, name: str, shown: str, pages: int | None
) -> None:
    twin = client.get(f"{at(name)}?format=json").json()

    assert (twin["shown"], twin["pages"], twin["size"]) == (shown, pages, len(_FILES[name]))
    assert client.get(twin["bytes"]).content == _FILES[name]


@pytest.mark.parametrize("part", ["", "/page", "/page/1.png", "/bytes"])
def test_an_original_that_was_erased_is_gone_from_memory_too(
    tmp_path: Path, keys: Keys, part: str
) -> None:
    (tmp_path / "a.pdf").write_bytes(_FILES["two.pdf"])
    with Casebook.create(tmp_path / "c.db") as casebook:
        casebook.read([str(tmp_path / "a.pdf")], IntakeOptions(), BuiltinReader(rules_alone=True))
        [report] = casebook.reports()
        app = create_app(casebook, keys=keys, port=PORT)
        client = TestClient(app, base_url=ADDRESS, follow_redirects=True)
        client.get(f"/enter?token={keys.token}")
        address = f"/reports/{report.id}/original"
        assert client.get(f"{address}/page/1.png").status_code == 200
        casebook.decide(decision("erase", report.id))

        assert client.get(f"{address}{part}").status_code == 404


@pytest.mark.parametrize(
    ("media_type", "shown"),
    [
        ("text/html", "frame"),
        ("application/xhtml+xml; charset=utf-8", "frame"),
        ("TEXT/HTML", "frame"),
        ("text/plain; charset=windows-1252", "text"),
        ("message/rfc822", "text"),
        ("application/json", "text"),
        ("application/pdf", "pdf"),
        ("image/svg+xml", "nothing"),
        (_WORD, "nothing"),
        ("", "nothing"),
    ],
)
def test_only_a_page_is_shown_as_a_page(media_type: str, shown: str) -> None:
    assert shown_as(media_type) == shown


@pytest.mark.parametrize(
    ("media_type", "charset"),
    [
        ("text/plain; charset=windows-1252", "windows-1252"),
        ('text/plain; charset="UTF-16"', "UTF-16"),
        ("text/plain; charset=none-such", None),
        ("text/plain; charset=rot13", None),
        ("text/plain; charset=\r\nSet-Cookie: a", None),
        ("text/plain", None),
    ],
)
def test_a_charset_is_one_that_is_known(media_type: str, charset: str | None) -> None:
    assert charset_of(media_type) == charset


def test_what_does_not_decode_is_shown_as_such() -> None:
    assert text_of(b"a\xffb", "text/plain; charset=utf-8") == "a\ufffdb"


class TestDrawn:
    def test_a_page_is_drawn_once_however_many_ask(self) -> None:
        drawn, asked = Drawn(), []

        def content() -> bytes:
            asked.append(1)
            return _FILES["two.pdf"]

        threads = [threading.Thread(target=drawn.image, args=("r", 1, content)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        drawn.close()

        assert len(asked) == 1

    def test_what_is_kept_is_bounded(self) -> None:
        drawn, asked = Drawn(most_bytes=1), []

        def content() -> bytes:
            asked.append(1)
            return _FILES["two.pdf"]

        first = drawn.image("r", 1, content)
        again = drawn.image("r", 1, content)
        drawn.close()

        assert first == again
        assert len(asked) == 2

    def test_each_document_has_its_own_process(self) -> None:
        drawn, children = Drawn(), []
        for report in ("a", "a", "b"):
            drawn.forget(report)
            drawn.image(report, 1, lambda: _FILES["two.pdf"])
            assert drawn._sandbox is not None
            assert drawn._sandbox._child is not None
            children.append(drawn._sandbox._child.pid)
        drawn.close()

        assert children[0] == children[1] != children[2]

    def test_a_fault_is_told_again_and_not_kept(self) -> None:
        drawn = Drawn()
        for _ in range(2):
            with pytest.raises(NoSuchPage):
                drawn.image("r", 7, lambda: _FILES["two.pdf"])
        drawn.close()
