"""The number of a toll, or of a part of one, as a range with its bound."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from testigo.record.counts import CountRange
from testigo.record.statement import Record, Statement
from testigo.record.values import Value

FigureKey = tuple[int | None, int | None, str, str]


def figure_of(statement: Statement) -> CountRange:
    """Return the number that a toll states; a vague word has neither low nor high."""
    return _figure(statement.value)


def figure_in(record: Record) -> CountRange:
    """Return the number of a part, an inclusion or a corrected number."""
    return _figure(record.get)


def key_of(figure: CountRange) -> FigureKey:
    """Return what makes two figures the same: limits and bound; the words only of a vague one."""
    words = figure.wording.casefold() if figure.bound == "vague" else ""
    return (figure.low, figure.high, figure.bound, words)


def limits_of(figure: CountRange) -> tuple[int | None, int | None]:
    """Return low and high, which is all that a correction repeats of the number it replaces."""
    return figure.low, figure.high


def ends_of(figure: CountRange) -> tuple[int, int] | None:
    """Return the lowest and highest number stated, the one for the other; None for a vague word."""
    stated = [n for n in (figure.low, figure.high) if n is not None]
    return (min(stated), max(stated)) if stated else None


def is_below(figure: CountRange, other: CountRange) -> bool:
    """Whether a figure is lower than another on every reading of both."""
    return figure.high is not None and other.low is not None and figure.high < other.low


def sum_of(figures: Iterable[CountRange]) -> tuple[int, int | None]:
    """Return lowest and highest sum of the parts of one toll; highest None where one is open."""
    low, high = 0, 0
    is_open = False
    for figure in figures:
        low += figure.low or 0
        high += figure.high or 0
        is_open = is_open or figure.high is None
    return low, None if is_open else high


def _figure(value: Callable[[str], Value | None]) -> CountRange:
    low, high, bound = value("low"), value("high"), value("bound")
    least = low if isinstance(low, int) else None
    most = high if isinstance(high, int) else None
    words = str(value("wording") or "")
    if least is None and most is None:
        return CountRange(None, None, "vague", words)
    return CountRange(least, most, str(bound or _plain_bound(least, most)), words)


def _plain_bound(low: int | None, high: int | None) -> str:
    if high is None:
        return "at_least"
    return "at_most" if low is None else "exact"
