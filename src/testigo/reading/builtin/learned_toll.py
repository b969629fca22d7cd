"""Tolls that the net found: the number is the finder's, the rest the net's and the rules'."""

from __future__ import annotations

from testigo.languages.document import Sentence
from testigo.reading.builtin.counted import Counted, counted_in
from testigo.reading.builtin.counting import Pairing
from testigo.reading.builtin.learned_values import LearnedValues, given
from testigo.reading.builtin.setting import Harm
from testigo.reading.builtin.toll_details import toll_details
from testigo.reading.drafts import DraftValue
from testigo.reading.finders.mentions import NumberMention
from testigo.record.statement import Value

BY_RULE = ("category", "accrual", "basis", "method", "interval", "civilian")
"""Fields that the net has no output for: read by the rules of tolls."""


def toll_fields(values: LearnedValues) -> dict[str, DraftValue]:
    """Return the fields of a toll; none where its number was not kept."""
    at = values.candidate.number
    number = None if at is None else values.number(at.mention)
    if number is None:
        return {}
    details = _details(values, number)
    own = given(
        {
            "outcome": values.code("outcome"),
            "population": values.text("population"),
            "place": values.place("place"),
            "period": values.date("period"),
            "as_of": values.date("as_of"),
            "cause": values.text("cause"),
        }
    )
    return {k: v for k, v in details.items() if k in BY_RULE} | counted_fields(number) | own


def counted_fields(number: NumberMention) -> dict[str, DraftValue]:
    """Return number, bound and wording as the finder read them."""
    fields: dict[str, DraftValue] = {}
    for name in ("low", "high", "bound", "wording"):
        value: Value | None = getattr(number.count, name)
        if value is not None:
            fields[name] = DraftValue(value, (number.span,))
    return fields


def _details(values: LearnedValues, number: NumberMention) -> dict[str, DraftValue]:
    """Return what the rules of tolls read beside the number."""
    setting = values.setting
    sentence = setting.document.sentence_at(number.span.start)
    counted = next((c for c in counted_in(setting, sentence) if c.number is number), None)
    if counted is None:
        return {}
    pairing = Pairing(counted, _harm(values, sentence, counted), "learned.toll", 0.0)
    return toll_details(setting, sentence, pairing, sentence.last)


def _harm(values: LearnedValues, sentence: Sentence, counted: Counted) -> Harm:
    """Return the nearest word of the harm that the net read, else the number in its place."""
    outcome = str(values.candidate.codes["outcome"].code)
    harms = [h for h in values.setting.harms_in(sentence) if h.outcome == outcome]
    if harms:
        return min(harms, key=lambda harm: abs(harm.first - counted.first))
    span = counted.number.span
    return Harm(counted.first, counted.last, outcome, "people", span)
