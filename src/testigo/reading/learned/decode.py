"""Scores of the net over one window -> candidates, with the words each value was read from.

Rules win where they are surer than learning: numbers are the finder's, content that begins a
quotation runs to its closing mark, other content stays in its sentence, names are written in the
fullest form the report has.
"""

from __future__ import annotations

import collections
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from testigo.reading.learned.candidates import Candidate, Chosen, Pointed
from testigo.reading.learned.grammar import (
    ANCHORED_FIELD,
    CLASS_FIELDS,
    DATE_FIELDS,
    END_ONLY,
    KINDS,
    LIST_FIELDS,
    NAME_FIELDS,
    POINTER,
    REQUIRED_FIELDS,
    WORD_FIELDS,
    end_limit,
)
from testigo.reading.learned.heads import NEVER, Heads, States, votes
from testigo.reading.learned.laid import Floats, LaidWindow
from testigo.reading.learned.page import AnalysedPage, DateAt, NumberAt, WordRange
from testigo.reading.learned.reasons import Ballot, FeatureNames, coded
from testigo.reading.learned.small_words import DETERMINERS

LOWEST = 0.05
"""Anchors less likely than this are not looked at."""
MOST_STARTS, LIKELY_START, LIKELY_REQUIRED = 8, 0.015, 0.003
IN_LIST, PARTY = 0.2, 0.12
MOST_VALUES = 5
_AFTER_OPENING = 3
_TOLL = KINDS.index("toll")


class Forms:
    """The fullest form of each name of a page."""

    def __init__(self, page: AnalysedPage) -> None:
        self.page = page
        self._full = {(n.first, n.last): (n.full_first, n.full_last) for n in page.names}

    def full(self, mention: WordRange, name: str) -> WordRange:
        """Return the words of the fullest form of a mention in field `name`."""
        return self._full.get(mention, mention) if name in NAME_FIELDS else mention

    def key(self, words: WordRange) -> str:
        """Return what two mentions of one value have in common."""
        kept = [w for w in self.page.folded[words[0] : words[1]] if w not in DETERMINERS]
        return " ".join(kept) or self.page.words(*words)


def candidates(heads: Heads, names: FeatureNames) -> list[Candidate]:
    """Return the candidates anchored in the new part of a window, kind by kind."""
    window = heads.window
    likely = heads.anchors() * window.may_anchor[:, None]
    likely[:, _TOLL] *= window.is_number
    forms, found = Forms(window.page), []
    for index, kind in enumerate(KINDS):
        slots = np.flatnonzero(likely[:, index] > LOWEST)
        if len(slots):
            found += _OfKind(heads, kind, slots, forms).candidates(likely[slots, index], names)
    return found


@dataclass(slots=True)
class _Group:
    """The mentions of one value and what they have together."""

    share: float
    mentions: list[WordRange]
    full: WordRange


class _OfKind:
    """The anchors of one kind in one window."""

    def __init__(self, heads: Heads, kind: str, slots: np.ndarray, forms: Forms) -> None:
        self.heads, self.kind, self.forms = heads, kind, forms
        self.window, self.page = heads.window, heads.window.page
        self.states: States = heads.states(kind, slots)
        self.pointers = heads.pointers(kind, self.states)
        self.starts = [
            [_starts(name, row[index]) for index, name in enumerate(WORD_FIELDS[kind])]
            for row in self.pointers
        ]
        self.lasts = self._last_slots()
        self.own_lasts = self._own_lasts()

    def candidates(self, likely: Floats, names: FeatureNames) -> list[Candidate]:
        """Return one candidate an anchor."""
        dates = self.heads.dates(self.kind, self.states)
        ages = self.heads.ages(self.states) if self.kind == "casualty" else None
        voted = votes(self.window, self.states)
        scores = self.heads.class_scores(self.kind, self.states, voted)
        weights = {name: self.heads.vote_weights(self.kind, name) for name in scores}
        found = []
        for a, slot in enumerate(self.states.anchors.tolist()):
            candidate = self._begun(slot, float(likely[a]))
            self._fill_words(candidate, a)
            self._fill_dates(candidate, dates[a])
            if ages is not None:
                candidate.age = _age(self.window.ages, ages[a])
                value = candidate.age.value
                candidate.row["age"] = None if value is None else int(value)
            ballot = Ballot(self.window, slot, self.states.looks[a], voted[a])
            for name, codes in CLASS_FIELDS[self.kind].items():
                code = coded(codes, scores[name][a], ballot, weights[name], names)
                candidate.codes[name], candidate.row[name] = code, code.code
                if name in ("outcome", "type"):
                    candidate.confidence *= code.probability
            found.append(candidate)
        return found

    def _begun(self, slot: int, probability: float) -> Candidate:
        """Return a candidate with what stands at the anchor: number, title, content, quote."""
        page, anchor = self.page, int(self.window.word[slot])
        end = int(self.window.word[self.own_lasts.get(slot, slot)])
        quote = page.sentence_limits(anchor)[0], page.sentence_limits(end)[1]
        candidate = Candidate(
            kind=self.kind,
            page=page,
            anchor=anchor,
            end=end,
            probability=probability,
            confidence=probability,
            row={"kind": self.kind, "quote": page.words(*quote)},
            quote=quote,
        )
        if self.kind == "toll":
            number = next(n for n in page.numbers if n.first == anchor)
            candidate.number = number
            candidate.row |= {"low": number.low, "high": number.high, "approx": number.approx}
        if self.kind in ANCHORED_FIELD:
            name, words = ANCHORED_FIELD[self.kind], (anchor, end + 1)
            candidate.row[name] = page.words(*words)
            candidate.words[name] = (Pointed(page.words(*words), (words,), words, probability),)
        return candidate

    def _last_slots(self) -> dict[tuple[int, int], int]:
        """Return where what begins at (field, slot) ends, for all starts that may be needed."""
        wanted: dict[tuple[int, int], None] = {}
        for fields in self.starts:
            for index, slots in enumerate(fields):
                pointer = POINTER[self.kind, WORD_FIELDS[self.kind][index]]
                wanted |= dict.fromkeys((pointer, slot) for slot in slots)
        if not wanted:
            return {}
        lengths = self.heads.ends(np.array(list(wanted))).argmax(-1).tolist()
        return {key: key[1] + length for key, length in zip(wanted, lengths, strict=True)}

    def _own_lasts(self) -> dict[int, int]:
        """Return where a title or content that begins at a slot ends."""
        if self.kind not in ANCHORED_FIELD:
            return {}
        field, slots = END_ONLY[ANCHORED_FIELD[self.kind]], self.states.anchors
        scores = self.heads.ends(np.column_stack((np.full(len(slots), field), slots)))
        if self.kind == "claim":
            for row, slot in zip(scores, slots.tolist(), strict=True):
                limit_content(row, self.window, slot)
        lengths = scores.argmax(-1)
        return dict(zip(slots.tolist(), (slots + lengths).tolist(), strict=True))

    def _fill_words(self, candidate: Candidate, a: int) -> None:
        for index, name in enumerate(WORD_FIELDS[self.kind]):
            shares = self.pointers[a, index]
            absent = candidate.absent[name] = float(shares[-1])
            groups = self._groups(name, self.starts[a][index], shares)
            order = sorted(groups, key=lambda group: -group.share)
            if name in LIST_FIELDS:
                kept = _in_list(name, order, absent)
            else:
                given = bool(order) and (name in REQUIRED_FIELDS or order[0].share > absent)
                kept = order[:1] if given else []
            values = tuple(
                Pointed(self.page.words(*g.full), tuple(g.mentions), g.full, g.share) for g in kept
            )
            candidate.words[name] = values
            texts = [value.text for value in values]
            candidate.row[name] = texts if name in LIST_FIELDS else (texts[0] if texts else None)
            if name in REQUIRED_FIELDS:
                candidate.confidence *= order[0].share if order else 0.0

    def _groups(self, name: str, starts: Sequence[int], shares: Floats) -> list[_Group]:
        """Return the values pointed at, the mentions of one value together."""
        groups: dict[str, _Group] = {}
        pointer = POINTER[self.kind, name]
        for slot in starts:
            words = self.window.word
            mention = int(words[slot]), int(words[self.lasts[pointer, slot]]) + 1
            full = self.forms.full(mention, name)
            group = groups.setdefault(self.forms.key(full), _Group(0.0, [], full))
            group.share += float(shares[slot])
            group.mentions.append(mention)
            if _length(full) > _length(group.full):
                group.full = full
        return list(groups.values())

    def _fill_dates(self, candidate: Candidate, shares: Floats) -> None:
        published = self.page.published
        for index, name in enumerate(DATE_FIELDS[self.kind]):
            chosen = _date(self.window.dates, published, shares[index])
            candidate.dates[name], candidate.row[name] = chosen, chosen.value


def _starts(name: str, values: Floats) -> list[int]:
    """Return the slots where a value may begin, likeliest first."""
    lowest = LIKELY_REQUIRED if name in (*REQUIRED_FIELDS, "parties") else LIKELY_START
    likely = np.flatnonzero(values[:-1] > lowest)
    order = likely[np.argsort(-values[likely], kind="stable")][:MOST_STARTS]
    return [int(slot) for slot in order]


def _length(words: WordRange) -> int:
    return words[1] - words[0]


def _in_list(name: str, order: list[_Group], absent: float) -> list[_Group]:
    if name == "parties":
        kept = [group for group in order if group.share > PARTY]
        return (kept if len(kept) > 1 else order[:2])[:MOST_VALUES]
    return [group for group in order if group.share > max(IN_LIST, absent / 2)][:MOST_VALUES]


def limit_content(scores: Floats, window: LaidWindow, slot: int) -> None:
    """Keep content inside its quotation, or inside its sentence."""
    page, word = window.page, int(window.word[slot])
    inside = [q for q in page.quotations if q[0] <= word < q[1]]
    if not inside:
        scores[page.sentence_limits(word)[1] - word :] = NEVER
        return
    first, last = inside[0]
    if word - first < _AFTER_OPENING:
        while last - 1 > word and page.word(last - 1) in ",.;":
            last -= 1
        length = min(last - 1 - word, end_limit(END_ONLY["content"]) - 1)
        length = min(length, len(window) - 1 - slot)
        scores[:] = NEVER
        scores[max(length, 0)] = 0


def _date(dates: Sequence[DateAt], published: str | None, shares: Floats) -> Chosen:
    """Choose a date; `shares` are those of `dates`, the report's own day, "not given"."""
    groups: dict[str | None, float] = collections.defaultdict(float)
    groups[None] = float(shares[-1])
    for date, share in zip(dates, shares, strict=False):
        groups[date.value] += float(share)
    groups[published] += float(shares[-2])
    value = max(groups, key=lambda one: groups[one])
    if value is None:
        return Chosen(None, groups[None])
    told = [index for index, date in enumerate(dates) if date.value == value]
    told.sort(key=lambda index: -shares[index])
    by_day = value == published and (not told or shares[-2] > shares[told[0]])
    return Chosen(
        value,
        groups[value],
        () if by_day else tuple((dates[i].first, dates[i].last) for i in told),
        () if by_day else tuple(dates[i].mention for i in told),
        0 if by_day else dates[told[0]].rank,
        by_day,
    )


def _age(ages: Sequence[NumberAt], shares: Floats) -> Chosen:
    """Choose an age; `shares` are those of `ages` and of "not given"."""
    groups: dict[str | None, float] = collections.defaultdict(float)
    groups[None] = float(shares[-1])
    for age, share in zip(ages, shares, strict=False):
        groups[str(age.low)] += float(share)
    value = max(groups, key=lambda one: groups[one])
    told = [i for i, age in enumerate(ages) if value is not None and str(age.low) == value]
    told.sort(key=lambda i: -shares[i])
    words = tuple((ages[i].first, ages[i].last) for i in told)
    return Chosen(value, groups[value], words, tuple(ages[i].mention for i in told))
