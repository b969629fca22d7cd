"""Which reports repeat one dispatch: a signature of each text, and groups proposed from likeness.

Two newspapers that print one agency are one source, so their reports are proposed as one
independence group, with the likeness that was measured. It is a proposal: derived, made anew as
reports come, and a person's decision wins. No report is ever dropped for it.

A text is cut into runs of four words (shingles), accents and case left out; the likeness of two
texts is the share of their shingles that both have (Jaccard), estimated from 128 MinHash values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import rensa

from testigo.languages.document import fold
from testigo.record.decision import Decision

SHINGLE = 4
FEWEST_SHINGLES = 20
"""Shorter texts (captions, one-line alerts) get no signature: chance would tie them."""
VALUES = 128
BANDS = 64
"""Pairs that share no band of two values are not compared: a pair at the threshold is found with
probability 0.93, at 0.25 with 0.98, at 0.30 with 0.998 (1 - (1 - s^2)^64)."""
THRESHOLD = 0.20
"""Likeness from which two reports are proposed as one dispatch: two texts of equal length that
share a third of their words in runs. `benchmarks/nearness` measures it: 0.98 or more of the cut and
edited copies of invented stories are found, and the different development reports are at most 0.05
alike. A missed pair counts one source twice, which is worse than a false one that a person parts,
so the threshold stands low."""
_SEED = 1886
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The signature of one report's text; `version` names the shingles and the signature."""

    report_id: str
    version: str
    signature: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """Two reports of one group and why: `likeness` as measured, None if a person joined them."""

    first: str
    second: str
    likeness: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """Reports that count as one source, and the ties that made them a group."""

    members: tuple[str, ...]
    ties: tuple[Tie, ...]

    @property
    def decided(self) -> bool:
        """Whether a person joined every member; else the group is a proposal."""
        return all(tie.likeness is None for tie in self.ties)


class DispatchFingerprinter:
    """Gives texts that repeat one another like signatures, as the store asks for them."""

    @property
    def version(self) -> str:
        """Names shingles, signature and threshold: with another one, groups are made anew."""
        signed = f"rensa RMinHash {rensa.RMinHash.ALGORITHM_VERSION}, {VALUES} values, seed {_SEED}"
        return f"{SHINGLE}-word shingles 1; {signed}; {BANDS} bands, likeness {THRESHOLD:.2f}"

    @property
    def bands(self) -> int:
        """Into how many equal parts a signature is cut to find pairs worth comparing."""
        return BANDS

    @property
    def threshold(self) -> float:
        """Likeness from which two reports are proposed as one dispatch."""
        return THRESHOLD

    def signature(self, content: str) -> Sequence[int]:
        """Return 128 values of 32 bits; empty where the text is too short to compare."""
        pieces = shingles(content)
        if len(pieces) < FEWEST_SHINGLES:
            return ()
        signing = rensa.RMinHash(num_perm=VALUES, seed=_SEED)
        signing.update(sorted(pieces))
        return tuple(signing.digest())

    def fingerprint(self, report_id: str, content: str) -> Fingerprint:
        """Return the fingerprint of a report."""
        return Fingerprint(report_id, self.version, tuple(self.signature(content)))


def shingles(content: str) -> set[str]:
    """Return the runs of four words of a text.

    >>> sorted(shingles("La policía detuvo a nueve."))
    ['la policia detuvo a', 'policia detuvo a nueve']
    """
    words = _WORD.findall(fold(content))
    return {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}


def likeness(first: Sequence[int], second: Sequence[int]) -> float:
    """Return the share of equal values of two signatures: the estimate of their Jaccard."""
    if not first or len(first) != len(second):
        return 0.0
    return sum(a == b for a, b in zip(first, second, strict=True)) / len(first)


def propose_groups(
    fingerprints: Iterable[Fingerprint], decisions: Sequence[Decision] = ()
) -> list[Group]:
    """Return the groups of two and more, each with its ties, in the order of the fingerprints.

    `decisions` in the order of the log: `join` and `keep_apart` on report ids count, the later one
    of a pair wins, and an undone decision is none. Ties are taken strongest first; one that would
    bring two reports kept apart into one group is left out.
    """
    known = list(fingerprints)
    joined, apart = _decided(decisions)
    measured = sorted(_alike(known), key=lambda tie: (-(tie.likeness or 0), tie.first, tie.second))
    ties = [Tie(*pair, None) for pair in sorted(joined)]
    ties += [tie for tie in measured if _pair(tie.first, tie.second) not in joined]
    group_of = {fingerprint.report_id: {fingerprint.report_id} for fingerprint in known}
    kept = [tie for tie in ties if _unite(group_of, tie, apart)]
    groups = []
    for report_id in list(group_of):
        members = group_of[report_id]
        if len(members) > 1 and report_id == next(r for r in group_of if r in members):
            inside = tuple(tie for tie in kept if tie.first in members)
            groups.append(Group(tuple(r for r in group_of if r in members), inside))
    return groups


def _pair(first: str, second: str) -> tuple[str, str]:
    return (first, second) if first < second else (second, first)


def _decided(
    decisions: Sequence[Decision],
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return the pairs that people joined and those they kept apart."""
    undone: set[str] = set()
    for decision in reversed(decisions):  # an undo may itself be undone later
        if decision.act == "undo" and decision.id not in undone:
            undone.update(decision.subjects)
    last: dict[tuple[str, str], str] = {}
    for decision in decisions:
        if decision.act in ("join", "keep_apart") and decision.id not in undone:
            for first, second in combinations(decision.subjects, 2):
                last[_pair(first, second)] = decision.act
    joined = {pair for pair, act in last.items() if act == "join"}
    return joined, set(last) - joined


def _alike(fingerprints: Sequence[Fingerprint]) -> Iterator[Tie]:
    """Yield the pairs of one version whose likeness reaches the threshold, each once.

    rensa's own LSH takes only signatures that it has just made; these come back from a store.
    """
    shelves: dict[tuple[str, int, tuple[int, ...]], list[Fingerprint]] = {}
    compared: set[tuple[str, str]] = set()
    width = VALUES // BANDS
    for mine in fingerprints:
        for start in range(0, len(mine.signature), width):
            key = (mine.version, start, mine.signature[start : start + width])
            shelf = shelves.setdefault(key, [])
            for other in shelf:
                pair = _pair(mine.report_id, other.report_id)
                if pair not in compared:
                    compared.add(pair)
                    measured = likeness(mine.signature, other.signature)
                    if measured >= THRESHOLD:
                        yield Tie(*pair, measured)
            shelf.append(mine)


def _unite(group_of: dict[str, set[str]], tie: Tie, apart: set[tuple[str, str]]) -> bool:
    """Unite two groups unless that puts reports kept apart together; tell whether it was done."""
    if tie.first not in group_of or tie.second not in group_of:
        return False
    union = group_of[tie.first] | group_of[tie.second]
    if any(first in union and second in union for first, second in apart):
        return False
    for report_id in union:
        group_of[report_id] = union
    return True
