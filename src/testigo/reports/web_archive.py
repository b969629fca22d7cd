"""Web archives (WARC, packed or not): the pages, texts and PDFs that a crawler was answered with.

warcio does the framing, in a child process of its own that reads the file as its standard input and
hands over one record after another: what it does on a damaged archive ranges from silence to an
AttributeError, and its end is all that the parent sees of either. The evidence stays the archive
itself: a report names the record and its byte, and the payload digest written at the crawl.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, BinaryIO

from testigo.reports.limits import MEGABYTE, Limits

READ = ("response", "resource", "conversion")
"""The types of record that may be a report; all others are skipped and counted."""
MEDIA_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """One record. `skipped` says why it is no report, `fault` and `why` why it cannot be read.

    `place` is what finds it again: `record 12 at byte 48213`. `headers` are the WARC date and
    payload digest and the HTTP headers as sent.
    """

    place: str = ""
    url: str | None = None
    media_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    skipped: str | None = None
    fault: str | None = None
    why: str = ""


_CUT = ArchiveRecord(
    fault="TruncatedReport",
    why="the archive is cut or damaged from here on; what stood before it was read",
)


def records_in(stream: BinaryIO, limits: Limits) -> Iterator[tuple[ArchiveRecord, bytes]]:
    """Yield every record of an archive with its payload, unpacked. Runs in the child.

    The last one is a fault if the archive ends before its last record does.
    """
    from warcio.archiveiterator import ArchiveIterator

    archive = ArchiveIterator(stream, check_digests=True)
    end = 0
    for number, record in enumerate(archive, start=1):
        described, payload = _read(record, limits)
        archive.read_to_end(record)  # where a record stands is known only after it was read
        place = f"record {number} at byte {archive.get_record_offset()}"
        yield replace(described, place=place), payload
        end = archive.offset
    if end < os.fstat(stream.fileno()).st_size:
        yield replace(_CUT, place=f"byte {end}"), b""


def _read(record: Any, limits: Limits) -> tuple[ArchiveRecord, bytes]:
    described = _described(record)
    if described.skipped is not None or described.fault is not None:
        return described, b""
    payload = _payload(record.content_stream(), limits.document_bytes + 1)
    if len(payload) > limits.document_bytes:
        why = f"it holds over {limits.document_bytes // MEGABYTE} MB, which no report does"
        return replace(described, fault="TooLarge", why=why), b""
    if getattr(record.raw_stream, "limit", 0):
        why = "the record is cut; crawl the page again"
        return replace(described, fault="TruncatedReport", why=why), b""
    if record.digest_checker is not None and record.digest_checker.passed is False:
        why = "its bytes do not match the digest written at the crawl, so they were altered"
        return replace(described, fault="TruncatedReport", why=why), b""
    return described, payload


def _payload(stream: Any, most: int) -> bytes:
    """Read until the end or `most` bytes: one call of warcio's stream gives what it has at hand."""
    payload = bytearray()
    while len(payload) < most and (chunk := stream.read(min(1 << 16, most - len(payload)))):
        payload += chunk
    return bytes(payload)


def _described(record: Any) -> ArchiveRecord:
    kind, http = record.rec_type, record.http_headers
    if kind is None:
        return _CUT
    url = record.rec_headers.get_header("WARC-Target-URI")
    if kind not in READ:
        return ArchiveRecord(url=url, skipped=f"{kind} records")
    status = http.get_statuscode() if http is not None else "200"
    if not status.startswith("2"):
        return ArchiveRecord(url=url, skipped=f"answers with status {status[:3]}")
    sent = http.get_header("Content-Type") if http is not None else None
    declared = sent or record.rec_headers.get_header("Content-Type") or ""
    media_type = declared.split(";")[0].strip().lower()
    if media_type not in MEDIA_TYPES:
        return ArchiveRecord(url=url, skipped=f"files of type {media_type or 'unknown'}"[:80])
    kept = ("WARC-Date", "WARC-Payload-Digest", "WARC-Record-ID")
    named = [(name, record.rec_headers.get_header(name)) for name in kept]
    headers = [(name, value) for name, value in named if value]
    headers += [] if http is None else [(str(n), str(v)) for n, v in http.headers]
    return ArchiveRecord(url=url, media_type=declared, headers=tuple(headers))


def serve(source: BinaryIO, target: BinaryIO, limits: Limits) -> None:
    """Hand over the records of the archive on standard input, then say that they are all."""
    for record, payload in records_in(source, limits):
        head = json.dumps({**asdict(record), "size": len(payload)}).encode("ascii")
        target.write(head + b"\n" + payload)
        target.flush()
    target.write(b"{}\n")
    target.flush()


if __name__ == "__main__":
    from testigo.reports.parsers import confine

    allowed = replace(Limits(), **json.loads(sys.argv[1]))
    confine(allowed)
    serve(sys.stdin.buffer, sys.stdout.buffer, allowed)
