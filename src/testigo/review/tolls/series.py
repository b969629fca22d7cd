"""Series: the numbers of one speaker over one scope, in the order in which they were counted.

Invariant: every figure is one that a statement gives. A rejected statement is in no series; one
withdrawn or taken back stays, struck; a denial stays apart and never is a figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from testigo.review.tolls.figures import FigureKey, is_below, key_of
from testigo.review.tolls.points import ACCEPTED
from testigo.review.tolls.rows import Row
from testigo.review.tolls.scopes import Scope

_HELD_NOW = frozenset({"hospitalised", "missing", "detained", "displaced", "abducted"})
"""Outcomes that end: fewer people in hospital correct nothing, unless it is a running total."""


@dataclass(frozen=True, slots=True, order=True)
class SeriesKey:
    """What makes a series one. `scope` is the key of its scope, or of the class declared for it.

    Outcome and estimate stand apart from it: no declaration makes the dead the injured.
    """

    speaker_id: str
    outcome: str
    is_estimate: bool
    scope: str


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one speaker over one scope.

    `rows` are totals in the order of their moments, the struck ones among them; `additions` are
    stated as new since an earlier number and never summed with totals; `apart` are denials, plans
    and conditions. `scopes` are all scopes declared one, `scope` the one that the class is named
    after.
    """

    key: SeriesKey
    speaker: str
    scope: Scope
    scopes: tuple[Scope, ...]
    rows: tuple[Row, ...]
    additions: tuple[Row, ...] = ()
    apart: tuple[Row, ...] = ()

    @property
    def is_draft_only(self) -> bool:
        """Whether no statement of the series was accepted: nothing in it was judged."""
        every = (*self.rows, *self.additions, *self.apart)
        return not any(row.accepted for row in every) and any(row.drafts for row in every)

    @property
    def may_fall(self) -> bool:
        """Whether a lower number corrects nothing: people leave hospital, or are let go."""
        return self.scope.outcome in _HELD_NOW

    def figures(self, states: Set[str] = ACCEPTED) -> tuple[Row, ...]:
        """Return the totals that count where statements of those states count, in order."""
        return tuple(row for row in self.rows if row.counts(states))

    def late_repeats(self, states: Set[str] = ACCEPTED) -> tuple[tuple[Row, Row], ...]:
        """Return rows that only a report's date makes late, each with the row that it repeats.

        A paper that prints today the number of two days ago adds no number of today: such a row has
        the figure of an earlier one, and a higher one stands in between.
        """
        figures = () if self.may_fall else self.figures(states)
        last: dict[FigureKey, int] = {}
        pairs = []
        for index, row in enumerate(figures):
            earlier = last.get(key_of(row.figure))
            last[key_of(row.figure)] = index
            if row.moment.basis == "published" and earlier is not None:
                between = figures[earlier + 1 : index]
                if any(is_below(row.figure, other.figure) for other in between):
                    pairs.append((row, figures[earlier]))
        return tuple(pairs)

    def course(self, states: Set[str] = ACCEPTED) -> tuple[Row, ...]:
        """Return the figures that move the series on: those with a number, without late repeats."""
        late = [row for row, _ in self.late_repeats(states)]
        return tuple(
            row
            for row in self.figures(states)
            if row.figure.bound != "vague" and not any(row is other for other in late)
        )

    def latest(self, states: Set[str] = ACCEPTED) -> tuple[Row, ...]:
        """Return the figures of the last moment: one, or all that disagree about it; () for none.

        A vague word is the latest only of a series that has no number.
        """
        rows = self.course(states) or self.figures(states)
        return tuple(row for row in rows if row.order == rows[-1].order)


def key_for(speaker_id: str, scope: Scope, joined: Mapping[str, str]) -> SeriesKey:
    """Return the key of the series in which a speaker's number of that scope stands."""
    declared = joined.get(scope.key, scope.key)
    return SeriesKey(speaker_id, scope.outcome, scope.is_estimate, declared)
