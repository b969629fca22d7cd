"""Double reading: what a person may not see yet of what another one answered.

The one rule: of a statement that fewer than two persons have judged, whoever has not judged it
herself is told nothing of the first answer. That is every verdict of others on it, taken back or
not, what they ask of it beside a verdict, and what they decided of the values of an entry that
rests on it, for a level presupposes that somebody accepted. What protects people (withheld,
withdrawn, erased) is never kept from anybody, and who joined what says nothing of a reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, case, func, or_, select

from testigo.review import tables
from testigo.review.judging import VERDICTS
from testigo.review.materials import chunks
from testigo.store import tables as kept
from testigo.store.veiling import DECISION, SUBJECT, Unseen, of_the_file

_OF_VALUES = ("accept", "verify")
_LOG, _STATEMENT = of_the_file(kept.log), of_the_file(kept.statement)
_NODE = of_the_file(tables.node)


@dataclass(frozen=True, slots=True)
class DoubleReading:
    """What is kept from one reader; a `reader` of "" has judged nothing."""

    reader: str

    def unseen(self, connection: Connection) -> Unseen:
        """Return the decisions that she is not shown yet, each with the subject it concerns."""
        found: set[tuple[str, str]] = set()
        for query in (self._answers(), self._of_values()):
            found |= {(id_, subject) for id_, subject in connection.execute(query)}
        return frozenset(found | self._undoing(connection, frozenset(found)))

    def _blind(self) -> Select[Any]:
        """The statements of which she is told no answer, and whether one stands (0 or 1)."""
        stands, by = DECISION.c.stands, _LOG.c.by_name
        answers = func.count(case((stands, by)).distinct())
        hers = func.count(case((stands & (by == self.reader), by)))
        others = func.count(case((by != self.reader, by)))
        return (
            select(SUBJECT.c.subject, answers.label("answers"))
            .join(DECISION, DECISION.c.id == SUBJECT.c.decision_id)
            .join(_LOG, _LOG.c.sequence == DECISION.c.sequence)
            .join(_STATEMENT, _STATEMENT.c.id == SUBJECT.c.subject)
            .where(DECISION.c.act.in_(sorted(VERDICTS)))
            .group_by(SUBJECT.c.subject)
            .having(answers < 2, hers == 0, others > 0)
        )

    def _answers(self) -> Select[Any]:
        """Verdicts of others on such statements; an open question only where one answered too."""
        blind = self._blind().subquery()
        told = DECISION.c.act.in_(sorted(VERDICTS))
        asked = (DECISION.c.act == "flag") & (blind.c.answers > 0)
        return (
            select(DECISION.c.id, SUBJECT.c.subject)
            .join(SUBJECT, SUBJECT.c.decision_id == DECISION.c.id)
            .join(blind, blind.c.subject == SUBJECT.c.subject)
            .join(_LOG, _LOG.c.sequence == DECISION.c.sequence)
            .where(or_(told, asked), _LOG.c.by_name != self.reader)
        )

    def _of_values(self) -> Select[Any]:
        """What others decided of the values of entries that rest on such a statement."""
        blind = self._blind().subquery()
        mine = _NODE.alias()
        entries = select(mine.c.entry_id).join(blind, blind.c.subject == mine.c.handle)
        nodes = select(_NODE.c.id).where(_NODE.c.entry_id.in_(entries))
        return (
            select(DECISION.c.id, SUBJECT.c.subject)
            .join(SUBJECT, SUBJECT.c.decision_id == DECISION.c.id)
            .join(_LOG, _LOG.c.sequence == DECISION.c.sequence)
            .where(DECISION.c.act.in_(_OF_VALUES), SUBJECT.c.subject.in_(nodes))
            .where(_LOG.c.by_name != self.reader)
        )

    def _undoing(self, connection: Connection, unseen: Unseen) -> set[tuple[str, str]]:
        """Return what undid decisions of which nothing at all is shown, and what undid that."""
        query = (
            select(DECISION.c.id, SUBJECT.c.subject)
            .join(SUBJECT, SUBJECT.c.decision_id == DECISION.c.id)
            .where(DECISION.c.act == "undo")
            .order_by(DECISION.c.sequence)
        )
        undone = [(id_, subject) for id_, subject in connection.execute(query)]
        kept_back = self._whole(connection, unseen, {subject for _, subject in undone})
        found: set[tuple[str, str]] = set()
        for id_, subject in undone:  # the oldest first: one may undo another
            if subject in kept_back:
                found.add((id_, subject))
                kept_back.add(id_)
        return found

    def _whole(self, connection: Connection, unseen: Unseen, among: set[str]) -> set[str]:
        """Return those of these decisions of which every subject is kept back."""
        about: dict[str, set[str]] = {}
        for batch in chunks(among & {id_ for id_, _ in unseen}):
            query = select(SUBJECT).where(SUBJECT.c.decision_id.in_(batch))
            for id_, subject in connection.execute(query):
                about.setdefault(id_, set()).add(subject)
        return {id_ for id_, of in about.items() if all((id_, s) in unseen for s in of)}
