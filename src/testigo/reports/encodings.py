"""Which characters the bytes of a text are.

UTF-8 and UTF-16 with a byte order mark, then UTF-8, then the Western single-byte sets, which
charset_normalizer tells from the rest of the world. What decodes into nonsense is refused: a wrong
letter in a name is worse than a report that must be saved again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from testigo.reports.errors import BinaryReport, WrongEncoding

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_WESTERN = ["cp1252", "latin_1"]
_CONTROL_BYTE = re.compile(b"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# A lead byte of UTF-8 and the byte it announces ("Ã©" for é) stand together in no Western language.
_UTF_8 = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2\x80[\x90-\xbf]")
_SAVE = "save it as UTF-8 and read it again"
_HEAD = 100_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a text, their encoding (`utf-8`, `utf-16-le`, `utf-16-be`, `cp1252`,
    `latin-1`) and how many bytes of byte order mark stand before them."""

    characters: str
    encoding: str
    skipped: int


def decode(content: bytes) -> Decoded:
    """Decode a plain text.

    Raises:
        BinaryReport: if the bytes are no text.
        WrongEncoding: if they are text in an encoding that is broken or not read here.
    """
    decoded = _marked(content) or _unmarked(content)
    if len(_CONTROL.findall(decoded.characters)) * 100 > len(decoded.characters):
        raise BinaryReport("its bytes are no text and no format that testigo reads; leave it out")
    if "\x00" in decoded.characters:
        raise BinaryReport(f"it holds NUL characters, so it is binary or damaged; {_SAVE}")
    return decoded


def _marked(content: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                characters = content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as fault:
                name = encoding[:6].rstrip("-").upper()
                raise WrongEncoding(
                    f"its byte order mark says {name}, but byte {len(mark) + fault.start} is not; "
                    f"{_SAVE}"
                ) from None
            return Decoded(characters, encoding, len(mark))
    return None


def _unmarked(content: bytes) -> Decoded:
    try:
        return Decoded(content.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError as fault:
        at = fault.start
    head = content[:_HEAD]
    if len(_CONTROL_BYTE.findall(head)) > len(head) // 100:
        raise BinaryReport(
            "its bytes are no text, or UTF-16 without a byte order mark; if it is a text, " + _SAVE
        )
    return _western(content, head, at)


def _western(content: bytes, head: bytes, fault_at: int) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(head, cp_isolation=_WESTERN).best()
    if best is None:
        raise WrongEncoding(f"its encoding is neither UTF-8 nor Western European; {_SAVE}")
    encoding = "cp1252" if best.encoding == "cp1252" else "latin-1"
    try:
        characters = content.decode(encoding)
    except UnicodeDecodeError:
        encoding, characters = "latin-1", content.decode("latin-1")
    if _UTF_8.search(content):
        raise WrongEncoding(f"it is UTF-8 but for byte {fault_at}, which is damaged; {_SAVE}")
    if any("\x80" <= c <= "\x9f" for c in characters):
        raise WrongEncoding(f"its encoding is neither UTF-8 nor Western European; {_SAVE}")
    return Decoded(characters, encoding, 0)
