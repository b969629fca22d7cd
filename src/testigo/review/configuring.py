"""What people set of a whole casebook, and to which hosts they let its text go.

Both are decisions like every other: who, when and why stands in the log, and each can be undone.
They are bound to the id of the casebook, which a copy of its file keeps: a copy is the same
casebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, select

from testigo.reading.llm.settings import BadModelSetting, ModelSettings
from testigo.record.decision import Decision
from testigo.review import tables
from testigo.review.deciding import InvalidDecision
from testigo.review.history import HistoryLine, lines
from testigo.review.kept_back import PUBLIC, with_a_field_withheld
from testigo.review.materials import chunks
from testigo.review.standing import Standing, standings
from testigo.store import tables as kept
from testigo.store.errors import NotKept
from testigo.store.rows import casebook_id_of

LANGUAGE_MODEL = "language_model"
READER_AGREEMENT = "reader_agreement"


def configured(connection: Connection, setting: str) -> Mapping[str, object] | None:
    """Return the value of a setting of `review.deciding.SETTINGS`; None where none is set."""
    line = last_configured(connection, setting)
    value = None if line is None else line.decision.content.get("value")
    return value if isinstance(value, Mapping) else None


def last_configured(connection: Connection, setting: str) -> HistoryLine | None:
    """Return the decision that a setting is as it is by; None where nobody set it."""
    made = _standing(connection, "configure", casebook_id_of(connection))
    found = [line for line in made if line.decision.content.get("setting") == setting]
    return found[-1] if found else None


def language_model(connection: Connection) -> ModelSettings | None:
    """Return how the language model of this casebook is reached; None where there is none.

    Raises:
        BadModelSetting: if what an other testigo kept cannot be used.
    """
    value = configured(connection, LANGUAGE_MODEL)
    return None if value is None else ModelSettings.from_json(value)


def consent_to(connection: Connection, host: str) -> HistoryLine | None:
    """Return the decision by which text of this casebook may go to a host, None if none stands.

    For a host on this machine it is the one that set it up, if that names it.
    """
    made = _standing(connection, "consent", casebook_id_of(connection))
    named = [line for line in made if line.decision.content.get("host") == host]
    if named:
        return named[-1]
    line = last_configured(connection, LANGUAGE_MODEL)
    settings = language_model(connection)
    is_here = settings is not None and settings.is_local and settings.host == host
    return line if is_here else None


def let_go(connection: Connection, reports: Iterable[str], host: str) -> frozenset[str]:
    """Return which of these reports (whole ids) may go to a host though they are kept close."""
    asked = set(reports)
    of, decision = kept.decision_subject, kept.decision
    ids: set[str] = set()
    for batch in chunks(asked):
        query = (
            select(decision.c.id)
            .join(of, of.c.decision_id == decision.c.id)
            .where(of.c.subject.in_(batch), decision.c.stands, decision.c.act == "consent")
        )
        ids |= set(connection.execute(query).scalars())
    return frozenset(
        subject
        for line in lines(connection, ids, {})
        if line.decision.content.get("host") == host
        for subject in line.decision.subjects
        if subject in asked
    )


def kept_close(connection: Connection, reports: Iterable[str]) -> frozenset[str]:
    """Return which of these reports (whole ids) are not public, or hold something that is not.

    A report counts as it was taken in or as a person decided since; one statement that is
    withheld, or one field of it, makes the whole text of its report so.
    """
    close: set[str] = set()
    for batch in chunks(reports):
        decided = standings(connection, batch)
        query = select(kept.report.c.id, kept.report.c.confidentiality)
        for id_, taken_in in connection.execute(query.where(kept.report.c.id.in_(batch))):
            if (decided.get(id_, Standing()).confidentiality or taken_in) != PUBLIC:
                close.add(id_)
        judged = tables.judged
        rows = select(judged.c.handle, judged.c.report_id, judged.c.confidentiality)
        told = connection.execute(rows.where(judged.c.report_id.in_(batch))).all()
        close |= {row.report_id for row in told if row.confidentiality != PUBLIC}
        of = {row.handle: row.report_id for row in told}
        close |= {of[handle] for handle in with_a_field_withheld(connection, of)}
    return frozenset(close)


def check_about_casebook(connection: Connection, decision: Decision) -> None:
    """Do nothing if a decision to configure or to consent can be kept.

    Raises:
        InvalidDecision: if it is not about this casebook or its reports, or sets what cannot be.
        NotKept: if a report is not in the casebook.
        BadModelSetting: naming the setting of the language model that cannot be.
    """
    subjects, own = decision.subjects, casebook_id_of(connection)
    if subjects != (own,) and (decision.act == "configure" or own in subjects):
        raise InvalidDecision("it is about this casebook and nothing beside it")
    if decision.act == "configure":
        _check_value(str(decision.content["setting"]), decision.content["value"])
        return
    for subject in subjects if own not in subjects else ():
        query = select(kept.report.c.erased).where(kept.report.c.id == subject)
        if connection.execute(query).scalar() is not False:
            raise NotKept("report", subject)


def _check_value(setting: str, value: object) -> None:
    if setting != LANGUAGE_MODEL or not isinstance(value, Mapping):
        return
    unknown = sorted(set(value) - set(ModelSettings.__dataclass_fields__))
    if unknown:
        # What is not known might be a key, and the log never forgets.
        raise BadModelSetting("model", f"a language model has {len(unknown)} settings too many")
    ModelSettings.from_json(value)


def _standing(connection: Connection, act: str, subject: str) -> Iterator[HistoryLine]:
    """Yield the decisions of one act on a subject that stand, oldest first."""
    of, decision = kept.decision_subject, kept.decision
    query = (
        select(decision.c.id)
        .join(of, of.c.decision_id == decision.c.id)
        .where(of.c.subject == subject, decision.c.stands, decision.c.act == act)
    )
    found = lines(connection, connection.execute(query).scalars().all(), {})
    yield from sorted(found, key=lambda line: line.sequence)
