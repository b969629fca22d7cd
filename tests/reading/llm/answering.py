"""A model double: what is outside of this machine, answering what a test has written down."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from testigo.reading.llm.model import Answer, Request
from testigo.reading.llm.reader import LlmReader
from testigo.reading.llm.settings import ModelSettings
from testigo.reading.protocol import Page
from testigo.record.reading import Dropped, Reading
from testigo.record.report import Metadata, Stated, Text
from testigo.record.statement import Statement

SETTINGS = ModelSettings("http://localhost:8080/v1", "invented-1")


class Answering:
    """Gives its answers in turn, the last of them for ever, or what `reply` makes of a request."""

    name = "invented-1"
    host = "localhost:8080"

    def __init__(
        self,
        *answers: Answer | str | Mapping[str, object],
        reply: Callable[[Request], Answer] | None = None,
    ) -> None:
        self._answers = [_answer(one) for one in answers]
        self._reply = reply
        self.asked: list[Request] = []

    def answer(self, request: Request) -> Answer:
        self.asked.append(request)
        if self._reply is not None:
            return self._reply(request)
        return self._answers[min(len(self.asked), len(self._answers)) - 1]


def _answer(one: Answer | str | Mapping[str, object]) -> Answer:
    if isinstance(one, Answer):
        return one
    return Answer(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False))


def answer(*statements: Mapping[str, object]) -> str:
    """An answer with those statements, as a server sends it."""
    return json.dumps({"statements": list(statements)}, ensure_ascii=False)


def said(kind: str, quote: str, *fields: Mapping[str, object], modality: str = "asserted") -> dict:
    """One statement as a model says it."""
    return {kind: quote, "modality": modality, "fields": list(fields)}


def page(
    content: str, language: str = "en", published: str | None = "2021-05-10", **more: str
) -> Page:
    stated = {"language": language, "published": published, **more}
    if "\n\n" in content:
        stated.setdefault("title", content.split("\n")[0])
    metadata = Metadata(**{k: Stated(v, "option") for k, v in stated.items() if v})
    return Page(Text("r" * 64, content, "test 1"), metadata)


def read(content: str, *answers: object, settings: ModelSettings = SETTINGS, **how: str) -> Reading:
    """What the reader makes of those answers about that text; `how` as in `page`."""
    [reading] = LlmReader(Answering(*answers), settings).read([page(content, **how)])
    for statement in reading.statements:
        statement.check(content)
    return reading


def only(reading: Reading) -> Statement:
    """The one statement of a reading."""
    [statement] = reading.statements
    return statement


def words(statement: Statement, name: str) -> list[str]:
    """The words that a field was read from."""
    field = statement.field(name)
    return [] if field is None else [span.quote for span in field.spans]


def reasons(dropped: Sequence[Dropped]) -> list[tuple[str, str]]:
    """What was dropped and why."""
    return [(one.what, one.why) for one in dropped]
