"""One row of a series: one figure of one moment, with every report that witnesses it.

Invariant: a row's figure is one that its witnesses state. A row says how many of its witnesses are
drafts and how many were accepted; whether it counts depends on which of the two are asked for.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from testigo.record.counts import CountRange
from testigo.review.tolls.moments import Moment, Order
from testigo.review.tolls.points import ACCEPTED, TollPoint

_SAID = frozenset({"asserted", "alleged"})
"""The modalities that give a figure: a denial, a plan or a condition never does."""


@dataclass(frozen=True, slots=True)
class Strike:
    """Why a row is struck: the same speaker `corrected` or `retracted` its number.

    `by` is the handle of the statement that does so, `state` how that statement stands: a strike
    counts only where statements of that state count.
    """

    reason: str
    by: str
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of one moment. `witnesses` are in order of time, then of handle; `order` is where
    the first of them stands in time.

    Repeats of one figure by several reports are witnesses of one row, and no new evidence: what
    counts is `groups`.
    """

    moment: Moment
    figure: CountRange
    witnesses: tuple[TollPoint, ...]
    order: Order
    strikes: tuple[Strike, ...] = ()

    @property
    def handles(self) -> tuple[str, ...]:
        """The statements of the row."""
        return tuple(point.handle for point in self.witnesses)

    @property
    def accepted(self) -> int:
        """Number of witnesses that a person accepted."""
        return self._number_of("accepted")

    @property
    def drafts(self) -> int:
        """Number of witnesses that nobody has judged."""
        return self._number_of("draft")

    @property
    def withdrawn(self) -> int:
        """Number of witnesses withdrawn by a person."""
        return self._number_of("withdrawn")

    def standing(self, states: Set[str] = ACCEPTED) -> tuple[TollPoint, ...]:
        """Return the witnesses of those states that assert or allege the figure."""
        return tuple(p for p in self.witnesses if p.state in states and is_said(p))

    def groups(self, states: Set[str] = ACCEPTED) -> int:
        """Return the number of independence groups among the standing witnesses."""
        return len({point.group for point in self.standing(states)})

    def is_alleged(self, states: Set[str] = ACCEPTED) -> bool:
        """Whether every standing witness says it with reserve."""
        standing = self.standing(states)
        return bool(standing) and all(p.statement.modality == "alleged" for p in standing)

    def is_struck(self, states: Set[str] = ACCEPTED) -> bool:
        """Whether the speaker took the number back, or no witness is left that stands."""
        every_state = frozenset({"draft", "accepted"})
        return any(s.state in states for s in self.strikes) or not self.standing(every_state)

    def counts(self, states: Set[str] = ACCEPTED) -> bool:
        """Whether the row is a figure where witnesses of those states count."""
        return bool(self.standing(states)) and not self.is_struck(states)

    def _number_of(self, state: str) -> int:
        return sum(point.state == state for point in self.witnesses)


def is_said(point: TollPoint) -> bool:
    """Whether a statement puts its number as a fact or with reserve: nothing else is a figure."""
    return point.statement.modality in _SAID
