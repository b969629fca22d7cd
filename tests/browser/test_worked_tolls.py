"""The ten worked examples of the standards (4.1 to 4.10) on their pages in a real browser.

Published figures of institutions; invented outlets, sentences and names. Each casebook is made of
reports with their statements, which Ana accepts; what people decide is decided by the forms.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import expect as see
from tests.browser.conftest import CheckAxe, Watch
from tests.review.tolls.loading import accept_all, take_in, toll_id
from tests.review.tolls.worked import (
    CHANGED_LIST,
    FOUR_TOTALS,
    MINISTRY_SERIES,
    MISSING_TO_DEAD,
    OMBUDSMAN_SERIES,
    ONE_INCIDENT,
    OTHER_PEOPLE,
    OTHER_SCOPES,
    WorkedReport,
)
from tests.review.tolls.worked_kinds import EMERGENCIES, MISDATED
from tests.review.tolls.worked_ministry import BY_ACRONYM
from tests.web.served import Served, served

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.review.lists import ListWanted

WHY = "all of them count every death of the protests"


@dataclass
class Desk:
    """A casebook of worked reports, served, and a browser that was let in."""

    path: Path
    page: Page

    def open_toll(self, speaker: str, outcome: str = "killed", figure: int | None = None) -> None:
        """Go to the page of a speaker's numbers."""
        with Casebook.open(self.path) as casebook:
            self.page.goto(f"/tolls/{toll_id(casebook, speaker, outcome, figure=figure)}")

    def open_entry(self, view: str, name: str = "") -> None:
        """Go to the page of the entry with these words, the one of most reports."""
        with Casebook.open(self.path) as casebook:
            rows = casebook.review.entries(ListWanted(view, search=name, sort="reports")).rows
        self.page.goto(f"/{view}/{rows[0].id}")

    def ids(self, view: str, search: str = "") -> list[str]:
        """The entries of a view."""
        with Casebook.open(self.path) as casebook:
            return [r.id for r in casebook.review.entries(ListWanted(view, search=search)).rows]

    def figures(self) -> list[str]:
        """The totals of the series of the page, in order, as they are printed."""
        return self._figures("f1-")

    def additions(self) -> list[str]:
        """Its numbers of new cases."""
        return self._figures("a1-")

    def _figures(self, anchor: str) -> list[str]:
        return self.page.locator(f"li[id^='{anchor}'] > p:first-child .value").all_inner_texts()

    def moments(self) -> list[str]:
        """When each of its totals was counted."""
        return self.page.locator("li[id^='f1-'] > p:first-child .when").all_inner_texts()

    def beside(self) -> list[str]:
        """The series that nobody declared equal, by speaker."""
        return self.page.locator(".grid .others tr:has(td) th > a").all_inner_texts()

    def declare(self, speakers: Sequence[str]) -> None:
        """Declare by the form that these count the same as the series of the page."""
        for name in speakers:
            self.page.get_by_role("checkbox", name=name).check()
        self.page.get_by_label("Why their scopes are equal").fill(WHY)
        self.page.get_by_role("button", name="Declare the scopes equal").click()

    def join(self, view: str, first: str, second: str) -> None:
        """Say on the merge page that two entries are one."""
        self.page.goto(f"/merge?view={view}&first={first}&second={second}")
        self.page.get_by_role("button", name="Same").click()
        see(self.page.locator(".done")).to_be_visible()

    @property
    def noticed(self) -> Locator:
        """What is noticed, a sentence each."""
        return self.page.locator(".noticed li")

    @property
    def ranges(self) -> Locator:
        """The ranges printed."""
        return self.page.locator(".range > .value")


Open = Callable[..., Desk]


@pytest.fixture
def desk(browser: Browser, tmp_path: Path, watch: Watch) -> Iterator[Open]:
    """Return a function that puts reports into a casebook, accepts them and serves it."""
    with contextlib.ExitStack() as stack:

        def begin(reports: Sequence[WorkedReport], **context: Any) -> Desk:
            store_settings(Settings(name="Ana", language="en"))
            path = tmp_path / "worked.db"
            with Casebook.create(path) as casebook:
                take_in(casebook, reports)
                accept_all(casebook)
            running: Served = stack.enter_context(served(path))
            opened = browser.new_context(
                viewport={"width": 1366, "height": 768}, base_url=running.origin, **context
            )
            stack.callback(opened.close)
            page = watch(opened.new_page(), running.origin)
            page.goto(running.entrance)
            return Desk(path, page)

        yield begin


def test_4_1_the_ministry_is_one_series_of_six_moments(desk: Open, check_axe: CheckAxe) -> None:
    others = [r for r in MINISTRY_SERIES.reports if r.key != "41-fifteenth"]
    worked = desk([*others, BY_ACRONYM])
    worked.open_toll("El Ministerio de Salud")
    assert worked.figures() == ["2", "4", "14", "24", "25"]

    # The acronym is the ministry: a person says so on the merge page.
    [ministry] = worked.ids("actors", "Ministerio de Salud")
    [acronym] = worked.ids("actors", "MINSA")
    worked.join("actors", ministry, acronym)
    worked.open_toll("Salud")

    assert worked.figures() == ["2", "4", "8", "14", "24", "25"]
    assert worked.moments() == [
        "as of 12 Dec 2022",
        "as of 12 Dec 2022",
        "as of 15 Dec 2022",
        "as of 16 Dec 2022",
        "as of 17 Dec 2022, 12:00",
        "as of 18 Dec 2022",
    ]
    for sum_ in (
        "6 (Apurímac) + 1 (Arequipa) + 3 (La Libertad) + 2 (Cusco) + 3 (Junín) + 9 (Ayacucho) = 24",
        "9 (Ayacucho) + 6 (Apurímac) + 3 (Junín) + 3 (La Libertad) + 3 (Cusco) + 1 (Arequipa) = 25",
    ):
        see(worked.noticed.filter(has_text=sum_)).to_have_count(1)
    jump = worked.noticed.filter(has_text="From 14 as of 16 Dec 2022 to 24 as of 17 Dec 2022")
    see(jump).to_contain_text("not what happened between the two")
    see(worked.ranges).to_have_count(0)
    see(worked.page.locator("svg.chart circle")).to_have_count(6)
    assert worked.ids("incidents") == []
    see(worked.page.locator(".spoken")).to_contain_text("69 hospitalised")
    see(worked.page.locator(".spoken")).to_contain_text("287 discharged")
    check_axe(worked.page)


def test_4_2_four_totals_of_a_day_have_a_range_only_once_a_person_declares_it(
    desk: Open, check_axe: CheckAxe
) -> None:
    worked = desk(FOUR_TOTALS.reports)
    worked.open_toll("Ministerio")
    see(worked.ranges).to_have_count(0)
    see(worked.page.locator("main")).to_contain_text("Nobody declared scopes equal")
    assert worked.figures() == ["14"]

    worked.declare(["La Hoja Modelo", "El Heraldo Inventado", "Revista de Prueba"])

    see(worked.ranges).to_have_text("Between 14 and 21, by source, as of 16 Dec 2022")
    declared = worked.page.locator(".range .declared")
    see(declared).to_contain_text("Scopes declared equal by Ana on")
    see(declared).to_contain_text(f"because {WHY}")
    see(worked.page.locator("main")).not_to_contain_text("Best number")
    numbers = worked.page.locator(".grid .side td .value").all_inner_texts()
    assert numbers == ["14", "18", "20", "21"]
    assert worked.beside() == ["la oficina regional de salud", "La región La Libertad"]
    check_axe(worked.page)

    worked.page.locator(".range").get_by_role("button", name="Undo").click()
    see(worked.ranges).to_have_count(0)


def test_4_3_one_incident_grows_and_the_injured_include_the_dead(desk: Open) -> None:
    worked = desk(ONE_INCIDENT.reports)
    worked.open_toll("Dirección Regional", "injured")
    see(worked.noticed.filter(has_text="72 (injured) is made up of")).to_contain_text(
        "10 (killed) + 54 (discharged) + 8 (hospitalised); these are not counted again."
    )

    worked.open_toll("Dirección Regional")
    assert worked.figures() == ["7", "8", "at least 10"]
    see(worked.page.get_by_role("heading", level=1)).to_contain_text("15 Dec 2022")
    see(worked.noticed.filter(has_text="Latest: at least 10")).to_have_count(1)
    see(worked.ranges).to_have_count(0)

    worked.declare(["El Ministerio de Salud"])

    see(worked.ranges).to_have_count(0)
    see(worked.page.locator(".range")).to_contain_text("no two sources give a number of the same")
    worked.page.locator(".range input[name='as_of']").fill("2022-12-21")
    worked.page.locator(".range").get_by_role("button", name="Show").click()
    see(worked.ranges).to_contain_text("Between 9 and 10 or more, by source")


def test_4_4_the_parts_of_the_ombudsman_are_summed_and_never_corrected(desk: Open) -> None:
    worked = desk(OMBUDSMAN_SERIES.reports)
    worked.open_toll("Defensoría")
    assert worked.figures() == ["7", "27", "28", "41", "46", "49", "55", "58", "60"]
    assert worked.additions() == ["12", "14", "17"]
    for sum_ in ("= 27", "= 41", "= 46", "= 49", "= 55", "= 60"):
        see(worked.noticed.filter(has_text="The parts sum").filter(has_text=sum_)).to_have_count(1)

    for outlet, number, sentence in (
        ("El Heraldo Inventado", 63, "The parts named sum to 62, the total given is 63 (-1)"),
        ("La Hoja Modelo", 66, "The parts named sum to 60, the total given is 66 (-6)"),
    ):
        worked.open_toll(outlet, figure=number)
        asked = worked.page.locator(".noticed .asks").filter(has_text=sentence)
        see(asked).to_contain_text("Nothing was corrected.")
        assert str(number) in worked.figures()
        see(worked.ranges).to_have_count(0)


def test_4_5_one_number_may_be_other_people(desk: Open) -> None:
    worked = desk(OTHER_PEOPLE.reports)
    worked.open_toll("La Hoja Modelo", figure=66)
    see(
        worked.page.locator(".noticed .asks").filter(has_text="One total, other parts")
    ).to_contain_text("The same number is not the same people.")
    see(worked.ranges).to_have_count(0)

    worked.open_toll("Defensoría", figure=49)
    see(worked.noticed.filter(has_text="One total, other parts: 49")).to_contain_text(
        "29 (por bala en diciembre) + 20 (Juliaca)"
    )
    see(worked.page.locator("#f1-1 .witnesses li")).to_have_count(2)


def test_4_6_five_sources_with_five_scopes_agree_in_nothing(desk: Open) -> None:
    worked = desk(OTHER_SCOPES.reports)
    worked.open_toll("Defensoría", figure=46)

    see(worked.ranges).to_have_count(0)
    see(worked.noticed.filter(has_text="both give 46")).to_contain_text(
        "of different scopes: that is no agreement"
    )
    others = worked.page.locator(".grid .others td .value").all_inner_texts()
    assert sorted(others) == ["46", "49", "53", "56", "at least 50"]

    worked.open_toll("Oficina", figure=50)
    see(worked.page.locator("#f1-1")).to_contain_text("said with reserve")
    worked.open_toll("Coordinadora", "detained")
    assert worked.figures() == ["193"]
    assert worked.beside() == []


def test_4_7_behind_an_unchanged_six_one_name_left_and_one_came(
    desk: Open, check_axe: CheckAxe
) -> None:
    worked = desk(CHANGED_LIST.reports)
    worked.open_toll("Defensoría", figure=6)

    assert worked.figures() == ["6"]
    see(worked.page.locator(".summary")).to_contain_text("6 names before, 6 after: +1 −1.")
    names = worked.page.locator(".names tbody tr")
    see(names.filter(has_text="only in the earlier list")).to_contain_text("T. Urcohuara L., 26")
    see(names.filter(has_text="only in the later list")).to_contain_text("F. S. Salcedaño V., 19")
    proposed = names.filter(has_text="may be one person")
    see(proposed).to_have_count(5)
    check_axe(worked.page)
    worked.page.set_viewport_size({"width": 390, "height": 844})
    assert worked.page.evaluate("document.documentElement.scrollWidth") <= 390
    proposed.first.get_by_role("link", name="Compare").click()
    see(worked.page).to_have_url(re.compile(r"/merge\?view=people&first="))

    worked.open_toll("Dirección Regional", figure=3)
    struck = worked.page.locator("li.figure.struck")
    see(struck.locator("s")).to_have_text("3")
    see(struck).to_contain_text("taken back by the same speaker")


def test_4_8_missing_people_found_dead_stay_six_and_causes_stay_contested(desk: Open) -> None:
    worked = desk(MISSING_TO_DEAD.reports)
    worked.open_toll("Comando")

    told = worked.noticed.filter(has_text="the number of persons stays 6")
    for step in ("1 dead and 5 missing", "4 dead and 2 missing", "5 dead and 1 missing", "6 dead"):
        see(told).to_contain_text(step)
    assert worked.figures() == ["1"]
    see(worked.ranges).to_have_count(0)

    worked.open_entry("people", "Octavio Berrospi Luyo")
    main = worked.page.locator("main")
    for cause in ("un golpe", "una piedra", "un objeto contundente duro", "un cartucho"):
        see(main).to_contain_text(cause)


def test_4_9_measures_keep_what_was_stated_beside_what_is_computed(desk: Open) -> None:
    worked = desk(EMERGENCIES.reports)
    worked.open_entry("measures", "143-2022")
    main = worked.page.locator("main")
    see(main).to_contain_text(
        "The stated last day is 14 Jan 2023; the stated start and duration end on 13 Jan 2023."
    )
    for right in ("inviolability of the home", "assembly"):
        see(main).to_contain_text(right)

    worked.open_entry("measures", "009-2023")
    see(main.get_by_role("row").filter(has_text="30 días")).to_contain_text("13 Feb 2023")
    see(main.get_by_role("row").filter(has_text="10 días")).to_contain_text("24 Jan 2023")
    see(main.get_by_role("columnheader", name="carreteras nombradas")).to_be_visible()
    see(main.get_by_role("row", name="inviolability of the home")).to_contain_text("not suspended")
    see(main).not_to_contain_text("cannot all be true")
    for area in ("Puno", "Callao", "Andahuaylas", "Torata"):
        see(main).to_contain_text(area)

    worked.open_entry("measures", "010-2023")
    see(main).to_contain_text("The start is stated as 19 Jan 2023 and as 20 Jan 2023.")

    worked.open_entry("measures", "018-2023")
    see(main.get_by_role("row").filter(has_text="60 días")).to_contain_text("5 Apr 2023")


def test_4_10_a_wrong_day_makes_no_second_incident(desk: Open) -> None:
    worked = desk(MISDATED.reports)
    incidents = worked.ids("incidents")
    assert len(incidents) == 4

    for other in incidents[1:]:
        worked.join("incidents", incidents[0], other)

    assert len(worked.ids("incidents")) == 1
    worked.open_entry("incidents")
    conflict = worked.page.locator(".block.conflict")
    see(conflict).to_contain_text("9 Jan 2023")
    see(conflict).to_contain_text("10 Jan 2023")
    see(conflict.locator(".stated").first).to_contain_text("2 reports")
    worked.page.goto("/incidents")
    see(worked.page.locator("table tbody tr")).to_have_count(1)


def test_the_page_works_without_script_on_a_phone_and_on_paper(desk: Open) -> None:
    worked = desk(FOUR_TOTALS.reports, java_script_enabled=False)
    worked.page.set_viewport_size({"width": 390, "height": 844})
    worked.open_toll("Ministerio")

    worked.declare(["El Heraldo Inventado"])
    see(worked.ranges).to_have_text("Between 14 and 20, by source, as of 16 Dec 2022")
    worked.page.locator("#f1-1").get_by_text("Give a level").click()
    form = worked.page.locator("#f1-1 form[action*='/verify']")
    form.get_by_label("Why").fill("read in the bulletin itself")
    form.get_by_role("button").click()
    see(worked.page.locator("#f1-1")).to_contain_text("single source")

    worked.page.emulate_media(media="print")
    see(worked.page.locator("#f1-1 q")).to_be_visible()
    see(form).to_be_hidden()
    see(worked.page.get_by_role("button", name="Declare the scopes equal")).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_runs_out_of_a_phone(desk: Open, language: str, check_axe: CheckAxe) -> None:
    worked = desk(OMBUDSMAN_SERIES.reports)
    store_settings(Settings(name="Ana", language=language))
    worked.page.set_viewport_size({"width": 390, "height": 844})
    worked.open_toll("Defensoría")

    assert worked.page.evaluate("document.documentElement.scrollWidth") <= 390
    worked.page.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")
    check_axe(worked.page)
