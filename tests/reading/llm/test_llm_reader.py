"""The language model's reader as a whole: one reading a page, exact, and what becomes of faults."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from tests.reading.llm.answering import SETTINGS, Answering, answer, page, read, said

from testigo.reading.llm.model import Answer, ModelOutOfReach, Request
from testigo.reading.llm.prompt import LANGUAGES, sample
from testigo.reading.llm.reader import LlmReader
from testigo.reading.llm.tally import Tally, tally
from testigo.reading.protocol import Reader


def test_it_is_a_reader() -> None:
    reader: Reader = LlmReader(Answering("{}"), SETTINGS)
    assert reader.identity.name == "llm"
    assert reader.identity.version.endswith(" invented-1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_the_instructions_is_read_whole_as_it_is_answered(language: str) -> None:
    content, published, answer = sample(language)
    reading = read(content, answer, language=language, published=published)
    assert reading.dropped == ()
    kinds = [statement.kind for statement in reading.statements]
    assert sorted(kinds) == ["claim", "claim", "incident", "post", "toll", "toll"]
    assert {found.rule for found in reading.found} == {f"llm.{kind}" for kind in kinds}
    assert {found.confidence for found in reading.found} == {None}


def test_a_text_in_another_language_is_not_sent() -> None:
    model = Answering("{}")
    [reading] = LlmReader(model, SETTINGS).read([page("Zwei Tote in Orvalle.", "de")])
    assert model.asked == []
    assert reading.coverage.read_to == 0
    assert reading.found == ()


def toll_in(request: Request) -> str:
    """One toll for the first and one for the last sentence of what was sent."""
    sentences = re.findall(r"Day \d+: Nine miners [^.]+\.", request.user)
    return answer(
        *(
            said(
                "toll",
                sentence,
                {"low": 9, "high": 9, "bound": "exact", "words": "Nine"},
                {"outcome": "killed", "words": "killed"},
                {"said_by": "police of Verdania"},
            )
            for sentence in sentences
        )
    )


def long_report(days: int) -> str:
    """A report of many sentences, each of its own day."""
    body = "".join(
        f"Day {day}: Nine miners were killed near Orvalle, the police of Verdania said. "
        for day in range(days)
    )
    return f"Nine dead each day\n\n{body}"


def test_a_long_report_comes_back_as_one_reading_and_overlaps_once() -> None:
    content = long_report(60)
    model = Answering(reply=lambda request: Answer(toll_in(request)))
    settings = replace(SETTINGS, window=1000)
    [reading] = LlmReader(model, settings).read([page(content)])
    assert len(model.asked) > 3
    starts = [statement.evidence[0].start for statement in reading.statements]
    assert starts == sorted(set(starts))
    assert len(starts) == 60
    assert reading.coverage.read_to == len(content)


def test_of_a_statement_of_two_windows_the_fuller_is_kept() -> None:
    content = long_report(30)

    def reply(request: Request) -> Answer:
        whole = json.loads(toll_in(request))
        for number, one in enumerate(whole["statements"]):
            if number:  # the first of a window, which the one before it ends with, is the fuller
                one["fields"].pop()
            else:
                one["fields"].append({"place": "Orvalle", "country": ""})
        return Answer(json.dumps(whole))

    settings = replace(SETTINGS, window=1000)
    model = Answering(reply=reply)
    [reading] = LlmReader(model, settings).read([page(content)])
    assert len(reading.found) == 30
    placed = [one for one in reading.statements if one.value("place") is not None]
    assert len(placed) == len(model.asked)


def test_what_a_window_did_not_hold_is_not_found_elsewhere() -> None:
    content = long_report(60)
    first = content[content.index("Day 0") : content.index("Day 1:")].strip()
    toll = said(
        "toll",
        first,
        {"low": 9, "high": 9, "bound": "exact", "words": "Nine"},
        {"outcome": "killed", "words": "killed"},
    )
    model = Answering(answer(toll))
    [reading] = LlmReader(model, replace(SETTINGS, window=1000)).read([page(content)])
    assert len(reading.found) == 1
    assert len(reading.dropped) == len(model.asked) - 1


def test_a_fault_of_the_model_leaves_with_its_own_sentence() -> None:
    def reply(request: Request) -> Answer:
        raise ModelOutOfReach("no server answers at localhost:8080")

    with pytest.raises(ModelOutOfReach, match="no server answers"):
        LlmReader(Answering(reply=reply), SETTINGS).read([page("Nine were killed.")])


@pytest.mark.parametrize(
    "change",
    [
        {"model": "invented-2"},
        {"temperature": 0.5},
        {"seed": 2},
        {"window": 5000},
        {"answer_tokens": 100},
        {"structured": "text"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_shapes_an_answer_makes_another_reader(change: dict) -> None:
    one = LlmReader(Answering("{}"), SETTINGS).identity
    other = LlmReader(Answering("{}"), replace(SETTINGS, **change)).identity
    assert one.id != other.id


def test_where_the_model_is_and_what_it_costs_make_no_other_reader() -> None:
    moved = replace(SETTINGS, address="https://models.example/v1", price_in=1.0, tries=2)
    assert (
        LlmReader(Answering("{}"), moved).identity == LlmReader(Answering("{}"), SETTINGS).identity
    )


def test_a_tally_tells_exact_loose_dropped_and_differing_values() -> None:
    content = "Nine miners were killed near Orvalle, said the Verdania Health Board."
    toll = said(
        "toll",
        content,
        {"low": 8, "high": 8, "bound": "exact", "words": "Nine"},
        {"outcome": "killed", "words": "killed"},
        {"population": "MINERS"},
        {"place": "Tarvina", "country": ""},
        {"basis": "guess", "words": "killed"},
        {"said_by": "Verdania Health Board"},
    )
    assert tally([read(content, answer(toll))]) == Tally(
        statements=1, exactly=3, loosely=1, not_found=1, otherwise=1, differs=1
    )
