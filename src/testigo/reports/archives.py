"""What one source holds: itself, or the reports of the archive that it is."""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Iterator

from testigo.record.report import Container, Metadata
from testigo.reports import formats, json_lines
from testigo.reports.capturing import Setting
from testigo.reports.errors import UnreadableReport
from testigo.reports.limits import MEGABYTE
from testigo.reports.mailbox import messages_of
from testigo.reports.obtained import Obtained, Refused, Skipped
from testigo.reports.sandbox import archive_records
from testigo.reports.streams import Source, head_of, identity_of, read_capped, unpacked
from testigo.reports.web_archive import ArchiveRecord

Found = Obtained | Refused | Skipped


def open_up(source: Source, setting: Setting) -> Iterator[Found]:
    """Yield the documents of a source, read one at a time."""
    try:
        head = head_of(source.stream)
        kind = source.kind or formats.recognise(head, source.name, source.declared)
        if kind == formats.ARCHIVE:
            yield from _records(source, setting)
        elif kind in (formats.LINES, formats.MAILBOX):
            yield from _parts(source, setting, kind)
        else:
            yield _single(source, setting)
    except UnreadableReport as fault:
        yield Refused(source.address, str(fault))
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Refused(source.address, "its gzip packing is cut or damaged; capture it again")
    except OSError:
        yield Refused(source.address, "it cannot be read from its disk; copy it and read the copy")


def _single(source: Source, setting: Setting) -> Obtained:
    packed = source.is_packed
    content = read_capped(unpacked(source.stream), setting.limits)
    container = _container(source, formats.GZIP, "member 1") if packed else None
    return source.obtained(content, container)


def _container(source: Source, kind: str, place: str) -> Container:
    return Container(identity_of(source.stream), formats.MEDIA_TYPES[kind], place)


def _for_all(given: Metadata) -> Metadata:
    """What a meta file beside an archive says of all its reports: outlet and language."""
    return Metadata(publisher=given.publisher, language=given.language)


def _parts(source: Source, setting: Setting, kind: str) -> Iterator[Found]:
    """Yield the lines of a JSONL archive or the messages of a mailbox."""
    container = _container(source, kind, "")
    lines = kind == formats.LINES
    split, word = (json_lines.lines_of, "line") if lines else (messages_of, "message")
    inner = formats.LINE if lines else formats.MAIL
    for number, content in split(unpacked(source.stream), setting.limits.document_bytes):
        place = f"{word} {number}"
        address = f"{source.address}, {place}"
        if content is None:
            most = setting.limits.document_bytes // MEGABYTE
            yield Refused(address, f"it holds over {most} MB, which no report does; leave it out")
            continue
        inside = Container(container.report_id, container.media_type, place)
        given = _for_all(source.given)
        yield Obtained(content, address, "", "container", given=given, container=inside, kind=inner)


def _records(source: Source, setting: Setting) -> Iterator[Found]:
    container = _container(source, formats.ARCHIVE, "")
    skipped: Counter[str] = Counter()
    fault: UnreadableReport | None = None
    records = archive_records(source.stream, setting.limits)
    try:
        for record, content in records:
            if record.skipped is not None:
                skipped[record.skipped] += 1
            else:
                yield _of_record(source, container, record, content)
    except UnreadableReport as broken:
        fault = broken
    finally:
        records.close()
    for why, number in sorted(skipped.items()):
        yield Skipped(source.address, why, number)
    if fault is not None:
        yield Refused(source.address, str(fault))


def _of_record(
    source: Source, container: Container, record: ArchiveRecord, content: bytes
) -> Found:
    address = f"{source.address}, {record.place}"
    if record.fault is not None:
        return Refused(address, record.why)
    return Obtained(
        content,
        address,
        "",
        "container",
        record.media_type,
        _for_all(source.given),
        container=Container(container.report_id, container.media_type, record.place),
        headers=record.headers,
        url=record.url,
    )
