"""What the pages of a person, a measure and an actor have of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.web.conftest import Page
from tests.web.told import DECREE, JUNIN, PUNO, SECOND, THIRD, Says, TellingReport, tell

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.record.edtf import Edtf
from testigo.record.values import Record
from testigo.review.lists import EntryRow, ListWanted

Get = Callable[[str], Page]
Post = Callable[..., Response]


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "views.db") as opened:
        tell(opened, SECOND, THIRD, DECREE)
        yield opened


@pytest.fixture(autouse=True)
def named(own_settings: Path) -> None:
    store_settings(Settings(name="Ana", language="en"))


def rows(casebook: Casebook, view: str) -> dict[str, EntryRow]:
    return {row.name: row for row in casebook.review.entries(ListWanted(view)).rows}


def words(element: Page) -> str:
    return " ".join(element.text_content().split())


def part(page: Page, name: str) -> Page:
    [found] = page.xpath(f"//section[@aria-labelledby='{name}']")
    return found


def person(casebook: Casebook) -> str:
    found = casebook.review.entries(ListWanted("people", sort="oldest")).rows
    ids = [row.id for row in found if row.name == "Alba Ticona Ríos"]
    casebook.review.decide("join", ids, by="Ana", content={"of": "person"})
    return casebook.review.resolve(ids[0])


def casualty(outcome: str, word: str, day: str, told: str) -> TellingReport:
    sentence = f"Alba Ticona Ríos {word} {told}."
    fields = {
        "name": ("Alba Ticona Ríos", "Alba Ticona Ríos"),
        "outcome": (outcome, word),
        "date": (Edtf(day), told),
    }
    return TellingReport(((sentence, (Says("casualty", fields),)),), "Luz (invented)", "2023-02-01")


def strip(page: Page) -> list[str]:
    return [words(one) for one in page.xpath("//ol[@class='strip']/li")]


def test_what_happened_to_a_person_is_a_strip_in_time(get: Get, casebook: Casebook) -> None:
    page = get(f"/people/{person(casebook)}")

    assert strip(page) == ["injured 9 Jan 2023", "→then killed 12 Jan 2023"]
    for link in page.xpath("//ol[@class='strip']//a/@href"):
        assert page.xpath(f"//*[@id='{link[1:]}']")


def test_two_stated_days_of_one_death_are_no_two_deaths(get: Get, casebook: Casebook) -> None:
    tell(casebook, casualty("killed", "died", "2023-01-11", "on Wednesday"))

    page = get(f"/people/{person(casebook)}")

    assert strip(page) == ["injured 9 Jan 2023", "→then killed 11 Jan 2023 or 12 Jan 2023"]


@pytest.mark.parametrize(
    "day", ["2023-01-12~", "2023-01", "2023-01-09"], ids=["about", "a month", "the same day"]
)
def test_no_arrow_leads_where_the_order_is_not_sure(get: Get, casebook: Casebook, day: str) -> None:
    tell(casebook, casualty("detained", "was held", day, "then"))

    assert not [one for one in strip(get(f"/people/{person(casebook)}")) if "then detained" in one]


def test_the_chosen_day_stands_alone_in_the_strip(get: Get, post: Post, casebook: Casebook) -> None:
    tell(casebook, casualty("killed", "died", "2023-01-11", "on Wednesday"))
    id_ = person(casebook)
    values = casebook.review.dossier(id_).entry.values_of("killed.date")
    key = next(value.key for value in values if str(value.value) == "2023-01-11")
    seen = str(casebook.review.seen([id_])[id_])
    form = {"field": "killed.date", "value": key, "why": "the certificate", "seen": seen}

    assert post(f"/entries/{id_}/choose", {**form, "folder": "people"}).status_code == 303

    assert strip(get(f"/people/{id_}"))[1] == "→then killed 11 Jan 2023"


def test_a_measure_shows_its_terms_as_stated_and_as_computed(get: Get, casebook: Casebook) -> None:
    page = get(f"/measures/{rows(casebook, 'measures')['decree 7-2023'].id}")

    chain = part(page, "chain")
    table = [[words(cell) for cell in row.xpath("./td")[:5]] for row in chain.xpath(".//tbody/tr")]
    assert table == [
        ["declared", "15 Jan 2023", "–", "30 days", "13 Feb 2023"],
        ["extended", "14 Feb 2023", "20 Mar 2023", "–", "–"],
        ["declared", "–", "14 Feb 2023", "–", "–"],
    ]
    assert "the stated start and duration end on 13 Feb 2023" in words(chain)
    assert chain.xpath(".//*[local-name()='svg'][@role='img'][@aria-label]")


def test_an_extension_contradicts_nothing(get: Get, casebook: Casebook) -> None:
    row = rows(casebook, "measures")["decree 7-2023"]

    assert not row.is_contradicted
    assert not get(f"/measures/{row.id}").xpath("//section[contains(@class, 'conflict')]")


def test_what_begins_on_the_day_after_is_shown_and_never_joined(
    get: Get, client: TestClient, casebook: Casebook
) -> None:
    found = rows(casebook, "measures")
    address = f"/measures/{found['decree 7-2023'].id}"

    [near] = part(get(address), "near").xpath(".//li")

    assert "decree 12-2023" in words(near)
    assert "begins on the day after a last day of this one" in words(near)
    twin = client.get(f"{address}?format=json").json()["view"]["near"]
    assert twin == [{"id": found["decree 12-2023"].id, "goes_on": True}]


def test_rights_stand_by_area(get: Get, casebook: Casebook) -> None:
    rights = part(get(f"/measures/{rows(casebook, 'measures')['decree 7-2023'].id}"), "rights")

    assert [words(head) for head in rights.xpath(".//thead//th")][1:] == ["areas not told apart"]
    assert "assembly" in words(rights.xpath(".//tbody//th")[0])


def test_what_is_told_area_by_area_is_not_said_of_all_areas(get: Get, casebook: Casebook) -> None:
    sentence = (
        "Decree 9-2023 was declared: freedom of assembly is suspended in Puno and limited in "
        "Junín, and homes may be searched in a state of emergency."
    )
    by_area = (
        Record.of(area=PUNO, right="assembly", status="suspended"),
        Record.of(area=JUNIN, right="assembly", status="limited"),
    )
    fields = {
        "type": ("state_of_emergency", "state of emergency"),
        "status": ("declared", "declared"),
        "instrument": ("Decree 9-2023", "Decree 9-2023"),
        "rights": (("assembly", "home_inviolability"), "freedom of assembly"),
        "rights_by_area": (
            by_area,
            "freedom of assembly is suspended in Puno and limited in Junín",
        ),
    }
    says = (Says("measure", fields),)
    tell(casebook, TellingReport(((sentence, says),), "Luz (invented)", "2023-02-01"))

    page = get(f"/measures/{rows(casebook, 'measures')['Decree 9-2023'].id}")

    rights = part(page, "rights")
    assert [words(head) for head in rights.xpath(".//thead//th")] == [
        "Right",
        "Puno (region)",
        "Junín (region)",
        "areas not told apart",
    ]
    table = [[words(cell).split(" ")[0] for cell in row] for row in rights.xpath(".//tbody/tr")]
    assert [row[1:] for row in table] == [["suspended", "limited", "–"], ["–", "–", "named"]]
    [stated] = [
        words(dd)
        for dd in part(page, "gist").xpath(".//dd[preceding-sibling::dt[1] = 'rights by area']")
    ]
    assert "freedom of peaceful assembly" in stated


def test_posts_are_bars_with_a_table_that_says_the_same(get: Get, casebook: Casebook) -> None:
    posts = part(get(f"/actors/{rows(casebook, 'actors')['Bruno Cusi Yana'].id}"), "posts")

    names = [t.text for t in posts.xpath(".//*[local-name()='text'][@class='name']")]
    assert names == ["minister of health", "rector, the university"]
    table = [[words(cell) for cell in row.xpath("./td")[:6]] for row in posts.xpath(".//tbody/tr")]
    assert table[1][1:] == ["rector", "the university", "former", "2018", "2021"]
    assert words(posts.xpath(".//th")[0]) == "person"


def test_a_body_shows_who_held_its_posts(get: Get, casebook: Casebook) -> None:
    posts = part(get(f"/actors/{rows(casebook, 'actors')['the university'].id}"), "posts")

    [name] = [t.text for t in posts.xpath(".//*[local-name()='text'][@class='name']")]
    assert name == "Bruno Cusi Yana, rector"


def test_contacts_are_a_graph_and_a_list_of_links_that_lead_there(
    get: Get, casebook: Casebook
) -> None:
    found = rows(casebook, "actors")
    contacts = part(get(f"/actors/{found['Bruno Cusi Yana'].id}"), "contacts")

    expected = {f"/actors/{found[name].id}" for name in ("the Army", "the Front of Neighbours")}
    graph = contacts.xpath(".//*[local-name()='svg']//*[local-name()='a']/@href")
    assert set(graph) == expected
    assert set(contacts.xpath(".//ul//span/following-sibling::a/@href")) == expected
    assert "met the Army" in words(contacts)


def test_what_stands_above_is_not_listed_twice(get: Get, casebook: Casebook) -> None:
    page = get(f"/actors/{rows(casebook, 'actors')['Bruno Cusi Yana'].id}")

    assert [words(h) for h in part(page, "statements").xpath("./h3")] == ["claim"]


def test_the_twin_of_an_actor_names_posts_and_contacts(
    client: TestClient, casebook: Casebook
) -> None:
    found = rows(casebook, "actors")
    answer = client.get(f"/actors/{found['Bruno Cusi Yana'].id}?format=json")

    view = answer.json()["view"]
    assert len(view["posts"]) == 2
    [contact] = view["contacts"]
    assert set(contact["with"]) == {found["the Army"].id, found["the Front of Neighbours"].id}


def test_who_denies_something_is_named_all_the_same(get: Get, casebook: Casebook) -> None:
    row = rows(casebook, "actors")["the Army"]

    [name] = get(f"/actors/{row.id}").xpath("//section[contains(@class, 'block')][h3 = 'name']")

    assert not row.is_contradicted
    assert "Said against it" not in words(name)


@pytest.mark.parametrize(
    ("view", "name", "part_of"),
    [
        ("actors", "Bruno Cusi Yana", "contacts"),
        ("measures", "decree 7-2023", "near"),
        ("incidents", "", "beside"),
    ],
)
def test_links_of_a_past_page_lead_to_the_same_past(
    get: Get, casebook: Casebook, view: str, name: str, part_of: str
) -> None:
    page = get(f"/{view}/{rows(casebook, view)[name].id}?at=2999-01-01")

    links = [
        link
        for link in part(page, part_of).xpath(".//a/@href")
        if link.startswith(("/actors/", "/measures/", "/people/", "/tolls/"))
    ]
    assert links
    assert all(link.endswith("?at=2999-01-01") for link in links)


def test_pages_of_statements_hold_only_what_is_not_shown_above(
    get: Get, casebook: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("testigo.web.entry_view.PAGE", 1)
    page = get(f"/actors/{rows(casebook, 'actors')['Bruno Cusi Yana'].id}")

    statements = part(page, "statements")
    assert [words(h) for h in statements.xpath("./h3")] == ["claim"]
    assert not statements.xpath(".//nav")
    assert "Bruno Cusi Yana" in words(part(page, "values"))
