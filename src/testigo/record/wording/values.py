"""Single values and fields in words: codes by their label, words of a report as they stand."""

from __future__ import annotations

from testigo.record.edtf import Edtf
from testigo.record.kinds import FieldType, kind
from testigo.record.places import Place
from testigo.record.statement import Statement
from testigo.record.values import Record, Value
from testigo.record.vocabularies import vocabulary
from testigo.record.wording.counts import count_words, harmed_words, outcome_words
from testigo.record.wording.dates import date_words
from testigo.record.wording.phrases import PHRASES, phrase

_COUNT = ("low", "high", "bound", "wording")


def place_words(place: Place, *, language: str = "en") -> str:
    """Return the words of a place, and how wide it is where it is wider than a district."""
    area = f"area {place.precision}"
    return f"{place.words} ({phrase(area, language)})" if area in PHRASES else place.words


def value_words(value: Value, *, language: str = "en") -> str:
    """Return any value that is no code; lists with semicolons between."""
    if isinstance(value, tuple):
        return "; ".join(value_words(item, language=language) for item in value)
    if isinstance(value, Edtf):
        return date_words(value, language=language)
    if isinstance(value, Place):
        return place_words(value, language=language)
    if isinstance(value, Record):
        return _plain_record_words(value, language)
    return str(value)


def _plain_record_words(record: Record, language: str) -> str:
    rest = (value_words(v, language=language) for n, v in record.members if n not in _COUNT)
    return " ".join(w for w in (count_words(*_limits(record), language=language), *rest) if w)


def record_words(shape: FieldType, record: Record, *, language: str = "en") -> str:
    """Return a small record in words, codes by their label: "2 killed, minors, Arequipa"."""
    limits, outcome = _limits(record), record.get("outcome")
    count = count_words(*limits, language=language)
    rest = []
    for name, type_name in shape.members.items():
        member = record.get(name)
        if member is None or name in _COUNT or (name == "outcome" and count):
            continue
        codes = type_name.partition(":")[2]
        words = value_words(member, language=language)
        rest.append(code_words(codes, words, language=language) if codes else words)
    if count and isinstance(outcome, str):
        rest.insert(0, harmed_words(*limits, outcome, language=language))
    elif count:
        rest[:1] = [f"{count} {rest[0]}"] if rest else [count]
    return ", ".join(rest)


def _limits(record: Record) -> tuple[int | None, int | None, str, str | None]:
    low, high, wording = record.get("low"), record.get("high"), record.get("wording")
    return (
        low if isinstance(low, int) else None,
        high if isinstance(high, int) else None,
        str(record.get("bound") or ""),
        None if wording is None else str(wording),
    )


def code_words(codes: str, code: str, *, language: str = "en") -> str:
    """Return what people see for `code` of the vocabulary `codes`."""
    if codes == "outcome":
        return outcome_words(code, language=language)
    return vocabulary(codes).label(code, language)


def field_words(statement: Statement, name: str, *, language: str = "en") -> str:
    """Return one field in words, codes by their label; "" where the text does not give it."""
    value = statement.value(name)
    shape = kind(statement.kind).field(name)
    listed = shape.vocabulary
    if value is None:
        return ""
    if shape.type == "record":
        items = value if isinstance(value, tuple) else (value,)
        records = (item for item in items if isinstance(item, Record))
        return "; ".join(record_words(shape, item, language=language) for item in records)
    if listed is None:
        return value_words(value, language=language)
    if listed == "outcome":
        return _outcome(statement, str(value), language)
    codes = value if isinstance(value, tuple) else (value,)
    return "; ".join(vocabulary(listed).label(str(code), language) for code in codes)


def _outcome(statement: Statement, outcome: str, language: str) -> str:
    """What happened to those counted, or to one person of the sex that is stated."""
    sex = statement.value("sex") if statement.kind == "casualty" else None
    return outcome_words(
        outcome,
        language=language,
        sex=None if sex is None else str(sex),
        is_one=statement.kind == "casualty",
    )


def modality_words(modality: str, *, language: str = "en") -> str:
    """Return how a source puts what it says, a code of `modality`, in words: "denied"."""
    return vocabulary("modality").label(modality, language)
