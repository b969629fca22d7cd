"""Two statements of one text side by side: whether both claim one thing, and where they differ.

Two readers rarely cut a phrase at the same letter. What is said in words of its own ("a mason from
the port") is the same where both read it from the same place; a name, a number, a date, a place or
a code is the same only where its value is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from testigo.record.kinds import Kind, kind
from testigo.record.places import Place
from testigo.record.statement import Field, Statement
from testigo.record.values import Value, value_to_json
from testigo.review.nodes import name_key

EXTRAS = ("speaker", "origin", "said_on")
"""What a statement holds beside the fields of its kind; its modality is the fourth."""

_EXACT = frozenset(
    {"name", "person", "organisation", "authority", "target", "targets", "perpetrator"}
    | {"perpetrators", "parties", "speaker", "origin", "addressee", "instrument"}
)
"""Fields in words of which every word counts."""

_ARTICLES = frozenset({"the", "a", "an", "el", "la", "los", "las", "un", "una"})


def parts(statement: Statement) -> dict[str, Field]:
    """Return the fields of a statement with its speaker, origin and date said, by name."""
    held = dict(statement.fields)
    extras = (statement.source.speaker, statement.source.origin, statement.said_on)
    return held | {
        # A claim has a speaker of its own, who is the one that matters.
        name: field
        for name, field in zip(EXTRAS, extras, strict=True)
        if field is not None and name not in held
    }


def differing(one: Statement, other: Statement) -> tuple[str, ...]:
    """Return the names of what differs in any letter: fields, who says it, when, how it is put."""
    mine, theirs = ({n: value_to_json(f.value) for n, f in parts(s).items()} for s in (one, other))
    names = [n for n in dict.fromkeys((*mine, *theirs)) if mine.get(n) != theirs.get(n)]
    return (*names, *_modality(one, other))


def reading_otherwise(one: Statement, other: Statement) -> tuple[str, ...]:
    """Return the names of what two readers of the same words read otherwise.

    What only one of them gives is among it; how far a phrase was cut is not. See `disagreeing`.
    """
    shape, mine, theirs = kind(one.kind), parts(one), parts(other)
    names = dict.fromkeys((*mine, *theirs))
    apart = [n for n in names if not _same(shape, n, mine.get(n), theirs.get(n))]
    return (*apart, *_modality(one, other))


def disagreeing(one: Statement, other: Statement) -> tuple[str, ...]:
    """Return the names of those of `reading_otherwise` on which two readers disagree.

    That one tells more in a phrase of its own (of what was done, or to whom) is not among them; a
    place, a date, a name, a code or a speaker that only one gives is.
    """
    shape, mine, theirs = kind(one.kind), parts(one), parts(other)
    apart = reading_otherwise(one, other)
    return tuple(n for n in apart if not (_is_phrase(shape, n) and (n in mine) != (n in theirs)))


def _modality(one: Statement, other: Statement) -> tuple[str, ...]:
    return () if one.modality == other.modality else ("modality",)


def _same(shape: Kind, name: str, one: Field | None, other: Field | None) -> bool:
    if one is None or other is None:
        return one is other
    if _is_phrase(shape, name) and not offsets([one]).isdisjoint(offsets([other])):
        return True
    return _comparable(one.value) == _comparable(other.value)


def _is_phrase(shape: Kind, name: str) -> bool:
    return name in shape.fields and shape.fields[name].type == "text" and name not in _EXACT


def _comparable(value: Value) -> object:
    if isinstance(value, tuple):
        return frozenset(str(_comparable(item)) for item in value)
    if isinstance(value, Place):
        return value.place_id or name_key(value.words)
    if isinstance(value, str):
        words = name_key(value).split()
        return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)
    return value_to_json(value)


def offsets(fields: Iterable[Field | None]) -> set[int]:
    """Return the places of all characters that these fields were read from."""
    spans = {span for field in fields if field is not None for span in field.spans}
    return {at for span in spans for at in range(span.start, span.end)}


def key_offsets(statement: Statement) -> set[int]:
    """Return the places of the characters that carry a statement: those of its key fields."""
    shape = kind(statement.kind)
    names = {f.name for f in shape.fields.values() if f.is_key}.union(*shape.require_any)
    return offsets(field for name, field in statement.fields if name in names)


def is_one_claim(one: Statement, other: Statement) -> bool:
    """Tell whether two statements of one text are readings of the same claim.

    They are of one kind; what tells it from its neighbours (a name or description, a number, a
    post, a speaker and the words) was read from the same place; and its outcome or type was too,
    or is equal. Leans to no: two persons killed by one verb are never taken for one.
    """
    if one.kind != other.kind or one.text_id != other.text_id:
        return False
    shape = kind(one.kind)
    code = next((f.name for f in shape.fields.values() if f.is_key and f.type == "code"), None)
    anchors = list(_anchors(shape)) or [(str(code),)]
    for names in anchors:
        mine, theirs = (offsets(s.field(name) for name in names) for s in (one, other))
        if mine.isdisjoint(theirs):
            return False
    if code is None or one.value(code) == other.value(code):
        return True
    return not offsets([one.field(code)]).isdisjoint(offsets([other.field(code)]))


def _anchors(shape: Kind) -> Iterator[tuple[str, ...]]:
    yield from shape.require_any
    for field in shape.fields.values():
        if field.is_key and field.type != "code":
            yield (field.name,)


def likeness(one: Statement, other: Statement) -> float:
    """Return how far two readings of one claim rest on the same characters, in (0, 1]; 0 for none.

    The share of common characters (Dice 1945) decides; of two equally good, the one that differs
    in fewer fields is a little better.
    """
    if not is_one_claim(one, other):
        return 0.0
    mine, theirs = key_offsets(one), key_offsets(other)
    share = 2 * len(mine & theirs) / (len(mine) + len(theirs))
    stated = len({*parts(one), *parts(other), "modality"})
    alike = 1 - len(reading_otherwise(one, other)) / stated
    return 0.99 * share + 0.01 * alike
