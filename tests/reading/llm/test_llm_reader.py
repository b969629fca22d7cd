"""The language model's reader as a whole: one reading a page, exact, and what becomes of faults."""

from __future__ import annotations

import pytest
from tests.reading.llm.answering import SETTINGS, Answering, page, read

from testigo.reading.llm.prompt import LANGUAGES, sample
from testigo.reading.llm.reader import LlmReader
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
