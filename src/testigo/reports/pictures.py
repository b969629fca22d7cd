"""A page as a picture: pixels that a confined process drew, and the PNG that a browser is given.

The PNG is made here and not where the document was opened: what comes out of that process is
numbers of a checked size, never a file format that a browser has to trust.
"""

from __future__ import annotations

import base64
import binascii
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from testigo.record.errors import InvalidRecord

WIDTH = 1400
"""Pixels across that a page is drawn with: sharp at the width of a column, on fine screens too."""
MOST_PIXELS = 8_000_000
"""Pixels of a picture at most; a poster is drawn smaller."""
_CHANNELS = 3


@dataclass(frozen=True, slots=True)
class Picture:
    """One page of a document of `pages`: `width` x `height` pixels, RGB, rows from the top."""

    width: int
    height: int
    pages: int
    pixels: bytes

    def to_json(self) -> dict[str, object]:
        """Return the picture as JSON."""
        return {
            "width": self.width,
            "height": self.height,
            "pages": self.pages,
            "pixels": base64.b64encode(zlib.compress(self.pixels, 1)).decode("ascii"),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Picture:
        """Rebuild a picture.

        Raises:
            InvalidRecord: if the pixels are not as many as it says, or more than may be.
        """
        match data:
            case {
                "width": int(width),
                "height": int(height),
                "pages": int(pages),
                "pixels": str(text),
            } if width > 0 and height > 0 and pages > 0 and width * height <= MOST_PIXELS:
                pixels = _unpacked(text, width * height * _CHANNELS)
                if pixels is not None:
                    return cls(width, height, pages, pixels)
        raise InvalidRecord("the picture of a page has no known form")

    def png(self) -> bytes:
        """Return it as PNG (W3C PNG, third edition: signature, IHDR, IDAT, IEND)."""
        row = self.width * _CHANNELS
        # Each row begins with its filter; 0 is none, and good enough for print on white.
        lines = b"".join(
            b"\0" + self.pixels[at : at + row] for at in range(0, len(self.pixels), row)
        )
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        return (
            b"\x89PNG\r\n\x1a\n"
            + _chunk(b"IHDR", head)
            + _chunk(b"IDAT", zlib.compress(lines, 3))
            + _chunk(b"IEND", b"")
        )


def _unpacked(text: str, size: int) -> bytes | None:
    """Unpack pixels, and no more than are due; None where they are fewer, more, or damaged."""
    unpacking = zlib.decompressobj()
    try:
        pixels = unpacking.decompress(base64.b64decode(text, validate=True), size + 1)
    except (binascii.Error, zlib.error):
        return None
    return pixels if unpacking.eof and len(pixels) == size else None


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
