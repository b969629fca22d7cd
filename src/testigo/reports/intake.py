"""The door of the house: sources in, captured reports out, one at a time, bad ones refused.

    for item in take(["reports/", "https://outlet.example/story"], IntakeOptions()):
        match item:
            case Captured(): ...   # report, content, capture, text, metadata
            case Refused(): ...    # bad input: item.sentence says what, where and what next
            case Skipped(): ...    # no report (a picture, a WARC request record), item.why

A source is a file, a folder, `-` or an http(s) URL. Archives are streamed, so memory is bounded
by one document, never by the archive. Nothing raised by a document leaves this module.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import testigo
from testigo.record.report import Capture, Metadata, Report, Text
from testigo.reports import formats, plain_text
from testigo.reports.canonical_text import Extracted
from testigo.reports.errors import BinaryReport, EmptyReport, TooLarge, UnreadableReport
from testigo.reports.folders import absent, walk
from testigo.reports.limits import MEGABYTE, Limits
from testigo.reports.metadata import (
    from_keys,
    from_meta_file,
    utc_now,
    with_language,
)
from testigo.reports.obtained import Obtained, Refused, Skipped

__all__ = ["Captured", "IntakeOptions", "Refused", "Skipped", "take"]
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """What the user says about everything that is read in one run.

    `published` is EDTF or an ISO instant; `mapping` says under which key of a JSONL line a key of
    ours stands (`{"text": "body"}` for `--map text=body`); `confidential` makes the reports so
    from the start; `by` is who captured; `override_robots` is the reason for which robots.txt is
    not followed, None to follow it; `now` is the clock, in UTC.
    """

    published: str | None = None
    outlet: str | None = None
    language: str | None = None
    mapping: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    confidential: bool = False
    by: str | None = None
    limits: Limits = field(default_factory=Limits)
    override_robots: str | None = None
    now: Callable[[], datetime.datetime] = utc_now

    def stated(self) -> Metadata:
        """Return the metadata that the options state.

        Raises:
            BrokenMetadata: if a date or language cannot be kept.
        """
        keys = {"published": self.published, "outlet": self.outlet, "language": self.language}
        return from_keys(keys, lambda _: "option")


@dataclass(frozen=True, slots=True)
class Captured:
    """One report as it was captured: everything a casebook keeps of it before any reading.

    `metadata` is what is known now, each value with its basis; its title is the beginning of the
    text where the text has one.
    """

    report: Report
    content: bytes
    capture: Capture
    text: Text
    metadata: Metadata

    @property
    def begins_with_title(self) -> bool:
        """Whether the text begins with the title."""
        title = self.metadata.title
        return title is not None and self.text.content.startswith(title.value)


Item = Captured | Refused | Skipped


def take(sources: Sequence[str], options: IntakeOptions) -> Iterator[Item]:
    """Yield every report of the sources, in order, and what was refused or skipped.

    Raises:
        BrokenMetadata: if an option cannot be kept; raised at once, before anything is read.
    """
    return _take(sources, options, options.stated())


def _take(sources: Sequence[str], options: IntakeOptions, stated: Metadata) -> Iterator[Item]:
    for source in sources:
        for found in walk(source):
            if isinstance(found, Path):
                yield _read_file(found, options, stated)
            else:
                yield found


def _read_file(path: Path, options: IntakeOptions, stated: Metadata) -> Item:
    try:
        given, untitled = from_meta_file(path)
        content = _load(path, options.limits)
        obtained = Obtained(content, str(path), path.name, "file", given=given, untitled=untitled)
        return capture(obtained, options, stated)
    except UnreadableReport as fault:
        return Refused(str(path), str(fault))


def _load(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limits.document_bytes + 1)
    except OSError:
        raise absent(path) from None
    if len(content) > limits.document_bytes:
        raise TooLarge(
            f"it is over {limits.document_bytes // MEGABYTE} MB; cut it into its reports"
        )
    return content


def capture(obtained: Obtained, options: IntakeOptions, stated: Metadata) -> Captured:
    """Make the report of one document.

    Raises:
        UnreadableReport: if it cannot be read; the subclass says why.
    """
    if not obtained.content:
        raise EmptyReport("it is empty; capture it again or leave it out")
    extracted = _extract(obtained)
    confidentiality = "confidential" if options.confidential else "public"
    report = Report.of(obtained.content, extracted.media_type, obtained.container, confidentiality)
    known = stated.over(obtained.given).over(_shown(extracted, obtained))
    return Captured(
        report,
        obtained.content,
        _capture_of(report, obtained, options),
        extracted.text_of(report.id),
        with_language(known, extracted.content),
    )


def _extract(obtained: Obtained) -> Extracted:
    kind = formats.recognise(obtained.content[: formats.HEAD], obtained.name, obtained.declared)
    if kind == formats.PLAIN:
        return plain_text.extract(obtained.content)
    raise BinaryReport(f"the format {kind} is not read yet")


def _shown(extracted: Extracted, obtained: Obtained) -> Metadata:
    if not obtained.untitled or extracted.metadata.title is None:
        return extracted.metadata
    if extracted.metadata.title.basis != "first line":
        return extracted.metadata
    return Metadata(
        **{
            name: getattr(extracted.metadata, name)
            for name in Metadata.__dataclass_fields__
            if name != "title"
        }
    )


def _capture_of(report: Report, obtained: Obtained, options: IntakeOptions) -> Capture:
    return Capture(
        report.id,
        obtained.at or options.now(),
        obtained.how,
        obtained.address,
        f"testigo {testigo.__version__}",
        options.by,
        obtained.redirects,
        obtained.headers,
        obtained.robots,
    )
