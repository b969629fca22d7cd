"""What every reader takes and gives: the built-in one, a language model, a test double."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

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
