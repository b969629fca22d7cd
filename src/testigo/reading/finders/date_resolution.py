"""From the words of a date to its value: what day, month or stretch a phrase means, and why.

Invariants: a value never takes a precision that the words do not give; without the report's date
nothing relative has a value; the report's date itself is a value only of "today" and its like.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

from testigo.reading.finders import date_calendar as cal
from testigo.reading.finders.date_grammar import Phrase
from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidDate

_DAYS = datetime.timedelta
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Context:
    """What a date is reckoned from: the report's date, the tense around it, the last date told.

    `year` is an earlier year that the text gave with a full date. `told` means that the date is
    counted from the last one told and not from the report's.
    """

    published: datetime.date | None
    tense: str | None = None
    anchor: Edtf | None = None
    year: int | None = None
    told: bool = False

    @property
    def future(self) -> bool:
        """Whether the words speak of what is to come; without a verb they tell of the past."""
        return self.tense == "future"

    @property
    def origin(self) -> str:
        """What is counted from, in words."""
        if self.told:
            return f"{self.anchor}, the date last told before"
        return f"the report's date {self.published}"

    @property
    def form(self) -> str:
        """The form of a date counted from here."""
        return "anaphoric" if self.told else "relative"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value (None: cannot be told), its form, how it follows, and what else it may mean."""

    value: Edtf | None
    form: str
    how: str | None = None
    is_period: bool = False
    alternatives: tuple[Edtf, ...] = ()


def resolve(phrase: Phrase, context: Context) -> Resolved | None:
    """Return what the phrase means, or None where there is no such date ("30 February")."""
    if any(slot.endswith("dir") and atom.word == "told" for slot, atom in phrase.slots.items()):
        base = context.anchor
        if base is None or (base.precision != "day" and not set("MR") & set(phrase.row)):
            return _unresolved("anaphoric", "no day is told before it in the text")
        context = replace(context, published=base.earliest, told=True)
    try:
        return _RESOLVERS[phrase.rule](phrase, context)
    except (InvalidDate, OverflowError, ValueError):
        return None


def _direction(phrase: Phrase) -> str | None:
    atom = phrase.slots.get("dir") or phrase.slots.get("after")
    return None if atom is None else atom.letter


def _time(phrase: Phrase) -> datetime.time | None:
    """Return the time of day told with a day; "noon" is one, "morning" is not."""
    for slot in ("pre", "post"):
        atom = phrase.slots.get(slot)
        if atom is not None and atom.time is not None:
            return atom.time
        if atom is not None and atom.word == "noon":
            return datetime.time(12)
    return None


def _year(phrase: Phrase, context: Context) -> int | None:
    """Return the year that the words give: in figures, or "last year" from the report's date."""
    told, short = phrase.number("y"), phrase.number("yy")
    if told is not None:
        return told
    if short is not None:
        return 1900 + short
    atom = phrase.slots.get("ydir")
    if atom is None:
        return None
    if atom.letter == "A":
        anchored = context.anchor.earliest if context.anchor else None
        return anchored.year if anchored else None
    if context.published is None:
        return None
    return context.published.year + {"L": -1, "N": 1, "T": 0}[atom.letter]


def _unresolved(form: str, how: str, *, is_period: bool = False) -> Resolved:
    return Resolved(None, form, how, is_period)


def _no_date() -> Resolved:
    return _unresolved("relative", "the report's date is not known")


def _day(phrase: Phrase, context: Context) -> Resolved | None:
    number, of_month = phrase.number("m"), phrase.number("d") or phrase.number("dn")
    if number is None or of_month is None:
        return None
    return _day_of(number, of_month, phrase, context)


def _day_of(number: int, of_month: int, phrase: Phrase, context: Context) -> Resolved | None:
    year, time = _year(phrase, context), _time(phrase)
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
        return _unresolved("relative", "no year is given and the report's date is not known")
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
    direction = _direction(phrase)
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


def _day_range(phrase: Phrase, context: Context) -> Resolved | None:
    number, first, last = phrase.number("m"), phrase.number("d"), phrase.number("d2")
    if number is None or first is None or last is None or first > last:
        return None
    start = _day_of(number, first, phrase, context)
    end = _day_of(number, last, phrase, context)
    return None if start is None or end is None else join(start, end)


def join(start: Resolved, end: Resolved) -> Resolved | None:
    """Return the interval from one date to another; a start after its end is moved back a year."""
    form = "absolute" if start.form == end.form == "absolute" else "relative"
    how = start.how or end.how
    if start.value is None or end.value is None:
        return Resolved(None, form, how, is_period=True)
    options = [
        (a, b) for b in (end.value, *end.alternatives) for a in (start.value, *start.alternatives)
    ]
    values = []
    for first, last in options:
        a, b = first.without_time().earliest, last.without_time().latest
        if a is not None and b is not None and a <= b and "/" not in first.text + last.text:
            values.append(Edtf(f"{first.without_time()}/{last.without_time()}"))
    if not values:
        return None
    return Resolved(values[0], form, how, True, tuple(dict.fromkeys(values[1:])))


def _numeric(phrase: Phrase, context: Context) -> Resolved | None:
    dates = phrase.slots["x"].dates
    time = _time(phrase)
    others = tuple(map(cal.day, dates[1:]))
    how = "the order of day and month is that usual in the language" if others else None
    return Resolved(cal.day(dates[0], time), "absolute", how, alternatives=others)


def _figures(phrase: Phrase, context: Context) -> Resolved:
    mark = "~" if "edge" in phrase.slots else ""
    return Resolved(Edtf(f"{phrase.slots['figures'].word}{mark}"), "absolute", None, True)


def _day_of_month(phrase: Phrase, context: Context) -> Resolved | None:
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
        return _unresolved(form, "there is no month to count from")
    year, number = cal.shifted_month(base, -1 if direction == "L" else 0)
    if not cal.is_day(year, number, of_month):
        return None
    return Resolved(cal.day(datetime.date(year, number, of_month), _time(phrase)), form, how)


def _bare_day(phrase: Phrase, context: Context) -> Resolved | None:
    of_month, published = phrase.number("d"), context.published
    if of_month is None:
        return None
    if published is None:
        return _no_date()
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
        cal.day(ordered[0], _time(phrase)),
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


def _weekday(phrase: Phrase, context: Context) -> Resolved | None:
    number, published, direction = phrase.number("w"), context.published, _direction(phrase)
    if number is None:
        return None
    if published is None:
        return _no_date()
    future = direction == "N" or (direction != "L" and context.future)
    date = cal.nearest_weekday(number, published, future=future, strictly=direction in ("L", "N"))
    others = (date - _DAYS(days=7), date + _DAYS(days=7))
    way = "forward" if future else "back"
    how = f"{_WEEKDAYS[number]}, counted {way} from {context.origin}"
    if future:
        others = others[::-1]
    return Resolved(
        cal.day(date, _time(phrase)), context.form, how, alternatives=tuple(map(cal.day, others))
    )


def _weekday_of_week(phrase: Phrase, context: Context) -> Resolved | None:
    number, direction = phrase.number("w"), _direction(phrase)
    if number is None:
        return None
    if context.published is None:
        return _no_date()
    weeks = {"L": -1, "N": 1}.get(direction or "", 0)
    monday, _ = cal.week_of(context.published, weeks)
    how = f"in the week {weeks:+d} from that of {context.origin}"
    return Resolved(cal.day(monday + _DAYS(days=number), _time(phrase)), context.form, how)


def _deictic(phrase: Phrase, context: Context) -> Resolved | None:
    atom, published = phrase.slots["h"], context.published
    if published is None:
        return _no_date()
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
    value = cal.day(published + _DAYS(days=atom.number), _time(phrase))
    return Resolved(value, context.form, how)


def _this_part(phrase: Phrase, context: Context) -> Resolved:
    if context.published is None:
        return _no_date()
    how = f"counted from {context.origin}"
    return Resolved(cal.day(context.published), context.form, how)


def _ago(phrase: Phrase, context: Context) -> Resolved | None:
    if context.published is None:
        return _no_date()
    if "v" in phrase.slots or "n" not in phrase.slots:
        return _unresolved("relative", "the words give no number to count by")
    count, unit = phrase.number("n") or 0, phrase.slots["u"].word or ""
    how = f"{count} {unit}s back from {context.origin}"
    value = _moved(context.published, unit, -count)
    if value.approximate or unit in ("day", "hour"):
        others = (Edtf(value.text.rstrip("~")),) if value.approximate else ()
        return Resolved(value, context.form, how, alternatives=others)
    return Resolved(Edtf(f"{value}~"), context.form, how, alternatives=(value,))


def _moved(base: datetime.date, unit: str, count: int) -> Edtf:
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


def _offset(phrase: Phrase, context: Context) -> Resolved | None:
    if "v" in phrase.slots:
        return _unresolved("anaphoric", "the words give no number to count by")
    base = context.anchor.without_time() if context.anchor else None
    if base is None or base.earliest is None:
        return _unresolved("anaphoric", "no date is told before it in the text")
    count, unit = phrase.number("n") or 0, phrase.slots["u"].word or ""
    if unit == "day" and base.precision != "day":
        return _unresolved("anaphoric", "the date told before is not known to the day")
    shift = phrase.slots.get("shift")  # without one: "a los dos días", always later
    back = shift is not None and shift.letter == "E"
    moved = _moved(base.earliest, unit, -count if back else count)
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
        moved = _moved(day, phrase.slots["u"].word or "", count if forward else -count)
    except (InvalidDate, OverflowError, ValueError):
        return Resolved(None, "open", "counted from an event that has no date here")
    return Resolved(None, "open", how, alternatives=(moved,))


def _last_units(phrase: Phrase, context: Context) -> Resolved | None:
    published, unit = context.published, phrase.slots["u"].word or ""
    direction = _direction(phrase)
    if published is None or "v" in phrase.slots:
        return _unresolved("relative", "the words do not tell from when", is_period=True)
    count = phrase.number("n") or 0
    return _run(context, published, unit, count if direction == "N" else -count)


def _run(context: Context, published: datetime.date, unit: str, count: int) -> Resolved:
    """Return the stretch of `count` units that ends (counting forward: begins) at the report."""
    how = f"{abs(count)} {unit}s counted from {context.origin}"
    moved = _moved(published, unit, count).text.rstrip("~")
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


def _unit(phrase: Phrase, context: Context) -> Resolved | None:
    published, unit = context.published, phrase.slots["u"].word or ""
    if published is None:
        return _unresolved(context.form, "the report's date is not known", is_period=True)
    if (phrase.number("u") or 1) > 1 and unit != "weekend":
        return _unresolved("relative", "the words give no number to count by", is_period=True)
    step = {"L": -1, "N": 1}.get(_direction(phrase) or "", 0)
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


def _month(phrase: Phrase, context: Context) -> Resolved | None:
    number, mark = phrase.number("m"), "~" if "edge" in phrase.slots else ""
    if number is None:
        return None
    year = _year(phrase, context)
    if year is not None:
        absolute = bool({"y", "yy"} & set(phrase.slots))
        how = None if absolute else f"the year counted from {context.origin}"
        form = "absolute" if absolute else context.form
        return Resolved(cal.month(year, number, mark), form, how, True)
    if context.published is None:
        return _no_date()
    direction = _direction(phrase)
    future = direction == "N" or (direction != "L" and context.future)
    years = cal.years_of_month(number, context.published, future=future)
    if direction == "L" and number == context.published.month:
        years.reverse()
    if direction == "T":
        years = [context.published.year]
    how = f"the year is that of the nearest such month to {context.origin}"
    values = tuple(cal.month(year, number, mark) for year in years)
    return Resolved(values[0], context.form, how, True, values[1:])


def _plain_year(phrase: Phrase, context: Context) -> Resolved:
    mark = "~" if "edge" in phrase.slots else ""
    return Resolved(Edtf(f"{phrase.number('y'):04d}{mark}"), "absolute", None, True)


def _decade(phrase: Phrase, context: Context) -> Resolved | None:
    if "short" in phrase.slots:
        short = phrase.number("short") or 0
        if short % 10 or not 20 <= short <= 90:
            return None
        return Resolved(Edtf(f"19{short // 10}X"), "absolute", "a decade of the 1900s", True)
    return Resolved(Edtf(f"{(phrase.number('y') or 0) // 10:03d}X"), "absolute", None, True)


def _season(phrase: Phrase, context: Context) -> Resolved:
    return Resolved(
        Edtf(f"{phrase.number('y'):04d}-{phrase.number('season')}"), "absolute", None, True
    )


def _holiday(phrase: Phrase, context: Context) -> Resolved | None:
    number, of_month = (int(part) for part in (phrase.slots["holiday"].word or "").split("-"))
    return _day_of(number, of_month, phrase, context)


def _anaphora(phrase: Phrase, context: Context) -> Resolved | None:
    base = context.anchor.without_time() if context.anchor else None
    if base is None or base.precision != "day" or base.earliest is None:
        return _unresolved("anaphoric", "no day is told before it in the text")
    moved = base.earliest + _DAYS(days=phrase.slots["a"].number or 0)
    how = f"counted from {base}, the day last told before"
    return Resolved(cal.day(moved, _time(phrase)), "anaphoric", how)


_RESOLVERS: dict[str, Callable[[Phrase, Context], Resolved | None]] = {
    "day": _day,
    "day_range": _day_range,
    "numeric": _numeric,
    "figures": _figures,
    "day_of_month": _day_of_month,
    "weekday_day": _bare_day,
    "bare_day": _bare_day,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "deictic": _deictic,
    "this_part": _this_part,
    "ago": _ago,
    "offset": _offset,
    "last_units": _last_units,
    "unit": _unit,
    "month": _month,
    "year": _plain_year,
    "decade": _decade,
    "season": _season,
    "holiday": _holiday,
    "anaphora": _anaphora,
}


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
