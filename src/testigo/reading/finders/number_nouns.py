"""What a number counts: the noun phrase that follows it, and the links "of the", "each".

Without a tagger: words run on until the lexicon `number_nouns` says stop, or a mark, or a verb's
ending; the phrase is cut after its last noun that names persons, or its last plural.
"""

from __future__ import annotations

from dataclasses import dataclass

from testigo.languages.document import Document
from testigo.languages.lexicons import Hit, lexicon

_LONGEST = 6
_LONGEST_BODY = 3
_CLOSING = frozenset({"stop", "verb", "part", "link", "harm"})
_QUOTES = frozenset("\"“‘«'")


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
        """Return the noun phrase that begins at token `at`; None where none does.

        `one` takes a singular that no lexicon knows ("one Briton") for the noun.
        """
        first = at = self._skip_harm(self.skip_quote(at, limit), limit)
        head, role, members = first, "", False
        while at < min(limit, first + _LONGEST) and self._tokens[at].is_word:
            hit = self._nouns.at(self._tokens, at, limit)
            kind = None if hit is None else hit.entry.get("role")
            end = at + 1 if hit is None else hit.last
            if kind in _CLOSING or (role and self._is_verb(at)):
                break
            if kind == "thing" and role == "person" and not self._is_plural(at):
                break  # "145 people report": a noun after persons that is no plural is a verb
            if kind in ("person", "thing") or self._is_plural(at) or (one and not role):
                head, role = end, kind if kind in ("person", "thing") else _next_role(role)
                members = hit is not None and "members" in hit.entry.attributes
            at = end
        if not role:
            return None
        return Counted(first, self._members_of(head, limit) if members else head, role)

    def skip_quote(self, at: int, limit: int) -> int:
        """Skip the mark in: one "terrorist"."""
        return at + 1 if at < limit and self._tokens[at].text in _QUOTES else at

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
        last = end
        while last < min(limit, end + _LONGEST_BODY) and self._tokens[last].is_word:
            role = self.role_at(last, limit)[0]
            if role in _CLOSING or (last > end and self._is_verb(last)):
                break
            if last > end and self._tokens[last].is_capitalised > self._tokens[end].is_capitalised:
                break  # a name set beside it: "members of the movement Civic Dawn"
            last += 1
        return last if last > end else at

    def _is_plural(self, at: int) -> bool:
        word = self._tokens[at].lower
        return len(word) > 3 and word.endswith("s") and not word.endswith("ss")

    def _is_verb(self, at: int) -> bool:
        """Tell whether a word ends as a verb of the past does."""
        return self._tokens[at].lower.endswith(("ed", "ing", "ó", "ron", "aban", "ían"))


def _next_role(role: str) -> str:
    """Return the role of a phrase that an unknown plural ends: it alone says who is counted."""
    return "person" if role == "person" else "unknown"


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
