"""Tolls: a number of people harmed, with who they were, where, when, and who says so."""

from __future__ import annotations

from dataclasses import replace

from testigo.languages.document import Sentence
from testigo.reading.builtin.counting import Pairing, pair, resume
from testigo.reading.builtin.setting import Setting, origin_value, speaker_value
from testigo.reading.drafts import Draft, DraftValue
from testigo.record.span import Span

NEAR = 2
"""Sentences over which "the figure" and "of them" still mean the toll told before."""


def read_tolls(setting: Setting) -> list[Draft]:
    """Read the tolls of a text, in reading order; one told twice is one with both sentences.

    A title only restates: its tolls count where the body tells none of that outcome.
    """
    drafts = _read_body(setting)
    told = {draft.fields["outcome"].value for draft in drafts}
    title = setting.document.sentences[0] if setting.document.has_title else None
    if title is not None and not setting.is_accident(title):
        for pairing in pair(setting, title):
            if pairing.harm.outcome not in told and not _is_single_person(setting, pairing):
                drafts.insert(0, _draft(setting, title, pairing))
    return drafts


def _read_body(setting: Setting) -> list[Draft]:
    drafts: list[Draft] = []
    last: tuple[Sentence, Pairing] | None = None
    for sentence in setting.document.sentences[1 if setting.document.has_title else 0 :]:
        if setting.is_accident(sentence):
            continue
        pairings = pair(setting, sentence)
        near = last is not None and sentence.index - last[0].index <= NEAR
        pairings += resume(setting, sentence, pairings, last[1] if last and near else None)
        for pairing in pairings:
            if not _is_single_person(setting, pairing):
                _add(drafts, _draft(setting, sentence, pairing))
        if pairings:
            last = sentence, pairings[0]
    return drafts


def _is_single_person(setting: Setting, pairing: Pairing) -> bool:
    """One person described in any way is a casualty; "one person" alone is a toll of 1."""
    number = pairing.counted.number
    if number.count.low != 1 or number.count.high != 1:
        return False
    if number.noun is None:
        return pairing.counted.is_part or pairing.rule == "toll.resumed"
    return number.noun.quote.lower() not in _ANYBODY and pairing.counted.persons


_ANYBODY = frozenset(
    {"person", "people", "persona", "other", "otro", "otra", "other person", "otra persona"}
)


def _draft(setting: Setting, sentence: Sentence, pairing: Pairing) -> Draft:
    number, harm = pairing.counted.number, pairing.harm
    count = number.count
    fields = {"outcome": DraftValue(harm.outcome, (harm.span,))}
    for name in ("low", "high"):
        value = getattr(count, name)
        if value is not None:
            fields[name] = DraftValue(value, (number.span,))
    fields["bound"] = DraftValue(count.bound, (number.span,))
    fields["wording"] = DraftValue(count.wording, (number.span,))
    if number.noun is not None and not _only_harm(setting, number.noun):
        fields["population"] = DraftValue(number.noun.quote, (number.noun,))
    fields |= _setting_fields(setting, sentence, number.span)
    attribution = setting.attribution(number.span)
    modality, cues = setting.modality(number.span)
    return Draft(
        kind="toll",
        fields=fields,
        evidence=(setting.document.sentence_span(sentence),),
        rule=pairing.rule,
        fired=(number.span, harm.span),
        speaker=speaker_value(attribution),
        origin=origin_value(attribution),
        modality=modality,
        modality_spans=cues,
    )


def _only_harm(setting: Setting, noun: Span) -> bool:
    return any(
        harm.span.start <= noun.start and noun.end <= harm.span.end for harm in setting.harms
    )


def _setting_fields(setting: Setting, sentence: Sentence, at: Span) -> dict[str, DraftValue]:
    fields: dict[str, DraftValue] = {}
    places = setting.places_in(sentence)
    if places:
        nearest = min(places, key=lambda p: (p.span.start < at.start, abs(p.span.start - at.end)))
        fields["place"] = DraftValue(nearest.place, (nearest.span,))
    dates = [d for d in setting.dates_in(sentence) if d.value is not None]
    if dates:
        date = min(dates, key=lambda d: abs(d.span.start - at.start))
        assert date.value is not None
        fields["period"] = DraftValue(date.value, (date.span,), date.how)
    return fields


def _add(drafts: list[Draft], draft: Draft) -> None:
    """Add a toll, or its sentence to the toll that already says the same."""
    for index, other in enumerate(drafts):
        if _same(other, draft):
            evidence = tuple(dict.fromkeys((*other.evidence, *draft.evidence)))
            fields = {**draft.fields, **other.fields}
            drafts[index] = replace(other, fields=fields, evidence=evidence)
            return
    drafts.append(draft)


def _same(one: Draft, other: Draft) -> bool:
    names = ("outcome", "low", "high", "bound", "wording")
    mine, theirs = ([_value(d, n) for n in names[:4]] for d in (one, other))
    if mine != theirs or one.modality != other.modality:
        return False
    if mine[1] is None and mine[2] is None and _value(one, "wording") != _value(other, "wording"):
        return False
    for name in ("place", "period"):
        a, b = _value(one, name), _value(other, name)
        if a is not None and b is not None and a != b:
            return False
    return one.speaker is None or other.speaker is None or one.speaker.value == other.speaker.value


def _value(draft: Draft, name: str) -> object:
    field = draft.fields.get(name)
    return None if field is None else field.value
