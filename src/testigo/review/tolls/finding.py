"""What is noticed about tolls: a code, the statements it concerns and the numbers in it.

Invariant: a finding changes nothing. It explains, or asks a person; its words come later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from testigo.record.counts import CountRange
from testigo.record.places import Place
from testigo.record.statement import Record
from testigo.review.tolls.figures import figure_in
from testigo.review.tolls.moments import Moment
from testigo.review.tolls.points import TollPoint

QUESTIONS = frozenset(
    {
        "fall",
        "disagree",
        "parts_differ",
        "includes_differ",
        "includes_exceed",
        "same_total",
        "retraction_unlinked",
        "correction_unlinked",
    }
)
"""The findings that ask a person; all others explain."""


@dataclass(frozen=True, slots=True)
class Part:
    """A number inside a toll, with the words that say whom it counts ("" for none).

    `outcome` is None where it is that of the whole.
    """

    outcome: str | None
    figure: CountRange
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """Dead and missing as one speaker gives them at one moment; `missing` None if not stated."""

    speaker: str
    moment: Moment
    killed: int
    missing: int | None


FindingValue = (
    int | str | CountRange | Moment | tuple[CountRange, ...] | tuple[Part, ...] | tuple[Step, ...]
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed. `handles` are the statements concerned, in order of time, each once.

    `has_drafts` tells that it rests on a statement nobody has judged.
    """

    code: str
    handles: tuple[str, ...]
    values: tuple[tuple[str, FindingValue], ...]
    has_drafts: bool

    @property
    def is_question(self) -> bool:
        """Whether it asks a person to decide."""
        return self.code in QUESTIONS

    def value(self, name: str) -> FindingValue | None:
        """Return one of the values, None where this finding has no such value."""
        return dict(self.values).get(name)


def finding(code: str, points: Iterable[TollPoint], **values: FindingValue) -> Finding:
    """Make a finding about the statements of these points."""
    concerned = tuple(points)
    return Finding(
        code,
        tuple(dict.fromkeys(point.handle for point in concerned)),
        tuple(sorted(values.items())),
        any(point.state == "draft" for point in concerned),
    )


def parts_in(point: TollPoint, field: str) -> tuple[Part, ...]:
    """Return the numbers of a toll's `parts` or `includes`, in the order of the text."""
    value = point.statement.value(field)
    records = value if isinstance(value, tuple) else ()
    outcome = str(point.statement.value("outcome"))
    return tuple(_part(record, outcome) for record in records if isinstance(record, Record))


def _part(record: Record, outcome: str) -> Part:
    place = record.get("place")
    words = [record.get("population"), record.get("category")]
    words.append(place.words if isinstance(place, Place) else None)
    label = ", ".join(str(word) for word in words if word is not None)
    own = record.get("outcome")
    differs = own is not None and own != outcome
    return Part(str(own) if differs else None, figure_in(record), label)
