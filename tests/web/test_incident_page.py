"""The page of an incident: who is said to have done it, and what may belong to it, uncounted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Page
from tests.web.told import (
    FIRST,
    SECOND,
    TARMA,
    THIRD,
    Says,
    TellingReport,
    incident,
    tell,
)

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.record.edtf import Edtf
from testigo.review.lists import ListWanted

Get = Callable[[str], Page]


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "incident.db") as opened:
        tell(opened, FIRST, SECOND, THIRD)
        yield opened


@pytest.fixture(autouse=True)
def named(own_settings: Path) -> None:
    store_settings(Settings(name="Ana", language="en"))


@pytest.fixture
def joined(casebook: Casebook) -> str:
    """The address of one incident of three accounts in two reports."""
    ids = [r.id for r in casebook.review.entries(ListWanted("incidents", sort="oldest")).rows]
    casebook.review.decide("join", ids, by="Ana", content={"of": "incident"})
    return f"/incidents/{casebook.review.resolve(ids[0])}"


def words(element: Page) -> str:
    return " ".join(element.text_content().split())


def part(page: Page, name: str) -> Page:
    [found] = page.xpath(f"//section[@aria-labelledby='{name}']")
    return found


def test_claim_denial_and_other_versions_stand_in_columns(get: Get, joined: str) -> None:
    claim, denial, versions = part(get(joined), "who").xpath(".//div[contains(@class, 'col')]/div")

    assert "Nobody says so" in words(claim)
    assert "the Army" in words(denial)
    assert "denied" in words(denial)
    assert "Soldiers" in words(versions)
    assert "the Front of Neighbours" in words(versions)
    assert "Armed strangers" in words(versions)
    assert "Soldiers" not in words(denial)


def test_what_is_stated_stands_in_short_beside_the_map(get: Get, joined: str) -> None:
    where = part(get(joined), "where")

    told = dict(
        zip(map(words, where.xpath(".//dt")), map(words, where.xpath(".//dd")), strict=True)
    )
    assert told["date"] == "9 Jan 2023"
    assert told["means"] == "rifles"
    assert told["demands"] == "new elections"
    assert told["part of"] == "January strike"
    assert where.xpath(".//figure//small")[0].text == "exact place"
    assert where.xpath("count(.//dd//a[not(starts-with(@href, '#v'))])") == 0


def test_harm_of_its_sentences_and_of_its_day_and_place_is_told_apart(
    get: Get, joined: str
) -> None:
    beside = part(get(joined), "beside")

    within, perhaps = beside.xpath("./ul")
    assert "Alba Ticona Ríos" in words(within)
    assert within.xpath(".//a[starts-with(@href, '/people/')]")
    assert "2 killed" in words(perhaps)
    assert "6 detained" in words(perhaps)
    assert perhaps.xpath(".//a[starts-with(@href, '/tolls/')]")
    assert "Alba" not in words(perhaps)
    assert "none is counted here" in words(beside)
    assert not beside.xpath(".//*[contains(., '8')]")


def test_a_sentence_that_tells_of_several_is_quoted_once(
    get: Get, casebook: Casebook, joined: str
) -> None:
    sentence = "Three people were injured and two were detained in Tarma on Monday."
    says = tuple(
        Says(
            "toll",
            {
                "outcome": (outcome, outcome),
                "low": (number, word),
                "high": (number, word),
                "bound": ("exact", word),
                "wording": (word, word),
                "place": (TARMA, "Tarma"),
                "period": (Edtf("2023-01-09"), "Monday"),
            },
        )
        for outcome, number, word in (("injured", 3, "Three"), ("detained", 2, "two"))
    )
    tell(casebook, TellingReport(((sentence, says),), "Luz (invented)", "2023-01-12"))

    [told] = part(get(joined), "beside").xpath("./ul/li[contains(., 'Luz (invented)')]")

    assert words(told).count(sentence) == 1
    assert "3 injured" in words(told)
    assert "2 detained" in words(told)


def test_what_is_rejected_or_of_another_day_is_not_proposed(
    get: Get, casebook: Casebook, joined: str
) -> None:
    items = casebook.review.told_beside(joined.rpartition("/")[2]).same_day_and_place
    [detained] = [b.item for b in items if b.item.statement.value("outcome") == "detained"]
    reason = {"reason": "past_event"}
    casebook.review.decide("reject", [detained.handle], by="Ana", content=reason)

    beside = words(part(get(joined), "beside"))

    assert "2 killed" in beside
    assert "detained" not in beside.replace("Killed, hurt, detained", "")
    assert "12 Jan" not in beside


def test_each_report_that_tells_it_is_listed_once(get: Get, joined: str) -> None:
    listed = part(get(joined), "reports").xpath(".//li")

    assert [words(one) for one in listed] == [
        "without a headline La Hoja de Tarma, 10 Jan 2023",
        "without a headline El Faro (invented), 11 Jan 2023",
    ]


def test_its_own_parts_do_not_depend_on_the_page_of_statements(
    get: Get, joined: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("testigo.web.entry_view.PAGE", 1)

    assert "Armed strangers" in words(part(get(f"{joined}?page=1"), "who"))
    assert "Soldiers" in words(part(get(f"{joined}?page=3"), "who"))


def test_the_twin_names_what_is_computed(client: TestClient, joined: str) -> None:
    view = client.get(f"{joined}?format=json").json()["view"]

    assert len(view["told_in_the_same_sentence"]) == 1
    assert len(view["perhaps_of_this_incident"]) == 2
    assert view["more"] == 0


def test_of_several_words_for_one_point_one_is_drawn(
    get: Get, casebook: Casebook, joined: str
) -> None:
    again = replace(TARMA, words="Tarma city", place_id="9")
    sentence = "Soldiers shot at marchers in Tarma city on Monday."
    said = incident("Soldiers", place=again)
    tell(casebook, TellingReport(((sentence, (said,)),), "Luz (invented)", "2023-01-12"))
    ids = [row.id for row in casebook.review.entries(ListWanted("incidents")).rows]
    casebook.review.decide("join", ids, by="Ana", content={"of": "incident"})

    where = part(get(f"/incidents/{casebook.review.resolve(ids[0])}"), "where")

    assert len(where.xpath(".//*[local-name()='svg']")) == 1
