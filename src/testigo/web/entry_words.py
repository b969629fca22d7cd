"""An entry of a list in words: what it is called where one line has to do."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from testigo.record.entry import EntryValue
from testigo.record.kinds import KINDS, kind
from testigo.record.values import Record
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import (
    days_words,
    harmed_words,
    outcome_words,
    record_words,
    value_words,
)
from testigo.review.lists import EntryRow
from testigo.web.words import Words

_TYPES = {"incident": "incident_type", "measure": "measure_type"}
FOLDERS = {"incident": "incidents", "toll": "tolls", "measure": "measures"}
"""Under which address the entries of a family lie; agents are people or actors."""


def entry_address(row: EntryRow, *, is_person: bool | None = None) -> str:
    """Return the address of an entry's page."""
    folder = FOLDERS.get(row.family)
    if folder is None:
        person = bool(row.outcomes) if is_person is None else is_person
        folder = "people" if person else "actors"
    return f"/{folder}/{row.id}"


def as_it_stood(address: str, at: str) -> str:
    """Return the address of a page as it stood at the same day or moment, "" for today."""
    return f"{address}?{urlencode({'at': at})}" if at else address


def entry_title(row: EntryRow, t: Words) -> str:
    """Return what an entry is called: a name, else what it is, where and when."""
    if row.family == "toll":
        return _joined([row.name or t("entry.nobody"), figures_words(row, t), row.place])
    if row.family in _TYPES:
        codes = vocabulary(_TYPES[row.family])
        kinds = ", ".join(codes.label(code, t.language) for code in row.outcomes)
        return _joined(
            [kinds, row.name, row.place, days_words(row.earliest, row.latest, language=t.language)]
        )
    return row.name or t("entry.unnamed")


def figures_words(row: EntryRow, t: Words) -> str:
    """Return the latest figures of a toll series with its outcome: "at least 10 killed"."""
    outcome = ",".join(row.outcomes)
    told = [
        harmed_words(f["low"], f["high"], f["bound"], f["wording"], outcome, language=t.language)
        for f in row.figures
    ]
    return " / ".join(dict.fromkeys(told)) or outcome_words(outcome, language=t.language)


def _joined(parts: Iterable[str | None]) -> str:
    return " · ".join(part for part in parts if part)


def field_rank(kind_of_entry: str, field: str) -> tuple[bool, str, int]:
    """Rank a field in the order of its kind; what belongs to an outcome comes after, together."""
    outcome, _, name = field.rpartition(".")
    listed = _kind_of(kind_of_entry)
    names = list(kind(listed).fields) if listed in KINDS else []
    return bool(outcome), outcome, names.index(name) if name in names else len(names)


def _kind_of(kind_of_entry: str) -> str:
    return "casualty" if kind_of_entry in ("person", "actor") else kind_of_entry


def field_label(kind_of_entry: str, field: str, t: Words) -> str:
    """Return what a field is called; one of an outcome, or of an act, with that before it."""
    outcome, _, name = field.rpartition(".")
    listed = _kind_of(kind_of_entry)
    shapes = [kind(listed)] if listed in KINDS else []
    label = next((s.fields[name].label(t.language) for s in shapes if name in s.fields), name)
    of = vocabulary("measure_status" if listed == "measure" else "outcome")
    return f"{of.label(outcome, t.language)}: {label}" if outcome else label


def shown_value(field: str, value: EntryValue, language: str) -> str:
    """Return a value in words, codes by their label, those of small records too."""
    held = value.value
    name = field.rpartition(".")[2]
    for listed in (kind(of).fields.get(name) for of in ("casualty", "incident", "measure")):
        if listed is not None and listed.vocabulary and isinstance(held, str):
            codes = vocabulary(listed.vocabulary)
            if held in codes.codes:
                return codes.label(held, language)
        if listed is not None and isinstance(held, Record):
            return record_words(listed, held, language=language)
    return value_words(held, language=language)
