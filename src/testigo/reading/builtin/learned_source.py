"""Who says what the net found, on whose word, when, and whether it is asserted."""

from __future__ import annotations

from testigo.reading.builtin.learned_values import LearnedValues, spans_of
from testigo.reading.builtin.setting import date_value, speaker_value
from testigo.reading.drafts import DraftValue
from testigo.reading.finders.mentions import Attribution
from testigo.record.span import Span

FILLED = frozenset({"toll", "casualty", "incident"})
"""Kinds whose speaker is the finder's where the net names none."""
BY_NET = frozenset({"post", "claim"})
"""Kinds whose modality is the net's: "will lead the ministry" is an incoming post, not a plan."""


def speaker_of(values: LearnedValues) -> DraftValue | None:
    """Return who says so, with the words that stand for the speaker here; of a claim, who reports
    it.
    """
    own = values.text("source")
    attribution = values.setting.attribution(values.anchor)
    if own is None:
        return speaker_value(attribution) if values.candidate.kind in FILLED else None
    return with_speaker_here(own, attribution)


def with_speaker_here(named: DraftValue, attribution: Attribution | None) -> DraftValue:
    """Add the words that say it here ("she") to a speaker who is named elsewhere."""
    if attribution is None or attribution.speaker is None or not _is_by(attribution, named):
        return named
    witnesses = dict.fromkeys((attribution.speaker, *named.witnesses))
    return DraftValue(named.value, tuple(witnesses), named.how)


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
    if values.candidate.kind not in BY_NET:
        return values.setting.modality(values.anchor)
    coded = values.candidate.codes["modality"]
    if coded.code == "asserted" or coded.code is None:
        return "asserted", ()
    code, cues = values.setting.modality(values.anchor)
    if code == coded.code:
        return code, cues
    return coded.code, values.reasons(coded) or (values.anchor,)


def stance_of(values: LearnedValues, attribution: Attribution | None) -> DraftValue | None:
    """Return what a speaker does by saying it: the finder's word where the net has none but says.

    Where the two differ the net is right more often (22 to 15 on development reports), but of two
    claims that the net only called said and the finder admitted or threatened both were.
    """
    own = values.code("stance")
    if attribution is None or attribution.stance == "says":
        return own
    if own is None or own.value in ("says", attribution.stance):
        return DraftValue(attribution.stance, (attribution.cue,))
    return own
