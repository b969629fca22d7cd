"""The queue over HTTP: filters that last, two readers, what was decided meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import lxml.html
import pytest
from httpx2 import Response
from tests.review.press import Line, Report, reading
from tests.web.conftest import Page

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.record.statement import Statement
from testigo.review.queue import ReviewItem, Wanted

Get = Callable[[str], Page]
Post = Callable[..., Response]

REPORT = Report(
    (
        Line("casualty", "Alba Ticona Ríos", 19, place="Tarma", day="2023-01-09"),
        Line("toll", number=7, speaker="MINSA", place="Tarma", day="2023-01-10"),
        Line("casualty", "Bruno Cusi Yana", 40, place="Sucre"),
    )
)


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "queue.db") as opened:
        item = REPORT.captured()
        opened._store.append_report(item, [reading(REPORT, item)])
        yield opened


@pytest.fixture(autouse=True)
def named(own_settings: Path) -> None:
    store_settings(Settings(name="Ana"))


@pytest.fixture
def double(named: None) -> None:
    store_settings(Settings(name="Ana", double_reading=True))


def item(casebook: Casebook, kind: str = "casualty") -> ReviewItem:
    return casebook.review.queue(Wanted(kind=kind)).items[0]


def amended_by_luz(casebook: Casebook, get: Get, toll: ReviewItem) -> None:
    """The first reader reads 8 where the machine read 7."""
    told = toll.statement.to_json()
    del told["id"]
    for field in ("low", "high"):
        told["fields"][field]["value"] = 8  # type: ignore[index]
    after = Statement.from_json(told)
    casebook.review.decide(
        "amend", [toll.handle], by="Luz", why="heard eight", content={"statement": after.to_json()}
    )


@pytest.mark.parametrize(
    "filters",
    ["kind=casualty&outcome=killed", "below=0.99", "order=text", "as=list", "place=Tarma"],
)
def test_the_forms_of_a_statement_keep_every_filter(
    get: Get, casebook: Casebook, filters: str
) -> None:
    page = get(f"/review?{filters}")
    opened = page.xpath("//a[@data-key='reject']/@href")[0]

    form = get(opened).xpath("//form[contains(@action, '/reject')]")[0]

    back = form.xpath(".//input[@name='back']/@value")[0]
    for pair in filters.split("&"):
        assert pair in back


def test_a_second_reader_does_not_meet_the_first_ones_answer_in_the_form(
    get: Get, casebook: Casebook, double: None
) -> None:
    toll = item(casebook, "toll")
    amended_by_luz(casebook, get, toll)

    page = get(f"/review/{toll.handle[:16]}/edit")

    assert page.xpath("//input[@name='f.number']/@value") == ["7"]


def test_a_second_reader_does_not_meet_the_first_ones_answer_on_the_page(
    client: object, casebook: Casebook, double: None
) -> None:
    toll = item(casebook, "toll")
    casebook.review.decide("flag", [toll.handle], by="Luz", why="which ministry?")
    casebook.review.decide(
        "reject", [toll.handle], by="Luz", why="heard eight", content={"reason": "not_said"}
    )

    for address in (f"/review/{toll.handle[:16]}", "/review?kind=toll", "/review?as=list"):
        words = client.get(address).text  # type: ignore[attr-defined]
        assert "heard eight" not in words
        assert "Another person has judged this" in words


def test_what_the_first_decides_while_the_second_reads_stays_hidden(
    get: Get, post: Post, casebook: Casebook, double: None
) -> None:
    toll = item(casebook, "toll")
    casebook.review.decide(
        "reject", [toll.handle], by="Luz", why="heard eight", content={"reason": "not_said"}
    )

    answer = post(f"/review/{toll.handle}/accept", {"seen": 0, "back": "/review"})

    assert "heard eight" not in answer.text
    assert answer.status_code == 303
    last = list(casebook.decisions())[-1]
    assert (last.act, last.by, last.content.get("blind")) == ("accept", "Ana", True)
    assert casebook.review.item(toll.handle).judged.is_disputed


def test_a_decision_can_be_undone_from_the_page_of_a_conflict(
    client: object, post: Post, casebook: Casebook
) -> None:
    toll = item(casebook, "toll")
    made = casebook.review.decide(
        "reject", [toll.handle], by="Luz", why="another year", content={"reason": "past_event"}
    )
    answer = post(f"/review/{toll.handle}/accept", {"seen": 0, "back": "/review?kind=toll"})
    assert answer.status_code == 409
    assert "another year" in answer.text
    back = lxml.html.document_fromstring(answer.text).xpath(
        "//form[contains(@action, '/undo')]//input[@name='back']/@value"
    )[0]

    undone = post(f"/decisions/{made.id}/undo", {"back": back})

    assert client.get(undone.headers["location"]).status_code == 200  # type: ignore[attr-defined]
    assert casebook.review.item(toll.handle).judged.state == "draft"


def test_a_blind_amendment_starts_from_what_was_read(
    get: Get, post: Post, casebook: Casebook, double: None
) -> None:
    toll = item(casebook, "toll")
    amended_by_luz(casebook, get, toll)
    page = get(f"/review/{toll.handle[:16]}/edit")
    form = {i.get("name"): i.get("value") or "" for i in page.xpath("//form[@data-edit]//input")}
    form.pop("csrf")

    answer = post(f"/review/{toll.handle}/amend", form | {"f.number": "9"})

    assert answer.status_code == 303, answer.text[:2000]
    last = list(casebook.decisions())[-1]
    assert (last.by, last.content.get("blind")) == ("Ana", True)
    assert casebook.review.item(toll.handle).judged.is_disputed


def test_next_and_previous_pass_by_the_same_statements(get: Get, casebook: Casebook) -> None:
    address, ahead, back = "/review", [], []
    for _ in range(3):
        page = get(address)
        ahead.append(page.xpath("//article//form/@action")[0])
        address = page.xpath("//a[@data-key='next']/@href")[0]
    for _ in range(3):
        back.append(page.xpath("//article//form/@action")[0])
        page = get(page.xpath("//a[@data-key='previous']/@href")[0])

    assert len(set(ahead)) == 3
    assert back == ahead[::-1]
    assert page.xpath("//article//form/@action")[0] == ahead[0]


def test_a_second_reader_does_not_meet_the_first_ones_answer_beside_the_text(
    client: object, post: Post, casebook: Casebook, double: None
) -> None:
    toll = item(casebook, "toll")
    casebook.review.decide(
        "reject", [toll.handle], by="Luz", why="heard eight", content={"reason": "not_said"}
    )
    address = f"/reports/{toll.report.id[:16]}"

    before = client.get(address).text  # type: ignore[attr-defined]
    post(f"/review/{toll.handle}/accept", {"seen": casebook.review.item(toll.handle).seen})

    assert "heard eight" not in before
    made = list(casebook.decisions())[-1]
    assert (made.act, made.content.get("blind")) == ("accept", True)
    assert casebook.review.item(toll.handle).judged.is_disputed
