"""Scores of the adapter -> templates: incidents of each type told, with their fills.

A candidate for a slot is all places of one wording. Its probability is that of a logistic
regression over what the heads, the net's statements and its places say of it (`evidence`).
Targets and victims of one type that stand in other sentences are those of another incident.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from benchmarks.muc4.adapter import TYPES, Scores
from benchmarks.muc4.reading import ReadDocument
from benchmarks.muc4.scoring import SLOTS, normalised
from numpy.typing import NDArray

LEAST = 0.05
"""First words less likely than this begin no candidate."""
LONGEST = 12
UNKNOWN = -5.0
"""The habit of a word that never ended a fill, or was hardly seen: logarithm of odds."""
JOINTS = frozenset(["of", "from", "in", "who", "belonging", "(", "[", ",", "at", "and", "near"])
CUT = 2
"""How many first words a candidate may lose."""
HARMED = ("Target", "Victim")
NEAR = 1
"""Sentences. One template a type: F1 41.0 on dev; parted at 0, 1, 2, 5, 8 sentences: 43.3, 43.9,
42.9, 42.7, 41.4; on training documents not seen 0.6 more than one a type at 1 sentence."""
USUAL = -2.5
"""A word with this habit is a candidate wherever it stands."""
SKIPPED = frozenset(
    ["the", "a", "an", "two", "three", "four", "five", "six", "some", "several", "of", "by", "his"]
)
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


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One wording that may fill a slot: its string, what speaks for it, and where it stands."""

    slot: str
    key: str
    string: str
    evidence: Numbers
    of_type: Numbers
    words: frozenset[int]
    sentences: frozenset[int]


def candidates(
    document: ReadDocument, scores: Scores, habits: Mapping[str, Mapping[str, float]]
) -> list[Candidate]:
    """Return the candidates of all slots: what the heads tag, and what statements name.

    `habits`: for each slot, how often a word ends a fill where it stands in a training document,
    as the logarithm of odds.
    """
    found = []
    for number, slot in enumerate(SLOTS):
        tags = scores.tags[:, number]
        usual = _habitual(document, habits[slot])
        whole = [*_tagged(tags), *_told(document, slot), *usual]
        spans = dict.fromkeys(part for span in whole for part in _parts(document, span))
        places: dict[str, list[tuple[float, int, int]]] = {}
        for first, last in spans:
            share = _share(tags, first, last)
            key = normalised(document.string(first, last))
            if key:
                places.setdefault(key, []).append((share, first, last))
        best = sorted((max(p)[0] for p in places.values()), reverse=True)
        for key, all_ in places.items():
            habit = max(habits[slot].get(document.page.folded[p[2]], UNKNOWN) for p in all_)
            found.append(_candidate(document, scores, (slot, key), all_, (best, habit)))
    return found


def _tagged(tags: NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    """Yield first and last word of the fills in `[n, 3]`, left to right."""
    word = 0
    while word < len(tags):
        if tags[word, 1] < LEAST or tags[word, 1] < 0.6 * tags[word, 2]:
            word += 1
            continue
        last = word
        while last + 1 < len(tags) and last - word < LONGEST and _goes_on(tags[last + 1]):
            last += 1
        yield word, last
        word = last + 1


def _told(document: ReadDocument, slot: str) -> Iterator[tuple[int, int]]:
    """Yield the words that a field of a statement names, small words before them left out."""
    for name in TOLD[slot]:
        first = None
        for word in range(len(document.features) + 1):
            holds = word < len(document.features) and name in document.features[word]
            if holds and first is None and document.page.folded[word] not in SKIPPED:
                first = word
            if not holds and first is not None:
                yield first, word - 1
                first = None


def _parts(document: ReadDocument, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield a span, and what is left of it without its first words or what follows a joint."""
    first, last = span
    joints = [w for w in range(first + 1, last + 1) if document.page.folded[w] in JOINTS]
    ends = [last, *(joint - 1 for joint in joints[:2])]
    for start in range(first, min(first + CUT, last) + 1):
        for end in ends:
            if start <= end and document.page.folded[start] not in SKIPPED:
                yield start, end
    if joints and joints[0] < last:
        after = joints[0] + 1
        yield after + (after < last and document.page.folded[after] in SKIPPED), last


def _habitual(document: ReadDocument, habits: Mapping[str, float]) -> Iterator[tuple[int, int]]:
    """Yield the names and single words that end with a word that often ends a fill."""
    inside: set[int] = set()
    for name in document.page.names:
        inside.update(range(name.first, name.last))
        if habits.get(document.page.folded[name.last - 1], UNKNOWN) > USUAL:
            yield name.first, name.last - 1
    for word, folded in enumerate(document.page.folded):
        if word not in inside and habits.get(folded, UNKNOWN) > USUAL:
            yield word, word


def _share(tags: NDArray[np.float32], first: int, last: int) -> float:
    """Return how likely the heads think a fill of just these words."""
    begins = float(tags[first, 1])
    whole = float(np.mean([begins, *tags[first + 1 : last + 1, 1:].sum(-1)]))
    return min(whole, (begins + whole) / 2)


def _goes_on(tag: NDArray[np.float32]) -> bool:
    return bool(tag[2] > max(tag[0], tag[1]))


def _candidate(
    document: ReadDocument,
    scores: Scores,
    named: tuple[str, str],
    places: Sequence[tuple[float, int, int]],
    known: tuple[Sequence[float], float],
) -> Candidate:
    (slot, key), (best, habit) = named, known
    share, first, last = max(places)
    tags = scores.tags[:, SLOTS.index(slot)]
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
        _logit(float(max(tags[first, 2], tags[first - 1, 1] if first else 0.0))),
        _logit(float(tags[last + 1, 2]) if last + 1 < len(tags) else 0.0),
        *told,
        habit,
        *(_logit(float(one)) for one in scores.types),
        _logit(float(of_type.max())),
    ]
    string = document.string(first, last)
    where = frozenset(words), frozenset(document.page.sentences[word] for word in words)
    return Candidate(slot, key, string, np.array(evidence), of_type.astype(float), *where)


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
                _logit(float(scores.by_words[number])),
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

    `settings`: `habits` of words, `weights` of the regressions by slot and type, and the `least`
    probability of each.
    """
    found = candidates(document, scores, settings["habits"])
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
    made: dict[str, list[Candidate]] = {name: [] for name in told}
    taken: dict[str, set[int]] = {slot: set() for slot in SLOTS}
    for fill, share in sorted(fills, key=lambda pair: -pair[1]):
        if told and share >= least[fill.slot] and not taken[fill.slot] & fill.words:
            taken[fill.slot] |= fill.words
            for name in _types_of(fill, told):
                made[name].append(fill)
    return [one for name in told for one in _parted(name, made[name])]


def _parted(name: str, fills: Sequence[Candidate]) -> Iterator[dict[str, Any]]:
    """Yield a template for each group of targets and victims that stand together.

    Persons and weapons go with the groups they stand near, bodies with all.
    """
    harmed = sorted((f for f in fills if f.slot in HARMED), key=lambda f: min(f.words))
    groups: list[list[Candidate]] = []
    for fill in harmed:
        near = next((group for group in groups if _is_near(fill, group)), None)
        if near is None:
            groups.append([fill])
        else:
            near.append(fill)
    for group in groups or [[]]:
        template: dict[str, Any] = {"incident_type": name, **{slot: [] for slot in SLOTS}}
        for fill in fills:
            if fill.slot in HARMED:
                belongs = fill in group
            else:
                belongs = len(groups) < 2 or fill.slot == "PerpOrg" or _is_near(fill, group)
            if belongs:
                template[fill.slot].append([fill.string])
        yield template


def _is_near(fill: Candidate, group: Sequence[Candidate]) -> bool:
    """Tell whether a fill stands at most `NEAR` sentences from one of a group."""
    return any(
        abs(one - other) <= NEAR
        for one in fill.sentences
        for member in group
        for other in member.sentences
    )


def _types_of(fill: Candidate, told: Sequence[str]) -> list[str]:
    """Return to which of the incidents told a fill belongs: always to one."""
    shares = {name: fill.of_type[TYPES.index(name)] for name in told}
    likely = [name for name in told if shares[name] > 0.5]
    return likely or [max(told, key=lambda name: shares[name])]
