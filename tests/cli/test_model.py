"""A language model on the command line: set up, let to, asked before, told after."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.casebook.model_doubles import HOST, REPORTS, Road, one_toll
from tests.cli.conftest import Testigo
from tests.reading.llm.model_server import ModelServer, fails, says, serving

import testigo.casebook.language_model as rooms
from testigo.casebook import Casebook
from testigo.cli.model_reading import read_with_model
from testigo.cli.read_progress import Telling
from testigo.reports.intake import IntakeOptions

LET = ("model", "consent", HOST, "--why", "the board agreed", "--as", "Ana Quispe")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """Every host, wherever it is said to be, answers here."""
    with serving(one_toll) as served:
        monkeypatch.setattr(rooms, "connect", Road(served))
        yield served


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    for name, text in REPORTS.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


def set_up(testigo: Testigo, *more: str, address: str = "https://api.example.org/v1") -> None:
    ended = testigo(
        *("model", "set", address, "grande-1", "--structured", "json", "--tries", "1"),
        *more,
        *("--as", "Ana Quispe"),
    )
    assert ended.code == 0, ended.err


def test_a_host_elsewhere_is_set_up_and_waits_for_consent(
    testigo: Testigo, server: ModelServer
) -> None:
    set_up(testigo)
    shown = testigo("model", "show").out
    assert "Nothing is sent: nobody has let text go to api.example.org:443" in shown
    assert testigo(*LET).code == 0
    assert "Text may go to api.example.org:443: Ana Quispe" in testigo("model", "show").out
    state = json.loads(testigo("model", "show", "--json").out)
    assert (state["host"], state["is_local"], state["calls"]) == (HOST, False, 0)
    assert state["let_by"]
    assert server.tries == 0


@pytest.mark.parametrize("reader", ["llm", "both"])
def test_reading_without_consent_keeps_and_sends_nothing(
    testigo: Testigo, server: ModelServer, folder: Path, reader: str
) -> None:
    set_up(testigo)
    ended = testigo("read", str(folder), "--reader", reader, "--yes")
    assert ended.code == 2
    assert ended.err.count("\n") == 1
    assert f"testigo model consent {HOST}" in ended.err
    assert server.tries == 0
    with Casebook.open("testigo.db") as casebook:
        assert list(casebook.reports()) == []


def test_reading_without_a_casebook_makes_none(testigo: Testigo, folder: Path) -> None:
    ended = testigo("read", str(folder), "--reader", "llm")
    assert (ended.code, "model set" in ended.err) == (2, True)
    assert not Path("testigo.db").exists()
    ended = testigo("read", str(folder), "--reader", "llm", "--no-store")
    assert (ended.code, "no decision" in ended.err) == (2, True)


def test_nobody_to_ask_and_no_cap_sends_nothing_elsewhere(
    testigo: Testigo, server: ModelServer, folder: Path
) -> None:
    set_up(testigo)
    testigo(*LET)
    ended = testigo("read", str(folder), "--reader", "llm")
    assert ended.code == 2
    assert "nobody can be asked" in ended.err
    assert "3 reports for grande-1 at api.example.org:443, on another machine." in ended.err
    assert server.tries == 0


def test_what_a_run_takes_is_said_before_and_after(
    testigo: Testigo, server: ModelServer, folder: Path
) -> None:
    prices = ("--price-in", "1", "--price-out", "2", "--currency", "PEN", "--most-cost", "5")
    set_up(testigo, *prices)
    testigo(*LET)
    ended = testigo("read", str(folder), "--reader", "llm", "--quiet")
    assert ended.code == 0, ended.err
    ended = testigo("reread", "--all", "--reader", "llm")
    assert "0 reports for grande-1" in ended.err
    assert "3 reports read by this model before." in ended.err
    assert "Nothing was sent." in ended.err
    assert server.tries == len(REPORTS)


def test_the_estimate_and_the_price_are_said(
    testigo: Testigo, server: ModelServer, folder: Path
) -> None:
    set_up(testigo, "--price-in", "1", "--price-out", "2", "--most-tokens", "900000")
    testigo(*LET)
    ended = testigo("read", str(folder), "--reader", "llm")
    assert ended.code == 0, ended.err
    assert "tokens sent and" in ended.err
    assert "an estimate" in ended.err
    assert "The run ends at 900,000 tokens." in ended.err
    assert "3 calls, 93 tokens sent, 21 answered, 0.00 USD." in ended.err


def test_both_readers_read_what_comes_in(
    testigo: Testigo, server: ModelServer, folder: Path
) -> None:
    set_up(testigo)
    testigo(*LET)
    ended = testigo("read", str(folder), "--reader", "both", "--yes", "--published", "2023-01-10")
    assert ended.code == 0, ended.err
    with Casebook.open("testigo.db") as casebook:
        names = {reading.reader.name for reading in casebook.readings()}
        assert names == {"builtin", "llm"}


def test_programs_get_each_report_once_with_what_the_model_said(
    testigo: Testigo, server: ModelServer, folder: Path
) -> None:
    set_up(testigo)
    testigo(*LET)
    asked = ("read", str(folder), "--reader", "llm", "--yes", "--format", "jsonl")
    first = [json.loads(line) for line in testigo(*asked).out.splitlines()]
    assert [row["kind"] for row in first] == ["toll"] * len(REPORTS)
    assert all(row["rule"].startswith("llm.") for row in first)
    again = [json.loads(line) for line in testigo(*asked).out.splitlines()]
    assert again == first
    assert server.tries == len(REPORTS)


def test_one_report_that_fails_is_one_sentence_and_exit_code_2(
    testigo: Testigo, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    with serving(one_toll, says("no JSON"), one_toll) as server:
        monkeypatch.setattr(rooms, "connect", Road(server))
        set_up(testigo)
        testigo(*LET)
        ended = testigo("read", str(folder), "--reader", "llm", "--yes", "--quiet")
        assert ended.code == 2
        assert len([line for line in ended.err.splitlines() if "puno.txt" in line]) == 1
        assert testigo("read", str(folder), "--reader", "llm", "--yes", "-q").code == 0
        assert server.tries == 4


def test_what_ends_a_run_is_one_sentence_and_the_same_command_goes_on(
    testigo: Testigo, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    with serving(one_toll, fails(401), one_toll) as server:
        monkeypatch.setattr(rooms, "connect", Road(server))
        set_up(testigo)
        testigo(*LET)
        ended = testigo("read", str(folder), "--reader", "llm", "--yes")
        assert ended.code == 2
        assert "1 report read" in ended.err
        assert ended.err.splitlines()[-1].startswith("testigo: ")
        ended = testigo("reread", "--all", "--reader", "llm", "--yes")
        assert ended.code == 0, ended.err
        assert server.tries == 4


def test_a_report_that_is_not_public_stays_and_is_told_how_to_let_go(
    testigo: Testigo, server: ModelServer, folder: Path
) -> None:
    set_up(testigo)
    testigo(*LET)
    ended = testigo("read", str(folder), "--confidential", "--reader", "llm", "--yes")
    assert "3 reports not public: they stay here." in ended.err
    assert server.tries == 0
    with Casebook.open("testigo.db") as casebook:
        first = next(iter(casebook.reports())).id
    ended = testigo(
        "model", "consent", "--report", first[:12], "--why", "its author agreed", "--as", "Ana"
    )
    assert ended.out.startswith(f"1 report may go to {HOST}")
    testigo("reread", "--all", "--reader", "llm", "--yes")
    assert server.tries == 1


def test_calls_are_shown_without_a_word_of_text(
    testigo: Testigo, server: ModelServer, folder: Path
) -> None:
    assert testigo("show", "calls").code == 2
    set_up(testigo)
    testigo(*LET)
    assert "Nothing went out" in testigo("show", "calls").err
    testigo("read", str(folder), "--reader", "llm", "--yes")
    as_json = json.loads(testigo("show", "calls", "--json").out)
    rows = list(csv.DictReader(io.StringIO(testigo("show", "calls", "--csv").out)))
    assert [row["report"] for row in rows] == [row["report"] for row in as_json]
    assert {row["outcome"] for row in rows} == {"answered"}
    one = json.loads(testigo("show", "calls", "--report", rows[1]["report"], "--json").out)
    assert one == [as_json[1]]
    shown = testigo("show", "calls")
    assert f"3 calls to {HOST}: 93 tokens sent, 21 answered." in shown.err
    assert "Tarma" not in shown.out + json.dumps(as_json)
    assert testigo("verify").code == 0


def test_trying_says_what_answered(testigo: Testigo, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says('{"killed": 2}')) as server:
        monkeypatch.setattr(rooms, "connect", Road(server))
        set_up(testigo)
        assert testigo("model", "try").code == 2
        assert server.tries == 0
        testigo(*LET)
        said = testigo("model", "try").out
    assert "grande-1 at api.example.org:443 answered; the form is held as JSON" in said
    assert "The answer is of the form asked for." in said


def test_settings_change_one_by_one_and_a_new_address_begins_anew(testigo: Testigo) -> None:
    def shown() -> dict[str, object]:
        held: dict[str, object] = json.loads(testigo("model", "show", "--json").out)["settings"]
        return held

    assert testigo("model", "set", "--as", "Ana").code == 2
    set_up(testigo, "--price-in", "1", "--price-out", "2", "--most-cost", "3")
    ended = testigo("model", "set", "--most-tokens", "500", "--as", "Ana")
    assert ended.code == 0
    now = shown()
    assert (now["price_in"], now["most_cost"], now["most_tokens"]) == (1.0, 3.0, 500)
    testigo("model", "set", "--no-cap", "--as", "Ana")
    assert (shown()["most_cost"], shown()["most_tokens"]) == (None, None)
    set_up(testigo, address="https://other.example.org/v1")
    assert shown()["price_in"] is None
    assert testigo("model", "off", "--as", "Ana").code == 0
    assert json.loads(testigo("model", "show", "--json").out)["settings"] is None


@pytest.mark.parametrize(
    ("arguments", "says_"),
    [
        (("ftp://a/v1", "m"), "http or https"),
        (("https://user:secret@a/v1", "m"), "no name, password"),
        (("https://a/v1", "m", "--price-in", "inf"), "price_in"),
        (("https://a/v1", "m", "--most-cost", "3"), "both prices"),
        (("https://a/v1", "m", "--structured", "xml"), "json_schema"),
    ],
)
def test_what_cannot_be_set_is_one_sentence(
    testigo: Testigo, arguments: tuple[str, ...], says_: str
) -> None:
    ended = testigo("model", "set", *arguments, "--as", "Ana")
    assert ended.code == 2
    assert says_ in ended.err
    assert "secret" not in ended.err
    assert not Path("testigo.db").exists()


def test_a_decision_about_a_model_needs_a_person(testigo: Testigo) -> None:
    ended = testigo("model", "set", "http://localhost:1/v1", "m")
    assert (ended.code, "set your name" in ended.err) == (2, True)
    assert not Path("testigo.db").exists()


def test_consent_is_taken_back_by_undo(testigo: Testigo, server: ModelServer, folder: Path) -> None:
    set_up(testigo)
    testigo(*LET)
    listed = testigo("review", "decisions").out
    assert "let text go to" in listed
    assert HOST in listed
    assert testigo("review", "undo", "--last", "--as", "Ana Quispe").code == 0
    ended = testigo("read", str(folder), "--reader", "llm", "--yes")
    assert ended.code == 2
    assert server.tries == 0


def test_coverage_tells_for_each_reader_how_many_values_were_dropped_and_why(
    testigo: Testigo, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    quote = REPORTS["tarma.txt"]
    fields = [{"low": 3, "high": 3, "bound": "exact", "words": "Three"}]
    fields += [{"outcome": "killed", "words": "killed"}, {"population": "schoolteachers"}]
    said = {"statements": [{"toll": quote, "modality": "asserted", "fields": fields}]}
    with serving(says(json.dumps(said))) as server:
        monkeypatch.setattr(rooms, "connect", Road(server))
        set_up(testigo)
        testigo(*LET)
        tarma = str(folder / "tarma.txt")
        assert testigo("read", tarma, "--reader", "both", "--yes", "--language", "en").code == 0
    shown = testigo("show", "coverage")
    [line] = [line for line in shown.err.splitlines() if line.startswith("llm: ")]
    assert line.startswith("llm: 1 value dropped: 1 ")
    rows = json.loads(testigo("show", "coverage", "--json").out)
    [dropped] = [row for row in rows if row["what"] == "dropped" and row["reader"][:3] == "llm"]
    assert dropped["why"].startswith("toll.population: ")


class Terminal(io.StringIO):
    """A terminal at which a person types one line."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "sent"), [("y\n", 3), ("n\n", 0), ("\n", 0), ("", 0)])
def test_on_a_terminal_a_person_is_asked_before_anything_is_sent(
    testigo: Testigo,
    server: ModelServer,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    sent: int,
) -> None:
    set_up(testigo)
    testigo(*LET)
    with Casebook.open("testigo.db") as casebook:
        casebook.keep([str(folder)], IntakeOptions(language="en"))
        reports = [report.id for report in casebook.reports()]
        shown = Terminal()
        monkeypatch.setattr("sys.stdin", Terminal(typed))
        monkeypatch.setattr("sys.stderr", shown)
        telling = Telling(shown, quiet=False, is_followed=False)
        read_with_model(casebook, reports, telling, telling.met, yes=False)
    assert "Send? [y/N]" in shown.getvalue()
    assert ("Nothing was sent." in shown.getvalue()) == (sent == 0)
    assert server.tries == sent
