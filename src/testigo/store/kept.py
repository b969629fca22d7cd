"""What a casebook gives back: reports, readings and statements as they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from testigo.record.reading import Coverage, Dropped, Found, ReaderIdentity
from testigo.record.report import Capture, Container, Metadata, Report, Text
from testigo.record.span import Span
from testigo.record.statement import Statement


class CapturedReport(Protocol):
    """A captured document with its text: what `testigo.reports` hands over, or any like it."""

    @property
    def report(self) -> Report: ...  # noqa: D102 - record-model words
    @property
    def content(self) -> bytes: ...  # noqa: D102 - the captured bytes
    @property
    def capture(self) -> Capture: ...  # noqa: D102
    @property
    def text(self) -> Text: ...  # noqa: D102
    @property
    def metadata(self) -> Metadata: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Appended:
    """What one `append_report` added; all zero and False where everything was there already."""

    report_id: str
    report: bool = False
    captures: int = 0
    metadata: int = 0
    texts: int = 0
    readings: int = 0
    statements: int = 0

    @property
    def anything(self) -> bool:
        """Whether the log grew."""
        return self != Appended(self.report_id)


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report as lists show it.

    `metadata` is what is valid now, `captured_at` (UTC, ISO 8601) and `address` those of the first
    capture. `text_id` is the newest text. `statements` counts those of the current readings by
    kind. An erased report has kept its id and nothing else.
    """

    id: str
    sequence: int
    size: int
    media_type: str
    container: Container | None
    confidentiality: str
    captured_at: str | None
    address: str | None
    metadata: Metadata
    text_id: str | None
    erased: bool
    statements: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """Which reading gave a statement: reader, rule, the words that fired, measured confidence."""

    reading_id: str
    reader: ReaderIdentity
    rule: str
    fired: tuple[Span, ...]
    confidence: float | None
    measured_on: int | None
    current: bool


@dataclass(frozen=True, slots=True)
class KeptStatement:
    """A statement, its report, and every reading that gave it, in the order of `by_standing`.

    Where readings agree on the statement but not on its evidence, date said or reasons, it is shown
    as the last of them gave it: the newest, and of several readers the first one's.
    """

    report_id: str
    statement: Statement
    findings: tuple[Finding, ...]

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.statement.id

    @property
    def found(self) -> Found:
        """The statement as the last of its readings gave it."""
        last = self.findings[-1]
        return Found(self.statement, last.rule, last.fired, last.confidence, last.measured_on)


@dataclass(frozen=True, slots=True)
class KeptReading:
    """A reading: by whom, with which metadata, what it covered and what it dropped.

    `current` tells whether it is the newest of its reader over the report's newest text.
    `statement_ids` stand in the order found.
    """

    id: str
    report_id: str
    text_id: str
    metadata_id: str
    reader: ReaderIdentity
    at: str
    coverage: Coverage
    dropped: tuple[Dropped, ...]
    statement_ids: tuple[str, ...]
    current: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that holds the words searched for, with its report and text."""

    report_id: str
    text_id: str
    sentence: Span


@dataclass(frozen=True, slots=True)
class IndependenceGroup:
    """Reports that count as one source; `id` is that of the one the casebook has had longest.

    `likeness` of each pair found alike, as estimated share of common shingles (0 to 1); a pair that
    a person joined may have none.
    """

    id: str
    reports: tuple[str, ...]
    likeness: Mapping[tuple[str, str], float]
