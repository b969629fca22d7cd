"""One document's bytes into one captured report."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import testigo
from testigo.record.report import Capture, Metadata, Report, Stated, Text
from testigo.reports import formats, json_lines, plain_text
from testigo.reports.canonical_text import Extracted
from testigo.reports.datelines import shown_by_text
from testigo.reports.errors import BinaryReport, EmptyReport, WrongEncoding
from testigo.reports.limits import Limits
from testigo.reports.metadata import laid_over, with_language
from testigo.reports.obtained import PASTED, Obtained
from testigo.reports.sandbox import Request, Sandbox

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for every document of a run: the child process, and what the options say."""

    sandbox: Sandbox
    stated: Metadata
    limits: Limits
    mapping: Mapping[str, str]
    confidentiality: str
    by: str | None
    now: Callable[[], datetime.datetime]


@dataclass(frozen=True, slots=True)
class Captured:
    """One report as it was captured: everything a casebook keeps of it before any reading.

    `metadata` is what is known now, each value with its basis. `notes` say what of the document was
    left out: pages without words, attachments, words that could not be aligned.
    """

    report: Report
    content: bytes
    capture: Capture
    text: Text
    metadata: Metadata
    notes: tuple[str, ...] = ()

    @property
    def begins_with_title(self) -> bool:
        """Whether the text begins with the title."""
        title = self.metadata.title
        return title is not None and self.text.content.startswith(title.value)


def capture(obtained: Obtained, setting: Setting) -> Captured:
    """Make the report of one document.

    Raises:
        UnreadableReport: if it cannot be read; the subclass says why.
    """
    if not obtained.content:
        raise EmptyReport("it is empty; capture it again or leave it out")
    at = obtained.at or setting.now()
    extracted = _extract(obtained, setting, at.date())
    if _UNKEEPABLE.search(extracted.content):
        raise WrongEncoding("it holds halves of characters or NUL; save it again as UTF-8")
    if not _WORD.search(extracted.content):  # marks, bullets, characters that nobody sees
        raise EmptyReport("it holds no words; capture it again or leave it out")
    report = Report.of(
        obtained.content, extracted.media_type, obtained.container, setting.confidentiality
    )
    text = extracted.text_of(report.id)
    return Captured(
        report,
        obtained.content,
        _capture_of(report, obtained, extracted, setting, at),
        text,
        _metadata(obtained, extracted, setting),
        _notes(extracted, text),
    )


def _extract(obtained: Obtained, setting: Setting, today: datetime.date) -> Extracted:
    content = obtained.content
    kind = obtained.kind
    if kind is None:
        kind = formats.recognise(content[: formats.HEAD], obtained.name, obtained.declared)
    if kind == formats.LINE:
        return _of_line(obtained, setting, today)
    if content.startswith(_OLD_WORD):
        raise BinaryReport("it is an old or encrypted Office file; save it as .docx or PDF")
    if kind == formats.PLAIN:
        return plain_text.extract(content)
    if kind == formats.PAGE:
        page, decoded = in_declared_charset(content, obtained.declared)
        return setting.sandbox.extract(Request(kind, page, obtained.url, today, decoded))
    if kind in (formats.PDF, formats.WORD, formats.MAIL):
        return setting.sandbox.extract(Request(kind, content, obtained.url, today))
    raise BinaryReport("it is an archive inside an archive; unpack it and read what is in it")


def in_declared_charset(content: bytes, declared: str | None) -> tuple[bytes, bool]:
    """Decode a page by the charset of its HTTP header, if it has one that holds; tell whether.

    UTF-8 holds or not by itself, and servers often name it wrongly, so it needs no header.
    """
    match = _CHARSET.search(declared or "")
    if match is None or match[1].lower() in ("utf-8", "utf8"):
        return content, False
    try:
        return content.decode(match[1]).encode(), True
    except (UnicodeError, LookupError):
        return content, False


def _of_line(obtained: Obtained, setting: Setting, today: datetime.date) -> Extracted:
    line = json_lines.parse(obtained.content, setting.mapping)
    if line.page is None:
        return json_lines.extract(line)
    address = None if line.stated.url is None else line.stated.url.value
    try:
        page = line.page.encode()
    except UnicodeEncodeError:
        raise WrongEncoding("it holds halves of characters; write the archive again") from None
    found = setting.sandbox.extract(Request(formats.PAGE, page, address, today, decoded=True))
    return replace(
        found,
        extractor=f"{json_lines.EXTRACTOR}, {found.extractor}",
        media_type=json_lines.MEDIA_TYPE,
        metadata=laid_over(line.stated, found.metadata),
    )


def _metadata(obtained: Obtained, extracted: Extracted, setting: Setting) -> Metadata:
    """Join what is stated and shown; a title that the text does not begin with is still one."""
    shown = extracted.metadata
    if obtained.untitled and shown.title is not None and shown.title.basis == "first line":
        shown = replace(shown, title=None)
    known = laid_over(setting.stated, obtained.given, shown)
    titled = known.title is not None and extracted.content.startswith(known.title.value)
    known = laid_over(known, shown_by_text(extracted.content, has_title=titled))
    if obtained.url is not None:
        known = known.over(Metadata(url=Stated(obtained.url, "address")))
    return with_language(known, extracted.content)


def _notes(extracted: Extracted, text: Text) -> tuple[str, ...]:
    if not text.unaligned:
        return extracted.notes
    return (*extracted.notes, f"{text.unaligned} characters not found again in the document")


def _capture_of(
    report: Report,
    obtained: Obtained,
    extracted: Extracted,
    setting: Setting,
    at: datetime.datetime,
) -> Capture:
    return Capture(
        report.id,
        at,
        obtained.how,
        obtained.url or (None if obtained.how == PASTED else obtained.address),
        f"testigo {testigo.__version__}",
        setting.by,
        obtained.redirects,
        (*obtained.headers, *extracted.headers),
        obtained.robots,
    )
