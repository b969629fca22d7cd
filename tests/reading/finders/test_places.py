"""Places as reports write them; phrases/places_en.txt and places_es.txt hold the sentences."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading.finders.phrase_tables import LANGUAGES, read_phrases

from testigo.languages.document import Document, analyse
from testigo.reading.finders.mentions import PlaceMention
from testigo.reading.finders.names import find_names
from testigo.reading.finders.places import find_places

ROWS = [
    pytest.param(language, *row.rsplit(" |", 1), id=f"{language}: {row.rsplit(' |', 1)[0][:60]}")
    for language in LANGUAGES
    for row in read_phrases("places", language)
]


def noted(mention: PlaceMention) -> str:
    """Write a mention as the tables do: "Juliaca, Peru @PE-PUN 1", "~ hospital"."""
    place = mention.place
    generic = "~ " if mention.is_generic else ""
    where = f" @{place.admin1 or place.country} {place.precision}" if place.country else ""
    return f"{generic}{place.words}{where}"


def find(document: Document) -> tuple[PlaceMention, ...]:
    return find_places(document, find_names(document))


@pytest.mark.parametrize(("language", "sentence", "places"), ROWS)
def test_places_are_read_as_reports_write_them(language: str, sentence: str, places: str) -> None:
    found = find(analyse(sentence, language, has_title=False))

    assert "; ".join(map(noted, found)) == places.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_hundred_phrases_a_fifth_name_no_place(language: str) -> None:
    rows = read_phrases("places", language)

    assert len(set(rows)) >= 100
    assert sum(row.endswith("|") for row in rows) >= len(rows) / 5


PIECES = [
    "in",
    "en",
    "Puno",
    ",",
    "Peru",
    "(",
    ")",
    "Plaza",
    "de",
    "Lima",
    "river",
    "the",
    "hospital",
    "district",
    "al",
    "Washington",
    "\n\n",
    "San",
    "Miguel",
    "y",
    "of",
    "—",
    "N’Djamena",
    "refugee",
    "camp",
    "Sindh",
    "calle",
    "Ilave",
    "bridge",
    ".",
]


@given(st.sampled_from(LANGUAGES), st.lists(st.sampled_from(PIECES), max_size=25))
def test_every_place_quotes_the_text_and_none_overlap(language: str, pieces: list[str]) -> None:
    content = " ".join(pieces)
    places = find(analyse(content, language))

    for mention in places:
        mention.span.check(content)
        assert mention.place.words == mention.span.quote
    assert all(a.span.end <= b.span.start for a, b in pairwise(places))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_region_and_no_country_ever_gets_a_point(language: str) -> None:
    for row in read_phrases("places", language):
        for mention in find(analyse(row.rsplit(" |", 1)[0], language)):
            has_point = mention.place.latitude is not None
            assert has_point == (mention.place.precision in (1, 2))


def test_what_is_known_of_the_outlet_settles_a_name_of_several_countries() -> None:
    document = analyse("They met in Cordoba at noon.", "en", has_title=False)

    unsure, hinted = find_places(document), find_places(document, hint_country="ES")

    assert unsure[0].place.country is None
    assert hinted[0].place.country == "ES"
