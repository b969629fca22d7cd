"""Which number counts which harm.

Every number of a sentence that may count persons is paired with the word of harm that stands to it
as its form demands ("17 were killed", "killing 17", "the deaths of 17", "the toll rose to 17"); the
cheapest pairing wins, and a dear one is none. A part ("among them two nurses") and a member of a
list ("three soldiers, two drivers and a clerk were hurt") take the harm of what they belong to.

The costs were set by hand as those of `counting_scale` were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.counted import Counted, counted_in, is_resumed
from testigo.reading.builtin.counting_scale import Scale
from testigo.reading.builtin.setting import Harm, Setting

DEAREST = 5.0
"""The cost from which a number and a harm no longer belong together."""
FORBIDDEN = 99.0
CUSTODY = frozenset({"detained", "abducted", "injured", "displaced", "missing"})
"""Outcomes that also name who people are: "released 17 detainees" is no new arrest."""
CUSTODY_NOUN = 1.0
OF_THOSE = 2.0
"""What "twelve of those detained" costs: the harm says who they are, not what is told of them."""
EVENT_OF = 0.0
PEOPLE_FIRST = 3.2
"""What a number behind "the dead" costs: "the march for the dead drew 300" counts no dead."""
PART = 1.2


@dataclass(frozen=True, slots=True)
class Pairing:
    """A number, the harm it counts, the rule that paired them, and how dear that was."""

    counted: Counted
    harm: Harm
    rule: str
    cost: float


def pair(setting: Setting, sentence: Sentence) -> list[Pairing]:
    """Pair the numbers of a sentence with its words of harm, in reading order."""
    counted = counted_in(setting, sentence)
    harms = setting.harms_in(sentence)
    if not counted or not harms:
        return []
    scale = Scale(setting, sentence, counted, harms)
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
    for one in counted_in(setting, sentence):
        of_them = is_resumed(setting.document, one.last)
        bare = one.number.noun is None or one.persons
        if of_them or (figures and bare and one.number.count.bound != "vague"):
            out.append(Pairing(one, last.harm, "toll.resumed", 2.0))
    return out


def _cheapest(scale: Scale, one: Counted, harms: Sequence[Harm]) -> Pairing | None:
    best: Pairing | None = None
    for harm in harms:
        rule, cost = _cost(scale, one, harm)
        named = rule == "people" or harm.first == max(one.last, one.end)
        if one.is_total and not named:  # "all but one of the 193 were freed": not 193
            continue
        if one.things:
            cost += 4.0
        elif not one.persons and one.number.noun is None and rule not in _BARE:
            cost += 0.5
        if cost < DEAREST and (best is None or cost < best.cost):
            best = Pairing(one, harm, f"toll.{rule}", cost)
    return best


_BARE = frozenset({"people", "event", "total"})


def _cost(scale: Scale, one: Counted, harm: Harm) -> tuple[str, float]:
    """Return the rule by which the harm's form may stand to the number, and what it costs."""
    if harm.first < one.end and one.first < harm.last:  # inside the number's noun: "17 wounded men"
        return "people", CUSTODY_NOUN if harm.outcome in CUSTODY else 0.0
    if harm.first >= one.last:
        gap = scale.between(max(one.end, one.last), harm.first)
        return _number_first(scale, harm, gap)
    return _harm_first(scale, one, harm, scale.between(harm.last, one.first))


def _number_first(scale: Scale, harm: Harm, gap: float) -> tuple[str, float]:
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


def _harm_first(scale: Scale, one: Counted, harm: Harm, gap: float) -> tuple[str, float]:
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


def _inherited(scale: Scale, one: Counted, pairings: Sequence[Pairing]) -> Pairing | None:
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


def _elliptical(scale: Scale, one: Counted, pairings: Sequence[Pairing]) -> Pairing | None:
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


def _is_led_to(scale: Scale, one: Counted, after_verb: int) -> bool:
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
