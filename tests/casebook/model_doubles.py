"""A model's service on this machine that plays one elsewhere, and a casebook that may ask it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.reading.llm.model_server import Handler, ModelServer, completion

from testigo.casebook import Casebook
from testigo.casebook.language_model import LanguageModel
from testigo.reading.llm.backoff import Backoff
from testigo.reading.llm.model import Answer, Request
from testigo.reading.llm.openai_model import OpenAiModel
from testigo.reading.llm.settings import ModelSettings
from testigo.reports.intake import IntakeOptions

ANA = "Ana Quispe"
ELSEWHERE = ModelSettings("https://api.example.org/v1", "grande-1", structured="json", tries=1)
HOST = ELSEWHERE.host
REPORTS = {
    "tarma.txt": "Three people were killed in Tarma on Monday, the hospital said.",
    "puno.txt": "At least nine people were injured in Puno on Sunday, the prefect said.",
    "ayaviri.txt": "Two farmers were detained in Ayaviri on Friday, the union said.",
}


@dataclass(frozen=True)
class Elsewhere:
    """The way to a model that the settings put on another machine, and that answers on this one."""

    asked: OpenAiModel
    settings: ModelSettings

    @property
    def name(self) -> str:
        return self.settings.model

    @property
    def host(self) -> str:
        return self.settings.host

    @property
    def form(self) -> str:
        return self.asked.form

    def answer(self, request: Request) -> Answer:
        return self.asked.answer(request)

    def close(self) -> None:
        self.asked.close()


@dataclass
class Road:
    """Leads requests for any host to `server`; notes which hosts were asked for."""

    server: ModelServer
    hosts: list[str] = field(default_factory=list)

    def __call__(self, settings: ModelSettings) -> Elsewhere:
        self.hosts.append(settings.host)
        here = replace(settings, address=self.server.address)
        return Elsewhere(OpenAiModel(here, backoff=Backoff(sleep=lambda _: None)), settings)


def nothing_said(handler: Handler) -> None:
    """Answer that the report says nothing."""
    _reply(handler, '{"statements": []}')


def one_toll(handler: Handler) -> None:
    """Answer with one toll, made of the first sentence that was sent, as a model might."""
    user = handler.served.bodies[-1]["messages"][-1]["content"]
    quote = next(line for line in user.split("\n") if line.endswith("said."))
    number, _, rest = quote.removeprefix("At least ").partition(" ")
    harm = next(w for w in ("killed", "injured", "detained") if w in rest)
    fields = [
        {"low": 1, "high": 1, "bound": "exact", "words": number},
        {"outcome": harm, "words": harm},
    ]
    said = {"toll": quote, "modality": "asserted", "fields": fields}
    _reply(handler, json.dumps({"statements": [said]}))


def _reply(handler: Handler, content: str) -> None:
    handler.reply(200, json.dumps(completion(content)).encode(), "application/json")


def no_json(handler: Handler) -> None:
    """Answer with words that are no JSON."""
    _reply(handler, "I would rather talk about Tarma palabra-rarísima")


def casebook_of(folder: Path, *, confidential: bool = False) -> Casebook:
    """Return a casebook that holds `REPORTS`, read by nobody."""
    made = Casebook.create(folder / "casebook.db")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
        options = IntakeOptions(
            published="2023-01-10", language="en", outlet="La Hoja", confidential=confidential
        )
        made.keep([str(folder / name)], options)
    return made


def ids(casebook: Casebook) -> list[str]:
    return [report.id for report in casebook.reports()]


def asking(casebook: Casebook, server: ModelServer) -> LanguageModel:
    """Return the casebook's language model, whose every host answers at `server`."""
    return LanguageModel(casebook._store, casebook.review, Road(server))
