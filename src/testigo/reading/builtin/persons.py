"""Phrases that stand for persons: a name or a noun with its age, role and apposition.

Invariant: phrases of one sentence lie in order and do not overlap. A phrase may stand for many
("three students"); only those for one person can become a casualty.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.builtin.phrases import (
    age_ranges,
    looks_finite,
    of_words,
    phrase_limit_left,
    phrase_starting_at,
    role,
)
from testigo.reading.builtin.setting import Setting
from testigo.reading.finders.mentions import NameMention, NumberMention

_ADJECTIVES = 2
"""Adjectives at most behind a Spanish noun for a person."""
_AGREEING = ("o", "a", "í", "és", "al", "l", "ense", "ista", "e")
_VERBAL_ENDINGS = ("ing", "ed", "ly")
_ROLE_OF = 8
"""Tokens at most that tell of what the role is ("head of the youth wing of the party, X")."""
_ROLE_BEFORE_NAME = 5
"""Tokens at most between the noun of a role and its name ("leader of the union X")."""


@dataclass(frozen=True, slots=True)
class Person:
    """Tokens `[start, end)` that stand for persons; `[first, last)` the name or noun itself.

    `nouns` are the nouns for persons in the phrase (role, apposition), `age` the number that gives
    the age, `is_one` whether one person is meant.
    """

    sentence: Sentence
    start: int
    end: int
    first: int
    last: int
    name: NameMention | None
    nouns: tuple[Hit, ...]
    age: NumberMention | None
    is_one: bool


def persons_in(setting: Setting, sentence: Sentence) -> list[Person]:
    """Return the phrases for persons in one sentence, in order."""
    names = _name_mentions(setting, sentence)
    cores = [_of_name(setting, sentence, n) for n in names]
    for hit in _nouns(setting, sentence):
        at = next((i for i, p in enumerate(cores) if p.start <= hit.first < p.end), None)
        if at is None:
            if not _modifies(setting.document, sentence, hit):
                cores.append(_of_noun(setting, sentence, hit))
        elif not (cores[at].first <= hit.first < cores[at].last):
            cores[at] = replace(cores[at], nouns=(*cores[at].nouns, hit))
    cores.extend(_of_bare_ages(setting, sentence, cores))
    cores.sort(key=lambda p: p.first)
    return _joined(setting, [_with_age(setting, p) for p in cores])


def _name_mentions(setting: Setting, sentence: Sentence) -> list[NameMention]:
    """Return the names of persons, without those inside the title of another ("alcalde de X")."""
    here = [n for n in setting.names_in(sentence) if n.type == "person"]
    places = {p.span for p in setting.places_in(sentence) if p.place.place_id is not None}
    here = [n for n in here if n.span not in places or n.full != n.span]
    titles = [n.title for n in here if n.title is not None and not _holds_name(setting, n)]
    return [n for n in here if not any(t.covers(n.span) for t in titles)]


def _nouns(setting: Setting, sentence: Sentence) -> list[Hit]:
    """Return the nouns for persons, those of role read only here included."""
    document, general = setting.document, setting.people_in(sentence)
    roles = lexicon(document.language, "role_nouns").find(
        document.tokens, sentence.first, sentence.last
    )
    own = [
        r
        for r in roles
        if all(_is_wider(r, g) for g in general if g.first < r.last and r.first < g.last)
    ]
    rest = [g for g in general if not any(r.first < g.last and g.first < r.last for r in own)]
    return sorted([*rest, *own], key=lambda hit: hit.first)


def _is_wider(one: Hit, other: Hit) -> bool:
    return one.last - one.first > other.last - other.first


def _modifies(document: Document, sentence: Sentence, hit: Hit) -> bool:
    """Whether the noun only modifies another ("local outlet", "movimiento civil")."""
    adjectives = lexicon(document.language, "adjectival_nouns")
    if adjectives.at(document.tokens, hit.first, hit.last) is None:
        return False
    beside = hit.first - 1 if document.language == "es" else hit.last
    if not sentence.first <= beside < sentence.last or role(document, beside) is not None:
        return False
    token = document.tokens[beside]
    if not token.is_word or token.is_capitalised or token.lower.endswith(_VERBAL_ENDINGS):
        return False
    own = ("harm", "people") if document.language == "en" else ()
    return not any(lexicon("en", name).at(document.tokens, beside) for name in own)


def _of_bare_ages(setting: Setting, sentence: Sentence, cores: list[Person]) -> list[Person]:
    """Return the persons that only an age makes out ("a 34-year-old yam seller")."""
    document, out = setting.document, []
    for first, last in age_ranges(setting, sentence):
        if last - first < 3 or document.language != "en":
            continue
        if any(p.start <= first < p.end for p in cores):
            continue
        phrase = phrase_starting_at(document, sentence, first, setting)
        end = phrase[1] if phrase is not None else last
        start = phrase_limit_left(setting, sentence, first)
        out.append(Person(sentence, start, end, first, end, None, (), None, True))
    return out


def _of_name(setting: Setting, sentence: Sentence, name: NameMention) -> Person:
    first, last = setting.document.token_range(name.span)
    start, end = phrase_limit_left(setting, sentence, first), last
    if name.title is not None and not _holds_name(setting, name):
        title = setting.document.token_range(name.title)
        if title[0] < first:
            start = min(start, phrase_limit_left(setting, sentence, title[0]))
        else:
            end = max(end, title[1])
    return Person(sentence, start, end, first, last, name, (), None, True)


def _holds_name(setting: Setting, name: NameMention) -> bool:
    """Whether another person stands inside the title: then it is none ("General X and Y")."""
    title = name.title
    assert title is not None
    return any(
        n.type == "person" and n.span != name.span and title.covers(n.span)
        for n in setting.names_between(title.start, title.end)
    ) and any(
        role(setting.document, i) == "coordinator"
        for i in range(*setting.document.token_range(title))
    )


def _of_noun(setting: Setting, sentence: Sentence, noun: Hit) -> Person:
    start = phrase_limit_left(setting, sentence, noun.first)
    one = (
        noun.entry.get("number") == "one"
        and noun.entry.get("group") != "group"
        and _is_singular(setting.document, start, noun.first)
    )
    end = _adjectives_end(setting, sentence, noun.last)
    return Person(sentence, start, end, noun.first, noun.last, None, (noun,), None, one)


def _adjectives_end(setting: Setting, sentence: Sentence, last: int) -> int:
    """Return where the adjectives behind a Spanish noun end ("un soldado israelí")."""
    document = setting.document
    if document.language != "es":
        return last
    harmful = {h.first for h in setting.harms_in(sentence)}
    end = last
    while end < sentence.last and end - last < _ADJECTIVES:
        token = document.tokens[end]
        if not token.is_word or token.is_capitalised or role(document, end) is not None:
            break
        if lexicon("es", "phrase_words").at(document.tokens, end) is not None:
            break
        if end in harmful or looks_finite(document, end) or not token.lower.endswith(_AGREEING):
            break
        end += 1
    return end


def _is_singular(document: Document, start: int, first: int) -> bool:
    """Whether no number above one stands before the noun."""
    return not any(
        document.tokens[i].text.isdigit() and int(document.tokens[i].text) > 1
        for i in range(start, first)
        if i + 1 >= len(document.tokens) or document.tokens[i + 1].text != "-"
    )


def _with_age(setting: Setting, person: Person) -> Person:
    """Take in the age inside the phrase or right behind it ("26-year-old", ", 26,", "(26)")."""
    document = setting.document
    for number in ages_in(setting, person.sentence):
        first, last = document.token_range(number.span)
        if person.start <= first < person.last:
            return replace(person, age=number)
        if person.last <= first <= person.last + 4 and _leads_to(document, person.last, first):
            return replace(person, age=number, end=_age_end(document, person.sentence, last))
    return _with_bracketed_age(setting, _with_plain_age(setting, person))


def _with_plain_age(setting: Setting, person: Person) -> Person:
    """Take a bare figure behind "of" as the age of one described: "a boy of nine"."""
    document, at = setting.document, person.last
    if document.language != "en" or person.name is not None or not person.is_one:
        return person
    if at + 1 >= person.sentence.last or document.tokens[at].lower != "of":
        return person
    for number in setting.numbers_in(person.sentence):
        here = number.span.start == document.tokens[at + 1].start and number.noun is None
        years = number.count.low
        if here and years is not None and years == number.count.high and years <= 110:
            return replace(person, age=number, end=document.token_range(number.span)[1])
    return person


def _with_bracketed_age(setting: Setting, person: Person) -> Person:
    """Take a bare figure in brackets right behind a name as the age: "Oren Falco (17)"."""
    document, at = setting.document, person.last
    if person.name is None or at + 2 >= person.sentence.last:
        return person
    if document.tokens[at].text != "(" or document.tokens[at + 2].text != ")":
        return person
    for number in setting.numbers_in(person.sentence):
        figure = document.tokens[at + 1]
        whole = (number.span.start, number.span.end) == (figure.start, figure.end)
        if whole and (number.count.low or 999) <= 110:
            return replace(person, age=number, end=at + 3)
    return person


def ages_in(setting: Setting, sentence: Sentence) -> list[NumberMention]:
    """Return the ages told in one sentence, in order."""
    return [n for n in setting.numbers_in(sentence) if n.use == "age"]


def _leads_to(document: Document, start: int, end: int) -> bool:
    """Whether only marks and small words stand between a person and the age ("X, aged")."""
    words = _age_words(document.language, "before")
    return all(
        document.tokens[i].text in ",(" or document.tokens[i].lower in words
        for i in range(start, end)
    )


@functools.cache
def _age_words(language: str, side: str) -> frozenset[str]:
    entries = (e for e in lexicon(language, "age_words") if e.get("side") == side)
    return frozenset(t for e in entries for t in e.terms)


def _age_end(document: Document, sentence: Sentence, last: int) -> int:
    """Return the token after the unit of an age and the bracket that closes it."""
    words = _age_words(document.language, "after")
    while last < sentence.last and (
        document.tokens[last].lower in words or document.tokens[last].text in ")-"
    ):
        last += 1
    return last


def _joined(setting: Setting, persons: list[Person]) -> list[Person]:
    """Join a role and its name, and a person and the apposition that tells what the person is."""
    out: list[Person] = []
    for person in persons:
        held = _holder(setting, out, person)
        if held is not None:
            nouns = out[held].nouns + person.nouns
            out[held:] = [replace(person, start=out[held].start, nouns=nouns)]
            continue
        if out:
            joined = _join(setting, out[-1], person)
            if joined is not None:
                out[-1] = joined
                continue
        out.append(person)
    return out


def _holder(setting: Setting, before: list[Person], person: Person) -> int | None:
    """Return which phrase before is the role of the name: "the head of the port police, X"."""
    document, comma = setting.document, person.start - 1
    if person.name is None or not before or document.tokens[comma].text != ",":
        return None
    for index in range(max(len(before) - 2, 0), len(before)):
        left = before[index]
        gap = range(left.end, comma)
        if left.name is not None or not left.is_one or not 1 < len(gap) <= _ROLE_OF:
            continue
        of = of_words(document.language)
        opens = document.tokens[left.end].lower in of
        ends_in_of = document.tokens[left.end - 1].lower in of
        if (opens or ends_in_of) and all(_in_role(document, i) for i in gap):
            return index
    return None


def _in_role(document: Document, at: int) -> bool:
    word = document.tokens[at]
    return word.is_word and role(document, at) in (None, "preposition", "determiner", "clitic")


def _join(setting: Setting, left: Person, right: Person) -> Person | None:
    document = setting.document
    gap = range(left.end, right.first)
    if left.name is None and right.name is not None:
        if _is_role_of(document, left, right):
            nouns = left.nouns + right.nouns
            return replace(right, start=left.start, nouns=nouns, age=right.age or left.age)
        return None
    if right.name is None and right.is_one and left.is_one and _is_apposed(document, left, right):
        nouns = left.nouns + right.nouns
        return replace(left, end=right.end, nouns=nouns, age=left.age or right.age)
    if left.name is not None and right.name is not None and not gap:
        return replace(left, end=right.end)
    return None


def _is_role_of(document: Document, left: Person, right: Person) -> bool:
    """Whether the noun is the role of the name that follows ("the driver, X", "journalist X")."""
    gap = [document.tokens[i] for i in range(left.end, right.first)]
    if not gap:
        return True
    if left.is_one and _names(document, left.end, right.start):
        return True
    if len(gap) > _ROLE_BEFORE_NAME:
        return False
    if gap[0].text == "," and left.is_one and left.end + 1 >= right.start:
        return _is_definite_or_single(document, left)
    return gap[0].lower in ("of", "de", "del", "for") and all(
        t.is_word
        and role(document, left.end + i) in (None, "preposition", "determiner")
        and not t.lower.endswith("ing")
        for i, t in enumerate(gap)
    )


def _names(document: Document, start: int, end: int) -> bool:
    """Whether the words between give the name: "a man, identified as X"."""
    first = start + (document.tokens[start].text == ",")
    words = lexicon(document.language, "naming_words")
    hit = words.at(document.tokens, first, end) if first < end else None
    return hit is not None and hit.last == end


def _is_definite_or_single(document: Document, person: Person) -> bool:
    return role(document, person.start) == "determiner"


def _is_apposed(document: Document, left: Person, right: Person) -> bool:
    """Whether the noun right of a comma tells what the person left of it is."""
    if left.end >= len(document.tokens) or document.tokens[left.end].text not in ",(":
        return False
    if right.start != left.end + 1:
        return False
    listed = left.name is None and role(document, right.start) == "determiner"
    if listed and (right.age is None or left.age is not None):
        return False
    after = right.end
    closes = (
        after >= right.sentence.last
        or document.tokens[after].text in ",.;)—"
        or (
            role(document, after) in ("preposition", "relative", "coordinator")
            or document.tokens[after].lower == "que"
        )
    )
    return closes


def one_of(persons: Iterable[Person]) -> list[Person]:
    """Return those that stand for one person."""
    return [p for p in persons if p.is_one]
