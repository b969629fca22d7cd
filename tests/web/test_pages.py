"""What the pages say, read as HTML, and their JSON twins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import ADDRESS, PORT, Page
from tests.web.reports import ARABIC, CUATRO, FRENCH, TWO_COUNTS

from testigo.casebook import Casebook
from testigo.reading.builtin.reader import BuiltinReader
from testigo.record.decision import Decision
from testigo.reports.intake import IntakeOptions
from testigo.web.access import Keys
from testigo.web.app import create_app
from testigo.web.islands_built import island_scripts
from testigo.web.searching import search_page
from testigo.web.words import words as in_language

Get = Callable[[str], Page]
IdOf = Callable[[str], str]


def words(element: Page) -> str:
    return " ".join(element.text_content().split())


def row_of(page: Page, title: str) -> str:
    [found] = [words(row) for row in page.xpath("//tbody/tr") if title in words(row)]
    return found


def titles(page: Page) -> list[str]:
    return [words(link) for link in page.xpath("//tbody//th/a")]


def test_the_list_says_what_is_known_of_each_report(get: Get) -> None:
    page = get("/inbox")

    herald = row_of(page, "Two counts after")
    assert "12 Jan 2023 meta file" in herald
    assert "Altiplano Herald (invented) · en" in herald
    assert "T 3 C 1 4 to review" in herald
    assert "undated" in row_of(page, "Trois morts")
    assert "3 Feb 2023 tag article:published_time" in row_of(page, "Curfew")


def test_the_list_warns_of_what_was_not_understood(get: Get) -> None:
    page = get("/inbox")

    assert "with a number or harm gave nothing" in row_of(page, "Two counts")
    assert "not read: language fr" in row_of(page, "Trois morts")
    assert "not read: language ar" in row_of(page, "قُتل")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("sort=date", "Curfew in the valley"),
        ("sort=oldest", "Written for testing: Cuatro"),
        ("sort=outlet", "Two counts"),
        ("sort=statements", "Two counts"),
        ("sort=nothing", "Two counts"),
    ],
)
def test_the_list_is_sorted_by_the_address(get: Get, query: str, first: str) -> None:
    assert titles(get(f"/inbox?{query}"))[0].startswith(first)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("language=es", 1),
        ("undated=1", 1),
        ("kind=M", 1),
        ("title=CUATRO", 1),
        ("outlet=Le+Courrier+invent%C3%A9", 1),
        ("language=es&kind=M", 0),
        ("page=99", 5),
        ("page=-1", 5),
        ("page=%D9%A1", 5),
    ],
)
def test_the_list_is_filtered_by_the_address(get: Get, query: str, number: int) -> None:
    page = get(f"/inbox?{query}")

    assert len(titles(page)) == number
    if number == 0:
        assert "No report fits these filters" in words(page)


def test_demonstrations_say_that_they_are(get: Get, id_of: IdOf) -> None:
    line = "Written for testing: a demonstration."

    assert line in words(get(f"/reports/{id_of('cuatro.txt')}"))
    assert line not in words(get(f"/reports/{id_of('two-counts.txt')}"))
    assert "are demonstrations" in words(get("/inbox"))
    assert "are demonstrations" not in words(get("/inbox?language=en"))


def test_an_empty_casebook_says_what_to_do_first(tmp_path: Path) -> None:
    keys = Keys()
    with Casebook.create(tmp_path / "new.db") as empty:
        client = TestClient(create_app(empty, keys=keys, port=PORT), base_url=ADDRESS)
        client.get(f"/enter?token={keys.token}")
        page = client.get("/inbox")

    assert "No report has been read into this casebook yet" in page.text
    assert "testigo read FOLDER --casebook new.db" in page.text


def text_of(page: Page) -> str:
    return "".join(e.text_content() for e in page.iter() if e.get("data-text") is not None)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("two-counts.txt", TWO_COUNTS),
        ("cuatro.txt", CUATRO),
        ("french.txt", FRENCH),
        ("arabic.txt", ARABIC),
    ],
)
def test_the_report_page_holds_the_text_as_published(
    get: Get, casebook: Casebook, id_of: IdOf, name: str, content: str
) -> None:
    id_ = id_of(name)

    shown = text_of(get(f"/reports/{id_}"))

    assert shown == casebook.text(id_).content
    assert shown.strip() == content.strip()


def test_words_of_a_page_never_become_markup(get: Get, id_of: IdOf) -> None:
    page = get(f"/reports/{id_of('page.html')}")

    assert "<b>Nobody</b> may leave" in text_of(page)
    assert [script.get("src") for script in page.xpath("//script")] == island_scripts()
    assert not page.xpath("//script[normalize-space()] | //style | //@style | //@onclick")


def test_the_report_names_its_language_and_the_page_its_own(get: Get, id_of: IdOf) -> None:
    page = get(f"/reports/{id_of('arabic.txt')}")

    assert page.xpath("/html/@lang") == ["en"]
    [text] = page.xpath("//*[@class='published']")
    assert text.get("lang") == "ar"
    assert {block.get("dir") for block in text.xpath(".//h1|.//p")} == {"auto"}


def card(page: Page, lead: str) -> Page:
    [found] = [c for c in page.xpath("//li[contains(@class, 'card')]") if lead in words(c)]
    return found


def test_a_card_says_what_who_when_and_by_which_rule(get: Get, id_of: IdOf) -> None:
    shown = words(card(get(f"/reports/{id_of('two-counts.txt')}"), "at least 9 killed"))

    for part in (
        "says Ministry of Health",
        "number at least 9 At least nine",
        "outcome killed",
        "population people",
        "a rule alone: At least nine … killed",
        "confidence 0.",
        "○ draft",
    ):
        assert part in shown, part


def test_a_card_names_the_outlet_where_nobody_else_says_it(get: Get, id_of: IdOf) -> None:
    page = get(f"/reports/{id_of('two-counts.txt')}")

    assert "says the outlet itself" in words(card(page, "40 injured"))


def test_a_denial_is_never_shown_as_an_assertion(get: Get, id_of: IdOf) -> None:
    denied = words(card(get(f"/reports/{id_of('two-counts.txt')}"), "4 killed"))

    assert "denied: 4 killed" in denied
    assert "put as denied" in denied


def test_a_date_says_how_it_was_resolved(get: Get, id_of: IdOf) -> None:
    shown = words(card(get(f"/reports/{id_of('cuatro.txt')}"), "4 killed"))

    assert "9 Jan 2023 lunes" in shown
    assert "counted back from the report's date 2023-01-10" in shown


def test_no_markup_of_ours_is_shown_as_words(get: Get, id_of: IdOf) -> None:
    for name in ("two-counts.txt", "cuatro.txt", "french.txt"):
        assert "<" not in words(get(f"/reports/{id_of(name)}"))


def test_nothing_is_worded_as_verified(get: Get, id_of: IdOf) -> None:
    for address in ("/inbox", f"/reports/{id_of('two-counts.txt')}"):
        page = words(get(address)).lower()
        assert "checked by nobody" in page
        assert not [word for word in ("verified", "confirmed", "established") if word in page]


def test_marks_and_cards_lead_to_each_other(get: Get, id_of: IdOf) -> None:
    page = get(f"/reports/{id_of('two-counts.txt')}")
    ids = set(page.xpath("//@id"))
    cards = page.xpath("//li[contains(@class, 'card')]")

    assert cards
    for link in page.xpath("//a[starts-with(@href, '#')]"):
        assert link.get("href")[1:] in ids
    linked = {link.get("href") for link in page.xpath("//mark/a")}
    assert {f"#{c.get('id')}" for c in cards} <= linked
    for each in cards:
        [number] = each.xpath("@data-n")
        [anchor] = each.xpath(".//h3/a/@href")
        [sentence] = page.xpath(f"//*[@id='{anchor[1:]}']")
        assert number in sentence.get("data-e").split()


def test_every_field_of_a_card_leads_to_its_own_words(get: Get, id_of: IdOf) -> None:
    page = get(f"/reports/{id_of('two-counts.txt')}")

    for row in page.xpath("//*[@data-f][.//dd/a]"):
        anchor = row.xpath(".//dd/a/@href")[0][1:]
        [mark] = page.xpath(f"//mark[@id='{anchor}']")
        assert set(row.get("data-f").split()) & set(mark.get("data-w").split())


def test_sentences_that_gave_nothing_are_marked_and_listed(get: Get, id_of: IdOf) -> None:
    page = get(f"/reports/{id_of('two-counts.txt')}")

    flagged = page.xpath("//*[contains(@class, 'flagged')]")
    listed = page.xpath("//*[@id='coverage']//li/a")
    assert [words(a) for a in listed] == [words(s) for s in flagged]
    assert [a.get("href") for a in listed] == [f"#{s.get('id')}" for s in flagged]
    assert any("300 stalls" in words(s) for s in flagged)


def test_an_unread_report_says_so_beside_its_text(get: Get, id_of: IdOf) -> None:
    page = words(get(f"/reports/{id_of('french.txt')}"))

    assert "not read: language fr" in page
    assert "found nothing to record" in page
    assert "undated" in page


def test_the_beginning_of_an_id_is_enough(get: Get, id_of: IdOf) -> None:
    assert "Two counts" in words(get(f"/reports/{id_of('two-counts.txt')[:12]}"))


def test_the_json_twin_holds_the_full_statements(
    client: TestClient, casebook: Casebook, id_of: IdOf
) -> None:
    id_ = id_of("two-counts.txt")

    twin = client.get(f"/reports/{id_}?format=json").json()

    assert twin["text"]["content"] == casebook.text(id_).content
    assert {s["id"] for s in twin["statements"]} == {k.id for k in casebook.statements(report=id_)}
    assert {s["level"] for s in twin["statements"]} == {"○ draft"}
    assert twin["coverage"][0]["flagged"][0]["sentence"]["quote"] in TWO_COUNTS


def test_the_json_twins_of_list_and_search(client: TestClient, id_of: IdOf) -> None:
    listed = client.get("/inbox?format=json&language=es").json()
    found = client.get("/search?format=json&q=toque+OR+curfew").json()

    assert [report["id"] for report in listed["reports"]] == [id_of("cuatro.txt")]
    assert listed["of"] == 5
    assert found == {"q": "toque OR curfew", "entries": [], "cut": False, "hits": []}


def test_the_json_twin_of_search_leaves_out_names_of_children_and_what_is_kept_back(
    tmp_path: Path,
) -> None:
    file = tmp_path / "child.txt"
    file.write_text(
        "Two hurt in Puno\n\nWayra Inventada Qolqe, 15, was wounded on Monday in Puno. "
        "Evaristo Pacsi Llontop, 26, was killed in Puno.\n",
        encoding="utf-8",
    )
    with Casebook.create(tmp_path / "child.db") as casebook:
        casebook.read([str(file)], IntakeOptions(), BuiltinReader(rules_alone=True))
        t = in_language("en")

        def quotes(query: str) -> list[object]:
            page = search_page(casebook, query, t, is_leaving=True)
            return [hit["sentence"]["quote"] for hit in page.to_json()["hits"]]

        names = [
            entry["name"]
            for view in search_page(casebook, "wayra", t).to_json()["entries"]
            for entry in view["entries"]
        ]
        assert quotes("wounded") == [None]
        assert names == [None]
        assert quotes("Evaristo") == ["Evaristo Pacsi Llontop, 26, was killed in Puno."]
        assert "Wayra" in str(search_page(casebook, "wounded", t).hits)
        [report] = casebook.reports()
        casebook.review.decide(
            "withhold", [report.id], by="Ana", why="kin", content={"confidentiality": "sealed"}
        )
        assert quotes("Evaristo") == []


@pytest.mark.parametrize(
    ("query", "report", "bold"),
    [
        ("desaguadero", "cuatro.txt", ["Desaguadero"]),
        ('"regional de salud"', "cuatro.txt", ["Regional", "de", "Salud"]),
        ("stall*", "two-counts.txt", ["stalls"]),
        ("sante", "french.txt", ["santé"]),
    ],
)
def test_a_search_leads_to_the_sentence_in_its_report(
    get: Get, id_of: IdOf, query: str, report: str, bold: list[str]
) -> None:
    [link] = get(f"/search?q={query}").xpath("//ol[@class='sentences']//a")

    assert set(bold) <= {words(b) for b in link.xpath("b")}
    address, _, anchor = link.get("href").partition("#")
    assert address.startswith(f"/reports/{id_of(report)}")
    [sentence] = get(address).xpath(f"//*[@id='{anchor}']")
    assert "sought" in sentence.get("class")
    assert words(sentence) in words(link)


@pytest.mark.parametrize(
    ("query", "view", "name", "about"),
    [
        ("ticona", "people", "Anselmo Ticona Huarcaya", "killed"),
        ('"Salud de" puno', "tolls", "Dirección Regional de Salud de Puno", "9 Jan 2023"),
        ("017-2023", "measures", "Supreme Decree 017-2023-IN", "curfew, valley of Ene"),
        ("ministry", "actors", "Ministry of Health", ""),
    ],
)
def test_a_search_finds_entries_and_says_how_far_they_were_checked(
    get: Get, client: TestClient, query: str, view: str, name: str, about: str
) -> None:
    page = get(f"/search?q={query}")

    links = page.xpath(f"//*[contains(@class, 'found')]//a[starts-with(@href, '/{view}/')]")
    [link] = [a for a in links if words(a) == name][:1]
    assert about in words(link.getparent())
    assert "○ draft" in words(link.getparent())
    twin = client.get("/search", params={"q": query, "format": "json"}).json()
    assert {"id": link.get("href").split("/")[2], "name": name, "level": "0"} in [
        entry for each in twin["entries"] if each["view"] == view for entry in each["entries"]
    ]


@pytest.mark.parametrize("asked", ["0-0", "5-2", "0-99999999", "a-b", "-", "١-٢", "1-2-3"])
def test_a_broken_range_shows_the_report_all_the_same(get: Get, id_of: IdOf, asked: str) -> None:
    page = get(f"/reports/{id_of('cuatro.txt')}?sentence={asked}")

    assert not page.xpath("//*[contains(@class, 'sought')]")


def test_a_search_that_finds_nothing_says_what_to_try(get: Get) -> None:
    assert "No sentence and no name holds all of these words" in words(get("/search?q=zzzz"))
    assert "Type words in the box above" in words(get("/search?q="))
    assert "<script>x</script>" in words(get("/search?q=<script>x</script>"))


@pytest.mark.parametrize(
    "address", ["/reports/ffff", "/reports/ffff/original", "/nowhere", "/static/none.css"]
)
def test_a_page_that_is_not_there_says_what_where_and_what_next(
    client: TestClient, address: str
) -> None:
    answer = client.get(address)

    assert answer.status_code == 404
    assert f"Page {address}" in answer.text
    assert "What next" in answer.text


@pytest.fixture
def erased(tmp_path: Path, casebook: Casebook) -> Iterator[tuple[Casebook, str]]:
    copy = tmp_path / "copy.db"
    copy.write_bytes(casebook.path.read_bytes())
    with Casebook.open(copy) as opened:
        [id_] = [r.id for r in opened.reports() if (r.address or "").endswith("cuatro.txt")]
        at = opened.captures(id_)[0].at
        opened.decide(Decision("erase", (id_,), "Alba Quispe", at, "asked for", {}, (), {}))
        yield opened, id_


def test_an_erased_report_keeps_its_line_and_loses_its_page(
    erased: tuple[Casebook, str],
) -> None:
    opened, id_ = erased
    keys = Keys()
    client = TestClient(create_app(opened, keys=keys, port=PORT), base_url=ADDRESS)

    client.get(f"/enter?token={keys.token}")
    page = client.get("/inbox")

    assert "erased by a decision" in page.text
    assert "Cuatro fallecidos" not in page.text
    assert client.get(f"/reports/{id_}").status_code == 410


def test_a_breakdown_shows_no_word_of_a_report(tmp_path: Path, casebook: Casebook) -> None:
    keys = Keys()
    copy = tmp_path / "copy.db"
    copy.write_bytes(casebook.path.read_bytes())
    with Casebook.open(copy) as opened:
        app = create_app(opened, keys=keys, port=PORT)
        client = TestClient(app, base_url=ADDRESS, raise_server_exceptions=False)
        client.get(f"/enter?token={keys.token}")
        copy.write_bytes(b"no longer a casebook" * 1000)
        answer = client.get("/inbox")

    assert answer.status_code == 500
    assert "What next" in answer.text
    assert "no longer a casebook" not in answer.text
    assert "Traceback" not in answer.text


def test_one_kind_alone_is_shown_by_a_link_and_keeps_its_numbers(get: Get, id_of: IdOf) -> None:
    address = f"/reports/{id_of('two-counts.txt')}"
    every = get(address)
    [link] = every.xpath("//nav[@class='shown']/a[contains(@href, 'casualty')]")

    alone = get(address + link.get("href"))

    numbers = every.xpath("//li[starts-with(@class, 'card casualty')]/@id")
    assert numbers
    assert alone.xpath("//li[starts-with(@class, 'card')]/@id") == numbers
    assert words(alone.xpath("//nav[@class='shown']/a[@aria-current]")[0]) == words(link)
    assert {
        m.get("class").split()[1] for m in alone.xpath("//mark[starts-with(@class,'head')]")
    } == {"casualty"}
    assert [words(a) for a in alone.xpath("//nav[@class='shown']/a")] == [
        words(a) for a in every.xpath("//nav[@class='shown']/a")
    ]


@pytest.mark.parametrize("asked", ["?kind=nonsense", "?kind=", "?kind=post"], ids=str)
def test_a_kind_that_is_no_kind_shows_all_and_one_that_is_absent_none(
    get: Get, id_of: IdOf, asked: str
) -> None:
    address = f"/reports/{id_of('two-counts.txt')}"

    shown = len(get(address + asked).xpath("//li[starts-with(@class, 'card')]"))

    every = len(get(address).xpath("//li[starts-with(@class, 'card')]"))
    assert shown == (0 if asked == "?kind=post" else every)
