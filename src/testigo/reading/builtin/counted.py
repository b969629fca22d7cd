"""Which numbers of a sentence may count persons, and what the words beside them say of each.

A number may be told as a part of another ("of them two nurses"), as one that another corrects, or
as the whole of which all but some are told.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.setting import Setting
from testigo.reading.finders.mentions import NumberMention

_PERSONAL_SUFFIXES = {
    "en": re.compile(r".+(?:ers|ists|ians|ees|men|women|mates|ants|eers|wives)$"),
    "es": re.compile(
        r".+(?:ores|oras|istas|eros|eras|antes|entes|anos|anas|eses|ados|adas|idos|idas)$"
    ),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of a sentence: tokens `[first, last)` of its wording, `end` past its noun.

    `persons` tells that its noun names persons; `things` that its noun names something else;
    `is_part` that it is told as a part of another, `corrects` that another replaces it,
    `is_total` that another is told as all but some of it.
    """

    number: NumberMention
    first: int
    last: int
    end: int
    persons: bool
    things: bool
    is_part: bool
    corrects: bool
    is_total: bool


def counted_in(setting: Setting, sentence: Sentence) -> list[Counted]:
    """Return the numbers of a sentence that may count persons, in reading order."""
    document = setting.document
    out: list[Counted] = []
    behind_whole = False  # "Of the 72 injured, ten …": what follows are parts
    for number in setting.numbers_in(sentence):
        if number.use != "count":
            continue
        first, last = document.token_range(number.span)
        end = last if number.noun is None else max(last, document.token_range(number.noun)[1])
        persons, things = _who(setting, number, last, end)
        is_part = _follows_part(document, sentence, first) or _leads_part(document, last)
        is_part = is_part or behind_whole
        behind_whole = behind_whole or is_whole(document, first)
        corrects = _is_corrected(document, sentence, first)
        is_total = any(o.number.of_total and o.number.span.covers(number.span) for o in out)
        counted = Counted(number, first, last, end, persons, things, is_part, corrects, is_total)
        out.append(counted)
    return out


def _who(setting: Setting, number: NumberMention, last: int, end: int) -> tuple[bool, bool]:
    """Tell whether the noun of a number names persons, or things."""
    document = setting.document
    if number.noun is None:
        return False, False
    first = document.token_range(number.noun)[0]
    people = bool(setting.people_between(first, end))
    if people or setting.harms_between(first, end):
        return people, False
    words = document.tokens[first:end]
    named = any(token.is_capitalised for token in words)
    suffix = _PERSONAL_SUFFIXES[document.language]
    personal = any(suffix.match(token.folded) for token in words)
    return personal, not (named or personal)


def _follows_part(document: Document, sentence: Sentence, first: int) -> bool:
    lexical = lexicon(document.language, "toll_words")
    start = max(sentence.first, first - 4)
    for index in range(start, first):
        hit = lexical.at(document.tokens, index, first)
        if hit is not None and hit.entry.get("role") == "part" and first - hit.last <= 1:
            return True
    return False


def is_whole(document: Document, first: int) -> bool:
    """Whether "of the", "among those", "de los" stand right before token `first`."""
    before = tuple(token.lower for token in document.tokens[max(0, first - 2) : first])
    return before in _pairs(document.language, "toll_wholes")


def is_resumed(document: Document, last: int) -> bool:
    """Whether "of them", "de ellos" follow the number that ends before token `last`."""
    following = tuple(token.lower for token in document.tokens[last : last + 2])
    return following in _pairs(document.language, "toll_resumers")


@functools.cache
def _pairs(language: str, name: str) -> frozenset[tuple[str, ...]]:
    """Return the terms of a lexicon whose terms are all of two words."""
    return frozenset(tuple(term.split()) for e in lexicon(language, name) for term in e.terms)


def _is_corrected(document: Document, sentence: Sentence, first: int) -> bool:
    """Whether "up from", "an earlier toll of", "y no" lead to the number."""
    cues = lexicon(document.language, "toll_cues")
    hits = cues.find(document.tokens, max(sentence.first, first - 6), first)
    return any(h.entry.get("says") == "corrects" and first - h.last <= 1 for h in hits)


def _leads_part(document: Document, last: int) -> bool:
    """Whether "of them", "de los cuales" follow the number."""
    if last >= len(document.tokens):
        return False
    hit = lexicon(document.language, "toll_words").at(document.tokens, last)
    return hit is not None and hit.entry.get("role") == "part" and hit.last - hit.first > 1
