"""JSONL archives: one report a line, with the keys of meta.json plus `text` or `html`.

The report of a line is the line, byte for byte; its text begins with the title, whether `text`
repeats it or not. Other keys under which the words stand are named by a mapping
(`{"text": "body"}`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from testigo.record.report import Metadata
from testigo.reports.canonical_text import Composer, Extracted
from testigo.reports.errors import (
    BrokenMetadata,
    EmptyReport,
    TooLarge,
    TruncatedReport,
    WrongEncoding,
)
from testigo.reports.limits import ENDLESS
from testigo.reports.metadata import from_keys
from testigo.reports.transfer import json_string

EXTRACTOR = "json-line 1"
MEDIA_TYPE = "application/json"
KEYS = ("title", "outlet", "author", "published", "url", "language", "text", "html")
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a line's object: its value and where that stands, in code points."""

    value: object
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A parsed line: its members by our own keys, and what it states as metadata."""

    characters: str
    members: Mapping[str, Member]
    stated: Metadata

    @property
    def page(self) -> str | None:
        """The HTML of a line that has no `text`."""
        text, page = self.members.get("text"), self.members.get("html")
        has_text = text is not None and isinstance(text.value, str) and text.value.strip()
        return None if has_text or page is None else str(page.value)


def lines_of(stream: BinaryIO, most: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield the number and bytes of each line but blank ones; None for one of over `most` bytes.

    Raises:
        TooLarge: if a line has no end: what packs it is a bomb.
    """
    number = 0
    while line := stream.readline(most + 1):
        number += 1
        if len(line) > most:
            _pass_over(stream, line, most * ENDLESS)
            yield number, None
        elif line.strip():
            yield number, line.rstrip(b"\r\n")


def _pass_over(stream: BinaryIO, line: bytes, most: int) -> None:
    passed = 0
    while line and not line.endswith(b"\n"):
        line = stream.readline(1 << 20)
        passed += len(line)
        if passed > most:
            raise TooLarge("one of its lines does not end, so it is a bomb; leave it out")


def parse(content: bytes, mapping: Mapping[str, str]) -> Line:
    """Parse one line.

    Raises:
        WrongEncoding: if it is not UTF-8.
        TruncatedReport: if it is no JSON object.
        EmptyReport: if it has neither `text` nor `html`.
        BrokenMetadata: if one of its keys cannot be kept.
    """
    try:
        characters = content.decode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8")
    except UnicodeDecodeError as fault:
        raise WrongEncoding(
            f"the line is not UTF-8 at byte {fault.start}; write the archive as UTF-8"
        ) from None
    members = _members(characters)
    ours = {key: members[there] for key in KEYS if (there := mapping.get(key, key)) in members}
    named = {key: member.value for key, member in ours.items() if key not in ("text", "html")}
    stated = from_keys(named, lambda key: f"key {mapping.get(key, key)}")
    _check_words(ours, mapping)
    return Line(characters, ours, stated)


def _check_words(ours: Mapping[str, Member], mapping: Mapping[str, str]) -> None:
    for key in ("text", "html"):
        member = ours.get(key)
        if member is None or member.value is None:
            continue
        if not isinstance(member.value, str):
            raise BrokenMetadata(f"its {mapping.get(key, key)!r} is no text; quote it")
        if member.value.strip():
            return
    keys = " nor ".join(repr(mapping.get(key, key)) for key in ("text", "html"))
    raise EmptyReport(f"the line has neither {keys}; name the key of the words, as in text=body")


def _members(characters: str) -> dict[str, Member]:
    """Parse the object of a line and note where each value stands.

    Raises:
        TruncatedReport: if there is no whole object.
    """
    members: dict[str, Member] = {}
    try:
        at = _after(characters, 0, "{")
        if characters[at : at + 1] == "}":
            return members
        while True:
            key, at = _DECODER.raw_decode(characters, at)
            at = _after(characters, at, ":")
            value, end = _DECODER.raw_decode(characters, at)
            members[str(key)] = Member(value, at, end)
            at = _end_of_space(characters, end)
            if characters[at : at + 1] == "}":
                return members
            at = _after(characters, at, ",")
    except (ValueError, RecursionError):
        raise TruncatedReport("the line is no whole JSON object; mend or remove it") from None


def _after(characters: str, at: int, mark: str) -> int:
    """Return where the next value begins after `mark`."""
    at = _end_of_space(characters, at)
    if characters[at : at + 1] != mark:
        raise ValueError(mark)
    return _end_of_space(characters, at + 1)


def _end_of_space(characters: str, at: int) -> int:
    match = _SPACE.match(characters, at)
    assert match is not None  # it matches nothing, at least
    return match.end()


def extract(line: Line) -> Extracted:
    """Return the text of a line that has a `text`."""
    composer = Composer()
    title, text = line.members.get("title"), line.members["text"]
    words = json_string(line.characters, text.start, text.end).stripped()
    stated = None if line.stated.title is None else line.stated.title.value
    if title is not None and stated is not None and not words.characters.startswith(stated):
        json_string(line.characters, title.start, title.end).stripped().add_to(composer)
        composer.part()
    words.add_to(composer)
    return Extracted(composer.content, composer.segments, EXTRACTOR, MEDIA_TYPE, line.stated)
