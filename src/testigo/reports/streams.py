"""Files opened as streams: never whole in memory, unpacked on the way, hashed where they are kept.

Standard input and pipes cannot be read twice, so they are spooled to a temporary file that has no
name in any folder and is gone when it is closed.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import shutil
import tempfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from testigo.record.report import Container, Metadata
from testigo.reports import formats
from testigo.reports.errors import TooLarge, TruncatedReport
from testigo.reports.folders import absent
from testigo.reports.limits import MEGABYTE, Limits
from testigo.reports.obtained import Obtained

_CHUNK = 1 << 20
_PACKED = b"\x1f\x8b"
_SPOOLED = 8 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Source:
    """A stream that can be read twice, and what is known of it, as in Obtained.

    With a `kind` it is one document of that format, and no archive, whatever its bytes look like.
    """

    stream: BinaryIO
    address: str
    name: str
    how: str
    given: Metadata = field(default_factory=Metadata)
    untitled: bool = False
    declared: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    redirects: tuple[str, ...] = ()
    robots: str | None = None
    url: str | None = None
    kind: str | None = None

    @property
    def is_packed(self) -> bool:
        """Whether the stream is gzip; it is at its beginning after."""
        self.stream.seek(0)
        packed = self.stream.read(2) == _PACKED
        self.stream.seek(0)
        return packed

    def obtained(self, content: bytes, container: Container | None) -> Obtained:
        """Return the document that the whole stream is."""
        return Obtained(
            content,
            self.address,
            self.name,
            self.how,
            self.declared,
            self.given,
            self.untitled,
            container,
            self.headers,
            self.redirects,
            self.robots,
            kind=self.kind,
            url=self.url,
        )


def open_file(path: Path) -> BinaryIO:
    """Open a file that can be read twice; a pipe is spooled first.

    Raises:
        AbsentReport: if it cannot be opened.
    """
    try:
        if path.is_file():
            return path.open("rb")
        with path.open("rb") as pipe:
            return spooled(pipe)
    except (OSError, ValueError):
        raise absent(path) from None


def spooled(source: BinaryIO) -> BinaryIO:
    """Copy a stream that can be read once into one that can be read twice."""
    spool = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115 - the caller closes it
    shutil.copyfileobj(source, spool, _CHUNK)
    spool.seek(0)
    return cast(BinaryIO, spool)


def head_of(stream: BinaryIO) -> bytes:
    """Return the first bytes, unpacked if they are gzip; the stream is at its beginning after."""
    stream.seek(0)
    head = stream.read(formats.HEAD)
    stream.seek(0)
    return unpacked_head(head) if head.startswith(_PACKED) else head


def unpacked_head(head: bytes) -> bytes:
    """Return what the first bytes of a gzip file unpack to, at most as many as decide a format."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, formats.HEAD)
    except zlib.error:
        return b""


def identity_of(stream: BinaryIO) -> str:
    """Return the SHA-256 of a whole stream; it is at its beginning after."""
    stream.seek(0)
    seen = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        seen.update(chunk)
    stream.seek(0)
    return seen.hexdigest()


def unpacked(stream: BinaryIO) -> BinaryIO:
    """Return a stream of what gzip packed, or the stream itself if it is not packed."""
    stream.seek(0)
    packed = stream.read(2) == _PACKED
    stream.seek(0)
    if not packed:
        return stream
    return cast(
        BinaryIO, io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=stream, mode="rb")))
    )


def read_capped(stream: BinaryIO, limits: Limits, what: str = "it") -> bytes:
    """Read one document.

    Raises:
        TooLarge: if it holds, or unpacks to, more bytes than a document may.
        TruncatedReport: if its packing is cut or damaged.
    """
    try:
        content = stream.read(limits.document_bytes + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise TruncatedReport("its gzip packing is cut or damaged; capture it again") from None
    if len(content) > limits.document_bytes:
        most = limits.document_bytes // MEGABYTE
        raise TooLarge(
            f"{what} holds over {most} MB, which no report does; cut it up or leave it out"
        )
    return content
