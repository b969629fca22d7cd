"""What was captured, when and how, and the one canonical text that was made of it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from testigo.record.canonical import digest
from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidRecord, UnanchoredSpan
from testigo.record.span import Span
from testigo.record.vocabularies import vocabulary


@dataclass(frozen=True, slots=True)
class Container:
    """The archive that a report is a part of (WARC, mailbox, JSONL) and where in it.

    `place` is what finds the part again: `record 12 at byte 48213`, `message 3`, `line 7`.
    """

    report_id: str
    media_type: str
    place: str


@dataclass(frozen=True, slots=True)
class Report:
    """One captured document; its id is the SHA-256 of its bytes.

    `confidentiality` is what its texts, statements and fields inherit until a decision.
    """

    id: str
    size: int
    media_type: str
    container: Container | None = None
    confidentiality: str = "public"

    def __post_init__(self) -> None:
        vocabulary("confidentiality")[self.confidentiality]

    @classmethod
    def of(
        cls,
        content: bytes,
        media_type: str,
        container: Container | None = None,
        confidentiality: str = "public",
    ) -> Report:
        """Make the report of these bytes."""
        return cls(
            hashlib.sha256(content).hexdigest(),
            len(content),
            media_type,
            container,
            confidentiality,
        )


@dataclass(frozen=True, slots=True)
class Capture:
    """One time a report was obtained.

    `how` is file, stdin, url, container or pasted. `address` is the file name or the final URL,
    None for what was pasted; `redirects` the URLs on the way; `headers` those of the answer, as
    sent; `robots` the decision of robots.txt for a URL (`allowed`, `refused, overridden: <reason>`,
    `no robots.txt`), None elsewhere.
    """

    report_id: str
    at: datetime.datetime
    how: str
    address: str | None
    tool: str
    by: str | None = None
    redirects: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    robots: str | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise InvalidRecord("a capture is timed in UTC, with its zone")


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of a text and where it stands in the captured bytes.

    `kind` says what `where` means: `bytes` [first, last+1] byte offsets, character by character of
    the original encoding; `encoded` [first, last+1] bytes that hold the characters in an encoding
    for transfer (base64, quoted-printable, a JSON escape), as a block; `page` [page from 1, left,
    bottom, right, top] in PDF points; `node` [path, first, last+1] the path of one of the page's
    own text nodes and the code points in it; `unaligned`, an empty `where`: words that the
    extractor gave but that could not be found again in the source; `added`: line ends and the like
    that stand in no source.
    """

    start: int
    end: int
    kind: str
    where: tuple[int | float | str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """One canonical text of a report by one extractor version. Line ends are `\\n`; it begins with
    the title; it is not Unicode-normalised. `segments` map it back to the bytes, in order.
    """

    report_id: str
    content: str
    extractor: str
    segments: tuple[Segment, ...] = ()

    @property
    def id(self) -> str:
        """SHA-256 over report, extractor and content."""
        return digest(
            {"report": self.report_id, "extractor": self.extractor, "content": self.content}
        )

    def cut(self, start: int, end: int) -> Span:
        """Cut a span out of the text.

        Raises:
            UnanchoredSpan: if the range is empty or leaves the text.
        """
        return Span.cut(self.content, start, end)

    def locate(self, span: Span) -> tuple[Segment, ...]:
        """Return the segments the span touches, in order.

        Raises:
            UnanchoredSpan: if the span does not quote this text.
        """
        span.check(self.content)
        touched = tuple(s for s in self.segments if s.start < span.end and span.start < s.end)
        if self.segments and not touched:
            raise UnanchoredSpan(span.start, span.end, "the offset map has a hole there")
        return touched

    @property
    def unaligned(self) -> int:
        """Number of characters that could not be found again in the captured bytes."""
        return sum(s.end - s.start for s in self.segments if s.kind == "unaligned")


@dataclass(frozen=True, slots=True)
class Stated:
    """A value of the metadata and its basis.

    The basis is `option`, `meta file`, `tag <name>`, `visible dateline`, `address`,
    `header <name>`, `detected`, or `decision <id>`.
    """

    value: str
    basis: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a report as a publication; None is "not shown", never guessed.

    `published` is EDTF, with the time of day where the document gives it; `utc_offset` like
    `-05:00`. `language` is BCP 47, `und` where it could not be told.
    """

    publisher: Stated | None = None
    title: Stated | None = None
    author: Stated | None = None
    published: Stated | None = None
    utc_offset: Stated | None = None
    language: Stated | None = None
    url: Stated | None = None

    @property
    def published_on(self) -> datetime.date | None:
        """The day of publication, or None where it is not known to the day."""
        if self.published is None:
            return None
        date = Edtf(self.published.value)
        first, last = date.earliest, date.latest
        return first if first is not None and first == last else None

    def over(self, other: Metadata) -> Metadata:
        """Return this metadata with what it lacks taken from `other`."""
        names = self.__dataclass_fields__
        return Metadata(**{n: getattr(self, n) or getattr(other, n) for n in names})

    def to_json(self) -> dict[str, object]:
        """Return what is known, each as `value` and `basis`."""
        pairs = ((name, getattr(self, name)) for name in self.__dataclass_fields__)
        return {n: {"value": s.value, "basis": s.basis} for n, s in pairs if s is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Mapping[str, str]]) -> Metadata:
        """Rebuild stored metadata.

        Raises:
            InvalidRecord: if `data` has not the form that `to_json` gives.
        """
        try:
            stated = {name: Stated(v["value"], v["basis"]) for name, v in data.items()}
            if not all(
                isinstance(s.value, str) and isinstance(s.basis, str) for s in stated.values()
            ):
                raise TypeError("a value or basis is no text")
            return cls(**stated)
        except (AttributeError, KeyError, TypeError) as fault:
            raise InvalidRecord(f"not metadata: {fault}") from fault

    @property
    def id(self) -> str:
        """SHA-256 of the metadata; a reading names the metadata it was made with."""
        return digest(self.to_json())
