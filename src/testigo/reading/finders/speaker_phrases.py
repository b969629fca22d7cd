"""The words that name who speaks: limits of noun phrases and clauses round a verb of saying.

Small words and their parts are in `clause_words`; everything here is one code for all languages.
Indices are tokens, ranges half-open.
"""

from __future__ import annotations

from dataclasses import dataclass

from testigo.languages.document import Document
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.finders.circumstances import STOPS, Circumstances
from testigo.reading.finders.clauses import AUXILIARY, PREPOSITION
from testigo.reading.finders.mentions import NameMention
from testigo.record.span import Span

_TO_WHOM = frozenset({"a", "al"})  # "contó su hermana a una radio local": whom it was told
_LONGEST = 16  # tokens of a phrase that names a speaker


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens `[first, last)` that name who speaks, `speaker` the words to keep of them.

    `speaker` is None for a dropped subject. `is_apposed`: the phrase ends in a comma before its
    verb ("X, head of Y, said"). `is_pronoun`, `is_bare` (an article and a common noun) and
    `is_same` ("the same source") need an antecedent.
    """

    first: int
    last: int
    speaker: Span | None
    is_apposed: bool = False
    is_dropped: bool = False
    is_pronoun: bool = False
    is_bare: bool = False
    is_same: bool = False


@dataclass(frozen=True, slots=True)
class Relay:
    """The other party of a second-hand chain; `speaks` where it is the one who says it."""

    span: Span
    speaks: bool


class Phrases(Circumstances):
    """Looks for speakers and clause limits in one document."""

    def __init__(self, document: Document, names: tuple[NameMention, ...]) -> None:
        super().__init__(document, names)
        self.nouns = lexicon(document.language, "speaker_nouns")
        self.verbs = lexicon(document.language, "speech_verbs")

    def left_of(self, verb: int, first: int) -> Phrase | None:
        """The subject that ends before the verb group at `verb`, None where there is none."""
        if verb == first:
            return None
        if self.tokens[verb - 1].text == ",":
            return self._apposed(verb - 1, first)
        if self.is_relative(verb - 1):
            return self._antecedent_of_relative(verb - 1, first)
        start = self._phrase_start(verb, first)
        for at in range(start - 1, max(start - 5, first), -1):
            if self.looks_like_verb(start - 1) and self.is_relative(at):
                return self._antecedent_of_relative(at, first)  # "doctors who signed it said"
        return self._phrase(start, verb) if start < verb else None

    def is_relative(self, at: int) -> bool:
        """Whether a token may be a relative pronoun ("who", "quien", "que" after a comma)."""
        return self.has_role(at, "relative") or self.tokens[at].lower == "que"

    def _apposed(self, comma: int, first: int) -> Phrase | None:
        """ "X, head of Y," before a verb: the words before the first of the two commas."""
        opening = comma - 1
        while opening > first and self.tokens[opening].text not in STOPS:
            opening -= 1
        if opening <= first or self.tokens[opening].text != ",":
            return None
        inside = range(opening + 1, comma)
        aside = (
            self.is_relative(opening + 1)
            or self.looks_like_verb(opening + 1)
            or self.has_role(opening + 1, *PREPOSITION)
        )
        name = self._person_in(opening + 1, comma)
        if name is None and not aside and any(self.looks_like_verb(i) for i in inside):
            return None
        start = self._phrase_start(opening, first)
        if start == opening or self._ends_a_clause(start, first):
            return None
        if name is not None and not aside and self._is_role(start, opening):
            return Phrase(start, comma, name.span, is_apposed=True)
        body = self._body_named(start, opening, comma)
        if body is not None:
            return Phrase(start, comma, body, is_apposed=True)
        return self._phrase(start, opening, is_apposed=True)

    def _body_named(self, start: int, opening: int, comma: int) -> Span | None:
        """ "A rights group, the Lake Collective,": the name of a body told first by its kind."""
        if not self.has_role(start, "determiner"):
            return None
        inner = opening + 2 if self.is_article(opening + 1) else opening + 1
        found = self.name_at.get(inner)
        if found is None or found[0] != comma or found[1].type == "person":
            return None
        named = any(self.tokens[i].is_capitalised for i in range(start + 1, opening))
        return None if named else found[1].span

    def _is_role(self, start: int, end: int) -> bool:
        """Whether a phrase is a role that a name beside it fills ("the head of the port")."""
        person = self._person_in(start, end)
        if person is None:
            return True
        content = start
        while content < end - 1 and (self.is_article(content) or self.has_role(content, "adverb")):
            content += 1
        return self.tokens[content].start < person.span.start and " " not in person.span.quote

    def _ends_a_clause(self, start: int, first: int) -> bool:
        """Whether a verb stands in the clause before a phrase, which is then its object."""
        at = start
        while at > first and self.tokens[at - 1].text not in STOPS:
            at -= 1
            if self.looks_like_verb(at):
                return True
        return False

    def _antecedent_of_relative(self, relative: int, first: int) -> Phrase | None:
        end = relative
        while end > first and self.tokens[end - 1].text == ",":
            end -= 1
        start = self._phrase_start(end, first)
        return self._phrase(start, end) if start < end else None

    def _phrase_start(self, end: int, first: int) -> int:
        at = end
        while at > first and end - at < _LONGEST:
            before = at - 1
            if self.tokens[before].text in STOPS:
                break
            if self.has_role(before, "relative", "contrast", "subordinator", "complementiser"):
                if before == end - 1 and self.has_role(before, "relative"):
                    at = before
                break
            if self.looks_like_verb(before) and not self._is_reduced_relative(before, at):
                break
            at = before
        while at < end and self.has_role(at, "coordinator", "adverb"):
            at += 1
        return at

    def _is_reduced_relative(self, verb: int, at: int) -> bool:
        """Whether a participle with an agent belongs to the phrase ("residents reached by us")."""
        return self.has_role(at, "agent") and not self.has_role(verb - 1, *AUXILIARY)

    def right_of(self, at: int, last: int, *, anybody: bool = False) -> Phrase | None:
        """The phrase that begins at `at` (after "according to", after an inverted verb).

        `anybody`: what stands there can only be a speaker, whatever the words ("dijo el chofer").
        """
        start = self.skip_circumstances(at, last)
        if start < last and self.verbs.at(self.tokens, start, last) is not None:
            start = self.skip_circumstances(start + 1, last)  # "según informó la Fiscalía"
        if start >= last or self.has_role(start, *PREPOSITION):
            return None
        if self.tokens[start].text[0].isdigit() or (
            start + 1 < last and self.has_role(start + 1, "relative")
        ):
            return None
        end = start
        while end < last and end - start < _LONGEST:
            token = self.tokens[end]
            if token.text in STOPS or token.text == ".":
                if not self._is_inner_mark(end, last):
                    break
                end += 1
                continue
            if end > start and self.has_role(end, "relative", "contrast", "subordinator"):
                break
            if end > start and (self.has_role(end, "complementiser") or self.looks_like_verb(end)):
                break
            if end > start and (self.cue_at(end, last) or self.begins_time(end, last)):
                break
            if self._begins_count(start, end, last) or self._begins_saying(start, end, last):
                break
            if end > start and token.lower in _TO_WHOM:
                break
            end += 1
        if end == start or not (anybody or self._names_somebody(start, end)):
            return None
        return self._author_of(start, end, last) or self._with_apposed_name(start, end, last)

    def _author_of(self, start: int, end: int, last: int) -> Phrase | None:
        """ "figures collected by our office", "el reporte difundido por X": who made the paper."""
        head = start
        while head < end - 1 and (self.is_article(head) or self.has_role(head, "determiner")):
            head += 1
        noun = self.nouns.at(self.tokens, head, end)
        if noun is None or noun.entry.get("kind") != "document" or end + 1 >= last:
            return None
        cue = self.cue_at(end, last)
        if cue is not None and cue.entry.get("role") == "relayed_by":
            return self.right_of(cue.last, last)
        for at in range(noun.last, end):
            if self.has_role(at, "agent"):
                return self.right_of(at + 1, last, anybody=True)
        if self.looks_like_verb(end) and self.has_role(end + 1, "agent"):
            return self.right_of(end + 2, last, anybody=True)
        if self.tokens[end].lower in ("que", "that", "which"):
            owner = self.right_of(end + 1, last)
            ends = owner is not None and owner.last < last and self.looks_like_verb(owner.last)
            return owner if ends else None
        return None

    def owner_of(self, figure: Hit, first: int, last: int) -> Phrase | None:
        """Whose figure it is: "the guild's count", "la cifra de la Fiscalía"; None if nobody's."""
        if self.tokens[figure.last - 1].lower in ("de", "del"):
            return self.right_of(figure.last, last)
        if figure.first == first:
            return None
        end = figure.first
        owner = self.tokens[end - 1]
        if owner.text in "'’" and end - 1 > first and self.tokens[end - 2].lower.endswith("s"):
            owner, length = self.tokens[end - 2], 0  # "the Farmers' tally": a token of its own
        elif owner.lower.endswith(("'s", "’s")):
            length = 2
        else:
            return None
        start = self._phrase_start(end, first)
        while start < end and self.has_role(start, "preposition", "agent", "coordinator"):
            start += 1
        content = start
        while content < end - 1 and self.is_article(content):
            content += 1
        span = self.document.cut(self.tokens[content].start, owner.end - length)
        bare = content > start and figure.first - content == 1 and not owner.is_capitalised
        return Phrase(start, figure.first, span, is_bare=bare)

    def _begins_count(self, start: int, at: int, last: int) -> bool:
        """Whether a figure after the speaker counts what follows ("Police Headquarters 38 men")."""
        if at == start or at + 1 >= last or not self.tokens[at].text[0].isdigit():
            return False
        following = self.tokens[at + 1]
        return following.is_word and not following.is_capitalised and following.lower != "de"

    def _begins_saying(self, start: int, at: int, last: int) -> bool:
        """Whether a verb of saying that is no noun as well stands here ("quoted by X said")."""
        if at == start or self.tokens[at].is_capitalised:
            return False
        before = self.tokens[at - 1]
        if not before.is_capitalised and self.nouns.at(self.tokens, at - 1, at) is None:
            return False  # "two lists": the phrase has no noun yet
        verb = self.verbs.at(self.tokens, at, last)
        return verb is not None and self.nouns.at(self.tokens, at, last) is None

    def _is_inner_mark(self, at: int, last: int) -> bool:
        """A full stop after an initial or title, or brackets round an acronym."""
        token = self.tokens[at]
        if token.text == ".":
            return at + 1 < last and self.tokens[at + 1].text not in STOPS
        if token.text == "(":
            return at + 2 < last and self.tokens[at + 2].text == ")"
        return token.text == ")" and self.tokens[at - 2].text == "("

    def _with_apposed_name(self, start: int, end: int, last: int) -> Phrase:
        """ "the head of the clinic, Ana Solís": the name after the comma is who speaks."""
        phrase = self._phrase(start, end)
        if end + 1 >= last or self.tokens[end].text != "," or not self._is_role(start, end):
            return phrase
        for at in range(end + 1, min(end + 6, last)):
            if self.tokens[at].text in STOPS or self.looks_like_verb(at):
                break
            found = self.name_at.get(at)
            if found is not None:
                if found[1].type == "person":
                    return Phrase(start, found[0], found[1].span)
                break
        return phrase

    def _phrase(self, start: int, end: int, *, is_apposed: bool = False) -> Phrase:
        start = self._without_circumstance(start, end)
        end = self._before_cue(start, end)
        person = self._person_in(start, end)
        if person is not None:
            return Phrase(start, end, person.span, is_apposed=is_apposed)
        content = start
        while content < end - 1 and self.is_article(content):
            content += 1
        pronoun = self.has_role(content, "person_pronoun", "pronoun", "relative") and (
            end - content == 1
        )
        single = content > start and end - content == 1
        bare = single and not (
            self.tokens[content].is_capitalised and self.tokens[content].text.istitle()
        )
        return Phrase(
            start,
            end,
            self.document.span_of(content, end),
            is_apposed=is_apposed,
            is_pronoun=pronoun,
            is_bare=bare,
            is_same=self.has_role(content, "same"),
        )

    def _without_circumstance(self, start: int, end: int) -> int:
        """Leave "On Saturday", "In Lima" off the front of a subject."""
        if not self.has_role(start, "preposition", "time"):
            return start
        for at in range(start + 1, end):
            begins = self.has_role(at, "determiner", "clitic") or self.is_article(at)
            if begins and not (at + 1 < end and self.has_role(at + 1, "time")):
                return at
        at = start + 1
        while at < end and (self.tokens[at].is_capitalised or self.has_role(at, "time")):
            at += 1
        return at if at < end else start

    def _before_cue(self, start: int, end: int) -> int:
        """Leave "quoted by the weekly" off the end of a subject."""
        for at in range(start + 1, end):
            cue = self.cue_at(at, end)
            if cue is not None and cue.entry.get("role") == "relayed_by":
                return at
        return end

    def _person_in(self, start: int, end: int) -> NameMention | None:
        for at in range(start, end):
            found = self.name_at.get(at)
            if found is not None and found[1].type == "person" and found[0] <= end:
                return found[1]
        return None

    def _names_somebody(self, start: int, end: int) -> bool:
        for at in range(start, end):
            token = self.tokens[at]
            if token.is_word and token.is_capitalised:
                return True
            if self.nouns.at(self.tokens, at, end) is not None:
                return True
            if self.has_role(at, "person_pronoun", "pronoun"):
                return True
        return False

    def relay_beside(self, at: int, last: int) -> Relay | None:
        """The other party of a chain that stands within a few words after a speaker."""
        place, end = at, min(at + 8, last)
        while place < end:
            cue = self.cue_at(place, last)
            role = cue.entry.get("role") if cue else None
            if cue is not None and role in ("relay", "relayed_by", "basis"):
                phrase = self.right_of(cue.last, last, anybody=True)
                if phrase is not None and phrase.speaker is not None:
                    return Relay(phrase.speaker, speaks=role == "relay")
            place = cue.last if cue is not None else place + 1
        return None
