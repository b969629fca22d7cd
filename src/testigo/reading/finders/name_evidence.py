"""What stands beside a run of capitals: titles, ages, prepositions, nouns, verbs of saying."""

from __future__ import annotations

from testigo.languages.document import Document
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.finders.name_words import CONNECTORS, NameWords, bare

_TITLE_REACH = 9  # tokens to the left in which a title may begin: "minister of foreign affairs, "
_ARTICLES = {
    "en": frozenset(["the", "a", "an", "this", "its"]),
    "es": frozenset(["el", "la", "los", "las", "un", "una", "del", "al"]),
}
_NOUNS_OF_PLACE = ("unit", "town", "part", "quarter", "site", "natural")
_AGE_AFTER = frozenset(",).;:")


class Neighbours:
    """The words around token ranges of one document."""

    def __init__(self, document: Document, words: NameWords) -> None:
        self.tokens, self.words = document.tokens, words
        self.content = document.content
        self.glue = CONNECTORS[document.language] | {"the", ",", "'s", ".", "and", "y", "a", "an"}
        self.articles = _ARTICLES[document.language]
        self.verbs = lexicon(document.language, "speech_verbs")

    def word(self, at: int) -> str:
        """Return the lower-case word at a token, empty outside the text."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def title_before(self, first: int) -> tuple[int, int] | None:
        """Return the tokens of a title that ends before token `first`, or None.

        A connector right before the name is none: "hijo de Ana", "president of Peru".
        """
        if self.word(first - 1) in CONNECTORS[self.words.language]:
            return None
        for at in range(first - 1, max(first - _TITLE_REACH, -1), -1):
            hit = self.words.title_at(self.tokens, at, first)
            if "\n" in self.content[self.tokens[at].end : self.tokens[first].start]:
                return None
            if hit is not None and self.words.is_title_head(hit) and not self._is_mixed(hit):
                if not all(self._is_glue(i) for i in range(hit.last, first)):
                    return None
                end = first - 1 if self.word(first - 1) == "," else first
                return self._with_portfolio(at, hit.last), end
            if not self._is_glue(at):
                return None
        return None

    def _is_mixed(self, hit: Hit) -> bool:
        """Whether only the first word is capital: the end of a name and a title after it."""
        first, last = self.tokens[hit.first], self.tokens[hit.last - 1]
        opens = hit.first == 0 or not self.tokens[hit.first - 1].is_word
        return first.is_capitalised and last.is_word and not last.is_capitalised and not opens

    def _with_portfolio(self, at: int, last: int) -> int:
        """Return where a title begins: "former prime minister", "Human Rights Commissioner"."""
        for back in (2, 1):
            hit = self.words.title_at(self.tokens, at - back, last) if at >= back else None
            if hit is not None and hit.last >= last:
                at -= back
                break
        while at > 0 and (
            self.words.title_at(self.tokens, at - 1, at) is not None
            or (self.tokens[at].is_capitalised and self._is_inner_capital(at - 1))
        ):
            at -= 1
        return at

    def _is_inner_capital(self, at: int) -> bool:
        """Whether a capitalised word, no article, stands right before the next one."""
        token, following = self.tokens[at], self.tokens[at + 1]
        return (
            token.is_word
            and token.is_capitalised
            and following.start - token.end == 1
            and not self.words.is_common(token.lower)
        )

    def _is_glue(self, at: int) -> bool:
        token = self.tokens[at]
        return (
            token.lower in self.glue
            or token.lower in self.words.portfolios
            or token.is_capitalised
            or self.words.demonyms.at(self.tokens, at, at + 1) is not None
            or (token.is_word and self.word(at - 1) in ("of", "de", "del"))
        )

    def title_after(self, last: int) -> tuple[int, int] | None:
        """Return the tokens of a title in apposition ("Ana Torres, mayor of Ilave,"), or None."""
        if self.word(last) != ",":
            return None
        for at in range(last + 1, min(last + 5, len(self.tokens))):
            hit = self.words.title_at(self.tokens, at, len(self.tokens))
            if hit is not None and self.words.is_title_head(hit):
                return self._title_end(at, hit.last)
            if hit is None and not self._may_stand_before_title(at):
                return None
        return None

    def _may_stand_before_title(self, at: int) -> bool:
        return (
            self.word(at) in self.articles
            or self.word(at) == "of"
            or self.words.demonyms.at(self.tokens, at, at + 1) is not None
        )

    def has_article_before(self, first: int) -> bool:
        """Whether an article stands right before: persons have none."""
        return self.word(first - 1) in self.articles

    def _title_end(self, first: int, last: int) -> tuple[int, int] | None:
        following = self.tokens[last] if last < len(self.tokens) else None
        if following is not None and following.is_capitalised:
            return None  # a title of the name that follows: "in Lima, President Ana Torres"
        end = last
        while last < len(self.tokens) and (
            self.word(last) in CONNECTORS[self.words.language] or self.word(last) == "the"
        ):
            last += 1
            while last < len(self.tokens) and (
                self.tokens[last].is_capitalised or self.word(last) in self.words.portfolios
            ):
                last += 1
                end = last
        return first, end

    def has_age_after(self, last: int) -> bool:
        """Whether an age follows: ", 34,", "(34)", ", de 34 años"."""
        if self.word(last) not in (",", "("):
            return False
        at = last + 2 if self.word(last + 1) in ("de", "aged") else last + 1
        number = self.word(at)
        if not (number.isdigit() and len(number) <= 2):
            return False
        return self.word(at + 1) in _AGE_AFTER or self.word(at + 1) in (
            "años",
            "year",
            "years",
            "-",
        )

    def is_named(self, first: int) -> bool:
        """Whether a word that leads to a person's name stands before: "called", "su sobrino"."""
        if first == 0:
            return False
        hit = self.words.title_at(self.tokens, first - 1, first)
        return hit is not None and hit.entry.get("kind") == "naming"

    def is_after_preposition(self, first: int) -> bool:
        """Whether a word that leads to places stands right before ("in", "near", "desde")."""
        word = self.word(first - 1)
        return self.words.is_place_word(word, "preposition") and word not in (
            "de",
            "del",
            "a",
            "por",
        )

    def place_noun_before(self, first: int) -> bool:
        """Whether a noun of place leads up to it: "district of", "provincia de", "northern"."""
        at = first - 1
        while at > 0 and self.word(at) in ("of", "the", "de", "del", "la", "el", "los", "las"):
            at -= 1
        if self.words.is_place_word(
            self.word(at), "unit", "town", "part", "quarter", "site", "natural"
        ):
            return at < first - 1 or self.words.language == "es"
        if at == first - 1 and self.words.is_place_word(self.word(at), "closeness"):
            return True
        return self.words.is_place_word(self.word(at), "direction")

    def place_noun_after(self, last: int) -> bool:
        """Whether a lower-case noun of place follows: "Ilave district", "Olmedo bridge"."""
        if self.words.language != "en" or not self.word(last) or self.tokens[last].is_capitalised:
            return False
        hit = self.words.place_lexicon.at(self.tokens, last)
        return hit is not None and hit.entry.get("kind") in _NOUNS_OF_PLACE

    def speaks(self, first: int, last: int) -> bool:
        """Whether a verb of saying stands right before or after."""
        after = last < len(self.tokens) and self.verbs.at(
            self.tokens, last, min(last + 3, len(self.tokens))
        )
        return bool(after) or (
            first > 0 and self.verbs.at(self.tokens, first - 1, first) is not None
        )

    def is_dateline(self, first: int, last: int) -> bool:
        """Whether it opens a report's text as its place: "LIMA (AFP) —", "Quito, 3 de mayo"."""
        line = self.content.rfind("\n", 0, self.tokens[first].start) + 1
        head = self.content[line : self.tokens[first].start]
        if len(head) > 40 or (head.strip() and not head.rstrip().endswith((",", "/"))):
            return False
        rest = self.content[self.tokens[last - 1].end :][:40].split("\n")[0]
        if self.tokens[first].text.isupper() and len(self.tokens[first].text) > 2:
            return any(mark in rest for mark in ("—", "–", "-", "(", ".-"))
        return any(mark in rest for mark in ("(", " — ", " – ", ".-")) or (
            rest.startswith(", ") and any(c.isdigit() for c in rest[:12])
        )

    def possessive(self, at: int) -> bool:
        """Whether a token carries a possessive ending."""
        return bare(self.tokens[at].text) != self.tokens[at].text
