"""What a date phrase is reckoned from, what it comes to mean, and the slots all rules share."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from testigo.reading.finders.date_grammar import Phrase
from testigo.record.edtf import Edtf


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


def direction_of(phrase: Phrase) -> str | None:
    """Return the letter of "last" (L), "next" (N) or "this" (T), None where no such word stands."""
    atom = phrase.slots.get("dir") or phrase.slots.get("after")
    return None if atom is None else atom.letter


def time_of(phrase: Phrase) -> datetime.time | None:
    """Return the time of day told with a day; "noon" is one, "morning" is not."""
    for slot in ("pre", "post"):
        atom = phrase.slots.get(slot)
        if atom is not None and atom.time is not None:
            return atom.time
        if atom is not None and atom.word == "noon":
            return datetime.time(12)
    return None


def year_of(phrase: Phrase, context: Context) -> int | None:
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


def unresolved(form: str, how: str, *, is_period: bool = False) -> Resolved:
    """Return a meaning without a value; `how` says what is missing."""
    return Resolved(None, form, how, is_period)


def no_report_date() -> Resolved:
    """Return the meaning of a relative date in a report whose own date is not known."""
    return unresolved("relative", "the report's date is not known")


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
