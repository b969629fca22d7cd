"""A place that stands with one number is that of no other, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from testigo.reading import read_text

EN_LIST = (
    "The toll of the marches has risen to 19, the Ministry of Health said: nine in Ayacucho, "
    "four in Apurímac, three in Junín, two in Cusco and one in Arequipa."
)
ES_LIST = (
    "La cifra de muertos en las marchas subió a 19, informó el Ministerio de Salud: nueve en "
    "Ayacucho, cuatro en Apurímac, tres en Junín, dos en Cusco y uno en Arequipa."
)
PLACES = {9: "Ayacucho", 4: "Apurímac", 3: "Junín", 2: "Cusco", 1: "Arequipa"}


def places(content: str, language: str) -> list[tuple[object, str | None]]:
    reading = read_text(content, language=language, published="2023-01-09")
    tolls = [s for s in reading.statements if s.kind == "toll"]
    return [(s.value("low"), p.words if (p := s.value("place")) else None) for s in tolls]


@pytest.mark.parametrize(("language", "content"), [("en", EN_LIST), ("es", ES_LIST)])
def test_each_number_of_a_list_has_its_own_place_and_their_sum_has_none_of_them(
    language: str, content: str
) -> None:
    found = dict(places(content, language))

    assert {number: found.get(number) for number in PLACES} == PLACES
    assert found.get(19) not in PLACES.values()


def test_two_numbers_alike_in_two_places_are_two_tolls() -> None:
    content = "Police said: three were killed in Junín, three were killed in Cusco."

    assert sorted(places(content, "en")) == [(3, "Cusco"), (3, "Junín")]


@pytest.mark.parametrize(
    ("language", "content"),
    [
        ("en", "In Puno, four people were killed and in Cusco two were injured, police said."),
        (
            "es",
            "En Puno murieron cuatro personas y en Cusco dos resultaron heridas, según la Policía.",
        ),
    ],
)
def test_a_place_before_its_number_is_its_own_too(language: str, content: str) -> None:
    assert dict(places(content, language)) == {4: "Puno", 2: "Cusco"}


def test_no_toll_has_a_place_that_is_told_only_after_it() -> None:
    texts = sorted((Path(__file__).parents[3] / "examples").glob("*.txt"))
    assert texts
    for text in texts:
        content = text.read_text(encoding="utf-8")
        for statement in read_text(content, published="2023-01-20").statements:
            place = statement.field("place") if statement.kind == "toll" else None
            if place is not None:
                assert place.spans[0].start < max(one.end for one in statement.evidence)
