"""E-mail: the words of one message, each with the bytes of the captured message that carry them.

Plain text is preferred to HTML; attachments are counted and left alone; nothing is fetched. The
headers stay out of the text but for the subject, its title: who wrote to whom is confidential.
Runs in the child process only.
"""

from __future__ import annotations

import datetime
import email.policy
from collections.abc import Iterator
from email.errors import (
    CloseBoundaryNotFoundDefect,
    MessageError,
    NoBoundaryInMultipartDefect,
    StartBoundaryNotFoundDefect,
)
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from testigo.record.report import Metadata, Stated
from testigo.reports.canonical_text import Composer, Extracted
from testigo.reports.errors import (
    EmptyReport,
    TruncatedReport,
    UnreadableReport,
    WrongEncoding,
)
from testigo.reports.limits import Limits
from testigo.reports.metadata import published
from testigo.reports.transfer import Carried, carried, header_range

EXTRACTOR = "mail 1"
MEDIA_TYPE = "message/rfc822"
CONFIDENTIAL_HEADERS = ("from", "sender", "to", "cc", "date", "subject", "message-id", "list-id")
"""The headers that a capture keeps. All are confidential until a person decides otherwise."""
_CUT = (CloseBoundaryNotFoundDefect, NoBoundaryInMultipartDefect, StartBoundaryNotFoundDefect)
_SAVE = "save its text as UTF-8 and read that"


def extract(content: bytes, limits: Limits, today: datetime.date) -> Extracted:
    """Return the text of one message.

    Raises:
        EmptyReport: if it has no words outside its attachments.
        TruncatedReport: if it has no body, or is no message.
        WrongEncoding: if the words do not decode as the message says.
    """
    message = _parse(content)
    plain, pages, left_out = _parts(message)
    notes = _notes(message, left_out)
    metadata = _shown(message)
    composer = Composer()
    _add_subject(composer, content, metadata.title)
    extractor = EXTRACTOR
    if plain:
        _add_text(composer, content, plain)
    elif pages:
        extractor += f", {_add_page(composer, pages[0], limits, today)}"
    else:
        raise _wordless(message)
    return Extracted(
        composer.content,
        composer.segments,
        extractor,
        MEDIA_TYPE,
        metadata,
        notes,
        _headers(message),
    )


def _is_cut(message: Message) -> bool:
    return any(isinstance(defect, _CUT) for part in message.walk() for defect in part.defects)


def _notes(message: Message, left_out: int) -> tuple[str, ...]:
    attachments = (f"{left_out} attachment{'s' if left_out > 1 else ''}",) if left_out else ()
    return (*attachments, *(("the message ends before its last part",) if _is_cut(message) else ()))


def _wordless(message: Message) -> UnreadableReport:
    if _is_cut(message):
        return TruncatedReport("it ends before its words; save the message again")
    return EmptyReport("it has no words outside its attachments; save and read these instead")


def _headers(message: Message) -> tuple[tuple[str, str], ...]:
    """Return the headers that a capture keeps, in the order of the message, decoded."""
    kept = (
        (name, value) for name, value in message.items() if name.lower() in CONFIDENTIAL_HEADERS
    )
    return tuple((name, _decoded_header(str(value))) for name, value in kept)


def _parse(content: bytes) -> Message:
    # The compat32 policy keeps parts byte for byte; the newer ones mend what they think wrong.
    try:
        message = BytesParser(policy=email.policy.compat32).parsebytes(content)
    except (MessageError, ValueError, LookupError):
        raise TruncatedReport("it is no e-mail message that can be parsed; " + _SAVE) from None
    if not message.keys():
        raise TruncatedReport("it has no headers, so it is no e-mail message; name it .txt instead")
    return message


def _parts(message: Message) -> tuple[list[Message], list[Message], int]:
    """Return the parts of plain text, those of HTML, and the number of attachments."""
    plain, pages, left_out = [], [], 0
    for part in _leaves(message):
        kind = part.get_content_type()
        attached = part.get_content_disposition() == "attachment" or part.get_filename()
        if kind == "text/plain" and not attached:
            plain.append(part)
        elif kind == "text/html" and not attached:
            pages.append(part)
        else:
            left_out += 1
    return plain, pages, left_out


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that hold no parts; a message attached to a message is one of them."""
    if message.get_content_maintype() != "multipart":
        yield message
        return
    parts = message.get_payload()
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, Message):
            yield from _leaves(part)


def _shown(message: Message) -> Metadata:
    subject = " ".join(_decoded_header(str(message.get("Subject", ""))).split())
    title = Metadata(title=Stated(subject, "header Subject")) if subject else Metadata()
    try:
        sent = parsedate_to_datetime(str(message.get("Date", "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return title
    return title.over(published(sent.replace(microsecond=0).isoformat(), "header Date"))


def _decoded_header(value: str) -> str:
    """Decode `=?utf-8?q?...?=`; what cannot be decoded stays as it is written."""
    try:
        return str(make_header(decode_header(value)))
    except (MessageError, LookupError, ValueError):
        return value


def _add_subject(composer: Composer, content: bytes, title: Stated | None) -> None:
    if title is None:
        return
    first, last = header_range(content, b"subject")
    plain = content[first:last].decode("ascii", "replace") == title.value
    composer.add(title.value, "bytes" if plain else "encoded", (first, last))


def _add_text(composer: Composer, content: bytes, parts: list[Message]) -> None:
    said = False
    for part in parts:
        words = _carried(content, part)
        if words.characters.strip():
            said = True
            composer.part()
            words.stripped().add_to(composer)
    if not said:
        raise EmptyReport("it holds no words; capture it again or leave it out")


def _carried(content: bytes, part: Message) -> Carried:
    charset = part.get_content_charset() or "ascii"
    try:
        return carried(content, part, charset)
    except (UnicodeDecodeError, LookupError):
        raise WrongEncoding(f"its words are not in the encoding it names; {_SAVE}") from None


def _add_page(composer: Composer, part: Message, limits: Limits, today: datetime.date) -> str:
    """Add the report of an HTML part and return the name of what extracted it."""
    from testigo.reports import html_page

    decoded = part.get_payload(decode=True)
    page: bytes | str = decoded if isinstance(decoded, bytes) else b""
    charset = part.get_content_charset()
    if charset is not None and isinstance(page, bytes):
        try:
            page = page.decode(charset)
        except (UnicodeDecodeError, LookupError):
            raise WrongEncoding(f"its words are not in the encoding it names; {_SAVE}") from None
    found = html_page.extract(page, limits, None, today)
    composer.part()
    for segment in found.segments:
        composer.add(found.content[segment.start : segment.end], segment.kind, segment.where)
    return found.extractor
