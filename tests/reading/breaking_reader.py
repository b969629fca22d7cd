"""A reader that breaks down, or whose process dies, on certain words."""

from __future__ import annotations

import os
from collections.abc import Sequence

from testigo.reading.coverage import unread
from testigo.reading.protocol import Page
from testigo.record.reading import ReaderIdentity, Reading

BREAKS, DIES = "this breaks the reader", "this kills the process"


class BreakingReader:
    """Finds nothing."""

    @property
    def identity(self) -> ReaderIdentity:
        return ReaderIdentity("breaking", "1", "none")

    def read(self, pages: Sequence[Page]) -> list[Reading]:
        readings = []
        for page in pages:
            content = page.text.content
            if DIES in content:
                os._exit(3)
            if BREAKS in content:
                raise ValueError(f"cannot read {content}")
            coverage = unread(content, "und")
            readings.append(Reading(page.text.id, page.metadata.id, self.identity, (), coverage))
        return readings
