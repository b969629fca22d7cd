"""Scores of the net -> statements as flat rows, with the words each value was read from.

Rules win where they are surer than learning: numbers are the finder's, content that begins a
quotation runs to its closing mark, other content stays in its sentence, names are written in the
fullest form the report has.
"""

from __future__ import annotations

import collections
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from training.reader.batch import Batch, Packed
from training.reader.model import NEVER, ReaderNet
from training.reader.page import LearningPage

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

LOWEST = 0.05
"""Anchors less likely than this are not looked at."""
MOST_STARTS, LIKELY_START, LIKELY_REQUIRED = 8, 0.015, 0.003
IN_LIST, PARTY = 0.2, 0.12
MOST_VALUES = 5
_AFTER_OPENING = 3
_ARTICLES = frozenset(
    [
        "the",
        "a",
        "an",
        "el",
        "la",
        "los",
        "las",
        "un",
        "una",
        "unos",
        "unas",
        "his",
        "her",
        "its",
        "their",
        "su",
        "sus",
    ]
)

Scores = NDArray[np.float32]
Row = dict[str, object]


@dataclass(slots=True)
class Candidate:
    """A statement that may be: its row, and what the net thinks of it.

    `probability` is that of the anchor alone, `confidence` that of anchor, class and key field
    together. `anchor` and `end` are words of the page, `spans` the words of each value.
    """

    kind: str
    page: str
    anchor: int
    end: int
    probability: float
    confidence: float
    row: Row
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


class Forms:
    """The fullest form of each name of a page."""

    def __init__(self, page: LearningPage) -> None:
        self.page = page
        self._full = {(n.first, n.last): (n.full_first, n.full_last) for n in page.names}

    def full(self, first: int, last: int, name: str) -> tuple[int, int]:
        """Return the words of the fullest form of what stands at words `[first, last)`."""
        if name not in NAME_FIELDS:
            return first, last
        return self._full.get((first, last), (first, last))

    def key(self, first: int, last: int) -> str:
        """Return what two mentions of one value have in common."""
        words = [w for w in self.page.folded[first:last] if w not in _ARTICLES]
        return " ".join(words) or self.page.words(first, last)


@dataclass(frozen=True, slots=True)
class _Window:
    """One window of a batch, on the way to candidates."""

    number: int
    page: LearningPage
    words: list[int]
    forms: Forms
    dates: list[str | None]
    ages: list[str]


@torch.inference_mode()
def candidates(
    net: ReaderNet, packed: Packed, pages: Sequence[LearningPage], size: int = 8
) -> dict[str, list[Candidate]]:
    """Return the candidates of every page, by its name."""
    by_name = {page.name: page for page in pages}
    found: dict[str, list[Candidate]] = {page.name: [] for page in pages}
    net.eval()
    for first in range(0, len(packed), size):
        numbers = list(range(first, min(first + size, len(packed))))
        batch = packed.batch(numbers)
        vectors = net.words(batch)
        likely = torch.sigmoid(net.anchor(vectors))
        likely = likely * (batch.new & batch.word_mask)[..., None]
        likely[..., 0] *= batch.is_number
        here = [_window(packed, batch, by_name[packed.names[n]], i) for i, n in enumerate(numbers)]
        for index, kind in enumerate(KINDS):
            for candidate in _of_kind(net, batch, vectors, likely[..., index], kind, here):
                found[candidate.page].append(candidate)
    return found


def _window(packed: Packed, batch: Batch, page: LearningPage, number: int) -> _Window:
    words = [w for w in batch.word[number].tolist() if w >= 0]
    inside = set(words)
    dates: list[str | None] = [d.value for d in page.dates if d.first in inside]
    width = batch.date_slot.shape[1]
    dates += [None] * (width - len(dates)) + [page.published]
    ages = [n for n in page.numbers if n.first in inside and n.low == n.high]
    known = [str(n.low) for n in ages if n.low is not None and 0 < n.low <= 110]
    return _Window(number, page, words, Forms(page), dates, known)


def _of_kind(
    net: ReaderNet,
    batch: Batch,
    vectors: Tensor,
    likely: Tensor,
    kind: str,
    windows: Sequence[_Window],
) -> list[Candidate]:
    chosen = [(row > LOWEST).nonzero()[:, 0].tolist() for row in likely]
    most = max(len(slots) for slots in chosen)
    if most == 0:
        return []
    anchors = torch.zeros(len(chosen), most, dtype=torch.long, device=likely.device)
    for b, slots in enumerate(chosen):
        anchors[b, : len(slots)] = torch.as_tensor(slots, device=likely.device)
    states = net.states(vectors, batch, kind, anchors)
    pointers = _probabilities(net.pointers(vectors, batch, kind, states))
    dates = _probabilities(net.choices(vectors, batch, kind, states, anchors, False))
    ages = None
    if kind == "casualty":
        ages = _probabilities(net.choices(vectors, batch, kind, states, anchors, True))
    scores = net.class_scores(batch, kind, states, anchors)
    classes = {name: _probabilities(values) for name, values in scores.items()}
    pairs = [(b, a) for b, slots in enumerate(chosen) for a in range(len(slots))]
    lasts = _last_slots(net, batch, vectors, kind, pointers, pairs)
    own_ends = _own_ends(net, batch, vectors, kind, chosen, windows)
    found = []
    for b, a in pairs:
        window, slot = windows[b], chosen[b][a]
        candidate = Candidate(
            kind,
            window.page.name,
            window.words[slot],
            window.words[own_ends.get((b, slot), slot)],
            float(likely[b, slot]),
            float(likely[b, slot]),
            {"kind": kind},
        )
        _fill_words(candidate, window, pointers[b, a], lasts, (b, a))
        _fill_dates(candidate, window, dates[b, a])
        if ages is not None:
            _fill_age(candidate, window, ages[b, a])
        for name, codes in CLASS_FIELDS[kind].items():
            values = classes[name][b, a]
            candidate.row[name] = codes[int(values.argmax())]
            if name in ("outcome", "type"):
                candidate.confidence *= float(values.max())
        _fill_own(candidate, window)
        found.append(candidate)
    return found


def _probabilities(scores: Tensor) -> Scores:
    out: Scores = torch.softmax(scores.float(), -1).cpu().numpy()
    return out


Lasts = dict[tuple[int, int, int], int]


def _starts(name: str, values: Scores) -> list[int]:
    """Return the slots where a value may begin, likeliest first."""
    lowest = LIKELY_REQUIRED if name in (*REQUIRED_FIELDS, "parties") else LIKELY_START
    order = np.argsort(-values[:-1])[:MOST_STARTS]
    return [int(slot) for slot in order if values[slot] > lowest]


def _last_slots(
    net: ReaderNet,
    batch: Batch,
    vectors: Tensor,
    kind: str,
    pointers: Scores,
    pairs: Sequence[tuple[int, int]],
) -> Lasts:
    """Return where what begins at (window, field, slot) ends, for all starts that may be needed."""
    wanted: dict[tuple[int, int, int], None] = {}
    for b, a in pairs:
        for index, name in enumerate(WORD_FIELDS[kind]):
            for slot in _starts(name, pointers[b, a, index]):
                wanted[b, POINTER[kind, name], slot] = None
    if not wanted:
        return {}
    rows = torch.tensor([(b, f, s, s) for b, f, s in wanted], device=vectors.device)
    lengths = net.ends(vectors, batch, rows).argmax(-1).tolist()
    return {key: key[2] + length for key, length in zip(wanted, lengths, strict=True)}


def _own_ends(
    net: ReaderNet,
    batch: Batch,
    vectors: Tensor,
    kind: str,
    chosen: Sequence[Sequence[int]],
    windows: Sequence[_Window],
) -> dict[tuple[int, int], int]:
    """Return where a title or content that begins at (window, slot) ends."""
    if kind not in ANCHORED_FIELD:
        return {}
    end = END_ONLY[ANCHORED_FIELD[kind]]
    pairs = [(b, slot) for b, slots in enumerate(chosen) for slot in slots]
    if not pairs:
        return {}
    rows = torch.tensor([(b, end, slot, slot) for b, slot in pairs], device=vectors.device)
    scores = net.ends(vectors, batch, rows).cpu()
    if kind == "claim":
        for row, (b, slot) in zip(scores, pairs, strict=True):
            _limit_content(row, windows[b], slot)
    lengths = scores.argmax(-1).tolist()
    return {pair: pair[1] + length for pair, length in zip(pairs, lengths, strict=True)}


def _limit_content(scores: Tensor, window: _Window, slot: int) -> None:
    """Keep content inside its quotation, or inside its sentence."""
    page, word = window.page, window.words[slot]
    inside = [q for q in page.quotations if q[0] <= word < q[1]]
    if inside:
        first, last = inside[0]
        if word - first < _AFTER_OPENING:
            while last - 1 > word and page.word(last - 1) in ",.;":
                last -= 1
            length = min(last - 1 - word, end_limit(END_ONLY["content"]) - 1)
            length = min(length, len(window.words) - 1 - slot)
            scores[:] = NEVER
            scores[max(length, 0)] = 0
        return
    scores[page.sentence_limits(word)[1] - word :] = NEVER


def _fill_words(
    candidate: Candidate, window: _Window, values: Scores, lasts: Lasts, place: tuple[int, int]
) -> None:
    for index, name in enumerate(WORD_FIELDS[candidate.kind]):
        absent = float(values[index, -1])
        groups: dict[str, float] = collections.defaultdict(float)
        where: dict[str, tuple[int, int]] = {}
        mentioned: dict[str, tuple[int, int]] = {}
        pointer = POINTER[candidate.kind, name]
        for slot in _starts(name, values[index]):
            first = window.words[slot]
            last = window.words[lasts[place[0], pointer, slot]] + 1
            full = window.forms.full(first, last, name)
            key = window.forms.key(*full)
            groups[key] += float(values[index, slot])
            if key not in where or _length(full) > _length(where[key]):
                where[key] = full
            mentioned.setdefault(key, (first, last))
        order = sorted(groups, key=lambda key: -groups[key])
        if name in LIST_FIELDS:
            kept = _in_list(name, order, groups, absent)
            candidate.row[name] = [window.page.words(*where[key]) for key in kept]
        else:
            given = bool(order) and (name in REQUIRED_FIELDS or groups[order[0]] > absent)
            kept = order[:1] if given else []
            candidate.row[name] = window.page.words(*where[kept[0]]) if kept else None
        candidate.spans[name] = [mentioned[key] for key in kept]
        if name in REQUIRED_FIELDS:
            candidate.confidence *= groups[order[0]] if order else 0.0


def _length(limits: tuple[int, int]) -> int:
    return limits[1] - limits[0]


def _in_list(name: str, order: list[str], groups: dict[str, float], absent: float) -> list[str]:
    if name == "parties":
        kept = [key for key in order if groups[key] > PARTY]
        return (kept if len(kept) > 1 else order[:2])[:MOST_VALUES]
    return [key for key in order if groups[key] > max(IN_LIST, absent / 2)][:MOST_VALUES]


def _fill_dates(candidate: Candidate, window: _Window, values: Scores) -> None:
    for index, name in enumerate(DATE_FIELDS[candidate.kind]):
        groups: dict[str | None, float] = collections.defaultdict(float)
        groups[None] += float(values[index, -1])
        for value, share in zip(window.dates, values[index, :-1], strict=True):
            groups[value] += float(share)
        candidate.row[name] = max(groups, key=lambda value: groups[value])


def _fill_age(candidate: Candidate, window: _Window, values: Scores) -> None:
    groups: dict[str | None, float] = collections.defaultdict(float)
    groups[None] += float(values[0, -1])
    for value, share in zip(window.ages, values[0, : len(window.ages)], strict=True):
        groups[value] += float(share)
    best = max(groups, key=lambda value: groups[value])
    candidate.row["age"] = None if best is None else int(best)


def _fill_own(candidate: Candidate, window: _Window) -> None:
    """Fill what stands at the anchor: numbers, title, content, and the quote."""
    page, anchor = window.page, candidate.anchor
    if candidate.kind == "toll":
        number = next(n for n in page.numbers if n.first == anchor)
        candidate.row |= {"low": number.low, "high": number.high, "approx": number.approx}
    if candidate.kind in ANCHORED_FIELD:
        name = ANCHORED_FIELD[candidate.kind]
        candidate.row[name] = page.words(anchor, candidate.end + 1)
        candidate.spans[name] = [(anchor, candidate.end + 1)]
    first = page.sentence_limits(anchor)[0]
    last = page.sentence_limits(candidate.end)[1]
    candidate.row["quote"] = page.words(first, last)
