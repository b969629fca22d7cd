"""One sentence with its phrases for persons, and what the small words in it do."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.persons import Person
from testigo.reading.builtin.phrases import (
    HARD_STOPS,
    object_words,
    of_words,
    role,
    whose_words,
)
from testigo.reading.builtin.setting import Setting


@dataclass(frozen=True, slots=True)
class ClauseView:
    """One sentence; `persons` are its phrases for persons, in order."""

    setting: Setting
    sentence: Sentence
    persons: list[Person]

    @property
    def document(self) -> Document:
        """The document the sentence stands in."""
        return self.setting.document

    def _auxiliary(self, first: int) -> int | None:
        """Return the first auxiliary of the verb whose participle is at `first`, or None."""
        at, found = first - 1, None
        while at >= self.sentence.first:
            word = role(self.document, at)
            if word == "auxiliary" or self._links(at):
                found = at
            elif word not in ("adverb", "clitic") and not self._is_adverb(at):
                break
            at -= 1
        return found

    def _is_passive(self, auxiliary: int, participle: int) -> bool:
        """Whether a form of "be" or the like stands in the verb: "had held" is active."""
        passive = passive_words(self.document.language)
        return any(self.document.tokens[i].lower in passive for i in range(auxiliary, participle))

    def _is_adverb(self, at: int) -> bool:
        lower = self.document.tokens[at].lower
        return lower.endswith("ly") if self.document.language == "en" else lower.endswith("mente")

    def _links(self, at: int) -> bool:
        return self.document.tokens[at].lower in _link_verbs(self.document.language)

    def _is_relative(self, at: int) -> bool:
        if at >= self.sentence.last:
            return False
        if self._is_whose(at):
            return False
        return role(self.document, at) == "relative" or self.document.tokens[at].lower in (
            "que",
            "that",
        )

    def _is_whose(self, at: int) -> bool:
        return self.document.tokens[at].lower in whose_words(self.document.language)

    def _has_verb(self, between: range) -> bool:
        return any(role(self.document, i) in ("auxiliary", "verb", "pronoun") for i in between)

    def _has_stop(self, between: range) -> bool:
        return any(self.document.tokens[i].text in HARD_STOPS for i in between)

    def _is_object_word(self, at: int) -> bool:
        return self.document.tokens[at].lower in object_words(self.document.language)

    def _is_of(self, at: int) -> bool:
        word = self.document.tokens[max(at, 0)].lower
        return at >= self.sentence.first and word in of_words(self.document.language)

    def _is_comma(self, at: int) -> bool:
        return self.document.tokens[at].text == ","

    def _stops(self, at: int) -> bool:
        token = self.document.tokens[at]
        return token.text in ",;:.()" or role(self.document, at) in (
            "auxiliary",
            "complementiser",
            "relative",
            "contrast",
            "verb",
            "subordinator",
        )

    def _is_singular_verb(self, verb: int) -> bool:
        return not self.document.tokens[verb].lower.endswith(("n", "os", "as"))

    def _parts(self, at: int) -> bool:
        return self.document.tokens[at].text in ",;" or role(self.document, at) == "coordinator"

    def _is_governed(self, person: Person) -> bool:
        """Whether a preposition or a governing verb stands before the phrase: no subject then."""
        before = person.start - 1
        if before < self.sentence.first:
            return False
        if role(self.document, before) in ("preposition", "infinitive"):
            return True
        if self.document.language == "en" and self.document.tokens[before].lower.endswith("ing"):
            return True
        harms = self.setting.harms_in(self.sentence)
        return any(h.first <= before < h.last and h.form == "active" for h in harms)


@functools.cache
def _link_verbs(language: str) -> frozenset[str]:
    return frozenset(t for e in lexicon(language, "link_verbs") for t in e.terms)


@functools.cache
def passive_words(language: str) -> frozenset[str]:
    """Return the verbs that make a participle passive: forms of "be" and "remain" and the like."""
    be = (e for e in lexicon(language, "clause_words") if e.get("role") == "be")
    return frozenset(t for e in be for t in e.terms) | _link_verbs(language)
