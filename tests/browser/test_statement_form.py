"""Amending a statement and adding a missed one in a real browser, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import expect as see
from tests.browser.conftest import CheckAxe, Watch
from tests.review.press import Line, Report, reading
from tests.web.served import Served, served

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.record.values import Record
from testigo.web.islands_built import island_scripts

needs_islands = pytest.mark.skipif(
    not island_scripts(), reason="the islands are not built: `make islands`"
)
REPORT = Report(
    (
        Line("casualty", "Alba Ticona Ríos", 19, place="Tarma", day="2023-01-09"),
        Line("toll", number=7, speaker="MINSA", day="2023-01-10"),
        Line("casualty", "Bruno Cusi Yana", 40, place="Sucre"),
    )
)


@pytest.fixture
def path(tmp_path: Path, own_settings: None) -> Path:
    store_settings(Settings(name="Alba Quispe", language="en"))
    made = tmp_path / "form.db"
    with Casebook.create(made) as casebook:
        item = REPORT.captured()
        casebook._store.append_report(item, [reading(REPORT, item, without=[2])])
    return made


@pytest.fixture
def server(path: Path) -> Iterator[Served]:
    with served(path) as running:
        yield running


@pytest.fixture
def page(browser: Browser, server: Served, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=server.origin)
    page = watch(context.new_page(), server.origin)
    page.goto(server.entrance)
    yield page
    context.close()


@pytest.fixture
def plain(browser: Browser, server: Served) -> Iterator[Page]:
    """A page without scripts."""
    context = browser.new_context(base_url=server.origin, java_script_enabled=False)
    page = context.new_page()
    page.goto(server.entrance)
    yield page
    context.close()


def known(path: Path) -> tuple[str, dict[str, str], str]:
    """The address of the report, its first statement of each kind, and its text."""
    with Casebook.open(path) as casebook:
        report = next(iter(casebook.reports())).id
        items = casebook.review.of_report(report)
        first = {item.statement.kind: item.handle for item in reversed(items)}
        return f"/reports/{report[:16]}", first, casebook.text(report).content


def select(page: Page, words: str) -> None:
    """Select words of the text as a mouse does."""
    ends: Any = page.evaluate(
        """(words) => {
          const walker = document.createTreeWalker(
            document.querySelector("[data-pane]"), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            const { left, right, top, bottom } = range.getBoundingClientRect();
            return { left: left + 1, right: right - 1, y: (top + bottom) / 2 };
          }
        }""",
        words,
    )
    page.mouse.move(ends["left"], ends["y"])
    page.mouse.down()
    page.mouse.move(ends["right"], ends["y"], steps=5)
    page.mouse.up()
    see(page.locator("#selection")).to_be_visible()


@needs_islands
def test_a_missed_victim_is_added_by_selecting_a_letter_an_outcome_and_enter(
    page: Page, path: Path
) -> None:
    report, _, _ = known(path)
    page.goto(report)
    select(page, "Bruno Cusi Yana")
    page.keyboard.press("c")

    see(page.get_by_label("outcome", exact=True)).to_be_focused()
    page.keyboard.type("killed")
    page.keyboard.press("Enter")

    see(page.locator(".card.casualty", has_text="Bruno Cusi Yana")).to_contain_text("added by")
    with Casebook.open(path) as casebook:
        report_id = next(iter(casebook.reports())).id
        [added] = [i for i in casebook.review.of_report(report_id) if i.judged.is_added]
        assert added.statement.value("name") == "Bruno Cusi Yana"
        assert added.statement.value("outcome") == "killed"


@needs_islands
def test_the_words_of_a_field_are_moved_by_selecting_others_in_the_card(
    page: Page, path: Path
) -> None:
    report, first, _ = known(path)
    page.goto(report)
    page.locator(f".card:has([formaction*='{first['casualty']}'])").focus()
    page.keyboard.press("e")
    page.get_by_label("name", exact=True).focus()
    select(page, "Alba Ticona")
    page.locator("#selection [data-use=instead]").click()

    see(page.locator("[data-words-of=name]")).to_have_text("Alba Ticona")
    see(page.get_by_label("name", exact=True)).to_have_value("Alba Ticona")
    page.keyboard.press("Control+Enter")

    see(page.locator(".done")).to_be_visible()
    with Casebook.open(path) as casebook:
        name = casebook.review.item(first["casualty"]).statement.field("name")
        assert name is not None
        assert (name.value, [s.quote for s in name.spans]) == ("Alba Ticona", ["Alba Ticona"])


def test_without_a_script_a_fault_is_shown_at_its_field_and_then_kept(
    plain: Page, path: Path
) -> None:
    _, first, content = known(path)
    plain.goto(f"/review/{first['casualty'][:16]}/edit")
    plain.get_by_label("date", exact=True).fill("some day")
    plain.get_by_role("button", name="Keep it so").click()

    error = plain.locator("[data-field=date] .error")
    see(error).to_contain_text("12 Dec 2022")
    plain.get_by_label("date", exact=True).fill("10 Jan 2023")
    start = content.index("Alba")
    plain.get_by_label("Words of: name").fill(f"{start}-{start + 4}")
    plain.get_by_role("button", name="Keep it so").click()

    with Casebook.open(path) as casebook:
        statement = casebook.review.item(first["casualty"]).statement
        name = statement.field("name")
        assert name is not None
        assert [s.quote for s in name.spans] == ["Alba"]
        assert str(statement.value("date")) == "2023-01-10"


@needs_islands
def test_rows_grow_as_they_are_filled_by_keyboard_and_rest_on_selected_words(
    page: Page, path: Path
) -> None:
    _, first, _ = known(path)
    page.goto(f"/review/{first['toll'][:16]}/edit")
    page.get_by_text("Further fields").click()
    includes = page.get_by_role("group", name="includes", exact=True)
    includes.get_by_text("Add to: includes").focus()
    page.keyboard.press("Enter")
    row = page.get_by_role("group", name="includes 1", exact=True)
    see(row.get_by_label("outcome")).to_be_focused()
    page.keyboard.type("injured")
    page.keyboard.press("Tab")
    page.keyboard.type("3")
    select(page, "people were")
    page.locator("#selection [data-use=instead]").click()

    see(row.locator("output")).to_have_text("people were")
    see(includes.get_by_text("Add to: includes")).to_have_count(2)
    see(page.locator("[name='f.includes.1.number']")).to_have_value("")
    page.locator("[name='f.includes.0.number']").focus()
    page.keyboard.press("Control+Enter")

    see(page.locator(".done")).to_be_visible()
    with Casebook.open(path) as casebook:
        includes_now = casebook.review.item(first["toll"]).statement.field("includes")
        assert includes_now is not None
        assert [s.quote for s in includes_now.spans] == ["people were"]
        assert includes_now.value == (
            Record.of(outcome="injured", low=3, high=3, bound="exact", wording="people were"),
        )


def test_without_a_script_a_row_is_added_and_taken_away_again(plain: Page, path: Path) -> None:
    _, first, _ = known(path)
    address = f"/review/{first['toll'][:16]}/edit"
    plain.goto(address)
    plain.get_by_text("Further fields").click()
    plain.get_by_text("Add to: parts").click()
    row = plain.get_by_role("group", name="parts 1", exact=True)
    row.get_by_label("outcome").select_option("killed")
    row.get_by_label("number").fill("7")
    plain.get_by_role("button", name="Keep it so").click()
    plain.goto(address)

    see(row.get_by_label("number")).to_have_value("7")
    see(plain.get_by_text("Add to: parts")).to_be_visible()
    row.get_by_label("Take this row away").check()
    plain.get_by_role("button", name="Keep it so").click()

    with Casebook.open(path) as casebook:
        item = casebook.review.item(first["toll"])
        assert item.statement.value("parts") is None
        assert len(casebook.review.history([item.handle])) == 2


def test_who_has_no_name_yet_gives_it_and_what_she_typed_is_kept(plain: Page, path: Path) -> None:
    store_settings(Settings(language="en"))
    _, first, _ = known(path)
    plain.goto(f"/review/{first['toll'][:16]}/edit")
    plain.get_by_label("number").first.fill("at least 7")
    plain.get_by_label("Why (may be left empty)").fill("she said so twice")
    plain.get_by_role("button", name="Keep it so").click()

    see(plain.get_by_label("Under which name do you decide?")).to_be_visible()
    see(plain.locator("blockquote")).to_have_text("she said so twice")
    plain.get_by_label("Under which name do you decide?").fill("Luz Mamani Quispe")
    plain.get_by_role("button", name="Set it and go on").click()

    see(plain.locator(".done")).to_be_visible()
    with Casebook.open(path) as casebook:
        assert casebook.review.item(first["toll"]).statement.value("bound") == "at_least"
        [line] = casebook.review.history([first["toll"]])
        assert (line.by, line.decision.why) == ("Luz Mamani Quispe", "she said so twice")


@pytest.mark.parametrize("language", ["en", "es"])
def test_axe_finds_nothing_wrong_and_nothing_runs_out_of_the_window(
    page: Page, path: Path, check_axe: CheckAxe, language: str
) -> None:
    store_settings(Settings(name="Alba Quispe", language=language))
    report, first, _ = known(path)
    for address in (
        f"/review/{first['toll'][:16]}/edit",
        f"{report}?edit={first['casualty'][:10]}",
        f"{report}/add?kind=measure&start=0&end=4",
    ):
        page.goto(address)
        for summary in page.locator(".statement summary").all():
            summary.click()
        check_axe(page)
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.set_viewport_size({"width": 1366, "height": 768})


@needs_islands
def test_what_was_amended_leads_to_the_next_draft_as_what_was_accepted_does(
    page: Page, path: Path
) -> None:
    report, first, _ = known(path)
    page.goto(report)
    page.locator(f".card:has([formaction*='{first['casualty']}'])").focus()
    page.keyboard.press("e")
    page.get_by_label("age", exact=True).fill("20")
    page.keyboard.press("Control+Enter")

    see(page.locator(".card.toll")).to_be_focused()
