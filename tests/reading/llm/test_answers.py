"""Answers good and broken: what cannot be read is one clear fault, what is cut is told."""

from __future__ import annotations

import json

import pytest
from tests.reading.llm.answering import (
    SETTINGS,
    Answering,
    answer,
    only,
    page,
    read,
    reasons,
    said,
)

from testigo.reading.llm.answers import MOST_STATEMENTS, parse, parse_cut, shown
from testigo.reading.llm.model import Answer, TooLong, UnusableAnswer
from testigo.reading.llm.reader import CUT, LlmReader

CONTENT = "Nine miners were killed in Orvalle. Two were injured there."
TOLL = said(
    "toll",
    "Nine miners were killed in Orvalle.",
    {"low": 9, "high": 9, "bound": "exact", "words": "Nine"},
    {"outcome": "killed", "words": "killed"},
)
GOOD = answer(TOLL)
LINE = "Nine miners were killed in Orvalle on Sunday, the police of Verdania said. "


@pytest.mark.parametrize(
    "form",
    [
        GOOD,
        f"\n  {GOOD}\n",
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}```\n",
        f"<think>The report says nine. {{}}</think>\n{GOOD}",
        f"<think></think>\n```json\n{GOOD}\n```",
        json.dumps(json.loads(GOOD), indent=2),
        json.dumps(json.loads(GOOD) | {"notes": "none"}),
    ],
    ids=["bare", "spaced", "fenced", "fenced plainly", "thought", "both", "pretty", "with more"],
)
def test_an_answer_is_read_in_every_form_that_servers_give_it(form: str) -> None:
    assert only(read(CONTENT, form)).value("low") == 9


def test_no_statement_is_an_answer_too() -> None:
    reading = read(CONTENT, '{"statements": []}')
    assert reading.found == ()
    assert reading.dropped == ()
    assert reading.coverage.flagged


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        ("null", "another form"),
        ("[]", "another form"),
        ('"statements"', "another form"),
        ("{}", "another form"),
        ('{"statements": {}}', "another form"),
        ('{"answer": []}', "another form"),
        (f"Here it is:\n{GOOD}", "no JSON"),
        (GOOD[:-3], "no JSON"),
        (GOOD.replace('"', "'"), "no JSON"),
        ("I cannot help with that.", "no JSON"),
        (f"```json\n{GOOD}\n```\n```json\n{GOOD}\n```", "no JSON"),
        ('{"statements": [' + "[" * 100_000, "no JSON"),
        ('{"statements": ' + "9" * 10_000 + "}", "no JSON"),
        ('{"statements": [1, null, "toll"]}', "no statement"),
        ('{"statements": [{"kind": "toll", "quote": "x", "fields": []}]}', "no statement"),
        ('{"statements": [{"toll": "x", "claim": "y", "fields": []}]}', "no statement"),
        ('{"statements": [{"toll": "x", "fields": {"low": 9}}]}', "no statement"),
    ],
)
def test_what_cannot_be_read_is_one_fault_without_a_word_of_it(content: str, why: str) -> None:
    with pytest.raises(UnusableAnswer) as caught:
        read(CONTENT, content)
    message = str(caught.value)
    assert why in message
    assert "\n" not in message
    assert "miners" not in message
    assert not caught.value.stops_the_run


def test_a_refusal_is_one_fault() -> None:
    with pytest.raises(UnusableAnswer, match="refused to read this report"):
        read(CONTENT, Answer(GOOD, "refusal"))


def test_one_statement_without_form_among_good_ones_is_counted() -> None:
    odd = {"killing": "x"}, 7, {"toll": None, "fields": []}
    reading = read(CONTENT, answer(TOLL, *odd))
    assert only(reading).value("low") == 9
    assert reasons(reading.dropped) == [("statement", "not of the form asked for")] * 3


def test_a_model_that_runs_in_circles_is_stopped_and_that_is_told() -> None:
    reading = read(CONTENT, answer(*[TOLL] * (MOST_STATEMENTS + 5)))
    assert len(reading.found) == 1
    assert reasons(reading.dropped) == [("answer", "5 statements beyond the 400 read")]


def test_a_statement_of_fields_without_end_is_stopped_and_that_is_told() -> None:
    many = TOLL | {"fields": [*TOLL["fields"], *[{"population": "miners"}] * 500]}
    reading = read(CONTENT, answer(many))
    assert only(reading).value("low") == 9
    assert ("toll", "its fields beyond the 200 read") in reasons(reading.dropped)


@pytest.mark.parametrize("content", ["```" + "\n" * 200_000, "<think>" * 50_000, " [" * 100_000])
def test_an_answer_made_to_be_slow_is_not(content: str) -> None:
    with pytest.raises(UnusableAnswer):
        parse(content)
    slow = said("toll", "[" + " " * 20_000 + "..." * 6000, {"outcome": "killed", "words": "killed"})
    assert read(CONTENT, answer(slow)).found == ()


def test_a_short_report_whose_answer_is_cut_keeps_its_whole_statements_and_says_so() -> None:
    reading = read(CONTENT, Answer(answer(TOLL, TOLL)[:-40], "length"))
    assert only(reading).value("low") == 9
    assert reasons(reading.dropped) == [("answer", CUT)]


@pytest.mark.parametrize("content", ["", '{"statements": [', GOOD[:90], "I think that", "[[[["])
def test_a_cut_answer_without_a_whole_statement_is_a_fault(content: str) -> None:
    with pytest.raises(UnusableAnswer, match="cut at the limit"):
        parse_cut(content)


def test_a_whole_answer_that_says_it_was_cut_is_read_whole() -> None:
    assert parse_cut(GOOD).proposed == parse(GOOD).proposed


def longer() -> str:
    return LINE * 12


def toll_of(first: str) -> dict:
    """The first toll of the window that a request holds."""
    return said(
        "toll",
        first,
        {"low": 9, "high": 9, "bound": "exact", "words": "Nine"},
        {"outcome": "killed", "words": "killed"},
    )


def test_a_window_whose_answer_is_cut_is_asked_again_in_two_halves() -> None:
    model = Answering(Answer('{"statements": [', "length"), answer(toll_of(LINE)))
    [reading] = LlmReader(model, SETTINGS).read([page(longer())])
    assert len(model.asked) == 3
    whole, first, second = (len(request.user) for request in model.asked)
    assert first < whole
    assert second < whole
    assert reading.dropped == ()
    assert len(reading.found) == 2


def test_a_half_whose_answer_is_cut_too_says_so_and_is_not_cut_again() -> None:
    cut = Answer(answer(toll_of(LINE), toll_of(LINE))[:-30], "length")
    model = Answering(cut)
    [reading] = LlmReader(model, SETTINGS).read([page(longer())])
    assert len(model.asked) == 3
    assert reasons(reading.dropped) == [("answer", CUT)] * 2
    assert len(reading.found) == 2


def test_a_window_too_long_for_the_model_is_asked_in_halves() -> None:
    def reply(request):
        if len(request.user) > 700:
            raise TooLong("it does not fit")
        return Answer(answer(toll_of(LINE)))

    [reading] = LlmReader(Answering(reply=reply), SETTINGS).read([page(longer())])
    assert len(reading.found) == 2


def test_a_small_window_too_long_for_the_model_is_a_fault() -> None:
    def reply(request):
        raise TooLong("it does not fit")

    with pytest.raises(TooLong):
        LlmReader(Answering(reply=reply), SETTINGS).read([page(CONTENT)])


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("a\nb\tc", "a b c"),
        ("\u202eabc\u200b", "abc"),
        ("\x1b[31mred", "[31mred"),
        ("\ud800x", "?x"),
        ("y" * 500, "y" * 159 + "…"),
        (None, "None"),
    ],
)
def test_words_of_a_model_are_shown_on_one_short_plain_line(words: object, line: str) -> None:
    assert shown(words) == line
