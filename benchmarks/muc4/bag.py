"""Which incident types a document tells, by its words alone: a logistic regression over terms.

Terms are beginnings of words, pairs of them, and what testigo's statements say (`told:...`),
weighted by how rare they are among the training documents, of length one together.
"""

from __future__ import annotations

import collections
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.muc4.reading import ReadDocument
from numpy.typing import NDArray

LONGEST_WORD = 9
LEAST_DOCUMENTS = 5
Floats = NDArray[np.float32]


def terms(document: ReadDocument) -> collections.Counter[str]:
    """Return how often each term stands in a document."""
    words = [word[:LONGEST_WORD] for word in document.page.folded if word[0].isalpha()]
    found = collections.Counter(words)
    found.update(f"{a} {b}" for a, b in itertools.pairwise(words))
    found.update(n for names in document.features for n in names if n.startswith("told:"))
    return found


@dataclass(frozen=True, slots=True)
class Bag:
    """The regression: `rarity` of each term, `weights` `[terms, 6]`, `bias` `[6]`."""

    rarity: Mapping[str, float]
    weights: Floats
    bias: Floats

    def probabilities(self, document: ReadDocument) -> Floats:
        """Return how likely an incident of each type, and any, is told."""
        places = {term: place for place, term in enumerate(self.rarity)}
        given = weighed(terms(document), self.rarity)
        score = self.bias.copy()
        for term, value in given.items():
            score += value * self.weights[places[term]]
        out: Floats = 1 / (1 + np.exp(-score))
        return out


def rarity_of(documents: Sequence[collections.Counter[str]]) -> dict[str, float]:
    """Return the terms of at least `LEAST_DOCUMENTS` documents, and how rare they are."""
    held = collections.Counter(term for one in documents for term in one)
    return {
        term: math.log(len(documents) / times)
        for term, times in sorted(held.items())
        if times >= LEAST_DOCUMENTS
    }


def weighed(found: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    """Return the known terms of a document, weighed, of length one together."""
    values = {t: (1 + math.log(n)) * rarity[t] for t, n in found.items() if t in rarity}
    length = math.sqrt(sum(value * value for value in values.values())) or 1.0
    return {term: value / length for term, value in values.items()}
