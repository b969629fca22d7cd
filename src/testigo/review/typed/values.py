"""A value as people type it into a field of a kind -> the value that it means."""

from __future__ import annotations

import datetime
import json

from testigo.record.errors import InvalidRecord, TestigoError
from testigo.record.kinds import FieldType
from testigo.record.places import Place
from testigo.record.span import Span
from testigo.record.values import Scalar, Value, field_from_json
from testigo.record.vocabularies import vocabulary
from testigo.review.typed.complaints import plain
from testigo.review.typed.counts import read_typed_count
from testigo.review.typed.dates import read_typed_date

_ANY = [Span(0, 1, "x").to_json()]


class UnclearValue(TestigoError):
    """What was typed is no value of its field."""


def read_typed_value(
    shape: FieldType, typed: str, language: str = "en", *, near: datetime.date | None = None
) -> Value:
    """Read what a person typed into a field.

    A code is typed as code or label in either language; the items of a list are separated by `;`.
    Records (parts of a toll) and places with their coordinates are typed as JSON. `near` is the day
    of the report, for dates without a year.

    Raises:
        UnclearValue: if it is no number, no JSON of that form, or empty.
        UnclearDate, UnclearCount: if a date or number is not understood.
        UnknownCode: if it is neither code nor label.
    """
    typed = typed.strip()
    if not typed:
        raise UnclearValue(f"{shape.name} is empty: a field that is not stated is left out")
    if shape.type == "record" or typed.startswith(("{", "[{")):
        return _from_json(shape, typed)
    if shape.is_list:
        items = [item.strip() for item in typed.split(";")]
        return tuple(_scalar(shape, item, language, near) for item in items if item)
    return _scalar(shape, typed, language, near)


def _scalar(shape: FieldType, typed: str, language: str, near: datetime.date | None) -> Scalar:
    match shape.type:
        case "code":
            return read_typed_code(shape.vocabulary or "", typed)
        case "edtf":
            return read_typed_date(typed, language, near=near)
        case "place":
            return Place(typed)
        case "number":
            return read_typed_number(shape.name, typed, language)
        case _:
            return typed


def read_typed_code(vocabulary_name: str, typed: str) -> str:
    """Return the code that was typed as itself or as one of its labels.

    Raises:
        UnknownCode: if it is neither.
    """
    codes = vocabulary(vocabulary_name)
    if typed in codes:
        return typed
    for code in codes:
        if plain(typed) in {plain(code.code), *(plain(label) for label in code.labels.values())}:
            return code.code
    return codes[typed].code


def read_typed_number(name: str, typed: str, language: str = "en") -> int:
    """Return the whole number that was typed for a field or member `name`.

    Raises:
        UnclearValue: if it is a bound, a range or a vague word.
        UnclearCount: if it is no number at all.
    """
    count = read_typed_count(typed, language)
    if count.bound != "exact" or count.low is None or count.low != count.high:
        raise UnclearValue(f"{name} is one whole number")
    return count.low


def _from_json(shape: FieldType, typed: str) -> Value:
    try:
        return field_from_json(shape, {"value": json.loads(typed), "spans": _ANY}).value
    except (json.JSONDecodeError, InvalidRecord):
        members = f" of {', '.join(shape.members)}" if shape.members else ""
        raise UnclearValue(
            f"{shape.name} is typed as JSON: {'a list of ' if shape.is_list else ''}"
            f"objects{members}"
        ) from None
