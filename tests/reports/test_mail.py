"""E-mail: the words of a message and the bytes that carry them; of its headers only the title."""

import datetime
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports import documents
from tests.reports.documents import PARAGRAPHS, TITLE

from testigo.record.report import Stated
from testigo.reports import mail
from testigo.reports.canonical_text import Extracted
from testigo.reports.errors import EmptyReport, TruncatedReport, WrongEncoding
from testigo.reports.limits import Limits

TODAY = datetime.date(2024, 5, 2)
BODY = "\n\n".join([TITLE, *PARAGRAPHS])


def extract(content: bytes) -> Extracted:
    return mail.extract(content, Limits(), TODAY)


def check_map(content: bytes, extracted: Extracted, charset: str = "utf-8") -> None:
    at = 0
    for segment in extracted.segments:
        assert segment.start == at
        at = segment.end
        quoted = extracted.content[segment.start : segment.end]
        if segment.kind == "bytes":
            first, last = segment.where
            assert isinstance(first, int)
            assert isinstance(last, int)
            assert content[first:last].decode(charset) == quoted
    assert at == len(extracted.content)


@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
def test_a_message_gives_the_same_text_in_every_transfer_encoding(encoding: str) -> None:
    content = documents.mail(encoding)

    extracted = extract(content)

    assert extracted.content == BODY
    check_map(content, extracted)


def test_quoted_printable_maps_each_code_to_its_character() -> None:
    content = documents.mail("quoted-printable")
    extracted = extract(content)

    codes = [s for s in extracted.segments if s.kind == "encoded" and s.start >= len(TITLE)]
    assert codes
    for segment in codes:
        first, last = segment.where
        assert isinstance(first, int)
        assert isinstance(last, int)
        decoded = quopri.decodestring(content[first:last]).decode()
        assert decoded == extracted.content[segment.start : segment.end]


def test_base64_is_one_marked_block_and_8bit_maps_byte_for_byte() -> None:
    blocks = [s.kind for s in extract(documents.mail("base64")).segments]
    plain = {s.kind for s in extract(documents.mail("8bit")).segments}

    assert blocks == ["bytes", "added", "encoded"]
    assert plain == {"bytes", "added"}


def test_a_code_cut_by_a_soft_line_end_is_still_one_character() -> None:
    content = documents.mail("quoted-printable").replace(b"=C3=AD", b"=C3=\r\n=AD")

    extracted = extract(content)

    assert extracted.content == BODY
    check_map(content, extracted)


def test_the_subject_is_the_title_the_date_the_date_and_the_sender_no_author() -> None:
    metadata = extract(documents.mail()).metadata

    assert metadata.title == Stated(TITLE, "header Subject")
    assert metadata.published == Stated("2022-12-16T23:30:00", "header Date")
    assert metadata.utc_offset == Stated("-05:00", "header Date")
    assert metadata.author is None
    assert metadata.publisher is None


def test_headers_are_kept_with_the_capture_and_never_in_the_text() -> None:
    extracted = extract(documents.mail())

    assert dict(extracted.headers)["From"] == "Inés Brandal <ines@faro.example>"
    assert "faro.example" not in extracted.content


def test_plain_text_is_preferred_and_attachments_are_counted() -> None:
    extracted = extract(documents.mail(attachment=True))

    assert extracted.content == BODY
    assert extracted.notes == ("1 attachment",)


def test_a_message_of_html_alone_is_read_as_a_page() -> None:
    extracted = extract(documents.mail("quoted-printable", html=documents.page()))

    assert PARAGRAPHS[1] in extracted.content
    assert extracted.content.startswith(TITLE)
    assert "trafilatura" in extracted.extractor


def test_a_message_that_ends_before_its_last_part_is_told_or_refused() -> None:
    whole = documents.mail(attachment=True)
    at = whole.index(b"application/octet-stream")

    assert "the message ends before its last part" in extract(whole[:at]).notes
    with pytest.raises(TruncatedReport):
        extract(whole[: whole.index(b"multipart/mixed") + 60])


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", TruncatedReport),
        (b"Subject: Nine held\r\n\r\n \r\n", EmptyReport),
        (
            b"Subject: a\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA",
            EmptyReport,
        ),
        (b"Subject: a\nContent-Type: text/plain; charset=utf-8\n\nJos\xe9 fue.", WrongEncoding),
        (b"Subject: a\r\nContent-Type: text/plain; charset=klingon\r\n\r\nx", WrongEncoding),
    ],
    ids=["nothing", "blank body", "picture alone", "false charset", "unknown charset"],
)  # fmt: skip
def test_a_message_that_cannot_be_read_is_refused(content: bytes, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        extract(content)


WORDS = st.text(
    st.sampled_from("abc =\t.é🕊ñ\n\r'>") | st.characters(codec="utf-8", min_codepoint=32)
)


@given(WORDS, st.booleans())
def test_law_quoted_printable_of_any_words_maps_back(words: str, crlf: bool) -> None:
    body = quopri.encodestring(words.encode())
    if crlf:
        body = body.replace(b"\n", b"\r\n")
    head = (
        b"Subject: a\nContent-Type: text/plain; charset=utf-8\n"
        b"Content-Transfer-Encoding: quoted-printable\n\n"
    )
    content = head + body
    try:
        extracted = extract(content)
    except EmptyReport:
        return

    check_map(content, extracted)
