"""A page is cut so that every word is new once, with what stood before it in sight."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.learned.tiny import page_of

from testigo.reading.learned.errors import AlteredModel
from testigo.reading.learned.pieces import Pieces
from testigo.reading.learned.windows import (
    LEFT_PIECES,
    LONGEST_TITLE,
    MOST_PIECES,
    windows,
)


def pieces(*known: str, specials: tuple[str, ...] = ("<s>", "</s>")) -> Pieces:
    return Pieces([(piece, -1.0) for piece in (*specials, "<unk>", *known)], specials, b"")


WORDS = pieces("▁Rain", "▁fell", "▁Storm", "▁over", "▁Orvalle", ".")
"""A word is a piece."""


def report(sentences: int, length: int, title: str = "") -> str:
    sentence = " ".join(["Rain"] + ["fell"] * (length - 2)) + "."
    body = "\n\n".join([" ".join([sentence] * 3)] * sentences)
    return f"{title}\n\n{body}" if title else body


def test_a_short_report_is_one_window() -> None:
    (window,) = windows(page_of(report(2, 20)), WORDS)

    assert window.new_from == 0
    assert window.words == list(range(120))
    assert len(window.pieces) == 122
    assert window.limits[0] == (1, 1)


def test_an_empty_report_has_no_window() -> None:
    assert windows(page_of("\n\n"), WORDS) == []


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 12), st.integers(3, 60), st.booleans())
def test_every_word_is_new_in_one_window(sentences: int, length: int, titled: bool) -> None:
    text = report(sentences, length, "Storm over Orvalle" if titled else "")
    page = page_of(text, has_title=titled)
    found = windows(page, WORDS)

    new = [[w for w in window.words if w >= window.new_from] for window in found]
    assert [w for words in new for w in words] == list(range(len(page.starts)))
    for window in found:
        assert len(window.pieces) <= MOST_PIECES + 2
        assert window.words == sorted(set(window.words))


def test_later_windows_see_the_title_and_what_stood_before() -> None:
    page = page_of(report(5, 60, "Storm over Orvalle"), has_title=True)
    _, second, *_ = windows(page, WORDS)

    before = [w for w in second.words if w < second.new_from]
    assert before[:3] == [0, 1, 2]
    assert 0 < len(before[3:]) <= LEFT_PIECES
    assert page.sentence_limits(before[3])[0] == before[3]


def test_a_first_sentence_stands_for_a_title_that_is_none() -> None:
    page = page_of(report(5, 60))
    _, second, *_ = windows(page, WORDS)

    assert second.words[:LONGEST_TITLE] == list(range(LONGEST_TITLE))


def test_a_word_of_several_pieces_keeps_its_limits() -> None:
    (window,) = windows(page_of("ab abb"), pieces("▁a", "b"))

    assert window.limits == [(1, 2), (3, 5)]


def test_a_tokenizer_without_end_pieces_is_refused_by_name() -> None:
    with pytest.raises(AlteredModel, match="no piece </s>"):
        windows(page_of("Rain fell."), pieces("▁Rain", specials=("<s>",)))


MONSTERS = {
    "one long blob": "Rain " + "x1" * 5000 + " fell.",
    "a title of blobs": " ".join(["y" * 90] * 60) + "\n\nRain fell. " * 200,
    "words without pieces": "\u2060 " * 9000,
    "rulers": "=" * 9000 + "\n" + "_" * 9000,
}


@pytest.mark.parametrize("text", MONSTERS.values(), ids=MONSTERS)
def test_no_text_gives_a_window_too_large_to_read(text: str) -> None:
    page = page_of(text, has_title=True)
    letters = pieces(*"xy1=_.", "▁", "▁Rain", "▁fell")
    found = windows(page, letters)

    new = [w for window in found for w in window.words if w >= window.new_from]
    assert new == list(range(len(page.starts)))
    for window in found:
        assert len(window.pieces) <= MOST_PIECES + 2
        assert len(window.words) <= 2000
        assert all(1 <= first <= last for first, last in window.limits)
        assert max(last for _, last in window.limits) < len(window.pieces)
