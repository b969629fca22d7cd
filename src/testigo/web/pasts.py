"""The casebook as it stood at a moment, for pages that show the past.

Making one folds the log up to that moment, which takes a while in a big casebook; the last one is
kept for all pages, as who looks into the past looks at several of them. One person at a time looks
at it.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from testigo.casebook import Casebook
from testigo.web.asked import BadParameter

_DAY = len("2026-11-27")


class Pasts:
    """The pasts of one casebook: `today` gives it as the person who asks may see it now."""

    def __init__(self, today: Callable[[], Casebook]) -> None:
        self._today = today
        self._lock = threading.Lock()
        self._kept: tuple[tuple[datetime.datetime, str, int], Casebook] | None = None

    @contextmanager
    def shown(self, at: str) -> Iterator[Casebook]:
        """Give the casebook that an address asks for with `at`: today's for "", else a past one.

        Raises:
            BadParameter: if `at` is no day or moment.
            NotKept: if it held nothing then.
        """
        if not at:
            yield self._today()
            return
        with self.at(moment_of(at)) as past:
            yield past

    @contextmanager
    def at(self, moment: datetime.datetime) -> Iterator[Casebook]:
        """Give the casebook as it stood at a moment, to be looked at until the block ends.

        Raises:
            NotKept: if it held nothing then.
        """
        with self._lock:
            today = self._today()
            asked = (moment, str(today.head()), id(today))
            if self._kept is None or self._kept[0] != asked:
                if self._kept is not None:
                    self._kept[1].close()
                    self._kept = None
                self._kept = (asked, today.at(moment))
            yield self._kept[1]


def moment_of(at: str) -> datetime.datetime:
    """Return the moment that an address asks for, in UTC; a bare day means its last second.

    Raises:
        BadParameter: if it is none.
    """
    try:
        moment = datetime.datetime.fromisoformat(at)
        if len(at) <= _DAY:
            moment += datetime.timedelta(days=1, seconds=-1)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=datetime.UTC)
        return moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError) as fault:
        raise BadParameter("at", "write a day, as 2026-11-27, or 2026-11-27T14:30") from fault
