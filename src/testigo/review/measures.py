"""From when to when a measure is in force: as stated, and as its duration gives it.

Both are kept apart (standards 4.9, requirement 55): thirty days from 15 December end on 13 January,
the first day counted; a report that says 14 January is flagged, never corrected. A duration counts
from a stated start alone.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from testigo.record.edtf import Edtf

_UNITS = {
    "day": "day", "days": "day", "día": "day", "días": "day", "dia": "day", "dias": "day",
    "week": "week", "weeks": "week", "semana": "week", "semanas": "week",
    "month": "month", "months": "month", "mes": "month", "meses": "month",
}  # fmt: skip
_WORDS = {
    "a": 1, "one": 1, "un": 1, "una": 1, "two": 2, "dos": 2, "three": 3, "tres": 3,
    "four": 4, "cuatro": 4, "five": 5, "cinco": 5, "six": 6, "seis": 6, "seven": 7, "siete": 7,
    "eight": 8, "ocho": 8, "ten": 10, "diez": 10, "fifteen": 15, "quince": 15,
    "twenty": 20, "veinte": 20, "thirty": 30, "treinta": 30, "forty-five": 45,
    "sixty": 60, "sesenta": 60, "ninety": 90, "noventa": 90,
}  # fmt: skip
_LENGTH = re.compile(r"(\d{1,3}|[a-z-]+)[\s-]+(?:calendar |natural )?([a-zí]+)")
_OPENING = frozenset({"declared", "announced", "in_force"})


@dataclass(frozen=True, slots=True)
class Act:
    """What one statement says of a measure's time; `duration` in its words, None where unsaid."""

    handle: str
    status: str
    start: Edtf | None = None
    end: Edtf | None = None
    duration: str | None = None
    said: Edtf | None = None

    @property
    def computed_end(self) -> datetime.date | None:
        """The last day in force by the stated start and duration, both days counted."""
        if self.start is None or self.duration is None or self.start.precision != "day":
            return None
        first = self.start.earliest
        return None if first is None else end_of(first, self.duration)


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something that does not fit: `what` is end_differs, starts_differ or ends_differ.

    `stated` and `other` are days; for end_differs `other` is the computed one.
    """

    what: str
    stated: str
    other: str
    handles: tuple[str, ...]


def end_of(first: datetime.date, duration: str) -> datetime.date | None:
    """Return the last day of a duration from its first day on; None where it is not understood.

    >>> end_of(datetime.date(2022, 12, 15), "30 days")
    datetime.date(2023, 1, 13)
    """
    found = _LENGTH.search(duration.casefold())
    if found is None or found[2] not in _UNITS:
        return None
    number = int(found[1]) if found[1].isdigit() else _WORDS.get(found[1], 0)
    if number < 1:
        return None
    try:
        if _UNITS[found[2]] == "month":
            return _months_on(first, number) - datetime.timedelta(days=1)
        days = number * (7 if _UNITS[found[2]] == "week" else 1)
        return first + datetime.timedelta(days=days - 1)
    except (OverflowError, ValueError):
        return None


def _months_on(day: datetime.date, months: int) -> datetime.date:
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return day.replace(day.year + year, month + 1, min(day.day, last))


def chain(acts: Iterable[Act]) -> tuple[Act, ...]:
    """Return what was done with a measure in time: declared, extended, lifted.

    By the stated start, else the day on which it was said; what has neither stands at the end.
    """
    return tuple(sorted(acts, key=_when))


def _when(act: Act) -> tuple[datetime.date, str, str]:
    day = act.start or act.said or act.end
    first = day.earliest if day is not None else None
    return (first or datetime.date.max, act.status, act.handle)


def noticed(acts: Sequence[Act]) -> tuple[Noticed, ...]:
    """Return what does not fit in what is said of one measure, the ends first."""
    return (*_ends_computed(acts), *_differing(acts, "start"), *_differing(acts, "end"))


def _ends_computed(acts: Sequence[Act]) -> Iterator[Noticed]:
    seen: set[tuple[str, str]] = set()
    for act in acts:
        computed = act.computed_end
        if computed is None:
            continue
        for other in acts:
            end = other.end
            if end is None or end.precision != "day" or not _of_one_term(act, other):
                continue
            pair = (end.text, computed.isoformat())
            if end.earliest != computed and pair not in seen:
                seen.add(pair)
                handles = tuple(dict.fromkeys((other.handle, act.handle)))
                yield Noticed("end_differs", *pair, handles)


def _of_one_term(act: Act, other: Act) -> bool:
    """Whether an end can be that of the term which begins with `act`: same act, or same start."""
    if act is other or (other.start is not None and other.start == act.start):
        return True
    return other.start is None and other.status == act.status


def _differing(acts: Sequence[Act], edge: str) -> Iterator[Noticed]:
    """Yield pairs of exact days that statements of one act give otherwise."""
    days: dict[tuple[str, str], list[str]] = {}
    for act in acts:
        day = act.start if edge == "start" else act.end
        name = _act_of(act, edge)
        if day is not None and day.precision == "day" and name is not None:
            days.setdefault((name, day.text), []).append(act.handle)
    for name in dict.fromkeys(key[0] for key in days):
        texts = sorted(text for of, text in days if of == name)
        for first, second in pairwise(texts):
            handles = (*days[name, first], *days[name, second])
            yield Noticed(f"{edge}s_differ", first, second, handles)


def _act_of(act: Act, edge: str) -> str | None:
    """Return what makes two statements one act: the status; of an extension its start too, as a
    measure may be extended more than once. None for what has no start or end of its own.
    """
    if act.status in _OPENING:
        return act.status
    if act.status == "extended" and edge == "end" and act.start is not None:
        return f"{act.status} {act.start.text}"
    return None
