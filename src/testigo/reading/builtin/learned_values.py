"""What the net points at -> values with their witnesses.

Every value keeps the words that were pointed at and, where those name somebody by a shorter form,
the fullest form too; a code keeps the words that decided it, else the anchor. What has no words in
the text is not given: the report's own day never stands for an event's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from testigo.languages.document import Sentence
from testigo.reading.builtin.from_words import PERSONS, areas_value, by_name, place_value
from testigo.reading.builtin.memory import Memory
from testigo.reading.builtin.setting import Setting
from testigo.reading.drafts import DraftValue
from testigo.reading.finders.mentions import DateMention, NumberMention
from testigo.reading.learned.candidates import Candidate, Chosen, Coded, Pointed
from testigo.reading.learned.page import UNKNOWN
from testigo.reading.learned.small_words import SMALL
from testigo.record.edtf import Edtf
from testigo.record.span import Span

MOST_WITNESSES = 3
"""Words at most that a code names as those that decided it."""


@dataclass(frozen=True, slots=True)
class LearnedValues:
    """One candidate in its report, asked field by field; None where nothing is given."""

    setting: Setting
    candidate: Candidate
    memory: Memory

    @property
    def anchor(self) -> Span:
        """The word that the statement hangs on."""
        return self.word(self.candidate.anchor)

    @property
    def sentence(self) -> Sentence:
        """The sentence of the anchor."""
        return self.setting.document.sentence_at(self.anchor.start)

    def word(self, index: int) -> Span:
        """Return one word of the page."""
        return self.candidate.page.span((index, index + 1))

    def evidence(self) -> tuple[Span, ...]:
        """Return the sentences from the anchor to the end of what begins there, as one span."""
        document = self.setting.document
        last = document.sentence_at(self.word(self.candidate.end).start)
        return (document.cut(self.sentence.start, last.end),)

    def text(self, name: str) -> DraftValue | None:
        """Return the words of a field; of a person, the fullest name of whom they stand for."""
        given = self.candidate.words.get(name)
        if not given:
            return None
        value = self._pointed(given[0])
        return by_name(self.memory, value) if name in PERSONS else value

    def texts(self, name: str) -> DraftValue | None:
        """Return the values of a list of words, in the order of the text."""
        given = [self._pointed(one) for one in self.candidate.words.get(name, ())]
        if not given:
            return None
        if name in PERSONS:
            given = [by_name(self.memory, value) for value in given]
        given.sort(key=lambda value: spans_of(value)[0])
        values = tuple(dict.fromkeys(str(value.value) for value in given))
        return DraftValue(values, tuple(dict.fromkeys(s for v in given for s in spans_of(v))))

    def _pointed(self, pointed: Pointed) -> DraftValue:
        page = self.candidate.page
        spans = (page.span(pointed.mentions[0]), page.span(pointed.full))
        return DraftValue(pointed.text, tuple(dict.fromkeys(spans)))

    def place(self, name: str) -> DraftValue | None:
        """Return a place, looked up in the gazetteer where one name is pointed at."""
        given = self.candidate.words.get(name)
        if not given:
            return None
        return place_value(self.setting, self.candidate.page.span(given[0].mentions[0]))

    def areas(self, name: str) -> DraftValue | None:
        """Return the areas that some words name, one value an area."""
        given = self.candidate.words.get(name)
        if not given:
            return None
        return areas_value(self.setting, self.candidate.page.span(given[0].mentions[0]))

    def date(self, name: str) -> DraftValue | None:
        """Return a date by the expression that gives it; the report's own day is none."""
        chosen = self.candidate.dates.get(name)
        if chosen is None or chosen.value is None:
            return None
        mention = self._expression(chosen)
        if mention is None:
            return None
        if mention.value is not None and mention.value.without_time().text == chosen.value:
            return DraftValue(mention.value, (mention.span,), mention.how)
        value = Edtf(chosen.value)
        return DraftValue(value, (mention.span,), f"{mention.span.quote}, read as {value.text}")

    def _expression(self, chosen: Chosen) -> DateMention | None:
        """Return the date in the text that was chosen; for the report's own day a word for it."""
        dates = self.setting.findings.dates
        for index in chosen.mentions:
            if index != UNKNOWN and not dates[index].is_dateline:
                return dates[index]
        if not chosen.is_published:
            return None
        near = (d for s in self._sentences() for d in self.setting.dates_in(s))
        told = (d for d in near if not d.is_dateline and d.value is not None)
        return next((d for d in told if d.value == Edtf(str(chosen.value))), None)

    def _sentences(self) -> Iterator[Sentence]:
        [span] = self.evidence()
        for sentence in self.setting.document.sentences:
            if span.start <= sentence.start < span.end:
                yield sentence

    def number(self, mention: int) -> NumberMention | None:
        """Return a number of the finder by its place, None where that was not kept."""
        return None if mention == UNKNOWN else self.setting.findings.numbers[mention]

    def age(self) -> DraftValue | None:
        """Return the age with the words that give it."""
        chosen = self.candidate.age
        if chosen is None or chosen.value is None:
            return None
        for index in chosen.mentions:
            number = self.number(index)
            if number is not None:
                return DraftValue(int(chosen.value), (number.span,))
        return None

    def code(self, name: str) -> DraftValue | None:
        """Return a code with the words that decided it, else the anchor."""
        coded = self.candidate.codes.get(name)
        if coded is None or coded.code is None:
            return None
        return DraftValue(coded.code, self.reasons(coded) or (self.anchor,))

    def reasons(self, coded: Coded) -> tuple[Span, ...]:
        """Return the words that decided: those of lexicons that voted, else those looked at."""
        weights = {v.word: v.weight for v in coded.votes if self._tells(v.word)}
        weights = weights or {k.word: k.share for k in coded.looks if self._tells(k.word)}
        heavy = [w for w, weight in weights.items() if 2 * weight >= max(weights.values())]
        return tuple(sorted(self.word(w) for w in heavy[:MOST_WITNESSES]))

    def _tells(self, word: int) -> bool:
        folded = self.candidate.page.folded[word]
        return folded not in SMALL and any(c.isalnum() for c in folded)


def spans_of(value: DraftValue) -> tuple[Span, ...]:
    """Return the witnesses of a value that are cut already."""
    return tuple(w for w in value.witnesses if isinstance(w, Span))


def given(fields: dict[str, DraftValue | None]) -> dict[str, DraftValue]:
    """Return the fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}
