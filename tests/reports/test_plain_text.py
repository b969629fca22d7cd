"""Plain text: every character maps to its bytes; what cannot be decoded is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.record.report import Segment, Stated
from testigo.reports import plain_text
from testigo.reports.canonical_text import Extracted
from testigo.reports.errors import BinaryReport, EmptyReport, WrongEncoding

STORY = "Nueve detenidos en Quelmora\n\nLa policía detuvo a nueve jóvenes, según la Defensoría.\n"
CODECS = {
    "text/plain; charset=utf-8": "utf-8",
    "text/plain; charset=windows-1252": "cp1252",
    "text/plain; charset=latin-1": "latin-1",
}


def codec_of(content: bytes, extracted: Extracted) -> str:
    """The codec that decodes a stretch of bytes from the middle of the file."""
    if "utf-16" in extracted.media_type:
        return "utf-16-le" if content.startswith(b"\xff\xfe") else "utf-16-be"
    return CODECS[extracted.media_type]


def check_map(content: bytes, extracted: Extracted) -> None:
    """The law: segments fill the text in order, and bytes decode to their characters."""
    codec, at = codec_of(content, extracted), 0
    for segment in extracted.segments:
        assert segment.start == at
        assert segment.end > segment.start
        at = segment.end
        if segment.kind == "bytes":
            first, last = segment.where
            assert isinstance(first, int)
            assert isinstance(last, int)
            quoted = extracted.content[segment.start : segment.end]
            assert content[first:last].decode(codec) == quoted
    assert at == len(extracted.content)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (STORY.encode(), "text/plain; charset=utf-8"),
        (b"\xef\xbb\xbf" + STORY.encode(), "text/plain; charset=utf-8"),
        (b"\xff\xfe" + STORY.encode("utf-16-le"), "text/plain; charset=utf-16"),
        (b"\xfe\xff" + STORY.encode("utf-16-be"), "text/plain; charset=utf-16"),
        (STORY.encode("cp1252"), "text/plain; charset=windows-1252"),
        (STORY.replace("\n", "\r\n").encode(), "text/plain; charset=utf-8"),
        (STORY.replace("\n", "\r\n").encode("cp1252"), "text/plain; charset=windows-1252"),
        (STORY.replace("\n", "\r").encode(), "text/plain; charset=utf-8"),
        (("\n \n" + STORY).encode(), "text/plain; charset=utf-8"),
    ],
    ids=[
        "utf-8",
        "utf-8 bom",
        "utf-16 le",
        "utf-16 be",
        "cp1252",
        "crlf",
        "cp1252 crlf",
        "cr",
        "lead",
    ],
)
def test_every_encoding_gives_the_same_text_mapped_to_its_own_bytes(
    content: bytes, media_type: str
) -> None:
    extracted = plain_text.extract(content)

    assert extracted.content == STORY.rstrip("\n")
    assert extracted.media_type == media_type
    assert extracted.metadata.title == Stated("Nueve detenidos en Quelmora", "first line")
    check_map(content, extracted)


def test_curly_quotes_and_dashes_of_windows_are_kept() -> None:
    content = "El vocero dijo: “No hubo muertos” – y se fue.".encode("cp1252")

    assert plain_text.extract(content).content == "El vocero dijo: “No hubo muertos” – y se fue."


def test_a_plain_file_with_plain_line_ends_is_one_segment() -> None:
    extracted = plain_text.extract(STORY.encode())

    assert extracted.segments == (
        Segment(0, len(STORY) - 1, "bytes", (0, len(STORY.encode()) - 1)),
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", EmptyReport),
        (b" \r\n\t\n", EmptyReport),
        (bytes(range(256)) * 4, BinaryReport),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", BinaryReport),
        (STORY.encode("utf-16-le"), BinaryReport),
        (b"Nine held\x00 in Kelmora, the police said on Tuesday morning.", BinaryReport),
        (b"\xff\xfe" + STORY.encode("utf-16-le")[:-1], WrongEncoding),
        (b"\xef\xbb\xbf" + STORY.encode("cp1252"), WrongEncoding),
        ("Вчера полиция задержала двадцать человек на площади.".encode("cp1251"), WrongEncoding),
        ("昨日、警察は二十人を拘束した。抗議は続いている。".encode("shift_jis"), WrongEncoding),
        (STORY.encode()[:60] + b"\xff" + STORY.encode()[60:], WrongEncoding),
        ("Fin de la crónica de José".encode()[:-1], WrongEncoding),
    ],
    ids=[
        "empty", "blank", "binary", "png", "utf-16 unmarked", "nul", "cut utf-16", "false bom",
        "cyrillic", "japanese", "one bad byte", "cut in a letter",
    ],
)  # fmt: skip
def test_what_is_no_readable_text_is_refused_with_one_sentence(
    content: bytes, fault: type[Exception]
) -> None:
    with pytest.raises(fault) as refusal:
        plain_text.extract(content)

    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) > 20


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Nine held in Kelmora\n\nPolice held nine.", "Nine held in Kelmora"),
        ("Nine people were held in Kelmora.\n\nPolice gave no reason.", None),
        ("Nine held in Kelmora\nPolice held nine.", None),
        ("Nine held in Kelmora", None),
        ("Nine held in Kelmora\n\n  \n", None),
        ("w " * 130 + "\n\nPolice held nine.", None),
        ("“No one fired”, says minister\n\nHe spoke in Lima.", "“No one fired”, says minister"),
    ],
    ids=["title", "a sentence", "no blank line", "alone", "nothing after", "too long", "quotation"],
)
def test_the_first_line_is_a_title_only_if_it_looks_like_one(text: str, title: str | None) -> None:
    stated = plain_text.first_line_title(text)

    assert (stated and stated.value) == title


LATIN = st.characters(codec="latin-1", exclude_categories=["Cc"]) | st.sampled_from("\n\r\t")
ANY = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t🕊é́ñ👨‍👩‍👧")


@given(st.text(ANY, min_size=1), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_law_any_text_in_unicode_maps_back_to_its_bytes(text: str, codec: str) -> None:
    content = text.encode(codec)
    try:
        extracted = plain_text.extract(content)
    except (EmptyReport, BinaryReport):
        return

    assert extracted.content == text.replace("\r\n", "\n").replace("\r", "\n").strip()
    check_map(content, extracted)


@given(st.text(LATIN, min_size=1))
def test_law_western_bytes_are_refused_or_map_back(text: str) -> None:
    content = text.encode("latin-1")
    try:
        extracted = plain_text.extract(content)
    except (EmptyReport, BinaryReport, WrongEncoding):
        return

    check_map(content, extracted)


@given(st.binary(max_size=300))
def test_law_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        extracted = plain_text.extract(content)
    except (EmptyReport, BinaryReport, WrongEncoding):
        return

    check_map(content, extracted)
