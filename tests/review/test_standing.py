"""What stands of whole reports, and what a form has to know of the decisions before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.captured import MARCH, captured, read

from testigo.casebook import Casebook
from testigo.casebook.review import Review
from testigo.review.folding import EntryFollower
from testigo.store.deciding import decisions_on, last_decisions_on
from testigo.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "a.db", create=True, follower=EntryFollower()) as opened:
        item = captured(MARCH)
        opened.append_report(item, [read(item)])
        yield opened


def test_a_report_that_nobody_decided_on_has_no_standing(store: Store) -> None:
    review = Review(store)
    [report] = store.reports()

    assert review.standings([report.id]) == {}
    assert review.seen([report.id]) == {report.id: 0}


def test_the_last_withholding_and_a_withdrawal_stand_until_undone(store: Store) -> None:
    review = Review(store)
    [report] = store.reports()
    for code in ("sealed", "restricted"):
        review.decide(
            "withhold",
            [report.id],
            by="Alba Quispe",
            why=f"{code} at first",
            content={"confidentiality": code},
        )
    withdrawn = review.decide(
        "withdraw", [report.id], by="Alba Quispe", why="twice", content={"reason": "other"}
    )

    standing = review.standings([report.id])[report.id]
    assert standing.confidentiality == "restricted"
    assert standing.withdrawn is not None
    assert standing.withdrawn.decision == withdrawn
    assert {i.judged.state for i in review.of_report(report.id)} == {"withdrawn"}

    review.decide("undo", [withdrawn.id], by="Alba Quispe")

    assert review.standings([report.id])[report.id].withdrawn is None
    assert {i.judged.state for i in review.of_report(report.id)} == {"draft"}


def test_what_a_form_knows_counts_what_was_undone_too(store: Store) -> None:
    review = Review(store)
    [report] = store.reports()
    one, *_ = [item.handle for item in review.of_report(report.id)]
    accepted = review.decide("accept", [one], by="Alba Quispe")
    undone = review.decide("undo", [accepted.id], by="Alba Quispe")
    review.decide("undo", [undone.id], by="Alba Quispe")

    with store.looking() as connection:
        last = last_decisions_on(connection, [one, report.id])
        each = decisions_on(connection, one)

    assert last == {one: each[-1][0]}
    assert len(each) == 3


def test_an_erased_report_says_by_whom(store: Store) -> None:
    review = Review(store)
    [report] = store.reports()

    review.decide("erase", [report.id], by="Alba Quispe", why="a court asked for it")

    erased = review.standings([report.id])[report.id].erased
    assert erased is not None
    assert (erased.by, erased.decision.why) == ("Alba Quispe", "a court asked for it")


def test_it_is_reached_from_a_casebook(store: Store) -> None:
    [report] = store.reports()

    with Casebook.open(store.path) as casebook:
        assert casebook.review.standings([report.id]) == {}
