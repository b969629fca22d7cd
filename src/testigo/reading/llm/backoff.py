"""How long to wait before the next try."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Backoff:
    """Doubling pauses with jitter; what the server asks for counts where it is longer.

    All in seconds: `first` before the second try, `longest` at most, `patience` the longest that a
    server may ask to wait before a run gives up. `sleep` and `draw` (0 to 1) are for tests.
    """

    first: float = 1.0
    longest: float = 30.0
    patience: float = 120.0
    sleep: Callable[[float], None] = time.sleep
    draw: Callable[[], float] = random.random

    def pause(self, tried: int, asked: float | None) -> float:
        """Return the seconds to wait after try number `tried`, at least what was `asked`."""
        full = min(self.longest, self.first * 2.0 ** (tried - 1))
        own: float = full * (0.5 + self.draw() / 2)
        return max(own, asked or 0.0)


def asked_to_wait(header: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds of a `Retry-After` header (RFC 9110 10.2.3), None where it says none.

    >>> asked_to_wait("7")
    7.0
    """
    if header is None:
        return None
    if header.strip().isascii() and header.strip().isdigit():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())
