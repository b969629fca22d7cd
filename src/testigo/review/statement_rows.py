"""The row of one statement: what queue, filters and counts are made of."""

from __future__ import annotations

import json
from typing import Any

from testigo.record.places import Place
from testigo.record.statement import Statement
from testigo.review.materials import Material
from testigo.review.nodes import name_key
from testigo.review.urgency import urgency
from testigo.store.fold import plain, statement_columns

_PLACES = ("place", "scope", "home")


def judged_row(material: Material) -> dict[str, Any]:
    """Return the row of a statement; what depends on its entries is filled in later."""
    judged, statement = material.judged, material.judged.statement
    columns = statement_columns(statement)
    place = _place(statement)
    name = statement.value("name") if statement.kind == "casualty" else None
    return {
        "handle": judged.handle,
        "report_id": material.report.id,
        "sequence": material.sequence,
        "kind": statement.kind,
        "state": material.state,
        "level": judged.level,
        "is_amended": judged.is_amended,
        "is_added": judged.is_added,
        "is_disputed": judged.is_disputed,
        "is_flagged": judged.question is not None,
        "is_current": material.is_current,
        "readers": len(judged.readers),
        "confidentiality": material.confidentiality,
        "content": _written(material),
        "stated_id": statement.id,
        "confidence": material.confidence,
        "reader_case": material.reader_case,
        "start": columns["start"],
        "outcome": columns["outcome"],
        "modality": statement.modality,
        "name": plain(name) if isinstance(name, str) else None,
        "speaker": columns["speaker"],
        "low": columns["low"],
        "high": columns["high"],
        "earliest": columns["earliest"],
        "latest": columns["latest"],
        "place": None if place is None else plain(place.words),
        "place_key": None if place is None else plain(place.place_id or name_key(place.words)),
        "country": columns["country"],
        "is_contradicted": False,
        "urgency": urgency(statement, is_disputed=judged.is_disputed, case=material.reader_case),
    }


def _place(statement: Statement) -> Place | None:
    for name in _PLACES:
        value = statement.value(name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Place):
                return item
    return None


def _written(material: Material) -> str | None:
    """Return the statement where it is not what its own row of the log holds."""
    if material.judged.is_amended or material.is_variant:
        return json.dumps(material.judged.statement.to_json())
    return None
