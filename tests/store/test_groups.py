"""Independence groups: proposed from likeness, decided by people, the same in any order."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.captured import captured, decision

from testigo.store.groups import cluster
from testigo.store.store import Store


class Letters:
    """A fingerprinter of short texts: each of the first eight characters is one value."""

    version = "letters 1"
    bands = 4
    threshold = 0.6

    def signature(self, content: str) -> list[int]:
        return [ord(letter) for letter in content[:8]] if len(content) >= 8 else []


TEXTS = {
    "wire": "abcdefgh",
    "copy": "abcdefgx",  # 7/8 like the wire
    "cut": "abcdefyx",  # 6/8, and 7/8 like the copy
    "other": "stuvwxyz",
    "short": "abc",
}
IDS = {name: captured(text).report.id for name, text in TEXTS.items()}
NAMES = {id_: name for name, id_ in IDS.items()}


def make(path: Path, *names: str) -> Store:
    store = Store.open(path / "testigo.db", create=True, fingerprinter=Letters())
    for name in names:
        store.append_report(captured(TEXTS[name], address=name))
    return store


def groups(store: Store) -> list[list[str]]:
    return [[NAMES[id_] for id_ in group.reports] for group in store.groups(alone=True)]


def test_reports_that_repeat_one_another_are_one_group_named_by_the_oldest(tmp_path: Path) -> None:
    with make(tmp_path, "wire", "other", "short", "copy") as store:
        assert groups(store) == [["wire", "copy"], ["other"], ["short"]]
        [group] = store.groups()
        assert group.id == IDS["wire"]
        assert list(group.likeness.values()) == [7 / 8]
        assert len(list(store.reports())) == 4  # nothing is dropped


@pytest.mark.parametrize("order", list(permutations(["wire", "copy", "cut", "other"])), ids=str)
def test_the_groups_do_not_depend_on_the_order(tmp_path: Path, order: tuple[str, ...]) -> None:
    with make(tmp_path, *order) as store:
        assert {frozenset(group) for group in groups(store)} == {
            frozenset({"wire", "copy", "cut"}),
            frozenset({"other"}),
        }
        assert all(group == sorted(group, key=order.index) for group in groups(store))
        assert store.verify().clean


def test_a_person_keeps_apart_what_looks_alike(tmp_path: Path) -> None:
    with make(tmp_path, "wire", "copy", "cut") as store:
        store.decide(decision("keep_apart", IDS["wire"], IDS["cut"]))

        assert [{"wire", "cut"} <= set(group) for group in groups(store)] == [False, False]
        assert store.verify().clean


def test_what_was_kept_apart_stays_so_when_more_comes(tmp_path: Path) -> None:
    with make(tmp_path, "wire", "cut") as store:
        store.decide(decision("keep_apart", IDS["wire"], IDS["cut"]))
        store.append_report(captured(TEXTS["copy"], address="copy"))

        assert not any({"wire", "cut"} <= set(group) for group in groups(store))
        assert store.verify().clean


def test_a_person_joins_what_does_not_look_alike(tmp_path: Path) -> None:
    with make(tmp_path, "wire", "other", "copy") as store:
        store.decide(decision("join", IDS["wire"], IDS["other"]))

        assert groups(store) == [["wire", "other", "copy"]]
        assert store.verify().clean


def test_undoing_a_decision_restores_the_groups(tmp_path: Path) -> None:
    with make(tmp_path, "wire", "copy", "other") as store:
        before = groups(store)
        apart = store.decide(decision("keep_apart", IDS["wire"], IDS["copy"]))
        joined = store.decide(decision("join", IDS["wire"], IDS["other"]))
        changed = groups(store)
        undone = [store.decide(decision("undo", made.id)) for made in (apart, joined)]

        assert groups(store) == before
        store.decide(decision("undo", *(made.id for made in undone)))
        assert groups(store) == changed == [["wire", "other"], ["copy"]]
        assert store.verify().clean


def test_the_later_of_two_contrary_decisions_counts(tmp_path: Path) -> None:
    with make(tmp_path, "wire", "copy") as store:
        store.decide(decision("keep_apart", IDS["wire"], IDS["copy"]))
        store.decide(decision("join", IDS["wire"], IDS["copy"]))

        assert groups(store) == [["wire", "copy"]]


def test_an_erased_report_leaves_its_group_and_the_next_names_it(tmp_path: Path) -> None:
    with make(tmp_path, "wire", "copy", "cut") as store:
        store.decide(decision("erase", IDS["wire"]))

        assert groups(store) == [["copy", "cut"]]
        assert store.verify().clean


def test_a_newer_text_is_compared_in_place_of_the_older(tmp_path: Path) -> None:
    with make(tmp_path, "wire", "copy") as store:
        store.append_report(captured(TEXTS["wire"], address="wire", extractor="plain 2"))
        assert groups(store) == [["wire", "copy"]]
        assert store.verify().clean


def test_another_fingerprinter_makes_the_groups_anew(tmp_path: Path) -> None:
    class Strict(Letters):
        version = "letters 2"
        threshold = 1.0

    make(tmp_path, "wire", "copy").close()

    with Store.open(tmp_path / "testigo.db", fingerprinter=Strict()) as store:
        assert groups(store) == [["wire"], ["copy"]]
        assert store.verify().clean


MEMBERS = list("abcdef")
PAIRS = st.lists(st.tuples(st.sampled_from(MEMBERS), st.sampled_from(MEMBERS)), max_size=10)


@given(ties=PAIRS, apart=PAIRS)
def test_a_clustering_is_a_partition_that_heeds_what_is_kept_apart(
    ties: list[tuple[str, str]], apart: list[tuple[str, str]]
) -> None:
    apart = [(a, b) for a, b in apart if a != b]

    found = cluster(MEMBERS, ties, apart)

    assert sorted(member for group in found for member in group) == MEMBERS
    assert not any(a in group and b in group for group in found for a, b in apart)
    if not apart:
        assert all(any(a in g and b in g for g in found) for a, b in ties)
