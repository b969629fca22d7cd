"""Before a language model reads: which reports go where, what they take, and what is missing yet.

The reading itself is done by the intake desk, one report after the other, and shown in the inbox.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import FastAPI, Form, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.casebook.language_model import ModelState
from testigo.casebook.model_plan import ModelPlan
from testigo.store.errors import NotKept
from testigo.web.history_view import HistoryRow, history_rows
from testigo.web.listing import Wanted
from testigo.web.report_lines import ReportLine, report_line
from testigo.web.reports_page import ReportList
from testigo.web.site import Site
from testigo.web.words import Words

PATH = "/read-with-model"
SHORT = 16
"""Characters of an id in the form: enough to name one report of a casebook."""
SHOWN = 50
"""Reports that stay here and are named, each with its own choice."""


class RunTwin(TypedDict):
    """A run before it begins; see `casebook.model_plan.ModelPlan`. All empty without a model."""

    settings: dict[str, Any] | None
    host: str | None
    may_go: bool
    to_read: list[str]
    staying: list[str]
    known: int
    other: int
    tokens_in: int
    tokens_out: int
    cost: float | None


@dataclass(frozen=True, slots=True)
class RunPage:
    """What would be sent. `plan` None: no model is set up.

    `query` is that of this page, `staying` the reports that are kept here, as lines; `seen` the
    last decision about the casebook that is shown. `back` is where the reports were chosen.
    """

    state: ModelState
    plan: ModelPlan | None
    staying: tuple[ReportLine, ...]
    query: str
    back: str
    seen: int
    done: HistoryRow | None

    @property
    def here(self) -> str:
        """The address of this page."""
        return f"{PATH}?{self.query}" if self.query else PATH

    @property
    def reports(self) -> str:
        """The reports to be sent, as the form holds them."""
        return " ".join(id_[:SHORT] for id_ in self.plan.to_read) if self.plan else ""

    def to_json(self) -> RunTwin:
        """Return the JSON twin."""
        plan = self.plan
        return {
            "settings": None if plan is None else plan.settings.to_json(),
            "host": None if plan is None else plan.settings.host,
            "may_go": self.state.is_ready,
            "to_read": [] if plan is None else list(plan.to_read),
            "staying": [] if plan is None else list(plan.staying),
            "known": 0 if plan is None else plan.known,
            "other": 0 if plan is None else plan.other,
            "tokens_in": 0 if plan is None else plan.tokens_in,
            "tokens_out": 0 if plan is None else plan.tokens_out,
            "cost": None if plan is None else plan.cost,
        }


class ModelRunPages:
    """Answers for the page before a run, and its form; its methods are the endpoints."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def look(
        self,
        request: Request,
        report: Annotated[
            Sequence[str],
            Query(description="A report; without any, those of the list that the rest asks for"),
        ] = (),
        done: Annotated[str, Query(description="The decision that was just made")] = "",
    ) -> Response:
        """How many reports would go where, about what they take, and what is missing."""
        site, t = self._site, self._site.words(request)
        casebook = site.casebook
        state = casebook.language_model.state()
        ids = [casebook.report(each).id for each in report] or self._listed(request, t)
        kept = [casebook.report(id_) for id_ in ids]
        plan = None if state.settings is None else casebook.language_model.plan(kept)
        close = () if plan is None else plan.staying[:SHOWN]
        query = "&".join(
            part for part in request.url.query.split("&") if part and not part.startswith("done=")
        )
        page = RunPage(
            state,
            plan,
            tuple(report_line(casebook.report(id_), None, t) for id_ in close),
            query,
            f"/reports/{ids[0][:SHORT]}" if len(report) == 1 else f"/inbox?{query}#list",
            casebook.review.seen([casebook.id])[casebook.id],
            self._done(done, t),
        )
        return site.answer(request, "model_run.html", page)

    def send(
        self,
        reports: Annotated[
            str, Form(description="The ids of the reports, or how they begin, parted by spaces")
        ] = "",
        back: Annotated[str, Form(description="The page to go to if text may not go")] = PATH,
    ) -> Response:
        """Have the reports read by the model; answers at once, the reading goes on."""
        casebook = self._site.casebook
        ids = [casebook.report(each).id for each in reports.split()]
        if not ids or not casebook.language_model.state().is_ready:
            return self._site.redirect(back)  # it says what is missing
        self._site.desk.read_with_model(ids)
        return self._site.redirect("/inbox")

    def _listed(self, request: Request, t: Words) -> list[str]:
        wanted = Wanted.of(request.query_params)
        return ReportList(lambda: self._site.casebook).fitting(wanted, t)

    def _done(self, id_: str, t: Words) -> HistoryRow | None:
        if not id_:
            return None
        try:
            return history_rows([self._site.casebook.review.decision(id_)], t)[0]
        except NotKept:
            return None


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the page before a run."""
    pages = ModelRunPages(site)
    site.get(app, PATH, pages.look, twin=RunTwin)
    site.post(app, PATH, pages.send)
