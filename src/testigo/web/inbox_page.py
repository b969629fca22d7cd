"""The inbox: hand reports in, see how far they are, and the list of all that were taken in.

The list of reports is here and nowhere else; `/reports` leads to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import FastAPI, Form, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.reports.errors import BrokenMetadata
from testigo.reports.limits import MEGABYTE
from testigo.web.access import LIMITS
from testigo.web.deliveries import Delivery
from testigo.web.handed_in import CannotSetAside
from testigo.web.inbox_form import BLANK, Typed, pieces_of, schema
from testigo.web.listing import SORTS, Wanted
from testigo.web.reasons import reason
from testigo.web.reports_page import ReportLineTwin, ReportList, ReportsPage
from testigo.web.site import Site


class OutcomeTwin(TypedDict):
    """What became of one report."""

    address: str
    outcome: str
    why: str | None
    report: str | None
    statements: int


class DeliveryTwin(TypedDict):
    """What was handed in at one time; see `testigo.web.deliveries`."""

    number: int
    at: str
    state: str
    why: str | None
    given: int
    finished: int
    read: int
    skipped: int
    failed: int
    current: str | None
    unread: list[str]
    outcomes: list[OutcomeTwin]


class InboxTwin(TypedDict):
    """`done` of `total` things handed in are dealt with, as far as `running` is not 0: that many
    are left. Then the deliveries, newest first, and one page of the list of reports."""

    running: int
    done: int
    total: int
    deliveries: list[DeliveryTwin]
    found: int
    of: int
    page: int
    pages: int
    reports: list[ReportLineTwin]


@dataclass(frozen=True, slots=True)
class InboxPage:
    """What the inbox shows. `problem` says what is wrong with the form as `typed`, if anything."""

    reports: ReportsPage
    deliveries: tuple[Delivery, ...]
    typed: Typed
    problem: str | None = None

    @property
    def at_work(self) -> tuple[Delivery, ...]:
        """The deliveries that are not over."""
        return tuple(one for one in self.deliveries if not one.is_over)

    @property
    def over(self) -> tuple[Delivery, ...]:
        """The deliveries that are."""
        return tuple(one for one in self.deliveries if one.is_over)

    @property
    def total(self) -> int:
        """How many things the deliveries at work hold."""
        return sum(one.given for one in self.at_work)

    @property
    def done(self) -> int:
        """How many of them are dealt with."""
        return sum(one.finished for one in self.at_work)

    @property
    def running(self) -> int:
        """How many are left; at least 1 while a delivery is at work."""
        return max(self.total - self.done, len(self.at_work))

    def to_json(self) -> InboxTwin:
        """Return the JSON twin."""
        return {
            "running": self.running,
            "done": self.done,
            "total": self.total,
            "deliveries": [_delivery_json(one) for one in self.deliveries],
            **self.reports.to_json(),
        }


def _delivery_json(delivery: Delivery) -> DeliveryTwin:
    return {
        "number": delivery.number,
        "at": delivery.at.isoformat(timespec="seconds"),
        "state": delivery.state,
        "why": delivery.why,
        "given": delivery.given,
        "finished": delivery.finished,
        "read": delivery.read,
        "skipped": delivery.skipped,
        "failed": delivery.failed,
        "current": delivery.current,
        "unread": list(delivery.unread),
        "outcomes": [
            {
                "address": one.address,
                "outcome": one.outcome,
                "why": one.why,
                "report": one.report_id,
                "statements": one.statements,
            }
            for one in delivery.outcomes
        ],
    }


class Inbox:
    """Answers for `/inbox`; its methods are the endpoints."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reports = ReportList(lambda: site.casebook)

    def look(
        self,
        request: Request,
        sort: Annotated[str, Query(description=f"One of {', '.join(SORTS)}")] = "",
        outlet: str = "",
        language: str = "",
        kind: Annotated[str, Query(description="Letter of a kind that the report has")] = "",
        title: Annotated[str, Query(description="Part of the title")] = "",
        undated: Annotated[str, Query(description="Anything: undated reports alone")] = "",
        waiting: Annotated[str, Query(description="Anything: with statements to review")] = "",
        firsts: Annotated[str, Query(description="Anything: those that repeat no other")] = "",
        confidentiality: Annotated[str, Query(description="A code of the vocabulary")] = "",
        page: Annotated[str, Query(description="Number of the page, from 1")] = "",
    ) -> Response:
        """What is being read, and the list of reports, sorted and filtered by the address."""
        return self._show(request, Wanted.of(request.query_params))

    async def hand_in(self, request: Request) -> Response:
        """Have files, text and addresses read; answers at once, the reading goes on."""
        async with request.form() as form:
            return await run_in_threadpool(self._take, request, form)

    def stop(self, delivery: Annotated[int, Form()]) -> Response:
        """Stop a delivery after what is being read."""
        self._site.desk.stop(delivery)
        return self._site.redirect("/inbox")

    def resume(self, delivery: Annotated[int, Form()]) -> Response:
        """Go on with a delivery that was stopped or broke off."""
        self._site.desk.resume(delivery)
        return self._site.redirect("/inbox")

    def clear(self) -> Response:
        """Forget the deliveries that are over; no report is forgotten."""
        self._site.desk.clear()
        return self._site.redirect("/inbox")

    def reports(self, request: Request) -> Response:
        """Lead to the inbox, which holds the list of reports."""
        query = request.url.query
        return self._site.redirect(f"/inbox?{query}" if query else "/inbox")

    def _take(self, request: Request, form: FormData) -> Response:
        typed, desk = Typed.of(form), self._site.desk
        options = typed.options(self._site.settings().name)
        try:
            options.stated()
            pieces = pieces_of(form, typed, desk.folder)
        except (BrokenMetadata, CannotSetAside) as fault:
            why = reason(str(fault), self._site.language(request))
            return self._show(request, Wanted(), typed, why, 422)
        if not pieces:
            nothing = self._site.words(request)("inbox.nothing_given")
            return self._show(request, Wanted(), typed, nothing, 422)
        desk.hand_in(pieces, options)
        return self._site.redirect("/inbox")

    def _show(
        self,
        request: Request,
        wanted: Wanted,
        typed: Typed = BLANK,
        problem: str | None = None,
        status: int = 200,
    ) -> Response:
        reports = self._reports.page(wanted, self._site.words(request))
        page = InboxPage(reports, self._site.desk.deliveries(), typed, problem)
        t = self._site.words(request)
        return self._site.answer(
            request,
            "inbox.html",
            page,
            status,
            sorts=SORTS,
            most_mb=LIMITS.upload_bytes // MEGABYTE,
            states={
                "waiting": t("inbox.state_waiting"),
                "reading": t("inbox.state_reading"),
                "stopping": t("inbox.state_stopping"),
                "done": t("inbox.state_done"),
                "stopped": t("inbox.state_stopped"),
                "broken": t("inbox.state_broken"),
            },
        )


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the inbox, and what its forms do."""
    inbox = Inbox(site)
    site.get(app, "/inbox", inbox.look, twin=InboxTwin)
    site.post(app, "/inbox", inbox.hand_in, body=schema())
    site.post(app, "/inbox/stop", inbox.stop)
    site.post(app, "/inbox/resume", inbox.resume)
    site.post(app, "/inbox/clear", inbox.clear)
    site.get(app, "/reports", inbox.reports)
