"""Names as reports write them; phrases/names_en.txt and names_es.txt hold the sentences."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading.finders.phrase_tables import LANGUAGES, read_phrases

from testigo.languages.document import analyse
from testigo.reading.finders.mentions import NameMention
from testigo.reading.finders.names import find_names

LETTERS = {"person": "p", "organisation": "o", "place": "l", "unknown": "u"}
ROWS = [
    pytest.param(language, *row.rsplit(" |", 1), id=f"{language}: {row.rsplit(' |', 1)[0][:60]}")
    for language in LANGUAGES
    for row in read_phrases("names", language)
]


def noted(mention: NameMention) -> str:
    """Write a mention as the tables do: "p Lentz [Judge] => Ivo Lentz"."""
    title = f" [{mention.title.quote}]" if mention.title else ""
    full = f" => {mention.full.quote}" if mention.full != mention.span else ""
    return f"{LETTERS[mention.type]} {mention.span.quote}{title}{full}"


@pytest.mark.parametrize(("language", "sentence", "names"), ROWS)
def test_names_are_read_as_reports_write_them(language: str, sentence: str, names: str) -> None:
    found = find_names(analyse(sentence, language, has_title=False))

    assert sorted(map(noted, found)) == sorted(names.strip().split("; ") if names.strip() else [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_hundred_phrases_a_fifth_name_nobody(language: str) -> None:
    rows = read_phrases("names", language)

    assert len(set(rows)) >= 100
    assert sum(row.endswith("|") for row in rows) >= len(rows) / 5


PIECES = [
    "Ana",
    "de",
    "la",
    "Vega",
    "al-",
    "Haddad",
    "Gen.",
    "(",
    ")",
    '"',
    ",",
    "PNP",
    "of",
    "O'Hara",
    "Ministry",
    "Ministerio",
    "Perú",
    "’",
    "‘",
    "-",
    ".",
    "\n\n",
    "34",
    "Lima",
    "said",
    "y",
    "É.",
    "M23",
    "the",
    "President",
    "ministro",
    "«",
    "»",
    "K.L.M.",
    "San",
    "Santa",
]


@given(st.sampled_from(LANGUAGES), st.lists(st.sampled_from(PIECES), max_size=25))
def test_every_span_quotes_the_text_and_none_overlap(language: str, pieces: list[str]) -> None:
    content = " ".join(pieces)
    names = find_names(analyse(content, language))

    for name in names:
        for span in (name.span, name.full, name.title):
            if span is not None:
                span.check(content)
    assert all(a.span.end <= b.span.start for a, b in pairwise(names))


def test_a_surname_keeps_the_full_form_across_paragraphs() -> None:
    text = "Clerk held\n\nThey held Ivana Torrealba at noon.\n\nBy night Torrealba was free."

    last = find_names(analyse(text, "en"))[-1]

    assert (last.span.quote, last.full.quote) == ("Torrealba", "Ivana Torrealba")


def test_a_title_in_title_case_names_only_whom_the_text_names() -> None:
    text = "Union Leader Torrealba Held After Night Raid\n\nThey held Ivana Torrealba at noon."

    assert [n.span.quote for n in find_names(analyse(text, "en"))] == [
        "Torrealba", "Ivana Torrealba"
    ]  # fmt: skip
