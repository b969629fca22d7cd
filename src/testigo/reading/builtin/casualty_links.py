"""Which word of harm is said of which person: by voice, order and the small words between them.

Invariant: a link is made only where the phrase stands where the verb wants it; a person merely in
the same sentence is not harmed. The same for whoever did it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.builtin.focus import Focus, pronouns
from testigo.reading.builtin.persons import Person, persons_in
from testigo.reading.builtin.phrases import date_over, role, skip_back
from testigo.reading.builtin.setting import Harm, Setting

_BEHIND = 9
"""Tokens at most between a Spanish verb and the subject behind it ("murió ayer ... un joven")."""
_HANGS = 12
"""Tokens at most that hang on a subject without commas ("a man in the car behind was ...")."""
_INSERTED = 40
"""Tokens at most of an insertion between a subject and its verb."""
_INCLUDING = 30
"""Tokens at most between the harm and "including": farther, another harm may be meant."""
_NOT_SINGLED_OUT = frozenset({"displaced", "evacuated"})
_SHARED = 18
"""Tokens at most between two participles that share a subject."""
_LIST_GAP = 10
"""Tokens at most of an item in a list that is nobody known ("two of his guards")."""
_INSERTED_SHORT = 9
"""Tokens at most of an insertion between an event and its person (", on Monday,")."""
_OF = frozenset({"of", "de", "del"})
_EVENT_GAP = 6
"""Tokens at most between an event and its person ("the arrest three days later of X")."""
_WHOSE = frozenset({"whose", "cuyo", "cuya", "cuyos", "cuyas"})
_HARD = frozenset({";", ":", ".", "?", "!"})


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
class _View:
    setting: Setting
    sentence: Sentence
    persons: list[Person]
    focus: Focus

    def _link(self, person: Person, harm: Harm, rule: str, voice: str) -> Link:
        return Link(self.sentence, person, harm, rule, voice)

    @property
    def document(self) -> Document:
        return self.setting.document

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
        for person in self._listed(harm.last) or self._one_of(harm):
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

    def _fronted(self, verb: int) -> list[Person]:
        """Return the object that stands before its verb: "a X lo mataron", "X, a quien mataron"."""
        if self.document.language != "es":
            return []
        at = verb - 1
        while at >= self.sentence.first and role(self.document, at) in ("clitic", "adverb"):
            at -= 1
        if at > self.sentence.first and self._is_relative(at) and self._is_object_word(at - 1):
            last = self._ending_at(at - 3 if self.document.tokens[at - 2].text == "," else at - 2)
            return [] if last is None else [last]
        if at == verb - 1:
            return []
        if self.document.tokens[at].text == ",":
            at -= 1
        for person in self.persons:
            before = person.start - 1
            if person.end == at + 1 and before >= self.sentence.first:
                return [person] if self._is_object_word(before) else []
        return []

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

    def _has_own(self, at: int) -> bool:
        """Whether the sentence itself tells of persons before token `at`."""
        return any(p.end <= at for p in self.persons)

    def _referent(self, at: int, sex: str | None) -> Person | None:
        return self.focus.person(self.persons, at, self.sentence.paragraph, sex)

    def _is_singular_verb(self, verb: int) -> bool:
        return not self.document.tokens[verb].lower.endswith(("n", "os", "as"))

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

    def _shared_subjects(self, harm: Harm) -> list[Person]:
        """Return the subjects of the participle before it: "was arrested and released"."""
        at = harm.first - 1
        while at > self.sentence.first and (
            role(self.document, at) == "adverb" or self._is_adverb(at)
        ):
            at -= 1
        if at < self.sentence.first or role(self.document, at) != "coordinator":
            return []
        for other in range(at - 1, max(at - _SHARED, self.sentence.first) - 1, -1):
            if self.document.tokens[other].text in _HARD:
                return []
            if any(p.end == at and p.start >= other for p in self.persons):
                return []
            if self.document.tokens[other].lower in passive_words(self.document.language):
                auxiliary = self._auxiliary(other + 1)
                return [] if auxiliary is None else self._subjects(auxiliary)
        return []

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
        if before > self.sentence.first and self.document.tokens[before].lower in _WHOSE:
            person = self._ending_at(before - 2 if self._is_comma(before - 1) else before - 1)
            if person is not None:
                yield self._link(person, harm, "casualty.event-of", "passive")
        words = pronouns(self.document.language, "possessive")
        if before == self.sentence.first and self.document.tokens[before].lower in words:
            sex = words[self.document.tokens[before].lower]
            referent = self._referent(before, sex)
            if referent is not None:
                yield self._link(referent, harm, "casualty.pronoun", "passive")

    def _is_comma(self, at: int) -> bool:
        return self.document.tokens[at].text == ","

    def _has_genitive(self, person: Person) -> bool:
        token = self.document.tokens[person.last - 1].text
        return token.endswith(("'s", "’s", "s'", "s’"))

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
        return self._chain(hits[-1].last, semicolons=True) if hits else []

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

    def _has_stop(self, between: range) -> bool:
        return any(self.document.tokens[i].text in _HARD for i in between)

    def _auxiliary(self, first: int) -> int | None:
        """Return the first auxiliary of the verb whose participle is at `first`, or None."""
        at, found = first - 1, None
        while at >= self.sentence.first:
            word = role(self.document, at)
            if word == "auxiliary" or self._links(at):
                found = at
            elif word not in ("adverb", "clitic") and not self._is_adverb(at):
                break
            at -= 1
        return found

    def _is_passive(self, auxiliary: int, participle: int) -> bool:
        """Whether a form of "be" or the like stands in the verb: "had held" is active."""
        passive = passive_words(self.document.language)
        return any(self.document.tokens[i].lower in passive for i in range(auxiliary, participle))

    def _is_adverb(self, at: int) -> bool:
        lower = self.document.tokens[at].lower
        return lower.endswith("ly") if self.document.language == "en" else lower.endswith("mente")

    def _links(self, at: int) -> bool:
        return self.document.tokens[at].lower in _link_verbs(self.document.language)

    def _subjects(self, verb: int) -> list[Person]:
        """Return the persons that stand as subject before the verb at `verb`, with their list."""
        at = skip_back(self.setting, self.sentence, verb)
        if at > self.sentence.first and self._is_relative(at):
            at -= 2 if self.document.tokens[at - 1].text == "," else 1
        last = self._ending_at(at)
        return [] if last is None else self._chain_back(last)

    def _ending_at(self, at: int) -> Person | None:
        """Return the subject whose phrase, with all that hangs on it, ends at token `at`."""
        for person in reversed(self.persons):
            if person.last > at + 1 or at + 1 - person.end > _INSERTED:
                continue
            if person.end >= at + 1:
                return None if self._is_governed(person) else person
            if not self._is_governed(person) and self._hangs_on(person, at):
                return person
            if person.end == at + 1:
                return None
        return None

    def _is_governed(self, person: Person) -> bool:
        """Whether a preposition stands before the phrase: then it is no subject."""
        before = person.start - 1
        return before >= self.sentence.first and role(self.document, before) in (
            "preposition",
            "infinitive",
        )

    def _hangs_on(self, person: Person, at: int) -> bool:
        """Whether what stands from the phrase to `at` only tells more about the person."""
        tokens, opening = self.document.tokens, self.document.tokens[person.end]
        between = range(person.end, at + 1)
        if any(tokens[i].text in _HARD for i in between):
            return False
        if opening.text in ",(—–":
            if tokens[at].text not in ",)—–":
                return False
            inner = range(person.end + 1, at)
            return self._is_relative(person.end + 1) or not self._has_verb(inner)
        if person.end > person.last and tokens[at].text in ",)" and len(between) <= _HANGS:
            return not self._has_verb(between)
        if len(between) > _HANGS or any(tokens[i].text == "," for i in between):
            return False
        if role(self.document, person.end) == "preposition":
            return not self._has_verb(between)
        return self._is_relative(person.end)

    def _is_relative(self, at: int) -> bool:
        if at >= self.sentence.last:
            return False
        if self.document.tokens[at].lower in _WHOSE:
            return False
        return role(self.document, at) == "relative" or self.document.tokens[at].lower in (
            "que",
            "that",
        )

    def _has_verb(self, between: range) -> bool:
        return any(role(self.document, i) in ("auxiliary", "verb", "pronoun") for i in between)

    def _chain_back(self, last: Person) -> list[Person]:
        chain = [last]
        index = self.persons.index(last)
        while index > 0:
            left = self.persons[index - 1]
            if not self._joins(left.end, chain[0].start):
                break
            chain.insert(0, left)
            index -= 1
        if any(self._is_governed(p) for p in chain[:1]):
            return [last]
        return chain

    def _joins(self, start: int, end: int) -> bool:
        """Whether only "and" and commas stand between two phrases of a list."""
        gap = [self.document.tokens[i] for i in range(start, end)]
        return (
            0 < len(gap) <= 3
            and any(role(self.document, start + i) == "coordinator" for i in range(len(gap)))
            and all(
                t.text in ",;" or role(self.document, start + i) in ("coordinator", "determiner")
                for i, t in enumerate(gap)
            )
        )

    def _objects(self, start: int) -> list[Person]:
        """Return the persons that follow a verb as its object, the chain included."""
        at = start
        while at < self.sentence.last:
            dated = date_over(self.setting, at)
            if dated is not None:
                at = dated[1]
            elif role(self.document, at) in ("adverb", "time") or self._is_object_word(at):
                at += 1
            else:
                break
        return self._chain(at) or self._marked_objects(start)

    def _marked_objects(self, start: int) -> list[Person]:
        """Return the persons behind a later "a" or "al": "detuvo de madrugada a X"."""
        for at in range(start, min(start + _BEHIND, self.sentence.last - 1)):
            if self._is_object_word(at):
                found = self._chain(at + 1)
                if found:
                    return found
            if self._stops(at):
                return []
        return []

    def _is_object_word(self, at: int) -> bool:
        words = ("a", "al") if self.document.language == "es" else ()
        return self.document.tokens[at].lower in words

    def _of(self, start: int) -> list[Person]:
        """Return the persons of an event: "(the killing) of X and Y"."""
        tokens, at = self.document.tokens, start
        if tokens[at - 1].lower in _OF:
            return self._chain(at)
        if at < self.sentence.last and tokens[at].text == ",":
            ahead = range(at + 1, min(at + _INSERTED_SHORT, self.sentence.last))
            at = next((i + 1 for i in ahead if tokens[i].text == ","), at)
            start = at
        while at < self.sentence.last and at - start <= _EVENT_GAP:
            if tokens[at].lower in _OF:
                found = self._chain(at + 1)
                if found or at == start:
                    return found
            if self._stops(at) or tokens[at].text in ",;:":
                return []
            at += 1
        return []

    def _chain(self, start: int, *, semicolons: bool = False) -> list[Person]:
        """Return the phrases of a list that begins at token `start`, give or take a determiner.

        What follows the last "and" after a comma is another clause, unless it is a long list.
        """
        out: list[Person] = []
        at = start
        if semicolons and at < self.sentence.last and self.document.tokens[at].text == ",":
            at += 1
        for person in self.persons:
            if person.end <= at:
                continue
            if not self._is_next(at, person, first=not out, semicolons=semicolons):
                break
            out.append(person)
            at = self._after_person(person) if semicolons else person.end
        return out if semicolons else self._to_last_and(out)

    def _to_last_and(self, chain: list[Person]) -> list[Person]:
        for index in range(len(chain) - 1, 0, -1):
            gap = range(chain[index - 1].end, chain[index].start)
            if any(role(self.document, i) == "coordinator" for i in gap):
                return chain[: index + 1]
        return chain[:1]

    def _is_next(self, at: int, person: Person, *, first: bool, semicolons: bool) -> bool:
        tokens = self.document.tokens
        gap = range(at, person.start)
        if person.start < at:
            return person.first >= at
        if first:
            return len(gap) <= 3 and all(
                role(self.document, i) in ("determiner", "auxiliary")
                or self._is_object_word(i)
                or self._links(i)
                for i in gap
            )
        marks = ",;" if semicolons else ","
        if semicolons and gap and self._is_list_gap(gap):
            return True
        if not gap or len(gap) > 4:
            return False
        return any(
            tokens[i].text in marks or role(self.document, i) == "coordinator" for i in gap
        ) and all(
            tokens[i].text in marks
            or role(self.document, i) in ("coordinator", "determiner")
            or self._is_object_word(i)
            for i in gap
        )

    def _is_list_gap(self, gap: range) -> bool:
        """Whether the words between two of a list are one more item ("dos de sus escoltas y")."""
        last = next(
            (
                i
                for i in reversed(gap)
                if role(self.document, i) != "determiner" and not self._is_object_word(i)
            ),
            gap[0],
        )
        edges = (gap[0], last)
        return (
            len(gap) <= _LIST_GAP
            and all(self._parts(i) for i in edges)
            and not self._has_verb(gap)
            and not any(self._is_relative(i) for i in gap)
        )

    def _parts(self, at: int) -> bool:
        return self.document.tokens[at].text in ",;" or role(self.document, at) == "coordinator"

    def _after_person(self, person: Person) -> int:
        """Step over what hangs on a person in a list, to the semicolon that ends it.

        A person right behind the comma is the next of the list: nothing hangs there.
        """
        tokens = self.document.tokens
        at = person.end
        index = self.persons.index(person) + 1
        if index < len(self.persons) and self.persons[index].start - at <= 3:
            return at
        while at < self.sentence.last and tokens[at].text != ";" and at - person.end < 20:
            if tokens[at].text in ".:":
                return person.end
            at += 1
        return at if at < self.sentence.last and tokens[at].text == ";" else person.end

    def _directly_before(self, first: int) -> list[Person]:
        """Return the person a bare participle is said of ("X, killed on Monday")."""
        at = first - 1
        if at >= self.sentence.first and self.document.tokens[at].text in ",(":
            at -= 1
        for person in reversed(self.persons):
            if person.end == at + 1:
                return [person]
        return []

    def _behind(self, start: int, reach: int = _BEHIND) -> list[Person]:
        """Return the subject that follows its verb: "murió ayer en Tarma un joven"."""
        tokens = self.document.tokens
        if start < self.sentence.last and tokens[start].text == ",":
            closing = (i for i in range(start + 1, min(start + 6, self.sentence.last)))
            start = next((i + 1 for i in closing if tokens[i].text == ","), start)
        for person in self.persons:
            if person.start < start:
                continue
            gap = range(start, person.start)
            if len(gap) > reach or any(self._stops(i) for i in gap):
                return []
            before = tokens[person.start - 1].lower
            if person.start > start and role(self.document, person.start - 1) == "preposition":
                if before in ("por", "con", "a", "al"):
                    return []
                continue
            return self._chain(person.start)
        return []

    def _stops(self, at: int) -> bool:
        token = self.document.tokens[at]
        return token.text in ",;:.()" or role(self.document, at) in (
            "auxiliary",
            "complementiser",
            "relative",
            "contrast",
            "verb",
            "subordinator",
        )

    def _touches(self, subjects: list[Person], verb: int) -> bool:
        """Whether the subject stands right before its verb, give or take small words."""
        if not subjects:
            return False
        return skip_back(self.setting, self.sentence, verb) + 1 == subjects[-1].end


@functools.cache
def _link_verbs(language: str) -> frozenset[str]:
    return frozenset(t for e in lexicon(language, "link_verbs") for t in e.terms)


@functools.cache
def _never_active(language: str) -> frozenset[str]:
    entries = (e for e in lexicon(language, "harm_vetoes") if e.get("side") == "active")
    return frozenset(t for e in entries for t in e.terms)


@functools.cache
def passive_words(language: str) -> frozenset[str]:
    """Return the verbs that make a participle passive: forms of "be" and "remain" and the like."""
    be = (e for e in lexicon(language, "clause_words") if e.get("role") == "be")
    return frozenset(t for e in be for t in e.terms) | _link_verbs(language)
