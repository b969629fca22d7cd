"""The values of an entry: what its statements say, for and against, and what people made of it.

Rules, each for all kinds:
- a value is supported by the statements that state it; a denial of it, or a value that cannot be
  true together with it, contradicts it (a day within a stated month does not);
- what was hurt on one day and dead on another is two outcomes of one person, and each outcome has
  its own date, place, cause and perpetrator;
- the same of a measure: what extends, lifts or ends it has its own start and end;
- a level of 3 and more, C and D is in force once two persons gave it (standards 2.6); until then it
  is proposed. Nothing here is chosen by majority, recency or confidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from testigo.record.edtf import Edtf
from testigo.record.entry import TWO_PERSONS, EntryValue, Witness, value_key
from testigo.record.kinds import kind
from testigo.record.places import Place
from testigo.record.statement import Statement
from testigo.record.values import Value
from testigo.record.vocabularies import vocabulary
from testigo.review.judging import Deed
from testigo.review.nodes import VICTIM, name_key

OF_AN_OUTCOME = ("date", "place", "cause", "cause_code", "perpetrator")
"""Fields of a casualty that belong to what happened, not to the person."""

OF_AN_ACT = ("start", "end", "duration")
LATER_ACTS = frozenset({"extended", "expired", "lifted", "rejected"})
"""Statuses of a measure whose start and end are not those of its declaration."""

NOT_ONE = frozenset({"outcome", "status", "name", "description"})
"""Fields of which an entry may have several values that agree."""

_OWN_ROLES = frozenset({VICTIM, "incident", "measure"})
_REGION, _NOWHERE = 4, frozenset({"unknown", "not_applicable"})
_MEASURES = frozenset(vocabulary("measure_type").codes)
"""One decree may declare an emergency and impose a curfew."""

_RANKS = {level: rank for rank, level in enumerate("012345CD")}


@dataclass(frozen=True, slots=True)
class Told:
    """One statement of an entry, the role in which it mentions it, and its witness."""

    statement: Statement
    role: str
    name: str | None
    withheld: Mapping[str, str]
    witness: Witness


def entry_values(told: Sequence[Told], deeds: Sequence[Deed]) -> tuple[EntryValue, ...]:
    """Return the values of an entry, by field in the order of the kind, best supported first.

    `deeds` are the standing decisions on the entry itself, under any of its ids.
    """
    stated: dict[str, dict[str, tuple[Value, list[Told]]]] = defaultdict(dict)
    for one in told:
        for field, value in _told_values(one):
            stated[field].setdefault(_same(field, value), (value, []))[1].append(one)
    return tuple(
        value
        for field, values in stated.items()
        for value in sorted(_values_of(field, list(values.values()), deeds), key=_best_first)
    )


def _told_values(one: Told) -> Iterator[tuple[str, Value]]:
    """Yield `(field, value)` of what one statement says of the entry."""
    statement = one.statement
    if one.role == VICTIM:
        outcome = str(statement.value("outcome"))
        for name, field in statement.fields:
            yield f"{outcome}.{name}" if name in OF_AN_OUTCOME else name, field.value
    elif one.role in ("incident", "measure"):
        act = str(statement.value("status"))
        for name, field in statement.fields:
            is_later = act in LATER_ACTS and name in OF_AN_ACT
            items = field.value if isinstance(field.value, tuple) else (field.value,)
            for item in items:
                yield f"{act}.{name}" if is_later else name, item
    elif one.name:
        yield "name", one.name


def _same(field: str, value: Value) -> str:
    """Return what makes two values of a field one: names and words are compared as names are."""
    if isinstance(value, str) and value:
        return name_key(value) or value
    if isinstance(value, Place):
        return value.place_id or name_key(value.words)
    return value_key(value)


def _values_of(
    field: str, values: Sequence[tuple[Value, list[Told]]], deeds: Sequence[Deed]
) -> Iterator[EntryValue]:
    for value, told in values:
        own = [one.witness for one in told if _modality(one) not in ("denied", "retracted")]
        against = [one.witness for one in told if _modality(one) == "denied"]
        for other, others in values:
            if other is not value and clash(field, value, other):
                against += [o.witness for o in others if o.witness.modality != "retracted"]
        key = value_key(value)
        level, proposed = level_of(_about(deeds, "verify", field, key))
        stands = any(witness.state == "accepted" for witness in own)
        yield EntryValue(
            field,
            value,
            tuple(own),
            tuple(against),
            level or ("1" if stands else "0"),
            proposed,
            bool(_preferred(deeds, field) == key),
            _confidentiality(field, told),
        )


def _modality(one: Told) -> str:
    """Return how a statement puts what it tells of the entry.

    Who denies something is named all the same: what is denied is no name.
    """
    return one.witness.modality if one.role in _OWN_ROLES else "asserted"


def _about(deeds: Sequence[Deed], act: str, field: str, key: str) -> list[Deed]:
    return [
        deed
        for deed in deeds
        if deed.decision.act == act
        and deed.decision.content.get("field") == field
        and deed.decision.content.get("value") == key
    ]


def _preferred(deeds: Sequence[Deed], field: str) -> str | None:
    """Return the value that was last chosen for a field ("this one, because")."""
    chosen = None
    for deed in deeds:
        if deed.decision.act == "accept" and deed.decision.content.get("field") == field:
            chosen = deed.decision.content.get("value")
    return chosen if isinstance(chosen, str) else None


def level_of(deeds: Sequence[Deed]) -> tuple[str | None, str | None]:
    """Return the level in force and the one proposed, each None where there is none.

    >>> level_of([])
    (None, None)
    """
    in_force: str | None = None
    proposed: str | None = None
    persons: dict[str, set[str]] = defaultdict(set)
    for deed in deeds:
        level = str(deed.decision.content.get("level"))
        persons[level].add(deed.decision.by)
        if level in TWO_PERSONS and len(persons[level]) < 2:
            proposed = level
        else:
            in_force, proposed = level, None
    return in_force, proposed


def clash(field: str, one: Value, other: Value) -> bool:
    """Tell whether two values of a field cannot both be true as stated.

    >>> clash("killed.date", Edtf("2023-01-09"), Edtf("2023-01-10"))
    True
    >>> clash("killed.date", Edtf("2023-01"), Edtf("2023-01-10"))
    False
    >>> clash("type", "curfew", "state_of_emergency")
    False
    >>> clash("extended.start", Edtf("2023-01-14"), Edtf("2023-02-13"))
    False
    """
    of, _, name = field.rpartition(".")
    if of == "extended":  # It may be extended more than once.
        return False
    if name in NOT_ONE or (name == "type" and {one, other} <= _MEASURES):
        return False
    if isinstance(one, Edtf) and isinstance(other, Edtf):
        return _apart(one, other)
    if isinstance(one, Place) and isinstance(other, Place):
        return name != "scope" and _elsewhere(one, other)
    if isinstance(one, int) and isinstance(other, int):
        return one != other
    is_code = name in ("sex", "age_group", "cause_code", "type", "civilian_status", "protest_role")
    return is_code and one != other and not _NOWHERE & {one, other}


def _apart(one: Edtf, other: Edtf) -> bool:
    """Whether two dates have no day in common; "about" is no exact day and clashes with none."""
    if one.approximate or other.approximate:
        return False
    first, last = one.earliest, one.latest
    other_first, other_last = other.earliest, other.latest
    before = last is not None and other_first is not None and last < other_first
    after = first is not None and other_last is not None and other_last < first
    return before or after


def _elsewhere(one: Place, other: Place) -> bool:
    """Whether two places lie apart; a region may hold a town of it, and bare words tell nothing."""
    if one.country and other.country and one.country != other.country:
        return True
    if one.admin1 and other.admin1 and one.admin1 != other.admin1:
        return True
    narrow = [p for p in (one, other) if p.place_id and (p.precision or _REGION) < _REGION]
    return len(narrow) == 2 and one.place_id != other.place_id


def _confidentiality(field: str, told: Sequence[Told]) -> str:
    """Return what a person decided on the field, else what its kind keeps back by default."""
    name = field.rpartition(".")[2]
    decided = [one.withheld[name] for one in told if name in one.withheld]
    if decided:
        return decided[-1]
    shape = kind(told[0].statement.kind)
    listed = shape.fields.get(name)
    return "public" if listed is None else listed.confidentiality


def _best_first(value: EntryValue) -> tuple[object, ...]:
    accepted = sum(witness.state == "accepted" for witness in value.supporting)
    drafts = sum(witness.state == "draft" for witness in value.supporting)
    return (not value.is_preferred, -_RANKS.get(value.level, 0), -accepted, -drafts, value.key)
