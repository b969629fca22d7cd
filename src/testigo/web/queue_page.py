"""The review queue: one statement a screen with its passage, or some of them as a list.

Which statements and in which order stands in the address; nothing is written by looking. A decision
is on the disk before the next statement shows (`statement_decisions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Query, Request
from markupsafe import Markup
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.record.kinds import KINDS
from testigo.record.report import Text
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words
from testigo.review.queue import STATES, ReviewItem, Wanted
from testigo.review.rereading import Overtaken
from testigo.web.asked import BadParameter
from testigo.web.history_view import HistoryRow, history_rows, subject_names
from testigo.web.marked_text import passage_html
from testigo.web.marking import Marks, Paragraph, mark
from testigo.web.report_cards import ReportCard, report_cards
from testigo.web.report_lines import ReportLine, report_line
from testigo.web.report_twin import statement_json
from testigo.web.site import Site
from testigo.web.words import Words

LISTED = 10
"""Statements on one page of the list: as many as can be looked through before one press."""

SHORT = 16


class QueueTwin(TypedDict):
    """The queue: how many it holds, and the statements shown as the report page writes them."""

    left: int
    statements: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Filters:
    """What stands in the address of the queue; an empty text asks for nothing in particular."""

    state: str = "waiting"
    kind: str = ""
    outcome: str = ""
    report: str = ""
    person: str = ""
    place: str = ""
    below: str = ""
    order: str = ""
    list: str = ""

    def query(self, **changes: str) -> str:
        """Return the address of the queue with these filters, and some changed."""
        pairs = asdict(self) | changes
        kept = {n: v for n, v in pairs.items() if v and (n, v) != ("state", "waiting")}
        kept = {"as" if n == "list" else n: v for n, v in kept.items()}
        return f"?{urlencode(kept)}" if kept else ""

    def wanted(self, reader: str, *, is_double: bool) -> Wanted:
        """Return what the casebook is asked for.

        Raises:
            BadParameter: if `below` is no confidence.
        """
        return Wanted(
            state=self.state,
            kind=self.kind,
            outcome=self.outcome,
            report=self.report,
            person=self.person,
            place=self.place,
            below=_confidence(self.below),
            reader=reader,
            is_double=is_double,
            in_reading_order=bool(self.report) or self.order == "text",
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """One statement as it is reviewed: its card, its passage, and what others say of the same.

    `start` is the offset of the first character of the passage. `is_blind`: another person judged
    it, and what she said is not shown until this one has. `others` are told by other reports.
    """

    card: ReportCard
    line: ReportLine
    passage: Markup
    start: int
    others: tuple[Other, ...]
    newer: Overtaken | None
    is_blind: bool
    is_withdrawn: bool

    @property
    def sentence(self) -> str:
        """The address of its sentence in the report."""
        start = min(self.card.item.statement.evidence).start
        return f"/reports/{self.line.id[:SHORT]}#c{start}"


@dataclass(frozen=True, slots=True)
class Other:
    """The same told by another report."""

    card: ReportCard
    outlet: str
    date: str | None
    address: str


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A screen of the queue. `left` is how many this filter holds; `done` what was just decided.

    `is_list`: several on one page; one that was opened from the list stands alone.
    """

    filters: Filters
    shown: tuple[Shown, ...]
    left: int
    done: HistoryRow | None
    changed: int
    form: str
    report: ReportLine | None
    is_list: bool

    def to_json(self) -> QueueTwin:
        """Return the JSON twin."""
        return {"left": self.left, "statements": [statement_json(s.card) for s in self.shown]}

    @property
    def here(self) -> str:
        """The address of the queue with its filters."""
        return f"/review{self.filters.query()}"

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
        filters = _filters(site, state, kind, outcome, report, person, place, below, order, as_)
        return _answer(
            site, request, filters, after=after, before=before, done=done, changed=changed
        )

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
        """One statement; the filters are those of the queue that it was opened from."""
        handle = site.casebook.review.whole_id(id_, "statement")
        filters = _filters(site, state, kind, outcome, report, person, place, below, order, as_)
        chosen = form if form in ("reject", "flag") else ""
        return _answer(site, request, filters, handle=handle, done=done, form=chosen)

    site.get(app, "/review", queue, twin=QueueTwin)
    site.get(app, "/review/{id_}", statement, twin=QueueTwin)


def _filters(
    site: Site,
    state: str,
    kind: str,
    outcome: str,
    report: str,
    person: str,
    place: str,
    below: str,
    order: str,
    as_: str,
) -> Filters:
    """Read the filters of an address; what is none of those offered asks for nothing."""
    return Filters(
        state if state in STATES else "waiting",
        kind if kind in KINDS else "",
        outcome,
        site.casebook.report(report).id if report else "",
        person.strip(),
        place.strip(),
        below,
        "text" if order == "text" else "",
        "list" if as_ == "list" else "",
    )


def _answer(
    site: Site,
    request: Request,
    filters: Filters,
    *,
    handle: str = "",
    after: str = "",
    before: str = "",
    done: str = "",
    changed: int = 0,
    form: str = "",
) -> Response:
    t = site.words(request)
    page = queue_page(site, filters, t, handle=handle, after=after, before=before)
    page = replace(page, done=_done(site, done, t), changed=changed, form=form)
    return site.answer(
        request,
        "queue.html",
        page,
        reasons=vocabulary("reject_reason"),
        states=STATES,
        outcomes=_outcomes(filters.kind, site.language(request)),
    )


def _done(site: Site, id_: str, t: Words) -> HistoryRow | None:
    made = site.casebook.review.made([id_]) if id_ else []
    return next(iter(history_rows(made, t, subject_names(site, made, t))), None)


def _outcomes(kind_name: str, language: str) -> list[tuple[str, str]]:
    """Return the outcomes or types that a kind may have, with their labels."""
    listed = {
        "toll": "outcome",
        "casualty": "outcome",
        "incident": "incident_type",
        "measure": "measure_type",
    }.get(kind_name)
    if listed is None:
        return []
    codes = vocabulary(listed)
    return [(code, codes.label(code, language)) for code in codes.codes]


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
    shown = tuple(
        _shown(site, item, t, reader=settings.name, is_double=settings.double_reading)
        for item in items
    )
    report = None
    if filters.report:
        report = report_line(site.casebook.report(filters.report), None, t)
    is_list = bool(filters.list) and not handle
    return QueuePage(filters, shown, found.left, None, 0, "", report, is_list)


def _shown(site: Site, item: ReviewItem, t: Words, *, reader: str | None, is_double: bool) -> Shown:
    review = site.casebook.review
    is_blind = is_double and item.judged.is_first_answer_of(reader)
    if is_blind:
        item = review.as_read(item)
    statement = item.statement
    text = review.text(statement.text_id)
    card = report_cards([item], (), statement.text_id, t)[0]
    kept = site.casebook.report(item.report.id)
    paragraphs = _passage(text, kept.metadata.title.value if kept.metadata.title else None, item)
    newer = [o for o in review.overtaken(item.report.id) if o.judged.handle == item.handle]
    return Shown(
        card,
        report_line(kept, None, t),
        passage_html(text.content, paragraphs, {1: card.card.letter}, t),
        paragraphs[0].start if paragraphs else 0,
        tuple(_other(other, t) for other in review.same_told(item)),
        newer[0] if newer and not is_blind else None,
        is_blind,
        item.judged.state == "withdrawn",
    )


def _passage(text: Text, title: str | None, item: ReviewItem) -> Sequence[Paragraph]:
    """Return the paragraphs from the first to the last sentence of a statement."""
    paragraphs = mark(text.content, title, Marks([item.statement]))
    first = min(span.start for span in item.statement.evidence)
    last = max(span.end for span in item.statement.evidence)
    return [p for p in paragraphs if p.start < last and p.gap_end > first]


def _other(item: ReviewItem, t: Words) -> Other:
    card = report_cards([item], (), item.statement.text_id, t)[0]
    start = min(item.statement.evidence).start
    published = item.report.published
    return Other(
        card,
        item.report.publisher or t("queue.outlet_unknown"),
        None if published is None else date_words(published, language=t.language),
        f"/reports/{item.report.id[:SHORT]}#c{start}",
    )


def _confidence(text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise BadParameter("below", "write a confidence as 0.8") from None
    if not 0 <= value <= 1:
        raise BadParameter("below", "a confidence lies between 0 and 1")
    return value
