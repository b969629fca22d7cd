"""What a sentence tells of a measure beside its type: who took it, where, from when, for how long,
by which decree, and which rights it touches.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.builtin.measure_mentions import MeasureMention
from testigo.reading.builtin.phrases import agent_after, of_words, role, subject_before
from testigo.reading.builtin.setting import Setting
from testigo.reading.drafts import DraftValue
from testigo.reading.finders.mentions import DateMention
from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.span import Span
from testigo.record.statement import Record

_ENDED = frozenset({"lifted", "expired"})
_WITHOUT_ACT = frozenset({"in_force", "expired"})
_LONG_TAIL = 3
"""Tokens behind a name from which they are no part of it but a verb the phrase rules overlooked."""
_SUSPENDING = frozenset({"state_of_emergency", "martial_law"})
_WITH_RIGHTS = _SUSPENDING | {"curfew"}


def details_of(setting: Setting, mention: MeasureMention) -> dict[str, DraftValue]:
    """Return the fields of a measure besides type and status that its sentence gives."""
    fields: dict[str, DraftValue | None] = {
        "authority": _authority(setting, mention),
        "instrument": _instrument(setting.document, mention.sentence),
        "scope": _scope(setting, mention),
        "duration": _duration(setting, mention),
        **_dates(setting, mention),
    }
    if mention.type in _WITH_RIGHTS:
        fields |= _rights(setting, mention)
    told = {name: value for name, value in fields.items() if value is not None}
    further = _continued(setting, mention)
    if "start" in further and "start" not in _dates(setting, replace(mention, cue=None)):
        told.pop("start", None)  # the day it was declared, not the day from which it runs
    return further | told


def _continued(setting: Setting, mention: MeasureMention) -> dict[str, DraftValue]:
    """Return what the next sentence adds where it goes on about the measure ("It runs from …")."""
    document = setting.document
    after = _paragraph_next(document, mention.sentence)
    if after is mention.sentence:
        return {}
    words = lexicon(document.language, "measure_resumers")
    if words.at(document.tokens, after.first, after.last) is None:
        return {}
    there = replace(mention, sentence=after, first=after.first, last=after.first + 1, cue=None)
    fields = {
        "instrument": _instrument(document, after),
        "duration": _duration(setting, there),
        **_dates(setting, there),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _authority(setting: Setting, mention: MeasureMention) -> DraftValue | None:
    if mention.cue is None:
        return None
    first, last = mention.cue
    span = None
    if first < mention.first or mention.rule == "measure.act":
        span = _as_authority(setting, mention, subject_before(setting, mention.sentence, first))
    span = span or _as_authority(setting, mention, agent_after(setting, mention.sentence, last))
    span = span or _actor_of_sentence(setting, mention)
    if span is None:
        return None
    full = _fullest(setting, span)
    return DraftValue(full.quote, (span,) if full == span else (span, full))


def _actor_of_sentence(setting: Setting, mention: MeasureMention) -> Span | None:
    """Return who did the act told before: "X closed the road and banned rallies"."""
    document, sentence = setting.document, mention.sentence
    assert mention.cue is not None
    if mention.status in _WITHOUT_ACT:
        return None
    for name in ("measure_status", "measure_acts"):
        for hit in lexicon(document.language, name).find(
            document.tokens, sentence.first, mention.cue[0]
        ):
            if hit.entry.get("status") in _WITHOUT_ACT:
                continue
            span = _as_authority(setting, mention, subject_before(setting, sentence, hit.first))
            if span is not None:
                return span
    return None


def _as_authority(
    setting: Setting, mention: MeasureMention, phrase: tuple[int, int] | None
) -> Span | None:
    """Return the phrase if it names somebody who can act: a name, or a noun for one."""
    if phrase is None or (phrase[0] < mention.last and mention.first < phrase[1]):
        return None
    document = setting.document
    span = document.span_of(*phrase)
    first, last = phrase
    for name in setting.names_meeting(span):
        if name.type == "unknown":
            continue
        if name.type == "place" and role(document, first - 1) in ("preposition", "place"):
            continue  # "In Tarma a curfew was imposed": where, not who
        end = document.token_range(name.span)[1]
        is_long = name.span.start == span.start and last - end > _LONG_TAIL
        return name.span if is_long else span
    of = (i for i in range(first, last) if document.tokens[i].lower in of_words(document.language))
    head = (first, next(of, last))  # "control del orden" is control, not an order of monks
    for words in ("speaker_nouns", "authorities", "people"):
        if lexicon(document.language, words).find(document.tokens, *head):
            return span
    return None


def _fullest(setting: Setting, span: Span) -> Span:
    """Return the fullest form of the person that the phrase names, else the phrase itself."""
    for name in setting.names_between(span.start, span.end):
        if name.type == "person" and span.covers(name.span):
            return name.full
    return span


@functools.cache
def _instrument_pattern(language: str) -> re.Pattern[str]:
    nouns = (t for e in lexicon(language, "instruments") for t in e.terms)
    alternatives = "|".join(sorted(map(re.escape, nouns), key=len, reverse=True))
    return re.compile(
        rf"\b(?:{alternatives})\s+(?:n\.?\s?[ºo°]\.?\s*|número\s+|number\s+)?\d[\w./-]*\w|"
        rf"\b(?:{alternatives})\s+\d+\b",
        re.IGNORECASE,
    )


def _instrument(document: Document, sentence: Sentence) -> DraftValue | None:
    match = _instrument_pattern(document.language).search(
        document.content, sentence.start, sentence.end
    )
    if match is None:
        return None
    span = document.cut(match.start(), match.end())
    return DraftValue(span.quote, (span,))


def _scope(setting: Setting, mention: MeasureMention) -> DraftValue | None:
    """Return the places the sentence gives after the measure, else before it."""
    document = setting.document
    start = document.tokens[mention.first].start
    found: list[tuple[Place, Span]] = [
        (p.place, p.span) for p in setting.places_in(mention.sentence) if _is_area(setting, p.span)
    ]
    for hit in lexicon(document.language, "scope_words").find(
        document.tokens, mention.sentence.first, mention.sentence.last
    ):
        span = document.span_of(hit.first, hit.last)
        found.append((Place(span.quote), span))
    found.sort(key=lambda pair: pair[1].start)
    chosen = [pair for pair in found if pair[1].start >= start] or found
    if not chosen:
        return None
    return DraftValue(tuple(place for place, _ in chosen), tuple(span for _, span in chosen))


def _is_area(setting: Setting, span: Span) -> bool:
    """Whether the place is where something holds: a word of place stands before it."""
    document = setting.document
    before = document.token_at(span.start) - 1
    words = {document.tokens[i].lower for i in range(max(before - 4, 0), before + 1)}
    return bool(words & _area_words(document.language))


@functools.cache
def _area_words(language: str) -> frozenset[str]:
    terms = (t for e in lexicon(language, "area_words") for t in e.terms)
    return frozenset(terms)


def _duration(setting: Setting, mention: MeasureMention) -> DraftValue | None:
    document, sentence = setting.document, mention.sentence
    spans = [
        _with_unit(document, n.span)
        for n in setting.numbers_in(sentence)
        if n.use == "duration" and _tells_how_long(document, n.span)
    ]
    hits = lexicon(document.language, "duration_words").find(
        document.tokens, sentence.first, sentence.last
    )
    spans.extend(document.span_of(h.first, h.last) for h in hits)
    at = document.tokens[mention.first].start
    if not spans:
        return None
    nearest = min(spans, key=lambda s: abs(s.start - at))
    return DraftValue(nearest.quote, (nearest,))


def _with_unit(document: Document, number: Span) -> Span:
    """Return the number with the unit after it ("30 days", "30-day")."""
    last = document.token_range(number)[1]
    if last < len(document.tokens) and document.tokens[last].text == "-":
        last += 1
    if last >= len(document.tokens):
        return number
    return document.cut(number.start, document.tokens[last].end)


def _tells_how_long(document: Document, number: Span) -> bool:
    """Whether the number says how long, not how long ago: "for 30 days", "a 30-day curfew"."""
    first, last = document.token_range(number)
    hyphened = last < len(document.tokens) and document.tokens[last].text == "-"
    words = {document.tokens[i].lower for i in range(max(first - 3, 0), first)}
    leading = frozenset(t for e in lexicon(document.language, "duration_cues") for t in e.terms)
    return hyphened or bool(words & leading)


def _dates(setting: Setting, mention: MeasureMention) -> dict[str, DraftValue | None]:
    """Return `start` and `end`: by the word before the date, else by what the status tells."""
    out: dict[str, DraftValue | None] = {}
    loose: list[DateMention] = []
    for date in setting.dates_in(mention.sentence):
        if date.value is None:
            continue
        edge = _edge(setting.document, date.span)
        if edge is None:
            loose.append(date)
        else:
            out.setdefault(edge, _dated(date, edge))
    if loose and mention.cue is not None:
        at = setting.document.tokens[mention.cue[0]].start
        nearest = min(loose, key=lambda d: abs(d.span.start - at))
        edge = "end" if mention.status in _ENDED else "start"
        if mention.status != "rejected":
            out.setdefault(edge, _dated(nearest, edge))
    return _ordered(out)


def _dated(date: DateMention, edge: str) -> DraftValue:
    assert date.value is not None
    value = date.value
    if "/" in value.text:
        first, last = value.text.split("/")
        end = first if edge == "start" else last
        value = Edtf(end) if end != ".." else Edtf(last if edge == "start" else first)
    return DraftValue(value.without_time(), (date.span,), date.how)


def _ordered(found: dict[str, DraftValue | None]) -> dict[str, DraftValue | None]:
    start, end = found.get("start"), found.get("end")
    if start and end and isinstance(start.value, Edtf) and isinstance(end.value, Edtf):
        first, last = start.value.earliest, end.value.latest
        if first and last and first > last:
            return {"start": start}
    return found


def _edge(document: Document, span: Span) -> str | None:
    first = document.token_at(span.start)
    edges = lexicon(document.language, "date_edges")
    for at in (first, first - 1, first - 2, first - 3):
        hit = edges.at(document.tokens, at) if at >= 0 else None
        if hit is not None and hit.last >= first - 1:
            return hit.entry.get("edge")
    return None


def _rights(setting: Setting, mention: MeasureMention) -> dict[str, DraftValue | None]:
    """Return the rights suspended; one that is said to stay stands only by its area."""
    document = setting.document
    found = _rights_told(setting, mention)
    hits = [h for h in found if not _stays(setting, h)]
    kept = [h for h in found if _stays(setting, h)]
    by_area = _rights_by_area(setting, hits, kept)
    if not hits:
        return {} if by_area is None else {"rights_by_area": by_area}
    spans = tuple(document.span_of(h.first, h.last) for h in hits)
    codes = tuple(dict.fromkeys(str(h.entry.attributes["right"]) for h in hits))
    out: dict[str, DraftValue | None] = {
        "rights": DraftValue(codes, spans),
        "rights_words": DraftValue(tuple(dict.fromkeys(s.quote for s in spans)), spans),
    }
    out["rights_by_area"] = by_area
    return out


def _rights_told(setting: Setting, mention: MeasureMention) -> list[Hit]:
    """Return the rights named with the measure or, for the one emergency of a report, further on.

    Further on they count only in sentences that say that they are suspended.
    """
    document, sentence = setting.document, mention.sentence
    words, cues = (lexicon(document.language, n) for n in ("rights", "rights_cues"))
    near = sentence if mention.type == "curfew" else _paragraph_next(document, sentence)
    hits = words.find(document.tokens, sentence.first, near.last)
    if hits or mention.type not in _SUSPENDING:
        return hits
    for other in document.sentences:
        if cues.find(document.tokens, other.first, other.last):
            hits.extend(words.find(document.tokens, other.first, other.last))
    return hits


def _stays(setting: Setting, hit: Hit) -> bool:
    words = setting.document.span_of(hit.first, hit.last)
    return setting.modality(words)[0] == "denied"


def _paragraph_next(document: Document, sentence: Sentence) -> Sentence:
    """Return the sentence after in the same paragraph, else the sentence itself."""
    if sentence.index + 1 < len(document.sentences):
        after = document.sentences[sentence.index + 1]
        if after.paragraph == sentence.paragraph:
            return after
    return sentence


def _rights_by_area(setting: Setting, hits: list[Hit], kept: list[Hit]) -> DraftValue | None:
    """Return one record a right and area where clauses that name a place differ in their rights.

    `kept` are rights that the text says are not suspended there.
    """
    document = setting.document
    records: list[Record] = []
    witnesses: list[Span] = []
    by_area: dict[str, set[str]] = {}
    for hit in sorted((*hits, *kept), key=lambda h: h.first):
        words = document.span_of(hit.first, hit.last)
        place = _place_of_clause(setting, words)
        if place is None:
            continue
        code = str(hit.entry.attributes["right"])
        status = "not_suspended" if hit in kept else "suspended"
        by_area.setdefault(place[0].words, set()).add(f"{code} {status}")
        records.append(Record.of(area=place[0], right=code, status=status))
        witnesses.extend((place[1], words))
    if not records or (not kept and len({frozenset(codes) for codes in by_area.values()}) < 2):
        return None
    return DraftValue(tuple(records), tuple(dict.fromkeys(witnesses)))


def _place_of_clause(setting: Setting, words: Span) -> tuple[Place, Span] | None:
    sentence = setting.document.sentence_at(words.start)
    text = setting.document.content
    start = max(text.rfind(";", sentence.start, words.start), sentence.start)
    end = text.find(";", words.end, sentence.end)
    end = sentence.end if end < 0 else end
    inside = [p for p in setting.places_in(sentence) if start <= p.span.start < end]
    return (inside[0].place, inside[0].span) if len(inside) == 1 else None
