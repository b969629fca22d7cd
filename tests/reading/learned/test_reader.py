"""The learned reader with its weights: what it proposes quotes its text, and is the same twice."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.learned.tiny import PUBLISHED, page_of

from testigo.languages.document import analyse
from testigo.reading.finders.everything import find_everything
from testigo.reading.learned.candidates import Candidate, Chosen
from testigo.reading.learned.decode import LOWEST
from testigo.reading.learned.features import feature_names
from testigo.reading.learned.grammar import CLASS_FIELDS, KINDS, LIST_FIELDS
from testigo.reading.learned.merging import statements
from testigo.reading.learned.page import WordRange
from testigo.reading.learned.reader import LearnedReader, available

pytestmark = pytest.mark.skipif(
    not available(), reason="this tree holds no weights of the learned reader"
)

EN = (
    "Nine killed in Orvalle\n\nAt least nine miners were killed when soldiers opened fire on a "
    "march in Orvalle on Sunday, the health ministry said. Bruno Castel, 34, a welder, died of his "
    "wounds.\n\n“Nobody gave that order,” said Ada Brenn, minister of defence. Brenn denied that "
    "the army was there. Police arrested three union leaders on Monday."
)
ES = (
    "Nueve muertos en Orvalle\n\nAl menos nueve mineros murieron cuando soldados abrieron fuego "
    "contra una marcha en Orvalle el domingo, informó el Ministerio de Salud. Bruno Castel, de 34 "
    "años, soldador, murió por sus heridas.\n\n«Nadie dio esa orden», dijo Ada Brenn, ministra de "
    "Defensa. La policía detuvo el lunes a tres dirigentes sindicales."
)


def read(text: str, language: str) -> list[Candidate]:
    document = analyse(text, language)
    findings = find_everything(document, PUBLISHED)
    return LearnedReader.load().candidates(document, findings, PUBLISHED)


@pytest.fixture(scope="module", params=[("en", EN), ("es", ES)], ids=["en", "es"])
def found(request: pytest.FixtureRequest) -> list[Candidate]:
    language, text = request.param
    return read(text, language)


def test_a_plain_toll_is_found_with_its_words(found: list[Candidate]) -> None:
    reader = LearnedReader.load()
    tolls = [c for c in statements(found, reader.thresholds) if c.kind == "toll"]
    toll = next(c for c in tolls if c.row["high"] is None)

    assert (toll.row["outcome"], toll.row["low"]) == ("killed", 9)
    (place,) = toll.words["place"]
    assert place.text == "Orvalle"
    code = toll.codes["outcome"]
    assert code.looks or code.votes


def test_a_quotation_is_a_claim_of_its_speaker(found: list[Candidate]) -> None:
    claims = [c for c in statements(found) if c.kind == "claim"]

    assert any(
        c.row["content"] in ("Nobody gave that order", "Nadie dio esa orden")
        and c.row["speaker"] == "Ada Brenn"
        for c in claims
    )


def inside(words: WordRange, candidate: Candidate) -> bool:
    return 0 <= words[0] < words[1] <= len(candidate.page.starts)


def test_every_value_has_its_witnesses(found: list[Candidate]) -> None:
    for one in found:
        assert LOWEST < one.probability <= 1
        assert one.page.span(one.quote).quote == one.row["quote"]
        for name, values in one.words.items():
            texts = [value.text for value in values]
            if name in LIST_FIELDS:
                assert one.row[name] == texts
            else:
                assert one.row[name] == (texts[0] if texts else None)
            for value in values:
                assert value.mentions
                assert all(inside(words, one) for words in (*value.mentions, value.full))
                assert one.page.span(value.full).quote == value.text
        for name, date in one.dates.items():
            assert one.row[name] == date.value
            assert_witnessed(date, one)
        if one.age is not None:
            assert_witnessed(one.age, one)
        assert set(one.codes) == set(CLASS_FIELDS[one.kind])


def assert_witnessed(chosen: Chosen, candidate: Candidate) -> None:
    if chosen.value is None:
        assert not chosen.words
    else:
        assert bool(chosen.words) is not chosen.is_published
    assert len(chosen.words) == len(chosen.mentions)
    assert all(inside(words, candidate) for words in chosen.words)


def test_the_same_report_gives_the_same_candidates() -> None:
    assert read(EN, "en") == read(EN, "en")


def test_what_stands_far_away_in_a_long_report_is_read_too() -> None:
    filler = "\n\n".join(["The harvest was good and the river low."] * 90)
    found = read(EN.replace("\n\n“", f"\n\n{filler}\n\n“"), "en")
    anchors = [candidate.anchor for candidate in found]

    assert anchors == sorted(anchors)
    assert any(c.row.get("content") == "Nobody gave that order" for c in found)


@pytest.mark.parametrize("text", ["", "\n\n", "Rain.", "…", "🙂 🙂"])
def test_hardly_any_text_is_read_without_fault(text: str) -> None:
    assert statements(read(text, "en")) == []


@settings(max_examples=10, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    for one in read(text, "es"):
        assert one.kind in KINDS


def test_the_model_knows_nearly_all_the_features_that_are_computed() -> None:
    """A changed lexicon changes the features: a few names may differ until the next training."""
    known, computed = set(LearnedReader.load().about.features), set(feature_names())
    lost, unread = sorted(known - computed), sorted(computed - known)

    if lost or unread:
        warnings.warn(f"no longer computed: {lost}; not known to the model: {unread}", stacklevel=1)
    assert len(lost) <= len(known) // 20, lost
    assert len(unread) <= len(known) // 10, unread


def test_features_the_model_does_not_know_are_passed_over() -> None:
    page = page_of(EN)
    reader = LearnedReader.load()
    (heads,) = reader.heads_of(page)

    assert heads.window.features.shape == (len(page.starts), len(reader.about.features))
