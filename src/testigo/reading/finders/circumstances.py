"""What stands between a verb of saying and what is said: when, to whom, through what.

"told the Harbour Post on Tuesday that", "dijo ayer a la prensa en un comunicado que". Indices are
tokens, ranges half-open.
"""

from __future__ import annotations

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.finders.clauses import PREPOSITION, Clauses
from testigo.reading.finders.mentions import NameMention
from testigo.record.span import Span

STOPS = frozenset(',;:()[]"“”«»„`—–?!')
_TOLD = 9  # tokens in which whom somebody told must end


class Circumstances(Clauses):
    """Passes over circumstances in one document."""

    def __init__(self, document: Document, names: tuple[NameMention, ...]) -> None:
        super().__init__(document)
        self.cues = lexicon(document.language, "attribution_cues")
        self.media = lexicon(document.language, "media")
        self.name_at: dict[int, tuple[int, NameMention]] = {}
        for name in names:
            first, last = document.token_range(name.span)
            self.name_at[first] = (last, name)

    def cue_at(self, at: int, last: int) -> Hit | None:
        """The cue of an attribution that begins at a token, None where none does."""
        return self.cues.at(self.tokens, at, last)

    def skip_circumstances(self, at: int, last: int) -> int:
        """Pass over time, addressee and medium that stand between a verb and what is said."""
        while at < last:
            cue = self.cue_at(at, last)
            role = cue.entry.get("role") if cue is not None else None
            if cue is not None and role in ("medium", "addressee"):
                at = cue.last
            elif cue is not None and role == "relayed_by":
                at = max(self._named_addressee(cue.last - 1, last), cue.last)
            elif self.has_role(at, "time", "adverb") or self.begins_time(at, last):
                at += 1
            elif (passed := self._named_addressee(at, last)) > at:
                at = passed
            else:
                return at
        return at

    def skip_told(self, at: int, last: int) -> int:
        """The token after whom somebody told: "the Harbour Post", "a radio in the capital"."""
        if at < last and self.has_role(at, "complementiser"):
            return at
        for end in range(at, min(at + _TOLD, last)):
            if self.tokens[end].text in STOPS or self.tokens[end].text == ".":
                return end
            if end > at and self.has_role(end, "complementiser"):
                return end
        start = at + 1 if at < last and self.has_role(at, "determiner") else at
        found = self.name_at.get(start)
        if found is not None:
            return found[0]
        return start + 1 if start < last and self.has_role(at, "pronoun") else at

    def _named_addressee(self, at: int, last: int) -> int:
        """The token after "a Radio Sur", "to the Herald"; `at` where no such words stand."""
        if not self.has_role(at, "to_somebody"):
            return at
        start = at + 1
        while start < last and self.has_role(start, "determiner", "clitic"):
            start += 1
        medium = start < last and self.media.at(self.tokens, start, last) is not None
        if medium and not self.tokens[start].is_capitalised:
            while start < last and self.tokens[start].is_word and not self._begins_phrase(start):
                start += 1
            return start
        while start < last and self.tokens[start].is_word and not self.tokens[start].is_capitalised:
            if self.media.at(self.tokens, start, last) is None:
                announced = start + 1 < last and self.has_role(start + 1, "complementiser")
                return start + 1 if announced else at
            start += 1
        end = start
        while end < last and self.tokens[end].is_word and self.tokens[end].is_capitalised:
            end += 1
        return end if end > start else at

    def _begins_phrase(self, at: int) -> bool:
        return self.is_article(at) or self.has_role(at, "determiner", "complementiser", "pronoun")

    def begins_time(self, at: int, last: int) -> bool:
        """Whether words of time begin here: "on Tuesday", "el pasado lunes", "el 14 de agosto"."""
        opens = self.has_role(at, "determiner", "clitic", "time", *PREPOSITION)
        if not (opens or self.tokens[at].text[0].isdigit() or self.tokens[at].lower == "el"):
            return False
        for place in range(at + 1, min(at + 4, last)):
            if self.has_role(place, "time"):
                return place < at + 3 or self.tokens[place - 2].text[0].isdigit()
            figure = self.tokens[place].text[0].isdigit()
            if not figure and not self.has_role(place, "determiner", "clitic", *PREPOSITION):
                return False
        return False

    def time_beside(self, at: int, last: int) -> Span | None:
        """The words of time that begin within a few tokens from `at`, before any mark."""
        for place in range(at, min(at + _TOLD, last)):
            if self.tokens[place].text in STOPS or self.has_role(place, "complementiser"):
                return None
            if self.has_role(place, "time") or self.begins_time(place, last):
                end = place + 1
                while end < last and (
                    self.has_role(end, "time")
                    or self.begins_time(end, last)
                    or self.tokens[end].text[0].isdigit()
                ):
                    end += 1
                return self.document.span_of(place, end)
        return None

    def outlet_told(self, at: int, last: int) -> Span | None:
        """The outlet that somebody told, by its name: "told Radio Delta", "dijo a la radio Voz"."""
        for place in range(at, min(at + _TOLD, last)):
            if self.tokens[place].text in STOPS or self.has_role(place, "complementiser"):
                return None
            hit = self.media.at(self.tokens, place, last)
            if hit is None or hit.entry.get("kind") != "outlet":
                continue
            start = place if self.tokens[place].is_capitalised else hit.last
            while start > at and self.tokens[start - 1].is_capitalised:
                start -= 1
            end = max(start, hit.last)
            while end < last and self.tokens[end].is_word and self.tokens[end].is_capitalised:
                end += 1
            if end > start and self.tokens[start].is_capitalised:
                return self.document.span_of(start, end)
        return None

    def medium_in(self, sentence: Sentence) -> Span | None:
        """The words that say through what it was said ("in a statement"), None where none do."""
        for hit in self.cues.find(self.tokens, sentence.first, sentence.last):
            if hit.entry.get("role") == "medium":
                return self.document.span_of(hit.first, hit.last)
        return None
