"""Numbers of persons as people type them: with their bound, or refused with what to type."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.record.strategies import counts

from testigo.record.counts import CountRange
from testigo.record.errors import UnclearCount
from testigo.record.vocabularies import LANGUAGES
from testigo.record.wording import count_words
from testigo.review.typed import read_typed_count
from testigo.review.typed.complaints import COMPLAINTS


@pytest.mark.parametrize(
    ("text", "low", "high", "bound"),
    [
        ("27", 27, 27, "exact"),
        ("27 people", 27, 27, "exact"),
        ("twenty-seven", 27, 27, "exact"),
        ("veintitrés", 23, 23, "exact"),
        ("veintitres", 23, 23, "exact"),
        ("treinta y dos personas", 32, 32, "exact"),
        ("exactly 14", 14, 14, "exact"),
        ("1,300", 1300, 1300, "exact"),
        ("1.300", 1300, 1300, "exact"),
        ("12 500", 12500, 12500, "exact"),
        ("12\u202f500", 12500, 12500, "exact"),
        ("3 mil", 3000, 3000, "exact"),
        ("2.5 million", 2500000, 2500000, "exact"),
        ("nobody", 0, 0, "exact"),
        ("Ninguno", 0, 0, "exact"),
        ("0", 0, 0, "exact"),
        ("at least 27", 27, None, "at_least"),
        ("27 or more", 27, None, "at_least"),
        ("40+", 40, None, "at_least"),
        (">= 40", 40, None, "at_least"),
        ("no menos de 27", 27, None, "at_least"),
        ("al menos veintisiete", 27, None, "at_least"),
        (">40", 41, None, "more_than"),
        ("More than 40", 41, None, "more_than"),
        ("más de 40", 41, None, "more_than"),
        ("mas de 1.300", 1301, None, "more_than"),
        ("up to 30", None, 30, "at_most"),
        ("hasta 30", None, 30, "at_most"),
        ("30 como máximo", None, 30, "at_most"),
        ("fewer than 50", None, 49, "at_most"),
        ("<50", None, 49, "at_most"),
        ("menos de 50", None, 49, "at_most"),
        ("about 300", 300, 300, "about"),
        ("~300", 300, 300, "about"),
        ("unos 300", 300, 300, "about"),
        ("300 or so", 300, 300, "about"),
        ("14-21", 14, 21, "exact"),
        ("14 – 21", 14, 21, "exact"),
        ("14 to 21", 14, 21, "exact"),
        ("between 14 and 21", 14, 21, "exact"),
        ("entre treinta y dos y cuarenta", 32, 40, "exact"),
        ("de 14 a 21", 14, 21, "exact"),
        ("dos o tres", 2, 3, "exact"),
        ("about 14 to 21", 14, 21, "about"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_is_understood_with_its_bound(
    text: str, low: int | None, high: int | None, bound: str, language: str
) -> None:
    assert read_typed_count(text, language) == CountRange(low, high, bound, text)


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("dozens", "dozens"),
        ("Dozens of", "Dozens"),
        ("decenas de", "decenas"),
        ("varios", "varios"),
        ("“a great many”", "a great many"),
        ('"un montón"', "un montón"),
        ("«Unas pocas»", "Unas pocas"),
    ],
)
def test_a_vague_word_gives_no_number(text: str, wording: str) -> None:
    assert read_typed_count(text, "es") == CountRange(None, None, "vague", wording)


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("", "en", "not understood as a number of people; type it as 27"),
        ("", "es", "No se entiende como número de personas; escriba 27"),
        ("-5", "en", "not understood"),
        ("1.30", "en", "not understood"),
        ("20th", "en", "not understood"),
        ("27 killed", "en", "not understood"),
        ("at least", "en", "not understood"),
        ("at least 14 to 21", "en", "not understood"),
        ("<0", "en", "not understood"),
        ("99999999999999", "en", "not understood"),
        ("21-14", "en", "first number is above the second"),
        ("entre 21 y 14", "es", "El primer número supera al segundo"),
        ("“27”", "en", "Quotes are for a vague word"),
        ("“”", "es", "Las comillas son para una palabra vaga"),
    ],
)
def test_what_is_not_understood_is_told_with_what_to_type(
    text: str, language: str, told: str
) -> None:
    with pytest.raises(UnclearCount, match=told):
        read_typed_count(text, language)


@given(counts(), st.sampled_from(LANGUAGES))
def test_a_count_as_it_is_shown_is_read_back(count: CountRange, language: str) -> None:
    shown = count_words(count.low, count.high, count.bound, count.wording, language=language)
    if count.bound == "vague":
        wording = count.wording
        assume(wording.strip() == wording and not any(c.isdecimal() for c in wording))
        assume(not set(wording) & set("”\"»’'"))
        assert read_typed_count(shown, language) == count
        return
    # "More than 40" of nothing is shown as "at least 0", which is the same range.
    read = read_typed_count(shown, language)
    assert (read.low, read.high) == (count.low, count.high)
    assert read.bound == count.bound or (count.bound, count.low) == ("more_than", 0)


@given(st.text(max_size=30), st.sampled_from(LANGUAGES))
def test_any_text_gives_a_count_or_a_sentence(text: str, language: str) -> None:
    with contextlib.suppress(UnclearCount):
        read_typed_count(text, language)


def test_every_complaint_stands_in_both_languages_with_the_same_places_to_fill() -> None:
    for key, words in COMPLAINTS.items():
        assert set(words) == set(LANGUAGES), key
        assert len({tuple(sorted(re.findall(r"{(\w+)}", w))) for w in words.values()}) == 1, key
        assert all(w.endswith((".", ": 27.")) for w in words.values()), key
