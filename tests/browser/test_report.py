"""A report worked on in a real browser: both sides, its forms, decisions on the whole of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import expect as see
from tests.browser.conftest import CheckAxe, Watch
from tests.web.reports import make_casebook
from tests.web.served import Served, served

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.reading.builtin.reader import BuiltinReader
from testigo.record.statement import Field, Statement
from testigo.reports.intake import IntakeOptions
from testigo.web.islands_built import island_scripts

needs_islands = pytest.mark.skipif(
    not island_scripts(), reason="the islands are not built: `make islands`"
)
# A candle is two code points and four bytes; the accents stand apart from their letters.
COMBINING = (
    "Vigil \U0001f56f\ufe0f for Jose\u0301 in Puno\n\n"
    "Jose\u0301 Ma\u0301rquez \U0001f56f\ufe0f said that 300 stalls burnt. "
    "Three people were killed on Monday, the Ministry of Health said.\n"
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, own_settings: None) -> Path:
    store_settings(Settings(name="Alba Quispe", language="en"))
    made = make_casebook(tmp_path_factory.mktemp("casebook") / "lake.db")
    extra = made.parent / "more"
    extra.mkdir()
    (extra / "vigil.txt").write_text(COMBINING, encoding="utf-8")
    known = {"outlet": "Altiplano Herald (invented)", "published": "2023-01-11", "language": "en"}
    (extra / "vigil.meta.json").write_text(json.dumps(known))
    with Casebook.open(made) as casebook:
        casebook.read([str(extra)], IntakeOptions(), BuiltinReader(rules_alone=True))
        decide(casebook)
    return made


def id_of(casebook: Casebook, name: str) -> str:
    [found] = [r.id for r in casebook.reports() if (r.address or "").endswith(name)]
    return found


def decide(casebook: Casebook) -> None:
    """One statement of each state, and one whose words overlap those of another."""
    report = id_of(casebook, "two-counts.txt")
    first, second, third, *_ = [i.handle for i in casebook.review.of_report(report)]
    review = casebook.review
    review.decide("accept", [first], by="Luz Mamani")
    review.decide("reject", [second], by="Luz Mamani", content={"reason": "repeated"})
    review.decide("flag", [third], by="Luz Mamani", why="Who counted them?")
    text = casebook.text(report)

    def field(value: str, words: str) -> Field:
        at = text.content.index(words)
        return Field(value, (text.cut(at, at + len(words)),))

    sentence = "The police denied that officers had killed four demonstrators."
    at = text.content.index(sentence)
    added = Statement.make(
        text.id,
        "claim",
        {
            "speaker": field("police", "police"),
            "content": field(
                "officers had killed four demonstrators", "officers had killed four demonstrators"
            ),
            "form": field("indirect", "denied"),
            "stance": field("denies", "denied"),
        },
        (text.cut(at, at + len(sentence)),),
    )
    review.decide("add", [added.id], by="Luz Mamani", content={"statement": added.to_json()})


@pytest.fixture(scope="module")
def server(path: Path) -> Iterator[Served]:
    with served(path) as running:
        yield running


@pytest.fixture(scope="module")
def let_in(browser: Browser, server: Served) -> Any:
    context = browser.new_context()
    context.new_page().goto(server.entrance)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def page(browser: Browser, let_in: Any, server: Served, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, storage_state=let_in, base_url=server.origin
    )
    yield watch(context.new_page(), server.origin)
    context.close()


@pytest.fixture
def plain(browser: Browser, let_in: Any, server: Served) -> Iterator[Page]:
    """A page without scripts."""
    context = browser.new_context(
        storage_state=let_in, base_url=server.origin, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def two_counts(path: Path) -> str:
    with Casebook.open(path) as casebook:
        return f"/reports/{id_of(casebook, 'two-counts.txt')}"


@pytest.fixture(scope="module")
def vigil(path: Path) -> str:
    with Casebook.open(path) as casebook:
        return f"/reports/{id_of(casebook, 'vigil.txt')}"


@pytest.fixture(scope="module")
def arabic(path: Path) -> str:
    with Casebook.open(path) as casebook:
        return f"/reports/{id_of(casebook, 'arabic.txt')}"


@needs_islands
def test_words_that_two_statements_share_light_both_cards(page: Page, two_counts: str) -> None:
    page.goto(two_counts)
    shared = page.locator("mark.inside", has_text="four").first

    see(shared).to_be_visible()
    shared.hover()

    see(page.locator(".card.lit")).to_have_count(1)
    see(page.locator(".card.lit")).to_contain_text("4 killed")
    claim = page.locator(".card.claim")
    claim.locator(".row", has_text="content").hover()
    see(page.locator("mark.own", has_text="four")).to_be_visible()
    see(page.locator("mark.own", has_text="officers")).to_be_visible()


@needs_islands
def test_the_focus_on_a_card_brings_its_words_into_sight(page: Page, two_counts: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 420})
    page.goto(two_counts)

    page.locator(".card.claim h3 a").focus()

    see(page.locator("mark.own", has_text="officers").first).to_be_in_viewport()
    see(page.locator(".card.claim")).to_be_in_viewport()


@needs_islands
@pytest.mark.parametrize(
    ("report", "word", "wanted"),
    [
        ("vigil", "stalls", "stalls"),
        ("vigil", "rquez", "Ma\u0301rquez"),
        ("arabic", "وزارة", "وزارة"),
    ],
    ids=["after a candle", "with accents apart", "from right to left"],
)
def test_selected_words_lead_to_the_form_with_the_offsets_of_the_record(
    page: Page, request: pytest.FixtureRequest, report: str, word: str, wanted: str
) -> None:
    address = request.getfixturevalue(report)
    content = page.request.get(f"{address}?format=json").json()["text"]["content"]
    page.goto(address)
    box = page.evaluate(
        """(word) => {
          for (const block of document.querySelectorAll("[data-pane] [data-text]")) {
            const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              const at = node.data.indexOf(word);
              if (at < 0) continue;
              const range = document.createRange();
              range.setStart(node, at);
              range.setEnd(node, at + word.length);
              const { x, y, width, height } = range.getBoundingClientRect();
              return { x: x + width / 2, y: y + height / 2 };
            }
          }
        }""",
        word,
    )
    page.route(re.compile("/add"), lambda route: route.fulfill(body="the form"))

    page.mouse.dblclick(box["x"], box["y"])
    see(page.locator("#selection")).to_be_visible()
    with page.expect_request(re.compile("/add")) as asked:
        page.keyboard.press("c")

    to = urlsplit(asked.value.url)
    query = parse_qs(to.query)
    assert content[int(query["start"][0]) : int(query["end"][0])] == wanted
    assert query["kind"] == ["casualty"]
    assert to.path.startswith(address[:25])


@needs_islands
def test_a_form_opens_in_its_card_and_escape_closes_it(page: Page, two_counts: str) -> None:
    page.goto(two_counts)
    card = page.locator(".card.draft").first
    card.focus()

    page.keyboard.press("x")
    see(page.locator("fieldset.reasons button").first).to_be_focused()
    page.keyboard.press("Escape")

    see(page.locator("fieldset.reasons")).to_have_count(0)
    see(page.locator(".card.draft").first).to_be_visible()


def test_without_a_script_a_field_is_withheld_and_that_is_undone(
    plain: Page, two_counts: str
) -> None:
    plain.goto(two_counts)
    plain.locator(".card.casualty").get_by_role("link", name="who may see").click()
    plain.get_by_label("What", exact=True).select_option("name")
    plain.get_by_label("Who may see it").select_option("sealed")
    plain.get_by_label("Why").fill("his mother asked")
    plain.get_by_role("button", name="Set").click()

    see(plain.locator(".card.casualty dt", has_text="sealed")).to_be_visible()
    see(plain.locator(".done")).to_contain_text("withhold")
    plain.locator(".done").get_by_role("button", name="Undo").click()
    see(plain.locator(".card.casualty dt", has_text="sealed")).to_have_count(0)


def test_a_corrected_date_is_read_again_and_the_page_says_what_changed(
    page: Page, vigil: str
) -> None:
    page.goto(f"{vigil}/about")
    page.get_by_label("Published").fill("18 Jan 2023")
    page.get_by_role("button", name="Correct").click()

    see(page.get_by_role("heading", level=1)).to_have_text("Readings")
    see(page.locator(".done")).to_contain_text("2023-01-18")
    for _ in range(60):
        if page.get_by_text("9 Jan 2023").count():
            break
        page.wait_for_timeout(1000)
        page.goto(f"{vigil}/readings")
    see(page.locator(".changes")).to_contain_text("16 Jan 2023")
    page.goto(vigil)
    see(page.locator(".line")).to_contain_text("18 Jan 2023")
    see(page.locator(".card.toll").first).to_contain_text("16 Jan 2023")


def test_a_withdrawn_report_is_struck_until_that_is_undone(plain: Page, arabic: str) -> None:
    plain.goto(f"{arabic}/about")
    section = plain.locator("#withdraw")
    section.get_by_label("Why", exact=True).fill("captured twice")
    section.get_by_role("button").click()

    see(plain.locator(".note.wrong")).to_contain_text("captured twice")
    struck = plain.locator(".panes.struck h1").first
    assert "line-through" in struck.evaluate("e => getComputedStyle(e).textDecorationLine")
    plain.locator(".done").get_by_role("button", name="Undo").click()
    see(plain.locator(".panes.struck")).to_have_count(0)


def test_an_erased_report_is_gone_and_its_page_says_so(plain: Page, path: Path) -> None:
    with Casebook.open(path) as casebook:
        address = f"/reports/{id_of(casebook, 'french.txt')}"
    plain.goto(f"{address}/erase")
    see(plain.get_by_text("Removed from this casebook")).to_be_visible()
    plain.get_by_label("Why").fill("a court order")
    plain.get_by_label("Type “erase”").fill("erase")
    plain.get_by_role("button", name="Erase for ever").click()

    see(plain.get_by_role("heading", level=1)).to_have_text("This report was erased")
    see(plain.locator(".history")).to_contain_text("a court order")
    see(plain.get_by_text("manifestation")).to_have_count(0)


@pytest.mark.parametrize("end", ["", "?state=rejected", "/about", "/history", "/readings"])
@pytest.mark.parametrize("width", [1366, 390])
def test_nothing_runs_out_of_the_window(page: Page, two_counts: str, end: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(two_counts + end)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    "end",
    [
        "",
        "?state=flagged",
        "reject",
        "flag",
        "withhold",
        "/about",
        "/history",
        "/readings",
        "/erase",
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_axe_finds_nothing_wrong(
    page: Page, two_counts: str, check_axe: CheckAxe, end: str, language: str
) -> None:
    store_settings(Settings(name="Alba Quispe", language=language))
    if end in ("reject", "flag", "withhold"):
        twin = page.request.get(f"{two_counts}?format=json&state=draft").json()
        end = f"?{end}={twin['statements'][0]['id'][:12]}"
    page.goto(two_counts + end)

    check_axe(page)
    store_settings(Settings(name="Alba Quispe", language="en"))


def test_print_holds_the_text_and_then_the_statements(page: Page, two_counts: str) -> None:
    page.goto(two_counts)
    page.emulate_media(media="print")

    see(page.locator(".published")).to_be_visible()
    see(page.locator(".card.claim")).to_be_visible()
    for hidden in (".card .acts", ".states", ".unread"):
        see(page.locator(hidden).first).to_be_hidden()
    text, cards = (page.locator(of).bounding_box() for of in ("#text", "#statements"))
    assert text is not None
    assert cards is not None
    assert cards["y"] >= text["y"] + text["height"] - 1
