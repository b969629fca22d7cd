"""What a field of a statement holds: its value, of one of six types, with the spans that show it.

Invariant: a field has at least one span. Values are checked against the type that their kind
declares; JSON forms are read back through the same types, so that nothing untyped comes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from testigo.record.counts import CountRange
from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidCount, InvalidRecord, InvalidStatement
from testigo.record.kinds import FieldType, Kind
from testigo.record.places import Place
from testigo.record.span import Span
from testigo.record.vocabularies import vocabulary


@dataclass(frozen=True, slots=True)
class Record:
    """A small record inside a field (one part of a toll): `(member, value)` pairs, sorted."""

    members: tuple[tuple[str, str | int | Edtf | Place], ...]

    def __post_init__(self) -> None:
        names = [name for name, _ in self.members]
        if not names or names != sorted(set(names)):
            raise InvalidStatement("a record needs members, each once and sorted: use `Record.of`")

    @classmethod
    def of(cls, **members: str | int | Edtf | Place | None) -> Record:
        """Make a record of the members that are not None."""
        kept = [(name, value) for name, value in members.items() if value is not None]
        return cls(tuple(sorted(kept, key=lambda pair: pair[0])))

    def get(self, name: str) -> str | int | Edtf | Place | None:
        """Return one member, or None if the text does not give it."""
        return dict(self.members).get(name)


Scalar = str | int | Edtf | Place | Record
Value = Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A value and the spans it was read from.

    `how` says in words how the value follows from them where that is not plain ("Sunday, counted
    back from the report's date 2022-12-27"); None where it is. It is no part of the statement's id.
    """

    value: Value
    spans: tuple[Span, ...]
    how: str | None = None

    def __post_init__(self) -> None:
        if not self.spans:
            raise InvalidStatement("a value without a span has no witness and is not kept")


def value_to_json(value: Value) -> object:
    """Return a field's value as JSON: dates as EDTF text, places and records as objects."""
    if isinstance(value, tuple):
        return [value_to_json(v) for v in value]
    if isinstance(value, Edtf):
        return value.text
    if isinstance(value, Place):
        return value.to_json()
    if isinstance(value, Record):
        return {name: value_to_json(v) for name, v in value.members}
    return value


def field_to_json(field: Field | None) -> dict[str, object] | None:
    """Return a field as JSON (`value`, `spans`, and `how` where it has one), or None for None."""
    if field is None:
        return None
    out: dict[str, object] = {
        "value": value_to_json(field.value),
        "spans": [s.to_json() for s in field.spans],
    }
    if field.how is not None:
        out["how"] = field.how
    return out


def identity(field: Field | None) -> object:
    """Return what a field adds to the id of its statement: value and spans, not `how`."""
    if field is None:
        return None
    return [value_to_json(field.value), [s.to_json() for s in sorted(set(field.spans))]]


def optional_field_from_json(shape: FieldType, data: object) -> Field | None:
    """Rebuild a stored field of that type; None for None. Raises as `field_from_json`."""
    return None if data is None else field_from_json(shape, data)


def field_from_json(shape: FieldType, data: object) -> Field:
    """Rebuild a stored field of that type.

    Raises:
        InvalidRecord: if the form is wrong.
    """
    if not isinstance(data, Mapping) or not isinstance(data["spans"], list):
        raise InvalidRecord(f"field {shape.name!r} has the wrong form")
    raw = data["value"]
    if shape.is_list:
        if not isinstance(raw, list):
            raise InvalidRecord(f"field {shape.name!r} is a list")
        value: Value = tuple(_scalar_from_json(shape, item) for item in raw)
    else:
        value = _scalar_from_json(shape, raw)
    how = data.get("how")
    spans = tuple(Span.from_json(s) for s in data["spans"])
    return Field(value, spans, None if how is None else str(how))


def _scalar_from_json(shape: FieldType, raw: object) -> Scalar:
    if shape.type == "record":
        if not isinstance(raw, Mapping):
            raise InvalidRecord(f"field {shape.name!r} holds records")
        members = {name: _member_from_json(shape, name, value) for name, value in raw.items()}
        return Record.of(**members)
    return _decode(shape.type, raw)


def _member_from_json(shape: FieldType, name: str, raw: object) -> str | int | Edtf | Place:
    return _decode(shape.members[name].split(":")[0], raw)


def _decode(type_name: str, raw: object) -> str | int | Edtf | Place:
    if type_name == "edtf":
        return Edtf(str(raw))
    if type_name == "place":
        return Place.from_json(raw)
    if isinstance(raw, str | int):
        return raw
    raise InvalidRecord(f"{type(raw).__name__} is no {type_name}")


def check_value(shape: Kind, field: FieldType, value: Value) -> None:
    """Do nothing if `field` of the kind `shape` may hold `value`.

    Raises:
        InvalidStatement: if it may not.
        UnknownCode: if a code is not in its vocabulary.
    """
    where = f"{field.name} of a {shape.name}"
    if field.is_list != isinstance(value, tuple):
        raise InvalidStatement(f"{where} is {'a list' if field.is_list else 'a single value'}")
    if isinstance(value, tuple) and len(value) < field.min_items:
        raise InvalidStatement(
            f"{where} needs {field.min_items} or more; absent is no field at all"
        )
    for item in value if isinstance(value, tuple) else (value,):
        if field.type == "record":
            if not isinstance(item, Record):
                raise InvalidStatement(f"{where} holds records")
            for name, member in item.members:
                if name not in field.members:
                    raise InvalidStatement(f"{where} has no member {name!r}")
                type_name, _, vocabulary_name = field.members[name].partition(":")
                check_scalar(where, type_name, vocabulary_name or None, member)
            check_count(where, dict(item.members))
        else:
            check_scalar(where, field.type, field.vocabulary, item)


def single(where: str, value: Value) -> Scalar:
    """Return a value that is no list.

    Raises:
        InvalidStatement: if it is one.
    """
    if isinstance(value, tuple):
        raise InvalidStatement(f"{where} is a single value")
    return value


def check_count(where: str, values: Mapping[str, Value]) -> None:
    """Do nothing if `low`, `high` and `bound`, where they stand, agree as a `CountRange`.

    Raises:
        InvalidStatement: if they contradict each other.
    """
    low, high, bound = values.get("low"), values.get("high"), values.get("bound")
    if low is None and high is None and bound is None:
        return
    try:
        CountRange(
            low if isinstance(low, int) else None,
            high if isinstance(high, int) else None,
            str(bound or "exact"),
            str(values.get("wording", "")),
        )
    except InvalidCount as fault:
        raise InvalidStatement(f"{where}: {fault}") from fault


_PYTHON_TYPES: dict[str, type] = {
    "text": str,
    "code": str,
    "number": int,
    "edtf": Edtf,
    "place": Place,
}


def check_scalar(where: str, type_name: str, vocabulary_name: str | None, item: Scalar) -> None:
    """Do nothing if `item` is a value of the plain type `type_name`.

    Raises:
        InvalidStatement: if it is not.
        UnknownCode: if it is a code outside its vocabulary.
    """
    if not isinstance(item, _PYTHON_TYPES[type_name]) or isinstance(item, bool) or item == "":
        raise InvalidStatement(f"{where} must be {type_name}, not {type(item).__name__}")
    if type_name == "number" and isinstance(item, int) and item < 0:
        raise InvalidStatement(f"{where} cannot be negative")
    if type_name == "code" and vocabulary_name:
        vocabulary(vocabulary_name)[str(item)]
