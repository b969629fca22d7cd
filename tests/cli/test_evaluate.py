"""`testigo evaluate`: the score table on one's own reports."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Testigo


@pytest.fixture
def reviewed(testigo: Testigo, folder: Path) -> Testigo:
    """Two reports, one reviewed to its end: one amended, one rejected, one added."""
    (folder / "dispatch.txt").write_text(
        "Nine dead at Qenqo\n\nAt least nine people were killed on Sunday in Cusco, the Ministry "
        "of Health said. Four people were injured. The clinic treats burns.\n",
        encoding="utf-8",
    )
    testigo("read", "reports/dispatch.txt", "--published", "2026-03-02", "--language", "en")
    testigo("read", "reports/plaza.txt", "--quiet")
    testigo("config", "name", "Ana")
    return testigo


def waiting(testigo: Testigo, *arguments: str) -> list[dict[str, Any]]:
    return list(json.loads(testigo("review", "list", "--json", *arguments).out))


def review_the_dispatch(testigo: Testigo) -> str:
    report = next(row["report"] for row in waiting(testigo) if row["language"] == "en")
    killed, injured = (
        waiting(testigo, "--report", report, "--kind", "toll", "--outcome", outcome)[0]["statement"]
        for outcome in ("killed", "injured")
    )
    testigo("review", "amend", killed, "--set", "number=nine")
    testigo("review", "reject", injured, "--reason", "past_event")
    for row in waiting(testigo, "--report", report):
        testigo("review", "accept", row["statement"])
    added = testigo(
        *("review", "add", report, "--kind", "casualty", "--set", "outcome=injured"),
        *("--words", "outcome=burns", "--words", "description=burns"),
    )
    assert added.code == 0, added.err
    return str(report)


def score(testigo: Testigo, *arguments: str) -> dict[str, Any]:
    return dict(json.loads(testigo("evaluate", "--json", *arguments).out))


def test_nothing_counts_before_a_report_is_reviewed(reviewed: Testigo) -> None:
    ended = reviewed("evaluate")
    assert (ended.code, ended.out) == (0, "")
    assert "No report counts yet" in ended.err


def test_proposals_are_scored_by_what_became_of_them(reviewed: Testigo) -> None:
    review_the_dispatch(reviewed)
    found = score(reviewed)
    toll = next(s for s in found["scores"] if (s["group"], s["name"]) == ("kind", "toll"))

    assert found["reports"] == 1
    assert (toll["proposed"], toll["amended"], toll["rejected"]) == (2, 1, 1)
    assert toll["precision"] == 0.5
    casualty = next(s for s in found["scores"] if (s["group"], s["name"]) == ("kind", "casualty"))
    assert (casualty["missed"], casualty["recall"]) == (1, 0.0)
    assert found["reasons"] == {"past_event": 1}
    wrong = {(f["kind"], f["field"]) for f in found["fields"] if f["right"] < f["of"]}
    assert ("toll", "bound") in wrong
    assert ("toll", "outcome") not in wrong


def test_what_was_missed_in_marked_sentences_is_told(reviewed: Testigo) -> None:
    review_the_dispatch(reviewed)
    coverage = score(reviewed)["coverage"]
    assert (coverage["added"], coverage["added_where_flagged"]) == (1, 1)


def test_a_report_that_waits_in_part_counts_only_when_asked_for(reviewed: Testigo) -> None:
    row = next(row for row in waiting(reviewed) if row["language"] == "es")
    reviewed("review", "accept", row["statement"])

    assert score(reviewed)["reports"] == 0
    every = reviewed("evaluate", "--reports", "all")
    assert "recall is too high" in every.err
    assert score(reviewed, "--reports", "all")["is_partial"] is True


def test_the_table_and_its_rows_hold_every_group(reviewed: Testigo) -> None:
    review_the_dispatch(reviewed)

    shown = reviewed("evaluate").out
    sheet = list(csv.DictReader(io.StringIO(reviewed("evaluate", "--csv").out)))

    assert "values amended most" in shown
    assert "another event 1" in shown
    assert "Too few reports for intervals." in shown
    assert {row["group"] for row in sheet} == {
        *("all", "kind", "language", "reader", "perpetrator")
    }
    assert {row["name"] for row in sheet if row["group"] == "language"} == {"en"}


def test_what_was_added_and_taken_back_counts_nowhere(reviewed: Testigo) -> None:
    review_the_dispatch(reviewed)
    added = next(row for row in waiting(reviewed, "--state", "accepted") if row["added"])
    reviewed("review", "reject", added["statement"], "--reason", "not_said")

    total = score(reviewed)["scores"][0]

    assert (total["missed"], total["rejected"]) == (0, 1)
    assert score(reviewed)["coverage"]["flagged_with_added"] == 0
