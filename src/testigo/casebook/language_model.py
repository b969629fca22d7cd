"""The language model of a casebook: set up, let to, asked, and told of what went out to it.

Reached as `casebook.language_model`. It is off until a decision sets it up, and nothing is sent to
another machine until a further decision names that host.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from testigo.casebook.guarded_model import INVENTED, GuardedModel, NoConsent, check_consent
from testigo.casebook.model_plan import ModelPlan, plan
from testigo.casebook.model_run import ModelReader, read_with_model
from testigo.casebook.reading_run import Progress, ReadSummary
from testigo.casebook.review import Review
from testigo.reading.llm.model import Answer, Model, Request
from testigo.reading.llm.settings import ModelSettings
from testigo.reading.protocol import Reader
from testigo.record.decision import Decision
from testigo.record.errors import TestigoError
from testigo.record.reading import ReaderIdentity
from testigo.review import configuring
from testigo.review.history import HistoryLine
from testigo.store import calls
from testigo.store.calls import KeptCall
from testigo.store.kept import KeptReport
from testigo.store.store import Store

Connect = Callable[[ModelSettings], Model]
"""Makes the way to a model; nothing is sent by that."""

_HOST = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[\w.-]+):\d{1,5}")


class BadHost(TestigoError):
    """What was written is no `host:port`."""

    def __init__(self, written: str) -> None:
        super().__init__(
            f"{written!r} is no host with its port; write it as `testigo model show` does, "
            "as in api.example.org:443"
        )


@dataclass(frozen=True, slots=True)
class ModelState:
    """How the language model of a casebook stands.

    `settings` None: there is none. `set_by` is the decision that set it up or switched it off,
    `let_by` the one by which text may go to its host, each None where none stands. `calls` went
    out from this casebook to any host so far.
    """

    settings: ModelSettings | None
    set_by: HistoryLine | None
    let_by: HistoryLine | None
    calls: int

    @property
    def is_ready(self) -> bool:
        """Whether reports that are public may be sent."""
        return self.settings is not None and self.let_by is not None


@dataclass(frozen=True, slots=True)
class Trial:
    """What a model answered about an invented text.

    `form` is how the form of the answer was held: `json_schema`, `json`, `text`, or "" where the
    way to the model does not say. `fits` tells whether the answer is JSON of the form asked for.
    """

    host: str
    model: str
    form: str
    fits: bool
    answer: Answer


def connect(settings: ModelSettings) -> Model:
    """Return the way to the model, with its key.

    Raises:
        ModelFault: if the key cannot be had or the client is not installed.
    """
    from testigo.reading.llm.openai_model import OpenAiModel

    return OpenAiModel.reached_by(settings)


class LanguageModel:
    """The language model of one casebook."""

    def __init__(self, store: Store, review: Review, connecting: Connect | None = None) -> None:
        self._store = store
        self._review = review
        self._connect = connecting or connect

    @property
    def settings(self) -> ModelSettings | None:
        """How the model is reached and asked; None where none is set up."""
        with self._store.looking() as connection:
            return configuring.language_model(connection)

    def state(self) -> ModelState:
        """Return what is set up, and by which decisions."""
        with self._store.looking() as connection:
            settings = configuring.language_model(connection)
            set_by = configuring.last_configured(connection, configuring.LANGUAGE_MODEL)
            let_by = None if settings is None else configuring.consent_to(connection, settings.host)
            return ModelState(settings, set_by, let_by, calls.count(connection))

    def set_up(
        self,
        settings: ModelSettings | None,
        *,
        by: str,
        why: str = "",
        seen: Mapping[str, int] | None = None,
    ) -> Decision:
        """Set the model up, or switch it off (None): answers that wait are removed with it.

        A host on this machine is let to by that; any other needs `consent`.

        Raises:
            StaleDecision: if somebody decided about the casebook after what `seen` says.
        """
        value = None if settings is None else settings.to_json()
        content = {"setting": configuring.LANGUAGE_MODEL, "value": value}
        made = self._review.decide(
            "configure", [self._store.casebook_id()], by=by, why=why, content=content, seen=seen
        )
        if settings is None:
            self._store.forget_answers()
        return made

    def consent(
        self,
        host: str,
        *,
        by: str,
        why: str,
        reports: Sequence[str] = (),
        seen: Mapping[str, int] | None = None,
    ) -> Decision:
        """Let text of this casebook go to a host, or these reports (whole ids) though not public.

        Raises:
            BadHost: if `host` is no `host:port`.
            InvalidDecision: if no reason is given.
            NotKept: if there is no such report.
        """
        if not _HOST.fullmatch(host):
            raise BadHost(host)
        subjects = list(reports) or [self._store.casebook_id()]
        return self._review.decide(
            "consent", subjects, by=by, why=why, content={"host": host}, seen=seen
        )

    def plan(self, reports: Iterable[KeptReport]) -> ModelPlan:
        """Return what having these reports read would send, and about what it would take.

        Raises:
            NoConsent: if no model is set up.
        """
        asked = list(reports)
        with self._store.looking() as connection:
            settings = configuring.language_model(connection)
            if settings is None:
                raise _none_set_up()
            return plan(connection, asked, identity_of(settings), settings)

    def check(self) -> None:
        """Do nothing if reports that are public may be sent now.

        Raises:
            NoConsent: saying what is missing.
        """
        with self._store.looking() as connection:
            settings = configuring.language_model(connection)
            if settings is None:
                raise _none_set_up()
            check_consent(connection, settings, settings.host)

    def reader(self) -> ModelReader:
        """Return the reader that asks the model, with a run's caps before it.

        Raises:
            NoConsent: if no model is set up.
            ModelFault: if its key cannot be had or the client is not installed.
        """
        settings = self.settings
        if settings is None:
            raise _none_set_up()
        guarded = GuardedModel(self._connect(settings), settings, self._store)
        return ModelReader(_reader(guarded, settings), guarded)

    def read(
        self,
        reports: Iterable[str],
        on_progress: Callable[[Progress], None] | None = None,
        asked: ModelReader | None = None,
    ) -> ReadSummary:
        """Have kept reports (whole ids) read by the model, each on the disk before it is told.

        What it has read before is skipped and nothing is paid for twice, so a run that was cut
        short is finished by running it again. `asked` is what `reader` gave, to look at what it
        spent; each run has its own.

        Raises:
            ModelFault: if the next report would meet the same; what is done stays.
            NotKept: if there is no such report.
        """
        if asked is None:
            with self.reader() as made:
                return self.read(reports, on_progress, made)
        summary = ReadSummary()
        for progress in read_with_model(self._store, reports, asked):
            summary = progress.so_far
            if on_progress is not None:
                on_progress(progress)
        return summary

    def try_out(self) -> Trial:
        """Send a text that testigo made up, and return what came.

        Raises:
            ModelFault: if nothing may be sent, or nothing came.
        """
        settings = self.settings
        if settings is None:
            raise _none_set_up()
        model = self._connect(settings)
        guarded = GuardedModel(model, settings, self._store)
        try:
            answer = guarded.answer(_TRIAL)
        finally:
            guarded.close()
        form = str(getattr(model, "form", ""))
        return Trial(settings.host, settings.model, form, _fits(answer), answer)

    def calls(self) -> Iterator[KeptCall]:
        """Yield every call that went out from this casebook, oldest first."""
        return self._store.calls()

    def newest_calls(self, number: int) -> list[KeptCall]:
        """Return so many calls at most, the newest first."""
        return self._store.newest_calls(number)


def identity_of(settings: ModelSettings) -> ReaderIdentity:
    """Return the identity of the reader that asks a model; nothing is connected for it."""
    return _reader(_Unconnected(settings), settings).identity


def _reader(model: Model, settings: ModelSettings) -> Reader:
    from testigo.reading.llm.reader import LlmReader

    return LlmReader(model, settings)


def _none_set_up() -> NoConsent:
    return NoConsent("no language model is set up; `testigo model set ADDRESS MODEL` does that")


@dataclass(frozen=True, slots=True)
class _Unconnected:
    """A model that is named and cannot be asked."""

    settings: ModelSettings

    @property
    def name(self) -> str:
        return self.settings.model

    @property
    def host(self) -> str:
        return self.settings.host

    def answer(self, request: Request) -> Answer:
        raise NoConsent("this model is only named; nothing is sent")


_TRIAL = Request(
    INVENTED,
    "Read the sentence and say how many people were killed. Answer with one JSON object whose only "
    'member `killed` is that number, as in {"killed": 3}.',
    "Two people were killed in Villa Ejemplo on Monday, the hospital said.",
    "trial",
    {
        "type": "object",
        "properties": {"killed": {"type": "integer"}},
        "required": ["killed"],
        "additionalProperties": False,
    },
)


def _fits(answer: Answer) -> bool:
    try:
        said = json.loads(answer.content)
    except ValueError:
        return False
    return isinstance(said, dict) and set(said) == {"killed"} and isinstance(said["killed"], int)
