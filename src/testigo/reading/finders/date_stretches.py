"""Stretches and distances: months, years, "last week", "three days ago", "two days later"."""

from __future__ import annotations

import datetime

from testigo.reading.finders import date_calendar as cal
from testigo.reading.finders.date_grammar import Phrase
from testigo.reading.finders.date_meaning import (
    Context,
    Resolved,
    direction_of,
    no_report_date,
    unresolved,
    year_of,
)
from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidDate

_DAYS = datetime.timedelta


def read_ago(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "three days ago"."""
    if context.published is None:
        return no_report_date()
    if "v" in phrase.slots or "n" not in phrase.slots:
        return unresolved("relative", "the words give no number to count by")
    count, unit = phrase.number("n") or 0, phrase.slots["u"].word or ""
    how = f"{count} {unit}s back from {context.origin}"
    value = moved_by(context.published, unit, -count)
    if value.approximate or unit in ("day", "hour"):
        others = (Edtf(value.text.rstrip("~")),) if value.approximate else ()
        return Resolved(value, context.form, how, alternatives=others)
    return Resolved(Edtf(f"{value}~"), context.form, how, alternatives=(value,))


def moved_by(base: datetime.date, unit: str, count: int) -> Edtf:
    """Return the date `count` units from `base`, no finer than the unit: weeks give `~`."""
    if unit == "hour":
        return cal.day(base + _DAYS(days=int(count / 24)))
    if unit == "day":
        return cal.day(base + _DAYS(days=count))
    if unit in ("week", "fortnight", "weekend"):
        days = count * (14 if unit == "fortnight" else 7)
        return Edtf(f"{(base + _DAYS(days=days)).isoformat()}~")
    if unit == "month":
        return cal.month(*cal.shifted_month(base, count))
    return Edtf(f"{base.year + count * (10 if unit == 'decade' else 1):04d}")


def read_offset(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "two days later"."""
    if "v" in phrase.slots:
        return unresolved("anaphoric", "the words give no number to count by")
    base = context.anchor.without_time() if context.anchor else None
    if base is None or base.earliest is None:
        return unresolved("anaphoric", "no date is told before it in the text")
    count, unit = phrase.number("n") or 0, phrase.slots["u"].word or ""
    if unit == "day" and base.precision != "day":
        return unresolved("anaphoric", "the date told before is not known to the day")
    shift = phrase.slots.get("shift")  # without one: "a los dos días", always later
    back = shift is not None and shift.letter == "E"
    moved = moved_by(base.earliest, unit, -count if back else count)
    return Resolved(moved, "anaphoric", f"counted from {base}, the date last told before")


def hung(phrase: Phrase, context: Context) -> Resolved:
    """Return what "a day after the vote" tells: no day of its own, but perhaps the vote's.

    The day of that event, counted back from the date told before or the report's, stands among the
    alternatives: "the cabinet met on Friday, a day after nine died" puts the deaths on Thursday.
    """
    how = "counted from an event; the alternative is that event's day, counted back from here"
    base = context.anchor.without_time() if context.anchor else None
    day = base.earliest if base is not None and base.precision == "day" else context.published
    count = phrase.number("n")
    if day is None or count is None or "shift" not in phrase.slots:
        return Resolved(None, "open", "counted from an event that has no date here")
    forward = phrase.slots["shift"].letter == "E"
    try:
        moved = moved_by(day, phrase.slots["u"].word or "", count if forward else -count)
    except (InvalidDate, OverflowError, ValueError):
        return Resolved(None, "open", "counted from an event that has no date here")
    return Resolved(None, "open", how, alternatives=(moved,))


def read_last_units(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "the past two weeks"."""
    published, unit = context.published, phrase.slots["u"].word or ""
    direction = direction_of(phrase)
    if published is None or "v" in phrase.slots:
        return unresolved("relative", "the words do not tell from when", is_period=True)
    count = phrase.number("n") or 0
    return _run(context, published, unit, count if direction == "N" else -count)


def _run(context: Context, published: datetime.date, unit: str, count: int) -> Resolved:
    """Return the stretch of `count` units that ends (counting forward: begins) at the report."""
    how = f"{abs(count)} {unit}s counted from {context.origin}"
    moved = moved_by(published, unit, count).text.rstrip("~")
    whole = "month" if unit == "month" else "year" if unit in ("year", "decade") else "day"
    here = published.isoformat()[: {"day": 10, "month": 7, "year": 4}[whole]]
    first, last = (moved, here) if count < 0 else (here, moved)
    mark = "~" if unit in ("week", "fortnight") else ""
    value = Edtf(f"{first}{mark if count < 0 else ''}/{last}{mark if count > 0 else ''}")
    day_end = (
        f"{first}/{published.isoformat()}" if count < 0 and whole != "day" else f"{first}/{last}"
    )
    return Resolved(
        value, context.form, how, True, tuple(a for a in (Edtf(day_end),) if a != value)
    )


def read_unit(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "last week", "the weekend"."""
    published, unit = context.published, phrase.slots["u"].word or ""
    if published is None:
        return unresolved(context.form, "the report's date is not known", is_period=True)
    if (phrase.number("u") or 1) > 1 and unit != "weekend":
        return unresolved("relative", "the words give no number to count by", is_period=True)
    step = {"L": -1, "N": 1}.get(direction_of(phrase) or "", 0)
    mark = "~" if "edge" in phrase.slots else ""
    how = f"counted from {context.origin}"
    if unit == "week":
        return _week(context, published, step, how)
    if unit == "weekend":
        return _weekend(context, published, step, how)
    if unit == "month":
        return Resolved(
            cal.month(*cal.shifted_month(published, step), mark), context.form, how, True
        )
    if unit == "year":
        return Resolved(Edtf(f"{published.year + step:04d}{mark}"), context.form, how, True)
    if unit in ("fortnight", "decade") and step < 0:
        return _run(context, published, unit, -1)
    return None


def _week(context: Context, published: datetime.date, step: int, how: str) -> Resolved:
    days = cal.week_of(published, step)
    rolling = cal.stretch(published - _DAYS(days=7), published)
    others = (rolling,) if step < 0 else (cal.stretch(days[0], published),) if step == 0 else ()
    return Resolved(cal.stretch(*days), context.form, how, True, others)


def _weekend(context: Context, published: datetime.date, step: int, how: str) -> Resolved:
    """Return the weekend meant: on a Saturday, what is told as past is the one before."""
    under_way = published.weekday() >= 5
    if step > 0 or (context.future and step == 0):
        shift = 0 if under_way and step == 0 else 1
    else:
        shift = -1 if published.weekday() == 5 or (under_way and step < 0) else 0
    days = cal.weekend_of(published, shift)
    others = [cal.stretch(*cal.weekend_of(published, 0 if shift else -1))] if under_way else []
    others += [cal.day(days[0]), cal.day(days[1])]
    return Resolved(cal.stretch(*days), context.form, how, True, tuple(others))


def read_month(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "late December"."""
    number, mark = phrase.number("m"), "~" if "edge" in phrase.slots else ""
    if number is None:
        return None
    year = year_of(phrase, context)
    if year is not None:
        absolute = bool({"y", "yy"} & set(phrase.slots))
        how = None if absolute else f"the year counted from {context.origin}"
        form = "absolute" if absolute else context.form
        return Resolved(cal.month(year, number, mark), form, how, True)
    if context.published is None:
        return no_report_date()
    direction = direction_of(phrase)
    future = direction == "N" or (direction != "L" and context.future)
    years = cal.years_of_month(number, context.published, future=future)
    if direction == "L" and number == context.published.month:
        years.reverse()
    if direction == "T":
        years = [context.published.year]
    how = f"the year is that of the nearest such month to {context.origin}"
    values = tuple(cal.month(year, number, mark) for year in years)
    return Resolved(values[0], context.form, how, True, values[1:])


def read_plain_year(phrase: Phrase, context: Context) -> Resolved:
    """Read "in 2019"."""
    mark = "~" if "edge" in phrase.slots else ""
    return Resolved(Edtf(f"{phrase.number('y'):04d}{mark}"), "absolute", None, True)


def read_decade(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "the 1990s"."""
    if "short" in phrase.slots:
        short = phrase.number("short") or 0
        if short % 10 or not 20 <= short <= 90:
            return None
        return Resolved(Edtf(f"19{short // 10}X"), "absolute", "a decade of the 1900s", True)
    return Resolved(Edtf(f"{(phrase.number('y') or 0) // 10:03d}X"), "absolute", None, True)


def read_season(phrase: Phrase, context: Context) -> Resolved:
    """Read "the summer of 2020"."""
    return Resolved(
        Edtf(f"{phrase.number('y'):04d}-{phrase.number('season')}"), "absolute", None, True
    )
