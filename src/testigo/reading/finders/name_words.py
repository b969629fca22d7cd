"""The lexicons that tell names apart, in the form in which the finders ask them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from testigo.languages.document import Token, fold
from testigo.languages.lexicons import Hit, Lexicon, lexicon

TITLE_HEADS = frozenset({"address", "short", "rank", "office", "role"})
PARTICLES = frozenset(
    [
        "de",
        "del",
        "la",
        "las",
        "los",
        "da",
        "do",
        "dos",
        "das",
        "di",
        "du",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "zu",
        "bin",
        "ibn",
        "bint",
        "ben",
        "ould",
        "ag",
        "al",
        "el",
        "abu",
        "y",
        "e",
    ]
)
# What joins the words of a body's or a law's name: "Ministry of the Interior".
CONNECTORS = {
    "en": frozenset(["of", "for", "the", "on", "and", "against"]),
    "es": frozenset(
        ["de", "del", "la", "las", "los", "lo", "para", "por", "y", "e", "contra", "al"]
    ),
}


def bare(word: str) -> str:
    """Return a word without a possessive ending."""
    return word[:-2] if word[-2:] in ("'s", "’s", "'S", "’S") else word


@dataclass(frozen=True, slots=True)
class NameWords:
    """What the words of one language say about names. Get one with `name_words`."""

    language: str
    titles: Lexicon
    portfolios: frozenset[str]
    title_words: frozenset[str]
    heads: frozenset[str]
    body_names: Lexicon
    peoples: frozenset[str]
    common: frozenset[str]
    calendar: frozenset[str]
    things: frozenset[str]
    demonyms: Lexicon
    place_lexicon: Lexicon
    place_words: dict[str, frozenset[str]]
    given: frozenset[str]
    abbreviations: frozenset[str]

    def title_at(self, tokens: Sequence[Token], at: int, last: int) -> Hit | None:
        """Return the title or portfolio that begins at a token, the longest."""
        return self.titles.at(tokens, at, last)

    def is_title_head(self, hit: Hit | None) -> bool:
        """Whether a hit is a role or rank, not only the field of one ("interior")."""
        return hit is not None and hit.entry.get("kind") in TITLE_HEADS

    def is_common(self, word: str) -> bool:
        """Whether a lower-case word says nothing of a name by being capitalised."""
        return word in self.common or word in self.calendar

    def is_place_word(self, word: str, *kinds: str) -> bool:
        """Whether a lower-case word is a place word of one of the kinds."""
        return any(word in self.place_words[kind] for kind in kinds)


def _single(words: Lexicon, *kinds: str) -> frozenset[str]:
    return frozenset(
        term
        for entry in words
        if not kinds or entry.get("kind") in kinds
        for term in entry.terms
        if " " not in term
    )


@functools.cache
def given_names() -> frozenset[str]:
    """Return given names of both languages without accents: they cross borders."""
    return frozenset(
        fold(t) for code in ("en", "es") for t in _single(lexicon(code, "given_names"))
    )


@functools.cache
def name_words(language: str) -> NameWords:
    """Load the words of a language."""
    titles, places = lexicon(language, "titles"), lexicon(language, "place_words")
    common = lexicon(language, "common_words")
    kinds = {str(entry.get("kind")) for entry in places}
    return NameWords(
        language,
        titles,
        _single(titles, "portfolio"),
        _single(titles, *TITLE_HEADS),
        _single(lexicon(language, "organisation_heads")),
        lexicon(language, "organisation_heads"),
        _single(common, "people"),
        _single(common, "opener", "suffix"),
        _single(common, "calendar"),
        _single(common, "thing"),
        lexicon(language, "demonyms"),
        places,
        {kind: _single(places, kind) for kind in kinds},
        given_names(),
        _single(titles, "address", "short") | frozenset({"st", "sta", "sto", "ste"}),
    )
