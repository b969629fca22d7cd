"""An entry: a person, incident, toll series, measure or actor as the record now holds it.

Invariant: nothing stands in an entry that no statement says; every value names its witnesses, and
what the machine read is told apart from what a person accepted in every count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from testigo.record.canonical import canonical_json
from testigo.record.edtf import Edtf
from testigo.record.span import Span
from testigo.record.values import Value, value_to_json

STATES = ("draft", "accepted", "rejected", "withdrawn")
"""What has become of a statement. Added and amended statements are accepted ones."""

TWO_PERSONS = frozenset({"3", "4", "5", "C", "D"})
"""Levels that need two different persons (`shared` standards 2.6, after OHCHR HR/PUB/19/1)."""


@dataclass(frozen=True, slots=True)
class Witness:
    """One statement behind a value: who says it, in which report, and what people made of it.

    `handle` is the statement's id, the original one where it was amended. `said_by` is None for the
    outlet in its own voice. `group` is the independence group of its report. `confidentiality` is
    that of the whole statement, its report's unless a person decided otherwise.
    """

    handle: str
    report_id: str
    text_id: str
    kind: str
    state: str
    modality: str
    outlet: str | None
    published: Edtf | None
    said_by: str | None
    origin: str | None
    sentence: Span
    group: str
    is_amended: bool = False
    is_added: bool = False
    is_flagged: bool = False
    confidence: float | None = None
    confidentiality: str = "public"

    @property
    def counts(self) -> bool:
        """Whether it stands: neither rejected nor withdrawn."""
        return self.state in ("draft", "accepted")


@dataclass(frozen=True, slots=True)
class EntryValue:
    """One value of one field, with the statements for it and against it.

    `field` is a field of the kind; what belongs to one outcome of a person is written
    `killed.date`, to a later act of a measure `extended.start`. `level` is the level of
    verification in force, "0" and "1" where no person set one; `proposed` a level that waits for a
    second person, None where none does. What a person withheld, or its kind keeps back by default,
    has a confidentiality other than public.
    """

    field: str
    value: Value
    supporting: tuple[Witness, ...]
    contradicting: tuple[Witness, ...] = ()
    level: str = "0"
    proposed: str | None = None
    is_preferred: bool = False
    confidentiality: str = "public"

    @property
    def key(self) -> str:
        """The value in canonical JSON: what a decision about it names."""
        return value_key(self.value)

    @property
    def is_contradicted(self) -> bool:
        """Whether a statement that stands says otherwise."""
        return any(witness.counts for witness in self.contradicting)

    @property
    def groups(self) -> int:
        """How many independent sources support it, by the accepted statements alone."""
        return len({w.group for w in self.supporting if w.state == "accepted"})


@dataclass(frozen=True, slots=True)
class Tally:
    """Statements by state. They are never added up: a draft is not an accepted statement."""

    draft: int = 0
    accepted: int = 0
    rejected: int = 0
    withdrawn: int = 0

    @classmethod
    def of(cls, states: Sequence[str]) -> Tally:
        """Count states."""
        return cls(*(states.count(state) for state in STATES))


@dataclass(frozen=True, slots=True)
class Entry:
    """What the record holds of one person, incident, toll series, measure or actor.

    `id` was given once and resolves for ever; `aliases` are the ids of what was joined into it.
    `name` is the one shown, by rule: as an accepted statement has it, else a draft; the longest.
    `witnesses` are all statements that mention it, rejected ones too, in the order of the log.
    """

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    values: tuple[EntryValue, ...]
    witnesses: tuple[Witness, ...]
    is_person: bool = False
    is_actor: bool = False

    def values_of(self, field: str) -> tuple[EntryValue, ...]:
        """Return the values of one field, the preferred and best supported first."""
        return tuple(value for value in self.values if value.field == field)

    @property
    def tally(self) -> Tally:
        """Its statements by state."""
        return Tally.of([witness.state for witness in self.witnesses])

    @property
    def is_contradicted(self) -> bool:
        """Whether any of its values is."""
        return any(value.is_contradicted for value in self.values)


def value_key(value: Value) -> str:
    """Return a value in canonical JSON."""
    return canonical_json(value_to_json(value)).decode("utf-8")
