"""One report as the learned reader sees it: words, their features, and what the finders found.

Everything here is plain numbers and strings, so that a page can be stored as JSON and read where
testigo itself is not installed (a lent GPU).
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class NumberAt:
    """A number: words `[first, last)`, its flat values and its use."""

    first: int
    last: int
    low: int | None
    high: int | None
    approx: bool
    use: str


@dataclass(frozen=True, slots=True)
class DateAt:
    """One reading of a date: its first word, its EDTF text, and how likely a reading (0 first)."""

    first: int
    last: int
    value: str
    rank: int


@dataclass(frozen=True, slots=True)
class NameAt:
    """A name: words `[first, last)`, and the words of its fullest form in the report."""

    first: int
    last: int
    full_first: int
    full_last: int
    type: str


@dataclass(frozen=True, slots=True)
class LearningPage:
    """A report, analysed.

    `starts`, `ends`: limits of each word in `content`. `sentences`, `paragraphs`: their numbers,
    one a word. `features`: the numbers of each word's features. `quotations`: words `[first, last)`
    inside quotation marks. `said_by`, `said_by_full`: for each word the first word of who is found
    to say it, and of the speaker's fullest form; -1 where nobody is.
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
    quotations: list[tuple[int, int]]
    said_by: list[int]
    said_by_full: list[int]
    gold: list[dict[str, Any]] = field(default_factory=list)

    def word(self, index: int) -> str:
        """Return the word as it stands in the text."""
        return self.content[self.starts[index] : self.ends[index]]

    def words(self, first: int, last: int) -> str:
        """Return the text from word `first` to the end of word `last - 1`."""
        return self.content[self.starts[first] : self.ends[last - 1]]

    def sentence_limits(self, index: int) -> tuple[int, int]:
        """Return `[first, last)`, the words of the sentence that holds word `index`."""
        number, first, last = self.sentences[index], index, index + 1
        while first > 0 and self.sentences[first - 1] == number:
            first -= 1
        while last < len(self.sentences) and self.sentences[last] == number:
            last += 1
        return first, last


def write_pages(pages: list[LearningPage], path: Path) -> None:
    """Write pages, one JSON object a line."""
    with path.open("w", encoding="utf-8") as file:
        for page in pages:
            file.write(json.dumps(dataclasses.asdict(page), ensure_ascii=False) + "\n")


def read_pages(path: Path) -> list[LearningPage]:
    """Read what `write_pages` wrote."""
    with path.open(encoding="utf-8") as file:
        return [_page(json.loads(line)) for line in file]


def _page(data: dict[str, Any]) -> LearningPage:
    return LearningPage(
        **{
            **data,
            "numbers": [NumberAt(**x) for x in data["numbers"]],
            "dates": [DateAt(**x) for x in data["dates"]],
            "names": [NameAt(**x) for x in data["names"]],
            "quotations": [(a, b) for a, b in data["quotations"]],
        }
    )
