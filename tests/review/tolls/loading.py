"""Worked reports in a casebook: taken in with the readings that the data gives, and accepted."""

from __future__ import annotations

from collections.abc import Iterable

from tests.review.tolls.worked import WorkedExample, WorkedReport
from tests.store.captured import captured

from testigo.casebook import Casebook
from testigo.record.reading import Coverage, Found, ReaderIdentity, Reading
from testigo.review.lists import ListWanted
from testigo.review.queue import Wanted

READER = ReaderIdentity("worked", "1", "none")


def take_in(casebook: Casebook, reports: Iterable[WorkedReport]) -> list[str]:
    """Put reports into a casebook with their statements as drafts; return the reports' ids."""
    ids = []
    for report in reports:
        item = captured(
            report.content,
            address=f"{report.key}.txt",
            published=report.published,
            outlet=report.outlet,
            language=report.language,
        )
        found = tuple(
            Found(statement, "worked", ())
            for statement in report.statements(item.text.id, item.text.content)
        )
        length = len(item.text.content)
        coverage = Coverage(length, length, len(found), language=report.language)
        reading = Reading(item.text.id, item.metadata.id, READER, found, coverage)
        casebook._store.append_report(item, [reading])
        ids.append(item.report.id)
    return ids


def accept_all(casebook: Casebook, by: str = "Ana") -> None:
    """Accept all that waits."""
    waiting = casebook.review.queue(Wanted(), limit=500).items
    casebook.review.decide("accept", [item.handle for item in waiting], by=by)


def load(casebook: Casebook, example: WorkedExample) -> None:
    """Take the reports of an example in, and accept what they say."""
    take_in(casebook, example.reports)
    accept_all(casebook)


def toll_id(
    casebook: Casebook, speaker: str, outcome: str = "killed", *, figure: int | None = None
) -> str:
    """Return the entry of a speaker's numbers: that which has a figure, else the longest."""
    wanted = ListWanted("tolls", speaker=speaker, outcome=outcome, size=200)
    found: list[tuple[int, str]] = []
    for row in casebook.review.entries(wanted).rows:
        rows = [r for series in casebook.review.toll(row.id).series for r in series.rows]
        if figure is None or figure in [r.figure.low for r in rows]:
            found.append((len(rows), row.id))
    return max(found)[1]
