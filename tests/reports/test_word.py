"""Word files: the words a reader of the file sees, each paragraph with its place."""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree
from tests.reports import documents
from tests.reports.documents import PARAGRAPHS, TITLE

from testigo.record.report import Stated
from testigo.reports import word
from testigo.reports.errors import BinaryReport, EmptyReport, TooLarge, TruncatedReport
from testigo.reports.limits import Limits


def test_a_word_file_gives_title_paragraphs_and_table_cells_in_order() -> None:
    extracted = word.extract(documents.word(), Limits())

    assert extracted.content.split("\n\n") == [TITLE, *PARAGRAPHS, "Detenidos", "9"]
    assert extracted.metadata.title == Stated(TITLE, "tag Title")
    assert extracted.metadata.author is None


def test_every_paragraph_maps_to_its_place_in_the_document() -> None:
    content = documents.word()
    extracted = word.extract(content, Limits())

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        tree = etree.fromstring(parts.read("word/document.xml")).getroottree()
    for segment in (s for s in extracted.segments if s.kind == "node"):
        path, first, last = segment.where
        assert isinstance(path, str)
        names = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
        (paragraph,) = tree.xpath(path.removeprefix("word/document.xml"), namespaces=names)
        assert isinstance(paragraph, etree._Element)
        words = "".join(paragraph.itertext())
        assert words[first:last] == extracted.content[segment.start : segment.end]


def test_inserted_words_are_read_and_struck_ones_are_not() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Nine people were held. ")
    for tag, text, words in (
        ("w:ins", "w:t", "Two were freed."),
        ("w:del", "w:delText", "Ten died."),
    ):
        change, run, piece = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text)
        piece.text = words
        run.append(piece)
        change.append(run)
        paragraph._p.append(change)
    out = io.BytesIO()
    made.save(out)

    assert (
        word.extract(out.getvalue(), Limits()).content == "Nine people were held. Two were freed."
    )
    assert paragraph._p.find(qn("w:del")) is not None


def bomb() -> bytes:
    """A Word file of some kilobytes whose text unpacks to 300 MB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(documents.word())) as parts,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in parts.namelist():
            packed.writestr(name, parts.read(name))
        packed.writestr("word/media/image1.xml", b" " * 300_000_000)
    return out.getvalue()


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("notes.txt", "Nine held.")
    return out.getvalue()


def empty() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (bomb(), TooLarge),
        (other_zip(), BinaryReport),
        (empty(), EmptyReport),
        (documents.word()[:-200], TruncatedReport),
        (documents.word()[:300], TruncatedReport),
    ],
    ids=["zip bomb", "another zip", "no words", "cut at the end", "cut in the middle"],
)
def test_a_word_file_that_cannot_be_read_is_refused_with_its_reason(
    content: bytes, fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        word.extract(content, Limits())
