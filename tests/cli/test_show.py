"""`testigo show` and `search`: tables for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.conftest import Testigo

from testigo.casebook import Casebook
from testigo.cli.sheets import cell
from testigo.record.kinds import kind

SHOWS = ("tolls", "casualties", "measures", "reports", "coverage")
CHILD = "Wayra Inventada Qolqe"


@pytest.fixture
def read(testigo: Testigo, folder: Path) -> Testigo:
    """A casebook of the two reports of `folder` and one of a child and a formula."""
    (folder / "child.txt").write_text(
        f"A child among the hurt\n\n{CHILD}, 15, was wounded on Monday in Puno, police said. "
        "Qolqe was taken to hospital. Evaristo Pacsi Llontop, 26, was killed in Puno.\n",
        encoding="utf-8",
    )
    testigo("read", "reports/bridge.txt", "reports/plaza.txt", "--quiet")
    testigo("read", "reports/child.txt", "--outlet", "=HYPERLINK(1)", "--published", "2026-04-07")
    return testigo


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_tolls_stand_beside_each_other_by_outcome(read: Testigo) -> None:
    shown = read("show", "tolls")

    assert shown.code == 0
    heads = [line.split("  ")[0] for line in shown.out.splitlines() if "statement" in line]
    assert heads == ["killed", "injured", "detained"]
    assert "at least 9 killed" in shown.out
    assert "Ministry of Health" in shown.out
    assert "The Invented Post" in shown.out
    assert "○" in shown.out
    assert "draft" in shown.err


@pytest.mark.parametrize("columns", [80, 100])
def test_a_table_fits_the_terminal_and_cuts_nothing(
    read: Testigo, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setattr("testigo.cli.terminal.WIDTH", columns)
    shown = read("show", "casualties")

    assert max(map(len, shown.out.splitlines())) <= columns
    assert "…" not in shown.out
    for word in ("Evaristo", "Pacsi", "Llontop", "26", *CHILD.split()):
        assert word in shown.out


@pytest.mark.parametrize("what", SHOWS)
def test_every_show_prints_json_and_csv(read: Testigo, what: str) -> None:
    as_json, as_csv = read("show", what, "--json"), read("show", what, "--csv")

    found, sheet = json.loads(as_json.out), rows(as_csv.out)
    assert as_json.code == as_csv.code == 0
    assert found
    assert len(found) == len(sheet)
    assert set(found[0]) <= set(sheet[0])


@pytest.mark.parametrize("what", SHOWS)
def test_an_empty_list_is_still_json_and_csv(read: Testigo, what: str) -> None:
    late = ("--since", "2030")
    assert json.loads(read("show", what, "--json", *late).out) == []
    assert len(read("show", what, "--csv", *late).out.splitlines()) == 1
    assert read("show", what, *late).code == 0


def test_csv_holds_every_public_field_as_edtf_and_code(read: Testigo) -> None:
    toll = rows(read("show", "tolls", "--csv", "--outcome", "killed").out)[0]
    fields = {name for name, f in kind("toll").fields.items() if f.confidentiality == "public"}
    assert fields <= set(toll)
    assert (toll["low"], toll["high"], toll["bound"]) == ("9", "", "at_least")
    assert (toll["period"], toll["speaker"]) == ("2026-03-01", "Ministry of Health")
    assert toll["quote"].startswith("CUSCO, Peru")
    assert toll["verification"] == "draft"


def test_cells_that_a_spreadsheet_would_run_are_quoted(read: Testigo) -> None:
    outlets = {row["outlet"] for row in rows(read("show", "reports", "--csv").out)}
    assert "'=HYPERLINK(1)" in outlets
    assert "=HYPERLINK(1)" not in outlets


@given(st.text(max_size=20))
def test_no_text_becomes_a_formula(text: str) -> None:
    made = cell(text)
    assert isinstance(made, str)
    assert made.removeprefix("'") == text.removeprefix("'")
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_the_name_of_a_child_leaves_only_when_asked_for(read: Testigo) -> None:
    for what in SHOWS:
        for form in ("--json", "--csv"):
            shown = read("show", what, form)
            assert "Wayra" not in shown.out
            assert "Qolqe" not in shown.out
    told = read("show", "casualties", "--csv")
    assert "left out for a child's name" in told.err
    assert "Evaristo Pacsi Llontop" in told.out
    assert CHILD in read("show", "casualties", "--csv", "--confidential").out


def test_confidential_reports_leave_only_when_asked_for(testigo: Testigo, folder: Path) -> None:
    testigo("read", "reports/bridge.txt", "--confidential")

    assert "confidential" in testigo("show", "tolls").out
    assert "confidential" in testigo("show", "reports").out
    for what in ("tolls", "reports", "coverage"):
        shown = testigo("show", what, "--json")
        assert json.loads(shown.out) == []
        assert "confidential left out" in shown.err
        assert json.loads(testigo("show", what, "--json", "--confidential").out)


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (("tolls", "--outcome", "detained"), 1),
        (("tolls", "--speaker", "ministry of HEALTH"), 1),
        (("tolls", "--speaker", "fiscalia"), 1),
        (("tolls", "--modality", "denied"), 0),
        (("tolls", "--since", "2026-03-02", "--until", "2026-03"), 1),
        (("measures", "--type", "curfew"), 1),
        (("measures", "--type", "border_closure"), 0),
        (("measures", "--speaker", "invented post"), 1),
        (("reports", "--until", "2026-03"), 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_filters_leave_what_was_asked_for(
    read: Testigo, arguments: tuple[str, ...], count: int
) -> None:
    assert len(json.loads(read("show", *arguments, "--json").out)) == count


def test_the_day_of_a_report_is_listed_with_its_offset_and_its_basis(
    testigo: Testigo, tmp_path: Path
) -> None:
    (tmp_path / "story.eml").write_text(
        "From: desk@faro.example\nSubject: Juliaca\nDate: Mon, 09 Jan 2023 10:00:00 -0500\n\n"
        "Nine people were killed in Juliaca, the ministry said.\n"
    )
    testigo("read", "story.eml")

    (row,) = json.loads(testigo("show", "reports", "--json").out)

    assert row["published"] == "2023-01-09T10:00:00"
    assert row["utc_offset"] == "-05:00"
    assert row["published_basis"] == "header Date"


def test_one_report_is_shown_by_the_beginning_of_its_id(read: Testigo) -> None:
    with Casebook.open("testigo.db") as casebook:
        first = next(casebook.reports())
    [row] = json.loads(read("show", "reports", "--report", first.id[:10], "--json").out)
    assert row["report"] == first.id
    unknown = read("show", "tolls", "--report", "zzzz")
    assert (unknown.code, unknown.out) == (2, "")


def test_undated_reports_left_out_by_a_filter_are_counted(read: Testigo) -> None:
    assert "from undated reports left out" in read("show", "tolls", "--since", "2026").err


def test_coverage_says_what_was_not_understood_and_why(read: Testigo) -> None:
    shown = read("show", "coverage")

    assert "read to the end, by builtin" in shown.out
    assert "▸ harm: “The clinic treats burns.”" in shown.out
    assert "▸ 1 date left unresolved" in shown.out
    what = {row["what"]: row for row in rows(read("show", "coverage", "--csv").out)}
    assert what["unresolved dates"]["why"] == "the report's date is not known"


def test_a_language_that_is_not_read_is_said(testigo: Testigo, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Sete pessoas morreram na segunda-feira em Lisboa.")

    ended = testigo("read", "a.txt", "--language", "pt")

    assert "not read: testigo reads English and Spanish, and this is pt" in ended.out
    assert "not at all" in testigo("show", "coverage").out


def test_reports_that_repeat_one_dispatch_are_told_as_one_source(
    testigo: Testigo, folder: Path
) -> None:
    dispatch = (folder / "bridge.txt").read_text(encoding="utf-8") + (
        "Police fired tear gas at a column of farmers who had walked down from the villages above "
        "the river since dawn, carrying flags and the portraits of neighbours. The regional "
        "governor asked for calm and said that the road would stay closed until the dead were "
        "buried. Schools and the market did not open, and buses turned back at the bridge.\n"
    )
    for name in ("one", "two"):
        head = f"Headline number {name}\n\n"
        (folder / f"wire-{name}.txt").write_text(head + dispatch, encoding="utf-8")
    testigo("read", "reports/wire-one.txt", "reports/wire-two.txt", "--quiet")

    [first, second] = json.loads(testigo("show", "reports", "--json").out)
    assert first["independence_group"] == second["independence_group"] == first["report"]
    assert f"repeats {first['report'][:8]}" in " ".join(testigo("show", "tolls").out.split())
    assert "they count as one source" in testigo("show", "coverage").out
    assert {row["independence_group"] for row in rows(testigo("show", "tolls", "--csv").out)} == {
        first["report"]
    }


def test_json_and_csv_exclude_each_other(read: Testigo) -> None:
    assert read("show", "tolls", "--json", "--csv").code == 2


def test_sentences_are_found_without_their_accents(read: Testigo) -> None:
    found = read("search", "POLICIA", "doce")
    assert found.code == 0
    assert "“La policía detuvo el lunes a doce personas" in found.out
    [hit] = json.loads(read("search", "qenqo", "--json").out)
    assert hit["quote"] == "Nine dead at the bridge of Qenqo"


def test_a_sentence_with_the_name_of_a_child_leaves_without_its_words(read: Testigo) -> None:
    for words in ("wounded", "Qolqe"):
        shown, asked = read("search", words, "--json"), read("search", words)

        assert "Wayra" not in shown.out
        assert "Qolqe" not in shown.out
        [hit, *_] = json.loads(shown.out)
        assert hit["quote"] is None
        assert hit["start"] < hit["end"]
        assert "left out for a child's name" in shown.err
        assert "Qolqe" in asked.out
    assert CHILD in read("search", "wounded", "--json", "--confidential").out


def test_a_sentence_that_is_kept_back_leaves_only_when_asked_for(read: Testigo) -> None:
    read("config", "name", "Ana")
    [person] = json.loads(read("show", "casualties", "--json", "--outcome", "killed").out)[-1:]
    read("review", "withhold", person["statement"], "--why", "asked by kin")

    shown = read("search", "Evaristo", "--json")

    assert json.loads(shown.out) == []
    assert "1 confidential left out" in shown.err
    assert "Evaristo" in read("search", "Evaristo", "--json", "--confidential").out
    read("review", "withhold", person["report"], "--to", "sealed", "--why", "asked by kin")
    assert json.loads(read("search", "hospital", "--json").out) == []


def test_nothing_found_is_exit_code_1(read: Testigo) -> None:
    ended = read("search", "unicorn")
    assert (ended.code, ended.out) == (1, "")
    assert "No sentence" in ended.err


def test_what_people_made_of_a_statement_stands_before_it(read: Testigo) -> None:
    read("config", "name", "Ana")
    [killed] = json.loads(read("show", "tolls", "--json", "--outcome", "killed").out)
    [injured] = json.loads(read("show", "tolls", "--json", "--outcome", "injured").out)
    read("review", "amend", killed["statement"], "--set", "number=nine")
    read("review", "reject", injured["statement"], "--reason", "past_event")

    shown = read("show", "tolls")
    [after] = json.loads(read("show", "tolls", "--json", "--outcome", "killed").out)

    assert "◔  9 killed" in shown.out
    assert "injured" not in shown.out
    assert "1 rejected or withdrawn left out" in shown.err
    assert (after["statement"], after["verification"]) == (killed["statement"], "accepted")
    assert "✕" in read("show", "tolls", "--rejected").out


def test_what_a_person_withheld_leaves_only_when_asked_for(read: Testigo) -> None:
    read("config", "name", "Ana")
    person = next(
        row
        for row in json.loads(read("show", "casualties", "--json").out)
        if row["name"] == "Evaristo Pacsi Llontop"
    )
    read("review", "withhold", person["statement"], "--field", "name", "--why", "asked by kin")
    assert "Evaristo" not in read("show", "casualties", "--csv").out
    assert "Evaristo" in read("show", "casualties", "--csv", "--confidential").out

    read("review", "withhold", person["report"], "--to", "sealed", "--why", "asked by kin")
    for what in ("casualties", "reports", "coverage"):
        assert person["report"] not in read("show", what, "--csv").out
        assert person["report"] in read("show", what, "--csv", "--confidential").out


def test_the_name_of_a_child_that_a_person_added_is_known(read: Testigo) -> None:
    read("config", "name", "Ana")
    (Path("reports") / "late.txt").write_text(
        "Late news\n\nThe council met. Sumaq Inventada Huanca was seen, aged 14, with burns.\n"
    )
    read("read", "reports/late.txt", "--quiet", "--read-all")
    late = json.loads(read("show", "reports", "--json").out)[-1]["report"]
    added = read(
        *("review", "add", late, "--kind", "casualty", "--set", "name=Sumaq Inventada Huanca"),
        *("--set", "age=14", "--set", "outcome=injured", "--words", "outcome=burns"),
    )
    assert added.code == 0, added.err

    assert "Sumaq" in read("show", "casualties").out
    assert "Sumaq" not in read("show", "casualties", "--json").out
