"""Where a text names an emergency or restrictive measure, and which status the words give it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.builtin.phrases import role
from testigo.reading.builtin.setting import Setting

_GOVERNS = 6
"""Tokens at most between a verb and the measure it governs ("declared a nationwide ...")."""
_PASSIVE = 9
"""Tokens at most between a measure and what is told of it ("the curfew in the port was ...")."""
_PAIR = 5
"""Tokens at most between an act and what it closes or forbids."""
_STOPS = frozenset({".", ";", ":", "?", "!"})
_COMMAS = frozenset({",", "(", ")", "—", "–"})
_CLAUSE = frozenset({"complementiser", "relative", "contrast", "auxiliary", "subordinator"})
_RULING = frozenset({"rejected", "announced"})
_RULED = 3
"""Tokens at most between a ruling verb and the one it rules ("rejected on Tuesday to declare")."""
_ENDS = frozenset({"lifted", "expired", "rejected"})


@dataclass(frozen=True, slots=True)
class MeasureMention:
    """A measure named at tokens `[first, last)`; `cue` the tokens that tell its status, or None."""

    sentence: Sentence
    first: int
    last: int
    type: str
    status: str
    cue: tuple[int, int] | None
    rule: str

    @property
    def is_explicit(self) -> bool:
        """Whether words tell the status: a measure merely mentioned is taken to be in force."""
        return self.cue is not None


def find_measures(setting: Setting) -> list[MeasureMention]:
    """Return every measure named, in reading order, the same one as often as it is named."""
    return [m for s in setting.document.sentences for m in _in_sentence(setting, s)]


def _in_sentence(setting: Setting, sentence: Sentence) -> list[MeasureMention]:
    document = setting.document
    language, tokens = document.language, document.tokens
    nouns = lexicon(language, "measures").find(tokens, sentence.first, sentence.last)
    objects = lexicon(language, "measure_objects").find(tokens, sentence.first, sentence.last)
    if not nouns and not objects:
        return []
    cues = lexicon(language, "measure_status").find(tokens, sentence.first, sentence.last)
    out = [
        _named(document, sentence, noun, nouns, cues)
        for noun in nouns
        if noun.entry.get("type") != "none"
    ]
    acts = lexicon(language, "measure_acts").find(tokens, sentence.first, sentence.last)
    rights = lexicon(language, "rights").find(tokens, sentence.first, sentence.last)
    free = [o for o in objects if not any(_overlap(o, n) for n in [*nouns, *rights])]
    out.extend(_acted(document, sentence, free, acts, cues))
    return sorted(out, key=lambda m: m.first)


def _overlap(one: Hit, other: Hit) -> bool:
    return one.first < other.last and other.first < one.last


def _named(
    document: Document, sentence: Sentence, noun: Hit, nouns: list[Hit], cues: list[Hit]
) -> MeasureMention:
    kind = str(noun.entry.attributes["type"])
    usable = [c for c in cues if not any(_overlap(c, n) for n in nouns)]
    cue = _status_cue(document, noun.first, noun.last, usable)
    if cue is None:
        return MeasureMention(
            sentence, noun.first, noun.last, kind, "in_force", None, "measure.mentioned"
        )
    status = str(cue.entry.attributes["status"])
    return MeasureMention(
        sentence, noun.first, noun.last, kind, status, (cue.first, cue.last), f"measure.{status}"
    )


def _status_cue(document: Document, first: int, last: int, cues: list[Hit]) -> Hit | None:
    """Return what tells the status: a governing verb, else a predicate, else the nearest."""
    before = [c for c in cues if c.last <= first and _governs(document, c.last, first)]
    after = [c for c in cues if c.first >= last and _reaches(document, last, c.first, _PASSIVE)]
    if before:
        return _ruler(before[-1], cues)
    predicates = [c for c in after if _is_predicate(document, last, c)]
    if predicates:
        return predicates[0]
    return after[0] if after else None


def _ruler(cue: Hit, cues: list[Hit]) -> Hit:
    """Return the verb that rules the verb beside the measure: "refused to declare"."""
    for other in cues:
        if other.entry.get("status") in _RULING and 0 <= cue.first - other.last <= _RULED:
            return other
    return cue


def _governs(document: Document, start: int, end: int) -> bool:
    """Whether nothing but words of the noun phrase stand between a verb and its object."""
    if end - start > _GOVERNS:
        return False
    return not any(
        document.tokens[i].text in _STOPS | _COMMAS or role(document, i) in _CLAUSE
        for i in range(start, end)
    )


def _reaches(document: Document, start: int, end: int, limit: int) -> bool:
    if end - start > limit:
        return False
    between = [document.tokens[i].text for i in range(start, end)]
    return not _STOPS.intersection(between) and sum(t in _COMMAS for t in between) <= 1


def _is_predicate(document: Document, last: int, cue: Hit) -> bool:
    between = range(last, cue.first)
    if any(role(document, i) == "auxiliary" for i in between):
        return True
    return cue.entry.get("status") in ("expired", "in_force") and cue.first - last <= 4


def _acted(
    document: Document, sentence: Sentence, objects: list[Hit], acts: list[Hit], cues: list[Hit]
) -> Iterator[MeasureMention]:
    """Yield measures made of an act and its object ("banned rallies", "the border was shut")."""
    for thing in objects:
        act = _act_on(document, thing, acts)
        if act is None or _is_place_of(document, act, thing, objects):
            continue
        first, last = min(thing.first, act.first), max(thing.last, act.last)
        status, cue = _acted_status(document, act, first, cues)
        yield MeasureMention(
            sentence, first, last, str(thing.entry.attributes["type"]), status, cue, "measure.act"
        )


def _is_place_of(document: Document, act: Hit, thing: Hit, objects: list[Hit]) -> bool:
    """Whether the thing only says where: "banned rallies in the port" closes no port."""
    nearer = [o for o in objects if act.last <= o.first and o.last <= thing.first]
    return bool(nearer) and any(
        role(document, i) == "preposition" for i in range(nearer[-1].last, thing.first)
    )


def _act_on(document: Document, thing: Hit, acts: list[Hit]) -> Hit | None:
    wanted = set(_codes(thing))
    best: tuple[int, Hit] | None = None
    for act in acts:
        if _overlap(act, thing) or not wanted.intersection(_codes(act)):
            continue
        if act.last <= thing.first:
            gap = thing.first - act.last
            fits = _takes_object(document, act.last, thing.first)
        else:
            gap = act.first - thing.last + 1
            fits = _is_acted_on(document, thing.last, act)
        if fits and (best is None or gap < best[0]):
            best = (gap, act)
    return None if best is None else best[1]


def _codes(hit: Hit) -> list[str]:
    codes = hit.entry.attributes["acts"]
    assert isinstance(codes, list)
    return codes


def _takes_object(document: Document, start: int, end: int) -> bool:
    limit = _PAIR + 4 * any(role(document, i) == "coordinator" for i in range(start, end))
    return end - start <= limit and not any(
        document.tokens[i].text in _STOPS | _COMMAS or role(document, i) in _CLAUSE | {"verb"}
        for i in range(start, end)
    )


def _is_acted_on(document: Document, start: int, act: Hit) -> bool:
    """Whether the act is said of what stands before it: passive, or the troops that act."""
    end = act.first
    if not _reaches(document, start, end, _PASSIVE):
        return False
    if act.entry.get("status") in ("in_force", "lifted") and end - start <= 3:
        return True
    if any(role(document, i) == "auxiliary" or _lasts(document, i) for i in range(start, end)):
        return True
    return end - start <= 1


def _lasts(document: Document, index: int) -> bool:
    hit = lexicon(document.language, "measure_status").at(document.tokens, index)
    return hit is not None and hit.entry.get("status") == "in_force"


def _acted_status(
    document: Document, act: Hit, first: int, cues: list[Hit]
) -> tuple[str, tuple[int, int]]:
    """Return the status of an act: its own, unless words before say that it ends or lasts."""
    own = str(act.entry.attributes["status"])
    for cue in reversed(cues):
        status = str(cue.entry.attributes["status"])
        if cue.first <= act.first and cue.last > act.first:
            continue
        if cue.last <= first and first - cue.last <= 3 and status in _ENDS | {"extended"}:
            return status, (cue.first, cue.last)
        if first <= cue.first < act.first and status == "in_force":
            return status, (cue.first, cue.last)
    if own == "declared" and first < act.first and _has_lasted(document, first, act):
        return "in_force", (act.first, act.last)
    return own, (act.first, act.last)


def _has_lasted(document: Document, first: int, act: Hit) -> bool:
    """Whether the verb is a perfect of what stands before it ("has been shut since Monday")."""
    perfect = lexicon(document.language, "perfect_words")
    return any(perfect.at(document.tokens, i) is not None for i in range(first, act.first))
