"""What a reader proposed and was not kept, told by reason; a difference is no loss."""

from __future__ import annotations

import pytest

from testigo.cli.record_view import dropped_lines
from testigo.record.reading import Dropped

LOST = Dropped("toll.place", "not in the text", "Verdania")
NO_CODE = Dropped("toll.outcome", "no code of outcome", "slain")
OTHER = Dropped("toll.low", "differs: the model said 28, the words say 27")


@pytest.mark.parametrize(
    ("dropped", "lines"),
    [
        ((), []),
        ((LOST,), ["▸ 1 value dropped: 1 not in the text"]),
        (
            (NO_CODE, LOST, LOST),
            ["▸ 3 values dropped: 2 not in the text, 1 no code of outcome"],
        ),
        ((OTHER,), ["▸ 1 value kept as the words say, where the model said another"]),
        (
            (OTHER, LOST),
            [
                "▸ 1 value dropped: 1 not in the text",
                "▸ 1 value kept as the words say, where the model said another",
            ],
        ),
    ],
    ids=["nothing", "one", "by reason", "a difference", "both"],
)
def test_what_was_not_kept_is_told_by_reason(dropped: tuple[Dropped, ...], lines: list) -> None:
    assert list(dropped_lines(dropped)) == lines
