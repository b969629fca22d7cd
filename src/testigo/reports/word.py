"""Word files (.docx): the paragraphs and tables of the document's body, as they stand in it.

Runs in the child process only. Struck changes are left out, accepted or pending insertions are
read: the words a reader of the file sees. Who made the file is not taken for the author.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from importlib.metadata import version

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from testigo.record.report import Metadata, Stated
from testigo.reports.canonical_text import Composer, Extracted
from testigo.reports.errors import BinaryReport, EmptyReport, TooLarge, TruncatedReport
from testigo.reports.limits import MEGABYTE, Limits
from testigo.reports.plain_text import first_line_title

EXTRACTOR = f"word 1, python-docx {version('python-docx')}"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BODY = "word/document.xml"
_STRUCK = {
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_MARKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    PackageNotFoundError,
    KeyError,
    ValueError,
    NotImplementedError,
    etree.LxmlError,
)
"""What python-docx raises on a damaged file. Anything else ends the child: that is refused too."""
_TITLES = ("title", "heading1")


def extract(content: bytes, limits: Limits) -> Extracted:
    """Return the text of a Word file.

    Raises:
        BinaryReport: if it is some other kind of ZIP archive.
        TooLarge: if its parts unpack to more than the limit.
        TruncatedReport: if it is damaged.
        EmptyReport: if it holds no words.
    """
    _check_parts(content, limits)
    try:
        body = docx.Document(io.BytesIO(content)).element.body
    except _DAMAGED:
        raise TruncatedReport("it is damaged or no Word file; save it again as .docx") from None
    composer, titled = Composer(), ""
    for paragraph in body.iter(qn("w:p")):
        words = _words(paragraph).strip()
        if words:
            titled = titled or (words if not composer.content and _is_title(paragraph) else "")
            composer.part()
            path = f"{_BODY}{paragraph.getroottree().getpath(paragraph)}"
            composer.add(words, "node", (path, 0, len(words)))
    if not composer.content:
        raise EmptyReport("it holds no words; if they are in a picture, run text recognition first")
    title = Stated(titled, "tag Title") if titled else first_line_title(composer.content)
    return Extracted(
        composer.content, composer.segments, EXTRACTOR, MEDIA_TYPE, Metadata(title=title)
    )


def _check_parts(content: bytes, limits: Limits) -> None:
    """The sizes in the directory bind: zipfile unpacks no part further than it says there."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names, size = set(parts.namelist()), sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise TruncatedReport("it is a damaged or cut ZIP archive; capture it again") from None
    if _BODY not in names:
        raise BinaryReport("it is a ZIP archive and no Word file; unpack it and read what is in it")
    if size > limits.expanded_bytes:
        most = limits.expanded_bytes // MEGABYTE
        raise TooLarge(f"it unpacks to over {most} MB, which no report does; leave it out")


def _words(paragraph: etree._Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag in _STRUCK or child.tag == qn("w:p"):
            continue  # a paragraph inside a paragraph (a text box) comes in its own turn
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _MARKS and element.tag == qn("w:r"):
            yield _MARKS[child.tag]
        else:
            yield from _pieces(child)


def _is_title(paragraph: etree._Element) -> bool:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style is not None and (style.get(qn("w:val")) or "").lower() in _TITLES
