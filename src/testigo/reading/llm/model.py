"""What a language model is to its reader: a request goes out, an answer or a fault comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from testigo.record.canonical import digest
from testigo.record.errors import TestigoError


@dataclass(frozen=True, slots=True)
class Request:
    """One window of a text with what is asked of the model.

    `system` says the task, `user` holds the window and nothing else that steers. `schema` is the
    JSON schema of the answer, `name` what servers call it. `text_id` is the text the window is of:
    it stays on this machine.
    """

    text_id: str
    system: str
    user: str
    name: str
    schema: Mapping[str, object] = field(hash=False)

    @property
    def hash(self) -> str:
        """SHA-256 over all that is sent; the model's name and settings are not in it."""
        sent = {"system": self.system, "user": self.user, "name": self.name, "schema": self.schema}
        return digest(sent)

    @property
    def size(self) -> int:
        """Bytes of report text and instructions that are sent, in UTF-8."""
        return len(self.system.encode()) + len(self.user.encode())


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said. `finish` is `stop`, `length` (cut at the limit) or `refusal`.

    Tokens are as the server counts them, None where it does not say. `is_kept` tells an answer that
    was paid for before and comes from the casebook.
    """

    content: str
    finish: str = "stop"
    tokens_in: int | None = None
    tokens_out: int | None = None
    is_kept: bool = False


class Model(Protocol):
    """Anything that answers: a server, one behind consent and caps, a test double."""

    @property
    def name(self) -> str:
        """The model's name as the server knows it."""
        ...

    @property
    def host(self) -> str:
        """`host:port` that requests go to."""
        ...

    def answer(self, request: Request) -> Answer:
        """Return the model's answer.

        Raises:
            ModelFault: if there is none, after all tries that could help.
        """
        ...


class ModelFault(TestigoError):
    """No answer that can be read; one clear sentence without a word of the text or a key.

    `stops_the_run`: the next report would meet the same (no server, no consent, cap reached, key
    refused), so a run ends here and is taken up later; otherwise this report alone goes without.
    """

    stops_the_run: bool = False


class ModelOutOfReach(ModelFault):
    """The server cannot be reached, refuses the key, or does not know the model."""

    stops_the_run = True


class ModelBusy(ModelFault):
    """Slow, overloaded or rate-limited beyond the tries allowed."""


class AskedToWait(ModelBusy):
    """The server asks to come back later than a run waits; the next report would hear the same."""

    stops_the_run = True


class UnusableAnswer(ModelFault):
    """Cut, empty, refused, or not of the form asked for."""


class TooLong(UnusableAnswer):
    """What was sent, and the answer it asks for, do not fit the model: a smaller window may."""


class NotAllowed(ModelFault):
    """The casebook holds no decision that lets this leave for that host."""


class CapReached(ModelFault):
    """The run has used the tokens or the money that it may."""

    stops_the_run = True
