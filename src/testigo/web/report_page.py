"""One report with its text, its draft statements and what was not understood, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from markupsafe import Markup
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.casebook import Casebook
from testigo.record.kinds import KINDS, kind
from testigo.record.reading import Coverage
from testigo.record.report import Capture, Text
from testigo.record.span import Span
from testigo.store.kept import KeptReading, KeptReport, KeptStatement
from testigo.web.cards import Card, card, level
from testigo.web.marked_text import text_html
from testigo.web.marking import Marks, head_fields, mark
from testigo.web.report_lines import (
    Repeat,
    ReportLine,
    coverage_words,
    repeats_of,
    report_line,
)
from testigo.web.site import Site
from testigo.web.words import Words


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
    """One report; `statements` are as `testigo read --format jsonl` writes them."""

    id: str
    media_type: str
    size: int
    confidentiality: str
    metadata: dict[str, Any]
    is_demonstration: bool
    text: TextTwin
    statements: list[dict[str, Any]]
    coverage: list[CoverageTwin]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many statements of one kind a report has."""

    kind: str
    letter: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What the page of one report shows, and its JSON twin holds.

    `kind` is the one kind that is shown, None for all; statements and cards are those of it, and
    a card keeps its number. `tallies` count every kind that the report has.

    `flagged` are the sentences with a number or harm that gave nothing, in reading order, each
    once. `title_outside` is the title where the text does not begin with it, else None.
    """

    line: ReportLine
    kept: KeptReport
    text: Text
    html: Markup
    title_outside: str | None
    statements: tuple[KeptStatement, ...]
    cards: tuple[Card, ...]
    tallies: tuple[Tally, ...]
    kind: str | None
    coverage: tuple[str, ...]
    flagged: tuple[Span, ...]
    readings: tuple[KeptReading, ...]
    captures: tuple[Capture, ...]
    dropped: tuple[str, ...]

    def to_json(self) -> ReportTwin:
        """Return the JSON twin: metadata, text, statements as `--format jsonl` writes them."""
        glyph, word = level()
        return {
            "id": self.kept.id,
            "media_type": self.kept.media_type,
            "size": self.kept.size,
            "confidentiality": self.kept.confidentiality,
            "metadata": self.kept.metadata.to_json(),
            "is_demonstration": self.line.is_demonstration,
            "text": {
                "id": self.text.id,
                "extractor": self.text.extractor,
                "content": self.text.content,
                "unaligned": self.text.unaligned,
            },
            "statements": [
                kept.found.to_json()
                | {"reader": kept.findings[-1].reader.id, "level": f"{glyph} {word}"}
                for kept in self.statements
            ],
            "coverage": [coverage_json(reading.coverage) for reading in self.readings],
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


def report_page(
    casebook: Casebook, id_: str, sought: tuple[int, int] | None, only: str, t: Words
) -> ReportPage:
    """Read what the page of one report shows; `sought` is a range that a search led to.

    `only` is the name or letter of the one kind to be shown; anything else shows all.

    Raises:
        NotKept: if there is no such report, or it was erased.
        AmbiguousId: if several begin so.
    """
    kept = casebook.report(id_)
    text = casebook.text(kept.id)
    readings = tuple(r for r in casebook.readings(kept.id) if r.text_id == text.id)
    statements = tuple(
        sorted(
            (s for s in casebook.statements(report=kept.id) if s.statement.text_id == text.id),
            key=_reading_order,
        )
    )
    flagged = _flagged(readings)
    title = kept.metadata.title
    wanted = next((k for k in KINDS if only in (k, kind(k).letter)), None)
    marks = Marks([s.statement for s in statements], flagged, _sought(text, sought), wanted)
    paragraphs = mark(text.content, None if title is None else title.value, marks)
    cards = tuple(card(number, s, language=t.language) for number, s in enumerate(statements, 1))
    line = report_line(kept, _repeat(casebook, kept), t)
    return ReportPage(
        line,
        kept,
        text,
        text_html(text.content, paragraphs, {c.number: c.letter for c in cards}, t),
        None if paragraphs and paragraphs[0].is_title else line.title,
        tuple(s for s in statements if wanted in (None, s.statement.kind)),
        tuple(c for c in cards if wanted in (None, c.kind)),
        tuple(_tallies(cards, t.language)),
        wanted,
        tuple(dict.fromkeys(w for r in readings for w in coverage_words(r.coverage, t))),
        flagged,
        readings,
        tuple(casebook.captures(kept.id)),
        tuple(f"{d.what}: {d.why}" for r in readings for d in r.dropped),
    )


def _tallies(cards: Sequence[Card], language: str) -> Iterator[Tally]:
    """Count the cards of each kind, in the order of the kinds."""
    for name in KINDS:
        if count := sum(each.kind == name for each in cards):
            yield Tally(name, kind(name).letter, kind(name).labels[language], count)


def _repeat(casebook: Casebook, kept: KeptReport) -> Repeat | None:
    groups = [group for group in casebook.groups() if kept.id in group.reports]
    return repeats_of(groups, {g.id: casebook.report(g.id) for g in groups}).get(kept.id)


def _reading_order(kept: KeptStatement) -> tuple[int, int, str]:
    heads = head_fields(kept.statement.kind)
    first = min(s.start for name, f in kept.statement.fields if name in heads for s in f.spans)
    return min(kept.statement.evidence).start, first, kept.id


def _flagged(readings: Sequence[KeptReading]) -> tuple[Span, ...]:
    return tuple(sorted({f.sentence for r in readings for f in r.coverage.flagged}))


def _sought(text: Text, sought: tuple[int, int] | None) -> Span | None:
    """The range as a span, None where an old or mistyped address leaves the text."""
    if sought is None or not 0 <= sought[0] < sought[1] <= len(text.content):
        return None
    return text.cut(*sought)


def add_to(app: FastAPI, site: Site) -> None:
    """Serve one report."""

    def report(
        request: Request,
        id_: str,
        sentence: Annotated[str, Query(description="A range of the text, as 120-240")] = "",
        kind: Annotated[str, Query(description="Name or letter of the one kind shown")] = "",
    ) -> Response:
        """One report with its text and draft statements; the id may be cut short."""
        page = report_page(site.casebook, id_, _range(sentence), kind, site.words(request))
        return site.answer(request, "report.html", page)

    site.get(app, "/reports/{id_}", report, twin=ReportTwin)


def _range(text: str) -> tuple[int, int] | None:
    """Read `120-240`; None for anything else."""
    first, _, last = text.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 12 for part in (first, last)):
        return None
    return int(first), int(last)
