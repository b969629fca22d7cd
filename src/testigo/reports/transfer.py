"""Which bytes carry which characters where a document is encoded for its way: quoted-printable and
base64 in mail, escapes in JSON.

Characters that stand there as themselves are `bytes`; what must be decoded is `encoded`, with the
range of the code that carries it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from testigo.reports.canonical_text import Composer, add_characters

_QUOTED = re.compile(rb"=([0-9A-Fa-f]{2})|=[ \t]*(?:\r?\n|\Z)|[ \t]+(?=\r?\n|\Z)")
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters, and the bytes `[first, last)` that carry them; `literal` if as themselves."""

    characters: str
    first: int
    last: int
    literal: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """The pieces of one carried text, in order; line ends as they were sent."""

    pieces: tuple[Piece, ...]
    encoding: str

    @property
    def characters(self) -> str:
        """The whole text."""
        return "".join(piece.characters for piece in self.pieces)

    def stripped(self) -> Carried:
        """Return it without white space at its ends."""
        pieces = list(self.pieces)
        while pieces and not pieces[0].characters.strip():
            del pieces[0]
        while pieces and not pieces[-1].characters.strip():
            del pieces[-1]
        if pieces:
            pieces[0] = _cut(pieces[0], self.encoding, left=True)
            pieces[-1] = _cut(pieces[-1], self.encoding, left=False)
        return Carried(tuple(pieces), self.encoding)

    def add_to(self, composer: Composer) -> None:
        """Add the text with line ends made `\\n`."""
        for number, piece in enumerate(self.pieces):
            if piece.literal:
                add_characters(composer, piece.characters, self.encoding, piece.first)
                continue
            words = piece.characters.replace("\r\n", "\n")
            following = self.pieces[number + 1 : number + 2]
            if words == "\r" and following and following[0].characters.startswith("\n"):
                continue
            composer.add(words.replace("\r", "\n"), "encoded", (piece.first, piece.last))


def _cut(piece: Piece, encoding: str, *, left: bool) -> Piece:
    words = piece.characters.lstrip() if left else piece.characters.rstrip()
    if not piece.literal:
        return Piece(words, piece.first, piece.last, False)
    gone = piece.characters[: -len(words)] if left else piece.characters[len(words) :]
    if not gone:
        return piece
    width = len(gone.encode(encoding))
    if left:
        return Piece(words, piece.first + width, piece.last, True)
    return Piece(words, piece.first, piece.last - width, True)


def header_range(content: bytes, name: bytes) -> tuple[int, int]:
    """Return the bytes `[first, last)` of a header's value, without white space at its ends."""
    match = re.search(
        rb"^" + re.escape(name) + rb":[ \t]*(?P<value>(?:[^\r\n]|\r?\n[ \t])*)",
        content,
        re.IGNORECASE | re.MULTILINE,
    )
    if match is None:
        return 0, 0
    return match.start("value"), match.start("value") + len(match["value"].rstrip())


def carried(content: bytes, part: Message, charset: str) -> Carried:
    """Find the words of a part in the message it belongs to.

    Raises:
        UnicodeDecodeError, LookupError: if they are not in `charset`.
    """
    payload = part.get_payload(decode=True)
    decoded = payload if isinstance(payload, bytes) else b""
    way = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    raw = decoded
    if way in ("quoted-printable", "base64"):
        # Other bytes than ASCII break the rules of both; then nothing is found, and the words are
        # mapped to the message as a block.
        raw = str(part.get_payload()).encode("ascii", "replace")
    start = content.find(raw)
    encoding = "utf-8" if charset.lower() in ("ascii", "us-ascii") else charset
    characters = decoded.decode(encoding)
    if start < 0:
        return Carried((Piece(characters, 0, len(content), False),), encoding)
    if raw == decoded and len(characters.encode(encoding)) == len(raw):
        return Carried((Piece(characters, start, start + len(raw), True),), encoding)
    if way == "quoted-printable":
        pieces = tuple(_quoted(raw, encoding, start))
        if "".join(piece.characters for piece in pieces) == characters:
            return Carried(pieces, encoding)
    return Carried((Piece(characters, start, start + len(raw), False),), encoding)


def _quoted(raw: bytes, encoding: str, start: int) -> Iterator[Piece]:
    """Cut quoted-printable bytes into what stands as itself and what is `=C3=A9`.

    A soft line end may stand inside a character: codes are gathered until something literal comes.
    """
    run, codes = 0, list[re.Match[bytes]]()
    for match in (*_QUOTED.finditer(raw), None):
        begins = len(raw) if match is None else match.start()
        if codes and (begins > run or match is None):
            yield _of_codes(codes, encoding, start)
            codes = []
        if begins > run:
            literal = raw[run:begins].decode(encoding)
            yield Piece(literal, start + run, start + begins, True)
        if match is not None:
            run = match.end()
            codes += [match] if match[1] else []


def _of_codes(codes: list[re.Match[bytes]], encoding: str, start: int) -> Piece:
    value = bytes(int(code[1], 16) for code in codes)
    first, last = start + codes[0].start(), start + codes[-1].end()
    return Piece(value.decode(encoding), first, last, False)


def json_string(line: str, start: int, end: int) -> Carried:
    """Return what carries the JSON string `line[start:end]`, quotes included, of a line in UTF-8.

    Bytes count from the beginning of the line.
    """
    pieces, at, byte = [], start + 1, len(line[: start + 1].encode())
    for match in (*_ESCAPE.finditer(line, start + 1, end - 1), None):
        stop = end - 1 if match is None else match.start()
        if stop > at:
            width = len(line[at:stop].encode())
            pieces.append(Piece(line[at:stop], byte, byte + width, True))
            byte += width
        if match is not None:
            width = len(match[0])
            pieces.append(Piece(json.loads(f'"{match[0]}"'), byte, byte + width, False))
            byte, at = byte + width, match.end()
    return Carried(tuple(pieces), "utf-8")
