"""The islands in a real browser: offsets of selected words, keys, the next item at once, files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import expect as see
from tests.browser.island_pages import TEXTS, Kept, island_pages
from tests.web.reports import make_casebook
from tests.web.served import Served, served

from testigo.web.islands_built import island_scripts
from testigo.web.marked_text import showable

pytestmark = pytest.mark.skipif(
    not island_scripts(), reason="the islands are not built: `make islands`"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The pages themselves."""
    with served(make_casebook(tmp_path_factory.mktemp("casebook") / "lake.db")) as running:
        yield running


@pytest.fixture(scope="module")
def let_in(browser: Browser, server: Served) -> Any:
    """The cookies of a browser that was let in to them."""
    context = browser.new_context()
    context.new_page().goto(server.entrance)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def site(kept: Kept) -> Iterator[str]:
    with island_pages(kept) as address:
        yield address


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page on which nothing may break and from which nothing may be asked of elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=site)
    opened = context.new_page()
    faults: list[str] = []
    elsewhere: list[str] = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.on(
        "console",
        lambda said: (
            faults.append(said.text)
            if said.type == "error" and "Failed to load resource" not in said.text
            else None
        ),
    )
    opened.on(
        "request",
        lambda sent: elsewhere.append(sent.url) if not sent.url.startswith(site) else None,
    )
    yield opened
    context.close()
    assert faults == []
    assert elsewhere == []


BAR = "form#selection"
RANGE = """([words, within]) => {
  const walker = document.createTreeWalker(document.querySelector(within), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    const edges = ({ left, top, right, bottom }) => [left, top, right, bottom];
    const boxes = [...range.getClientRects()].map(edges);
    return [boxes[0], boxes.at(-1)];
  }
}"""


def drag(
    page: Page, words: str, *, to: str = "", within: str = ".text", exact: bool = False
) -> None:
    """Drag the pointer from the first of these words to the last, or to another word."""
    (left, top, right, bottom), last = page.evaluate(RANGE, [words, within])
    if to:
        _, last = page.evaluate(RANGE, [to, within])
    is_rtl = page.locator("[data-text]").first.evaluate("e => getComputedStyle(e).direction") == (
        "rtl"
    )
    start, end = (right - 1, last[0] + 1) if is_rtl else (left + 1, last[2] - 1)
    page.mouse.move(start, (top + bottom) / 2)
    page.mouse.down()
    page.mouse.move(end, (last[1] + last[3]) / 2, steps=6)
    if exact:
        page.keyboard.down("Alt")
    page.mouse.up()
    if exact:
        page.keyboard.up("Alt")


def chosen(page: Page, content: str) -> str:
    """What Python cuts out of the text at the offsets that the bar holds."""
    see(page.locator(BAR)).to_be_visible()
    start, end = (
        int(page.locator(f"{BAR} input[name={name}]").input_value()) for name in ("start", "end")
    )
    return content[start:end]


@pytest.mark.parametrize(
    ("name", "dragged", "meant"),
    [
        ("emoji", "Ticona", "Ticona"),
        ("emoji", "🕯️ por", "🕯️ por"),
        ("emoji", "familia 👩‍👧‍👦 Quispe", "familia 👩‍👧‍👦 Quispe"),
        ("emoji", "icona, de 3", "Ticona, de 34"),
        ("emoji", "🙏🏽", "🙏🏽"),
        ("accents", "Jose\u0301 Ticona", "Jose\u0301 Ticona"),
        ("accents", "Nu\u0301n\u0303ez", "Nu\u0301n\u0303ez"),
        ("accents", "cnico de 40 an", "te\u0301cnico de 40 an\u0303os"),
        ("arabic", "ثلاثة أشخاص", "ثلاثة أشخاص"),
        ("arabic", "وزارة الصحة إن", "وزارة الصحة إن"),
        ("arabic", "أربعون", "أربعون"),
        ("broken", "people 🕯 were", "people 🕯 were"),
        ("broken", "half", "half"),
        ("broken", "killed in Puno", "killed in Puno"),
    ],
)
def test_words_selected_with_the_pointer_are_those_that_python_cuts(
    page: Page, name: str, dragged: str, meant: str
) -> None:
    page.goto(f"/text/{name}")

    drag(page, dragged, within=".published")

    assert chosen(page, TEXTS[name][1]) == meant
    see(page.locator(f"{BAR} output")).to_have_text(" ".join(meant.split()))
    assert page.evaluate("String(getSelection())") == meant


SELECT_WORDS = """(words) => {
  const text = document.querySelector(".published");
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + words.length);
  }
}"""
SELECT = """([first, start, last, end]) => {
  const nodes = [];
  for (const holder of document.querySelectorAll("[data-text]:not([hidden])")) {
    const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node);
  }
  getSelection().setBaseAndExtent(nodes[first], start, nodes[last], end);
}"""


@pytest.mark.parametrize("name", list(TEXTS))
def test_every_word_and_every_pair_of_words_has_the_offsets_of_python(
    page: Page, name: str
) -> None:
    content = TEXTS[name][1]
    page.goto(f"/text/{name}")
    blocks = page.locator("[data-text]:not([hidden])").all_text_contents()

    for first, last in ((0, 0), (0, 1), (1, 1)):
        words = blocks[last].split()
        for word in dict.fromkeys((words[0], words[-1], words[len(words) // 2])):
            units = len((blocks[last].partition(word)[0] + word).encode("utf-16-le")) // 2
            page.evaluate(SELECT, [first, 0, last, units])

            expected = " ".join(
                showable(
                    "\n\n".join([*blocks[first:last], blocks[last].partition(word)[0] + word])
                ).split()
            )
            see(page.locator(f"{BAR} output")).to_have_text(expected)
            assert " ".join(showable(chosen(page, content)).split()) == expected


def test_a_selection_that_runs_out_of_the_text_is_cut_off_at_its_ends(page: Page) -> None:
    content = TEXTS["emoji"][1]
    page.goto("/text/emoji")

    page.evaluate("getSelection().selectAllChildren(document.querySelector('#text'))")
    see(page.locator(BAR)).to_be_visible()
    assert chosen(page, content) == content.strip()

    page.evaluate("getSelection().selectAllChildren(document.querySelector('.outside'))")
    see(page.locator(BAR)).to_be_hidden()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.bar'))")
    see(page.locator(BAR)).to_be_hidden()


def test_words_that_are_links_are_selected_and_not_followed(
    browser: Browser, server: Served, let_in: Any
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, storage_state=let_in)
    page = context.new_page()
    page.goto(f"{server.origin}/inbox")
    page.get_by_role("link", name="Two counts").click()
    see(page.get_by_role("heading", level=1)).to_contain_text("Two counts")
    content = page.request.get(f"{page.url}?format=json").json()["text"]["content"]

    for words in ("Ticona Huarcaya", "nine people were killed in the clashes"):
        drag(page, words.split()[0], to=words.split()[-1], within=".published")
        assert chosen(page, content) == words
        assert "#" not in page.url
        page.keyboard.press("Escape")
        see(page.locator(BAR)).to_be_hidden()

    page.locator("mark a", has_text="Anselmo").click()
    see(page.locator(".card:target")).to_contain_text("Anselmo")
    context.close()


def test_the_text_stays_where_it_was_when_its_page_is_renewed(
    browser: Browser, server: Served, let_in: Any
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 320}, storage_state=let_in)
    page = context.new_page()
    page.goto(f"{server.origin}/inbox")
    page.get_by_role("link", name="Two counts").click()
    see(page.locator("[data-item] kbd").first).to_be_attached()
    page.locator("[data-item]").last.focus()
    see(page.locator(".card.lit")).to_have_count(1)
    # Further than was needed to bring the sentence into sight, and with it still in sight.
    before = page.locator("#text").evaluate(
        "pane => { pane.scrollTop += 40; return pane.scrollTop }"
    )

    page.keyboard.press("e")

    page.wait_for_url("**edit=**")
    after = page.locator("#text").evaluate("pane => pane.scrollTop")
    assert after == pytest.approx(before, abs=4)
    assert before > 40
    context.close()


def test_with_alt_held_characters_are_selected_and_not_words(page: Page) -> None:
    page.goto("/text/emoji")

    drag(page, "icon", within=".published", exact=True)

    assert chosen(page, TEXTS["emoji"][1]) == "icon"


def test_a_page_that_shows_some_sentences_counts_from_where_they_stand(page: Page) -> None:
    page.goto("/window")

    drag(page, "murieron")
    see(page.locator(f"{BAR} output")).to_have_text("murieron")
    assert page.locator(f"{BAR} input[name=start]").input_value() == "107"

    page.keyboard.press("Escape")
    see(page.locator(BAR)).to_be_hidden()
    drag(page, "nueve")
    see(page.locator(f"{BAR} output")).to_have_text("nueve")
    assert page.locator(f"{BAR} input[name=start]").input_value() == "306"


def test_fingers_select_too_and_the_bar_follows_them(browser: Browser, site: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, base_url=site
    )
    page = context.new_page()
    page.goto("/text/emoji")

    # A long press selects only on a real touch screen; what it does to the selection is this.
    page.locator(".text").tap()
    page.evaluate(SELECT_WORDS, "icon")
    assert chosen(page, TEXTS["emoji"][1]) == "Ticona"
    box = page.locator(BAR).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("String(getSelection())") == "icon"
    page.locator(f"{BAR} [data-letter=C]").tap()
    page.wait_for_url("**/add?*kind=casualty*")
    context.close()


def test_the_letter_of_a_kind_goes_to_the_form_for_it(page: Page) -> None:
    content = TEXTS["emoji"][1]
    page.goto("/text/emoji")
    drag(page, "Anselmo Ticona", within=".published")
    see(page.locator(BAR)).to_be_visible()

    page.keyboard.press("c")

    page.wait_for_url("**/add?*")
    asked = parse_qs(urlsplit(page.url).query)
    assert urlsplit(page.url).path == "/reports/abc123/add"
    assert asked["kind"] == ["casualty"]
    assert content[int(asked["start"][0]) : int(asked["end"][0])] == "Anselmo Ticona"


def test_the_letters_of_kinds_do_nothing_while_no_words_are_selected(page: Page) -> None:
    page.goto("/text/emoji")
    drag(page, "Ticona", within=".published")
    see(page.locator(BAR)).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".text").focus()
    page.keyboard.press("Escape")
    see(page.locator(BAR)).to_be_hidden()

    for letter in "tcimpkjq":
        page.keyboard.press(letter)

    assert page.url.endswith("/text/emoji")


def caret_word(page: Page) -> str:
    """The word under the caret, by where it is drawn."""
    box = page.locator(".word-caret").bounding_box()
    assert box is not None
    found = page.evaluate(
        """([x, y]) => {
          const place = document.caretRangeFromPoint(x, y);
          const words = new Intl.Segmenter("es", { granularity: "word" });
          return words.segment(place.startContainer.data).containing(place.startOffset).segment;
        }""",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    return str(found)


def test_words_are_selected_by_keys_alone(page: Page) -> None:
    content = TEXTS["emoji"][1]
    page.goto("/text/emoji")
    page.locator(".text").focus()

    page.keyboard.press("ArrowRight")
    assert caret_word(page) == "Vela"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    assert caret_word(page) == "Anselmo"
    see(page.locator(BAR)).to_be_hidden()
    page.keyboard.press("Shift+ArrowRight")
    assert chosen(page, content) == "Anselmo Ticona"
    page.keyboard.press("Control+Shift+ArrowLeft")
    see(page.locator(f"{BAR} output")).to_have_text("Anselmo Ticon")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert chosen(page, content) == "Anselmo Ticona, de"
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    see(page.locator(f"{BAR} button:visible").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    see(page.locator(f"{BAR} button:visible").nth(1)).to_be_focused()
    page.keyboard.press("Enter")

    page.wait_for_url("**/add?*")
    asked = parse_qs(urlsplit(page.url).query)
    assert content[int(asked["start"][0]) : int(asked["end"][0])] == "Anselmo Ticona"
    assert asked["kind"] == ["casualty"]


def test_escape_goes_back_into_the_text_and_then_lets_go(page: Page) -> None:
    page.goto("/text/emoji")
    page.locator(".text").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    see(page.locator(f"{BAR} button:visible").first).to_be_focused()

    page.keyboard.press("Escape")
    see(page.locator(".text")).to_be_focused()
    see(page.locator(BAR)).to_be_visible()
    page.keyboard.press("Escape")
    see(page.locator(BAR)).to_be_hidden()
    see(page.locator(".word-caret")).to_be_hidden()


def test_arrows_go_onwards_to_the_left_where_the_text_does(page: Page) -> None:
    content = TEXTS["arabic"][1]
    page.goto("/text/arabic")
    page.locator(".text").focus()

    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")

    assert chosen(page, content) == "ثلاثة أشخاص"
    page.keyboard.press("Control+Shift+ArrowRight")
    see(page.locator(f"{BAR} output")).to_have_text("ثلاثة أشخا")


def test_the_words_of_a_field_are_chosen_in_the_text(page: Page, kept: Kept) -> None:
    content = TEXTS["emoji"][1]
    page.goto("/text/emoji")
    page.locator("#name").focus()
    drag(page, "Ticona", within=".published")
    use = page.locator(f"{BAR} [data-use=instead]")
    see(use).to_have_text("Use these words for: Name of the person")
    see(page.locator(f"{BAR} [data-use=also]")).to_be_hidden()

    use.click()

    see(page.locator("[data-words-of=name]")).to_have_text("Ticona")
    see(page.locator("#name")).to_have_value("Ticona")
    see(page.locator("#name")).to_be_focused()
    see(page.locator(BAR)).to_be_hidden()

    drag(page, "Quispe", within=".published")
    page.locator(f"{BAR} [data-use=also]").click()
    page.locator("#age").focus()
    drag(page, "34", within=".published")
    page.locator(f"{BAR} [data-use=instead]").click()
    see(page.locator("#age")).to_have_value("34")
    page.keyboard.press("Control+Enter")

    page.wait_for_url("**/list")
    [sent] = kept.posted
    spans = [span.split("-") for span in sent["spans.name"].split(",")]
    assert [content[int(start) : int(end)] for start, end in spans] == ["Quispe", "Ticona"]
    start, end = sent["spans.age"].split("-")
    assert content[int(start) : int(end)] == "34"


def test_the_words_of_a_field_are_chosen_by_keys_alone(page: Page) -> None:
    page.goto("/text/emoji")
    page.locator("#name").focus()
    page.keyboard.press("Shift+Tab")
    see(page.locator(".text")).to_be_focused()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    see(page.locator("#name")).to_have_value("Anselmo")
    see(page.locator("#name")).to_be_focused()


def test_another_field_in_hand_is_asked_for_by_its_own_name(page: Page) -> None:
    page.goto("/text/emoji")
    page.locator("#age").focus()
    drag(page, "34", within=".published")
    see(page.locator(f"{BAR} [data-use=instead]")).to_have_text("Use these words for: Age")

    page.locator(".bar #q").focus()
    drag(page, "34", within=".published")

    see(page.locator(BAR)).to_be_visible()
    see(page.locator(f"{BAR} [data-use=instead]")).to_be_hidden()


def heading(page: Page, n: int) -> Locator:
    return page.get_by_role("heading", name=f"Item {n}", exact=True)


def test_a_key_decides_and_the_next_item_takes_the_place(page: Page, kept: Kept) -> None:
    page.goto("/queue/1")
    page.evaluate("window.isStillHere = true")

    page.keyboard.press("a")

    see(heading(page, 2)).to_be_focused()
    assert page.evaluate("window.isStillHere")
    assert page.url.endswith("/queue/2")
    see(page).to_have_title("Item 2 · test")
    see(page.locator("#island-said")).to_have_text("4 left")
    page.keyboard.press("x")
    see(heading(page, 3)).to_be_focused()
    page.keyboard.press("Space")
    see(heading(page, 4)).to_be_focused()
    page.keyboard.press("u")
    see(heading(page, 5)).to_be_focused()
    assert [act for _, act, _ in kept.decided] == ["accept", "reject", "later", "undo"]
    assert ("POST /queue/1", True) in kept.fetched
    assert ("GET /queue/2", True) in kept.fetched


def test_next_and_previous_change_nothing(page: Page, kept: Kept) -> None:
    page.goto("/queue/2")

    page.keyboard.press("n")
    see(heading(page, 3)).to_be_focused()
    page.keyboard.press("p")
    see(heading(page, 2)).to_be_focused()

    assert kept.decided == []
    assert page.url.endswith("/queue/2")


def test_keys_are_off_in_fields_and_while_a_key_is_held_down(page: Page, kept: Kept) -> None:
    page.goto("/queue/1")
    page.get_by_label("Why").focus()
    page.keyboard.type("a clear axe", delay=0)
    see(page.get_by_label("Why")).to_have_value("a clear axe")
    heading(page, 1).focus()

    page.keyboard.down("a")
    page.keyboard.down("a")
    page.keyboard.down("a")
    see(heading(page, 2)).to_be_focused()
    page.keyboard.up("a")

    assert kept.decided == [(1, "accept", "a clear axe")]


def test_nothing_is_decided_twice_by_a_hand_that_is_faster_than_the_server(
    page: Page, kept: Kept
) -> None:
    page.goto("/queue/1")

    page.evaluate(
        """() => { for (let n = 0; n < 5; n += 1) {
          const press = new KeyboardEvent("keydown", { key: "a", bubbles: true });
          document.body.dispatchEvent(press);
        } }"""
    )

    see(heading(page, 2)).to_be_focused()
    assert len(kept.decided) == 1


def test_keys_can_be_changed_and_set_off(page: Page, kept: Kept) -> None:
    kept.keys = {"accept": "y"}
    page.goto("/queue/1")
    see(page.locator("[data-key=accept] kbd")).to_have_text("y")
    page.keyboard.press("a")
    page.keyboard.press("y")
    see(heading(page, 2)).to_be_focused()
    assert len(kept.decided) == 1

    kept.keys, kept.keys_on = {}, False
    page.goto("/queue/3")
    page.keyboard.press("a")
    page.keyboard.press("/")
    see(page.locator("#q")).not_to_be_focused()
    see(page.locator("kbd")).to_have_count(0)
    assert len(kept.decided) == 1


def test_the_page_fetched_ahead_is_shown_with_what_the_answer_changes(
    page: Page, kept: Kept
) -> None:
    kept.answers_ahead = True
    with page.expect_response("**/queue/2"):
        page.goto("/queue/1")
    page.wait_for_load_state("networkidle")
    fetched = len(kept.fetched)

    page.keyboard.press("a")

    see(heading(page, 2)).to_be_focused()
    see(page.locator("#left")).to_have_text("4 left, ahead")
    see(page.locator("#notice")).to_have_text("accept 1")
    assert page.url.endswith("/queue/2")
    assert kept.fetched[fetched] == ("POST /queue/1", True)
    assert ("GET /queue/2", True) not in kept.fetched[fetched:]
    page.keyboard.press("x")
    see(heading(page, 3)).to_be_focused()
    assert kept.decided == [(1, "accept", ""), (2, "reject", "")]


def test_what_somebody_else_decided_is_shown_in_place(page: Page, kept: Kept) -> None:
    kept.answer_status = 409
    page.goto("/queue/1")
    page.get_by_label("Why").fill("the second count")

    page.get_by_role("button", name="Accept").click()

    see(page.get_by_role("alert")).to_contain_text("Bruno accepted this")
    see(page.get_by_label("Why")).to_have_value("the second count")
    assert page.url.endswith("/queue/1")
    assert kept.decided == []


@pytest.mark.parametrize("fault", ["no answer", "broken"])
def test_nothing_typed_is_lost_when_the_server_fails(page: Page, kept: Kept, fault: str) -> None:
    page.goto("/queue/1")
    page.get_by_label("Why").fill("the second count")
    heading(page, 1).focus()
    if fault == "no answer":
        page.route("**/queue/1", lambda route: route.abort("connectionrefused"))
    kept.answer_status = 500

    page.keyboard.press("a")

    said = "did not answer" if fault == "no answer" else "It broke."
    see(page.locator(".island-alert")).to_contain_text(said)
    see(page.get_by_label("Why")).to_have_value("the second count")

    page.unroute_all()
    kept.answer_status = 303
    page.keyboard.press("a")
    see(heading(page, 2)).to_be_focused()
    assert kept.decided == [(1, "accept", "the second count")]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_list_of_keys_is_beside_the_page(page: Page, kept: Kept, language: str) -> None:
    kept.language = language
    page.goto("/queue/1")

    page.keyboard.press("?")

    panel = page.locator("#island-keys")
    see(panel).to_contain_text("say no")
    see(panel).to_contain_text("search" if language == "en" else "buscar")
    assert "One" not in panel.inner_text()
    page.keyboard.press("Escape")
    see(panel).to_have_count(0)
    page.keyboard.press("?")
    page.keyboard.press("a")
    see(heading(page, 2)).to_be_focused()
    assert len(kept.decided) == 1


def test_a_number_presses_what_is_shown_only(page: Page) -> None:
    page.goto("/queue/1")
    page.evaluate(
        """document.querySelector('[data-key="1"]')
        .addEventListener("click", () => { document.title = "one" })"""
    )

    page.keyboard.press("1")
    see(page).to_have_title("Item 1 · test")
    page.keyboard.press("f")
    page.keyboard.press("1")

    see(page).to_have_title("one")


def test_on_a_page_of_cards_nobody_decides_on_what_is_out_of_sight(page: Page, kept: Kept) -> None:
    page.goto("/cards")

    page.keyboard.press("a")
    see(page.locator("#c1")).to_be_focused()
    assert kept.posted == []
    page.keyboard.press("n")
    see(page.locator("#c2")).to_be_focused()
    page.evaluate("window.scrollTo(0, 0)")
    page.keyboard.press("a")
    see(page.locator("#c2")).to_be_in_viewport()
    assert kept.posted == []
    with page.expect_navigation():
        page.keyboard.press("a")

    assert kept.posted == [{"card": "2"}]


def test_files_dropped_anywhere_are_handed_in_and_their_progress_is_seen(
    page: Page, kept: Kept
) -> None:
    page.goto("/inbox")
    drop: Any = page.evaluate_handle(
        """() => { const data = new DataTransfer();
          for (const name of ["one.txt", "two.txt", "three.txt"])
            data.items.add(new File(["Ocho muertos"], name));
          return data; }"""
    )

    page.dispatch_event("body", "dragover", {"dataTransfer": drop})
    see(page.locator("form.wanted")).to_have_count(1)
    page.dispatch_event("body", "drop", {"dataTransfer": drop})

    see(page.locator("#got li")).to_have_text(["one.txt", "two.txt", "three.txt"], timeout=15_000)
    see(page.locator("[data-count]")).to_have_text("3 of 3")
    assert kept.files == ["one.txt", "two.txt", "three.txt"]
    assert page.locator("progress").evaluate("e => [e.value, e.max]") == [3, 3]


def test_files_chosen_wait_until_the_form_is_sent_and_go_with_those_dropped(
    page: Page, kept: Kept
) -> None:
    page.goto("/inbox")
    page.locator("input[type=file]").set_input_files(
        {"name": "four.txt", "mimeType": "text/plain", "buffer": b"Ocho muertos"}
    )
    assert kept.files == []
    drop: Any = page.evaluate_handle(
        """() => { const data = new DataTransfer();
          data.items.add(new File(["Nueve muertos"], "five.txt"));
          return data; }"""
    )

    page.dispatch_event("body", "drop", {"dataTransfer": drop})

    see(page.locator("#got li")).to_have_text(["four.txt", "five.txt"], timeout=15_000)


def test_a_list_is_walked_by_keys(page: Page) -> None:
    page.goto("/list")

    page.keyboard.press("j")
    see(page.get_by_role("link", name="Row 1")).to_be_focused()
    page.keyboard.press("ArrowDown")
    see(page.get_by_role("link", name="Row 2")).to_be_focused()
    page.keyboard.press("k")
    see(page.get_by_role("link", name="Row 1")).to_be_focused()
    page.keyboard.press("Enter")

    see(heading(page, 1)).to_be_visible()


def test_a_column_is_shown_as_soon_as_it_is_chosen(page: Page) -> None:
    page.goto("/list")

    page.get_by_role("checkbox").check()

    page.wait_for_url("**/list?column=age")


def test_settings_of_keys_are_read_from_the_body(page: Page) -> None:
    page.goto("/list")

    assert json.loads(page.locator("body").get_attribute("data-keys") or "")["accept"] == "a"
