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
    min_items = 2            # for lists: how many values at least, 1 if not said
    confidentiality = "public"      # what it starts with; "confidential" for family
    members = { low = "number", label = "text", bound = "code:bound" }   # for records
    label = { en = "outcome", es = "desenlace" }
    definition = "..."
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from testigo.record.errors import InvalidStatement, InvalidVocabulary
from testigo.record.vocabularies import read_toml, texts, vocabulary, vocabulary_names

KINDS = ("toll", "casualty", "incident", "measure", "post", "contact", "proceeding", "claim")
TYPES = ("text", "number", "code", "edtf", "place", "record")
FOLDER = Path(__file__).parent
_KIND_KEYS = {"letter", "label", "definition", "require_any"}
_FIELD_KEYS = {
    "name",
    "type",
    "vocabulary",
    "list",
    "key",
    "min_items",
    "confidentiality",
    "members",
    "label",
    "definition",
}


@dataclass(frozen=True, slots=True)
class FieldType:
    """What a field may hold. `members` maps a record's member to its type (codes: `code:bound`)."""

    name: str
    type: str
    vocabulary: str | None
    is_list: bool
    is_key: bool
    confidentiality: str
    members: Mapping[str, str]
    labels: Mapping[str, str]
    definition: str
    min_items: int = 1

    def label(self, language: str = "en") -> str:
        """Return the words people see for the field; English where `language` has none."""
        return self.labels.get(language) or self.labels["en"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of statement."""

    name: str
    letter: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    fields: Mapping[str, FieldType]
    require_any: tuple[tuple[str, ...], ...]

    def label(self, language: str = "en") -> str:
        """Return the words people see for the kind; English where `language` has none."""
        return self.labels.get(language) or self.labels["en"]

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
    return parse_kind(name, read_toml(FOLDER / f"{name}.toml"))


def parse_kind(name: str, data: Mapping[str, object]) -> Kind:
    """Build a kind from the content of its TOML file.

    Raises:
        InvalidVocabulary: if a key is unknown or missing, a field stands twice, a type is none of
            `TYPES`, or a code names a vocabulary that does not exist.
    """
    head, rows = data.get("kind"), data.get("field")
    if (
        set(data) != {"kind", "field"}
        or not isinstance(head, Mapping)
        or not isinstance(rows, list)
    ):
        raise InvalidVocabulary(f"kinds/{name}.toml needs one [kind] and its [[field]] entries")
    where = f"kinds/{name}.toml [kind]"
    _check_keys(where, head, _KIND_KEYS)
    fields: dict[str, FieldType] = {}
    for row in rows:
        field = _parse_field(name, row)
        if field.name in fields:
            raise InvalidVocabulary(f"kinds/{name}.toml has the field {field.name!r} twice")
        fields[field.name] = field
    require_any = tuple(tuple(group) for group in head.get("require_any", ()))
    unknown = {member for group in require_any for member in group} - set(fields)
    if unknown or not head.get("letter"):
        raise InvalidVocabulary(f"{where}: needs a letter, and `require_any` of its own fields")
    return Kind(
        name,
        str(head["letter"]),
        texts(where, head.get("label")),
        texts(where, head.get("definition")),
        MappingProxyType(fields),
        require_any,
    )


def _parse_field(kind_name: str, row: Mapping[str, object]) -> FieldType:
    where = f"kinds/{kind_name}.toml, field {row.get('name')!r}"
    _check_keys(where, row, _FIELD_KEYS)
    name, type_name, definition = row.get("name"), row.get("type"), row.get("definition")
    if not (isinstance(name, str) and name and isinstance(definition, str) and definition):
        raise InvalidVocabulary(f"{where}: needs a name and a definition")
    vocabulary_name, members = row.get("vocabulary"), row.get("members", {})
    if not isinstance(members, Mapping) or (type_name == "record") != bool(members):
        raise InvalidVocabulary(f"{where}: members belong to records, and only to them")
    _check_type(where, type_name, vocabulary_name)
    for member_type in members.values():
        plain, _, member_vocabulary = str(member_type).partition(":")
        _check_type(where, plain, member_vocabulary or None)
    min_items = row.get("min_items", 1)
    if not isinstance(min_items, int) or min_items < 1:
        raise InvalidVocabulary(f"{where}: min_items is a number from 1")
    confidentiality = str(row.get("confidentiality", "public"))
    if confidentiality not in vocabulary("confidentiality"):
        raise InvalidVocabulary(f"{where}: {confidentiality!r} is no confidentiality")
    return FieldType(
        name=name,
        type=str(type_name),
        vocabulary=None if vocabulary_name is None else str(vocabulary_name),
        is_list=bool(row.get("list", False)),
        is_key=bool(row.get("key", False)),
        confidentiality=confidentiality,
        members=MappingProxyType(dict(members)),
        labels=texts(where, row.get("label")),
        definition=definition,
        min_items=min_items,
    )


def _check_type(where: str, type_name: object, vocabulary_name: object) -> None:
    if type_name not in TYPES:
        raise InvalidVocabulary(f"{where}: a type is one of {', '.join(TYPES)}")
    if (type_name == "code") != (vocabulary_name is not None):
        raise InvalidVocabulary(f"{where}: a vocabulary belongs to codes, and only to them")
    if vocabulary_name is not None and vocabulary_name not in vocabulary_names():
        raise InvalidVocabulary(f"{where}: there is no vocabulary {vocabulary_name!r}")


def _check_keys(where: str, table: Mapping[str, object], known: set[str]) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise InvalidVocabulary(f"{where}: unknown key {unknown[0]!r}")
