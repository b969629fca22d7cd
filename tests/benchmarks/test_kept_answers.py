"""A measurement of a language model that was stopped goes on, and pays for nothing twice."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from testigo.reading.llm.model import Answer, ModelBusy, Request
from testigo.reading.llm.settings import ModelSettings

FOLDER = Path(__file__).parents[2] / "benchmarks" / "articles"
SETTINGS = ModelSettings("http://localhost:8080/v1", "small")
REQUEST = Request("t" * 64, "Say what it says.", "Three were hurt.", "statements", {})


@pytest.fixture
def answers() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("kept_answers", FOLDER / "answers.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


class Server:
    """Answers once, and is gone after that."""

    name, host = "small", "localhost:8080"

    def __init__(self) -> None:
        self.asked = 0

    def answer(self, request: Request) -> Answer:
        self.asked += 1
        if self.asked > 1:
            raise ModelBusy("it is gone; run the same command again")
        return Answer('{"statements": []}', "length", 31, 7)


def test_an_answer_is_asked_for_once_and_its_cost_counted_each_time(
    answers: ModuleType, tmp_path: Path
) -> None:
    server = Server()
    first = answers.KeptAnswers(server, SETTINGS, tmp_path)
    again = answers.KeptAnswers(server, SETTINGS, tmp_path)

    assert first.answer(REQUEST) == again.answer(REQUEST)
    assert again.answer(REQUEST).is_kept
    assert server.asked == 1
    assert (again.cost.calls, again.cost.tokens_in, again.cost.tokens_out) == (2, 62, 14)
    assert again.cost.cut == 2


@pytest.mark.parametrize(
    "changes", [{"seed": 2}, {"model": "other"}, {"window": 900}], ids=lambda change: str(change)
)
def test_other_settings_ask_anew(
    answers: ModuleType, tmp_path: Path, changes: dict[str, object]
) -> None:
    answers.KeptAnswers(Server(), SETTINGS, tmp_path).answer(REQUEST)
    server = Server()
    other = ModelSettings.from_json(SETTINGS.to_json() | changes)
    answers.KeptAnswers(server, other, tmp_path).answer(REQUEST)

    assert server.asked == 1
    assert len(list(tmp_path.iterdir())) == 2


def test_where_there_is_no_answer_nothing_is_kept(answers: ModuleType, tmp_path: Path) -> None:
    server = Server()
    kept = answers.KeptAnswers(server, SETTINGS, tmp_path)
    kept.answer(REQUEST)
    other = Request("t" * 64, "Say what it says.", "Four were hurt.", "statements", {})

    with pytest.raises(ModelBusy):
        kept.answer(other)
    assert len(list(tmp_path.iterdir())) == 1
