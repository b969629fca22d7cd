"""The JSON twin of an entry page."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict

from testigo.record.entry import EntryValue, Witness
from testigo.record.values import value_to_json
from testigo.review.dossier import Dossier
from testigo.web.history_view import HistoryTwin, history_twin


class SourceTwin(TypedDict):
    """One statement behind a value."""

    statement: str
    report: str
    outlet: str | None
    said_by: str | None
    state: str
    modality: str
    confidentiality: str
    quote: str
    start: int
    end: int
    group: str


class ValueTwin(TypedDict):
    """One value of one field, for and against."""

    field: str
    value: Any
    key: str
    level: str
    proposed: str | None
    is_preferred: bool
    confidentiality: str
    supporting: list[SourceTwin]
    contradicting: list[SourceTwin]


class EntryTwin(TypedDict):
    """An entry in JSON; `statements` are those of the page asked for, of `of` in all."""

    id: str
    kind: str
    name: str
    aliases: list[str]
    by_key: bool
    values: list[ValueTwin]
    statements: list[str]
    of: int
    page: int
    pages: int
    at: str | None
    view: dict[str, Any]
    history: list[HistoryTwin]


def entry_twin(
    held: Dossier, kind: str, view: dict[str, Any], decisions: int, page: int, pages: int, at: str
) -> EntryTwin:
    """Return an entry in JSON with its newest `decisions`; `view` is what its kind alone has."""
    entry = held.entry
    return {
        "id": held.row.id,
        "kind": kind,
        "name": held.row.name,
        "aliases": list(entry.aliases),
        "by_key": held.by_key,
        "values": [_value_twin(value) for value in entry.values],
        "statements": [one.item.handle for one in held.mentioned],
        "of": held.of,
        "page": page,
        "pages": pages,
        "at": at or None,
        "view": view,
        "history": history_twin(held.history[:decisions]),
    }


def _value_twin(value: EntryValue) -> ValueTwin:
    return {
        "field": value.field,
        "value": value_to_json(value.value),
        "key": value.key,
        "level": value.level,
        "proposed": value.proposed,
        "is_preferred": value.is_preferred,
        "confidentiality": value.confidentiality,
        "supporting": [_source_twin(witness) for witness in value.supporting],
        "contradicting": [_source_twin(witness) for witness in value.contradicting],
    }


def _source_twin(witness: Witness) -> SourceTwin:
    return {
        "statement": witness.handle,
        "report": witness.report_id,
        "outlet": witness.outlet,
        "said_by": witness.said_by,
        "state": witness.state,
        "modality": witness.modality,
        "confidentiality": witness.confidentiality,
        "quote": witness.sentence.quote,
        "start": witness.sentence.start,
        "end": witness.sentence.end,
        "group": witness.group,
    }
