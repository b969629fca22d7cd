"""`testigo review`: every decision of the workbench, from the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Testigo

from testigo.casebook import Casebook

CHILD = "Wayra Inventada Qolqe"
DISPATCH = (
    "Nine dead at the bridge of Qenqo\n\n"
    "CUSCO, Peru, March 2 - At least nine people were killed on Sunday in Cusco, the Ministry of "
    "Health said. Evaristo Pacsi Llontop, 26, a mason, was killed in Puno. "
    f"{CHILD}, 15, was wounded on Monday in Puno, police said.\n"
)


@pytest.fixture
def review(testigo: Testigo, folder: Path) -> Testigo:
    """A casebook of three reports, and a person with a name."""
    (folder / "dispatch.txt").write_text(DISPATCH, encoding="utf-8")
    testigo("read", "reports/bridge.txt", "reports/plaza.txt", "--quiet")
    testigo("read", "reports/dispatch.txt", "--published", "2026-03-02", "--quiet")
    testigo("config", "name", "Ana")
    return testigo


def waiting(testigo: Testigo, *arguments: str) -> list[dict[str, Any]]:
    found = json.loads(testigo("review", "list", "--json", "--confidential", *arguments).out)
    assert isinstance(found, list)
    return found


def first(testigo: Testigo, *arguments: str) -> str:
    return str(waiting(testigo, *arguments)[0]["statement"])


def state_of(testigo: Testigo, handle: str) -> str:
    every = waiting(testigo, "--state", "all")
    return next(str(row["state"]) for row in every if row["statement"] == handle)


def decided(testigo: Testigo) -> list[dict[str, Any]]:
    return list(json.loads(testigo("review", "decisions", "--json").out))


def test_what_waits_is_listed_killed_first(review: Testigo) -> None:
    shown = review("review", "list")

    assert shown.code == 0
    assert "“CUSCO, Peru, March 2" in shown.out
    assert "says Ministry of Health" in shown.out
    assert "waiting" in shown.err
    kinds = [row["kind"] for row in waiting(review)]
    assert kinds.index("measure") > kinds.index("toll")


@pytest.mark.parametrize(
    ("arguments", "kinds"),
    [
        (("--kind", "casualty"), {"casualty"}),
        (("--person", "pacsi"), {"casualty"}),
        (("--outcome", "detained"), {"toll"}),
        (("--place", "nowhere"), set()),
        (("--below", "0"), set()),
        (("--state", "accepted"), set()),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_filters_leave_what_was_asked_for(
    review: Testigo, arguments: tuple[str, ...], kinds: set[str]
) -> None:
    assert {row["kind"] for row in waiting(review, *arguments)} == kinds


def test_json_and_csv_hold_the_same_lines(review: Testigo) -> None:
    sheet = list(csv.DictReader(io.StringIO(review("review", "list", "--csv").out)))
    as_json = json.loads(review("review", "list", "--json").out)
    assert [row["statement"] for row in sheet] == [row["statement"] for row in as_json]
    assert len(json.loads(review("review", "list", "--json", "--limit", "2").out)) == 2


def test_the_name_of_a_child_leaves_only_when_asked_for(review: Testigo) -> None:
    for form in ("--json", "--csv"):
        shown = review("review", "list", form)
        assert "Wayra" not in shown.out
        assert "left out for a child's name" in shown.err
        assert CHILD in review("review", "list", form, "--confidential").out


def test_a_field_that_was_withheld_leaves_only_when_asked_for(review: Testigo) -> None:
    handle = first(review, "--person", "pacsi")
    review("review", "withhold", handle, "--field", "name", "--why", "her family asked us")

    assert "Evaristo" not in review("review", "list", "--csv").out
    assert "Evaristo" in review("review", "list", "--csv", "--confidential").out


def test_several_are_accepted_by_the_beginnings_of_their_ids(review: Testigo) -> None:
    handles = [row["statement"] for row in waiting(review)][:2]

    ended = review("review", "accept", *(handle[:8] for handle in handles), "--why", "read twice")

    assert ended.code == 0
    assert "2 ids, as Ana" in ended.out
    assert [state_of(review, handle) for handle in handles] == ["accepted", "accepted"]
    assert decided(review)[0]["why"] == "read twice"


def test_several_are_decided_all_or_none(review: Testigo) -> None:
    handle = first(review)

    ended = review("review", "accept", handle, "ffffffffffff")

    assert (ended.code, ended.out) == (2, "")
    assert "holds no statement ffffffffffff" in ended.err
    assert state_of(review, handle) == "draft"
    assert decided(review) == []


def test_a_rejection_keeps_its_reason(review: Testigo) -> None:
    handle = first(review)
    review("review", "reject", handle, "--reason", "not_harm", "--why", "counts pages")

    assert state_of(review, handle) == "rejected"
    assert "not people harmed" in review("review", "list", "--state", "rejected").out
    assert handle not in {row["statement"] for row in waiting(review)}


def test_a_flag_asks_and_is_answered_by_a_verdict(review: Testigo) -> None:
    handle = first(review)
    review("review", "flag", handle, "--why", "killed, or died later?")

    assert "killed, or died later?" in review("review", "list", "--state", "flagged").out
    review("review", "accept", handle)
    assert waiting(review, "--state", "flagged") == []


def test_an_amended_statement_keeps_its_id_and_says_what_was_typed(review: Testigo) -> None:
    handle = first(review, "--kind", "toll", "--outcome", "killed")

    ended = review("review", "amend", handle[:9], "--set", "number=nine", "--clear", "place")

    assert "Now: 9 killed" in ended.out
    row = next(r for r in waiting(review, "--state", "accepted") if r["statement"] == handle)
    assert row["amended"] is True
    assert (row["fields"]["low"], row["fields"]["high"]) == (9, 9)
    assert "place" not in row["fields"]


def test_a_span_is_moved_by_the_words_of_the_text(review: Testigo) -> None:
    handle = first(review, "--kind", "toll", "--outcome", "killed")
    ended = review("review", "amend", handle, "--words", "outcome=were killed")
    assert ended.code == 0

    with Casebook.open("testigo.db") as casebook:
        field = casebook.review.item(handle).statement.field("outcome")
    assert field is not None
    assert [span.quote for span in field.spans] == ["were killed"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "say what is stated"),
        (("--set", "number"), "FIELD=VALUE"),
        (("--set", "number=a few of them or so"), "not understood as a number"),
        (("--set", "colour=red"), "has no field 'colour'"),
        (("--set", "outcome=slain"), "slain"),
        (("--words", "outcome=strangled"), "do not stand in the text"),
        (("--speaker", "the coroner"), "needs words of the text"),
        (("--clear", "outcome"), "needs outcome"),
        (("--set", "outcome=killed"), "this changes nothing"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_stated_is_refused_in_one_sentence(
    review: Testigo, arguments: tuple[str, ...], says: str
) -> None:
    handle = first(review, "--kind", "toll", "--outcome", "killed")

    ended = review("review", "amend", handle, *arguments)

    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert decided(review) == []


def test_a_missed_victim_is_added_by_words_of_the_text(review: Testigo) -> None:
    report = waiting(review, "--person", "pacsi")[0]["report"]

    ended = review(
        *("review", "add", report[:10], "--kind", "casualty", "--set", "description=a mason"),
        *("--set", "outcome=killed", "--words", "outcome=was killed in Puno"),
    )

    assert ended.code == 0
    added = [row for row in waiting(review, "--state", "accepted") if row["added"]]
    assert [row["fields"]["description"] for row in added] == ["a mason"]
    again = review(
        *("review", "add", report, "--kind", "casualty", "--set", "description=a mason"),
        *("--set", "outcome=killed", "--words", "outcome=was killed in Puno"),
    )
    assert "holds this statement already" in again.err


def test_an_undo_takes_back_the_whole_decision_and_can_be_undone(review: Testigo) -> None:
    handles = [row["statement"] for row in waiting(review)][:2]
    review("review", "accept", *handles)
    accepted = decided(review)[0]["id"]

    assert review("review", "undo", "--last").code == 0
    assert [state_of(review, handle) for handle in handles] == ["draft", "draft"]
    again = review("review", "undo", accepted[:12])
    assert again.code == 2
    assert "is undone already" in again.err

    review("review", "undo", decided(review)[0]["id"])
    assert state_of(review, handles[0]) == "accepted"


def test_the_last_of_mine_is_undone_and_not_what_another_did_since(review: Testigo) -> None:
    mine, hers = [row["statement"] for row in waiting(review)][:2]
    review("review", "accept", mine)
    review("review", "accept", hers, "--as", "Bea")

    review("review", "undo", "--last")

    assert (state_of(review, mine), state_of(review, hers)) == ("draft", "accepted")
    assert "no decision of Ana stands" in review("review", "undo", "--last").err


def test_who_was_not_shown_a_decision_does_not_overrule_it(review: Testigo) -> None:
    row = waiting(review)[0]
    handle, seen = row["statement"], str(row["seen"])
    review("review", "reject", handle, "--reason", "not_said", "--as", "Bea")

    ended = review("review", "accept", handle, "--seen", seen)

    assert (ended.code, ended.out) == (2, "")
    assert "was decided on in the meantime (Bea: reject" in ended.err
    assert state_of(review, handle) == "rejected"
    again = ended.err.partition("--seen ")[2].split()[0]
    assert review("review", "accept", handle, "--seen", again).code == 0
    assert state_of(review, handle) == "accepted"


def test_a_second_reader_decides_before_she_sees_the_first(review: Testigo) -> None:
    handle = first(review, "--kind", "toll", "--outcome", "killed")
    review("review", "amend", handle, "--set", "number=nine")
    review("config", "double-reading", "on")

    asked = next(r for r in waiting(review, "--as", "Bea") if r["statement"] == handle)
    assert (asked["state"], asked["amended"]) == ("draft", False)
    assert asked["fields"]["bound"] == "at_least"
    assert "by Ana" not in review("review", "list", "--as", "Bea").out

    review("review", "accept", handle, "--as", "Bea")
    assert handle in {row["statement"] for row in waiting(review, "--state", "disputed")}


def test_a_decision_needs_a_name(review: Testigo) -> None:
    review("config", "name", "--forget")
    ended = review("review", "accept", first(review))
    assert ended.code == 2
    assert "testigo config name NAME" in ended.err


def entry(testigo: Testigo, view: str, *arguments: str) -> str:
    rows = json.loads(testigo("show", "record", view, "--json", "--confidential", *arguments).out)
    return str(rows[0]["id"])


def test_a_value_is_verified_by_level_and_needs_a_second_person(review: Testigo) -> None:
    review("review", "accept", first(review, "--person", "pacsi"))
    person = entry(review, "people", "--search", "pacsi")
    value = ("--field", "age", "--value", "26", "--why", "seen on the list of the hospital")

    two = review("review", "verify", person[:6], *value, "--level", "2")
    four = review("review", "verify", person, *value, "--level", "4")
    by_bea = review("review", "verify", person, *value, "--level", "4", "--as", "Bea")

    assert "In force: 2" in two.out
    assert "waits for a second person" in four.err
    assert "In force: 4" in by_bea.out
    assert (
        "level 3 needs two independent"
        in review("review", "verify", person, *value, "--level", "3").err
    )
    assert (
        "no such value"
        in review(
            *("review", "verify", person, "--field", "age", "--value", "99", "--level", "2"),
            *("--why", "x"),
        ).err
    )


def test_one_of_two_values_is_preferred(review: Testigo) -> None:
    person = entry(review, "people", "--search", "pacsi")
    review("review", "prefer", person, "--field", "age", "--value", "26", "--why", "certificate")
    shown = json.loads(review("show", "person", person, "--json", "--confidential").out)
    assert [v["preferred"] for v in shown["values"] if v["field"] == "age"] == [True]


def test_entries_are_joined_and_parted_again(review: Testigo) -> None:
    rows = json.loads(review("show", "record", "actors", "--json", "--confidential").out)
    one, other = rows[0]["id"], rows[1]["id"]

    assert review("review", "join", one, other, "--of", "actor").code == 0
    assert review("show", "actor", other).out == review("show", "actor", one).out

    apart = review("review", "apart", one, other, "--of", "actor")
    assert apart.code == 2
    assert "--despite" in apart.err
    review("review", "undo", "--last")
    assert review("show", "actor", other).out != review("show", "actor", one).out
    assert review("review", "apart", one, other, "--of", "actor").code == 0


def test_a_corrected_date_moves_what_was_said_of_last_sunday(review: Testigo) -> None:
    row = waiting(review, "--kind", "toll", "--outcome", "killed")[0]

    ended = review(
        "review", "correct", row["report"], "--set", "published=9 March 2026", "--why", "the print"
    )

    assert ended.code == 0
    dates = {
        one["fields"].get("period") or one["fields"].get("as_of")
        for one in waiting(review, "--report", row["report"])
        if one["kind"] == "toll"
    }
    assert "2026-03-08" in dates


def test_a_withdrawn_report_stays_and_waits_no_more(review: Testigo) -> None:
    report = waiting(review)[0]["report"]
    review(
        *("review", "withdraw", report, "--reason", "retracted_by_publisher"),
        *("--why", "note of 3 March"),
    )
    assert report not in {row["report"] for row in waiting(review)}
    assert review("show", "reports", "--report", report).code == 0


def test_to_erase_has_to_be_meant(review: Testigo) -> None:
    report = waiting(review)[0]["report"]

    refused = review("review", "erase", report, "--why", "consent withdrawn")
    assert refused.code == 2
    assert "--yes" in refused.err

    assert review("review", "erase", report, "--yes", "--why", "consent withdrawn").code == 0
    assert "erased" in review("show", "reports").out


def test_decisions_are_listed_with_when_who_what_and_why(review: Testigo) -> None:
    handle = first(review)
    review("review", "reject", handle, "--reason", "not_said", "--why", "of another year")
    review("review", "undo", "--last")

    shown = review("review", "decisions", handle)

    assert "· Ana · decision" in shown.out
    assert "reason not_said" in " ".join(shown.out.split())
    assert "“of another year”" in shown.out
    assert "undone" in shown.out
    assert [line["act"] for line in decided(review)] == ["undo", "reject"]
