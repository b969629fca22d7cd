"""Lists of people, incidents, tolls, measures and actors: what is shown stands in the address.

The CSV holds exactly what is seen, all pages of it; names of children and what a person withheld
stay out of the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.casebook import Casebook
from testigo.record.edtf import Edtf
from testigo.record.statement import Statement
from testigo.record.values import Value
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words, value_words
from testigo.review.details import may_be_child, stated
from testigo.review.lists import SORTS, STANDINGS, VIEWS, EntryList, EntryRow, ListWanted
from testigo.web.asked import BadParameter
from testigo.web.cards import level
from testigo.web.csv_sheet import MEDIA_TYPE, csv_answer
from testigo.web.entry_words import days_words, entry_title, figures_words
from testigo.web.pasts import Pasts
from testigo.web.site import Site
from testigo.web.words import Words

PAGE = 50
MOST_ROWS = 20_000
"""Rows of one CSV file: more than a person looks at, and few enough to hold in memory."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "people": ("outcome", "age", "sex", "occupation", "place", "day"),
    "incidents": ("place", "day", "perpetrators"),
    "tolls": ("figure", "moment", "place"),
    "measures": ("status", "place", "start", "end"),
    "actors": ("country",),
}
"""The columns of each view that can be chosen; name, level and counts always stand."""

_FIELDS = frozenset({"age", "sex", "occupation", "perpetrators", "status", "start", "end"})
_TYPES = {"people": "outcome", "tolls": "outcome", "incidents": "incident_type"}
_TYPES |= {"measures": "measure_type"}
_CODES = {"sex": "sex", "status": "measure_status"}


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
class Cell:
    """One cell: words, and the label of its column for narrow screens."""

    column: str
    label: str
    words: str


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
    pasts = Pasts(site.casebook)
    for view in VIEWS:
        endpoint = partial(_listed, site, pasts, view)
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
        answer: Response = endpoint(request, wanted, columns or [], at, bool(proposed))
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


def _moment(text: str) -> datetime.datetime:
    """Read a day (its last second) or a moment, UTC."""
    try:
        if len(text) == len("2026-11-27"):
            day = datetime.date.fromisoformat(text)
            return datetime.datetime.combine(day, datetime.time(23, 59, 59), datetime.UTC)
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise BadParameter("at", "write a day as 2026-11-27, or a moment") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


@contextmanager
def _casebook(site: Site, pasts: Pasts, at: str) -> Iterator[Casebook]:
    if not at:
        yield site.casebook
        return
    with pasts.at(_moment(at)) as past:
        yield past


def _listed(
    site: Site,
    pasts: Pasts,
    view: str,
    request: Request,
    wanted: ListWanted,
    columns: Sequence[str],
    at: str,
    proposed: bool,
) -> Response:
    t = site.words(request)
    chosen = _columns(view, columns)
    wants_csv = request.query_params.get("format") == "csv"
    if wants_csv:
        wanted = replace(wanted, page=1, size=MOST_ROWS)
    if proposed:
        wanted = replace(wanted, ids=site.casebook.review.proposed_levels())
    with _casebook(site, pasts, at) as casebook:
        page = _page(casebook, wanted, chosen, t, at, proposed)
    if wants_csv:
        return _csv(page, t)
    return site.answer(
        request,
        "entries.html",
        page,
        all_columns=COLUMNS[view],
        outcomes=_outcomes(view, t.language),
        levels=[code.code for code in vocabulary("verification")],
        standings=STANDINGS,
    )


def _columns(view: str, asked: Sequence[str]) -> tuple[str, ...]:
    names = [name for each in asked for name in each.split(",")]
    chosen = tuple(dict.fromkeys(name for name in names if name in COLUMNS[view]))
    return chosen or COLUMNS[view]


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
    review = casebook.review
    found = review.entries(wanted)
    ids = [row.id for row in found.rows]
    told = review.statements_of(ids) if wanted.view in ("people", "incidents", "measures") else {}
    kept_back = review.entries_kept_back()
    lines = tuple(
        Line(
            row,
            entry_title(row, t),
            f"/{wanted.view}/{row.id}",
            tuple(_cell(name, row, told.get(row.id, ()), t) for name in columns),
            row.id in kept_back or may_be_child(told.get(row.id, ())),
        )
        for row in found.rows
    )
    return ListPage(wanted, columns, found, lines, at, proposed)


def _cell(name: str, row: EntryRow, told: Sequence[Statement], t: Words) -> Cell:
    return Cell(name, t(f"entries.column_{name}"), _words(name, row, told, t))


def _words(name: str, row: EntryRow, told: Sequence[Statement], t: Words) -> str:
    if name in _FIELDS:
        values = [_value(name, value, t.language) for value in stated(told, name)]
        return " / ".join(dict.fromkeys(values))
    match name:
        case "outcome":
            codes = vocabulary("outcome")
            return ", ".join(codes.label(code, t.language) for code in row.outcomes)
        case "place":
            return row.place or ""
        case "country":
            return row.country or ""
        case "day":
            return days_words(row, t.language)
        case "figure":
            drafts = any(figure["state"] == "draft" for figure in row.figures)
            words = figures_words(row, t)
            return t("entries.draft_figure", figure=words) if drafts else words
        case _:
            return " / ".join(dict.fromkeys(_as_of(figure, t) for figure in row.figures))


def _as_of(figure: Mapping[str, Any], t: Words) -> str:
    if figure["as_of"] is None:
        return t("entries.unknown_moment")
    day = date_words(Edtf(figure["as_of"]), language=t.language)
    basis = {"said": "entries.said", "published": "entries.published"}.get(figure["basis"])
    return day if basis is None else t(basis, day=day)


def _value(name: str, value: Value, language: str) -> str:
    if name in _CODES and isinstance(value, str):
        return vocabulary(_CODES[name]).label(value, language)
    return value_words(value, language=language)


def _csv(page: ListPage, t: Words) -> Response:
    head = [t("entries.id"), t("entries.name"), t("entries.level")]
    head += [t("entries.accepted"), t("entries.drafts"), t("entries.reports")]
    head += [t(f"entries.column_{name}") for name in page.columns]
    rows = []
    for line in page.lines:
        row = line.row
        name = t("entries.kept_back") if line.is_kept_back else line.title
        counts = [row.tally.accepted, row.tally.draft, row.reports]
        cells = ["" if line.is_kept_back else cell.words for cell in line.cells]
        rows.append([row.id, name, level(t.language, code=row.level)[1], *map(str, counts), *cells])
    today = datetime.datetime.now(datetime.UTC).date()
    return csv_answer(f"{page.wanted.view}-{page.at or today.isoformat()}", head, rows)
