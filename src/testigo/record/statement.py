"""A statement: one thing that one report says, every value with the words it was read from.

Invariant: a statement exists only if its key fields stand, every field has at least one span, every
code is in its vocabulary, and the type of each value is that of its kind. Its id depends on what
is said and where, never on who read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from testigo.record.canonical import digest
from testigo.record.errors import InvalidRecord, InvalidStatement
from testigo.record.kinds import FieldType, kind
from testigo.record.span import Span
from testigo.record.values import (
    Field,
    Record,
    Scalar,
    Value,
    check_count,
    check_scalar,
    check_value,
    field_from_json,
    field_to_json,
    identity,
    optional_field_from_json,
    single,
    value_to_json,
)
from testigo.record.vocabularies import vocabulary

__all__ = [
    "Field",
    "Record",
    "Scalar",
    "Source",
    "Statement",
    "Value",
    "field_to_json",
    "value_to_json",
]


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
    _id: str = field(default="", init=False, repr=False, compare=False)
    """The id once it was asked for: it follows from the rest, and is dear to work out."""

    def __post_init__(self) -> None:
        shape = kind(self.kind)
        present = {name for name, _ in self.fields}
        if len(present) != len(self.fields):
            raise InvalidStatement(f"a field of this {self.kind} stands twice")
        if [name for name, _ in self.fields] != [n for n in shape.fields if n in present]:
            raise InvalidStatement(f"unknown or unordered fields of a {self.kind}: use `make`")
        for name, held in self.fields:
            check_value(shape, shape.field(name), held.value)
        missing = [f.name for f in shape.fields.values() if f.is_key and f.name not in present]
        if missing:
            raise InvalidStatement(f"a {self.kind} needs {' and '.join(missing)}")
        check_count(self.kind, {name: held.value for name, held in self.fields})
        for group in shape.require_any:
            if not present.intersection(group):
                raise InvalidStatement(f"a {self.kind} needs one of {', '.join(group)}")
        if not self.evidence:
            raise InvalidStatement(f"a {self.kind} without the sentence that shows it is not kept")
        vocabulary("modality")[self.modality]
        for name, extra in (("speaker", self.source.speaker), ("origin", self.source.origin)):
            if extra is not None:
                check_scalar(name, "text", None, single(name, extra.value))
        if self.said_on is not None:
            check_scalar("said_on", "edtf", None, single("said_on", self.said_on.value))

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
        if not self._id:
            object.__setattr__(self, "_id", digest(self._identity()))
        return self._id

    def _identity(self) -> dict[str, object]:
        return {
            "text": self.text_id,
            "kind": self.kind,
            "fields": {name: identity(held) for name, held in self.fields},
            "speaker": identity(self.source.speaker),
            "origin": identity(self.source.origin),
            "modality": [self.modality, [s.to_json() for s in sorted(set(self.modality_spans))]],
        }

    def field(self, name: str) -> Field | None:
        """Return one field, or None if the text does not give it."""
        return dict(self.fields).get(name)

    def value(self, name: str) -> Value | None:
        """Return the value of one field, or None if the text does not give it."""
        field = self.field(name)
        return None if field is None else field.value

    def spans(self) -> Iterator[Span]:
        """Yield every span of the statement: fields, source, modality, date said, evidence."""
        for _, held in self.fields:
            yield from held.spans
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
        {key: field_from_json(shape.field(key), value) for key, value in fields.items()},
        tuple(Span.from_json(s) for s in evidence),
        source=Source(
            optional_field_from_json(text_type, data["speaker"]),
            optional_field_from_json(text_type, data["origin"]),
        ),
        modality=str(data["modality"]),
        modality_spans=tuple(Span.from_json(s) for s in modality_spans),
        said_on=optional_field_from_json(date_type, data["said_on"]),
    )
    if "id" in data and statement.id != data["id"]:
        raise InvalidRecord(f"statement {data['id']} does not hold what its id was made from")
    return statement


def _plain(type_name: str) -> FieldType:
    return FieldType(type_name, type_name, None, False, False, "public", {}, {}, "")
