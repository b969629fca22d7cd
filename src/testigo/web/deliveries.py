"""Deliveries: what was handed in at one time, and what has become of it so far."""

from __future__ import annotations

import datetime
from collections import deque
from dataclasses import dataclass, field
from typing import Self

from testigo.casebook import Progress
from testigo.reports.intake import IntakeOptions
from testigo.web.handed_in import Piece

MOST_OUTCOMES = 500
"""How many outcomes of a delivery are shown at most, the newest; the counts are always of all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report: `outcome` is `read`, `skipped` or `failed`.

    `address` is what people call it; `why` one clause where it was not read. `report_id` is None
    where there is no report; `statements` were found in it. `number` is how many it stands for.
    """

    address: str
    outcome: str
    why: str | None
    report_id: str | None
    statements: int
    number: int

    @classmethod
    def of(cls, progress: Progress) -> Self:
        """Take from the progress of a reading what is shown of it."""
        captured, reading = progress.captured, progress.reading
        return cls(
            progress.address,
            progress.outcome,
            progress.why,
            None if captured is None else captured.report.id,
            0 if reading is None else len(reading.found),
            progress.number,
        )


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery as it stood when it was asked for.

    `state` is `waiting`, `reading`, `stopping`, `done`, `stopped` or `broken`; `why` says what
    broke it. `given` things were handed in, `finished` of them are dealt with; an archive is one
    thing and many reports: `read`, `skipped` and `failed` count reports. `current` is what is being
    read, `unread` what was not begun. `outcomes` stand in their order, the newest last.
    """

    number: int
    at: datetime.datetime
    state: str
    why: str | None
    given: int
    finished: int
    read: int
    skipped: int
    failed: int
    current: str | None
    unread: tuple[str, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is read any more, unless a person goes on with it."""
        return self.state in ("done", "stopped", "broken")

    @property
    def can_resume(self) -> bool:
        """Whether a person can go on with it."""
        return self.state in ("stopped", "broken") and bool(self.unread)

    @property
    def kept(self) -> tuple[Outcome, ...]:
        """What was read, or was in the casebook already."""
        return tuple(one for one in self.outcomes if one.outcome != "failed")

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """What could not be read."""
        return tuple(one for one in self.outcomes if one.outcome == "failed")


@dataclass(slots=True)
class Ledger:
    """A delivery while it is worked through; whoever uses it holds the desk's lock."""

    number: int
    options: IntakeOptions
    waiting: deque[Piece]
    at: datetime.datetime = field(init=False)
    given: int = field(init=False)
    state: str = "waiting"
    why: str | None = None
    current: Piece | None = None
    counts: dict[str, int] = field(default_factory=dict)
    outcomes: deque[Outcome] = field(default_factory=lambda: deque(maxlen=MOST_OUTCOMES))

    def __post_init__(self) -> None:
        self.at = self.options.now()
        self.given = len(self.waiting)

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is read any more."""
        return self.state in ("done", "stopped", "broken")

    @property
    def can_resume(self) -> bool:
        """Whether it was stopped or broke off with something left to read."""
        return self.state in ("stopped", "broken") and bool(self.waiting)

    @property
    def is_stopping(self) -> bool:
        """Whether a person asked to stop it."""
        return self.state == "stopping"

    def begin(self) -> Piece | None:
        """Return the next piece to read; None where none is left or it is to stop."""
        if self.state not in ("waiting", "reading") or not self.waiting:
            return None
        self.state = "reading"
        self.current = self.waiting.popleft()
        return self.current

    def done(self) -> None:
        """Put the current piece away: it was dealt with to its end."""
        if self.current is not None:
            self.current.let_go()
        self.current = None

    def tell(self, outcome: Outcome) -> None:
        """Note what became of a report."""
        self.outcomes.append(outcome)
        self.counts[outcome.outcome] = self.counts.get(outcome.outcome, 0) + outcome.number

    def stop(self) -> None:
        """Ask to stop; what waits for its turn is stopped at once."""
        if self.state == "waiting":
            self.state = "stopped"
        elif self.state == "reading":
            self.state = "stopping"

    def resume(self) -> None:
        """Wait for its turn again."""
        self.state, self.why = "waiting", None

    def end(self, why: str | None) -> None:
        """Note that the reading of it is over; a piece that was not finished waits again."""
        if self.current is not None:
            self.waiting.appendleft(self.current)
            self.current = None
        self.why = why
        self.state = "broken" if why is not None else "stopped" if self.waiting else "done"

    def let_go(self) -> None:
        """Remove the bytes of what was not read."""
        for piece in self.waiting:
            piece.let_go()
        self.waiting.clear()

    def shown(self) -> Delivery:
        """Return the delivery as it stands."""
        at_work = self.current is not None
        return Delivery(
            self.number,
            self.at,
            self.state,
            self.why,
            self.given,
            self.given - len(self.waiting) - at_work,
            self.counts.get("read", 0),
            self.counts.get("skipped", 0),
            self.counts.get("failed", 0),
            None if self.current is None else self.current.address,
            tuple(piece.address for piece in self.waiting),
            tuple(self.outcomes),
        )
