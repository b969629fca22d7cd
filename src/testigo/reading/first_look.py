"""Is a report worth the full reading? A look at the words alone, in some milliseconds.

Sport, weather, markets and recipes are passed over, since a full reading of them costs a hundred
times as much and gives nothing. Words of harm, protest, rule, law and speech each have a weight of
zero or more: no such word can make a report less likely to be read. Weights and threshold stand in
`first_look.toml`; `benchmarks/first_look` sets and measures them. What is passed over is said so in
its coverage, and is read by whoever asks for all.
"""

from __future__ import annotations

import bisect
import functools
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from testigo.languages.document import Token, tokenise
from testigo.languages.lexicons import lexicon

LISTS = (
    *("harm", "harm_wide", "measures", "causes", "public_life"),
    *("speech_verbs", "speaker_nouns", "organisation_heads", "authorities", "media"),
)
"""Lexicons whose share of the words counts."""
DENSE = ("harm", "harm_wide", "measures", "public_life")
"""Lexicons that count once more where they stand closest: one paragraph makes a report relevant."""
STRETCH = 60
"""Tokens of that stretch."""
FEWEST_WORDS = 25
"""A shorter text is always read: it costs nothing, and a share of so few words says nothing."""
_SMOOTHING = 30
_MARKS = frozenset('"“”«»')


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each of `features`, and the score from which a report is read."""

    bias: float
    threshold: float
    by_feature: Mapping[str, float]


@functools.cache
def weights() -> Weights:
    """Load the weights of the package."""
    file = resources.files("testigo.reading") / "first_look.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return Weights(data["bias"], data["threshold"], data["weights"])


def is_worth_reading(content: str, language: str) -> bool:
    """Tell whether a text (`en` or `es`) is to be read in full.

    >>> is_worth_reading("Two people died in the clashes, the ministry said.", "en")
    True
    """
    tokens = tokenise(content, 0, len(content))
    if sum(token.is_word for token in tokens) < FEWEST_WORDS:
        return True
    return score_of(features_of(tokens, language)) >= weights().threshold


def score_of(features: Mapping[str, float]) -> float:
    """Return the log odds that a text is worth reading, as measured; only their order matters."""
    known = weights()
    return known.bias + sum(w * features[name] for name, w in known.by_feature.items())


def features_of(tokens: Sequence[Token], language: str) -> dict[str, float]:
    """Return what the first look sees, as logs: shares per hundred words, the closest stretch."""
    words = sum(token.is_word for token in tokens)
    places = {name: [hit.first for hit in lexicon(language, name).find(tokens)] for name in LISTS}
    counts = {name: len(found) for name, found in places.items()}
    counts["quotes"] = sum(token.text in _MARKS for token in tokens)
    shares = {
        name: math.log1p(100 * count / (words + _SMOOTHING)) for name, count in counts.items()
    }
    near = sorted({place for name in DENSE for place in places[name]})
    return shares | {"closest": math.log1p(_most_in_a_stretch(near))}


def _most_in_a_stretch(places: Sequence[int]) -> int:
    """Return how many of the sorted places lie within one stretch at most."""
    ends = (bisect.bisect_left(places, place + STRETCH) for place in places)
    return max((end - start for start, end in enumerate(ends)), default=0)
