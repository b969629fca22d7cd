"""One figure of a toll series as the subject of a level: what names it, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from testigo.record.canonical import canonical_json
from testigo.review.deciding import InvalidDecision
from testigo.review.judging import Deed
from testigo.review.toll_dossier import series_of_entry
from testigo.review.tolls import ACCEPTED, Row
from testigo.review.values import level_of

FIELD = "figure"
"""The field that a decision on a number of a toll series names."""

_TWO_SOURCES = 2
_DISCOUNTED = "D"


def figure_key(row: Row) -> str:
    """Return what names a figure: its moment and its limits, in canonical JSON."""
    figure, moment = row.figure, row.moment
    told = {
        "moment": None if moment.date is None else moment.date.text,
        "basis": moment.basis,
        "low": figure.low,
        "high": figure.high,
        "bound": figure.bound,
    }
    return canonical_json(told).decode("utf-8")


def figure_level(row: Row, deeds: Sequence[Deed]) -> tuple[str, str | None]:
    """Return the level in force of a figure, and one that waits for a second person."""
    key = figure_key(row)
    about = [
        deed
        for deed in deeds
        if deed.decision.act == "verify" and deed.decision.content.get("value") == key
    ]
    in_force, proposed = level_of(about)
    return in_force or ("1" if row.accepted else "0"), proposed


def is_chosen(row: Row, deeds: Sequence[Deed]) -> bool:
    """Tell whether a person chose this figure as the best; the last choice stands."""
    chosen = [
        deed.decision.content.get("value")
        for deed in deeds
        if deed.decision.act == "accept" and deed.decision.content.get("field") == FIELD
    ]
    return bool(chosen) and chosen[-1] == figure_key(row)


def check_figure(connection: Connection, entry_id: str, value: str, level: str | None) -> None:
    """Do nothing if a figure of a toll series may be given this level, or be chosen (None).

    Raises:
        InvalidDecision: if there is no such figure, nobody accepted it, its speaker took it back,
            or level 3 lacks a source.
    """
    series = series_of_entry(connection, entry_id)
    rows = [row for one in series for row in one.rows if figure_key(row) == value]
    if not rows:
        raise InvalidDecision("the series has no such figure: it may have been amended")
    if not any(row.standing(ACCEPTED) for row in rows):
        raise InvalidDecision("accept a statement that gives this number before verifying it")
    if level != _DISCOUNTED and not any(row.counts(ACCEPTED) for row in rows):
        raise InvalidDecision("its speaker took this number back: it can only be discounted")
    groups = max(row.groups(ACCEPTED) for row in rows)
    if level == "3" and groups < _TWO_SOURCES:
        raise InvalidDecision(
            "level 3 needs two independent sources, and the accepted statements of it come "
            f"from {groups}: two papers that repeat one dispatch are one source"
        )
