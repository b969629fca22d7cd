"""`testigo read`: what it prints, what it keeps, what it leaves."""

from __future__ import annotations

import datetime
import io
import json
import os
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import OUTLET_REPORT, SCRIPT, Testigo

from testigo.casebook import Casebook, Progress, ReadSummary
from testigo.cli.progress_line import SILENT_SECONDS
from testigo.cli.read_progress import Telling
from testigo.record.decision import Decision
from testigo.record.reading import Found

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHARED = Path(os.environ.get("TESTIGO_SHARED", ROOT.parent / "shared"))
CHECK = SHARED / "articles" / "check.py"


def test_the_record_of_a_report_is_printed_as_people_read_it(
    testigo: Testigo, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # How a record is printed must not hang on which weights lie in this tree.
    monkeypatch.setattr("testigo.reading.builtin.reader.available", lambda: False)
    ended = testigo("read", "reports/bridge.txt")

    assert ended.code == 0
    shown = re.sub(
        r"\d\.\d\d \(measured on [\d,]+\)", "P (measured on N)", ended.out
    )  # measured anew now and then
    assert shown == (HERE / "bridge.golden.txt").read_text(encoding="utf-8")


def test_the_end_says_what_was_read_and_where_it_is_kept(testigo: Testigo, folder: Path) -> None:
    ended = testigo("read", "reports", "--casebook", "peru.db")

    first, *rest = ended.err.splitlines()
    assert first == "2 reports read, 0 already known, 0 skipped, 0 failed."
    assert rest[0] == "1 undated report; 1 date left unresolved."
    assert rest[-1] == "Kept in peru.db"


RECIPE = (
    "Bake the sponge for thirty minutes and leave it to cool on a rack by the window. Whip the "
    "cream with sugar and vanilla, spread it between the layers, and top it with mint.\n"
)


def test_what_the_first_look_passes_over_is_kept_counted_and_read_by_who_asks_for_all(
    testigo: Testigo, folder: Path
) -> None:
    (folder / "cake.txt").write_text(RECIPE, encoding="utf-8")

    first = testigo("read", "reports", "--language", "en")
    again = testigo("read", "reports", "--language", "en")
    coverage = testigo("show", "coverage")
    every = testigo("read", "reports", "--language", "en", "--read-all")
    after = testigo("read", "reports", "--language", "en")

    assert "1 report passed over by the first look" in first.err
    assert "3 reports read" in first.err
    assert "0 reports read, 3 already known" in again.err
    assert "passed over by the first look" in coverage.out
    assert "1 report passed over by the first look" in coverage.err
    assert "1 report read, 2 already known" in every.err
    assert "passed over" not in testigo("show", "coverage").out
    assert "0 reports read, 3 already known" in after.err


def test_the_casebook_is_for_its_owner_alone(testigo: Testigo, folder: Path) -> None:
    testigo("read", "reports")
    assert stat.S_IMODE(Path("testigo.db").stat().st_mode) == 0o600


def test_reading_twice_adds_nothing(testigo: Testigo, folder: Path) -> None:
    testigo("read", "reports")
    with Casebook.open("testigo.db") as casebook:
        head = casebook.head()

    again = testigo("read", "reports")

    with Casebook.open("testigo.db") as casebook:
        assert casebook.head() == head
    assert again.code == 0
    assert again.out == ""
    assert "0 reports read, 2 already known" in again.err


def test_where_nothing_was_read_nothing_is_called_a_draft(testigo: Testigo, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()

    ended = testigo("read", "empty.txt")

    assert ended.code == 2
    assert "0 statements new.\n" in ended.err


def test_no_store_leaves_no_file(testigo: Testigo, folder: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))

    ended = testigo("read", "reports", "--no-store")

    assert sorted(tmp_path.rglob("*")) == before
    assert "at least 9 killed" in ended.out
    assert "nothing kept" in ended.err


def test_standard_input_is_read(testigo: Testigo) -> None:
    ended = testigo(
        "read", "-", "--no-store", "--outlet", "El Inventado", stdin=OUTLET_REPORT.encode()
    )
    assert ended.out.startswith("El Inventado · ")
    assert "at least 9 killed" in ended.out


def test_an_archive_with_other_keys_is_mapped(testigo: Testigo, tmp_path: Path) -> None:
    line = json.dumps({"headline": "A headline", "body": OUTLET_REPORT, "published": "2026-03-02"})
    (tmp_path / "archive.jsonl").write_text(line + "\n", encoding="utf-8")

    ended = testigo(
        *("read", "archive.jsonl", "--no-store", "--format", "flat"),
        *("--map", "text=body", "--map", "title=headline"),
    )

    assert ended.code == 0
    tolls = [row for row in map(json.loads, ended.out.splitlines()) if row["kind"] == "toll"]
    assert (9, None, "2026-03-01") in {(t["low"], t["high"], t["period"]) for t in tolls}


def test_options_come_before_what_the_report_shows(testigo: Testigo, folder: Path) -> None:
    ended = testigo("read", "reports/plaza.txt", "--published", "2026-03-03", "--outlet", "Otro")
    assert ended.out.startswith("Otro · 3 Mar 2026 · Detenidos en la plaza · es\n")
    assert "0 undated" not in ended.err


def test_jsonl_lines_are_read_back_as_they_were_found(testigo: Testigo, folder: Path) -> None:
    ended = testigo("read", "reports", "--format", "jsonl")

    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert {line["address"] for line in lines} == {"reports/bridge.txt", "reports/plaza.txt"}
    with Casebook.open("testigo.db") as casebook:
        kept = {one.id: one.found for one in casebook.statements()}
    assert {line["id"]: Found.from_json(line) for line in lines} == kept
    for line in lines:
        own = {key: value for key, value in line.items() if key not in ("report", "address")}
        assert Found.from_json(line).to_json() == own


@pytest.mark.parametrize("form", ["jsonl", "flat"])
def test_lines_of_known_reports_are_printed_again(
    testigo: Testigo, folder: Path, form: str
) -> None:
    first = testigo("read", "reports", "--format", form)
    again = testigo("read", "reports", "--format", form)

    assert first.out
    assert sorted(again.out.splitlines()) == sorted(first.out.splitlines())


def test_one_file_a_report_is_written_for_its_owner(testigo: Testigo, folder: Path) -> None:
    ended = testigo("read", "reports", "--no-store", "--format", "flat", "--out", "found")

    files = sorted(Path("found").iterdir())
    assert ended.out == ""
    assert [file.name for file in files] == ["bridge.pred.jsonl", "plaza.pred.jsonl"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    lines = files[0].read_text(encoding="utf-8").splitlines()
    assert "toll" in {json.loads(line)["kind"] for line in lines}


def test_two_reports_of_one_name_get_two_files(
    testigo: Testigo, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "bridge.txt").write_text("Two people were killed in Lima.\n")

    testigo("read", "reports", "more", "--no-store", "--format", "flat", "--out", "found")

    assert len(list(Path("found").glob("bridge*.pred.jsonl"))) == 2


def test_lines_of_an_archive_get_files_by_their_number(testigo: Testigo, tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"{n} people were killed in Lima, police said."}) for n in (3, 4)]
    (tmp_path / "week, two.jsonl").write_text("\n".join(lines), encoding="utf-8")

    testigo("read", "week, two.jsonl", "--no-store", "--format", "flat", "--out", "found")

    names = [file.name for file in sorted(Path("found").iterdir())]
    assert names == ["week, two-line-1.pred.jsonl", "week, two-line-2.pred.jsonl"]


@pytest.mark.skipif(not CHECK.is_file(), reason="shared/articles/check.py is not beside this tree")
def test_the_flat_form_passes_the_check_of_the_gold(
    testigo: Testigo, folder: Path, tmp_path: Path
) -> None:
    long = OUTLET_REPORT + "The road to the valley was open again in the evening. " * 12
    (folder / "bridge.txt").write_text(long, encoding="utf-8")

    testigo("read", "reports/bridge.txt", "--no-store", "--format", "flat", "--out", "reports")

    (folder / "bridge.pred.jsonl").rename(folder / "bridge.gold.jsonl")
    checked = subprocess.run(
        [sys.executable, CHECK, folder], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    assert "'toll': 1" in checked.stdout


def test_quiet_says_only_what_failed(testigo: Testigo, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")

    ended = testigo("read", "reports", "--quiet")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines() == [
        "reports/empty.txt: it is empty; capture it again or leave it out"
    ]


def test_escape_sequences_of_a_report_do_not_reach_the_terminal(
    testigo: Testigo, tmp_path: Path
) -> None:
    line = json.dumps(
        {"text": "Two people were killed \x1b[2J\u202ein Lima.", "outlet": "Post\x1b]0;x\x07"}
    )
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")

    ended = testigo("read", "a.jsonl", "--no-store")

    assert "killed" in ended.out
    assert not {"\x1b", "\u202e", "\x07"}.intersection(ended.out)


def test_no_name_of_a_report_stands_on_standard_error(testigo: Testigo, folder: Path) -> None:
    (folder / "name.txt").write_text(
        "Evaristo Pacsi Llontop, 26, was killed on Monday in Puno, said Rosa Layme.\n"
    )
    (folder / "broken.jsonl").write_text('{"text": "Evaristo Pacsi was killed"\n')

    ended = testigo("read", "reports")

    assert "Pacsi" in ended.out
    assert "Pacsi" not in ended.err
    assert "Layme" not in ended.err


def test_metadata_files_named_by_a_star_are_passed_over(testigo: Testigo, folder: Path) -> None:
    ended = testigo("read", *sorted(map(str, folder.iterdir())), "--no-store")
    assert ended.code == 0
    assert "2 reports read, 0 already known, 1 skipped" in ended.err


def test_what_of_a_document_was_left_out_is_said(testigo: Testigo, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(
        b"From: desk@outlet.example\r\nSubject: Two dead in Lima\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n'
        b"\r\nTwo people were killed in Lima, police said.\r\n--b\r\n"
        b'Content-Type: image/png\r\nContent-Disposition: attachment; filename="x.png"\r\n\r\n'
        b"x\r\n--b--\r\n"
    )
    assert "▸ left out: " in testigo("read", "a.eml", "--no-store").out


def test_a_confidential_report_is_marked(testigo: Testigo, folder: Path) -> None:
    ended = testigo("read", "reports/bridge.txt", "--confidential")
    assert ended.out.splitlines()[0].endswith(" · en · confidential")


def test_an_erased_report_is_skipped_and_not_called_known(testigo: Testigo, folder: Path) -> None:
    testigo("read", "reports/bridge.txt")
    with Casebook.open("testigo.db") as casebook:
        report = next(casebook.reports()).id
        at = datetime.datetime(2026, 3, 5, tzinfo=datetime.UTC)
        why = "a court ordered it"
        casebook.decide(Decision("erase", (report,), "Alba Quispe", at, why, {}, (), {}))

    ended = testigo("read", "reports/bridge.txt")

    assert "0 reports read, 0 already known, 1 skipped" in ended.err
    assert "a person had it erased" in ended.err
    assert "erased by a decision" in testigo("show", "reports").out


def test_who_captures_is_kept(testigo: Testigo, folder: Path) -> None:
    testigo("config", "name", "Alba Quispe")
    testigo("read", "reports/bridge.txt")
    testigo("read", "reports/plaza.txt", "--as", "Bruno Díaz")

    with Casebook.open("testigo.db") as casebook:
        by = [casebook.captures(report.id)[0].by for report in casebook.reports()]
    assert by == ["Alba Quispe", "Bruno Díaz"]


def many_reports(path: Path, number: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for n in range(number):
            text = f"At least {n + 2} people were killed on Thursday in Ayacucho, officials said."
            file.write(json.dumps({"title": f"Day {n}", "text": text + " It rained." * 4}) + "\n")


@pytest.mark.parametrize(
    ("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["by hand", "by machine"]
)
def test_a_stopped_run_says_how_to_go_on_and_is_finished_by_the_same_command(
    script: Testigo, tmp_path: Path, stop: signal.Signals, code: int
) -> None:
    many_reports(tmp_path / "many.jsonl", 120)
    running = subprocess.Popen(
        [SCRIPT, "read", "many.jsonl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    assert running.stdout is not None
    running.stdout.readline()  # the first report is kept
    running.send_signal(stop)
    _, err = running.communicate()

    assert running.returncode == code
    assert err.splitlines()[-1].startswith("Stopped after ")
    assert "the same command again goes on" in err
    assert "Traceback" not in err
    rest = script("read", "many.jsonl")
    with Casebook.open(tmp_path / "testigo.db") as casebook:
        assert casebook.verify().clean
        assert len(list(casebook.reports())) == 120
    assert rest.code == 0
    assert " 0 already known" not in rest.err


def test_a_closed_pipe_is_silent_and_the_rest_is_kept(script: Testigo, tmp_path: Path) -> None:
    many_reports(tmp_path / "many.jsonl", 60)
    piped = subprocess.run(
        f"'{SCRIPT}' read many.jsonl | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    shown = subprocess.run(
        f"'{SCRIPT}' show tolls --json | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )

    assert "60 reports read" in piped.stderr
    assert "roken" not in piped.stderr + shown.stderr
    assert "Traceback" not in piped.stderr + shown.stderr


class FakeTerminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def progress(read: int, outcome: str = "read") -> Progress:
    return Progress(outcome, f"{read}.txt", ReadSummary(read=read), why="it is empty")


def test_a_long_run_into_a_file_says_now_and_then_how_far_it_is() -> None:
    now, stream = [0.0], io.StringIO()
    telling = Telling(stream, quiet=False, is_followed=False, clock=lambda: now[0])

    for n in range(1, 25):
        now[0] += 1.0
        telling.met(progress(n))

    told = stream.getvalue().splitlines()
    assert len(told) == int(24 // SILENT_SECONDS)
    assert told[0] == "10 reports read, 0 already known, 0 skipped, 0 failed so far"


def test_a_terminal_shows_progress_on_one_line_that_is_erased() -> None:
    stream = FakeTerminal()
    telling = Telling(stream, quiet=False, is_followed=False, clock=lambda: 0.0)

    telling.met(progress(1))
    telling.met(progress(1, "failed"))

    assert stream.getvalue().startswith("\r\x1b[2K1 report read")
    assert stream.getvalue().endswith("\r\x1b[2K1.txt: it is empty\n")


def test_nothing_is_drawn_over_a_record_that_a_person_follows() -> None:
    stream = FakeTerminal()
    telling = Telling(stream, quiet=False, is_followed=True, clock=lambda: 0.0)
    telling.met(progress(1))
    assert stream.getvalue() == ""
