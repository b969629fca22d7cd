"""A language model behind the casebook: asked only where people let it, within the caps, once.

Whatever is sent passes here, whoever asks. Before each request the casebook is looked at anew: is
this host still the one set up, does a decision let text go there, may this report go. Then the log
says what is about to leave, and afterwards what came; an answer waits in the casebook until its
reading is kept, so that a run that was cut short pays for nothing twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

import testigo
from testigo.reading.llm.model import (
    Answer,
    CapReached,
    Model,
    ModelFault,
    NotAllowed,
    Request,
)
from testigo.reading.llm.settings import ModelSettings
from testigo.record.call import CallEnd, Sent
from testigo.record.canonical import canonical_json, digest
from testigo.review import configuring
from testigo.store import tables
from testigo.store.calls import KeptAnswer
from testigo.store.store import Store

CHARACTERS_A_TOKEN = 4
"""What is reckoned with until a server has counted: a bit less than English takes."""

INVENTED = "invented"
"""The text id of what is no report: a text that testigo made up to try a model with."""

_OUTCOMES = {"stop": "answered", "length": "cut", "refusal": "refused"}


class NoConsent(NotAllowed):
    """Nobody has let text of this casebook go to the host, or has taken that back."""

    stops_the_run = True


class KeptClose(NotAllowed):
    """The report is confidential and the host is another machine; it needs a decision of its own.

    `report` is its id.
    """

    def __init__(self, report: str, host: str) -> None:
        super().__init__(
            f"report {report[:12]} is not public and stays on this machine; `testigo model consent "
            f"{host} --report {report[:12]} --why WORDS` lets it go to {host}"
        )
        self.report = report


@dataclass(frozen=True, slots=True)
class Spent:
    """What a run has used. `cost` is None where no prices are set.

    `calls` went out, `kept` answers came from the casebook and cost nothing. Tokens are those that
    the server counts, or an estimate where it does not, or where nothing came back.
    """

    calls: int = 0
    kept: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None

    @property
    def tokens(self) -> int:
        """Tokens in and out."""
        return self.tokens_in + self.tokens_out


class GuardedModel:
    """A model that the casebook watches over; one for each run. It is itself a `Model`.

    `settings` are those that the casebook holds, `clock` gives seconds.
    """

    def __init__(
        self,
        model: Model,
        settings: ModelSettings,
        store: Store,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._model = model
        self._settings = settings
        self._store = store
        self._clock = clock
        self._asked: set[str] = set()
        self._last: str | None = None
        self._by = f"testigo {testigo.__version__}"
        self.spent = Spent(cost=settings.cost(0, 0))

    @property
    def name(self) -> str:
        """The model's name as the server knows it."""
        return self._model.name

    @property
    def host(self) -> str:
        """`host:port` that requests go to."""
        return self._model.host

    def answer(self, request: Request) -> Answer:
        """Return the answer that waits in the casebook, or ask the model.

        What is asked a second time in one run is asked of the model again.

        Raises:
            NotAllowed: if no decision lets this go to that host; nothing was sent then.
            CapReached: if the run has used what it may; nothing was sent then.
            ModelFault: if there is no answer.
        """
        with self._store.looking() as connection:
            report = self._allowed(connection, request.text_id)
        key = self._key(request)
        kept = None if key in self._asked else self._store.answer(key)
        self._asked.add(key)
        self._last = key
        if kept is not None:
            self.spent = replace(self.spent, kept=self.spent.kept + 1)
            return Answer(kept.content, kept.finish, kept.tokens_in, kept.tokens_out, is_kept=True)
        self._check_caps(request)
        return self._ask(request, report, key)

    def close(self) -> None:
        """Close the connections of the way to the model, if it has any."""
        close = getattr(self._model, "close", None)
        if callable(close):
            close()

    def forget_last(self) -> None:
        """Remove the answer given last: it was of no use, and would be of none again."""
        if self._last is not None:
            self._store.forget_answer(self._last)

    def _allowed(self, connection: Connection, text_id: str) -> str | None:
        """Return the report that a text is of, None for an invented one, if it may be sent.

        Raises:
            NotAllowed: if it may not.
        """
        check_consent(connection, self._settings, self._model.host)
        if text_id == INVENTED:
            return None
        text = tables.text
        query = select(text.c.report_id).where(text.c.id == text_id)
        report = connection.execute(query).scalar_one_or_none()
        if report is None:
            raise NotAllowed("only text of a report that the casebook holds is sent to a model")
        if not self._settings.is_local and must_stay(connection, [report], self.host):
            raise KeptClose(report, self.host)
        return str(report)

    def _key(self, request: Request) -> str:
        return digest({"request": request.hash, "host": self.host, **self._settings.shapes_answers})

    def _check_caps(self, request: Request) -> None:
        settings, spent = self._settings, self.spent
        coming = self._tokens(request)
        most = settings.most_tokens
        if most is not None and spent.tokens + coming > most:
            raise CapReached(
                f"this run may use {most:,} tokens and has used {spent.tokens:,}; the same "
                "command again goes on, `testigo model set --most-tokens N` allows more"
            )
        cost = settings.cost(spent.tokens_in + coming, spent.tokens_out)
        if settings.most_cost is not None and cost is not None and cost > settings.most_cost:
            raise CapReached(
                f"this run may cost {settings.most_cost:,.2f} {settings.currency} and has cost "
                f"{spent.cost or 0:,.2f}; the same command again goes on, "
                "`testigo model set --most-cost N` allows more"
            )

    def _ask(self, request: Request, report: str | None, key: str) -> Answer:
        size = request.size + len(canonical_json(request.schema))
        sent = Sent(self.host, self.name, report, request.hash, size)
        of, began = self._store.begin_call(self._by, sent), self._clock()
        try:
            answer = self._model.answer(request)
        except ModelFault as fault:
            # What was sent may have to be paid for, though nothing came back.
            self._spend(self._tokens(request), 0)
            seconds = round(self._clock() - began, 3)
            self._store.end_call(self._by, CallEnd(of, type(fault).__name__, seconds))
            raise
        self._end(of, began, request, report, answer, key)
        return answer

    def _end(
        self,
        of: int,
        began: float,
        request: Request,
        report: str | None,
        answer: Answer,
        key: str,
    ) -> None:
        ins, outs = answer.tokens_in, answer.tokens_out
        if ins is None:
            ins = self._tokens(request)
        if outs is None:
            outs = len(answer.content) // CHARACTERS_A_TOKEN + 1
        self._spend(ins, outs)
        cost = self._settings.cost(ins, outs)
        ended = CallEnd(
            of,
            _OUTCOMES.get(answer.finish, "answered"),
            round(self._clock() - began, 3),
            answer.tokens_in,
            answer.tokens_out,
            cost,
            None if cost is None else self._settings.currency,
        )
        # A refusal may be none the next time; an invented text is not read again.
        waits = report is not None and answer.finish != "refusal"
        kept = KeptAnswer(
            key,
            request.text_id,
            report or "",
            answer.content,
            answer.finish,
            answer.tokens_in,
            answer.tokens_out,
        )
        self._store.end_call(self._by, ended, kept if waits else None)

    def _tokens(self, request: Request) -> int:
        form = getattr(self._model, "form", self._settings.structured)
        return tokens_of(request, with_schema=form in ("json", "text"))

    def _spend(self, tokens_in: int, tokens_out: int) -> None:
        spent = self.spent
        ins, outs = spent.tokens_in + tokens_in, spent.tokens_out + tokens_out
        self.spent = Spent(spent.calls + 1, spent.kept, ins, outs, self._settings.cost(ins, outs))


def tokens_of(request: Request, *, with_schema: bool) -> int:
    """Return about how many tokens a request takes: an estimate.

    `with_schema`: the schema goes as text, as where a server does not hold answers to it.
    """
    told = len(request.system) + len(request.user)
    schema = len(canonical_json(request.schema)) if with_schema else 0
    return (told + schema) // CHARACTERS_A_TOKEN + 1


def check_consent(connection: Connection, settings: ModelSettings, host: str) -> None:
    """Do nothing if text of this casebook may go to a host now.

    Raises:
        NoConsent: if that is not the host set up, or nobody has let text go there.
    """
    now = configuring.language_model(connection)
    if now is None:
        raise NoConsent("no language model is set up; `testigo model set ADDRESS MODEL` does that")
    if not now.host == settings.host == host:
        raise NoConsent(
            f"{host} is not the host that this casebook holds, which is {now.host}; nothing is sent"
        )
    if configuring.consent_to(connection, host) is None:
        raise NoConsent(
            f"nobody has let text of this casebook go to {host}; "
            f"`testigo model consent {host} --why WORDS` does, once you may"
        )


def must_stay(connection: Connection, reports: list[str], host: str) -> frozenset[str]:
    """Return which of these reports stay on this machine: not public, and not let go to a host."""
    close = configuring.kept_close(connection, reports)
    return close - configuring.let_go(connection, close, host) if close else close
