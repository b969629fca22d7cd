"""Ids by their beginnings, in a real casebook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.review.press import Line, Report, reading

from testigo.casebook.review import Review
from testigo.reports.nearness import DispatchFingerprinter
from testigo.review.folding import EntryFollower
from testigo.store.errors import AmbiguousId, NotKept
from testigo.store.store import Store

REPORT = Report((Line("casualty", "Ilario Pacsi", age=26), Line("toll", number=9, place="Puno")))


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    path = tmp_path / "a.db"
    prints, entries = DispatchFingerprinter(), EntryFollower()
    with Store.open(path, create=True, fingerprinter=prints, follower=entries) as store:
        item = REPORT.captured()
        store.append_report(item, [reading(REPORT, item)])
        yield Review(store)


def report_of(review: Review) -> str:
    return next(iter(review.waiting_by_report()))


def test_an_id_is_found_by_its_beginning(review: Review) -> None:
    report = report_of(review)
    items = review.of_report(report)
    assert review.whole_id(items[0].handle[:12], "statement") == items[0].handle
    assert review.whole_id(report[:12]) == report


@pytest.mark.parametrize("beginning", ["zzzz", "%", "_", ""])
def test_what_begins_no_id_is_not_kept(review: Review, beginning: str) -> None:
    with pytest.raises(NotKept):
        review.whole_id(beginning, "statement", "report")


def test_a_beginning_of_several_ids_is_refused(review: Review) -> None:
    handle = review.of_report(report_of(review))[0].handle
    # Seventeen ids have sixteen first digits: some digit begins two.
    ids = [review.decide("accept", [handle], by="Ana", why=str(n)).id for n in range(17)]
    firsts = [id_[0] for id_ in ids]
    shared = next(first for first in firsts if firsts.count(first) > 1)
    with pytest.raises(AmbiguousId, match="more than one decision"):
        review.whole_id(shared, "decision")


def test_an_entry_is_not_taken_for_a_statement(review: Review) -> None:
    handle = review.of_report(report_of(review))[0].handle
    with pytest.raises(NotKept):
        review.whole_id(handle, "entry")
