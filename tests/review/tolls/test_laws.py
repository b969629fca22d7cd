"""What holds of any tolls: order does not matter, and no number is made that nobody stated."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.review.tolls.builders import VALLEY, number, point

from testigo.record.canonical import canonical_json
from testigo.record.edtf import Edtf
from testigo.review.tolls import TollPoint, compare, finding_words, findings_of, series_of
from testigo.review.tolls.figures import ends_of, figure_of
from testigo.review.tolls.forms import comparison_to_json, finding_to_json, series_to_json
from testigo.review.tolls.lists import Listed, list_difference

BOTH = frozenset({"draft", "accepted"})
DAYS = ("2022-12-12", "2022-12-13T08:00:00", "2022-12-13", "2022-12", "../2022-12-14", None)


@st.composite
def toll_points(draw: st.DrawFn) -> list[TollPoint]:
    """Up to a dozen tolls of few speakers, scopes, days and numbers, so that they meet."""
    return [_point(draw, f"h{index}") for index in range(draw(st.integers(1, 12)))]


def _counts(number: int) -> st.SearchStrategy[tuple[int | None, dict[str, Any]]]:
    """One number under any bound, as `point` takes it."""
    return st.sampled_from(
        (
            (number, {}),
            (number, {"high": None, "bound": "at_least"}),
            (None, {"high": number, "bound": "at_most"}),
            (None, {"high": None, "wording": "decenas", "bound": "vague"}),
        )
    )


def _point(draw: st.DrawFn, handle: str) -> TollPoint:
    inner = st.lists(st.integers(0, 9).map(number), min_size=1, max_size=3).map(tuple)
    low, more = draw(st.integers(0, 30).flatmap(_counts))
    more = dict(more)
    for name in ("parts", "includes", "corrects"):
        if draw(st.integers(0, 3)) == 0:
            more[name] = draw(inner)
    return point(
        low,
        handle,
        day=draw(st.sampled_from(DAYS)),
        published=draw(st.sampled_from(("2022-12-13T09:00:00", "2022-12-15", None))),
        state=draw(st.sampled_from(("draft", "accepted", "accepted", "rejected", "withdrawn"))),
        speaker=draw(st.sampled_from(("Oficina Uno", "Oficina Dos", "Oficina Tres"))),
        group=draw(st.sampled_from(("g1", "g2", "g3"))),
        outcome=draw(st.sampled_from(("killed", "killed", "missing", "injured"))),
        place=draw(st.sampled_from((VALLEY, VALLEY, None))),
        basis=draw(st.sampled_from((None, None, "estimate"))),
        accrual=draw(st.sampled_from((None, None, "increment", "cumulative"))),
        said_on=draw(st.sampled_from((None, Edtf("2022-12-13")))),
        modality=draw(st.sampled_from(("asserted", "asserted", "alleged", "denied", "retracted"))),
        **more,
    )


@settings(max_examples=40)
@given(points=toll_points(), randomness=st.randoms(use_true_random=False))
def test_the_order_of_the_points_does_not_matter(points: list[TollPoint], randomness: Any) -> None:
    shuffled = list(points)
    randomness.shuffle(shuffled)
    series = series_of(points, {})
    assert series_of(shuffled, {}) == series
    declared = {s.key: "class" for s in series}
    backwards = tuple(reversed(series))
    assert compare(backwards, declared, BOTH).tables == compare(series, declared, BOTH).tables


@settings(max_examples=40)
@given(points=toll_points())
def test_every_figure_is_one_that_its_own_witnesses_state(points: list[TollPoint]) -> None:
    for series in series_of(points, {}):
        for row in (*series.rows, *series.additions, *series.apart):
            for witness in row.witnesses:
                stated = figure_of(witness.statement)
                assert (stated.low, stated.high, stated.bound) == (
                    row.figure.low,
                    row.figure.high,
                    row.figure.bound,
                )
                assert witness.speaker_id == series.key.speaker_id


@settings(max_examples=40)
@given(points=toll_points())
def test_every_point_but_a_rejected_one_stands_in_exactly_one_row(points: list[TollPoint]) -> None:
    rows = [row for s in series_of(points, {}) for row in (*s.rows, *s.additions, *s.apart)]
    placed = sorted(handle for row in rows for handle in row.handles)
    assert placed == sorted(p.handle for p in points if p.state != "rejected")


@settings(max_examples=40)
@given(points=toll_points(), states=st.sampled_from((BOTH, frozenset({"accepted"}))))
def test_both_ends_of_a_range_are_stated_and_low_is_no_more_than_high(
    points: list[TollPoint], states: frozenset[str]
) -> None:
    series = series_of(points, {})
    for table in compare(series, {s.key: "class" for s in series}, states).tables:
        for found in table.ranges:
            ends = [ends_of(row.figure) for row in found.rows]
            assert found.low <= found.high
            assert found.low in {pair[0] for pair in ends if pair}
            assert found.high in {pair[1] for pair in ends if pair}
            assert found.best is None
            assert all(row.counts(states) for row in found.rows)


@settings(max_examples=40)
@given(points=toll_points())
def test_without_a_declaration_there_is_no_range(points: list[TollPoint]) -> None:
    assert not any(table.ranges for table in compare(series_of(points, {}), {}, BOTH).tables)


@settings(max_examples=40)
@given(points=toll_points())
def test_denials_drafts_and_struck_numbers_are_never_figures(points: list[TollPoint]) -> None:
    for series in series_of(points, {}):
        for row in (*series.figures(), *series.latest()):
            assert not row.is_struck()
            assert any(
                p.state == "accepted" and p.statement.modality in ("asserted", "alleged")
                for p in row.witnesses
            )


@settings(max_examples=40)
@given(points=toll_points(), language=st.sampled_from(("en", "es", "qu")))
def test_every_finding_has_words_in_each_language(points: list[TollPoint], language: str) -> None:
    series = series_of(points, {})
    found = (*findings_of(series, BOTH), *compare(series, {}, BOTH).findings)
    known = {p.handle for p in points}
    for finding in found:
        assert finding_words(finding, language)
        assert finding.handles
        assert known.issuperset(finding.handles)


@settings(max_examples=30)
@given(points=toll_points())
def test_series_findings_and_tables_are_canonical_json(points: list[TollPoint]) -> None:
    series = series_of(points, {})
    compared = compare(series, {s.key: "class" for s in series}, BOTH)
    forms = [
        *(series_to_json(s) for s in series),
        *(finding_to_json(f) for f in findings_of(series, BOTH)),
        comparison_to_json(compared),
    ]
    for form in forms:
        assert json.loads(canonical_json(form)) == form


names = st.sampled_from(("Ana Ruelas", "A. R.", "Ana Ruela", "Juan Tello", "J. Tello", "Juan Telo"))
lists = st.lists(st.tuples(names, st.none() | st.integers(15, 20)), max_size=5)


@given(earlier=lists, later=lists)
def test_everybody_on_two_lists_is_kept_proposed_gone_or_came(
    earlier: list[tuple[str, int | None]], later: list[tuple[str, int | None]]
) -> None:
    before = [Listed(name, age, f"e{i}") for i, (name, age) in enumerate(earlier)]
    after = [Listed(name, age, f"l{i}") for i, (name, age) in enumerate(later)]
    found = list_difference(before, after)
    pairs = (*found.kept, *found.proposals)
    assert {p.handle for p in before} == {a.handle for a, _ in pairs} | {
        p.handle for p in found.gone
    }
    assert {p.handle for p in after} == {b.handle for _, b in pairs} | {
        p.handle for p in found.came
    }
    assert list_difference(before[::-1], after[::-1]) == found
