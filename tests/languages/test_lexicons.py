"""Every word list is alive: each entry is found in its example, and a broken file is refused."""

import pytest

from testigo.languages.document import analyse
from testigo.languages.lexicons import Entry, lexicon, lexicon_names, parse_lexicon
from testigo.record.errors import InvalidVocabulary

LANGUAGES = ("en", "es")
ENTRIES = [
    pytest.param(language, name, entry, id=f"{language}/{name}: {entry.terms[0]}")
    for language in LANGUAGES
    for name in lexicon_names(language)
    for entry in lexicon(language, name)
]


@pytest.mark.parametrize(("language", "name", "entry"), ENTRIES)
def test_an_entry_is_found_in_its_own_example(language: str, name: str, entry: Entry) -> None:
    tokens = analyse(entry.example, language).tokens
    hits = [lexicon(language, name).at(tokens, first) for first in range(len(tokens))]

    assert any(hit is not None and hit.entry is entry for hit in hits)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_example_is_used_twice_in_one_word_list(language: str) -> None:
    for name in lexicon_names(language):
        examples = [(entry.example, entry.terms) for entry in lexicon(language, name)]

        assert len(set(examples)) == len(examples), name


def test_all_languages_have_the_same_word_lists() -> None:
    assert {tuple(lexicon_names(language)) for language in LANGUAGES} == {
        tuple(lexicon_names(LANGUAGES[0]))
    }


@pytest.mark.parametrize("name", lexicon_names(LANGUAGES[0]))
def test_a_word_list_has_the_same_attributes_in_all_languages(name: str) -> None:
    used = {
        language: {key for entry in lexicon(language, name) for key in entry.attributes}
        for language in LANGUAGES
    }

    assert all(lexicon(language, name).definition for language in LANGUAGES)
    assert all(used.values()) or not any(used.values())


def entry(**changes: object) -> dict[str, object]:
    return {"terms": ["ford"], "source": "testigo", "example": "They met at the ford."} | changes


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([entry(colour="red")], "unknown keys"),
        ([entry(terms=[])], "needs terms"),
        ([entry(source="")], "needs terms, source and example"),
        ([entry(example="")], "needs terms, source and example"),
        ([entry(), entry(terms=["mill", "ford"])], "'ford' twice"),
        ([entry(terms=["Ford", "ford"])], "'ford' twice"),
        ([entry(terms=["  "])], "has no words"),
    ],
    ids=[
        "a key that the head does not name",
        "no terms",
        "no source",
        "no example",
        "a term in two entries",
        "a term twice but for its case",
        "a term of spaces",
    ],
)
def test_a_broken_word_list_is_refused(rows: list[dict[str, object]], complaint: str) -> None:
    data = {"lexicon": {"definition": "Where they met.", "keys": []}, "entry": rows}

    with pytest.raises(InvalidVocabulary, match=complaint):
        parse_lexicon("en", "meetings", data)


def test_a_word_list_without_a_head_is_refused() -> None:
    with pytest.raises(InvalidVocabulary, match=r"needs \[lexicon\]"):
        parse_lexicon("en", "meetings", {"entry": [entry()]})


def test_a_word_list_that_does_not_exist_is_named() -> None:
    with pytest.raises(InvalidVocabulary, match="no lexicon en/recipes"):
        lexicon("en", "recipes")


def test_the_longest_term_wins_and_open_pieces_match() -> None:
    rows = [
        entry(terms=["at the ford"]),
        entry(terms=["cross*"], example="They crossed."),
        entry(terms=["# boats"], example="12 boats"),
        entry(terms=["old _ road"], example="old mill road"),
    ]
    words = parse_lexicon(
        "en", "meetings", {"lexicon": {"definition": "x", "keys": []}, "entry": [entry(), *rows]}
    )
    tokens = analyse("At the ford 12 boats crossed near the old mill road ford.", "en").tokens

    found = [" ".join(t.text for t in tokens[h.first : h.last]) for h in words.find(tokens)]
    assert found == ["At the ford", "12 boats", "crossed", "old mill road", "ford"]


def test_a_term_is_found_from_its_end() -> None:
    rows = [
        entry(terms=["the ford"], side="long"),
        entry(side="short"),
        entry(terms=["cross*"], example="They crossed."),
    ]
    words = parse_lexicon(
        "en", "meetings", {"lexicon": {"definition": "x", "keys": ["side"]}, "entry": rows}
    )
    tokens = analyse("They crossed the ford", "en").tokens

    hit, shorter = words.ending_at(tokens, 4, 0, "side"), words.ending_at(tokens, 4, 3, "side")
    assert hit is not None
    assert (hit.first, hit.last, hit.entry.get("side")) == (2, 4, "long")
    assert shorter is not None
    assert shorter.entry.get("side") == "short"
    assert words.ending_at(tokens, 2, 0, "side") is None  # "crossed" has no side
    assert words.ending_at(tokens, 0, 0, "side") is None
