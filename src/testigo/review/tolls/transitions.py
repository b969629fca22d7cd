"""Missing people found dead: the same persons, counted once.

Dead and missing are put together only as one speaker gives them of one incident at one moment;
where that number of persons stays the same while the dead rise, nobody new was harmed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set

from testigo.review.tolls.finding import Finding, Step, finding
from testigo.review.tolls.moments import Order
from testigo.review.tolls.points import TollPoint
from testigo.review.tolls.rows import Row
from testigo.review.tolls.series import Series

FEWEST_STEPS = 2
"""A single pair of dead and missing shows no transition."""


def transition_findings(series: Iterable[Series], states: Set[str]) -> Iterator[Finding]:
    """Yield one finding for each stated scope whose dead and missing stay the same persons."""
    frames: defaultdict[str, list[Series]] = defaultdict(list)
    for one in series:
        if one.scope.is_stated and one.scope.outcome in ("killed", "missing"):
            frames[one.scope.frame].append(one)
    for _, group in sorted(frames.items()):
        found = _transition(group, states)
        if found is not None:
            yield found


def _transition(group: list[Series], states: Set[str]) -> Finding | None:
    steps = _steps(group, states)
    pairs = [step for step, _ in steps if step.missing is not None]
    totals = {step.killed + (step.missing or 0) for step in pairs}
    if len(totals) != 1:
        return None
    persons = totals.pop()
    if any(step.killed > persons for step, _ in steps):
        return None
    # Dead alone, with nothing said of the missing, tell the whole only once all were found.
    kept = [(s, points) for s, points in steps if s.missing is not None or s.killed == persons]
    if len({step.killed for step, _ in kept}) < FEWEST_STEPS:
        return None
    return finding(
        "missing_to_dead",
        (point for _, points in kept for point in points),
        persons=persons,
        steps=tuple(step for step, _ in kept),
    )


def _steps(group: list[Series], states: Set[str]) -> list[tuple[Step, tuple[TollPoint, ...]]]:
    """Return dead and missing by speaker and moment, in order of time, then of the dead."""
    missing = {(s.key.speaker_id, r.moment): r for s, r in _exact(group, "missing", states)}
    steps: list[tuple[Order, Step, tuple[TollPoint, ...]]] = []
    for series, row in _exact(group, "killed", states):
        lost = missing.get((series.key.speaker_id, row.moment))
        persons = None if lost is None else _number(lost)
        step = Step(series.speaker, row.moment, _number(row), persons)
        witnesses = (*row.standing(states), *(lost.standing(states) if lost else ()))
        steps.append((row.order, step, witnesses))
    steps.sort(key=lambda one: (one[0], one[1].killed, one[1].speaker))
    return [(step, witnesses) for _, step, witnesses in steps]


def _exact(group: list[Series], outcome: str, states: Set[str]) -> Iterator[tuple[Series, Row]]:
    for series in group:
        if series.scope.outcome == outcome:
            for row in series.figures(states):
                if row.figure.bound == "exact" and row.figure.low == row.figure.high:
                    yield series, row


def _number(row: Row) -> int:
    assert row.figure.low is not None
    return row.figure.low
