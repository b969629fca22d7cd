"""Two readers of one text: which of their statements are one, and where they disagree.

Laws. A statement that a person decided on stands above whatever any reader gives of the same words,
and a second reading never hides a decision, a question or what is kept back: of two statements the
one that more was decided on stands, and where each has a decision that the other lacks, both do.
Two statements of one reader are never one. What a reader's newer version reads otherwise, and was
judged before, is no second reading: it asks, as ever (`review.rereading`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from testigo.record.reading import FIRST_READER
from testigo.record.statement import Statement
from testigo.review.assignment import assign
from testigo.review.comparing import disagreeing, key_offsets, likeness, reading_otherwise

AGREE, DIFFER, ALONE = "agree", "differ", "alone:"
"""Cases of a statement that a report's readers of today give: all who give it say the same; one
value differs; one reader alone gives it (`alone:` and the reader's name)."""


def is_disagreed(case: str | None) -> bool:
    """Tell whether one value differs, or one reader alone gives it."""
    return case == DIFFER or (case or "").startswith(ALONE)


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim as two readers read it; the one that did not is None.

    `fields` are what they read otherwise, `disagreeing` those of them that are more than a phrase
    which one leaves out.
    """

    first: Statement | None
    second: Statement | None
    fields: tuple[str, ...] = ()
    disagreeing: tuple[str, ...] = ()

    @property
    def is_agreed(self) -> bool:
        """Whether both read it, and alike."""
        return self.first is not None and self.second is not None and not self.disagreeing


def pairs(first: Sequence[Statement], second: Sequence[Statement]) -> list[Pair]:
    """Return the statements of two readings of one text, each once: those of the first in order.

    What only the second found comes last. Together they are what both readers find (their union),
    by taking `first` where it is not None.
    """
    matched = best_pairs(first, second)
    taken = {second[at].id for at in matched.values()}
    found = []
    for number, mine in enumerate(first):
        theirs = second[matched[number]] if number in matched else None
        if theirs is None:
            found.append(Pair(mine, None))
        else:
            apart = reading_otherwise(mine, theirs), disagreeing(mine, theirs)
            found.append(Pair(mine, theirs, *apart))
    return [*found, *(Pair(None, theirs) for theirs in second if theirs.id not in taken)]


def best_pairs(first: Sequence[Statement], second: Sequence[Statement]) -> dict[int, int]:
    """Return the places in both of the statements that are readings of one claim, one to one."""
    index = _Index()
    for column, statement in enumerate(second):
        index.add(column, key_offsets(statement))
    near = {(row, at) for row, one in enumerate(first) for at in index.met(key_offsets(one))}
    weights = {(row, at): likeness(first[row], second[at]) for row, at in sorted(near)}
    return assign({pair: weight for pair, weight in weights.items() if weight})


class _Index:
    """Which statements rest on which characters."""

    def __init__(self) -> None:
        self._at: dict[int, list[int]] = defaultdict(list)

    def add(self, number: int, offsets: Iterable[int]) -> None:
        for at in offsets:
            self._at[at].append(number)

    def met(self, offsets: Iterable[int]) -> set[int]:
        return {number for at in offsets for number in self._at.get(at, ())}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement of a text with what decides how it stands to the others.

    `says` is what it says now, `read` what its reader read. `given_by` maps the readers (names)
    that give it today to what each says, `ever_by` are all that ever did. `marks` are the log rows
    of the standing decisions on it, the last verdict `verdict` (0 for none). `sequence` is its own.
    """

    handle: str
    sequence: int
    says: Statement
    read: Statement
    given_by: Mapping[str, Statement]
    ever_by: frozenset[str]
    marks: frozenset[int] = frozenset()
    is_rejected: bool = False
    verdict: int = 0

    @property
    def order(self) -> tuple[int, bool, int, str]:
        """Its rank among others: most decided on, the first reader's, the oldest."""
        return -len(self.marks), FIRST_READER not in self.ever_by, self.sequence, self.handle

    def key_offsets(self) -> set[int]:
        """Return the places of the characters that carry it, as read and as it now stands."""
        return key_offsets(self.says) | key_offsets(self.read)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a statement stands: `second_of` is the handle of the one that it is a second reading of.

    `case` is what today's readers make of it (`AGREE`, `DIFFER`, `ALONE` and a name); None where
    the report has one reader today, none gives it, or it is a second reading itself.
    """

    second_of: str | None = None
    case: str | None = None


@dataclass(slots=True)
class _Head:
    candidate: Candidate
    given: dict[str, Statement]
    is_renewal: bool
    seconds: list[Candidate] = field(default_factory=list)

    @classmethod
    def of(cls, candidate: Candidate, *, is_renewal: bool) -> _Head:
        given = {name: candidate.given_by[name] for name in _ordered(candidate)}
        return cls(candidate, given, is_renewal)

    def may_take(self, other: Candidate) -> bool:
        """Whether the other may stand behind it as a second reading, if both are one claim."""
        own = self.candidate
        if not other.marks <= own.marks or not other.given_by.keys().isdisjoint(self.given):
            return False
        if self.is_renewed_by(other) or (other.marks and other.ever_by & own.ever_by):
            return False
        # Who rejected a claim had not seen a reading of it that came later and says otherwise.
        came_later = own.is_rejected and other.sequence > own.verdict
        return not (came_later and disagreeing(own.read, other.says))

    def is_renewed_by(self, other: Candidate) -> bool:
        """Whether the other is what a newer version of the same reader makes of the claim."""
        own = self.candidate
        return not own.given_by and bool(other.ever_by & own.ever_by)

    def likeness(self, other: Candidate) -> float:
        own = self.candidate
        found = max(likeness(one, other.says) for one in (own.says, own.read))
        # What a person decided on comes before any other that the words fit as well.
        return found + (1 if found and own.marks else 0)

    def take(self, other: Candidate) -> None:
        self.seconds.append(other)
        self.given |= {name: other.given_by[name] for name in _ordered(other)}

    def case(self, readers: Collection[str]) -> str | None:
        given = list(self.given.items())
        if len(readers) < 2 or not given or self.is_renewal:
            return None
        (name, own), *others = given
        if not others:
            return f"{ALONE}{name}"
        is_same = not any(disagreeing(own, other) for _, other in others)
        return AGREE if is_same else DIFFER


def place_all(candidates: Iterable[Candidate], readers: Collection[str]) -> dict[str, Standing]:
    """Return how every statement of one text stands to the others, by handle.

    `readers` are the names of those with a reading of today. It depends on nothing but what is
    handed in, in whatever order.
    """
    ordered = sorted(candidates, key=lambda one: one.order)
    heads = _Heads()
    for one in ordered:
        if one.marks:
            heads.settle([one])
    for name in sorted(readers, key=_reader_order):
        heads.settle([c for c in ordered if name in c.given_by and c.handle not in heads.placed])
    found = {one.handle: Standing() for one in ordered}
    for head in heads.all:
        found[head.candidate.handle] = Standing(None, head.case(readers))
        found |= {second.handle: Standing(head.candidate.handle) for second in head.seconds}
    return found


class _Heads:
    """The statements that stand, with what stands behind them."""

    def __init__(self) -> None:
        self.all: list[_Head] = []
        self.placed: set[str] = set()
        self._index = _Index()

    def settle(self, candidates: Sequence[Candidate]) -> None:
        """Let each stand behind the head that it fits best, or at the head of its own."""
        near = [sorted(self._index.met(one.key_offsets())) for one in candidates]
        weights = {
            (number, at): self.all[at].likeness(one)
            for number, one in enumerate(candidates)
            for at in near[number]
            if self.all[at].may_take(one)
        }
        behind = assign({pair: weight for pair, weight in weights.items() if weight})
        for number, one in enumerate(candidates):
            self.placed.add(one.handle)
            if number in behind:
                self.all[behind[number]].take(one)
            else:
                before = [self.all[at] for at in near[number]]
                renews = any(head.is_renewed_by(one) and head.likeness(one) for head in before)
                self._index.add(len(self.all), one.key_offsets())
                self.all.append(_Head.of(one, is_renewal=renews))


def _ordered(candidate: Candidate) -> list[str]:
    return sorted(candidate.given_by, key=_reader_order)


def _reader_order(name: str) -> tuple[bool, str]:
    return name != FIRST_READER, name
