"""Where a phrase for a person stands to a verb: subject, object, behind it, beside it.

Invariant: a phrase is subject or object only where the words between allow it; the nearest person
is not enough.
"""

from __future__ import annotations

from dataclasses import dataclass

from testigo.reading.builtin.clause_view import passive_words
from testigo.reading.builtin.person_lists import PersonLists
from testigo.reading.builtin.persons import Person
from testigo.reading.builtin.phrases import HARD_STOPS, date_over, role, skip_back
from testigo.reading.builtin.setting import Harm

_BEHIND = 9
"""Tokens at most between a Spanish verb and the subject behind it ("murió ayer ... un joven")."""
_HANGS = 12
"""Tokens at most that hang on a subject without commas ("a man in the car behind was ...")."""
_INSERTED = 40
"""Tokens at most of an insertion between a subject and its verb."""
_SHARED = 18
"""Tokens at most between two participles that share a subject."""
_INSERTED_SHORT = 9
"""Tokens at most of an insertion between an event and its person (", on Monday,")."""
_EVENT_GAP = 6
"""Tokens at most between an event and its person ("the arrest three days later of X")."""


@dataclass(frozen=True, slots=True)
class Standing(PersonLists):
    """Finds the subjects and objects of verbs in one sentence."""

    def _subjects(self, verb: int) -> list[Person]:
        """Return the persons that stand as subject before the verb at `verb`, with their list."""
        at = skip_back(self.setting, self.sentence, verb)
        if at > self.sentence.first and self._is_relative(at):
            at -= 2 if self.document.tokens[at - 1].text == "," else 1
        last = self._ending_at(at)
        return [] if last is None else self._chain_back(last)

    def _ending_at(self, at: int) -> Person | None:
        """Return the subject whose phrase, with all that hangs on it, ends at token `at`."""
        for person in reversed(self.persons):
            if person.last > at + 1 or at + 1 - person.end > _INSERTED:
                continue
            if person.end >= at + 1:
                return None if self._is_governed(person) else person
            if not self._is_governed(person) and self._hangs_on(person, at):
                return person
            if person.end == at + 1:
                return None
        return None

    def _hangs_on(self, person: Person, at: int) -> bool:
        """Whether what stands from the phrase to `at` only tells more about the person."""
        tokens, opening = self.document.tokens, self.document.tokens[person.end]
        between = range(person.end, at + 1)
        if self._has_stop(between):
            return False
        if opening.text in ",(—–":
            if tokens[at].text not in ",)—–":
                return False
            inner = range(person.end + 1, at)
            return self._is_relative(person.end + 1) or not self._has_verb(inner)
        if person.end > person.last and tokens[at].text in ",)" and len(between) <= _HANGS:
            return not self._has_verb(between)
        if len(between) > _HANGS or any(tokens[i].text == "," for i in between):
            return False
        if role(self.document, person.end) == "preposition":
            return not self._has_verb(between)
        return self._is_relative(person.end)

    def _objects(self, start: int) -> list[Person]:
        """Return the persons that follow a verb as its object, the chain included."""
        at = start
        while at < self.sentence.last:
            dated = date_over(self.setting, at)
            if dated is not None:
                at = dated[1]
            elif role(self.document, at) in ("adverb", "time") or self._is_object_word(at):
                at += 1
            else:
                break
        return self._chain(at) or self._marked_objects(start)

    def _past_insertion(self, start: int) -> int:
        """Step over words between two commas right behind a verb."""
        tokens = self.document.tokens
        if start >= self.sentence.last or tokens[start].text != ",":
            return start
        ahead = range(start + 1, min(start + _BEHIND, self.sentence.last))
        return next((i + 1 for i in ahead if tokens[i].text == ","), start)

    def _marked_objects(self, start: int) -> list[Person]:
        """Return the persons behind a later "a" or "al": "detuvo de madrugada a X"."""
        start = self._past_insertion(start)
        for at in range(start, min(start + _BEHIND, self.sentence.last - 1)):
            if self._is_object_word(at):
                found = self._chain(at + 1)
                if found:
                    return found
            if self._stops(at):
                return []
        return []

    def _fronted(self, verb: int) -> list[Person]:
        """Return the object that stands before its verb: "a X lo mataron", "X, a quien mataron"."""
        if self.document.language != "es":
            return []
        at = verb - 1
        while at >= self.sentence.first and role(self.document, at) in ("clitic", "adverb"):
            at -= 1
        if at > self.sentence.first and self._is_relative(at) and self._is_object_word(at - 1):
            last = self._ending_at(at - 3 if self.document.tokens[at - 2].text == "," else at - 2)
            return [] if last is None else [last]
        if at == verb - 1 and role(self.document, verb) != "clitic":
            return []
        if self.document.tokens[at].text == ",":
            at -= 1
        for person in self.persons:
            before = person.start - 1
            if person.end == at + 1 and before >= self.sentence.first:
                return [person] if self._is_object_word(before) else []
        return []

    def _of(self, start: int) -> list[Person]:
        """Return the persons of an event: "(the killing) of X and Y"."""
        tokens, at = self.document.tokens, start
        if self._is_of(at - 1):
            return self._chain(at)
        if at < self.sentence.last and tokens[at].text == ",":
            ahead = range(at + 1, min(at + _INSERTED_SHORT, self.sentence.last))
            at = next((i + 1 for i in ahead if tokens[i].text == ","), at)
            start = at
        while at < self.sentence.last and at - start <= _EVENT_GAP:
            if self._is_of(at):
                found = self._chain(at + 1)
                if found or at == start:
                    return found
            if self._stops(at) or tokens[at].text in ",;:":
                return []
            at += 1
        return []

    def _directly_before(self, first: int) -> list[Person]:
        """Return the person a bare participle is said of ("X, killed on Monday")."""
        at = first - 1
        if at >= self.sentence.first and self.document.tokens[at].text in ",(":
            at -= 1
        for person in reversed(self.persons):
            if person.end == at + 1:
                return [person]
        return []

    def _behind(self, start: int, reach: int = _BEHIND) -> list[Person]:
        """Return the subject that follows its verb: "murió ayer en Tarma un joven"."""
        tokens = self.document.tokens
        if start < self.sentence.last and tokens[start].text == ",":
            closing = (i for i in range(start + 1, min(start + 6, self.sentence.last)))
            start = next((i + 1 for i in closing if tokens[i].text == ","), start)
        for person in self.persons:
            if person.start < start:
                continue
            gap = range(start, person.start)
            if len(gap) > reach or any(self._stops(i) for i in gap):
                return []
            before = tokens[person.start - 1].lower
            if person.start > start and role(self.document, person.start - 1) == "preposition":
                if before in ("por", "con", "a", "al"):
                    return []
                continue
            return self._chain(person.start)
        return []

    def _touches(self, subjects: list[Person], verb: int) -> bool:
        """Whether the subject stands right before its verb, give or take small words."""
        if not subjects:
            return False
        return skip_back(self.setting, self.sentence, verb) + 1 == subjects[-1].end

    def _shared_subjects(self, harm: Harm) -> list[Person]:
        """Return the subjects of the participle before it: "was arrested and released"."""
        at = harm.first - 1
        while at > self.sentence.first and (
            role(self.document, at) == "adverb" or self._is_adverb(at)
        ):
            at -= 1
        if at < self.sentence.first or role(self.document, at) != "coordinator":
            return []
        for other in range(at - 1, max(at - _SHARED, self.sentence.first) - 1, -1):
            if self.document.tokens[other].text in HARD_STOPS:
                return []
            if any(p.end == at and p.start >= other for p in self.persons):
                return []
            if self.document.tokens[other].lower in passive_words(self.document.language):
                auxiliary = self._auxiliary(other + 1)
                return [] if auxiliary is None else self._subjects(auxiliary)
        return []

    def _has_genitive(self, person: Person) -> bool:
        token = self.document.tokens[person.last - 1].text
        return token.endswith(("'s", "’s", "s'", "s’"))

    def _has_own(self, at: int) -> bool:
        """Whether the sentence itself tells of persons before token `at`."""
        return any(p.end <= at for p in self.persons)
