"""What two windows both gave is one statement; what differs in its words stays two."""

from __future__ import annotations

from dataclasses import replace

from testigo.reading.drafts import Draft, DraftValue
from testigo.reading.llm.merging import is_again, merged
from testigo.record.span import Span

CONTENT = "Nine were killed in Orvalle and nine in Tarvina."


def value(said: object, words: str, nth: int = 0) -> DraftValue:
    start = -1
    for _ in range(nth + 1):
        start = CONTENT.index(words, start + 1)
    return DraftValue(said, (Span.cut(CONTENT, start, start + len(words)),))


def toll(place: str = "Orvalle", **more: DraftValue) -> Draft:
    fields = {"low": value(9, "Nine"), "outcome": value("killed", "killed")}
    fields["place"] = value(place, place)
    evidence = (Span.cut(CONTENT, 0, len(CONTENT)),)
    fired = tuple(v.witnesses[0] for v in fields.values())
    return Draft("toll", fields | more, evidence, "llm.toll", fired=fired)


def test_the_fuller_of_two_windows_is_kept_in_the_place_of_the_first() -> None:
    fuller = toll(population=value("Nine", "Nine"))
    assert merged([[toll()], [fuller]]) == (fuller,)
    assert merged([[fuller], [toll()]]) == (fuller,)


def test_two_of_one_window_stay_two() -> None:
    assert merged([[toll(), toll()]]) == (toll(), toll())


def test_another_place_kind_number_or_outcome_is_another_statement() -> None:
    one = toll()
    assert is_again(one, toll())
    assert not is_again(one, toll("Tarvina"))
    assert not is_again(one, toll(low=value(8, "Nine")))
    assert not is_again(one, toll(outcome=value("injured", "killed")))
    assert not is_again(one, replace(one, kind="casualty"))
    assert not is_again(one, replace(one, fired=value(9, "nine").witnesses))
