"""PDF: every line with its page and box; indexes become code points in one place."""

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports import documents
from tests.reports.documents import PARAGRAPHS, TITLE

from testigo.record.report import Stated
from testigo.reports import pdf
from testigo.reports.errors import EncryptedReport, ScannedReport, TruncatedReport

MARKS = st.sampled_from("áñ🕊👩🏽‍⚕️é̂ع漢𝕏\u0301\n ")


@given(st.text(MARKS | st.characters(exclude_categories=["Cs"])))
def test_law_code_points_are_what_utf16_units_spell(text: str) -> None:
    encoded = text.encode("utf-16-le")
    units = [int.from_bytes(encoded[i : i + 2], "little") for i in range(0, len(encoded), 2)]

    characters, starts = pdf.code_points(units)

    assert characters == text
    assert starts == [len(text[:i].encode("utf-16-le")) // 2 for i in range(len(text))]


@given(st.lists(st.integers(0, 0xFFFF)))
def test_law_any_units_give_characters_that_can_be_stored(units: list[int]) -> None:
    characters, starts = pdf.code_points(units)

    characters.encode("utf-8")
    assert len(characters) == len(starts)


def test_a_pdf_gives_its_lines_with_blank_lines_between_paragraphs() -> None:
    extracted = pdf.extract(documents.pdf())

    paragraphs = [" ".join(p.split("\n")) for p in extracted.content.split("\n\n")]
    assert paragraphs == [TITLE, *PARAGRAPHS]
    assert extracted.metadata.title == Stated(TITLE, "first line")
    assert "\r" not in extracted.content


def test_every_line_maps_to_the_page_and_box_where_its_words_stand() -> None:
    content = documents.pdf("Two held in Kelmora 🕊 on Friday.", "Nine held in Quelmora.")
    extracted = pdf.extract(content)

    document = pypdfium2.PdfDocument(content)
    segments = [s for s in extracted.segments if s.kind == "page"]
    assert {s.where[0] for s in segments} == {1, 2}
    for segment in segments:
        number, left, bottom, right, top = segment.where
        assert isinstance(number, int)
        seen = document[number - 1].get_textpage().get_text_bounded(left, bottom, right, top)
        quoted = extracted.content[segment.start : segment.end]
        assert seen.split()[0] == quoted.split()[0]
    assert (
        "".join(extracted.content[s.start : s.end] for s in extracted.segments) == extracted.content
    )


def test_an_emoji_before_a_word_does_not_move_the_words_after_it() -> None:
    content = documents.pdf("🕊🕊 Nine held in Kelmora.\n\nTwo freed in Quelmora.", title="")

    extracted = pdf.extract(content)

    at = extracted.content.index("Two freed")
    (segment,) = [s for s in extracted.segments if s.start <= at < s.end]
    assert extracted.content[segment.start : segment.end] == "Two freed in Quelmora."


def test_a_hyphen_at_a_line_end_stays_as_printed() -> None:
    extracted = pdf.extract(documents.pdf("The court opened an inves-\ntigation on Friday."))

    assert "inves-\ntigation" in extracted.content


def test_a_story_that_runs_over_the_page_is_not_parted_in_a_sentence() -> None:
    extracted = pdf.extract(documents.pdf("The court opened", "an investigation on Friday."))

    assert "opened\nan investigation" in extracted.content


def test_pages_without_words_are_told() -> None:
    made = documents.pdf("Nine held in Kelmora.", " ")

    assert pdf.extract(made).notes == ("pages without words, perhaps scanned: 2",)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (documents.pdf()[:-40], TruncatedReport),
        (documents.pdf()[:2000], TruncatedReport),
        (b"%PDF-1.7\nnothing\n%%EOF\n", TruncatedReport),
        (documents.pdf(password="secret"), EncryptedReport),
        (documents.pdf(picture=True), ScannedReport),
    ],
    ids=["cut at the end", "cut in the middle", "no objects", "encrypted", "scanned"],
)
def test_a_pdf_that_cannot_be_read_is_refused_with_its_reason(
    content: bytes, fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        pdf.extract(content)
