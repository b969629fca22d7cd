"""What every rule may ask about a place in a text: harm words near it, who says so, where, when,
and whether the words assert it. Computed once per text, then only looked up.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.drafts import DraftValue
from testigo.reading.finders.mentions import (
    Attribution,
    DateMention,
    Findings,
    PlaceMention,
)
from testigo.reading.finders.modality import modality_at
from testigo.reading.finders.speakers import speaker_at
from testigo.record.span import Span


@dataclass(frozen=True, slots=True)
class Harm:
    """A word of harm: tokens `[first, last)`, its outcome, and its form.

    `form` is `participle` ("were killed"), `active` ("killing three"), `intransitive` ("died"),
    `people` ("nine dead"), `event` ("nine deaths") or `total` ("the death toll").
    """

    first: int
    last: int
    outcome: str
    form: str
    span: Span


@dataclass(frozen=True, slots=True)
class Setting:
    """One document with all that was found in it."""

    document: Document
    findings: Findings
    harms: tuple[Harm, ...]
    people: tuple[Hit, ...]
    accidents: tuple[Hit, ...]
    published: datetime.date | None

    @classmethod
    def of(cls, document: Document, findings: Findings, published: datetime.date | None) -> Setting:
        """Look up the lexicons that the rules share."""
        harms = tuple(
            Harm(
                hit.first,
                hit.last,
                str(hit.entry.attributes["outcome"]),
                str(hit.entry.attributes["form"]),
                document.span_of(hit.first, hit.last),
            )
            for hit in lexicon(document.language, "harm").find(document.tokens)
            if document.sentence_at(document.tokens[hit.first].start)
            is document.sentence_at(document.tokens[hit.last - 1].start)
        )
        people = tuple(lexicon(document.language, "people").find(document.tokens))
        accidents = tuple(lexicon(document.language, "accidents").find(document.tokens))
        return cls(document, findings, harms, people, accidents, published)

    def harms_in(self, sentence: Sentence) -> tuple[Harm, ...]:
        """Return the words of harm of one sentence, in order."""
        return tuple(h for h in self.harms if sentence.first <= h.first < sentence.last)

    def people_in(self, sentence: Sentence) -> tuple[Hit, ...]:
        """Return the nouns for persons of one sentence, in order."""
        return tuple(h for h in self.people if sentence.first <= h.first < sentence.last)

    def is_accident(self, sentence: Sentence) -> bool:
        """Whether a sentence tells harm without violence: traffic, weather, disease, sport."""
        if not any(sentence.first <= hit.first < sentence.last for hit in self.accidents):
            return False
        causes = lexicon(self.document.language, "causes")
        return not causes.find(self.document.tokens, sentence.first, sentence.last)

    def places_in(self, sentence: Sentence) -> tuple[PlaceMention, ...]:
        """Return the places named in one sentence, in order."""
        places = self.findings.places
        return tuple(p for p in places if sentence.start <= p.span.start < sentence.end)

    def dates_in(self, sentence: Sentence) -> tuple[DateMention, ...]:
        """Return the dates of one sentence, in order."""
        dates = self.findings.dates
        return tuple(d for d in dates if sentence.start <= d.span.start < sentence.end)

    def attribution(self, span: Span) -> Attribution | None:
        """Return who is responsible for what stands at `span`; None is the publisher itself."""
        return speaker_at(self.document, self.findings.attributions, span.start)

    def said_on(self, attribution: Attribution | None) -> DateMention | None:
        """Return the date beside the words of saying ("said on Saturday"), or None.

        A date that opens the sentence right before the speaker counts too ("On Friday the ministry
        reported …"); one up to which somebody counted ("by Friday") does not.
        """
        if attribution is None:
            return None
        spans = [s for s in (attribution.speaker, attribution.cue) if s is not None]
        ranges = [self.document.token_range(s) for s in spans]
        sentence = self.document.sentence_at(attribution.cue.start)
        for date in self.dates_in(sentence):
            if date.value is None or date.is_dateline or self.leads_to_as_of(date):
                continue
            first, last = self.document.token_range(date.span)
            opens = first - sentence.first <= 1
            for start, end in ranges:
                if 0 <= first - end <= 1 or (opens and 0 <= start - last <= 2):
                    return date
        return None

    def leads_to_as_of(self, date: DateMention) -> bool:
        """Whether "as of", "by", "hasta el" begin the date or stand right before it."""
        document, cues = self.document, lexicon(self.document.language, "toll_cues")
        first = document.token_range(date.span)[0]
        start = max(document.sentence_at(date.span.start).first, first - 3)
        own = cues.at(document.tokens, first)
        before = [h for h in cues.find(document.tokens, start, first) if h.last == first]
        hits = before if own is None else [own, *before]
        return any(hit.entry.get("says") == "as_of" for hit in hits)

    def modality(self, span: Span) -> tuple[str, tuple[Span, ...]]:
        """Return the modality at `span` and the words that show it (none where it is asserted)."""
        return modality_at(
            self.document, self.findings.modalities, self.findings.attributions, span
        )

    def before(self, sentence: Sentence) -> Sentence | None:
        """Return the sentence before, if it stands in the same paragraph."""
        if sentence.index == 0:
            return None
        other = self.document.sentences[sentence.index - 1]
        return other if other.paragraph == sentence.paragraph else None


def speaker_value(attribution: Attribution | None) -> DraftValue | None:
    """Return the speaker as the fullest words the report has for it, witnessed where it speaks."""
    if attribution is None or attribution.speaker is None:
        return None
    full = attribution.speaker_full or attribution.speaker
    witnesses = (
        (attribution.speaker,) if full == attribution.speaker else (attribution.speaker, full)
    )
    return DraftValue(full.quote, witnesses)


def date_value(mention: DateMention | None) -> DraftValue | None:
    """Return a date as a value with its words and its resolution, or None if it has no value."""
    if mention is None or mention.value is None:
        return None
    return DraftValue(mention.value, (mention.span,), mention.how)


def origin_value(attribution: Attribution | None) -> DraftValue | None:
    """Return whom the speaker relies on, or None."""
    if attribution is None or attribution.origin is None:
        return None
    return DraftValue(attribution.origin.quote, (attribution.origin,))
