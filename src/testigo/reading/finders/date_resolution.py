"""From the words of a date to its value: what day, month or stretch a phrase means, and why.

Invariants: a value never takes a precision that the words do not give; without the report's date
nothing relative has a value; the report's date itself is a value only of "today" and its like.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

from testigo.reading.finders import date_calendar as cal
from testigo.reading.finders import date_days as days
from testigo.reading.finders import date_stretches as stretches
from testigo.reading.finders.date_grammar import Phrase
from testigo.reading.finders.date_meaning import Context, Resolved, unresolved
from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidDate

_RESOLVERS: dict[str, Callable[[Phrase, Context], Resolved | None]] = {
    "day": days.read_day,
    "day_range": days.read_day_range,
    "numeric": days.read_numeric,
    "figures": days.read_figures,
    "day_of_month": days.read_day_of_month,
    "weekday_day": days.read_bare_day,
    "bare_day": days.read_bare_day,
    "weekday": days.read_weekday,
    "weekday_of_week": days.read_weekday_of_week,
    "deictic": days.read_deictic,
    "this_part": days.read_this_part,
    "ago": stretches.read_ago,
    "offset": stretches.read_offset,
    "last_units": stretches.read_last_units,
    "unit": stretches.read_unit,
    "month": stretches.read_month,
    "year": stretches.read_plain_year,
    "decade": stretches.read_decade,
    "season": stretches.read_season,
    "holiday": days.read_holiday,
    "anaphora": days.read_anaphora,
}


def resolve(phrase: Phrase, context: Context) -> Resolved | None:
    """Return what the phrase means, or None where there is no such date ("30 February")."""
    if any(slot.endswith("dir") and atom.word == "told" for slot, atom in phrase.slots.items()):
        base = context.anchor
        if base is None or (base.precision != "day" and not set("MR") & set(phrase.row)):
            return unresolved("anaphoric", "no day is told before it in the text")
        context = replace(context, published=base.earliest, told=True)
    try:
        return _RESOLVERS[phrase.rule](phrase, context)
    except (InvalidDate, OverflowError, ValueError):
        return None


def since(point: Resolved, published: datetime.date | None, *, start: bool = False) -> Resolved:
    """Return the open stretch that begins with a date; closed at the report as its alternative.

    `start` means that the words name the start of that month or year: nothing is about then.
    """
    begins = [_end(value, first=True) for value in (point.value, *point.alternatives)]
    points = [b for b in begins if b is not None]
    if start:
        points = [Edtf(b.text.rstrip("~")) for b in points]
    values: list[Edtf] = []
    for begin in points:
        values.append(Edtf(f"{begin}/.."))
        values.extend(_closed(begin, published))
    if not values or point.value is None:
        return replace(point, is_period=True)
    return Resolved(values[0], point.form, point.how, True, (*values[1:], *points))


def _closed(begin: Edtf, published: datetime.date | None) -> list[Edtf]:
    """Return the stretch from `begin` to the report, also from its first day; none if later."""
    first = begin.earliest
    if published is None or first is None or first > published:
        return []
    closed = [Edtf(f"{begin}/{published.isoformat()}")]
    if begin.precision in ("month", "year"):
        closed.append(cal.stretch(first, published))
        closed.append(Edtf(f"{begin}/{published.isoformat()[: len(begin.text.rstrip('~'))]}"))
    return closed


def until(point: Resolved, *, end: bool = False) -> Resolved:
    """Return the open stretch that ends with a date; the date itself as its alternative.

    `end` means that the words name the end of that month or year: its last day is meant.
    """
    ends = [_end(value, first=False) for value in (point.value, *point.alternatives)]
    points = [e for e in ends if e is not None]
    if end:
        points = [cal.day(e.latest) if e.latest else e for e in points]
    if not points or point.value is None:
        return replace(point, is_period=True)
    values = [value for e in points for value in (Edtf(f"../{e}"), e)]
    return Resolved(values[0], point.form, point.how, True, tuple(values[1:]))


def begun(point: Resolved, published: datetime.date | None) -> Resolved:
    """Return the same date with, among its alternatives, the stretch from it to the report.

    "The strikes that began on 4 May have left nine dead": the day, and the time that it opens.
    """
    if point.value is None or "/" in point.value.text:
        return point
    others = _closed(point.value.without_time(), published)
    return replace(point, alternatives=(*point.alternatives, *others))


def about(point: Resolved) -> Resolved:
    """Return the same date marked as about."""
    if point.value is None or "/" in point.value.text or point.value.approximate:
        return point
    value = Edtf(f"{point.value.without_time()}~")
    return replace(point, value=value)


def _end(value: Edtf | None, *, first: bool) -> Edtf | None:
    if value is None:
        return None
    part = value.without_time().text.split("/")[0 if first else -1]
    return None if part == ".." else Edtf(part)
