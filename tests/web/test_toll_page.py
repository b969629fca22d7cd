"""The page of a toll: each number with its sentences, a range only where a person allowed one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.review.press import Line, Report, reading
from tests.review.tolls.loading import accept_all, load, take_in, toll_id
from tests.review.tolls.worked import (
    CHANGED_LIST,
    FOUR_TOTALS,
    MINISTRY_SERIES,
    MISSING_TO_DEAD,
    WorkedReport,
)
from tests.review.tolls.worked_form import Inner, Inside, toll, where
from tests.web.conftest import Page

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.review.lists import ListWanted

Get = Callable[[str], Page]
Post = Callable[..., Response]
WHY = "all count every death of the protests"
OFFICE = "la Oficina de Ensayo"


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "tolls.db") as opened:
        yield opened


@pytest.fixture(autouse=True)
def named(own_settings: Path) -> None:
    store_settings(Settings(name="Ana", language="en"))


def words(element: Page) -> str:
    return " ".join(element.text_content().split())


def put(casebook: Casebook, *reports: Report) -> None:
    for report in reports:
        item = report.captured()
        casebook._store.append_report(item, [reading(report, item)])


def seen(casebook: Casebook, id_: str) -> str:
    return str(casebook.review.seen([id_])[id_])


def four(casebook: Casebook) -> list[str]:
    load(casebook, FOUR_TOTALS)
    return [toll_id(casebook, "", figure=number) for number in (14, 18, 20, 21)]


def declare(casebook: Casebook, post: Post, ids: list[str], **more: str) -> Response:
    form = {"other": ids[1:], "why": WHY, "act": "join", "seen": seen(casebook, ids[0])}
    return post(f"/tolls/{ids[0]}/equal", form | more)


def key_of(page: Page, number: str) -> str:
    """The key by which the forms of a page name a number."""
    [form, *_] = page.xpath(
        f"//li[contains(@class, 'figure')][.//*[contains(@class, 'value')]='{number}']"
        "//form[contains(@action, '/verify')]"
    )
    return str(form.fields["value"])


def rows_of(page: Page, group: str = "side") -> list[list[str]]:
    """The rows of the table: who, then the number of each date."""
    found = []
    for row in page.xpath(f"//table[contains(@class, 'grid')]/tbody[@class='{group}']/tr[td]"):
        cells = [[words(a) for a in cell.xpath(".//div/a")] for cell in row.xpath("./td")]
        name = row.xpath("./th//b | ./th//a")[0]
        found.append([words(name), *(" / ".join(cell) for cell in cells)])
    return found


def test_the_table_has_the_numbers_in_order_each_leading_to_its_sentence(
    get: Get, casebook: Casebook
) -> None:
    load(casebook, MINISTRY_SERIES)

    page = get(f"/tolls/{toll_id(casebook, 'Ministerio')}")

    assert rows_of(page) == [["El Ministerio de Salud", "2 / 4", "8", "14", "24", "25"]]
    [link] = page.xpath("//table//a[span='24']")
    [figure] = page.xpath(f"//li[@id='{link.get('href')[1:]}']")
    assert "as of 17 Dec 2022, 12:00" in words(figure)
    assert "cuenta 24 muertos en el Perú hasta las 12:00" in words(figure)
    assert figure.xpath(".//a[contains(@href, '?sentence=')]")
    assert page.xpath("//svg[@class='chart']")
    assert "The parts sum to the total: 9 (Ayacucho) + 6 (Apurímac)" in words(page)
    assert "this is how it was reported, not what happened between the two" in words(page)


def test_two_reports_of_one_dispatch_are_one_source(get: Get, casebook: Casebook) -> None:
    ids = take_in(casebook, MINISTRY_SERIES.reports)
    accept_all(casebook)
    repeated = [
        id_
        for id_, report in zip(ids, MINISTRY_SERIES.reports, strict=True)
        if report.group is not None
    ]
    toll = toll_id(casebook, "Ministerio")
    assert "2 reports, 2 sources" in words(get(f"/tolls/{toll}"))

    casebook.review.decide("join", repeated, by="Ana", content={"of": "origin"})

    assert "2 reports, 1 source" in words(get(f"/tolls/{toll}"))


def test_drafts_look_otherwise_and_can_be_left_out(get: Get, casebook: Casebook) -> None:
    take_in(casebook, MINISTRY_SERIES.reports)
    toll = toll_id(casebook, "Ministerio")
    first = casebook.review.toll(toll).series[0].rows[0].handles[0]
    casebook.review.decide("accept", [first], by="Ana")

    page, accepted = get(f"/tolls/{toll}"), get(f"/tolls/{toll}?states=accepted")

    assert len(page.xpath("//li[contains(@class, 'figure draft')]")) == 5
    assert len(page.xpath("//li[contains(@class, 'figure accepted')]")) == 1
    assert "1 report, 1 source in draft" in words(page)
    assert rows_of(accepted) == [["El Ministerio de Salud", "2"]]
    assert "Draft, unchecked" in words(page)
    assert "Draft, unchecked" not in words(accepted)


def test_no_range_stands_before_somebody_declares_scopes_equal(
    get: Get, casebook: Casebook
) -> None:
    ids = four(casebook)

    page = get(f"/tolls/{ids[0]}")

    assert "Between" not in words(page)
    assert "Nobody declared scopes equal: each source stands for itself" in words(page)
    assert [row[0] for row in rows_of(page)] == ["El Ministerio de Salud"]
    assert {row[1] for row in rows_of(page, "others")} == {"18", "20", "21", "7", "2"}


def test_a_range_stands_with_who_declared_it_and_goes_when_that_is_undone(
    get: Get, post: Post, casebook: Casebook
) -> None:
    ids = four(casebook)

    answer = declare(casebook, post, ids)

    assert answer.status_code == 303
    page = get(answer.headers["location"])
    [stands] = page.xpath("//section[@class='range']")
    assert "Between 14 and 21, by source, as of 16 Dec 2022" in words(stands)
    assert "Scopes declared equal by Ana on" in words(stands)
    assert f"because {WHY}" in words(stands)
    assert "No mean is made" in words(stands)
    assert [row[1] for row in rows_of(page)] == ["14", "18", "20", "21"]
    [undo] = stands.xpath(".//form[contains(@action, '/undo')]")
    post(undo.get("action"), {"back": f"/tolls/{ids[0]}"})
    assert "Between" not in words(get(f"/tolls/{ids[0]}"))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"why": WHY}, "Choose at least one series"),
        ({"why": " "}, "say why in words"),
    ],
    ids=["no series", "no reason"],
)
def test_scopes_are_declared_equal_by_name_and_with_a_reason(
    post: Post, casebook: Casebook, form: dict[str, str], said: str
) -> None:
    ids = four(casebook)
    chosen = {"other": ids[1]} if form["why"] == " " else {}

    answer = post(f"/tolls/{ids[0]}/equal", form | chosen)

    assert answer.status_code == 422
    assert said in answer.text
    assert (form["why"] in answer.text) if form["why"].strip() else True
    assert "Between 14" not in answer.text


def test_what_was_kept_apart_is_declared_equal_only_knowingly(
    get: Get, post: Post, casebook: Casebook
) -> None:
    ids = four(casebook)
    declare(casebook, post, ids[:2], act="keep_apart", why="one leaves out the blockades")
    assert "kept apart by Ana: one leaves out the blockades" in words(get(f"/tolls/{ids[0]}"))

    refused = declare(casebook, post, ids[:2])

    assert refused.status_code == 409
    assert "contradicts what was decided" in refused.text
    assert WHY in refused.text
    [earlier] = [
        line.decision.id
        for line in casebook.review.history([ids[0]])
        if line.decision.act == "keep_apart"
    ]
    assert f'name="despite" value="{earlier}"' in refused.text
    assert declare(casebook, post, ids[:2], despite=earlier).status_code == 303


def test_who_comes_second_is_told_and_decides_again(post: Post, casebook: Casebook) -> None:
    ids = four(casebook)
    before = seen(casebook, ids[0])
    casebook.review.decide(
        "keep_apart", ids[:2], by="Beto", why="other people", content={"of": "scope"}
    )

    answer = declare(casebook, post, [ids[0], ids[2]], seen=before)

    assert answer.status_code == 409
    assert "Somebody else decided on this series meanwhile" in answer.text
    assert "Beto" in answer.text


def test_a_level_is_given_with_a_reason_and_the_third_needs_two_sources(
    get: Get, post: Post, casebook: Casebook
) -> None:
    load(casebook, MINISTRY_SERIES)
    id_ = toll_id(casebook, "Ministerio")
    key = key_of(get(f"/tolls/{id_}"), "24")
    form = {"value": key, "level": "2", "why": "read in the bulletin", "seen": seen(casebook, id_)}

    assert post(f"/tolls/{id_}/verify", form | {"why": ""}).status_code == 422
    refused = post(f"/tolls/{id_}/verify", form | {"level": "3"})
    assert refused.status_code == 422
    assert "two independent sources" in refused.text
    assert "read in the bulletin" in refused.text
    assert post(f"/tolls/{id_}/verify", form).status_code == 303

    [figure] = get(f"/tolls/{id_}").xpath("//li[contains(@class, 'figure')][.//span='24']")
    assert "single source" in words(figure)


def test_the_third_level_waits_for_a_second_person(
    get: Get, post: Post, casebook: Casebook
) -> None:
    load(casebook, MINISTRY_SERIES)
    id_ = toll_id(casebook, "Ministerio")
    key = key_of(get(f"/tolls/{id_}"), "14")
    form = {"value": key, "level": "3", "why": "two papers were there"}

    post(f"/tolls/{id_}/verify", form | {"seen": seen(casebook, id_)})
    waits = words(get(f"/tolls/{id_}"))
    store_settings(Settings(name="Beto", language="en"))
    post(f"/tolls/{id_}/verify", form | {"seen": seen(casebook, id_)})

    assert "“corroborated” was given by Ana and waits for a second person" in waits
    [figure] = get(f"/tolls/{id_}").xpath("//li[contains(@class, 'figure')][.//span='14']")
    assert "corroborated" in words(figure)
    assert "waits for a second person" not in words(figure)


def test_the_best_number_is_the_one_that_a_person_chose_and_stands_with_the_reason(
    get: Get, post: Post, casebook: Casebook
) -> None:
    ids = four(casebook)
    declare(casebook, post, ids)
    assert "Best number" not in words(get(f"/tolls/{ids[0]}"))
    form = {"value": key_of(get(f"/tolls/{ids[2]}"), "20"), "why": "it names the regions"}

    unsaid = post(f"/tolls/{ids[2]}/choose", form | {"why": "", "seen": seen(casebook, ids[2])})
    kept = post(f"/tolls/{ids[2]}/choose", form | {"seen": seen(casebook, ids[2])})

    assert (unsaid.status_code, kept.status_code) == (422, 303)
    [stands] = get(f"/tolls/{ids[0]}").xpath("//section[@class='range']")
    assert "Best number, chosen by Ana: 20" in words(stands)
    assert "because it names the regions" in words(stands)


def test_a_number_that_is_not_in_the_series_is_never_chosen(post: Post, casebook: Casebook) -> None:
    ids = four(casebook)

    answer = post(
        f"/tolls/{ids[0]}/choose",
        {"value": "{}", "why": "because", "seen": seen(casebook, ids[0])},
    )

    assert answer.status_code == 422
    assert "no such figure" in answer.text


def test_a_number_taken_back_stays_struck_and_a_draft_strikes_nothing_accepted(
    get: Get, casebook: Casebook
) -> None:
    load_all = [report for report in CHANGED_LIST.reports if report.key.startswith("47-third")]
    take_in(casebook, load_all)
    accept_all(casebook)
    id_ = toll_id(casebook, "Dirección")
    retraction = [report for report in CHANGED_LIST.reports if report.key == "47-withdrawn"]
    take_in(casebook, retraction)

    unchecked = get(f"/tolls/{id_}")
    accept_all(casebook)
    struck = get(f"/tolls/{id_}")

    assert not unchecked.xpath("//li[contains(@class, 'struck')]")
    assert "a draft, unchecked, says that this was taken back" in words(unchecked)
    [figure] = struck.xpath("//li[contains(@class, 'figure struck')]")
    assert words(figure.xpath(".//s")[0]) == "3"
    assert "taken back by the same speaker" in words(figure)
    assert not figure.xpath(".//form")


def test_a_death_that_was_no_death_is_struck_by_what_its_speaker_says_elsewhere(
    get: Get, casebook: Casebook
) -> None:
    dead = toll(
        f"Hay 3 muertos en Tarma, anunció {OFFICE}.",
        3,
        "3",
        "muertos",
        speaker=OFFICE,
        place=where("Tarma"),
    )
    hurt = toll(
        f"No eran 3 muertos: son 3 heridos en Tarma, corrigió {OFFICE}.",
        3,
        "3 heridos",
        "heridos",
        outcome="injured",
        speaker=OFFICE,
        place=where("Tarma"),
        corrects=Inside("3 muertos", (Inner(3, "3", outcome="killed"),)),
    )
    take_in(
        casebook,
        [
            WorkedReport("first", "La Hoja Modelo", "2023-01-09", "Tres", (dead,)),
            WorkedReport("then", "La Hoja Modelo", "2023-01-10", "Heridos", (hurt,)),
        ],
    )
    accept_all(casebook)

    page = get(f"/tolls/{toll_id(casebook, OFFICE)}")

    [figure] = page.xpath("//li[contains(@class, 'figure struck')]")
    assert "corrected by the same speaker" in words(figure)
    assert "was corrected by the same source to 3 (injured)" in words(page)
    assert "3 injured" in words(page.xpath("//ul[@class='spoken']")[0])


def test_the_names_behind_an_unchanged_number_are_set_side_by_side(
    get: Get, casebook: Casebook
) -> None:
    load(casebook, CHANGED_LIST)

    page = get(f"/tolls/{toll_id(casebook, 'Defensoría', figure=6)}")

    [summary] = page.xpath("//p[@class='summary']")
    assert words(summary) == (
        "6 names before, 6 after: +1 −1. 5 names may be other spellings of those before."
    )
    rows = [
        tuple(words(cell) for cell in row.xpath("./td"))
        for row in page.xpath("//table[contains(@class, 'names')]/tbody/tr")
    ]
    assert ("T. Urcohuara L., 26", "–", "only in the earlier list") in rows
    assert ("–", "F. S. Salcedaño V., 19", "only in the later list") in rows
    assert page.xpath("//table//a[contains(@href, '/merge?view=people&first=')]")


def test_a_pair_of_names_that_a_person_decided_is_no_proposal_any_more(
    get: Get, casebook: Casebook
) -> None:
    load(casebook, CHANGED_LIST)
    id_ = toll_id(casebook, "Defensoría", figure=6)
    [change] = casebook.review.names_behind(id_)
    same, others = change.difference.proposals[:2]
    for act, pair in (("join", same), ("keep_apart", others)):
        ids = [person.handle for person in pair]
        casebook.review.decide(act, ids, by="Ana", content={"of": "person"})

    page = get(f"/tolls/{id_}")

    [summary] = page.xpath("//p[@class='summary']")
    assert "+2 −2. 3 names may be other spellings" in words(summary)
    assert "one person in the record" in words(page)


def test_missing_people_found_dead_are_told_on_the_page_of_each_speaker(
    get: Get, casebook: Casebook
) -> None:
    load(casebook, MISSING_TO_DEAD)

    page = get(f"/tolls/{toll_id(casebook, 'Comando')}")

    assert "the number of persons stays 6: 1 dead and 5 missing (el Comando Conjunto" in words(page)
    assert "Between" not in words(page)


def test_outlets_that_are_not_known_stay_two_and_are_told_apart(
    get: Get, post: Post, casebook: Casebook
) -> None:
    line = Line("toll", number=9, place="Tarma", day="2023-01-09")
    other = Line("toll", number=11, place="Tarma", day="2023-01-09")
    put(casebook, Report((line,), None), Report((other,), None, "2023-01-21"))
    accept_all(casebook)
    ids = [toll_id(casebook, "", figure=number) for number in (9, 11)]

    assert ids[0] != ids[1]
    assert rows_of(get(f"/tolls/{ids[0]}"), "others")[0][1:] == ["11"]
    declare(casebook, post, ids)
    assert "Between 9 and 11" in words(get(f"/tolls/{ids[0]}"))


def test_latest_numbers_of_several_days_give_a_range_where_a_person_asks_for_one(
    get: Get, client: TestClient, post: Post, casebook: Casebook
) -> None:
    put(
        casebook,
        Report((Line("toll", number=9, place="Tarma", speaker="Ministry", day="2023-01-09"),)),
        Report((Line("toll", number=11, place="Tarma", speaker="Ombudsman", day="2023-01-10"),)),
    )
    accept_all(casebook)
    ids = [toll_id(casebook, name) for name in ("Ministry", "Ombudsman")]
    declare(casebook, post, ids)

    each_day, up_to = get(f"/tolls/{ids[0]}"), get(f"/tolls/{ids[0]}?as_of=2023-01-12")

    assert "no two sources give a number of the same day" in words(each_day)
    assert (
        "Between 9 and 11, by source, each one's latest number up to 12 Jan 2023 "
        "(the oldest of 9 Jan 2023)" in words(up_to)
    )
    assert client.get(f"/tolls/{ids[0]}?as_of=soon").status_code == 400


def test_the_page_as_it_stood_has_no_range_that_came_later_and_decides_nothing(
    get: Get, post: Post, casebook: Casebook
) -> None:
    ids = four(casebook)
    [accepted] = [line.at for line in casebook.review.latest(1)]
    declare(casebook, post, ids)

    page = get(f"/tolls/{ids[0]}?at={accepted.replace('+', '%2B')}")

    assert "This is the toll as it stood on" in words(page)
    acts = [form.get("action") for form in page.xpath("//main//form[@method='post']")]
    assert not [act for act in acts if "/verify" in act or "/undo" in act]
    assert not page.xpath("//input[@type='checkbox']")


def test_the_csv_holds_the_numbers_that_are_seen_and_no_sentence(
    client: TestClient, casebook: Casebook
) -> None:
    ids = four(casebook)

    answer = client.get(f"/tolls/{ids[0]}?format=csv")

    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    head, body = rows[0], rows[1:]
    number, relation = head.index("Low [low]"), head.index("To this series [relation]")
    assert [(row[number], row[relation]) for row in body[:1]] == [("14", "this series")]
    assert {row[number] for row in body} == {"14", "18", "20", "21", "7", "2"}
    assert "habla de" not in answer.text


def test_a_number_that_is_withheld_is_marked_and_stays_out_of_the_csv(
    get: Get, client: TestClient, casebook: Casebook
) -> None:
    ids = four(casebook)
    [handle] = casebook.review.toll(ids[0]).series[0].rows[0].handles
    casebook.review.decide(
        "withhold",
        [handle],
        by="Ana",
        why="told in confidence",
        content={"confidentiality": "confidential"},
    )

    page, sheet = get(f"/tolls/{ids[0]}"), client.get(f"/tolls/{ids[0]}?format=csv").text

    assert page.xpath("//span[@class='confidential']")
    own = [row for row in csv.reader(io.StringIO(sheet)) if "this series" in row]
    assert [row[4:8] for row in own] == [["(kept back)", "", "", ""]]


def test_the_twin_says_what_the_page_says(
    client: TestClient, post: Post, casebook: Casebook
) -> None:
    ids = four(casebook)
    declare(casebook, post, ids)

    twin = client.get(f"/tolls/{ids[0]}?format=json").json()

    [table] = twin["comparison"]["tables"]
    [found] = table["ranges"]
    assert (found["low"], found["high"], found["best"]) == (14, 21, None)
    assert [row["figure"]["low"] for row in twin["series"][0]["rows"]] == [14]
    assert len(twin["comparable"]) == 3
    assert twin["history"][0]["act"] == "join"


def test_a_series_whose_statements_were_all_rejected_still_has_its_page(
    get: Get, casebook: Casebook
) -> None:
    ids = four(casebook)
    handles = casebook.review.toll(ids[0]).series[0].rows[0].handles
    casebook.review.decide("reject", handles, by="Ana", content={"reason": "not_said"})

    page = get(f"/tolls/{ids[0]}")

    assert "Every statement of this series was rejected." in words(page)
    assert not page.xpath("//input[@type='checkbox']")


def test_an_id_of_another_kind_leads_to_its_own_page(
    client: TestClient, casebook: Casebook
) -> None:
    put(casebook, Report((Line("casualty", "Alba Ticona Ríos", 19, place="Tarma"),)))
    [person] = casebook.review.entries(ListWanted("people")).rows

    answer = client.get(f"/tolls/{person.id}")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/people/{person.id}"
    assert client.get("/tolls/aaaaaaaaaaaaa").status_code == 404


def test_the_page_speaks_spanish(get: Get, post: Post, casebook: Casebook) -> None:
    ids = four(casebook)
    declare(casebook, post, ids)
    store_settings(Settings(name="Ana", language="es"))

    page = get(f"/tolls/{ids[0]}")

    assert "Entre 14 y 21, según la fuente, al 16 dic 2022" in words(page)
    assert "Alcances declarados iguales por Ana" in words(page)
