"""What a reader proposes before grounding: values with the words they claim to come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from testigo.record.span import Span
from testigo.record.statement import Value


@dataclass(frozen=True, slots=True)
class DraftValue:
    """A value and its witnesses: spans already cut, or words still to be found in the text."""

    value: Value
    witnesses: tuple[Span | str, ...]
    how: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed statement. `evidence` are the sentences that show it (spans or words)."""

    kind: str
    fields: Mapping[str, DraftValue]
    evidence: tuple[Span | str, ...]
    rule: str
    fired: tuple[Span, ...] = ()
    speaker: DraftValue | None = None
    origin: DraftValue | None = None
    modality: str = "asserted"
    modality_spans: tuple[Span, ...] = ()
    said_on: DraftValue | None = None
    confidence: float | None = None
    measured_on: int | None = field(default=None)
