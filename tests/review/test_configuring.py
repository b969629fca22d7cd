"""What is set of a whole casebook, and where its text may go: decisions like every other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.store.captured import captured, read

from testigo.casebook import Casebook
from testigo.reading.llm.settings import BadModelSetting, ModelSettings
from testigo.record.errors import TestigoError
from testigo.review import configuring
from testigo.review.deciding import InvalidDecision
from testigo.store.errors import NotKept

ANA = "Ana Quispe"
REMOTE = ModelSettings("https://api.example.org/v1", "grande-1")
LOCAL = ModelSettings("http://localhost:11434/v1", "chica-1")
PUBLIC = captured("4 people were killed in Tarma.", address="a.txt")
CLOSE = captured("5 people were hurt in Puno.", address="b.txt", confidentiality="confidential")


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "casebook.db") as made:
        for item in (PUBLIC, CLOSE):
            made._store.append_report(item, [read(item)])
        yield made


def set_up(casebook: Casebook, value: Mapping[str, object] | None) -> str:
    content = {"setting": "language_model", "value": value}
    return casebook.review.decide("configure", [casebook.id], by=ANA, content=content).id


def consent(casebook: Casebook, *subjects: str, host: str = REMOTE.host) -> str:
    content = {"host": host}
    why = "agreed by the board"
    return casebook.review.decide("consent", subjects, by=ANA, content=content, why=why).id


def undo(casebook: Casebook, decision: str) -> None:
    casebook.review.decide("undo", [decision], by=ANA)


def model(casebook: Casebook) -> ModelSettings | None:
    with casebook._store.looking() as connection:
        return configuring.language_model(connection)


def may_go(casebook: Casebook, host: str) -> bool:
    with casebook._store.looking() as connection:
        return configuring.consent_to(connection, host) is not None


def close(casebook: Casebook) -> frozenset[str]:
    with casebook._store.looking() as connection:
        return configuring.kept_close(connection, [PUBLIC.report.id, CLOSE.report.id])


def test_a_casebook_has_no_language_model_until_somebody_sets_one(casebook: Casebook) -> None:
    assert model(casebook) is None
    set_up(casebook, REMOTE.to_json())
    assert model(casebook) == REMOTE


def test_the_last_setting_that_stands_is_in_force(casebook: Casebook) -> None:
    set_up(casebook, REMOTE.to_json())
    off = set_up(casebook, None)
    assert model(casebook) is None
    undo(casebook, off)
    assert model(casebook) == REMOTE


def test_setting_up_a_host_elsewhere_lets_nothing_go_there(casebook: Casebook) -> None:
    set_up(casebook, REMOTE.to_json())
    assert not may_go(casebook, REMOTE.host)
    made = consent(casebook, casebook.id)
    assert may_go(casebook, REMOTE.host)
    assert not may_go(casebook, "api.example.org:80")
    undo(casebook, made)
    assert not may_go(casebook, REMOTE.host)


def test_a_host_on_this_machine_is_named_by_the_decision_that_sets_it_up(
    casebook: Casebook,
) -> None:
    assert not may_go(casebook, LOCAL.host)
    made = set_up(casebook, LOCAL.to_json())
    assert may_go(casebook, LOCAL.host)
    assert not may_go(casebook, "localhost:8080")
    undo(casebook, made)
    assert not may_go(casebook, LOCAL.host)


def test_consent_of_one_casebook_is_none_in_another(casebook: Casebook, tmp_path: Path) -> None:
    consent(casebook, casebook.id)
    with Casebook.create(tmp_path / "other.db") as other:
        assert not may_go(other, REMOTE.host)
        with pytest.raises(InvalidDecision, match="this casebook"):
            other.review.decide(
                "configure", [casebook.id], by=ANA, content={"setting": "language_model"} | OFF
            )


OFF: dict[str, object] = {"value": None}


@pytest.mark.parametrize(
    ("act", "content", "why", "fault"),
    [
        ("configure", {"setting": "colour"} | OFF, "", InvalidDecision),
        ("configure", {"setting": "language_model"}, "", InvalidDecision),
        ("configure", {"setting": "language_model", "value": "x"}, "", InvalidDecision),
        (
            "configure",
            {"setting": "language_model", "value": {"address": "ftp://a", "model": "b"}},
            "",
            BadModelSetting,
        ),
        (
            "configure",
            {"setting": "language_model", "value": LOCAL.to_json() | {"key": "abc"}},
            "",
            BadModelSetting,
        ),
        ("consent", {}, "agreed", InvalidDecision),
        ("consent", {"host": "api.example.org:443"}, "", InvalidDecision),
    ],
    ids=[
        "unknown setting",
        "no value",
        "a value that is no object",
        "an address that is none",
        "a member that might be a key",
        "no host",
        "consent without a reason",
    ],
)
def test_what_cannot_be_set_is_refused(
    casebook: Casebook,
    act: str,
    content: Mapping[str, object],
    why: str,
    fault: type[TestigoError],
) -> None:
    with pytest.raises(fault) as raised:
        casebook.review.decide(act, [casebook.id], by=ANA, content=content, why=why)
    assert "abc" not in str(raised.value)
    assert list(casebook.decisions()) == []


def test_consent_for_a_report_that_is_not_there_is_refused(casebook: Casebook) -> None:
    with pytest.raises(NotKept):
        consent(casebook, "ab" * 32)


def test_a_report_taken_in_as_confidential_is_kept_close_until_a_person_opens_it(
    casebook: Casebook,
) -> None:
    assert close(casebook) == {CLOSE.report.id}
    casebook.review.decide(
        "withhold",
        [CLOSE.report.id],
        by=ANA,
        why="published since",
        content={"confidentiality": "public"},
    )
    assert close(casebook) == frozenset()


@pytest.mark.parametrize("field", [None, "low"], ids=["a statement", "a field"])
def test_one_withheld_statement_or_field_keeps_its_whole_report_close(
    casebook: Casebook, field: str | None
) -> None:
    [statement] = [k.statement.id for k in casebook.statements(report=PUBLIC.report.id)]
    content = {"confidentiality": "restricted"} | ({} if field is None else {"field": field})
    made = casebook.review.decide("withhold", [statement], by=ANA, why="asked", content=content)
    assert close(casebook) == {PUBLIC.report.id, CLOSE.report.id}
    undo(casebook, made.id)
    assert close(casebook) == {CLOSE.report.id}


def test_a_close_report_is_let_go_to_the_host_that_its_own_decision_names(
    casebook: Casebook,
) -> None:
    made = consent(casebook, CLOSE.report.id)
    ids = [PUBLIC.report.id, CLOSE.report.id]
    with casebook._store.looking() as connection:
        assert configuring.let_go(connection, ids, REMOTE.host) == {CLOSE.report.id}
        assert configuring.let_go(connection, ids, "other.example.org:443") == frozenset()
    undo(casebook, made)
    with casebook._store.looking() as connection:
        assert configuring.let_go(connection, ids, REMOTE.host) == frozenset()
