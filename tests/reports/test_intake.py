"""The door: files, folders, archives, standard input, metadata, and every kind of bad input."""

import dataclasses
import datetime
import gzip
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.reports import documents
from tests.reports.conftest import NOON, Taking
from tests.reports.documents import PARAGRAPHS, TITLE, line

import testigo
from testigo.record.report import Container, Stated
from testigo.reports.errors import BrokenMetadata
from testigo.reports.intake import (
    Captured,
    IntakeOptions,
    Item,
    Named,
    Refused,
    Skipped,
    opened,
    pasted,
    take,
)
from testigo.reports.limits import Limits

TakeOne = Callable[..., Captured]
STORY = f"{TITLE}\n\n" + "\n\n".join(PARAGRAPHS)


def names(items: list[Item]) -> list[tuple[str, str]]:
    """Kind and last part of the address of each item."""
    out = []
    for item in items:
        address = item.capture.address if isinstance(item, Captured) else item.address
        out.append((type(item).__name__, Path(address or "").name))
    return out


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.txt", STORY.encode(), "text/plain; charset=utf-8"),
        ("a", STORY.encode(), "text/plain; charset=utf-8"),
        ("a.txt.gz", gzip.compress(STORY.encode()), "text/plain; charset=utf-8"),
        ("a.html", documents.page(), "text/html"),
        ("a", documents.page(), "text/html"),
        ("a.html.gz", gzip.compress(documents.page()), "text/html"),
        ("a.pdf", documents.pdf(), "application/pdf"),
        ("a.txt", documents.pdf(), "application/pdf"),
        (
            "a.docx",
            documents.word(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("a.eml", documents.mail(), "message/rfc822"),
        ("a", documents.mail(), "message/rfc822"),
        ("a.mbox", b"From a Fri\n" + documents.mail(), "message/rfc822"),
        ("a.jsonl", line(title=TITLE, text=STORY), "application/json"),
        ("a.jsonl.gz", gzip.compress(line(title=TITLE, text=STORY)), "application/json"),
        ("a.jsonl", line(html=documents.page().decode()), "application/json"),
        ("a.warc.gz", documents.warc(("response", "text/html", documents.page())), "text/html"),
        (
            "a.warc",
            documents.warc(("response", "application/pdf", documents.pdf()), packed=False),
            "application/pdf",
        ),
    ],
    ids=[
        "text", "text unnamed", "text gz", "html", "html unnamed", "html gz", "pdf", "pdf misnamed",
        "docx", "mail", "mail unnamed", "mbox", "jsonl", "jsonl gz", "jsonl html", "warc gz",
        "warc",
    ],
)  # fmt: skip
def test_every_format_gives_the_same_report(
    take_one: TakeOne, name: str, content: bytes, media_type: str
) -> None:
    item = take_one(name, content)

    assert item.report.media_type == media_type
    assert item.report.id == hashlib.sha256(item.content).hexdigest()
    assert item.text.report_id == item.report.id == item.capture.report_id
    assert item.begins_with_title
    assert item.metadata.language == Stated("es", "detected")
    words = " ".join(item.text.content.split())
    assert all(paragraph in words for paragraph in PARAGRAPHS)
    assert item.text.unaligned == 0


def test_the_capture_says_when_how_by_whom_and_with_which_tool(take_one: TakeOne) -> None:
    capture = take_one("a.txt", STORY.encode(), by="Ada Brenn").capture

    assert capture.at == NOON
    assert capture.how == "file"
    assert capture.by == "Ada Brenn"
    assert capture.tool == f"testigo {testigo.__version__}"


def test_reports_are_confidential_from_capture_if_the_user_says_so(take_one: TakeOne) -> None:
    assert take_one("a.txt", STORY.encode()).report.confidentiality == "public"
    assert take_one("a.txt", STORY.encode(), confidential=True).report.confidentiality == (
        "confidential"
    )


def test_options_come_before_the_meta_file_and_that_before_the_document(taking: Taking) -> None:
    meta = {"outlet": "La Voz del Sur", "published": "2022-12-15", "url": "https://voz.example/1"}
    (item,) = taking(
        {"a.html": documents.page(), "a.meta.json": json.dumps(meta).encode()},
        published="2022-12-14T08:00:00-05:00",
        language="es-pe",
    )

    assert isinstance(item, Captured)
    known = item.metadata
    assert known.published == Stated("2022-12-14T08:00:00", "option")
    assert known.utc_offset == Stated("-05:00", "option")
    assert known.language == Stated("es-PE", "option")
    assert known.publisher == Stated("La Voz del Sur", "meta file")
    assert known.url == Stated("https://voz.example/1", "meta file")
    assert known.author == Stated("Inés Brandal", "tag author")


def test_a_meta_file_that_gives_no_title_stops_a_first_line_from_being_one(taking: Taking) -> None:
    (item,) = taking({"a.txt": STORY.encode(), "a.meta.json": b'{"title": null, "notes": 3}'})

    assert isinstance(item, Captured)
    assert item.metadata.title is None


def test_an_offset_is_never_taken_with_the_date_of_another_source(taking: Taking) -> None:
    (item,) = taking({"a.html": documents.page(), "a.meta.json": b'{"published": "2022-12-15"}'})

    assert isinstance(item, Captured)
    assert item.metadata.published == Stated("2022-12-15", "meta file")
    assert item.metadata.utc_offset is None


def test_a_report_without_a_date_has_none(take_one: TakeOne) -> None:
    assert take_one("a.txt", STORY.encode()).metadata.published is None


@pytest.mark.parametrize(
    "options",
    [{"published": "yesterday"}, {"published": "2022-13-01"}, {"language": "spanish!"}],
    ids=["words", "no such month", "no tag"],
)
def test_an_option_that_cannot_be_kept_is_refused_before_anything_is_read(
    options: dict[str, str],
) -> None:
    with pytest.raises(BrokenMetadata):
        take(["."], IntakeOptions(**options))  # type: ignore[arg-type]


def test_a_folder_is_read_in_order_without_what_stands_beside_reports(taking: Taking) -> None:
    story = STORY.encode()
    items = taking(
        {
            "b.txt": story,
            "a.txt": story + b" a",
            "a.meta.json": b"{}",
            "a.gold.jsonl": b"{}",
            ".hidden.txt": story,
            ".git/config": story,
            "c/d.txt": story + b" d",
            "picture.JPG": b"\xff\xd8\xff",
        }
    )

    assert names(items) == [
        ("Captured", "a.txt"),
        ("Captured", "b.txt"),
        ("Captured", "d.txt"),
        ("Skipped", "picture.JPG"),
    ]


def test_links_to_files_are_read_and_pipes_and_linked_folders_are_not(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "story.txt").write_text(STORY)
    (folder / "a.txt").symlink_to(tmp_path / "story.txt")
    (folder / "b").symlink_to(tmp_path)
    os.mkfifo(folder / "c.txt")

    items = list(take([str(folder)], IntakeOptions()))

    assert names(items) == [("Captured", "a.txt"), ("Skipped", "b"), ("Skipped", "c.txt")]


def test_a_link_that_leads_nowhere_or_to_itself_is_told_and_the_rest_is_read(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").symlink_to("a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "c.txt").write_text(STORY)

    items = list(take([str(tmp_path)], IntakeOptions()))

    assert names(items) == [("Refused", "a.txt"), ("Refused", "b.txt"), ("Captured", "c.txt")]
    assert {item.why for item in items if isinstance(item, Refused)} == {
        "it is a link that leads to no file; name the file itself"
    }


@pytest.mark.parametrize(
    "content", ["\u200b\n", "\ufeff \u2060", "...!?", "—\n* * *\n_____"], ids=ascii
)
def test_a_document_of_marks_alone_holds_no_words(taking: Taking, content: str) -> None:
    (item,) = taking({"a.txt": content.encode()})

    assert isinstance(item, Refused)
    assert item.why.startswith("it holds no words")


@pytest.mark.parametrize(
    ("content", "number"),
    [
        (STORY.encode(), 1),
        (documents.pdf(), 1),
        (line(text=STORY) + b"\n" + line(text=STORY + "!"), 2),
        (documents.warc(("response", "text/html", documents.page())), 1),
    ],
    ids=["text", "pdf", "jsonl", "warc"],
)
def test_standard_input_is_read_whatever_it_holds(content: bytes, number: int) -> None:
    items = list(take(["-"], IntakeOptions(), io.BytesIO(content)))

    assert [type(item) for item in items] == [Captured] * number


def test_the_parts_of_an_archive_are_reports_that_keep_their_place(taking: Taking) -> None:
    content = line(text=STORY) + b"\n\n" + line(text=STORY + "!") + b"\n"
    first, second = taking({"a.jsonl": content}, mapping={})

    assert isinstance(first, Captured)
    assert isinstance(second, Captured)
    archive = hashlib.sha256(content).hexdigest()
    assert first.report.container == Container(archive, "application/jsonl", "line 1")
    assert second.report.container == Container(archive, "application/jsonl", "line 3")
    assert first.content == line(text=STORY)


def test_a_meta_file_beside_an_archive_gives_outlet_and_language_only(taking: Taking) -> None:
    meta = b'{"outlet": "La Voz", "language": "es", "title": "Todo", "published": "2022-01-01"}'
    (item,) = taking({"a.jsonl": line(text=STORY), "a.meta.json": meta})

    assert isinstance(item, Captured)
    assert item.metadata.publisher == Stated("La Voz", "meta file")
    assert item.metadata.published is None
    assert item.metadata.title is None


def test_a_web_archive_gives_its_pages_and_counts_what_it_skips(taking: Taking) -> None:
    content = documents.warc(
        ("request", "", b""),
        ("response", "text/html", documents.page()),
        ("revisit", "text/html", b""),
        ("response", "image/png", b"\x89PNG"),
        ("response", "text/plain", STORY.encode()),
        ("request", "", b""),
    )
    items = taking({"a.warc.gz": content})

    page, text = (item for item in items if isinstance(item, Captured))
    assert page.capture.address == "https://faro.example/nota/1"
    assert page.capture.how == "container"
    assert page.metadata.url == Stated("https://faro.example/nota/1", "address")
    headers = dict(page.capture.headers)
    assert headers["WARC-Payload-Digest"].startswith("sha1:")
    assert page.report.container is not None
    assert page.report.container.report_id == hashlib.sha256(content).hexdigest()
    assert page.report.container.place.startswith("record 2 at byte ")
    assert text.content == STORY.encode()
    skipped = {item.why: item.number for item in items if isinstance(item, Skipped)}
    assert skipped == {"request records": 2, "revisit records": 1, "files of type image/png": 1}


def altered() -> bytes:
    content = documents.warc(("response", "text/plain", STORY.encode()), packed=False)
    return content.replace(b"nueve", b"ocho ")


WARC = documents.warc(
    ("response", "text/plain", STORY.encode()), ("response", "text/plain", STORY.encode() + b"!")
)
MIXED = bytes(range(256)) * 8


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"\n \n", "no words"),
        ("a.bin", MIXED, "no text"),
        ("a.txt", "Вчера полиция задержала двадцать человек.".encode("cp1251"), "encoding"),
        ("a.pdf", documents.pdf()[:-60], "cut"),
        ("a.pdf", documents.pdf(password="secret"), "encrypted"),
        ("a.pdf", documents.pdf(picture=True), "pictures"),
        ("a.docx", documents.word()[:-100], "damaged"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old or encrypted"),
        ("a.html", b"<html><body>" + b"<div>" * 100_000 + b"<p>x", "nested"),
        ("a.html", b"<html><body></body></html>", "no report"),
        ("a.eml", b"", "empty"),
        ("a.txt.gz", gzip.compress(b"a" * 51_000_000), "over 50 MB"),
        ("a.txt.gz", gzip.compress(STORY.encode())[:-30], "gzip"),
        ("a.txt.gz", b"\x1f\x8b\x08\x00" + b"\xff" * 60, "gzip"),
        ("a.txt.gz", gzip.compress(gzip.compress(STORY.encode())), "archive inside an archive"),
        ("a.jsonl.gz", gzip.compress(line(text=STORY) * 9)[:-30], "gzip"),
        ("a.jsonl", b"{", "JSON"),
        ("a.warc", b"WARC/1.0\r\nnothing", "cut or damaged"),
        ("a.warc.gz", WARC[:60], "cut or damaged"),
        ("a.warc", altered(), "digest"),
    ],
    ids=[
        "empty", "blank", "binary", "cyrillic", "cut pdf", "encrypted pdf", "scanned pdf",
        "cut docx", "old word", "deep page", "empty page", "empty mail", "gzip bomb", "cut gzip",
        "damaged gzip", "gzip in gzip", "cut jsonl.gz", "no json", "no warc", "cut warc",
        "altered warc",
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_one_sentence_and_the_rest_is_read(
    taking: Taking, name: str, content: bytes, words: str
) -> None:
    items = taking({name: content, "z.txt": STORY.encode()})

    refusals = [item for item in items if isinstance(item, Refused)]
    assert refusals
    assert any(words in refusal.why for refusal in refusals), refusals
    assert all("\n" not in refusal.sentence for refusal in refusals)
    assert isinstance(items[-1], Captured)


def test_a_document_over_the_limit_is_refused_without_being_read_whole(taking: Taking) -> None:
    (item,) = taking({"a.txt": b"word " * 300}, limits=Limits(document_bytes=1000))

    assert isinstance(item, Refused)
    assert "over" in item.why


def test_an_archive_may_be_larger_than_a_document(taking: Taking) -> None:
    content = b"\n".join(line(text=f"{STORY} {number}") for number in range(40))
    items = taking({"a.jsonl": content}, limits=Limits(document_bytes=2000))

    assert len(content) > 10_000
    assert [type(item) for item in items] == [Captured] * 40


def test_a_cut_web_archive_gives_what_stands_before_the_cut(taking: Taking) -> None:
    items = taking({"a.warc.gz": WARC[:-60]})

    assert [type(item) for item in items] == [Captured, Refused]


@pytest.mark.parametrize(
    "meta",
    [b"{", b"[]", b'{"published": "16/12/22"}', b'{"title": 7}', b"\xff\xfe\x00", b"[" * 100_000],
    ids=["cut", "a list", "a strange date", "a number", "binary", "nested"],
)
def test_a_broken_meta_file_refuses_its_report_and_names_the_file(
    taking: Taking, meta: bytes
) -> None:
    refused, read = taking({"a.txt": STORY.encode(), "a.meta.json": meta, "b.txt": b"Two held."})

    assert isinstance(refused, Refused)
    assert "a.meta.json" in refused.why
    assert isinstance(read, Captured)


def test_an_absent_file_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    items = list(take([str(tmp_path / "no"), str(tmp_path / "a.txt")], IntakeOptions()))

    assert [type(item) for item in items] == [Refused, Captured]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_a_file_that_may_not_be_opened_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY)
    path.chmod(0)

    (item,) = take([str(path)], IntakeOptions())

    assert isinstance(item, Refused)
    assert "ask its owner" in item.why


def test_the_same_bytes_give_the_same_report_and_text(taking: Taking) -> None:
    (first,) = taking({"a.html": documents.page()})
    (second,) = taking({"a.html": documents.page()})

    assert first == second


def test_no_sentence_quotes_the_document(taking: Taking) -> None:
    secret = "Ilda Marteno"
    items = taking(
        {
            "a.jsonl": line(text=7, title=secret) + b"\n" + line(body=secret),
            "b.txt": secret.encode() + b"\x00",
            "c.html": f"<html><body>{'<i>' * 999}{secret}".encode(),
        }
    )

    assert all(isinstance(item, Refused) and secret not in item.sentence for item in items)


def test_the_clock_is_an_argument() -> None:
    fields = {field.name for field in dataclasses.fields(IntakeOptions)}
    later = NOON + datetime.timedelta(days=1)
    (item,) = take(["-"], IntakeOptions(now=lambda: later), io.BytesIO(STORY.encode()))

    assert "now" in fields
    assert isinstance(item, Captured)
    assert item.capture.at == later


PASTES = {
    "lines and blank space": "  \nDos heridos en el puente\n\nDos personas resultaron heridas.\r\n",
    "emoji and accents": "🕯️ Murió una mujer, dijo la Fiscalía.",
    "looks like a line of an archive": '{"text": "Two people were hurt on Friday."}',
    "looks like a page": "<html><body><p>Two people were hurt on Friday.</p></body></html>",
    "looks like a PDF": "%PDF-1.7 stood at the head of the note about two people hurt.",
    "looks like a mailbox": "From a Fri\nFrom: x\nTo: y\nSubject: z\n\nTwo people were hurt.",
}


@pytest.mark.parametrize("text", PASTES.values(), ids=PASTES)
def test_pasted_text_is_kept_exactly_and_taken_for_nothing_else(text: str) -> None:
    (item,) = take([pasted(text)], IntakeOptions(now=lambda: NOON))

    assert isinstance(item, Captured)
    assert item.content == text.encode()
    assert (item.capture.how, item.capture.address) == ("pasted", None)
    assert item.text.content in text.replace("\r\n", "\n")
    assert item.metadata.publisher is None
    assert item.metadata.published is None


def test_what_is_said_of_pasted_text_stands_with_its_basis() -> None:
    options = IntakeOptions(outlet="La Hoja Inventada", published="2023-01", language="es")

    (item,) = take([pasted("Un hombre murió el lunes.", "Un muerto")], options)

    assert isinstance(item, Captured)
    assert item.metadata.title == Stated("Un muerto", "option")
    assert item.metadata.publisher == Stated("La Hoja Inventada", "option")
    assert item.metadata.published == Stated("2023-01", "option")


@pytest.mark.parametrize("text", ["", " \n", "\x00\x00", "\ud83d half an emoji"])
def test_pasted_text_that_cannot_be_kept_is_refused(text: str) -> None:
    (item,) = take([pasted(text)], IntakeOptions())

    assert isinstance(item, Refused)


def test_a_file_that_was_opened_is_called_by_the_name_people_know(tmp_path: Path) -> None:
    (tmp_path / "0001").write_text(STORY, encoding="utf-8")

    (item,) = take([opened(tmp_path / "0001", "story.txt")], IntakeOptions())

    assert isinstance(item, Captured)
    assert (item.capture.how, item.capture.address) == ("file", "story.txt")


def test_sources_are_asked_for_when_the_one_before_is_done() -> None:
    asked: list[str] = []

    def queue() -> Iterator[Named]:
        for text in ("Un herido.", "Dos heridos."):
            asked.append(text)
            yield pasted(text)

    items = take(queue(), IntakeOptions())

    assert asked == []
    next(items)
    assert asked == ["Un herido."]
