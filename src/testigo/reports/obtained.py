"""What passes between the one who finds a document and the one who reads it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from testigo.record.report import Container, Metadata

PASTED = "pasted"
"""How text was captured that a person pasted: it has no address, so it is called this too."""


@dataclass(frozen=True, slots=True)
class Obtained:
    """The bytes of one document and what is known of where they came from.

    `address` is what a person calls it: a path, `-`, a URL, or `archive.jsonl, line 7`. `name` is a
    file name whose ending may tell the format. `declared` is the media type that a server gave.
    `kind` is its format where that is known already, None to recognise it. `url` is where it was
    published, as far as the capture tells.
    `given` is the metadata that stands outside the document (a meta file, an archive's keys), and
    `untitled` that it expressly gives no title. `how`, `headers`, `redirects` and `robots` are
    those of a Capture; `at` is the UTC time it was obtained, None for now.
    """

    content: bytes
    address: str
    name: str
    how: str
    declared: str | None = None
    given: Metadata = field(default_factory=Metadata)
    untitled: bool = False
    container: Container | None = None
    headers: tuple[tuple[str, str], ...] = ()
    redirects: tuple[str, ...] = ()
    robots: str | None = None
    at: datetime.datetime | None = None
    kind: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that could not be read, and why, in one clear sentence without its address."""

    address: str
    why: str

    @property
    def sentence(self) -> str:
        """The whole sentence for a person: where, what, and what to do next."""
        return f"{self.address}: {self.why}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was no report and was left out on purpose (`number` of them), and why."""

    address: str
    why: str
    number: int = 1
