"""What the log keeps of each kind of row, as bytes, and back: the only place that knows the forms.

`bytes` rows hold the captured bytes as they came; all others hold canonical JSON. A payload of an
older schema is read by an upcaster here, and never rewritten.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from testigo.record.canonical import SCHEMA_VERSION, canonical_json
from testigo.record.errors import InvalidRecord
from testigo.record.reading import Coverage, Dropped, Flagged, ReaderIdentity, Reading
from testigo.record.report import Capture, Container, Metadata, Report, Segment, Text
from testigo.record.span import Span
from testigo.record.vocabularies import vocabulary

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reading says of one statement, which is kept apart under its id.

    `variant` is the statement's JSON as this reading gave it, None where it is the one kept.
    """

    statement_id: str
    rule: str
    fired: tuple[Span, ...]
    confidence: float | None
    measured_on: int | None
    variant: Json | None


@dataclass(frozen=True, slots=True)
class StoredReading:
    """A reading as it is kept: its statements by id."""

    id: str
    text_id: str
    metadata_id: str
    reader: ReaderIdentity
    findings: tuple[Finding, ...]
    coverage: Coverage
    dropped: tuple[Dropped, ...]

    @property
    def computed_id(self) -> str:
        """The id that the content gives, to compare with the one that was kept."""
        return Reading(self.text_id, self.metadata_id, self.reader, (), self.coverage).id


def read_json(content: bytes, schema: int) -> Json:
    """Return a payload as JSON of today's schema.

    Raises:
        InvalidRecord: if it is not JSON, or of a later schema than this testigo knows.
    """
    if schema != SCHEMA_VERSION:
        raise InvalidRecord(f"payload of schema {schema}: install the testigo that wrote it")
    try:
        data = json.loads(content.decode("utf-8", errors="surrogatepass"))
    except ValueError as fault:
        raise InvalidRecord("not a payload: no JSON") from fault
    if not isinstance(data, dict):
        raise InvalidRecord("not a payload: no JSON object")
    return data


def report_id_of(content: bytes) -> str:
    """Return the id that captured bytes give their report."""
    return hashlib.sha256(content).hexdigest()


def write_report(report: Report) -> bytes:
    """Return a report as it is kept; its bytes go into a row of their own."""
    container = report.container
    return canonical_json(
        {
            "id": report.id,
            "size": report.size,
            "media_type": report.media_type,
            "container": None
            if container is None
            else [container.report_id, container.media_type, container.place],
            "confidentiality": report.confidentiality,
        }
    )


def read_report(data: Json) -> Report:
    """Rebuild a report.

    Raises:
        InvalidRecord: if the form is wrong.
    """
    match data:
        case {
            "id": str(id_),
            "size": int(size),
            "media_type": str(media_type),
            "container": container,
            "confidentiality": str(confidentiality),
        }:
            return Report(id_, size, media_type, _read_container(container), confidentiality)
    raise InvalidRecord("not a report: a member is missing or has the wrong type")


def _read_container(data: object) -> Container | None:
    match data:
        case None:
            return None
        case [str(report_id), str(media_type), str(place)]:
            return Container(report_id, media_type, place)
    raise InvalidRecord("not a container: report, media type and place are needed")


def write_capture(capture: Capture, report: Report) -> bytes:
    """Return a capture as it is kept, with the confidentiality asked for at that time."""
    return canonical_json(
        {
            "report": capture.report_id,
            "at": capture.at.isoformat(),
            "how": capture.how,
            "address": capture.address,
            "tool": capture.tool,
            "by": capture.by,
            "redirects": list(capture.redirects),
            "headers": [list(pair) for pair in capture.headers],
            "robots": capture.robots,
            "confidentiality": report.confidentiality,
        }
    )


def read_capture(data: Json) -> tuple[Capture, str]:
    """Rebuild a capture and the confidentiality that came with it.

    Raises:
        InvalidRecord: if the form is wrong.
    """
    try:
        capture = Capture(
            report_id=_text(data["report"]),
            at=datetime.datetime.fromisoformat(_text(data["at"])),
            how=_text(data["how"]),
            address=_optional(data["address"]),
            tool=_text(data["tool"]),
            by=_optional(data["by"]),
            redirects=tuple(_text(r) for r in _list(data["redirects"])),
            headers=tuple((_text(k), _text(v)) for k, v in map(_list, _list(data["headers"]))),
            robots=_optional(data["robots"]),
        )
        return capture, vocabulary("confidentiality")[_text(data["confidentiality"])].code
    except (KeyError, ValueError) as fault:
        raise InvalidRecord(f"not a capture: {type(fault).__name__}") from fault


def write_metadata(report_id: str, metadata: Metadata) -> bytes:
    """Return metadata as they are kept, with the report they describe."""
    return canonical_json({"report": report_id, "metadata": metadata.to_json()})


def read_metadata(data: Json) -> tuple[str, Metadata]:
    """Rebuild the report's id and its metadata.

    Raises:
        InvalidRecord: if the form is wrong.
    """
    match data:
        case {"report": str(report_id), "metadata": dict(stated)}:
            metadata = Metadata.from_json(stated)
            for pair in metadata.to_json().values():
                _check_stated(pair)
            return report_id, metadata
    raise InvalidRecord("not metadata: a member is missing or has the wrong type")


def _check_stated(pair: object) -> None:
    match pair:
        case {"value": str(), "basis": str()}:
            return
    raise InvalidRecord("not metadata: a value and its basis are text")


def write_text(text: Text) -> bytes:
    """Return a text as it is kept, with its map back to the bytes."""
    return canonical_json(
        {
            "id": text.id,
            "report": text.report_id,
            "extractor": text.extractor,
            "content": text.content,
            "segments": [[s.start, s.end, s.kind, list(s.where)] for s in text.segments],
        }
    )


def read_text(data: Json) -> tuple[str, Text]:
    """Rebuild the id that was kept and the text, whose own id must equal it.

    Raises:
        InvalidRecord: if the form is wrong.
    """
    match data:
        case {
            "id": str(id_),
            "report": str(report_id),
            "extractor": str(extractor),
            "content": str(content),
            "segments": list(segments),
        }:
            return id_, Text(report_id, content, extractor, tuple(map(_read_segment, segments)))
    raise InvalidRecord("not a text: a member is missing or has the wrong type")


def _read_segment(data: object) -> Segment:
    match data:
        case [int(start), int(end), str(kind), list(where)]:
            return Segment(start, end, kind, tuple(where))
    raise InvalidRecord("not a segment: start, end, kind and where are needed")


def write_reading(reading: Reading, variants: Mapping[int, Json]) -> bytes:
    """Return a reading as it is kept: its statements by id, each with rule, words and confidence.

    `variants` maps the position of a statement that is kept already to its JSON as this reading
    gave it, where what is no part of the id differs: evidence, date said, how a value follows.
    """
    coverage = reading.coverage
    return canonical_json(
        {
            "id": reading.id,
            "text": reading.text_id,
            "metadata": reading.metadata_id,
            "reader": [reading.reader.name, reading.reader.version, reading.reader.resources],
            "found": [
                {
                    "statement": found.statement.id,
                    "rule": found.rule,
                    "fired": _write_spans(found.fired),
                    "confidence": found.confidence,
                    "measured_on": found.measured_on,
                    "variant": variants.get(position),
                }
                for position, found in enumerate(reading.found)
            ],
            "coverage": {
                "read_to": coverage.read_to,
                "length": coverage.length,
                "sentences": coverage.sentences,
                "flagged": [
                    [f.sentence.to_json(), f.why, _write_spans(f.words)] for f in coverage.flagged
                ],
                "unresolved_dates": coverage.unresolved_dates,
                "language": coverage.language,
                # Written only where it holds: what was kept before it was told stays as it is.
                **({"rules_alone": True} if coverage.rules_alone else {}),
                **({"passed_over": True} if coverage.passed_over else {}),
            },
            "dropped": [[d.what, d.why, d.words] for d in reading.dropped],
        }
    )


def read_reading(data: Json) -> StoredReading:
    """Rebuild a reading as it is kept.

    Raises:
        InvalidRecord: if the form is wrong.
    """
    try:
        name, version, resources = (_text(part) for part in _list(data["reader"]))
        return StoredReading(
            id=_text(data["id"]),
            text_id=_text(data["text"]),
            metadata_id=_text(data["metadata"]),
            reader=ReaderIdentity(name, version, resources),
            findings=tuple(map(_read_finding, _list(data["found"]))),
            coverage=_read_coverage(data["coverage"]),
            dropped=tuple(map(_read_dropped, _list(data["dropped"]))),
        )
    except (KeyError, ValueError) as fault:
        raise InvalidRecord(f"not a reading: {type(fault).__name__}") from fault


def read_coverage(data: Json) -> Coverage:
    """Rebuild the coverage alone of a reading as it is kept.

    Raises:
        InvalidRecord: if the form is wrong.
    """
    try:
        return _read_coverage(data["coverage"])
    except (KeyError, ValueError) as fault:
        raise InvalidRecord(f"not a reading: {type(fault).__name__}") from fault


def _read_finding(data: object) -> Finding:
    match data:
        case {
            "statement": str(statement_id),
            "rule": str(rule),
            "fired": list(fired),
            "confidence": None | float() | int() as confidence,
            "measured_on": None | int() as measured_on,
            "variant": None | dict() as variant,
        }:
            spans = _read_spans(fired)
            return Finding(statement_id, rule, spans, confidence, measured_on, variant)
    raise InvalidRecord("not a finding: a member is missing or has the wrong type")


def _read_coverage(data: object) -> Coverage:
    match data:
        case {
            "read_to": int(read_to),
            "length": int(length),
            "sentences": int(sentences),
            "flagged": list(flagged),
            "unresolved_dates": int(unresolved_dates),
            "language": str(language),
            **others,
        }:
            rows = tuple(map(_read_flagged, flagged))
            return Coverage(
                *(read_to, length, sentences, rows, unresolved_dates, language),
                rules_alone=others.get("rules_alone") is True,
                passed_over=others.get("passed_over") is True,
            )
    raise InvalidRecord("not a coverage: a member is missing or has the wrong type")


def _read_flagged(data: object) -> Flagged:
    match data:
        case [sentence, str(why), list(words)]:
            return Flagged(Span.from_json(sentence), why, _read_spans(words))
    raise InvalidRecord("not a flagged sentence: sentence, why and words are needed")


def _read_dropped(data: object) -> Dropped:
    match data:
        case [str(what), str(why), None | str() as words]:
            return Dropped(what, why, words)
    raise InvalidRecord("not a dropped value: what, why and words are needed")


def _write_spans(spans: Iterable[Span]) -> list[dict[str, object]]:
    return [span.to_json() for span in spans]


def _read_spans(data: list[object]) -> tuple[Span, ...]:
    return tuple(Span.from_json(span) for span in data)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise InvalidRecord(f"{type(value).__name__} stands where text belongs")
    return value


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise InvalidRecord(f"{type(value).__name__} stands where a list belongs")
    return value
