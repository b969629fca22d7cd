"""Plain text: the characters of the file as they stand, each with its bytes."""

from __future__ import annotations

from testigo.record.report import Metadata, Stated
from testigo.reports.canonical_text import Composer, Extracted, add_characters
from testigo.reports.encodings import decode
from testigo.reports.errors import EmptyReport

EXTRACTOR = "plain-text 1"
_CHARSETS = {"utf-16-le": "utf-16", "utf-16-be": "utf-16", "cp1252": "windows-1252"}
_TITLE_LENGTH = 250
"""Longest first line taken for a title, in characters; longer ones are opening paragraphs."""


def extract(content: bytes) -> Extracted:
    """Return the text of a plain-text file.

    Blank space before the first word and after the last is left out; nothing else is changed but
    the line ends.

    Raises:
        BinaryReport, WrongEncoding: if the bytes are no text that is read here.
        EmptyReport: if there is no word in it.
    """
    decoded = decode(content)
    body = decoded.characters.strip()
    if not body:
        raise EmptyReport("it holds no words; capture it again or leave it out")
    lead = decoded.characters[: decoded.characters.index(body[0])]
    composer = Composer()
    first = decoded.skipped + len(lead.encode(decoded.encoding))
    add_characters(composer, body, decoded.encoding, first)
    text = composer.content
    charset = _CHARSETS.get(decoded.encoding, decoded.encoding)
    return Extracted(
        text,
        composer.segments,
        EXTRACTOR,
        f"text/plain; charset={charset}",
        Metadata(title=first_line_title(text)),
    )


def first_line_title(text: str) -> Stated | None:
    """Return the first line as the title if a blank line follows it and it looks like one.

    A line that ends in a full stop or is longer than a headline is an opening paragraph.
    """
    line, _, rest = text.partition("\n")
    follows = rest.split("\n", 1)[0]
    if not rest.strip() or follows.strip() or len(line) > _TITLE_LENGTH:
        return None
    if line.rstrip().endswith((".", ":", ";", ",")):
        return None
    return Stated(line.strip(), "first line")
