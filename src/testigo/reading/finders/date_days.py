"""Days: full dates, days without a year, weekdays, "today", "the following day"."""

from __future__ import annotations

import datetime

from testigo.reading.finders import date_calendar as cal
from testigo.reading.finders.date_grammar import Phrase
from testigo.reading.finders.date_meaning import (
    Context,
    Resolved,
    direction_of,
    join,
    no_report_date,
    time_of,
    unresolved,
    year_of,
)
from testigo.record.edtf import Edtf

_DAYS = datetime.timedelta
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def read_day(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "7 December 2022", "el 7 de diciembre"."""
    number, of_month = phrase.number("m"), phrase.number("d") or phrase.number("dn")
    if number is None or of_month is None:
        return None
    return _day_of(number, of_month, phrase, context)


def _day_of(number: int, of_month: int, phrase: Phrase, context: Context) -> Resolved | None:
    year, time = year_of(phrase, context), time_of(phrase)
    if year is not None:
        if not cal.is_day(year, number, of_month):
            return None
        absolute = bool({"y", "yy"} & set(phrase.slots))
        how = None if absolute else f"the year counted from {context.origin}"
        form = "absolute" if absolute else context.form
        return Resolved(cal.day(datetime.date(year, number, of_month), time), form, how)
    if not cal.is_day(2024, number, of_month):
        return None
    if context.published is None or "ydir" in phrase.slots:
        return unresolved("relative", "no year is given and the report's date is not known")
    days = _directed_days(number, of_month, phrase, context, context.published)
    if not days:
        return None
    how = f"the year is that of the nearest such day to {context.origin}"
    return Resolved(
        cal.day(days[0], time), context.form, how, alternatives=tuple(map(cal.day, days[1:]))
    )


def _directed_days(
    number: int, of_month: int, phrase: Phrase, context: Context, published: datetime.date
) -> list[datetime.date]:
    direction = direction_of(phrase)
    if direction == "L":
        return cal.years_of_day(number, of_month, published, "past")
    tense = "future" if direction == "N" else context.tense
    days = cal.years_of_day(number, of_month, published, tense)
    if context.year is not None and cal.is_day(context.year, number, of_month):
        days.append(datetime.date(context.year, number, of_month))
    weekday = phrase.number("w")
    if weekday is not None:  # a weekday told with the date decides the year
        days.sort(key=lambda date: date.weekday() != weekday)
    return days


def read_day_range(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "7 to 13 December"."""
    number, first, last = phrase.number("m"), phrase.number("d"), phrase.number("d2")
    if number is None or first is None or last is None or first > last:
        return None
    start = _day_of(number, first, phrase, context)
    end = _day_of(number, last, phrase, context)
    return None if start is None or end is None else join(start, end)


def read_numeric(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "7/12/2022"."""
    dates = phrase.slots["x"].dates
    time = time_of(phrase)
    others = tuple(map(cal.day, dates[1:]))
    how = "the order of day and month is that usual in the language" if others else None
    return Resolved(cal.day(dates[0], time), "absolute", how, alternatives=others)


def read_figures(phrase: Phrase, context: Context) -> Resolved:
    """Read "00.05.1979", a date in figures without a day."""
    mark = "~" if "edge" in phrase.slots else ""
    return Resolved(Edtf(f"{phrase.slots['figures'].word}{mark}"), "absolute", None, True)


def read_day_of_month(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "the 12th of last month"."""
    of_month, direction = phrase.number("d"), phrase.slots["mdir"].letter
    if of_month is None:
        return None
    if direction == "A":
        base = context.anchor.earliest if context.anchor else None
        how, form = "in the month last told before in the text", "anaphoric"
    else:
        base = context.published
        how, form = f"counted from {context.origin}", context.form
    if base is None:
        return unresolved(form, "there is no month to count from")
    year, number = cal.shifted_month(base, -1 if direction == "L" else 0)
    if not cal.is_day(year, number, of_month):
        return None
    return Resolved(cal.day(datetime.date(year, number, of_month), time_of(phrase)), form, how)


def read_bare_day(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "the 15th", "el 15"."""
    of_month, published = phrase.number("d"), context.published
    if of_month is None:
        return None
    if published is None:
        return no_report_date()
    candidates = []
    for months in range(-2, 3):
        year, number = cal.shifted_month(published, months)
        if cal.is_day(year, number, of_month):
            candidates.append(datetime.date(year, number, of_month))
    weekday = phrase.number("w")
    if weekday is not None:
        candidates = [date for date in candidates if date.weekday() == weekday]
    before = [d for d in reversed(candidates) if d <= published]
    after = [d for d in candidates if d > published]
    ordered = after[:1] + before[:1] if context.future else before[:1] + after[:1]
    ordered += _in_month_told(of_month, context.anchor)
    if not ordered:
        return None
    how = f"the month is that of the nearest such day to {context.origin}"
    return Resolved(
        cal.day(ordered[0], time_of(phrase)),
        "relative",
        how,
        alternatives=tuple(map(cal.day, ordered[1:])),
    )


def _in_month_told(of_month: int, anchor: Edtf | None) -> list[datetime.date]:
    """Return the first such day from the date last told on: "the 3rd of May ... until the 12th"."""
    first = anchor.earliest if anchor is not None else None
    if first is None:
        return []
    for months in (0, 1):
        year, number = cal.shifted_month(first, months)
        if cal.is_day(year, number, of_month):
            date = datetime.date(year, number, of_month)
            if date >= first:
                return [date]
    return []


def read_weekday(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "Sunday", "el pasado lunes"."""
    number, published, direction = phrase.number("w"), context.published, direction_of(phrase)
    if number is None:
        return None
    if published is None:
        return no_report_date()
    future = direction == "N" or (direction != "L" and context.future)
    date = cal.nearest_weekday(number, published, future=future, strictly=direction in ("L", "N"))
    others = (date - _DAYS(days=7), date + _DAYS(days=7))
    way = "forward" if future else "back"
    how = f"{_WEEKDAYS[number]}, counted {way} from {context.origin}"
    if future:
        others = others[::-1]
    return Resolved(
        cal.day(date, time_of(phrase)), context.form, how, alternatives=tuple(map(cal.day, others))
    )


def read_weekday_of_week(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "Monday of last week"."""
    number, direction = phrase.number("w"), direction_of(phrase)
    if number is None:
        return None
    if context.published is None:
        return no_report_date()
    weeks = {"L": -1, "N": 1}.get(direction or "", 0)
    monday, _ = cal.week_of(context.published, weeks)
    how = f"in the week {weeks:+d} from that of {context.origin}"
    return Resolved(cal.day(monday + _DAYS(days=number), time_of(phrase)), context.form, how)


def read_deictic(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "today", "anoche", "overnight"."""
    atom, published = phrase.slots["h"], context.published
    if published is None:
        return no_report_date()
    how = f"counted from {context.origin}"
    if atom.number is None:  # overnight: the night that ended on the day of the report
        before = published - _DAYS(days=1)
        return Resolved(
            cal.stretch(before, published),
            "relative",
            how,
            True,
            (cal.day(published), cal.day(before)),
        )
    value = cal.day(published + _DAYS(days=atom.number), time_of(phrase))
    return Resolved(value, context.form, how)


def read_this_part(phrase: Phrase, context: Context) -> Resolved:
    """Read "this morning"."""
    if context.published is None:
        return no_report_date()
    how = f"counted from {context.origin}"
    return Resolved(cal.day(context.published), context.form, how)


def read_holiday(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "Christmas Eve"."""
    number, of_month = (int(part) for part in (phrase.slots["holiday"].word or "").split("-"))
    return _day_of(number, of_month, phrase, context)


def read_anaphora(phrase: Phrase, context: Context) -> Resolved | None:
    """Read "the following day", "la víspera"."""
    base = context.anchor.without_time() if context.anchor else None
    if base is None or base.precision != "day" or base.earliest is None:
        return unresolved("anaphoric", "no day is told before it in the text")
    moved = base.earliest + _DAYS(days=phrase.slots["a"].number or 0)
    how = f"counted from {base}, the day last told before"
    return Resolved(cal.day(moved, time_of(phrase)), "anaphoric", how)
