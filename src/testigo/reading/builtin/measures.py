"""Measures: emergency and restrictive acts of an authority, one statement for each status told."""

from __future__ import annotations

from collections.abc import Iterable

from testigo.languages.document import Document
from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.measure_details import details_of
from testigo.reading.builtin.measure_mentions import MeasureMention, find_measures
from testigo.reading.builtin.setting import Setting, origin_value, speaker_value
from testigo.reading.drafts import Draft, DraftValue
from testigo.reading.finders.mentions import Attribution
from testigo.record.span import Span

_STANDING = frozenset({"declared", "in_force"})
"""Statuses of a measure that holds: told twice in one report, they are one measure."""


def read_measures(setting: Setting) -> list[Draft]:
    """Return a draft for every measure and every status that the report tells of it."""
    return [_draft(setting, lead) for lead in _leads(setting, find_measures(setting))]


def _leads(setting: Setting, mentions: Iterable[MeasureMention]) -> list[MeasureMention]:
    """Return one mention a measure: the one that says most stands for those that repeat it.

    A title only restates what the body tells in full. A bare mention ("under the curfew") says
    nothing where others tell what became of the measure.
    """
    groups: dict[tuple[str, str], list[MeasureMention]] = {}
    for mention in mentions:
        status = "standing" if mention.status in _STANDING else mention.status
        groups.setdefault((mention.type, status), []).append(mention)
    told = {kind for (kind, _), group in groups.items() if any(m.is_explicit for m in group)}

    def silence(mention: MeasureMention) -> tuple[bool, bool, bool]:
        is_title = setting.document.has_title and mention.sentence.index == 0
        return (not mention.is_explicit, is_title, mention.status == "in_force")

    leads = (min(group, key=silence) for group in groups.values())
    return [lead for lead in leads if lead.is_explicit or lead.type not in told]


def _draft(setting: Setting, lead: MeasureMention) -> Draft:
    document = setting.document
    words = document.span_of(lead.first, lead.last)
    cue = document.span_of(*lead.cue) if lead.cue else words
    modality, shown = setting.modality(words)
    attribution = _who_reports(setting, lead, words, cue)
    speaker = speaker_value(attribution)
    status = lead.status
    if modality == "planned" and status == "declared":
        status = "announced"
    fields = {
        "type": DraftValue(lead.type, (words,)),
        "status": DraftValue(status, (cue,)),
        **details_of(setting, lead),
    }
    return Draft(
        "measure",
        fields,
        (document.sentence_span(lead.sentence),),
        lead.rule,
        fired=_fired(words, cue),
        speaker=None if _is_same(speaker, fields.get("authority")) else speaker,
        origin=origin_value(attribution),
        modality=modality,
        modality_spans=shown,
    )


def _is_same(speaker: DraftValue | None, authority: DraftValue | None) -> bool:
    return speaker is not None and authority is not None and speaker.value == authority.value


def _who_reports(
    setting: Setting, lead: MeasureMention, words: Span, cue: Span
) -> Attribution | None:
    """Return who reports the measure, None for the outlet itself.

    An authority that announces its own act is no source of it; and a measure that what somebody
    says only takes for granted ("he was stopped during the curfew") is not what is said.
    """
    attribution = setting.attribution(words)
    if attribution is None or attribution.cue.meets(cue) or lead.rule in _TAKEN_FOR_GRANTED:
        return None
    speaker = attribution.speaker
    if speaker is not None and _is_authority(setting.document, speaker):
        return None
    return attribution


_TAKEN_FOR_GRANTED = frozenset({"measure.mentioned", "measure.in_force"})


def _is_authority(document: Document, speaker: Span) -> bool:
    words = lexicon(document.language, "authorities")
    return bool(words.find(document.tokens, *document.token_range(speaker)))


def _fired(words: Span, cue: Span) -> tuple[Span, ...]:
    return (words,) if words == cue else (words, cue)
