"""A draft statement as a card: what is stated, and each field with the words it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from testigo.record.kinds import FieldType, kind
from testigo.record.reading import ReaderIdentity
from testigo.record.span import Span
from testigo.record.statement import Field, Record, Statement
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import (
    OUTLET_ITSELF,
    basis_words,
    confidence_words,
    count_words,
    field_words,
    main_words,
    stated_count,
    value_words,
)
from testigo.store.kept import KeptStatement

_COUNT = ("low", "high", "bound", "wording")
LEAD_CHARACTERS = 110
"""Longer leads (what somebody says) are cut at a word; the row below gives them whole."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a card: its value in words, and the spans they were read from.

    `fields` are the names that light up together (the limits of a count are one line). `how` says
    how the value follows, None where that is plain.
    """

    label: str
    value: str
    fields: tuple[str, ...]
    spans: tuple[Span, ...]
    how: str | None = None
    is_confidential: bool = False

    @property
    def is_quoted(self) -> bool:
        """Whether the value is words of the report, in its language."""
        return any(span.quote == self.value for span in self.spans)

    @property
    def quotes(self) -> tuple[Span, ...]:
        """The spans whose words say more than the value, each wording once."""
        kept = {span.quote: span for span in reversed(self.spans)}
        said = (self.value, self.value.strip("“”"))
        return tuple(sorted(span for quote, span in kept.items() if quote not in said))


@dataclass(frozen=True, slots=True)
class Card:
    """A statement as the page shows it; `number` counts from 1 in reading order.

    `says` is the speaker in words; `modality` None where the source simply asserts. `basis` tells
    in words what found it, `fired` the words of the report that decided.
    """

    number: int
    id: str
    kind: str
    letter: str
    kind_label: str
    lead: str
    modality: str | None
    rows: tuple[Row, ...]
    says: Row
    origin: Row | None
    rule: str
    basis: str
    fired: tuple[str, ...]
    reader: ReaderIdentity
    confidence: str
    evidence: tuple[Span, ...]


def level() -> tuple[str, str]:
    """Return glyph and word of what only a machine has read: all that this page shows."""
    extra = vocabulary("verification")["0"].extra
    word = extra["word"]
    return str(extra["glyph"]), str(word["en"] if isinstance(word, dict) else word)


def card(number: int, kept: KeptStatement) -> Card:
    """Make the card of one statement."""
    statement, found = kept.statement, kept.found
    shape = kind(statement.kind)
    origin = statement.source.origin
    return Card(
        number,
        statement.id,
        statement.kind,
        shape.letter,
        shape.labels["en"],
        lead_words(statement),
        None if statement.modality == "asserted" else modality_words(statement),
        tuple(_rows(statement)),
        _says(statement),
        None if origin is None else _extra("relying on", "origin", origin),
        found.rule,
        basis_words(found.rule),
        tuple(dict.fromkeys(span.quote for span in sorted(found.fired))),
        kept.findings[-1].reader,
        confidence_words(found.confidence, found.measured_on),
        statement.evidence,
    )


def lead_words(statement: Statement) -> str:
    """Return what is stated, in a few words: "at least 27 killed"."""
    if statement.kind == "casualty":
        who = field_words(statement, "name") or field_words(statement, "description")
        return ", ".join(filter(None, (who, field_words(statement, "outcome"))))
    words = main_words(statement)
    if statement.kind == "incident":
        for name, link in (("perpetrators", "by"), ("targets", "against")):
            if given := field_words(statement, name):
                words += f" {link} {given}"
    if len(words) <= LEAD_CHARACTERS:
        return words
    return words[:LEAD_CHARACTERS].rpartition(" ")[0] + " …" + ("”" if "“" in words else "")


def modality_words(statement: Statement) -> str:
    """Return how the source puts it: "denied", "alleged"."""
    return vocabulary("modality").label(statement.modality)


def _rows(statement: Statement) -> Iterator[Row]:
    present = dict(statement.fields)
    counts = tuple(name for name in _COUNT if name in present and statement.kind == "toll")
    if counts:
        spans = _spans(present[name] for name in counts)
        hows = dict.fromkeys(h for n in counts if (h := present[n].how))
        yield Row("number", stated_count(statement), counts, spans, "; ".join(hows) or None)
    for name, field in statement.fields:
        if name not in counts:
            yield _row(statement, name, field)
    if statement.said_on is not None:
        yield _extra("said on", "said_on", statement.said_on)
    if statement.modality != "asserted":
        spans = statement.modality_spans
        yield Row("put as", modality_words(statement), ("modality",), spans)


def _row(statement: Statement, name: str, field: Field) -> Row:
    shape = kind(statement.kind).field(name)
    confidential = shape.confidentiality != "public"
    value = _value_words(shape, statement, name)
    return Row(shape.labels["en"], value, (name,), _spans([field]), field.how, confidential)


def _value_words(shape: FieldType, statement: Statement, name: str) -> str:
    value = statement.value(name)
    items = value if isinstance(value, tuple) else (value,)
    records = [record_words(shape, item) for item in items if isinstance(item, Record)]
    return "; ".join(records) or field_words(statement, name)


def record_words(shape: FieldType, record: Record) -> str:
    """Return a small record in words, codes by their label: "2 killed, minors, Arequipa"."""
    low, high = record.get("low"), record.get("high")
    count = count_words(
        low if isinstance(low, int) else None,
        high if isinstance(high, int) else None,
        str(record.get("bound") or ""),
        str(record.get("wording") or ""),
    )
    rest = []
    for name, type_name in shape.members.items():
        member = record.get(name)
        if member is None or name in _COUNT:
            continue
        words = value_words(member)
        codes = type_name.partition(":")[2]
        rest.append(vocabulary(codes).label(words) if codes else words)
    if count:
        rest[:1] = [f"{count} {rest[0]}"] if rest else [count]
    return ", ".join(rest)


def _says(statement: Statement) -> Row:
    speaker = statement.source.speaker
    if speaker is None:
        return Row("says", OUTLET_ITSELF, ("speaker",), ())
    return _extra("says", "speaker", speaker)


def _extra(label: str, name: str, field: Field) -> Row:
    return Row(label, value_words(field.value), (name,), _spans([field]), field.how)


def _spans(fields: Iterable[Field]) -> tuple[Span, ...]:
    return tuple(sorted({span for field in fields for span in field.spans}))
