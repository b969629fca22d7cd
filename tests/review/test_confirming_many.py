"""A join of an actor's many mentions costs no more questions than one of few."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from tests.review.press import Line, Report, reading

from testigo.casebook import Casebook
from testigo.review.lists import ListWanted
from testigo.store.errors import NotKept

SPEAKER = "Defensoría"


def make(path: Path, mentions: int) -> Casebook:
    """A casebook in which one actor speaks that often, in one report."""
    casebook = Casebook.create(path / f"{mentions}.db")
    lines = tuple(Line("toll", number=n, speaker=SPEAKER) for n in range(1, mentions + 1))
    report = Report(lines)
    item = report.captured()
    casebook._store.append_report(item, [reading(report, item)])
    return casebook


def asked_to_confirm(casebook: Casebook) -> int:
    """Confirm that the actor is one; return how often the casebook was asked something for it."""
    [actor] = casebook.review.entries(ListWanted("actors", search=SPEAKER)).rows
    ids = [actor.id, *casebook.review.dossier(actor.id).entry.aliases]
    asked: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        casebook.review.decide("join", ids, by="Ana", content={"of": "actor"})
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(asked)


def test_confirming_many_mentions_asks_no_more_than_confirming_few(tmp_path: Path) -> None:
    with make(tmp_path, 20) as few, make(tmp_path, 80) as many:
        assert asked_to_confirm(many) == asked_to_confirm(few)


def test_an_id_that_was_never_given_is_refused_among_many(tmp_path: Path) -> None:
    with make(tmp_path, 5) as casebook:
        [actor] = casebook.review.entries(ListWanted("actors", search=SPEAKER)).rows
        subjects = [actor.id, "aaaaaaaaaaaaa"]

        with pytest.raises(NotKept, match="aaaaaaaaaaaaa"):
            casebook.review.decide("join", subjects, by="Ana", content={"of": "actor"})
