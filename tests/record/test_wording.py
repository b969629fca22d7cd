"""Values in words: nothing is put more strongly than it was stated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.span import Span
from testigo.record.statement import Field, Record, Source, Statement, Value
from testigo.record.wording import count_words, date_words, headline, said_by, value_words

SPAN = Span(0, 4, "nine")


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2022-12-15", "15 Dec 2022"),
        ("2022-12", "Dec 2022"),
        ("2022", "2022"),
        ("2022-12-12~", "about 12 Dec 2022"),
        ("2022-12?", "perhaps Dec 2022"),
        ("2022%", "perhaps about 2022"),
        ("199X", "the 1990s"),
        ("2022-21", "spring 2022"),
        ("2022-12-17T12:00:00", "17 Dec 2022, 12:00"),
        ("2022-12-13/2022-12-22", "between 13 and 22 Dec 2022"),
        ("2022-11-13/2022-12-22", "between 13 Nov and 22 Dec 2022"),
        ("2022-12-13/2023-01-22", "between 13 Dec 2022 and 22 Jan 2023"),
        ("2022-11/2022-12", "between Nov and Dec 2022"),
        ("2022-12-07/..", "since 7 Dec 2022"),
        ("../2022-12-07", "until 7 Dec 2022"),
    ],
)
def test_a_date_shows_its_precision(edtf: str, words: str) -> None:
    assert date_words(Edtf(edtf)) == words


@pytest.mark.parametrize(
    ("low", "high", "bound", "wording", "words"),
    [
        (27, None, "at_least", "at least 27", "at least 27"),
        (41, None, "more_than", "more than 40", "more than 40"),
        (None, 30, "at_most", "up to 30", "at most 30"),
        (300, 300, "about", "some 300", "about 300"),
        (8, 8, "exact", "ocho", "8"),
        (13, 22, "exact", "13 to 22", "13 to 22"),
        (1300, 1300, "exact", "1,300", "1,300"),
        (None, None, "vague", "dozens", "“dozens”"),
        (0, 0, "exact", "no", "0"),
    ],
)
def test_a_count_shows_its_bound(
    low: int | None, high: int | None, bound: str, wording: str, words: str
) -> None:
    assert count_words(low, high, bound, wording) == words


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_no_number_in_words_lies_outside_what_was_stated(one: int, other: int) -> None:
    low, high = sorted((one, other))
    words = count_words(low, high, "exact", "as stated").replace(",", "")
    assert {int(part) for part in words.split(" to ")} == {low, high}


def toll(source: Source | None = None, **fields: Value) -> Statement:
    given = {"outcome": "killed", "low": 27, "bound": "at_least", "wording": "at least 27"} | fields
    return Statement.make(
        "text", "toll", {k: Field(v, (SPAN,)) for k, v in given.items()}, (SPAN,), source=source
    )


def test_a_toll_in_one_line() -> None:
    place = Place("Ayacucho", precision=3)
    statement = toll(
        population="demonstrators",
        place=place,
        period=Edtf("2022-12-15"),
        as_of=Edtf("../2022-12-16"),
    )
    assert headline(statement) == (
        "at least 27 killed — demonstrators, Ayacucho, 15 Dec 2022, as of 16 Dec 2022"
    )


def test_a_casualty_in_one_line() -> None:
    fields: dict[str, Value] = {
        "name": "Alba Quispe",
        "age": 32,
        "outcome": "injured",
        "perpetrator": "police",
        "place": Place("Puno", precision=4),
        "family": "sister of a witness",
    }
    made = Statement.make(
        "text", "casualty", {k: Field(v, (SPAN,)) for k, v in fields.items()}, (SPAN,)
    )
    assert headline(made) == "Alba Quispe, 32: injured — Puno (region), by police"


def test_a_measure_in_one_line() -> None:
    fields: dict[str, Value] = {
        "type": "curfew",
        "status": "declared",
        "scope": (Place("Puno"), Place("Cusco")),
        "start": Edtf("2023-01-10"),
        "duration": "three days",
        "rights": ("movement",),
    }
    made = Statement.make(
        "text", "measure", {k: Field(v, (SPAN,)) for k, v in fields.items()}, (SPAN,)
    )
    assert headline(made).startswith(
        "curfew, declared — Puno; Cusco, from 10 Jan 2023, for three days, rights: "
    )


def test_who_says_so_is_never_left_open() -> None:
    speaker, origin = Field("the ministry", (SPAN,)), Field("relatives", (SPAN,))
    assert said_by(toll()) == "the outlet itself"
    assert said_by(toll(Source(speaker))) == "the ministry"
    assert said_by(toll(Source(speaker, origin))) == "the ministry, relying on relatives"
    assert said_by(toll(Source(None, origin))) == "the outlet itself, relying on relatives"


def test_a_part_of_a_toll_is_told_with_its_bound() -> None:
    part = Record.of(low=2, high=2, bound="exact", wording="two", population="minors")
    assert value_words((part,)) == "2 minors"
