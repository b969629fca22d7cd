"""Spans of time and contacts as drawings: nothing that nobody stated, always the same way."""

from __future__ import annotations

import datetime

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from testigo.record.edtf import Edtf
from testigo.web.contact_graph import MOST, Other, contact_graph
from testigo.web.span_bars import DrawnSpan, span_bars

SAID = Edtf("2023-01-13")


def span(start: str = "", end: str = "", **more: object) -> DrawnSpan:
    return DrawnSpan(
        "minister",
        "minister, held",
        Edtf(start) if start else None,
        Edtf(end) if end else None,
        SAID,
        "draft",
        **more,  # type: ignore[arg-type]
    )


def drawn(*spans: DrawnSpan) -> HtmlElement:
    return lxml.html.fragment_fromstring(str(span_bars(spans, "In time", "en")))


@pytest.mark.parametrize(
    ("one", "bars", "open_edges"),
    [
        (span("2018", "2021"), 1, 0),
        (span("2022-03"), 1, 1),
        (span(end="2021-05-02"), 1, 1),
        (span("../2020"), 1, 1),
        (span("2023-02-01", "2023-01-01"), 1, 0),
    ],
    ids=["both edges", "no end", "no start", "begun before", "an end before its start"],
)
def test_an_edge_that_nobody_states_is_drawn_open(
    one: DrawnSpan, bars: int, open_edges: int
) -> None:
    drawing = drawn(one)

    assert len(list(drawing.iter("rect"))) == bars
    assert len(drawing.xpath(".//path[@class='open']")) == open_edges
    assert not list(drawing.iter("circle"))
    assert all(float(w) > 0 for w in drawing.xpath(".//rect/@width"))


def test_a_bar_without_an_end_reaches_the_day_of_its_report_unless_it_was_over() -> None:
    held, over = (
        float(drawn(span("2022-03", kind=kind)).xpath(".//rect/@width")[0])
        for kind in ("held", "past")
    )

    assert held > 100
    assert over == 3


def test_a_computed_end_is_a_mark_and_no_edge() -> None:
    drawing = drawn(span("2023-01-15", computed=datetime.date(2023, 2, 13)))

    assert len(drawing.xpath(".//path[@class='computed']")) == 1
    assert len(drawing.xpath(".//path[@class='open']")) == 1


def test_spans_of_one_name_stand_in_one_row() -> None:
    assert len(drawn(span("2018", "2021"), span("2022")).xpath(".//text[@class='name']")) == 1


def test_what_has_no_date_is_a_dot_on_the_day_of_its_report() -> None:
    drawing = drawn(span(), span("2018", "2021"))

    assert len(list(drawing.iter("circle"))) == 1
    assert drawing.xpath(".//*[local-name()='text'][@class='day']")


def test_one_dot_alone_tells_nothing_of_time_and_is_not_drawn() -> None:
    assert span_bars([span(), span()], "In time", "en") == ""


def test_a_few_days_without_the_first_of_a_month_are_named_too() -> None:
    days = drawn(span("2023-01-12", "2023-01-14")).xpath(".//text[@class='day']")

    assert len(days) == 1


def test_without_any_day_nothing_is_drawn() -> None:
    assert span_bars([DrawnSpan("x", "x", None, None, None, "draft")], "In time", "en") == ""


EDGES = st.sampled_from(["", "0001", "9999-12-31", "199X", "2023-01", "2023-01-05", "2020/..", "~"])


@given(st.lists(st.tuples(EDGES, EDGES), max_size=4))
def test_whatever_days_are_stated_all_lies_within_the_drawing(edges: list[tuple[str, str]]) -> None:
    spans = [span(a.strip("~"), b.strip("~")) for a, b in edges]
    words = str(span_bars(spans, "In time", "es"))

    if words:
        drawing = lxml.html.fragment_fromstring(words)
        xs = [float(x) for name in ("@x", "@cx", "@x1") for x in drawing.xpath(f".//{name}")]
        assert all(0 <= x <= 900 for x in xs)
        assert len(drawing.xpath(".//text[@class='day']")) <= 12


def others(number: int) -> list[Other]:
    return [Other(f"Body {n}", f"/actors/{n}", 1 + n % 3) for n in range(number)]


@pytest.mark.parametrize("number", [1, 2, 5, 14, 40])
def test_every_party_is_a_link_in_the_order_in_which_it_was_met(number: int) -> None:
    drawing = lxml.html.fragment_fromstring(str(contact_graph("Me", others(number), "Contacts")))

    links = drawing.xpath(".//a/@href")
    assert len(links) == min(number, MOST)
    assert links == sorted(links, key=lambda link: int(link.rpartition("/")[2]))
    assert str(contact_graph("Me", others(number), "Contacts")) == str(
        contact_graph("Me", others(number), "Contacts")
    )


def test_links_of_a_graph_are_tall_enough_for_a_finger_and_do_not_overlap() -> None:
    drawing = lxml.html.fragment_fromstring(str(contact_graph("Me", others(14), "Contacts")))

    boxes = [
        tuple(float(rect.get(name)) for name in ("x", "y", "width", "height"))
        for rect in drawing.xpath(".//a/rect")
    ]
    assert all(height >= 24 for *_, height in boxes)
    for at, (x, y, width, height) in enumerate(boxes):
        for a, b, wide, high in boxes[at + 1 :]:
            assert x + width <= a or a + wide <= x or y + height <= b or b + high <= y


def test_without_other_parties_no_graph_is_drawn() -> None:
    assert contact_graph("Me", [], "Contacts") == ""


def test_a_name_cannot_break_out_of_a_graph() -> None:
    assert "<script" not in contact_graph("<script>", [Other("<script>", "/actors/a", 1)], "x")
