"""A claim as two read it stands field by field on its card; what was decided stands above both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.review.press import Line, Report, reading
from tests.web.conftest import Page

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.web.side_by_side import Line as Side
from testigo.web.side_by_side import lines

Get = Callable[[str], Page]
Post = Callable[..., Response]
REPORT = Report(
    (
        Line("casualty", "Alba Ticona Ríos", 19, place="Tarma"),
        Line("toll", number=7, place="Tarma", speaker="MINSA"),
        Line("post", "Bruno Cusi Yana"),
    )
)


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    """Luz accepted all three; a newer reader reads one otherwise, and one no longer."""
    with Casebook.create(tmp_path / "side.db") as opened:
        item = REPORT.captured()
        opened._store.append_report(item, [reading(REPORT, item)])
        for handle in handles(opened):
            opened.review.decide("accept", [handle], by="Luz")
        newer = reading(REPORT, item, version="2", without=[2], otherwise=[0])
        opened._store.append_report(item, [newer])
        yield opened


@pytest.fixture(autouse=True)
def named(own_settings: Path) -> None:
    store_settings(Settings(name="Ana", language="en"))


def handles(casebook: Casebook) -> list[str]:
    report = next(casebook.reports()).id
    return [item.handle for item in casebook.review.of_report(report)]


def cells(table: Page) -> dict[str, tuple[str, ...]]:
    """What a table of two readings shows, by field; a line that differs has a mark."""
    found = {}
    for row in table.xpath(".//tbody/tr"):
        label = row.xpath("string(th/text()[1])").strip()
        mark = ("≠",) if row.get("class") == "differs" else ()
        found[label] = (*(" ".join(td.text_content().split()) for td in row.xpath("td")), *mark)
    return found


def test_lines_of_both_stand_in_one_order_and_say_which_differ() -> None:
    found = lines(
        {"number": "27", "place": "Tarma"}, {"place": "Tarma", "number": "28", "as of": "x"}
    )
    assert found == (
        Side("number", "27", "28"),
        Side("place", "Tarma", "Tarma"),
        Side("as of", None, "x"),
    )
    assert [line.differs for line in found] == [True, False, True]


@pytest.mark.parametrize("where", ["queue", "report"])
def test_what_was_decided_stands_beside_what_is_read_today(
    get: Get, casebook: Casebook, where: str
) -> None:
    decided = next(h for h in handles(casebook) if casebook.review.item(h).judged.readers)
    report = next(casebook.reports()).id
    page = get(f"/review/{decided}" if where == "queue" else f"/reports/{report}")

    [table, *_] = page.xpath("//table[@class='sides']")

    heads = [" ".join(th.text_content().split()) for th in table.xpath(".//thead//th")]
    assert heads == ["accepted by Luz", "press 2"]
    assert cells(table)["name"] == ("Alba Ticona Ríos", "Alba Ticona Ríos")
    assert cells(table)["age"] == ("19", "not given", "≠")
    assert "put as" not in cells(table)


def test_today_s_draft_says_on_its_own_card_what_was_decided_before(
    get: Get, casebook: Casebook
) -> None:
    [draft] = [h for h in handles(casebook) if not casebook.review.item(h).judged.readers]
    page = get(f"/review/{draft}")

    assert "A person decided on these words" in page.text_content()
    [table] = page.xpath("//table[@class='sides']")
    assert cells(table)["age"] == ("19", "not given", "≠")
    number = get(f"/reports/{next(casebook.reports()).id}").xpath(
        "//*[contains(text(), 'A person decided on these words')]/a/text()"
    )
    assert number in (["C1"], ["C2"])


def test_where_today_s_reading_gives_nothing_the_table_says_so(
    get: Get, casebook: Casebook
) -> None:
    post = next(h for h in handles(casebook) if casebook.review.item(h).statement.kind == "post")
    page = get(f"/review/{post}")

    [table] = page.xpath("//table[@class='sides']")
    assert "Today's reading gives nothing of these words" in page.text_content()
    assert "gives nothing of these words" in table.text_content()
    assert not table.xpath(".//tr[@class='differs']")


def test_one_press_lets_the_second_reader_stand_unless_somebody_was_quicker(
    client: TestClient, post: Post, casebook: Casebook
) -> None:
    other = Report((Line("casualty", "Elmer Roca Ticona", 40, place="Puno"),))
    item = other.captured()
    both = [
        reading(other, item, reader="builtin"),
        reading(other, item, reader="llm", otherwise=[0]),
    ]
    casebook._store.append_report(item, both)
    handle = next(
        i.handle for i in casebook.review.of_report(item.report.id) if i.second_of is None
    )
    casebook.review.decide("flag", [handle], by="Luz", why="how old?")
    form = {"reader": "llm", "seen": "0", "back": "/review"}

    quicker = post(f"/review/{handle}/take", form)

    assert quicker.status_code == 409
    assert "how old?" in quicker.text
    assert 'name="reader" value="llm"' in quicker.text
    seen = str(casebook.review.item(handle).seen)
    assert post(f"/review/{handle}/take", form | {"seen": seen}).status_code == 303
    judged = casebook.review.item(handle).judged
    assert (judged.state, judged.is_amended, judged.statement.value("age")) == (
        "accepted",
        True,
        None,
    )


def test_an_undo_names_what_it_has_seen_and_is_told_what_others_did(
    post: Post, casebook: Casebook
) -> None:
    made = casebook.review.latest(1)[0]
    undone = casebook.review.decide("undo", [made.id], by="Luz", why="too quick")
    casebook.review.decide("undo", [undone.id], by="Luz", why="it was right")

    stale = post(f"/decisions/{made.id}/undo", {"seen": "0"})

    assert stale.status_code == 409
    assert "it was right" in stale.text
    twin = post(f"/decisions/{made.id}/undo?format=json", {"seen": "0"}).json()
    assert [each["act"] for each in twin["since"]] == ["undo", "undo"]
    seen = str(casebook.review.decision(made.id).seen)
    assert post(f"/decisions/{made.id}/undo", {"seen": seen}).status_code == 303
    assert not casebook.review.decision(made.id).stands
