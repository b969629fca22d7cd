"""Keeping up how the statements of a report's readers stand to each other: derived, like the rest.

Only reports that several readers have read are looked at, each as a whole: what is decided on one
statement may move the reading behind it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, or_, select

from testigo.review.judging import ON_STATEMENTS, VERDICTS, Deed
from testigo.review.materials import Loader, Material, chunks
from testigo.review.tables import standing as table
from testigo.review.two_readers import Candidate, Standing, place_all
from testigo.store import tables as kept

_NO_STANDING = Standing()


class ReaderStandings:
    """The table of standings of one casebook."""

    def __init__(self, derived: Connection, evidence: Connection) -> None:
        self._derived = derived
        self._loader = Loader(derived, evidence)

    def bring_up_to_date(self, handles: Iterable[str]) -> set[str]:
        """Place the statements of the reports of these anew; return all that this touches.

        `handles` are the statements that changed, or were erased. Returned are those that stand
        otherwise than before, and those that stand behind or before any of these.
        """
        asked = set(handles)
        touched = self._tied(asked)
        for report in self._of_several(asked):
            touched |= self._place(report)
        gone = asked - self._kept(asked)
        for batch in chunks(gone):
            self._derived.execute(delete(table).where(table.c.handle.in_(batch)))
        return (touched | self._tied(asked | touched)) - gone

    def _of_several(self, handles: Iterable[str]) -> list[str]:
        """Return the reports of these statements that more than one reader ever read."""
        statement, reading = kept.statement, kept.reading
        found: set[str] = set()
        for batch in chunks(handles):
            reports = select(statement.c.report_id).where(statement.c.id.in_(batch))
            query = (
                select(reading.c.report_id)
                .where(reading.c.report_id.in_(reports))
                .group_by(reading.c.report_id)
                .having(func.count(reading.c.reader_name.distinct()) > 1)
            )
            found |= set(self._derived.execute(query).scalars())
        return sorted(found)

    def _kept(self, handles: Iterable[str]) -> set[str]:
        statement = kept.statement
        found: set[str] = set()
        for batch in chunks(handles):
            query = select(statement.c.id).where(statement.c.id.in_(batch))
            found |= set(self._derived.execute(query).scalars())
        return found

    def _tied(self, handles: Iterable[str]) -> set[str]:
        """Return what now stands behind these statements, and before them."""
        found: set[str] = set()
        for batch in chunks(handles):
            query = select(table.c.handle, table.c.second_of).where(
                table.c.second_of.is_not(None),
                or_(table.c.handle.in_(batch), table.c.second_of.in_(batch)),
            )
            for handle, second_of in self._derived.execute(query):
                found |= {handle, second_of}
        return found

    def _place(self, report: str) -> set[str]:
        """Write how the statements of a report stand; return those for which that is new."""
        before = {
            row.handle: Standing(row.second_of, row.reader_case)
            for row in self._derived.execute(select(table).where(table.c.report_id == report))
        }
        after = {
            handle: standing
            for handle, standing in self._standings(report).items()
            if standing != _NO_STANDING
        }
        changed = {h for h in {*before, *after} if before.get(h) != after.get(h)}
        for batch in chunks(changed):
            self._derived.execute(delete(table).where(table.c.handle.in_(batch)))
        rows = [_row(h, report, after[h]) for h in sorted(changed) if h in after]
        if rows:
            self._derived.execute(insert(table), rows)
        return changed

    def _standings(self, report: str) -> dict[str, Standing]:
        by_text: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in self._candidates(report):
            by_text[candidate.read.text_id].append(candidate)
        readers = self._readers(report)
        found: dict[str, Standing] = {}
        for candidates in by_text.values():
            found |= place_all(candidates, readers)
        return found

    def _readers(self, report: str) -> list[str]:
        """Return who has a reading of today."""
        reading = kept.reading
        query = (
            select(reading.c.reader_name)
            .where(reading.c.report_id == report, reading.c.current)
            .distinct()
        )
        return list(self._derived.execute(query).scalars())

    def _candidates(self, report: str) -> list[Candidate]:
        statement = kept.statement
        query = select(statement.c.id).where(statement.c.report_id == report)
        handles = self._derived.execute(query).scalars().all()
        given, ever = self._loader.given_today(handles), self._ever(handles)
        deeds = self._loader.deeds_on(handles)
        return [
            _candidate(m, given.get(m.handle, {}), ever[m.handle], deeds.get(m.handle, ()))
            for m in self._loader.materials(handles)
        ]

    def _ever(self, handles: Iterable[str]) -> dict[str, set[str]]:
        finding, reading = kept.finding, kept.reading
        found: dict[str, set[str]] = defaultdict(set)
        for batch in chunks(handles):
            query = (
                select(finding.c.statement_id, reading.c.reader_name)
                .join(reading, reading.c.id == finding.c.reading_id)
                .where(finding.c.statement_id.in_(batch))
                .distinct()
            )
            for handle, name in self._derived.execute(query):
                found[handle].add(name)
        return found


def seconds_behind(connection: Connection, handles: Iterable[str]) -> dict[str, str]:
    """Return the second readings of these statements, each with the one that it stands behind."""
    found: dict[str, str] = {}
    for batch in chunks(handles):
        query = select(table.c.handle, table.c.second_of).where(table.c.second_of.in_(batch))
        found |= {row.handle: row.second_of for row in connection.execute(query)}
    return found


def stands_for(connection: Connection, handle: str) -> str:
    """Return the statement that stands for one: the one that it is a second reading of, or itself.

    That of a statement nobody knows is itself.
    """
    query = select(table.c.second_of).where(table.c.handle == handle)
    return connection.execute(query).scalar() or handle


def counted_twice(connection: Connection, report: str | None = None) -> dict[str, dict[str, int]]:
    """Return, by report and kind, how many statements are given today and stand behind others.

    Who counts what readings of today give counts these twice. `report` is the only one asked for
    (whole id), None for all.
    """
    statement, finding = kept.statement, kept.finding
    is_given = exists().where(finding.c.statement_id == table.c.second_of, finding.c.current)
    query = (
        select(table.c.report_id, statement.c.kind, func.count())
        .join(statement, statement.c.id == table.c.handle)
        .where(is_given)
        .group_by(table.c.report_id, statement.c.kind)
    )
    if report is not None:
        query = query.where(table.c.report_id == report)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for report_id, kind, number in connection.execute(query):
        found[report_id][kind] = number
    return dict(found)


def second_handles(connection: Connection, report: str | None = None) -> frozenset[str]:
    """Return the second readings of a report (whole id), or of all."""
    query = select(table.c.handle).where(table.c.second_of.is_not(None))
    if report is not None:
        query = query.where(table.c.report_id == report)
    return frozenset(connection.execute(query).scalars())


def _candidate(
    material: Material, given_by: Mapping[str, Any], ever_by: set[str], deeds: Sequence[Deed]
) -> Candidate:
    marks = [deed for deed in deeds if deed.decision.act in ON_STATEMENTS]
    verdicts = [deed for deed in marks if deed.decision.act in VERDICTS]
    last = max(verdicts, key=lambda deed: deed.sequence, default=None)
    return Candidate(
        material.handle,
        material.sequence,
        material.judged.statement,
        material.read,
        given_by,
        frozenset(ever_by),
        frozenset(deed.sequence for deed in marks),
        last is not None and last.decision.act == "reject",
        0 if last is None else last.sequence,
    )


def _row(handle: str, report: str, standing: Standing) -> dict[str, str | None]:
    return {
        "handle": handle,
        "report_id": report,
        "second_of": standing.second_of,
        "reader_case": standing.case,
    }
