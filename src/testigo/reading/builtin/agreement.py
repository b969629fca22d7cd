"""Whether the rules and the net found the same statement: by the fields that make it what it is."""

from __future__ import annotations

from testigo.reading.drafts import Draft
from testigo.reading.learned.merging import likeness
from testigo.record.span import Span

_ALIKE = 0.5
_COUNT = ("outcome", "low", "high")


def is_same(one: Draft, other: Draft) -> int:
    """Return how surely two drafts of one kind tell one thing: 0 not at all, 3 at most."""
    same = {"toll": _same_toll, "casualty": _same_casualty, "measure": _same_measure}.get(one.kind)
    if same is None or not same(one, other):
        return 0
    code = "status" if one.kind == "measure" else "outcome"
    return 1 + (_value(one, code) == _value(other, code)) + _share_words(one, other)


def _share_words(one: Draft, other: Draft) -> bool:
    spans = [[e for e in draft.evidence if isinstance(e, Span)] for draft in (one, other)]
    return any(a.meets(b) for a in spans[0] for b in spans[1])


def _value(draft: Draft, name: str) -> object:
    field = draft.fields.get(name)
    return None if field is None else field.value


def _same_toll(one: Draft, other: Draft) -> bool:
    names = list(_COUNT)
    if _value(one, "low") is None and _value(one, "high") is None:
        names.append("wording")
    return all(_value(one, name) == _value(other, name) for name in names)


def _same_casualty(one: Draft, other: Draft) -> bool:
    names = _value(one, "name"), _value(other, "name")
    outcomes = _value(one, "outcome") == _value(other, "outcome")
    if names[0] and names[1]:
        return likeness(*names) >= _ALIKE
    ages = _value(one, "age"), _value(other, "age")
    if ages[0] is not None or ages[1] is not None:
        return ages[0] == ages[1] and outcomes
    return not any(names) and outcomes and _share_words(one, other)


def _same_measure(one: Draft, other: Draft) -> bool:
    return _value(one, "type") == _value(other, "type")
