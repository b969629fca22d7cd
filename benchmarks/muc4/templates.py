"""Scores of the adapter -> templates: one for each incident type told, with its fills.

A candidate for a slot is all places of one wording. Its probability is that of a logistic
regression over what the heads, the net's statements and its places say of it (`evidence`).
Reports with two incidents of one type get one template: to part them brought nothing reliable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from benchmarks.muc4.adapter import TYPES, Scores
from benchmarks.muc4.reading import ReadDocument
from benchmarks.muc4.scoring import SLOTS, normalised
from numpy.typing import NDArray

LEAST = 0.1
"""First words less likely than this begin no candidate."""
LONGEST = 12
TOLD = {
    "PerpInd": (
        "told:incident.perpetrators",
        "told:casualty.perpetrator",
        "told:proceeding.target",
    ),
    "PerpOrg": ("told:incident.perpetrators", "told:casualty.perpetrator"),
    "Target": ("told:incident.targets",),
    "Victim": ("told:casualty.name", "told:incident.targets"),
    "Weapon": ("told:incident.means", "told:casualty.cause", "told:toll.cause"),
}
"""The documented mapping: which fields of testigo's statements speak for which slot."""
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One wording that may fill a slot: its string, what speaks for it, and for each type."""

    slot: str
    key: str
    string: str
    evidence: Numbers
    of_type: Numbers


def candidates(document: ReadDocument, scores: Scores) -> list[Candidate]:
    """Return the candidates of all slots."""
    found = []
    for number, slot in enumerate(SLOTS):
        places: dict[str, list[tuple[float, int, int]]] = {}
        for first, last, share in _places(scores.tags[:, number]):
            key = normalised(document.string(first, last))
            if key:
                places.setdefault(key, []).append((share, first, last))
        best = sorted((max(p)[0] for p in places.values()), reverse=True)
        for key, all_ in places.items():
            found.append(_candidate(document, scores, (slot, key), all_, best))
    return found


def _places(tags: NDArray[np.float32]) -> list[tuple[int, int, float]]:
    """Return first and last word and probability of the fills in `[n, 3]`, left to right."""
    found, word = [], 0
    while word < len(tags):
        if tags[word, 1] < LEAST or tags[word, 1] < 0.6 * tags[word, 2]:
            word += 1
            continue
        last = word
        while last + 1 < len(tags) and last - word < LONGEST and _goes_on(tags[last + 1]):
            last += 1
        begins = float(tags[word, 1])
        whole = float(np.mean([begins, *tags[word + 1 : last + 1, 1:].sum(-1)]))
        found.append((word, last, min(whole, (begins + whole) / 2)))
        word = last + 1
    return found


def _goes_on(tag: NDArray[np.float32]) -> bool:
    return bool(tag[2] > max(tag[0], tag[1]))


def _candidate(
    document: ReadDocument,
    scores: Scores,
    named: tuple[str, str],
    places: Sequence[tuple[float, int, int]],
    best: Sequence[float],
) -> Candidate:
    slot, key = named
    share, first, last = max(places)
    any_ = 1 - float(np.prod([1 - place[0] for place in places]))
    of_type = np.max([scores.of_type[a : b + 1].mean(0) for _, a, b in places], 0)
    words = {word for _, a, b in places for word in range(a, b + 1)}
    told = [float(any(name in document.features[word] for word in words)) for name in TOLD[slot]]
    told += [0.0] * (3 - len(told))
    evidence = [
        1.0,
        _logit(share),
        _logit(any_),
        float(np.log(len(places))),
        min(place[1] for place in places) / max(len(document.page.starts), 1),
        _logit(share) - _logit(best[0]),
        float(best.index(share) > 1),
        float(np.log1p(last - first)),
        *told,
        *(_logit(float(one)) for one in scores.types),
        _logit(float(of_type.max())),
    ]
    string = document.string(first, last)
    return Candidate(slot, key, string, np.array(evidence), of_type.astype(float))


def _logit(share: float) -> float:
    share = min(max(share, 0.003), 0.997)
    return float(np.log(share / (1 - share)))


def type_evidence(scores: Scores, found: Sequence[Candidate]) -> Numbers:
    """Return what speaks for each type, `[5, k]`."""
    rows = []
    for number in range(len(TYPES)):
        fills = [_logit(float(one.of_type[number])) + one.evidence[1] for one in found]
        rows.append(
            [
                1.0,
                _logit(float(scores.types[number])),
                *(_logit(float(one)) for one in scores.types),
                max(fills, default=-8.0),
            ]
        )
    return np.array(rows)


def probability(weights: Sequence[float], evidence: Numbers) -> float:
    """Return the probability that a logistic regression gives."""
    return float(1 / (1 + np.exp(-float(np.dot(weights, evidence)))))


def templates(
    document: ReadDocument, scores: Scores, settings: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return the templates of a document.

    `settings`: `weights` of the regressions by slot and type, and the `least` probability of each.
    """
    found = candidates(document, scores)
    likely = {
        name: probability(settings["weights"][name], row)
        for name, row in zip(TYPES, type_evidence(scores, found), strict=True)
    }
    kept = [(one, probability(settings["weights"][one.slot], one.evidence)) for one in found]
    return assembled(likely, kept, settings["least"])


def assembled(
    likely: Mapping[str, float],
    fills: Sequence[tuple[Candidate, float]],
    least: Mapping[str, float],
) -> list[dict[str, Any]]:
    """Return the templates of the types and fills that are likely enough."""
    told = [name for name in TYPES if likely[name] >= least[name]]
    made = {name: {"incident_type": name, **{slot: [] for slot in SLOTS}} for name in told}
    for fill, share in sorted(fills, key=lambda pair: -pair[1]):
        if told and share >= least[fill.slot]:
            for name in _types_of(fill, told):
                made[name][fill.slot].append([fill.string])
    return list(made.values())


def _types_of(fill: Candidate, told: Sequence[str]) -> list[str]:
    """Return to which of the incidents told a fill belongs: always to one."""
    shares = {name: fill.of_type[TYPES.index(name)] for name in told}
    likely = [name for name in told if shares[name] > 0.5]
    return likely or [max(told, key=lambda name: shares[name])]
