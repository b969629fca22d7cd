"""What the buttons under a statement do: accept, reject, flag, accept all that is on the screen.

A decision is on the disk before the answer leaves. Whoever decides on what somebody else has just
decided is told first what that was, and decides again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import FastAPI, Form, Request
from markupsafe import Markup
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.record.vocabularies import vocabulary
from testigo.review.deciding import InvalidDecision
from testigo.review.queue import ReviewItem
from testigo.store.errors import StaleDecision
from testigo.web.cards import lead_words
from testigo.web.history_view import HistoryRow, HistoryTwin, history_rows, history_twin, with_done
from testigo.web.queue_page import answer_decided
from testigo.web.reasons import sentence
from testigo.web.site import Site

INVALID, CONFLICT = 422, 409
Words_ = Annotated[str, Form(max_length=4000)]
Seen = Annotated[int, Form(ge=0, description="The last decision on it that the screen showed")]


class ConflictTwin(TypedDict):
    """What stood in the way of a decision: what others did since, or what it lacks."""

    act: str
    statement: str
    problem: str | None
    since: list[HistoryTwin]


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """A decision that was not kept: `since` is what others did, or `problem` what it lacks.

    `typed` is what was sent, to be sent again with the present `seen`.
    """

    act: str
    act_label: str
    handle: str
    lead: str
    seen: int
    typed: Mapping[str, str]
    since: tuple[HistoryRow, ...]
    problem: Markup | None
    twin: ConflictTwin

    def to_json(self) -> ConflictTwin:
        """Return the JSON twin."""
        return self.twin


class StatementDecisions:
    """Answers for the forms of a statement; its methods are the endpoints."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def accept(
        self, request: Request, id_: str, seen: Seen = 0, back: Words_ = "", why: Words_ = ""
    ) -> Response:
        """Accept a statement: the sentence does say so."""
        return self._decide(request, id_, "accept", seen, {"back": back, "why": why})

    def reject(
        self,
        request: Request,
        id_: str,
        reason: Words_ = "not_said",
        seen: Seen = 0,
        back: Words_ = "",
        why: Words_ = "",
    ) -> Response:
        """Reject a statement, for a reason from the list and in words."""
        typed = {"back": back, "why": why, "reason": reason}
        return self._decide(request, id_, "reject", seen, typed)

    def flag(
        self, request: Request, id_: str, why: Words_ = "", seen: Seen = 0, back: Words_ = ""
    ) -> Response:
        """Leave a statement open, with a question."""
        return self._decide(request, id_, "flag", seen, {"back": back, "why": why})

    def take(
        self,
        request: Request,
        id_: str,
        reader: Annotated[str, Form(max_length=200, description="Whose reading stands")],
        seen: Seen = 0,
        back: Words_ = "",
        why: Words_ = "",
    ) -> Response:
        """Let stand what another reader makes of the words of a statement."""
        review = self._site.casebook.review
        item = review.item(review.whole_id(id_, "statement"))
        typed = {"back": back, "why": why, "reader": reader}
        try:
            made = review.accept_reading(
                item.handle, reader, by=self._site.person(), why=why, seen={item.handle: seen}
            )
        except StaleDecision as fault:
            return self._conflict(request, item, "take", typed, since=fault.since)
        return self._on(request, item, back, made.id)

    def accept_visible(
        self,
        item: Annotated[list[str], Form(description="ID:SEEN of each statement on the screen")],
        back: Words_ = "/review",
    ) -> Response:
        """Accept what was on the screen, and nothing that changed since it was shown."""
        shown = dict(each.partition(":")[::2] for each in item[:200])
        seen = {id_: int(n) if n.isascii() and n.isdigit() else 0 for id_, n in shown.items()}
        review = self._site.casebook.review
        items = {each.handle: each for each in review.items(list(seen))}
        fit = [id_ for id_ in seen if id_ in items and _is_as_shown(items[id_], seen[id_])]
        address = back
        while fit:
            try:
                made = review.decide(
                    "accept",
                    fit,
                    by=self._site.person(),
                    shown=fit,
                    seen={id_: seen[id_] for id_ in fit},
                )
            except StaleDecision as fault:
                fit.remove(fault.subject)
                continue
            address = with_done(back, made.id)
            break
        missing = len(seen) - len(fit)
        if missing:
            address += ("&" if "?" in address else "?") + f"changed={missing}"
        return self._site.redirect(address)

    def _decide(
        self, request: Request, id_: str, act: str, seen: int, typed: dict[str, str]
    ) -> Response:
        review = self._site.casebook.review
        handle = review.whole_id(id_, "statement")
        item = review.item(handle)
        content = {"reason": typed["reason"]} if act == "reject" else {}
        try:
            made = review.decide(
                act,
                [handle],
                by=self._site.person(),
                why=typed["why"],
                content=content,
                shown=[handle],
                seen={handle: seen},
            )
        except StaleDecision as fault:
            return self._conflict(request, item, act, typed, since=fault.since)
        except InvalidDecision as fault:
            return self._conflict(request, item, act, typed, problem=str(fault))
        return self._on(request, item, typed["back"], made.id)

    def _on(self, request: Request, item: ReviewItem, back: str, made: str) -> Response:
        """Lead on after a decision: to the page asked for, of which the browser may have most."""
        back = back or f"/review/{item.handle[:16]}"
        answer = answer_decided(self._site, request, back, made)
        return answer or self._site.redirect(with_done(back, made))

    def _conflict(
        self,
        request: Request,
        item: ReviewItem,
        act: str,
        typed: Mapping[str, str],
        *,
        since: Sequence[int] = (),
        problem: str | None = None,
    ) -> Response:
        t = self._site.words(request)
        review = self._site.casebook.review
        lines = [line for line in review.history([item.handle]) if line.sequence in since]
        fresh = review.item(item.handle)
        page = ConflictPage(
            act,
            t("side.take", reader=typed["reader"])
            if act == "take"
            else vocabulary("act").label(act, t.language),
            item.handle,
            lead_words(fresh.statement, language=t.language),
            fresh.seen,
            typed,
            history_rows(lines, t),
            None if problem is None else sentence(problem, t.language),
            {
                "act": act,
                "statement": item.handle,
                "problem": problem,
                "since": history_twin(lines),
            },
        )
        status = INVALID if problem is not None else CONFLICT
        reasons = vocabulary("reject_reason")
        return self._site.answer(request, "conflict.html", page, status, reasons=reasons)


def _is_as_shown(item: ReviewItem, seen: int) -> bool:
    return item.seen <= seen and item.judged.state != "withdrawn"


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the forms of statements under `/review`."""
    pages = StatementDecisions(site)
    site.post(app, "/review/accept-visible", pages.accept_visible)
    site.post(app, "/review/{id_}/accept", pages.accept)
    site.post(app, "/review/{id_}/reject", pages.reject)
    site.post(app, "/review/{id_}/flag", pages.flag)
    site.post(app, "/review/{id_}/take", pages.take)
