"""Dates in a report: every word that tells when, with its value, its precision and why it is so.

The same path for every language: words to atoms (`date_atoms`), atoms to phrases (`date_grammar`),
names and counts put aside (`date_guards`), phrases to values (`date_resolution`).

A weekday of the day of publication is that day. "Sunday" and "anoche" are local days. "Since X" is
`X/..`, "until X" `../X`; the closed stretch and the bare date stand among the alternatives.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from testigo.languages.document import Document, Sentence
from testigo.reading.finders import date_resolution as resolution
from testigo.reading.finders.date_atoms import Atom, may_hold_a_date, read_atoms
from testigo.reading.finders.date_grammar import Phrase, phrases, row_of
from testigo.reading.finders.date_guards import is_name, is_other
from testigo.reading.finders.date_meaning import Context, Resolved, join
from testigo.reading.finders.date_stretches import hung
from testigo.reading.finders.date_tense import tense_around
from testigo.reading.finders.mentions import DateMention
from testigo.record.edtf import Edtf
from testigo.record.span import Span

_LIST_WORDS = {"and", "y", "e", "or", "o"}
_RANGE_WORDS = {"to", "al", "a", "-", "–", "—", "through", "until", "till", "hasta"}
_DATELINE_TAIL = re.compile(r"\W{0,2}(?:\([^)\n]{1,40}\))?\s*\.?\s*[-–—:]")
_BEGAN = re.compile(
    r"began|begun|started|erupted|broke|beginning|empezó|empezaron|comenzó|comenzaron|estalló"
    r"|estallaron|inició|iniciaron|iniciado|iniciada|inició|iniciadas|iniciados"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A phrase that means something: atoms `[begin, end)` and the meaning."""

    begin: int
    end: int
    meaning: Resolved
    rule: str


def find_dates(document: Document, published: datetime.date | None) -> tuple[DateMention, ...]:
    """Find the dates of a text, in reading order.

    `published` is the report's own local date; None where it is not known, and then nothing
    relative gets a value.
    """
    mentions: list[DateMention] = []
    for sentence in document.sentences:
        if not may_hold_a_date(document, sentence):
            continue
        reader = _SentenceReader(document, sentence, published, mentions)
        mentions.extend(reader.read())
    return tuple(mentions)


def event_anchors(
    document: Document, mentions: Iterable[DateMention]
) -> dict[str, tuple[DateMention, ...]]:
    """Return the events that the text dates, by their word in lower case: "coup", "golpe".

    "The December 7 coup" and "the coup of 7 December" both date "coup". Mentions stand in reading
    order; two that differ mean that the text tells of two such events.
    """
    anchors: dict[str, tuple[DateMention, ...]] = {}
    for mention in mentions:
        if mention.modifies is not None and mention.value is not None:
            word = mention.modifies.quote.lower()
            anchors[word] = (*anchors.get(word, ()), mention)
    return anchors


class _SentenceReader:
    """Reads one sentence, knowing what the text told before it."""

    def __init__(
        self,
        document: Document,
        sentence: Sentence,
        published: datetime.date | None,
        told: list[DateMention],
    ) -> None:
        self.document, self.sentence, self.published = document, sentence, published
        self.told = told
        self.atoms = read_atoms(document, sentence)
        self.row = row_of(self.atoms)
        self.anchor = next((a for m in reversed(told) if (a := self._anchor_of(m))), None)
        self.year = next((y for m in reversed(told) if (y := self._year_of(m))), None)

    def read(self) -> list[DateMention]:
        """Return the mentions of the sentence in order."""
        found: list[_Found] = []
        for phrase in phrases(
            self.atoms,
            lambda phrase: is_name(self.document, self.atoms, phrase),
            lambda phrase: is_other(self.document, self.atoms, phrase),
        ):
            found.extend(self._meanings(phrase))
        found = self._joined(found)
        mentions = [self._mention(self._opened(item)) for item in found]
        mentions += self._open_events(mentions, found)
        return sorted(mentions, key=lambda m: m.span.start)

    def _meanings(self, phrase: Phrase) -> list[_Found]:
        tense = tense_around(self.document, self.atoms, phrase.begin, phrase.end)
        head = len(self.row[: phrase.begin].rstrip("tLNT")) - 1
        if self.row[head : head + 1] == "k" or self._word(head) in ("para", "for"):
            tense = "future"
        context = Context(self.published, tense, self.anchor, self.year)
        if phrase.rule == "day_list":
            return self._listed(phrase, context)
        if phrase.rule == "day_range" and not self._is_range(phrase):
            return self._listed(phrase, context)
        meaning = resolution.resolve(phrase, context)
        if meaning is None:
            return []
        if phrase.rule in ("offset", "anaphora") and self._hangs_on_a_clause(phrase):
            meaning = hung(phrase, context)
        self._remember(meaning)
        opened = phrase.rule == "day_range" and self._word(phrase.begin - 1) == "del"
        return [_Found(phrase.begin - opened, phrase.end, meaning, phrase.rule)]

    def _remember(self, meaning: Resolved) -> None:
        """Keep the date for "a day later", unless it lies ahead of the report."""
        if meaning.value is not None:
            self.anchor = self._anchor(meaning.value) or self.anchor
            if meaning.form == "absolute":
                self.year = self._past_year(meaning.value) or self.year

    def _anchor(self, value: Edtf) -> Edtf | None:
        if value.precision not in ("time", "day", "month") or value.earliest is None:
            return None
        ahead = self.published is not None and value.earliest > self.published
        return None if ahead else value.without_time()

    def _past_year(self, value: Edtf) -> int | None:
        """Return the year of a full date, where it is not that of the report."""
        first = value.earliest
        if first is None or self.published is None or first.year >= self.published.year:
            return None
        one_year = value.latest is not None and value.latest.year == first.year
        return first.year if one_year and value.precision != "year" else None

    def _anchor_of(self, mention: DateMention) -> Edtf | None:
        return None if mention.is_dateline or mention.value is None else self._anchor(mention.value)

    def _year_of(self, mention: DateMention) -> int | None:
        absolute = mention.form == "absolute" and mention.value is not None
        return self._past_year(mention.value) if absolute and mention.value else None

    def _is_range(self, phrase: Phrase) -> bool:
        joint = self.document.tokens[phrase.slots["joint"].first].lower
        opener = phrase.slots.get("open")
        return joint not in _LIST_WORDS or (opener is not None and opener.letter == "b")

    def _listed(self, phrase: Phrase, context: Context) -> list[_Found]:
        """Give each day of "4, 5 and 6 May" its own mention; the month belongs to all."""
        days = [i for i in range(phrase.begin, phrase.end) if self.atoms[i].letter in "dr"]
        out = []
        for place, index in enumerate(days):
            slots = {**phrase.slots, "d": self.atoms[index]}
            begin = phrase.begin if place == 0 and self.row[phrase.begin] == "m" else index
            end = phrase.end if place == len(days) - 1 else index + 1
            meaning = resolution.resolve(replace(phrase, rule="day", slots=slots), context)
            if meaning is not None:
                out.append(_Found(begin, end, meaning, "day"))
                self._remember(meaning)
        return out

    def _hangs_on_a_clause(self, phrase: Phrase) -> bool:
        """Tell "a day after the vote" from "a day after."."""
        shift = phrase.slots.get("shift")
        last = self.document.tokens[self.atoms[phrase.end - 1].last - 1].lower
        following = self.row[phrase.end : phrase.end + 1]
        word = self._word(phrase.end)
        if phrase.number("a") == 0:  # "that day" points back by itself
            return False
        if shift is None:
            if self.document.language == "es":
                compared = last in ("previo", "previa", "anterior") and word in ("a", "al")
                return compared or word in ("de", "del", "que")
            if following == "o":
                return True
            if last == "after":
                return following not in ("", ",", "z", ")", "c", "-")
            return last == "before" and following != "" and following in "tnTA"
        if last in ("after", "before"):
            return following not in ("", ",", "z", ")", "c")
        return self.document.language == "es" and word in ("de", "del", "que")

    def _joined(self, found: list[_Found]) -> list[_Found]:
        """Join "from Monday to Friday", "between March and May 2020" into one stretch."""
        out: list[_Found] = []
        for item in found:
            joined = self._join(out[-1], item) if out else None
            if joined is None:
                if out and self._is_listed(out[-1], item):
                    out[-1] = replace(out[-1], meaning=self._with_year_of(out[-1], item))
                out.append(item)
            else:
                out[-1] = joined
        return out

    def _is_listed(self, one: _Found, two: _Found) -> bool:
        """Tell whether "April" in "April or May 1971" takes the year of its neighbour."""
        between = self.row[one.end : two.begin]
        joint = self._word(one.end)
        return (
            re.fullmatch("ct?", between) is not None
            and joint in _LIST_WORDS
            and {one.rule, two.rule} <= {"day", "month"}
        )

    def _join(self, one: _Found, two: _Found) -> _Found | None:
        between = self.row[one.end : two.begin]
        if not re.fullmatch(r"t?[ck-]t?", between):
            return None
        joint = self._word(one.end if between[0] != "t" else one.end + 1)
        opener = re.search(r"([bfso])t?$", self.row[: one.begin])
        letter = opener[1] if opener else ""
        if joint in _LIST_WORDS and letter != "b":
            return None
        if joint not in _LIST_WORDS | _RANGE_WORDS:
            return None
        if joint == "a" and not letter and not {one.rule, two.rule} <= {"day", "month", "numeric"}:
            return None
        first = self._with_year_of(one, two)
        meaning = join(first, two.meaning)
        if meaning is None:
            return None
        begin = opener.start(1) if opener else one.begin
        return _Found(begin, two.end, meaning, "range")

    def _with_year_of(self, one: _Found, two: _Found) -> Resolved:
        """Read "from January to March 2020": a month before takes the year told after it."""
        end = two.meaning.value
        if one.meaning.form == "absolute" or two.meaning.form != "absolute" or end is None:
            return one.meaning
        latest = end.latest
        phrase = next(
            (p for p in phrases(self.atoms) if p.begin == one.begin and "m" in p.slots), None
        )
        if latest is None or phrase is None:
            return one.meaning
        for year in (latest.year, latest.year - 1):
            told = Atom("y", 0, 1, number=year)
            dated = replace(phrase, slots={**phrase.slots, "y": told})
            meaning = resolution.resolve(dated, Context(self.published))
            if (
                meaning
                and meaning.value
                and meaning.value.earliest
                and meaning.value.earliest <= latest
            ):
                return meaning
        return one.meaning

    def _opened(self, item: _Found) -> _Found:
        """Read the word before: "since", "until", "by", "about"."""
        before = re.search(r"([skjq])(q?)t?$", self.row[: item.begin])
        if before is None and self._is_beginning(item):
            return replace(item, meaning=resolution.begun(item.meaning, self.published))
        if before is None or item.rule == "range":
            return item
        meaning = resolution.about(item.meaning) if "q" in before.group() else item.meaning
        edge = self.atoms[item.begin].word if self.row[item.begin] == "e" else None
        if before[1] == "s":
            meaning = resolution.since(meaning, self.published, start=edge == "start")
        elif before[1] == "k":
            meaning = resolution.until(meaning, end=edge == "end")
        return _Found(before.start(), item.end, meaning, item.rule)

    def _is_beginning(self, item: _Found) -> bool:
        """Tell whether a verb of beginning stands just before: "which began on 4 May"."""
        before = [self._word(i) for i in range(max(0, item.begin - 3), item.begin)]
        return any(map(_BEGAN.fullmatch, before))

    def _mention(self, item: _Found) -> DateMention:
        meaning, span = item.meaning, self._span(item.begin, item.end)
        return DateMention(
            span,
            meaning.value,
            meaning.form,
            meaning.how,
            meaning.is_period,
            tuple(a for a in dict.fromkeys(meaning.alternatives) if a != meaning.value),
            modifies=self._modified(item),
            is_dateline=self._is_dateline(span),
        )

    def _span(self, begin: int, end: int) -> Span:
        tokens = self.document.tokens
        first, last = tokens[self.atoms[begin].first], tokens[self.atoms[end - 1].last - 1]
        stop = last.end - 2 if re.search(r".['’]s$", last.text) else last.end
        return self.document.cut(first.start, stop)

    def _modified(self, item: _Found) -> Span | None:
        """Find the noun dated: "the December 7 coup", "el golpe del 7 de mayo"."""
        if item.end < len(self.atoms):
            noun = self.atoms[item.end]
            possessive = re.search(
                r"['’]s$", self.document.tokens[self.atoms[item.end - 1].last - 1].text
            )
            if self.document.language == "en" and (noun.kind == "event" or possessive):
                token = self.document.tokens[noun.first]
                return self.document.cut(token.start, token.end) if token.is_word else None
        head = item.begin - 1
        while head >= 0 and self.atoms[head].letter in "otLNT":
            head -= 1
        linked = "o" in self.row[head + 1 : item.begin]
        if head >= 0 and linked and self.atoms[head].kind == "event":
            return self.document.span_of(self.atoms[head].first, self.atoms[head].last)
        return None

    def _is_dateline(self, span: Span) -> bool:
        """Tell whether the date stands in a head like "LIMA, Dec 9 (Agency) -"."""
        if self.sentence.paragraph > 2:
            return False
        head = self.document.content[self.sentence.start : span.start]
        tail = self.document.content[span.end : span.end + 60]
        words = re.findall(r"[^\W\d_]+", head)
        if len(head) > 60 or not all(w[0].isupper() or len(w) <= 3 for w in words):
            return False
        return (
            bool(words or tail.lstrip().startswith("(")) and _DATELINE_TAIL.match(tail) is not None
        )

    def _open_events(self, mentions: list[DateMention], found: list[_Found]) -> list[DateMention]:
        """Find "since the coup": dated where the text has dated that event, else no value."""
        out = []
        for match in re.finditer(r"s[tTA]?x{0,3}", self.row):
            event = next(
                (i for i in range(match.start() + 1, match.end()) if self.atoms[i].kind == "event"),
                None,
            )
            if event is None:
                continue
            span = self._span(match.start(), event + 1)
            if any(m.span.meets(span) for m in mentions):
                continue
            begun = self._beginning(event, found)
            if begun is not None:
                meaning = resolution.since(begun.meaning, self.published)
                how = "the day on which the sentence says that it began"
                out.append(
                    DateMention(span, meaning.value, "open", how, True, meaning.alternatives)
                )
            else:
                out.append(self._open_event(span, self._word(event), [*self.told, *mentions]))
        return out

    def _beginning(self, event: int, found: list[_Found]) -> _Found | None:
        """Find the date of "since the strike began on June 13", told after the event."""
        for item in found:
            between = self.atoms[event + 1 : item.begin]
            words = [self.document.tokens[a.first].lower for a in between]
            if item.begin > event and len(words) <= 10 and any(map(_BEGAN.fullmatch, words)):
                return None if "z" in self.row[event : item.begin] else item
        return None

    def _open_event(self, span: Span, word: str, told: list[DateMention]) -> DateMention:
        dated = event_anchors(self.document, told).get(word, ())
        values = {m.value for m in dated}
        if len(values) != 1 or dated[0].value is None:
            why = "the event is not dated in the text" if not values else "the text dates several"
            return DateMention(span, None, "open", why, is_period=True)
        point = Resolved(dated[0].value, "open", f"“{word}” is dated {dated[0].value} in the text")
        meaning = resolution.since(point, self.published)
        return DateMention(span, meaning.value, "open", point.how, True, meaning.alternatives)

    def _word(self, index: int) -> str:
        if not 0 <= index < len(self.atoms):
            return ""
        return self.document.tokens[self.atoms[index].first].lower
