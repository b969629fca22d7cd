"""Which number or date of the finders some located words point at, and what it says of a field."""

from __future__ import annotations

from collections.abc import Sequence

from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.setting import Setting
from testigo.reading.finders.mentions import DateMention, NumberMention
from testigo.record.edtf import Edtf
from testigo.record.span import Span

EDGES = {"start": 0, "end": -1}
"""Fields that are one end of a stretch of time, and which."""
AGES = ("age", "count")
"""Uses of a number that may be an age, the likelier first."""


def number_at(
    setting: Setting, span: Span, uses: Sequence[str] = ("count",)
) -> NumberMention | None:
    """Return the number that `span` shares most with, of one of the uses, the first use first."""
    sentence = setting.document.sentence_at(span.start)
    near = [n for n in setting.numbers_in(sentence) if n.span.meets(span) and n.use in uses]
    return max(
        near,
        key=lambda n: (-uses.index(n.use), _shared(n.span, span), -len(n.span.quote)),
        default=None,
    )


def is_part_of_year(setting: Setting, mention: NumberMention) -> bool:
    """Tell whether a number counts months or days: an age of three months is not one of three."""
    document = setting.document
    after = document.token_range(mention.span)[1]
    units = lexicon(document.language, "part_years")
    return after < len(document.tokens) and units.at(document.tokens, after) is not None


def date_at(setting: Setting, span: Span) -> DateMention | None:
    """Return the date that `span` shares most with; the report's own day in its head is none."""
    sentence = setting.document.sentence_at(span.start)
    near = [d for d in setting.dates_in(sentence) if d.span.meets(span) and not d.is_dateline]
    return max(near, key=lambda d: (d.value is not None, _shared(d.span, span)), default=None)


def as_long(mention: DateMention, told: str) -> Edtf | None:
    """Return what the model said where the words mean that too: the same day as the beginning or
    end of a stretch, or that stretch open or closed. A different day is never taken from it.
    """
    assert mention.value is not None
    begins_or_ends = set(mention.value.without_time().text.split("/")) - {".."}
    for other in mention.alternatives:
        if other.text == told and begins_or_ends & set(told.split("/")):
            return other
    return None


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def edge(value: Edtf, key: str) -> Edtf | None:
    """Return a stretch of time as the end of it that `key` asks for, None where that is open."""
    if key not in EDGES or "/" not in value.text:
        return value
    end = value.text.split("/")[EDGES[key]]
    return None if end == ".." else Edtf(end)
