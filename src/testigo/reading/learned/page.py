"""One report as the learned reader sees it: words, their features, and what the finders found.

Everything here is plain numbers and strings, so that a page can be stored as JSON and read where
the lexicons are not at hand (a lent GPU).
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass

from testigo.record.span import Span

WordRange = tuple[int, int]
"""Words `[first, last)` of a page."""
UNKNOWN = -1
"""Stands for a mention whose number among the findings was not kept."""


@dataclass(frozen=True, slots=True)
class NumberAt:
    """A number: words `[first, last)`, its flat values and its use.

    `mention`: its place in `Findings.numbers`.
    """

    first: int
    last: int
    low: int | None
    high: int | None
    approx: bool
    use: str
    mention: int = UNKNOWN


@dataclass(frozen=True, slots=True)
class DateAt:
    """One reading of a date: its words, its EDTF text, and how likely a reading (0 first).

    `mention`: its place in `Findings.dates`.
    """

    first: int
    last: int
    value: str
    rank: int
    mention: int = UNKNOWN


@dataclass(frozen=True, slots=True)
class NameAt:
    """A name: words `[first, last)`, and the words of its fullest form in the report.

    `mention`: its place in `Findings.names`.
    """

    first: int
    last: int
    full_first: int
    full_last: int
    type: str
    mention: int = UNKNOWN


@dataclass(frozen=True, slots=True)
class AnalysedPage:
    """A report, analysed.

    `name`: an id, for grouping only. `starts`, `ends`: limits of each word in `content`.
    `sentences`, `paragraphs`: their numbers, one a word. `features`: the numbers of each word's
    features. `quotations`: words `[first, last)` inside quotation marks. `said_by`,
    `said_by_full`: for each word the first word of who is found to say it, and of the speaker's
    fullest form; -1 where nobody is. `published`: the report's day (EDTF), None if unknown.
    """

    name: str
    language: str
    published: str | None
    content: str
    has_title: bool
    starts: list[int]
    ends: list[int]
    folded: list[str]
    sentences: list[int]
    paragraphs: list[int]
    features: list[list[int]]
    numbers: list[NumberAt]
    dates: list[DateAt]
    names: list[NameAt]
    quotations: list[WordRange]
    said_by: list[int]
    said_by_full: list[int]

    def word(self, index: int) -> str:
        """Return the word as it stands in the text."""
        return self.content[self.starts[index] : self.ends[index]]

    def words(self, first: int, last: int) -> str:
        """Return the text from word `first` to the end of word `last - 1`."""
        return self.content[self.starts[first] : self.ends[last - 1]]

    def span(self, words: WordRange) -> Span:
        """Cut the span of words `[first, last)` out of the text."""
        return Span.cut(self.content, self.starts[words[0]], self.ends[words[1] - 1])

    def sentence_limits(self, index: int) -> WordRange:
        """Return `[first, last)`, the words of the sentence that holds word `index`."""
        number = self.sentences[index]
        first = bisect.bisect_left(self.sentences, number)
        return first, bisect.bisect_right(self.sentences, number, lo=first)
