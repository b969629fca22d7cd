"""Series of a toll in words: each number with its moment, its marks and the sentences behind it.

Invariant: what nobody accepted is never shown as accepted, and never strikes what was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words, outcome_words, place_words
from testigo.review.judging import Deed
from testigo.review.toll_dossier import TollDossier
from testigo.review.toll_figures import FIELD, figure_key, figure_level, is_chosen
from testigo.review.tolls import ACCEPTED, Row, Scope, Series, TollPoint, moment_words
from testigo.review.tolls.words import figure_words
from testigo.web.entry_values import sentence_address
from testigo.web.words import Words

EVERY = frozenset({"draft", "accepted"})
SHORT = 16
"""Characters of a statement id in addresses."""

SAID_SHOWN = 3
"""Witnesses of a number that stand in sight; the others are one press away."""

_STRUCK = {"corrected": "toll.corrected", "retracted": "toll.retracted"}
_STATES = {
    "draft": "toll.state_draft",
    "accepted": "toll.state_accepted",
    "withdrawn": "toll.state_withdrawn",
    "rejected": "toll.state_rejected",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One witness of a number; `address` is its sentence in the report.

    `modality` is "" for an assertion, `origin` whom the speaker relies on, `kept_back` how a
    statement that is not public is withheld, "" for a public one.
    """

    quote: str
    address: str
    outlet: str
    published: str
    state: str
    state_words: str
    modality: str
    origin: str
    kept_back: str
    review: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one moment. `mark` is accepted, draft or struck; `note` says why, or how.

    `key` names it in decisions and `anchor` on the page. `proposed` is a level that waits for a
    second person, `proposed_by` who gave it. `sources` tells on how many reports and how many
    independent sources it rests. `may_choose`: a person may give it a level, or choose it.
    """

    row: Row
    words: str
    moment: str
    basis: str
    mark: str
    note: str
    level: str
    proposed: str
    proposed_by: str
    is_chosen: bool
    chosen_why: str
    key: str
    anchor: str
    sources: str
    said: tuple[Said, ...]
    more: tuple[Said, ...]
    may_choose: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One series: who counts what. `address` is its page; `apart` who keeps it apart, "" for none.

    `figures` are totals in order, `additions` numbers of new cases, `denied` denials, plans and
    conditions.
    """

    entry_id: str
    address: str
    speaker: str
    scope: str
    is_own: bool
    is_estimate: bool
    figures: tuple[Figure, ...]
    additions: tuple[Figure, ...]
    denied: tuple[Figure, ...]
    is_draft_only: bool
    apart: str

    @property
    def every(self) -> tuple[Figure, ...]:
        """All numbers of the series."""
        return (*self.figures, *self.additions, *self.denied)


@dataclass(frozen=True, slots=True)
class Lines:
    """Puts the series of a toll into words."""

    toll: TollDossier
    t: Words
    only_accepted: bool

    def of(self, series: Sequence[Series]) -> Iterator[Line]:
        """Yield a line for each series, in the order given."""
        own_id, t = self.toll.dossier.row.id, self.t
        for number, one in enumerate(series, 1):
            entry_id = self.toll.entry_of(one)
            apart = self.toll.apart.get(entry_id)
            yield Line(
                entry_id,
                f"/tolls/{entry_id}",
                one.speaker or t("entry.nobody"),
                scope_words(one.scope, t),
                entry_id == own_id,
                one.scope.is_estimate,
                self._figures(one.rows, entry_id, f"f{number}"),
                self._figures(one.additions, entry_id, f"a{number}"),
                self._figures(one.apart, entry_id, f"d{number}"),
                one.is_draft_only,
                "" if apart is None else t("toll.apart_by", who=apart.by, why=apart.decision.why),
            )

    def _figures(self, rows: Sequence[Row], entry_id: str, prefix: str) -> tuple[Figure, ...]:
        deeds = self.toll.deeds.get(entry_id, ())
        return tuple(
            self._figure(row, deeds, f"{prefix}-{number}", entry_id)
            for number, row in enumerate(rows, 1)
            if row.accepted or not self.only_accepted
        )

    def _figure(self, row: Row, deeds: Sequence[Deed], anchor: str, entry_id: str) -> Figure:
        t, key = self.t, figure_key(row)
        mark = mark_of(row)
        is_total = anchor.startswith("f")
        level, proposed = figure_level(row, deeds) if is_total else ("", None)
        chosen = is_total and mark == "accepted" and is_chosen(row, deeds)
        said = tuple(self._said(point) for point in row.witnesses)
        basis = row.moment.basis
        return Figure(
            row,
            figure_words(row.figure, t.language),
            moment_words(row.moment, t.language),
            t(f"toll.basis_{basis}") if basis in ("said", "published") else "",
            mark,
            self._note(row, mark),
            level or ("1" if mark == "accepted" else "0"),
            proposed or "",
            _last_by(deeds, "verify", key) if proposed else "",
            chosen,
            _last_why(deeds, key) if chosen else "",
            key,
            anchor,
            sources_words(row, t),
            said[:SAID_SHOWN],
            said[SAID_SHOWN:],
            entry_id == self.toll.dossier.row.id and mark == "accepted" and is_total,
        )

    def _note(self, row: Row, mark: str) -> str:
        """Return why a number is struck, or how it is said."""
        t = self.t
        if mark == "struck":
            told = [t(_STRUCK[strike.reason]) for strike in row.strikes]
            return ", ".join(dict.fromkeys(told)) or t("toll.withdrawn")
        states = ACCEPTED if mark == "accepted" else EVERY
        notes = [t("toll.alleged")] if row.is_alleged(states) else []
        if mark == "accepted" and row.is_struck(EVERY):
            notes.append(t("toll.draft_strikes"))
        return "; ".join(notes)

    def _said(self, point: TollPoint) -> Said:
        evidence, language = min(point.statement.evidence), self.t.language
        published, modality = point.published, point.statement.modality
        kept_back = self.toll.kept_back.get(point.handle)
        return Said(
            evidence.quote,
            sentence_address(point.report_id, evidence.start, evidence.end),
            point.outlet or self.t("toll.outlet_unknown"),
            "" if published is None else date_words(published, language=language),
            point.state,
            self.t(_STATES[point.state]),
            "" if modality == "asserted" else vocabulary("modality").label(modality, language),
            point.origin or "",
            "" if kept_back is None else vocabulary("confidentiality").label(kept_back, language),
            f"/review/{point.handle[:SHORT]}",
        )


def mark_of(row: Row) -> str:
    """Return how a number stands: accepted, draft or struck.

    A retraction that nobody accepted strikes drafts alone.
    """
    if row.is_struck(ACCEPTED):
        return "struck"
    if row.standing(ACCEPTED):
        return "accepted"
    return "struck" if row.is_struck(EVERY) else "draft"


def sources_words(row: Row, t: Words) -> str:
    """Return on how many reports and independent sources a number rests; drafts stand apart."""
    accepted, drafts = row.standing(ACCEPTED), row.standing(frozenset({"draft"}))
    told = []
    for points, key in ((accepted, ""), (drafts, "toll.of_drafts")):
        if points:
            reports = t("toll.reports", n=len({p.report_id for p in points}))
            sources = t("toll.sources", n=len({p.group for p in points}))
            words = f"{reports}, {sources}"
            told.append(t(key, words=words) if key else words)
    return "; ".join(told)


def scope_words(scope: Scope, t: Words) -> str:
    """Return what is counted: "killed · demonstrators, Ayacucho"."""
    language = t.language
    parts = [scope.population, scope.category]
    if scope.civilian:
        parts.append(vocabulary("civilian_status").label(scope.civilian, language))
    if scope.place is not None:
        parts.append(place_words(scope.place, language=language))
    if scope.period is not None:
        parts.append(date_words(scope.period, language=language))
    what = outcome_words(scope.outcome, language=language, is_one=False)
    if scope.is_estimate:
        what = t("toll.estimate", what=what)
    narrowing = ", ".join(part for part in parts if part)
    return f"{what} · {narrowing or t('toll.unstated')}"


def _last_by(deeds: Sequence[Deed], act: str, key: str) -> str:
    made = [d.decision for d in deeds if d.decision.act == act]
    return next((d.by for d in reversed(made) if d.content.get("value") == key), "")


def _last_why(deeds: Sequence[Deed], key: str) -> str:
    for deed in reversed(deeds):
        content = deed.decision.content
        if deed.decision.act == "accept" and content.get("field") == FIELD:
            return deed.decision.why if content.get("value") == key else ""
    return ""
