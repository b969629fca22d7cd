"""Long reports are cut at the ends of paragraphs or sentences, with overlap; nothing is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from testigo.languages.document import analyse
from testigo.reading.llm.windows import FLOOR, halves, windows

LINE = "Nine miners were killed near Orvalle on Sunday, the police said. "


def document(paragraphs: list[int]):
    content = "\n\n".join(LINE * number for number in paragraphs)
    return analyse(content, "en", has_title=False)


def test_a_short_report_is_one_window() -> None:
    whole = document([2, 3])
    [window] = windows(whole, 2000)
    assert (window.first, window.last) == (0, len(whole.sentences))


def test_a_window_ends_with_a_paragraph_where_one_ends_late_in_it() -> None:
    first, *_ = windows(document([12, 12, 12]), 1000)
    assert first.last == 12


def test_a_window_ends_with_a_sentence_where_no_paragraph_does() -> None:
    first, second, *_ = windows(document([60]), 1000)
    assert second.first < first.last
    assert first.end - first.start <= 1000


def test_the_next_window_says_the_end_of_the_last_again() -> None:
    whole = document([60])
    first, second, *_ = windows(whole, 1000)
    assert 0 < first.end - second.start <= 120


@settings(deadline=None)
@given(
    st.lists(st.integers(1, 14), min_size=1, max_size=9),
    st.integers(500, 3000),
)
def test_the_windows_hold_every_sentence_in_order_and_are_no_longer_than_asked(
    paragraphs: list[int], size: int
) -> None:
    whole = document(paragraphs)
    cut = windows(whole, size)
    held = [index for window in cut for index in range(window.first, window.last)]
    assert sorted(set(held)) == list(range(len(whole.sentences)))
    assert [w.first for w in cut] == sorted({w.first for w in cut})
    assert all(w.end - w.start <= size or w.last - w.first == 1 for w in cut)


@given(st.integers(1, 40))
def test_two_halves_are_the_whole_and_a_small_window_stays(number: int) -> None:
    whole = document([number])
    [window] = windows(whole, 100_000)
    cut = halves(whole, window)
    assert (cut[0].first, cut[-1].last) == (window.first, window.last)
    assert len(cut) == (1 if window.end - window.start < FLOOR else 2)
    if len(cut) == 2:
        assert cut[0].last == cut[1].first


def test_a_text_without_words_has_no_window() -> None:
    assert windows(analyse("\n\n", "en"), 1000) == ()
