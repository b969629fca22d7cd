"""Two lists of names under one number: who left, who came, and whose spelling may have changed.

Invariant: nobody is made one person here. Equal folded names are paired within the two lists only;
other spellings are proposals; where two fit one name equally well, both are shown and none chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from testigo.languages.document import fold

ALIKE = 0.8
"""Least likeness of two names to propose them (difflib ratio, the mean over their words): "Arquino"
and "Arquiso" have 0.86 alone; two given names that begin alike before unlike family names, 0.70."""

_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of a list: the name as written, the age if given, the statement's handle."""

    name: str
    age: int | None
    handle: str


Pair = tuple[Listed, Listed]


@dataclass(frozen=True, slots=True)
class ListDifference:
    """What changed from an earlier list to a later one.

    Pairs are (earlier, later): `kept` of equal names, `proposals` of names that may be one
    person's. `gone` and `came` are those for whom not even a proposal stands.
    """

    kept: tuple[Pair, ...]
    proposals: tuple[Pair, ...]
    gone: tuple[Listed, ...]
    came: tuple[Listed, ...]

    @property
    def ages(self) -> tuple[Pair, ...]:
        """The pairs, kept or proposed, that give two ages: both stand."""
        return tuple(
            (one, other)
            for one, other in (*self.kept, *self.proposals)
            if one.age is not None and other.age is not None and one.age != other.age
        )

    @property
    def is_same_number_of_others(self) -> bool:
        """Whether the lists are equally long although somebody left and somebody came."""
        return bool(self.gone) and len(self.gone) == len(self.came) and not self._is_ambiguous

    @property
    def _is_ambiguous(self) -> bool:
        handles = [person.handle for pair in self.proposals for person in pair]
        return len(handles) != len(set(handles))


def list_difference(earlier: Sequence[Listed], later: Sequence[Listed]) -> ListDifference:
    """Compare two lists of persons name by name, whatever their numbers.

    Order does not matter; each list is sorted by folded name, then handle.
    """
    before, after = sorted(earlier, key=_order), sorted(later, key=_order)
    kept = _equal(before, after)
    taken = {person.handle for pair in kept for person in pair}
    left = [p for p in before if p.handle not in taken]
    new = [p for p in after if p.handle not in taken]
    proposals = _proposed(left, new)
    proposed = {person.handle for pair in proposals for person in pair}
    return ListDifference(
        tuple(kept),
        tuple(proposals),
        tuple(p for p in left if p.handle not in proposed),
        tuple(p for p in new if p.handle not in proposed),
    )


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1: an initial is as good as the word it may begin.

    >>> likeness("Bruno Arquino", "B. Arquino"), likeness("Bruno Arquino", "Rosa Vilte") < 0.5
    (1.0, True)
    """
    words, others = _words(one), _words(other)
    if len(words) > len(others):
        words, others = others, words
    if not words:
        return 0.0
    scores = []
    rest = list(others)
    for word in words:
        best = max(range(len(rest)), key=lambda i: (_word_likeness(word, rest[i]), -i))
        scores.append(_word_likeness(word, rest.pop(best)))
    return min(scores) if len(scores) < _FEWEST_WORDS else sum(scores) / len(scores)


def _equal(before: Sequence[Listed], after: Sequence[Listed]) -> list[Pair]:
    """Pair equal names, those of equal age first; two alike in one list stay two."""
    waiting: defaultdict[tuple[str, ...], list[Listed]] = defaultdict(list)
    for person in after:
        waiting[tuple(_words(person.name))].append(person)
    pairs = []
    for person in before:
        found = waiting[tuple(_words(person.name))]
        if found:
            match = next((p for p in found if p.age == person.age), found[0])
            found.remove(match)
            pairs.append((person, match))
    return pairs


def _proposed(left: Sequence[Listed], new: Sequence[Listed]) -> list[Pair]:
    """Return the pairs of which neither has a better partner left, the most alike first."""
    scored = [(likeness(a.name, b.name), a, b) for a in left for b in new]
    waiting = [(score, a, b) for score, a, b in scored if score >= ALIKE]
    pairs: list[tuple[float, Listed, Listed]] = []
    while waiting:
        best: defaultdict[str, float] = defaultdict(float)
        for score, *pair in waiting:
            for person in pair:
                best[person.handle] = max(best[person.handle], score)
        mutual = [(s, a, b) for s, a, b in waiting if s == best[a.handle] == best[b.handle]]
        pairs += mutual
        taken = {person.handle for _, *pair in mutual for person in pair}
        waiting = [
            (s, a, b) for s, a, b in waiting if a.handle not in taken and b.handle not in taken
        ]
    pairs.sort(key=lambda pair: (-pair[0], _order(pair[1]), _order(pair[2])))
    return [(a, b) for _, a, b in pairs]


def _word_likeness(one: str, other: str) -> float:
    if min(len(one), len(other)) == 1:
        return float(one[0] == other[0])
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _words(name: str) -> list[str]:
    return fold(name).replace(".", " ").replace("-", " ").split()


def _order(person: Listed) -> tuple[str, str]:
    return fold(person.name), person.handle
