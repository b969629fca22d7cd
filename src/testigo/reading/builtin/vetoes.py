"""What no draft may say, whoever proposed it: rules that a hostile reader would try first.

A scene that is played, written or drilled did not happen; harm by traffic, weather, disease or
sport is no violence; what a cue denies, plans or makes depend on something is not asserted; whom
a sentence is "according to" is not who did it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.builtin.setting import Setting
from testigo.reading.drafts import Draft, DraftValue
from testigo.record.span import Span

HAPPENINGS = frozenset({"toll", "casualty", "incident", "measure", "contact", "proceeding"})
"""Kinds that tell what happened: these cannot be read out of a play, a novel or a drill."""
HARMS = frozenset({"toll", "casualty", "incident"})
AGENTS = ("perpetrator", "perpetrators")
BINDING = frozenset({"denied", "planned", "conditional", "retracted"})
"""Modalities whose cue is stronger than a draft that asserts."""


def without_vetoed(setting: Setting, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield the drafts that may stand, with what may stand of them, in their order."""
    for draft in drafts:
        if not is_vetoed(setting, draft):
            yield _as_said(setting, _without_informants(setting, draft))


def is_vetoed(setting: Setting, draft: Draft) -> bool:
    """Tell whether a draft tells what did not happen, harm without violence, or no measure."""
    where = _core(draft)
    if where is None or draft.kind not in HAPPENINGS:
        return False
    sentence = setting.document.sentence_at(where.start)
    if setting.is_staged(sentence):
        return True
    if draft.kind == "measure" and _is_no_measure(setting, where):
        return True
    if draft.kind not in HARMS:
        return False
    return setting.is_accident(sentence) or _is_figure_of_speech(setting, where)


def _is_no_measure(setting: Setting, where: Span) -> bool:
    """Tell whether words only sound like a measure: "the emergency room"."""
    return any(hit.entry.get("type") == "none" for hit in _over(setting, "measures", where))


def _is_figure_of_speech(setting: Setting, where: Span) -> bool:
    """Tell whether words speak of violence in a figure only: "a war of words"."""
    return bool(_over(setting, "metaphors", where))


def _over(setting: Setting, name: str, where: Span) -> list[Hit]:
    """Return the hits of a lexicon that share a word with `where`."""
    document = setting.document
    sentence = document.sentence_at(where.start)
    first, last = document.token_range(where)
    hits = lexicon(document.language, name).find(document.tokens, sentence.first, sentence.last)
    return [hit for hit in hits if hit.first < last and first < hit.last]


def _core(draft: Draft) -> Span | None:
    """Return the words that a draft hangs on: what fired, else its first sentence."""
    spans = (*draft.fired, *(e for e in draft.evidence if isinstance(e, Span)))
    return spans[0] if spans else None


def _as_said(setting: Setting, draft: Draft) -> Draft:
    """Return a draft that asserts with the modality that a cue over its words gives it."""
    where = _core(draft)
    if where is None or draft.kind not in HAPPENINGS or draft.modality != "asserted":
        return draft
    code, spans = setting.modality(where)
    if code not in BINDING:
        return draft
    return dataclasses.replace(draft, modality=code, modality_spans=spans)


def _without_informants(setting: Setting, draft: Draft) -> Draft:
    """Return a draft without agents whom its sentence is only "according to"."""
    kept: dict[str, DraftValue] = {}
    for name, value in draft.fields.items():
        if name in AGENTS and _all_informants(setting, value):
            continue
        kept[name] = value
    return draft if len(kept) == len(draft.fields) else dataclasses.replace(draft, fields=kept)


def _all_informants(setting: Setting, value: DraftValue) -> bool:
    spans = [w for w in value.witnesses if isinstance(w, Span)]
    return bool(spans) and all(setting.is_informant(span) for span in spans)
