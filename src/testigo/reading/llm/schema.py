"""The JSON schema of a model's answer, made from the record's kinds and vocabularies alone.

    {"statements": [
      {"toll": "Nine miners were killed near Orvalle, police said.",
       "modality": "asserted",
       "fields": [{"low": 9, "high": 9, "bound": "exact", "words": "Nine"},
                  {"outcome": "killed", "words": "killed"},
                  {"place": "Orvalle", "country": ""},
                  {"said_by": "police"}]}]}

A statement is named by its first key, its kind, which holds the sentences that show it, word for
word. A field is named by its first key too: a text or place holds the words themselves, a code,
number or date the model's own reading, and `words` the words it was read from. What a report does
not give is not there, so that an answer stays short. The values of a list stand one by one.

No two choices of one `anyOf` begin with the same key, everything is required and nothing added:
strict services ask for that, and llama.cpp makes a grammar of it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from testigo.record.kinds import KINDS, FieldType, Kind, kind
from testigo.record.vocabularies import vocabulary

PROMPT_VERSION = 1
"""Raised by hand when the way of asking changes in a way that no hash of its words shows."""

Schema = dict[str, object]

COUNT = ("low", "high", "bound", "wording")
"""Fields that are read from one and the same words: one item, whose words are the wording."""
SAID_BY, RELIES_ON, SAID_ON = "said_by", "relies_on", "said_on"
SOURCE = (SAID_BY, RELIES_ON, SAID_ON)
"""Items that every kind has beside its fields: speaker, origin and the day it was said."""
NAME = "statements"
"""What the answer is called where a server wants a name for its form."""

_TEXT: Schema = {"type": "string"}


@functools.cache
def answer_schema() -> Schema:
    """Return the schema of a whole answer. Do not change it: it is the same object each time."""
    statements = {"anyOf": [_statement(kind(name)) for name in KINDS]}
    return _object({NAME: {"type": "array", "items": statements}})


def item_keys(shape: Kind) -> tuple[str, ...]:
    """Return the first keys of the items that a statement of that kind may have, in order."""
    own = (name for name in shape.fields if name not in COUNT[1:] or "low" not in shape.fields)
    return (*own, *SOURCE)


def is_count(shape: Kind, name: str) -> bool:
    """Tell whether an item is the one for number, bound and wording together."""
    return name == COUNT[0] and set(COUNT) <= set(shape.fields)


def _statement(shape: Kind) -> Schema:
    items = [_object(dict(_members(shape, name))) for name in item_keys(shape)]
    return _object(
        {
            shape.name: _TEXT,
            "modality": _codes("modality"),
            "fields": {"type": "array", "items": {"anyOf": items}},
        }
    )


def _members(shape: Kind, name: str) -> Iterator[tuple[str, Schema]]:
    """Yield the members of one item, the one that names it first."""
    if name in SOURCE:
        yield name, _TEXT
        if name == SAID_ON:
            yield "words", _TEXT
    elif is_count(shape, name):
        yield from _count()
        yield "words", _TEXT
    else:
        yield from _field(shape.fields[name])


def _field(field: FieldType) -> Iterator[tuple[str, Schema]]:
    yield field.name, _own_value(field)
    if field.type == "place":
        yield "country", _TEXT
    elif field.type in ("code", "number", "edtf"):
        yield "words", _TEXT
    elif field.type == "record":
        yield from _record(field)


def _own_value(field: FieldType) -> Schema:
    if field.type == "code":
        return _codes(str(field.vocabulary))
    return {"type": "integer"} if field.type == "number" else _TEXT


def _record(field: FieldType) -> Iterator[tuple[str, Schema]]:
    """Yield the members of a small record; what the text may leave out may be null."""
    for name, type_name in field.members.items():
        if name in COUNT:
            if name == COUNT[0]:
                yield from _count()
        elif type_name.startswith("code:"):
            yield name, _codes(type_name.removeprefix("code:"))
        else:
            yield name, _or_null("string")


def _count() -> Iterator[tuple[str, Schema]]:
    yield "low", _or_null("integer")
    yield "high", _or_null("integer")
    yield "bound", _codes("bound")


def _codes(name: str) -> Schema:
    return {"type": "string", "enum": list(vocabulary(name).codes)}


def _or_null(type_name: str) -> Schema:
    return {"type": [type_name, "null"]}


def _object(members: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": members,
        "required": list(members),
        "additionalProperties": False,
    }
