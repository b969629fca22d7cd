"""The merge queue: two entries side by side, and the same, different or cannot tell.

A decision leads to the next pair; undoing it stays on the screen. What contradicts an earlier
decision asks first, and shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.record.entry import EntryValue, Witness
from testigo.record.values import value_to_json
from testigo.review.deciding import ContradictsEarlier
from testigo.review.dossier import Dossier
from testigo.review.merging import JOINED_AS, PROPOSED, Proposal, SideBySide
from testigo.web.entry_words import entry_address, entry_title, field_label, shown_value
from testigo.web.history_view import (
    HistoryRow,
    HistoryTwin,
    history_rows,
    history_twin,
    subject_names,
    with_done,
)
from testigo.web.site import Site
from testigo.web.words import Words

SHOWN = 50


class ProposalTwin(TypedDict):
    """A pair in the JSON twin."""

    view: str
    first: str
    second: str
    why: str
    likeness: float | None


class FieldTwin(TypedDict):
    """One field of both: values as the record writes them."""

    field: str
    relation: str
    first: list[object]
    second: list[object]


class PairTwin(TypedDict):
    """Two entries side by side."""

    proposal: ProposalTwin
    are_one: bool
    fields: list[FieldTwin]
    decided: list[HistoryTwin]


class MergeTwin(TypedDict):
    """The queue, and the pair that is shown, None where the list is."""

    view: str
    waiting: int
    proposals: list[ProposalTwin]
    pair: PairTwin | None


@dataclass(frozen=True, slots=True)
class Said:
    """A value of one side with the sentences under it."""

    words: str
    level: str
    witnesses: tuple[Witness, ...]
    against: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both sides; `relation` is agree, conflict, differ or one_side."""

    label: str
    relation: str
    first: tuple[Said, ...]
    second: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two entries: where its page is, what it is called, what it rests on."""

    id: str
    address: str
    title: str
    reports: int
    draft: int
    accepted: int
    level: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries to be compared. `earlier` are decisions that the last answer contradicted."""

    first: Side
    second: Side
    why: str
    lines: tuple[Line, ...]
    decided: tuple[HistoryRow, ...]
    are_one: bool
    earlier: tuple[str, ...] = ()
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One pair in the list."""

    first: str
    second: str
    address: str
    why: str


@dataclass(frozen=True, slots=True)
class MergePage:
    """The queue of one view, or a pair of it. `done` is what was just decided, None for nothing."""

    view: str
    waiting: int
    counts: tuple[tuple[str, int], ...]
    proposals: tuple[Waiting, ...]
    pair: Pair | None
    done: HistoryRow | None
    twin: MergeTwin

    def to_json(self) -> MergeTwin:
        """Return the JSON twin."""
        return self.twin


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the merge queue under `/merge`."""

    def merge(
        request: Request,
        view: Annotated[str, Query(description="people, incidents, measures or actors")] = "people",
        first: Annotated[str, Query(description="An entry")] = "",
        second: Annotated[str, Query(description="Another")] = "",
        done: Annotated[str, Query(description="A decision made just now")] = "",
    ) -> Response:
        """Pairs that may be one, or two entries side by side."""
        chosen = view if view in PROPOSED else "people"
        t = site.words(request)
        page = _page(site, t, chosen, (first, second), done)
        return site.answer(request, "merge.html", page)

    def next_(
        view: Annotated[str, Query()] = "people", done: Annotated[str, Query()] = ""
    ) -> Response:
        """The first pair that waits, or the empty list."""
        return site.redirect(_next(site, view, done))

    def decide(
        request: Request,
        first: Annotated[str, Form()],
        second: Annotated[str, Form()],
        answer: Annotated[Literal["same", "different", "cannot_tell"], Form()],
        view: Annotated[str, Form()] = "people",
        why: Annotated[str, Form()] = "",
        despite: Annotated[str, Form(description="Decisions knowingly contradicted")] = "",
    ) -> Response:
        """Join two entries, keep them apart, or leave it open for others."""
        t = site.words(request)
        review = site.casebook.review
        shown = review.side_by_side(first, second)
        of = JOINED_AS[shown.proposal.view]
        content: dict[str, object] = {"of": of}
        if despite:
            content["despite"] = despite.split(",")
        act = {"same": "join", "different": "keep_apart", "cannot_tell": "flag"}[answer]
        if act == "flag":
            content["answer"] = "cannot_tell"
        subjects = list(dict.fromkeys((shown.first.row.id, shown.second.row.id)))
        if shown.are_one and act != "flag":
            subjects = [first, second]
        reason = why or (t("merge.cannot_tell_why") if act == "flag" else "")
        try:
            made = review.decide(
                act, subjects, by=site.person(), why=reason, content=content, shown=subjects
            )
        except ContradictsEarlier as fault:
            page = _page(site, t, view, (first, second), "", fault.earlier, answer)
            return site.answer(request, "merge.html", page, 409)
        return site.redirect(_next(site, view, made.id))

    site.get(app, "/merge", merge, twin=MergeTwin)
    site.get(app, "/merge/next", next_)
    site.post(app, "/merge", decide)


def _next(site: Site, view: str, done: str) -> str:
    chosen = view if view in PROPOSED else "people"
    waiting, _ = site.casebook.review.proposals(chosen, limit=1)
    asked = {"view": chosen}
    if waiting:
        asked |= {"first": waiting[0].first.id, "second": waiting[0].second.id}
    address = f"/merge?{urlencode(asked)}"
    return with_done(address, done) if done else address


def _page(
    site: Site,
    t: Words,
    view: str,
    ids: tuple[str, str],
    done: str,
    earlier: Sequence[str] = (),
    answer: str = "",
) -> MergePage:
    review = site.casebook.review
    held = review.side_by_side(*ids) if all(ids) else None
    waiting: list[Proposal] = []
    counts: list[tuple[str, int]] = []
    for name in PROPOSED:
        if name == view and not held:
            waiting, number = review.proposals(name, limit=SHOWN)
        else:
            number = review.pairs_proposed(name)
        counts.append((name, number))
    number = dict(counts)[view]
    twin: MergeTwin = {
        "view": view,
        "waiting": number,
        "proposals": [_proposal_twin(p) for p in waiting],
        "pair": None if held is None else _pair_twin(held),
    }
    made = review.made([done]) if done else []
    return MergePage(
        view,
        number,
        tuple(counts),
        tuple(_waiting(p, t) for p in waiting),
        None if held is None else _pair(held, t, tuple(earlier), answer),
        next(iter(history_rows(made, t, subject_names(site, made, t))), None),
        twin,
    )


def _proposal_twin(proposal: Proposal) -> ProposalTwin:
    return {
        "view": proposal.view,
        "first": proposal.first.id,
        "second": proposal.second.id,
        "why": proposal.why,
        "likeness": proposal.likeness,
    }


def _pair_twin(held: SideBySide) -> PairTwin:
    return {
        "proposal": _proposal_twin(held.proposal),
        "are_one": held.are_one,
        "fields": [
            {
                "field": line.field,
                "relation": line.relation,
                "first": [value_to_json(value.value) for value in line.first],
                "second": [value_to_json(value.value) for value in line.second],
            }
            for line in held.fields
        ],
        "decided": history_twin(held.decided),
    }


def _waiting(proposal: Proposal, t: Words) -> Waiting:
    asked = {"view": proposal.view, "first": proposal.first.id, "second": proposal.second.id}
    return Waiting(
        entry_title(proposal.first, t),
        entry_title(proposal.second, t),
        f"/merge?{urlencode(asked)}",
        _why(proposal, t),
    )


def _why(proposal: Proposal, t: Words) -> str:
    words = {
        "same_name": "merge.same_name",
        "near_name": "merge.near_name",
        "same_number": "merge.same_number",
        "same_day_and_place": "merge.same_day_and_place",
    }.get(proposal.why, "merge.by_hand")
    likeness = proposal.likeness
    return t(words) + (f" ({likeness:.0%})" if likeness is not None else "")


def _pair(held: SideBySide, t: Words, earlier: tuple[str, ...], answer: str) -> Pair:
    return Pair(
        _side(held.first, t),
        _side(held.second, t),
        _why(held.proposal, t),
        tuple(
            Line(
                field_label(held.first.entry.kind, line.field, t),
                line.relation,
                tuple(_said(line.field, value, t) for value in line.first),
                tuple(_said(line.field, value, t) for value in line.second),
            )
            for line in held.fields
        ),
        history_rows(held.decided, t),
        held.are_one,
        earlier,
        answer,
    )


def _side(of: Dossier, t: Words) -> Side:
    row = of.row
    return Side(
        row.id,
        entry_address(row, is_person=of.entry.is_person),
        entry_title(row, t),
        row.reports,
        row.tally.draft,
        row.tally.accepted,
        row.level,
    )


def _said(field: str, value: EntryValue, t: Words) -> Said:
    return Said(
        shown_value(field, value, t.language),
        value.level,
        value.supporting,
        tuple(witness for witness in value.contradicting if witness.modality == "denied"),
    )
