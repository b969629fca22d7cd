import pytest
from hypothesis import given
from tests.record.strategies import places, statements

from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidRecord
from testigo.record.places import Place
from testigo.record.span import Span
from testigo.record.statement import Field, Record, Statement, Value
from testigo.review.tolls.points import TollPoint
from testigo.review.tolls.scopes import Scope, scope_of

SENTENCE = "Murieron ocho personas."
SPAN = Span.cut(SENTENCE, 0, len(SENTENCE))


def toll(**values: Value) -> Statement:
    given_values: dict[str, Value] = {"outcome": "killed", "low": 8, "high": 8, **values}
    fields = {name: Field(value, (SPAN,)) for name, value in given_values.items()}
    return Statement.make("t", "toll", fields, (SPAN,))


SAME = {
    "case": ({"population": "Manifestantes"}, {"population": "manifestantes"}),
    "accents and marks": ({"category": "en «Bloqueos»"}, {"category": "en bloqueos"}),
    "a gazetteer id, words apart": (
        {"place": Place("la Ciudad Blanca", "pe.12", precision=1)},
        {"place": Place("Arequipa", "pe.12", precision=1)},
    ),
    "the moment of counting": ({"as_of": Edtf("2022-12-12")}, {"as_of": Edtf("2022-12-13")}),
    "how it grows": ({"accrual": "cumulative"}, {}),
    "the number and its bound": ({"low": 9, "high": 9, "bound": "exact"}, {}),
    "words for anybody": ({"population": "personas"}, {}),
    "a status nobody knows": ({"civilian": "unknown"}, {}),
    "documented, or not said to be estimated": ({"basis": "documented"}, {}),
}
OTHER = {
    "outcome": ({"outcome": "injured"}, {}),
    "an estimate": ({"basis": "estimate"}, {}),
    "region and city": (
        {"place": Place("Puno", precision=4)},
        {"place": Place("Puno", precision=1)},
    ),
    "stated and not stated": ({"place": Place("Puno")}, {}),
    "period": ({"period": Edtf("2022-12")}, {"period": Edtf("2022-12-15")}),
    "category": ({"category": "in clashes"}, {"category": "by the State"}),
    "population": ({"population": "police"}, {"population": "demonstrators"}),
    "civilian": ({"civilian": "civilian"}, {}),
    "one word as place or as category": ({"place": Place("Lima")}, {"category": "Lima"}),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_what_is_no_part_of_a_scope_leaves_its_key_alone(
    one: dict[str, Value], other: dict[str, Value]
) -> None:
    assert scope_of(toll(**one)).key == scope_of(toll(**other)).key


@pytest.mark.parametrize(("one", "other"), OTHER.values(), ids=OTHER.keys())
def test_scopes_that_differ_in_a_stated_part_have_other_keys(
    one: dict[str, Value], other: dict[str, Value]
) -> None:
    assert scope_of(toll(**one)).key != scope_of(toll(**other)).key


def test_a_toll_that_says_nothing_of_whom_or_where_has_an_unstated_scope() -> None:
    assert not scope_of(toll(population="personas", as_of=Edtf("2022-12-12"))).is_stated
    assert scope_of(toll(place=Place("Puno"))).is_stated


def test_a_part_has_the_scope_of_its_whole_narrowed_by_what_it_says() -> None:
    whole = scope_of(toll(place=Place("Perú"), category="en protestas"))
    part = whole.of_part(Record.of(low=3, outcome="injured", place=Place("Puno", precision=4)))
    assert part == Scope("injured", place=Place("Puno", precision=4), category="en protestas")


@given(place=places())
def test_words_of_a_place_never_break_out_of_their_part_of_the_key(place: Place) -> None:
    parts = Scope("killed", place=place, category="x").key.split(";")
    assert [part.partition("=")[0] for part in parts] == ["killed", "count", "place", "category"]


@given(statement=statements())
def test_only_a_toll_becomes_a_point(statement: Statement) -> None:
    rest = ("h", "r", "accepted", "El Faro", None, "g", "s", "El Faro")
    if statement.kind == "toll":
        assert TollPoint(statement, *rest).statement is statement
    else:
        with pytest.raises(InvalidRecord, match="only tolls"):
            TollPoint(statement, *rest)


def test_a_state_that_nobody_gave_is_refused() -> None:
    with pytest.raises(InvalidRecord, match="state"):
        TollPoint(toll(), "h", "r", "verified", "El Faro", None, "g", "s", "El Faro")
