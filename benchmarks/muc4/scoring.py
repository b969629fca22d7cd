"""GTT-style F1 of templates (CEAF-REE per template; Du et al., NAACL 2021), with its interval.

Predicted and gold templates of a document are paired one to one; a pair agrees in the incident
type. A predicted entity is right if all its strings belong to one gold entity of the slot, a gold
entity is found if a predicted one is right for it. The type is one more slot. Of all pairings of a
document the one with the best F1 counts. Strings are compared in small letters, without ASCII
punctuation and articles. Gold templates that repeat one another count once.
"""

from __future__ import annotations

import functools
import random
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SLOTS = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
COLUMNS = ("type", *SLOTS)
Template = Mapping[str, Any]
Row = tuple[int, ...]
"""One number a column: the type, then the slots."""

_DROPPED = str.maketrans("", "", string.punctuation)
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")


def normalised(text: str) -> str:
    """Return what of a string is compared.

    >>> normalised("The Mayor's house")
    'mayors house'
    """
    return " ".join(_ARTICLE.sub(" ", text.lower().translate(_DROPPED)).split())


@dataclass(frozen=True, slots=True)
class Counts:
    """Right among the predicted, predicted, found among gold, gold; one number a column."""

    right: Row
    predicted: Row
    found: Row
    gold: Row

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            _sum(self.right, other.right),
            _sum(self.predicted, other.predicted),
            _sum(self.found, other.found),
            _sum(self.gold, other.gold),
        )

    def precision(self, column: int | None = None) -> float:
        """Return the precision of a column, of all where None; 0 where nothing is predicted."""
        return _share(self.right, self.predicted, column)

    def recall(self, column: int | None = None) -> float:
        """Return the recall of a column, of all where None; 0 where there is no gold."""
        return _share(self.found, self.gold, column)

    def f1(self, column: int | None = None) -> float:
        """Return the harmonic mean of both."""
        return _harmonic(self.precision(column), self.recall(column))


NOTHING = Counts(*((0,) * len(COLUMNS),) * 4)


def _sum(one: Row, other: Row) -> Row:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _share(part: Row, whole: Row, column: int | None) -> float:
    numbers = (part, whole) if column is None else ((part[column],), (whole[column],))
    above, below = map(sum, numbers)
    return above / below if below else 0.0


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def count(predicted: Sequence[Template], gold: Sequence[Template]) -> Counts:
    """Count one document under its best pairing."""
    guesses, truths = list(predicted), _without_repeats(gold)
    sizes = tuple(
        _sum((len(all_), *(0,) * len(SLOTS)), _slot_sizes(all_)) for all_ in (guesses, truths)
    )
    pairs = {
        (i, j): pair
        for i, guess in enumerate(guesses)
        for j, truth in enumerate(truths)
        if (pair := _pair(guess, truth)) is not None
    }
    right, found = _best(pairs, len(guesses), sum(sizes[0]), sum(sizes[1]))
    return Counts(right, sizes[0], found, sizes[1])


def _slot_sizes(templates: Sequence[Template]) -> Row:
    return (0, *(sum(len(one.get(slot) or ()) for one in templates) for slot in SLOTS))


def _without_repeats(templates: Sequence[Template]) -> list[Template]:
    kept: dict[str, Template] = {}
    for one in templates:
        kept.setdefault(repr([one["incident_type"], *(one.get(s) or [] for s in SLOTS)]), one)
    return list(kept.values())


def _types(template: Template) -> set[str]:
    return {part.strip() for part in template["incident_type"].lower().split("/")}


def _entities(template: Template, slot: str) -> list[frozenset[str]]:
    given = template.get(slot) or ()
    return [frozenset(map(normalised, [e] if isinstance(e, str) else e)) for e in given]


def _pair(guess: Template, truth: Template) -> tuple[Row, Row] | None:
    """Return what is right and what is found, one number a column; None if the types differ."""
    if not _types(guess) <= _types(truth):
        return None
    right, found = [1], [1]
    for slot in SLOTS:
        guesses, truths = _entities(guess, slot), _entities(truth, slot)
        right.append(sum(any(one <= true for true in truths) for one in guesses))
        found.append(sum(any(one <= true for one in guesses) for true in truths))
    return tuple(right), tuple(found)


def _best(
    pairs: Mapping[tuple[int, int], tuple[Row, Row]], guesses: int, predicted: int, gold: int
) -> tuple[Row, Row]:
    """Return right and found of the pairing with the best F1.

    F1 is no sum over pairs: for each set of gold templates used, the pairings that no other beats
    in both numbers are kept.
    """
    zero = (0,) * len(COLUMNS)
    fronts: dict[int, list[tuple[Row, Row]]] = {0: [(zero, zero)]}
    for i in range(guesses):
        longer = {used: list(front) for used, front in fronts.items()}
        for used, front in fronts.items():
            for (guess, truth), (right, found) in pairs.items():
                if guess == i and not used >> truth & 1:
                    into = longer.setdefault(used | 1 << truth, [])
                    into += [(_sum(a, right), _sum(b, found)) for a, b in front]
        fronts = {used: _unbeaten(front) for used, front in longer.items()}

    def quality(one: tuple[Row, Row]) -> tuple[float, int]:
        a, b = sum(one[0]), sum(one[1])
        f1 = _harmonic(a / predicted if predicted else 0.0, b / gold if gold else 0.0)
        return round(f1, 12), a + b

    return max((one for front in fronts.values() for one in front), key=quality)


def _unbeaten(front: list[tuple[Row, Row]]) -> list[tuple[Row, Row]]:
    kept: list[tuple[Row, Row]] = []
    for one in sorted(front, key=lambda pair: (-sum(pair[0]), -sum(pair[1]))):
        if not kept or sum(one[1]) > sum(kept[-1][1]):
            kept.append(one)
    return kept


def total(counts: Sequence[Counts]) -> Counts:
    """Add up documents."""
    return functools.reduce(Counts.__add__, counts, NOTHING)


def interval(counts: Sequence[Counts], draws: int = 1000, seed: int = 4) -> tuple[float, float]:
    """Return the 95 % interval of F1 over documents drawn again with replacement."""
    chance = random.Random(seed)
    drawn = sorted(total(chance.choices(counts, k=len(counts))).f1() for _ in range(draws))
    return drawn[int(0.025 * draws)], drawn[int(0.975 * draws) - 1]
