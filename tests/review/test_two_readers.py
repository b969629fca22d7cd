"""Which statements of two readers are one, and that no decision is ever hidden behind another."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.review.readings import TARMA, Sentence, Told

from testigo.record.places import Place
from testigo.record.statement import Statement
from testigo.review.assignment import assign
from testigo.review.comparing import disagreeing, is_one_claim, reading_otherwise
from testigo.review.two_readers import AGREE, DIFFER, Candidate, Pair, Standing, pairs, place_all

TWO_NAMES = Sentence("Ilario Pacsi and Delia Huari, a nurse, were killed in Tarma on Monday.")
COUNTED = Sentence("The ministry said 27 people were killed and 40 people injured in Tarma.")
DECREE = Sentence("Decree 014 declared a state of emergency and imposed a curfew in Tarma.")

PACSI = TWO_NAMES.casualty("Ilario Pacsi")
HUARI = TWO_NAMES.casualty("Delia Huari", occupation=("a nurse", "a nurse"))
DECLARED: Told = ("declared", "declared")
DEAD = COUNTED.toll(27, "27")
HURT = COUNTED.toll(40, "40", ("injured", "injured"))


def measure(type_: str, words: str, status: Told = DECLARED) -> Statement:
    return DECREE.say("measure", {"type": (type_, words), "status": status})


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        (PACSI, TWO_NAMES.casualty("Pacsi"), True),
        (PACSI, HUARI, False),
        (
            HUARI,
            TWO_NAMES.say(
                "casualty", {"description": ("a nurse", "a nurse"), "outcome": ("killed", "killed")}
            ),
            False,
        ),
        (DEAD, COUNTED.toll(27, "27 people"), True),
        (DEAD, COUNTED.toll(28, "27"), True),
        (DEAD, HURT, False),
        (DEAD, COUNTED.toll(27, "27", ("injured", "injured")), False),
        (DEAD, COUNTED.toll(27, "27", ("injured", "killed")), True),
        (measure("state_of_emergency", "state of emergency"), measure("curfew", "curfew"), False),
        (measure("curfew", "a curfew"), measure("curfew", "curfew", ("extended", "imposed")), True),
    ],
    ids=[
        "part of a name",
        "two persons of one verb",
        "a name and a description elsewhere",
        "a number and its noun",
        "another number out of the same words",
        "two numbers",
        "another outcome out of other words",
        "another outcome out of the same word",
        "two measures of one verb",
        "another status of one measure",
    ],
)
def test_one_claim_is_what_was_read_from_the_same_words(
    one: Statement, other: Statement, is_one: bool
) -> None:
    assert is_one_claim(one, other) is is_one
    assert is_one_claim(other, one) is is_one


@pytest.mark.parametrize(
    ("more", "apart"),
    [
        ({"population": ("people", "people")}, ()),
        ({"place": (TARMA, "Tarma")}, ("place",)),
        ({"civilian": ("civilian", "people")}, ("civilian",)),
    ],
    ids=["a phrase", "a place", "a code"],
)
def test_a_phrase_that_one_reader_leaves_out_is_no_disagreement(
    more: dict[str, Told], apart: tuple[str, ...]
) -> None:
    one, other = COUNTED.toll(27, "27"), COUNTED.toll(27, "27", **more)
    assert disagreeing(one, other) == disagreeing(other, one) == apart
    assert reading_otherwise(one, other) == tuple(more)
    (pair,) = pairs([one], [other])
    assert (pair.is_agreed, pair.fields) == (not apart, tuple(more))


def place(words: str, place_id: str | None = "1") -> tuple[Place, str]:
    return Place(words, place_id), words


@pytest.mark.parametrize(
    ("other", "fields"),
    [
        (COUNTED.toll(27, "27"), ("place",)),
        (COUNTED.toll(27, "27 people", place=(TARMA, "Tarma")), ()),
        (COUNTED.toll(27, "27", place=place("in Tarma")), ()),
        (COUNTED.toll(27, "27", place=place("Tarma", "9")), ("place",)),
        (COUNTED.toll(28, "27", place=(TARMA, "Tarma")), ("low", "high")),
        (
            COUNTED.toll(27, "27", place=(TARMA, "Tarma"), population=("people", "people")),
            ("population",),
        ),
    ],
    ids=["left out", "cut longer", "same place", "another place", "another number", "more"],
)
def test_what_is_read_otherwise_is_a_value_and_not_how_far_words_were_cut(
    other: Statement, fields: tuple[str, ...]
) -> None:
    assert reading_otherwise(COUNTED.toll(27, "27", place=(TARMA, "Tarma")), other) == fields


@pytest.mark.parametrize(
    ("speaker", "fields"),
    [("The ministry", ()), ("ministry", ()), ("", ("speaker",))],
    ids=["same", "without its article", "left out"],
)
def test_who_says_it_is_part_of_what_is_read(speaker: str, fields: tuple[str, ...]) -> None:
    told: dict[str, Told] = {"outcome": ("killed", "killed"), "wording": ("27", "27")}
    one = COUNTED.say("toll", told, speaker="The ministry")
    assert reading_otherwise(one, COUNTED.say("toll", told, speaker=speaker)) == fields


def test_a_pair_is_the_best_for_all_and_not_for_the_first() -> None:
    wide = TWO_NAMES.casualty("Ilario Pacsi and Delia Huari")
    found = pairs([wide, PACSI], [TWO_NAMES.casualty("Ilario Pacsi", "Ilario Pacsi"), HUARI])
    assert [(p.first, p.second and p.second.value("name")) for p in found] == [
        (wide, "Delia Huari"),
        (PACSI, "Ilario Pacsi"),
    ]


def test_two_readings_together_hold_each_claim_once() -> None:
    differing = COUNTED.toll(28, "27")
    found = pairs([DEAD, PACSI], [HURT, differing])
    assert found == [
        Pair(DEAD, differing, ("low", "high"), ("low", "high")),
        Pair(PACSI, None),
        Pair(None, HURT),
    ]
    assert [one.is_agreed for one in found] == [False, False, False]
    assert pairs([DEAD], [DEAD]) == [Pair(DEAD, DEAD)]


@given(
    st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.floats(0.1, 1), min_size=1)
)
def test_an_assignment_is_one_to_one_and_of_pairs_that_fit(
    weights: dict[tuple[int, int], float],
) -> None:
    found = assign(weights)
    assert set(found.items()) <= set(weights)
    assert len(set(found.values())) == len(found)
    # No pair that is left could still be made.
    free = {p for p in weights if p[0] not in found and p[1] not in found.values()}
    assert not free


def candidate(
    statement: Statement,
    *given_by: str,
    at: int = 1,
    ever: Sequence[str] = (),
    says: Statement | None = None,
    marks: Sequence[int] = (),
    verdict: int = 0,
    is_rejected: bool = False,
) -> Candidate:
    return Candidate(
        f"{at}",
        at,
        says or statement,
        statement,
        dict.fromkeys(given_by, statement),
        frozenset((*given_by, *ever)),
        frozenset(marks),
        is_rejected,
        verdict,
    )


BOTH = ("builtin", "llm")
OTHER = COUNTED.toll(28, "27")
SAME = COUNTED.toll(27, "27 people")


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        (
            [candidate(DEAD, "builtin"), candidate(SAME, "llm", at=2)],
            [Standing(None, AGREE), Standing("1")],
        ),
        (
            [candidate(OTHER, "llm"), candidate(DEAD, "builtin", at=2)],
            [Standing("2"), Standing(None, DIFFER)],
        ),
        ([candidate(DEAD, *BOTH)], [Standing(None, AGREE)]),
        (
            [candidate(DEAD, "builtin"), candidate(HURT, "llm", at=2)],
            [Standing(None, "alone:builtin"), Standing(None, "alone:llm")],
        ),
        (
            [candidate(DEAD, "builtin"), candidate(OTHER, "llm", at=2, marks=[9], verdict=9)],
            [Standing("2"), Standing(None, DIFFER)],
        ),
        (
            [
                candidate(DEAD, "builtin", marks=[8], verdict=8),
                candidate(OTHER, "llm", at=2, marks=[9], verdict=9),
            ],
            [Standing(None, "alone:builtin"), Standing(None, "alone:llm")],
        ),
        (
            [
                candidate(DEAD, "builtin", marks=[8]),
                candidate(OTHER, "llm", at=2, marks=[8]),
            ],
            [Standing(None, DIFFER), Standing("1")],
        ),
        (
            [
                candidate(DEAD, "builtin", marks=[5], verdict=5, is_rejected=True),
                candidate(OTHER, "llm", at=9),
            ],
            [Standing(None, "alone:builtin"), Standing(None, "alone:llm")],
        ),
        (
            [
                candidate(DEAD, "builtin", marks=[9], verdict=9, is_rejected=True),
                candidate(OTHER, "llm", at=2),
            ],
            [Standing(None, DIFFER), Standing("1")],
        ),
        (
            [
                candidate(DEAD, "builtin", marks=[5], verdict=5, is_rejected=True),
                candidate(SAME, "llm", at=9),
            ],
            [Standing(None, AGREE), Standing("1")],
        ),
        (
            [
                candidate(DEAD, ever=["builtin"], marks=[5], verdict=5),
                candidate(OTHER, "builtin", at=7),
                candidate(SAME, "llm", at=8),
            ],
            [Standing(None, "alone:llm"), Standing(None, None), Standing("1")],
        ),
        (
            [
                candidate(DEAD, ever=["llm"], marks=[5], verdict=5),
                candidate(OTHER, "builtin", at=7),
            ],
            [Standing(None, "alone:builtin"), Standing("1")],
        ),
        (
            [
                candidate(DEAD, says=HURT, ever=["builtin"], marks=[5], verdict=5),
                candidate(SAME, "llm", at=7),
            ],
            [Standing(None, "alone:llm"), Standing("1")],
        ),
        ([candidate(DEAD, ever=["builtin"])], [Standing()]),
    ],
    ids=[
        "same",
        "the first reader's stands though it came later",
        "one statement of both",
        "each alone",
        "what a person accepted stands above the first reader's",
        "two decisions are both shown",
        "one decision about both",
        "what was rejected before says nothing of what came later",
        "who rejected saw both",
        "the same again stays rejected",
        "a newer version of a reader asks beside what was decided",
        "the other reader's own is behind what was decided",
        "an amended statement keeps what was read from its words behind it",
        "no longer given",
    ],
)
def test_how_statements_of_two_readers_stand(
    candidates: list[Candidate], expected: list[Standing]
) -> None:
    found = place_all(candidates, BOTH)
    assert [found[one.handle] for one in candidates] == expected
    assert place_all(candidates[::-1], BOTH[::-1]) == found


def test_one_reader_alone_makes_no_case() -> None:
    assert place_all([candidate(DEAD, "builtin")], ["builtin"]) == {"1": Standing()}


SAID = (DEAD, OTHER, SAME, HURT, PACSI, HUARI)
candidates = st.lists(
    st.builds(
        candidate,
        st.sampled_from(SAID),
        at=st.integers(1, 99),
        ever=st.lists(st.sampled_from(BOTH), max_size=2),
        marks=st.lists(st.integers(100, 103), max_size=2),
        is_rejected=st.booleans(),
    ).flatmap(
        lambda one: st.lists(st.sampled_from(BOTH), max_size=2, unique=True).map(
            lambda names: candidate(
                one.read,
                *names,
                at=one.sequence,
                ever=sorted(one.ever_by),
                marks=sorted(one.marks),
                is_rejected=one.is_rejected and bool(one.marks),
                verdict=max(one.marks, default=0),
            )
        )
    ),
    max_size=7,
    unique_by=lambda one: one.handle,
)


@given(candidates)
def test_no_second_reading_hides_a_decision_or_stands_behind_another(
    of_a_text: list[Candidate],
) -> None:
    found = place_all(of_a_text, BOTH)
    known = {one.handle: one for one in of_a_text}
    assert set(found) == set(known)
    taken: set[tuple[str, str]] = set()
    for handle, at in found.items():
        if at.second_of is None:
            continue
        one, head = known[handle], known[at.second_of]
        assert found[at.second_of].second_of is None
        assert one.marks <= head.marks
        for name in one.given_by:
            assert name not in head.given_by
            assert (at.second_of, name) not in taken
            taken.add((at.second_of, name))


@given(candidates, st.randoms())
def test_the_order_in_which_statements_come_changes_nothing(
    of_a_text: list[Candidate], random: object
) -> None:
    shuffled = list(of_a_text)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert place_all(shuffled, BOTH) == place_all(of_a_text, BOTH)
