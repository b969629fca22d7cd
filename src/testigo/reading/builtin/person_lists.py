"""Lists of persons: where one begins, how far it runs, and what is another clause."""

from __future__ import annotations

from dataclasses import dataclass

from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.clause_view import ClauseView
from testigo.reading.builtin.persons import Person
from testigo.reading.builtin.phrases import role

_LIST_GAP = 10
"""Tokens at most of an item in a list that is nobody known ("two of his guards")."""


@dataclass(frozen=True, slots=True)
class PersonLists(ClauseView):
    """Reads lists of persons in one sentence."""

    def _chain(self, start: int, *, semicolons: bool = False) -> list[Person]:
        """Return the phrases of a list that begins at token `start`, give or take a determiner.

        What follows the last "and" after a comma is another clause, unless it is a long list.
        """
        out: list[Person] = []
        at = start
        if semicolons and at < self.sentence.last and self.document.tokens[at].text == ",":
            at += 1
        for person in self.persons:
            if person.end <= at:
                continue
            if not self._is_next(at, person, first=not out, semicolons=semicolons):
                break
            out.append(person)
            at = self._after_person(person) if semicolons else person.end
        return out if semicolons else self._to_last_and(out)

    def _to_last_and(self, chain: list[Person]) -> list[Person]:
        for index in range(len(chain) - 1, 0, -1):
            gap = range(chain[index - 1].end, chain[index].start)
            if any(role(self.document, i) == "coordinator" for i in gap):
                return chain[: index + 1]
        return chain[:1]

    def _is_next(self, at: int, person: Person, *, first: bool, semicolons: bool) -> bool:
        tokens = self.document.tokens
        gap = range(at, person.start)
        if person.start < at:
            return person.first >= at
        if first:
            return len(gap) <= 3 and all(
                role(self.document, i) in ("determiner", "auxiliary")
                or self._is_object_word(i)
                or self._links(i)
                for i in gap
            )
        marks = ",;" if semicolons else ","
        if semicolons and gap and self._is_list_gap(gap):
            return True
        if not gap or len(gap) > 4:
            return False
        return any(
            tokens[i].text in marks or role(self.document, i) == "coordinator" for i in gap
        ) and all(
            tokens[i].text in marks
            or role(self.document, i) in ("coordinator", "determiner")
            or self._is_object_word(i)
            for i in gap
        )

    def _is_list_gap(self, gap: range) -> bool:
        """Whether the words between two of a list are one more item ("dos de sus escoltas y")."""
        last = next(
            (
                i
                for i in reversed(gap)
                if role(self.document, i) != "determiner" and not self._is_object_word(i)
            ),
            gap[0],
        )
        edges = (gap[0], last)
        return (
            len(gap) <= _LIST_GAP
            and all(self._parts(i) for i in edges)
            and not self._has_verb(gap)
            and not any(self._is_relative(i) for i in gap)
        )

    def _after_person(self, person: Person) -> int:
        """Step over what hangs on a person in a list, to the semicolon that ends it.

        A person right behind the comma is the next of the list: nothing hangs there.
        """
        tokens = self.document.tokens
        at = person.end
        index = self.persons.index(person) + 1
        if index < len(self.persons) and self.persons[index].start - at <= 3:
            return at
        while at < self.sentence.last and tokens[at].text != ";" and at - person.end < 20:
            if tokens[at].text in ".:":
                return person.end
            at += 1
        return at if at < self.sentence.last and tokens[at].text == ";" else person.end

    def _chain_back(self, last: Person) -> list[Person]:
        """Return the list that ends with `last`: "A, B and C", also "A; B, and C"."""
        chain = [last]
        index = self.persons.index(last)
        listed = False
        while index > 0:
            left = self.persons[index - 1]
            joined = self._joins(left.end, chain[0].start)
            if not joined and not (listed and self._is_mark(left.end, chain[0].start)):
                break
            listed = True
            chain.insert(0, left)
            index -= 1
        if self._is_governed(chain[0]):
            return [last]
        return chain

    def _is_mark(self, start: int, end: int) -> bool:
        """Whether a comma or semicolon alone parts two phrases of a list."""
        return end - start == 1 and self.document.tokens[start].text in ",;"

    def _is_joiner(self, start: int, end: int) -> bool:
        """Whether "as well as" or "así como" stands between, give or take a comma."""
        joiners = lexicon(self.document.language, "list_joiners")
        first = start + (self.document.tokens[start].text == ",")
        hit = joiners.at(self.document.tokens, first, end) if first < end else None
        return hit is not None and hit.last == end

    def _joins(self, start: int, end: int) -> bool:
        """Whether only "and" and commas stand between two phrases of a list."""
        gap = [self.document.tokens[i] for i in range(start, end)]
        if 0 < len(gap) <= 4 and self._is_joiner(start, end):
            return True
        return (
            0 < len(gap) <= 3
            and any(role(self.document, start + i) == "coordinator" for i in range(len(gap)))
            and all(
                t.text in ",;" or role(self.document, start + i) in ("coordinator", "determiner")
                for i, t in enumerate(gap)
            )
        )
