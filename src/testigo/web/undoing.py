"""Taking a decision back, from wherever it is shown; and bringing it back, which is the same again.

Whoever takes back what somebody else has taken back or brought back meanwhile is told so first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import FastAPI, Form, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.review.history import HistoryLine
from testigo.store.errors import StaleDecision
from testigo.web.history_view import (
    HistoryRow,
    HistoryTwin,
    history_rows,
    history_twin,
    subject_names,
    with_done,
)
from testigo.web.site import Site

CONFLICT = 409


class UndoTwin(TypedDict):
    """An undo that was not kept: the decision as it stands, and what others did about it since."""

    decision: HistoryTwin
    since: list[HistoryTwin]


@dataclass(frozen=True, slots=True)
class UndoPage:
    """An undo that was not kept, as `since` was not on the screen; `back` is where it was asked."""

    row: HistoryRow
    since: tuple[HistoryRow, ...]
    back: str
    why: str
    lines: tuple[HistoryLine, Sequence[HistoryLine]]

    def to_json(self) -> UndoTwin:
        """Return the JSON twin."""
        decision, since = self.lines
        return {"decision": history_twin([decision])[0], "since": history_twin(since)}


class Undoing:
    """Answers for the forms that take a decision back; its methods are the endpoints."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def undo(
        self,
        request: Request,
        id_: str,
        seen: Annotated[
            int, Form(ge=0, description="The last decision about it that the screen showed")
        ] = 0,
        back: Annotated[str, Form(description="The page to go back to")] = "/",
        why: Annotated[str, Form(max_length=4000)] = "",
    ) -> Response:
        """Take a decision back by a further one."""
        try:
            made = self._site.casebook.review.decide(
                "undo",
                [id_],
                by=self._site.person(),
                why=why,
                shown=[id_],
                seen={id_: seen},
            )
        except StaleDecision as fault:
            return self._told(request, fault, back, why)
        return self._site.redirect(with_done(back, made.id))

    def _told(self, request: Request, fault: StaleDecision, back: str, why: str) -> Response:
        t = self._site.words(request)
        review = self._site.casebook.review
        decision = review.decision(fault.subject)
        lines = review.history([fault.subject])
        since = [line for line in lines if line.sequence in fault.since]
        [row] = history_rows([decision], t, subject_names(self._site, [decision], t))
        page = UndoPage(row, history_rows(since, t), back, why, (decision, since))
        return self._site.answer(request, "undo.html", page, CONFLICT)


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the form that takes a decision back, wherever it stands."""
    site.post(app, "/decisions/{id_}/undo", Undoing(site).undo)
