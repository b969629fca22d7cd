"""Measures: emergency and restrictive acts of an authority, one statement for each status told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from testigo.reading.builtin.measure_details import details_of
from testigo.reading.builtin.measure_mentions import MeasureMention, find_measures
from testigo.reading.builtin.setting import Setting, origin_value, speaker_value
from testigo.reading.drafts import Draft, DraftValue
from testigo.record.span import Span

_STANDING = frozenset({"declared", "extended", "in_force"})
"""Statuses of a measure that holds: told twice in one report, they are one measure."""


@dataclass(slots=True)
class _Told:
    """What a report tells of one measure: its mentions, the one that says most first."""

    mentions: list[MeasureMention] = field(default_factory=list)


def read_measures(setting: Setting) -> list[Draft]:
    """Return a draft for every measure and every status that the report tells of it."""
    return [_draft(setting, told.mentions) for told in _gather(find_measures(setting))]


def _gather(mentions: Iterable[MeasureMention]) -> Iterator[_Told]:
    """Put mentions of one measure together: the bare mention follows the one that tells more."""
    groups: dict[tuple[str, str], _Told] = {}
    for mention in mentions:
        status = "standing" if mention.status in _STANDING else mention.status
        groups.setdefault((mention.type, status), _Told()).mentions.append(mention)
    for told in groups.values():
        told.mentions.sort(key=lambda m: (not m.is_explicit, m.status == "in_force"))
        yield told


def _draft(setting: Setting, mentions: list[MeasureMention]) -> Draft:
    lead = mentions[0]
    document = setting.document
    words = document.span_of(lead.first, lead.last)
    cue = document.span_of(*lead.cue) if lead.cue else words
    modality, shown = setting.modality(words)
    attribution = setting.attribution(words)
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
        speaker=speaker_value(attribution),
        origin=origin_value(attribution),
        modality=modality,
        modality_spans=shown,
    )


def _fired(words: Span, cue: Span) -> tuple[Span, ...]:
    return (words,) if words == cue else (words, cue)
