"""Restating a list of small records: one row changed, taken away, or stated anew."""

from __future__ import annotations

import pytest

from testigo.record.errors import InvalidStatement, TestigoError, UnclearCount, UnknownCode
from testigo.record.kinds import kind
from testigo.record.places import Place
from testigo.record.report import Text
from testigo.record.span import Span
from testigo.record.statement import Field, Statement
from testigo.record.values import Record
from testigo.review.restating import Edit, NoWitness, Page, amended
from testigo.review.restating_rows import Row, members_of, needed_of
from testigo.review.typed.values import UnclearValue

CONTENT = (
    "Nine people were killed: six students in Tarma and three traders in Sucre. "
    "Dozens of farmers were hurt.\n"
)
TEXT = Text("0" * 64, CONTENT, "plain 1")
PAGE = Page(TEXT, "en")
TARMA = Place("Tarma", "1", "Tarma", "PE", "PE-JUN", -11.4, -75.7, 2)


def span(words: str) -> Span:
    start = CONTENT.index(words)
    return Span.cut(CONTENT, start, start + len(words))


SIX = Record.of(
    outcome="killed",
    low=6,
    high=6,
    bound="exact",
    wording="six",
    population="students",
    place=TARMA,
)


def toll(*parts: Record) -> Statement:
    nine = (span("Nine"),)
    fields = {
        "outcome": Field("killed", (span("killed"),)),
        "low": Field(9, nine),
        "high": Field(9, nine),
        "bound": Field("exact", nine),
        "wording": Field("Nine", nine),
    }
    if parts:
        fields["parts"] = Field(tuple(parts), (span("six"),))
    return Statement.make(TEXT.id, "toll", fields, (span(CONTENT.split(". ")[0] + "."),))


def restated(statement: Statement, rows: dict[int, Row], *spans: Span) -> Field | None:
    edit = Edit(rows={"parts": rows}, spans={"parts": spans} if spans else {})
    return amended(statement, edit, PAGE).field("parts")


def test_a_row_is_stated_anew_and_rests_on_the_words_that_were_typed() -> None:
    row = Row({"outcome": "killed", "number": "three", "population": "traders", "place": "Sucre"})

    parts = restated(toll(SIX), {1: row})

    assert parts is not None
    assert isinstance(parts.value, tuple)
    first, second = parts.value
    assert isinstance(second, Record)
    assert first == SIX
    assert [second.get(n) for n in ("low", "high", "bound", "wording")] == [3, 3, "exact", "three"]
    assert second.get("population") == "traders"
    sucre = second.get("place")
    assert isinstance(sucre, Place)
    assert sucre.words == "Sucre"
    assert [one.quote for one in parts.spans] == ["six", "three", "traders", "Sucre"]


def test_a_number_changed_in_a_row_leaves_the_rest_of_it_as_it_was() -> None:
    parts = restated(toll(SIX), {0: Row({"number": "at least 6"})})

    assert parts is not None
    assert parts.value == (
        Record.of(
            outcome="killed",
            low=6,
            bound="at_least",
            wording="six",
            population="students",
            place=TARMA,
        ),
    )


def test_words_that_were_chosen_are_the_wording_of_a_number_typed_otherwise() -> None:
    typed = {"outcome": "injured", "number": "dozens"}

    parts = restated(toll(), {0: Row(typed, (span("Dozens of farmers"),))})
    counted = restated(toll(), {0: Row({**typed, "number": "about 30"}, (span("Dozens"),))})

    assert parts is not None
    assert counted is not None
    assert isinstance(parts.value, tuple)
    assert isinstance(counted.value, tuple)
    assert parts.value[0] == Record.of(outcome="injured", bound="vague", wording="Dozens")
    assert counted.value[0] == Record.of(
        outcome="injured", low=30, high=30, bound="about", wording="Dozens"
    )


def test_rows_are_taken_away_and_with_the_last_the_field() -> None:
    three = Record.of(outcome="killed", low=3, high=3, bound="exact", wording="three")

    one_left = restated(toll(SIX, three), {0: Row(is_removed=True)}, span("three"))
    none_left = restated(toll(SIX), {0: Row(is_removed=True)})

    assert one_left == Field((three,), (span("three"),))
    assert none_left is None


def test_an_empty_member_is_taken_out_of_its_row() -> None:
    parts = restated(toll(SIX), {0: Row({"place": "", "population": ""})})

    assert parts is not None
    assert isinstance(parts.value, tuple)
    assert parts.value[0] == Record.of(
        outcome="killed", low=6, high=6, bound="exact", wording="six"
    )


def test_rights_of_an_area_are_stated_in_rows() -> None:
    content = "A curfew was declared in Puno. Only the right of assembly is suspended in Tarma."
    text = Text("0" * 64, content, "plain 1")

    def at(words: str) -> tuple[Span, ...]:
        start = content.index(words)
        return (Span.cut(content, start, start + len(words)),)

    measure = Statement.make(
        text.id,
        "measure",
        {"type": Field("curfew", at("curfew")), "status": Field("declared", at("declared"))},
        at("A curfew was declared in Puno."),
    )
    row = Row({"area": "Tarma", "right": "assembly", "status": "suspended"}, at("assembly"))

    after = amended(measure, Edit(rows={"rights_by_area": {0: row}}), Page(text, "en"))

    field = after.field("rights_by_area")
    assert field is not None
    assert isinstance(field.value, tuple)
    [record] = field.value
    assert isinstance(record, Record)
    area = record.get("area")
    assert isinstance(area, Place)
    assert (area.words, area.country) == ("Tarma", "PE")
    assert record.get("right") == "assembly"
    assert [one.quote for one in field.spans] == ["assembly", "Tarma"]


@pytest.mark.parametrize(
    ("row", "fault", "field"),
    [
        (Row({"outcome": "killed"}), UnclearValue, "parts.1.number"),
        (Row({"number": "three"}), UnclearValue, "parts.1.outcome"),
        (Row({"outcome": "hurtish", "number": "three"}), UnknownCode, "parts.1.outcome"),
        (Row({"outcome": "killed", "number": "some"}), UnclearCount, "parts.1.number"),
        (Row({"outcome": "killed", "number": "44"}), NoWitness, "parts.1.number"),
        (Row({"colour": "red"}), InvalidStatement, "parts.1"),
    ],
    ids=["no number", "no outcome", "no such code", "no count", "no words", "no such member"],
)
def test_each_fault_names_its_member_and_row(
    row: Row, fault: type[TestigoError], field: str
) -> None:
    with pytest.raises(fault) as raised:
        restated(toll(SIX), {1: row})

    assert raised.value.field == field


def test_rows_of_a_field_that_holds_no_records_are_refused() -> None:
    with pytest.raises(InvalidStatement):
        amended(toll(), Edit(rows={"population": {0: Row({"outcome": "killed"})}}), PAGE)


def test_what_a_row_asks_for_follows_from_its_kind() -> None:
    parts = kind("toll").field("parts")
    rights = kind("measure").field("rights_by_area")

    assert members_of(parts) == ("outcome", "number", "population", "place", "category")
    assert needed_of(parts) == {"outcome", "number"}
    assert needed_of(rights) == {"area", "right", "status"}
