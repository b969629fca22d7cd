"""Candidates of the learned reader -> drafts of all eight kinds, every value with its witnesses.

What the net has no output for is read by the rules of each kind from the same sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from testigo.reading.builtin.learned_casualty import casualty_fields
from testigo.reading.builtin.learned_incident import incident_fields
from testigo.reading.builtin.learned_measure import measure_fields
from testigo.reading.builtin.learned_source import (
    modality_of,
    origin_of,
    said_on_of,
    speaker_of,
    stance_of,
    with_speaker_here,
)
from testigo.reading.builtin.learned_toll import toll_fields
from testigo.reading.builtin.learned_values import LearnedValues, given
from testigo.reading.builtin.memory import Memory
from testigo.reading.builtin.setting import Setting
from testigo.reading.drafts import Draft, DraftValue
from testigo.reading.learned.candidates import Candidate
from testigo.reading.learned.merging import THRESHOLD
from testigo.record.kinds import kind as shape_of
from testigo.record.span import Span

Fields = dict[str, DraftValue]
_DECIDING = ("outcome", "type", "status", "stance")
"""Codes that say what is told; the first that a kind has names the words that carried it."""


def learned_drafts(
    setting: Setting, candidates: Sequence[Candidate]
) -> list[tuple[Candidate, Draft]]:
    """Return the drafts of candidates, in their order.

    Who holds which post is read first: it tells whom "the minister" means.
    """
    likely = (c for c in candidates if c.kind == "post" and c.probability >= THRESHOLD)
    memory = Memory(setting, (pair for c in likely for pair in _holder(c)))
    drafts = ((c, learned_draft(setting, c, memory)) for c in candidates)
    return [(candidate, draft) for candidate, draft in drafts if draft is not None]


def _holder(candidate: Candidate) -> Iterator[tuple[Span, Span]]:
    """Yield the title and the holder of a post."""
    for title in candidate.words["title"]:
        for person in candidate.words["person"]:
            yield candidate.page.span(title.full), candidate.page.span(person.full)


def learned_draft(setting: Setting, candidate: Candidate, memory: Memory) -> Draft | None:
    """Return the draft of a candidate, or None where a key field has no words in the text."""
    values = LearnedValues(setting, candidate, memory)
    fields = _FIELDS[candidate.kind](values)
    if not _is_whole(candidate.kind, fields):
        return None
    modality, shown = modality_of(values)
    return Draft(
        candidate.kind,
        fields,
        values.evidence(),
        f"learned.{candidate.kind}",
        fired=_fired(values),
        speaker=speaker_of(values),
        origin=origin_of(values),
        modality=modality,
        modality_spans=shown,
        said_on=said_on_of(values),
    )


def _is_whole(kind: str, fields: Fields) -> bool:
    shape = shape_of(kind)
    keys = all(f.name in fields for f in shape.fields.values() if f.is_key)
    return keys and all(any(n in fields for n in group) for group in shape.require_any)


def _fired(values: LearnedValues) -> tuple[Span, ...]:
    """Return the anchor, then the words that decided what kind of thing it is."""
    codes = (values.candidate.codes.get(name) for name in _DECIDING)
    first = next((coded for coded in codes if coded is not None), None)
    reasons = () if first is None else values.reasons(first)
    return tuple(dict.fromkeys((values.anchor, *reasons)))


def _post(values: LearnedValues) -> Fields:
    return given(
        {
            "person": values.text("person"),
            "title": values.text("title"),
            "organisation": values.text("organisation"),
            "status": values.code("status"),
            "start": values.date("start"),
            "end": values.date("end"),
        }
    )


def _contact(values: LearnedValues) -> Fields:
    parties = values.texts("parties")
    enough = parties is not None and isinstance(parties.value, tuple) and len(parties.value) > 1
    return given(
        {
            "type": values.code("type"),
            "parties": parties if enough else None,
            "date": values.date("date"),
            "place": values.place("place"),
        }
    )


def _proceeding(values: LearnedValues) -> Fields:
    return given(
        {
            "type": values.code("type"),
            "target": values.text("target"),
            "authority": values.text("authority"),
            "date": values.date("date"),
            "place": values.place("place"),
        }
    )


def _claim(values: LearnedValues) -> Fields:
    speaker = values.text("speaker")
    attribution = values.setting.attribution(values.anchor)
    return given(
        {
            "speaker": speaker and with_speaker_here(speaker, attribution),
            "content": values.text("content"),
            "form": values.code("form"),
            "stance": stance_of(values, attribution),
            "addressee": values.text("addressee"),
            "medium": values.text("medium"),
            "date": values.date("date"),
        }
    )


_FIELDS: dict[str, Callable[[LearnedValues], Fields]] = {
    "toll": toll_fields,
    "casualty": casualty_fields,
    "incident": incident_fields,
    "measure": measure_fields,
    "post": _post,
    "contact": _contact,
    "proceeding": _proceeding,
    "claim": _claim,
}
