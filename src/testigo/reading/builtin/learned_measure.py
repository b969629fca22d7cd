"""Measures that the net found; decree numbers and codes of rights are the rules'."""

from __future__ import annotations

from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.learned_values import LearnedValues, given, spans_of
from testigo.reading.builtin.measure_details import details_of
from testigo.reading.builtin.measure_mentions import MeasureMention
from testigo.reading.drafts import DraftValue
from testigo.record.span import Span

BY_RULE = ("instrument", "rights_by_area")
"""Fields that the net has no output for: read by the rules of measures."""


def measure_fields(values: LearnedValues) -> dict[str, DraftValue]:
    """Return the fields of a measure."""
    words = values.texts("rights")
    own = {
        "type": values.code("type"),
        "status": values.code("status"),
        "authority": values.text("authority"),
        "scope": values.areas("scope"),
        "start": values.date("start"),
        "end": values.date("end"),
        "duration": values.text("duration"),
        "rights_words": words,
        "rights": None if words is None else _codes(values, words),
    }
    details = details_of(values.setting, _mention(values))
    return {k: v for k, v in details.items() if k in BY_RULE} | given(own)


def _mention(values: LearnedValues) -> MeasureMention:
    codes = values.candidate.codes
    at = values.setting.document.token_at(values.anchor.start)
    kind, status = str(codes["type"].code), str(codes["status"].code)
    return MeasureMention(values.sentence, at, at + 1, kind, status, None, "learned.measure")


def _codes(values: LearnedValues, words: DraftValue) -> DraftValue | None:
    """Return the codes of the rights that some words name."""
    document = values.setting.document
    found: dict[str, Span] = {}
    for span in spans_of(words):
        first, last = document.token_range(span)
        for hit in lexicon(document.language, "rights").find(document.tokens, first, last):
            right = str(hit.entry.attributes["right"])
            found.setdefault(right, document.span_of(hit.first, hit.last))
    return DraftValue(tuple(found), tuple(found.values())) if found else None
