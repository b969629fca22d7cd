"""The first page: what changed since yesterday, what waits, what contradicts, what was checked."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import FastAPI, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.record.kinds import KINDS, kind
from testigo.record.vocabularies import vocabulary
from testigo.review.lists import VIEWS, EntryRow
from testigo.review.merging import PROPOSED
from testigo.review.overview import Overview
from testigo.web.asked import BadParameter
from testigo.web.entry_words import entry_address, entry_title
from testigo.web.history_view import (
    HistoryRow,
    HistoryTwin,
    Names,
    history_rows,
    history_twin,
    subject_names,
)
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
    proposed_levels: int
    levels: dict[str, dict[str, int]]
    contradictions: dict[str, list[str]]
    last: list[HistoryTwin]


@dataclass(frozen=True, slots=True)
class Count:
    """A number that leads somewhere; `key` is a code, "" where the label says all."""

    key: str
    label: str
    number: int
    address: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An entry whose statements do not agree."""

    address: str
    title: str
    view: str
    level: str


@dataclass(frozen=True, slots=True)
class LevelRow:
    """How many entries of a view stand at each of the levels shown."""

    view: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the first page shows."""

    state: Overview
    since: str
    decided: tuple[Count, ...]
    waiting: tuple[Count, ...]
    asked: tuple[Count, ...]
    codes: tuple[str, ...]
    levels: tuple[LevelRow, ...]
    contradictions: tuple[Contradiction, ...]
    last: tuple[HistoryRow, ...]

    def to_json(self) -> HomeTwin:
        """Return the JSON twin."""
        state = self.state
        return {
            "since": state.since,
            "reports": state.reports,
            "new_reports": state.new_reports,
            "new_statements": state.new_statements,
            "new_decisions": dict(state.new_decisions),
            "waiting": dict(state.waiting),
            "flagged": state.flagged,
            "disputed": state.disputed,
            "proposed_levels": state.proposed_levels,
            "levels": {view: dict(of) for view, of in state.levels.items()},
            "contradictions": {v: [r.id for r in rows] for v, rows in state.contradictions.items()},
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
        moment = _day(since) if since else _yesterday()
        state = site.casebook.review.overview(moment)
        names = subject_names(site, state.last, t)
        page = _page(state, moment, t, _pairs(site), names)
        return site.answer(request, "home.html", page)

    site.get(app, "/", home, twin=HomeTwin)


def _day(text: str) -> datetime.datetime:
    """Return the beginning of a day, UTC.

    Raises:
        BadParameter: if it is none.
    """
    try:
        return datetime.datetime.combine(
            datetime.date.fromisoformat(text), datetime.time(), datetime.UTC
        )
    except ValueError:
        raise BadParameter("since", "write a day as 2026-11-26") from None


def _yesterday() -> datetime.datetime:
    today = datetime.datetime.now(datetime.UTC).date()
    return _day((today - datetime.timedelta(days=1)).isoformat())


def _pairs(site: Site) -> int:
    return sum(site.casebook.review.proposals(view, limit=0)[1] for view in PROPOSED)


def _page(
    state: Overview, since: datetime.datetime, t: Words, pairs: int, names: Names
) -> HomePage:
    met = {code for of in state.levels.values() for code in of}
    codes = tuple(code for code in LEVELS if code in met or code in ALWAYS)
    return HomePage(
        state,
        f"{since:%Y-%m-%d}",
        tuple(
            Count(act, vocabulary("act").label(act, t.language), number, "#decided")
            for act, number in state.new_decisions.items()
        ),
        tuple(
            Count(name, kind(name).label(t.language), state.waiting[name], f"/review?kind={name}")
            for name in KINDS
            if state.waiting.get(name)
        ),
        tuple(count for count in _asked(state, t, pairs) if count.number),
        codes,
        tuple(_levels(state.levels, view, codes) for view in VIEWS),
        tuple(
            _contradiction(row, view, t)
            for view, rows in state.contradictions.items()
            for row in rows
        ),
        history_rows(state.last, t, names),
    )


def _asked(state: Overview, t: Words, pairs: int) -> tuple[Count, ...]:
    """What only a person can settle."""
    return (
        Count("", t("home.disputed"), state.disputed, "/review?state=disputed"),
        Count("", t("home.flagged"), state.flagged, "/review?state=flagged"),
        Count("", t("home.second_person"), state.proposed_levels, "/people?proposed=1"),
        Count("", t("home.pairs"), pairs, "/merge"),
    )


def _levels(levels: Mapping[str, Mapping[str, int]], view: str, codes: Iterable[str]) -> LevelRow:
    return LevelRow(view, tuple(levels[view].get(level, 0) for level in codes))


def _contradiction(row: EntryRow, view: str, t: Words) -> Contradiction:
    address = entry_address(row, is_person=view == "people")
    return Contradiction(address, entry_title(row, t), view, row.level)
