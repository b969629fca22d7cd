"""Runs of capitalised words: where names may stand. What they are is decided in `names`.

A run ends at a mark, a lower-case word, a possessive or a word of the calendar; hyphens, initials,
abbreviations with their full stop and Arabic articles stay inside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from testigo.languages.document import Document, Sentence, Token
from testigo.reading.finders.name_words import NameWords, bare

_ARTICLES = frozenset(
    ["al", "el", "an", "ar", "as", "at", "ad", "ash", "ath", "az", "ul", "ed", "es", "d"]
)
# Second syllables of Korean names that are English words too: "Won-soon".
_SYLLABLES = frozenset(["soon", "un", "so", "do", "hee", "young", "sun"])
_OPENERS = frozenset("\"“‘«'([¿¡—–-•*:")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a run, tokens `[first, last)`; `end` is its offset without a possessive."""

    first: int
    last: int
    start: int
    end: int
    text: str
    folded: str
    lower: str


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words in a row. `opens` tells whether the first would be capital anyway."""

    words: tuple[Word, ...]
    opens: bool
    shouted: bool


def capital_runs(document: Document, words: NameWords) -> list[Run]:
    """Return the runs of a document in order."""
    runs: list[Run] = []
    for sentence in document.sentences:
        reader = _Runs(document, words, sentence)
        runs += reader.read()
    return runs


def is_shouted(document: Document, sentence: Sentence) -> bool:
    """Tell whether a sentence is set in capitals, or is a title in Title Case."""
    long = [t for t in document.tokens_of(sentence) if t.is_word and len(t.text) > 3]
    if len(long) < 3:
        return False
    if sum(t.text.isupper() for t in long) >= 0.6 * len(long):
        return True
    is_title = document.has_title and sentence.paragraph == 0
    return is_title and len(long) >= 5 and sum(t.is_capitalised for t in long) >= 0.75 * len(long)


class _Runs:
    def __init__(self, document: Document, words: NameWords, sentence: Sentence) -> None:
        self.content, self.tokens = document.content, document.tokens
        self.words, self.sentence = words, sentence
        self.shouted = is_shouted(document, sentence)

    def read(self) -> list[Run]:
        runs, at = [], self.sentence.first
        while at < self.sentence.last:
            word = self.word_at(at)
            if word is None:
                at += 1
                continue
            found, opens = [word], self._opens(at)
            while (following := self._next(found[-1], len(found))) is not None:
                found.append(following)
            runs.append(Run(tuple(found), opens, self.shouted))
            at = found[-1].last
        return runs

    def _opens(self, at: int) -> bool:
        while at > self.sentence.first and not self.tokens[at - 1].is_word:
            if self.tokens[at - 1].text[0] not in _OPENERS:
                return False
            if self.tokens[at - 1].text in (":", "“", '"', "«", "¿", "¡"):
                return True
            at -= 1
        return at == self.sentence.first

    def _next(self, word: Word, length: int) -> Word | None:
        if word.last >= self.sentence.last:
            return None
        following = self.tokens[word.last]
        if word.end < self.tokens[word.last - 1].end and not self._owns_body(word, following):
            return None
        if following.text in ("‘", "ʻ", "’", "`") and self._opens_name(word):
            return self.word_at(word.last + 1)
        end = self.tokens[word.last - 1].end
        if self.content[end : following.start] not in (" ", "\u00a0"):
            return None
        if word.text.endswith(".") and len(word.text) > 3 and self.words.is_common(following.lower):
            return None
        if following.lower in self.words.calendar and word.folded not in self.words.given:
            return None
        return self.word_at(word.last)

    def _owns_body(self, word: Word, following: Token) -> bool:
        """Whether a possessive is part of a body's name: "Ombudsman's Office"."""
        is_role = word.lower in self.words.title_words or word.lower in self.words.heads
        return is_role and following.is_capitalised and following.lower in self.words.heads

    def _opens_name(self, word: Word) -> bool:
        """Whether the mark behind a word is the ayn of the next: "Muhammad ‘Abd"."""
        at = word.last
        return (
            at + 1 < self.sentence.last
            and self.content[word.end : self.tokens[at].start] == " "
            and self._touches(at + 1)
            and self.tokens[at + 1].is_capitalised
            and "’" not in self.content[self.tokens[at + 1].start : self.tokens[at + 1].start + 40]
        )

    def word_at(self, at: int) -> Word | None:
        """Read the capitalised word at a token, with its hyphens, dots and article."""
        token, last = self.tokens[at], at + 1
        if token.lower in _ARTICLES and not token.is_capitalised:
            if not self._hyphen_then_capital(at):
                return None
            last = at + 3
        elif not (token.is_word and token.is_capitalised):
            return None
        while last < self.sentence.last:
            step = self._hyphen(last) or self._dot(at, last) or self._figure(last)
            if not step:
                break
            last += step
        return self._word(at, last)

    def _word(self, first: int, last: int) -> Word:
        start, final = self.tokens[first].start, self.tokens[last - 1]
        end = final.start + len(bare(final.text))
        text = self.content[start:end]
        folded = "".join(bare(t.folded) for t in self.tokens[first:last])
        return Word(first, last, start, end, text, folded, text.lower())

    def _touches(self, at: int) -> bool:
        return self.tokens[at - 1].end == self.tokens[at].start

    def _hyphen_then_capital(self, at: int) -> bool:
        return (
            at + 2 < self.sentence.last
            and self.tokens[at + 1].text in ("-", "’", "'")
            and self._touches(at + 1)
            and self._touches(at + 2)
            and self.tokens[at + 2].is_word
            and self.tokens[at + 2].is_capitalised
        )

    def _hyphen(self, at: int) -> int:
        """Return 2 if a hyphen and a part of the same name stand at `at`, else 0."""
        if at + 1 >= self.sentence.last or self.tokens[at].text not in ("-", "‑"):
            return 0
        part = self.tokens[at + 1]
        if not (
            self._touches(at) and self._touches(at + 1) and (part.is_word or part.text.isdigit())
        ):
            return 0
        if part.is_capitalised or part.text.isdigit() or part.lower in _ARTICLES:
            return 2
        is_part = len(part.text) <= 5 and (
            part.lower in _SYLLABLES or not self.words.is_common(part.lower)
        )
        return 2 if is_part and not re.search(r"(ed|ing|led)$", part.lower) else 0

    def _figure(self, at: int) -> int:
        """Return 1 if a figure is written on to a capital: "M23"."""
        before = self.tokens[at - 1]
        is_code = before.text.isupper() and len(before.text) < 4
        return int(is_code and self._touches(at) and self.tokens[at].text.isdigit())

    def _dot(self, first: int, at: int) -> int:
        """Return how many tokens a full stop that belongs to the word, and what it holds, take."""
        if self.tokens[at].text != "." or not self._touches(at):
            return 0
        before = self.tokens[at - 1]
        is_initial = len(before.text) == 1 and before.is_capitalised
        is_plural = before.text in ("EE", "UU", "FF", "AA", "DD", "HH", "RR", "JJ")
        if not (
            is_initial
            or is_plural
            or (at - first == 1 and before.lower in self.words.abbreviations)
        ):
            return 0
        if at + 1 < self.sentence.last and self._touches(at + 1):
            after = self.tokens[at + 1]
            if after.is_word and after.is_capitalised and len(after.text) <= 2:
                return 2
        if at + 1 >= self.sentence.last and not is_initial:
            return 0
        return 1
