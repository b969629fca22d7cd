"""From when to when a measure is in force: as stated and as computed, on the figures of a crisis.

Dates and numbers follow the worked examples of the standards (4.9); outlets and words are invented.
"""

from __future__ import annotations

import datetime

import pytest

from testigo.record.edtf import Edtf
from testigo.review.measures import Act, chain, end_of, noticed

DECLARED = Act("a", "declared", Edtf("2022-12-15"), None, "30 days", Edtf("2022-12-14"))


@pytest.mark.parametrize(
    ("first", "duration", "last"),
    [
        ("2022-12-15", "30 days", "2023-01-13"),
        ("2023-01-15", "treinta días", "2023-02-13"),
        ("2023-02-05", "60 días", "2023-04-05"),
        ("2023-02-05", "sixty days", "2023-04-05"),
        ("2023-01-15", "10 días", "2023-01-24"),
        ("2023-01-31", "one month", "2023-02-27"),
        ("2023-01-15", "two weeks", "2023-01-28"),
        ("2023-01-15", "1 day", "2023-01-15"),
    ],
)
def test_a_duration_counts_its_first_day(first: str, duration: str, last: str) -> None:
    found = end_of(datetime.date.fromisoformat(first), duration)

    assert found == datetime.date.fromisoformat(last)


@pytest.mark.parametrize("duration", ["until further notice", "48 hours", "0 days", "some days"])
def test_a_duration_that_is_not_understood_gives_no_end(duration: str) -> None:
    assert end_of(datetime.date(2023, 1, 15), duration) is None


def test_a_duration_beyond_the_calendar_gives_no_end() -> None:
    assert end_of(datetime.date.max, "30 days") is None


def test_thirty_days_from_15_december_end_on_13_january_and_14_is_flagged() -> None:
    stated = Act("b", "declared", Edtf("2022-12-15"), Edtf("2023-01-14"))

    assert DECLARED.computed_end == datetime.date(2023, 1, 13)
    found = noticed([DECLARED, stated])
    assert [(n.what, n.stated, n.other) for n in found] == [
        ("end_differs", "2023-01-14", "2023-01-13")
    ]
    assert set(found[0].handles) == {"a", "b"}


def test_an_end_that_fits_is_not_flagged() -> None:
    assert noticed([DECLARED, Act("b", "declared", None, Edtf("2023-01-13"))]) == ()


def test_the_end_of_an_extension_is_not_held_against_the_declaration() -> None:
    extended = Act("b", "extended", Edtf("2023-01-14"), Edtf("2023-02-12"), "30 days")

    assert noticed([DECLARED, extended]) == ()


def test_two_stated_starts_are_both_kept_and_flagged() -> None:
    first = Act("a", "declared", Edtf("2023-01-19"), None, "30 days")
    second = Act("b", "declared", Edtf("2023-01-20"), None, "30 days")

    found = noticed([first, second])

    assert [(n.what, n.stated, n.other) for n in found] == [
        ("starts_differ", "2023-01-19", "2023-01-20")
    ]


def test_a_second_extension_is_no_contradiction_of_the_first() -> None:
    first = Act("b", "extended", Edtf("2023-01-14"), Edtf("2023-02-12"))
    second = Act("c", "extended", Edtf("2023-02-13"), Edtf("2023-03-14"))

    assert noticed([DECLARED, first, second]) == ()


def test_two_ends_of_one_extension_are_flagged() -> None:
    first = Act("b", "extended", Edtf("2023-01-14"), Edtf("2023-02-12"))
    other = Act("c", "extended", Edtf("2023-01-14"), Edtf("2023-02-13"))

    assert [(n.what, n.stated, n.other) for n in noticed([first, other])] == [
        ("ends_differ", "2023-02-12", "2023-02-13")
    ]


def test_a_start_that_is_no_exact_day_gives_no_end() -> None:
    assert Act("a", "declared", Edtf("2023-01"), None, "30 days").computed_end is None


def test_the_chain_goes_from_declared_over_extended_to_lifted() -> None:
    extended = Act("b", "extended", Edtf("2023-01-14"))
    lifted = Act("c", "lifted", None, None, None, Edtf("2023-03-08"))
    unsaid = Act("d", "in_force")

    assert chain([unsaid, lifted, extended, DECLARED]) == (DECLARED, extended, lifted, unsaid)
