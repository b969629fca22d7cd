"""Incidents that the net found; the kind of site and the demands are read by rule."""

from __future__ import annotations

import functools

from testigo.reading.builtin.learned_values import LearnedValues, given
from testigo.reading.drafts import DraftValue
from testigo.record.vocabularies import vocabulary


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
            "site": _site(values),
        }
    )


@functools.cache
def type_codes() -> dict[str, str]:
    """Return the code of each ACLED sub-event type as annotated reports spell it."""
    codes = vocabulary("incident_type")
    return {str(code.extra["acled_sub_event_type"]): code.code for code in codes}


def _site(values: LearnedValues) -> DraftValue | None:
    """Return the site without a name of its own that the sentence gives, where it is but one."""
    sites = [p for p in values.setting.places_in(values.sentence) if p.is_generic]
    return DraftValue(sites[0].span.quote, (sites[0].span,)) if len(sites) == 1 else None
