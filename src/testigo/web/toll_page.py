"""The page of a toll: who counts how many as of when, side by side and never added up.

A range stands here only once a person declared scopes equal, with the rule in force and who did so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import FastAPI, Form, Query, Request
from markupsafe import Markup
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words, outcome_words, place_words
from testigo.review.deciding import LEVELS, ContradictsEarlier, InvalidDecision
from testigo.review.judging import Deed
from testigo.review.toll_dossier import TollDossier
from testigo.review.toll_figures import FIELD, figure_key, figure_level, is_chosen
from testigo.review.tolls import (
    ACCEPTED,
    Comparison,
    Finding,
    Row,
    Scope,
    Series,
    TollPoint,
    compare,
    finding_words,
    findings_of,
    moment_words,
    range_words,
    rule_words,
)
from testigo.review.tolls.forms import comparison_to_json, finding_to_json
from testigo.review.tolls.words import figure_words
from testigo.web.entry_words import entry_address
from testigo.web.history_view import (
    HistoryRow,
    HistoryTwin,
    history_rows,
    history_twin,
    subject_names,
    with_done,
)
from testigo.web.reasons import reason
from testigo.web.site import Site
from testigo.web.toll_chart import toll_chart
from testigo.web.words import Words

EVERY = frozenset({"draft", "accepted"})
SHORT = 16
INVALID = 422


class TollTwin(TypedDict):
    """A toll: its tables, what is noticed, who declared scopes equal, its history."""

    id: str
    comparison: dict[str, Any]
    findings: list[dict[str, Any]]
    others: list[str]
    history: list[HistoryTwin]


@dataclass(frozen=True, slots=True)
class Said:
    """One witness of a figure; `address` is its sentence in the report."""

    quote: str
    address: str
    outlet: str
    published: str
    state: str
    modality: str
    review: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one moment. `mark` is accepted, draft, struck or withdrawn; `why` it is struck.

    `key` names it in decisions; `groups` counts independent sources among accepted statements.
    """

    words: str
    moment: str
    mark: str
    why: str
    level: str
    proposed: str | None
    is_chosen: bool
    key: str
    number: int
    groups: int
    reports: int
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One series: who counts what; `own`: of the entry of this page."""

    entry_id: str
    speaker: str
    scope: str
    is_own: bool
    figures: tuple[Figure, ...]
    additions: tuple[Figure, ...]
    apart: tuple[Figure, ...]
    is_draft_only: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Something noticed, in a sentence; `address` is the statement it is about."""

    words: str
    is_question: bool
    address: str


@dataclass(frozen=True, slots=True)
class TollPage:
    """What the page shows. `ranges` are empty until a person declared scopes equal."""

    id: str
    title: str
    lines: tuple[Line, ...]
    others: tuple[Line, ...]
    chart: Markup
    ranges: tuple[str, ...]
    rule: str
    declared: tuple[HistoryRow, ...]
    told: tuple[Told, ...]
    history: tuple[HistoryRow, ...]
    done: HistoryRow | None
    only_accepted: bool
    problem: str | None
    earlier: tuple[str, ...]
    twin: TollTwin

    def to_json(self) -> TollTwin:
        """Return the JSON twin."""
        return self.twin


def add_to(app: FastAPI, site: Site) -> None:
    """Serve tolls under `/tolls/ID`, and the forms on them."""

    def toll(
        request: Request,
        id_: str,
        states: Annotated[str, Query(description="accepted: without drafts")] = "",
        done: Annotated[str, Query(description="The decision that was just made")] = "",
    ) -> Response:
        """A toll series with those beside it."""
        review = site.casebook.review
        current = review.resolve(id_)
        row = review.rows([current])[current]
        if current != id_ or row.family != "toll":
            return site.redirect(entry_address(row))
        return _answer(site, request, id_, states=states, done=done)

    def equal(
        request: Request,
        id_: str,
        other: Annotated[list[str] | None, Form(description="Series of the same scope")] = None,
        why: Annotated[str, Form()] = "",
        act: Annotated[str, Form(description="join, or keep_apart")] = "join",
        despite: Annotated[str, Form(description="Decisions knowingly contradicted")] = "",
    ) -> Response:
        """Declare that scopes are equal, or that they are not."""
        t = site.words(request)
        if not other or not why.strip():
            return _answer(site, request, id_, problem=t("toll.needs_why"), status=INVALID)
        content: dict[str, object] = {"of": "scope"}
        if despite:
            content["despite"] = despite.split(",")
        chosen = "keep_apart" if act == "keep_apart" else "join"
        try:
            made = site.casebook.review.decide(
                chosen, [id_, *other], by=site.person(), why=why, content=content
            )
        except ContradictsEarlier as fault:
            problem = t("toll.contradicts")
            return _answer(site, request, id_, problem=problem, earlier=fault.earlier, status=409)
        return site.redirect(with_done(f"/tolls/{site.casebook.review.resolve(id_)}", made.id))

    def verify(
        request: Request,
        id_: str,
        value: Annotated[str, Form(description="The figure, as the page names it")],
        level: Annotated[str, Form(description="2 to 5, C, D; best: the one chosen")],
        why: Annotated[str, Form()] = "",
    ) -> Response:
        """Give a figure a level of verification, or choose it as the best."""
        review, t = site.casebook.review, site.words(request)
        content: dict[str, object] = {"field": FIELD, "value": value}
        try:
            if level == "best":
                made = review.decide("accept", [id_], by=site.person(), why=why, content=content)
            else:
                content["level"] = level
                made = review.decide("verify", [id_], by=site.person(), why=why, content=content)
        except InvalidDecision as fault:
            words = (
                t("toll.needs_why")
                if not why.strip()
                else _sentence(reason(str(fault), t.language))
            )
            return _answer(site, request, id_, problem=words, status=INVALID)
        return site.redirect(with_done(f"/tolls/{id_}", made.id))

    site.get(app, "/tolls/{id_}", toll, twin=TollTwin, leads_on=True)
    site.post(app, "/tolls/{id_}/equal", equal)
    site.post(app, "/tolls/{id_}/verify", verify)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."


def _answer(
    site: Site,
    request: Request,
    id_: str,
    *,
    states: str = "",
    done: str = "",
    problem: str | None = None,
    earlier: Sequence[str] = (),
    status: int = 200,
) -> Response:
    t = site.words(request)
    review = site.casebook.review
    toll = review.toll(id_)
    made = review.made([done]) if done else []
    page = _page(
        site,
        toll,
        t,
        done=next(iter(history_rows(made, t)), None),
        only_accepted=states == "accepted",
        problem=problem,
        earlier=tuple(earlier),
    )
    levels = [code for code in vocabulary("verification").codes if code in LEVELS]
    return site.answer(request, "toll.html", page, status, levels=levels)


def comparison_of(toll: TollDossier) -> Comparison:
    """Return the series with those whose scopes a person declared equal, side by side."""
    every = (*toll.series, *toll.comparable)
    declared = {one.key: toll.dossier.row.scope_class or "" for one in every}
    return compare(every, declared if toll.comparable or toll.declared_by else {})


def _page(
    site: Site,
    toll: TollDossier,
    t: Words,
    *,
    done: HistoryRow | None,
    only_accepted: bool,
    problem: str | None,
    earlier: tuple[str, ...],
) -> TollPage:
    history = toll.dossier.history
    deeds = [Deed(line.sequence, line.decision) for line in reversed(history) if line.stands]
    found = comparison_of(toll)
    side = (*toll.series, *toll.comparable)
    findings = [*findings_of(side, EVERY), *found.findings]
    declared = [h for h in history if h.stands and h.decision in toll.declared_by]
    lines = _Lines(toll, deeds, t, only_accepted)
    own = toll.dossier.row
    return TollPage(
        own.id,
        f"{own.name or t('entry.nobody')}: {lines.scope(toll.series[0].scope)}",
        tuple(lines.of(side)),
        tuple(lines.of(toll.others)),
        toll_chart(side, t.language, t("toll.chart")),
        tuple(range_words(one, t.language) for table in found.tables for one in table.ranges),
        " ".join(dict.fromkeys(rule_words(table.rule, t.language) for table in found.tables)),
        history_rows(declared, t),
        tuple(lines.told(finding) for finding in findings),
        history_rows(history, t, subject_names(site, history, t)),
        done,
        only_accepted,
        problem,
        earlier,
        {
            "id": own.id,
            "comparison": comparison_to_json(found),
            "findings": [finding_to_json(finding) for finding in findings],
            "others": sorted({toll.entries[p] for o in toll.others for p in _handles(o)}),
            "history": history_twin(history),
        },
    )


def _handles(series: Series) -> Iterator[str]:
    for row in (*series.rows, *series.additions, *series.apart):
        yield from row.handles


@dataclass(frozen=True, slots=True)
class _Lines:
    """Puts series into words."""

    toll: TollDossier
    deeds: Sequence[Deed]
    t: Words
    only_accepted: bool

    def of(self, series: Sequence[Series]) -> Iterator[Line]:
        own_id = self.toll.dossier.row.id
        for one in series:
            entry_id = self.toll.entries[next(_handles(one))]
            yield Line(
                entry_id,
                one.speaker or self.t("entry.nobody"),
                self.scope(one.scope),
                entry_id == own_id,
                self._figures(one.rows, is_own=entry_id == own_id),
                self._figures(one.additions, is_own=False),
                self._figures(one.apart, is_own=False),
                one.is_draft_only,
            )

    def _figures(self, rows: Sequence[Row], *, is_own: bool) -> tuple[Figure, ...]:
        shown = [r for r in rows if r.accepted or not self.only_accepted]
        return tuple(self._figure(n, row, is_own=is_own) for n, row in enumerate(shown, 1))

    def _figure(self, number: int, row: Row, *, is_own: bool) -> Figure:
        language = self.t.language
        is_struck = row.is_struck(EVERY)
        level, proposed = figure_level(row, self.deeds) if is_own else ("", None)
        reasons = [self.t(_STRUCK[s.reason]) for s in row.strikes] if is_struck else []
        mark = "struck" if is_struck else "accepted" if row.accepted else "draft"
        words = figure_words(row.figure, language)
        if row.is_alleged(EVERY):
            words = self.t("toll.alleged", figure=words)
        return Figure(
            words,
            moment_words(row.moment, language),
            mark,
            ", ".join(dict.fromkeys(reasons)) or (self.t("toll.withdrawn") if is_struck else ""),
            level or ("1" if row.accepted else "0"),
            proposed,
            is_own and is_chosen(row, self.deeds),
            figure_key(row) if is_own else "",
            number,
            row.groups(ACCEPTED),
            len({point.report_id for point in row.witnesses}),
            tuple(self._said(point) for point in row.witnesses),
        )

    def _said(self, point: TollPoint) -> Said:
        evidence = min(point.statement.evidence)
        published = point.published
        return Said(
            evidence.quote,
            f"/reports/{point.report_id[:SHORT]}#c{evidence.start}",
            point.outlet or self.t("toll.outlet_unknown"),
            "" if published is None else date_words(published, language=self.t.language),
            self.t(_STATES[point.state]),
            ""
            if point.statement.modality == "asserted"
            else vocabulary("modality").label(point.statement.modality, self.t.language),
            f"/review/{point.handle[:SHORT]}",
        )

    def told(self, finding: Finding) -> Told:
        """Return a finding in words."""
        address = f"/review/{finding.handles[-1][:SHORT]}" if finding.handles else ""
        return Told(finding_words(finding, self.t.language), finding.is_question, address)

    def scope(self, scope: Scope) -> str:
        """Return what is counted: "killed: demonstrators, Ayacucho"."""
        language = self.t.language
        parts = [scope.population, scope.category]
        if scope.civilian:
            parts.append(vocabulary("civilian_status").label(scope.civilian, language))
        if scope.place is not None:
            parts.append(place_words(scope.place, language=language))
        if scope.period is not None:
            parts.append(date_words(scope.period, language=language))
        what = outcome_words(scope.outcome, language=language, is_one=False)
        if scope.is_estimate:
            what = self.t("toll.estimate", what=what)
        narrowing = ", ".join(part for part in parts if part)
        return f"{what} · {narrowing}" if narrowing else f"{what} · {self.t('toll.unstated')}"


_STRUCK = {"corrected": "toll.corrected", "retracted": "toll.retracted"}
_STATES = {
    "draft": "toll.state_draft",
    "accepted": "toll.state_accepted",
    "withdrawn": "toll.state_withdrawn",
    "rejected": "toll.state_rejected",
}
