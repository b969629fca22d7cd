"""The failure table: what can go wrong between testigo and a model's server, and what follows.

`python -m tests.reading.llm.failure_cases` does every case once and prints the table.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.reading.llm.model_server import (
    Step,
    breaks_off,
    drips,
    echoes,
    fails,
    free_port,
    hangs_up,
    pours,
    raw,
    says,
    serving,
    waits,
)

from testigo.reading.llm.backoff import Backoff
from testigo.reading.llm.model import Answer, ModelFault, Request
from testigo.reading.llm.openai_model import OpenAiModel
from testigo.reading.llm.reader import LlmReader
from testigo.reading.llm.settings import ModelSettings
from testigo.reading.protocol import Page
from testigo.record.report import Metadata, Stated, Text

KEY = "sk-invented-0123456789"
"""No service knows it."""
WORDS = "Dos personas murieron en la plaza de Vilcas"
"""Stands in the request, and must stand in no message."""
SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
REQUEST = Request("t" * 64, "Say what the report says.", WORDS, "statements", SCHEMA)
GOOD = says('{"statements": []}')


@dataclass(frozen=True)
class Case:
    """Steps of the server; how often it is asked, how long is waited, what comes of it.

    `outcome` is the finish of an answer or the name of a fault; `stops` whether a run ends here.
    """

    name: str
    steps: tuple[Step, ...]
    tries: int
    outcome: str
    stops: bool = False
    pauses: tuple[float, ...] = ()
    structured: str = "json_schema"
    timeout: float = 5.0


CASES = (
    Case("a good answer", (GOOD,), 1, "stop"),
    Case("too slow", (waits(1.6, GOOD),), 2, "ModelBusy", pauses=(1,), timeout=1.0),
    Case("slow once", (waits(1.6, GOOD), GOOD), 2, "stop", pauses=(1,), timeout=1.0),
    Case("dripping bytes", (drips,), 2, "ModelBusy", pauses=(1,), timeout=1.0),
    Case(
        "rate-limited, then free",
        (fails(429, retry_after=7), GOOD),
        2,
        "stop",
        pauses=(7,),
    ),
    Case("rate-limited throughout", (fails(429),), 4, "ModelBusy", pauses=(1, 2, 4)),
    Case("asks to wait an hour", (fails(429, retry_after=3600),), 1, "AskedToWait", True),
    Case("no money left", (fails(429, code="insufficient_quota"),), 1, "ModelOutOfReach", True),
    Case("failing, then well", (fails(500), fails(503), GOOD), 3, "stop", pauses=(1, 2)),
    Case("failing throughout", (fails(500),), 4, "ModelBusy", pauses=(1, 2, 4)),
    Case("overloaded throughout", (fails(503),), 4, "ModelBusy", pauses=(1, 2, 4)),
    Case("key refused", (fails(401),), 1, "ModelOutOfReach", True),
    Case("not allowed", (fails(403),), 1, "ModelOutOfReach", True),
    Case("unknown model", (fails(404, "model not found"),), 1, "ModelOutOfReach", True),
    Case(
        "too long for the model (OpenAI)",
        (fails(400, "too long", code="context_length_exceeded"),),
        1,
        "TooLong",
    ),
    Case(
        "too long for the model (llama.cpp)",
        (fails(400, "request exceeds the available context size", type="exceed_context_size"),),
        1,
        "TooLong",
    ),
    Case("schema refused", (fails(400, "json_schema is not supported"),), 1, "UnusableAnswer"),
    Case(
        "schema refused, JSON taken",
        (fails(400, "unknown response_format"), GOOD),
        2,
        "stop",
        structured="auto",
    ),
    Case(
        "no form taken but words",
        (fails(422), fails(500, "failed to parse grammar"), GOOD),
        3,
        "stop",
        structured="auto",
    ),
    Case("refused in every form", (fails(400),), 3, "UnusableAnswer", structured="auto"),
    Case(
        "reasoning models of OpenAI",
        (
            fails(400, "use max_completion_tokens", param="max_tokens"),
            fails(400, "only the default is supported", param="temperature"),
            GOOD,
        ),
        3,
        "stop",
    ),
    Case("connection cut midway", (breaks_off, GOOD), 2, "stop", pauses=(1,)),
    Case("connection cut throughout", (breaks_off,), 4, "ModelBusy", pauses=(1, 2, 4)),
    Case("hung up throughout", (hangs_up,), 4, "ModelBusy", pauses=(1, 2, 4)),
    Case("answer cut at the limit", (says('{"statements": [{"ki', "length"),), 1, "length"),
    Case("refusal in words", (says(None, refusal="I cannot help."),), 1, "refusal"),
    Case("refusal by a filter", (says("", "content_filter"),), 1, "refusal"),
    Case("empty answer", (says(""),), 2, "UnusableAnswer", pauses=(1,)),
    Case("empty once", (says(None), GOOD), 2, "stop", pauses=(1,)),
    Case(
        "a web page", (raw(200, b"<html>Log in</html>", "text/html"),), 1, "ModelOutOfReach", True
    ),
    Case("wrong content type", (raw(200, b"{}", "text/plain"),), 1, "ModelOutOfReach", True),
    Case("broken JSON", (raw(200, b'{"choices": [{'),), 2, "UnusableAnswer", pauses=(1,)),
    Case(
        "an answer that llama.cpp cannot take apart",
        (fails(500, "The model produced output that does not match the expected format"),),
        2,
        "UnusableAnswer",
        pauses=(1,),
    ),
    Case("another shape", (raw(200, b'{"data": []}'),), 2, "UnusableAnswer", pauses=(1,)),
    Case("no choices", (raw(200, b'{"choices": []}'),), 2, "UnusableAnswer", pauses=(1,)),
    Case(
        "an error under 200", (raw(200, b'{"error": {"code": 401}}'),), 1, "ModelOutOfReach", True
    ),
    Case("an endless answer", (pours,), 1, "UnusableAnswer"),
    Case("a packed answer", (raw(200, b"x", content_encoding="gzip"),), 1, "UnusableAnswer"),
    Case(
        "redirect to another host",
        (raw(307, b"", None, location="http://198.51.100.7/v1/chat/completions"),),
        1,
        "ModelOutOfReach",
        True,
    ),
    Case("headers echoed in an error", (echoes(400),), 1, "UnusableAnswer"),
    Case("headers echoed while failing", (echoes(500),), 4, "ModelBusy", pauses=(1, 2, 4)),
    Case("headers echoed with a refusal", (echoes(401),), 1, "ModelOutOfReach", True),
)


LINES = "".join(f"\n\nOn day {n} the market of Vilcas stayed shut." for n in range(1, 100))
PAGE = Page(
    Text("f" * 64, f"Two people died in Vilcas, the mayor said.{LINES}\n", "test"),
    Metadata(language=Stated("en", "meta file"), published=Stated("2026-11-24", "meta file")),
)
"""Long enough to be asked for again in halves."""
CUT = says('{"statements": [{"toll": "Two pe', "length")
TOO_LONG = fails(400, "too long", code="context_length_exceeded")

READER_CASES = (
    Case("nothing found", (GOOD,), 1, "reading"),
    Case("no JSON", (says("I am sorry, but I cannot."),), 1, "UnusableAnswer"),
    Case("JSON of another form", (says('{"facts": []}'),), 1, "UnusableAnswer"),
    Case("JSON in a block of code", (says('```json\n{"statements": []}\n```'),), 1, "reading"),
    Case("refused", (says(None, refusal="No."),), 1, "UnusableAnswer"),
    Case("cut, then whole in halves", (CUT, GOOD), 3, "reading"),
    Case("cut in halves too", (CUT,), 2, "UnusableAnswer"),
    Case("too long, then whole in halves", (TOO_LONG, GOOD), 3, "reading"),
    Case("too long in halves too", (TOO_LONG,), 2, "TooLong"),
    Case("server gone after the first half", (CUT, GOOD, fails(401)), 3, "ModelOutOfReach", True),
)
"""The same for the reader behind the model: what becomes of a report."""


@dataclass(frozen=True)
class Done:
    """What came of a case."""

    tries: int
    outcome: str
    stops: bool
    message: str
    pauses: tuple[float, ...]
    answer: Answer | None = None
    fault: ModelFault | None = None


def settings_for(address: str, **changes: object) -> ModelSettings:
    return ModelSettings(address, "small", key_name="INVENTED_KEY", **changes)  # type: ignore[arg-type]


def do(case: Case) -> Done:
    """Do a case without waiting between the tries."""
    with serving(*case.steps) as server:
        settings = settings_for(server.address, structured=case.structured, timeout=case.timeout)
        return ask(settings, lambda: server.tries)


def read(case: Case) -> Done:
    """Let the reader read a report with a server that does a case."""
    with serving(*case.steps) as server:
        settings = settings_for(server.address, structured=case.structured)
        reader = LlmReader(OpenAiModel(settings, KEY, Backoff(sleep=lambda _: None)), settings)
        try:
            reader.read([PAGE])
        except ModelFault as fault:
            name, stops = type(fault).__name__, fault.stops_the_run
            return Done(server.tries, name, stops, str(fault), (), fault=fault)
        return Done(server.tries, "reading", False, "", ())


def ask(settings: ModelSettings, tries) -> Done:
    pauses: list[float] = []
    model = OpenAiModel(settings, KEY, Backoff(sleep=pauses.append, draw=lambda: 1.0))
    try:
        answer = model.answer(REQUEST)
    except ModelFault as fault:
        name, stops = type(fault).__name__, fault.stops_the_run
        return Done(tries(), name, stops, str(fault), tuple(pauses), fault=fault)
    finally:
        model.close()
    return Done(tries(), answer.finish, False, "", tuple(pauses), answer)


def do_without_a_server() -> Done:
    return ask(settings_for(f"http://127.0.0.1:{free_port()}/v1"), lambda: 0)


def main() -> None:
    print("| case | tries | outcome | the run | sentence |\n|---|---|---|---|---|")
    down = do_without_a_server()
    rows = [("server down", down), *((case.name, do(case)) for case in CASES)]
    rows += [(f"report: {case.name}", read(case)) for case in READER_CASES]
    for name, done in rows:
        what = {"stop": "answer", "length": "answer, marked as cut"}.get(done.outcome, done.outcome)
        end = "ends" if done.stops else "goes on"
        print(f"| {name} | {done.tries or 4} | {what} | {end} | {done.message} |")


if __name__ == "__main__":
    main()
