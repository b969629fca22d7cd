"""The JSON twin of a report: its text, its statements with what people decided, its coverage."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict

from testigo.record.reading import Coverage
from testigo.review.second_readings import SecondReading
from testigo.web.cards import level
from testigo.web.report_cards import ReportCard


class SentenceTwin(TypedDict):
    """A sentence that a reading could not use, and why."""

    why: str
    sentence: dict[str, Any]


class CoverageTwin(TypedDict):
    """What one reading covered; lengths are in characters."""

    read_to: int
    length: int
    sentences: int
    unresolved_dates: int
    language: str
    rules_alone: bool
    passed_over: bool
    flagged: list[SentenceTwin]


class TextTwin(TypedDict):
    """The text; `unaligned` characters could not be found again in the captured bytes."""

    id: str
    extractor: str
    content: str
    unaligned: int


class ReportTwin(TypedDict):
    """One report; `statements` are as `testigo read --format jsonl` writes them.

    Beside that each has its `state`, `level`, `is_amended` and `is_added`, and `id` is the one
    under which decisions name it. `readers` tells what today's readers make of it (`agree`,
    `differ`, `alone:` and a name; null where one reader read the report), `other_readings` what the
    others say of the same words and the fields in which that differs.
    """

    id: str
    media_type: str
    size: int
    confidentiality: str
    metadata: dict[str, Any]
    is_demonstration: bool
    is_withdrawn: bool
    text: TextTwin
    statements: list[dict[str, Any]]
    coverage: list[CoverageTwin]


def statement_json(card: ReportCard) -> dict[str, Any]:
    """Return one statement with what people decided on it, as JSON."""
    item = card.item
    found = item.found
    glyph, word = level(code=item.judged.level)
    return (
        (item.statement.to_json() if found is None else found.to_json())
        | {"id": item.handle, "level": f"{glyph} {word}", "state": item.judged.state}
        | {"reader": item.findings[-1].reader.id if item.findings else None}
        | {"is_amended": item.judged.is_amended, "is_added": item.judged.is_added}
        | {"readers": item.reader_case, "other_readings": [_other(one) for one in item.seconds]}
    )


def _other(second: SecondReading) -> dict[str, Any]:
    return {
        "reader": second.reader,
        "differs": list(second.fields),
        "statement": second.statement.to_json(),
    }


def coverage_json(coverage: Coverage) -> CoverageTwin:
    """Return what one reading covered, as JSON."""
    return {
        "read_to": coverage.read_to,
        "length": coverage.length,
        "sentences": coverage.sentences,
        "unresolved_dates": coverage.unresolved_dates,
        "language": coverage.language,
        "rules_alone": coverage.rules_alone,
        "passed_over": coverage.passed_over,
        "flagged": [{"why": f.why, "sentence": f.sentence.to_json()} for f in coverage.flagged],
    }
