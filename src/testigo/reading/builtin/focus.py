"""Whom "he", "her" or a dropped Spanish subject stands for: the one person told of just before.

Invariant: where two persons could be meant there is nobody. A wrong name is worse than none.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.persons import Person
from testigo.reading.builtin.setting import Harm

_HEADING = 20
"""Tokens at most behind the name in a heading ("X, 26, student")."""
_REACH = 2
"""Sentences back in which the person must have been told of."""


@functools.cache
def pronouns(language: str, case: str) -> dict[str, str | None]:
    """Return the pronouns of one case with the sex they show, None where they show none."""
    entries = (e for e in lexicon(language, "person_pronouns") if e.get("case") == case)
    return {term: e.get("sex") for e in entries for term in e.terms}


class Focus:
    """Remembers, sentence by sentence, the named persons told of in the paragraph."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._told: list[tuple[Sentence, list[Person]]] = []
        self._protagonist: Person | None = None
        self._harm: tuple[Sentence, Harm] | None = None

    def remember(self, sentence: Sentence, persons: list[Person]) -> None:
        """Note the persons of a sentence that has been read.

        What follows a heading that is one person's name is about that person.
        """
        self._told.append((sentence, persons))
        if len(persons) == 1 and _is_heading(self._document, sentence, persons[0]):
            self._protagonist = persons[0]

    def remember_harm(self, sentence: Sentence, harms: Sequence[Harm]) -> None:
        """Note the words of harm of a sentence, for "the others were ..." in the next."""
        told = [h for h in harms if h.form in ("participle", "active", "intransitive", "people")]
        if told:
            self._harm = (sentence, told[-1])

    def harm_before(self, sentence: Sentence) -> Harm | None:
        """Return the last word of harm in the sentence before, of the same paragraph, or None."""
        if self._harm is None:
            return None
        told, harm = self._harm
        near = told.index == sentence.index - 1 and told.paragraph == sentence.paragraph
        return harm if near else None

    def person(self, here: list[Person], at: int, paragraph: int, sex: str | None) -> Person | None:
        """Return the named person that a pronoun at token `at` stands for, or None.

        `here` are the persons of the pronoun's own sentence: those before it come first.
        """
        before = [p for p in here if p.end <= at and p.is_one]
        if before:
            return _only(before, sex)
        for sentence, persons in reversed(self._told[-_REACH:]):
            if sentence.paragraph == paragraph and persons:
                return _only(persons, sex)
        return self._protagonist


def _is_heading(document: Document, sentence: Sentence, person: Person) -> bool:
    """Whether the sentence is a name and what hangs on it by a comma, without a verb."""
    if person.name is None or person.start != sentence.first:
        return False
    if sentence.last - person.end <= 1:
        return True
    after = document.tokens[person.end].text
    return sentence.index == 0 and after in ",(" and sentence.last - person.end <= _HEADING


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
