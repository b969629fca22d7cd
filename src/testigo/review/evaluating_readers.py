"""Two readers against what people decided: each alone, both together, and case by case. Pure.

Terms as in `review.evaluating`. *Alone* is a reader as if no other had read: what people kept and
it did not give, it missed. *Both* is what either gives, each claim once, with the values of the
statement that stands. A *case* is what the readers of today make of a claim (`two_readers`): its
precision is the chance, as counted, that a claim of that case is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from testigo.record.reading import FIRST_READER
from testigo.review.evaluating import Case, Score, score_of
from testigo.review.reader_agreement import Agreement, Share
from testigo.review.two_readers import AGREE, ALONE, DIFFER

ALL = "all"
"""Where all kinds are counted together."""

BOTH = "both"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a report that several readers read, of which people decided what it is.

    `case` is None where no reader of today gives it. `is_right` maps each of today's readers
    (names) that give it to whether it says what people left standing.
    """

    report: str
    kind: str
    language: str
    fate: str
    case: str | None
    is_right: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class ReadersScore:
    """One line: `of` is a reader's name, `BOTH`, or a case; `kind` is a kind or `ALL`.

    Recall, and what was missed, are of readers and of both: a case alone misses nothing.
    """

    of: str
    is_case: bool
    kind: str
    score: Score


@dataclass(frozen=True, slots=True)
class ReadersEvaluation:
    """The table. `readers` are the names of those with a reading of today in any of the reports.

    `right_where_they_differ` maps each reader to how often it alone said what people left, of the
    claims kept on which two differed. `agreement` is what can be kept of it.
    """

    readers: tuple[str, ...]
    reports: int
    is_partial: bool
    scores: tuple[ReadersScore, ...]
    right_where_they_differ: Mapping[str, int]
    differed: int
    agreement: Agreement


def evaluate_readers(
    claims: Sequence[Claim],
    reports: Sequence[str],
    readers: Mapping[str, Sequence[str]],
    *,
    is_partial: bool = False,
) -> ReadersEvaluation:
    """Return the table; `readers` maps the name of each reader to its versions (ids)."""
    names = sorted(readers, key=lambda name: (name != FIRST_READER, name))
    scores = [*_readers(claims, reports, names), *_cases(claims, reports, names)]
    differed = [c for c in claims if c.case == DIFFER and _is_kept(c)]
    right = {
        name: sum(c.is_right.get(name, False) and sum(c.is_right.values()) == 1 for c in differed)
        for name in names
    }
    ids = tuple(id_ for name in names for id_ in sorted(readers[name]))
    agreement = Agreement(ids, len(reports), _counts(claims))
    return ReadersEvaluation(
        tuple(names), len(reports), is_partial, tuple(scores), right, len(differed), agreement
    )


def _readers(
    claims: Sequence[Claim], reports: Sequence[str], names: Sequence[str]
) -> Iterator[ReadersScore]:
    for name in names:
        yield from _by_kind(name, _alone(claims, name), reports)
    yield from _by_kind(BOTH, _of_both(claims), reports)


def _alone(claims: Iterable[Claim], reader: str) -> Iterator[Case]:
    for claim in claims:
        if reader in claim.is_right:
            is_amended = _is_kept(claim) and not claim.is_right[reader]
            yield _case(claim, "amended" if is_amended else _as_proposed(claim))
        elif _is_kept(claim) or claim.fate == "missed":
            yield _case(claim, "missed")


def _of_both(claims: Iterable[Claim]) -> Iterator[Case]:
    for claim in claims:
        if claim.is_right:
            yield _case(claim, claim.fate)
        elif _is_kept(claim) or claim.fate == "missed":
            yield _case(claim, "missed")


def _cases(
    claims: Sequence[Claim], reports: Sequence[str], names: Sequence[str]
) -> Iterator[ReadersScore]:
    for name in (AGREE, DIFFER, *(f"{ALONE}{reader}" for reader in names)):
        of_it = [_case(claim, claim.fate) for claim in claims if claim.case == name]
        yield from _by_kind(name, of_it, reports, is_case=True)


def _by_kind(
    of: str, cases: Iterable[Case], reports: Sequence[str], *, is_case: bool = False
) -> Iterator[ReadersScore]:
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.kind].append(case)
    everything = [case for group in groups.values() for case in group]
    if everything:
        yield ReadersScore(of, is_case, ALL, score_of(ALL, everything, reports))
    for kind in sorted(groups, key=lambda kind: (-len(groups[kind]), kind)):
        yield ReadersScore(of, is_case, kind, score_of(kind, groups[kind], reports))


def _case(claim: Claim, fate: str) -> Case:
    return Case(claim.report, claim.kind, claim.language, fate)


def _as_proposed(claim: Claim) -> str:
    return "accepted" if _is_kept(claim) else claim.fate


def _is_kept(claim: Claim) -> bool:
    return claim.fate in ("accepted", "amended")


def _counts(claims: Iterable[Claim]) -> dict[str, dict[str, Share]]:
    """Count kept of proposed by kind and case; what is outside the scope says nothing of a case."""
    counted: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        if claim.case is not None and claim.fate in ("accepted", "amended", "rejected"):
            counted[claim.kind][claim.case].append(_is_kept(claim))
    return {
        kind: {name: Share(sum(kept), len(kept)) for name, kept in sorted(cases.items())}
        for kind, cases in sorted(counted.items())
    }
