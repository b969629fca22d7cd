"""Toll points for tests, built from a sentence that states every value they are given."""

from typing import Any

from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.span import Span
from testigo.record.statement import Field, Record, Statement, Value
from testigo.review.tolls import TollPoint

SENTENCE = "La Oficina de Ensayo contó varias personas muertas en el Valle Inventado."
SPAN = Span.cut(SENTENCE, 0, len(SENTENCE))
VALLEY = Place("Valle Inventado")


def toll(low: int | None = 8, *, modality: str = "asserted", **values: Value | None) -> Statement:
    """A toll of `low` persons killed in the valley; a value of None leaves its field out."""
    given: dict[str, Value | None] = {
        "outcome": "killed",
        "low": low,
        "high": low,
        "place": VALLEY,
        **values,
    }
    said_on = given.pop("said_on", None)
    fields = {name: Field(value, (SPAN,)) for name, value in given.items() if value is not None}
    return Statement.make(
        "t",
        "toll",
        fields,
        (SPAN,),
        modality=modality,
        said_on=None if said_on is None else Field(said_on, (SPAN,)),
    )


def point(
    low: int | None = 8,
    handle: str = "h",
    *,
    day: str | None = None,
    published: str | None = None,
    state: str = "accepted",
    speaker: str = "Oficina de Ensayo",
    group: str | None = None,
    speaker_id: str | None = None,
    origin: str | None = None,
    **values: Any,
) -> TollPoint:
    """A point as of `day`, of the report `published`; its report is named after its handle."""
    as_of = Edtf(day) if day else None
    return TollPoint(
        toll(low, as_of=as_of, **values),
        handle=handle,
        report_id=f"report of {handle}",
        state=state,
        outlet="La Hoja Modelo",
        published=Edtf(published) if published else None,
        group=group or f"group of {handle}",
        speaker_id=speaker_id or speaker,
        speaker=speaker,
        origin=origin,
    )


def number(low: int, **members: str | int | Edtf | Place | None) -> Record:
    """A number inside a toll."""
    return Record.of(low=low, high=low, **members)
