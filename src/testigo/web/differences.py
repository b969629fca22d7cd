"""What differs between two readings of one sentence, in words, a field a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from testigo.record.kinds import kind
from testigo.record.statement import Statement
from testigo.record.wording import (
    field_words,
    modality_words,
    outlet_itself,
    stated_count,
    value_words,
)
from testigo.web.words import words

_COUNT = frozenset({"low", "high", "bound", "wording"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field as it was and as it is; None where it is not given."""

    label: str
    before: str | None
    after: str | None


def differences(
    before: Statement, after: Statement, fields: Iterable[str], *, language: str = "en"
) -> Iterator[Difference]:
    """Yield the fields named (as `review.rereading` names them) of two statements of one kind.

    The limits of a count are one line; what reads alike in words is left out.
    """
    names = dict.fromkeys(line_of(before, name) for name in fields)
    for name in names:
        was, now = (said(each, name, language=language) for each in (before, after))
        if was != now:
            yield Difference(label_of(before, name, language=language), was, now)


def label_of(statement: Statement, name: str, *, language: str = "en") -> str:
    """Return what the page calls a field: of the kind, or what every statement has beside them."""
    t = words(language)
    beside = {
        "number": t("card.number"),
        "speaker": t("card.says"),
        "origin": t("card.relying_on"),
        "said_on": t("card.said_on"),
        "modality": t("card.put_as"),
    }
    return beside.get(name) or kind(statement.kind).field(name).label(language)


def said(statement: Statement, name: str, *, language: str = "en") -> str | None:
    """Return one field in words, None where the statement does not give it."""
    source = statement.source
    if name == "modality":
        return modality_words(statement.modality, language=language)
    if name == "speaker" and source.speaker is None:
        return outlet_itself(language)
    if name in ("speaker", "origin", "said_on"):
        held = {"speaker": source.speaker, "origin": source.origin}.get(name, statement.said_on)
        return None if held is None else value_words(held.value, language=language)
    if name == "number":
        return stated_count(statement, language=language)
    return field_words(statement, name, language=language) or None


def line_of(statement: Statement, name: str) -> str:
    """Return the name of the line on which a field stands."""
    return "number" if statement.kind == "toll" and name in _COUNT else name
