"""The page of a report as a workbench: its cards, their states, filters and forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.conftest import Page
from tests.web.working import Working, text, working

from testigo.casebook import Casebook

NAME = "two-counts.txt"


@pytest.fixture
def work(casebook: Casebook, tmp_path: Path, own_settings: Path) -> Iterator[Working]:
    with working(casebook, tmp_path) as opened:
        yield opened


@pytest.fixture
def address(work: Working) -> str:
    return f"/reports/{work.id_of(NAME)}"


def cards(page: Page) -> list[Page]:
    return list(page.xpath(".//li[starts-with(@class, 'card')]"))


def numbers(page: Page) -> list[str]:
    return [card.get("data-n", "") for card in cards(page)]


def decide_one_of_each(work: Working) -> list[str]:
    """Accept, reject and flag the first three statements; return all handles."""
    handles = [item.handle for item in work.items(NAME)]
    review = work.casebook.review
    review.decide("accept", [handles[0]], by="Alba Quispe")
    review.decide(
        "reject", [handles[1]], by="Luz Mamani", why="stalls", content={"reason": "not_harm"}
    )
    review.decide("flag", [handles[2]], by="Alba Quispe", why="Who counted them?")
    return handles


def test_the_head_says_what_it_is_and_how_much_is_to_review(work: Working, address: str) -> None:
    line = text(work.get(address).xpath("//*[@class='line']")[0])

    assert line == (
        "Inbox / Altiplano Herald (invented) · 12 Jan 2023 (meta file) · en · "
        "4 statements, 4 to review"
    )
    links = work.get(address).xpath("//*[@class='links']/a/@href")
    for end in ("/original", "/history", "/about"):
        assert any(link.endswith(end) for link in links)


def test_each_card_says_its_state_and_who_made_it_so(work: Working, address: str) -> None:
    decide_one_of_each(work)

    page = work.get(address)

    states = [card.get("class", "").split()[2] for card in cards(page)]
    assert sorted(states) == ["accepted", "draft", "draft", "rejected"]
    accepted = text(page.xpath("//li[contains(@class, ' accepted')]")[0])
    assert "◔ read" in accepted
    assert "accepted by Alba Quispe, " in accepted
    assert "Open question: Who counted them?" in text(page)
    assert "3 statements, 2 to review" in text(page)


def test_what_was_rejected_is_folded_away_struck_and_leaves_the_text(
    work: Working, address: str
) -> None:
    decide_one_of_each(work)

    page = work.get(address)

    [folded] = page.xpath("//details[@class='folded']")
    assert text(folded.find("summary")) == "1 rejected"
    [card] = cards(folded)
    assert "struck" in card.get("class", "").split()
    assert "rejected by Luz Mamani" in text(card)
    assert "not people harmed: stalls" in text(card)
    number = card.get("data-n")
    assert not page.xpath(f"//mark[contains(concat(' ', @data-s, ' '), ' {number} ')]")
    assert not card.xpath(".//button[contains(@formaction, '/accept')]")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?state=accepted", ["1"]),
        ("?state=rejected", ["2"]),
        ("?state=flagged", ["3"]),
        ("?state=draft", ["3", "4"]),
        ("?state=nonsense", ["1", "3", "4", "2"]),
    ],
)
def test_the_address_filters_by_state(
    work: Working, address: str, query: str, shown: list[str]
) -> None:
    decide_one_of_each(work)

    assert numbers(work.get(address + query)) == shown


def test_the_filters_by_kind_and_by_state_hold_together(work: Working, address: str) -> None:
    page = work.get(f"{address}?kind=toll&state=draft")

    [kept] = page.xpath("//nav[@class='states']/a[@aria-current]/@href")
    assert "kind=toll" in kept
    assert "state=draft" in kept
    assert {card.get("class", "").split()[1] for card in cards(page)} == {"toll"}


def test_a_sentence_of_which_nothing_was_read_offers_to_add(work: Working, address: str) -> None:
    page = work.get(address)

    [link, *_] = page.xpath("//a[@class='unread']")
    assert "A number or harm, and nothing was read" in text(link)
    start, end = (int(part.split("=")[1]) for part in link.get("href", "").split("?")[1].split("&"))
    words = work.casebook.text(work.id_of(NAME)).content[start:end]
    assert "300 stalls" in words
    assert link.get("href", "").partition("?")[0].endswith("/add")


def test_a_button_comes_back_to_the_same_card_and_looks_at_the_next_draft(
    work: Working, address: str
) -> None:
    page = work.get(address)

    [button] = page.xpath("//li[@id='s2']//button[contains(@formaction, '/accept')]")
    assert button.get("formaction") == f"/review/{work.items(NAME)[1].handle}/accept"
    back = button.get("value", "")
    assert back.endswith("?at=2#s2")
    after = work.get(back.partition("#")[0])
    assert after.xpath("//*[@data-focus]/@id") == ["s3"]


@pytest.mark.parametrize("form", ["reject", "flag", "withhold"])
def test_a_form_opens_in_its_card_by_the_address_alone(
    work: Working, address: str, form: str
) -> None:
    handle = work.items(NAME)[0].handle

    page = work.get(f"{address}?{form}={handle[:12]}")

    [opened] = page.xpath("//li[starts-with(@class, 'card')]//form")
    [card] = opened.xpath("ancestor::li")
    assert card.get("data-n") == "1"
    assert not card.xpath(".//a[@data-key='reject']")
    assert opened.fields["seen"] == "0"


def test_a_field_is_withheld_from_its_card(work: Working, address: str) -> None:
    [handle] = [i.handle for i in work.items(NAME) if i.statement.kind == "casualty"]
    page = work.get(f"{address}?withhold={handle[:12]}")
    assert text(page.xpath("//select[@name='field']/option")[0]) == "the whole statement"

    answer = work.send(
        page, "/withhold", field="name", confidentiality="sealed", why="his mother asked"
    )

    assert answer.status_code == 303
    shown = work.get(answer.headers["location"].partition("#")[0])
    [label] = shown.xpath("//li[contains(@class, ' casualty')]//dt[small]")
    assert text(label) == "name sealed"
    assert work.casebook.review.item(handle).judged.withheld == {"name": "sealed"}


def test_the_twin_says_what_people_decided(work: Working, address: str) -> None:
    handles = decide_one_of_each(work)

    twin = work.client.get(f"{address}?format=json").json()

    found = {each["id"]: each for each in twin["statements"]}
    assert set(found) == set(handles)
    assert found[handles[0]]["state"] == "accepted"
    assert found[handles[0]]["level"] == "◔ read"
    assert found[handles[1]]["state"] == "rejected"
    assert not any(each["is_amended"] or each["is_added"] for each in twin["statements"])


def test_the_page_is_spanish_where_it_is_asked(work: Working, address: str) -> None:
    decide_one_of_each(work)
    work.post("/settings", {"name": "Alba Quispe", "language": "es"})

    page = text(work.get(address))

    for part in ("3 declaraciones, 2 por revisar", "1 rechazada", "Pregunta abierta:", "Aceptar"):
        assert part in page


def test_ids_on_the_page_stand_once(work: Working, address: str) -> None:
    decide_one_of_each(work)

    ids = work.get(address).xpath("//@id")

    assert len(ids) == len(set(ids))
