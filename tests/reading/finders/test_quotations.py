import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading.finders.phrase_tables import LANGUAGES, read_phrases, strip_marks

from testigo.languages.document import analyse
from testigo.reading.finders.quotations import find_quotations

PHRASES = [(lang, p) for lang in LANGUAGES for p in read_phrases("quotations", lang)]
PIECES = st.sampled_from(
    ['"', "“", "”", "«", "»", "‘", "’", "'", "„", "—", "\n\n", " ", "dijo", "said", "No", ".", ","]
)


def marked(phrase: str) -> tuple[str, list[tuple[str, bool]]]:
    """The text of a phrase and what its marks expect: words and whether somebody says them."""
    content, places = strip_marks(phrase, "⟨⟩⟪⟫")
    expected, open_at = [], []
    for offset, mark in places:
        if mark in "⟨⟪":
            open_at.append((offset, mark == "⟨"))
        else:
            start, speech = open_at.pop()
            expected.append((start, content[start:offset], speech))
    for start, speech in open_at:  # never closed: to the end of its paragraph
        expected.append((start, content[start:].split("\n\n")[0], speech))
    return content, [(words, speech) for _, words, speech in sorted(expected)]


@pytest.mark.parametrize(("language", "phrase"), PHRASES, ids=[p for _, p in PHRASES])
def test_quotations_are_found_with_their_limits(language: str, phrase: str) -> None:
    content, expected = marked(phrase)
    found = find_quotations(analyse(content, language, has_title=False))
    assert [(q.inner.quote, q.is_speech) for q in found] == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_large_and_a_fifth_of_it_is_no_speech(language: str) -> None:
    phrases = [marked(p) for lang, p in PHRASES if lang == language]
    silent = [p for p, expected in phrases if not any(speech for _, speech in expected)]
    assert len(phrases) >= 100
    assert len(silent) * 5 >= len(phrases)


def test_a_quotation_that_runs_on_says_so() -> None:
    content = "“Two lorries stopped.\n\n“Then it began,” the miller said."
    first, second = find_quotations(analyse(content, "en", has_title=False))
    assert first.continued
    assert first.inner.quote == "Two lorries stopped."
    assert not second.continued


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(LANGUAGES))
def test_quotations_quote_the_text_and_never_cross(content: str, language: str) -> None:
    found = find_quotations(analyse(content, language))
    for quotation in found:
        quotation.inner.check(content)
        quotation.outer.check(content)
        assert quotation.outer.covers(quotation.inner)
        assert "\n\n" not in quotation.outer.quote
    for first in found:
        for second in found:
            apart = not first.outer.meets(second.outer)
            nested = first.outer.covers(second.outer) or second.outer.covers(first.outer)
            assert apart or nested
