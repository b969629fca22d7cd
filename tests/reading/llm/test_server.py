"""Against llama.cpp's own server: a model of random weights, held to the schema by its grammar."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.reading.llm.llama_server import llama_server
from tests.reading.llm.random_model import write_random_model

from testigo.reading.llm.backoff import Backoff
from testigo.reading.llm.model import ModelOutOfReach, Request, TooLong, UnusableAnswer
from testigo.reading.llm.openai_model import OpenAiModel
from testigo.reading.llm.prompt import instructions
from testigo.reading.llm.reader import LlmReader
from testigo.reading.llm.schema import answer_schema
from testigo.reading.llm.settings import ModelSettings
from testigo.reading.protocol import Page
from testigo.record.reading import Reading
from testigo.record.report import Metadata, Stated, Text

KEY = "sk-invented-7"
SMALL: dict[str, object] = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": ["toll", "claim"]},
        "low": {"type": "integer", "minimum": 0, "maximum": 9},
    },
    "required": ["kind", "low"],
    "additionalProperties": False,
}
CONTENT = (
    "Tres heridos en Orvalle\n\n"
    "Tres personas resultaron heridas el lunes en la plaza de Orvalle, dijo la policía. "
    "La alcaldesa Marina Quelcaya pidió calma.\n"
)
PAGE = Page(
    Text("c" * 64, CONTENT, "test"),
    Metadata(
        title=Stated("Tres heridos en Orvalle", "meta file"),
        published=Stated("2026-11-24", "meta file"),
        language=Stated("es", "meta file"),
    ),
)
KNOWN = instructions("es") + CONTENT
"""What the model is asked with is short for it, and what it says is now and then a word of it."""
ENDLESS: dict[str, object] = {"type": "string", "minLength": 2000}


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random_model(tmp_path_factory.mktemp("model") / "random.gguf", KNOWN)


@pytest.fixture(scope="module")
def settings(weights: Path) -> Iterator[ModelSettings]:
    with llama_server(weights, context=16384) as address:
        yield ModelSettings(address, "random", answer_tokens=400, timeout=60)


def request(words: str = "Two people were hurt in Orvalle.", schema: object = SMALL) -> Request:
    assert isinstance(schema, dict)
    return Request("t" * 64, "Say what the report says.", words, "statements", schema)


def test_the_same_weights_are_written_each_time(weights: Path, tmp_path: Path) -> None:
    again = write_random_model(tmp_path / "again.gguf", KNOWN)

    assert again.read_bytes() == weights.read_bytes()
    assert again.stat().st_size < 2_000_000


@pytest.mark.parametrize("seed", range(1, 4))
def test_noise_is_held_to_the_schema(settings: ModelSettings, seed: int) -> None:
    answer = OpenAiModel(replace(settings, seed=seed, temperature=1.5)).answer(request())
    said = json.loads(answer.content)

    assert set(said) == {"kind", "low"}
    assert said["kind"] in ("toll", "claim")
    assert 0 <= said["low"] <= 9
    assert answer.finish == "stop"
    assert (answer.tokens_in or 0) > 20
    assert (answer.tokens_out or 0) > 5


def test_the_schema_of_the_record_is_one_that_the_server_takes(settings: ModelSettings) -> None:
    model = OpenAiModel(replace(settings, structured="json_schema"))
    answer = model.answer(request(schema=answer_schema()))

    assert re.match(r'\{\s*"statements"\s*:\s*\[', answer.content)


def test_the_same_seed_gives_the_same_answer(settings: ModelSettings) -> None:
    model = OpenAiModel(replace(settings, seed=9, temperature=1.5))

    assert model.answer(request()).content == model.answer(request()).content


def test_without_a_form_noise_is_an_answer_all_the_same(settings: ModelSettings) -> None:
    at = replace(settings, structured="text", answer_tokens=64)

    assert OpenAiModel(at).answer(request()).content


def test_an_answer_at_the_limit_says_that_it_was_cut(settings: ModelSettings) -> None:
    answer = OpenAiModel(replace(settings, answer_tokens=64)).answer(request(schema=ENDLESS))

    assert (answer.finish, answer.tokens_out) == ("length", 64)
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        json.loads(answer.content)


def test_a_window_beyond_the_context_is_too_long(settings: ModelSettings) -> None:
    with pytest.raises(TooLong, match="smaller window"):
        OpenAiModel(settings).answer(request("x " * 9000))


def test_a_server_with_a_key_answers_to_it_alone(weights: Path) -> None:
    with llama_server(weights, key=KEY) as address:
        at = ModelSettings(address, "random", key_name="DESK_KEY", answer_tokens=64)
        answer = OpenAiModel(at, KEY).answer(request())
        with pytest.raises(ModelOutOfReach, match="refuses the key DESK_KEY") as caught:
            OpenAiModel(at, f"{KEY}-of-somebody-else", Backoff(sleep=lambda _: None)).answer(
                request()
            )

    assert json.loads(answer.content)["kind"] in ("toll", "claim")
    assert KEY not in str(caught.value)


def read_or_told(reader: LlmReader) -> tuple[Reading | None, str]:
    """Return the reading, or None and what the fault says: too long for the model is none here."""
    try:
        return reader.read([PAGE])[0], ""
    except TooLong:
        raise
    except UnusableAnswer as fault:
        return None, str(fault)


@pytest.mark.parametrize("seed", range(1, 4))
def test_noise_gives_a_reading_anchored_in_the_text_or_a_fault_and_never_junk(
    settings: ModelSettings, seed: int
) -> None:
    at = replace(settings, seed=seed, temperature=0.5, answer_tokens=160)
    reader = LlmReader(OpenAiModel(at), at)
    reading, told = read_or_told(reader)
    if reading is None:
        assert told
        assert "Orvalle" not in told
        return

    assert reading.reader == reader.identity
    for span in (span for statement in reading.statements for span in statement.spans()):
        assert CONTENT[span.start : span.end] == span.quote
