"""The door of the house: sources in, captured reports out, one at a time, bad ones refused.

    for item in take(["reports/", "https://outlet.example/story"], IntakeOptions()):
        match item:
            case Captured(): ...   # report, content, capture, text, metadata
            case Refused(): ...    # bad input: item.sentence says what, where and what next
            case Skipped(): ...    # no report (a picture, a WARC request record): item.why

A source is a file, a folder, `-` or an http(s) URL, or a Source that the caller opened (what was
dropped into a browser, text that was pasted). Archives are streamed, so memory is bounded by one
document, never by the archive. Nothing raised by a document leaves this module.
"""

from __future__ import annotations

import datetime
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from testigo.record.report import Metadata, Stated
from testigo.reports import formats
from testigo.reports.archives import open_up
from testigo.reports.capturing import Captured, Setting, capture
from testigo.reports.errors import UnreadableReport
from testigo.reports.folders import walk
from testigo.reports.limits import Limits
from testigo.reports.metadata import from_keys, from_meta_file, utc_now
from testigo.reports.obtained import PASTED, Obtained, Refused, Skipped
from testigo.reports.sandbox import Sandbox
from testigo.reports.streams import Source, open_file, spooled

if TYPE_CHECKING:
    from testigo.reports.network import AddressPolicy  # httpx2 takes 0.2 s to import

__all__ = [
    "Captured",
    "IntakeOptions",
    "Item",
    "Named",
    "Refused",
    "Skipped",
    "opened",
    "pasted",
    "take",
]
_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_NOTHING: Mapping[str, str] = {}

Item = Captured | Refused | Skipped
Named = str | Source | Refused
"""What to read: a path, `-` or a URL; or what was opened already, or could not be."""


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """What the user says about everything that is read in one run.

    `published` is EDTF or an ISO instant; `mapping` says under which key of a JSONL line a key of
    ours stands (`{"text": "body"}` for `--map text=body`); `confidential` makes the reports so
    from the start; `by` is who captured; `override_robots` is the reason for which robots.txt is
    not followed, None to follow it; `now` is the clock, in UTC. `addresses` is for tests, whose
    servers stand on this machine: None lets only public addresses be dialled.
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
    addresses: AddressPolicy | None = None

    def stated(self) -> Metadata:
        """Return the metadata that the options state.

        Raises:
            BrokenMetadata: if a date or language cannot be kept.
        """
        keys = {"published": self.published, "outlet": self.outlet, "language": self.language}
        return from_keys(keys, lambda _: "option")


def take(
    sources: Iterable[Named], options: IntakeOptions, standard_input: BinaryIO | None = None
) -> Iterator[Item]:
    """Yield every report of the sources, in order, and what was refused or skipped.

    Sources are asked for one after the other, each when the one before it is done, so they may be
    a queue. `standard_input` is what the source `-` reads; None for the process's own.

    Raises:
        BrokenMetadata: if an option cannot be kept; raised at once, before anything is read.
    """
    return _take(sources, options, options.stated(), standard_input)


def _take(
    sources: Iterable[Named],
    options: IntakeOptions,
    stated: Metadata,
    standard_input: BinaryIO | None,
) -> Iterator[Item]:
    with Sandbox(options.limits) as sandbox:
        setting = Setting(
            sandbox,
            stated,
            options.limits,
            options.mapping,
            "confidential" if options.confidential else "public",
            options.by,
            options.now,
        )
        for source in sources:
            for found in _sources(source, options, standard_input):
                yield from _read(found, setting) if isinstance(found, Source) else [found]


def _sources(
    source: Named, options: IntakeOptions, standard_input: BinaryIO | None
) -> Iterator[Source | Refused | Skipped]:
    if not isinstance(source, str):
        yield source
    elif source == "-":
        yield Source(spooled(standard_input or sys.stdin.buffer), "-", "", "stdin")
    elif _URL.match(source):
        yield from _fetched(source, options)
    else:
        for found in walk(source):
            yield opened(found) if isinstance(found, Path) else found


def opened(path: Path, address: str | None = None) -> Source | Refused:
    """Open a file with what a NAME.meta.json beside it says; `address` is what people call it.

    Without `address` it is called by its path.
    """
    called = str(path) if address is None else address
    try:
        given, untitled = from_meta_file(path)
        return Source(open_file(path), called, path.name, "file", given, untitled)
    except UnreadableReport as fault:
        return Refused(called, str(fault))


def pasted(text: str, title: str | None = None) -> Source | Refused:
    """Return text that a person pasted: its UTF-8 is what is captured, nothing added.

    It has no address. What nobody says of it stays unknown; `title` is the title where it is said.
    """
    stated = Metadata(title=Stated(title, "option") if title else None)
    try:
        content = io.BytesIO(text.encode("utf-8"))
    except UnicodeEncodeError:
        return Refused(PASTED, "it holds half a character; copy it again and paste that")
    return Source(content, PASTED, "", PASTED, stated, kind=formats.PLAIN)


def _fetched(url: str, options: IntakeOptions) -> Iterator[Source | Refused]:
    from testigo.reports.fetch import fetch

    try:
        yield fetch(url, options.limits, options.override_robots, options.addresses)
    except UnreadableReport as fault:
        yield Refused(url, str(fault))


def _read(source: Source, setting: Setting) -> Iterator[Item]:
    with source.stream:
        for found in open_up(source, setting):
            yield _captured(found, setting) if isinstance(found, Obtained) else found


def _captured(obtained: Obtained, setting: Setting) -> Captured | Refused:
    try:
        return capture(obtained, setting)
    except UnreadableReport as fault:
        return Refused(obtained.address, str(fault))
