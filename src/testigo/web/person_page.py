"""What the page of a person who was harmed has beside the values: what happened in time."""

from __future__ import annotations

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
    """One outcome on one stated day ("" for none); `mark` as of its statements."""

    outcome: str
    day: str
    date: str
    mark: str


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
                {"outcome": one.outcome, "date": one.date or None} for one in self.happened
            ],
            "spellings": list(self.spellings),
            "is_child": self.is_child,
        }


def person_view(entry: Entry, t: Words) -> PersonView:
    """Return what the page of a person has of its own."""
    found: list[tuple[str, Happened]] = []
    for outcome in entry.values_of("outcome"):
        code = str(outcome.value)
        label = vocabulary("outcome").label(code, t.language)
        if not outcome.supporting:
            continue  # Only denied: it is no event of this person's.
        dates = [
            value
            for value in entry.values_of(f"{code}.date")
            if value.supporting and isinstance(value.value, Edtf)
        ]
        for value in dates:
            found.append((_first(value), _happened(label, value, t)))
        if not dates:
            found.append(("9", Happened(label, "", "", mark_of(outcome))))
    names = [str(value.value) for value in entry.values_of("name")]
    return PersonView(
        tuple(one for _, one in sorted(found, key=lambda pair: pair[0])),
        tuple(name for name in names if name != entry.name),
        is_child(entry),
    )


def is_child(entry: Entry) -> bool:
    """Tell whether any statement that stands gives an age under 18, or says a child."""
    ages = [value.value for value in entry.values_of("age")]
    groups = [value.value for value in entry.values_of("age_group")]
    return "child" in groups or any(isinstance(age, int) and age < _OF_AGE for age in ages)


def _first(value: EntryValue) -> str:
    day = value.value.earliest if isinstance(value.value, Edtf) else None
    return day.isoformat() if day else "8"


def _happened(label: str, value: EntryValue, t: Words) -> Happened:
    assert isinstance(value.value, Edtf)
    words = date_words(value.value, language=t.language)
    return Happened(label, words, value.value.text, mark_of(value))
