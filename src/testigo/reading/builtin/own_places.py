"""Which number a place belongs to, where a sentence gives several numbers each its own.

"Nine in Ayacucho, six in Apurímac and one in Arequipa": a place that stands with one number is that
of no other, and of their sum least of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from testigo.languages.document import Sentence
from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.setting import Setting
from testigo.reading.finders.mentions import NumberMention, PlaceMention
from testigo.record.span import Span

REACH = 6
"""Tokens that may lie between a number and its place: "four people were killed in"."""
_PARTS = frozenset(",;:()—–")


def own_places(setting: Setting, sentence: Sentence) -> Mapping[Span, PlaceMention]:
    """Return the place of each number that has one of its own, by the words of the number.

    Empty unless at least two numbers of the sentence have each another place.
    """
    numbers = [n for n in setting.numbers_in(sentence) if n.use == "count"]
    places = setting.places_in(sentence)
    if len(numbers) < 2 or len(places) < 2:
        return {}
    own: dict[Span, PlaceMention] = {}
    for index, number in enumerate(numbers):
        following = numbers[index + 1].span.start if index + 1 < len(numbers) else sentence.end
        place = _behind(setting, number, following, places)
        if place is not None:
            own[number.span] = place
    taken = {place.span for place in own.values()}
    for number in numbers:
        place = None if number.span in own else _before(setting, sentence, number, places)
        if place is not None and place.span not in taken:
            own[number.span] = place
    return own if len({place.span.quote for place in own.values()}) > 1 else {}


def is_of_another(own: Mapping[Span, PlaceMention], number: Span, place: Span) -> bool:
    """Tell whether a place read for a number is that of another number."""
    return any(one != number and held.span.meets(place) for one, held in own.items())


def _behind(
    setting: Setting, number: NumberMention, end: int, places: Sequence[PlaceMention]
) -> PlaceMention | None:
    """Return the first place behind a number, "nine in Puno", where nothing parts the two."""
    document = setting.document
    behind = (p for p in places if number.span.end <= p.span.start and p.span.end <= end)
    place = next(behind, None)
    if place is None:
        return None
    last, first = document.token_range(number.span)[1], document.token_range(place.span)[0]
    if not _leads(setting, last, first) or first - last > REACH or _parted(setting, last, first):
        return None
    return place


def _before(
    setting: Setting, sentence: Sentence, number: NumberMention, places: Sequence[PlaceMention]
) -> PlaceMention | None:
    """Return the place that begins the clause of a number: "and in Puno two"."""
    document = setting.document
    first = document.token_range(number.span)[0]
    for place in places:
        start, last = document.token_range(place.span)
        if last > first or not _is_harm(setting, last, first):
            continue
        lead = _lead(setting, start)
        if lead is not None and (lead == sentence.first or _parted(setting, lead - 1, lead)):
            return place
    return None


def _is_harm(setting: Setting, first: int, last: int) -> bool:
    """Tell whether tokens `[first, last)` are words of harm, or a comma before them, or nothing."""
    tokens = setting.document.tokens
    start = first + 1 if first < last and tokens[first].text == "," else first
    harms = setting.harms_between(start, last)
    return all(any(h.first <= at < h.last for h in harms) for at in range(start, last))


def _leads(setting: Setting, last: int, first: int) -> bool:
    lead = _lead(setting, first)
    return lead is not None and lead >= last


def _lead(setting: Setting, place: int) -> int | None:
    """Return the token of the preposition that leads to a place, an article aside; else None."""
    tokens, language = setting.document.tokens, setting.document.language
    for start in range(max(0, place - 3), place):
        hit = lexicon(language, "phrase_words").at(tokens, start, place)
        if hit is None or hit.entry.get("role") != "place":
            continue
        articles = lexicon(language, "articles")
        if all(articles.at(tokens, at, place) is not None for at in range(hit.last, place)):
            return start
    return None


def _parted(setting: Setting, first: int, last: int) -> bool:
    """Tell whether a mark or a word like "and" stands in tokens `[first, last)`."""
    tokens, language = setting.document.tokens, setting.document.language
    words = lexicon(language, "clause_words")
    for at in range(max(first, 0), last):
        hit = words.at(tokens, at)
        if tokens[at].text in _PARTS or (hit and hit.entry.get("role") == "coordinator"):
            return True
    return False
