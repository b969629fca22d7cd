"""Answers of a language model on disk, so that a measurement that was stopped goes on.

One file a request, named by the hash of what was asked of which model with which settings. The
folder holds what models said of reports: keep it out of the repository.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from testigo.reading.llm.model import Answer, Model, Request
from testigo.reading.llm.settings import ModelSettings
from testigo.record.canonical import digest

FOLDER = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "testigo" / "answers"


@dataclass
class Cost:
    """What answers cost when they were given, those kept from before too; tokens where told."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    cut: int = 0


class KeptAnswers:
    """A model whose answers are kept; `cost` counts over the life of this object."""

    def __init__(self, model: Model, settings: ModelSettings, folder: Path = FOLDER) -> None:
        self._model, self.settings, self._folder = model, settings, folder
        self.cost = Cost()

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def host(self) -> str:
        return self._model.host

    def answer(self, request: Request) -> Answer:
        file = self._folder / f"{digest([request.hash, self.settings.shapes_answers])}.json"
        if not file.is_file():
            self._ask(request, file)
        kept = json.loads(file.read_text(encoding="utf-8"))
        seconds = kept.pop("seconds")
        answer = Answer(**kept, is_kept=True)
        self.cost.calls += 1
        self.cost.tokens_in += answer.tokens_in or 0
        self.cost.tokens_out += answer.tokens_out or 0
        self.cost.seconds += seconds
        self.cost.cut += answer.finish == "length"
        return answer

    def _ask(self, request: Request, file: Path) -> None:
        began = time.perf_counter()
        answer = self._model.answer(request)
        kept = {
            "content": answer.content,
            "finish": answer.finish,
            "tokens_in": answer.tokens_in,
            "tokens_out": answer.tokens_out,
            "seconds": round(time.perf_counter() - began, 2),
        }
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = file.with_suffix(f".{os.getpid()}.{id(request)}.new")
        new.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        new.replace(file)
