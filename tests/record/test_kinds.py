"""The eight kinds: fields that can be filled, vocabularies that exist, files that keep the form."""

from collections.abc import Mapping

import pytest

from testigo.record.errors import InvalidStatement, InvalidVocabulary
from testigo.record.kinds import KINDS, TYPES, FieldType, kind, parse_kind
from testigo.record.vocabularies import LANGUAGES, vocabulary_names

FIELDS = [(name, field) for name in KINDS for field in kind(name).fields.values()]
IDS = [f"{name}.{field.name}" for name, field in FIELDS]


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=IDS)
def test_every_field_has_type_labels_and_a_definition(name: str, field: FieldType) -> None:
    assert field.type in TYPES
    assert all(field.labels[language].strip() for language in LANGUAGES)
    assert field.definition.endswith(".")


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=IDS)
def test_every_coded_field_names_a_vocabulary_that_exists(name: str, field: FieldType) -> None:
    named = [field.vocabulary, *(t.partition(":")[2] for t in field.members.values())]

    assert {v for v in named if v} <= set(vocabulary_names())


@pytest.mark.parametrize(
    ("name", "letter", "key"),
    [
        ("toll", "T", ["outcome"]),
        ("casualty", "C", ["outcome"]),
        ("incident", "I", ["type"]),
        ("measure", "M", ["type", "status"]),
        ("post", "P", ["person", "title"]),
        ("contact", "K", ["type", "parties"]),
        ("proceeding", "J", ["type", "target"]),
        ("claim", "Q", ["speaker", "content"]),
    ],
)
def test_the_key_fields_are_those_without_which_nothing_is_said(
    name: str, letter: str, key: list[str]
) -> None:
    assert kind(name).letter == letter
    assert [field.name for field in kind(name).fields.values() if field.is_key] == key


def test_only_the_family_of_a_victim_starts_confidential() -> None:
    hidden = [(name, field.name) for name, field in FIELDS if field.confidentiality != "public"]

    assert hidden == [("casualty", "family")]


def test_an_unknown_kind_or_field_names_those_that_exist() -> None:
    with pytest.raises(InvalidStatement, match="toll, casualty"):
        kind("rumour")
    with pytest.raises(InvalidStatement, match="outcome"):
        kind("toll").field("crowd")


FIELD: dict[str, object] = {
    "name": "outcome",
    "type": "code",
    "vocabulary": "outcome",
    "label": {"en": "outcome", "es": "desenlace"},
    "definition": "What happened.",
}
HEAD: dict[str, object] = {
    "letter": "X",
    "label": {"en": "thing", "es": "cosa"},
    "definition": {"en": "A thing.", "es": "Una cosa."},
}


def test_a_kind_of_the_right_form_is_read() -> None:
    assert list(parse_kind("thing", {"kind": HEAD, "field": [FIELD]}).fields) == ["outcome"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": HEAD},
        {"kind": HEAD, "field": [FIELD], "fields": []},
        {"kind": HEAD | {"letters": "T"}, "field": [FIELD]},
        {"kind": HEAD | {"letter": ""}, "field": [FIELD]},
        {"kind": HEAD | {"label": {"en": "thing"}}, "field": [FIELD]},
        {"kind": HEAD | {"require_any": [["low"]]}, "field": [FIELD]},
        {"kind": HEAD, "field": [FIELD, FIELD]},
        {"kind": HEAD, "field": [FIELD | {"vocabulary": "no_such_list"}]},
        {"kind": HEAD, "field": [FIELD | {"type": "text"}]},
        {"kind": HEAD, "field": [FIELD | {"type": "float"}]},
        {"kind": HEAD, "field": [FIELD | {"keys": True}]},
        {"kind": HEAD, "field": [FIELD | {"min_items": 0}]},
        {"kind": HEAD, "field": [FIELD | {"confidentiality": "secret"}]},
        {"kind": HEAD, "field": [FIELD | {"members": {"low": "number"}}]},
        {"kind": HEAD, "field": [{k: v for k, v in FIELD.items() if k != "vocabulary"}]},
        {"kind": HEAD, "field": [{k: v for k, v in FIELD.items() if k != "definition"}]},
        {"kind": HEAD, "field": [{k: v for k, v in FIELD.items() if k != "label"}]},
        {"kind": HEAD, "field": [{k: v for k, v in FIELD.items() if k != "name"}]},
        {
            "kind": HEAD,
            "field": [
                {k: v for k, v in FIELD.items() if k != "vocabulary"}
                | {"type": "record", "members": {"bound": "code:no_such_list"}}
            ],
        },
    ],
    ids=range(20),
)
def test_a_broken_kind_is_refused(data: Mapping[str, object]) -> None:
    with pytest.raises(InvalidVocabulary):
        parse_kind("broken", data)
