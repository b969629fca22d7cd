"""A list of reports is made anew when a report changed, and not for a decision on a statement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.captured import CORRECTED, MARCH, CountReader, decision

from testigo.casebook import Casebook
from testigo.reports.intake import IntakeOptions, pasted


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "c.db") as opened:
        opened.read([pasted(MARCH)], IntakeOptions(), CountReader())
        yield opened


@pytest.mark.parametrize("act", ["accept", "flag"])
def test_a_decision_on_a_statement_leaves_the_list_as_it_is(casebook: Casebook, act: str) -> None:
    before = casebook.stamp()
    statement = next(casebook.statements())

    casebook.decide(decision(act, statement.id))

    assert casebook.stamp() == before


def test_what_changes_a_report_changes_the_stamp(casebook: Casebook) -> None:
    stamps = [casebook.stamp()]
    [report] = casebook.reports()

    casebook.read([pasted(CORRECTED)], IntakeOptions(), CountReader())
    stamps.append(casebook.stamp())
    casebook.decide(decision("correct_metadata", report.id, metadata={"title": "Other"}))
    stamps.append(casebook.stamp())
    casebook.reread(report.id, CountReader())
    stamps.append(casebook.stamp())
    casebook.decide(decision("withhold", report.id, field=None, confidentiality="confidential"))
    stamps.append(casebook.stamp())
    casebook.decide(decision("erase", report.id))
    stamps.append(casebook.stamp())

    assert len(set(stamps)) == len(stamps)


def test_coverage_of_many_is_that_of_each(casebook: Casebook) -> None:
    casebook.read([pasted(CORRECTED)], IntakeOptions(), CountReader())
    ids = [report.id for report in casebook.reports()]

    assert casebook.coverages(ids) == {id_: casebook.coverage(id_) for id_ in ids}
    assert casebook.coverages([]) == {}
