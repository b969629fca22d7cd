"""The scope of a toll: whom, what, where and over what time it counts, as far as the text says.

Invariant: a part that the text does not state stays unstated; two scopes have one key only if every
stated part is the same. The moment of counting, the accrual and the bound are no part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from testigo.languages.document import fold
from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.statement import Record, Statement
from testigo.record.values import Value

_ANYBODY = frozenset({"people", "person", "persons", "persona", "personas", "gente"})
"""Words that are counted but narrow nothing: "27 people" counts whom "27" counts."""

_NO_STATUS = frozenset({"unknown", "not_applicable"})
_MARKS = re.compile(r"[\W_]+")
_SEPARATORS = re.compile(r"[%;=]")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a toll counts. None is "not stated", never "everything".

    `is_estimate` tells inferred numbers from all others; few texts say of the others that each
    person was documented. `period` says of what time the people were harmed, not when they were
    counted.
    """

    outcome: str
    is_estimate: bool = False
    place: Place | None = None
    period: Edtf | None = None
    category: str | None = None
    population: str | None = None
    civilian: str | None = None

    @property
    def key(self) -> str:
        """Stable text, the same for scopes whose stated parts fold to the same.

        >>> Scope("killed", place=Place("Puno", precision=4), population="Manifestantes").key
        'killed;count;place=puno@4;population=manifestantes'
        """
        return f"{self.outcome};{self.frame}"

    @property
    def frame(self) -> str:
        """The key without the outcome: what killed and missing of one incident have in common."""
        return ";".join(("estimate" if self.is_estimate else "count", *self._stated()))

    @property
    def is_stated(self) -> bool:
        """Whether the text says anything of whom, what, where or over what time it counts."""
        return bool(self._stated())

    def of_part(self, record: Record) -> Scope:
        """Return the scope of a number inside a toll: the toll's own, narrowed by what it says."""
        outcome, place = record.get("outcome"), record.get("place")
        category, population = record.get("category"), record.get("population")
        return replace(
            self,
            outcome=str(outcome) if outcome is not None else self.outcome,
            place=place if isinstance(place, Place) else self.place,
            category=str(category) if category is not None else self.category,
            population=_whom(population) or self.population,
        )

    def _stated(self) -> tuple[str, ...]:
        parts = {
            "place": _place_key(self.place),
            "period": self.period.text if self.period else None,
            "category": _folded(self.category),
            "population": _folded(self.population),
            "civilian": self.civilian,
        }
        return tuple(f"{name}={part}" for name, part in parts.items() if part is not None)


def scope_of(statement: Statement) -> Scope:
    """Return what a toll statement counts."""
    place, period = statement.value("place"), statement.value("period")
    civilian = statement.value("civilian")
    return Scope(
        outcome=str(statement.value("outcome")),
        is_estimate=statement.value("basis") == "estimate",
        place=place if isinstance(place, Place) else None,
        period=period if isinstance(period, Edtf) else None,
        category=_text(statement.value("category")),
        population=_whom(statement.value("population")),
        civilian=None if civilian in _NO_STATUS else _text(civilian),
    )


def _whom(value: Value | None) -> str | None:
    words = _text(value)
    return None if words is None or _folded(words) in _ANYBODY else words


def _text(value: Value | None) -> str | None:
    return value if isinstance(value, str) else None


def _place_key(place: Place | None) -> str | None:
    """Return the gazetteer's id, else the folded words, and how wide the place is.

    Puno the region and Puno the city are written alike: without the width they would be one.
    """
    if place is None:
        return None
    what = f"id:{_escaped(place.place_id)}" if place.place_id else _folded(place.words)
    return f"{what}@{place.precision}" if place.precision else what


def _folded(words: str | None) -> str | None:
    """Return words without case, accents and marks; words that are nothing else as they stand."""
    if words is None:
        return None
    return _MARKS.sub(" ", fold(words)).strip() or _escaped(words)


def _escaped(words: str) -> str:
    return _SEPARATORS.sub(lambda mark: f"%{ord(mark[0]):02x}", words)
