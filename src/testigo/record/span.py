"""Where words stand in a text: the witness of every value.

Invariant: a span is only ever cut out of a text, so `content[start:end] == quote`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from testigo.record.errors import InvalidRecord, UnanchoredSpan


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` of code points in one text, with the words that stand there.

    Make one with `Span.cut`; the bare constructor only rebuilds a span that was stored.
    """

    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if self.start < 0 or self.end <= self.start or len(self.quote) != self.end - self.start:
            raise UnanchoredSpan(self.start, self.end, "its quote does not fill it")

    @classmethod
    def cut(cls, content: str, start: int, end: int) -> Span:
        """Cut the span out of `content`.

        Raises:
            UnanchoredSpan: if the range is empty or leaves the text.

        >>> Span.cut("Two dead", 4, 8)
        Span(start=4, end=8, quote='dead')
        """
        if not 0 <= start < end <= len(content):
            raise UnanchoredSpan(start, end, f"the text has {len(content)} characters")
        return cls(start, end, content[start:end])

    def check(self, content: str) -> None:
        """Do nothing if the span quotes `content` exactly.

        Raises:
            UnanchoredSpan: if it does not.
        """
        if content[self.start : self.end] != self.quote:
            raise UnanchoredSpan(self.start, self.end, "the text says something else there")

    def covers(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Tell whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def to_json(self) -> dict[str, object]:
        """Return the span as JSON: `start`, `end` (code points, half-open) and `quote`."""
        return {"start": self.start, "end": self.end, "quote": self.quote}

    @classmethod
    def from_json(cls, data: object) -> Span:
        """Rebuild a stored span.

        Raises:
            InvalidRecord: if `data` has not the form that `to_json` gives.
        """
        match data:
            case Mapping() if set(data) == {"start", "end", "quote"}:
                start, end, quote = data["start"], data["end"], data["quote"]
                if isinstance(start, int) and isinstance(end, int) and isinstance(quote, str):
                    return cls(start, end, quote)
        raise InvalidRecord(f"not a span: {type(data).__name__}")
