"""A model behind any OpenAI-compatible address: Ollama, llama.cpp, vLLM, or a paid service."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from testigo.reading.llm import trouble
from testigo.reading.llm.backoff import Backoff
from testigo.reading.llm.keys import find_key
from testigo.reading.llm.model import Answer, AskedToWait, ModelFault, Request
from testigo.reading.llm.settings import ModelSettings
from testigo.reading.llm.trouble import Reply, Trouble

if TYPE_CHECKING:
    import httpx2

_FORMS = {
    "auto": ("json_schema", "json", "text"),
    "json_schema": ("json_schema",),
    "json": ("json",),
    "text": ("text",),
}


class ExtraMissing(ModelFault):
    """The client of the model's service is not installed."""

    stops_the_run = True


class OpenAiModel:
    """Asks one model of one service, trying again where that can help.

    How the form of an answer can be held (`structured` is `auto`), and which parameters the server
    does not know, is found out on the first answer and kept for the life of this object. The key is
    in no attribute that is shown, in no message and in no log.
    """

    def __init__(
        self, settings: ModelSettings, key: str | None = None, backoff: Backoff | None = None
    ) -> None:
        """Make ready to ask; nothing is sent yet.

        Raises:
            ExtraMissing: if `testigo[llm]` is not installed.
        """
        try:
            import openai
        except ImportError:
            raise ExtraMissing(
                "the client for language models is not installed; run pip install 'testigo[llm]'"
            ) from None
        from testigo.reading.llm.wire import client_for

        # With OPENAI_LOG=debug the client would write whole requests, the report in them, to a log.
        logging.getLogger("openai").setLevel(logging.WARNING)
        self.settings = settings
        self._backoff = backoff or Backoff()
        self._forms = list(_FORMS[settings.structured])
        self._unknown: set[str] = set()
        # Without a key here, that of another service would be taken from the environment;
        # `client_for` sends none where there is none.
        self._client = openai.OpenAI(
            api_key=key or "none",
            base_url=settings.address,
            timeout=settings.timeout,
            max_retries=0,
            http_client=client_for(key, settings.timeout),
        )

    @classmethod
    def reached_by(cls, settings: ModelSettings) -> OpenAiModel:
        """Return the model with the key that the settings name.

        Raises:
            NoKey: if the key cannot be had.
            ExtraMissing: if `testigo[llm]` is not installed.
        """
        return cls(settings, find_key(settings.key_name))

    def __repr__(self) -> str:
        return f"OpenAiModel({self.name!r} at {self.host!r})"

    @property
    def name(self) -> str:
        """The model's name as the server knows it."""
        return self.settings.model

    @property
    def host(self) -> str:
        """`host:port` that requests go to."""
        return self.settings.host

    @property
    def form(self) -> str:
        """How the form of the next answer is held: `json_schema`, `json` or `text`."""
        return self._forms[0]

    def answer(self, request: Request) -> Answer:
        """Return the model's answer, as it came.

        Raises:
            ModelFault: if there is none after all tries that can help.
        """
        tried = 0
        while True:
            tried += 1
            got = self._ask(request)
            if isinstance(got, Answer):
                return got
            if self._asks_otherwise(got):
                tried -= 1
                continue
            if tried >= min(self.settings.tries, got.tries):
                raise _after(got, tried)
            if (got.wait or 0) > self._backoff.patience:
                raise AskedToWait(
                    f"{self.host} asks to wait {got.wait:.0f} seconds; "
                    "run the same command again then"
                )
            self._backoff.sleep(self._backoff.pause(tried, got.wait))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _asks_otherwise(self, got: Trouble) -> bool:
        """Leave out what the server does not take; tell whether there was anything to leave out."""
        if got.unknown in ("max_tokens", "temperature", "seed"):
            if got.unknown not in self._unknown:
                self._unknown.add(got.unknown)
                return True
            return False
        # Most servers do not say what they refuse; the form of the answer is the likeliest.
        if (got.unknown or got.refused) and len(self._forms) > 1:
            del self._forms[0]
            return True
        return False

    def _ask(self, request: Request) -> Answer | Trouble:
        """Try once. No exception of the client leaves here: they hold the request and the reply."""
        import httpx2
        import openai

        from testigo.reading.llm.wire import TooMuch

        try:
            reply = self._client.post(
                "/chat/completions", body=self._body(request), cast_to=httpx2.Response
            )
        except openai.APITimeoutError:
            return trouble.no_answer_in_time(self.settings)
        except openai.APIConnectionError as fault:
            if isinstance(fault.__cause__, TooMuch):
                return trouble.too_much(self.settings)
            if isinstance(fault.__cause__, httpx2.ConnectError):
                return trouble.no_server(self.settings)
            return trouble.broken_off(self.settings)
        except openai.APIStatusError as fault:
            return trouble.refused(_reply(fault.response), self.settings)
        return _answer(_reply(reply), self.settings)

    def _body(self, request: Request) -> dict[str, object]:
        settings = self.settings
        most = "max_completion_tokens" if "max_tokens" in self._unknown else "max_tokens"
        body: dict[str, object] = {
            "model": settings.model,
            "messages": [
                {"role": "system", "content": _system(request, self.form)},
                {"role": "user", "content": request.user},
            ],
            most: settings.answer_tokens,
        }
        if "temperature" not in self._unknown:
            body["temperature"] = settings.temperature
        if settings.seed is not None and "seed" not in self._unknown:
            body["seed"] = settings.seed
        if self.form == "json_schema":
            schema = {"name": request.name, "strict": True, "schema": request.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.form == "json":
            body["response_format"] = {"type": "json_object"}
        return body


def _system(request: Request, form: str) -> str:
    """Return the task; where the server does not hold the schema, the model must be shown it."""
    if form == "json_schema":
        return request.system
    schema = json.dumps(request.schema, ensure_ascii=False, separators=(",", ":"))
    return f"{request.system}\n\nAnswer with one JSON object of this JSON schema alone:\n{schema}"


def _after(got: Trouble, tried: int) -> ModelFault:
    return got.fault(got.sentence if tried == 1 else f"{got.sentence} (tried {tried} times)")


def _reply(reply: httpx2.Response) -> Reply:
    headers = {str(name).lower(): str(value) for name, value in reply.headers.items()}
    return Reply(reply.status_code, headers, reply.content)


def _answer(reply: Reply, settings: ModelSettings) -> Answer | Trouble:
    """Read a reply of status 200."""
    if not reply.is_json:
        return trouble.no_service(settings)
    try:
        body = json.loads(reply.content)
        if "choices" not in body and "error" in body:
            return trouble.refused(replace(reply, status=_status(body["error"])), settings)
        choice = body["choices"][0]
        said = choice["message"]
        content, refusal = said.get("content"), said.get("refusal")
        finish = choice.get("finish_reason")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return trouble.not_understood(settings)
    usage = body.get("usage")
    tokens = usage if isinstance(usage, Mapping) else {}
    counts = _count(tokens.get("prompt_tokens")), _count(tokens.get("completion_tokens"))
    if refusal or finish == "content_filter":
        return Answer("", "refusal", *counts)
    if not isinstance(content, str) or not content.strip():
        return Answer("", "length", *counts) if finish == "length" else trouble.empty(settings)
    return Answer(content, "length" if finish == "length" else "stop", *counts)


def _status(error: object) -> int:
    """Return the status that an error under status 200 means; relays send such."""
    code = error.get("code") if isinstance(error, Mapping) else None
    return code if isinstance(code, int) and 400 <= code < 600 else 502


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
