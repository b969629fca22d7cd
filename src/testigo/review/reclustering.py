"""Keeping the node table and its clusters up with what statements mention and people decide.

Only what a change touches is clustered again: the nodes that changed, those that were one entry
with them, those that share a key with them, and those that decisions tie to any of these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from testigo.review.clustering import ClusterNode, Edge, cluster
from testigo.review.materials import Loader, Material, chunks
from testigo.review.nodes import (
    PUBLISHER,
    Mention,
    as_first,
    held_together,
    mentions,
    node_id,
)
from testigo.review.tables import node as table
from testigo.review.tables import standing
from testigo.store import tables as kept

ACTS = ("join", "keep_apart")
_WHO_SPEAKS = ("source", PUBLISHER)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Clusters:
    """Node table and clusters of one casebook; `touch` brings both up to date."""

    derived: Connection
    loader: Loader
    secret: bytes

    def touch(
        self, materials: Sequence[Material], gone: Iterable[str], named: Iterable[str]
    ) -> set[str]:
        """Bring nodes and clusters up to date; return the entries that may have changed.

        `materials` are the statements that changed, `gone` the ids of those erased, `named` the
        nodes that new or undone decisions are about.
        """
        before = self._rows_where("handle", [*(m.handle for m in materials), *gone])
        firsts = self._firsts(materials)
        after = {
            row["id"]: row for material in materials for row in self._mentioned(material, firsts)
        }
        entries = {row["entry_id"] for row in before.values()}
        loose = self._remove(set(before) - set(after))
        new, changed = self._write(before, after)
        start = changed | loose | set(named)
        entries |= self._recluster(new, start, is_toll=False)
        # Who speaks is part of what a series of tolls is: it follows the clusters of speakers.
        spoken = self._tolls_said_by(entries)
        tolls = set(self._rows_where("id", new | changed, is_toll=True))
        moved = self._rekey(spoken | tolls) - new
        return entries | self._recluster(new, start | moved, is_toll=True)

    def _firsts(self, materials: Sequence[Material]) -> dict[str, list[Mention]]:
        """Return what statements mention that have second readings: of these, and before these."""
        behind: set[str] = set()
        for batch in chunks(material.handle for material in materials):
            query = select(standing.c.second_of).where(standing.c.second_of.in_(batch))
            behind |= set(self.derived.execute(query).scalars())
        known = {material.handle: material for material in materials}
        wanted = behind | {m.second_of for m in materials if m.second_of is not None}
        loaded = self.loader.materials(wanted - set(known))
        return {
            m.handle: held_together(m.handle, _mentions(m))
            for m in (*(known[handle] for handle in sorted(wanted & set(known))), *loaded)
        }

    def _mentioned(
        self, material: Material, firsts: Mapping[str, Sequence[Mention]]
    ) -> Iterator[Row]:
        found = firsts.get(material.handle) or _mentions(material)
        first = firsts.get(material.second_of or "")
        if first is not None:
            found = as_first(found, first)
        told_by = material.handle if first is None else str(material.second_of)
        speaker = next((m for m in first or found if m.role in _WHO_SPEAKS), None)
        for mention in found:
            id_ = node_id(self.secret, material.handle, mention)
            yield {
                "id": id_,
                "handle": material.handle,
                "sequence": material.sequence,
                "role": mention.role,
                "position": mention.index,
                "family": mention.family,
                "name": mention.name,
                "country": mention.country,
                "key": None if mention.family == "toll" else mention.key,
                "scope": mention.key if mention.family == "toll" else None,
                "speaker_node": self._said_by(told_by, mention, speaker),
                "entry_id": id_,
            }

    def _said_by(self, handle: str, mention: Mention, speaker: Mention | None) -> str | None:
        is_said = mention.family == "toll" and speaker is not None
        return node_id(self.secret, handle, speaker) if is_said and speaker else None

    def _rows_where(
        self, column: str, values: Iterable[str], *, is_toll: bool | None = None
    ) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for batch in chunks(values):
            query = select(table).where(table.c[column].in_(batch))
            if is_toll is not None:
                query = query.where((table.c.family == "toll") == is_toll)
            found |= {row["id"]: dict(row) for row in self.derived.execute(query).mappings()}
        return found

    def _remove(self, ids: set[str]) -> set[str]:
        """Remove nodes; return those that were one entry with them and are left."""
        loose: set[str] = set()
        for batch in chunks(ids):
            homes = select(table.c.entry_id).where(table.c.id.in_(batch))
            mates = select(table.c.id).where(table.c.entry_id.in_(homes))
            loose |= set(self.derived.execute(mates).scalars())
        for batch in chunks(ids):
            self.derived.execute(delete(table).where(table.c.id.in_(batch)))
        return loose - ids

    def _write(
        self, before: Mapping[str, Row], after: Mapping[str, Row]
    ) -> tuple[set[str], set[str]]:
        """Write the rows that are new or differ; return the ids of either."""
        changed = {id_ for id_ in after if id_ in before and _differ(before[id_], after[id_])}
        for batch in chunks(changed):
            self.derived.execute(delete(table).where(table.c.id.in_(batch)))
        new = set(after) - set(before)
        rows = [after[id_] for id_ in sorted(new)]
        for id_ in sorted(changed):
            held = {"entry_id": before[id_]["entry_id"]}
            if after[id_]["family"] == "toll":
                held["key"] = before[id_]["key"]
            rows.append(after[id_] | held)
        if rows:
            self.derived.execute(insert(table), rows)
        return new, changed

    def _tolls_said_by(self, entries: Iterable[str]) -> set[str]:
        speaker = table.alias()
        found: set[str] = set()
        for batch in chunks(entries):
            query = (
                select(table.c.id)
                .join(speaker, speaker.c.id == table.c.speaker_node)
                .where(speaker.c.entry_id.in_(batch))
            )
            found |= set(self.derived.execute(query).scalars())
        return found

    def _rekey(self, ids: Iterable[str]) -> set[str]:
        """Put the entry of who speaks into the keys of tolls; return those that changed."""
        speaker = table.alias()
        changes = []
        for batch in chunks(ids):
            query = (
                select(table.c.id, table.c.key, table.c.scope, speaker.c.entry_id)
                .outerjoin(speaker, speaker.c.id == table.c.speaker_node)
                .where(table.c.id.in_(batch))
            )
            for id_, key, scope, said_by in self.derived.execute(query):
                wanted = None if said_by is None else f"{said_by}|{scope}"
                if wanted != key:
                    changes.append({"the_id": id_, "key": wanted})
        self._change(changes)
        return {str(change["the_id"]) for change in changes}

    def _recluster(self, new: set[str], start: set[str], *, is_toll: bool) -> set[str]:
        """Cluster again what hangs together with these; return the entries before and after."""
        decided = self._decided(new)
        fresh = self._rows_where("id", new - decided, is_toll=is_toll)
        entries, left = self._settle(fresh)
        rest = self._rows_where("id", start | decided | left, is_toll=is_toll)
        if rest:
            entries |= self._thoroughly(rest, is_toll=is_toll)
        return entries

    def _settle(self, fresh: Mapping[str, Row]) -> tuple[set[str], set[str]]:
        """Place new nodes that nobody decided on with the one undecided entry that has their key.

        The same as clustering gives, without loading every mention of "the police" each time.
        Returns the entries, and the nodes that have to be clustered thoroughly.
        """
        homes = self._homes(fresh)
        entries: set[str] = set()
        left: set[str] = set()
        moves = []
        for row in sorted(fresh.values(), key=_order):
            key = (row["family"], row["key"])
            if row["key"] is None or key not in homes:
                homes[key] = row
                entries.add(row["id"])
                continue
            home = homes[key]
            if home is None or _order(row) < _order(home):
                left.add(row["id"])
                continue
            entries.add(home["id"])
            moves.append({"the_id": row["id"], "entry_id": home["id"]})
        self._change(moves)
        return entries, left

    def _homes(self, fresh: Mapping[str, Row]) -> dict[tuple[str, str | None], Row | None]:
        """Return by key the node that names its entry; None where decisions have to be heeded."""
        keys = {row["key"] for row in fresh.values() if row["key"] is not None}
        found: dict[tuple[str, str | None], set[str]] = defaultdict(set)
        for batch in chunks(keys):
            query = select(table.c.id, table.c.family, table.c.key, table.c.entry_id).where(
                table.c.family.in_({row["family"] for row in fresh.values()}),
                table.c.key.in_(batch),
            )
            for id_, family, key, entry_id in self.derived.execute(query):
                if id_ not in fresh:
                    found[family, key].add(entry_id)
        names = {id_ for ids in found.values() for id_ in ids}
        rows = self._rows_where("id", names)
        disputed = self._entries_decided(names)
        return {
            key: rows[next(iter(ids))] if len(ids) == 1 and not ids & disputed else None
            for key, ids in found.items()
        }

    def _decided(self, ids: Iterable[str]) -> set[str]:
        """Return those of the nodes that a decision is about."""
        of = kept.decision_subject
        found: set[str] = set()
        for batch in chunks(ids):
            query = select(of.c.subject).where(of.c.subject.in_(batch))
            found |= set(self.derived.execute(query).scalars())
        return found

    def _entries_decided(self, entries: Iterable[str]) -> set[str]:
        """Return those of the entries that hold a node which a decision is about."""
        of = kept.decision_subject
        found: set[str] = set()
        for batch in chunks(entries):
            query = (
                select(table.c.entry_id)
                .join(of, of.c.subject == table.c.id)
                .where(table.c.entry_id.in_(batch))
            )
            found |= set(self.derived.execute(query).scalars())
        return found

    def _thoroughly(self, rows: dict[str, Row], *, is_toll: bool) -> set[str]:
        """Cluster the whole of what hangs together with these nodes."""
        edges: dict[int, Edge] = {}
        ask = set(rows)
        while ask:
            met = [rows[id_] for id_ in ask]
            found = self._rows_where("entry_id", {r["entry_id"] for r in met}, is_toll=is_toll)
            keys = {r["key"] for r in met if r["key"] is not None}
            families = {r["family"] for r in met}
            mates = self._rows_where("key", keys, is_toll=is_toll)
            found |= {id_: row for id_, row in mates.items() if row["family"] in families}
            tied = {edge.sequence: edge for edge in self._edges(ask)}
            edges |= tied
            others = {id_ for edge in tied.values() for id_ in edge.nodes}
            found |= self._rows_where("id", others, is_toll=is_toll)
            ask = set(found) - set(rows)
            rows = rows | found
        # A decision names the entry as it then was, and its id is a node of it for ever.
        nodes = [ClusterNode(_order(row), id_, _cluster_key(row)) for id_, row in rows.items()]
        heeded = _within_speakers(edges.values(), rows) if is_toll else list(edges.values())
        named = cluster(nodes, heeded)
        self._change(
            [
                {"the_id": id_, "entry_id": entry_id}
                for id_, entry_id in named.items()
                if rows[id_]["entry_id"] != entry_id
            ]
        )
        return {row["entry_id"] for row in rows.values()} | set(named.values())

    def _edges(self, ids: Iterable[str]) -> Iterator[Edge]:
        of, decision = kept.decision_subject, kept.decision
        for batch in chunks(ids):
            sequences = (
                select(of.c.decision_id)
                .join(decision, decision.c.id == of.c.decision_id)
                .where(of.c.subject.in_(batch), decision.c.act.in_(ACTS), decision.c.stands)
            )
            query = (
                select(decision.c.sequence, decision.c.act, of.c.subject)
                .join(of, of.c.decision_id == decision.c.id)
                .where(decision.c.id.in_(sequences))
                .order_by(decision.c.sequence, of.c.subject)
            )
            named: dict[tuple[int, str], list[str]] = defaultdict(list)
            for sequence, act, subject in self.derived.execute(query):
                named[sequence, act].append(subject)
            for (sequence, act), subjects in named.items():
                yield Edge(sequence, tuple(subjects), act == "join")

    def _change(self, changes: Sequence[Mapping[str, str | None]]) -> None:
        if changes:
            wanted = table.c.id == bindparam("the_id")
            self.derived.execute(update(table).where(wanted), list(changes))


def _mentions(material: Material) -> Sequence[Mention]:
    report = material.report
    statement = material.judged.statement
    return list(mentions(statement, report.id, report.publisher, report.country))


def _order(row: Mapping[str, Any]) -> tuple[int, str, int]:
    return row["sequence"], row["role"], row["position"]


def _cluster_key(row: Mapping[str, Any]) -> str | None:
    return None if row["key"] is None else f"{row['family']}:{row['key']}"


def _differ(before: Row, after: Row) -> bool:
    """Whether anything differs that the node itself says: not its entry, nor who a toll is by."""
    ours = ("entry_id", "key") if after["family"] == "toll" else ("entry_id",)
    return any(before[name] != value for name, value in after.items() if name not in ours)


def _within_speakers(edges: Iterable[Edge], rows: Mapping[str, Row]) -> list[Edge]:
    """Cut each decision about tolls to those of one speaker.

    Scopes declared equal make one series of one speaker; across speakers they make numbers
    comparable, and never one.
    """
    cut = []
    for edge in edges:
        if not edge.joins:
            cut.append(edge)
            continue
        by_speaker: dict[str, list[str]] = defaultdict(list)
        for id_ in edge.nodes:
            if id_ in rows:
                by_speaker[(rows[id_]["key"] or "").partition("|")[0]].append(id_)
        cut += [Edge(edge.sequence, tuple(ids), True) for ids in by_speaker.values()]
    return cut
