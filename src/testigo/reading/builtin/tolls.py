"""Tolls: a number of people harmed, with who they were, where, when, and who says so."""

from __future__ import annotations

from dataclasses import replace

from testigo.languages.document import Sentence
from testigo.reading.builtin.counting import Pairing, pair, resume
from testigo.reading.builtin.setting import (
    Harm,
    Setting,
    date_value,
    origin_value,
    speaker_value,
)
from testigo.reading.builtin.toll_details import inner_record, toll_details
from testigo.reading.drafts import Draft, DraftValue
from testigo.record.span import Span

NEAR = 2
"""Sentences over which "the figure" and "of them" still mean the toll told before."""


Key = tuple[object, ...]


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
                drafts.insert(0, _draft(setting, title, pairing, title.last))
    return drafts


def _read_body(setting: Setting) -> list[Draft]:
    drafts: list[Draft] = []
    places: dict[Key, list[int]] = {}
    last: tuple[Sentence, Pairing] | None = None
    for sentence in setting.document.sentences[1 if setting.document.has_title else 0 :]:
        if setting.is_accident(sentence):
            continue
        pairings = pair(setting, sentence)
        near = last is not None and sentence.index - last[0].index <= NEAR
        pairings += resume(setting, sentence, pairings, last[1] if last and near else None)
        limits = _limits(sentence, pairings)
        told = [
            (p, _draft(setting, sentence, p, limit))
            for p, limit in zip(pairings, limits, strict=True)
        ]
        for pairing, draft in zip(pairings, _relate(told), strict=True):
            if not _is_single_person(setting, pairing):
                _add(drafts, places, draft)
        if pairings:
            last = sentence, pairings[0]
    return drafts


def _is_single_person(setting: Setting, pairing: Pairing) -> bool:
    """One person described in any way is a casualty; "one person" alone is a toll of 1."""
    number = pairing.counted.number
    if number.count.low != 1 or number.count.high != 1:
        return False
    if number.noun is None:
        apart = pairing.counted.is_part and pairing.rule != "toll.list"
        return apart or pairing.rule == "toll.resumed"
    return number.noun.quote.lower() not in _ANYBODY and pairing.counted.persons


_ANYBODY = frozenset(
    {"person", "people", "persona", "other", "otro", "otra", "other person", "otra persona"}
)


def _limits(sentence: Sentence, pairings: list[Pairing]) -> list[int]:
    """Return for each number the token where a part of it begins, else the end of the sentence."""
    limits = []
    for index, pairing in enumerate(pairings):
        after = (p.counted for p in pairings[index + 1 :])
        parts = (c.first for c in after if c.is_part and c.first > pairing.counted.first)
        limits.append(next(parts, sentence.last))
    return limits


def _draft(setting: Setting, sentence: Sentence, pairing: Pairing, limit: int) -> Draft:
    number, harm = pairing.counted.number, pairing.harm
    fields = {"outcome": DraftValue(harm.outcome, (harm.span,))}
    for name in ("low", "high", "bound", "wording"):
        value = getattr(number.count, name)
        if value is not None:
            fields[name] = DraftValue(value, (number.span,))
    attribution = setting.attribution(number.span)
    modality, cues = setting.modality(number.span)
    return Draft(
        kind="toll",
        fields=fields | toll_details(setting, sentence, pairing, limit),
        evidence=_evidence(setting, sentence, harm),
        rule=pairing.rule,
        fired=(number.span, harm.span),
        speaker=speaker_value(attribution),
        origin=origin_value(attribution),
        modality=modality,
        modality_spans=cues,
        said_on=date_value(setting.said_on(attribution)),
    )


def _evidence(setting: Setting, sentence: Sentence, harm: Harm) -> tuple[Span, ...]:
    """Return the sentence, and the one whose harm it resumes."""
    told = setting.document.sentence_at(harm.span.start)
    sentences = [sentence] if told.index == sentence.index else [told, sentence]
    return tuple(setting.document.sentence_span(s) for s in sentences)


def _relate(sentence_drafts: list[tuple[Pairing, Draft]]) -> list[Draft]:
    """Tie the tolls of a sentence: parts and inclusions to their whole, the old to the new."""
    drafts = [draft for _, draft in sentence_drafts]
    whole: int | None = None
    for index, (pairing, draft) in enumerate(sentence_drafts):
        counted = pairing.counted
        if whole is not None and counted.corrects:
            drafts[whole] = _with_record(drafts[whole], "corrects", pairing, draft)
        elif whole is not None and counted.is_part:
            same = draft.fields["outcome"].value == drafts[whole].fields["outcome"].value
            name = "parts" if same else "includes"
            drafts[whole] = _with_record(drafts[whole], name, pairing, draft)
        elif not counted.corrects:
            whole = index
    return drafts


def _with_record(whole: Draft, name: str, pairing: Pairing, inner: Draft) -> Draft:
    record, witnesses = inner_record(pairing, dict(inner.fields))
    before = whole.fields.get(name)
    values = before.value if before is not None and isinstance(before.value, tuple) else ()
    spans = before.witnesses if before is not None else ()
    field = DraftValue((*values, record), (*spans, *witnesses))
    return replace(whole, fields={**whole.fields, name: field})


def _add(drafts: list[Draft], places: dict[Key, list[int]], draft: Draft) -> None:
    """Add a toll, or its sentence to the toll that already says the same.

    `places` says where in `drafts` the tolls with the same number of the same outcome stand.
    """
    alike = places.setdefault(_key(draft), [])
    for index in alike:
        other = drafts[index]
        if _agree(other, draft):
            evidence = tuple(dict.fromkeys((*other.evidence, *draft.evidence)))
            fields = {**draft.fields, **other.fields}
            drafts[index] = replace(other, fields=fields, evidence=evidence)
            return
    alike.append(len(drafts))
    drafts.append(draft)


def _key(draft: Draft) -> Key:
    """Return the number and its outcome, with the wording where that is all there is."""
    names = ["outcome", "low", "high", "bound"]
    if _value(draft, "low") is None and _value(draft, "high") is None:
        names.append("wording")
    return (draft.modality, *(_value(draft, name) for name in names))


def _agree(one: Draft, other: Draft) -> bool:
    """Whether nothing that both tell beside the number differs."""
    for name in ("place", "period"):
        a, b = _value(one, name), _value(other, name)
        if a is not None and b is not None and a != b:
            return False
    return one.speaker is None or other.speaker is None or one.speaker.value == other.speaker.value


def _value(draft: Draft, name: str) -> object:
    field = draft.fields.get(name)
    return None if field is None else field.value
