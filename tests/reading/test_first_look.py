"""A cheap look passes over what cannot concern us, and never what may."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.languages.document import tokenise
from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.first_look import features_of, is_worth_reading, score_of, weights
from testigo.reading.protocol import Page
from testigo.record.report import Metadata, Stated, Text

ROOT = Path(__file__).parents[2]
CAKE = (
    "Bake the sponge for thirty minutes and leave it to cool on a rack by the window. Whip the "
    "cream with sugar and vanilla, spread it between the layers, and top it with mint and berries."
)
TORTILLA = (
    "Pele las papas y córtelas en rodajas gruesas antes de freírlas a fuego lento con la cebolla. "
    "Bata seis huevos con sal, viértalos en la sartén y dé la vuelta cuando estén dorados."
)


def page(content: str, language: str) -> Page:
    return Page(Text("r", content, "test"), Metadata(language=Stated(language, "option")))


def own_corpus() -> list[object]:
    paths = sorted((ROOT / "training" / "corpus").glob("*/*.txt"))
    return [pytest.param(path, id=path.stem) for path in paths]


@pytest.mark.parametrize("path", own_corpus())
def test_no_report_of_the_own_corpus_is_lost(path: Path):
    assert is_worth_reading(path.read_text(encoding="utf-8"), path.parent.name)


@pytest.mark.parametrize("language", ["en", "es"])
def test_most_texts_of_nothing_are_passed_over(language):
    file = ROOT / "benchmarks" / "first_look" / f"irrelevant_{language}.txt"
    texts = file.read_text(encoding="utf-8").split("\n\n")
    kept = [text for text in texts if is_worth_reading(text, language)]
    assert len(texts) == 40
    assert len(kept) <= 4


@pytest.mark.parametrize(
    ("told", "language"),
    [
        ("Two farmers were shot dead at the roadblock, the union said.", "en"),
        ("TWO FARMERS WERE SHOT DEAD AT THE ROADBLOCK, THE UNION SAID.", "en"),
        ("The government imposed a curfew on the port after the protests.", "en"),
        ("Dos campesinos murieron a tiros en el bloqueo, dijo el sindicato.", "es"),
        ("El Gobierno decretó el toque de queda en el puerto tras las protestas.", "es"),
    ],
)
def test_one_sentence_in_a_long_text_of_nothing_is_enough(told, language):
    recipe = {"en": CAKE, "es": TORTILLA}[language]
    assert not is_worth_reading(recipe, language)
    assert is_worth_reading(f"{recipe}\n\n{told}", language)


def test_a_text_of_few_words_is_always_read():
    assert is_worth_reading("Rain is expected from noon.", "en")


@given(st.sampled_from(["killed", "curfew", "protest", "police", "court"]), st.integers(0, 29))
def test_a_word_that_counts_raises_the_score_of_a_text_of_none(word, place):
    words = ["gently"] * 30
    assert score(" ".join([*words[:place], word, *words[place + 1 :]])) > score(" ".join(words))


def score(content: str) -> float:
    return score_of(features_of(tokenise(content, 0, len(content)), "en"))


def test_no_weight_is_below_zero():
    assert all(weight > 0 for weight in weights().by_feature.values())


def test_what_is_passed_over_says_so_and_leaves_room_for_a_full_reading():
    one = page(CAKE, "en")
    [looked] = BuiltinReader(first_look=True).read([one])
    [full] = BuiltinReader().read([one])
    assert looked.coverage.passed_over
    assert (looked.coverage.read_to, looked.found) == (0, ())
    assert not looked.coverage.complete
    assert looked.reader.name == full.reader.name
    assert looked.id != full.id
    assert not full.coverage.passed_over


def test_what_is_worth_reading_is_read_as_without_the_first_look():
    one = page("Nine people were killed in Orvalle on Sunday, the ministry said. " + CAKE, "en")
    assert BuiltinReader(first_look=True).read([one]) == BuiltinReader().read([one])
