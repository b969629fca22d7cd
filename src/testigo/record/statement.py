"""A statement: one thing that one report says, every value with the words it was read from.

Invariant: a statement exists only if its key fields stand, every field has at least one span, every
code is in its vocabulary, and the type of each value is that of its kind. Its id depends on what
is said and where, never on who read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from testigo.record.canonical import digest
from testigo.record.counts import CountRange
from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidCount, InvalidRecord, InvalidStatement
from testigo.record.kinds import FieldType, Kind, kind
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


@dataclass(frozen=True, slots=True)
class Source:
    """Who is responsible for a statement.

    `speaker` None is the publisher in its own voice; `origin` is whom the speaker relies on, or the
    other outlet that is quoted; None where the text names none.
    """

    speaker: Field | None = None
    origin: Field | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that one report says; `fields` keeps the order of its kind. See `make`."""

    text_id: str
    kind: str
    fields: tuple[tuple[str, Field], ...]
    evidence: tuple[Span, ...]
    source: Source
    modality: str
    modality_spans: tuple[Span, ...] = ()
    said_on: Field | None = None

    def __post_init__(self) -> None:
        shape = kind(self.kind)
        present = {name for name, _ in self.fields}
        if len(present) != len(self.fields):
            raise InvalidStatement(f"a field of this {self.kind} stands twice")
        if [name for name, _ in self.fields] != [n for n in shape.fields if n in present]:
            raise InvalidStatement(f"unknown or unordered fields of a {self.kind}: use `make`")
        for name, field in self.fields:
            _check_value(shape, shape.field(name), field.value)
        missing = [f.name for f in shape.fields.values() if f.is_key and f.name not in present]
        if missing:
            raise InvalidStatement(f"a {self.kind} needs {' and '.join(missing)}")
        _check_count(self.kind, {name: field.value for name, field in self.fields})
        for group in shape.require_any:
            if not present.intersection(group):
                raise InvalidStatement(f"a {self.kind} needs one of {', '.join(group)}")
        if not self.evidence:
            raise InvalidStatement(f"a {self.kind} without the sentence that shows it is not kept")
        vocabulary("modality")[self.modality]
        for name, extra in (("speaker", self.source.speaker), ("origin", self.source.origin)):
            if extra is not None:
                _check_scalar(name, "text", None, _single(name, extra.value))
        if self.said_on is not None:
            _check_scalar("said_on", "edtf", None, _single("said_on", self.said_on.value))

    @classmethod
    def make(
        cls,
        text_id: str,
        kind_name: str,
        fields: Mapping[str, Field],
        evidence: tuple[Span, ...],
        *,
        source: Source | None = None,
        modality: str = "asserted",
        modality_spans: tuple[Span, ...] = (),
        said_on: Field | None = None,
    ) -> Statement:
        """Make a statement, its fields put in the order of its kind.

        Raises:
            InvalidStatement: if it breaks the form of its kind.
            UnknownCode: if a code is not in its vocabulary.
        """
        order = list(kind(kind_name).fields)
        for name in fields:
            kind(kind_name).field(name)
        ordered = tuple((name, fields[name]) for name in sorted(fields, key=order.index))
        return cls(
            text_id,
            kind_name,
            ordered,
            evidence,
            source or Source(),
            modality,
            modality_spans,
            said_on,
        )

    @property
    def id(self) -> str:
        """SHA-256 over text, kind, fields, speaker, origin, modality and their spans."""
        return digest(
            {
                "text": self.text_id,
                "kind": self.kind,
                "fields": {name: _identity(field) for name, field in self.fields},
                "speaker": _identity(self.source.speaker),
                "origin": _identity(self.source.origin),
                "modality": [
                    self.modality,
                    [s.to_json() for s in sorted(set(self.modality_spans))],
                ],
            }
        )

    def field(self, name: str) -> Field | None:
        """Return one field, or None if the text does not give it."""
        return dict(self.fields).get(name)

    def value(self, name: str) -> Value | None:
        """Return the value of one field, or None if the text does not give it."""
        field = self.field(name)
        return None if field is None else field.value

    def spans(self) -> Iterator[Span]:
        """Yield every span of the statement: fields, source, modality, date said, evidence."""
        for _, field in self.fields:
            yield from field.spans
        for extra in (self.source.speaker, self.source.origin, self.said_on):
            if extra is not None:
                yield from extra.spans
        yield from self.modality_spans
        yield from self.evidence

    def check(self, content: str) -> None:
        """Do nothing if every span quotes `content`.

        Raises:
            UnanchoredSpan: at the first that does not.
        """
        for span in self.spans():
            span.check(content)

    def to_json(self) -> dict[str, object]:
        """Return the statement as JSON, its id included; `from_json` reads it back."""
        return {
            "id": self.id,
            "text": self.text_id,
            "kind": self.kind,
            "fields": {name: field_to_json(field) for name, field in self.fields},
            "speaker": field_to_json(self.source.speaker),
            "origin": field_to_json(self.source.origin),
            "modality": self.modality,
            "modality_spans": [s.to_json() for s in self.modality_spans],
            "said_on": field_to_json(self.said_on),
            "evidence": [s.to_json() for s in self.evidence],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Statement:
        """Rebuild a stored statement.

        Raises:
            InvalidRecord: if the form is wrong, or the id is not the one its content gives.
        """
        try:
            return _statement_from_json(cls, data)
        except (KeyError, TypeError, AttributeError) as fault:
            raise InvalidRecord(f"not a statement: {type(fault).__name__} {fault}") from fault


def _statement_from_json(cls: type[Statement], data: Mapping[str, object]) -> Statement:
    name = str(data["kind"])
    shape = kind(name)
    fields = data["fields"]
    modality_spans, evidence = data["modality_spans"], data["evidence"]
    if (
        not isinstance(fields, Mapping)
        or not isinstance(modality_spans, list)
        or not isinstance(evidence, list)
    ):
        raise InvalidRecord("not a statement: fields and spans have the wrong form")
    text_type, date_type = _plain("text"), _plain("edtf")
    statement = cls.make(
        str(data["text"]),
        name,
        {key: _field_from_json(shape.field(key), value) for key, value in fields.items()},
        tuple(Span.from_json(s) for s in evidence),
        source=Source(
            _optional_field(text_type, data["speaker"]), _optional_field(text_type, data["origin"])
        ),
        modality=str(data["modality"]),
        modality_spans=tuple(Span.from_json(s) for s in modality_spans),
        said_on=_optional_field(date_type, data["said_on"]),
    )
    if "id" in data and statement.id != data["id"]:
        raise InvalidRecord(f"statement {data['id']} does not hold what its id was made from")
    return statement


def _plain(type_name: str) -> FieldType:
    return FieldType(type_name, type_name, None, False, False, "public", {}, {}, "")


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


def _identity(field: Field | None) -> object:
    if field is None:
        return None
    return [value_to_json(field.value), [s.to_json() for s in sorted(set(field.spans))]]


def _optional_field(shape: FieldType, data: object) -> Field | None:
    return None if data is None else _field_from_json(shape, data)


def _field_from_json(shape: FieldType, data: object) -> Field:
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


def _check_value(shape: Kind, field: FieldType, value: Value) -> None:
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
                _check_scalar(where, type_name, vocabulary_name or None, member)
            _check_count(where, dict(item.members))
        else:
            _check_scalar(where, field.type, field.vocabulary, item)


def _single(where: str, value: Value) -> Scalar:
    if isinstance(value, tuple):
        raise InvalidStatement(f"{where} is a single value")
    return value


def _check_count(where: str, values: Mapping[str, Value]) -> None:
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


def _check_scalar(where: str, type_name: str, vocabulary_name: str | None, item: Scalar) -> None:
    if not isinstance(item, _PYTHON_TYPES[type_name]) or isinstance(item, bool) or item == "":
        raise InvalidStatement(f"{where} must be {type_name}, not {type(item).__name__}")
    if type_name == "number" and isinstance(item, int) and item < 0:
        raise InvalidStatement(f"{where} cannot be negative")
    if type_name == "code" and vocabulary_name:
        vocabulary(vocabulary_name)[str(item)]
