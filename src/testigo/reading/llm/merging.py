"""What two windows of one report both gave is one statement: the fuller of the two.

Windows overlap, so that a sentence of the overlap is read twice. Two drafts of one window are never
one here: there the model meant two.
"""

from __future__ import annotations

from collections.abc import Sequence

from testigo.reading.drafts import Draft, DraftValue
from testigo.record.kinds import kind
from testigo.record.span import Span

COUNT = ("low", "high", "wording")


def merged(windows: Sequence[Sequence[Draft]]) -> tuple[Draft, ...]:
    """Return the drafts of all windows in the order of the text, those of overlaps once."""
    kept: list[Draft] = []
    for drafts in windows:
        new: list[Draft] = []
        for draft in drafts:
            again = next((i for i, one in enumerate(kept) if is_again(one, draft)), None)
            if again is None:
                new.append(draft)
            elif len(draft.fields) > len(kept[again].fields):
                kept[again] = draft
        kept.extend(new)
    return tuple(kept)


def is_again(one: Draft, other: Draft) -> bool:
    """Tell whether two drafts say one thing: same kind and key codes, on overlapping words.

    Values of a field that both have and that stand on other words make them two.
    """
    if one.kind != other.kind or not _meet(one.fired[:1], other.fired[:1]):
        return False
    keys = [f.name for f in kind(one.kind).fields.values() if f.is_key and f.type == "code"]
    if any(_value(one, name) != _value(other, name) for name in (*keys, *COUNT)):
        return False
    both = set(one.fields) & set(other.fields)
    return not any(_clash(one.fields[name], other.fields[name]) for name in both)


def _clash(one: DraftValue, other: DraftValue) -> bool:
    spans = [[w for w in v.witnesses if isinstance(w, Span)] for v in (one, other)]
    return one.value != other.value and not _meet(spans[0], spans[1])


def _meet(ones: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(a.meets(b) for a in ones for b in others)


def _value(draft: Draft, name: str) -> object:
    field = draft.fields.get(name)
    return None if field is None else field.value
