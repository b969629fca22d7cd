"""Who says what the net found, on whose word, when, and whether it is asserted."""

from __future__ import annotations

from testigo.reading.builtin.learned_values import LearnedValues, spans_of
from testigo.reading.builtin.setting import date_value
from testigo.reading.drafts import DraftValue
from testigo.reading.finders.mentions import Attribution
from testigo.record.span import Span


def speaker_of(values: LearnedValues) -> DraftValue | None:
    """Return who says so; of a claim, who reports it."""
    return values.text("source")


def origin_of(values: LearnedValues) -> DraftValue | None:
    """Return whom the speaker relies on, or the outlet that was told."""
    return values.text("via")


def said_on_of(values: LearnedValues) -> DraftValue | None:
    """Return the day beside the words of saying, where they are the speaker's. None for a claim:
    it has a date of its own.
    """
    if values.candidate.kind == "claim":
        return None
    attribution = values.setting.attribution(values.anchor)
    speaker = speaker_of(values)
    if attribution is None or speaker is None or not _is_by(attribution, speaker):
        return None
    return date_value(values.setting.said_on(attribution))


def _is_by(attribution: Attribution, speaker: DraftValue) -> bool:
    own = [s for s in (attribution.speaker, attribution.speaker_full) if s is not None]
    return any(one.meets(span) for one in own for span in spans_of(speaker))


def modality_of(values: LearnedValues) -> tuple[str, tuple[Span, ...]]:
    """Return the modality, with the words that show it where it is not asserted."""
    coded = values.candidate.codes["modality"]
    code, cues = values.setting.modality(values.anchor)
    if coded.code == "asserted" or coded.code is None:
        return "asserted", ()
    if code == coded.code:
        return code, cues
    return coded.code, values.reasons(coded) or (values.anchor,)
