"""What the page of a toll shows: the table, the range that people allowed, what is noticed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from typing_extensions import TypedDict

from testigo.casebook import Casebook
from testigo.record.wording import date_words
from testigo.review.history import HistoryLine
from testigo.review.toll_compared import comparison_of, findings_about, rule_in_force
from testigo.review.toll_dossier import TollDossier
from testigo.review.toll_figures import FIELD
from testigo.review.tolls import (
    ACCEPTED,
    Comparison,
    Finding,
    TollPoint,
    finding_words,
    moment_words,
    range_words,
    rule_words,
)
from testigo.review.tolls.forms import comparison_to_json, finding_to_json, series_to_json
from testigo.review.tolls.ranges import Range
from testigo.review.tolls.words import figure_words
from testigo.web.entry_values import sentence_address
from testigo.web.entry_words import entry_title
from testigo.web.history_view import (
    HistoryRow,
    HistoryTwin,
    history_rows,
    history_twin,
    names_in,
)
from testigo.web.history_view import moment_words as log_words
from testigo.web.pasts import moment_of
from testigo.web.toll_chart import toll_chart
from testigo.web.toll_grid import Grid, grids
from testigo.web.toll_lines import EVERY, Line, Lines, scope_words
from testigo.web.toll_names import NameTable, name_tables, names_to_json
from testigo.web.words import Words

HISTORY = 100
"""Decisions shown of one toll, the newest."""

LINKS = 6
"""Statements that a sentence about the series leads to; `missing to dead` may rest on many."""


class TollTwin(TypedDict):
    """A toll: its series, its range, what is noticed, the names behind it, its history."""

    id: str
    name: str
    at: str | None
    states: list[str]
    series: list[dict[str, Any]]
    comparable: list[dict[str, Any]]
    others: list[str]
    comparison: dict[str, Any]
    findings: list[dict[str, Any]]
    names: list[dict[str, Any]]
    history: list[HistoryTwin]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: without drafts, the range up to a day, as it stood."""

    only_accepted: bool = False
    as_of: datetime.date | None = None
    at: str = ""
    done: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form held that was refused: kept, so that nobody types it twice."""

    act: str = ""
    value: str = ""
    level: str = ""
    why: str = ""
    others: tuple[str, ...] = ()
    problem: str = ""
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A statement that something is noticed of."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """Something noticed, in a sentence, with the statements it rests on."""

    words: str
    is_question: bool
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RangeLine:
    """A range in words; `best` is the number that a person chose, "" where nobody did."""

    words: str
    best: str


@dataclass(frozen=True, slots=True)
class Declared:
    """Who declared scopes equal, when and why; `id` is the decision, to be taken back.

    `seen` goes back with that.
    """

    id: str
    words: str
    seen: int


@dataclass(frozen=True, slots=True)
class TollPage:
    """What the page shows. `ranges` are empty until a person declared scopes equal.

    `lines` are the series that are declared equal, the entry's own first (it has none where every
    statement was rejected); `others` those that nobody declared so. `at` is "" today, else the
    moment in words that the page shows.
    """

    id: str
    title: str
    speaker: str
    grids: tuple[Grid, ...]
    lines: tuple[Line, ...]
    others: tuple[Line, ...]
    chart: Markup
    ranges: tuple[RangeLine, ...]
    rule: str
    declared: tuple[Declared, ...]
    told: tuple[Told, ...]
    names: tuple[NameTable, ...]
    spoken: tuple[Link, ...]
    history: tuple[HistoryRow, ...]
    history_of: int
    done: HistoryRow | None
    asked: Asked
    at: str
    seen: int
    kept_back: frozenset[str]
    typed: Typed
    twin: TollTwin

    def address(self, **changes: str) -> str:
        """Return the address of this page with something changed; "" leaves it out."""
        asked = self.asked
        held = {
            "states": "accepted" if asked.only_accepted else "",
            "as_of": "" if asked.as_of is None else asked.as_of.isoformat(),
            "at": asked.at,
        }
        query = urlencode({name: value for name, value in (held | changes).items() if value})
        return f"/tolls/{self.id}" + (f"?{query}" if query else "")

    def to_json(self) -> TollTwin:
        """Return the JSON twin."""
        return self.twin


def toll_page(
    casebook: Casebook, t: Words, id_: str, asked: Asked, typed: Typed | None = None
) -> TollPage:
    """Return the page of a toll, out of the casebook of today or a past one.

    Raises:
        NotKept: if there is no toll series of that id.
    """
    review = casebook.review
    toll = review.toll(id_)
    own, history = toll.dossier.row, toll.dossier.history
    comparison = comparison_of(toll, asked.as_of)
    lines = Lines(toll, t, asked.only_accepted)
    side, others = tuple(lines.of(toll.side)), tuple(lines.of(toll.others))
    findings = findings_about(toll, ACCEPTED if asked.only_accepted else EVERY)
    changes = review.names_behind(id_)
    made = review.made([asked.done]) if asked.done else []
    return TollPage(
        own.id,
        scope_words(toll.series[0].scope, t) if toll.series else entry_title(own, t),
        own.name or t("entry.nobody"),
        grids(side, others, t),
        side,
        others,
        toll_chart(toll.side, t.language, t("toll.chart"), only_accepted=asked.only_accepted),
        tuple(_ranges(toll, comparison, t)),
        rule_words(rule_in_force(toll, comparison), t.language),
        tuple(_declared(line, t) for line in toll.declared),
        tuple(_told(finding, _points(toll), t) for finding in _worth_telling(toll, findings)),
        name_tables(changes, t),
        tuple(_spoken(toll, t)),
        _history(casebook, history[:HISTORY], t, is_past=bool(asked.at)),
        len(history),
        next(iter(history_rows(made, t)), None),
        asked,
        log_words(moment_of(asked.at).isoformat(), t.language) if asked.at else "",
        review.seen([own.id])[own.id],
        frozenset(toll.kept_back),
        typed or Typed(),
        {
            "id": own.id,
            "name": own.name,
            "at": asked.at or None,
            "states": sorted(ACCEPTED if asked.only_accepted else EVERY),
            "series": [series_to_json(one) for one in toll.series],
            "comparable": [series_to_json(one) for one in toll.comparable],
            "others": list(dict.fromkeys(toll.entry_of(one) for one in toll.others)),
            "comparison": comparison_to_json(comparison),
            "findings": [finding_to_json(finding) for finding in findings],
            "names": names_to_json(changes),
            "history": history_twin(history[:HISTORY]),
        },
    )


def _spoken(toll: TollDossier, t: Words) -> Iterator[Link]:
    """Yield the speaker's series that stand in no table of the page."""
    shown = {toll.entry_of(one) for one in (*toll.side, *toll.others)}
    for row in toll.spoken:
        if row.id not in shown:
            yield Link(entry_title(row, t), f"/tolls/{row.id}")


def _ranges(toll: TollDossier, comparison: Comparison, t: Words) -> Iterator[RangeLine]:
    for table in comparison.tables:
        for found in table.ranges:
            yield RangeLine(range_words(found, t.language), _best(toll, found, t))


def _best(toll: TollDossier, found: Range, t: Words) -> str:
    """Return the number that a person chose, and why; "" where nobody did."""
    if found.best is None:
        return ""
    entry_id = toll.entries[found.best.handles[0]]
    chosen = [
        deed.decision
        for deed in toll.deeds[entry_id]
        if deed.decision.act == "accept" and deed.decision.content.get("field") == FIELD
    ]
    return t(
        "toll.best_is",
        figure=figure_words(found.best.figure, t.language),
        moment=moment_words(found.best.moment, t.language),
        who=chosen[-1].by,
        why=chosen[-1].why,
    )


def _declared(line: HistoryLine, t: Words) -> Declared:
    words = t(
        "toll.declared",
        who=line.by,
        when=log_words(line.at, t.language).partition(",")[0],
        why=line.decision.why,
    )
    return Declared(line.id, words, line.seen)


def _worth_telling(toll: TollDossier, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield what the tables do not show: of one number alone there is no latest."""
    courses = [one for one in toll.series if len(one.rows) > 1]
    last = {handle for one in courses for row in one.rows for handle in row.handles}
    for finding in findings:
        if finding.code == "drafts_only":
            continue
        if not finding.code.startswith("latest") or last & set(finding.handles):
            yield finding


def _points(toll: TollDossier) -> dict[str, TollPoint]:
    every = (*toll.side, *toll.others, *toll.related)
    return {
        point.handle: point
        for one in every
        for row in (*one.rows, *one.additions, *one.apart)
        for point in row.witnesses
    }


def _told(finding: Finding, points: dict[str, TollPoint], t: Words) -> Told:
    known = [points[handle] for handle in finding.handles if handle in points]
    links = dict.fromkeys(_link(point, t) for point in known)
    return Told(finding_words(finding, t.language), finding.is_question, tuple(links)[:LINKS])


def _link(point: TollPoint, t: Words) -> Link:
    evidence, published = min(point.statement.evidence), point.published
    outlet = point.outlet or t("toll.outlet_unknown")
    day = "" if published is None else date_words(published.without_time(), language=t.language)
    return Link(
        ", ".join(part for part in (outlet, day) if part),
        sentence_address(point.report_id, evidence.start, evidence.end),
    )


def _history(
    casebook: Casebook, lines: Sequence[HistoryLine], t: Words, *, is_past: bool
) -> tuple[HistoryRow, ...]:
    """Return decisions as rows; those of a past page are taken back on the page of today alone."""
    rows = history_rows(lines, t, names_in(casebook, lines, t))
    return tuple(replace(row, can_undo=False) for row in rows) if is_past else rows
