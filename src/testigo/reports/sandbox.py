"""The parent's side of the child process that parses what strangers wrote.

One child serves a whole run, so that its imports are paid once. A parser that crashes, hangs or
eats memory takes only the child with it: the document is refused and the next one gets a new child.
What comes back is JSON, never a pickle, since the child may have been taken over.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import os
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from types import TracebackType
from typing import IO, BinaryIO, Self

from testigo.record.errors import InvalidRecord
from testigo.reports import formats
from testigo.reports.canonical_text import Extracted
from testigo.reports.errors import FAULTS, LimitReached, TruncatedReport
from testigo.reports.limits import Limits
from testigo.reports.pictures import Picture
from testigo.reports.web_archive import ArchiveRecord

_TEXT = "save its text as .txt and read that"
_ANSWER_FACTOR = 40
"""Most bytes of an answer for each byte allowed to a document: escapes and segments swell it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Request:
    """One document to parse. `kind` is one of `formats`; `address` the URL of a page where known;
    `today` the day of capture; `decoded` tells that a page comes as UTF-8 whatever it says; `page`
    is the page of a PDF to draw, from 1, and `inert` asks for a web page made harmless; with
    neither the text is extracted."""

    kind: str
    content: bytes
    address: str | None
    today: datetime.date
    decoded: bool = False
    page: int | None = None
    inert: bool = False


class Sandbox:
    """Parses documents in a child process, which is started when the first one comes."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()

    def extract(self, request: Request) -> Extracted:
        """Parse one document.

        Raises:
            UnreadableReport: if it cannot be read, or its parser passed a limit or crashed.
        """
        match self._answer(request):
            case {"extracted": dict(extracted)}:
                return Extracted.from_json(extracted)
        raise InvalidRecord("the parser's answer has no known form")

    def draw(self, content: bytes, page: int, today: datetime.date) -> Picture:
        """Draw a page of a PDF, from 1.

        Raises:
            UnreadableReport: if it cannot be drawn, or its parser passed a limit or crashed.
        """
        match self._answer(Request(formats.PDF, content, None, today, page=page)):
            case {"picture": dict(picture)}:
                return Picture.from_json(picture)
        raise InvalidRecord("the parser's answer has no known form")

    def make_inert(self, content: bytes, today: datetime.date, *, decoded: bool = False) -> str:
        """Return a web page as XHTML that can do nothing; `decoded` says that it comes as UTF-8.

        Raises:
            UnreadableReport: if it cannot be parsed, or its parser passed a limit or crashed.
        """
        request = Request(formats.PAGE, content, None, today, decoded, inert=True)
        match self._answer(request):
            case {"inert": str(page)}:
                return page
        raise InvalidRecord("the parser's answer has no known form")

    def _answer(self, request: Request) -> object:
        """Let the child answer; what it says is of a form that nobody has looked at yet.

        Raises:
            UnreadableReport: if it says so, or if it passed a limit or crashed.
        """
        if self._child is not None and self._child.poll() is not None:
            self.close()  # it ended between two documents: the next one is not to blame
        child = self._child or self._start()
        late = threading.Event()
        try:
            with _clock(child, late, self._limits.child_seconds):
                answer = self._exchange(child, request)
        except (OSError, EOFError, ValueError):
            self.close()
            raise LimitReached(self._why(late.is_set())) from None
        except BaseException:
            self.close()  # interrupted half-way: what the child says next answers nothing asked
            raise
        match answer:
            case {"fault": str(name), "why": str(why)} if name in FAULTS:
                raise FAULTS[name](why)
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        self._child = start("testigo.reports.parsers", subprocess.PIPE)
        return self._child

    def _exchange(self, child: subprocess.Popen[bytes], request: Request) -> object:
        assert child.stdin is not None
        assert child.stdout is not None
        head = {
            "kind": request.kind,
            "size": len(request.content),
            "address": request.address,
            "today": request.today.isoformat(),
            "decoded": request.decoded,
            "page": request.page,
            "inert": request.inert,
            "limits": dataclasses.asdict(self._limits),
        }
        child.stdin.write(json.dumps(head).encode("ascii") + b"\n")
        child.stdin.write(request.content)
        child.stdin.flush()
        size = int.from_bytes(_exactly(child.stdout.read(8), 8), "big")
        if size > self._limits.document_bytes * _ANSWER_FACTOR:
            raise EOFError
        return json.loads(_exactly(child.stdout.read(size), size))

    def _why(self, late: bool) -> str:
        if late:
            return f"its parser ran for over {self._limits.child_seconds:g} s; {_TEXT}"
        return f"its parser broke down on it, so it is damaged or made to do harm; {_TEXT}"


def start(module: str, source: int | BinaryIO, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a module of ours as a child process that reads `source`."""
    # -P: a folder of downloads must not be able to put its own `email.py` in our way.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback may quote the document
        env={**os.environ, "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1"},
    )


def archive_records(
    stream: BinaryIO, limits: Limits
) -> Generator[tuple[ArchiveRecord, bytes], None, None]:
    """Yield the records of a web archive as a child process reads them, each within its time.

    Raises:
        TruncatedReport: if the child broke down: the archive is damaged, what came before is good.
        LimitReached: if one record took too long.
    """
    stream.seek(0)
    limits_text = json.dumps(dataclasses.asdict(limits))
    child = start("testigo.reports.web_archive", stream, limits_text)
    assert child.stdout is not None
    try:
        while (read := _next_record(child, child.stdout, limits)) is not None:
            yield read
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def _next_record(
    child: subprocess.Popen[bytes], answers: IO[bytes], limits: Limits
) -> tuple[ArchiveRecord, bytes] | None:
    late = threading.Event()
    with _clock(child, late, limits.child_seconds):
        head = answers.readline()
        data = json.loads(head) if head.endswith(b"\n") else None
        size = data.pop("size", 0) if data else 0
        payload = answers.read(size)
    if late.is_set():
        raise LimitReached(
            f"one record took over {limits.child_seconds:g} s; leave the archive out"
        )
    if data is None or len(payload) < size:
        raise TruncatedReport("the archive is cut or damaged from here on; crawl it again")
    if not data:
        return None
    return ArchiveRecord(**{**data, "headers": tuple(map(tuple, data["headers"]))}), payload


@contextlib.contextmanager
def _clock(child: subprocess.Popen[bytes], late: threading.Event, seconds: float) -> Iterator[None]:
    """Kill the child when its time is over, and say so in `late`."""

    def strike() -> None:
        late.set()
        child.kill()

    clock = threading.Timer(seconds, strike)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


def _exactly(content: bytes, size: int) -> bytes:
    if len(content) < size:
        raise EOFError
    return content
