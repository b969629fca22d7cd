"""What words that are found in the text say: places by the gazetteer, persons by their fullest
name, counts and dates as the finders read them.

Shared by every reader that points at words, so that the same words give the same value to all.
"""

from __future__ import annotations

from dataclasses import replace

from testigo.reading.builtin.memory import Memory
from testigo.reading.builtin.setting import Setting
from testigo.reading.drafts import DraftValue
from testigo.reading.finders.mentions import NumberMention, PlaceMention
from testigo.record.places import Place
from testigo.record.span import Span
from testigo.record.statement import Value

PERSONS = frozenset(
    {
        *("name", "person", "target", "perpetrator", "speaker", "source", "addressee"),
        *("parties", "perpetrators", "targets"),
    }
)
"""Fields that may hold a person: "the minister" there is told by name."""


def place_value(setting: Setting, span: Span) -> DraftValue:
    """Return a place, looked up in the gazetteer where one name is pointed at."""
    return DraftValue(place_at(setting, span), (span,))


def place_at(setting: Setting, span: Span) -> Place:
    """Return the place that `span` names, as words alone where the gazetteer is not sure."""
    found = places_within(setting, span)
    named = found[0].place if len(found) == 1 else Place(span.quote)
    return replace(named, words=span.quote)


def areas_value(setting: Setting, span: Span) -> DraftValue:
    """Return the areas that some words name, one value an area."""
    found = places_within(setting, span)
    if len(found) < 2:
        return DraftValue((place_at(setting, span),), (span,))
    return DraftValue(tuple(p.place for p in found), tuple(p.span for p in found))


def places_within(setting: Setting, span: Span) -> list[PlaceMention]:
    """Return the places named inside `span`, in order."""
    sentence = setting.document.sentence_at(span.start)
    return [p for p in setting.places_in(sentence) if span.covers(p.span)]


def by_name(memory: Memory, value: DraftValue) -> DraftValue:
    """Return a person told by "the minister" or "she" by the fullest name of whom that stands for.

    The first witness of `value` are the words that stand here; nobody known leaves it as it is.
    """
    words = next(w for w in value.witnesses if isinstance(w, Span))
    full = memory.antecedent(words)
    return value if full is None else DraftValue(full.quote, (words, full), value.how)


def counted_fields(number: NumberMention) -> dict[str, DraftValue]:
    """Return number, bound and wording of a toll as the finder read them."""
    fields: dict[str, DraftValue] = {}
    for name in ("low", "high", "bound", "wording"):
        value: Value | None = getattr(number.count, name)
        if value is not None:
            fields[name] = DraftValue(value, (number.span,))
    return fields
