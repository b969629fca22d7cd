"""What a document remembers: a surname after its full form, an acronym after its expansion.

Two full forms that share a surname leave it without one: ambiguity is a result.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import replace

from testigo.languages.document import Document
from testigo.reading.finders.name_candidates import Candidate
from testigo.reading.finders.name_words import PARTICLES


class Memory:
    """The full forms of a document's names."""

    def __init__(self, document: Document, candidates: list[Candidate]) -> None:
        self.document = document
        self.persons: dict[str, list[Candidate]] = defaultdict(list)
        self._seen: set[tuple[str, ...]] = set()
        self.expansions: dict[str, Candidate] = {}
        self.types: dict[tuple[str, ...], tuple[int, str]] = {}
        for candidate in candidates:
            self._learn(candidate)
        for before, after in itertools.pairwise(candidates):
            self._learn_expansion(before, after)

    def _learn(self, candidate: Candidate) -> None:
        best = self.types.get(candidate.words, (-1, ""))
        if candidate.type != "unknown" and candidate.strength > best[0]:
            self.types[candidate.words] = (candidate.strength, candidate.type)
        if candidate.type == "person" and len(candidate.words) > 1:
            if candidate.words in self._seen:
                return  # the first of a name stands for all: it is the one led back to
            self._seen.add(candidate.words)
            for word in candidate.words:
                if len(word) > 2 and word not in PARTICLES:
                    self.persons[word].append(candidate)

    def _learn_expansion(self, before: Candidate, after: Candidate) -> None:
        """Learn "Long Name (LN)" and "LN (Long Name)"."""
        between = self.document.content[before.end : after.start].replace("\u00a0", " ")
        if between.strip('"“”«» ') != "(" or not self.document.content[after.end :].startswith(")"):
            return
        if after.is_acronym and not before.is_acronym and before.type != "place":
            if before.type == "person" and not _are_initials(after.words[0], before.words):
                return
            self.expansions.setdefault(after.words[0], before)
        elif before.is_acronym and _are_initials(before.words[0], after.words):
            self.expansions.setdefault(before.words[0], after)

    def full_person(self, candidate: Candidate) -> Candidate | None:
        """Return the one longer form of a person's name that the document holds, or None."""
        if any(word not in self.persons for word in candidate.words if word not in PARTICLES):
            return None
        own = set(candidate.words)
        longer = [
            c
            for c in self.persons.get(candidate.words[-1], ())
            if own <= set(c.words) and len(c.words) > len(candidate.words)
        ]
        best = max(longer, key=lambda c: (len(c.words), -c.start), default=None)
        if best is None or any(not set(c.words) <= set(best.words) for c in longer):
            return None
        return best

    def judged(self, candidate: Candidate) -> Candidate:
        """Return the candidate with the type that the document gives its name."""
        if candidate.is_acronym and candidate.words[0] in self.expansions:
            return replace(candidate, type="organisation", strength=2)
        if candidate.strength < 2 and not candidate.is_acronym and self._is_of_person(candidate):
            return replace(candidate, type="person", strength=1)
        if candidate.strength < 2:
            strength, kind = self.types.get(candidate.words, (-1, candidate.type))
            if strength > candidate.strength:
                return replace(candidate, type=kind, strength=strength)
        return candidate

    def _is_of_person(self, candidate: Candidate) -> bool:
        """Whether the words are part of a person's name (a given name alone is, too)."""
        own = set(candidate.words)
        return any(
            own <= set(c.words) and len(own) < len(set(c.words))
            for c in self.persons.get(candidate.words[-1], ())
        )


def _are_initials(acronym: str, words: tuple[str, ...]) -> bool:
    """Tell whether an acronym may stand for words: it begins as they do, and they are as many."""
    return len(words) > 1 and acronym[0] == words[0][0] and acronym[1] in {w[0] for w in words[1:]}
