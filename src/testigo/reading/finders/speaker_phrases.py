"""The words that name who speaks: limits of noun phrases and clauses round a verb of saying.

Small words and their parts are in `clause_words`; everything here is one code for all languages.
Indices are tokens, ranges half-open.
"""

from __future__ import annotations

from dataclasses import dataclass

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.finders.clauses import Clauses
from testigo.reading.finders.mentions import NameMention
from testigo.record.span import Span

_STOPS = frozenset(',;:.()[]"“”«»„`—–?!')
_LONGEST = 16  # tokens of a phrase that names a speaker


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens `[first, last)` that name who speaks, `speaker` the words to keep of them.

    `speaker` is None for a dropped subject. `is_apposed`: the phrase ends in a comma before its
    verb ("X, head of Y, said"). `is_pronoun` and `is_bare` (an article and a common noun) need an
    antecedent.
    """

    first: int
    last: int
    speaker: Span | None
    is_apposed: bool = False
    is_dropped: bool = False
    is_pronoun: bool = False
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class Relay:
    """The other party of a second-hand chain; `speaks` where it is the one who says it."""

    span: Span
    speaks: bool


class Phrases(Clauses):
    """Looks for speakers and clause limits in one document."""

    def __init__(self, document: Document, names: tuple[NameMention, ...]) -> None:
        super().__init__(document)
        self.cues = lexicon(document.language, "attribution_cues")
        self.nouns = lexicon(document.language, "speaker_nouns")
        self.verbs = lexicon(document.language, "speech_verbs")
        self.name_at: dict[int, tuple[int, NameMention]] = {}
        for name in names:
            first, last = document.token_range(name.span)
            self.name_at[first] = (last, name)

    # -- verbs ------------------------------------------------------------------------------

    def is_noun(self, hit: Hit, first: int) -> bool:
        """Whether the form of a verb is a noun or adjective here ("the claims", "la denuncia")."""
        if hit.first == first or hit.last - hit.first > 1:
            return False
        before = self.tokens[hit.first - 1]
        if self.document.language == "es" and before.lower in ("la", "las", "los"):
            return self.tokens[hit.first].lower.endswith(("a", "as", "ado", "ados", "e", "es"))
        return self.has_role(hit.first - 1, "determiner", "preposition")

    def verb_start(self, at: int, first: int) -> int:
        """The first token of the verb group that ends at the verb `at`: auxiliaries, adverbs."""
        while at > first:
            before = at - 1
            token = self.tokens[before]
            if self.has_role(before, "auxiliary", "adverb", "clitic") or (
                token.lower.endswith(("ly", "mente")) and token.is_word
            ):
                at = before
            elif self.has_role(before, "time"):
                at = self._time_start(before, first)
            else:
                return at
        return at

    def _time_start(self, at: int, first: int) -> int:
        while at > first and (
            self.has_role(at - 1, "time", "preposition")
            or self.tokens[at - 1].lower in ("el", "la", "este", "esta", "the", "pasado", "por")
        ):
            at -= 1
        return at

    # -- phrases ----------------------------------------------------------------------------

    def left_of(self, verb: int, first: int) -> Phrase | None:
        """The subject that ends before the verb group at `verb`, None where there is none."""
        if verb == first:
            return None
        apposed = self.tokens[verb - 1].text == ","
        if apposed:
            return self._apposed(verb - 1, first)
        start = self._phrase_start(verb, first)
        if start == verb:
            return None
        if self.has_role(verb - 1, "relative") or self.tokens[verb - 1].lower in ("que", "which"):
            return self._antecedent_of_relative(verb - 1, first)
        return self._phrase(start, verb)

    def _apposed(self, comma: int, first: int) -> Phrase | None:
        """ "X, head of Y," before a verb: the words before the first of the two commas."""
        open_comma = comma - 1
        while open_comma > first and self.tokens[open_comma].text not in _STOPS:
            open_comma -= 1
        if open_comma <= first or self.tokens[open_comma].text != ",":
            return None
        inside = range(open_comma + 1, comma)
        relative = self.has_role(open_comma + 1, "relative") or self.tokens[
            open_comma + 1
        ].lower in ("que", "de")
        if not relative and any(self.looks_like_verb(i) for i in inside):
            return None
        start = self._phrase_start(open_comma, first)
        if start == open_comma or any(self.looks_like_verb(i) for i in range(start, open_comma)):
            return None
        name = self._person_in(open_comma + 1, comma)
        if name is not None and name.span.start == self.tokens[open_comma + 1].start:
            return Phrase(start, comma, name.span, is_apposed=True)
        return self._phrase(start, open_comma, is_apposed=True)

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
            if self.tokens[before].text in _STOPS - {"."}:
                break
            if self.has_role(before, "relative", "contrast", "subordinator", "complementiser"):
                if before == end - 1 and self.has_role(before, "relative"):
                    at = before
                break
            if self.looks_like_verb(before):
                break
            at = before
        while at < end and self.has_role(at, "coordinator", "adverb"):
            at += 1
        return at

    def right_of(self, at: int, last: int) -> Phrase | None:
        """The phrase that begins at `at` (after "according to", after an inverted verb)."""
        start = self.skip_circumstances(at, last)
        end = start
        while end < last and end - start < _LONGEST:
            token = self.tokens[end]
            if token.text in _STOPS and not self._is_inner_mark(end, last):
                break
            if end > start and self.has_role(end, "relative", "contrast", "subordinator"):
                break
            if end > start and (self.has_role(end, "complementiser") or self.looks_like_verb(end)):
                break
            if end > start and self._cue_at(end, last) is not None:
                break
            end += 1
        if end == start or not self._names_somebody(start, end):
            return None
        return self._with_apposed_name(start, end, last)

    def _is_inner_mark(self, at: int, last: int) -> bool:
        """A full stop after an initial or title, or brackets round an acronym."""
        token = self.tokens[at]
        if token.text == ".":
            return at + 1 < last and self.tokens[at + 1].text not in _STOPS
        if token.text == "(":
            return at + 2 < last and self.tokens[at + 2].text == ")"
        return token.text == ")" and self.tokens[at - 2].text == "("

    def _with_apposed_name(self, start: int, end: int, last: int) -> Phrase:
        """ "the head of the clinic, Ana Solís": the name after the comma is who speaks."""
        phrase = self._phrase(start, end)
        if end + 1 < last and self.tokens[end].text == "," and self._person_in(start, end) is None:
            found = self.name_at.get(end + 1)
            if found is not None and found[1].type == "person":
                return Phrase(start, found[0], found[1].span)
        return phrase

    def _phrase(self, start: int, end: int, *, is_apposed: bool = False) -> Phrase:
        person = self._person_in(start, end)
        if person is not None:
            return Phrase(start, end, person.span, is_apposed=is_apposed)
        content = start
        while content < end - 1 and self._is_article(content):
            content += 1
        pronoun = self.has_role(content, "person_pronoun", "pronoun", "relative") and (
            end - content == 1
        )
        bare = content > start and end - content == 1 and not self.tokens[content].is_capitalised
        return Phrase(
            start,
            end,
            self.document.span_of(content, end),
            is_apposed=is_apposed,
            is_pronoun=pronoun,
            is_bare=bare,
        )

    def _is_article(self, at: int) -> bool:
        return self.tokens[at].lower in ("the", "el", "la", "los", "las", "del", "al")

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

    # -- circumstances ----------------------------------------------------------------------

    def _cue_at(self, at: int, last: int) -> Hit | None:
        return self.cues.at(self.tokens, at, last)

    def skip_circumstances(self, at: int, last: int) -> int:
        """Pass over time, addressee and medium that stand between a verb and what is said."""
        while at < last:
            cue = self._cue_at(at, last)
            if cue is not None and cue.entry.get("role") in ("medium", "addressee"):
                at = cue.last
            elif (
                self.has_role(at, "time")
                or self._time_phrase(at, last)
                or self.has_role(at, "adverb")
            ):
                at += 1
            else:
                return at
        return at

    def _time_phrase(self, at: int, last: int) -> bool:
        return (
            self.has_role(at, "preposition", "determiner", "clitic", "time")
            or self.tokens[at].text[0].isdigit()
        ) and any(
            self.has_role(i, "time") and not self.tokens[i - 1].is_capitalised
            for i in range(at + 1, min(at + 3, last))
        )

    def relay_beside(self, at: int, last: int) -> Relay | None:
        """The other party of a chain that stands within a few words after a speaker."""
        for place in range(at, min(at + 8, last)):
            cue = self._cue_at(place, last)
            role = cue.entry.get("role") if cue else None
            if cue is not None and role in ("relay", "relayed_by"):
                phrase = self.right_of(cue.last, last)
                if phrase is not None and phrase.speaker is not None:
                    return Relay(phrase.speaker, speaks=role == "relay")
        return None

    def medium_in(self, sentence: Sentence) -> Span | None:
        """The words that say through what it was said ("in a statement"), None where none do."""
        for hit in self.cues.find(self.tokens, sentence.first, sentence.last):
            if hit.entry.get("role") == "medium":
                return self.document.span_of(hit.first, hit.last)
        return None
