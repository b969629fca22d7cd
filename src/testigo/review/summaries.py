"""One row for each entry: what lists and counts are made of.

States are never added up: how many statements are drafts and how many a person accepted stand in
columns of their own.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from testigo.languages.document import fold
from testigo.record.entry import STATES
from testigo.record.vocabularies import LANGUAGES, vocabulary
from testigo.review import tables
from testigo.review.entries import told_of
from testigo.review.judging import Deed
from testigo.review.materials import PAST, SECOND, Loader, Material, chunks
from testigo.review.nodes import VICTIM, name_key
from testigo.review.points import point_of
from testigo.review.reclustering import ACTS
from testigo.review.tolls import TollPoint, findings_of, series_of
from testigo.review.urgency import CONTRADICTED
from testigo.review.values import entry_values, level_of
from testigo.store import tables as kept
from testigo.store.fold import plain

LEVELS = "012345CD"
STANDING = frozenset({"draft", "accepted"})
_TYPES = {"toll": "outcome", "incident": "incident_type", "measure": "measure_type"}
_OF_STATEMENTS = (
    "report_id",
    "kind",
    "state",
    "outcome",
    "place",
    "country",
    "earliest",
    "latest",
)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Summaries:
    """Writes the rows of entries, and marks the statements of those that are contradicted."""

    derived: Connection
    loader: Loader

    def write(self, entries: Iterable[str], known: Mapping[str, Material]) -> None:
        """Make the rows of these entries anew; `known` are statements loaded already."""
        ids = set(entries)
        ids |= self._comparable(ids)
        nodes = self._nodes(ids)
        wanted = {n["handle"] for of in nodes.values() for n in of if _is_read(n)} - set(known)
        materials = {m.handle: m for m in self.loader.materials(wanted)} | dict(known)
        deeds = self.deeds(ids)
        classes = self._classes(nodes)
        rows: list[Row] = []
        disputed: dict[str, bool] = {}
        for entry_id, of in nodes.items():
            told = _Told(entry_id, of, materials, deeds.get(entry_id, []))
            row = told.row() | {"scope_class": classes.get(entry_id)}
            rows.append(row)
            disputed |= dict.fromkeys(told.read, bool(row["is_contradicted"]))
        for batch in chunks(ids):
            self.derived.execute(delete(tables.entry).where(tables.entry.c.id.in_(batch)))
        if rows:
            self.derived.execute(insert(tables.entry), rows)
        self._mark(disputed)

    def _nodes(self, entries: Iterable[str]) -> dict[str, list[Row]]:
        """Return the nodes of each entry with the columns of their statements, oldest first."""
        node, judged = tables.node, tables.judged
        speaker = node.alias()
        columns = [judged.c[name] for name in _OF_STATEMENTS if name != "country"]
        found: dict[str, list[Row]] = defaultdict(list)
        for batch in chunks(entries):
            query = (
                select(
                    node,
                    *columns,
                    speaker.c.entry_id.label("said_by"),
                    speaker.c.name.label("speaker"),
                )
                .join(judged, judged.c.handle == node.c.handle)
                .outerjoin(speaker, speaker.c.id == node.c.speaker_node)
                .where(node.c.entry_id.in_(batch))
                .order_by(node.c.sequence, node.c.role, node.c.position)
            )
            for row in self.derived.execute(query).mappings():
                found[row["entry_id"]].append(dict(row))
        return found

    def deeds(self, entries: Iterable[str]) -> dict[str, list[Deed]]:
        """Return the standing decisions on each entry, under whichever id they name it."""
        node, of = tables.node, kept.decision_subject
        owner: dict[str, str] = {}
        for batch in chunks(entries):
            query = (
                select(node.c.id, node.c.entry_id)
                .join(of, of.c.subject == node.c.id)
                .where(node.c.entry_id.in_(batch))
            )
            owner |= {row.id: row.entry_id for row in self.derived.execute(query)}
        found: dict[str, dict[int, Deed]] = defaultdict(dict)
        for ids in chunks(owner):
            for subject, deed in self.loader.deeds(of.c.subject.in_(ids)):
                found[owner[subject]][deed.sequence] = deed
        return {id_: [deeds[n] for n in sorted(deeds)] for id_, deeds in found.items()}

    def _comparable(self, entries: Iterable[str]) -> set[str]:
        """Return the toll series that are, or were, declared comparable with one of these."""
        table, other = tables.entry, tables.entry.alias()
        found: set[str] = set()
        for batch in chunks(entries):
            query = (
                select(other.c.id)
                .join(table, table.c.scope_class == other.c.scope_class)
                .where(table.c.id.in_(batch))
            )
            found |= set(self.derived.execute(query).scalars())
        ask = {*entries, *found}
        while ask:
            mates = {mate for pair in self._declared(ask) for mate in pair}
            ask = mates - found - set(entries)
            found |= mates
        return found

    def _declared(self, entries: Iterable[str]) -> list[set[str]]:
        """Return the sets of toll series that a standing decision about one of these ties."""
        node, of, decision = tables.node, kept.decision_subject, kept.decision
        ties: list[set[str]] = []
        for batch in chunks(entries):
            mine = (
                select(of.c.decision_id)
                .join(node, node.c.id == of.c.subject)
                .join(decision, decision.c.id == of.c.decision_id)
                .where(node.c.entry_id.in_(batch), node.c.family == "toll")
                .where(decision.c.act == ACTS[0], decision.c.stands)
            )
            query = (
                select(of.c.decision_id, node.c.entry_id)
                .join(node, node.c.id == of.c.subject)
                .where(of.c.decision_id.in_(mine))
            )
            tied: dict[str, set[str]] = defaultdict(set)
            for decision_id, entry_id in self.derived.execute(query):
                tied[decision_id].add(entry_id)
            ties += tied.values()
        return ties

    def _classes(self, nodes: Mapping[str, Sequence[Row]]) -> dict[str, str]:
        """Return the class of comparable series of each that is in one, named by the oldest."""
        tolls = {id_: of[0]["sequence"] for id_, of in nodes.items() if of[0]["family"] == "toll"}
        groups: list[set[str]] = []
        for tie in self._declared(tolls):
            met = [group for group in groups if group & tie]
            groups = [group for group in groups if not group & tie]
            groups.append(tie.union(*met))
        named: dict[str, str] = {}
        for group in groups:
            if len(group) > 1:
                oldest = min(group, key=lambda id_: (tolls.get(id_, 0), id_))
                named |= dict.fromkeys(group, oldest)
        return named

    def _mark(self, disputed: Mapping[str, bool]) -> None:
        """Note which statements are contradicted, and let them be looked at earlier."""
        table = tables.judged
        held: dict[str, tuple[bool, int]] = {}
        for batch in chunks(disputed):
            query = select(table.c.handle, table.c.is_contradicted, table.c.urgency).where(
                table.c.handle.in_(batch)
            )
            held |= {handle: (bool(is_), n) for handle, is_, n in self.derived.execute(query)}
        changes = [
            {
                "the_handle": handle,
                "is_contradicted": is_now,
                "urgency": held[handle][1] + (-CONTRADICTED if is_now else CONTRADICTED),
            }
            for handle, is_now in disputed.items()
            if handle in held and held[handle][0] != is_now
        ]
        if changes:
            wanted = table.c.handle == bindparam("the_handle")
            self.derived.execute(update(table).where(wanted), changes)


def proposed_levels(connection: Connection) -> list[str]:
    """Return the entries with a level that one person gave and that waits for a second."""
    of, decision, node = kept.decision_subject, kept.decision, tables.node
    query = (
        select(node.c.entry_id)
        .join(of, of.c.subject == node.c.id)
        .join(decision, decision.c.id == of.c.decision_id)
        .where(decision.c.act == "verify", decision.c.stands)
        .distinct()
    )
    entries = list(connection.execute(query).scalars())
    deeds = Summaries(connection, Loader(connection, connection)).deeds(entries)
    return sorted(id_ for id_, of_it in deeds.items() if any(p for _, p in levels_of(of_it)))


def levels_of(deeds: Sequence[Deed]) -> list[tuple[str | None, str | None]]:
    """Return, for each value that was given a level, the one in force and the one proposed."""
    about: dict[tuple[object, object], list[Deed]] = defaultdict(list)
    for deed in deeds:
        if deed.decision.act == "verify":
            content = deed.decision.content
            about[content.get("field"), content.get("value")].append(deed)
    return [level_of(of) for of in about.values()]


def _is_read(node: Row) -> bool:
    """Whether the statement itself has to be read: speakers and the like show by their columns."""
    return bool(node["family"] != "agent" or node["role"] == VICTIM)


@dataclass(frozen=True, slots=True)
class _Told:
    """One entry with its nodes, their statements and the decisions on it."""

    id: str
    nodes: Sequence[Row]
    materials: Mapping[str, Material]
    deeds: Sequence[Deed]

    @property
    def family(self) -> str:
        return str(self.nodes[0]["family"])

    @property
    def standing(self) -> Sequence[Row]:
        return [n for n in self.nodes if n["state"] in STANDING] or self.nodes

    def row(self) -> Row:
        """Return the row but for `scope_class`."""
        standing, roles = self.standing, {node["role"] for node in self.nodes}
        own = [n for n in standing if _is_read(n)]
        states = Counter({n["handle"]: n["state"] for n in self.nodes}.values())
        name = self._name()
        figures = self._figures() if self.family == "toll" else []
        return {
            "id": self.id,
            "family": self.family,
            "is_person": VICTIM in roles,
            "is_actor": self.family == "agent" and bool(roles - {VICTIM}),
            "sequence": self.nodes[0]["sequence"],
            "name": plain(name),
            "name_key": plain(name_key(name)),
            "outcome": ",".join(sorted({n["outcome"] for n in own if n["outcome"]})) or None,
            "place": _most(n["place"] for n in own),
            "country": _most(n["country"] for n in standing),
            "earliest": min((n["earliest"] for n in own if n["earliest"]), default=None),
            "latest": max((n["latest"] for n in own if n["latest"]), default=None),
            "figures": json.dumps(figures) if figures else None,
            "low": max((f["low"] for f in figures if f["low"] is not None), default=None),
            "speaker": plain(name) if self.family == "toll" else None,
            **{state: states[state] for state in STATES},
            "reports": len({n["report_id"] for n in standing}),
            "level": self._level(bool(states["accepted"])),
            "is_contradicted": self._is_contradicted(),
            "is_joined": any(d.decision.act == "join" for d in self.deeds),
            "searched": plain(self._searched(name)),
        }

    @property
    def read(self) -> list[str]:
        """The statements that tell of the entry itself."""
        return [node["handle"] for node in self.nodes if _is_read(node)]

    def _name(self) -> str:
        """Return the name a person chose, else an accepted one, else the longest."""
        for deed in reversed(self.deeds):
            content = deed.decision.content
            if deed.decision.act == "accept" and content.get("field") == "name":
                return str(json.loads(str(content.get("value"))))
        of = "speaker" if self.family == "toll" else "name"
        named = [n for n in self.standing if n[of]]
        if not named:
            return self._described()
        return str(min(named, key=lambda n: (n["state"] != "accepted", -len(n[of]), n[of]))[of])

    def _described(self) -> str:
        """Return what stands for a name: a measure's number, how a person is told of."""
        field = {"agent": "description", "measure": "instrument"}.get(self.family)
        if field is None:
            return ""
        values = [
            self.materials[n["handle"]].judged.statement.value(field)
            for n in self.standing
            if _is_read(n)
        ]
        return next((value for value in values if isinstance(value, str)), "")

    def _level(self, is_accepted: bool) -> str:
        """Return the highest level in force of any of its values."""
        levels = [level for level, _ in levels_of(self.deeds) if level]
        return max(levels, key=LEVELS.index, default="1" if is_accepted else "0")

    def _is_contradicted(self) -> bool:
        own = [n for n in self.nodes if _is_read(n) and n["state"] in STANDING]
        if len(own) < 2 and self.family != "toll":
            return False
        if self.family == "toll":
            series = series_of(self._points(), {})
            return any(f.is_question for f in findings_of(series, STANDING))
        told = [told_of(self.materials[n["handle"]], n["role"], n["name"]) for n in own]
        return any(value.is_contradicted for value in entry_values(told, ()))

    def _points(self) -> list[TollPoint]:
        return [
            point_of(self.materials[n["handle"]], n["said_by"], n["speaker"])
            for n in self.nodes
            if n["state"] not in (SECOND, PAST)
        ]

    def _figures(self) -> list[Row]:
        """Return the latest figures of the series, accepted ones where there are any."""
        points = self._points()
        # Scopes that people declared one make one series of one speaker.
        scopes = {node["scope"] for node in self.nodes}
        joined = dict.fromkeys(scopes, min(scopes)) if len(scopes) > 1 else {}
        series = series_of(points, joined)
        for states in ({"accepted"}, STANDING):
            latest = [row for one in series for row in one.latest(states)]
            if latest:
                return [
                    {
                        "low": row.figure.low,
                        "high": row.figure.high,
                        "bound": row.figure.bound,
                        "wording": row.figure.wording,
                        "as_of": row.moment.date.text if row.moment.date else None,
                        "basis": row.moment.basis,
                        "state": "accepted" if "draft" not in states else "draft",
                    }
                    for row in latest
                ]
        return []

    def _searched(self, name: str) -> str:
        """Return the words under which a list finds it, folded."""
        words = {name, *(str(n[k]) for n in self.nodes for k in ("name", "place") if n[k])}
        listed = _TYPES.get(self.family)
        for node in self.nodes:
            if listed and node["outcome"]:
                codes = vocabulary(listed)
                words |= {codes.label(node["outcome"], language) for language in LANGUAGES}
        return fold(" ".join(sorted(words)))


def _most(values: Iterable[str | None]) -> str | None:
    """Return the value met most often, the first of them in the alphabet; None for none."""
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None
