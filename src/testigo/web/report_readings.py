"""The readings of one report: by whom, with which metadata, when; and what changed between two.

A newer reading changes nothing that a person decided: it is shown beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.record.kinds import kind
from testigo.record.report import Metadata
from testigo.record.statement import Statement
from testigo.review.judging import Judged
from testigo.review.rereading import Change, changes
from testigo.store.errors import NotKept
from testigo.store.kept import KeptReading, KeptReport
from testigo.web.cards import lead_words
from testigo.web.differences import Difference, differences
from testigo.web.history_view import HistoryRow, history_rows, moment_words
from testigo.web.report_erased import erased_answer
from testigo.web.report_lines import ReportLine, basis_shown, report_line
from testigo.web.site import Site
from testigo.web.words import Words


class ReadingTwin(TypedDict):
    """One reading; `metadata` are those it was made with."""

    id: str
    reader: str
    at: str
    current: bool
    statements: int
    metadata: dict[str, Any]


class ChangeTwin(TypedDict):
    """One difference; `before` None for a new statement, `after` for one no longer given."""

    before: str | None
    after: str | None
    fields: list[str]


class ReadingsTwin(TypedDict):
    """All readings of a report, oldest first, and what changed from `a` to `b`."""

    id: str
    running: int
    done: int
    total: int
    readings: list[ReadingTwin]
    a: str | None
    b: str | None
    changes: list[ChangeTwin]


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """One reading in the list; `at` is UTC in words, `metadata` what it was made with."""

    kept: KeptReading
    at: str
    metadata: Metadata

    @property
    def short(self) -> str:
        """The beginning of its id, for addresses."""
        return self.kept.id[:12]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One difference between two readings, in words.

    `before` and `after` are leads, None where there is none on that side. `decided` says that a
    person decided on the statement as it was, so that it stands.
    """

    letter: str
    kind_label: str
    before: str | None
    after: str | None
    differences: tuple[Difference, ...]
    quote: str
    start: int
    decided: str | None
    change: Change


@dataclass(frozen=True, slots=True)
class ReadingsPage:
    """The readings of a report, oldest first; `a` and `b` those compared, None where not two are.

    `is_other_text`: the two were made over different texts, and cannot be compared word by word.
    `running` counts what the desk still reads of this report, of `total` handed in.
    """

    kept: KeptReport
    line: ReportLine
    lines: tuple[ReadingLine, ...]
    a: ReadingLine | None
    b: ReadingLine | None
    changes: tuple[ChangeLine, ...]
    is_other_text: bool
    is_outdated: bool
    running: int
    done: HistoryRow | None

    @property
    def path(self) -> str:
        """The address of the report's page."""
        return f"/reports/{self.kept.id[:16]}"

    def to_json(self) -> ReadingsTwin:
        """Return the JSON twin."""
        return {
            "id": self.kept.id,
            "running": self.running,
            "done": 1 - self.running,
            "total": 1,
            "readings": [
                {
                    "id": line.kept.id,
                    "reader": line.kept.reader.id,
                    "at": line.kept.at,
                    "current": line.kept.current,
                    "statements": len(line.kept.statement_ids),
                    "metadata": line.metadata.to_json(),
                }
                for line in self.lines
            ],
            "a": None if self.a is None else self.a.kept.id,
            "b": None if self.b is None else self.b.kept.id,
            "changes": [_change_json(line.change) for line in self.changes],
        }


def _change_json(change: Change) -> ChangeTwin:
    return {
        "before": None if change.before is None else change.before.id,
        "after": None if change.after is None else change.after.id,
        "fields": list(change.fields),
    }


def readings_page(
    site: Site, kept: KeptReport, asked: tuple[str, str], done: HistoryRow | None, t: Words
) -> ReadingsPage:
    """Read the readings of a report, and compare the two asked for, or else the last two."""
    casebook = site.casebook
    known = {each.id: each for each in casebook.metadata(kept.id)}
    lines = tuple(
        ReadingLine(
            each, moment_words(each.at, t.language), known.get(each.metadata_id, Metadata())
        )
        for each in casebook.readings(kept.id, superseded=True)
    )
    a, b = _two(lines, asked)
    said = {k.id: k.statement for k in casebook.statements(report=kept.id, superseded=True)}
    found: list[Change] = []
    if a is not None and b is not None:
        found = changes(_given(a, said), _given(b, said))
    judged = {item.handle: item.judged for item in casebook.review.of_report(kept.id)}
    current = [line.kept for line in lines if line.kept.current]
    return ReadingsPage(
        kept,
        report_line(kept, None, t),
        lines,
        a,
        b,
        tuple(_change(each, judged, t) for each in found),
        a is not None and b is not None and a.kept.text_id != b.kept.text_id,
        bool(current) and all(r.metadata_id != kept.metadata.id for r in current),
        _running(site, kept),
        done,
    )


def _two(
    lines: Sequence[ReadingLine], asked: tuple[str, str]
) -> tuple[ReadingLine | None, ReadingLine | None]:
    """Return the readings whose ids begin as asked; the last two where nothing is asked."""
    if len(lines) < 2:
        return None, None
    named = [
        next((line for line in lines if id_ and line.kept.id.startswith(id_)), otherwise)
        for id_, otherwise in zip(asked, lines[-2:], strict=True)
    ]
    return named[0], named[1]


def _given(line: ReadingLine, said: Mapping[str, Statement]) -> list[Statement]:
    return [said[id_] for id_ in line.kept.statement_ids if id_ in said]


def _change(change: Change, judged: Mapping[str, Judged], t: Words) -> ChangeLine:
    before, after = change.before, change.after
    shown = before or after
    assert shown is not None  # a change has at least one side
    language = t.language
    evidence = min(shown.evidence)
    held = None if before is None else judged.get(before.id)
    is_decided = held is not None and bool(held.readers)
    both = before is not None and after is not None
    return ChangeLine(
        kind(shown.kind).letter,
        kind(shown.kind).label(language),
        None if before is None else lead_words(before, language=language),
        None if after is None else lead_words(after, language=language),
        tuple(differences(before, after, change.fields, language=language))
        if both and before is not None and after is not None
        else (),
        evidence.quote,
        evidence.start,
        t("readings.decided", by=held.readers[-1]) if held is not None and is_decided else None,
        change,
    )


def _running(site: Site, kept: KeptReport) -> int:
    """Tell whether the desk is still to read this report again: 1 or 0."""
    short = kept.id[:12]
    return int(
        any(
            short == delivery.current or short in delivery.unread
            for delivery in site.desk.deliveries()
            if not delivery.is_over
        )
    )


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the readings of a report."""

    def readings(
        request: Request,
        id_: str,
        a: Annotated[str, Query(description="The reading compared with: how its id begins")] = "",
        b: Annotated[str, Query(description="The reading that is compared")] = "",
        done: Annotated[str, Query(description="The decision that was just made")] = "",
    ) -> Response:
        """The readings of a report, and what changed between two of them."""
        kept = site.casebook.report(id_)
        if kept.erased:
            return erased_answer(request, site, kept)
        t = site.words(request)
        page = readings_page(site, kept, (a, b), _done(site, done, t), t)
        return site.answer(request, "report_readings.html", page, basis=partial(basis_shown, t=t))

    site.get(app, "/reports/{id_}/readings", readings, twin=ReadingsTwin)


def _done(site: Site, id_: str, t: Words) -> HistoryRow | None:
    if not id_:
        return None
    try:
        return history_rows([site.casebook.review.decision(id_)], t)[0]
    except NotKept:
        return None
