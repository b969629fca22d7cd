"""The cells of a list of the record in words, and what an entry is called in its first column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from testigo.record.edtf import Edtf
from testigo.record.statement import Statement
from testigo.record.values import Value
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import (
    date_words,
    days_words,
    harmed_words,
    outcome_words,
    value_words,
)
from testigo.review.details import stated
from testigo.review.lists import EntryRow
from testigo.web.entry_words import entry_title
from testigo.web.words import Words

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "people": ("outcome", "age", "sex", "occupation", "place", "day"),
    "incidents": ("place", "day", "perpetrators"),
    "tolls": ("figure", "moment", "place"),
    "measures": ("status", "place", "start", "end"),
    "actors": ("country",),
}
"""The columns of each view unless others are chosen; name, level and counts always stand."""

OFFERED = {view: tuple(dict.fromkeys((*names, "country"))) for view, names in COLUMNS.items()}
"""The columns of each view that can be chosen."""

SORTED_BY = {"place": "place", "day": "date", "start": "date", "figure": "number"}
"""By which of `SORTS` the head of a column sorts; others do not."""

_FIELDS = frozenset({"age", "sex", "occupation", "perpetrators", "status", "start", "end"})
_CODES = {"sex": "sex", "status": "measure_status"}
_TYPES = {"incident": "incident_type", "measure": "measure_type"}
_BASES = {"said": "entries.said", "published": "entries.published"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: words, and the label of its column for narrow screens."""

    column: str
    label: str
    words: str


def chosen_columns(view: str, asked: Sequence[str]) -> tuple[str, ...]:
    """Return the columns asked for, "a,b" or one by one, else those of the view."""
    names = [name for each in asked for name in each.split(",")]
    chosen = tuple(dict.fromkeys(name for name in names if name in OFFERED[view]))
    return chosen or COLUMNS[view]


def cells(
    row: EntryRow, columns: Sequence[str], told: Sequence[Statement], t: Words
) -> tuple[Cell, ...]:
    """Return the cells of an entry; `told` are the statements that tell of it."""
    return tuple(
        Cell(name, t(f"entries.column_{name}"), _words(name, row, told, t)) for name in columns
    )


def title(row: EntryRow, columns: Sequence[str], t: Words) -> str:
    """Return what an entry is called beside these columns: nothing is said twice in a line."""
    if row.family == "toll" and "figure" in columns:
        who = row.name or t("entry.nobody")
        return f"{who} · {outcome_words(','.join(row.outcomes), language=t.language)}"
    if row.family not in _TYPES:
        return entry_title(row, t)
    codes = vocabulary(_TYPES[row.family])
    parts = [", ".join(codes.label(code, t.language) for code in row.outcomes), row.name]
    if "place" not in columns:
        parts.append(row.place or "")
    if "day" not in columns and "start" not in columns:
        parts.append(days_words(row.earliest, row.latest, language=t.language))
    return " · ".join(part for part in parts if part) or entry_title(row, t)


def _words(name: str, row: EntryRow, told: Sequence[Statement], t: Words) -> str:
    if name in _FIELDS:
        values = [_value(name, value, t.language) for value in stated(told, name)]
        return " / ".join(dict.fromkeys(values))
    match name:
        case "outcome":
            codes = vocabulary("outcome")
            return ", ".join(codes.label(code, t.language) for code in row.outcomes)
        case "place":
            return row.place or ""
        case "country":
            return row.country or ""
        case "day":
            return days_words(row.earliest, row.latest, language=t.language)
        case "figure":
            return " / ".join(figure for figure, _ in _figures(row, t))
        case _:
            moments = [moment for _, moment in _figures(row, t)]
            return " / ".join(moments if len(set(moments)) > 1 else moments[:1])


def _figures(row: EntryRow, t: Words) -> list[tuple[str, str]]:
    """Return the latest figures of a toll series and their moments, side by side."""
    return list(dict.fromkeys((_figure(f, row, t), _as_of(f, t)) for f in row.figures))


def _figure(figure: Mapping[str, Any], row: EntryRow, t: Words) -> str:
    outcome = ",".join(row.outcomes)
    held = (figure["low"], figure["high"], figure["bound"], figure["wording"])
    words = harmed_words(*held, outcome, language=t.language)
    return t("entries.draft_figure", figure=words) if figure["state"] == "draft" else words


def _as_of(figure: Mapping[str, Any], t: Words) -> str:
    if figure["as_of"] is None:
        return t("entries.unknown_moment")
    day = date_words(Edtf(figure["as_of"]), language=t.language)
    basis = _BASES.get(figure["basis"])
    return day if basis is None else t(basis, day=day)


def _value(name: str, value: Value, language: str) -> str:
    if name in _CODES and isinstance(value, str):
        return vocabulary(_CODES[name]).label(value, language)
    return value_words(value, language=language)
