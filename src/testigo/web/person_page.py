"""What the page of a person who was harmed has beside the values: what happened in time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from testigo.record.edtf import Edtf
from testigo.record.entry import Entry, EntryValue
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words
from testigo.web.entry_values import mark_of
from testigo.web.words import Words

_OF_AGE = 18


@dataclass(frozen=True, slots=True)
class Happened:
    """One outcome with its day in words ("" for none); `mark` as of its statements.

    Of several stated days the chosen one stands, else all with "or" between: it happened once.
    `follows` tells that it came after the one before by every stated day.
    """

    outcome: str
    day: str
    dates: tuple[str, ...]
    mark: str
    anchor: str
    follows: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """What happened in time, other spellings of the name, and whether a statement gives a child."""

    happened: tuple[Happened, ...]
    spellings: tuple[str, ...]
    is_child: bool

    def to_json(self) -> dict[str, Any]:
        """Return it for the JSON twin."""
        return {
            "happened": [
                {"outcome": one.outcome, "dates": list(one.dates), "follows": one.follows}
                for one in self.happened
            ],
            "spellings": list(self.spellings),
            "is_child": self.is_child,
        }


@dataclass(frozen=True, slots=True)
class _Outcome:
    """One outcome and the values of its date that count."""

    value: EntryValue
    dates: tuple[EntryValue, ...]

    @property
    def first(self) -> datetime.date:
        """The first day it may have been; the last of all days where none is stated."""
        days = [d for one in self._stated() if (d := one.earliest or one.latest) is not None]
        return min(days, default=datetime.date.max)

    @property
    def last(self) -> datetime.date | None:
        """The last day it may have been, None where that is open."""
        days = [one.latest for one in self._stated()]
        return None if None in days or not days else max(d for d in days if d is not None)

    @property
    def is_exact(self) -> bool:
        """Whether no day of it is stated as "about"."""
        return not any(one.approximate for one in self._stated())

    def follows(self, other: _Outcome) -> bool:
        """Tell whether it came after the other whichever of the stated days are true."""
        is_exact = self.is_exact and other.is_exact
        return is_exact and bool(self.dates) and other.last is not None and other.last < self.first

    def _stated(self) -> list[Edtf]:
        return [one.value for one in self.dates if isinstance(one.value, Edtf)]


def person_view(entry: Entry, anchors: Mapping[tuple[str, str], str], t: Words) -> PersonView:
    """Return what the page of a person has of its own.

    `anchors` are where values stand on the page, by field and key.
    """
    # An outcome that is only denied is no event of this person's.
    found = sorted(
        (_outcome(entry, value) for value in entry.values_of("outcome") if value.supporting),
        key=lambda one: (not one.dates, one.first, str(one.value.value)),
    )
    names = [str(value.value) for value in entry.values_of("name")]
    return PersonView(
        tuple(
            _happened(one, anchors, t, follows=at > 0 and one.follows(found[at - 1]))
            for at, one in enumerate(found)
        ),
        tuple(name for name in names if name != entry.name),
        is_child(entry),
    )


def _outcome(entry: Entry, outcome: EntryValue) -> _Outcome:
    dates = [
        value
        for value in entry.values_of(f"{outcome.value}.date")
        if value.supporting and isinstance(value.value, Edtf)
    ]
    chosen = [value for value in dates if value.is_preferred]
    return _Outcome(outcome, tuple(chosen or dates))


def _happened(
    one: _Outcome, anchors: Mapping[tuple[str, str], str], t: Words, *, follows: bool
) -> Happened:
    ordered = sorted(one.dates, key=lambda value: str(value.value))
    days = [date_words(v.value, language=t.language) for v in ordered if isinstance(v.value, Edtf)]
    first = one.dates[0] if one.dates else one.value
    return Happened(
        vocabulary("outcome").label(str(one.value.value), t.language),
        t("entry_page.or").join(days),
        tuple(str(value.value) for value in ordered),
        mark_of(first if len(one.dates) == 1 else one.value),
        anchors.get((first.field, first.key), ""),
        follows,
    )


def is_child(entry: Entry) -> bool:
    """Tell whether any statement that stands gives an age under 18, or says a child."""
    ages = [value.value for value in entry.values_of("age")]
    groups = [value.value for value in entry.values_of("age_group")]
    return "child" in groups or any(isinstance(age, int) and age < _OF_AGE for age in ages)
