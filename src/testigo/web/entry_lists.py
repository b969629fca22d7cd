"""Lists of people, incidents, tolls, measures and actors: what is shown stands in the address.

The CSV holds exactly what is seen, all pages of it; names of children and what a person withheld
stay out of the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.casebook import Casebook
from testigo.casebook.withholding import ChildrenNames
from testigo.record.vocabularies import vocabulary
from testigo.review.details import may_be_child
from testigo.review.lists import SORTS, STANDINGS, VIEWS, EntryList, EntryRow, ListWanted
from testigo.web.asked import BadParameter
from testigo.web.cards import level
from testigo.web.csv_sheet import MEDIA_TYPE, csv_answer
from testigo.web.entry_cells import COLUMNS, OFFERED, SORTED_BY, Cell, cells, chosen_columns, title
from testigo.web.site import Site
from testigo.web.words import Words

PAGE = 50
AT_ONCE = 500
"""Entries of a CSV file that are looked up together."""

_AFTER_COLUMNS = {
    "level": "entries.level",
    "accepted": "entries.accepted",
    "draft": "entries.drafts",
    "reports": "entries.reports",
    "is_contradicted": "entries.is_contradicted",
    "id": "entries.id",
}
"""What a CSV file has after the columns asked for: the code of each and the key of its words."""

_TYPES = {"people": "outcome", "tolls": "outcome", "incidents": "incident_type"}
_TYPES |= {"measures": "measure_type"}


class RowTwin(TypedDict):
    """One entry of a list."""

    id: str
    name: str
    outcomes: list[str]
    place: str | None
    country: str | None
    earliest: str | None
    latest: str | None
    level: str
    draft: int
    accepted: int
    rejected: int
    reports: int
    is_contradicted: bool
    figures: list[dict[str, Any]]


class ListTwin(TypedDict):
    """A list. `counts` are entries of drafts alone, with accepted statements, and verified."""

    view: str
    found: int
    counts: dict[str, int]
    page: int
    rows: list[RowTwin]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in the list. `is_kept_back`: a child, or withheld; its name stays out of files."""

    row: EntryRow
    title: str
    address: str
    cells: tuple[Cell, ...]
    is_kept_back: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list. `at` is the moment it stood so, "" for now."""

    wanted: ListWanted
    columns: tuple[str, ...]
    found: EntryList
    lines: tuple[Line, ...]
    at: str
    proposed: bool

    @property
    def pages(self) -> int:
        """How many pages the list has, 1 for an empty one."""
        return max(1, -(-self.found.found // PAGE))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for that leaves entries out."""
        w = self.wanted
        words = (w.search, w.outcome, w.place, w.country, w.speaker, w.standing, w.level)
        return any((*words, w.since, w.until, w.contradicted, w.named, self.at, self.proposed))

    def address(self, **changes: object) -> str:
        """Return the address of this list with something changed."""
        held = asdict(self.wanted) | {"q": self.wanted.search, "at": self.at}
        held |= {"columns": ",".join(self.columns), "proposed": "1" if self.proposed else ""}
        if self.columns == COLUMNS[self.wanted.view]:
            held["columns"] = ""
        held |= changes
        names = (
            *("q", "outcome", "place", "country", "speaker", "standing", "level", "since"),
            *("until", "sort", "columns", "at", "proposed", "format"),
        )
        kept = {n: held[n] for n in names if held.get(n) and (n, held[n]) != ("sort", "newest")}
        kept |= {n: "1" for n in ("contradicted", "named") if held.get(n)}
        if held.get("page", 1) != 1:
            kept["page"] = held["page"]
        query = urlencode(kept)
        return f"/{self.wanted.view}" + (f"?{query}" if query else "")

    def to_page(self, number: int) -> str:
        """Return the address of another page."""
        return self.address(page=number)

    def to_json(self) -> ListTwin:
        """Return the JSON twin."""
        return {
            "view": self.wanted.view,
            "found": self.found.found,
            "counts": dict(self.found.counts),
            "page": self.wanted.page,
            "rows": [_row_twin(line.row) for line in self.lines],
        }


def _row_twin(row: EntryRow) -> RowTwin:
    return {
        "id": row.id,
        "name": row.name,
        "outcomes": list(row.outcomes),
        "place": row.place,
        "country": row.country,
        "earliest": row.earliest,
        "latest": row.latest,
        "level": row.level,
        "draft": row.tally.draft,
        "accepted": row.tally.accepted,
        "rejected": row.tally.rejected,
        "reports": row.reports,
        "is_contradicted": row.is_contradicted,
        "figures": [dict(figure) for figure in row.figures],
    }


def add_to(app: FastAPI, site: Site) -> None:
    """Serve a list under the name of each view."""
    for view in VIEWS:
        endpoint = partial(_listed, site, view)
        shown = _named(endpoint, view)
        site.get(app, f"/{view}", shown, twin=ListTwin, also={MEDIA_TYPE: {"type": "string"}})


def _named(endpoint: Any, view: str) -> Any:
    def entries(
        request: Request,
        q: Annotated[str, Query(description="Words of names, places, types")] = "",
        outcome: Annotated[str, Query(description="An outcome or type")] = "",
        place: Annotated[str, Query(description="Words of a place")] = "",
        country: Annotated[str, Query(description="ISO 3166 code")] = "",
        speaker: Annotated[str, Query(description="Words of who speaks")] = "",
        standing: Annotated[str, Query(description="draft, accepted or verified")] = "",
        level: Annotated[str, Query(description="A level of verification")] = "",
        since: Annotated[str, Query(description="A day, as 2022-12-07")] = "",
        until: Annotated[str, Query(description="A day, as 2022-12-31")] = "",
        contradicted: Annotated[str, Query()] = "",
        named: Annotated[str, Query()] = "",
        proposed: Annotated[str, Query(description="A level waits for a second person")] = "",
        sort: Annotated[str, Query(description=", ".join(SORTS))] = "newest",
        columns: Annotated[list[str] | None, Query(description="Columns, in order")] = None,
        page: Annotated[int, Query(ge=1, le=100_000)] = 1,
        at: Annotated[str, Query(description="As it stood on that day, or moment")] = "",
    ) -> Response:
        """A list of the record."""
        wanted = ListWanted(
            view,
            search=q.strip(),
            outcome=outcome,
            place=place.strip(),
            country=country.strip().upper()[:2],
            speaker=speaker.strip(),
            standing=standing if standing in STANDINGS else "",
            level=level if level in vocabulary("verification") else "",
            contradicted=bool(contradicted),
            named=bool(named),
            since=_day("since", since),
            until=_day("until", until),
            sort=sort if sort in SORTS else "newest",
            page=page,
            size=PAGE,
        )
        answer: Response = endpoint(request, wanted, columns or [], at.strip(), bool(proposed))
        return answer

    entries.__name__ = view
    return entries


def _day(name: str, text: str) -> str:
    if not text:
        return ""
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadParameter(name, "write a day as 2022-12-07") from None


def _listed(
    site: Site,
    view: str,
    request: Request,
    wanted: ListWanted,
    columns: Sequence[str],
    at: str,
    proposed: bool,
) -> Response:
    t = site.words(request)
    chosen = chosen_columns(view, columns)
    with site.pasts.shown(at) as casebook:
        if proposed:
            wanted = replace(wanted, ids=casebook.review.proposed_levels())
        if request.query_params.get("format") == "csv":
            return _csv(site.casebook, casebook, wanted, chosen, t, at)
        page = _page(casebook, wanted, chosen, t, at, proposed)
    return site.answer(
        request,
        "entries.html",
        page,
        all_columns=OFFERED[view],
        sorted_by=SORTED_BY,
        outcomes=_outcomes(view, t.language),
        levels=[code.code for code in vocabulary("verification")],
        standings=STANDINGS,
    )


def _outcomes(view: str, language: str) -> list[tuple[str, str]]:
    listed = _TYPES.get(view)
    if listed is None:
        return []
    codes = vocabulary(listed)
    return [(code.code, codes.label(code.code, language)) for code in codes]


def _page(
    casebook: Casebook,
    wanted: ListWanted,
    columns: tuple[str, ...],
    t: Words,
    at: str,
    proposed: bool,
) -> ListPage:
    found = casebook.review.entries(wanted)
    # An actor is mentioned too often to ask of all its statements for a mark beside its name.
    marked = wanted.view in ("people", "incidents", "measures")
    kept_back = casebook.review.entries_kept_back([r.id for r in found.rows] if marked else [])
    lines = _lines(casebook, wanted.view, found.rows, columns, t, kept_back)
    return ListPage(wanted, columns, found, lines, at, proposed)


def _lines(
    casebook: Casebook,
    view: str,
    rows: Sequence[EntryRow],
    columns: tuple[str, ...],
    t: Words,
    kept_back: frozenset[str],
) -> tuple[Line, ...]:
    told = {} if view == "tolls" else casebook.review.statements_of([row.id for row in rows])
    return tuple(
        Line(
            row,
            title(row, columns, t),
            f"/{view}/{row.id}",
            cells(row, columns, told.get(row.id, ()), t),
            row.id in kept_back or may_be_child(told.get(row.id, ())),
        )
        for row in rows
    )


def _csv(
    now: Casebook,
    casebook: Casebook,
    wanted: ListWanted,
    columns: tuple[str, ...],
    t: Words,
    at: str,
) -> Response:
    """Return all pages as a file, without what is kept back now, whenever the list stood so."""
    kept_back = casebook.review.entries_kept_back() | now.review.entries_kept_back()
    names = ChildrenNames(now)
    rows: list[list[str]] = []
    asked = replace(wanted, page=1, size=AT_ONCE)
    while found := casebook.review.entries(asked).rows:
        lines = _lines(casebook, wanted.view, found, columns, t, kept_back)
        rows += [_csv_row(line, names, t) for line in lines]
        asked = replace(asked, page=asked.page + 1)
    day = at[: len("2026-11-27")] or datetime.datetime.now(datetime.UTC).date().isoformat()
    return csv_answer(f"{wanted.view}-{day}", _csv_head(columns, t), rows)


def _csv_head(columns: Sequence[str], t: Words) -> list[str]:
    """Return heads as the page has them, each with a code that is the same in every language."""
    words = {"name": t("entries.name")} | {name: t(f"entries.column_{name}") for name in columns}
    for code, key in _AFTER_COLUMNS.items():
        words[code] = t(key)
    return [f"{head} [{code}]" for code, head in words.items()]


def _csv_row(line: Line, names: ChildrenNames, t: Words) -> list[str]:
    row, kept_back = line.row, t("entries.kept_back")
    if line.is_kept_back:
        told = [kept_back, *("" for _ in line.cells)]
    else:
        shown: dict[str, object] = {"": line.title}
        shown |= {cell.column: cell.words for cell in line.cells}
        told = [kept_back if v is None else str(v) for v in names.without(shown).values()]
    counts = (row.tally.accepted, row.tally.draft, row.reports)
    contradicted = t("entries.is_contradicted") if row.is_contradicted else ""
    word = level(t.language, code=row.level)[1]
    return [*told, word, *map(str, counts), contradicted, row.id]
