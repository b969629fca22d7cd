"""The language model of the casebook: what is set up, whether text may go to it, what went out.

Unlike the rest of the settings these belong to the casebook: each form makes a decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import FastAPI, Form, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.casebook.language_model import ModelState
from testigo.reading.llm.settings import STRUCTURED, BadModelSetting, ModelSettings
from testigo.store.calls import KeptCall
from testigo.store.errors import NotKept
from testigo.web.history_view import (
    HistoryRow,
    HistoryTwin,
    history_rows,
    history_twin,
    with_done,
)
from testigo.web.model_form import ModelForm, Unclear, settings_of, typed_of
from testigo.web.site import Site
from testigo.web.words import Words

PATH = "/settings/model"
INVALID = 422
RECENT = 20
"""Calls that are listed, the newest."""

Text_ = Annotated[str, Form(max_length=4000)]
Seen = Annotated[int, Form(ge=0, description="The last decision that the form showed")]


class CallTwin(TypedDict):
    """One call to a model; `outcome` None where it is not known what came of it."""

    call: int
    at: str
    host: str
    model: str
    report: str | None
    size: int
    outcome: str | None
    tokens_in: int | None
    tokens_out: int | None
    cost: float | None
    currency: str | None


class ModelTwin(TypedDict):
    """The language model of the casebook; `let_by` is the decision that lets text go there."""

    settings: dict[str, Any] | None
    host: str | None
    is_local: bool | None
    set_by: HistoryTwin | None
    let_by: HistoryTwin | None
    calls: int
    recent: list[CallTwin]


@dataclass(frozen=True, slots=True)
class ModelPage:
    """What is set up and what stands in the form: `typed` as it was, `wrong` by field.

    `decided` are the decisions that it is so by, `seen` the last one that is shown.
    """

    state: ModelState
    decided: tuple[HistoryRow, ...]
    recent: tuple[KeptCall, ...]
    typed: Mapping[str, str]
    seen: int
    wrong: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    done: HistoryRow | None = None

    @property
    def settings(self) -> ModelSettings | None:
        """How the model is reached; None where there is none."""
        return self.state.settings

    def to_json(self) -> ModelTwin:
        """Return the JSON twin."""
        state, settings = self.state, self.state.settings
        return {
            "settings": None if settings is None else settings.to_json(),
            "host": None if settings is None else settings.host,
            "is_local": None if settings is None else settings.is_local,
            "set_by": None if state.set_by is None else history_twin([state.set_by])[0],
            "let_by": None if state.let_by is None else history_twin([state.let_by])[0],
            "calls": state.calls,
            "recent": [_call_json(call) for call in self.recent],
        }


def _call_json(call: KeptCall) -> CallTwin:
    end = call.end
    return {
        "call": call.sequence,
        "at": call.at,
        "host": call.sent.host,
        "model": call.sent.model,
        "report": call.sent.report,
        "size": call.sent.size,
        "outcome": None if end is None else end.outcome,
        "tokens_in": None if end is None else end.tokens_in,
        "tokens_out": None if end is None else end.tokens_out,
        "cost": None if end is None else end.cost,
        "currency": None if end is None else end.currency,
    }


class ModelPages:
    """Answers for the settings of the language model; its methods are the endpoints."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def look(
        self,
        request: Request,
        done: Annotated[str, Query(description="The decision that was just made")] = "",
    ) -> Response:
        """What is set up, whether text may go there, and what went out."""
        return self._show(request, done=done)

    def set_up(self, request: Request, form: Annotated[ModelForm, Form()]) -> Response:
        """Set the model up; a host that is not this machine needs consent besides."""
        by, t = self._site.person(), self._site.words(request)
        try:
            settings = settings_of(form)
        except Unclear as fault:
            return self._show(request, form, {fault.name: t("model.wrong_number")})
        except BadModelSetting as fault:
            return self._show(request, form, {fault.setting: _why(fault, t)})
        model = self._site.casebook.language_model
        made = model.set_up(settings, by=by, why=form.why, seen=self._seen(form.seen))
        return self._site.redirect(with_done(PATH, made.id))

    def consent(
        self,
        request: Request,
        host: Text_,
        seen: Seen,
        why: Text_ = "",
        report: Annotated[Sequence[str], Form(description="Reports that are not public")] = (),
        of: Annotated[str, Form(description="`reports` for those alone")] = "",
        back: Text_ = PATH,
    ) -> Response:
        """Let text of the casebook go to a host, or these reports though they are not public."""
        by, casebook = self._site.person(), self._site.casebook
        if of == "reports" and (not report or not why.strip()):
            return self._site.redirect(back)  # none was chosen, and the host is not meant
        if not why.strip():
            t = self._site.words(request)
            return self._show(request, wrong={"consent": t("model.say_why")})
        ids = [casebook.report(each).id for each in report]
        known = None if ids else self._seen(seen)
        made = casebook.language_model.consent(host, by=by, why=why, reports=ids, seen=known)
        return self._site.redirect(with_done(back, made.id))

    def off(self, seen: Seen, why: Text_ = "") -> Response:
        """Switch the model off; nothing is sent from then on."""
        by, model = self._site.person(), self._site.casebook.language_model
        made = model.set_up(None, by=by, why=why, seen=self._seen(seen))
        return self._site.redirect(with_done(PATH, made.id))

    def _seen(self, sequence: int) -> dict[str, int]:
        return {self._site.casebook.id: sequence}

    def _show(
        self,
        request: Request,
        form: ModelForm | None = None,
        wrong: Mapping[str, str] | None = None,
        done: str = "",
    ) -> Response:
        casebook, t = self._site.casebook, self._site.words(request)
        state = casebook.language_model.state()
        made = {line.sequence: line for line in (state.set_by, state.let_by) if line is not None}
        page = ModelPage(
            state,
            history_rows((made[n] for n in sorted(made, reverse=True)), t),
            tuple(casebook.language_model.newest_calls(RECENT)),
            typed_of(state.settings) if form is None else form.typed(),
            casebook.review.seen([casebook.id])[casebook.id],
            wrong or {},
            "" if form is None else form.why,
            self._done(done, t),
        )
        status = INVALID if wrong else 200
        return self._site.answer(request, "model.html", page, status, forms=STRUCTURED)

    def _done(self, id_: str, t: Words) -> HistoryRow | None:
        if not id_:
            return None
        try:
            return history_rows([self._site.casebook.review.decision(id_)], t)[0]
        except NotKept:
            return None


def _why(fault: BadModelSetting, t: Words) -> str:
    own = {
        "address": t("model.wrong_address"),
        "model": t("model.wrong_model"),
        "structured": t("model.wrong_structured"),
        "most_cost": t("model.wrong_most_cost"),
    }
    return own.get(fault.setting, t("model.wrong_number"))


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the settings of the language model."""
    pages = ModelPages(site)
    site.get(app, PATH, pages.look, twin=ModelTwin)
    site.post(app, PATH, pages.set_up)
    site.post(app, f"{PATH}/consent", pages.consent)
    site.post(app, f"{PATH}/off", pages.off)
