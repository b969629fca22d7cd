"""Toll entries as series, those of one speaker made together.

A number may be taken back in another series than the one it stood in: a death withdrawn because
the person is gravely injured is a toll of injured that corrects one of killed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from testigo.review import tables
from testigo.review.materials import PAST, SECOND, Loader, chunks
from testigo.review.points import point_of
from testigo.review.tolls import Series, TollPoint, series_of


class SeriesDrawn:
    """Makes series out of entries.

    `entries` maps the handle of each statement met to its entry, `kept_back` the handles of those
    that are not public to their confidentiality.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.entries: dict[str, str] = {}
        self.kept_back: dict[str, str] = {}

    def series(self, entries: Iterable[str]) -> dict[str, tuple[Series, ...]]:
        """Return the series of each entry, those of one speaker made together."""
        points = self._points(entries)
        scopes = self._scopes(points)
        found: dict[str, list[Series]] = {entry_id: [] for entry_id in points}
        for group in _together(points, scopes):
            joined = {
                scope: min(scopes[entry_id]) for entry_id in group for scope in scopes[entry_id]
            }
            for one in series_of([p for id_ in group for p in points[id_]], joined):
                found[self.entries[first_handle(one)]].append(one)
        return {entry_id: tuple(of) for entry_id, of in found.items()}

    def _points(self, entries: Iterable[str]) -> dict[str, list[TollPoint]]:
        node, said = tables.node, tables.entry
        speaker = node.alias()
        rows: dict[str, tuple[str, str | None, str | None]] = {}
        found: dict[str, list[TollPoint]] = {entry_id: [] for entry_id in entries}
        for batch in chunks(found):
            query = (
                select(node.c.handle, node.c.entry_id, said.c.id, said.c.name)
                .outerjoin(speaker, speaker.c.id == node.c.speaker_node)
                .outerjoin(said, said.c.id == speaker.c.entry_id)
                .where(node.c.entry_id.in_(batch))
            )
            rows |= {row[0]: (row[1], row[2], row[3]) for row in self._connection.execute(query)}
        materials = Loader(self._connection, self._connection).materials(rows)
        for material in materials:
            if material.state in (SECOND, PAST):
                continue
            entry_id, speaker_id, name = rows[material.handle]
            # Two series of which nobody knows who speaks are two sources.
            found[entry_id].append(point_of(material, speaker_id or entry_id, name))
            self.entries[material.handle] = entry_id
            if material.confidentiality != "public":
                self.kept_back[material.handle] = material.confidentiality
        return found

    def _scopes(self, entries: Iterable[str]) -> dict[str, list[str]]:
        node = tables.node
        found: dict[str, list[str]] = {entry_id: [] for entry_id in entries}
        for batch in chunks(found):
            query = (
                select(node.c.entry_id, node.c.scope)
                .where(node.c.entry_id.in_(batch), node.c.scope.is_not(None))
                .distinct()
            )
            for entry_id, scope in self._connection.execute(query):
                found[entry_id].append(scope)
        return found


def _together(
    points: Mapping[str, Sequence[TollPoint]], scopes: Mapping[str, Sequence[str]]
) -> list[list[str]]:
    """Return the entries by speaker; two of one scope, which a person parted, in two groups."""
    groups: list[tuple[str, set[str], list[str]]] = []
    for entry_id, of in points.items():
        speaker, own = of[0].speaker_id if of else entry_id, set(scopes[entry_id])
        for held_by, taken, members in groups:
            if held_by == speaker and not taken & own:
                taken |= own
                members.append(entry_id)
                break
        else:
            groups.append((speaker, own, [entry_id]))
    return [members for _, _, members in groups]


def first_handle(series: Series) -> str:
    """Return the first statement of a series: each has one."""
    rows = (*series.rows, *series.additions, *series.apart)
    return rows[0].handles[0]
