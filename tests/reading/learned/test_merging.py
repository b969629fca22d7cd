"""One thing told twice is one statement; two things told alike are two."""

from __future__ import annotations

import pytest
from tests.reading.learned.tiny import page_of

from testigo.reading.learned.candidates import Candidate, Chosen, Pointed, Row
from testigo.reading.learned.merging import likeness, same, statements

PAGE = page_of("Rain fell near Orvalle for nine days and the mayor spoke of it there at noon.")


def candidate(kind: str, anchor: int, probability: float = 0.9, **row: object) -> Candidate:
    empty: Row = {"kind": kind, "quote": "Rain fell.", "place": None, "date": None, "scope": None}
    empty |= {"population": None, "period": None, "name": None, "age": None, "occupation": None}
    return Candidate(
        kind, PAGE, anchor, anchor + 2, probability, probability, {**empty, **row}, (0, 9)
    )


TOLL = {"outcome": "killed", "low": 9, "high": 9}
CASES = [
    ("toll", TOLL, TOLL, True),
    ("toll", TOLL, {**TOLL, "outcome": "injured"}, False),
    ("toll", TOLL, {**TOLL, "low": 8}, False),
    (
        "toll",
        {**TOLL, "place": "Orvalle", "period": "2023-05-01"},
        {**TOLL, "place": "Tresca", "period": "2023-05-02"},
        False,
    ),
    ("casualty", {"outcome": "killed", "name": "Ada Brenn"}, {"outcome": "killed"}, False),
    (
        "casualty",
        {"outcome": "killed", "name": "Ada Brenn"},
        {"outcome": "killed", "name": "Brenn"},
        True,
    ),
    ("casualty", {"outcome": "killed", "age": 9}, {"outcome": "killed", "age": 10}, False),
    ("incident", {"type": "Attack", "place": "Orvalle"}, {"type": "Attack"}, True),
    ("incident", {"type": "Attack"}, {"type": "Arrests"}, False),
    (
        "incident",
        {"type": "Attack", "date": "2023-05"},
        {"type": "Attack", "date": "2023-05-03"},
        True,
    ),
    (
        "post",
        {"person": "Ada Brenn", "title": "mayor"},
        {"person": "Brenn", "title": "the mayor"},
        True,
    ),
    (
        "contact",
        {"type": "meeting", "parties": ["Orvalle", "Tresca"]},
        {"type": "meeting", "parties": ["Tresca", "Orvalle"]},
        True,
    ),
    (
        "contact",
        {"type": "meeting", "parties": ["Orvalle", "Tresca"]},
        {"type": "meeting", "parties": ["Tresca", "Lowen"]},
        False,
    ),
    (
        "proceeding",
        {"type": "arrest", "target": "Ada Brenn"},
        {"type": "arrest", "target": "Brenn"},
        True,
    ),
]


@pytest.mark.parametrize(
    ("kind", "one", "other", "expected"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_what_makes_two_candidates_one(kind: str, one: Row, other: Row, expected: bool) -> None:
    a, b = candidate(kind, 3, **one), candidate(kind, 11, **other)

    assert same(a, b) is expected
    assert same(b, a) is expected


def test_claims_are_one_where_their_words_overlap() -> None:
    assert same(candidate("claim", 3), candidate("claim", 5))
    assert not same(candidate("claim", 3), candidate("claim", 6))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Ada Brenn", "Brenn", 0.9),
        ("the mayor of Orvalle", "Orvalle's mayor", 0.8),
        ("el alcalde", "alcalde", 1.0),
        ("Orvalle", "Tresca", 0.0),
        ("", "Tresca", 0.0),
        ("María", "Maria", 1.0),
    ],
)
def test_wordings_are_compared_without_small_words_and_accents(
    one: str, other: str, alike: float
) -> None:
    assert likeness(one, other) == pytest.approx(alike, abs=0.11)


def test_a_double_fills_gaps_with_its_witnesses() -> None:
    likely = candidate("toll", 9, 0.9, **TOLL)
    likely.words["place"], likely.dates["period"] = (), Chosen(None, 0.9)
    double = candidate("toll", 3, 0.6, **TOLL, place="Orvalle", period="2023-05-03")
    place = Pointed("Orvalle", ((3, 4),), (3, 4), 0.7)
    double.words["place"] = (place,)
    double.dates["period"] = Chosen("2023-05-03", 0.8, ((5, 7),), (0,))

    (kept,) = statements([double, likely])

    assert kept.anchor == 9
    assert (kept.row["place"], kept.row["period"]) == ("Orvalle", "2023-05-03")
    assert kept.words["place"] == (place,)
    assert kept.dates["period"].words == ((5, 7),)


def test_only_likely_candidates_are_statements() -> None:
    found = [candidate("toll", 3, 0.5, **TOLL), candidate("toll", 9, 0.39, **{**TOLL, "low": 8})]

    assert [c.anchor for c in statements(found)] == [3]
    assert [c.anchor for c in statements(found, {"toll": 0.3})] == [3, 9]
    assert statements(found, {"toll": 0.6}) == []


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("claim", {"speaker": None}),
        ("post", {"person": None}),
        ("proceeding", {"target": None, "type": "arrest"}),
        ("contact", {"parties": ["Orvalle"], "type": "meeting"}),
    ],
)
def test_a_statement_without_its_key_field_is_none(kind: str, row: Row) -> None:
    assert statements([candidate(kind, 3, **row)]) == []
