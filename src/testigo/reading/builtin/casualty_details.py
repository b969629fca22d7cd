"""What a sentence tells of one person harmed, beside name and outcome; every value by its words."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.builtin.actor_fields import perpetrator_of
from testigo.reading.builtin.casualty_links import Link
from testigo.reading.builtin.persons import Person
from testigo.reading.builtin.phrases import (
    of_words,
    phrase_starting_at,
    trimmed,
)
from testigo.reading.builtin.setting import Setting
from testigo.reading.drafts import DraftValue
from testigo.reading.finders.mentions import DateMention, PlaceMention
from testigo.record.span import Span

_NEAR = 25
"""Tokens at most between the harm and what caused it."""
_ROLE_GROUPS = frozenset(
    {"occupation", "press", "defender", "police", "military", "armed", "politics", "protester"}
)
_PROTEST_ROLES = {
    "protester": "protester",
    "press": "journalist",
    "police": "police",
    "military": "soldier",
}
_CIVILIAN_STATUS = {"military": "armed_forces"}


def details_of(setting: Setting, link: Link) -> dict[str, DraftValue]:
    """Return the fields of a casualty that its sentence gives, outcome and name left out."""
    person = link.person
    fields: dict[str, DraftValue | None] = {
        "description": _description(setting, person),
        "age": _age(person),
        "sex": _sex(setting, person),
        "occupation": _occupation(setting, person),
        "home": _home(setting, person),
        "family": _family(setting, person),
        "date": _date(setting, link),
        "place": _place(setting, link),
        "perpetrator": _perpetrator(setting, link),
        **_cause(setting, link),
        **_standing(setting, person),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _description(setting: Setting, person: Person) -> DraftValue | None:
    if person.name is not None:
        return None
    span = setting.document.span_of(person.start, person.end)
    return DraftValue(span.quote, (span,))


def _age(person: Person) -> DraftValue | None:
    if person.age is None or person.age.count.low is None:
        return None
    return DraftValue(person.age.count.low, (person.age.span,))


def _sex(setting: Setting, person: Person) -> DraftValue | None:
    """Return the sex where a noun, a title, an article or a pronoun beside the person shows it."""
    document = setting.document
    for noun in person.nouns:
        sex = noun.entry.get("sex")
        if sex is not None and noun.entry.get("number") == "one":
            return DraftValue(sex, (document.span_of(noun.first, noun.last),))
    words = lexicon(document.language, "sex_words")
    start = max(person.start - 1, person.sentence.first)
    for hit in words.find(document.tokens, start, person.first):
        if hit.entry.get("role") == "title" or _is_article_of_one(person):
            return _coded(document, hit, "sex")
    return _sex_by_pronoun(setting, person)


def _is_article_of_one(person: Person) -> bool:
    """Whether the article agrees with the person, not with a noun that has one gender for all."""
    return not any(n.entry.get("group") == "civilian" for n in person.nouns)


def _sex_by_pronoun(setting: Setting, person: Person) -> DraftValue | None:
    """Take "he" or "her" after the person in the sentence, or at the head of the next one."""
    document = setting.document
    end = person.sentence.last
    after = person.sentence.index + 1
    if after < len(document.sentences):
        following = document.sentences[after]
        if following.paragraph == person.sentence.paragraph:
            end = min(following.first + 3, following.last)
    words = lexicon(document.language, "sex_words")
    for hit in words.find(document.tokens, person.end, end):
        if hit.entry.get("role") == "pronoun":
            between = document.tokens[person.end].start, document.tokens[hit.first].start
            others = (n for n in setting.names_between(*between) if n.type == "person")
            return None if any(others) else _coded(document, hit, "sex")
    return None


def _coded(document: Document, hit: Hit, key: str) -> DraftValue:
    return DraftValue(str(hit.entry.attributes[key]), (document.span_of(hit.first, hit.last),))


def _occupation(setting: Setting, person: Person) -> DraftValue | None:
    """Return the words of the role: before the name, or in the apposition."""
    document = setting.document
    for noun in person.nouns:
        if noun.entry.get("group") not in _ROLE_GROUPS:
            continue
        first = noun.first
        while first - 1 >= person.start and _is_modifier(document, person, first - 1):
            first -= 1
        words = trimmed(document, first, _end_of_role(setting, person, noun))
        if words is not None:
            span = document.span_of(*words)
            return DraftValue(span.quote, (span,))
    if person.name is not None and person.name.title is not None:
        title = person.name.title
        return DraftValue(title.quote, (title,))
    return None


def _is_modifier(document: Document, person: Person, at: int) -> bool:
    """Whether a word before the noun belongs to the role ("opposition leader"), not to the age."""
    token = document.tokens[at]
    if not token.is_word or (person.age is not None and token.start < person.age.span.end):
        return False
    return token.lower not in _plain_words(document.language)


@functools.cache
def _plain_words(language: str) -> frozenset[str]:
    clause = lexicon(language, "clause_words")
    return frozenset(t for e in clause for t in e.terms if " " not in t) | frozenset(
        {"year", "old", "young", "elderly", "unnamed", "unidentified", "joven", "anciano"}
    )


def _end_of_role(setting: Setting, person: Person, noun: Hit) -> int:
    """Return where the role ends: "of the union" belongs to it, "from Tarma" does not."""
    document = setting.document
    end = noun.last
    if person.name is not None and noun.last <= person.first:
        gap = person.first - end
        if 1 < gap <= 6 and document.tokens[end].lower in of_words(document.language):
            return person.first - (document.tokens[person.first - 1].text == ",")
    if (
        document.language == "es"
        and end + 1 < person.sentence.last
        and document.tokens[end].lower in of_words("es")
        and not document.tokens[end + 1].text[0].isdigit()
        and not document.tokens[end + 1].is_capitalised
        and person.first != noun.first
    ):
        phrase = phrase_starting_at(document, person.sentence, end + 1)
        if phrase is not None and phrase[1] - end <= 5:
            return phrase[1]
    return end


def _home(setting: Setting, person: Person) -> DraftValue | None:
    """Return the place after "from", "natural de" and the like, close behind the person."""
    document = setting.document
    words = lexicon(document.language, "home_words")
    for hit in words.find(document.tokens, person.last, min(person.end + 8, person.sentence.last)):
        at = document.tokens[hit.last - 1].end
        for place in setting.places_in(person.sentence):
            if 0 < place.span.start - at <= 12:
                return DraftValue(place.span.quote, (place.span,))
    return None


def _family(setting: Setting, person: Person) -> DraftValue | None:
    document = setting.document
    hits = lexicon(document.language, "family_words").find(
        document.tokens, person.start, min(person.end + 12, person.sentence.last)
    )
    if not hits:
        return None
    span = document.span_of(hits[0].first, hits[0].last)
    return DraftValue(span.quote, (span,))


def _date(setting: Setting, link: Link) -> DraftValue | None:
    """Return the date nearest to the harm; a stretch of time only if alone.

    Where the sentence gives none, the sentence before in the paragraph may, if it tells of harm.
    """
    for sentence in _near(setting, link):
        dates = [d for d in setting.dates_in(sentence) if d.value is not None]
        moments = [d for d in dates if not d.is_period] or dates
        if moments:
            nearest = min(moments, key=lambda d: _distance(d, link.harm.span))
            assert nearest.value is not None
            return DraftValue(nearest.value, (nearest.span,), nearest.how)
    return None


def _near(setting: Setting, link: Link) -> Iterator[Sentence]:
    """Yield the sentence of the harm, and the one before it if that tells of the harm too."""
    told = setting.document.sentence_at(link.harm.span.start)
    yield from (link.sentence, told)[: 1 if told is link.sentence else 2]
    before = setting.before(told)
    if before is not None and any(h.outcome == link.harm.outcome for h in setting.harms_in(before)):
        yield before


def _distance(mention: DateMention | PlaceMention, span: Span) -> int:
    return min(abs(mention.span.start - span.end), abs(span.start - mention.span.end))


def _place(setting: Setting, link: Link) -> DraftValue | None:
    """Return the place nearest to the harm that a word of place brings in."""
    document = setting.document
    words = _place_words(document.language)
    home = _home(setting, link.person)
    homes = home.witnesses if home is not None else ()
    for sentence in _near(setting, link):
        candidates = []
        for mention in setting.places_in(sentence):
            before = document.token_at(mention.span.start) - 1
            near = {document.tokens[i].lower for i in range(max(before - 5, 0), before + 1)}
            if mention.span not in homes and near & words:
                candidates.append(mention)
        if candidates:
            nearest = min(candidates, key=lambda p: _distance(p, link.harm.span))
            return DraftValue(nearest.place, (nearest.span,))
    return None


@functools.cache
def _place_words(language: str) -> frozenset[str]:
    entries = (e for e in lexicon(language, "phrase_words") if e.get("role") == "place")
    return frozenset(t for e in entries for t in e.terms)


def _perpetrator(setting: Setting, link: Link) -> DraftValue | None:
    """Return who did it where an active subject or an agent says so; else nobody is named."""
    if link.voice not in ("active", "passive", "intransitive"):
        return None
    told = setting.document.sentence_at(link.harm.span.start)
    person = setting.document.span_of(link.person.start, link.person.end)
    return perpetrator_of(setting, told, link.harm, person, suffers=link.voice != "active")


def _cause(setting: Setting, link: Link) -> dict[str, DraftValue | None]:
    """Return the weapon or cause named nearest to the harm, with its code."""
    document, sentence = setting.document, link.sentence
    hits = [
        hit
        for hit in lexicon(document.language, "causes").find(
            document.tokens, sentence.first, sentence.last
        )
        if abs(hit.first - link.harm.first) <= _NEAR
    ]
    if not hits or link.harm.outcome in ("detained", "released", "missing", "displaced"):
        return {}
    nearest = min(hits, key=lambda h: (h.first < link.harm.first, abs(h.first - link.harm.first)))
    words = document.span_of(nearest.first, nearest.last)
    return {
        "cause": DraftValue(words.quote, (words,)),
        "cause_code": _coded(document, nearest, "cause"),
    }


def _standing(setting: Setting, person: Person) -> dict[str, DraftValue | None]:
    """Return the role in the protest and the civilian status, where the words tell them."""
    document = setting.document
    out: dict[str, DraftValue | None] = {}
    for noun in person.nouns:
        words = document.span_of(noun.first, noun.last)
        group = str(noun.entry.get("group"))
        if group in _PROTEST_ROLES:
            out.setdefault("protest_role", DraftValue(_PROTEST_ROLES[group], (words,)))
        if group in _CIVILIAN_STATUS:
            out.setdefault("civilian_status", DraftValue(_CIVILIAN_STATUS[group], (words,)))
    span = lexicon(document.language, "civilian_words").find(
        document.tokens, person.start, person.end
    )
    if span:
        out["civilian_status"] = _coded(document, span[0], "status")
    return out
