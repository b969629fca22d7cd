"""Candidates of a net without its weights: the words of each value are named by the test."""

from __future__ import annotations

import datetime

from testigo.languages.document import analyse
from testigo.reading.builtin.setting import Setting
from testigo.reading.finders.everything import find_everything
from testigo.reading.learned.candidates import Candidate, Chosen, Coded, Look, Pointed
from testigo.reading.learned.features import analysed_page
from testigo.reading.learned.grammar import CLASS_FIELDS, DATE_FIELDS, LIST_FIELDS
from testigo.reading.learned.page import AnalysedPage, WordRange

PUBLISHED = datetime.date(2023, 5, 10)


class Proposing:
    """One report, and candidates whose values are given by their words in it."""

    def __init__(self, content: str, language: str = "en") -> None:
        document = analyse(content, language, has_title=False)
        findings = find_everything(document, PUBLISHED)
        self.setting = Setting.of(document, findings, PUBLISHED)
        self.page: AnalysedPage = analysed_page(document, findings, PUBLISHED, "page")

    def words(self, text: str) -> WordRange:
        """Return the words of the page that are `text`."""
        start = self.page.content.index(text)
        first = next(i for i, at in enumerate(self.page.starts) if at >= start)
        last = next(i for i, at in enumerate(self.page.ends) if at >= start + len(text))
        return first, last + 1

    def pointed(self, text: str) -> Pointed:
        """Return the words as a value; `mention=full form` where the two differ."""
        mention, _, full = text.partition("=")
        full_words = self.words(full or mention)
        return Pointed(self.page.words(*full_words), (self.words(mention),), full_words, 0.9)

    def candidate(
        self, kind: str, anchor: str, *, probability: float = 0.9, **values: str | list[str]
    ) -> Candidate:
        """Return a candidate hung on the words `anchor`; codes, dates and words by field."""
        first, last = self.words(anchor)
        found = Candidate(kind, self.page, first, last - 1, probability, probability, {}, (0, 1))
        found.quote = self.page.sentence_limits(first)
        row: dict[str, object] = {"kind": kind, "quote": self.page.words(*found.quote)}
        for name, value in values.items():
            if name in CLASS_FIELDS[kind]:
                found.codes[name] = Coded(str(value), 0.9, (Look(first, 0.9),))
            elif name in DATE_FIELDS[kind]:
                found.dates[name] = self.chosen(str(value))
            elif name == "age":
                found.age = self.age(str(value))
            else:
                texts = value if isinstance(value, list) else [value]
                found.words[name] = tuple(self.pointed(text) for text in texts)
                row[name] = texts if name in LIST_FIELDS else texts[0]
        for name, codes in CLASS_FIELDS[kind].items():
            found.codes.setdefault(name, Coded(codes[0], 0.9, (Look(first, 0.9),)))
        if kind == "toll":
            found.number = next(n for n in self.page.numbers if n.first == first)
        found.row = dict.fromkeys(("name", "age", "occupation", "place", "date"), None) | row
        return found

    def chosen(self, text: str) -> Chosen:
        """Return a date by its words; `published` is the report's own day, without words."""
        if text == "published":
            return Chosen(PUBLISHED.isoformat(), 0.9, is_published=True)
        date = next(d for d in self.page.dates if self.page.words(d.first, d.last) == text)
        return Chosen(date.value, 0.9, ((date.first, date.last),), (date.mention,))

    def age(self, text: str) -> Chosen:
        """Return an age by its words."""
        number = next(n for n in self.page.numbers if text in self.page.words(n.first, n.last))
        return Chosen(str(number.low), 0.9, ((number.first, number.last),), (number.mention,))
