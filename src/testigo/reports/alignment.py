"""Finds extracted words again in the page they came from.

No extractor of HTML says where its words stood, so its paragraphs are looked for among the page's
own text nodes. White space is left out of the comparison, since extractors and browsers both
change it; nothing else is. A paragraph that is not found whole is tried line by line; what is
still not found is marked `unaligned`, and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from testigo.reports.canonical_text import Composer

Spot = tuple[int, int]
"""The number of a node and the code point in it."""


@dataclass(frozen=True, slots=True)
class Node:
    """One text node (or attribute) of a page: its path and its characters."""

    path: str
    characters: str


class PageIndex:
    """The characters of all nodes of a page but white space, in the order of the page."""

    __slots__ = ("_cursor", "_key", "_nodes", "_spots")

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = nodes
        spots = [
            (number, at)
            for number, node in enumerate(nodes)
            for at, character in enumerate(node.characters)
            if not character.isspace()
        ]
        self._spots = spots
        self._key = "".join(nodes[number].characters[at] for number, at in spots)
        self._cursor = 0

    def find(self, words: str) -> list[Spot] | None:
        """Return the spot of each character of `words` but white space, None if not on the page.

        The search goes on from the last find, so that a repeated line is found in its turn.
        """
        key = "".join(words.split())
        start = self._key.find(key, self._cursor)
        if start < 0:
            start = self._key.find(key)
        if start < 0 or not key:
            return None
        self._cursor = start + len(key)
        return self._spots[start : self._cursor]

    def add_to(self, composer: Composer, line: str) -> None:
        """Add one line to a text, each character with its node, or the whole as unaligned."""
        spots = self.find(line)
        if spots is None:
            composer.add(line, "unaligned")
            return
        for piece, first, last in self._runs(line, spots):
            if first is None or last is None:
                composer.add(piece, "added")
            else:
                node = self._nodes[first[0]]
                composer.add(piece, "node", (node.path, first[1], last[1] + 1))

    def _runs(
        self, line: str, spots: Sequence[Spot]
    ) -> Iterable[tuple[str, Spot | None, Spot | None]]:
        """Cut a line where its node changes: pieces with the first and last spot, or None."""
        taken = iter(spots)
        placed = [None if character.isspace() else next(taken) for character in line]
        start = 0
        for at in range(1, len(line) + 1):
            if at < len(line) and not self._parts(placed, at):
                continue
            yield from _trimmed(line, placed, start, at)
            start = at

    def _parts(self, placed: Sequence[Spot | None], at: int) -> bool:
        """Whether the node changes at `at`: after white space, its node is that of what follows."""
        here, before = placed[at], at - 1
        while before >= 0 and placed[before] is None:
            before -= 1
        if here is None or before < 0:
            return False
        earlier = placed[before]
        return earlier is not None and earlier[0] != here[0]


def _trimmed(
    line: str, placed: Sequence[Spot | None], start: int, end: int
) -> Iterable[tuple[str, Spot | None, Spot | None]]:
    """White space at the end of a run stands between two nodes: in neither for sure."""
    last = end
    while last > start and placed[last - 1] is None:
        last -= 1
    if last > start:
        yield line[start:last], placed[start], placed[last - 1]
    if last < end:
        yield line[last:end], None, None
