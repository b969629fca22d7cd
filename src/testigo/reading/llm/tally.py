"""How a model's quotations fared in one or many readings: found exactly, loosely, or dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from testigo.reading.grounding import NOT_IN_TEXT
from testigo.reading.llm.values import ELSEWHERE
from testigo.record.reading import Reading
from testigo.record.statement import Field, Statement
from testigo.record.wording.hows import is_loose


@dataclass(frozen=True, slots=True)
class Tally:
    """Values that stand letter for letter, those that stand up to their dress, those dropped.

    `not_found` of the dropped have no words in the text, or none where they ought to stand;
    `otherwise` were dropped for another reason (no code, no number in the words, a statement that
    lost its key field). `differs` of the kept values were read otherwise by the model.
    """

    statements: int = 0
    exactly: int = 0
    loosely: int = 0
    not_found: int = 0
    otherwise: int = 0
    differs: int = 0


def tally(readings: Iterable[Reading]) -> Tally:
    """Count over the readings of a language model."""
    held = list(readings)
    values = [field for one in held for found in one.found for field in _said(found.statement)]
    loosely = sum(is_loose(field.how) for field in values)
    dropped = [d for one in held for d in one.dropped if not d.is_difference]
    not_found = sum(NOT_IN_TEXT in d.why or d.why == ELSEWHERE for d in dropped)
    return Tally(
        statements=sum(len(one.found) for one in held),
        exactly=len(values) - loosely,
        loosely=loosely,
        not_found=not_found,
        otherwise=len(dropped) - not_found,
        differs=sum(d.is_difference for one in held for d in one.dropped),
    )


def _said(statement: Statement) -> Iterator[Field]:
    """Yield the values of a statement that the model pointed at; a count is one value."""
    names = {name for name, _ in statement.fields}
    for name, field in statement.fields:
        if not (
            statement.kind == "toll" and name in ("low", "high", "bound") and "wording" in names
        ):
            yield field
    for extra in (statement.source.speaker, statement.source.origin, statement.said_on):
        if extra is not None:
            yield extra
