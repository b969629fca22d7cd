"""Mentions in reading order, so that those of one sentence are found without going through all.

Without it every rule that asks for the numbers of a sentence would read the whole report again for
each sentence: a report twice as long would take four times as long.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class InOrder(Generic[T]):
    """Items sorted by where they begin. Make one with `by`."""

    items: tuple[T, ...]
    starts: tuple[int, ...]

    @classmethod
    def by(cls, start: Callable[[T], int], items: Iterable[T]) -> InOrder[T]:
        """Sort `items` by `start`; those that begin together keep their order."""
        ordered = tuple(sorted(items, key=start))
        return cls(ordered, tuple(start(item) for item in ordered))

    def between(self, first: int, last: int) -> tuple[T, ...]:
        """Return the items that begin in `[first, last)`, in order."""
        low = bisect.bisect_left(self.starts, first)
        return self.items[low : bisect.bisect_left(self.starts, last, low)]
