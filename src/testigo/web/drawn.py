"""What confined processes make of captured documents for showing them: pages of a PDF as pictures,
a web page made inert. Made when it is asked for, and kept a while in memory, never on the disk.

Each document has its own process, so that one that is made to do harm never meets another; it is
kept for what is asked of the same document next.
"""

from __future__ import annotations

import datetime
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from testigo.reports.limits import MEGABYTE, Limits
from testigo.reports.sandbox import Sandbox

MOST_BYTES = 48 * MEGABYTE
"""How much is kept: some hundreds of pages of print."""
SECONDS = 20.0
"""How long the making of one page may take; a person waits for it."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as PNG, of a document of `pages`."""

    png: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class _Made:
    content: bytes
    pages: int


_Key = tuple[str, int]
_WHOLE = 0
"""The key of a web page; pages of a PDF begin at 1."""


class Drawn:
    """Makes one thing at a time; safe to use from any thread."""

    def __init__(self, limits: Limits | None = None, most_bytes: int = MOST_BYTES) -> None:
        self._limits = limits or Limits(child_seconds=SECONDS)
        self._most_bytes = most_bytes
        self._kept: OrderedDict[_Key, _Made] = OrderedDict()
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._sandbox: Sandbox | None = None
        self._of: str | None = None

    def image(self, report_id: str, number: int, content: Callable[[], bytes]) -> PageImage:
        """Return a page, from 1, of the PDF that `content` gives.

        Raises:
            UnreadableReport: if it cannot be drawn, or there is no such page.
        """

        def draw(sandbox: Sandbox) -> _Made:
            picture = sandbox.draw(content(), number, _today())
            return _Made(picture.png(), picture.pages)

        made = self._made((report_id, number), draw)
        return PageImage(made.content, made.pages)

    def inert(self, report_id: str, content: Callable[[], tuple[bytes, bool]]) -> bytes:
        """Return a web page that can do nothing, as XHTML in UTF-8.

        `content` gives its bytes, and whether they are UTF-8 whatever the page says.

        Raises:
            UnreadableReport: if it cannot be parsed.
        """

        def make(sandbox: Sandbox) -> _Made:
            page, decoded = content()
            return _Made(sandbox.make_inert(page, _today(), decoded=decoded).encode(), 1)

        return self._made((report_id, _WHOLE), make).content

    def forget(self, report_id: str) -> None:
        """Let go of what was made of a report."""
        with self._lock:
            for key in [key for key in self._kept if key[0] == report_id]:
                del self._kept[key]

    def close(self) -> None:
        """End the process."""
        with self._making:
            if self._sandbox is not None:
                self._sandbox.close()
            self._sandbox = self._of = None

    def _made(self, key: _Key, make: Callable[[Sandbox], _Made]) -> _Made:
        if (found := self._find(key)) is not None:
            return found
        with self._making:
            if (found := self._find(key)) is not None:  # made while this one waited
                return found
            made = make(self._sandbox_of(key[0]))
        self._keep(key, made)
        return made

    def _sandbox_of(self, report_id: str) -> Sandbox:
        if self._sandbox is not None and self._of == report_id:
            return self._sandbox
        if self._sandbox is not None:
            self._sandbox.close()
        self._sandbox, self._of = Sandbox(self._limits), report_id
        return self._sandbox

    def _find(self, key: _Key) -> _Made | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: _Key, made: _Made) -> None:
        with self._lock:
            self._kept[key] = made
            while sum(len(one.content) for one in self._kept.values()) > self._most_bytes:
                self._kept.popitem(last=False)


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()
