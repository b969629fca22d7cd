"""PDF: the words that PDFium reads, line by line, each line with its page and box.

Runs in the child process only; PDFium is not safe in threads. Its indexes count UTF-16 units:
`code_points` is the one place where they become code points. A hyphen at a line's end stays, as
printed, so that every character of the text has its place on the page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import pypdfium2
import pypdfium2.raw as pdfium

from testigo.record.report import Metadata, Stated
from testigo.reports.canonical_text import Composer, Extracted
from testigo.reports.errors import EncryptedReport, ScannedReport, TruncatedReport
from testigo.reports.plain_text import first_line_title

EXTRACTOR = f"pdf 1, pypdfium2 {version('pypdfium2')}"
_HYPHEN = "\x02"
"""What PDFium puts in place of a hyphen that ends a line, together with the line end."""
_PARAGRAPH_GAP = 0.9
"""White space between two lines, in heights of the smaller one, that parts paragraphs: body text
set at 1.2 to 1.5 leaves 0.2 to 0.7."""
_END = 2048
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its characters, its page (from 1) and its box (left, bottom, right, top) in
    points; `broken` tells that it ends inside a word."""

    characters: str
    page: int
    box: Box
    broken: bool


def code_points(units: Sequence[int]) -> tuple[str, list[int]]:
    """Return the characters that UTF-16 units spell, and the index of the first unit of each.

    A lone surrogate becomes U+FFFD: it stands for nothing that was printed.

    >>> code_points([0x61, 0xD83D, 0xDD4A])
    ('a🕊', [0, 1])
    """
    characters, starts, at = [], [], 0
    while at < len(units):
        unit, width = units[at], 1
        if 0xD800 <= unit < 0xDC00 and at + 1 < len(units) and 0xDC00 <= units[at + 1] < 0xE000:
            unit, width = 0x10000 + ((unit - 0xD800) << 10) + (units[at + 1] - 0xDC00), 2
        characters.append("\ufffd" if 0xD800 <= unit < 0xE000 else chr(unit))
        starts.append(at)
        at += width
    return "".join(characters), starts


def extract(content: bytes) -> Extracted:
    """Return the text of a PDF.

    Raises:
        EncryptedReport: if it wants a password.
        TruncatedReport: if its end is missing or it cannot be parsed.
        ScannedReport: if no page holds a word.
    """
    if b"%%EOF" not in content[-_END:]:
        raise TruncatedReport("its end is missing, so it was cut; capture it again")
    document = open_pdf(content)
    lines, silent = [], []
    for number in range(len(document)):
        page = list(_lines(document, number))
        lines += page
        silent += [] if page else [number + 1]
    if not lines:
        raise ScannedReport(
            "its pages are pictures without words; run text recognition on it first"
        )
    composer = _compose(lines)
    title = _title(composer.content, document)
    notes = (f"pages without words, perhaps scanned: {_listed(silent)}",) if silent else ()
    return Extracted(
        composer.content,
        composer.segments,
        EXTRACTOR,
        "application/pdf",
        Metadata(title=title),
        notes,
    )


def open_pdf(content: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF.

    Raises:
        EncryptedReport: if it wants a password.
        TruncatedReport: if it cannot be parsed.
    """
    try:
        document = pypdfium2.PdfDocument(content)
        return document
    except pypdfium2.PdfiumError as fault:
        if "assword" in str(fault):
            raise EncryptedReport(
                "it is encrypted; save a copy without password and read that"
            ) from None
        raise TruncatedReport("it is damaged or cut; capture it again") from None


def _lines(document: pypdfium2.PdfDocument, number: int) -> Iterator[Line]:
    try:
        text = document[number].get_textpage()
    except pypdfium2.PdfiumError:
        raise TruncatedReport(f"its page {number + 1} is damaged; capture it again") from None
    units = [pdfium.FPDFText_GetUnicode(text, i) for i in range(text.count_chars())]
    characters, starts = code_points(units)
    first = 0
    for at, character in enumerate(f"{characters}\n"):
        if character not in f"\r\n{_HYPHEN}":
            continue
        words = _printable(characters[first:at])
        if words.strip():
            box = _box(text, [starts[i] for i in range(first, at) if characters[i] > " "])
            yield Line(words, number + 1, box, character == _HYPHEN)
        first = at + 1


def _printable(characters: str) -> str:
    """NUL and the like stand where PDFium found no character: they print as nothing known."""
    return "".join("\ufffd" if c < " " and c != "\t" else c for c in characters).rstrip()


def _box(text: pypdfium2.PdfTextPage, indexes: Sequence[int]) -> Box:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    boxes = []
    for index in indexes:
        if pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
            boxes.append((left.value, bottom.value, right.value, top.value))
    if not boxes:
        return (0.0, 0.0, 0.0, 0.0)
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return (
        round(min(lefts), 2),
        round(min(bottoms), 2),
        round(max(rights), 2),
        round(max(tops), 2),
    )


def _compose(lines: Sequence[Line]) -> Composer:
    composer = Composer()
    previous: Line | None = None
    for line in lines:
        words = line.characters if previous is not None else line.characters.lstrip()
        if previous is not None:
            composer.add("\n\n" if _parts(previous, line) else "\n", "added")
        composer.add(words + ("-" if line.broken else ""), "page", (line.page, *line.box))
        previous = line
    return composer


def _parts(above: Line, below: Line) -> bool:
    """Whether a new paragraph begins between two lines of one page."""
    if above.page != below.page:
        return above.characters.endswith((".", "!", "?", "”", '"', "»"))
    gap = above.box[1] - below.box[3]
    heights = [line.box[3] - line.box[1] for line in (above, below)]
    return gap > _PARAGRAPH_GAP * min(heights) or max(heights) > 1.6 * min(heights)


def _title(content: str, document: pypdfium2.PdfDocument) -> Stated | None:
    """The title that the file names, if the text begins with it; else its first paragraph."""
    named = " ".join((document.get_metadata_value("Title") or "").split())
    if named and content.startswith(named):
        return Stated(named, "tag Title")
    return first_line_title(content)


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:20])
    return shown if len(numbers) <= 20 else f"{shown} and {len(numbers) - 20} more"
