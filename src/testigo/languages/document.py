"""A text cut into paragraphs, sentences and tokens, each with exact offsets into it.

Invariant: tokens and sentences lie in order, never overlap, and `content[start:end]` is what they
say. No character is changed, so an offset here is an offset in the record's text.
"""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from dataclasses import dataclass, field

from testigo.languages.splitting import sentence_limits
from testigo.record.span import Span

_MARKS = "\u0300-\u036f\u00ad"
"""Accents that stand apart from their letter (NFD, as PDFs give it) and soft hyphens."""
_LETTERS = rf"[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*"
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*"  # figures with separators
    rf"|{_LETTERS}(?:[’']{_LETTERS})*"  # words, inner apostrophes kept
    r"|[^\W_]+"
    r"|_+"
    r"|[^\w\s]",
)


def fold(text: str) -> str:
    """Return `text` lower-cased without accents, for comparing only: its length may differ."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.replace("\u00ad", ""))
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


@functools.lru_cache(maxsize=1 << 16)
def _forms(word: str) -> tuple[str, str]:
    """Return a word's lower and folded forms; reports repeat their words, so they are kept."""
    if word.isascii():
        return word.lower(), word.lower()
    composed = unicodedata.normalize("NFC", word.replace("\u00ad", ""))
    return composed.lower() or word, fold(word) or word


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a figure or a mark. `lower` keeps accents, composed (NFC); `folded` does not.

    Neither has soft hyphens, so their length may differ from that of `text`.
    """

    start: int
    end: int
    text: str
    lower: str
    folded: str

    @property
    def is_word(self) -> bool:
        """Whether the token begins with a letter."""
        return self.text[0].isalpha()

    @property
    def is_capitalised(self) -> bool:
        """Whether the first letter is a capital."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence `[start, end)`, its tokens `[first, last)` and the number of its paragraph."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int
    index: int


@dataclass(frozen=True, slots=True)
class Document:
    """A text of one language (`en`, `es`), analysed. Make one with `analyse`."""

    content: str
    language: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    has_title: bool
    _starts: tuple[int, ...] = field(repr=False)
    _sentence_starts: tuple[int, ...] = field(repr=False)

    def cut(self, start: int, end: int) -> Span:
        """Cut a span out of the text."""
        return Span.cut(self.content, start, end)

    def span_of(self, first: int, last: int) -> Span:
        """Cut the span from token `first` to the end of token `last - 1`."""
        return self.cut(self.tokens[first].start, self.tokens[last - 1].end)

    def tokens_of(self, sentence: Sentence) -> tuple[Token, ...]:
        """Return the tokens of a sentence."""
        return self.tokens[sentence.first : sentence.last]

    def token_at(self, offset: int) -> int:
        """Return the index of the first token that ends after `offset` (len(tokens) if none)."""
        index = bisect.bisect_right(self._starts, offset) - 1
        if index >= 0 and self.tokens[index].end > offset:
            return index
        return index + 1

    def token_range(self, span: Span) -> tuple[int, int]:
        """Return `[first, last)`, the tokens that the span touches."""
        return self.token_at(span.start), bisect.bisect_left(self._starts, span.end)

    def sentence_at(self, offset: int) -> Sentence:
        """Return the sentence that holds `offset`, or the one before it (between sentences)."""
        return self.sentences[max(bisect.bisect_right(self._sentence_starts, offset) - 1, 0)]

    def sentence_span(self, sentence: Sentence) -> Span:
        """Cut the sentence as a span."""
        return self.cut(sentence.start, sentence.end)


def tokenise(content: str, start: int, end: int) -> list[Token]:
    """Cut `content[start:end]` into tokens; "El-Khalil" is three, "O'Brien" and "don't" one."""
    out = []
    for match in _TOKEN.finditer(content, start, end):
        word = match[0]
        out.append(Token(match.start(), match.end(), word, *_forms(word)))
    return out


def analyse(content: str, language: str, *, has_title: bool = True) -> Document:
    """Cut a text into paragraphs, sentences and tokens.

    `language` is `en` or `es`; `has_title` tells whether its first paragraph is a title.
    """
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for paragraph, start, end in sentence_limits(content, language):
        first = len(tokens)
        tokens.extend(tokenise(content, start, end))
        sentences.append(Sentence(start, end, first, len(tokens), paragraph, len(sentences)))
    return Document(
        content,
        language,
        tuple(tokens),
        tuple(sentences),
        has_title,
        tuple(t.start for t in tokens),
        tuple(s.start for s in sentences),
    )
