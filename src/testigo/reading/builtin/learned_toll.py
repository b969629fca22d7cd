"""Tolls that the net found: the number is the finder's, the rest the net's and the rules'."""

from __future__ import annotations

from testigo.languages.document import Sentence
from testigo.reading.builtin.counted import Counted, counted_in
from testigo.reading.builtin.counting import Pairing
from testigo.reading.builtin.from_words import counted_fields
from testigo.reading.builtin.learned_values import LearnedValues, given
from testigo.reading.builtin.own_places import is_of_another, own_places
from testigo.reading.builtin.setting import Harm
from testigo.reading.builtin.toll_details import toll_details
from testigo.reading.drafts import DraftValue
from testigo.reading.finders.mentions import NumberMention
from testigo.record.span import Span

BY_RULE = ("category", "accrual", "basis", "method", "interval", "civilian")
"""Fields that the net has no output for: read by the rules of tolls."""


def toll_fields(values: LearnedValues) -> dict[str, DraftValue]:
    """Return the fields of a toll; none where its number counts no people.

    Ordinals, identifiers and numbers of things ("23 blockades") are none, whatever the net makes of
    them: all five such on the development reports were wrong.
    """
    at = values.candidate.number
    number = None if at is None else values.number(at.mention)
    counted = None if number is None else _counted(values, number)
    if number is None or counted is None or counted.things:
        return {}
    details = _details(values, counted)
    own = given(
        {
            "outcome": values.code("outcome"),
            "population": values.text("population"),
            "place": _place(values, number),
            "period": values.date("period"),
            "as_of": values.date("as_of"),
            "cause": values.text("cause"),
        }
    )
    return {k: v for k, v in details.items() if k in BY_RULE} | counted_fields(number) | own


def _place(values: LearnedValues, number: NumberMention) -> DraftValue | None:
    """Return the place that stands with the number, else the net's if it may be that of the toll.

    It is not where it is another number's, stands in the dateline or behind the sentence (none of
    four such on the development reports was right), or, of a number that stands up to a day, in
    another sentence: such a count is of more than the place told before.
    """
    sentence = values.setting.document.sentence_at(number.span.start)
    own = own_places(values.setting, sentence)
    if number.span in own:
        return DraftValue(own[number.span].place, (own[number.span].span,))
    read = values.place("place")
    dates = values.setting.dates_in(sentence)
    head = max((d.span.end for d in dates if d.is_dateline), default=sentence.start)
    is_running = values.date("as_of") is not None
    for words in (w for w in (read.witnesses if read else ()) if isinstance(w, Span)):
        is_before = words.end <= sentence.start
        if words.start >= sentence.end or (is_running and is_before):
            return None
        if is_of_another(own, number.span, words) or (not is_before and words.start < head):
            return None
    return read


def _counted(values: LearnedValues, number: NumberMention) -> Counted | None:
    """Return a number as the rules see it, None where it cannot count people."""
    sentence = values.setting.document.sentence_at(number.span.start)
    return next((c for c in counted_in(values.setting, sentence) if c.number is number), None)


def _details(values: LearnedValues, counted: Counted) -> dict[str, DraftValue]:
    """Return what the rules of tolls read beside the number."""
    setting = values.setting
    sentence = setting.document.sentence_at(counted.number.span.start)
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
