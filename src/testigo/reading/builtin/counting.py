"""Which number counts which harm.

Every number of a sentence that may count persons is paired with the word of harm that stands to it
as its form demands ("17 were killed", "killing 17", "the deaths of 17", "the toll rose to 17"); the
cheapest pairing wins, and a dear one is none. A part ("among them two nurses") and a member of a
list ("three soldiers, two drivers and a clerk were hurt") take the harm of what they belong to.

The costs were set by hand on the tuning reports of `training/split.tsv`, one at a time, keeping
what raised the F1 of tolls there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.setting import Harm, Setting
from testigo.reading.finders.mentions import NumberMention

DEAREST = 5.0
"""The cost from which a number and a harm no longer belong together."""
FORBIDDEN = 99.0
BETWEEN = {
    "link": 0.15,
    "object": 0.15,
    "becomes": 0.3,
    "part": 0.3,
    "barrier": 3.5,
    "crowd": 4.0,
    "figure": 0.3,
    "cause": 2.0,
}
"""What a word between number and harm costs, by its role in `toll_words`."""
PLAIN_WORD = 0.7
MARK = 0.8
STRONG_MARK = 3.5
OTHER_NUMBER = 2.5
OTHER_HARM = 1.2
ASIDE = 0.15
"""What a word costs inside an aside: brackets, or ", including …," between two commas."""
CUSTODY = frozenset({"detained", "abducted", "injured", "displaced", "missing"})
"""Outcomes that also name who people are: "released 17 detainees" is no new arrest."""
CUSTODY_NOUN = 1.0
OF_THOSE = 2.0
"""What "twelve of those detained" costs: the harm says who they are, not what is told of them."""
EVENT_OF = 0.0
PEOPLE_FIRST = 3.2
"""What a number behind "the dead" costs: "the march for the dead drew 300" counts no dead."""
PART = 1.2
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


@dataclass(frozen=True, slots=True)
class Pairing:
    """A number, the harm it counts, the rule that paired them, and how dear that was."""

    counted: Counted
    harm: Harm
    rule: str
    cost: float


def pair(setting: Setting, sentence: Sentence) -> list[Pairing]:
    """Pair the numbers of a sentence with its words of harm, in reading order."""
    counted = _counted_in(setting, sentence)
    harms = setting.harms_in(sentence)
    if not counted or not harms:
        return []
    scale = _Scale(setting, sentence, counted, harms)
    pairings: list[Pairing] = []
    for one in counted:
        best = _cheapest(scale, one, harms)
        inherited = _inherited(scale, one, pairings)
        if inherited is not None and (best is None or inherited.cost < best.cost):
            best = inherited
        if best is None:
            best = _elliptical(scale, one, pairings)
        if best is not None:
            pairings.append(best)
    return pairings


def resume(
    setting: Setting, sentence: Sentence, paired: Sequence[Pairing], last: Pairing | None
) -> list[Pairing]:
    """Pair numbers that resume the harm told before: "Six of them …", "They put the figure at 14".

    `paired` is what the sentence gave by itself, `last` the pairing before it in the same or the
    preceding sentence, None where there is none.
    """
    if last is None or paired:
        return []
    tokens = setting.document.tokens
    hits = lexicon(setting.document.language, "toll_words").find(
        tokens, sentence.first, sentence.last
    )
    figures = any(hit.entry.get("role") == "figure" for hit in hits)
    out = []
    for one in _counted_in(setting, sentence):
        of_them = tuple(t.lower for t in tokens[one.last : one.last + 2]) in _OF_THEM
        bare = one.number.noun is None or one.persons
        if of_them or (figures and bare and one.number.count.bound != "vague"):
            out.append(Pairing(one, last.harm, "toll.resumed", 2.0))
    return out


_OF_THEM = frozenset(
    {("of", "them"), ("of", "those"), ("of", "these"), ("de", "ellos"), ("de", "ellas")}
)


def _counted_in(setting: Setting, sentence: Sentence) -> list[Counted]:
    document = setting.document
    out: list[Counted] = []
    for number in setting.findings.numbers:
        if number.use != "count" or not sentence.start <= number.span.start < sentence.end:
            continue
        first, last = document.token_range(number.span)
        end = last if number.noun is None else max(last, document.token_range(number.noun)[1])
        persons, things = _who(setting, number, last, end)
        is_part = _follows_part(document, sentence, first) or _leads_part(document, last)
        is_part = is_part or any(_is_whole(document, other.first) for other in out)
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
    people = any(first <= hit.first < end for hit in setting.people)
    harmed = any(first <= harm.first < end for harm in setting.harms)
    if people or harmed:
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


def _is_whole(document: Document, first: int) -> bool:
    """Whether "of the", "among those", "de los" stand right before token `first`."""
    before = tuple(token.lower for token in document.tokens[max(0, first - 2) : first])
    return before in _WHOLES


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


class _Scale:
    """What the words between two places of one sentence cost, added up once per sentence."""

    def __init__(
        self,
        setting: Setting,
        sentence: Sentence,
        counted: Sequence[Counted],
        harms: Sequence[Harm],
    ) -> None:
        self.document = setting.document
        self.sentence = sentence
        self.counted = counted
        self.language = setting.document.language
        size = sentence.last - sentence.first
        costs = [PLAIN_WORD] * size
        for index, token in enumerate(setting.document.tokens_of(sentence)):
            if not token.text[0].isalnum():
                costs[index] = STRONG_MARK if token.text in ";:.?!" else MARK
                if token.text in "\"“”‘’'«»-":
                    costs[index] = 0.3
        for hit in lexicon(self.language, "toll_words").find(
            setting.document.tokens, sentence.first, sentence.last
        ):
            for index in range(hit.first, hit.last):
                share = BETWEEN[str(hit.entry.attributes["role"])] / (hit.last - hit.first)
                costs[index - sentence.first] = share
        for harm in harms:
            for index in range(harm.first, min(harm.last, sentence.last)):
                costs[index - sentence.first] = OTHER_HARM / (harm.last - harm.first)
        for one in counted:
            for index in range(one.first, one.last):
                whole = ASIDE if one.is_part else OTHER_NUMBER
                costs[index - sentence.first] = whole / (one.last - one.first)
        for index in self._asides():
            costs[index - sentence.first] = min(ASIDE, costs[index - sentence.first])
        self._sums = [0.0]
        for cost in costs:
            self._sums.append(self._sums[-1] + cost)

    def _asides(self) -> Iterator[int]:
        """Yield the tokens of asides: in brackets, or from ", including" to the next comma."""
        tokens, words = self.document.tokens, lexicon(self.language, "toll_words")
        closing: str | None = None
        for index in range(self.sentence.first, self.sentence.last):
            mark = tokens[index].text
            if closing is not None:
                yield index
                if mark == closing:
                    closing = None
            elif mark == "(":
                closing = ")"
                yield index
            elif mark == "," and index + 1 < self.sentence.last:
                hit = words.at(tokens, index + 1, self.sentence.last)
                if hit is not None and hit.entry.get("role") == "part":
                    closing = ","
                    yield index

    def has_object(self, harm: Harm) -> bool:
        """Whether an English verb is followed by its object, so that what stands before acts."""
        if self.language != "en" or harm.last >= self.sentence.last:
            return False
        following = self.document.tokens[harm.last]
        if following.lower in _DETERMINERS:
            return True
        return any(one.first == harm.last and not one.is_part for one in self.counted)

    def is_done_by(self, harm: Harm) -> bool:
        """Whether "who" stands before an English verb that is not passive: "men who seized …"."""
        tokens = self.document.tokens
        start = max(self.sentence.first, harm.first - 2)
        before = [t.lower for t in tokens[start : harm.first]]
        return self.language == "en" and any(w in _RELATIVES for w in before)

    def between(self, first: int, last: int) -> float:
        """Return what tokens `[first, last)` of the document cost."""
        if last <= first:
            return 0.0
        offset = self.sentence.first
        return self._sums[last - offset] - self._sums[first - offset]

    def becomes(self, one: Counted) -> bool:
        """Whether "rose to", "stands at" and the like lead straight to the number."""
        words = lexicon(self.language, "toll_words")
        for index in range(max(self.sentence.first, one.first - 4), one.first):
            hit = words.at(self.document.tokens, index, one.first)
            if hit and hit.last == one.first and hit.entry.get("role") == "becomes":
                return True
        return False

    def is_purpose(self, harm: Harm) -> bool:
        """Whether the verb only says what was meant: "to arrest two men", "para capturar a dos"."""
        if harm.first == self.sentence.first:
            return False
        verb, before = (self.document.tokens[i].lower for i in (harm.first, harm.first - 1))
        if self.language == "en":
            return before == "to" and not verb.endswith(("ed", "ing"))
        return before in ("para", "a", "de") and verb.endswith(("ar", "er", "ir"))

    def is_whole(self, harm: Harm) -> bool:
        """Whether the harm names the whole of which numbers follow: "Of the injured, 71 are …"."""
        return harm.first - 2 >= self.sentence.first and _is_whole(self.document, harm.first)

    def is_passive(self, harm: Harm) -> bool:
        """Whether an English participle stands after a form of "be" ("were quickly arrested")."""
        tokens = self.document.tokens
        start = max(self.sentence.first, harm.first - 3)
        return any(t.lower in _BE for t in tokens[start : harm.first])


_WHOLES = frozenset(
    (a, b)
    for a, b in [
        *(("of", x) for x in ("the", "these", "those")),
        *(("among", x) for x in ("the", "these", "those")),
        *((a, b) for a in ("de", "entre") for b in ("los", "las", "estos", "estas", "esos")),
    ]
)
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "their", "its", "him", "them", "another"})
_RELATIVES = frozenset({"who", "that", "which", "they", "he", "she"})
_BE = frozenset({"was", "were", "been", "be", "being", "is", "are", "get", "got"})


def _cheapest(scale: _Scale, one: Counted, harms: Sequence[Harm]) -> Pairing | None:
    best: Pairing | None = None
    for harm in harms:
        rule, cost = _cost(scale, one, harm)
        if one.is_total and rule != "people":  # "all but one of the 193 were freed": not 193
            continue
        if one.things:
            cost += 4.0
        elif not one.persons and one.number.noun is None and rule not in _BARE:
            cost += 0.5
        if cost < DEAREST and (best is None or cost < best.cost):
            best = Pairing(one, harm, f"toll.{rule}", cost)
    return best


_BARE = frozenset({"people", "event", "total"})


def _cost(scale: _Scale, one: Counted, harm: Harm) -> tuple[str, float]:
    """Return the rule by which the harm's form may stand to the number, and what it costs."""
    if harm.first < one.end and one.first < harm.last:  # inside the number's noun: "17 wounded men"
        return "people", CUSTODY_NOUN if harm.outcome in CUSTODY else 0.0
    if harm.first >= one.last:
        gap = scale.between(max(one.end, one.last), harm.first)
        return _number_first(scale, harm, gap)
    return _harm_first(scale, one, harm, scale.between(harm.last, one.first))


def _number_first(scale: _Scale, harm: Harm, gap: float) -> tuple[str, float]:
    if scale.is_whole(harm):
        gap += OF_THOSE
    if harm.form == "participle":
        active = not scale.is_passive(harm) and (scale.has_object(harm) or scale.is_done_by(harm))
        return "passive", FORBIDDEN if active else gap
    if harm.form == "intransitive":
        return "intransitive", gap
    if harm.form in ("people", "event"):
        return harm.form, gap if gap < 1.0 else gap + 1.5
    if harm.form == "total":
        return "total", gap + 3.0
    adjacent_noun = harm.last - harm.first == 1 and gap < 0.1  # "17 arrests"
    return ("event", 0.2) if adjacent_noun else ("active", FORBIDDEN)


def _harm_first(scale: _Scale, one: Counted, harm: Harm, gap: float) -> tuple[str, float]:
    if harm.form == "active" and scale.is_purpose(harm):
        return "active", FORBIDDEN
    if harm.form == "active":
        return "active", gap
    if harm.form == "total":
        return "total", 0.3 if scale.becomes(one) else 0.6 * gap
    if harm.form == "event":
        return "event", gap + EVENT_OF
    if harm.form in ("people", "participle") and scale.is_whole(harm):
        return "part", 0.4 * gap + 0.3
    if harm.form == "people":
        return "people", gap + PEOPLE_FIRST
    if scale.language == "es":
        return ("intransitive" if harm.form == "intransitive" else "passive"), gap + 0.4
    if harm.form == "participle" and not scale.is_passive(harm):
        return "active", gap + 0.2
    return ("intransitive", gap + 3.5) if harm.form == "intransitive" else ("passive", gap + 3.5)


def _inherited(scale: _Scale, one: Counted, pairings: Sequence[Pairing]) -> Pairing | None:
    """A part or a further member of a list takes the harm of the number before it."""
    if not pairings:
        return None
    before = pairings[-1]
    if _has_own_place(scale.document, one) and any(p.rule != "toll.event" for p in pairings):
        return Pairing(replace(one, is_part=True), before.harm, "toll.list", 1.5)
    if _is_itemised(scale.document, one, before):
        return Pairing(replace(one, is_part=True), before.harm, "toll.list", 1.5)
    if one.is_part:
        cost = PART + (4.0 if one.things else 0.0)
        return Pairing(one, before.harm, "toll.part", cost) if cost < DEAREST else None
    between = scale.document.tokens[before.counted.end : one.first]
    listed = 0 < len(between) <= 2 and all(t.lower in _AND for t in between)
    if listed and one.persons and before.rule != "toll.total":
        return Pairing(one, before.harm, "toll.list", before.cost + 0.8)
    return None


def _elliptical(scale: _Scale, one: Counted, pairings: Sequence[Pairing]) -> Pairing | None:
    """A bare number that is said takes the harm told before: "16 died; the mayor admits to 9"."""
    bare = one.number.noun is None and one.number.count.bound != "vague"
    if not bare or not pairings or one.number.count.low == 1:
        return None
    verbs = lexicon(scale.language, "speech_verbs")
    start = max(pairings[-1].counted.end, pairings[-1].harm.last)
    said = verbs.find(scale.document.tokens, start, one.first)
    if not said or not _is_led_to(scale, one, said[-1].last):
        return None
    return Pairing(one, pairings[-1].harm, "toll.ellipsis", DEAREST)


def _is_led_to(scale: _Scale, one: Counted, after_verb: int) -> bool:
    """Whether the verb of saying or a small word leads to the number: "bulletin 7" is none."""
    words = lexicon(scale.language, "toll_words")
    hit = words.at(scale.document.tokens, one.first - 1, one.first)
    return after_verb == one.first or (hit is not None and hit.entry.get("role") != "part")


def _is_itemised(document: Document, one: Counted, before: Pairing) -> bool:
    """Whether the number is an item behind a colon: "27 dead: 21 in clashes and six in …"."""
    if one.things or one.number.count.bound == "vague":
        return False
    mark = document.tokens[one.first - 1].lower
    return mark == ":" or (before.rule == "toll.list" and mark in _AND)


def _has_own_place(document: Document, one: Counted) -> bool:
    """Whether "in" and a capitalised name follow: "nine in Tarma, six in Jauja"."""
    following = document.tokens[one.end : one.end + 2]
    return (
        one.number.noun is None
        and len(following) == 2
        and following[0].lower in ("in", "en")
        and following[1].is_capitalised
    )


_AND = frozenset({",", "and", "y", "e", "&", ":", ";"})
