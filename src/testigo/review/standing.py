"""What people decided about whole reports: whether they count, who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from testigo.review.history import HistoryLine, lines
from testigo.review.materials import chunks
from testigo.store import tables as kept

_ACTS = ("withdraw", "withhold", "erase")


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of a report.

    `withdrawn` and `erased` are the decisions that took it out, None where none did.
    `confidentiality` is the code that a person gave it, None where it is as it was taken in.
    """

    withdrawn: HistoryLine | None = None
    erased: HistoryLine | None = None
    confidentiality: str | None = None


def standings(connection: Connection, reports: Iterable[str]) -> dict[str, Standing]:
    """Return the standing of these reports (whole ids); those nobody decided on are left out."""
    decision, of = kept.decision, kept.decision_subject
    about: dict[str, list[str]] = {}
    for batch in chunks(reports):
        query = (
            select(of.c.subject, decision.c.id)
            .join(decision, decision.c.id == of.c.decision_id)
            .where(of.c.subject.in_(batch), decision.c.stands, decision.c.act.in_(_ACTS))
            .order_by(decision.c.sequence)
        )
        for subject, id_ in connection.execute(query):
            about.setdefault(subject, []).append(id_)
    made = {
        line.id: line
        for line in lines(connection, {id_ for ids in about.values() for id_ in ids}, {})
    }
    return {
        subject: _standing([made[id_] for id_ in ids if id_ in made])
        for subject, ids in about.items()
    }


def _standing(decided: Iterable[HistoryLine]) -> Standing:
    withdrawn = erased = confidentiality = None
    for line in decided:
        content = line.decision.content
        if line.decision.act == "withdraw":
            withdrawn = line
        elif line.decision.act == "erase":
            erased = line
        elif not content.get("field"):
            confidentiality = str(content["confidentiality"])
    return Standing(withdrawn, erased, confidentiality)
