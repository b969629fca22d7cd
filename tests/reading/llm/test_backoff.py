"""How long the pauses between tries are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from testigo.reading.llm.backoff import Backoff, asked_to_wait

NOW = datetime(2026, 11, 27, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("7", 7.0),
        (" 0 ", 0.0),
        ("Fri, 27 Nov 2026 12:00:30 GMT", 30.0),
        ("Fri, 27 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("²", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert asked_to_wait(header, NOW) == seconds


@pytest.mark.parametrize("draw", [0.0, 1.0], ids=["least jitter", "most jitter"])
def test_pauses_double_up_to_the_longest(draw: float) -> None:
    backoff = Backoff(first=1, longest=10, draw=lambda: draw)
    full = [1, 2, 4, 8, 10, 10]

    assert [backoff.pause(n, None) for n in range(1, 7)] == [x * (0.5 + draw / 2) for x in full]


def test_what_the_server_asks_for_counts_where_it_is_longer() -> None:
    backoff = Backoff(draw=lambda: 1.0)

    assert backoff.pause(1, 20) == 20
    assert backoff.pause(5, 2) == 16
