"""The laws of the record that hold for every value, as properties."""

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.strategies import (
    counts,
    dates,
    decisions,
    fields,
    findings,
    metadata,
    places,
    spans,
    statements,
    texts,
)

from testigo.record.canonical import canonical_json
from testigo.record.counts import CountRange
from testigo.record.decision import Decision
from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidRecord, TestigoError, UnanchoredSpan
from testigo.record.kinds import KINDS
from testigo.record.places import Place
from testigo.record.reading import Found
from testigo.record.report import Metadata, Report, Segment, Text
from testigo.record.span import Span
from testigo.record.statement import Field, Statement
from testigo.record.vocabularies import vocabulary


def stored(value: object) -> object:
    """What comes back after the canonical bytes were written and read."""
    return json.loads(canonical_json(value))


@given(st.data(), texts)
def test_a_span_quotes_its_text_always(data: st.DataObject, content: str) -> None:
    span = data.draw(spans(content))

    assert content[span.start : span.end] == span.quote
    span.check(content)
    assert Span.from_json(stored(span.to_json())) == span


@given(texts, st.integers(-3, 400), st.integers(-3, 400))
def test_a_span_is_cut_inside_its_text_or_not_at_all(content: str, start: int, end: int) -> None:
    if 0 <= start < end <= len(content):
        assert Span.cut(content, start, end).quote == content[start:end]
    else:
        with pytest.raises(UnanchoredSpan):
            Span.cut(content, start, end)


@given(st.data(), texts)
def test_a_span_of_another_text_is_noticed(data: st.DataObject, content: str) -> None:
    span = data.draw(spans(content))
    at = data.draw(st.integers(span.start, span.end - 1))
    altered = content[:at] + ("x" if content[at] != "x" else "y") + content[at + 1 :]

    with pytest.raises(UnanchoredSpan):
        span.check(altered)


@pytest.mark.parametrize("kind_name", KINDS)
@settings(max_examples=40)  # For each of the eight kinds.
@given(data=st.data())
def test_a_statement_comes_back_from_its_bytes_unchanged(
    kind_name: str, data: st.DataObject
) -> None:
    statement = data.draw(statements(kind_name=kind_name))
    back = Statement.from_json(stored(statement.to_json()))  # type: ignore[arg-type]

    assert back == statement
    assert back.id == statement.id
    assert canonical_json(back.to_json()) == canonical_json(statement.to_json())


@given(st.data(), texts)
def test_every_span_of_a_statement_is_checked(data: st.DataObject, content: str) -> None:
    statement = data.draw(statements(content))

    statement.check(content)
    with pytest.raises(UnanchoredSpan):
        statement.check("")


@given(st.data())
def test_the_id_depends_on_neither_field_order_nor_wording_of_how_nor_date_said(
    data: st.DataObject,
) -> None:
    statement = data.draw(statements())
    shuffled = dict(data.draw(st.permutations(statement.fields)))
    bare = {
        name: Field(f.value, tuple(data.draw(st.permutations(f.spans))))
        for name, f in shuffled.items()
    }
    again = Statement.make(
        statement.text_id,
        statement.kind,
        bare,
        statement.evidence,
        source=statement.source,
        modality=statement.modality,
        modality_spans=tuple(reversed(statement.modality_spans)),
    )

    assert again.id == statement.id


@given(st.data(), texts)
def test_the_id_changes_with_any_span_value_modality_or_speaker(
    data: st.DataObject, content: str
) -> None:
    statement = data.draw(statements(content))
    name, field = data.draw(st.sampled_from(statement.fields))
    moved = field.spans[0]
    others = [Span(moved.start + 1, moved.end + 1, moved.quote)]
    changed_fields = dict(statement.fields) | {name: Field(field.value, tuple(others))}
    modalities = [c.code for c in vocabulary("modality") if c.code != statement.modality]
    source = dataclasses.replace(
        statement.source, speaker=data.draw(fields("somebody else", content))
    )
    changed = [
        dataclasses.replace(statement, text_id="0" * 64),
        dataclasses.replace(statement, modality=data.draw(st.sampled_from(modalities))),
        dataclasses.replace(statement, source=source),
        Statement.make(
            statement.text_id,
            statement.kind,
            changed_fields,
            statement.evidence,
            source=statement.source,
            modality=statement.modality,
            modality_spans=statement.modality_spans,
        ),
    ]

    ids = {s.id for s in changed}
    assert statement.id not in ids
    assert len(ids) == len(changed)


@given(statements())
def test_a_statement_whose_content_was_altered_is_not_read_back(statement: Statement) -> None:
    altered = statement.to_json() | {"text": "0" * 64}

    with pytest.raises(InvalidRecord):
        Statement.from_json(altered)


@given(findings())
def test_a_finding_comes_back_and_shares_the_statement_id_of_every_reader(found: Found) -> None:
    back = Found.from_json(stored(found.to_json()))  # type: ignore[arg-type]

    assert back == found
    assert dataclasses.replace(found, rule="another.rule").statement.id == found.statement.id


@given(dates())
def test_a_date_begins_before_it_ends_and_prints_as_it_was_written(date: Edtf) -> None:
    assert Edtf(str(date)) == date
    assert date.precision in vocabulary("date_precision")
    if date.earliest is not None and date.latest is not None:
        assert date.earliest <= date.latest
    assert "T" not in str(date.without_time())
    assert date.without_time().earliest == date.earliest


@given(st.text(alphabet="0123456789-/.XT:~?% ", max_size=24))
def test_any_text_is_a_date_or_an_invalid_date(text: str) -> None:
    try:
        date = Edtf(text)
    except TestigoError:
        return
    assert date.precision in vocabulary("date_precision")


@given(counts())
def test_low_never_stands_above_high(count: CountRange) -> None:
    numbers = [n for n in (count.low, count.high) if n is not None]

    assert numbers == sorted(numbers)
    assert all(n >= 0 for n in numbers)


@given(places())
def test_a_place_comes_back_and_has_a_point_only_where_it_is_known(place: Place) -> None:
    back = Place.from_json(stored(place.to_json()))

    assert back == place
    assert canonical_json(back.to_json()) == canonical_json(place.to_json())
    assert place.latitude is None or (place.precision is not None and place.precision <= 3)


@given(metadata, metadata, metadata)
def test_metadata_laid_over_metadata_keeps_what_lies_on_top(
    top: Metadata, middle: Metadata, bottom: Metadata
) -> None:
    assert top.over(top) == top
    assert top.over(Metadata()) == top == Metadata().over(top)
    assert top.over(middle).over(bottom) == top.over(middle.over(bottom))
    assert top.over(middle).to_json() == middle.to_json() | top.to_json()


@given(metadata)
def test_metadata_comes_back_from_its_bytes(known: Metadata) -> None:
    back = Metadata.from_json(stored(known.to_json()))  # type: ignore[arg-type]

    assert back == known
    assert back.id == known.id


@given(metadata)
def test_a_publication_day_is_known_to_the_day_or_not_at_all(known: Metadata) -> None:
    precise = known.published is not None and Edtf(known.published.value).precision in (
        "day",
        "time",
    )

    assert (known.published_on is not None) == precise


@given(decisions)
def test_a_decision_comes_back_from_its_bytes(decision: Decision) -> None:
    back = Decision.from_json(stored(decision.to_json()))  # type: ignore[arg-type]

    assert back == decision
    assert back.id == decision.id


@given(st.data(), texts)
def test_a_span_is_located_in_the_segments_it_touches(data: st.DataObject, content: str) -> None:
    cut = data.draw(st.integers(0, len(content)))
    segments = [Segment(0, cut, "bytes", (0, cut)), Segment(cut, len(content), "unaligned")]
    kept = tuple(s for s in segments if s.start < s.end)
    text = Text(Report.of(b"x", "text/plain").id, content, "plain 1", kept)
    span = data.draw(spans(content))

    assert text.locate(span) == tuple(
        s for s in kept if any(s.start <= i < s.end for i in range(span.start, span.end))
    )
    assert text.unaligned == len(content) - cut


@given(st.binary(max_size=64))
def test_equal_bytes_are_one_report(content: bytes) -> None:
    assert Report.of(content, "text/plain").id == Report.of(content, "text/html").id
    assert Report.of(content + b"x", "text/plain").id != Report.of(content, "text/plain").id
