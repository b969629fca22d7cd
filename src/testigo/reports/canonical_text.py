"""One canonical text and the map back to where its characters stand in the captured bytes.

Invariant: the segments lie in order, never overlap and fill the text; the characters of a `bytes`
segment are what its bytes decode to; no character was normalised.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from testigo.record.errors import InvalidRecord
from testigo.record.report import Metadata, Segment, Text

_RETURN = re.compile("\r\n?")


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a format's module makes of the bytes: the text, its map, and what the document shows.

    `media_type` is that of the bytes, with the charset of a plain text; `notes` say in a few words
    what of the document was left out ("2 attachments"); `headers` are those of a mail.
    """

    content: str
    segments: tuple[Segment, ...]
    extractor: str
    media_type: str
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def text_of(self, report_id: str) -> Text:
        """Return the record's text."""
        return Text(report_id, self.content, self.extractor, self.segments)

    def to_json(self) -> dict[str, object]:
        """Return it as JSON, for the way out of the child process."""
        return {
            "content": self.content,
            "segments": [[s.start, s.end, s.kind, list(s.where)] for s in self.segments],
            "extractor": self.extractor,
            "media_type": self.media_type,
            "metadata": self.metadata.to_json(),
            "notes": list(self.notes),
            "headers": [list(header) for header in self.headers],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Extracted:
        """Rebuild what a child process sent.

        Raises:
            InvalidRecord: if the form is wrong.
        """
        match data:
            case {
                "content": str(content),
                "segments": list(segments),
                "extractor": str(extractor),
                "media_type": str(media_type),
                "metadata": dict(metadata),
                "notes": list(notes),
                "headers": list(headers),
            }:
                found = tuple(Segment(s, e, kind, tuple(where)) for s, e, kind, where in segments)
                return cls(
                    content,
                    found,
                    extractor,
                    media_type,
                    Metadata.from_json(metadata),
                    tuple(notes),
                    tuple((str(name), str(value)) for name, value in headers),
                )
        raise InvalidRecord("not an extracted text: a member is missing or has the wrong type")


@dataclass(slots=True)
class Composer:
    """Builds a text piece by piece, in order. Neighbours that map alike become one segment."""

    _pieces: list[str] = field(default_factory=list)
    _segments: list[Segment] = field(default_factory=list)
    _length: int = 0

    def add(self, piece: str, kind: str, where: tuple[int | float | str, ...] = ()) -> None:
        """Append characters with their place; an empty piece adds nothing."""
        if not piece:
            return
        start, self._length = self._length, self._length + len(piece)
        self._pieces.append(piece)
        last = self._segments[-1] if self._segments else None
        joined = None if last is None else _joined(last, kind, where)
        if last is not None and joined is not None:
            self._segments[-1] = Segment(last.start, self._length, kind, joined)
        else:
            self._segments.append(Segment(start, self._length, kind, where))

    def part(self) -> None:
        """Part what follows from what stands, by a blank line that no source holds."""
        if self._length:
            self.add("\n\n", "added")

    @property
    def content(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The map so far."""
        return tuple(self._segments)


def _joined(
    last: Segment, kind: str, where: tuple[int | float | str, ...]
) -> tuple[int | float | str, ...] | None:
    if last.kind != kind:
        return None
    if kind == "bytes" and last.where[1] == where[0]:
        return (last.where[0], where[1])
    if kind in ("added", "unaligned") or (kind == "page" and last.where == where):
        return where
    return None


def add_characters(composer: Composer, characters: str, encoding: str, first: int) -> None:
    """Add decoded characters whose bytes begin at offset `first`, with line ends made `\\n`.

    Of `\\r\\n` only the `\\n` is mapped; a lone `\\r` becomes a `\\n` of kind `encoded`, since its
    byte does not decode to it.
    """
    width = len("\r".encode(encoding))
    done = 0
    for match in _RETURN.finditer(characters):
        first = _add_run(composer, characters[done : match.start()], encoding, first)
        if len(match[0]) == 2:
            first += width
            done = match.start() + 1
        else:
            composer.add("\n", "encoded", (first, first + width))
            first += width
            done = match.end()
    _add_run(composer, characters[done:], encoding, first)


def _add_run(composer: Composer, run: str, encoding: str, first: int) -> int:
    last = first + len(run.encode(encoding))
    composer.add(run, "bytes", (first, last))
    return last
