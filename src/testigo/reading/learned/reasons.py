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
        order = np.argsort(-shares)[:MOST]
        likely = [int(slot) for slot in order if shares[slot] >= LEAST_SHARE]
        return tuple(Look(int(self.window.word[s]), float(shares[s])) for s in likely)

    def voted(self, weights: Floats, names: FeatureNames) -> tuple[Vote, ...]:
        """Return the strongest votes; `weights` `[blocks * F]` are those of the code's votes."""
        count = len(names.names)
        shares = self.votes * weights
        shares[~np.tile(names.is_listed, len(shares) // count)] = 0
        found: dict[int, Vote] = {}
        for place in np.argsort(-shares)[: 2 * MOST]:
            block, feature = divmod(int(place), count)
            if shares[place] < LEAST_WEIGHT or len(found) == MOST:
                break
            word = int(self.window.word[self._holder(block, feature)])
            found.setdefault(word, Vote(word, names.names[feature], float(shares[place])))
        return tuple(found.values())

    def _holder(self, block: int, feature: int) -> int:
        """Return the slot of the word that gave a vote: the nearest, or the one looked at most."""
        holds = self.window.features[:, feature] > 0
        if block <= len(NEAR_WORDS):
            same = self.window.sentence == self.window.sentence[self.slot]
            apart = np.abs(self.window.word - self.window.word[self.slot])
            return int(np.where(holds & same, apart, len(apart) + apart.max()).argmin())
        return int((self.looks[block - 1 - len(NEAR_WORDS)] * holds).argmax())


def coded(
    codes: Sequence[str | None],
    scores: Floats,
    ballot: Ballot,
    weights: Floats,
    names: FeatureNames,
) -> Coded:
    """Return the likeliest code with its reasons; `weights` `[codes, blocks * F]`."""
    shares = softmax(scores)
    best = int(shares.argmax())
    for_best = weights[best] - weights.mean(0)
    return Coded(codes[best], float(shares[best]), ballot.looked(), ballot.voted(for_best, names))
