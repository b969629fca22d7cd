"""The fields of a toll beside its number: who, where, when, up to when, of what, and how counted.

Everything is read from the sentence of the number; place and time also from the sentence before, in
the same paragraph, where it has but one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.builtin.counted import Counted
from testigo.reading.builtin.counting import Pairing
from testigo.reading.builtin.own_places import is_of_another, own_places
from testigo.reading.builtin.setting import Setting, date_value
from testigo.reading.drafts import DraftValue
from testigo.reading.finders.mentions import DateMention, PlaceMention
from testigo.record.edtf import Edtf
from testigo.record.span import Span
from testigo.record.statement import Record

_AFTERWARDS = frozenset({"released", "discharged", "hospitalised", "evacuated"})
"""Outcomes that come later and elsewhere: they take no place or day from the sentence before."""
NEAR = 8
"""Tokens within which a cue ("so far", "another") belongs to a number."""


def toll_details(
    setting: Setting, sentence: Sentence, pairing: Pairing, limit: int
) -> dict[str, DraftValue]:
    """Return the fields that the text gives beside outcome and number.

    From token `limit` on the sentence tells of the next part: its place is not that of the whole.
    """
    fields: dict[str, DraftValue | None] = {
        "population": _population(setting, pairing),
        "civilian": _civilian(setting, sentence, pairing.counted),
        "place": _place(setting, sentence, pairing, limit),
        "category": _category(setting, sentence, pairing, limit),
        "cause": _cause(setting, sentence, pairing),
    }
    fields |= _times(setting, sentence, pairing)
    fields |= _manner(setting.document, sentence, pairing.counted)
    return {name: value for name, value in fields.items() if value is not None}


def _population(setting: Setting, pairing: Pairing) -> DraftValue | None:
    """Return the words counted, unless they are nothing but the harm ("nine dead")."""
    noun = pairing.counted.number.noun
    if noun is None or pairing.counted.things:
        return None
    harms = setting.harms_in(setting.document.sentence_at(noun.start))
    if any(harm.span.covers(noun) for harm in harms):
        return None
    return DraftValue(noun.quote, (noun,))


def _civilian(setting: Setting, sentence: Sentence, counted: Counted) -> DraftValue | None:
    """Return the status where the words counted, or an aside right after them, state it."""
    document = setting.document
    limit = min(counted.end + 4, sentence.last)
    for hit in lexicon(document.language, "civilian_words").find(
        document.tokens, counted.last, limit
    ):
        status = hit.entry.get("status")
        if status is not None:
            return DraftValue(status, (document.span_of(hit.first, hit.last),))
    return None


def _category(
    setting: Setting, sentence: Sentence, pairing: Pairing, limit: int
) -> DraftValue | None:
    """Return the words for the set of events counted, close behind the number."""
    document, last = setting.document, pairing.counted.last
    end = min(limit, last + 2 * NEAR, _clause(setting, sentence, pairing)[1])
    hits = lexicon(document.language, "toll_categories").find(document.tokens, last, end)
    if not hits:
        return None
    span = document.span_of(hits[0].first, hits[0].last)
    return DraftValue(span.quote, (span,))


def _cause(setting: Setting, sentence: Sentence, pairing: Pairing) -> DraftValue | None:
    """Return the weapon or cause nearest to the harm: of its own clause, else the sentence's."""
    document, harm = setting.document, pairing.harm
    if not sentence.first <= harm.first < sentence.last:
        return None
    hits = lexicon(document.language, "causes").find(document.tokens, sentence.first, sentence.last)
    start, end = _clause(setting, sentence, pairing)
    near = [h for h in hits if start <= h.first < end] or (hits if len(hits) == 1 else [])
    if not near:
        return None
    nearest = min(near, key=lambda h: abs(h.first - harm.first))
    span = document.span_of(nearest.first, nearest.last)
    return DraftValue(span.quote, (span,))


def _clause(setting: Setting, sentence: Sentence, pairing: Pairing) -> tuple[int, int]:
    """Return the tokens from number or harm to the next number of people in the sentence."""
    counted = pairing.counted
    start = min(counted.first, pairing.harm.first)
    end = sentence.last
    for number in setting.numbers_in(sentence):
        if number.use != "count" or number is counted.number:
            continue
        first = setting.document.token_range(number.span)[0]
        if max(counted.end, pairing.harm.last) <= first < end:
            end = first
    return start, end


def _place(setting: Setting, sentence: Sentence, pairing: Pairing, limit: int) -> DraftValue | None:
    at = pairing.counted.number.span
    tokens = setting.document.tokens
    end = tokens[limit].start if limit < len(tokens) else len(setting.document.content)
    own = own_places(setting, sentence)
    if at in own:
        return DraftValue(own[at].place, (own[at].span,))
    places = [p for p in _of_the_event(setting, sentence) if p.span.start < end]
    places = [p for p in places if not is_of_another(own, at, p.span)]
    if not places:
        before = setting.before(sentence) if _is_harm(pairing) else None
        places = _of_the_event(setting, before) if before is not None else []
        if len(places) != 1:
            return None
    nearest = min(places, key=lambda p: (p.span.end <= at.start, abs(p.span.start - at.end)))
    return DraftValue(nearest.place, (nearest.span,))


def _of_the_event(setting: Setting, sentence: Sentence) -> list[PlaceMention]:
    """Return the places of a sentence outside its dateline, who says so, and who is counted."""
    speakers = [
        span
        for a in setting.attributions_in(sentence)
        for span in (a.speaker, a.origin, a.medium)
        if span is not None
    ]
    nouns = [n.noun for n in setting.numbers_in(sentence) if n.noun is not None]
    dateline = max((d.span.end for d in setting.dates_in(sentence) if d.is_dateline), default=0)
    return [
        place
        for place in setting.places_in(sentence)
        if place.span.start >= dateline
        and not any(span.meets(place.span) for span in (*speakers, *nouns))
    ]


def _is_harm(pairing: Pairing) -> bool:
    """Whether the outcome befell people where and when the sentence before tells of."""
    return pairing.harm.outcome not in _AFTERWARDS


def _times(setting: Setting, sentence: Sentence, pairing: Pairing) -> dict[str, DraftValue | None]:
    dates = [d for d in setting.dates_in(sentence) if d.value is not None and not d.is_dateline]
    as_of = next((d for d in dates if setting.leads_to_as_of(d)), None)
    said = _said(setting, sentence)
    events = [d for d in dates if d is not as_of and d not in said]
    if not events:
        before = setting.before(sentence)
        earlier = setting.dates_in(before) if before is not None and _is_harm(pairing) else ()
        said = _said(setting, before) if before is not None else []
        events = [
            d
            for d in earlier
            if d.value is not None and not (d.is_dateline or d in said or setting.leads_to_as_of(d))
        ]
        events = events if len(events) == 1 else []
    at = pairing.counted.number.span
    event = min(events, key=lambda d: abs(d.span.start - at.start)) if events else None
    return {"period": date_value(event), "as_of": _moment(as_of)}


def _said(setting: Setting, sentence: Sentence) -> list[DateMention | None]:
    """Return the days on which something is said in a sentence: no day of what is told."""
    return [setting.said_on(a) for a in setting.attributions_in(sentence)]


def _moment(mention: DateMention | None) -> DraftValue | None:
    """Return the last day of a date: "hasta el 19" is as of the 19th, whenever counting began."""
    value = date_value(mention)
    if value is None or not isinstance(value.value, Edtf):
        return value
    return replace(value, value=Edtf(value.value.text.rsplit("/", 1)[-1]))


def _cues(document: Document, first: int, last: int) -> list[Hit]:
    return lexicon(document.language, "toll_cues").find(document.tokens, first, last)


def _manner(
    document: Document, sentence: Sentence, counted: Counted
) -> dict[str, DraftValue | None]:
    """Return accrual, basis, and for an estimate its method and interval, from cues near by."""
    first = max(sentence.first, counted.first - NEAR)
    last = min(sentence.last, counted.end + NEAR)
    spoken: dict[str, Span] = {}
    for hit in _cues(document, first, last):
        spoken.setdefault(str(hit.entry.get("says")), document.span_of(hit.first, hit.last))
    fields: dict[str, DraftValue | None] = {}
    adjacent = list(_adjacent(document, sentence, counted))
    for code in ("increment", "cumulative"):
        span = spoken.get(code)
        if span is not None and (code == "cumulative" or span in adjacent):
            fields["accrual"] = DraftValue(code, (span,))
            break
    for code in ("estimate", "documented"):
        if code in spoken:
            fields["basis"] = DraftValue(code, (spoken[code],))
            break
    if "estimate" in spoken:
        for name in ("method", "interval"):
            fields[name] = _rest_of_clause(document, sentence, spoken.get(name))
    return fields


def _adjacent(document: Document, sentence: Sentence, counted: Counted) -> Iterator[Span]:
    """Yield "another", "more" where they stand right before, inside or after the wording."""
    first, last = max(sentence.first, counted.first - 1), min(sentence.last, counted.end + 1)
    for hit in _cues(document, first, last):
        yield document.span_of(hit.first, hit.last)


def _rest_of_clause(document: Document, sentence: Sentence, cue: Span | None) -> DraftValue | None:
    if cue is None:
        return None
    end = cue.end
    for token in document.tokens_of(sentence):
        if token.start < cue.end:
            continue
        if token.text in ",;.)":
            break
        end = token.end
    span = document.cut(cue.start, end)
    return DraftValue(span.quote, (span,))


def inner_record(
    pairing: Pairing, details: dict[str, DraftValue]
) -> tuple[Record, tuple[Span, ...]]:
    """Return a toll as a small record of another, with its witnesses."""
    count, harm = pairing.counted.number.count, pairing.harm
    members = {
        name: value.value
        for name, value in details.items()
        if name in ("population", "place", "category") and not isinstance(value.value, tuple)
    }
    record = Record.of(
        outcome=harm.outcome,
        low=count.low,
        high=count.high,
        bound=count.bound,
        wording=count.wording,
        **members,  # type: ignore[arg-type]
    )
    return record, (pairing.counted.number.span, harm.span)
