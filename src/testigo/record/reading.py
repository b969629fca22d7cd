"""What one version of one reader found in one text, and what it did not understand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from testigo.record.canonical import digest
from testigo.record.errors import InvalidRecord
from testigo.record.span import Span
from testigo.record.statement import Statement

FIRST_READER = "builtin"
"""Name of the reader whose statements stand where another reader finds the same."""


@dataclass(frozen=True, slots=True)
class ReaderIdentity:
    """Which reader: name, version, and the hash of its lexicons and weights."""

    name: str
    version: str
    resources: str

    @property
    def id(self) -> str:
        """`name version resources`, as people and the log see it."""
        return f"{self.name} {self.version} {self.resources}"


@dataclass(frozen=True, slots=True)
class Found:
    """A statement as one reader gave it.

    `rule` names what made it (`toll.count-harm`), `fired` the words that carried it. `confidence`
    is the probability that a careful person reading the sentence would accept it, measured on
    `measured_on` development statements; None where nothing was measured.
    """

    statement: Statement
    rule: str
    fired: tuple[Span, ...] = ()
    confidence: float | None = None
    measured_on: int | None = None

    def __post_init__(self) -> None:
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise InvalidRecord(f"confidence {self.confidence} is no probability")

    def to_json(self) -> dict[str, object]:
        """Return the statement's JSON with `rule`, `fired`, `confidence` and `measured_on`."""
        return self.statement.to_json() | {
            "rule": self.rule,
            "fired": [s.to_json() for s in self.fired],
            "confidence": self.confidence,
            "measured_on": self.measured_on,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Found:
        """Rebuild a stored finding.

        Raises:
            InvalidRecord: if the form is wrong.
        """
        own = ("rule", "fired", "confidence", "measured_on")
        if not set(own) <= set(data):
            raise InvalidRecord("not a finding: rule, fired, confidence or measured_on is missing")
        statement = Statement.from_json({k: v for k, v in data.items() if k not in own})
        fired, confidence, measured_on = data["fired"], data["confidence"], data["measured_on"]
        if not isinstance(fired, list):
            raise InvalidRecord("not a finding: `fired` is a list of spans")
        return cls(
            statement,
            str(data["rule"]),
            tuple(Span.from_json(s) for s in fired),
            float(confidence) if isinstance(confidence, int | float) else None,
            measured_on if isinstance(measured_on, int) else None,
        )


DIFFERS = "differs"
"""How the reason of what is no loss but a difference begins: the value was kept as the words say
it, and what the reader said of it was not."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A value or statement that a reader proposed and that was not kept.

    `what` is `kind` or `kind.field`; `words` what it claimed to quote, None where those must not be
    shown; `why` one clause: "not in the text".
    """

    what: str
    why: str
    words: str | None = None

    @property
    def is_difference(self) -> bool:
        """Whether a value was kept from the words where the reader itself said another."""
        return self.why.startswith(f"{DIFFERS}: ")


@dataclass(frozen=True, slots=True)
class Flagged:
    """A sentence with a number or a word of harm that produced nothing, or less than it holds.

    `why` is `number`, `harm` or `number and harm`; `words` the spans that raised it.
    """

    sentence: Span
    why: str
    words: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read and what was not understood.

    `read_to` of `length` characters were read (they differ when a limit cut the reading);
    `sentences` how many; `unresolved_dates` how many relative dates stayed so for want of the
    report's date; `language` the language read, `und` where none was; `rules_alone` whether the
    reader lacked its learned part and found less than it should; `passed_over` whether a first look
    at its words found nothing that may concern us, so that nothing of it was read.
    """

    read_to: int
    length: int
    sentences: int
    flagged: tuple[Flagged, ...] = ()
    unresolved_dates: int = 0
    language: str = "und"
    rules_alone: bool = False
    passed_over: bool = False

    @property
    def complete(self) -> bool:
        """Whether the text was read to its end in a known language."""
        return self.read_to >= self.length and self.language != "und"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader version over one text with the metadata then valid. Never changed; the same again
    (equal `id`) is skipped.
    """

    text_id: str
    metadata_id: str
    reader: ReaderIdentity
    found: tuple[Found, ...]
    coverage: Coverage
    dropped: tuple[Dropped, ...] = field(default=())

    @property
    def id(self) -> str:
        """SHA-256 over text, metadata and reader: what was read by whom, not what came of it."""
        return digest(
            {"text": self.text_id, "metadata": self.metadata_id, "reader": self.reader.id}
        )

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements, in the order found."""
        return tuple(f.statement for f in self.found)
