"""The record is a pure fold: any batching of the log gives the same, and nothing is overturned."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.review.newsroom import Newsroom, dump
from tests.review.press import Line, Report

from testigo.review import folding
from testigo.review.folding import EntryFollower
from testigo.review.lists import ListWanted
from testigo.review.queue import Wanted
from testigo.store import forms
from testigo.store.engine import scratch_engine
from testigo.store.fold import Fold
from testigo.store.following import Derivation
from testigo.store.rows import entries
from testigo.store.store import Store

NAMES = ("Alba Ticona Ríos", "Alba Ticona Rios", "Bruno Cusi", "Cusi")
SPEAKERS = (None, "Ministry of Health", "MINSA", "the police")
DAYS = (None, "2023-01-09", "2023-01-10", "2023-01-11")

lines = st.builds(
    Line,
    kind=st.sampled_from(("casualty", "toll", "incident", "measure", "post")),
    name=st.sampled_from(NAMES),
    age=st.sampled_from((None, 19, 33)),
    number=st.integers(1, 40),
    place=st.sampled_from((None, "Tarma", "Puno", "Sucre")),
    speaker=st.sampled_from(SPEAKERS),
    day=st.sampled_from(DAYS),
    outcome=st.sampled_from(("killed", "injured")),
)
reports = st.builds(
    Report,
    lines=st.lists(lines, min_size=1, max_size=4, unique=True).map(tuple),
    outlet=st.sampled_from((None, "La Hoja de Tarma", "El Faro de Puno")),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("take"), reports),
        st.tuples(st.just("both"), reports, st.sets(st.integers(0, 3))),
        st.tuples(st.just("reread"), st.integers(0, 5), st.sets(st.integers(0, 3))),
        st.tuples(
            st.just("second"),
            st.integers(0, 5),
            st.sets(st.integers(0, 3), max_size=2),
            st.sets(st.integers(0, 3)),
        ),
        st.tuples(
            st.sampled_from(("accept", "reject", "flag", "rename", "withdraw")),
            st.integers(0, 20),
            st.sampled_from(("Ana", "Luz")),
        ),
        st.tuples(st.sampled_from(("join", "keep_apart")), st.integers(0, 40), st.integers(0, 40)),
        st.tuples(st.just("undo"), st.integers(0, 8), st.just("Ana")),
        st.tuples(st.just("erase"), st.integers(0, 20), st.just("Luz")),
    ),
    min_size=2,
    max_size=14,
)


def folded(store: Store, cuts: Sequence[bool]) -> dict[str, list[tuple[Any, ...]]]:
    """Fold the log in one go, or with passes ended where `cuts` (cycled) say so."""
    derivation = Derivation(None, EntryFollower())
    engine = scratch_engine()
    with store.looking() as evidence, engine.connect() as scratch, scratch.begin():
        forms.create_derived(scratch, derivation)
        fold = Fold.begin(scratch, derivation, evidence)
        for number, entry in enumerate(entries(evidence)):
            fold.apply_if_sound(entry.row, entry.content)
            if cuts and cuts[number % len(cuts)]:
                fold.finish()
                fold = Fold.begin(scratch, derivation, evidence)
        fold.finish()
        return dump(scratch)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    newsroom = Newsroom(tmp_path)
    yield newsroom
    newsroom.store.close()


@given(steps, st.lists(st.booleans(), min_size=1, max_size=7))
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_batching_of_the_log_gives_the_same_entries(
    tmp_path_factory: pytest.TempPathFactory, done: list[tuple[Any, ...]], cuts: list[bool]
) -> None:
    newsroom = Newsroom(tmp_path_factory.mktemp("press"))
    with newsroom.store:
        for step in done:
            newsroom.do(step)
        with newsroom.store.looking() as connection:
            live = dump(connection)
        assert folded(newsroom.store, []) == live
        assert folded(newsroom.store, cuts) == live
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(folding, "SLICE", 2)
            newsroom.store.rebuild()
        with newsroom.store.looking() as connection:
            assert dump(connection) == live
        assert newsroom.store.verify().faults == ()


ONE = Report((Line("casualty", "Alba Ticona Ríos", 19, place="Tarma"), Line("toll", number=7)))
TWO = Report((Line("casualty", "Alba Ticona Ríos", 33, place="Tarma"),), outlet="El Faro de Puno")


def people(newsroom: Newsroom) -> list[str]:
    return [row.id for row in newsroom.review.entries(ListWanted("people", sort="oldest")).rows]


def test_joining_and_undoing_restores_both_entries(room: Newsroom) -> None:
    room.do_take("take", ONE)
    room.do_take("take", TWO)
    before = people(room)
    with room.store.looking() as connection:
        was = dump(connection)
    joined = room.review.decide("join", before, by="Ana", content={"of": "person"})
    after = room.review.dossier(before[1])
    assert len(people(room)) == 1
    assert {str(v.value) for v in after.entry.values_of("age")} == {"19", "33"}
    assert after.entry.is_contradicted
    assert {room.review.resolve(id_) for id_ in before} == {after.entry.id}
    room.review.decide("undo", [joined.id], by="Ana")
    with room.store.looking() as connection:
        assert dump(connection) == was


def test_one_name_in_two_reports_stays_two_persons_until_somebody_joins_them(
    room: Newsroom,
) -> None:
    room.do_take("take", ONE)
    room.do_take("take", TWO)
    assert len(people(room)) == 2
    proposed, _ = room.review.proposals("people")
    assert [p.why for p in proposed] == ["same_name"]


def test_a_newer_reading_never_overturns_a_decision(room: Newsroom) -> None:
    room.do_take("take", ONE)
    casualty, toll = room.handles()
    room.review.decide("accept", [casualty], by="Ana")
    room.review.decide("reject", [toll], by="Ana", content={"reason": "not_harm"})
    room.do_reread("reread", 0, {0, 1})
    assert [room.review.item(h).judged.state for h in (casualty, toll)] == ["accepted", "rejected"]
    assert room.review.queue(Wanted()).left == 0


def test_what_is_kept_apart_is_not_joined_by_its_name(room: Newsroom) -> None:
    room.do_take("take", Report((Line("toll", number=3, speaker="MINSA"),)))
    room.do_take("take", Report((Line("toll", number=4, speaker="MINSA", day="2023-01-10"),)))
    actors = room.review.entries(ListWanted("actors", search="minsa")).rows
    assert len(actors) == 1
    nodes = [actors[0].id, *room.review.dossier(actors[0].id).entry.aliases]
    room.review.decide("keep_apart", nodes, by="Ana", content={"of": "actor"})
    assert len(room.review.entries(ListWanted("actors", search="minsa")).rows) == 2
    assert len(room.review.entries(ListWanted("tolls", search="minsa")).rows) == 2


def test_any_past_state_can_be_shown(room: Newsroom) -> None:
    room.do_take("take", ONE)
    noon = datetime.datetime.now(datetime.UTC)
    with room.store.as_it_stood(noon) as past, past.looking() as connection:
        then = dump(connection)
    with room.store.looking() as connection:
        assert then == dump(connection)
