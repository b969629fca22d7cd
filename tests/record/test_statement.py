"""What is refused as a statement, and that nothing of the record can be changed once made."""

import dataclasses
import datetime
from typing import Any

import pytest

from testigo.record.counts import CountRange
from testigo.record.decision import Decision
from testigo.record.edtf import Edtf
from testigo.record.errors import (
    InvalidCount,
    InvalidDate,
    InvalidRecord,
    InvalidStatement,
    TestigoError,
    UnanchoredSpan,
    UnknownCode,
)
from testigo.record.places import Place
from testigo.record.reading import Coverage, Dropped, Flagged, Found, ReaderIdentity, Reading
from testigo.record.report import Capture, Container, Metadata, Report, Segment, Stated, Text
from testigo.record.span import Span
from testigo.record.statement import Field, Record, Source, Statement

CONTENT = "At least 27 people were hurt in Ayacucho, the health office said on Sunday."
NUMBER = Span.cut(CONTENT, 0, 11)
SENTENCE = Span.cut(CONTENT, 0, len(CONTENT))
NOW = datetime.datetime(2022, 12, 18, 12, tzinfo=datetime.UTC)


def field(value: Any) -> Field:
    return Field(value, (NUMBER,))


def toll(**values: Any) -> Statement:
    filled = {"outcome": "injured", "low": 27, "bound": "at_least"} | values
    kept = {name: field(value) for name, value in filled.items() if value is not None}
    return Statement.make("t" * 64, "toll", kept, (SENTENCE,))


@pytest.mark.parametrize(
    "values",
    [
        {"outcome": None},
        {"low": None, "bound": None},
        {"low": "27"},
        {"low": True},
        {"low": -1},
        {"low": 27.0},
        {"low": 30, "high": 27},
        {"bound": "vague"},
        {"low": None, "bound": "exact", "wording": "dozens"},
        {"population": ""},
        {"place": "Ayacucho"},
        {"period": "2022-12"},
        {"place": (Place("Ayacucho"),)},
        {"parts": Record.of(low=3)},
        {"parts": ()},
        {"parts": ("3",)},
        {"parts": (Record.of(lows=3),)},
        {"parts": (Record.of(low=5, high=3),)},
        {"parts": (Record.of(low="5"),)},
        {"perpetrator": "somebody"},
    ],
    ids=lambda values: str(values)[:60],
)
def test_a_toll_that_breaks_its_form_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(InvalidStatement):
        toll(**values)


@pytest.mark.parametrize(
    "values",
    [{"outcome": "martyred"}, {"bound": "roughly"}, {"parts": (Record.of(bound="roughly"),)}],
    ids=lambda values: next(iter(values)),
)
def test_a_code_outside_its_vocabulary_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises((UnknownCode, InvalidStatement)):
        toll(**values)


def test_a_vague_word_stands_without_a_number() -> None:
    said = toll(low=None, bound="vague", wording="dozens")

    assert said.value("low") is None
    assert said.value("wording") == "dozens"


def test_a_contact_needs_two_parties() -> None:
    fields = {"type": field("meeting"), "parties": field(("the governor",))}

    with pytest.raises(InvalidStatement, match="2 or more"):
        Statement.make("t" * 64, "contact", fields, (SENTENCE,))


def test_a_statement_without_a_sentence_or_a_value_without_a_span_is_refused() -> None:
    with pytest.raises(InvalidStatement, match="sentence"):
        dataclasses.replace(toll(), evidence=())
    with pytest.raises(InvalidStatement, match="witness"):
        Field("injured", ())


def test_fields_out_of_order_or_twice_are_refused() -> None:
    said = toll()

    with pytest.raises(InvalidStatement, match="unordered"):
        dataclasses.replace(said, fields=tuple(reversed(said.fields)))
    with pytest.raises(InvalidStatement, match="twice"):
        dataclasses.replace(said, fields=said.fields + said.fields[:1])


@pytest.mark.parametrize(
    "changes",
    [
        {"source": Source(speaker=field(("a", "b")))},
        {"source": Source(origin=field(7))},
        {"said_on": field("2022-12-18")},
    ],
    ids=["two speakers", "a number as origin", "a date as text"],
)
def test_source_and_date_said_have_their_type(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidStatement):
        dataclasses.replace(toll(), **changes)


def test_the_same_words_under_another_modality_are_another_statement() -> None:
    with pytest.raises(UnknownCode):
        dataclasses.replace(toll(), modality="rumoured")
    assert dataclasses.replace(toll(), modality="denied").id != toll().id


def test_a_record_is_sorted_and_never_empty() -> None:
    with pytest.raises(InvalidStatement):
        Record(())
    with pytest.raises(InvalidStatement):
        Record((("low", 1), ("high", 2)))


MADE: list[Any] = [
    NUMBER,
    Edtf("2022-12-18"),
    CountRange(27, None, "at_least", "at least 27"),
    Place("Ayacucho"),
    Record.of(low=3),
    field("injured"),
    Source(),
    toll(),
    Found(toll(), "toll.rule"),
    Dropped("toll.low", "not in the text"),
    Flagged(SENTENCE, "number", (NUMBER,)),
    Coverage(3, 3, 1),
    ReaderIdentity("builtin", "1", "abc"),
    Reading("t", "m", ReaderIdentity("builtin", "1", "abc"), (), Coverage(3, 3, 1)),
    Report.of(b"x", "text/plain"),
    Container("r", "application/warc", "record 1"),
    Capture("r", NOW, "file", "a.txt", "testigo 0"),
    Segment(0, 1, "bytes", (0, 1)),
    Text("r", "x", "plain 1"),
    Stated("x", "option"),
    Metadata(),
    Decision("accept", ("s",), "A. Editor", NOW, "", {}, (), {}),
]


@pytest.mark.parametrize("made", MADE, ids=lambda made: type(made).__name__)
def test_nothing_of_the_record_can_be_changed(made: Any) -> None:
    for name in made.__dataclass_fields__:
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(made, name, None)
    with pytest.raises((AttributeError, TypeError)):
        made.a_new_attribute = 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "../..",
        "2022-13",
        "2022-20",
        "2022-02-30",
        "0000",
        "0000-01-01",
        "202X-01",
        "2022-12-18T25:00:00",
        "2022-12T10:00:00",
        "2022-12-18/2022-12-17",
        "2022/2023/2024",
        "2022-12-18\n",
        "22-12-18",
        "12/18/2022",
        "２０２２",
    ],
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(InvalidDate):
        Edtf(text)


def test_a_winter_at_the_end_of_the_calendar_still_ends_after_it_begins() -> None:
    assert Edtf("9999-24").latest == datetime.date(9999, 12, 31)
    assert Edtf("2022-24").latest == datetime.date(2023, 2, 28)


@pytest.mark.parametrize(
    ("low", "high", "bound"),
    [(3, 2, "exact"), (-1, None, "at_least"), (1, None, "vague"), (None, None, "about")],
)
def test_a_count_that_contradicts_itself_is_refused(
    low: int | None, high: int | None, bound: str
) -> None:
    with pytest.raises(InvalidCount):
        CountRange(low, high, bound, "some words")


@pytest.mark.parametrize(
    "values",
    [
        {"latitude": -13.1, "longitude": -74.2, "precision": 4},
        {"latitude": -13.1, "longitude": -74.2},
        {"latitude": -13.1, "precision": 1},
        {"latitude": 91, "longitude": 0, "precision": 1},
        {"latitude": float("nan"), "longitude": 0, "precision": 1},
        {"precision": 8},
    ],
    ids=["a region", "unknown precision", "half a point", "off the globe", "NaN", "no such code"],
)
def test_a_region_or_a_broken_point_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(InvalidRecord):
        Place("Ayacucho", **values)


def test_equal_points_have_equal_bytes() -> None:
    whole = Place("X", latitude=12, longitude=0, precision=1)
    real = Place("X", latitude=12.0, longitude=-0.0, precision=1)

    assert str(whole.to_json()) == str(real.to_json())


@pytest.mark.parametrize(
    "changes",
    [{"act": "delete"}, {"subjects": ()}, {"by": "  "}, {"at": NOW.replace(tzinfo=None)}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_decision_without_act_subject_person_or_time_is_refused(changes: dict[str, Any]) -> None:
    made = Decision("accept", ("s",), "A. Editor", NOW, "", {}, (), {})

    with pytest.raises((InvalidRecord, UnknownCode)):
        dataclasses.replace(made, **changes)


DAMAGED: list[dict[str, Any]] = [{"id": 1}, {"kind": "toll"}, {"title": 3}, {"words": 1}]


@pytest.mark.parametrize("read", [Statement, Found, Place, Span, Decision, Metadata])
@pytest.mark.parametrize("data", DAMAGED, ids=str)
def test_a_stored_payload_of_another_form_is_refused_by_name(read: Any, data: Any) -> None:
    with pytest.raises(InvalidRecord):
        read.from_json(data)


@pytest.mark.parametrize("name", ["fields", "evidence", "modality_spans", "kind", "speaker"])
@pytest.mark.parametrize("value", [7, "x", [[]], {"value": 1, "spans": 2}], ids=str)
def test_a_stored_statement_with_a_damaged_member_is_refused(name: str, value: Any) -> None:
    data = toll().to_json() | {name: value}

    with pytest.raises(TestigoError):
        Statement.from_json(data)


def test_a_span_whose_quote_does_not_fill_it_is_refused() -> None:
    with pytest.raises(UnanchoredSpan):
        Span(0, 3, "ab")


def test_a_report_has_a_confidentiality_of_the_list() -> None:
    with pytest.raises(UnknownCode):
        Report.of(b"x", "text/plain", confidentiality="secret")
