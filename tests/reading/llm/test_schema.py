"""The form of an answer comes from the record alone, and strict services take it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import jsonschema_rs
import pytest

from testigo.reading.llm.prompt import LANGUAGES, sample
from testigo.reading.llm.schema import COUNT, NAME, SOURCE, answer_schema, item_keys
from testigo.record.kinds import KINDS, kind
from testigo.record.vocabularies import vocabulary


def parts(schema: object = None) -> Iterator[dict]:
    """Every schema inside the schema."""
    if schema is None:
        schema = answer_schema()
    if isinstance(schema, dict):
        yield schema
        for inner in schema.values():
            yield from parts(inner) if inner is not None else ()
    elif isinstance(schema, list):
        for inner in schema:
            yield from parts(inner) if inner is not None else ()


def statements() -> dict[str, dict]:
    choices = answer_schema()["properties"][NAME]["items"]["anyOf"]
    return {next(iter(choice["properties"])): choice for choice in choices}


def test_everything_is_required_and_nothing_may_be_added() -> None:
    for part in parts():
        if part.get("type") == "object":
            assert part["additionalProperties"] is False
            assert part["required"] == list(part["properties"])


def test_it_uses_only_words_that_every_server_knows() -> None:
    known = {"type", "properties", "required", "additionalProperties", "items", "anyOf", "enum"}
    names = {name for part in parts() if "properties" in part for name in part["properties"]}
    assert {key for part in parts() for key in part} - names <= known


def test_no_two_choices_begin_with_the_same_key() -> None:
    for part in parts():
        firsts = [next(iter(choice["properties"])) for choice in part.get("anyOf", ())]
        assert len(firsts) == len(set(firsts))


def test_it_stays_within_what_strict_services_take() -> None:
    enums = [part["enum"] for part in parts() if isinstance(part.get("enum"), list)]
    assert sum(map(len, enums)) <= 1000
    properties = [part["properties"] for part in parts() if part.get("type") == "object"]
    assert sum(map(len, properties)) <= 5000
    assert depth(answer_schema()) <= 10


def depth(schema: dict) -> int:
    inner = [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]
    inner += [schema["items"]] if "items" in schema else []
    return ("type" in schema) + max(map(depth, inner), default=0)


@pytest.mark.parametrize("name", KINDS)
def test_every_field_and_code_of_the_record_has_its_place(name: str) -> None:
    items = statements()[name]["properties"]["fields"]["items"]["anyOf"]
    keys = {key for item in items for key in item["properties"]}
    assert {f for f in kind(name).fields if f not in COUNT} <= keys
    assert set(SOURCE) <= keys
    for item in items:
        first = next(iter(item["properties"]))
        field = kind(name).fields.get(first)
        if field is not None and field.vocabulary and first not in COUNT:
            assert item["properties"][first]["enum"] == list(vocabulary(field.vocabulary).codes)


def test_a_number_of_people_is_one_item() -> None:
    assert "low" in item_keys(kind("toll"))
    assert not {"high", "bound", "wording"} & set(item_keys(kind("toll")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_has_the_form(language: str) -> None:
    _, _, answer = sample(language)
    jsonschema_rs.validator_for(answer_schema()).validate(json.loads(answer))
