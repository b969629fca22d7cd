"""The small map: no border, nothing from outside, never more exact than the place is known."""

from __future__ import annotations

import re

import lxml.html
import pytest
from lxml.html import HtmlElement

from testigo.record.places import Place
from testigo.web.locator import locator


def place(country: str | None = "PE", precision: int = 1, at: tuple[float, float] = (-11.4, -75.7)):  # type: ignore[no-untyped-def]
    admin1 = "PE-JUN" if country == "PE" else None
    point = at if precision <= 3 else (None, None)
    return Place("Tarma", "1", "Tarma", country, admin1, *point, precision)


def drawn(one: Place) -> HtmlElement:
    return lxml.html.fragment_fromstring(str(locator(one, "Where Tarma lies")))


@pytest.mark.parametrize(
    ("precision", "rings"),
    [(1, ["point", "around"]), (2, ["near"]), (3, ["unit"]), (4, [])],
    ids=["an exact place", "within 25 km", "a province", "a region has no point"],
)
def test_what_is_drawn_tells_how_exactly_a_place_is_known(precision: int, rings: list[str]) -> None:
    map_ = drawn(place(precision=precision))

    assert [circle.get("class") for circle in map_.iter("circle")] == rings
    assert bool(map_.xpath(".//path[@class='own']")) is (precision == 4)


@pytest.mark.parametrize("precision", [5, 6, 7])
def test_what_is_wider_than_a_region_is_not_drawn(precision: int) -> None:
    assert locator(place(precision=precision), "Where it lies") == ""


def test_a_region_that_no_town_is_of_is_not_drawn() -> None:
    assert locator(Place("the north", country="PE", admin1="nowhere", precision=4), "x") == ""


def test_towns_of_the_country_are_dots_and_a_few_have_names() -> None:
    map_ = drawn(place())

    dots = map_.xpath(".//path[@class='towns']/@d")[0].count("M")
    names = [text.text for text in map_.xpath(".//text[contains(@class, 'name')]")]
    assert 100 < dots <= 450
    assert 2 <= len(names) <= 4
    assert map_.xpath(".//text[contains(@class, 'of')]")[0].text == "Tarma"


def test_a_circle_of_25_km_is_to_the_scale_that_the_bar_gives() -> None:
    map_ = drawn(place(precision=2))

    radius = float(map_.xpath(".//circle/@r")[0])
    length = float(re.findall(r"v4h([\d.]+)", map_.xpath(".//path[@class='bar']/@d")[0])[0])
    kilometres = next(int(t.text[:-3]) for t in map_.iter("text") if (t.text or "").endswith(" km"))
    assert radius == pytest.approx(25 * length / kilometres, rel=0.05) or radius == 5


@pytest.mark.parametrize(
    ("country", "at"),
    [
        ("FJ", (-16.5, 179.9)),
        ("FJ", (-16.5, -179.9)),
        ("RU", (64.4, -173.2)),
        ("US", (21.3, -157.8)),
        ("NZ", (-43.9, -176.5)),
        ("SJ", (78.2, 15.6)),
        ("ZZ", (0.0, 0.0)),
        (None, (89.9, 179.9)),
    ],
    ids=[
        "west of 180",
        "east of 180",
        "Russia over 180",
        "an island far off",
        "an outlier",
        "one town",
        "no such country",
        "no country, near the pole",
    ],
)
def test_a_point_lies_in_its_frame_wherever_on_the_globe(
    country: str | None, at: tuple[float, float]
) -> None:
    map_ = drawn(place(country, at=at))

    _, _, width, height = map(float, (map_.get("viewbox") or map_.get("viewBox") or "").split())
    circle = next(map_.iter("circle"))
    assert 0 <= float(circle.get("cx", "")) <= width <= 300
    assert 0 <= float(circle.get("cy", "")) <= height <= 300


def test_a_name_cannot_break_out_of_the_drawing() -> None:
    hostile = Place("<script>", "1", "<b onclick=x>", "PE", None, -11.4, -75.7, 1)

    assert "<script" not in locator(hostile, 'a" onload="x')
    assert "<b" not in locator(hostile, 'a" onload="x')
    assert 'onload="' not in locator(hostile, 'a" onload="x')
