"""The first page: what changed since yesterday, what waits, what contradicts, what was checked."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import FastAPI, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.record.edtf import Edtf
from testigo.record.kinds import KINDS, kind
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words
from testigo.review.lists import VIEWS, EntryList
from testigo.review.merging import PROPOSED
from testigo.review.overview import Overview
from testigo.review.queue import Wanted
from testigo.web.entry_words import entry_address, entry_title
from testigo.web.history_view import (
    HistoryRow,
    HistoryTwin,
    Names,
    history_rows,
    history_twin,
    subject_names,
)
from testigo.web.new_page import beginning_of, new_address
from testigo.web.site import Site
from testigo.web.words import Words

LEVELS = "012345CD"
ALWAYS = "0123"
"""Levels that have a column even where no entry stands at them."""


class HomeTwin(TypedDict):
    """The state of the casebook. Counts of drafts and of accepted statements are never added up."""

    since: str
    reports: int
    new_reports: int
    new_statements: int
    new_decisions: dict[str, int]
    waiting: dict[str, int]
    flagged: int
    disputed: int
    disagreed: int
    proposed_levels: dict[str, int]
    levels: dict[str, dict[str, int]]
    contradicted: dict[str, int]
    contradictions: dict[str, list[str]]
    last: list[HistoryTwin]


@dataclass(frozen=True, slots=True)
class Count:
    """A number, and the address of a list of exactly so many; `key` is a code or a view."""

    key: str
    label: str
    number: int
    address: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An entry whose statements do not agree."""

    address: str
    title: str
    level: str


@dataclass(frozen=True, slots=True)
class Contradicted:
    """The contradictions of one view: how many, and some of them."""

    count: Count
    some: tuple[Contradiction, ...]


@dataclass(frozen=True, slots=True)
class LevelRow:
    """How many entries of a view stand at each of the levels shown."""

    view: str
    numbers: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the first page shows."""

    state: Overview
    since: str
    day: str
    arrived: tuple[Count, ...]
    decided: tuple[Count, ...]
    waiting: tuple[Count, ...]
    asked: tuple[Count, ...]
    codes: tuple[str, ...]
    levels: tuple[LevelRow, ...]
    contradictions: tuple[Contradicted, ...]
    last: tuple[HistoryRow, ...]

    def to_json(self) -> HomeTwin:
        """Return the JSON twin."""
        state = self.state
        return {
            "since": state.since,
            "reports": state.reports,
            "new_reports": state.new.reports,
            "new_statements": state.new.statements,
            "new_decisions": dict(state.new.decisions),
            "waiting": {count.key: count.number for count in self.waiting},
            "flagged": state.flagged,
            "disputed": state.disputed,
            "disagreed": state.disagreed,
            "proposed_levels": dict(state.proposed_levels),
            "levels": {view: dict(of) for view, of in state.levels.items()},
            "contradicted": {v: found.found for v, found in state.contradictions.items()},
            "contradictions": {
                view: [row.id for row in found.rows] for view, found in state.contradictions.items()
            },
            "last": history_twin(state.last),
        }


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the first page under `/`."""

    def home(
        request: Request,
        since: Annotated[
            str, Query(description="A day (2026-11-26): what came after it is new")
        ] = "",
    ) -> Response:
        """The first page."""
        t = site.words(request)
        moment = beginning_of(since)
        state = site.casebook.review.overview(moment)
        names = subject_names(site, state.last, t)
        page = _page(state, moment, t, _waiting(site, state, t), _pairs(site, t), names)
        return site.answer(request, "home.html", page)

    site.get(app, "/", home, twin=HomeTwin)


def _waiting(site: Site, state: Overview, t: Words) -> tuple[Count, ...]:
    """Count by kind what waits for who looks; in a double reading that is not all drafts."""
    settings = site.settings()
    found = []
    for name in KINDS:
        number = state.waiting.get(name, 0)
        if settings.double_reading:
            wanted = Wanted(kind=name, reader=settings.name or "", is_double=True)
            number = site.casebook.review.queue(wanted, limit=0).left
        found.append(Count(name, kind(name).label(t.language), number, f"/review?kind={name}"))
    return tuple(count for count in found if count.number)


def _pairs(site: Site, t: Words) -> tuple[Count, ...]:
    counts = {view: site.casebook.review.pairs_proposed(view) for view in PROPOSED}
    return tuple(
        Count(view, _of_view("home.pairs", view, t), number, f"/merge?view={view}")
        for view, number in counts.items()
    )


def _of_view(key: str, view: str, t: Words) -> str:
    return f"{t(key)}: {t(f'bar.go_{view}')}"


def _page(
    state: Overview,
    since: datetime.datetime,
    t: Words,
    waiting: tuple[Count, ...],
    pairs: tuple[Count, ...],
    names: Names,
) -> HomePage:
    met = {code for of in state.levels.values() for code in of}
    codes = tuple(code for code in LEVELS if code in met or code in ALWAYS)
    day = since.date().isoformat()
    return HomePage(
        state,
        day,
        date_words(Edtf(day), language=t.language),
        _arrived(state, day, t),
        tuple(
            Count(
                act,
                vocabulary("act").label(act, t.language),
                number,
                new_address(day, "decisions", act),
            )
            for act, number in state.new.decisions.items()
        ),
        waiting,
        tuple(count for count in (*_asked(state, t), *pairs) if count.number),
        codes,
        tuple(_levels(state.levels, view, codes) for view in VIEWS),
        tuple(
            _contradicted(found, view, t)
            for view, found in state.contradictions.items()
            if found.found
        ),
        history_rows(state.last, t, names),
    )


def _arrived(state: Overview, day: str, t: Words) -> tuple[Count, ...]:
    return tuple(
        Count(what, t(f"home.new_{what}", n=number), number, new_address(day, what))
        for what, number in (("reports", state.new.reports), ("statements", state.new.statements))
    )


def _asked(state: Overview, t: Words) -> tuple[Count, ...]:
    """What only a person can settle."""
    return (
        Count("", t("home.disputed"), state.disputed, "/review?state=disputed"),
        Count("", t("home.flagged"), state.flagged, "/review?state=flagged"),
        *_disagreed(state, t),
        *(
            Count(view, _of_view("home.second_person", view, t), number, f"/{view}?proposed=1")
            for view, number in state.proposed_levels.items()
        ),
    )


def _disagreed(state: Overview, t: Words) -> Iterator[Count]:
    """Yield what two readers of a text disagree on: few casebooks have a second one."""
    if state.disagreed:
        words, address = t("home.disagreed"), "/review?state=disagree"
        yield Count("", words, state.disagreed, address)


def _levels(levels: Mapping[str, Mapping[str, int]], view: str, codes: Iterable[str]) -> LevelRow:
    return LevelRow(
        view,
        tuple(
            Count(code, "", levels[view].get(code, 0), f"/{view}?level={code}") for code in codes
        ),
    )


def _contradicted(found: EntryList, view: str, t: Words) -> Contradicted:
    return Contradicted(
        Count(view, t(f"bar.go_{view}"), found.found, f"/{view}?contradicted=1"),
        tuple(
            Contradiction(
                entry_address(row, is_person=view == "people"), entry_title(row, t), row.level
            )
            for row in found.rows
        ),
    )
