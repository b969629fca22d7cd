"""The measures that stand beside one in time: of the same country and type, each its own entry.

An extension is often a decree of its own. That it goes on what another began is proposed here by
its days alone, for reading; nothing is joined.
"""

from __future__ import annotations

import datetime

from sqlalchemy import Connection, func, or_, select

from testigo.review import tables
from testigo.review.lists import EntryRow, entry_row

SHOWN = 12
_REACH = datetime.timedelta(days=400)
"""How far before and after the days of a measure others are looked for."""


def measures_near(connection: Connection, entry_id: str) -> tuple[EntryRow, ...]:
    """Return the other measures of its country and of a type of its own, in time; few of many.

    None of them where the measure itself has no day, or no known country.
    """
    table = tables.entry
    own = connection.execute(select(table).where(table.c.id == entry_id)).mappings().one()
    if own["country"] is None or own["earliest"] is None or own["outcome"] is None:
        return ()
    listed = "," + func.coalesce(table.c.outcome, "") + ","
    same = [listed.contains(f",{code},", autoescape=True) for code in own["outcome"].split(",")]
    query = (
        select(table)
        .where(table.c.family == "measure", table.c.country == own["country"], or_(*same))
        .where(table.c.id != entry_id, (table.c.draft > 0) | (table.c.accepted > 0))
        .where(table.c.earliest >= _shifted(own["earliest"], -_REACH))
        .where(table.c.earliest <= _shifted(own["latest"] or own["earliest"], _REACH))
        .order_by(table.c.earliest, table.c.id)
        .limit(SHOWN)
    )
    return tuple(entry_row(row) for row in connection.execute(query).mappings())


def _shifted(day: str, by: datetime.timedelta) -> str:
    try:
        return (datetime.date.fromisoformat(day) + by).isoformat()
    except OverflowError:
        return day
