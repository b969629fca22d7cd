"""What a reply that is no answer means: which fault, whether another try can help, what to say.

Servers speak alike only roughly (OpenAI, llama.cpp, vLLM, Ollama and proxies before them), so the
status decides, and the body only where the status leaves it open. A body is never quoted: servers
put what they were sent, the report and the key, into their messages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from testigo.reading.llm.backoff import asked_to_wait
from testigo.reading.llm.model import (
    ModelBusy,
    ModelFault,
    ModelOutOfReach,
    TooLong,
    UnusableAnswer,
)
from testigo.reading.llm.settings import ModelSettings

_LATER = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529))
"""Statuses after which the same request may succeed; 52x are those of proxies and of overload."""
_REFUSED_REQUEST = frozenset((400, 415, 422, 501))
_TOO_LONG = re.compile(
    r"context[ _](?:length|size|window)|maximum context|too many tokens|prompt is too long",
    re.IGNORECASE,
)
_FORM = re.compile(r"response_format|json_schema|json_object|grammar", re.IGNORECASE)
_OTHER_FORM = re.compile(r"model produced output that does not match", re.IGNORECASE)
"""What llama.cpp says, as an error of its own, of an answer that it cannot take apart."""
_PARAMETER = re.compile(r"\b(max_tokens|temperature|seed)\b")
PARAMETERS = ("response_format", "max_tokens", "temperature", "seed")
"""What of a request a server may not know, and can be asked differently."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: status, headers in lower case, bytes."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def is_json(self) -> bool:
        """Whether it says that it is JSON; where it says nothing, whether it looks so."""
        media = self.headers.get("content-type", "").split(";")[0].strip().lower()
        if not media:
            return self.content.lstrip()[:1] == b"{"
        return media == "application/json" or media.endswith("+json")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A try without an answer.

    `fault` is what it is once no try is left, `tries` how many can help at most (1: none more),
    `wait` the seconds that the server asks for, `unknown` what of the request it does not take,
    `refused` whether it refuses the request without a word that says which part.
    """

    fault: type[ModelFault]
    sentence: str
    tries: int = 99
    wait: float | None = None
    unknown: str | None = None
    refused: bool = False


def no_server(settings: ModelSettings) -> Trouble:
    """The server cannot be connected to."""
    return Trouble(
        ModelOutOfReach,
        f"no model server answers at {settings.host}; start it or correct the address",
    )


def no_answer_in_time(settings: ModelSettings) -> Trouble:
    """The server is slow: a second try may find it warm, more would only queue up behind."""
    return Trouble(
        ModelBusy,
        f"{settings.model} at {settings.host} gave no answer within {settings.timeout:g} seconds; "
        "set a longer timeout or a smaller window",
        tries=2,
    )


def broken_off(settings: ModelSettings) -> Trouble:
    """The connection ended before the reply did."""
    return Trouble(
        ModelBusy, f"the connection to {settings.host} broke off; run the same command again"
    )


def too_much(settings: ModelSettings) -> Trouble:
    """The reply is longer than any answer asked for, or packed."""
    return Trouble(
        UnusableAnswer,
        f"{settings.host} sent more than an answer can be; see what answers at that address",
        tries=1,
    )


def refused(reply: Reply, settings: ModelSettings) -> Trouble:
    """What a reply with another status than 200 means."""
    host, model, status = settings.host, settings.model, reply.status
    error = _error(reply)
    if status in (401, 403):
        which = f"the key {settings.key_name}" if settings.key_name else "requests without a key"
        return _out(f"{host} refuses {which}; check the key and what it may do")
    if status == 402 or error.code == "insufficient_quota":
        return _out(f"the account at {host} has no money left; see to it and run again")
    if 300 <= status < 400:
        return _out(
            f"{host} redirects elsewhere, which is not followed; if that is right, "
            "set the address that it redirects to"
        )
    if status == 413 or error.says(_TOO_LONG) or error.code == "context_length_exceeded":
        return Trouble(
            TooLong,
            f"the window and its answer are too long for {model} at {host}; "
            "set a smaller window, or give the server a longer context",
            tries=1,
        )
    if status in _REFUSED_REQUEST:
        return _not_taken(status, error, settings)
    if status in (404, 405):
        return _out(
            f"{host} knows no model {model} at that address; check the name of the model, "
            "and how the address ends (often /v1)"
        )
    if status == 500 and error.says(_OTHER_FORM):
        return not_understood(settings)
    if status in _LATER:
        what = "is asked too much" if status == 429 else f"failed with status {status}"
        return Trouble(
            ModelBusy,
            f"{model} at {host} {what}; run the same command again later",
            wait=asked_to_wait(reply.headers.get("retry-after")),
            # llama.cpp fails so on a schema that it can make no grammar of.
            unknown="response_format" if status == 500 and error.says(_FORM) else None,
        )
    return Trouble(
        UnusableAnswer, f"{host} refuses the request with status {status}; see its log", tries=1
    )


def _not_taken(status: int, error: _Error, settings: ModelSettings) -> Trouble:
    way = "see its log" if settings.structured == "auto" else "set `structured` to auto"
    return Trouble(
        UnusableAnswer,
        f"{settings.host} does not take the request (status {status}); {way}",
        tries=1,
        unknown=error.unknown,
        refused=True,
    )


def no_service(settings: ModelSettings) -> Trouble:
    """Something else than a model's service answers: a web page, a log-in of the network."""
    return _out(
        f"what answers at {settings.host} is no OpenAI-compatible service; check the address, "
        "and how it ends (often /v1)"
    )


def not_understood(settings: ModelSettings) -> Trouble:
    """A reply that says it is an answer and does not have the form of one."""
    return Trouble(
        UnusableAnswer,
        f"the answer of {settings.model} at {settings.host} cannot be read; see the server's log",
        tries=2,
    )


def empty(settings: ModelSettings) -> Trouble:
    """An answer without a word."""
    return Trouble(
        UnusableAnswer,
        f"{settings.model} at {settings.host} gave an empty answer; try another model",
        tries=2,
    )


def _out(sentence: str) -> Trouble:
    return Trouble(ModelOutOfReach, sentence, tries=1)


@dataclass(frozen=True, slots=True)
class _Error:
    """What an error body says, for telling cases apart and never for showing."""

    message: str
    code: str
    param: str

    def says(self, what: re.Pattern[str]) -> bool:
        return what.search(self.message) is not None

    @property
    def unknown(self) -> str | None:
        if self.param.split(".")[0] in PARAMETERS:
            return self.param.split(".")[0]
        if self.says(_FORM):
            return "response_format"
        named = _PARAMETER.search(self.message)
        return named[1] if named else None


def _error(reply: Reply) -> _Error:
    """Read an error body in any of the forms seen: nested or flat, a message alone, plain text."""
    try:
        body = json.loads(reply.content)
    except (ValueError, RecursionError):
        body = reply.content[:2000].decode("utf-8", "replace")
    inner = body.get("error", body) if isinstance(body, dict) else body
    if not isinstance(inner, dict):
        return _Error(str(inner)[:2000], "", "")
    message = inner.get("message") or inner.get("detail") or ""
    code = inner.get("code") if isinstance(inner.get("code"), str) else inner.get("type")
    return _Error(str(message)[:2000], str(code or ""), str(inner.get("param") or ""))
