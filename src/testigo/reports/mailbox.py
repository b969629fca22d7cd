"""Mailboxes (mbox): the messages one after another, each byte for byte as it stands in the file.

A message begins at a line `From ` at the beginning or after a blank line (RFC 4155). The `>` that
mailboxes put before `From ` inside a message is left where it is: it is what was captured.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from testigo.reports.errors import TooLarge
from testigo.reports.limits import ENDLESS


def messages_of(stream: BinaryIO, most: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield the number (from 1) and bytes of each message; None for one of over `most` bytes.

    Raises:
        TooLarge: if a message has no end: what packs it is a bomb.
    """
    number, size, blank = 0, 0, True
    kept: list[bytes] = []
    while line := stream.readline(1 << 20):
        if blank and line.startswith(b"From "):
            if number:
                yield number, _message(kept, size, most)
            number, size, kept = number + 1, 0, []
            continue
        size += len(line)
        if size > most * ENDLESS:
            raise TooLarge("one of its messages does not end, so it is a bomb; leave it out")
        if size <= most:
            kept.append(line)
        blank = not line.strip(b"\r\n")
    if number or size:
        yield max(number, 1), _message(kept, size, most)


def _message(lines: list[bytes], size: int, most: int) -> bytes | None:
    if size > most:
        return None
    content = b"".join(lines)
    for end in (b"\r\n\r\n", b"\n\n"):  # the blank line that parts it from the next
        if content.endswith(end):
            return content[: -len(end) // 2]
    return content
