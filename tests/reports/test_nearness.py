"""Reports that repeat one dispatch are proposed as one group; a person's decision wins."""

import datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.record.decision import Decision
from testigo.reports.nearness import (
    DispatchFingerprinter,
    Fingerprint,
    Group,
    likeness,
    propose_groups,
    shingles,
)

DISPATCH = """Soldiers broke up a sit-in at the Kelmora quarry before dawn on Thursday.
A hospital director said that nine labourers had arrived with burns and broken bones.
The army command denied that its men had used anything but shields to clear the road.
Union leaders called for a strike until the names of those who gave the order are known.
Rain and fallen trees kept ambulances from the upper villages for most of the morning.
The regional governor asked both sides to return to the talks that failed a week ago."""
OTHER = """Students in Puerto Varo marched on Friday against the closing of their radio station.
The broadcaster had carried interviews with families of people missing since the spring.
A judge is to hear the complaint next month, a clerk of the provincial court told callers.
Shops along the harbour closed early while two hundred officers lined the seafront road.
Nobody was hurt, both the organisers and a spokesman for the municipal guards agreed later."""
HALF = "\n".join(DISPATCH.splitlines()[:3])
EDITED = DISPATCH.replace("labourers", "workers").replace("Thursday", "Thursday morning")
NOW = datetime.datetime(2024, 5, 2, 12, tzinfo=datetime.UTC)
FIRST_VALUES = (1401730139, 48861095, 1632468316)


def prints(**texts: str) -> list[Fingerprint]:
    return [DispatchFingerprinter().fingerprint(name, text) for name, text in texts.items()]


def decide(act: str, *subjects: str, why: str = "compared side by side") -> Decision:
    return Decision(act, subjects, "Ada Brenn", NOW, why, {}, (), {})


def members(groups: list[Group]) -> list[tuple[str, ...]]:
    return [group.members for group in groups]


@pytest.mark.parametrize(
    "copy",
    [f"Soldiers clear quarry\n\n{DISPATCH}", HALF, EDITED, f"{DISPATCH}\n{HALF.upper()}"],
    ids=["new title", "cut to half", "edited", "capitals"],
)
def test_a_copy_of_a_dispatch_is_proposed_as_one_group_with_its_likeness(copy: str) -> None:
    (group,) = propose_groups(prints(a=DISPATCH, b=OTHER, c=copy))

    assert group.members == ("a", "c")
    assert not group.decided
    (tie,) = group.ties
    assert tie.likeness is not None
    assert 0.2 <= tie.likeness <= 1


def test_different_reports_of_one_day_make_no_group() -> None:
    assert propose_groups(prints(a=DISPATCH, b=OTHER)) == []


def test_a_text_too_short_to_compare_has_no_signature() -> None:
    assert DispatchFingerprinter().signature("Two held at the quarry, police say.") == ()
    assert propose_groups(prints(a="Two held.", b="Two held.")) == []


def test_spanish_accents_and_case_do_not_part_two_copies() -> None:
    assert shingles("La POLICÍA detuvo a nueve") == shingles("la policia detuvo a nueve")


def test_reports_kept_apart_by_a_person_are_never_proposed_together() -> None:
    found = prints(a=DISPATCH, b=EDITED, c=HALF)

    groups = propose_groups(found, [decide("keep_apart", "a", "b")])

    assert all(not {"a", "b"} <= set(group.members) for group in groups)
    assert sum(len(group.members) for group in groups) == 2


def test_reports_joined_by_a_person_are_one_group_however_different() -> None:
    (group,) = propose_groups(prints(a=DISPATCH, b=OTHER), [decide("join", "a", "b")])

    assert group.members == ("a", "b")
    assert group.decided


def test_the_later_decision_on_a_pair_wins() -> None:
    found = prints(a=DISPATCH, b=OTHER)
    join, apart = decide("join", "a", "b"), decide("keep_apart", "a", "b")

    assert propose_groups(found, [join, apart]) == []
    assert members(propose_groups(found, [apart, join])) == [("a", "b")]


def test_an_undone_decision_is_none_and_an_undone_undo_brings_it_back() -> None:
    found = prints(a=DISPATCH, b=OTHER)
    join = decide("join", "a", "b")
    undo = decide("undo", join.id)

    assert propose_groups(found, [join, undo]) == []
    assert members(propose_groups(found, [join, undo, decide("undo", undo.id)])) == [("a", "b")]


def test_decisions_on_other_things_than_reports_change_nothing() -> None:
    assert propose_groups(prints(a=DISPATCH), [decide("join", "person-1", "person-2")]) == []


def test_no_report_is_dropped_and_the_groups_do_not_depend_on_the_order() -> None:
    texts = {"a": DISPATCH, "b": OTHER, "c": EDITED, "d": HALF}
    outcomes = {
        frozenset(frozenset(m) for m in members(propose_groups(prints(**dict(order)))))
        for order in permutations(texts.items())
    }

    assert outcomes == {frozenset([frozenset("acd")])}


def test_signatures_of_another_version_are_not_compared() -> None:
    first, second = prints(a=DISPATCH, b=DISPATCH)
    older = Fingerprint(second.report_id, "an older version", second.signature)

    assert propose_groups([first, older]) == []


def test_the_signature_of_a_text_never_changes_within_a_version() -> None:
    # Stored signatures are compared with new ones: if rensa changes, the version must change too.
    signature = DispatchFingerprinter().signature(DISPATCH)

    assert len(signature) == 128
    assert all(0 <= value < 2**32 for value in signature)
    assert signature[:3] == FIRST_VALUES


@given(st.sets(st.sampled_from("abcdefgh"), min_size=2), st.integers(0, 7))
def test_law_a_text_is_wholly_like_itself_and_likeness_has_no_direction(
    words: set[str], cut: int
) -> None:
    text = " ".join(f"{word}{n}" for n in range(8) for word in sorted(words))
    mine = DispatchFingerprinter().signature(f"{text} {DISPATCH}")
    other = DispatchFingerprinter().signature(DISPATCH[cut:])

    assert likeness(mine, mine) == 1
    assert likeness(mine, other) == likeness(other, mine)
