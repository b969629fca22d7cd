"""What every reader takes and gives: the built-in one, a language model, a test double."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from testigo.record.errors import TestigoError
from testigo.record.reading import ReaderIdentity, Reading
from testigo.record.report import Metadata, Text


@dataclass(frozen=True, slots=True)
class Page:
    """A text to be read, with the metadata valid now."""

    text: Text
    metadata: Metadata


class Reader(Protocol):
    """Anything that reads pages. The same page and identity give the same reading."""

    @property
    def identity(self) -> ReaderIdentity:
        """Name, version and hash of the lexicons and weights."""
        ...

    def read(self, pages: Sequence[Page]) -> list[Reading]:
        """Return one reading per page, in order.

        What cannot be anchored in the text is dropped and counted in `Reading.dropped`.
        """
        ...


class ReaderFault(TestigoError):
    """A reader broke its contract: it gave not one reading a page, or one of another page."""

    def __init__(self, reader: ReaderIdentity, what: str) -> None:
        super().__init__(f"the reader {reader.name} {reader.version} {what}; correct the reader")
        self.reader = reader


def read_pages(reader: Reader, pages: Sequence[Page]) -> list[Reading]:
    """Return what `reader` gives for `pages`, one reading each and in their order.

    Raises:
        ReaderFault: if it gives more or fewer, or a reading of another text or metadata.
    """
    readings = reader.read(pages)
    if len(readings) != len(pages):
        raise ReaderFault(reader.identity, f"gave {len(readings)} readings of {len(pages)} pages")
    for page, reading in zip(pages, readings, strict=True):
        if (reading.text_id, reading.metadata_id) != (page.text.id, page.metadata.id):
            raise ReaderFault(reader.identity, f"gave another reading for text {page.text.id}")
    return readings
