"""The casebook as it stood at a moment, for pages that show the past.

Making one folds the log up to that moment, which takes a while in a big casebook; the last one is
kept, as who looks into the past looks at several pages of it. One person at a time looks at it.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from testigo.casebook import Casebook


class Pasts:
    """The pasts of one casebook."""

    def __init__(self, casebook: Casebook) -> None:
        self._casebook = casebook
        self._lock = threading.Lock()
        self._kept: tuple[datetime.datetime, str, Casebook] | None = None

    @contextmanager
    def at(self, moment: datetime.datetime) -> Iterator[Casebook]:
        """Give the casebook as it stood at a moment, to be looked at until the block ends.

        Raises:
            NotKept: if it held nothing then.
        """
        with self._lock:
            head = str(self._casebook.head())
            if self._kept is None or self._kept[:2] != (moment, head):
                if self._kept is not None:
                    self._kept[2].close()
                    self._kept = None
                self._kept = (moment, head, self._casebook.at(moment))
            yield self._kept[2]
