"""Decisions on a whole report: each by its form, kept with its reason, taken back by a further."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.working import Working, text, working

from testigo.casebook import Casebook

NAME = "cuatro.txt"


@pytest.fixture
def work(casebook: Casebook, tmp_path: Path, own_settings: Path) -> Iterator[Working]:
    with working(casebook, tmp_path) as opened:
        yield opened


@pytest.fixture
def id_(work: Working) -> str:
    return work.id_of(NAME)


def dates(work: Working) -> set[str]:
    found = (item.statement.value("period") for item in work.items(NAME))
    return {str(value) for value in found if value is not None}


def test_a_corrected_date_resolves_the_days_of_the_week_anew(work: Working, id_: str) -> None:
    before = dates(work)
    page = work.get(f"/reports/{id_}/about")

    answer = work.send(page, "/metadata", published="17 Jan 2023", why="the printed edition")

    assert answer.status_code == 303
    assert work.desk.wait(30)
    report = work.casebook.report(id_)
    assert report.metadata.published is not None
    assert report.metadata.published.value == "2023-01-17"
    assert before != dates(work)
    assert any("2023-01-16" in day for day in dates(work))
    shown = text(work.get(answer.headers["location"]))
    assert "correct metadata: published: 2023-01-17" in shown
    assert "period 9 Jan 2023 → 16 Jan 2023" in shown
    assert "17 Jan 2023 (corrected by a person)" in text(work.get(f"/reports/{id_}"))


def test_what_was_decided_on_the_old_reading_stands_and_the_new_one_asks(
    work: Working, id_: str
) -> None:
    handles = [item.handle for item in work.items(NAME)]
    work.casebook.review.decide("accept", handles, by="Alba Quispe")
    work.send(work.get(f"/reports/{id_}/about"), "/metadata", published="17 Jan 2023")
    assert work.desk.wait(30)

    page = work.get(f"/reports/{id_}")

    assert {i.handle for i in work.items(NAME) if i.judged.state == "accepted"} == set(handles)
    notes = [text(note) for note in page.xpath("//*[@class='side-by-side']/p")]
    assert notes
    assert all("What was decided stands." in note for note in notes)
    rows = page.xpath("//table[@class='sides']//tr[@class='differs']")
    assert ["9 Jan 2023", "16 Jan 2023"] in [[text(td) for td in row.xpath("td")] for row in rows]
    heads = {text(head) for head in page.xpath("//table[@class='sides']//thead//th[1]")}
    assert heads == {"accepted by Alba Quispe"}
    readings = text(work.get(f"/reports/{id_}/readings"))
    assert "Alba Quispe decided on it as it was; the decision stands." in readings


def test_an_undone_correction_brings_the_dates_back(work: Working, id_: str) -> None:
    before = dates(work)
    work.send(work.get(f"/reports/{id_}/about"), "/metadata", published="17 Jan 2023")
    assert work.desk.wait(30)

    answer = work.send(work.get(f"/reports/{id_}/history"), "/undo")

    assert answer.status_code == 303
    assert dates(work) == before
    page = work.get(f"/reports/{id_}")
    assert "10 Jan 2023 (meta file)" in text(page)
    assert "corrected after it was read" not in text(page)


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ({"published": "the day after"}, "not understood as a date"),
        ({"published": "3/4/2023"}, "This may be"),
        ({"published": ""}, "can be corrected, and not emptied"),
        ({"language": "Spanish!"}, "Type the language as a tag"),
        ({}, "Nothing was changed"),
    ],
    ids=["no date", "two dates", "emptied", "no language", "nothing"],
)
def test_what_cannot_be_kept_is_said_at_its_field_and_stays_typed(
    work: Working, id_: str, typed: dict[str, str], what: str
) -> None:
    page = work.get(f"/reports/{id_}/about")

    answer = work.send(page, "/metadata", why="seen in print", **typed)

    assert answer.status_code == 422
    assert what in answer.text
    assert "seen in print" in answer.text
    for value in typed.values():
        assert f'value="{value}"' in answer.text
    assert not work.casebook.review.history([id_])


def test_a_withdrawn_report_stays_struck_and_comes_back_by_undo(work: Working, id_: str) -> None:
    page = work.get(f"/reports/{id_}/about")

    answer = work.send(page, "/withdraw", reason="retracted_by_publisher", why="note of 12 Jan")

    assert answer.status_code == 303
    shown = work.get(f"/reports/{id_}")
    assert shown.xpath("//*[contains(@class, 'panes struck')]")
    assert "Withdrawn; nothing of it counts." in text(shown)
    assert "retracted by its publisher: note of 12 Jan" in text(shown)
    assert {i.judged.state for i in work.items(NAME)} == {"withdrawn"}
    assert not shown.xpath("//button[contains(@formaction, '/accept')]")
    assert work.client.get(f"/reports/{id_}?format=json").json()["is_withdrawn"] is True
    [struck] = work.get("/inbox").xpath("//tr[@class='struck']")
    assert "withdrawn" in text(struck)

    work.send(work.get(f"/reports/{id_}/history"), "/undo")

    assert "Withdrawn" not in text(work.get(f"/reports/{id_}"))
    assert {i.judged.state for i in work.items(NAME)} == {"draft"}


@pytest.mark.parametrize("form", ["withdraw", "withhold"])
def test_a_reason_in_words_is_needed_and_nothing_is_kept_without(
    work: Working, id_: str, form: str
) -> None:
    page = work.get(f"/reports/{id_}/about")

    answer = work.send(page, f"/{form}", why=" ")

    assert answer.status_code == 422
    assert "Say why, in a few words." in answer.text
    assert not work.casebook.review.history([id_])


def test_who_may_see_a_report_is_said_in_its_head(work: Working, id_: str) -> None:
    page = work.get(f"/reports/{id_}/about")

    work.send(page, "/withhold", confidentiality="confidential", why="a witness is named")

    assert text(work.get(f"/reports/{id_}").xpath("//*[@class='line']/strong")[0]) == "confidential"
    assert {i.confidentiality for i in work.items(NAME)} == {"confidential"}
    assert work.client.get(f"/reports/{id_}?format=json").json()["confidentiality"] == (
        "confidential"
    )
    listed = work.client.get("/inbox?format=json").json()["reports"]
    assert {r["confidentiality"] for r in listed if r["id"] == id_} == {"confidential"}


def test_the_second_person_is_told_what_the_first_did(work: Working, id_: str) -> None:
    page = work.get(f"/reports/{id_}/about")
    work.casebook.review.decide(
        "withhold",
        [id_],
        by="Luz Mamani",
        why="the family asked",
        content={"confidentiality": "sealed"},
    )

    answer = work.send(page, "/withhold", confidentiality="restricted", why="my own reason")

    assert answer.status_code == 409
    for part in ("Somebody decided in between", "Luz Mamani", "the family asked", "my own reason"):
        assert part in answer.text
    assert len(work.casebook.review.history([id_])) == 1


def test_two_reports_are_joined_as_one_source_and_kept_apart_again(work: Working, id_: str) -> None:
    other = work.id_of("two-counts.txt")
    page = work.get(f"/reports/{id_}/about")

    work.send(page, "/origin", act="join", other=f"http://127.0.0.1:8765/reports/{other[:16]}?at=2")

    assert "joined by a person" in text(work.get(f"/reports/{id_}/about"))
    assert "repeats" in text(work.get(f"/reports/{id_}")) + text(work.get(f"/reports/{other}"))

    answer = work.post(
        f"/reports/{id_}/origin",
        {"act": "keep_apart", "other": other, "seen": work.casebook.review.seen([id_])[id_]},
    )

    assert answer.status_code == 303
    assert "No other report is the same source." in text(work.get(f"/reports/{id_}/about"))


@pytest.mark.parametrize(
    ("other", "what"),
    [("ffff", "There is no such report"), ("itself", "That is this report itself")],
)
def test_a_report_that_cannot_be_meant_is_refused(
    work: Working, id_: str, other: str, what: str
) -> None:
    named = id_ if other == "itself" else other
    data = {"act": "join", "other": named, "seen": 0}

    answer = work.post(f"/reports/{id_}/origin", data)

    assert answer.status_code == 422
    assert what in answer.text


def test_erasing_says_what_goes_asks_for_the_word_and_leaves_a_page_that_says_so(
    work: Working, id_: str
) -> None:
    page = work.get(f"/reports/{id_}/erase")
    assert "the captured file, " in text(page)
    assert "2 statements" in text(page)

    refused = work.send(page, "/erase", why="a court order", word="yes")
    assert refused.status_code == 422
    assert "Type the word erase to confirm." in refused.text
    assert not work.casebook.report(id_).erased

    answer = work.send(page, "/erase", why="a court order", word="Erase")

    assert answer.status_code == 303
    for end in ("", "/about", "/history", "/readings", "/erase"):
        gone = text(work.get(f"/reports/{id_}{end}", 410))
        assert "This report was erased" in gone
        assert "a court order" in gone
        assert "Desaguadero" not in gone
    assert "Desaguadero" not in work.client.get("/inbox").text


def test_the_history_tells_everything_on_the_report_and_its_statements(
    work: Working, id_: str
) -> None:
    review = work.casebook.review
    one, two = [item.handle for item in work.items(NAME)]
    review.decide("accept", [one], by="Alba Quispe")
    review.decide("reject", [two], by="Luz Mamani", why="of 2021", content={"reason": "past_event"})
    undone = review.decide("flag", [two], by="Alba Quispe", why="which road?")
    review.decide("undo", [undone.id], by="Luz Mamani")

    page = work.get(f"/reports/{id_}/history")

    lines = [text(line) for line in page.xpath("//ol[@class='history']/li")]
    assert len(lines) == 4
    assert "Luz Mamani" in lines[0]
    assert "Alba Quispe" in lines[0]
    assert "undone" in lines[1]
    assert "which road?" in lines[1]
    assert "of 2021" in lines[2]
    assert "Statement T1 4 killed" in lines[3]
    twin = work.client.get(f"/reports/{id_}/history?format=json").json()
    assert [each["act"] for each in twin["decisions"]] == ["undo", "flag", "reject", "accept"]
    assert [each["stands"] for each in twin["decisions"]] == [True, False, True, True]
