"""What the casebook says against a decision before it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from testigo.record.decision import Decision
from testigo.review import toll_figures
from testigo.review.configuring import check_about_casebook
from testigo.review.deciding import ContradictsEarlier, InvalidDecision, check_level
from testigo.review.dossier import dossier, resolve
from testigo.review.judging import ON_STATEMENTS
from testigo.review.materials import chunks
from testigo.review.nodes import ID
from testigo.review.tables import node
from testigo.store import tables as kept
from testigo.store.errors import NotKept

_PAIRS = ("join", "keep_apart")
_FEWEST = 2


def check(connection: Connection, decision: Decision) -> None:
    """Do nothing if the decision can be kept.

    Raises:
        NotKept: if a subject is not in the casebook.
        InvalidDecision: if entries cannot be joined, a level not be given, or something not be set.
        BadModelSetting: if the language model cannot be set so.
        ContradictsEarlier: if it overrules what somebody decided of the same pair, unsaid.
    """
    content = decision.content
    if decision.act in _PAIRS and content.get("of") != "origin":
        _check_pair(connection, decision)
    elif decision.act in ("configure", "consent"):
        check_about_casebook(connection, decision)
    elif decision.act == "verify":
        (subject,) = decision.subjects
        if content["field"] == toll_figures.FIELD:
            value, level = str(content["value"]), str(content["level"])
            toll_figures.check_figure(connection, resolve(connection, subject), value, level)
            return
        entry = dossier(connection, subject).entry
        check_level(entry, str(content["field"]), str(content["value"]), str(content["level"]))
    elif decision.act == "accept" and content.get("field") == toll_figures.FIELD:
        for subject in decision.subjects:
            chosen = str(content.get("value"))
            toll_figures.check_figure(connection, resolve(connection, subject), chosen, None)
    elif decision.act in ON_STATEMENTS and decision.act != "add":
        for subject in decision.subjects:
            _check_known(connection, subject)


def _check_known(connection: Connection, subject: str) -> None:
    if ID.fullmatch(subject):
        resolve(connection, subject)
        return
    for table in (kept.statement, kept.report):
        if connection.execute(select(table.c.id).where(table.c.id == subject)).first():
            return
    raise NotKept("statement or report", subject)


def _check_pair(connection: Connection, decision: Decision) -> None:
    entries, families = _resolved(connection, decision.subjects)
    if len(set(decision.subjects)) < _FEWEST:
        raise InvalidDecision("name two entries: one alone is neither joined nor kept apart")
    wanted = _FAMILY[str(decision.content["of"])]
    if families != {wanted}:
        raise InvalidDecision(
            f"these are not all {wanted} entries: only entries of one kind are joined or kept apart"
        )
    earlier = _earlier(connection, decision, entries)
    despite = decision.content.get("despite")
    known = set(despite) if isinstance(despite, list | tuple) else set()
    if set(earlier) - known:
        raise ContradictsEarlier(decision.act, earlier)


def _resolved(connection: Connection, subjects: Sequence[str]) -> tuple[set[str], set[str]]:
    """Return the entries that these ids lead to, and their families.

    Raises:
        NotKept: if the casebook never gave one of the ids.
    """
    found: dict[str, tuple[str, str]] = {}
    for batch in chunks(subjects):
        query = select(node.c.id, node.c.entry_id, node.c.family).where(node.c.id.in_(batch))
        found |= {row.id: (row.entry_id, row.family) for row in connection.execute(query)}
    unknown = next((subject for subject in subjects if subject not in found), None)
    if unknown is not None:
        raise NotKept("entry", unknown)
    return {entry_id for entry_id, _ in found.values()}, {family for _, family in found.values()}


_FAMILY = {
    "person": "agent",
    "actor": "agent",
    "incident": "incident",
    "measure": "measure",
    "scope": "toll",
}


def _earlier(connection: Connection, decision: Decision, entries: set[str]) -> list[str]:
    """Return the standing decisions of the opposite act whose subjects reach two of the entries.

    For keeping apart what is one entry now, those that joined nodes of it.
    """
    opposite = "keep_apart" if decision.act == "join" else "join"
    of, made = kept.decision_subject, kept.decision
    query = (
        select(made.c.id, of.c.subject, node.c.entry_id)
        .join(of, of.c.decision_id == made.c.id)
        .join(node, node.c.id == of.c.subject)
        .where(made.c.act == opposite, made.c.stands, node.c.entry_id.in_(entries))
        .order_by(made.c.sequence)
    )
    reached: dict[str, list[str]] = {}
    for decision_id, _, entry_id in connection.execute(query):
        reached.setdefault(decision_id, []).append(entry_id)
    if decision.act == "join":
        return [id_ for id_, of_it in reached.items() if len(set(of_it)) > 1]
    # Parted is what equal names made one; what a person joined is parted by undoing that.
    if len(entries) > 1:
        return []
    return [id_ for id_, of_it in reached.items() if len(of_it) > 1]
