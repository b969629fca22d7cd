"""What stands in the form of a statement, and what of it somebody changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.review.press import Line, Report

from testigo.record.span import Span
from testigo.record.statement import Field, Statement
from testigo.record.values import Record
from testigo.review.restating import Page, amended
from testigo.web.statement_fields import Draft, edit_of, filled_from, filled_with, inputs_of, sent
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
    inputs = inputs_of(filled_with(measure(), EN), TEXT, EN, of=measure())
    [rights] = [one for one in inputs.main if one.name == "rights"]
    assert len(rights.lines.splitlines()) == 2

    draft = sent("measure", {"f.rights": rights.lines.splitlines()[0] + "\r\n"})
    before = filled_with(measure(), EN)
    edit = edit_of(replace(before, values={**before.values, **draft.values}), before, TEXT)

    assert amended(measure(), edit, Page(TEXT)).value("rights") == ("assembly",)


def test_a_semicolon_in_a_text_is_no_list() -> None:
    assert sent("claim", {"f.content": " one;two "}).values == {"content": "one;two"}


def test_parts_are_shown_in_words_and_can_be_taken_away() -> None:
    part = Record((("bound", "exact"), ("high", 2), ("low", 2), ("outcome", "killed")))
    with_parts = toll(parts=Field((part,), (TEXT.cut(0, 4),)))
    before = filled_with(with_parts, EN)
    [parts] = [
        one for one in inputs_of(before, TEXT, EN, of=with_parts).main if one.name == "parts"
    ]

    kept = amended(with_parts, edit_of(before, before, TEXT), Page(TEXT))
    without = edit_of(replace(before, cleared=frozenset({"parts"})), before, TEXT)

    assert parts.shown == "2 killed"
    assert kept.value("parts") == (part,)
    assert amended(with_parts, without, Page(TEXT)).value("parts") is None


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
