"""Quotations are found exactly, or up to spacing, marks, accents and case; else not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.strategies import texts

from testigo.reading.llm.locating import Locator

TEXT = (
    "Nueve muertos\n\n“We will march,” said Nu\u0301n\u0303ez — in  Orvalle:\n1,300 people, "
    "19 dead; 9 hurt. «Murió», dijo la doctora 👩\u200d⚕\ufe0f Peñalba. "
    "O’Daly's re\u00adport… fi\u200bn"
)


def places(words: str, content: str = TEXT) -> list[tuple[str, bool]]:
    found = Locator(content).find(words, [(0, len(content))])
    for one in found:
        one.span.check(content)
    return [(one.span.quote, one.is_exact) for one in found]


@pytest.mark.parametrize(
    ("words", "quote", "is_exact"),
    [
        ("19 dead", "19 dead", True),
        ("  19 dead\n", "19 dead", True),
        ("9 HURT", "9 hurt", False),
        ("in Orvalle: 1,300 people", "in  Orvalle:\n1,300 people", False),
        ('"We will march," said', "We will march,” said", False),
        ("We will march, said", "We will march,” said", False),
        ("murio, dijo", "Murió», dijo", False),
        ("Núñez - in Orvalle", "Nu\u0301n\u0303ez — in  Orvalle", False),
        ("nunez", "Nu\u0301n\u0303ez", False),
        ("Nu\u0301n\u0303ez", "Nu\u0301n\u0303ez", True),
        ("doctora 👩\u200d⚕\ufe0f Peñalba", "doctora 👩\u200d⚕\ufe0f Peñalba", True),
        ("Pen\u0303alba", "Peñalba", False),
        ("O'Daly's report", "O’Daly's re\u00adport", False),
        ("report...", "re\u00adport…", False),
        ("fin", "fi\u200bn", False),
        ("9 hurt,", "9 hurt", False),
        ("1,300 people", "1,300 people", True),
    ],
)
def test_a_quotation_is_found_where_only_its_dress_differs(
    words: str, quote: str, is_exact: bool
) -> None:
    assert places(words) == [(quote, is_exact)]


@pytest.mark.parametrize(
    "words",
    ["1", "300", "30", "1,3", "march in Orvalle", "ueve", "Nun", "Nu", "", " ", "…", "«»", "died"],
)
def test_a_part_of_a_word_or_figure_and_other_words_are_not_found(words: str) -> None:
    assert places(words) == []


def test_a_bare_figure_is_not_found_inside_a_longer_one() -> None:
    assert places("9") == [("9", True)]
    assert Locator(TEXT).find("9", [(0, len(TEXT))])[0].span.start == TEXT.index("9 hurt")


def test_an_accent_that_stands_apart_is_never_left_behind() -> None:
    content = "Peru\u0301 and Peru"
    assert places("Peru", content) == [("Peru", True)]
    assert places("Perú", content) == [("Peru\u0301", False), ("Peru", False)]


def test_every_place_is_given_in_order_and_only_in_the_ranges_asked() -> None:
    content = "nine dead, nine hurt, nine held"
    assert len(places("nine", content)) == 3
    [second] = Locator(content).find("nine", [(5, 20), (8, 20)])
    assert second.span.start == content.index("nine hurt")


@pytest.mark.parametrize("mark", ["...", "…", " [...] ", " (…) ", " […]", "....."])
def test_an_elided_quotation_is_found_in_its_parts(mark: str) -> None:
    locator = Locator(TEXT)
    found, lost = locator.find_parts(f"We will{mark}19 dead{mark}dijo", [(0, len(TEXT))])
    assert [one.span.quote for one in found] == ["We will", "19 dead", "dijo"]
    assert lost == []


def test_a_part_before_the_one_before_it_is_lost() -> None:
    found, lost = Locator(TEXT).find_parts("19 dead ... We will", [(0, len(TEXT))])
    assert [one.span.quote for one in found] == ["19 dead"]
    assert lost == ["We will"]


@given(content=texts, data=st.data())
def test_whatever_is_sought_is_found_only_as_it_stands(content: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, len(content)))
    for form in (str, str.upper, str.casefold):
        for quote, _ in places(form(content[start:end]), content):
            assert quote in content


@given(words=st.lists(st.sampled_from(["nine", "Núñez", "«él»", "1,300", "—", "x-y"]), min_size=1))
def test_a_run_of_whole_words_is_always_found(words: list[str]) -> None:
    content = "  ".join(words)
    quoted = [word for word in words if any(c.isalnum() for c in word)]
    for word in quoted:
        assert places(word, content)
        assert places(word.upper(), content)
    if quoted:
        assert places(" ".join(words).lower(), content)
