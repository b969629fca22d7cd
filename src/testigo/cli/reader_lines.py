"""What two readers of a report make of one statement, as a list tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from testigo.record.statement import Statement
from testigo.record.wording import (
    field_words,
    headline,
    modality_words,
    stated_count,
    value_words,
)
from testigo.review.comparing import parts
from testigo.review.queue import ReviewItem
from testigo.review.second_readings import SecondReading
from testigo.review.two_readers import AGREE, ALONE

_LIMITS = frozenset({"low", "high", "bound", "wording"})


def other_reading(
    second: SecondReading, fields: Mapping[str, object], *, is_whole: bool
) -> dict[str, object]:
    """Return another reader's reading as JSON; `fields` are its values that may be shown.

    Without `is_whole` a person keeps something of it back, and it is not put in words.
    """
    return {
        "reader": second.reader,
        "statement": second.handle,
        "differs": list(second.fields),
        "says": headline(second.statement) if is_whole else None,
        "fields": dict(fields),
    }


def reader_lines(item: ReviewItem) -> Iterator[str]:
    """Yield what two readers of the report make of it, and what that is worth where it is known."""
    share = item.share
    worth = f" (of {share.of:,} such, {share.right:,} were kept)" if share is not None else ""
    alone = (item.reader_case or "").removeprefix(ALONE)
    if alone != item.reader_case and alone:
        yield f"▸ {alone} alone gives this{worth}"
    for second in item.seconds:
        if not second.fields:
            yield f"  {second.reader} says the same{worth}"
            continue
        here, there = _told(item.statement, second), _told(second.statement, second)
        if item.reader_case == AGREE:
            yield f"  {second.reader} says the same{worth}, but for {there} (here {here})"
        else:
            yield f"▸ {second.reader} reads it otherwise{worth}: {there} (here {here})"


def _told(statement: Statement, second: SecondReading) -> str:
    """Return what a statement says in the fields in which a second reading differs."""
    held = parts(statement)
    counted = second.fields if statement.kind != "toll" else _without_limits(second.fields)
    told = []
    for name in counted:
        if name == "modality":
            words = modality_words(statement.modality)
        elif name == "number":
            words = stated_count(statement)
        elif name in dict(statement.fields):
            words = field_words(statement, name)
        else:
            words = value_words(held[name].value) if name in held else ""
        told.append(f"{name.replace('_', ' ')} {words or 'not given'}")
    return ", ".join(told)


def _without_limits(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys("number" if name in _LIMITS else name for name in names))
