"""Sentence limits on text as reports write it: sentences_en.txt and sentences_es.txt."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from testigo.languages.document import Document, analyse, fold
from testigo.languages.splitting import LONGEST_SENTENCE

LANGUAGES = ("en", "es")


def table(language: str) -> list[list[str]]:
    """The texts, each as the sentences and gaps that ¦ cuts it into."""
    lines = Path(__file__).with_name(f"sentences_{language}.txt").read_text(encoding="utf-8")
    rows = [line for line in lines.splitlines() if not line.startswith("#")]
    return [row.replace("⏎", "\n").split("¦") for row in rows]


TEXTS = [
    pytest.param(language, pieces, id=f"{language}: {pieces[0].strip()}")
    for language in LANGUAGES
    for pieces in table(language)
]


def said(document: Document) -> list[str]:
    return [document.content[s.start : s.end] for s in document.sentences]


@pytest.mark.parametrize(("language", "pieces"), TEXTS)
def test_sentences_end_where_a_reader_ends_them(language: str, pieces: list[str]) -> None:
    assert said(analyse("".join(pieces), language)) == [piece.strip() for piece in pieces]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_holds_sixty_sentences(language: str) -> None:
    sentences = [piece.strip() for pieces in table(language) for piece in pieces]

    assert len(set(sentences)) >= 60


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("Title\n\nOne. Two.\nThree.\n\nFour.", [0, 1, 1, 1, 2]),
        ("Title\n \t\nOne. Two.\n\n\n\nThree.", [0, 1, 1, 2]),
        ("Title\nOne. Two.\nThree.", [0, 1, 1, 2]),
        ("\n\nTitle\n\nOne.\n\n", [0, 1]),
    ],
    ids=["blank lines", "a blank line with spaces", "no blank line", "blank lines at the ends"],
)
def test_a_paragraph_ends_at_a_blank_line_or_else_at_a_line_end(
    text: str, paragraphs: list[int]
) -> None:
    assert [s.paragraph for s in analyse(text, "en").sentences] == paragraphs


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("1,200 or 2.5%", ["1,200", "or", "2.5", "%"]),
        ("O'Brien didn’t", ["O'Brien", "didn’t"]),
        ("El-Khalil, AK-47", ["El", "-", "Khalil", ",", "AK", "-", "47"]),
        ("21st 9mm 12h00", ["21", "st", "9", "mm", "12", "h", "00"]),
        ("the miners' hall", ["the", "miners", "'", "hall"]),
        ("EE.UU.", ["EE", ".", "UU", "."]),
        ("¿Quién?", ["¿", "Quién", "?"]),
        ("Mari\u0301a mani\u00adfestantes", ["Mari\u0301a", "mani\u00adfestantes"]),
        ("snake_case", ["snake", "_", "case"]),
    ],
)
def test_tokens_are_words_figures_and_marks(text: str, tokens: list[str]) -> None:
    assert [token.text for token in analyse(text, "es").tokens] == tokens


def test_words_compare_alike_however_their_accents_are_stored() -> None:
    apart, whole, broken = analyse("Mari\u0301a María Ma\u00adría", "es").tokens

    assert apart.lower == whole.lower == broken.lower == "maría"
    assert apart.folded == whole.folded == broken.folded == "maria"


PIECES = (
    "Mr.|U.S.|EE.UU.|p.m.|No.|5|2.5|Falco|said|dijo|The|El|hospital.El"
    '|.|!|?|…|"|»|(|)|¿|¡|—| |  |\n|\n\n|\u00ad|[3]'
)
TEXT = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES.split("|"))).map("".join))


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=TEXT)
@example(text="")
@example(text="\u00ad")
def test_sentences_and_tokens_lie_in_order_and_quote_the_text(language: str, text: str) -> None:
    document = analyse(text, language)
    ends = 0

    for sentence in document.sentences:
        assert ends <= sentence.start < sentence.end <= len(text)
        assert document.sentence_span(sentence).quote.strip() == text[sentence.start : sentence.end]
        assert "\n" not in text[sentence.start : sentence.end]
        ends = sentence.end
    ends = 0
    for token in document.tokens:
        assert ends <= token.start < token.end
        assert text[token.start : token.end] == token.text
        assert token.lower
        assert token.folded
        ends = token.end


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=TEXT)
def test_no_word_falls_between_sentences_or_between_tokens(language: str, text: str) -> None:
    document = analyse(text, language)
    in_sentences, in_tokens = set(), set()
    for sentence in document.sentences:
        in_sentences.update(range(sentence.start, sentence.end))
        assert document.tokens_of(sentence) == document.tokens[sentence.first : sentence.last]
    for token in document.tokens:
        in_tokens.update(range(token.start, token.end))

    for offset, char in enumerate(text):
        if not char.isspace():
            assert offset in in_sentences
            assert offset in in_tokens


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=TEXT, data=st.data())
def test_offsets_find_their_token_and_sentence(
    language: str, text: str, data: st.DataObject
) -> None:
    document = analyse(text, language)
    offset = data.draw(st.integers(0, len(text)))
    index = document.token_at(offset)

    assert all(token.end <= offset for token in document.tokens[:index])
    assert all(token.end > offset for token in document.tokens[index:])
    for index, token in enumerate(document.tokens):
        assert document.token_range(document.cut(token.start, token.end)) == (index, index + 1)
        sentence = document.sentence_at(token.start)
        assert sentence.first <= index < sentence.last


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


WRAPPED = """Nine held in Kelmora

Police in the provincial capital held nine people on Friday, the
ombudsman said. Two of them, he told reporters outside the court in
Kelmora, were under age.
"""
LISTED = """Nine held in Kelmora

The families read out the names of the wards where they had looked:
- the provincial hospital
- the barracks beside the old sugar mill on the road to Kelmora
- the morgue
"""


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (
            WRAPPED,
            [
                "Nine held in Kelmora",
                "Police in the provincial capital held nine people on Friday, the\nombudsman said.",
                "Two of them, he told reporters outside the court in\nKelmora, were under age.",
            ],
        ),
        (LISTED, [line for line in LISTED.splitlines() if line]),
        (WRAPPED.replace("\n\n", "\n"), WRAPPED.replace("\n\n", "\n").splitlines()[:2]),
    ],
    ids=["wrapped", "a list", "no blank lines"],
)
def test_a_sentence_runs_on_where_a_line_was_only_wrapped(
    content: str, sentences: list[str]
) -> None:
    document = analyse(content, "en")
    found = [content[sentence.start : sentence.end] for sentence in document.sentences]

    assert found[: len(sentences)] == sentences


def test_a_line_without_a_stop_is_cut_at_white_space_and_loses_nothing():
    content = "nine men walked on and " * 500
    document = analyse(content, "en", has_title=False)
    assert len(document.sentences) > 1
    assert all(s.end - s.start <= LONGEST_SENTENCE for s in document.sentences)
    said = " ".join(content[s.start : s.end] for s in document.sentences)
    assert said.split() == content.split()
