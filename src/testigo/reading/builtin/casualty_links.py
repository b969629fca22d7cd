"""Which word of harm is said of which person: by voice, order and the small words between them.

Invariant: a link is made only where the phrase stands where the verb wants it; a person merely in
the same sentence is not harmed. The same for whoever did it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from testigo.languages.document import Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.builtin.focus import Focus, pronouns
from testigo.reading.builtin.persons import Person, persons_in
from testigo.reading.builtin.phrases import role, skip_back
from testigo.reading.builtin.setting import Harm, Setting
from testigo.reading.builtin.standing import Standing

_LIST_NEAR = 3
"""Tokens at most between a word of harm and the word that opens its list."""
_LISTING = frozenset({"people", "total", "participle", "intransitive"})
"""Forms of harm that may open a list: "those behind the killing are: ..." names who did it."""
_INCLUDING = 30
"""Tokens at most between the harm and "including": farther, another harm may be meant."""
_NOT_SINGLED_OUT = frozenset({"displaced", "evacuated"})


@dataclass(frozen=True, slots=True)
class Link:
    """`harm` is said of `person`; `rule` is how they stand, `voice` `active` or `passive`."""

    sentence: Sentence
    person: Person
    harm: Harm
    rule: str
    voice: str


def harms_of(setting: Setting, sentence: Sentence) -> tuple[Harm, ...]:
    """Return the words of harm of a sentence, those only read with one person included."""
    general = setting.harms_in(sentence)
    document = setting.document
    personal = [
        Harm(
            hit.first,
            hit.last,
            str(hit.entry.attributes["outcome"]),
            str(hit.entry.attributes["form"]),
            document.span_of(hit.first, hit.last),
        )
        for hit in lexicon(document.language, "harm_personal").find(
            document.tokens, sentence.first, sentence.last
        )
    ]
    kept = [
        p
        for p in personal
        if all(_longer(p, g) for g in general if g.first < p.last and p.first < g.last)
    ]
    rest = [g for g in general if not any(p.first < g.last and g.first < p.last for p in kept)]
    return tuple(sorted([*kept, *rest], key=lambda h: h.first))


def _longer(one: Harm, other: Harm) -> bool:
    return one.last - one.first >= other.last - other.first


def links_in(setting: Setting, sentence: Sentence, focus: Focus) -> list[Link]:
    """Return who is harmed by which word in one sentence; a pair once, the surest rule first."""
    harms = harms_of(setting, sentence)
    if not harms and focus.harm_before(sentence) is None:
        return []
    persons = persons_in(setting, sentence)
    view = _View(setting, sentence, persons, focus)
    found: dict[tuple[int, str], Link] = {}
    for harm in harms:
        for link in view.links(harm):
            if link.person.is_one:
                found.setdefault((link.person.first, harm.outcome), link)
    for link in view.included(harms):
        found.setdefault((link.person.first, link.harm.outcome), link)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _View(Standing):
    """Says which words of harm in one sentence are said of whom."""

    focus: Focus

    def _link(self, person: Person, harm: Harm, rule: str, voice: str) -> Link:
        return Link(self.sentence, person, harm, rule, voice)

    def links(self, harm: Harm) -> Iterator[Link]:
        """Yield the persons of whom one word of harm is said."""
        if harm.form == "participle":
            yield from self._participle(harm)
        elif harm.form == "active":
            yield from self._active(harm)
        elif harm.form == "intransitive":
            yield from self._intransitive(harm)
        elif harm.form == "event":
            yield from self._event(harm)
        elif harm.form == "people":
            yield from self._people(harm)
        can_list = harm.form in _LISTING or not self._is_of(harm.first - 1)
        listed = (self._listed(harm.last) or self._one_of(harm)) if can_list else []
        if harm.form == "total" and not listed:
            listed = self._chain(harm.last, semicolons=True)
        for person in listed:
            yield self._link(person, harm, "casualty.list", "passive")

    def _active(self, harm: Harm) -> Iterator[Link]:
        if harm.span.quote.lower() in _never_active(self.document.language):
            return
        objects = self._objects(harm.last) or self._fronted(harm.first)
        for person in objects:
            yield self._link(person, harm, "casualty.object", "active")
        if not objects:
            referent = self._pronoun_object(harm)
            if referent is not None:
                yield self._link(referent, harm, "casualty.pronoun", "active")
            else:
                yield from self._event(harm)

    def _pronoun_object(self, harm: Harm) -> Person | None:
        """Return whom "him", "her", "lo", "la" or "le" beside an active verb stands for."""
        reflexive = pronouns(self.document.language, "reflexive")
        if harm.last < self.sentence.last and self.document.tokens[harm.last].lower in reflexive:
            own = [p for p in self.persons if p.end <= harm.first and not self._is_governed(p)]
            return own[0] if own and own[0].is_one else None
        words = pronouns(self.document.language, "object")
        beside = harm.first - 1 if self.document.language == "es" else harm.last
        if not self.sentence.first <= beside < self.sentence.last:
            return None
        word = self.document.tokens[beside].lower
        if word not in words:
            return None
        after = beside + 1
        if self.document.language == "en" and after < self.sentence.last:
            token = self.document.tokens[after]
            if token.is_word and role(self.document, after) is None and word == "her":
                return None
        return self._referent(harm.first, words[word])

    def _pronoun_subject(self, verb: int) -> Person | None:
        """Return whom "he" or "she", or nobody at all in Spanish, before the verb stands for."""
        at = skip_back(self.setting, self.sentence, verb)
        words = pronouns(self.document.language, "subject")
        if at >= self.sentence.first and self.document.tokens[at].lower in words:
            return self._referent(at, words[self.document.tokens[at].lower])
        if at > self.sentence.first and role(self.document, at) == "coordinator":
            return self._referent(at, None) if self._has_own(at) else None
        if self.document.language != "es" or not self._is_singular_verb(verb):
            return None
        if at < self.sentence.first or (
            self.document.tokens[at].text in ",;:" or role(self.document, at) == "coordinator"
        ):
            return self._referent(verb, None)
        return None

    def _referent(self, at: int, sex: str | None) -> Person | None:
        return self.focus.person(self.persons, at, self.sentence.paragraph, sex)

    def _participle(self, harm: Harm) -> Iterator[Link]:
        auxiliary = self._auxiliary(harm.first)
        if auxiliary is None:
            yield from self._bare_participle(harm)
            return
        if not self._is_passive(auxiliary, harm.first):
            yield from self._active(harm)
            return
        subjects = self._subjects(auxiliary)
        if self.document.language == "es" and not self._touches(subjects, auxiliary):
            subjects = self._behind(harm.last) or subjects
        for person in subjects:
            yield self._link(person, harm, "casualty.passive-subject", "passive")
        if not subjects:
            referent = self._pronoun_subject(auxiliary)
            if referent is not None:
                yield self._link(referent, harm, "casualty.pronoun", "passive")

    def _bare_participle(self, harm: Harm) -> Iterator[Link]:
        """Yield for "killed X", "X, killed on Monday", "the slain X": no auxiliary before it."""
        spanish = self.document.language == "es"
        never = harm.span.quote.lower() in _never_active(self.document.language)
        objects = [] if spanish or never else self._objects(harm.last)
        if objects:
            voice = "passive" if self._is_attribute(harm) else "active"
            for person in objects:
                yield self._link(person, harm, "casualty.object", voice)
            return
        if never:
            return
        noun = self._directly_before(harm.first)
        shared = self._shared_subjects(harm)
        if shared:
            for person in shared:
                yield self._link(person, harm, "casualty.passive-subject", "passive")
        elif noun:
            for person in noun:
                yield self._link(person, harm, "casualty.apposition", "passive")
        elif self.document.language == "es":
            behind = self._behind(harm.last, reach=2)
            for person in behind:
                yield self._link(person, harm, "casualty.apposition", "passive")
            if not behind:
                yield from self._event(harm)
                yield from self._headless(harm)

    def _headless(self, harm: Harm) -> Iterator[Link]:
        """Yield for a note form that names nobody: "Circunstancia: Detenido en su casa"."""
        before = harm.first - 1
        if before >= self.sentence.first and self.document.tokens[before].text != ":":
            return
        referent = self._referent(harm.first, None) if self._is_singular_verb(harm.first) else None
        if referent is not None:
            yield self._link(referent, harm, "casualty.pronoun", "passive")

    def _is_attribute(self, harm: Harm) -> bool:
        before = harm.first - 1
        if before < self.sentence.first:
            return True
        return role(self.document, before) in ("determiner", "preposition", "coordinator")

    def _intransitive(self, harm: Harm) -> Iterator[Link]:
        auxiliary = self._auxiliary(harm.first)
        at = harm.first if auxiliary is None else auxiliary
        subjects = self._subjects(at)
        if self.document.language == "es" and not self._touches(subjects, at):
            subjects = self._behind(harm.last) or subjects
        for person in subjects:
            yield self._link(person, harm, "casualty.died", "intransitive")
        if not subjects:
            referent = self._pronoun_subject(at)
            if referent is not None:
                yield self._link(referent, harm, "casualty.pronoun", "intransitive")

    def _event(self, harm: Harm) -> Iterator[Link]:
        for person in self._of(harm.last):
            yield self._link(person, harm, "casualty.event-of", "passive")
        for person in self.persons:
            if person.last == harm.first and self._has_genitive(person):
                yield self._link(person, harm, "casualty.event-of", "passive")
        before = harm.first - 1
        if before > self.sentence.first and self._is_whose(before):
            owner = self._ending_at(before - 2 if self._is_comma(before - 1) else before - 1)
            if owner is not None:
                yield self._link(owner, harm, "casualty.event-of", "passive")
        words = pronouns(self.document.language, "possessive")
        if before == self.sentence.first and self.document.tokens[before].lower in words:
            sex = words[self.document.tokens[before].lower]
            referent = self._referent(before, sex)
            if referent is not None:
                yield self._link(referent, harm, "casualty.pronoun", "passive")

    def _people(self, harm: Harm) -> Iterator[Link]:
        """Yield for "X is dead", "the body of X", "the dead are X, Y and Z"."""
        for person in self._of(harm.last):
            yield self._link(person, harm, "casualty.event-of", "passive")
        auxiliary = self._auxiliary(harm.first)
        if auxiliary is not None:
            for person in self._subjects(auxiliary):
                yield self._link(person, harm, "casualty.passive-subject", "passive")

    def _listed(self, start: int) -> list[Person]:
        hits = lexicon(self.document.language, "list_openers").find(
            self.document.tokens, start, min(start + 8, self.sentence.last)
        )
        if (
            not hits
            or hits[-1].first - start > _LIST_NEAR
            or self._names_one_before(start, hits[-1])
        ):
            return []
        return self._chain(hits[-1].last, semicolons=True)

    def _names_one_before(self, start: int, opener: Hit) -> bool:
        """Whether a person stands before the colon: "the death of X: the minister said ..."."""
        if self.document.tokens[opener.first].text != ":":
            return False
        return any(start <= p.start < opener.first for p in self.persons)

    def _one_of(self, harm: Harm) -> list[Person]:
        """Return who is meant by "one of the wounded, X, ..." """
        hits = lexicon(self.document.language, "one_of_words").find(
            self.document.tokens, max(harm.first - 4, self.sentence.first), harm.first + 1
        )
        if not hits or hits[-1].last < harm.first - 1 or harm.last >= self.sentence.last:
            return []
        if self.document.tokens[harm.last].text != ",":
            return []
        return self._chain(harm.last + 1)[:1]

    def included(self, harms: tuple[Harm, ...]) -> Iterator[Link]:
        """Yield the persons named after "including" or "among them", for the harm before it."""
        openers = lexicon(self.document.language, "including_words").find(
            self.document.tokens, self.sentence.first, self.sentence.last
        )
        for opener in openers:
            harm = self._harm_for(opener, harms)
            if harm is None and opener.first - self.sentence.first <= 1:
                harm = self.focus.harm_before(self.sentence)
            if harm is None or harm.outcome in _NOT_SINGLED_OUT:
                continue
            for person in self._chain(opener.last, semicolons=True):
                if person.is_one:
                    yield self._link(person, harm, "casualty.included", "passive")

    def _harm_for(self, opener: Hit, harms: tuple[Harm, ...]) -> Harm | None:
        if opener.entry.get("scope") == "before":
            return None
        told = [h for h in harms if h.form not in ("people", "total")] or list(harms)
        before = [h for h in told if 0 <= opener.first - h.last <= _INCLUDING]
        inside = [h for h in told if opener.first <= h.first < opener.last]
        if inside:
            return inside[-1]
        if before:
            between = range(before[-1].last, opener.first)
            return None if self._has_verb(between) or self._has_stop(between) else before[-1]
        after = [h for h in told if 0 <= h.first - opener.last <= _INCLUDING]
        return after[0] if after and self._auxiliary(after[0].first) is not None else None


@functools.cache
def _never_active(language: str) -> frozenset[str]:
    entries = (e for e in lexicon(language, "harm_vetoes") if e.get("side") == "active")
    return frozenset(t for e in entries for t in e.terms)
