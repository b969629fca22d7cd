"""Where clauses begin and end, by small words and marks alone (lexicon `clause_words`).

Indices are tokens, ranges half-open.
"""

from __future__ import annotations

import functools

from testigo.languages.document import Document
from testigo.languages.lexicons import lexicon

_HARD = frozenset(";:?!")
_ENDS = frozenset(":?!")
_NEAR_STOPS = frozenset(',;:()"“”«»—–')
_CLAUSE_WORDS = ("contrast", "relative", "subordinator", "complementiser")
_SHORTEST_VERB = 5
AUXILIARY = ("auxiliary", "be", "have", "modal")
PREPOSITION = ("preposition", "agent", "to_somebody", "beyond")


@functools.cache
def _roles(language: str) -> dict[str, frozenset[str]]:
    roles: dict[str, set[str]] = {}
    for entry in lexicon(language, "clause_words"):
        for term in entry.terms:
            roles.setdefault(term, set()).add(str(entry.get("role")))
    return {word: frozenset(found) for word, found in roles.items()}


@functools.cache
def word_endings(language: str, kind: str) -> tuple[str, ...]:
    """The endings of one kind (`gerund`, `participle` ...), for `str.endswith`; maybe none."""
    entries = lexicon(language, "word_endings")
    return tuple(t for e in entries if e.get("kind") == kind for t in e.terms)


@functools.cache
def _articles(language: str) -> frozenset[str]:
    return frozenset(t for e in lexicon(language, "articles") for t in e.terms)


@functools.cache
def _verb_endings(language: str) -> tuple[str, ...]:
    words = lexicon(language, "clause_words")
    return tuple(t for e in words if e.get("role") == "verb_ending" for t in e.terms)


class Clauses:
    """Reads the clause limits of one document."""

    def __init__(self, document: Document) -> None:
        self.document, self.tokens = document, document.tokens
        self.roles, self.endings = _roles(document.language), _verb_endings(document.language)
        self.articles = _articles(document.language)

    def has_role(self, at: int, *roles: str) -> bool:
        """Whether the word at a token plays one of these parts."""
        found = self.roles.get(self.tokens[at].lower)
        return found is not None and not found.isdisjoint(roles)

    def is_article(self, at: int) -> bool:
        """Whether a definite article stands at a token."""
        return at < len(self.tokens) and self.tokens[at].lower in self.articles

    def looks_like_verb(self, at: int) -> bool:
        """Whether a token may be a finite verb, by its form alone."""
        token = self.tokens[at]
        if not token.is_word or token.is_capitalised:
            return False
        if self.has_role(at, "verb", *AUXILIARY):
            return True
        return len(token.lower) >= _SHORTEST_VERB and token.lower.endswith(self.endings)

    def clause_start(self, at: int, first: int) -> int:
        """The token where the clause that ends before `at` begins."""
        while at > first:
            if self.tokens[at - 1].text in _ENDS or self.has_role(at - 1, "contrast"):
                return at
            at -= 1
        return first

    def clause_end(self, at: int, last: int) -> int:
        """The token before which the clause that holds `at` ends."""
        for place in range(at + 1, last):
            if self.has_role(place, "contrast"):
                return place
        return last

    def presupposed_start(self, at: int, last: int) -> int:
        """The token before which what is said ends: a contrast, a relative clause, a semicolon."""
        for place in range(at + 1, last):
            if self.tokens[place].text in _HARD or self.has_role(place, "contrast", "relative"):
                return place
        return last

    def near_start(self, at: int, first: int) -> int:
        """The first of the words that lie before `at` without a mark or clause word between."""
        while at > first:
            if self.tokens[at - 1].text in _NEAR_STOPS or self.has_role(at - 1, *_CLAUSE_WORDS):
                return at
            at -= 1
        return first

    def near_end(self, at: int, last: int) -> int:
        """The token before which the nearest words end: a mark, a clause word, "after", "over"."""
        for place in range(at, last):
            if self.tokens[place].text in _NEAR_STOPS or (
                place > at and self.has_role(place, "beyond", *_CLAUSE_WORDS)
            ):
                return place
        return last
