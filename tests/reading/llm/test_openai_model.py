"""The model's client against a real HTTP server that behaves and misbehaves."""

from __future__ import annotations

import logging
import sys
import traceback

import pytest
from tests.reading.llm.failure_cases import (
    CASES,
    GOOD,
    KEY,
    READER_CASES,
    REQUEST,
    SCHEMA,
    WORDS,
    Case,
    ask,
    do,
    do_without_a_server,
    read,
    settings_for,
)
from tests.reading.llm.model_server import ModelServer, echoes, fails, raw, says, serving

from testigo.reading.llm.backoff import Backoff
from testigo.reading.llm.model import ModelOutOfReach
from testigo.reading.llm.openai_model import ExtraMissing, OpenAiModel
from testigo.reading.llm.settings import ModelSettings

FAILING = [case for case in CASES if case.outcome not in ("stop", "length", "refusal")]


def model_of(server: ModelServer, key: str | None = KEY, **changes: object) -> OpenAiModel:
    return OpenAiModel(settings_for(server.address, **changes), key, Backoff(sleep=lambda _: None))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_failure_has_its_tries_and_its_outcome(case: Case) -> None:
    done = do(case)

    assert (done.tries, done.outcome, done.stops) == (case.tries, case.outcome, case.stops)
    assert done.pauses == case.pauses


@pytest.mark.parametrize("case", READER_CASES, ids=lambda case: case.name)
def test_each_answer_makes_a_reading_or_one_clear_sentence(case: Case) -> None:
    done = read(case)

    assert (done.tries, done.outcome, done.stops) == (case.tries, case.outcome, case.stops)
    assert "Vilcas" not in done.message


def test_no_server_is_told_after_a_few_tries() -> None:
    done = do_without_a_server()

    assert (done.outcome, done.stops, done.pauses) == ("ModelOutOfReach", True, (1, 2, 4))


@pytest.mark.parametrize("case", FAILING, ids=lambda case: case.name)
def test_a_failure_is_one_sentence_without_key_or_report(case: Case) -> None:
    done = do(case)
    assert done.fault is not None
    shown = "".join(traceback.format_exception(done.fault))

    for hidden in (KEY, WORDS, "Authorization", "Bearer"):
        assert hidden not in shown
    assert done.fault.__context__ is None
    assert "\n" not in done.message
    assert "; " in done.message or "asks to wait" in done.message


def test_an_answer_comes_with_its_tokens() -> None:
    with serving(says('{"statements": []}')) as server:
        answer = model_of(server).answer(REQUEST)

    assert (answer.content, answer.finish) == ('{"statements": []}', "stop")
    assert (answer.tokens_in, answer.tokens_out, answer.is_kept) == (31, 7, False)


def test_tokens_that_the_server_does_not_tell_are_unknown() -> None:
    body = b'{"choices": [{"message": {"content": "{}"}, "finish_reason": "stop"}]}'
    with serving(raw(200, body)) as server:
        answer = model_of(server).answer(REQUEST)

    assert (answer.tokens_in, answer.tokens_out) == (None, None)


def test_what_is_asked_is_what_the_settings_say() -> None:
    with serving(GOOD) as server:
        model = model_of(server, temperature=0.2, seed=5, answer_tokens=99)
        model.answer(REQUEST)
        body = server.bodies[0]

    assert server.paths == ["/v1/chat/completions"]
    assert body["messages"] == [
        {"role": "system", "content": REQUEST.system},
        {"role": "user", "content": WORDS},
    ]
    assert (body["model"], body["temperature"], body["seed"], body["max_tokens"]) == (
        "small",
        0.2,
        5,
        99,
    )
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "statements", "strict": True, "schema": SCHEMA},
    }
    assert set(body) == {
        *("model", "messages", "temperature", "seed", "max_tokens", "response_format")
    }


def test_nothing_about_the_machine_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_API_KEY"):
        monkeypatch.setenv(name, "of-another-service")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "x-desk: of-another-service")
    with serving(GOOD) as server:
        model_of(server).answer(REQUEST)
        model_of(server, key=None).answer(REQUEST)
        first, second = server.headers

    known = {"host", "connection", "content-type", "content-length", "accept"}
    known |= {"accept-encoding", "user-agent"}
    assert set(first) == known | {"authorization"}
    assert set(second) == known
    assert first["authorization"] == f"Bearer {KEY}"
    assert first["user-agent"].startswith("testigo/")


def test_no_proxy_of_the_environment_sees_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(GOOD) as server, serving(GOOD) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        model_of(server).answer(REQUEST)

    assert (server.tries, proxy.tries) == (1, 0)


def test_a_redirect_takes_neither_report_nor_key_along() -> None:
    with serving(GOOD) as elsewhere:
        to = raw(308, b"", None, location=f"{elsewhere.address}/chat/completions")
        with serving(to) as server, pytest.raises(ModelOutOfReach, match="not followed"):
            model_of(server).answer(REQUEST)

    assert elsewhere.tries == 0


def test_the_way_that_a_server_takes_is_found_once() -> None:
    with serving(fails(400), GOOD) as server:
        model = model_of(server, structured="auto")
        assert model.form == "json_schema"
        model.answer(REQUEST)
        model.answer(REQUEST)
        forms = [body["response_format"]["type"] for body in server.bodies]

    assert forms == ["json_schema", "json_object", "json_object"]
    assert model.form == "json"


def test_a_model_whose_server_holds_no_schema_is_shown_it() -> None:
    with serving(GOOD) as server:
        model_of(server, structured="text").answer(REQUEST)
        body = server.bodies[0]

    assert "response_format" not in body
    assert body["messages"][0]["content"].startswith(REQUEST.system)
    assert '"additionalProperties":false' in body["messages"][0]["content"]


def test_a_form_that_was_set_is_never_given_up() -> None:
    with serving(fails(400), GOOD) as server:
        done = ask(settings_for(server.address, structured="json"), lambda: server.tries)

    assert (done.tries, done.outcome) == (1, "UnusableAnswer")


def test_a_parameter_unknown_to_the_server_is_left_out_from_then_on() -> None:
    refusal = fails(400, "unsupported", param="max_tokens")
    with serving(refusal, GOOD) as server:
        model = model_of(server, structured="auto")
        model.answer(REQUEST)
        model.answer(REQUEST)
        last = server.bodies[-1]

    assert (server.tries, last["max_completion_tokens"]) == (3, 4096)
    assert "max_tokens" not in last
    assert model.form == "json_schema"


def test_a_model_does_not_show_its_key() -> None:
    with serving(GOOD) as server:
        model = model_of(server)

    assert repr(model) == f"OpenAiModel('small' at '127.0.0.1:{server.port}')"
    assert KEY not in repr(vars(model))


def test_no_log_line_holds_key_or_report(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OPENAI_LOG", "debug")
    caplog.set_level(logging.DEBUG)
    with serving(echoes(500), GOOD) as server:
        model_of(server).answer(REQUEST)

    assert KEY not in caplog.text
    assert WORDS not in caplog.text


def test_without_the_extra_the_fault_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)

    with pytest.raises(ExtraMissing, match=r"testigo\[llm\]") as caught:
        OpenAiModel(ModelSettings("http://localhost:8080/v1", "small"))

    assert caught.value.stops_the_run
