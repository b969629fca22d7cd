"""What has become of one statement: a pure fold of the decisions that stand on it.

Nothing a reader does changes a judgement: a newer reading may give other statements beside it, and
what a person accepted, amended, added or rejected stays until a person decides otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from testigo.record.decision import Decision
from testigo.record.statement import Statement
from testigo.store.deciding import stated_statement

ON_STATEMENTS = frozenset({"accept", "amend", "add", "reject", "flag", "withhold", "withdraw"})
"""The acts that judge a statement."""

VERDICTS = frozenset({"accept", "amend", "add", "reject"})
"""Those of them that answer whether it is rightly read."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A decision that stands, with its place in the log."""

    sequence: int
    decision: Decision

    @property
    def is_blind(self) -> bool:
        """Whether it was made by a second reader who had not seen the first's."""
        return self.decision.content.get("blind") is True


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement as people left it.

    `handle` is the id under which it came into the record, `statement` what it says now. `readers`
    are those who gave a verdict, in order; `question` is what a flag asks, None where none is open;
    `is_disputed` tells that two readers, the second unaware of the first, answered otherwise and
    nobody settled it. `withheld` maps fields ("" for the whole) to a confidentiality.
    """

    handle: str
    statement: Statement
    state: str = "draft"
    is_amended: bool = False
    is_added: bool = False
    is_disputed: bool = False
    question: str | None = None
    reason: str | None = None
    readers: tuple[str, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)

    @property
    def level(self) -> str:
        """Level of verification of a statement: "1" once a person has checked the reading."""
        return "1" if self.state == "accepted" else "0"


def judge(statement: Statement, deeds: Iterable[Deed]) -> Judged:
    """Return what stands of `statement` after the decisions on it and on its report, in order.

    Raises:
        InvalidRecord: if an amendment states no statement.
    """
    judged = Judged(statement.id, statement)
    for deed in sorted(deeds, key=lambda deed: deed.sequence):
        judged = _after(judged, deed)
    return judged


def _after(judged: Judged, deed: Deed) -> Judged:
    decision = deed.decision
    match decision.act:
        case "accept" | "amend" | "add" | "reject":
            return _verdict(judged, deed)
        case "flag":
            return replace(judged, question=decision.why)
        case "withdraw":
            return replace(judged, state="withdrawn", question=None)
        case "withhold":
            name = str(decision.content.get("field") or "")
            how = str(decision.content.get("confidentiality", "confidential"))
            return replace(judged, withheld={**judged.withheld, name: how})
        case _:
            return judged


def _verdict(judged: Judged, deed: Deed) -> Judged:
    decision = deed.decision
    after = replace(
        judged,
        state="rejected" if decision.act == "reject" else "accepted",
        question=None,
        reason=str(decision.content.get("reason", "")) or None,
        readers=tuple(dict.fromkeys((*judged.readers, decision.by))),
        is_added=judged.is_added or decision.act == "add",
    )
    if decision.act == "amend":
        amended = stated_statement(decision)
        after = replace(after, statement=amended, is_amended=amended.id != judged.handle)
    return replace(after, is_disputed=_is_disputed(judged, after, deed))


def _is_disputed(before: Judged, after: Judged, deed: Deed) -> bool:
    """A blind verdict that differs from what stood; any later open one settles it."""
    if not deed.is_blind or not before.readers or before.readers == (deed.decision.by,):
        return False
    said = (before.state, before.statement.id)
    # Unaware of an amendment, she accepted what was read at first.
    answer = before.handle if deed.decision.act == "accept" else after.statement.id
    return before.is_disputed or said != (after.state, answer)
