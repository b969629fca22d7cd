"""Whom "he", "her" or a dropped Spanish subject stands for: the one person told of just before.

Invariant: where two persons could be meant there is nobody. A wrong name is worse than none.
"""

from __future__ import annotations

import functools

from testigo.languages.document import Sentence
from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.persons import Person

_REACH = 2
"""Sentences back in which the person must have been told of."""


@functools.cache
def pronouns(language: str, case: str) -> dict[str, str | None]:
    """Return the pronouns of one case with the sex they show, None where they show none."""
    entries = (e for e in lexicon(language, "person_pronouns") if e.get("case") == case)
    return {term: e.get("sex") for e in entries for term in e.terms}


class Focus:
    """Remembers, sentence by sentence, the named persons told of in the paragraph."""

    def __init__(self) -> None:
        self._told: list[tuple[Sentence, list[Person]]] = []

    def remember(self, sentence: Sentence, persons: list[Person]) -> None:
        """Note the persons of a sentence that has been read."""
        self._told.append((sentence, persons))

    def person(self, here: list[Person], at: int, sex: str | None) -> Person | None:
        """Return the named person that a pronoun at token `at` stands for, or None.

        `here` are the persons of the pronoun's own sentence: those before it come first.
        """
        before = [p for p in here if p.end <= at]
        if before:
            return _only(before, sex)
        for sentence, persons in reversed(self._told[-_REACH:]):
            if self._told and sentence.paragraph != self._paragraph(here, sentence):
                continue
            if persons:
                return _only(persons, sex)
        return None

    def _paragraph(self, here: list[Person], sentence: Sentence) -> int:
        return here[0].sentence.paragraph if here else sentence.paragraph


def _only(persons: list[Person], sex: str | None) -> Person | None:
    """Return the person meant: the only one, or the only one that fits and has a name."""
    fitting = [p for p in persons if p.is_one and not _clashes(p, sex)]
    if len(fitting) == 1:
        return fitting[0] if fitting[0].name is not None else None
    named = {p.name.full.quote: p for p in fitting if p.name is not None}
    return next(iter(named.values())) if len(named) == 1 and len(fitting) <= 2 else None


def _clashes(person: Person, sex: str | None) -> bool:
    told = {n.entry.get("sex") for n in person.nouns} - {None}
    return sex is not None and bool(told) and sex not in told
