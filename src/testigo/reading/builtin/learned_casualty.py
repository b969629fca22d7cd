"""Casualties that the net found: named or described persons, completed by the rules' details."""

from __future__ import annotations

from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.casualty_details import details_of
from testigo.reading.builtin.casualty_links import Link, harms_of
from testigo.reading.builtin.learned_values import LearnedValues, given, spans_of
from testigo.reading.builtin.persons import Person, persons_in
from testigo.reading.builtin.setting import Harm, Setting
from testigo.reading.drafts import DraftValue
from testigo.record.span import Span

BY_RULE = ("family", "protest_role", "civilian_status")
"""Fields that the net has no output for: read by the rules of casualties."""
ADULT = 18
"""Years from which a person is no child (Convention on the Rights of the Child, article 1)."""


def casualty_fields(values: LearnedValues) -> dict[str, DraftValue]:
    """Return the fields of a casualty, description and age group included."""
    name = values.text("name")
    person = _person(values)
    own = {
        "name": name,
        "age": values.age(),
        "sex": values.code("sex"),
        "occupation": values.text("occupation"),
        "home": values.text("origin"),
        "outcome": values.code("outcome"),
        "date": values.date("date"),
        "place": values.place("place"),
        "cause": values.text("cause"),
        "perpetrator": values.text("perpetrator"),
    }
    if name is None:
        own["description"] = _description(values, person)
    own["age_group"] = age_group(own["age"])
    own["cause_code"] = cause_code(values.setting, own["cause"])
    details = {} if person is None else details_of(values.setting, _link(values, person))
    return {k: v for k, v in details.items() if k in BY_RULE} | given(own)


def cause_code(setting: Setting, cause: DraftValue | None) -> DraftValue | None:
    """Return the code of the words that tell what harmed somebody, where a word list has them."""
    if cause is None:
        return None
    document = setting.document
    for span in spans_of(cause):
        first, last = document.token_range(span)
        for hit in lexicon(document.language, "causes").find(document.tokens, first, last):
            words = document.span_of(hit.first, hit.last)
            return DraftValue(str(hit.entry.attributes["cause"]), (words,))
    return None


def age_group(age: DraftValue | None) -> DraftValue | None:
    """Return whether an age is that of an adult or of a child, by the words of the age."""
    if age is None or not isinstance(age.value, int):
        return None
    return DraftValue("adult" if age.value >= ADULT else "child", age.witnesses)


def _person(values: LearnedValues) -> Person | None:
    """Return the phrase for the person at the anchor."""
    document = values.setting.document
    at = document.token_at(values.anchor.start)
    persons = persons_in(values.setting, values.sentence)
    holding = [p for p in persons if p.start <= at < p.end]
    return min(holding, key=lambda p: p.end - p.start) if holding else None


def _description(values: LearnedValues, person: Person | None) -> DraftValue:
    """Return the words that single the person out, or the anchor alone."""
    span = values.anchor
    if person is not None:
        span = values.setting.document.span_of(person.start, person.end)
    return DraftValue(span.quote, (span,))


def _link(values: LearnedValues, person: Person) -> Link:
    """Tie the person to the nearest word of the harm that the net read; the voice stays unknown."""
    outcome = str(values.candidate.codes["outcome"].code)
    harms = [h for h in harms_of(values.setting, values.sentence) if h.outcome == outcome]
    own: Span = values.anchor
    at = values.setting.document.token_at(own.start)
    nearest = min(harms, key=lambda h: abs(h.first - at), default=None)
    harm = nearest or Harm(at, at + 1, outcome, "people", own)
    return Link(values.sentence, person, harm, "learned.casualty", "unknown")
