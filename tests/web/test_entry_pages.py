"""Entry pages: every value with its sentences, decided on with reasons, under any id ever given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.review.press import Line, Report, reading
from tests.web.conftest import Page

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.review.lists import EntryRow, ListWanted

Get = Callable[[str], Page]
Post = Callable[..., Response]

ALBA = "Alba Ticona Ríos"
REPORTS = (
    Report((Line("casualty", ALBA, 19, place="Tarma", day="2023-01-09"),)),
    Report((Line("casualty", ALBA, 17, place="Tarma", day="2023-01-10"),), "El Faro"),
    Report(
        (
            Line("incident", place="Tarma", day="2023-01-09"),
            Line("measure", "143-2022", day="2022-12-15"),
        ),
        "El Sol",
    ),
    Report((Line("incident", place="Puno", day="2023-01-10"),), "El Faro"),
    Report((Line("toll", number=9, place="Tarma", speaker="Defensoría", day="2023-01-10"),)),
    Report((Line("toll", number=8, place="Puno", speaker="Defensoría"),), "El Sol"),
)


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "entries.db") as opened:
        for report in REPORTS:
            item = report.captured()
            opened._store.append_report(item, [reading(report, item)])
        yield opened


@pytest.fixture(autouse=True)
def named(own_settings: Path) -> None:
    store_settings(Settings(name="Ana"))


def words(element: Page) -> str:
    return " ".join(element.text_content().split())


def rows(casebook: Casebook, view: str) -> tuple[EntryRow, ...]:
    return casebook.review.entries(ListWanted(view, sort="oldest")).rows


def joined(casebook: Casebook) -> tuple[str, str]:
    """One person of two reports, and the id that was joined into hers."""
    first, second = (row.id for row in rows(casebook, "people"))
    casebook.review.decide("join", [first, second], by="Ana", content={"of": "person"})
    current = casebook.review.resolve(first)
    return current, second if current == first else first


def accept_all(casebook: Casebook, id_: str) -> None:
    handles = [one.item.handle for one in casebook.review.dossier(id_).mentioned]
    casebook.review.decide("accept", handles, by="Ana")


def value_key(casebook: Casebook, id_: str, field: str, value: object) -> str:
    entry = casebook.review.dossier(id_).entry
    return next(v.key for v in entry.values_of(field) if str(v.value) == str(value))


def test_every_value_stands_with_its_sentence_and_the_way_to_it(
    get: Get, casebook: Casebook
) -> None:
    row = rows(casebook, "people")[0]

    page = get(f"/people/{row.id}")

    [age] = page.xpath("//section[contains(@class, 'block')][h3 = 'age']")
    assert "19" in words(age)
    assert "Alba Ticona Ríos, 19, was killed in Tarma" in words(age)
    assert "La Hoja de Tarma" in words(age)
    assert "1 report, 1 source" in words(age)
    assert age.xpath(".//a[contains(@href, '?sentence=')]")[0].get("href").startswith("/reports/")
    assert age.xpath(".//div[contains(@class, 'stated draft')]")


def test_what_was_accepted_looks_otherwise_than_a_draft(get: Get, casebook: Casebook) -> None:
    row = rows(casebook, "people")[0]
    accept_all(casebook, row.id)

    page = get(f"/people/{row.id}")

    assert page.xpath("//div[contains(@class, 'stated accepted')]")
    assert not page.xpath("//div[contains(@class, 'stated draft')]")


def test_an_id_that_was_joined_leads_to_the_entry_of_today(
    client: TestClient, casebook: Casebook
) -> None:
    current, alias = joined(casebook)

    answer = client.get(f"/people/{alias}")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/people/{current}"
    assert alias in client.get(f"/people/{current}").text


def test_of_many_ids_that_were_joined_the_page_shows_some(
    client: TestClient, casebook: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("testigo.web.entry_view.ALIASES", 0)
    current, alias = joined(casebook)

    page = client.get(f"/people/{current}").text

    assert "and 1 more" in page
    assert f"<code>{alias}</code>" not in page


def test_an_id_of_another_kind_leads_to_its_own_page(
    client: TestClient, casebook: Casebook
) -> None:
    incident = rows(casebook, "incidents")[0].id
    toll = rows(casebook, "tolls")[0].id

    assert client.get(f"/people/{incident}").headers["location"] == f"/incidents/{incident}"
    assert client.get(f"/measures/{toll}").headers["location"] == f"/tolls/{toll}"
    assert client.get("/people/aaaaaaaaaaaaa").status_code == 404


def test_conflicting_days_are_one_person_with_two_claims_side_by_side(
    get: Get, casebook: Casebook
) -> None:
    current, _ = joined(casebook)

    page = get(f"/people/{current}")

    [date] = page.xpath("//section[contains(@class, 'block')][h3[contains(., 'date')]]")
    assert "conflict" in date.get("class")
    assert "9 Jan 2023" in words(date)
    assert "10 Jan 2023" in words(date)
    assert "This one, because" in words(date)


def test_a_preferred_value_stands_with_who_chose_it_and_why(
    get: Get, post: Post, casebook: Casebook
) -> None:
    current, _ = joined(casebook)
    key = value_key(casebook, current, "age", 17)
    form = {"field": "age", "value": key, "folder": "people"}
    form["seen"] = str(casebook.review.seen([current])[current])

    refused = post(f"/entries/{current}/choose", form)
    assert refused.status_code == 422
    assert "Say why in words" in refused.text

    answer = post(f"/entries/{current}/choose", {**form, "why": "her school card"})
    assert answer.status_code == 303
    page = get(answer.headers["location"])
    [age] = page.xpath("//section[contains(@class, 'block')][h3[contains(., 'age')]][1]")
    assert "chosen, because" in words(age)
    assert "her school card" in words(age)
    assert page.xpath("//div[@role='status']//form[contains(@action, '/undo')]")


def test_a_level_that_needs_two_persons_waits_for_the_second(
    get: Get, post: Post, casebook: Casebook
) -> None:
    row = rows(casebook, "people")[0]
    accept_all(casebook, row.id)
    key = value_key(casebook, row.id, "age", 19)
    form = {"field": "age", "value": key, "level": "4", "why": "seen the file", "folder": "people"}

    answer = post(f"/entries/{row.id}/verify", form)

    assert answer.status_code == 303
    assert "proposed by Ana, waits for a second person" in words(get(f"/people/{row.id}"))
    store_settings(Settings(name="Luz"))
    form["seen"] = str(casebook.review.seen([row.id])[row.id])
    assert post(f"/entries/{row.id}/verify", form).status_code == 303
    page = get(f"/people/{row.id}")
    assert "waits for a second person" not in words(page)
    assert page.xpath("//div[contains(@class, 'stated verified')]")


def test_a_level_that_may_not_be_given_is_said_at_the_form_and_keeps_what_was_typed(
    post: Post, casebook: Casebook
) -> None:
    row = rows(casebook, "people")[0]
    accept_all(casebook, row.id)
    key = value_key(casebook, row.id, "age", 19)
    form = {"field": "age", "value": key, "level": "3", "why": "two papers", "folder": "people"}

    answer = post(f"/entries/{row.id}/verify", form)

    assert answer.status_code == 422
    assert "Level 3 needs two independent sources" in answer.text
    assert 'value="two papers"' in answer.text


def test_a_refusal_is_said_in_the_language_of_the_page(post: Post, casebook: Casebook) -> None:
    store_settings(Settings(name="Ana", language="es"))
    row = rows(casebook, "people")[0]
    accept_all(casebook, row.id)
    key = value_key(casebook, row.id, "age", 19)
    form = {"field": "age", "value": key, "level": "3", "why": "dos notas", "folder": "people"}

    answer = post(f"/entries/{row.id}/verify", form)

    assert "El nivel 3 necesita dos fuentes independientes" in answer.text
    assert "vienen de 1: dos periódicos" in answer.text


def test_what_another_decided_meanwhile_is_shown_first(post: Post, casebook: Casebook) -> None:
    current, _ = joined(casebook)
    key = value_key(casebook, current, "age", 17)
    content = {"field": "age", "value": key}
    casebook.review.decide("accept", [current], by="Luz", why="the card", content=content)

    form = {"field": "age", "value": key, "why": "so", "seen": "0", "folder": "people"}
    answer = post(f"/entries/{current}/choose", form)

    assert answer.status_code == 409
    assert "Somebody decided on this in the meantime" in answer.text
    assert "the card" in answer.text


def test_a_denial_never_looks_like_an_assertion(get: Get, post: Post, casebook: Casebook) -> None:
    row = rows(casebook, "people")[0]
    [one] = casebook.review.dossier(row.id).mentioned
    denied = replace(one.item.statement, modality="denied")
    content = {"statement": denied.to_json()}
    casebook.review.decide("amend", [one.item.handle], by="Ana", content=content)

    page = get(f"/people/{row.id}")

    assert not page.xpath("//ol[@class='strip']")
    [outcome] = page.xpath("//section[contains(@class, 'block')][h3 = 'outcome']")
    assert "Nobody says so: it is only denied." in words(outcome)
    assert outcome.xpath(".//li[contains(@class, 'denial')]/b[@class='modality'] = 'denied'")


def test_a_child_is_marked(get: Get, casebook: Casebook) -> None:
    first, second = (f"/people/{row.id}" for row in rows(casebook, "people"))

    assert "never leaves" not in words(get(first))
    assert "A child: this name never leaves the casebook's own pages." in words(get(second))


def test_what_a_person_withheld_is_marked_with_who_and_why(get: Get, casebook: Casebook) -> None:
    row = rows(casebook, "people")[0]
    [one] = casebook.review.dossier(row.id).mentioned
    for field in ("name", ""):
        content = {"confidentiality": "confidential"} | ({"field": field} if field else {})
        why = f"the family asked{field and ' for the name'}"
        casebook.review.decide("withhold", [one.item.handle], by="Luz", why=why, content=content)

    page = get(f"/people/{row.id}")

    [name] = page.xpath(
        "//section[contains(@class, 'block')][h3 = 'name']//p[span[@class='value']]"
    )
    assert "kept back by Luz: confidential, because “the family asked for the name”" in words(name)
    [statement] = page.xpath("//ul[@class='lines']//li[q]")
    assert "kept back by Luz: confidential, because “the family asked”" in words(statement)


def test_a_report_that_is_not_public_marks_what_it_says(get: Get, casebook: Casebook) -> None:
    row = rows(casebook, "people")[0]
    [one] = casebook.review.dossier(row.id).mentioned
    content = {"confidentiality": "sealed"}
    casebook.review.decide("withhold", [one.item.report.id], by="Ana", why="so", content=content)

    page = get(f"/people/{row.id}")

    assert "kept back with its whole report: sealed" in words(page)


def test_equal_names_are_one_actor_until_confirmed_or_parted(
    get: Get, post: Post, casebook: Casebook
) -> None:
    row = next(r for r in rows(casebook, "actors") if r.name == "Defensoría")
    page = get(f"/actors/{row.id}")
    assert "because the names are equal; nobody confirmed it" in words(page)
    [node] = page.xpath("//form[contains(@action, '/part')]//input[@name='node']/@value")

    answer = post(f"/entries/{row.id}/part", {"node": node, "folder": "actors"})
    assert answer.status_code == 303
    assert casebook.review.resolve(node) == node
    [undo] = get(answer.headers["location"]).xpath("//div[@role='status']//form/@action")
    post(undo, {"back": "/"})

    seen = str(casebook.review.seen([row.id])[row.id])
    assert post(f"/entries/{row.id}/confirm", {"folder": "actors", "seen": seen}).status_code == 303
    assert "nobody confirmed it" not in words(get(f"/actors/{row.id}"))


def test_what_may_be_the_same_is_found_by_name_and_set_side_by_side(
    get: Get, casebook: Casebook
) -> None:
    first, second = rows(casebook, "people")

    page = get(f"/people/{first.id}?join=ticona")

    [link] = page.xpath("//ul[@class='found']//a/@href")
    assert f"first={first.id}" in link
    assert f"second={second.id}" in link


def test_a_town_is_drawn_as_a_point_and_a_region_without_any(get: Get, casebook: Casebook) -> None:
    town, region = (f"/incidents/{row.id}" for row in rows(casebook, "incidents"))

    [drawing] = get(town).xpath("//*[local-name()='svg'][contains(@class, 'locator')]")
    assert drawing.get("aria-label") == "Where Tarma lies"
    assert drawing.xpath(".//*[local-name()='circle']")
    assert not drawing.xpath(".//@style")
    [whole] = get(region).xpath("//*[local-name()='svg'][contains(@class, 'locator')]")
    assert not whole.xpath(".//*[local-name()='circle']")
    assert whole.xpath(".//*[local-name()='path'][@class='own']")


def test_a_measure_shows_its_chain(get: Get, casebook: Casebook) -> None:
    [row] = rows(casebook, "measures")

    [chain] = get(f"/measures/{row.id}").xpath("//section[@aria-labelledby='chain']")

    assert "15 Dec 2022" in words(chain)
    assert "El Sol" in words(chain)


def test_the_page_as_it_stood_offers_no_form_that_decides(
    client: TestClient, get: Get, casebook: Casebook
) -> None:
    row = rows(casebook, "people")[0]
    accept_all(casebook, row.id)

    page = get(f"/people/{row.id}?at=2999-01-01")

    assert "nothing can be decided here" in words(page)
    assert "Ana: accept" in words(page.xpath("//ol[@class='history']")[0])
    assert not page.xpath("//main//form[@method='post']")
    assert not page.xpath("//form[contains(@action, '/entries/')]")
    assert client.get(f"/people/{row.id}?at=yesterday").status_code == 400
    assert client.get(f"/people/{row.id}?at=1999-01-01").status_code == 404


def test_the_twin_holds_values_for_and_against(client: TestClient, casebook: Casebook) -> None:
    current, alias = joined(casebook)

    twin = client.get(f"/people/{current}?format=json").json()

    assert twin["aliases"] == [alias]
    ages = {v["value"]: v for v in twin["values"] if v["field"] == "age"}
    assert set(ages) == {17, 19}
    assert ages[17]["contradicting"][0]["outlet"] == "La Hoja de Tarma"
    assert twin["view"]["is_child"] is True


def test_an_actor_leads_to_the_series_of_its_numbers(get: Get, casebook: Casebook) -> None:
    row = next(r for r in rows(casebook, "actors") if r.name == "Defensoría")

    [link] = get(f"/actors/{row.id}").xpath("//a[starts-with(@href, '/tolls?')]/@href")

    assert "Defensoría" in words(get(link).xpath("//tbody")[0])


def test_statements_of_an_actor_are_paged(
    get: Get, casebook: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("testigo.web.entry_view.PAGE", 1)
    row = next(r for r in rows(casebook, "actors") if r.name == "Defensoría")

    first, second = (words(get(f"/actors/{row.id}?page={n}")) for n in (1, 2))

    assert "page 1 of 2" in first.lower()
    assert ("9 killed" in first) != ("9 killed" in second)
