"""The merge queue: what may be one is shown side by side, decided by people, and parted again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from tests.review.press import Line, Report, reading
from tests.web.conftest import Page

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.review.lists import ListWanted

Get = Callable[[str], Page]
Post = Callable[..., Response]

REPORTS = (
    Report((Line("casualty", "Alba Ticona Ríos", 19, place="Tarma", day="2023-01-09"),)),
    Report((Line("casualty", "Alba Ticona Ríos", 33, place="Tarma", day="2023-01-09"),), "El Faro"),
    Report((Line("casualty", "Alva Ticona Rios", 19, place="Tarma", day="2023-01-09"),), "El Sol"),
    Report((Line("casualty", "Bruno Cusi Yana", 40, place="Sucre"),), "El Sol"),
)


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "twins.db") as opened:
        for report in REPORTS:
            item = report.captured()
            opened._store.append_report(item, [reading(report, item)])
        yield opened


@pytest.fixture(autouse=True)
def named(own_settings: Path) -> None:
    store_settings(Settings(name="Ana"))


def words(element: Page) -> str:
    return " ".join(element.text_content().split())


def people(casebook: Casebook) -> list[str]:
    return [r.id for r in casebook.review.entries(ListWanted("people", sort="oldest")).rows]


def test_equal_and_nearly_equal_names_are_proposed_and_nothing_is_joined(
    get: Get, casebook: Casebook
) -> None:
    page = get("/merge")

    rows = [words(row) for row in page.xpath("//table//tbody/tr")]
    assert any("the same name" in row for row in rows)
    assert any("nearly the same name (9" in row for row in rows)
    assert not any("Bruno" in row for row in rows)
    assert len(people(casebook)) == 4


def test_side_by_side_shows_what_conflicts_with_its_sentences(get: Get, casebook: Casebook) -> None:
    pair = next(p for p in casebook.review.proposals("people")[0] if p.why == "same_name")

    page = get(f"/merge?first={pair.first.id}&second={pair.second.id}")

    age = page.xpath("//tr[th[contains(., 'age')]]")[0]
    assert "conflict" in age.get("class")
    assert "19" in words(age)
    assert "33" in words(age)
    assert "Alba Ticona Ríos, 33, was killed" in words(age)


def test_the_same_joins_leads_on_and_can_be_parted(
    get: Get, post: Post, casebook: Casebook
) -> None:
    pair = next(p for p in casebook.review.proposals("people")[0] if p.why == "same_name")
    form = {"first": pair.first.id, "second": pair.second.id, "view": "people"}

    answer = post("/merge", {**form, "answer": "same"})

    assert answer.status_code == 303
    assert casebook.review.resolve(pair.second.id) == pair.first.id
    page = get(answer.headers["location"])
    undo = page.xpath("//div[@role='status']//form/@action")
    assert len(undo) == 1
    assert post(undo[0], {"back": "/merge"}).status_code == 303
    assert casebook.review.resolve(pair.second.id) == pair.second.id


def test_different_is_not_proposed_again_and_a_later_join_asks_first(
    get: Get, post: Post, casebook: Casebook
) -> None:
    pair = casebook.review.proposals("people")[0][0]
    form = {"first": pair.first.id, "second": pair.second.id, "view": "people"}
    before = casebook.review.proposals("people")[1]

    post("/merge", {**form, "answer": "different", "why": "another street"})

    assert casebook.review.proposals("people")[1] == before - 1
    answer = post("/merge", {**form, "answer": "same"})
    assert answer.status_code == 409
    assert "contradicts what was decided" in answer.text
    assert "another street" in answer.text
    earlier = casebook.review.side_by_side(pair.first.id, pair.second.id).decided[0].decision.id
    again = {**form, "answer": "same", "despite": earlier, "why": "the sister says so"}
    assert post("/merge", again).status_code == 303
    assert casebook.review.resolve(pair.second.id) == casebook.review.resolve(pair.first.id)


def test_cannot_tell_leaves_both_and_asks_no_more(post: Post, casebook: Casebook) -> None:
    found, before = casebook.review.proposals("people")
    form = {"first": found[0].first.id, "second": found[0].second.id, "view": "people"}

    answer = post("/merge", {**form, "answer": "cannot_tell"})

    assert answer.status_code == 303
    assert len(people(casebook)) == 4
    assert casebook.review.proposals("people")[1] == before - 1


def test_the_twin_says_what_the_page_says(client: object, casebook: Casebook, get: Get) -> None:
    pair = casebook.review.proposals("people")[0][0]
    address = f"/merge?first={pair.first.id}&second={pair.second.id}&format=json"

    twin = client.get(address).json()  # type: ignore[attr-defined]

    assert twin["pair"]["proposal"]["why"] == pair.why
    assert {f["field"] for f in twin["pair"]["fields"]} >= {"name", "age", "outcome"}


def test_an_entry_that_never_was_is_told_so(client: object) -> None:
    answer = client.get("/merge?first=aaaaaaaaaaaaa&second=bbbbbbbbbbbbb")  # type: ignore[attr-defined]

    assert answer.status_code == 404
