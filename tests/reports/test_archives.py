"""Archives are streamed: what is not yet asked for is not yet read."""

import io
from collections.abc import Iterator

import pytest
from tests.reports import documents
from tests.reports.conftest import Taking
from tests.reports.documents import PARAGRAPHS, line

from testigo.reports import json_lines
from testigo.reports.errors import TooLarge
from testigo.reports.intake import Captured, IntakeOptions, take
from testigo.reports.limits import Limits
from testigo.reports.mailbox import messages_of
from testigo.reports.web_archive import records_in


class Endless(io.RawIOBase):
    """A stream that repeats a block for ever and knows how much was read."""

    def __init__(self, block: bytes) -> None:
        self._block, self.read_bytes = block, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        start = self.read_bytes % len(self._block)
        piece = (self._block[start:] + self._block)[: len(buffer)]
        buffer[: len(piece)] = piece
        self.read_bytes += len(piece)
        return len(piece)


def lines(stream: io.BufferedReader) -> Iterator[tuple[int, bytes | None]]:
    return json_lines.lines_of(stream, 1000)


def messages(stream: io.BufferedReader) -> Iterator[tuple[int, bytes | None]]:
    return messages_of(stream, 10_000)


@pytest.mark.parametrize(
    ("split", "block"),
    [
        (lines, line(text="Nine held.") + b"\n"),
        (messages, b"From a\n" + documents.mail() + b"\r\n"),
    ],
    ids=["jsonl", "mbox"],
)
def test_an_archive_without_end_gives_its_first_reports(split: object, block: bytes) -> None:
    endless = Endless(block)
    assert callable(split)
    parts = split(io.BufferedReader(endless))

    for number in (1, 2, 3):
        assert next(parts)[0] == number
    assert endless.read_bytes < 100_000


MESSAGE = documents.mail()


@pytest.mark.parametrize(
    ("content", "messages"),
    [
        (b"From a Fri\n" + MESSAGE, [MESSAGE]),
        (b"From a Fri\n" + MESSAGE + b"\r\nFrom b Sat\r\n" + MESSAGE, [MESSAGE, MESSAGE]),
        (b"From a\nSubject: x\n\nFrom here on.\n", [b"Subject: x\n"[:-1], b""]),
        (b"From a\nSubject: x\n\n>From here on.\n", [b"Subject: x\n\n>From here on.\n"]),
        (b"From a\nSubject: x\n\nnot\nFrom here on.\n", [b"Subject: x\n\nnot\nFrom here on.\n"]),
        (b"Subject: x\n\nNo line before it.\n", [b"Subject: x\n\nNo line before it.\n"]),
        (b"", []),
    ],
    ids=["one", "two", "from after a blank", "quoted", "inside", "no from line", "nothing"],
)
def test_a_mailbox_is_cut_where_a_from_line_follows_a_blank_one(
    content: bytes, messages: list[bytes]
) -> None:
    found = [part for _, part in messages_of(io.BytesIO(content), 10_000)]

    assert [(part or b"").rstrip(b"\r\n") for part in found] == [
        part.rstrip(b"\r\n") for part in messages
    ]


def test_a_message_over_the_limit_is_told_and_one_without_end_given_up() -> None:
    big = b"From a\n" + b"x" * 500 + b"\n\nFrom b\n" + b"Subject: y\n\nz\n"

    assert [part is None for _, part in messages_of(io.BytesIO(big), 100)] == [True, False]
    with pytest.raises(TooLarge, match="bomb"):
        list(messages_of(io.BytesIO(b"From a\n" + b"x" * 30_000), 1000))


def test_the_records_of_a_web_archive_keep_number_and_byte(tmp_path: object) -> None:
    content = documents.warc(
        ("response", "text/plain", b"Nine held."), ("response", "text/plain", b"Two freed.")
    )
    path = f"{tmp_path}/a.warc.gz"
    with open(path, "wb") as file:
        file.write(content)
    with open(path, "rb") as file:
        found = [(record.place, payload) for record, payload in records_in(file, Limits())]

    first, second = found
    assert first == ("record 1 at byte 0", b"Nine held.")
    assert second[1] == b"Two freed."
    start = int(second[0].rpartition(" ")[2])
    assert content[start : start + 2] == b"\x1f\x8b"


def test_a_record_over_the_limit_is_refused_and_the_next_is_read(taking: Taking) -> None:
    content = documents.warc(
        ("response", "text/plain", b"a " * 5000),
        ("response", "text/plain", PARAGRAPHS[0].encode()),
    )
    first, second = taking({"a.warc.gz": content}, limits=Limits(document_bytes=1000))

    assert "over" in getattr(first, "why", "")
    assert isinstance(second, Captured)


def test_a_crawled_error_page_is_no_report(taking: Taking) -> None:
    content = documents.warc(("response", "text/html", documents.page()), packed=False)
    (item,) = taking({"a.warc": content.replace(b"HTTP/1.1 200 OK", b"HTTP/1.1 404 No")})

    assert "404" in getattr(item, "why", "") or "cut" in getattr(item, "why", "")


def test_a_web_archive_can_come_on_standard_input() -> None:
    content = documents.warc(("response", "text/html", documents.page()))

    (item,) = take(["-"], IntakeOptions(), io.BytesIO(content))

    assert isinstance(item, Captured)
    assert item.report.container is not None
    assert item.report.container.place == "record 1 at byte 0"
