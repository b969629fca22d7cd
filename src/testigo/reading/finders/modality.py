"""Whether something is stated as a fact, or as alleged, denied, planned, conditional or retracted.

What carries no cue is asserted. Each cue bears on a stretch of its own sentence; words that a
speaker denies afterwards ("..., which the army denies") are denied too.
"""

from __future__ import annotations

import functools

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.finders.clauses import Clauses
from testigo.reading.finders.mentions import Attribution, ModalityMention
from testigo.record.span import Span

# What a later reader must not miss comes first: a withdrawn figure, then a denied one.
_WEIGHT = ("retracted", "denied", "conditional", "planned", "alleged")
_SHORTEST_VERB = 4
_WORD_REACH = 3  # words that "presunto" and its like bear on


@functools.cache
def _endings(language: str) -> tuple[tuple[str, str], ...]:
    entries = lexicon(language, "modality_endings")
    return tuple((t, str(e.get("code"))) for e in entries for t in e.terms)


def find_modalities(document: Document) -> tuple[ModalityMention, ...]:
    """Find the cues of a document, in reading order; what has none is asserted."""
    cues = lexicon(document.language, "modality_cues")
    clauses, found = Clauses(document), []
    for sentence in document.sentences:
        taken: set[int] = set()
        for hit in cues.find(document.tokens, sentence.first, sentence.last):
            taken.update(range(hit.first, hit.last))
            mention = _mention(document, clauses, sentence, hit)
            if mention is not None:
                found.append(mention)
        found.extend(_by_ending(document, clauses, sentence, taken))
    return tuple(sorted(found, key=lambda m: (m.cue.start, m.cue.end)))


def _mention(
    document: Document, clauses: Clauses, sentence: Sentence, hit: Hit
) -> ModalityMention | None:
    code, reach = str(hit.entry.get("code")), str(hit.entry.get("reach"))
    if code == "asserted":
        return None
    first, last = hit.first, hit.last
    if reach == "left":
        first = clauses.clause_start(hit.first, sentence.first)
    elif reach == "right":
        last = clauses.presupposed_start(hit.last, sentence.last)
    elif reach == "clause":
        first, last = _clause_round(document, clauses, sentence, hit)
    elif reach == "near":
        last = clauses.near_end(hit.last, sentence.last)
    else:
        last = min(hit.last + _WORD_REACH, clauses.near_end(hit.last, sentence.last))
    cue = document.span_of(hit.first, hit.last)
    return ModalityMention(cue, code, document.span_of(first, last))


def _clause_round(
    document: Document, clauses: Clauses, sentence: Sentence, hit: Hit
) -> tuple[int, int]:
    """The clause round a cue; one between commas ("two cooks, it is claimed, were") spans both."""
    first, last, tokens = hit.first, hit.last, document.tokens
    inserted = sentence.first < first and tokens[first - 1].text == ","
    if inserted and last < sentence.last and tokens[last].text == ",":
        first, last = first - 1, last + 1
    return (
        clauses.near_start(first, sentence.first),
        clauses.near_end(last, sentence.last),
    )


def _by_ending(
    document: Document, clauses: Clauses, sentence: Sentence, taken: set[int]
) -> list[ModalityMention]:
    found = []
    for at in range(sentence.first, sentence.last):
        token = document.tokens[at]
        if at in taken or token.is_capitalised or len(token.lower) < _SHORTEST_VERB:
            continue
        for ending, code in _endings(document.language):
            if token.lower.endswith(ending):
                first = clauses.near_start(at, sentence.first)
                last = clauses.near_end(at + 1, sentence.last)
                span = document.span_of(first, last)
                found.append(ModalityMention(document.span_of(at, at + 1), code, span))
                break
    return found


def modality_at(
    document: Document,
    modalities: tuple[ModalityMention, ...],
    attributions: tuple[Attribution, ...],
    span: Span,
) -> tuple[str, tuple[Span, ...]]:
    """Return the modality of what stands at `span`, and the cues that decide it.

    `asserted` with no cues where nothing bears on it. Of several, the one that takes most back
    wins: retracted, denied, conditional, planned, alleged.
    """
    bearing: dict[str, list[Span]] = {}
    for mention in modalities:
        if mention.scope.covers(span):
            bearing.setdefault(mention.code, []).append(mention.cue)
    for attribution in attributions:
        said_before = attribution.stance == "denies" and span.end <= attribution.cue.start
        if said_before and any(said.covers(span) for said in attribution.scope):
            bearing.setdefault("denied", []).append(attribution.cue)
    if _is_under_condition(modalities, bearing):
        bearing.pop("denied")
    for code in _WEIGHT:
        if code in bearing:
            return code, tuple(dict.fromkeys(bearing[code]))
    return "asserted", ()


def _is_under_condition(
    modalities: tuple[ModalityMention, ...], bearing: dict[str, list[Span]]
) -> bool:
    """Whether a denial is itself only supposed: "if nobody is hurt"."""
    supposed = bearing.get("conditional", ())
    return any(
        mention.cue in supposed and mention.scope.covers(denial)
        for mention in modalities
        for denial in bearing.get("denied", ())
    )
