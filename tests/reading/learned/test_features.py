"""What a word is said to have: its lists, what the finders found there, its shape."""

from __future__ import annotations

import pytest
from tests.reading.learned.tiny import page_of

from testigo.languages.document import analyse
from testigo.languages.lexicons import lexicon, lexicon_names
from testigo.reading.learned.features import LEFT_OUT, feature_names, is_listed, triggers_of
from testigo.reading.learned.page import AnalysedPage


def features(page: AnalysedPage, word: str) -> set[str]:
    index = next(w for w in range(len(page.starts)) if page.word(w) == word)
    return {feature_names()[number] for number in page.features[index]}


CASES = [
    ("en", "Nine miners were killed.", "killed", {"harm", "harm:outcome=killed", "lower"}),
    ("es", "Murieron nueve mineros.", "Murieron", {"harm", "harm:outcome=killed", "Capital"}),
    ("en", "Nine miners were killed.", "Nine", {"number:count", "number small", "sentence harms"}),
    ("en", "Ada Brenn, 30, spoke.", "30", {"number:age", "figure"}),
    ("en", "Ada Brenn spoke in Orvalle.", "Brenn", {"name:person", "name inside"}),
    ("en", "“Rain fell,” she said.", "Rain", {"quoted", "quotation start", "said"}),
    ("es", "Llovió el 3 de mayo de 2023.", "2023", {"date inside", "year", "figure"}),
    ("es", "La policía dispersó la marcha.", "marcha", {"trigger:incident:Peaceful protest"}),
]


@pytest.mark.parametrize(
    ("language", "text", "word", "expected"), CASES, ids=[f"{c[0]} {c[2]}" for c in CASES]
)
def test_a_word_has_the_features_of(
    language: str, text: str, word: str, expected: set[str]
) -> None:
    assert expected <= features(page_of(text, language), word)


def test_a_possessive_ending_is_a_word_of_its_own() -> None:
    page = page_of("Orvalle’s mayor spoke.")

    assert [page.word(w) for w in range(3)] == ["Orvalle", "’s", "mayor"]
    assert "possessive" in features(page, "’s")


def test_names_of_features_are_the_same_in_both_languages_and_listed_once() -> None:
    assert len(set(feature_names())) == len(feature_names())


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_lexicon_is_asked_where_its_terms_begin(language: str) -> None:
    """The examples of all lexicons, read as one text, give each word its lists."""
    names = [name for name in lexicon_names(language) if name not in LEFT_OUT]
    examples = dict.fromkeys(e.example for name in names for e in lexicon(language, name))
    text = "\n\n".join(examples)
    page, document = page_of(text, language), analyse(text, language, has_title=False)
    starts = {start: index for index, start in enumerate(page.starts)}

    for name in names:
        number = feature_names().index(name)
        hits = lexicon(language, name).find(document.tokens)
        expected = {t.start for hit in hits for t in document.tokens[hit.first : hit.last]}
        found = {page.starts[w] for w, held in enumerate(page.features) if number in held}
        assert expected <= found, name
        # What is cut off a token ("'s") has the token's lists too.
        assert {s for s in found if s in starts} - expected <= {
            s for s in page.starts if page.content[s] in "'’"
        }, name


def test_triggers_match_stems() -> None:
    assert "trigger:incident:Peaceful protest" in triggers_of("protesters", "en")
    assert not triggers_of("weather", "en")


@pytest.mark.parametrize(
    ("feature", "listed"),
    [
        *(("harm:outcome=killed", True), ("trigger:incident:Attack", True), ("cue:says", True)),
        *(("quoted", False), ("number:count", False), ("title", False)),
    ],
)
def test_only_word_lists_are_reasons(feature: str, listed: bool) -> None:
    assert is_listed(feature) is listed


def test_mentions_are_named_by_their_place_among_the_findings() -> None:
    page = page_of("Nine miners and 4 guards died on 3 May 2023, Ada Brenn said.")

    assert [(page.word(n.first), n.mention) for n in page.numbers[:2]] == [("Nine", 0), ("4", 1)]
    assert {date.mention for date in page.dates} == {0}
    assert all(name.mention == place for place, name in enumerate(page.names))


def test_the_fullest_name_is_known_at_the_surname() -> None:
    page = page_of("Mayor Ada Brenn spoke. The council met. Brenn said that rain fell.")
    last = page.names[-1]

    assert page.words(last.first, last.last) == "Brenn"
    assert page.words(last.full_first, last.full_last) == "Ada Brenn"
