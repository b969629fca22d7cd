"""What a person's words rest on: the text that she states from, and what is said without a witness.

Shared by the restating of single fields and of lists of small records.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from testigo.languages.document import Document, analyse
from testigo.reading.finders.dates import find_dates
from testigo.reading.finders.places import find_places
from testigo.record.edtf import Edtf
from testigo.record.errors import TestigoError
from testigo.record.places import Place
from testigo.record.report import Text
from testigo.record.span import Span
from testigo.record.values import Value
from testigo.record.vocabularies import LANGUAGES
from testigo.review.locating import distance


class NoWitness(TestigoError):
    """A value without words in the text that it could rest on."""


@dataclass(frozen=True, slots=True)
class Page:
    """The text that is restated from, its language, and the report's day (None if not known).

    `typed` is the language in which the person types, None for that of the text.
    """

    text: Text
    language: str = "en"
    published: datetime.date | None = None
    typed: str | None = None

    @property
    def spoken(self) -> str:
        """The language in which typed dates and numbers are read."""
        return self.typed or self.language


@contextlib.contextmanager
def about(name: str) -> Iterator[None]:
    """Say of what is raised inside which field it is about."""
    try:
        yield
    except TestigoError as fault:
        fault.field = fault.field or name
        raise


def dated(date: Edtf, page: Page, evidence: Sequence[Span]) -> Span | None:
    """Return the words that tell a date, in the evidence or nearest to it; None where none do.

    Words are read as the reader reads them: "on Wednesday" tells the day that it was.
    """
    told = [
        mention.span
        for mention in find_dates(_read(page), page.published)
        if mention.value is not None and mention.value.without_time() == date
    ]
    return min(told, key=lambda span: distance(span, evidence), default=None)


def placed(value: Value, spans: Sequence[Span], page: Page) -> Value:
    """Return places of which only words are known as the reader resolves them at `spans`."""
    items = value if isinstance(value, tuple) else (value,)
    if not any(isinstance(item, Place) and item == Place(item.words) for item in items):
        return value
    mentions = [
        mention
        for mention in find_places(_read(page))
        if any(mention.span.meets(span) for span in spans)
    ]
    known = tuple(
        next((m.place for m in mentions if _is_same(m.place, item)), item)
        if isinstance(item, Place)
        else item
        for item in items
    )
    return known if isinstance(value, tuple) else known[0]


def _read(page: Page) -> Document:
    spoken = page.language.partition("-")[0]
    return analyse(page.text.content, spoken if spoken in LANGUAGES else "en")


def _is_same(place: Place, typed: Place) -> bool:
    names = {place.words.casefold(), (place.name or "").casefold()}
    return typed == Place(typed.words) and typed.words.casefold() in names
