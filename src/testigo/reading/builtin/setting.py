"""What every rule may ask about a place in a text: harm words near it, who says so, where, when,
and whether the words assert it. Computed once per text, then only looked up.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.builtin.in_order import InOrder
from testigo.reading.drafts import DraftValue
from testigo.reading.finders.mentions import (
    Attribution,
    DateMention,
    Findings,
    ModalityMention,
    NameMention,
    NumberMention,
    PlaceMention,
)
from testigo.reading.finders.modality import modality_at
from testigo.reading.finders.speakers import speaker_at
from testigo.record.span import Span

T = TypeVar("T")


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
    published: datetime.date | None
    _harms: InOrder[Harm]
    _people: InOrder[Hit]
    _accidents: InOrder[Hit]
    _numbers: InOrder[NumberMention]
    _dates: InOrder[DateMention]
    _names: InOrder[NameMention]
    _places: InOrder[PlaceMention]
    _attributions: InOrder[Attribution]
    _answers: tuple[tuple[Attribution, ...], ...]
    _bearing: tuple[tuple[ModalityMention, ...], ...]

    @classmethod
    def of(cls, document: Document, findings: Findings, published: datetime.date | None) -> Setting:
        """Look up the lexicons that the rules share."""
        harms = (
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
        people, accidents = (
            lexicon(document.language, name).find(document.tokens)
            for name in ("people", "accidents")
        )
        return cls(
            document,
            findings,
            published,
            _harms=InOrder.by(lambda h: h.first, harms),
            _people=InOrder.by(lambda h: h.first, people),
            _accidents=InOrder.by(lambda h: h.first, accidents),
            _numbers=InOrder.by(lambda n: n.span.start, findings.numbers),
            _dates=InOrder.by(lambda d: d.span.start, findings.dates),
            _names=InOrder.by(lambda n: n.span.start, findings.names),
            _places=InOrder.by(lambda p: p.span.start, findings.places),
            _attributions=InOrder.by(lambda a: a.cue.start, findings.attributions),
            _answers=_by_sentence(document, ((a, a.scope) for a in findings.attributions)),
            _bearing=_by_sentence(document, ((m, (m.scope,)) for m in findings.modalities)),
        )

    def harms_in(self, sentence: Sentence) -> tuple[Harm, ...]:
        """Return the words of harm of one sentence, in order."""
        return self._harms.between(sentence.first, sentence.last)

    def harms_between(self, first: int, last: int) -> tuple[Harm, ...]:
        """Return the words of harm that begin in tokens `[first, last)`, in order."""
        return self._harms.between(first, last)

    def people_in(self, sentence: Sentence) -> tuple[Hit, ...]:
        """Return the nouns for persons of one sentence, in order."""
        return self._people.between(sentence.first, sentence.last)

    def people_between(self, first: int, last: int) -> tuple[Hit, ...]:
        """Return the nouns for persons that begin in tokens `[first, last)`, in order."""
        return self._people.between(first, last)

    def numbers_in(self, sentence: Sentence) -> tuple[NumberMention, ...]:
        """Return the numbers of one sentence, in order."""
        return self._numbers.between(sentence.start, sentence.end)

    def names_in(self, sentence: Sentence) -> tuple[NameMention, ...]:
        """Return the names of one sentence, in order."""
        return self._names.between(sentence.start, sentence.end)

    def names_between(self, start: int, end: int) -> tuple[NameMention, ...]:
        """Return the names that begin in characters `[start, end)`, in order."""
        return self._names.between(start, end)

    def names_meeting(self, span: Span) -> tuple[NameMention, ...]:
        """Return the names that share a character with `span`, in order."""
        sentence = self.document.sentence_at(span.start)
        names = self._names.between(sentence.start, span.end)
        return tuple(name for name in names if name.span.meets(span))

    def attributions_in(self, sentence: Sentence) -> tuple[Attribution, ...]:
        """Return who says something by words of this sentence, in order."""
        return self._attributions.between(sentence.start, sentence.end)

    def is_accident(self, sentence: Sentence) -> bool:
        """Whether a sentence tells harm without violence: traffic, weather, disease, sport."""
        if not self._accidents.between(sentence.first, sentence.last):
            return False
        causes = lexicon(self.document.language, "causes")
        return not causes.find(self.document.tokens, sentence.first, sentence.last)

    def places_in(self, sentence: Sentence) -> tuple[PlaceMention, ...]:
        """Return the places named in one sentence, in order."""
        return self._places.between(sentence.start, sentence.end)

    def dates_in(self, sentence: Sentence) -> tuple[DateMention, ...]:
        """Return the dates of one sentence, in order."""
        return self._dates.between(sentence.start, sentence.end)

    def attribution(self, span: Span) -> Attribution | None:
        """Return who is responsible for what stands at `span`; None is the publisher itself."""
        answers = self._answers[self.document.sentence_at(span.start).index]
        return speaker_at(self.document, answers, span.start)

    def is_informant(self, span: Span) -> bool:
        """Whether `span` names, or is part of, whom its sentence is "according to"."""
        sentence = self.document.sentence_at(span.start)
        return any(
            a.form == "according"
            and a.speaker is not None
            and a.speaker.start <= span.start
            and span.end <= a.speaker.end
            for a in self._attributions.between(sentence.start, sentence.end)
        )

    def is_staged(self, sentence: Sentence) -> bool:
        """Whether a sentence tells a play, a novel, a film or a drill."""
        staged = lexicon(self.document.language, "staged")
        return bool(staged.find(self.document.tokens, sentence.first, sentence.last))

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
        index = self.document.sentence_at(span.start).index
        return modality_at(self.document, self._bearing[index], self._answers[index], span)

    def before(self, sentence: Sentence) -> Sentence | None:
        """Return the sentence before, if it stands in the same paragraph."""
        if sentence.index == 0:
            return None
        other = self.document.sentences[sentence.index - 1]
        return other if other.paragraph == sentence.paragraph else None


def _by_sentence(
    document: Document, scoped: Iterable[tuple[T, tuple[Span, ...]]]
) -> tuple[tuple[T, ...], ...]:
    """Return for each sentence the items whose scope touches it, in order."""
    out: list[list[T]] = [[] for _ in document.sentences]
    for item, spans in scoped:
        touched = {
            index
            for span in spans
            for index in range(
                document.sentence_at(span.start).index, document.sentence_at(span.end - 1).index + 1
            )
        }
        for index in sorted(touched):
            out[index].append(item)
    return tuple(tuple(items) for items in out)


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
