"""What carried a decision about a code: the words looked at, and the lexicon words that voted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from testigo.reading.learned.candidates import Coded, Look, Vote
from testigo.reading.learned.heads import NEAR_WORDS, softmax
from testigo.reading.learned.laid import Flags, Floats, LaidWindow

MOST = 3
"""How many words a decision names, at most, of each sort."""
LEAST_SHARE = 0.1
LEAST_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class FeatureNames:
    """The features of a model by their number: names, and whether a word list gives them."""

    names: Sequence[str]
    is_listed: Flags


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one anchor's decisions rest on: its slot, looks `[HEADS, n]`, and votes `[blocks * F]`.

    The blocks are: the anchor itself, words within each of `NEAR_WORDS`, the words each head looks
    at.
    """

    window: LaidWindow
    slot: int
    looks: Floats
    votes: Floats

    def looked(self) -> tuple[Look, ...]:
        """Return the words looked at most."""
        shares = self.looks.mean(0)
        likely = _largest(shares, LEAST_SHARE, MOST)
        return tuple(Look(int(self.window.word[s]), float(shares[s])) for s in likely)

    def voted(self, weights: Floats, names: FeatureNames) -> tuple[Vote, ...]:
        """Return the strongest votes; `weights` `[blocks * F]` are those of the code's votes."""
        count = len(names.names)
        shares = (self.votes * weights).reshape(-1, count) * names.is_listed
        found: dict[int, Vote] = {}
        for place in _largest(shares.ravel(), LEAST_WEIGHT, 2 * MOST):
            block, feature = divmod(place, count)
            if len(found) == MOST:
                break
            word = int(self.window.word[self._holder(block, feature)])
            weight = float(shares[block, feature])
            found.setdefault(word, Vote(word, names.names[feature], weight))
        return tuple(found.values())

    def _holder(self, block: int, feature: int) -> int:
        """Return the slot of the word that gave a vote: the nearest, or the one looked at most."""
        holds = self.window.features[:, feature] > 0
        if block <= len(NEAR_WORDS):
            same = self.window.sentence == self.window.sentence[self.slot]
            apart = np.abs(self.window.word - self.window.word[self.slot])
            return int(np.where(holds & same, apart, len(apart) + apart.max()).argmin())
        return int((self.looks[block - 1 - len(NEAR_WORDS)] * holds).argmax())


def _largest(values: Floats, least: float, most: int) -> list[int]:
    """Return the places of the largest values from `least` on, `most` at most, largest first."""
    places = np.flatnonzero(values >= least)
    order = np.argsort(-values[places], kind="stable")[:most]
    return [int(place) for place in places[order]]


def coded(
    codes: Sequence[str | None],
    scores: Floats,
    ballot: Ballot,
    weights: Floats,
    names: FeatureNames,
) -> Coded:
    """Return the likeliest code with its reasons.

    `weights` `[codes, blocks * F]` are those of the votes, less their mean over the codes.
    """
    shares = softmax(scores)
    best = int(shares.argmax())
    votes = ballot.voted(weights[best], names)
    return Coded(codes[best], float(shares[best]), ballot.looked(), votes)
