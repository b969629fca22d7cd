"""Profiles of victims: "X, 18, was saving money for his studies", after the dead were told.

A report that has told deaths often goes on with one sentence a person, without a word of harm. Such
a sentence is read as a person killed only if it begins with a full name and an age, and stands
close behind the sentence that tells the deaths or behind another such profile. On the tuning
reports 11 of 13 were right.
"""

from __future__ import annotations

from testigo.languages.document import Sentence
from testigo.reading.builtin.persons import Person, persons_in
from testigo.reading.builtin.setting import Harm, Setting

REACH = 4
"""Sentences within which a profile belongs to the deaths told, or to the profile before it."""
_TELLING = frozenset({"people", "participle", "intransitive", "event"})


def victim_profiles(setting: Setting) -> list[tuple[Person, Harm]]:
    """Return the persons profiled, each with the word that told the deaths, in reading order."""
    out: list[tuple[Person, Harm]] = []
    told: tuple[int, Harm] | None = None
    for sentence in setting.document.sentences:
        harms = setting.harms_in(sentence)
        if harms:
            killed = [h for h in harms if h.outcome == "killed" and h.form in _TELLING]
            told = (sentence.index, killed[-1]) if killed else told
            continue
        if told is None or sentence.index - told[0] > REACH:
            continue
        person = _profiled(setting, sentence)
        if person is not None:
            out.append((person, told[1]))
            told = (sentence.index, told[1])
    return out


def _profiled(setting: Setting, sentence: Sentence) -> Person | None:
    """Return the person whose full name and age begin the sentence, or None."""
    for person in persons_in(setting, sentence):
        if person.start - sentence.first > 1:
            return None
        if person.name is None or person.age is None or not person.is_one:
            continue
        full = len(person.name.span.quote.split()) > 1 or person.name.is_initials
        return person if full else None
    return None
