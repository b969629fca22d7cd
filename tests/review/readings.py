"""Statements of invented sentences, made by hand as one reader or another would give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.span import Span
from testigo.record.statement import Field, Source, Statement, Value

Told = tuple[Value, str]
"""A value and the words that it was read from: the first place at which they stand."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text; `text_id` is the text's, `content` all of it."""

    content: str
    text_id: str = "0" * 64
    words: str = field(default="")

    def span(self, words: str) -> Span:
        """Return where words stand in this sentence."""
        inside = self.words or self.content
        start = self.content.index(inside) + inside.index(words)
        return Span.cut(self.content, start, start + len(words))

    def held(self, told: Told) -> Field:
        """Return a field read from words of this sentence."""
        return Field(told[0], (self.span(told[1]),))

    def say(
        self,
        kind: str,
        told: Mapping[str, Told],
        *,
        speaker: str = "",
        modality: str = "asserted",
    ) -> Statement:
        """Return a statement of this sentence; `told` are its fields."""
        fields = {name: self.held(value) for name, value in told.items()}
        source = Source(self.held((speaker, speaker))) if speaker else Source()
        evidence = (self.span(self.words or self.content),)
        return Statement.make(
            self.text_id, kind, fields, evidence, source=source, modality=modality
        )

    def toll(
        self, number: int, words: str, outcome: Told = ("killed", "killed"), **more: Told
    ) -> Statement:
        """Return a toll of so many."""
        counted: dict[str, Told] = dict.fromkeys(("low", "high"), (number, words))
        counted |= {"bound": ("exact", words), "wording": (words, words)}
        return self.say("toll", {"outcome": outcome} | counted | more)

    def casualty(
        self, name: str, words: str = "", outcome: Told = ("killed", "killed"), **more: Told
    ) -> Statement:
        """Return a casualty of that name."""
        return self.say("casualty", {"name": (name, words or name), "outcome": outcome} | more)


TARMA = Place("Tarma", "1", "Tarma", "PE", "PE-JUN", -11.4, -75.7, 2)
DAY = Edtf("2023-01-09")
