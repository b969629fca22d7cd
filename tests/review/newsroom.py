"""A newsroom: a casebook to which things are done that its people and readers do."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from tests.review.press import Report, reading

from testigo.casebook.review import Review
from testigo.record.errors import TestigoError
from testigo.review import tables
from testigo.review.folding import EntryFollower
from testigo.store.store import Store

_NONE: Set[int] = frozenset()


class Newsroom:
    """A casebook to which random things are done; what is refused is left."""

    def __init__(self, path: Path) -> None:
        self.store = Store.open(path / "press.db", create=True, follower=EntryFollower())
        self.review = Review(self.store)
        self.taken: list[Report] = []
        self.version = 1

    def do(self, step: tuple[Any, ...]) -> None:
        try:
            getattr(self, f"do_{step[0]}", self.judge)(*step)
        except TestigoError:
            return

    def do_take(self, _: str, report: Report) -> None:
        item = report.captured()
        self.store.append_report(item, [reading(report, item, reader="builtin")])
        self.taken.append(report)

    def do_both(self, _: str, report: Report, otherwise: Set[int]) -> None:
        """Take a report that two readers have read."""
        self.do_take("take", report)
        self.do_second("second", len(self.taken) - 1, otherwise=otherwise)

    def do_reread(self, _: str, number: int, without: set[int]) -> None:
        if self.taken:
            report = self.taken[number % len(self.taken)]
            item = report.captured()
            self.version += 1
            given = reading(
                report,
                item,
                version=str(self.version),
                without=sorted(without),
                reader="builtin",
            )
            self.store.append_report(item, [given])

    def do_second(
        self, _: str, number: int, without: Set[int] = _NONE, otherwise: Set[int] = _NONE
    ) -> None:
        """Let another reader read a report."""
        if self.taken:
            report = self.taken[number % len(self.taken)]
            item = report.captured()
            self.version += 1
            given = reading(
                report,
                item,
                version=str(self.version),
                without=sorted(without),
                otherwise=sorted(otherwise),
                reader="llm",
            )
            self.store.append_report(item, [given])

    def handles(self) -> list[str]:
        with self.store.looking() as connection:
            query = select(tables.judged.c.handle).order_by(tables.judged.c.sequence)
            return list(connection.execute(query).scalars())

    def judge(self, act: str, number: int, by: str) -> None:
        handles = self.handles()
        if not handles:
            return
        handle = handles[number % len(handles)]
        if act == "rename":
            self.rename(handle, by)
            return
        content = {
            "reject": {"reason": "not_said"},
            "withdraw": {"reason": "captured_by_mistake"},
        }.get(act, {})
        self.review.decide(act, [handle], by=by, why="because", content=content)

    def rename(self, handle: str, by: str) -> None:
        held = self.review.item(handle).statement
        if held.kind != "casualty":
            return
        data = held.to_json()
        del data["id"]
        fields = data["fields"]
        assert isinstance(fields, dict)
        fields["name"]["value"] = "Alba Ticona Ríos"
        self.review.decide("amend", [handle], by=by, content={"statement": data})

    def pair(self, act: str, one: int, two: int) -> None:
        with self.store.looking() as connection:
            query = select(tables.node.c.id, tables.node.c.family).order_by(tables.node.c.id)
            nodes = [tuple(row) for row in connection.execute(query)]
        if len(nodes) < 2:
            return
        first, family = nodes[one % len(nodes)]
        of = [id_ for id_, kind in nodes if kind == family]
        what = {"agent": "person", "incident": "incident", "measure": "measure", "toll": "scope"}
        content = {"of": what[family]}
        self.review.decide(act, [first, of[two % len(of)]], by="Ana", content=content)

    do_join = pair
    do_keep_apart = pair

    def do_undo(self, _: str, number: int, by: str) -> None:
        made = list(self.store.decisions())
        if made:
            self.review.decide("undo", [made[-1 - number % len(made)].id], by=by)

    def do_erase(self, _: str, number: int, by: str) -> None:
        handles = self.handles()
        if handles:
            handle = handles[number % len(handles)]
            self.review.decide("erase", [handle], by=by, why="a court ordered it")


def dump(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: [
            tuple(row)
            for row in connection.execute(select(table).order_by(*table.primary_key.columns))
        ]
        for table in tables.METADATA.sorted_tables
    }
