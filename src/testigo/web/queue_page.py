"""The review queue: one statement a screen with its passage, or some of them as a list.

Which statements and in which order stands in the address; nothing is written by looking. A decision
is on the disk before the next statement shows (`statement_decisions`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import FastAPI, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.record.vocabularies import vocabulary
from testigo.review.history import HistoryLine
from testigo.review.queue import STATES, ReviewItem
from testigo.web.cards import lead_words
from testigo.web.history_view import HistoryRow, history_rows
from testigo.web.queue_cards import SHORT, Shown, shown_item
from testigo.web.queue_filters import Filters, filters_of
from testigo.web.report_lines import ReportLine, report_line
from testigo.web.report_twin import statement_json
from testigo.web.site import Site
from testigo.web.words import Words

LISTED = 10
"""Statements on one page of the list: as many as can be looked through before one press."""

NEXT_HEADER, STATE_HEADER = "x-testigo-next", "x-testigo-state"
"""What an island sends with a decision: the page that it has fetched already, and its `state`."""


class QueueTwin(TypedDict):
    """The queue: how many it holds, and the statements shown as the report page writes them."""

    left: int
    statements: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of the person, with what it was about and the page to show once it is undone.

    `about` are its statements, each in a few words with the address of its page.
    """

    row: HistoryRow
    about: tuple[tuple[str, str], ...]
    back: str


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A screen of the queue. `left` is how many this filter holds; `done` what was just decided.

    `last` is the last decision of the person that stands, on any statement or on one of the report
    asked for; None where it is `done`. `is_list`: several on one page; one that was opened from the
    list stands alone. `next_report` is the first report behind the one asked for with statements
    that wait here. `language` is that of the page.
    """

    filters: Filters
    shown: tuple[Shown, ...]
    left: int
    report: ReportLine | None
    next_report: ReportLine | None
    is_list: bool
    language: str
    done: Decided | None = None
    last: Decided | None = None
    changed: int = 0
    form: str = ""

    def to_json(self) -> QueueTwin:
        """Return the JSON twin."""
        return {"left": self.left, "statements": [statement_json(s.card) for s in self.shown]}

    @property
    def here(self) -> str:
        """The address of the queue with its filters."""
        return f"/review{self.filters.query()}"

    @property
    def on(self) -> str:
        """The address of the same queue, of the report that comes next."""
        assert self.next_report is not None
        return f"/review{self.filters.query(report=self.next_report.id)}"

    @property
    def state(self) -> str:
        """What stays equal while nothing on the screen changes but the counter and the notice."""
        shown = (self.language, self.filters, self.form, self.is_list, self.report, self.shown)
        return hashlib.sha256(repr(shown).encode("utf-8", "backslashreplace")).hexdigest()[:24]

    def next(self, shown: Shown) -> str:
        """Return where a decision, or `later`, leads: on in the same filters."""
        return f"/review{self._with(after=shown.card.handle)}"

    def previous(self, shown: Shown) -> str:
        """Return where the statement before it, of those that are left, is shown."""
        return f"/review{self._with(before=shown.card.handle)}"

    def at(self, shown: Shown, **more: str) -> str:
        """Return the address of this statement in the same filters."""
        return f"/review/{shown.card.handle[:SHORT]}{self._with(**more)}"

    def _with(self, **more: str) -> str:
        query = self.filters.query()
        return f"{query}&{urlencode(more)}" if query and more else query or f"?{urlencode(more)}"


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the queue under `/review`, and each statement under `/review/ID`."""

    def queue(
        request: Request,
        state: Annotated[str, Query(description=", ".join(STATES))] = "waiting",
        kind: Annotated[str, Query(description="A kind of statement")] = "",
        outcome: Annotated[str, Query(description="An outcome or type")] = "",
        report: Annotated[str, Query(description="One report, in reading order")] = "",
        person: Annotated[str, Query(description="Words of a name")] = "",
        place: Annotated[str, Query(description="Words of a place")] = "",
        below: Annotated[str, Query(description="Confidence below, as 0.8")] = "",
        order: Annotated[str, Query(description="text: report by report")] = "",
        as_: Annotated[str, Query(alias="as", description="list: some on one page")] = "",
        after: Annotated[str, Query(description="The statement before the one shown")] = "",
        before: Annotated[str, Query(description="The statement after the one shown")] = "",
        done: Annotated[str, Query(description="The decision that was just made")] = "",
        changed: Annotated[int, Query(ge=0, le=1000, description="How many had changed")] = 0,
    ) -> Response:
        """The next statements that wait."""
        filters = filters_of(site, state, kind, outcome, report, person, place, below, order, as_)
        t = site.words(request)
        page = queue_page(site, filters, t, after=after, before=before)
        return _answer(site, request, replace(with_decided(site, page, done, t), changed=changed))

    def statement(
        request: Request,
        id_: str,
        state: Annotated[str, Query()] = "waiting",
        kind: Annotated[str, Query()] = "",
        report: Annotated[str, Query()] = "",
        person: Annotated[str, Query()] = "",
        place: Annotated[str, Query()] = "",
        outcome: Annotated[str, Query()] = "",
        below: Annotated[str, Query()] = "",
        order: Annotated[str, Query()] = "",
        as_: Annotated[str, Query(alias="as")] = "",
        form: Annotated[str, Query(description="reject or flag: that form is open")] = "",
        done: Annotated[str, Query(description="The decision that was just made")] = "",
    ) -> Response:
        """One statement; the filters are those of the queue that it was opened from.

        A second reading is shown beside the statement that it is a reading of.
        """
        review = site.casebook.review
        handle = review.stands_for(review.whole_id(id_, "statement"))
        filters = filters_of(site, state, kind, outcome, report, person, place, below, order, as_)
        t = site.words(request)
        page = replace(
            queue_page(site, filters, t, handle=handle),
            form=form if form in ("reject", "flag") else "",
        )
        return _answer(site, request, with_decided(site, page, done, t))

    site.get(app, "/review", queue, twin=QueueTwin)
    site.get(app, "/review/{id_}", statement, twin=QueueTwin)


def _answer(site: Site, request: Request, page: QueuePage) -> Response:
    return site.answer(
        request,
        "queue.html",
        page,
        reasons=vocabulary("reject_reason"),
        states=STATES,
        outcomes=page.filters.outcomes(page.language),
    )


def answer_decided(site: Site, request: Request, back: str, done: str) -> Response | None:
    """Answer a decision with what the page that the browser fetched ahead lacks: counter, notice.

    `back` is the page that comes next. None where the browser has another page ready, or the one
    that it has is no longer what would be shown: then it is led to the page itself.
    """
    path, _, query = back.partition("?")
    if path != "/review" or request.headers.get(NEXT_HEADER) != back:
        return None
    asked = dict(parse_qsl(query))
    after = asked.pop("after", "")
    asked = {name: asked.get(name, "") for name in _FILTERS}
    filters = filters_of(site, *asked.values())
    t = site.words(request)
    page = queue_page(site, filters, t, after=after)
    if page.state != request.headers.get(STATE_HEADER):
        return None
    page = with_decided(site, page, done, t)
    answer = site.answer(request, "queue_notice.html", page, standalone=True)
    answer.headers[NEXT_HEADER] = back
    return answer


_FILTERS = (
    "state",
    "kind",
    "outcome",
    "report",
    "person",
    "place",
    "below",
    "order",
    "as",
)


def queue_page(
    site: Site,
    filters: Filters,
    t: Words,
    *,
    handle: str = "",
    after: str = "",
    before: str = "",
) -> QueuePage:
    """Read what a screen of the queue shows: the statement `handle`, else the first after `after`.

    Where nothing follows `after`, it begins again with what was left for later; where nothing comes
    before `before`, it stays at the first.
    """
    review = site.casebook.review
    settings = site.settings()
    wanted = filters.wanted(settings.name or "", is_double=settings.double_reading)
    limit = LISTED if filters.list else 1
    found = review.queue(wanted, after=after or None, before=before or None, limit=limit)
    items: Sequence[ReviewItem] = found.items
    if handle:
        items = review.items([handle])
    elif not items and found.left and (after or before):
        items = review.queue(wanted, limit=limit).items
    unseen = review.answered_unseen()
    return QueuePage(
        filters,
        tuple(shown_item(site, item, t, is_blind=item.handle in unseen) for item in items),
        found.left,
        report_line(site.casebook.report(filters.report), None, t) if filters.report else None,
        waiting_behind(site, filters, t) if filters.report else None,
        bool(filters.list) and not handle,
        t.language,
    )


def waiting_behind(site: Site, filters: Filters, t: Words) -> ReportLine | None:
    """Return the first report with statements of these filters behind the one that they name.

    Behind the last it begins again; None where no other report has any.
    """
    settings = site.settings()
    elsewhere = replace(filters, report="", order="text")
    wanted = elsewhere.wanted(settings.name or "", is_double=settings.double_reading)
    review = site.casebook.review
    behind = review.queue(wanted, behind_report=filters.report).items
    found = behind or review.queue(wanted).items
    if not found or found[0].report.id == filters.report:
        return None
    return report_line(site.casebook.report(found[0].report.id), None, t)


def with_decided(site: Site, page: QueuePage, done: str, t: Words) -> QueuePage:
    """Return the page with what was just decided (`done`, "" for nothing), and the last before."""
    review = site.casebook.review
    made = next(iter(review.made([done])), None) if done else None
    if made is not None and made.decision.act != "undo":
        return replace(page, done=_decided(site, page, made, t))
    name = site.settings().name
    last = None if name is None else review.last_verdict_of(name, page.filters.report or None)
    return replace(
        page,
        done=None if made is None else _decided(site, page, made, t),
        last=None if last is None else _decided(site, page, last, t),
    )


def _decided(site: Site, page: QueuePage, made: HistoryLine, t: Words) -> Decided:
    """Return a decision as the screen tells it; of an undo, with what the undone one was about."""
    review = site.casebook.review
    is_undo = made.decision.act == "undo"
    meant = next(iter(review.made(made.decision.subjects)), made) if is_undo else made
    query, items = page.filters.query(), review.items(meant.decision.subjects)
    about = tuple(
        (lead_words(i.statement, language=t.language), f"/review/{i.handle[:SHORT]}{query}")
        for i in items
    )
    named = made.decision.subjects if is_undo else [i.handle for i in items]
    [row] = history_rows([made], t, dict(zip(named, about, strict=False)))
    return Decided(row, about, about[0][1] if len(about) == 1 else page.here)
