"""Two readers of the same reports, from the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Testigo
from tests.review.other_reader import OtherReader, with_value

from testigo.casebook import Casebook
from testigo.record.statement import Statement

DISPATCH = (
    "Nine dead at the bridge of Qenqo\n\n"
    "CUSCO, Peru, March 2 - At least nine people were killed on Sunday in Cusco, the Ministry of "
    "Health said. Evaristo Pacsi Llontop, 26, a mason, was killed in Puno. Four people were "
    "injured in Puno.\n"
)


def otherwise(statement: Statement) -> Statement | None:
    """Read the dead as ten, and miss the injured."""
    match statement.kind, statement.value("outcome"):
        case "toll", "killed":
            return with_value(statement, low=10)
        case "toll", "injured":
            return None
    return statement


@pytest.fixture
def two(testigo: Testigo, tmp_path: Path) -> Testigo:
    """A dispatch read by both readers, and a person with a name."""
    (tmp_path / "dispatch.txt").write_text(DISPATCH, encoding="utf-8")
    read = testigo("read", "dispatch.txt", "--published", "2026-03-02", "--language", "en")
    assert read.code == 0, read.err
    with Casebook.open(tmp_path / "testigo.db") as casebook:
        (report,) = casebook.reports()
        casebook.reread(report.id, OtherReader(otherwise))
    testigo("config", "name", "Ana")
    return testigo


def listed(testigo: Testigo, *arguments: str) -> list[dict[str, Any]]:
    return list(json.loads(testigo("review", "list", "--json", *arguments).out))


def cases(rows: list[dict[str, Any]]) -> dict[str, str]:
    return {f"{row['kind']} {row['fields'].get('outcome')}": row["readers"] for row in rows}


def test_where_two_readers_disagree_is_listed_with_both_readings(two: Testigo) -> None:
    disagreed = listed(two, "--state", "disagree")
    assert cases(disagreed) == {"toll killed": "differ", "toll injured": "alone:builtin"}
    assert len(listed(two)) > len(disagreed)
    killed = disagreed[0]
    (other,) = killed["other_readings"]
    assert (other["reader"], other["differs"]) == ("llm", ["low"])
    assert (killed["fields"]["low"], other["fields"]["low"]) == (9, 10)
    shown = two("review", "list", "--state", "disagree").out
    assert "llm reads it otherwise: number at least 10 (here number at least 9)" in " ".join(
        shown.split()
    )
    assert "builtin alone gives this" in shown
    rows = csv.DictReader(io.StringIO(two("review", "list", "--csv").out))
    assert {row["readers"] for row in rows} == {"agree", "differ", "alone:builtin"}


def test_one_command_lets_the_model_be_right(two: Testigo) -> None:
    killed = listed(two, "--state", "disagree")[0]
    done = two("review", "accept", killed["statement"], "--reading", "llm", "--seen", "0")
    assert done.code == 0, done.err
    (after,) = listed(two, "--state", "accepted")
    assert (after["statement"], after["fields"]["low"]) == (killed["statement"], 10)
    assert after["amended"] is True
    late = two("review", "accept", killed["statement"], "--reading", "builtin", "--seen", "0")
    assert late.code != 0
    assert "in the meantime" in late.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--reading", "somebody"), "name one of its readers"),
        (("--reading", "llm", "more"), "name one"),
    ],
    ids=["no such reader", "two statements"],
)
def test_what_cannot_be_let_stand_is_refused(
    two: Testigo, arguments: tuple[str, ...], told: str
) -> None:
    killed = listed(two, "--state", "disagree")[0]["statement"]
    refused = two("review", "accept", killed, *arguments)
    assert refused.code != 0
    assert told in " ".join(refused.err.split())


def test_readers_are_measured_beside_each_other_and_kept_when_asked(two: Testigo) -> None:
    assert two("evaluate", "--readers").out == ""
    for row in listed(two):
        reading = ("--reading", "llm") if row["readers"] == "differ" else ()
        assert two("review", "accept", row["statement"], *reading).code == 0
    found = json.loads(two("evaluate", "--readers", "--json").out)
    lines = {(s["group"], s["of"], s["kind"]): s for s in found["scores"]}
    own, other = (lines["reader", name, "toll"] for name in ("builtin", "llm"))
    assert (own["accepted"], own["amended"], own["missed"]) == (1, 1, 0)
    assert (other["accepted"], other["amended"], other["missed"]) == (1, 0, 1)
    assert lines["case", "differ", "toll"]["precision"] == 1.0
    assert found["right_where_they_differ"] == {"builtin": 0, "llm": 1}
    assert found["agreement"]["counts"]["toll"] == {"alone:builtin": [1, 1], "differ": [1, 1]}
    table = two("evaluate", "--readers").out
    assert "builtin alone" in table
    assert "one value differs" in table

    kept = two("evaluate", "--readers", "--keep")
    assert "Kept in the casebook" in kept.err
    assert json.loads(two("review", "decisions", "--json").out)[0]["act"] == "configure"
    rows = list(csv.DictReader(io.StringIO(two("evaluate", "--readers", "--csv").out)))
    assert {row["group"] for row in rows} == {"reader", "both", "case"}


def test_counts_of_other_reports_can_be_kept_from_a_file(two: Testigo, tmp_path: Path) -> None:
    counts = {"readers": ["builtin 1"], "reports": 60, "counts": {"toll": {"differ": [1, 18]}}}
    (tmp_path / "counts.json").write_text(json.dumps(counts), encoding="utf-8")
    kept = two("evaluate", "--keep", "--table", "counts.json")
    assert kept.code == 0, kept.err
    assert "counted on 60 reports" in " ".join(kept.err.split())
    assert {row["confidence"] for row in listed(two, "--state", "disagree")[:1]} == {0.1}
    (tmp_path / "counts.json").write_text("[1]", encoding="utf-8")
    refused = two("evaluate", "--keep", "--table", "counts.json")
    assert "holds no counts of agreement" in " ".join(refused.err.split())


def test_nothing_is_kept_of_what_was_not_counted(two: Testigo) -> None:
    assert two("evaluate", "--keep").code != 0
    two("evaluate", "--readers", "--keep")
    assert json.loads(two("review", "decisions", "--json").out) == []
