"""What stands between a number and a word of harm, and what it costs to pair them over it.

The costs were set by hand on the tuning reports of `training/split.tsv`, one at a time, keeping
what raised the F1 of tolls there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from testigo.languages.document import Sentence
from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.counted import Counted, is_whole
from testigo.reading.builtin.setting import Harm, Setting

BETWEEN = {
    "link": 0.15,
    "object": 0.15,
    "becomes": 0.3,
    "part": 0.3,
    "barrier": 3.5,
    "crowd": 4.0,
    "figure": 0.3,
    "cause": 2.0,
}
"""What a word between number and harm costs, by its role in `toll_words`."""
PLAIN_WORD = 0.7
MARK = 0.8
STRONG_MARK = 3.5
OTHER_NUMBER = 2.5
OTHER_HARM = 1.2
ASIDE = 0.15
"""What a word costs inside an aside: brackets, or ", including …," between two commas."""
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "their", "its", "him", "them", "another"})
_RELATIVES = frozenset({"who", "that", "which", "they", "he", "she"})
_BE = frozenset({"was", "were", "been", "be", "being", "is", "are", "get", "got"})


class Scale:
    """What the words between two places of one sentence cost, added up once per sentence."""

    def __init__(
        self,
        setting: Setting,
        sentence: Sentence,
        counted: Sequence[Counted],
        harms: Sequence[Harm],
    ) -> None:
        self.document = setting.document
        self.sentence = sentence
        self.counted = counted
        self.language = setting.document.language
        size = sentence.last - sentence.first
        costs = [PLAIN_WORD] * size
        for index, token in enumerate(setting.document.tokens_of(sentence)):
            if not token.text[0].isalnum():
                costs[index] = STRONG_MARK if token.text in ";:.?!" else MARK
                if token.text in "\"“”‘’'«»-":
                    costs[index] = 0.3
        for hit in lexicon(self.language, "toll_words").find(
            setting.document.tokens, sentence.first, sentence.last
        ):
            for index in range(hit.first, hit.last):
                share = BETWEEN[str(hit.entry.attributes["role"])] / (hit.last - hit.first)
                costs[index - sentence.first] = share
        for harm in harms:
            for index in range(harm.first, min(harm.last, sentence.last)):
                costs[index - sentence.first] = OTHER_HARM / (harm.last - harm.first)
        for one in counted:
            for index in range(one.first, one.last):
                whole = ASIDE if one.is_part else OTHER_NUMBER
                costs[index - sentence.first] = whole / (one.last - one.first)
        for index in self._asides():
            costs[index - sentence.first] = min(ASIDE, costs[index - sentence.first])
        self._sums = [0.0]
        for cost in costs:
            self._sums.append(self._sums[-1] + cost)

    def _asides(self) -> Iterator[int]:
        """Yield the tokens of asides: in brackets, or from ", including" to the next comma."""
        tokens, words = self.document.tokens, lexicon(self.language, "toll_words")
        closing: str | None = None
        for index in range(self.sentence.first, self.sentence.last):
            mark = tokens[index].text
            if closing is not None:
                yield index
                if mark == closing:
                    closing = None
            elif mark == "(":
                closing = ")"
                yield index
            elif mark == "," and index + 1 < self.sentence.last:
                hit = words.at(tokens, index + 1, self.sentence.last)
                if hit is not None and hit.entry.get("role") == "part":
                    closing = ","
                    yield index

    def has_object(self, harm: Harm) -> bool:
        """Whether an English verb is followed by its object, so that what stands before acts."""
        if self.language != "en" or harm.last >= self.sentence.last:
            return False
        following = self.document.tokens[harm.last]
        if following.lower in _DETERMINERS:
            return True
        return any(one.first == harm.last and not one.is_part for one in self.counted)

    def is_done_by(self, harm: Harm) -> bool:
        """Whether "who" stands before an English verb that is not passive: "men who seized …"."""
        tokens = self.document.tokens
        start = max(self.sentence.first, harm.first - 2)
        before = [t.lower for t in tokens[start : harm.first]]
        return self.language == "en" and any(w in _RELATIVES for w in before)

    def between(self, first: int, last: int) -> float:
        """Return what tokens `[first, last)` of the document cost."""
        if last <= first:
            return 0.0
        offset = self.sentence.first
        return self._sums[last - offset] - self._sums[first - offset]

    def becomes(self, one: Counted) -> bool:
        """Whether "rose to", "stands at" and the like lead straight to the number."""
        words = lexicon(self.language, "toll_words")
        for index in range(max(self.sentence.first, one.first - 4), one.first):
            hit = words.at(self.document.tokens, index, one.first)
            if hit and hit.last == one.first and hit.entry.get("role") == "becomes":
                return True
        return False

    def is_purpose(self, harm: Harm) -> bool:
        """Whether the verb only says what was meant: "to arrest two men", "para capturar a dos"."""
        if harm.first == self.sentence.first:
            return False
        verb, before = (self.document.tokens[i].lower for i in (harm.first, harm.first - 1))
        if self.language == "en":
            return before == "to" and not verb.endswith(("ed", "ing"))
        return before in ("para", "a", "de") and verb.endswith(("ar", "er", "ir"))

    def is_whole(self, harm: Harm) -> bool:
        """Whether the harm names the whole of which numbers follow: "Of the injured, 71 are …"."""
        return harm.first - 2 >= self.sentence.first and is_whole(self.document, harm.first)

    def is_passive(self, harm: Harm) -> bool:
        """Whether an English participle stands after a form of "be" ("were quickly arrested")."""
        tokens = self.document.tokens
        start = max(self.sentence.first, harm.first - 3)
        return any(t.lower in _BE for t in tokens[start : harm.first])
