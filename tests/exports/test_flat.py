"""The flat form that scorers and scripts read."""

from __future__ import annotations

import pytest

from testigo.exports.flat import flat_statement, flat_statements
from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.span import Span
from testigo.record.statement import Field, Source, Statement

CONTENT = (
    "At least nine miners were killed near Orvalle on Sunday, the parish said, citing the clinic."
)


def field(value, words):
    at = CONTENT.index(words)
    return Field(value, (Span.cut(CONTENT, at, at + len(words)),))


def toll(modality="asserted", **changes):
    fields = {
        "outcome": field("killed", "killed"),
        "low": field(9, "At least nine"),
        "bound": field("at_least", "At least nine"),
        "wording": field("At least nine", "At least nine"),
        "population": field("miners", "miners"),
        "place": field(Place("Orvalle"), "Orvalle"),
        "period": field(Edtf("2023-05-07"), "Sunday"),
        "as_of": field(Edtf("2023-05-07T18:00:00"), "Sunday"),
    } | changes
    fields = {name: value for name, value in fields.items() if value is not None}
    source = Source(field("parish", "parish"), field("clinic", "clinic"))
    sentence = (Span.cut(CONTENT, 0, len(CONTENT)),)
    return Statement.make("t", "toll", fields, sentence, source=source, modality=modality)


def test_a_toll_is_written_in_the_order_of_the_form():
    row = flat_statement(toll(), "en")
    assert " ".join(row) == (
        "kind outcome low high approx population place period as_of cause source via modality quote"
    )
    assert (row["low"], row["high"], row["approx"]) == (9, None, False)
    assert (row["source"], row["via"], row["quote"]) == ("parish", "clinic", CONTENT)


def test_a_date_loses_its_time_of_day():
    assert flat_statement(toll(), "en")["as_of"] == "2023-05-07"


@pytest.mark.parametrize(
    ("wording", "low"), [("dozens", 24), ("hundreds", 200), ("thousands", 2000)]
)
def test_a_vague_word_gets_the_lowest_number_of_the_form(wording, low):
    vague = {"low": None, "bound": field("vague", "At"), "wording": field(wording, "At")}
    assert flat_statement(toll(**vague), "en")["low"] == low


def test_discharged_is_written_as_released_and_retracted_as_denied():
    row = flat_statement(toll("retracted", outcome=field("discharged", "killed")), "en")
    assert (row["outcome"], row["modality"]) == ("released", "denied")


def test_conditional_statements_are_left_out():
    assert flat_statements([toll("conditional"), toll()], "en") == [flat_statement(toll(), "en")]
