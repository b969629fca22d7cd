"""Word lists as data. Every entry has a source and an example sentence in which a test finds it.

A lexicon `languages/<language>/<name>.toml`:

    [lexicon]
    definition = "Words that say somebody died by violence or in its course."
    keys = ["outcome", "part"]          # attributes an entry may have
    [[entry]]
    terms = ["killed", "shot dead", "slain"]     # as in running text, lower case, accents kept
    outcome = "killed"
    source = "testigo"                           # or author, year, page
    example = "Two men were shot dead near the square."

A term is matched token by token, case-blind; a token ending in `*` matches any ending (`murier*`),
a token `#` any figure, `_` any one token. The longest term at a place wins. Unknown keys and a
term listed twice in one lexicon are errors.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Protocol

from testigo.record.errors import InvalidVocabulary

_PIECE = re.compile(r"\*|_|#|\d+(?:[.,]\d+)*|[^\W_]+(?:[’'][^\W\d_]+)*\*?|[^\w\s]")


class _TokenLike(Protocol):
    @property
    def lower(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a lexicon: its terms and what they share."""

    terms: tuple[str, ...]
    attributes: Mapping[str, object]
    source: str
    example: str

    def get(self, key: str) -> str | None:
        """Return a text attribute, or None where the entry has none."""
        value = self.attributes.get(key)
        return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found: tokens `[first, last)` and the entry it belongs to."""

    first: int
    last: int
    entry: Entry


class Lexicon:
    """A word list that can be looked up in tokens. Get one with `lexicon`."""

    def __init__(self, language: str, name: str, definition: str, entries: Sequence[Entry]) -> None:
        self.language, self.name, self.definition = language, name, definition
        self.entries = tuple(entries)
        self._exact: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        self._open: list[tuple[tuple[str, ...], Entry]] = []
        seen: set[str] = set()
        for entry in entries:
            for term in entry.terms:
                if term in seen:
                    raise InvalidVocabulary(f"{language}/{name}.toml lists {term!r} twice")
                seen.add(term)
                pieces = tuple(_PIECE.findall(term))
                if not pieces:
                    raise InvalidVocabulary(f"{language}/{name}.toml: {term!r} has no words")
                if pieces[0].endswith("*") or pieces[0] in "#_":
                    self._open.append((pieces, entry))
                else:
                    self._exact.setdefault(pieces[0], []).append((pieces, entry))
        self._lengths, self._open_lengths = _lengths_by_last_word(entries)
        self._by_prefix: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for pieces, entry in self._open:
            self._by_prefix.setdefault(pieces[0][:3] if len(pieces[0]) > 3 else "", []).append(
                (pieces, entry)
            )

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def may_open(self, word: str) -> bool:
        """Tell whether a term may begin with a word (lower case)."""
        if word in self._exact:
            return True
        pools = (self._by_prefix.get(word[:3], ()), self._by_prefix.get("", ()))
        return any(_fits(pieces[0], word) for pool in pools for pieces, _ in pool)

    def at(self, tokens: Sequence[_TokenLike], first: int, last: int | None = None) -> Hit | None:
        """Return the longest term that begins at token `first` and ends by `last`, or None."""
        limit = len(tokens) if last is None else last
        word = tokens[first].lower
        best: Hit | None = None
        pools = (self._exact.get(word), self._by_prefix.get(word[:3]), self._by_prefix.get(""))
        for pool in pools:
            for pieces, entry in pool or ():
                end = first + len(pieces)
                if end > limit or (best is not None and end <= best.last):
                    continue
                # Most terms fail at their second word: look at it before any call.
                plain = len(pieces) > 1 and pieces[1].isalpha()
                if plain and pieces[1] != tokens[first + 1].lower:
                    continue
                if all(_fits(p, tokens[first + i].lower) for i, p in enumerate(pieces)):
                    best = Hit(first, end, entry)
        return best

    def ending_at(self, tokens: Sequence[_TokenLike], end: int, floor: int, key: str) -> Hit | None:
        """Return the longest term with attribute `key` that begins from `floor` and ends at `end`.

        `end` is the token after the term's last one.
        """
        if end <= floor:
            return None
        lengths = self._lengths.get(tokens[end - 1].lower, self._open_lengths)
        for length in lengths:
            if end - length >= floor:
                hit = self.at(tokens, end - length, end)
                if hit is not None and hit.last == end and key in hit.entry.attributes:
                    return hit
        return None

    def find(
        self, tokens: Sequence[_TokenLike], first: int = 0, last: int | None = None
    ) -> list[Hit]:
        """Return the terms in tokens `[first, last)`, in order, longest first, none overlapping."""
        limit = len(tokens) if last is None else last
        hits, index = [], first
        while index < limit:
            hit = self.at(tokens, index, limit)
            if hit is None:
                index += 1
            else:
                hits.append(hit)
                index = hit.last
        return hits


def _lengths_by_last_word(
    entries: Sequence[Entry],
) -> tuple[dict[str, tuple[int, ...]], tuple[int, ...]]:
    """Return, longest first, how many pieces terms have that end in a word, or in an open piece."""
    closed: dict[str, set[int]] = {}
    opened: set[int] = set()
    for pieces in (_PIECE.findall(term) for entry in entries for term in entry.terms):
        last = pieces[-1]
        is_open = last.endswith("*") or last in "#_"
        (opened if is_open else closed.setdefault(last, set())).add(len(pieces))
    return (
        {word: tuple(sorted(lengths | opened, reverse=True)) for word, lengths in closed.items()},
        tuple(sorted(opened, reverse=True)),
    )


def _fits(piece: str, word: str) -> bool:
    if piece == "_":
        return True
    if piece == "#":
        return word[0].isdigit()
    if piece.endswith("*"):
        return word.startswith(piece[:-1])
    return piece == word


def lexicon_names(language: str) -> list[str]:
    """Return the names of a language's lexicons, sorted."""
    folder = resources.files("testigo.languages") / language
    return sorted(f.name[: -len(".toml")] for f in folder.iterdir() if f.name.endswith(".toml"))


@functools.cache
def lexicon(language: str, name: str) -> Lexicon:
    """Load one lexicon.

    Raises:
        InvalidVocabulary: if there is none of that name, or its file breaks the form above.
    """
    file = resources.files("testigo.languages") / language / f"{name}.toml"
    if not file.is_file():
        raise InvalidVocabulary(f"there is no lexicon {language}/{name}.toml")
    return parse_lexicon(language, name, tomllib.loads(file.read_text(encoding="utf-8")))


def parse_lexicon(language: str, name: str, data: Mapping[str, object]) -> Lexicon:
    """Build a lexicon from the content of its TOML file.

    Raises:
        InvalidVocabulary: for an unknown key, a missing source or example, or a term listed twice.
    """
    head, rows = data.get("lexicon"), data.get("entry", [])
    if not isinstance(head, Mapping) or not isinstance(rows, list):
        raise InvalidVocabulary(f"{language}/{name}.toml needs [lexicon] and [[entry]]")
    allowed = {"terms", "source", "example", *head.get("keys", ())}
    entries = []
    for row in rows:
        unknown = set(row) - allowed
        if unknown or not row.get("terms") or not row.get("source") or not row.get("example"):
            raise InvalidVocabulary(
                f"{language}/{name}.toml, entry {row.get('terms')}: "
                + (
                    f"unknown keys {sorted(unknown)}"
                    if unknown
                    else "needs terms, source and example"
                )
            )
        own = {k: v for k, v in row.items() if k not in ("terms", "source", "example")}
        entries.append(
            Entry(
                tuple(t.lower() for t in row["terms"]),
                MappingProxyType(own),
                row["source"],
                row["example"],
            )
        )
    return Lexicon(language, name, str(head["definition"]), entries)
