"""Lay annotated statements over a page: the word each hangs on, and where its values stand.

An **anchor** is one word: of a toll its number, of a casualty the name or else the description, of
a post the title, of a claim the first word said, of the other kinds the word that tells what
happened. That word is not annotated: it is picked by the trigger lists, the words of the
annotator's label and by how much oftener its stem stands in sentences of that type (`Ties`), and
hardly ever inside an argument.

A value's **mentions** are all places where its words stand, and shorter forms of the same name.
"""

from __future__ import annotations

import collections
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from training.reader.page import LearningPage

from testigo.languages.document import fold, tokenise
from testigo.reading.learned.features import feature_names, triggers_of
from testigo.reading.learned.grammar import (
    ANCHORED_FIELD,
    CLASS_FIELDS,
    DATE_FIELDS,
    NAME_FIELDS,
    WORD_FIELDS,
)

Mention = tuple[int, int]

DETERMINERS = frozenset(
    {
        *("the", "a", "an", "el", "la", "los", "las", "un", "una", "unos", "unas"),
        *("his", "her", "its", "their", "su", "sus", "some"),
    }
)
_STOP = frozenset(
    [
        "the",
        "and",
        "that",
        "for",
        "with",
        "from",
        "was",
        "were",
        "has",
        "had",
        "have",
        "been",
        "are",
        "who",
        "which",
        "this",
        "but",
        "those",
        "these",
        "por",
        "para",
        "con",
        "que",
        "los",
        "las",
        "del",
        "una",
        "uno",
        "como",
        "fue",
        "han",
        "sido",
        "ser",
        "mas",
        "sobre",
        "entre",
        "cuando",
        "donde",
        "after",
        "before",
        "during",
        "said",
        "dijo",
        "people",
        "personas",
    ]
)
TRIGGERED = ("incident", "measure", "contact", "proceeding")
NEARLY, LEAST, MOST_OTHERS = 1.2, 0.5, 3
"""Other words may tell what happened if they score nearly as much as the best, three at most."""
_NO_ARGUMENTS = frozenset({"means", "rights", "duration", "medium"})
"""Fields whose words may themselves tell what happened ("fired", "right to assemble")."""


@dataclass(frozen=True, slots=True)
class Target:
    """A statement laid over a page.

    `words`: for each word field how many values it has, and the mentions of each value found.
    `choices`: the EDTF text or age, None where not given. `classes`: the number of the code, -1
    where the code is unknown. `end`: the last word of what begins at the anchor. `others`: words
    that tell it nearly as well as the anchor: the net may hang the statement on any of them.
    """

    kind: str
    anchor: int
    others: tuple[int, ...]
    end: int | None
    words: dict[str, tuple[int, list[list[Mention]]]]
    choices: dict[str, str | None]
    classes: dict[str, int]


class Places:
    """Finds words of a value in a page."""

    def __init__(self, page: LearningPage) -> None:
        self.page = page
        self._where: dict[str, list[int]] = collections.defaultdict(list)
        for index, word in enumerate(page.folded):
            self._where[word].append(index)
        self._names: dict[Mention, list[Mention]] = collections.defaultdict(list)
        self._full: dict[Mention, Mention] = {}
        for name in page.names:
            full = (name.full_first, name.full_last)
            self._names[full].append((name.first, name.last))
            self._full[name.first, name.last] = full

    def runs(self, words: Sequence[str]) -> list[Mention]:
        """Return where the folded words stand one after the other."""
        if not words:
            return []
        size, folded = len(words), self.page.folded
        return [
            (i, i + size)
            for i in self._where.get(words[0], ())
            if folded[i : i + size] == list(words)
        ]

    def mentions(self, value: str, is_name: bool) -> list[Mention]:
        """Return where a value stands, in order; shorter forms of a name too."""
        words = _folded(value, self.page.language)
        while words and words[-1] in ".,;:":
            words.pop()
        found = self.runs(words)
        if not found and words and words[0] in DETERMINERS:
            found = self.runs(words[1:])
        if not found and len(words) > 2:
            found = self._longest_part(words)
        if is_name and len(words) > 1:
            found += self._shorter(value, found)
        return sorted(set(found))

    def _longest_part(self, words: list[str]) -> list[Mention]:
        for size in range(len(words) - 1, max(1, len(words) // 2) - 1, -1):
            for first in range(len(words) - size + 1):
                part = words[first : first + size]
                if all(w in DETERMINERS or w in _STOP or not w.isalnum() for w in part):
                    continue
                if found := self.runs(part):
                    return found
        return []

    def _shorter(self, value: str, found: list[Mention]) -> list[Mention]:
        """Return other forms of a name: those the finder ties to it, and its bare last word."""
        more: list[Mention] = []
        for mention in found:
            full = self._full.get(mention, mention)
            more += self._names.get(full, [])
        words = [t.text for t in tokenise(value, 0, len(value)) if t.text[0].isalpha()]
        if words and all(w[0].isupper() or len(w) < 4 for w in words) and words[-1][0].isupper():
            covered = {i for a, b in found for i in range(a, b)}
            more += [m for m in self.runs([fold(words[-1])]) if self._stands_alone(m[0], covered)]
        return [m for m in more if not any(a <= m[0] and m[1] <= b for a, b in found)]

    def _stands_alone(self, index: int, covered: set[int]) -> bool:
        page = self.page
        if index in covered or not page.word(index)[0].isupper():
            return False
        before = index - 1
        return not (
            before >= 0
            and page.word(before)[0].isupper()
            and page.sentences[before] == page.sentences[index]
            and before != page.sentence_limits(index)[0]
        )

    def quoted(self, quote: object) -> list[int]:
        """Return the words inside the quote or quotes of a statement."""
        quotes = quote if isinstance(quote, list) else [quote or ""]
        found: list[int] = []
        for words in quotes:
            start = self.page.content.find(str(words)) if words else -1
            if start >= 0:
                end = start + len(str(words))
                pairs = zip(self.page.starts, self.page.ends, strict=True)
                found += [i for i, (a, b) in enumerate(pairs) if a >= start and b <= end]
        return found


def _folded(value: str, language: str) -> list[str]:
    words = []
    for token in tokenise(value, 0, len(value)):
        if language == "en" and len(token.text) > 2 and token.text.endswith(("'s", "’s")):
            words += [fold(token.text[:-2]), fold(token.text[-2:])]
        else:
            words.append(fold(token.text) or token.text)
    return words


class Ties:
    """How much oftener a stem stands in the quotes of a type than in any sentence (log odds)."""

    def __init__(self, pages: Iterable[LearningPage]) -> None:
        everywhere: collections.Counter[str] = collections.Counter()
        sentences = 0
        by_type: dict[tuple[str, str], collections.Counter[str]] = {}
        given: collections.Counter[tuple[str, str]] = collections.Counter()
        for page in pages:
            places = Places(page)
            whole: dict[int, set[str]] = collections.defaultdict(set)
            for word, sentence in zip(page.folded, page.sentences, strict=True):
                if word.isalpha():
                    whole[sentence].add(word[:5])
            sentences += len(whole)
            for stems in whole.values():
                everywhere.update(stems)
            for row in page.gold:
                if row["kind"] in TRIGGERED:
                    key = (row["kind"], str(row["type"]))
                    words = [page.folded[i] for i in places.quoted(row.get("quote"))]
                    counts = by_type.setdefault(key, collections.Counter())
                    counts.update({w[:5] for w in words if w.isalpha()})
                    given[key] += 1
        self._ties: dict[tuple[str, str], dict[str, float]] = {}
        for key, counts in by_type.items():
            self._ties[key] = {
                stem: _log_odds(count, given[key], everywhere[stem], sentences)
                for stem, count in counts.items()
                if count >= 2
            }

    def of(self, kind: str, type_: str, word: str) -> float:
        """Return the tie of a folded word, 0 to 2.5."""
        return self._ties.get((kind, type_), {}).get(word[:5], 0.0)


def _log_odds(count: int, given: int, everywhere: int, sentences: int) -> float:
    odds = math.log((count + 0.2) / (given + 5)) - math.log((everywhere + 3) / (sentences + 20))
    return max(0.0, min(2.5, odds)) * min(1.0, count / 5)


def targets(page: LearningPage, ties: Ties) -> tuple[list[Target], collections.Counter[str]]:
    """Return the page's statements laid over it, and how many of each kind found no anchor."""
    places, found = Places(page), []
    lost: collections.Counter[str] = collections.Counter()
    for row in page.gold:
        target = _target(page, places, ties, row)
        if target is None:
            lost[row["kind"]] += 1
        else:
            found.append(target)
    return found, lost


def _target(page: LearningPage, places: Places, ties: Ties, row: dict[str, Any]) -> Target | None:
    kind, inside = row["kind"], places.quoted(row.get("quote"))
    if not inside:
        return None
    words = {}
    for name in WORD_FIELDS[kind]:
        values = _values(row.get(name))
        groups = [places.mentions(value, name in NAME_FIELDS) for value in values]
        words[name] = (len(values), [group for group in groups if group])
    choices: dict[str, str | None] = {}
    for name in DATE_FIELDS[kind]:
        choices[name] = str(row[name]).rstrip("~") if row.get(name) else None
    if kind == "casualty":
        choices["age"] = str(row["age"]) if row.get("age") is not None else None
    classes = {
        name: codes.index(row.get(name)) if row.get(name) in codes else -1
        for name, codes in CLASS_FIELDS[kind].items()
    }
    end: int | None = None
    anchor: int | None
    others: tuple[int, ...] = ()
    if kind == "toll":
        anchor = _toll_anchor(page, row, inside, words)
    elif kind == "casualty":
        anchor = _casualty_anchor(page, row, inside, words)
    elif kind in ANCHORED_FIELD:
        mention = _anchored(places, row, kind, inside, words)
        anchor, end = (None, None) if mention is None else (mention[0], mention[1] - 1)
    else:
        triggers = _triggers(page, ties, row, inside, words)
        anchor, others = (triggers[0], tuple(triggers[1:])) if triggers else (None, ())
    if anchor is None:
        return None
    return Target(kind, anchor, others, end, words, choices, classes)


def _values(value: object) -> list[str]:
    if value in (None, "", []):
        return []
    return [str(v) for v in value if v] if isinstance(value, list) else [str(value)]


Words = dict[str, tuple[int, list[list[Mention]]]]


def _all(words: Words, name: str, inside: set[int]) -> list[Mention]:
    return [m for group in words[name][1] for m in group if m[0] in inside]


def _has(page: LearningPage, index: int, feature: str) -> bool:
    names = feature_names()
    return any(names[number] == feature for number in page.features[index])


def _toll_anchor(
    page: LearningPage, row: dict[str, Any], inside: list[int], words: Words
) -> int | None:
    here, low, high = set(inside), row["low"], row["high"]
    numbers = [n for n in page.numbers if n.first in here]
    given = {value for value in (low, high) if value is not None}
    fitting = [n for n in numbers if (n.low, n.high) == (low, high)]
    fitting = fitting or [n for n in numbers if given & {n.low, n.high}]
    if not fitting:
        return None
    outcome = f"harm:outcome={row['outcome']}"
    harms = [i for i in inside if _has(page, i, outcome)]
    people = [m[0] for m in _all(words, "population", here)]

    def cost(first: int, last: int) -> int:
        to_harm = min((abs(h - first) for h in harms), default=0)
        return to_harm + 3 * min((abs(p - last) for p in people), default=0)

    return min(fitting, key=lambda n: cost(n.first, n.last)).first


def _casualty_anchor(
    page: LearningPage, row: dict[str, Any], inside: list[int], words: Words
) -> int | None:
    here = set(inside)
    for name in ("name", "occupation"):
        if mentions := _all(words, name, here):
            return mentions[0][0]
    people = [i for i in inside if _has(page, i, "people")]
    if row.get("age") is not None:
        ages = [i for i in inside if page.word(i) == str(row["age"])]
        if ages:
            return min(people, key=lambda i: abs(i - ages[0])) if people else ages[0]
    if people:
        return people[0]
    outcome = f"harm:outcome={row['outcome']}"
    return next((i for i in inside if _has(page, i, outcome)), None)


def _anchored(
    places: Places, row: dict[str, Any], kind: str, inside: list[int], words: Words
) -> Mention | None:
    here = set(inside)
    mentions = places.mentions(str(row[ANCHORED_FIELD[kind]]), False)
    near = [m for m in mentions if m[0] in here] or mentions
    if not near:
        return None
    if kind == "claim":
        return near[0]
    people = _all(words, "person", here)
    return min(
        near,
        key=lambda m: min((min(abs(m[0] - p[1]), abs(p[0] - m[1])) for p in people), default=0),
    )


def _triggers(
    page: LearningPage, ties: Ties, row: dict[str, Any], inside: list[int], words: Words
) -> list[int]:
    """Return the words that may tell what happened, the likeliest first."""
    kind, type_ = row["kind"], str(row["type"])
    wanted = f"trigger:{kind}:{type_}"
    label = {w[:4] for w in _folded(str(row.get("label") or ""), page.language) if len(w) > 3}
    arguments = {
        i
        for name, (_, groups) in words.items()
        if name not in _NO_ARGUMENTS
        for group in groups
        for mention in group
        for i in range(*mention)
    }
    values = {i for n in page.numbers for i in range(n.first, n.last)}
    values |= {i for d in page.dates for i in range(d.first, d.last)}
    scored: list[tuple[float, int]] = []
    for index in inside:
        word = page.folded[index]
        if not word.isalpha():
            continue
        score = ties.of(kind, type_, word) - 0.002 * (index - inside[0])
        score += 2.5 * (wanted in triggers_of(word, page.language))
        score += 1.5 * (len(word) > 3 and word[:4] in label)
        score -= 3 * (index in arguments) + 3 * (index in values)
        score -= 2 * (word in DETERMINERS or word in _STOP or len(word) < 3)
        capital = page.word(index)[0].isupper()
        score -= capital and index != page.sentence_limits(index)[0]
        scored.append((score, index))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    if not scored:
        return []
    near = [i for s, i in scored[1:] if s > scored[0][0] - NEARLY and s > LEAST]
    return [scored[0][1], *near[:MOST_OTHERS]]
