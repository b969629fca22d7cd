"""The word for harm that stands nearest to words of a text."""

from __future__ import annotations

import pytest

from testigo.record.span import Span
from testigo.review.locating import harm_beside

TWO = "Ema Sulca was hurt. Bruno Cusi, 40, was shot dead and Luz Mita was injured."


@pytest.mark.parametrize(
    ("content", "language", "name", "harm"),
    [
        (TWO, "en", "Ema Sulca", "hurt"),
        (TWO, "en", "Bruno Cusi", "shot dead"),
        (TWO, "en", "Luz Mita", "injured"),
        ("Murió Iván Paye, dijo su hermano.", "es", "Iván Paye", "Murió"),
        ("Nobody fell. Ema Sulca spoke.", "en", "Ema Sulca", None),
    ],
    ids=["one", "the nearest", "the latter of two as near", "before it", "none in its sentence"],
)
def test_the_nearest_word_for_harm_in_the_same_sentence(
    content: str, language: str, name: str, harm: str | None
) -> None:
    start = content.index(name)

    found = harm_beside(content, language, Span.cut(content, start, start + len(name)))

    assert (found and found.quote) == harm
