"""What a reader proposed and was not kept, told by reason; a difference is no loss."""

from __future__ import annotations

import pytest

from testigo.cli.record_view import date_lines, dropped_lines
from testigo.record.edtf import Edtf
from testigo.record.reading import Dropped
from testigo.record.span import Span
from testigo.record.statement import Field, Statement

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


@pytest.mark.parametrize(
    ("how", "line"),
    [
        (None, []),
        ("Sunday, counted back from 2023-01-09", ["“Sunday”, counted back from 2023-01-09"]),
        ("the model said 2023-01-15", ["“Sunday” (the model said 2023-01-15)"]),
        (
            "Sunday, counted back from 2023-01-09; the model said 2023-01-15",
            ["“Sunday”, counted back from 2023-01-09 (the model said 2023-01-15)"],
        ),
    ],
    ids=["plain", "counted", "differs", "both"],
)
def test_what_a_model_said_of_a_date_stands_behind_what_its_words_say(
    how: str | None, line: list[str]
) -> None:
    content = "Nine were killed on Sunday."
    whole = (Span.cut(content, 0, len(content)),)
    start = content.index("Sunday")
    fields = {
        "outcome": Field("killed", whole),
        "wording": Field("Nine", whole),
        "period": Field(Edtf("2023-01-08"), (Span.cut(content, start, start + 6),), how),
    }
    toll = Statement.make("0" * 64, "toll", fields, whole)
    assert [one.partition(": ")[2] for one in date_lines(toll)] == line
