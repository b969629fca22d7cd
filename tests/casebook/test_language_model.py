"""What may leave a casebook for a language model, counted where it would arrive."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.casebook.model_doubles import (
    ANA,
    ELSEWHERE,
    HOST,
    REPORTS,
    asking,
    casebook_of,
    ids,
    no_json,
    nothing_said,
    one_toll,
)
from tests.reading.llm.model_server import ModelServer, fails, says, serving

from testigo.casebook import Casebook, Progress
from testigo.casebook.guarded_model import KeptClose, NoConsent, tokens_of
from testigo.casebook.language_model import BadHost, LanguageModel
from testigo.casebook.model_run import ModelReader
from testigo.reading.llm.model import CapReached, ModelFault, ModelOutOfReach, NotAllowed, Request
from testigo.reading.llm.reader import LlmReader
from testigo.reading.llm.settings import ModelSettings
from testigo.reading.protocol import Page
from testigo.record.errors import TestigoError
from testigo.reports.intake import IntakeOptions
from testigo.review.deciding import InvalidDecision
from testigo.store import tables

WHY = "the board agreed on 3 March"


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with casebook_of(tmp_path) as made:
        yield made


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving(one_toll) as served:
        yield served


@pytest.fixture
def model(casebook: Casebook, server: ModelServer) -> LanguageModel:
    """The model of a casebook that set one up elsewhere, and let nothing go to it."""
    found = asking(casebook, server)
    found.set_up(ELSEWHERE, by=ANA)
    return found


def let(model: LanguageModel) -> None:
    model.consent(HOST, by=ANA, why=WHY)


def read(
    model: LanguageModel, casebook: Casebook, *, asked: ModelReader | None = None
) -> list[Progress]:
    told: list[Progress] = []
    model.read(ids(casebook), told.append, asked)
    return told


# What is sent, and what is not


def test_without_a_model_nothing_is_sent(casebook: Casebook, server: ModelServer) -> None:
    with pytest.raises(NoConsent, match="no language model is set up"):
        read(asking(casebook, server), casebook)
    assert server.tries == 0


def test_setting_a_model_up_elsewhere_sends_nothing_there(
    model: LanguageModel, casebook: Casebook, server: ModelServer
) -> None:
    with pytest.raises(NoConsent, match="nobody has let text"):
        read(model, casebook)
    with pytest.raises(NoConsent):
        model.try_out()
    assert server.tries == 0
    assert list(model.calls()) == []


def test_a_decision_that_names_the_host_lets_text_go_there(
    model: LanguageModel, casebook: Casebook, server: ModelServer
) -> None:
    let(model)
    told = read(model, casebook)
    assert [progress.outcome for progress in told] == ["read"] * 3
    assert server.tries == len(REPORTS)
    assert len(list(casebook.tolls())) == len(REPORTS)


def test_a_host_on_this_machine_needs_no_more_than_being_set_up(
    casebook: Casebook, server: ModelServer
) -> None:
    model = casebook.language_model
    model.set_up(ModelSettings(server.address, "chica-1", structured="json"), by=ANA)
    assert [progress.outcome for progress in read(model, casebook)] == ["read"] * 3
    assert server.tries == len(REPORTS)


@pytest.mark.parametrize("taken_back", ["undone", "off", "other host"])
def test_consent_counts_at_the_moment_of_sending(
    model: LanguageModel, casebook: Casebook, server: ModelServer, taken_back: str
) -> None:
    made = model.consent(HOST, by=ANA, why=WHY)
    asked = model.reader()
    model.read(ids(casebook)[:1], asked=asked)
    assert server.tries == 1
    if taken_back == "undone":
        casebook.review.decide("undo", [made.id], by=ANA)
    elif taken_back == "off":
        model.set_up(None, by=ANA)
    else:
        model.set_up(replace(ELSEWHERE, address="https://other.example.org/v1"), by=ANA)
    with pytest.raises(NoConsent):
        read(model, casebook, asked=asked)
    assert server.tries == 1


def test_another_address_needs_another_decision(
    model: LanguageModel, casebook: Casebook, server: ModelServer
) -> None:
    let(model)
    model.set_up(replace(ELSEWHERE, address="https://other.example.org/v1"), by=ANA)
    with pytest.raises(NoConsent, match=r"other\.example\.org:443"):
        read(model, casebook)
    assert server.tries == 0


def test_what_one_casebook_lets_go_another_does_not(
    model: LanguageModel, server: ModelServer, tmp_path: Path
) -> None:
    let(model)
    (tmp_path / "other").mkdir()
    with casebook_of(tmp_path / "other") as other:
        elsewhere = asking(other, server)
        elsewhere.set_up(ELSEWHERE, by=ANA)
        with pytest.raises(NoConsent):
            read(elsewhere, other)
    assert server.tries == 0


def test_a_copy_of_the_file_is_the_same_casebook(
    model: LanguageModel, casebook: Casebook, server: ModelServer, tmp_path: Path
) -> None:
    let(model)
    id_ = casebook.id
    casebook.close()
    copy = tmp_path / "copy.db"
    copy.write_bytes((tmp_path / "casebook.db").read_bytes())
    with Casebook.open(copy) as copied:
        assert copied.id == id_
        read(asking(copied, server), copied)
    assert server.tries == len(REPORTS)


def test_consent_needs_a_reason_and_a_host(model: LanguageModel) -> None:
    with pytest.raises(InvalidDecision):
        model.consent(HOST, by=ANA, why=" ")
    for written in ("api.example.org", "https://api.example.org:443", "a b:1", ""):
        with pytest.raises(BadHost):
            model.consent(written, by=ANA, why=WHY)


def test_a_text_that_the_casebook_does_not_hold_is_never_sent(
    model: LanguageModel, server: ModelServer
) -> None:
    let(model)
    request = Request("ab" * 32, "system", "a text of somebody", "x", {})
    with pytest.raises(NotAllowed, match="only text of a report"):
        model.reader().model.answer(request)
    assert server.tries == 0


# Reports that are kept close


def test_a_confidential_report_stays_until_it_has_a_decision_of_its_own(
    server: ModelServer, tmp_path: Path
) -> None:
    with casebook_of(tmp_path, confidential=True) as casebook:
        model = asking(casebook, server)
        model.set_up(ELSEWHERE, by=ANA)
        let(model)
        told = read(model, casebook)
        assert [progress.outcome for progress in told] == ["failed"] * 3
        assert all("stays on this machine" in (progress.why or "") for progress in told)
        assert server.tries == 0

        first = ids(casebook)[0]
        model.consent(HOST, by=ANA, why="its author agreed", reports=[first])
        assert [p.outcome for p in read(model, casebook)] == ["read", "failed", "failed"]
        assert server.tries == 1


def test_consent_for_a_report_is_none_for_its_host(server: ModelServer, tmp_path: Path) -> None:
    with casebook_of(tmp_path, confidential=True) as casebook:
        model = asking(casebook, server)
        model.set_up(ELSEWHERE, by=ANA)
        model.consent(HOST, by=ANA, why=WHY, reports=ids(casebook))
        with pytest.raises(NoConsent):
            read(model, casebook)
        model.consent("other.example.org:443", by=ANA, why=WHY)
        with pytest.raises(NoConsent):
            read(model, casebook)
    assert server.tries == 0


@pytest.mark.parametrize("code", ["restricted", "confidential", "sealed"])
@pytest.mark.parametrize("of", ["report", "statement", "field"])
def test_what_a_person_withholds_keeps_the_whole_report_here(
    casebook: Casebook, model: LanguageModel, server: ModelServer, code: str, of: str
) -> None:
    let(model)
    first = ids(casebook)[0]
    model.read([first])
    [toll] = casebook.tolls(first)
    content = {"confidentiality": code} | ({"field": "low"} if of == "field" else {})
    subject = first if of == "report" else toll.id
    casebook.review.decide("withhold", [subject], by=ANA, why="asked by kin", content=content)

    request = Request(toll.statement.text_id, "s", "u", "x", {})
    with pytest.raises(KeptClose) as raised:
        model.reader().model.answer(request)
    assert raised.value.report == first
    assert server.tries == 1


def test_a_confidential_report_may_be_read_on_this_machine(
    server: ModelServer, tmp_path: Path
) -> None:
    with casebook_of(tmp_path, confidential=True) as casebook:
        model = casebook.language_model
        model.set_up(ModelSettings(server.address, "chica-1", structured="json"), by=ANA)
        assert [progress.outcome for progress in read(model, casebook)] == ["read"] * 3


# What a run would take, and where it ends


def test_a_plan_tells_what_would_be_sent_and_sends_nothing(
    casebook: Casebook, model: LanguageModel, server: ModelServer
) -> None:
    model.set_up(replace(ELSEWHERE, price_in=1.0, price_out=2.0), by=ANA)
    let(model)
    first, *rest = ids(casebook)
    content = {"confidentiality": "sealed"}
    casebook.review.decide("withhold", [first], by=ANA, why="asked", content=content)

    planned = model.plan(casebook.reports())

    assert (planned.to_read, planned.staying, planned.known) == (tuple(rest), (first,), 0)
    assert planned.tokens_in > 1000
    assert planned.cost is not None
    assert planned.cost > 0
    assert server.tries == 0
    read(model, casebook)
    again = model.plan(casebook.reports())
    assert (again.to_read, again.known, again.tokens_in) == ((), 2, 0)


def test_the_estimate_counts_every_window(casebook: Casebook, model: LanguageModel) -> None:
    whole = model.plan(casebook.reports())
    model.set_up(replace(ELSEWHERE, window=500), by=ANA)
    cut = model.plan(casebook.reports())
    assert cut.tokens_in == whole.tokens_in  # each text is shorter than a window


def test_a_cap_ends_the_run_before_the_next_request(
    casebook: Casebook, model: LanguageModel, server: ModelServer
) -> None:
    let(model)
    item = casebook.as_captured(ids(casebook)[0])
    [request] = LlmReader(model.reader().model, ELSEWHERE).requests(Page(item.text, item.metadata))
    most = tokens_of(request, with_schema=True) + 30  # the service counts 38 of a call
    model.set_up(replace(ELSEWHERE, most_tokens=most), by=ANA)
    asked = model.reader()
    with pytest.raises(CapReached, match=f"may use {most:,} tokens and has used 38"):
        read(model, casebook, asked=asked)
    assert server.tries == 1
    # The next run has the cap anew, and goes on where this one ended.
    with pytest.raises(CapReached):
        read(model, casebook)
    assert server.tries == 2


def test_a_cap_on_cost_ends_the_run(
    casebook: Casebook, model: LanguageModel, server: ModelServer
) -> None:
    model.set_up(replace(ELSEWHERE, price_in=1.0, price_out=1.0, most_cost=0.0), by=ANA)
    let(model)
    with pytest.raises(CapReached, match="may cost"):
        read(model, casebook)
    assert server.tries == 0


# What goes wrong


def test_a_report_that_fails_does_not_stop_the_others(
    casebook: Casebook,
) -> None:
    with serving(one_toll, says("no JSON"), one_toll) as server:
        model = asking(casebook, server)
        model.set_up(ELSEWHERE, by=ANA)
        let(model)
        told = read(model, casebook)
        assert [progress.outcome for progress in told] == ["read", "failed", "read"]

        # What was of no use is asked for anew, and what was read is not.
        told = read(model, casebook)
        assert [progress.outcome for progress in told] == ["skipped", "read", "skipped"]
        assert server.tries == 4


def test_a_key_that_is_refused_ends_the_run_at_once(casebook: Casebook) -> None:
    with serving(fails(401)) as server:
        model = asking(casebook, server)
        model.set_up(ELSEWHERE, by=ANA)
        let(model)
        with pytest.raises(ModelOutOfReach):
            read(model, casebook)
        assert server.tries == 1
        [call] = model.calls()
        assert call.end is not None
        assert call.end.outcome == "ModelOutOfReach"


def test_what_was_answered_is_not_paid_for_again_after_the_run_broke_off(
    casebook: Casebook, tmp_path: Path
) -> None:
    long = "\n\n".join(f"{text} {'It rained in the valley. ' * 20}" for text in REPORTS.values())
    (tmp_path / "long.txt").write_text(long, encoding="utf-8")
    casebook.keep([str(tmp_path / "long.txt")], _options())
    last = ids(casebook)[-1]
    with serving(nothing_said, nothing_said, fails(401), nothing_said) as server:
        model = asking(casebook, server)
        model.set_up(replace(ELSEWHERE, window=700), by=ANA)
        let(model)
        with pytest.raises(ModelFault):
            model.read([last])
        assert server.tries == 3

        asked = model.reader()
        model.read([last], asked=asked)
        windows = asked.spent.calls + asked.spent.kept
        assert asked.spent.kept == 2
        assert server.tries == 3 + windows - 2
        assert asked.spent.tokens == (windows - 2) * 38


def _options() -> IntakeOptions:
    return IntakeOptions(published="2023-01-10", language="en", outlet="La Hoja")


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.casebook.model_doubles import Road
from tests.reading.llm.model_server import ModelServer
from testigo.casebook import Casebook
from testigo.casebook.language_model import LanguageModel

port, path = int(sys.argv[1]), Path(sys.argv[2])
server = ModelServer([]); server.port = port
with Casebook.open(path) as casebook:
    model = LanguageModel(casebook._store, casebook.review, Road(server))
    def told(progress):
        os.kill(os.getpid(), signal.SIGKILL)
    model.read([r.id for r in casebook.reports()], told)
"""


def test_a_run_that_is_killed_goes_on_and_pays_for_nothing_twice(
    casebook: Casebook, model: LanguageModel, server: ModelServer, tmp_path: Path
) -> None:
    let(model)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(server.port), str(casebook.path)],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONPATH": "."},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert server.tries == 1
    assert [p.outcome for p in read(model, casebook)] == ["skipped", "read", "read"]
    assert server.tries == len(REPORTS)
    assert casebook.verify().faults == ()


# What is left behind


def test_each_call_is_in_the_log_and_no_text_is(
    casebook: Casebook, model: LanguageModel, server: ModelServer
) -> None:
    model.set_up(replace(ELSEWHERE, price_in=1.0, price_out=2.0, currency="PEN"), by=ANA)
    let(model)
    read(model, casebook)
    calls = list(model.calls())
    assert [call.sent.report for call in calls] == ids(casebook)
    for call, body in zip(calls, server.bodies, strict=True):
        assert (call.sent.host, call.sent.model) == (HOST, "grande-1")
        assert call.sent.size > len(body["messages"][-1]["content"])
        assert call.end is not None
        assert (call.end.tokens_in, call.end.tokens_out, call.end.outcome) == (31, 7, "answered")
        assert call.end.cost == pytest.approx((31 + 14) / 1_000_000)
        assert call.end.currency == "PEN"
        written = json.dumps([call.sent.to_json(), call.end.to_json()])
        assert "Tarma" not in written
    assert casebook.verify().faults == ()


def test_answers_go_once_their_report_is_read(casebook: Casebook, model: LanguageModel) -> None:
    let(model)
    read(model, casebook)
    assert waiting(casebook) == 0


def waiting(casebook: Casebook) -> int:
    with casebook._store.looking() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.answer)).scalar_one())


def on_the_disk(casebook: Casebook) -> bytes:
    name = casebook.path.name
    files = (file for file in casebook.path.parent.iterdir() if file.name.startswith(name))
    return b"".join(file.read_bytes() for file in files)


def cut_after_one_window(casebook: Casebook, tmp_path: Path) -> tuple[LanguageModel, str]:
    """Leave an answer waiting: the second window of a report finds the key refused."""
    long = "\n\n".join(f"{text} {'It rained in the valley. ' * 20}" for text in REPORTS.values())
    (tmp_path / "long.txt").write_text(long, encoding="utf-8")
    casebook.keep([str(tmp_path / "long.txt")], _options())
    last = ids(casebook)[-1]
    said = json.dumps({"statements": [], "note": "palabra-rarísima"}, ensure_ascii=False)
    with serving(says(said), fails(401)) as server:
        model = asking(casebook, server)
        model.set_up(replace(ELSEWHERE, window=700), by=ANA)
        let(model)
        with pytest.raises(ModelFault):
            model.read([last])
    assert waiting(casebook) == 1
    assert "palabra-rarísima".encode() in on_the_disk(casebook)
    return model, last


def test_no_word_of_an_erased_report_is_left_of_its_answers(
    casebook: Casebook, tmp_path: Path
) -> None:
    _, last = cut_after_one_window(casebook, tmp_path)
    casebook.review.decide("erase", [last], by=ANA, why="a court ordered it")
    assert waiting(casebook) == 0
    assert "palabra-rarísima".encode() not in on_the_disk(casebook)
    assert casebook.verify().faults == ()


def test_switching_the_model_off_removes_the_answers_that_wait(
    casebook: Casebook, tmp_path: Path
) -> None:
    model, _ = cut_after_one_window(casebook, tmp_path)
    model.set_up(None, by=ANA)
    assert waiting(casebook) == 0


def test_an_answer_of_no_use_does_not_stay(casebook: Casebook) -> None:
    with serving(no_json) as server:
        model = asking(casebook, server)
        model.set_up(ELSEWHERE, by=ANA)
        let(model)
        assert [p.outcome for p in read(model, casebook)] == ["failed"] * 3
    assert waiting(casebook) == 0


def test_trying_a_model_sends_an_invented_text_and_says_how_its_form_is_held(
    casebook: Casebook, model: LanguageModel
) -> None:
    with serving(says('{"killed": 2}')) as server:
        tried = asking(casebook, server)
        let(tried)
        trial = tried.try_out()
        assert (trial.form, trial.fits, trial.host) == ("json", True, HOST)
        assert not any(name in json.dumps(server.bodies) for name in ("Tarma", "Puno", "Ayaviri"))
    [call] = tried.calls()
    assert call.sent.report is None
    assert waiting(casebook) == 0


@pytest.mark.parametrize("answer", ["[]", "no", '{"killed": "two"}', '{"killed": 2, "x": 1}'])
def test_a_trial_tells_an_answer_that_does_not_fit(
    casebook: Casebook, model: LanguageModel, answer: str
) -> None:
    with serving(says(answer)) as server:
        tried = asking(casebook, server)
        let(tried)
        assert not tried.try_out().fits


def test_no_message_holds_words_of_a_report(casebook: Casebook) -> None:
    faults: list[str] = []
    with serving(no_json, fails(401)) as server:
        model = asking(casebook, server)
        model.set_up(ELSEWHERE, by=ANA)
        try:
            read(model, casebook)
        except TestigoError as fault:
            faults.append(str(fault))
        let(model)
        try:
            faults += [progress.why or "" for progress in read(model, casebook)]
        except TestigoError as fault:
            faults.append(str(fault))
    assert faults
    assert not any(w in f for f in faults for w in ("Tarma", "Puno", "palabra", "hospital"))
