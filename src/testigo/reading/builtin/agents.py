"""Who did it, as the grammar of one sentence shows it.

From the word of an act: its active subject (shared by verbs joined with "and", or in front of
"who"), whom "by", "at the hands of" or "the fire of" bring in, or who fired where somebody was
hit "when guards opened fire". Nobody is an agent because they stand near: a passive without "by"
names nobody, and neither does "accused of killing".
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.builtin.clause_view import passive_words
from testigo.reading.builtin.phrases import (
    agent_words,
    date_over,
    looks_finite,
    object_words,
    of_words,
    phrase_starting_at,
    role,
    skip_back,
    subject_before,
    trimmed,
)
from testigo.reading.builtin.setting import Setting
from testigo.record.span import Span

TokenRange = tuple[int, int]
_REACH = 14
"""Tokens at most between an act and the word that brings in who did it."""
_SHARED = 30
"""Tokens at most between two verbs that share a subject."""
_STOPS = frozenset({";", ":", ".", "?", "!", "(", ")", "—", "–"})
_ACTORS = ("people", "speaker_nouns", "actors")
_NO_ACTORS = frozenset({"document", "body"})
"""Kinds of speakers that can say, not harm: a report, a clinic."""
_HEAD = 4
"""Tokens within which the noun that says who they are stands in its phrase."""
_PARTICIPLES = ("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas", "erto", "ertos")
_LIMITING = frozenset({"contrast", "relative", "subordinator", "auxiliary", "complementiser"})


@dataclass(frozen=True, slots=True)
class Act:
    """The word of an act in its sentence: tokens `[first, last)`.

    `suffers` says that the subject of the verb is who suffers it ("died", "took a bullet").
    """

    setting: Setting
    sentence: Sentence
    first: int
    last: int
    suffers: bool = False

    @property
    def document(self) -> Document:
        """The document the act is told in."""
        return self.setting.document

    @property
    def agents(self) -> tuple[Span, ...]:
        """Who did it, each named with its own words; empty where the sentence names nobody."""
        return tuple(self.document.span_of(*one) for one in self._agents())

    @property
    def stated_agents(self) -> tuple[Span, ...]:
        """Whom "by" or "at the hands of" name behind the act; empty where they name nobody."""
        return tuple(self.document.span_of(*one) for one in self._behind())

    @property
    def sufferers(self) -> tuple[Span, ...]:
        """Who is the subject of the act told in the passive; empty where it is no passive."""
        if self.is_finite or not self._is_passive(self.first):
            return ()
        phrase = subject_before(self.setting, self.sentence, self.first)
        return () if phrase is None else (self.document.span_of(*phrase),)

    def _agents(self) -> list[TokenRange]:
        behind = self._behind()
        if behind:
            return behind
        if self.suffers:
            return self._firing()
        if self.is_finite:
            return self._subjects(self.first)
        if self.is_gerund and self.document.tokens[max(self.first - 1, 0)].text == ",":
            return self._earlier_subjects(self.first - 1)
        return self._firing()

    @property
    def is_finite(self) -> bool:
        """Whether the word is a verb in the active: "killed three", not "were killed"."""
        if self.document.language == "es":
            return self._is_spanish_verb(self.first)
        if self.is_gerund or not _is_english_past(self.document, self.first):
            return False
        return not self._is_passive(self.first) and self._has_object()

    @property
    def is_gerund(self) -> bool:
        """Whether the word is an English form in -ing."""
        word = self.document.tokens[self.first].lower
        return self.document.language == "en" and word.endswith("ing")

    def _is_spanish_verb(self, at: int) -> bool:
        word = self.document.tokens[at].lower
        if word.endswith(_PARTICIPLES):
            return False
        return looks_finite(self.document, at) or role(self.document, at) == "verb"

    def _is_passive(self, at: int) -> bool:
        """Whether a form of "be" stands before a participle, small words between them."""
        passive = passive_words(self.document.language)
        before = at - 1
        while before >= self.sentence.first:
            if self.document.tokens[before].lower in passive:
                return True
            small = role(self.document, before) in ("adverb", "auxiliary", "time")
            if not small and not self.document.tokens[before].lower.endswith("ly"):
                return False
            before -= 1
        return False

    def _has_object(self) -> bool:
        """Whether an object begins right behind an English verb; "killed in" has none."""
        at = self.last
        while at < self.sentence.last and self._is_adverbial(at):
            at += 1
        if at >= self.sentence.last:
            return False
        token = self.document.tokens[at]
        if not (token.is_word or token.text[0].isdigit()):
            return False
        word = role(self.document, at)
        return word in (None, "determiner", "person_pronoun", "pronoun", "same")

    def _is_adverbial(self, at: int) -> bool:
        lower = self.document.tokens[at].lower
        return lower in ("dead", "alive", "down") or lower.endswith("ly")

    # -- by, por, a manos de -------------------------------------------------------------------

    def _behind(self) -> list[TokenRange]:
        """Return whom "by" or "at the hands of" bring in behind the act."""
        end = min(self.sentence.last - 1, self.last + _REACH)
        at = self.last
        while at < end:
            if self._ends_reach(at):
                return []
            opened = self._opened_by(at)
            if opened is not None and date_over(self.setting, opened) is None:
                return self._named_from(opened)
            at += 1
        return []

    def _opened_by(self, at: int) -> int | None:
        """Return where the phrase begins that words at `at` bring in as agent, or None."""
        hands = _hit(self.document, "hands", at)
        if hands is not None:
            return hands.last
        if self.document.tokens[at].lower in agent_words(self.document.language):
            return at + 1
        return None

    def _ends_reach(self, at: int) -> bool:
        if self.document.tokens[at].text in _STOPS or role(self.document, at) in _LIMITING:
            return True
        if _hit(self.document, "carried", at) is not None:
            return False
        return self._is_other_verb(at) and not self._is_joined(at)

    def _is_other_verb(self, at: int) -> bool:
        if self.document.language == "es":
            word = self.document.tokens[at]
            is_participle = word.lower.endswith(_PARTICIPLES) and len(word.text) > len("lado")
            return self._is_spanish_verb(at) or (is_participle and not word.is_capitalised)
        return _is_english_past(self.document, at)

    def _is_joined(self, at: int) -> bool:
        return role(self.document, at - 1) == "coordinator"

    def _named_from(self, start: int) -> list[TokenRange]:
        """Return the actors of a phrase and of those joined to it by "and"."""
        start = self._past_shots(start)
        found: list[TokenRange] = []
        while start < self.sentence.last:
            phrase = phrase_starting_at(self.document, self.sentence, start)
            phrase = phrase and self._cut_behind(phrase)
            if phrase is None or not self._is_actor(phrase):
                break
            found.append(phrase)
            start = phrase[1] + 1
            if start >= self.sentence.last or role(self.document, start - 1) != "coordinator":
                break
        return found

    def _past_shots(self, start: int) -> int:
        """Return where they begin whose shots, or whose attack, it was ("por disparos de X")."""
        at = start
        while at < self.sentence.last and role(self.document, at) in ("determiner", "clitic"):
            at += 1
        if at >= self.sentence.last:
            return start
        for name in ("shots", "attack"):
            hit = _hit(self.document, name, at)
            if hit is not None and hit.last < self.sentence.last:
                joint = self.document.tokens[hit.last].lower
                if joint in of_words(self.document.language) | {"from"}:
                    return hit.last + 1
        return start

    # -- subjects -----------------------------------------------------------------------------

    def _subjects(self, verb: int) -> list[TokenRange]:
        """Return the actors that stand as subject before an active verb."""
        phrase = subject_before(self.setting, self.sentence, verb)
        if phrase is not None:
            phrase = self._cut_before(phrase)
            if phrase is None or not self._is_actor(phrase) or self._is_governed(phrase[0]):
                return []
            return [*self._joined_before(phrase), phrase]
        at = skip_back(self.setting, self.sentence, verb)
        if at > self.sentence.first and role(self.document, at) == "coordinator":
            return self._earlier_subjects(at)
        return []

    def _joined_before(self, phrase: TokenRange) -> list[TokenRange]:
        """Return the actors joined to a subject from before: "soldiers and police"."""
        at = self._before_article(phrase[0])
        if at <= self.sentence.first or role(self.document, at) != "coordinator":
            return []
        other = subject_before(self.setting, self.sentence, at)
        other = other and self._cut_before(other)
        if other is None or other[1] != at or not self._is_actor(other):
            return []
        return [] if self._is_governed(other[0]) else [other]

    def _earlier_subjects(self, end: int) -> list[TokenRange]:
        """Return the subject of the nearest active verb before: "wounded A and killed B"."""
        for at in range(end - 1, max(end - _SHARED, self.sentence.first) - 1, -1):
            if self.document.tokens[at].text in _STOPS:
                return []
            if not self._is_other_verb(at) or self._is_relative(at):
                continue
            other = replace(self, first=at, last=at + 1)
            if self._is_passive(at):
                return []
            if self.document.language == "es" and not other.is_finite:
                continue
            found = other._subjects(at)
            if found:
                return found
        return []

    def _is_relative(self, at: int) -> bool:
        before = skip_back(self.setting, self.sentence, at)
        lower = self.document.tokens[max(before, 0)].lower
        return role(self.document, max(before, 0)) == "relative" or lower in ("que", "that")

    def _is_governed(self, first: int) -> bool:
        """Whether a preposition stands before a phrase, which is no subject then."""
        at = self._before_article(first)
        if at < self.sentence.first:
            return False
        lower = self.document.tokens[at].lower
        if lower in agent_words(self.document.language) and at > self.sentence.first:
            return _ending(self.document, "attack", at) is None
        if lower in object_words(self.document.language) | of_words(self.document.language):
            return True
        return role(self.document, at) in ("preposition", "beyond", "infinitive")

    def _before_article(self, first: int) -> int:
        at = first - 1
        while at >= self.sentence.first and (
            role(self.document, at) in ("determiner", "clitic")
            or self.document.tokens[at].lower in ("the", "el", "la", "los", "las")
        ):
            at -= 1
        return at

    # -- when guards opened fire --------------------------------------------------------------

    def _firing(self) -> list[TokenRange]:
        """Return who fired where somebody was hit "when guards opened fire"."""
        when = self._when()
        if when is None:
            return []
        for at in range(when + 1, min(when + _REACH, self.sentence.last)):
            hit = _hit(self.document, "firing", at)
            if hit is not None and not self._is_passive(at):
                subject = replace(self, first=hit.first, last=hit.last)._subjects(at)
                return subject if subject and subject[0][0] > when else []
        return []

    def _when(self) -> int | None:
        """Return the "when" close behind the act, with no other verb between, or None."""
        for at in range(self.last, min(self.last + _REACH, self.sentence.last)):
            if _hit(self.document, "when", at) is not None:
                return at
            if self.document.tokens[at].text in _STOPS or self._is_other_verb(at):
                return None
        return None

    # -- phrases ------------------------------------------------------------------------------

    def _cut_behind(self, phrase: TokenRange) -> TokenRange | None:
        """Return a phrase without what a verb inside it begins, with the whole of its name."""
        first, last = phrase
        last = next((at for at in range(first + 1, last) if self._breaks(at)), last)
        for name in self.setting.names_meeting(self.document.span_of(first, last)):
            if name.type in ("person", "organisation"):
                last = max(last, self.document.token_range(name.span)[1])
        return self._trimmed(first, last)

    def _cut_before(self, phrase: TokenRange) -> TokenRange | None:
        """Return what of a phrase stands behind a verb or date in it ("officials said rebels")."""
        first = phrase[0]
        for at in range(phrase[0], phrase[1] - 1):
            dated = date_over(self.setting, at)
            if dated is not None:
                first = max(first, dated[1])
            elif self._breaks(at):
                first = at + 1
        return self._trimmed(first, phrase[1])

    def _trimmed(self, first: int, last: int) -> TokenRange | None:
        if last == self.sentence.last and self.document.tokens[last - 1].text == ".":
            last -= 1
        return trimmed(self.document, first, last) if first < last else None

    def _breaks(self, at: int) -> bool:
        document = self.document
        if document.tokens[at].is_capitalised:
            return False
        speech = lexicon(document.language, "speech_verbs").at(document.tokens, at)
        if speech is not None and speech.last == at + 1:
            return True
        if document.language == "es":
            return looks_finite(document, at)
        return role(document, at) == "verb"

    def _is_actor(self, phrase: TokenRange) -> bool:
        return is_actor(self.setting, phrase)


def is_actor(setting: Setting, phrase: TokenRange) -> bool:
    """Tell whether a phrase is somebody: a name, or a noun for persons or a body, at its head.

    What is no more than a weapon or a cause ("by gunfire") is nobody, and so is what only belongs
    to somebody ("orders of the judge").
    """
    document = setting.document
    head = _head(document, phrase)
    causes = lexicon(document.language, "causes").find(document.tokens, *head)
    if any((hit.first, hit.last) == head for hit in causes):
        return False
    start = document.tokens[head[0]].start
    span = document.span_of(*head)
    places = setting.places_in(document.sentence_at(start))
    if any(place.span.covers(span) for place in places):
        return False
    names = setting.names_meeting(span)
    if any(n.type in ("person", "organisation") and n.span.start <= start for n in names):
        return True
    found = [hit for name in _ACTORS for hit in _nouns(document, name, head)]
    if document.language == "es":
        return any(hit.first - head[0] < _HEAD for hit in found)
    return any(hit.last == head[1] or hit.first - head[0] < _HEAD for hit in found)


def _nouns(document: Document, name: str, head: TokenRange) -> list[Hit]:
    hits = lexicon(document.language, name).find(document.tokens, *head)
    return [hit for hit in hits if hit.entry.get("kind") not in _NO_ACTORS]


def _head(document: Document, phrase: TokenRange) -> TokenRange:
    """Return the part of a phrase before "of"."""
    of = of_words(document.language)
    ends = (i for i in range(phrase[0] + 1, phrase[1]) if document.tokens[i].lower in of)
    return (phrase[0], next(ends, phrase[1]))


def _is_english_past(document: Document, at: int) -> bool:
    """Whether a word may be an English past tense or participle."""
    token = document.tokens[at]
    if token.is_capitalised and at > 0 and document.tokens[at - 1].text not in ".\n":
        return False
    if token.lower.endswith("ed") and len(token.text) > len("need"):
        return True
    return role(document, at) == "verb" or token.lower in _irregular()


@functools.cache
def _irregular() -> frozenset[str]:
    """Return the words of harm of one token that stand as participles: "shot", "slain"."""
    harms = (e for e in lexicon("en", "harm") if e.get("form") == "participle")
    terms = (t for e in harms for t in e.terms)
    return frozenset(t.split()[0] for t in terms)


def _hit(document: Document, name: str, at: int) -> Hit | None:
    hit = lexicon(document.language, "agent_words").at(document.tokens, at)
    return hit if hit is not None and hit.entry.get("role") == name else None


def _ending(document: Document, name: str, end: int) -> Hit | None:
    """Return the words of a role that end before token `end`, or None."""
    words: Iterator[Hit | None] = (_hit(document, name, at) for at in range(max(end - 3, 0), end))
    return next((hit for hit in words if hit is not None and hit.last == end), None)
