"""What is new since a day: the lists behind the numbers of the first page."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import FastAPI, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.record.edtf import Edtf
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words
from testigo.review.arrivals import NewCounts
from testigo.review.materials import ReportFacts
from testigo.web.asked import BadParameter
from testigo.web.entry_lines import Told, told
from testigo.web.history_view import HistoryRow, history_rows, subject_names
from testigo.web.site import Site
from testigo.web.words import Words

PAGE = 50
WHAT = ("reports", "statements", "decisions")
SHORT = 16


class NewTwin(TypedDict):
    """One page of what is new: ids of reports, statements or decisions, the last first."""

    since: str
    what: str
    act: str
    found: int
    page: int
    pages: int
    ids: list[str]


@dataclass(frozen=True, slots=True)
class NewReport:
    """One report: `published` is "" where that is not known."""

    title: str
    outlet: str
    published: str
    address: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """One list of what is new; the other lists are empty."""

    since: str
    day: str
    what: str
    act: str
    act_words: str
    counts: NewCounts
    found: int
    page: int
    reports: tuple[NewReport, ...]
    statements: tuple[Told, ...]
    decisions: tuple[HistoryRow, ...]
    ids: tuple[str, ...]

    @property
    def pages(self) -> int:
        """How many pages the list has, 1 for an empty one."""
        return max(1, -(-self.found // PAGE))

    def to_page(self, number: int) -> str:
        """Return the address of another page of this list."""
        return new_address(self.since, self.what, self.act, page=number)

    def to_what(self, what: str) -> str:
        """Return the address of another list of the same days."""
        return new_address(self.since, what)

    def to_json(self) -> NewTwin:
        """Return the JSON twin."""
        return {
            "since": self.since,
            "what": self.what,
            "act": self.act,
            "found": self.found,
            "page": self.page,
            "pages": self.pages,
            "ids": list(self.ids),
        }


def new_address(since: str, what: str, act: str = "", page: int = 1) -> str:
    """Return the address of a list of what is new since a day (2026-11-26)."""
    asked = {"since": since, "what": what, "act": act, "page": "" if page == 1 else str(page)}
    return f"/new?{urlencode({name: value for name, value in asked.items() if value})}"


def beginning_of(day: str) -> datetime.datetime:
    """Return the beginning of a day, UTC; of yesterday for "".

    Raises:
        BadParameter: if it is none.
    """
    try:
        first = datetime.date.fromisoformat(day) if day else _yesterday()
    except ValueError:
        raise BadParameter("since", "write a day as 2026-11-26") from None
    return datetime.datetime.combine(first, datetime.time(), datetime.UTC)


def _yesterday() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(days=1)


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the lists under `/new`."""

    def new(
        request: Request,
        since: Annotated[str, Query(description="A day, as 2026-11-26: what came after it")] = "",
        what: Annotated[str, Query(description=", ".join(WHAT))] = WHAT[0],
        act: Annotated[str, Query(description="The act of decisions, as accept")] = "",
        page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    ) -> Response:
        """What is new."""
        if what not in WHAT:
            raise BadParameter("what", f"it is one of {', '.join(WHAT)}")
        if act and act not in vocabulary("act"):
            raise BadParameter("act", "there is no such act of a decision")
        act = act if what == "decisions" else ""
        shown = _page(site, site.words(request), beginning_of(since), what, act, page)
        return site.answer(request, "new.html", shown, lists=WHAT)

    site.get(app, "/new", new, twin=NewTwin)


def _page(
    site: Site, t: Words, since: datetime.datetime, what: str, act: str, page: int
) -> NewPage:
    review = site.casebook.review
    counts = review.new_counts(since)
    at = {"first": (page - 1) * PAGE, "limit": PAGE}
    reports = review.new_reports(since, **at) if what == "reports" else ()
    items = review.new_statements(since, **at) if what == "statements" else ()
    lines = review.new_decisions(since, act, **at) if what == "decisions" else ()
    day = since.date().isoformat()
    return NewPage(
        day,
        date_words(Edtf(day), language=t.language),
        what,
        act,
        vocabulary("act").label(act, t.language) if act else "",
        counts,
        found_of(counts, what, act),
        page,
        _reports(reports, t),
        tuple(told(item, t, {}) for item in items),
        history_rows(lines, t, subject_names(site, lines, t)),
        tuple(
            [report.id for report in reports]
            or [item.handle for item in items]
            or [line.decision.id for line in lines]
        ),
    )


def found_of(counts: NewCounts, what: str, act: str) -> int:
    """Return how many a list holds."""
    if what == "reports":
        return counts.reports
    if what == "statements":
        return counts.statements
    return counts.decisions.get(act, 0) if act else sum(counts.decisions.values())


def _reports(reports: Sequence[ReportFacts], t: Words) -> tuple[NewReport, ...]:
    return tuple(
        NewReport(
            report.title or t("entry_page.untitled"),
            report.publisher or t("entry_page.outlet_unknown"),
            "" if report.published is None else date_words(report.published, language=t.language),
            f"/reports/{report.id[:SHORT]}",
        )
        for report in reports
    )
