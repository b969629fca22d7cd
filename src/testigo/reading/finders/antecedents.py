"""Whom "he", "the minister" or a dropped Spanish subject stands for: the last fitting speaker."""

from __future__ import annotations

from testigo.languages.document import Document, Sentence, fold
from testigo.languages.lexicons import lexicon
from testigo.reading.finders.mentions import Attribution, NameMention
from testigo.reading.finders.speaker_phrases import Phrase
from testigo.record.span import Span

_REACH = 1  # paragraphs


class Antecedents:
    """Remembers names and speakers in reading order."""

    def __init__(self, document: Document, names: tuple[NameMention, ...]) -> None:
        self.document = document
        self.names = tuple(sorted(names, key=lambda n: n.span.start))
        self.by_start = {n.span.start: n for n in self.names}
        self.any_body = frozenset(
            fold(term)
            for entry in lexicon(document.language, "speaker_nouns")
            if entry.get("kind") == "any_body"
            for term in entry.terms
        )
        self.thing_pronouns = frozenset(
            term
            for entry in lexicon(document.language, "clause_words")
            if entry.get("role") == "pronoun"
            for term in entry.terms
        )
        self.said: list[Span] = []
        self.spoke_in: dict[int, int] = {}
        self.last_body: Span | None = None
        self.last_speaker: Span | None = None
        self.last_person: Span | None = None

    def remember(self, attribution: Attribution) -> None:
        """Note who spoke, for the pronouns to come."""
        speaker = attribution.speaker_full
        if speaker is None:
            return
        self.last_speaker = speaker
        self.said.append(speaker)
        if self._is_person(speaker):
            self.last_person = speaker
            self.spoke_in[speaker.start] = self.document.sentence_at(
                attribution.cue.start
            ).paragraph
        else:
            self.last_body = speaker

    def _is_person(self, span: Span) -> bool:
        name = self.by_start.get(span.start)
        return name is not None and name.type == "person"

    def resolve(self, phrase: Phrase, sentence: Sentence) -> Span | None:
        """Return the fullest form of who speaks, None where nobody can be told."""
        if phrase.is_dropped:
            return self.last_speaker or self._last_person_before(sentence.start)
        if phrase.speaker is None:
            return None
        if phrase.is_same:
            return self.last_speaker or phrase.speaker
        if phrase.is_pronoun:
            return self._pronoun(phrase.speaker, sentence)
        name = self.by_start.get(phrase.speaker.start)
        if name is not None:
            return name.full
        if phrase.is_bare:
            return self._bare(phrase.speaker) or phrase.speaker
        return phrase.speaker

    def _pronoun(self, speaker: Span, sentence: Sentence) -> Span | None:
        if speaker.quote.casefold() in self.thing_pronouns:
            return self.last_body or self.last_speaker
        if self.last_person is not None and self._recent(self.last_person, sentence):
            return self.last_person
        return self._last_person_before(speaker.start) or self.last_speaker

    def _last_person_before(self, offset: int) -> Span | None:
        before = [n for n in self.names if n.type == "person" and n.span.end <= offset]
        return before[-1].full if before else None

    def _recent(self, span: Span, sentence: Sentence) -> bool:
        """Whether somebody last spoke in this paragraph or the one before."""
        spoke = self.spoke_in.get(span.start)
        return spoke is not None and sentence.paragraph - spoke <= _REACH

    def _bare(self, speaker: Span) -> Span | None:
        """ "the council" after "Doctors' Council": the last name that holds the word."""
        word = fold(speaker.quote)
        for name in reversed(self.names):
            if name.span.start >= speaker.start:
                continue
            if name.type != "person" and word in fold(name.span.quote).split():
                return name.full
            if name.type == "person" and name.title and word in fold(name.title.quote).split():
                return name.full
        for said in reversed(self.said):
            if word in fold(said.quote).split():
                return said
        if word not in self.any_body:
            return None
        return self.last_body or self._last_body_before(speaker.start)

    def _last_body_before(self, offset: int) -> Span | None:
        before = [n for n in self.names if n.type == "organisation" and n.span.end <= offset]
        return before[-1].full if before else None
