"""Report -> statements: the reader protocol, the built-in reader, and the finders it reads with.

Needs no database and no network: text and metadata in, readings out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from testigo.record.reading import Reading


def read_text(text: str, language: str | None = None, published: str | None = None) -> Reading:
    """Read one text with the built-in reader, without any casebook.

    `language` is `en` or `es`, None to detect it. `published` is the report's date (EDTF); without
    it "on Sunday" stays unresolved. A first line that a blank line follows is taken as the title.
    Offsets count in the text with line ends as `\\n`.

    Raises:
        InvalidDate: if `published` is no date.

    >>> from testigo.reading import read_text
    >>> reading = read_text("Nine people were killed in Juliaca, the ministry said.", "en")
    >>> [(s.value("low"), s.evidence[0].start) for s in reading.statements if s.kind == "toll"]
    [(9, 0)]
    """
    # The finders and the gazetteer are loaded by whoever reads, not by whoever names this package.
    from testigo.reading.builtin.reader import BuiltinReader
    from testigo.reading.one_text import read_one

    return read_one(text, language, published, BuiltinReader())
