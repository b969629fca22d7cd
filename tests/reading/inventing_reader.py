"""A reader that quotes words which no text holds, to show what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence

from testigo.reading.coverage import unread
from testigo.reading.drafts import Draft, DraftValue
from testigo.reading.grounding import ground
from testigo.reading.protocol import Page
from testigo.record.reading import ReaderIdentity, Reading


class InventingReader:
    """Gives one toll whose number stands in the text, and dresses it with what does not."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self._drafts = tuple(drafts)

    @property
    def identity(self) -> ReaderIdentity:
        return ReaderIdentity("inventing", "1", "none")

    def read(self, pages: Sequence[Page]) -> list[Reading]:
        readings = []
        for page in pages:
            found, dropped = ground(page.text, self._drafts)
            coverage = unread(page.text.content, "und")
            readings.append(
                Reading(page.text.id, page.metadata.id, self.identity, found, coverage, dropped)
            )
        return readings


def toll(number: int, words: str, sentence: str, **more: DraftValue) -> Draft:
    """A toll of the killed, anchored by words."""
    fields = {
        "outcome": DraftValue("killed", ("killed",)),
        "low": DraftValue(number, (words,)),
        "high": DraftValue(number, (words,)),
        "wording": DraftValue(words, (words,)),
    }
    return Draft("toll", fields | more, (sentence,), rule="test.invented")
