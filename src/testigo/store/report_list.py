"""What a list of reports is made of, in few queries however many there are."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from testigo.record.reading import Coverage
from testigo.store import payloads, tables

Stamp = tuple[int, ...]

_OF_STATEMENTS = ("accept", "amend", "add", "reject", "verify", "flag")
"""Acts that change nothing of what a list says of a report but how much of it waits."""


def stamp(connection: Connection) -> Stamp:
    """Return what stays equal as long as reports, metadata, current readings and groups do.

    Decisions on single statements leave it as it is; so who lists reports needs to look at them
    again only when it differs.
    """
    newest = [
        select(func.coalesce(func.max(table.c.sequence), 0)).scalar_subquery()
        for table in (tables.report, tables.metadata, tables.capture, tables.reading)
    ]
    decision = tables.decision
    of_reports = (
        select(func.coalesce(func.max(decision.c.sequence), 0))
        .where(decision.c.act.not_in(_OF_STATEMENTS))
        .scalar_subquery()
    )
    return tuple(connection.execute(select(*newest, of_reports)).one())


def coverages(connection: Connection, reports: Sequence[str]) -> dict[str, list[Coverage]]:
    """Return, for each of the reports (whole ids), what its current readings covered."""
    found: dict[str, list[Coverage]] = {report: [] for report in reports}
    table, log, paid = tables.reading, tables.log, tables.payload
    query = (
        select(table.c.report_id, paid.c.content, log.c.schema)
        .join_from(table, log, log.c.sequence == table.c.sequence)
        .join(paid, paid.c.sequence == table.c.sequence)
        .where(table.c.report_id.in_(reports), table.c.current)
        .order_by(table.c.sequence)
    )
    for report, raw, schema in connection.execute(query):
        found[report].append(payloads.read_coverage(payloads.read_json(raw, schema)))
    return found
