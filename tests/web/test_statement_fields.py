"""What stands in the form of a statement, and what of it somebody changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.review.press import Line, Report

from testigo.record.errors import InvalidStatement
from testigo.record.span import Span
from testigo.record.statement import Field, Statement
from testigo.record.values import Record
from testigo.review.restating import NoWitness, Page, amended
from testigo.web.form_inputs import Draft, flat
from testigo.web.statement_fields import (
    edit_of,
    filled_from,
    filled_with,
    inputs_of,
    missing_of,
    sent,
)
from testigo.web.words import words

TEXT = Report((Line("toll", number=9, place="Tarma", day="2023-01-09"),)).captured().text
EN = words("en")


def toll(**more: Field) -> Statement:
    spans = (TEXT.cut(0, 4),)
    fields = {
        "outcome": Field("killed", spans),
        "low": Field(9, spans),
        "high": Field(9, spans),
        "bound": Field("exact", spans),
        "wording": Field(TEXT.content[:4], spans),
    }
    return Statement.make(TEXT.id, "toll", {**fields, **more}, spans)


def measure() -> Statement:
    spans = (TEXT.cut(0, 4),)
    fields = {
        "type": Field("curfew", spans),
        "status": Field("declared", spans),
        "rights": Field(("assembly", "movement"), spans),
        "rights_words": Field(("gather", "move; travel"), spans),
    }
    return Statement.make(TEXT.id, "measure", fields, spans)


def test_a_form_sent_as_it_was_shown_changes_nothing() -> None:
    for statement in (toll(), measure()):
        before = filled_with(statement, EN)

        edit = edit_of(before, before, TEXT)

        assert amended(statement, edit, Page(TEXT)) == statement


def test_lists_are_shown_and_typed_one_a_line_and_codes_by_their_label() -> None:
    inputs = inputs_of(filled_with(measure(), EN), TEXT, EN)
    [rights] = [one for one in inputs.main if one.name == "rights"]
    assert len(rights.lines.splitlines()) == 2

    draft = sent("measure", {"f.rights": rights.lines.splitlines()[0] + "\r\n"})
    before = filled_with(measure(), EN)
    edit = edit_of(replace(before, values={**before.values, **draft.values}), before, TEXT)

    assert amended(measure(), edit, Page(TEXT)).value("rights") == ("assembly",)


def test_a_semicolon_in_a_text_is_no_list() -> None:
    assert sent("claim", {"f.content": " one;two "}).values == {"content": "one;two"}


def part(number: int, **more: str) -> Record:
    return Record.of(
        outcome="killed", low=number, high=number, bound="exact", wording=str(number), **more
    )


def with_parts() -> Statement:
    return toll(parts=Field((part(2), part(7, population="people")), (TEXT.cut(0, 8),)))


def changed(**form: str) -> Statement:
    """Return what the form makes of it when these are filled in otherwise (`__` for the dots)."""
    before = filled_with(with_parts(), EN)
    named = {name.replace("__", "."): value for name, value in form.items()}
    draft = sent("toll", {f"f.{n}": v for n, v in before.values.items()} | named)
    spans = {**before.spans, **draft.spans}
    draft = replace(draft, spans=spans)
    assert missing_of(draft, before, EN) == {}
    return amended(with_parts(), edit_of(draft, before, TEXT), Page(TEXT))


def test_parts_stand_in_rows_and_a_blank_one_behind_them() -> None:
    [parts] = [one for one in inputs_of(filled_with(with_parts(), EN), TEXT, EN).main if one.rows]

    assert [row.name for row in parts.rows] == ["parts.0", "parts.1", "parts.2"]
    assert [row.is_blank for row in parts.rows] == [False, False, True]
    assert {one.name: one.value for one in flat([parts]) if one.value} == {
        "parts.0.outcome": "killed",
        "parts.0.number": "2",
        "parts.1.outcome": "killed",
        "parts.1.number": "7",
        "parts.1.population": "people",
    }


def test_rows_sent_as_they_were_shown_change_nothing() -> None:
    assert changed() == with_parts()


def test_a_row_is_changed_taken_away_and_added() -> None:
    words = {"spans__parts__2": "2-8"}
    added = {"f__parts__2__outcome": "injured", "f__parts__2__number": "3"} | words

    assert changed(f__parts__0__number="at most 2").value("parts") == (
        Record.of(outcome="killed", high=2, bound="at_most", wording="2"),
        part(7, population="people"),
    )
    assert changed(remove__parts__0="1", spans__parts__1="0-8").value("parts") == (
        part(7, population="people"),
    )
    assert changed(remove__parts__0="1", remove__parts__1="1").value("parts") is None
    after = changed(**added).field("parts")
    assert after is not None
    assert isinstance(after.value, tuple)
    assert after.value[:2] == with_parts().value("parts")
    assert after.value[2] == Record.of(
        outcome="injured", low=3, high=3, bound="exact", wording=TEXT.cut(2, 8).quote
    )
    assert after.spans == (TEXT.cut(0, 8), TEXT.cut(2, 8))


def test_the_last_words_of_a_list_cannot_be_taken_away_from_what_is_left_of_it() -> None:
    with pytest.raises(NoWitness) as fault:
        changed(remove__parts__0="1")

    assert fault.value.field == "parts.1"


def test_a_row_lacks_what_it_is_not_kept_without() -> None:
    before = filled_with(with_parts(), EN)
    draft = sent("toll", {"f.parts.0.number": "", "spans.parts.2": "0-4"})

    missing = missing_of(draft, before, EN)

    assert set(missing) == {"parts.0.number", "parts.2.outcome", "parts.2.number"}


@pytest.mark.parametrize("name", ["parts.0.colour", "colours.0.number", "parts.zero"])
def test_what_is_no_field_of_the_form_is_refused(name: str) -> None:
    with pytest.raises(InvalidStatement):
        changed(**{f"f.{name}": "red"})


def selected(content: str, quote: str, language: str, kind: str = "toll") -> Draft:
    text = replace(TEXT, content=content)
    start = content.index(quote)
    return filled_from(kind, Span.cut(content, start, start + len(quote)), text, language)


@pytest.mark.parametrize(
    ("content", "quote", "language", "number", "harm"),
    [
        ("Seven people were shot dead. Two fled.", "Seven", "en", "Seven", "shot dead"),
        ("Murieron siete personas en Tarma.", "siete", "es", "siete", "Murieron"),
        ("The market was closed.", "market", "en", "", "market"),
    ],
    ids=["English", "Spanish", "no number and no harm"],
)
def test_selected_words_are_the_number_and_the_nearest_harm_shows_the_outcome(
    content: str, quote: str, language: str, number: str, harm: str
) -> None:
    draft = selected(content, quote, language)
    start, _, end = draft.spans["outcome"].partition("-")

    assert draft.values["number"] == number
    assert content[int(start) : int(end)] == harm
    assert "outcome" not in draft.values
