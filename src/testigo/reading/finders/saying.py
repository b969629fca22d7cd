"""Which verbs of saying in a sentence really say something: no nouns, infinitives, adjectives.

The same form is often a noun ("the claims", "la denuncia"), a participle ("the accused") or an
infinitive ("refused to comment"); the words before it tell.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.finders.clauses import AUXILIARY, PREPOSITION, Clauses, word_endings

_PLURALS = ("police", "people", "women", "men", "militia", "military", "and")
_NEVER_NOUNS = frozenset({"put", "say", "tell", "believe", "insist"})


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb of saying: tokens `[first, last)`, its group from `start`.

    `form` is `finite`, `gerund` (its subject stands before) or `passive` (an agent may follow).
    """

    first: int
    last: int
    start: int
    form: str
    stance: str
    frame: str


@functools.cache
def _bare_forms(language: str) -> frozenset[str]:
    """Forms that are a verb only after a plural or a pronoun: English "claim", "report"."""
    if language != "en":
        return frozenset()
    terms = {t for e in lexicon(language, "speech_verbs") for t in e.terms if " " not in t}
    ends = ("s", "es")
    return frozenset(
        t
        for t in terms - _NEVER_NOUNS
        if any(t + e in terms for e in ends) or t[:-1] + "ies" in terms
    )


class Sayings:
    """Finds verbs of saying in the sentences of one document."""

    def __init__(self, document: Document, clauses: Clauses) -> None:
        self.document, self.clauses, self.tokens = document, clauses, document.tokens
        self.verbs = lexicon(document.language, "speech_verbs")
        self.bare = _bare_forms(document.language)
        self.noun_endings = word_endings(document.language, "noun")
        self.adverbs = word_endings(document.language, "adverb")

    def of(self, sentence: Sentence) -> list[Saying]:
        """Return the verbs of saying of a sentence, left to right."""
        hits = self.verbs.find(self.tokens, sentence.first, sentence.last)
        return [s for s in (self._judge(h, sentence.first) for h in hits) if s is not None]

    def _judge(self, hit: Hit, first: int) -> Saying | None:
        if hit.entry.get("frame") == "none":
            return None
        language = self.document.language
        word = self.tokens[hit.first].lower
        start = self.verb_start(hit.first, first)
        form = "finite"
        if word.endswith(word_endings(language, "infinitive")) or self._after(
            hit, first, "infinitive"
        ):
            return None
        if word.endswith(word_endings(language, "gerund")):
            form = "gerund"
        elif start < hit.first and self._is_passive(hit, start):
            form = "passive"
        elif self._is_noun(hit, first, start):
            return None
        return Saying(
            hit.first,
            hit.last,
            start,
            form,
            str(hit.entry.get("stance")),
            str(hit.entry.get("frame")),
        )

    def _after(self, hit: Hit, first: int, role: str) -> bool:
        return hit.first > first and self.clauses.has_role(hit.first - 1, role)

    def _is_passive(self, hit: Hit, start: int) -> bool:
        word = self.tokens[hit.first].lower
        if not word.endswith(word_endings(self.document.language, "participle")):
            return False
        return any(self.clauses.has_role(i, "be") for i in range(start, hit.first))

    def _is_noun(self, hit: Hit, first: int, start: int) -> bool:
        if hit.last - hit.first > 1:
            return False
        word = self.tokens[hit.first].lower
        if self.tokens[hit.first].is_capitalised and hit.first > first:
            return True
        if self.document.language == "es" and word.endswith(word_endings("es", "participle")):
            return not any(self.clauses.has_role(i, "have") for i in range(start, hit.first))
        if hit.first == first:
            return word in self.bare
        before = self.tokens[hit.first - 1]
        if before.text in "-'" or before.lower == "se":  # "se añaden a": nobody speaks
            return True
        if self.clauses.is_article(hit.first - 1) and word.endswith(self.noun_endings):
            return True
        small = not before.is_capitalised or hit.first - 1 == first  # not "Comando del Este"
        if small and self.clauses.has_role(hit.first - 1, "determiner", *PREPOSITION):
            return True
        return word in self.bare and not self._takes_bare(hit.first, start, first)

    def _takes_bare(self, at: int, start: int, first: int) -> bool:
        """Whether a plural, a pronoun or a modal stands before an English bare form."""
        if start < at and any(self.clauses.has_role(i, *AUXILIARY) for i in range(start, at)):
            return True
        if start == first:
            return False
        before = self.tokens[start - 1]
        if self.clauses.has_role(start - 1, "pronoun", "relative"):
            return True
        return before.text == "," or before.lower.endswith("s") or before.lower in _PLURALS

    def verb_start(self, at: int, first: int) -> int:
        """The first token of the verb group that ends at the verb `at`: auxiliaries, adverbs."""
        while at > first:
            before = at - 1
            token = self.tokens[before]
            if self.clauses.has_role(before, "adverb", "clitic", *AUXILIARY) or (
                token.is_word and token.lower.endswith(self.adverbs)
            ):
                at = before
            elif self.clauses.has_role(before, "time"):
                at = self._time_start(before, first)
            else:
                return at
        return at

    def _time_start(self, at: int, first: int) -> int:
        """The first token of words of time that end at `at` ("on Tuesday", "el pasado lunes")."""
        while at > first and self.clauses.has_role(
            at - 1, "time", "determiner", "clitic", "this_or_last", *PREPOSITION
        ):
            at -= 1
        return at
