"""The eight kinds of statement: which fields each has, of which type, and which are its key.

One TOML file a kind, in the order of its fields:

    [kind]
    letter = "T"
    label = { en = "toll", es = "balance" }
    definition = { en = "...", es = "..." }
    require_any = [["low", "high", "wording"]]      # at least one of these
    [[field]]
    name = "outcome"
    type = "code"            # text | number | code | edtf | place | record
    vocabulary = "outcome"   # for codes
    list = false             # true: a tuple of such values
    key = true               # no statement without it
    confidentiality = "public"      # what it starts with; "confidential" for family
    members = { low = "number", label = "text", bound = "code:bound" }   # for records
    label = { en = "outcome", es = "desenlace" }
    definition = "..."
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from testigo.record.errors import InvalidStatement, InvalidVocabulary

KINDS = ("toll", "casualty", "incident", "measure", "post", "contact", "proceeding", "claim")
TYPES = ("text", "number", "code", "edtf", "place", "record")


@dataclass(frozen=True, slots=True)
class FieldType:
    """What a field may hold. `members` maps a record's member to its type (`code:bound` for codes)."""

    name: str
    type: str
    vocabulary: str | None
    is_list: bool
    is_key: bool
    confidentiality: str
    members: Mapping[str, str]
    labels: Mapping[str, str]
    definition: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of statement."""

    name: str
    letter: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    fields: Mapping[str, FieldType]
    require_any: tuple[tuple[str, ...], ...]

    def field(self, name: str) -> FieldType:
        """Return the type of one field.

        Raises:
            InvalidStatement: if the kind has no such field.
        """
        try:
            return self.fields[name]
        except KeyError:
            raise InvalidStatement(
                f"a {self.name} has no field {name!r}; it has {', '.join(self.fields)}"
            ) from None


@functools.cache
def kind(name: str) -> Kind:
    """Load one kind.

    Raises:
        InvalidStatement: if there is no such kind.
        InvalidVocabulary: if its file breaks the form above.
    """
    if name not in KINDS:
        raise InvalidStatement(f"there is no kind {name!r}; there are {', '.join(KINDS)}")
    file = resources.files(__name__) / f"{name}.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    try:
        head = data["kind"]
        fields = {row["name"]: _parse_field(row) for row in data["field"]}
        require_any = tuple(tuple(group) for group in head.get("require_any", ()))
        return Kind(
            name,
            head["letter"],
            MappingProxyType(dict(head["label"])),
            MappingProxyType(dict(head["definition"])),
            MappingProxyType(fields),
            require_any,
        )
    except KeyError as missing:
        raise InvalidVocabulary(f"kinds/{name}.toml lacks {missing}") from None


def _parse_field(row: Mapping[str, object]) -> FieldType:
    if row["type"] not in TYPES:
        raise InvalidVocabulary(f"field {row['name']!r}: type must be one of {', '.join(TYPES)}")
    members, labels = row.get("members", {}), row["label"]
    assert isinstance(members, Mapping) and isinstance(labels, Mapping)
    vocabulary = row.get("vocabulary")
    return FieldType(
        name=str(row["name"]),
        type=str(row["type"]),
        vocabulary=None if vocabulary is None else str(vocabulary),
        is_list=bool(row.get("list", False)),
        is_key=bool(row.get("key", False)),
        confidentiality=str(row.get("confidentiality", "public")),
        members=MappingProxyType(dict(members)),
        labels=MappingProxyType(dict(labels)),
        definition=str(row["definition"]),
    )
