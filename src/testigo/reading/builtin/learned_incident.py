"""Incidents that the net found; the kind of site and the demands are read by rule."""

from __future__ import annotations

import functools

from testigo.languages.document import Document
from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.learned_values import LearnedValues, given
from testigo.reading.drafts import DraftValue
from testigo.record.span import Span
from testigo.record.vocabularies import vocabulary

_WITH_DEMANDS = frozenset(
    {"Peaceful protest", "Protest with intervention", "Excessive force against protesters"}
    | {"Violent demonstration"}
)
"""Types of incident in which people act to be heard."""
_CLOSING = frozenset(',;:.!?()[]—–«»“”"')


def incident_fields(values: LearnedValues) -> dict[str, DraftValue]:
    """Return the fields of an incident."""
    type_ = values.code("type")
    return given(
        {
            "type": type_ and DraftValue(type_codes()[str(type_.value)], type_.witnesses),
            "date": values.date("date"),
            "place": values.place("place"),
            "perpetrators": values.texts("perpetrators"),
            "targets": values.texts("targets"),
            "means": values.texts("means"),
            "demands": _demands(values, "" if type_ is None else str(type_.value)),
            "site": _site(values),
        }
    )


def _demands(values: LearnedValues, label: str) -> DraftValue | None:
    """Return what a protest demands: the words behind "demanding", to the end of the clause."""
    document, sentence = values.setting.document, values.sentence
    if label not in _WITH_DEMANDS:
        return None
    hits = lexicon(document.language, "demand_words").find(
        document.tokens, sentence.first, sentence.last
    )
    spans = [s for hit in hits if (s := _clause_after(document, hit.last, sentence.last))]
    return DraftValue(tuple(s.quote for s in spans), tuple(spans)) if spans else None


def _clause_after(document: Document, first: int, limit: int) -> Span | None:
    """Return the words from token `first` to the next mark that closes a clause."""
    last = first
    while last < limit and document.tokens[last].text not in _CLOSING:
        last += 1
    return document.span_of(first, last) if last > first else None


@functools.cache
def type_codes() -> dict[str, str]:
    """Return the code of each ACLED sub-event type as annotated reports spell it."""
    codes = vocabulary("incident_type")
    return {str(code.extra["acled_sub_event_type"]): code.code for code in codes}


def _site(values: LearnedValues) -> DraftValue | None:
    """Return the site without a name of its own that the sentence gives, where it is but one."""
    sites = [p for p in values.setting.places_in(values.sentence) if p.is_generic]
    return DraftValue(sites[0].span.quote, (sites[0].span,)) if len(sites) == 1 else None
