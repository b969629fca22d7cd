"""Amending a statement and adding one that was missed, as the form does both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import lxml.html
import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.review.press import Line, Report, reading
from tests.web.conftest import Page

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.record.kinds import KINDS
from testigo.record.places import Place
from testigo.record.values import Record
from testigo.review.queue import ReviewItem, Wanted

Get = Callable[[str], Page]
Post = Callable[..., Response]

REPORT = Report(
    (
        Line("casualty", "Alba Ticona Ríos", 19, place="Tarma", day="2023-01-09"),
        Line("toll", number=7, speaker="MINSA", day="2023-01-10"),
        Line("casualty", "Bruno Cusi Yana", 40, place="Sucre"),
    )
)


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "form.db") as opened:
        item = REPORT.captured()
        opened._store.append_report(item, [reading(REPORT, item, without=[2])])
        yield opened


@pytest.fixture(autouse=True)
def named(own_settings: Path) -> None:
    store_settings(Settings(name="Ana"))


def item(casebook: Casebook, kind: str) -> ReviewItem:
    return casebook.review.queue(Wanted(kind=kind, state="all")).items[0]


def filled(page: Page) -> dict[str, str]:
    """What the form would send as it stands."""
    form = page.xpath("//form[@data-edit]")[0]
    sent = {
        i.get("name"): i.get("value") or ""
        for i in form.xpath(".//input[@name][not(@type='checkbox')]")
    }
    sent |= {area.get("name"): area.text or "" for area in form.xpath(".//textarea")}
    for select in form.xpath(".//select"):
        chosen = select.xpath("./option[@selected]/@value")
        sent[select.get("name")] = chosen[0] if chosen else ""
    return {name: value for name, value in sent.items() if name != "csrf"}


def test_a_number_typed_otherwise_is_kept_and_the_statement_keeps_its_id(
    get: Get, post: Post, casebook: Casebook
) -> None:
    toll = item(casebook, "toll")
    form = filled(get(f"/review/{toll.handle[:16]}/edit"))
    assert form["f.number"] == "7"

    answer = post(f"/review/{toll.handle}/amend", form | {"f.number": "at least 7"})

    assert answer.status_code == 303, answer.text[:2000]
    after = casebook.review.item(toll.handle)
    assert (after.judged.state, after.judged.is_amended) == ("accepted", True)
    assert (after.statement.value("low"), after.statement.value("high")) == (7, None)
    assert after.statement.value("bound") == "at_least"


def test_what_is_not_sent_stays_as_it_was(post: Post, casebook: Casebook) -> None:
    toll = item(casebook, "toll")

    answer = post(f"/review/{toll.handle}/amend", {"f.number": "8", "seen": toll.seen})

    assert answer.status_code == 303, answer.text[:2000]
    after = casebook.review.item(toll.handle).statement
    assert (after.value("outcome"), after.value("low")) == ("killed", 8)
    assert after.source == toll.statement.source


def test_moving_the_words_of_a_field_moves_its_spans_alone(
    get: Get, post: Post, casebook: Casebook
) -> None:
    casualty = item(casebook, "casualty")
    form = filled(get(f"/review/{casualty.handle[:16]}/edit"))
    content = casebook.text(casualty.report.id).content
    start = content.index("Ticona")

    post(f"/review/{casualty.handle}/amend", form | {"spans.name": f"{start}-{start + 11}"})

    name = casebook.review.item(casualty.handle).statement.field("name")
    assert name is not None
    assert [span.quote for span in name.spans] == ["Ticona Ríos"]


def test_what_is_not_understood_is_said_at_its_field_and_nothing_typed_is_lost(
    get: Get, post: Post, casebook: Casebook
) -> None:
    casualty = item(casebook, "casualty")
    form = filled(get(f"/review/{casualty.handle[:16]}/edit"))

    answer = post(
        f"/review/{casualty.handle}/amend",
        form | {"f.date": "sometime soonish", "f.cause": "a fall", "why": "heard it"},
    )

    assert answer.status_code == 422
    page = lxml.html.document_fromstring(answer.text)
    assert filled(page)["f.date"] == "sometime soonish"
    assert (filled(page)["f.cause"], filled(page)["why"]) == ("a fall", "heard it")
    [error] = page.xpath("//*[@data-field='date']//p[@class='error']")
    assert "12 Dec 2022" in error.text_content()
    assert "date" in page.xpath("//*[@role='alert']")[0].text_content()
    assert casebook.review.item(casualty.handle).judged.state == "draft"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"f.cause": "a fall"}, "cause"),
        ({"f.age": "old"}, "age"),
        ({"f.outcome": ""}, "outcome"),
        ({"f.name": ""}, "name"),
        ({"f.sex": "no such code", "spans.sex": "0-4"}, "sex"),
        ({"f.date": "9 Jan 2023", "spans.date": "0-99999"}, "date"),
    ],
    ids=["no words", "no number", "needed", "one of two", "no choice", "outside the text"],
)
def test_each_fault_is_said_at_its_field(
    get: Get, post: Post, casebook: Casebook, typed: dict[str, str], field: str
) -> None:
    casualty = item(casebook, "casualty")
    form = filled(get(f"/review/{casualty.handle[:16]}/edit"))

    answer = post(f"/review/{casualty.handle}/amend?format=json", form | typed)

    assert answer.status_code == 422
    assert list(answer.json()["wrong"]) == [field]


def test_who_amends_what_another_decided_meanwhile_is_told_and_decides_again(
    get: Get, post: Post, casebook: Casebook
) -> None:
    toll = item(casebook, "toll")
    form = filled(get(f"/review/{toll.handle[:16]}/edit"))
    casebook.review.decide("reject", [toll.handle], by="Luz", content={"reason": "not_harm"})

    answer = post(f"/review/{toll.handle}/amend", form | {"f.number": "8 or 9"})

    assert answer.status_code == 409
    page = lxml.html.document_fromstring(answer.text)
    assert page.xpath("//ol[@class='history']//b")[0].text == "Luz"
    again = filled(page)
    assert again["f.number"] == "8 or 9"
    assert casebook.review.item(toll.handle).judged.state == "rejected"

    assert post(f"/review/{toll.handle}/amend", again).status_code == 303
    after = casebook.review.item(toll.handle)
    assert (after.judged.state, after.statement.value("high")) == ("accepted", 9)


def test_after_amending_the_page_is_the_one_that_was_left_and_never_another_site(
    get: Get, post: Post, casebook: Casebook
) -> None:
    toll = item(casebook, "toll")
    form = filled(get(f"/review/{toll.handle[:16]}/edit?back=/review%3Fkind%3Dtoll"))

    kept = post(f"/review/{toll.handle}/amend", form | {"f.number": "8"})
    form = filled(get(f"/review/{toll.handle[:16]}/edit"))
    led = post(f"/review/{toll.handle}/amend", form | {"back": "//elsewhere.example/"})

    assert kept.headers["location"].startswith("/review?kind=toll&done=")
    assert not led.headers["location"].startswith("//")


def test_the_form_opens_in_the_card_of_the_report(get: Get, casebook: Casebook) -> None:
    toll = item(casebook, "toll")

    page = get(f"/reports/{toll.report.id[:16]}?edit={toll.handle[:10]}")

    assert filled(page)["f.number"] == "7"
    assert filled(page)["back"].startswith(f"/reports/{toll.report.id[:10]}")
    assert page.xpath(f"//li[.//form[@action='/review/{toll.handle}/amend']]")


def test_a_missed_victim_is_added_from_selected_words(
    get: Get, post: Post, casebook: Casebook
) -> None:
    report = next(iter(casebook.reports()))
    content = casebook.text(report.id).content
    start = content.index("Bruno")
    end = start + len("Bruno Cusi Yana")
    page = get(f"/reports/{report.id[:16]}/add?kind=casualty&start={start}&end={end}")
    form = filled(page)
    assert form["f.name"] == "Bruno Cusi Yana"
    [harm] = page.xpath("//*[@data-words-of='outcome']")
    assert harm.text == "killed"
    assert page.xpath("//*[@autofocus]/@name") == ["f.outcome"]

    answer = post(f"/reports/{report.id}/add", form | {"f.outcome": "killed"})

    assert answer.status_code == 303, answer.text[:3000]
    added = [i for i in casebook.review.of_report(report.id) if i.judged.is_added]
    assert [i.statement.value("name") for i in added] == ["Bruno Cusi Yana"]
    assert added[0].statement.evidence[0].quote.startswith("Bruno Cusi Yana, 40, was killed")


def test_words_outside_the_text_are_refused(client: object, casebook: Casebook) -> None:
    report = next(iter(casebook.reports()))

    answer = client.get(f"/reports/{report.id}/add?kind=toll&start=5&end=99999")  # type: ignore[attr-defined]

    assert answer.status_code == 400


def test_what_was_added_already_is_not_added_twice(
    get: Get, post: Post, casebook: Casebook
) -> None:
    report = next(iter(casebook.reports()))
    start = casebook.text(report.id).content.index("Bruno")
    form = filled(get(f"/reports/{report.id}/add?kind=casualty&start={start}&end={start + 15}"))
    form |= {"f.outcome": "killed"}
    post(f"/reports/{report.id}/add", form)

    post(f"/reports/{report.id}/add", form)

    added = [i for i in casebook.review.of_report(report.id) if i.judged.is_added]
    assert len(added) == 1


def test_each_kind_can_be_added_from_words(get: Get, casebook: Casebook) -> None:
    report = next(iter(casebook.reports()))
    for kind in KINDS:
        page = get(f"/reports/{report.id[:16]}/add?kind={kind}&start=0&end=4")
        spans = [v for n, v in filled(page).items() if n.startswith("spans.") and v]
        assert "0-4" in spans or kind in ("proceeding", "contact"), kind


def test_a_name_taken_out_of_the_form_does_not_come_back_by_its_words(
    get: Get, post: Post, casebook: Casebook
) -> None:
    report = next(iter(casebook.reports()))
    content = casebook.text(report.id).content
    start = content.index("Bruno")
    form = filled(get(f"/reports/{report.id}/add?kind=casualty&start={start}&end={start + 15}"))
    form |= {"f.outcome": "killed", "f.name": "", "f.description": "Bruno Cusi Yana"}

    post(f"/reports/{report.id}/add", form)

    [added] = [i for i in casebook.review.of_report(report.id) if i.judged.is_added]
    assert added.statement.value("name") is None
    assert added.statement.value("description") == "Bruno Cusi Yana"


PART = {"f.parts.0.outcome": "killed", "f.parts.0.number": "3", "f.parts.0.population": "people"}


def places(casebook: Casebook, toll: ReviewItem, words: str) -> str:
    start = casebook.text(toll.report.id).content.index(words)
    return f"{start}-{start + len(words)}"


def test_parts_are_added_row_by_row_changed_and_taken_away(
    get: Get, post: Post, casebook: Casebook
) -> None:
    toll = item(casebook, "toll")
    address = f"/review/{toll.handle[:16]}/edit"
    form = filled(get(address))
    assert form["f.parts.0.number"] == ""
    words = {"spans.parts.0": places(casebook, toll, "7 people")}

    added = post(f"/review/{toll.handle}/amend", form | PART | words)
    again = filled(get(address))
    changed = post(f"/review/{toll.handle}/amend", again | {"f.parts.0.number": "at least 3"})
    parts = casebook.review.item(toll.handle).statement.field("parts")
    third = filled(get(address))
    removed = post(f"/review/{toll.handle}/amend", third | {"remove.parts.0": "1"})

    assert [a.status_code for a in (added, changed, removed)] == [303, 303, 303]
    assert {name: again[name] for name in (*PART, *words)} == PART | words
    assert again["f.parts.1.number"] == ""
    assert parts is not None
    assert parts.value == (
        Record.of(
            outcome="killed", low=3, bound="at_least", wording="7 people", population="people"
        ),
    )
    assert casebook.review.item(toll.handle).statement.value("parts") is None


def test_a_fault_in_a_row_is_said_at_its_member_and_the_row_is_kept_as_typed(
    get: Get, post: Post, casebook: Casebook
) -> None:
    toll = item(casebook, "toll")
    form = filled(get(f"/review/{toll.handle[:16]}/edit"))

    answer = post(f"/review/{toll.handle}/amend", form | PART | {"f.parts.0.number": "a lot"})

    assert answer.status_code == 422
    page = lxml.html.document_fromstring(answer.text)
    typed = filled(page)
    assert (typed["f.parts.0.number"], typed["f.parts.0.population"]) == ("a lot", "people")
    [error] = page.xpath("//p[@class='error']")
    [member] = page.xpath("//*[@name='f.parts.0.number']")
    assert member.get("aria-describedby") == error.get("id")
    assert "parts 1, number" in page.xpath("//*[@role='alert']")[0].text_content()


def test_a_toll_is_added_with_what_it_includes(get: Get, post: Post, casebook: Casebook) -> None:
    report = next(iter(casebook.reports()))
    content = casebook.text(report.id).content
    start = content.index("Bruno")
    form = filled(get(f"/reports/{report.id}/add?kind=toll&start={start}&end={start + 5}"))
    spans = f"{start}-{start + 15}"
    typed = {"f.number": "2", "spans.number": spans, "f.outcome": "injured"}
    inner = {"outcome": "killed", "number": "1", "place": "Sucre"}
    typed |= {f"f.includes.0.{name}": value for name, value in inner.items()}

    answer = post(f"/reports/{report.id}/add", form | typed | {"spans.includes.0": spans})

    assert answer.status_code == 303, answer.text[:3000]
    [added] = [i for i in casebook.review.of_report(report.id) if i.judged.is_added]
    includes = added.statement.value("includes")
    assert isinstance(includes, tuple)
    [record] = includes
    assert isinstance(record, Record)
    place = record.get("place")
    assert isinstance(place, Place)
    assert (record.get("outcome"), record.get("low"), place.country) == ("killed", 1, "BO")


def test_the_json_twin_names_rows_as_the_form_does(client: TestClient, casebook: Casebook) -> None:
    toll = item(casebook, "toll")

    twin = client.get(f"/review/{toll.handle[:16]}/edit?format=json").json()

    assert twin["fields"]["parts.0.outcome"] == ""
    assert twin["spans"]["parts.0"] == ""
