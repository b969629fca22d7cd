"""What people type into a field of any type is the value that they mean."""

from __future__ import annotations

import datetime
import json

import pytest

from testigo.record.edtf import Edtf
from testigo.record.errors import TestigoError, UnknownCode
from testigo.record.kinds import KINDS, kind
from testigo.record.places import Place
from testigo.record.statement import Record, Value, value_to_json
from testigo.record.vocabularies import LANGUAGES, vocabulary
from testigo.review.typed.values import UnclearValue, read_typed_code, read_typed_value

CODED = sorted(
    {f.vocabulary for name in KINDS for f in kind(name).fields.values() if f.vocabulary is not None}
)


@pytest.mark.parametrize(
    ("kind_name", "field", "typed", "value"),
    [
        ("casualty", "name", " Ilario Pacsi ", "Ilario Pacsi"),
        ("casualty", "age", "26", 26),
        ("casualty", "age", "veintiséis", 26),
        ("casualty", "date", "12 Dec", Edtf("2025-12-12")),
        ("casualty", "place", "Qenqo", Place("Qenqo")),
        ("incident", "targets", "farmers; students", ("farmers", "students")),
        ("toll", "parts", '[{"low": 3, "high": 3}]', (Record.of(low=3, high=3),)),
        ("casualty", "place", '{"words": "Puno", "country": "PE"}', Place("Puno", country="PE")),
    ],
    ids=lambda value: str(value)[:30],
)
def test_each_type_is_typed_as_people_write_it(
    kind_name: str, field: str, typed: str, value: Value
) -> None:
    near = datetime.date(2026, 1, 5)
    assert read_typed_value(kind(kind_name).field(field), typed, "es", near=near) == value


@pytest.mark.parametrize("name", CODED)
def test_a_code_is_typed_as_itself_or_as_its_label(name: str) -> None:
    for code in vocabulary(name):
        assert read_typed_code(name, code.code) == code.code
        for language in LANGUAGES:
            label = code.labels[language]
            found = read_typed_code(name, label.upper())
            assert label.casefold() in {
                each.casefold() for each in vocabulary(name)[found].labels.values()
            } | {found.casefold()}


@pytest.mark.parametrize(
    ("kind_name", "field", "typed"),
    [
        ("casualty", "name", "  "),
        ("casualty", "age", "young"),
        ("casualty", "age", "20 to 30"),
        ("casualty", "date", "12/12"),
        ("toll", "parts", "three of them"),
        ("toll", "parts", '["low"]'),
        ("casualty", "place", '{"country": "PE"}'),
    ],
)
def test_what_is_no_value_is_refused(kind_name: str, field: str, typed: str) -> None:
    with pytest.raises(TestigoError):
        read_typed_value(kind(kind_name).field(field), typed)


def test_an_unknown_code_names_its_vocabulary() -> None:
    with pytest.raises(UnknownCode, match="outcome"):
        read_typed_code("outcome", "slain")
    with pytest.raises(UnclearValue):
        read_typed_value(kind("casualty").field("age"), "at least 20")


@pytest.mark.parametrize("field", ["parts", "includes"])
def test_what_json_prints_of_a_record_is_read_back(field: str) -> None:
    value = (Record.of(low=2, high=2, population="students"), Record.of(low=1, wording="one"))
    typed = json.dumps(value_to_json(value))
    assert read_typed_value(kind("toll").field(field), typed) == value
