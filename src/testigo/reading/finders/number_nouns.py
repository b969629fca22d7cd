"""What a number counts: the noun phrase that follows it, and the links "of the", "each".

Without a tagger: words run on until the lexicon `number_nouns` says stop, or a mark, or a verb's
ending; the phrase is cut after its last noun that names persons, or its last plural.
"""

from __future__ import annotations

from dataclasses import dataclass

from testigo.languages.document import Document
from testigo.languages.lexicons import Hit, lexicon

_LONGEST = 4
_LONGEST_WITH_MEMBERS = 8


@dataclass(frozen=True, slots=True)
class Counted:
    """The words counted, tokens `[first, last)`, and whether persons, things or unknown."""

    first: int
    last: int
    role: str


class NounReader:
    """Reads counted nouns in one document."""

    def __init__(self, document: Document) -> None:
        self._tokens = document.tokens
        self._nouns = lexicon(document.language, "number_nouns")

    def role_at(self, at: int, limit: int) -> tuple[str, int]:
        """Return the role of the words at token `at` ("" where they have none) and their end."""
        if at >= limit:
            return "", at
        hit = self._nouns.at(self._tokens, at, limit)
        return ("", at + 1) if hit is None else (hit.entry.get("role") or "", hit.last)

    def read(self, at: int, limit: int, *, one: bool = False) -> Counted | None:
        """Return the noun phrase that begins at token `at`; None where none does."""
        first = self._skip_harm(at, limit)
        last, head, role, at, members = first, None, "", first, False
        while at < limit and at < first + _LONGEST and self._tokens[at].is_word:
            hit = self._nouns.at(self._tokens, at, limit)
            kind = None if hit is None else hit.entry.get("role")
            if kind in ("stop", "part", "link", "harm") or (at > first and self._is_verb(at, head)):
                break
            at = at + 1 if hit is None else hit.last
            if kind in ("person", "thing"):
                head, role = at, kind
                members = hit is not None and "members" in hit.entry.attributes
            elif self._is_plural(at - 1) or (one and head is None):
                head, role = at, role or "unknown"
            last = at
        if head is None:
            return None
        if members and head == last:
            head = self._members_of(head, limit)
        return Counted(first, head, role)

    def _skip_harm(self, at: int, limit: int) -> int:
        """Skip "wounded" in "17 wounded protesters": the noun is the protesters."""
        while at < limit:
            hit = self._nouns.at(self._tokens, at, limit)
            if hit is None or hit.entry.get("role") != "harm":
                break
            at = hit.last
        return at

    def _members_of(self, at: int, limit: int) -> int:
        """Return the end of "of the security forces" after "members"; `at` where there is none."""
        link, end = self.role_at(at, limit)
        if link not in ("link", "part") or end >= limit:
            return at
        _, start = self.role_at(end, limit)
        if self._tokens[end].lower in ("la", "el", "los", "las", "the", "its"):
            end = start
        inner = self.read(end, min(limit, at + _LONGEST_WITH_MEMBERS), one=True)
        return at if inner is None or inner.first != end else inner.last

    def _is_plural(self, at: int) -> bool:
        word = self._tokens[at].lower
        return len(word) > 3 and word.endswith("s") and not word.endswith("ss")

    def _is_verb(self, at: int, head: int | None) -> bool:
        """Tell whether a word after a noun ends as a verb of the past does."""
        word = self._tokens[at].lower
        return head is not None and word.endswith(("ed", "ing", "aron", "ieron", "aban"))


def each_after(document: Document, at: int, limit: int) -> bool:
    """Tell whether "each" closes a number's phrase within its next words."""
    words = lexicon(document.language, "number_bounds")
    for index in range(at, min(limit, at + 5)):
        hit: Hit | None = words.at(document.tokens, index, limit)
        if hit is not None and hit.entry.get("side") == "each":
            return True
        if not document.tokens[index].is_word:
            return False
    return False
