"""Statements, reports and coverage as flat rows: what `--json` and `--csv` print.

A row never holds a confidential field (`family`) or a report's words beyond its evidence unless
confidential values were asked for.
"""

from __future__ import annotations

from collections.abc import Mapping

from testigo.cli.selection import Shown
from testigo.record.kinds import Kind, kind
from testigo.record.reading import DIFFERS, Coverage
from testigo.record.report import Metadata, Stated
from testigo.record.statement import value_to_json
from testigo.record.values import Value
from testigo.record.wording import PASSED_OVER, value_words
from testigo.store.kept import KeptReading, KeptReport

Row = dict[str, object]

_BEFORE = ("statement", "report", "outlet", "published", "title", "language", "confidentiality")
_AFTER = ("speaker", "origin", "said_on", "modality", "quote", "rule", "confidence", "measured_on")
_COUNTED = {
    "toll": "tolls",
    "casualty": "casualties",
    "incident": "incidents",
    "measure": "measures",
    "post": "posts",
    "contact": "contacts",
    "proceeding": "proceedings",
    "claim": "claims",
}
REPORT_COLUMNS = (
    "report",
    "outlet",
    "published",
    "utc_offset",
    "published_basis",
    "title",
    "author",
    "language",
    "url",
    "address",
    "captured",
    "media_type",
    "bytes",
    "confidentiality",
    "erased",
    *_COUNTED.values(),
    "independence_group",
)
COVERAGE_COLUMNS = (
    "report",
    "outlet",
    "published",
    "title",
    "reader",
    "what",
    "language",
    "why",
    "number",
    "quote",
)


def statement_columns(kind_name: str, *, with_confidential: bool) -> list[str]:
    """Return the columns of one kind's CSV."""
    fields = _fields(kind(kind_name), with_confidential)
    return [*_BEFORE, *fields, *_AFTER, "verification", "independence_group"]


def statement_row(
    shown: Shown, groups: Mapping[str, str], *, with_confidential: bool, for_csv: bool
) -> Row:
    """Return a statement as a row; in CSV lists and places are their words, joined by `; `.

    `groups` maps a report to the independence group it is in: rows of one group are one source.
    """
    statement, found = shown.statement, shown.item.found
    kept_back = frozenset() if with_confidential else shown.kept_back
    row: Row = {"statement": shown.item.handle, **_of_report(shown.report)}
    row["confidentiality"] = shown.item.confidentiality
    for name in _fields(kind(statement.kind), with_confidential):
        row[name] = None if name in kept_back else _plain(statement.value(name), for_csv)
    source = (("speaker", statement.source.speaker), ("origin", statement.source.origin))
    for name, field in (*source, ("said_on", statement.said_on)):
        value = None if field is None or name in kept_back else field.value
        row[name] = _plain(value, for_csv)
    quotes = [span.quote for span in statement.evidence]
    return row | {
        "modality": statement.modality,
        # What a person kept back stands in the sentence too.
        "quote": None if kept_back else " … ".join(quotes) if for_csv else quotes,
        "rule": None if found is None else found.rule,
        "confidence": None if found is None else found.confidence,
        "measured_on": None if found is None else found.measured_on,
        "verification": shown.state,
        "independence_group": groups.get(shown.report.id),
    }


def _fields(shape: Kind, with_confidential: bool) -> list[str]:
    return [
        name
        for name, field in shape.fields.items()
        if with_confidential or field.confidentiality == "public"
    ]


def _plain(value: Value | None, for_csv: bool) -> object:
    """EDTF stays EDTF: rows are for programs."""
    if value is None or isinstance(value, int | str):
        return value
    if not for_csv:
        return value_to_json(value)
    items = value if isinstance(value, tuple) else (value,)
    return "; ".join(_cell_words(item) for item in items)


def _cell_words(value: Value) -> str:
    shown = value_to_json(value)
    if isinstance(shown, Mapping):
        return str(shown["words"]) if "words" in shown else value_words(value)
    return str(shown)


def _of_report(report: KeptReport) -> Row:
    metadata = report.metadata
    return {
        "report": report.id,
        "outlet": _value(metadata.publisher),
        "published": _value(metadata.published),
        "title": _value(metadata.title),
        "language": _value(metadata.language),
    }


def report_row(report: KeptReport, groups: Mapping[str, str]) -> Row:
    """Return a report as a row; `groups` maps reports to the group they repeat one source in."""
    metadata: Metadata = report.metadata
    published = metadata.published
    return _of_report(report) | {
        "utc_offset": _value(metadata.utc_offset),
        "published_basis": None if published is None else published.basis,
        "author": _value(metadata.author),
        "url": _value(metadata.url),
        "address": report.address,
        "captured": report.captured_at,
        "media_type": report.media_type,
        "bytes": report.size,
        "confidentiality": report.confidentiality,
        "erased": report.erased,
        **{column: report.statements.get(name, 0) for name, column in _COUNTED.items()},
        "independence_group": groups.get(report.id),
    }


def coverage_rows(report: KeptReport, reading: KeptReading) -> list[Row]:
    """Return one row for how far a report was read, then one for each thing not understood.

    `what` is `read`, `flagged`, `unresolved dates`, `dropped` or `differs`.
    """
    coverage = reading.coverage
    whose = _of_report(report) | {"reader": reading.reader.id, "language": coverage.language}
    rows: list[Row] = [whose | {"what": "read", "why": read_to_words(coverage)}]
    for flagged in coverage.flagged:
        rows.append(
            whose | {"what": "flagged", "why": flagged.why, "quote": flagged.sentence.quote}
        )
    if coverage.unresolved_dates:
        why = "the report's date is not known" if report.metadata.published_on is None else None
        rows.append(
            whose | {"what": "unresolved dates", "number": coverage.unresolved_dates, "why": why}
        )
    for dropped in reading.dropped:
        why = f"{dropped.what}: {dropped.why}"
        what = DIFFERS if dropped.is_difference else "dropped"
        rows.append(whose | {"what": what, "why": why, "quote": dropped.words})
    return rows


def read_to_words(coverage: Coverage) -> str:
    """Return how far a report was read, and in which language."""
    if coverage.complete:
        return "to the end" + (", by rules alone" if coverage.rules_alone else "")
    if coverage.passed_over:
        return f"not at all: {PASSED_OVER}"
    if coverage.read_to == 0:
        return "not at all: its language is not one that testigo reads"
    return f"to character {coverage.read_to} of {coverage.length}"


def _value(stated: Stated | None) -> str | None:
    return None if stated is None else stated.value
