"""Where sentences begin and end. A line end is always a limit; a full stop is one only where no
abbreviation, initial or figure explains it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from testigo.languages.lexicons import lexicon

_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(r"[.!?…]+[\"”’»'\)\]]*(?=\s+|$)")
_NEXT = re.compile(r"\s+[\"“‘«'\(\[¿¡—–\-•*]*\s*([^\W_])")
_INITIALS = re.compile(r"(?:^|[\s\(\"“])(?:[^\W\d_]\.)+$")


@functools.cache
def _abbreviations(language: str) -> frozenset[str]:
    return frozenset(
        term.rstrip(".") for entry in lexicon(language, "abbreviations") for term in entry.terms
    )


def sentence_limits(content: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Yield `(paragraph, start, end)` of each sentence, white space at its ends left out.

    A paragraph ends at a blank line or, where the text has none, at a line end.
    """
    paragraph, last_end = -1, None
    for line in _LINE.finditer(content):
        if last_end is None or content.count("\n", last_end, line.start()) > 1 or "\n\n" not in content:
            paragraph += 1
        last_end = line.end()
        start = line.start()
        for stop in _STOP.finditer(content, line.start(), line.end()):
            if _ends_sentence(content, start, stop, line.end(), language):
                yield from _trimmed(content, paragraph, start, stop.end())
                start = stop.end()
        yield from _trimmed(content, paragraph, start, line.end())


def _trimmed(content: str, paragraph: int, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    while start < end and content[start].isspace():
        start += 1
    while end > start and content[end - 1].isspace():
        end -= 1
    if start < end:
        yield paragraph, start, end


def _ends_sentence(content: str, start: int, stop: re.Match[str], end: int, language: str) -> bool:
    following = _NEXT.match(content, stop.end(), end)
    if following is None:
        return not content[stop.end() : end].strip()
    if following[1].islower():
        return False
    if stop[0] != ".":
        return True
    before = content[start : stop.start() + 1]
    word = before[:-1].rsplit(None, 1)[-1].lstrip("\"“‘«'([¿¡—–-").lower() if before[:-1].strip() else ""
    if word in _abbreviations(language):
        return False
    return _INITIALS.search(before) is None
