"""What is known about a report as a publication, and from where.

Order of trust: what the user said (`option`), then the NAME.meta.json beside the file (`meta file`)
or the keys of an archive's line (`key <name>`), then what the document shows, last what was
detected (the language). None is "not shown": nothing is ever guessed from today's date.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from testigo.languages.detection import detect_language
from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidDate
from testigo.record.report import Metadata, Stated
from testigo.reports.errors import BrokenMetadata

_NAMES = {"outlet": "publisher", "title": "title", "author": "author", "url": "url"}
_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)
_LARGEST = 1_000_000


def published(written: str, basis: str) -> Metadata:
    """Return the published date, and the UTC offset where it is given.

    `written` is EDTF or an ISO 8601 instant; the time of day stays the local one of the offset.

    Raises:
        InvalidDate: if it is neither.

    >>> published("2022-12-16T23:30:00-05:00", "option").utc_offset.value
    '-05:00'
    """
    instant = _INSTANT.fullmatch(written.strip())
    if instant is None:
        return Metadata(published=Stated(Edtf(written.strip()).text, basis))
    day, minute, second, offset = instant.groups()
    value = Edtf(f"{day}T{minute}{second or ':00'}").text
    if offset is None:
        return Metadata(published=Stated(value, basis))
    offset = "+00:00" if offset == "Z" else f"{offset[:3]}:{offset[-2:]}"
    return Metadata(published=Stated(value, basis), utc_offset=Stated(offset, basis))


def language_tag(written: str) -> str:
    """Return a BCP 47 tag in its usual case.

    Raises:
        ValueError: if it is none.
    """
    if not _TAG.fullmatch(written):
        raise ValueError(f"{written!r} is no language tag: write en, es, es-PE")
    first, *rest = written.split("-")
    return "-".join([first.lower(), *(p.upper() if len(p) == 2 else p for p in rest)])


def from_keys(data: Mapping[str, object], basis: Callable[[str], str]) -> Metadata:
    """Read the keys title, outlet, author, published, url and language; null is "not shown".

    Further keys are left alone: people keep their own notes there. `basis` names the basis of a
    key.

    Raises:
        BrokenMetadata: if one of the keys has a value that cannot be kept.
    """
    found: dict[str, Stated] = {}
    for key, name in _NAMES.items():
        value = _words(data, key)
        if value is not None:
            found[name] = Stated(value, basis(key))
    dated = Metadata()
    try:
        if (date := _words(data, "published")) is not None:
            dated = published(date, basis("published"))
        if (language := _words(data, "language")) is not None:
            found["language"] = Stated(language_tag(language), basis("language"))
    except (InvalidDate, ValueError) as fault:
        raise BrokenMetadata(f"its metadata cannot be kept: {fault}") from None
    return Metadata(**found).over(dated)


def _words(data: Mapping[str, object], key: str) -> str | None:
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        kind = type(value).__name__
        raise BrokenMetadata(f"the key {key!r} of its metadata holds no text but {kind}; quote it")
    return value.strip() or None


def meta_file_of(path: Path) -> Path:
    """Return where the metadata of a file would lie: NAME.meta.json beside it."""
    name = path.name.removesuffix(".gz")
    stem = name.rsplit(".", 1)[0] if "." in name[1:] else name
    return path.with_name(f"{stem}.meta.json")


def from_meta_file(path: Path) -> tuple[Metadata, bool]:
    """Read the NAME.meta.json beside a file: what it states, and whether it says "no title".

    Without such a file nothing is stated.

    Raises:
        BrokenMetadata: if the file is there and cannot be understood.
    """
    beside = meta_file_of(path)
    if not beside.is_file():
        return Metadata(), False
    try:
        if beside.stat().st_size > _LARGEST:
            raise BrokenMetadata(f"{beside.name} is over 1 MB; it holds only the keys of a report")
        data = json.loads(beside.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        raise BrokenMetadata(f"{beside.name} beside it is no JSON; mend or remove it") from None
    if not isinstance(data, dict):
        raise BrokenMetadata(f"{beside.name} beside it is no JSON object; mend or remove it")
    try:
        stated = from_keys(data, lambda _: "meta file")
    except BrokenMetadata as fault:
        raise BrokenMetadata(f"{fault} (in {beside.name})") from None
    return stated, "title" in data and stated.title is None


def laid_over(*layers: Metadata) -> Metadata:
    """Join metadata, the most trusted first. An offset goes with its date: the date of one source
    never gets the offset of another."""
    joined = Metadata()
    for layer in layers:
        if joined.published is not None:
            layer = replace(layer, utc_offset=None)
        joined = joined.over(layer)
    return joined


def with_language(known: Metadata, text: str) -> Metadata:
    """Return the metadata with the language detected where nobody said it."""
    if known.language is not None:
        return known
    return known.over(Metadata(language=Stated(detect_language(text), "detected")))


def utc_now() -> datetime.datetime:
    """Return the time now, in UTC: the one clock of this room."""
    return datetime.datetime.now(datetime.UTC)
