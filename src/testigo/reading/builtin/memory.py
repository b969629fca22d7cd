"""Whom a report means by "the minister", "the 26-year-old", "she": the person it named before.

One memory a report, asked by every kind. A description stands for a person whose title, office or
age holds all its words: the last such person named before it, else the first one after (a headline
says "the minister" before the text names her). A pronoun stands for the one person that its
sentence or the one before names. Where nobody fits, or a pronoun could mean two, there is nobody.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterable
from dataclasses import dataclass

from testigo.languages.document import fold
from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.focus import pronouns
from testigo.reading.builtin.persons import persons_in
from testigo.reading.builtin.setting import Setting
from testigo.reading.finders.mentions import NameMention
from testigo.reading.learned.small_words import DETERMINERS, SMALL
from testigo.record.span import Span

_NEW = frozenset({"a", "an", "un", "una", "another", "otro", "otra"})
_OWN = frozenset({"his", "her", "its", "their", "su", "sus"})
"""Words that bring in somebody new: "a minister" and "his minister" are nobody named before."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a report tells of a person at one place: folded words of title or age, and the name.

    `head` is the word that says what the person is: "minister" of "minister of the interior".
    """

    at: int
    words: frozenset[str]
    head: str | None
    name: Span


class Memory:
    """The persons of one report, by what they are called."""

    def __init__(self, setting: Setting, posts: Iterable[tuple[Span, Span]] = ()) -> None:
        """Note who holds which title; `posts` are further (title, full name) pairs."""
        self._setting = setting
        persons = [n for n in setting.findings.names if n.type == "person"]
        titled = [(n.title, n.full) for n in persons if n.title is not None]
        named = {n.span for n in persons}
        titled += [(title, holder) for title, holder in posts if holder in named]
        told = (Known(t.start, words_of(t.quote), self._head(t), name) for t, name in titled)
        self._titles = sorted((k for k in told if k.words), key=lambda k: k.at)
        self._persons = persons
        self._starts = [n.span.start for n in persons]

    def antecedent(self, span: Span) -> Span | None:
        """Return the fullest name of whom words that are no name stand for, None for nobody."""
        if any(n.type != "unknown" for n in self._setting.names_meeting(span)):
            return None
        cased = self._pronouns
        if span.quote.casefold() in cased:
            return self._last_alone(span, cased[span.quote.casefold()])
        document = self._setting.document
        first = fold(span.quote.split()[0])
        before = document.tokens[max(document.token_at(span.start) - 1, 0)]
        opening = first if first in DETERMINERS | _NEW else before.folded
        if opening in _NEW | _OWN:
            return None
        words = words_of(span.quote)
        return self._called(span, words) if words else None

    def _called(self, span: Span, words: frozenset[str]) -> Span | None:
        """Return the last person before who is known by that age, or whose title has the words."""
        age = self._age_in(span)
        if age is None:
            head = self._head(span)
            fitting = [k for k in self._titles if words <= k.words and k.head == head]
        else:
            fitting = [k for k in self._ages if str(age) in k.words]
        before = [k for k in fitting if k.at < span.start]
        if before:
            return before[-1].name
        return fitting[0].name if fitting else None

    def _head(self, span: Span) -> str | None:
        """Return the word of a title that says what its holder is, folded."""
        language = self._setting.document.language
        words = [fold(w).strip(".,;:'’\"") for w in span.quote.replace("-", " ").split()]
        kept = [w for w in words if w not in DETERMINERS]
        ends = (i for i, w in enumerate(kept) if w in SMALL and i > 0)
        kept = kept[: next(ends, len(kept))]
        if not kept:
            return None
        return kept[0] if language == "es" else kept[-1]

    def _age_in(self, span: Span) -> int | None:
        sentence = self._setting.document.sentence_at(span.start)
        numbers = self._setting.numbers_in(sentence)
        ages = [n.count.low for n in numbers if n.use == "age" and n.span.meets(span)]
        return ages[0] if len(ages) == 1 else None

    def _last_alone(self, span: Span, sex: str | None) -> Span | None:
        """Return the one person named in the sentences up to a pronoun, nearest first."""
        document = self._setting.document
        here = document.sentence_at(span.start)
        end = span.start
        for sentence in (here, self._setting.before(here)):
            if sentence is None:
                return None
            named = self._named(sentence.start, end)
            if named:
                full = {n.full for n in named if not self._clashes(n, sex)}
                return next(iter(full)) if len(full) == 1 else None
        return None

    def _named(self, start: int, end: int) -> list[NameMention]:
        first = bisect.bisect_left(self._starts, start)
        return self._persons[first : bisect.bisect_left(self._starts, end, first)]

    def _clashes(self, name: NameMention, sex: str | None) -> bool:
        """Whether a title shows that the person is of the other sex ("Mr", "señora")."""
        if sex is None or name.title is None:
            return False
        document = self._setting.document
        words = lexicon(document.language, "sex_words")
        hits = words.find(document.tokens, *document.token_range(name.title))
        return any(hit.entry.get("sex") not in (None, sex) for hit in hits)

    @property
    def _pronouns(self) -> dict[str, str | None]:
        return pronouns(self._setting.document.language, "subject")

    @functools.cached_property
    def _ages(self) -> list[Known]:
        """Return the persons named with an age; looked for only where a description has one."""
        found = [
            Known(p.age.span.start, frozenset({str(p.age.count.low)}), None, p.name.full)
            for sentence in self._setting.document.sentences
            for p in persons_in(self._setting, sentence)
            if p.age is not None and p.name is not None
        ]
        return sorted(found, key=lambda known: known.at)


def words_of(text: str) -> frozenset[str]:
    """Return the words that a title or description is known by, folded, without small ones."""
    words = (fold(w) for w in text.replace("-", " ").split())
    plain = (w.strip(".,;:'’\"") for w in words)
    return frozenset(w for w in plain if w and w not in SMALL and w not in DETERMINERS)
