"""Amending a statement and adding one that was missed, as the form does both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from tests.review.press import Line, Report, reading
from tests.web.conftest import Page

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
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
    sent = {i.get("name"): i.get("value") or "" for i in form.xpath(".//input[@name]")}
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


def test_what_is_not_understood_is_said_and_nothing_typed_is_lost(
    get: Get, post: Post, casebook: Casebook
) -> None:
    casualty = item(casebook, "casualty")
    form = filled(get(f"/review/{casualty.handle[:16]}/edit"))

    answer = post(f"/review/{casualty.handle}/amend", form | {"f.date": "sometime soonish"})

    assert answer.status_code == 422
    assert "sometime soonish" in answer.text
    assert 'role="alert"' in answer.text
    assert casebook.review.item(casualty.handle).judged.state == "draft"


def test_who_amends_what_another_decided_meanwhile_is_told(
    get: Get, post: Post, casebook: Casebook
) -> None:
    toll = item(casebook, "toll")
    form = filled(get(f"/review/{toll.handle[:16]}/edit"))
    casebook.review.decide("reject", [toll.handle], by="Luz", content={"reason": "not_harm"})

    answer = post(f"/review/{toll.handle}/amend", form | {"f.number": "8 or 9"})

    assert answer.status_code in (409, 422)
    assert casebook.review.item(toll.handle).judged.state == "rejected"


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

    answer = post(f"/reports/{report.id}/add", form | {"f.outcome": "killed"})

    assert answer.status_code == 303, answer.text[:3000]
    added = [i for i in casebook.review.of_report(report.id) if i.judged.is_added]
    assert [i.statement.value("name") for i in added] == ["Bruno Cusi Yana"]
    assert added[0].statement.evidence[0].quote.startswith("Bruno Cusi Yana, 40, was killed")


def test_words_outside_the_text_are_refused(client: object, casebook: Casebook) -> None:
    report = next(iter(casebook.reports()))

    answer = client.get(f"/reports/{report.id}/add?kind=toll&start=5&end=99999")  # type: ignore[attr-defined]

    assert answer.status_code == 400
