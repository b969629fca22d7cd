"""What follows the word vectors, in numpy: anchors, pointers, choices, ends, classes.

The same numbers as `training/reader/model.py` gives for one window, up to rounding
(`training/reader/parity.py` counts it). Sizes: n words, a anchors of one kind, f fields of that
kind, h width of a word, k width of a key.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from testigo.reading.learned.grammar import (
    CHOICES,
    CLASS_FIELDS,
    DATE_FIELDS,
    KEYS,
    KINDS,
    POINTER,
    POINTERS,
    WORD_FIELDS,
    end_limit,
)
from testigo.reading.learned.laid import Flags, Floats, LaidWindow, Numbers

HEADS = 3
"""How many places each kind of statement looks at for its classes."""
DISTANCES, SENTENCES, PARAGRAPHS, RANKS, SAID, DATE_RANKS, LENGTHS = 19, 9, 7, 13, 3, 4, 12
_STARTS = np.cumsum([0, DISTANCES, SENTENCES, PARAGRAPHS, RANKS, SAID])
NEAR_WORDS = (3, 12)
"""List hits vote within this many words of the anchor, in its sentence."""
NEVER = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class States:
    """Anchors: their slots `[a]`, vectors `[a, h]`, what they look at `[a, HEADS, n]`.

    `columns` `[5, a, n]`: the column of every bias table that relates an anchor to a word.
    """

    anchors: Numbers
    vectors: Floats
    looks: Floats
    columns: Numbers


class Heads:
    """The heads of a trained net over one window.

    `weights` are those of the net by name; names it does not use are passed over. `vectors`
    `[n, h]` are those of the window's words. `evidence`: whether found speakers and counts of names
    bias the pointers.
    """

    def __init__(
        self,
        weights: Mapping[str, Floats],
        window: LaidWindow,
        vectors: Floats,
        evidence: bool = True,
    ) -> None:
        self.window = window
        self._w, self.vectors = weights, vectors
        self._sorts = 5 if evidence else 3

    def anchors(self) -> Floats:
        """Return how likely each word is the anchor of each kind, `[n, kinds]`."""
        inner = gelu(self._linear("anchor.0", self.vectors))
        return sigmoid(self._linear("anchor.3", inner))

    def states(self, kind: str, anchors: Numbers) -> States:
        """Return the states of anchors `[a]` of one kind."""
        number = KINDS.index(kind)
        rows = slice(number * HEADS, (number + 1) * HEADS)
        window, vectors = self.window, self.vectors
        own = gelu(self._linear("own", vectors[anchors] + self._w["kind.weight"][number]))
        columns = _columns(window, anchors, None)
        query = self._linear("look", own).reshape(len(anchors), HEADS, -1)
        scores = np.einsum("ahk,nhk->ahn", query, self._looked_at, optimize=True)
        scores = scores / np.float32(math.sqrt(query.shape[-1]))
        scores += self._bias("look_bias.table", rows, columns)
        scores += (window.features @ self._w["look_features"][rows].T).T
        looks = softmax(scores)
        seen = (looks.reshape(-1, len(window)) @ vectors).reshape(len(anchors), -1)
        whole = gelu(self._linear("state.0", np.concatenate([own, seen], 1)))
        return States(anchors, self._norm("state.2", whole), looks, columns)

    def pointers(self, kind: str, states: States) -> Floats:
        """Return probabilities `[a, f, n + 1]`, the last of "not given"."""
        names = WORD_FIELDS[kind]
        first = POINTER[kind, names[0]]
        rows = slice(first, first + len(names))
        keys = self._w["keys"][[KEYS.index(name) for name in names]]
        query = self._query("query", states.vectors, rows) + self._w["query_bias"][rows, None]
        # A few anchors and many words: carry the query to the words' side, not each word to a key.
        carried = query @ keys.transpose(0, 2, 1)
        scores = (carried @ self.vectors.T).transpose(1, 0, 2) / math.sqrt(keys.shape[-1])
        gate = np.logaddexp(0, self._linear("near_gate", states.vectors)[:, rows])
        scores += gate[..., None] * self._bias("bias.table", rows, states.columns)
        scores[:, :, ~self.window.may_start] = NEVER
        absent = self._linear("absent", states.vectors)[:, rows, None]
        return softmax(np.concatenate([scores, absent], -1))

    def dates(self, kind: str, states: States) -> Floats:
        """Return probabilities `[a, f, c + 2]`: dates, the report's own day, "not given"."""
        ranks = np.array([d.rank for d in self.window.dates], np.int64)
        first = CHOICES.index((kind, DATE_FIELDS[kind][0]))
        rows = slice(first, first + len(DATE_FIELDS[kind]))
        query = self._query("choice_query", states.vectors, rows)
        day = (query @ self._w["published"] / math.sqrt(query.shape[-1])).T[..., None]
        return self._choices(states, rows, (query, self.window.date_slot, ranks), (day,))

    def ages(self, states: States) -> Floats:
        """Return probabilities `[a, g + 1]` of the ages of casualties, the last "not given"."""
        first = CHOICES.index(("casualty", "age"))
        rows = slice(first, first + 1)
        ranks = np.full(len(self.window.ages), DATE_RANKS)
        query = self._query("choice_query", states.vectors, rows)
        return self._choices(states, rows, (query, self.window.age_slot, ranks), ())[:, 0]

    def _choices(
        self,
        states: States,
        rows: slice,
        where: tuple[Floats, Numbers, Numbers],
        rest: tuple[Floats, ...],
    ) -> Floats:
        query, slots, ranks = where
        key = self._linear("choice_key", self.vectors[slots]) + self._w["choice_rank.weight"][ranks]
        scores = (query @ key.T).transpose(1, 0, 2) / math.sqrt(key.shape[-1])
        near = self._bias("choice_bias.table", rows, _columns(self.window, states.anchors, slots))
        scores = scores + near + self._w["choice_rank_bias"][rows][:, ranks][None]
        absent = self._linear("absent", states.vectors)[:, len(POINTERS) :][:, rows, None]
        return softmax(np.concatenate([scores, *rest, absent], -1))

    def ends(self, ends: Numbers) -> Floats:
        """Return scores `[e, l]` that what starts at `ends[:, 1]` has 1 .. l words.

        `ends` `[e, 2]`: end field and first slot; all rows must be of one length limit.
        """
        field, start = ends[:, 0], ends[:, 1]
        window, length = self.window, end_limit(int(field[0]))
        steps = np.arange(length)
        raw = start[:, None] + steps
        index = np.minimum(raw, len(window) - 1)
        good, sentences = _may_end(window, start, raw, index, one_sentence=length == end_limit(0))
        w = self._w
        query = self._linear("end_query", self.vectors[start]) + w["end_field.weight"][field]
        key, word = self._end_keys
        scores = _among(query, key, index) / math.sqrt(query.shape[-1])
        scores += _among(w["end_word_field.weight"][field], word, index)
        lengths = np.minimum(np.log2(steps + 1.0) * 1.5, LENGTHS - 1).astype(np.int64)
        scores += w["end_length"][field][:, lengths]
        scores += np.take_along_axis(w["end_sentence"][field], np.clip(sentences, 0, 2), 1)
        scores[~good] = NEVER
        return scores

    def class_scores(self, kind: str, states: States, votes: Floats) -> dict[str, Floats]:
        """Return the scores of the codes of each class field, `[a, codes]`."""
        return {
            name: self._linear(f"classes.{kind}_{name}", states.vectors)
            + self._linear(f"votes.{kind}_{name}", votes)
            for name in CLASS_FIELDS[kind]
        }

    def vote_weights(self, kind: str, name: str) -> Floats:
        """Return what each vote adds to each code above the mean of the codes.

        `[codes, (1 + near + HEADS) * F]`.
        """
        weights = self._w[f"votes.{kind}_{name}.weight"]
        out: Floats = weights - weights.mean(0)
        return out

    def _linear(self, name: str, x: Floats) -> Floats:
        weight = self._w[f"{name}.weight"]
        bias = self._w.get(f"{name}.bias")
        out: Floats = x @ weight.T
        return out if bias is None else out + bias

    def _norm(self, name: str, x: Floats) -> Floats:
        x = x - x.mean(-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-5)
        out: Floats = x * self._w[f"{name}.weight"] + self._w[f"{name}.bias"]
        return out

    def _query(self, name: str, vectors: Floats, rows: slice) -> Floats:
        """Return queries `[f, a, k]`."""
        out: Floats = vectors[None] @ self._w[name][rows]
        return out

    @functools.cached_property
    def _looked_at(self) -> Floats:
        return self._linear("looked_at", self.vectors).reshape(len(self.window), HEADS, -1)

    @functools.cached_property
    def _end_keys(self) -> tuple[Floats, Floats]:
        return self._linear("end_key", self.vectors), self._linear("end_word", self.vectors)

    def _bias(self, table: str, rows: slice, columns: Numbers) -> Floats:
        """Return `[a, rows, n]`: what the table's columns add for each row."""
        values = self._w[table][rows]
        out: Floats = values[:, columns[0]]
        for sort in range(1, self._sorts):
            out += values[:, columns[sort]]
        return out.transpose(1, 0, 2)


def votes(window: LaidWindow, states: States) -> Floats:
    """Return what lists vote, `[a, (1 + near + HEADS) * F]`.

    Those that hold the anchor, words near it in its sentence, and the words it looks at.
    """
    features = window.features
    apart = window.word[None] - window.word[states.anchors][:, None]
    same = window.sentence[None] == window.sentence[states.anchors][:, None]
    found = [features[states.anchors]]
    for words in NEAR_WORDS:
        near = (np.abs(apart) <= words) & same
        found.append(np.minimum(near.astype(np.float32) @ features, 1))
    looked = states.looks.reshape(-1, len(window)) @ features
    return np.concatenate([*found, looked.reshape(len(states.anchors), -1)], 1)


def bucket(distance: Numbers) -> Numbers:
    """Return signed distances as 0..18, exact near 0, in powers of two farther off."""
    size = np.maximum(np.abs(distance), 1).astype(np.float32)
    step = np.minimum(np.ceil(np.log2(size)) + 1, 9)
    step[distance == 0] = 0
    out: Numbers = (step * np.sign(distance) + 9).astype(np.int64)
    return out


def _columns(window: LaidWindow, anchors: Numbers, slots: Numbers | None) -> Numbers:
    """Relate anchors `[a]` to all words, or those in `slots` `[n]`: columns `[5, a, n]`."""

    def apart(values: Numbers) -> Numbers:
        there = values if slots is None else values[slots]
        return there[None] - values[anchors][:, None]

    def within(values: Numbers, size: int) -> Numbers:
        steps: Numbers = np.clip(apart(values), -(size // 2), size // 2)
        return steps + size // 2

    there = np.arange(len(window)) if slots is None else slots
    by = window.said_by[anchors][:, None] == there[None]
    full = window.said_by_full[anchors][:, None] == there[None]
    parts = (
        bucket(apart(window.word)),
        within(window.sentence, SENTENCES),
        within(window.paragraph, PARAGRAPHS),
        within(window.name_rank, RANKS),
        np.where(by, 1, np.where(full, 2, 0)),
    )
    return np.stack([part + start for part, start in zip(parts, _STARTS, strict=False)])


def _may_end(
    window: LaidWindow, start: Numbers, raw: Numbers, index: Numbers, one_sentence: bool
) -> tuple[Flags, Numbers]:
    """Return where a value may end `[e, l]`, and how many sentences after its first word."""
    # A repeated title and what follows it are not neighbours in the report.
    good = window.word[index] - window.word[start][:, None] == np.arange(raw.shape[1])
    good &= raw < len(window)
    good &= window.paragraph[index] == window.paragraph[start][:, None]
    sentences = window.sentence[index] - window.sentence[start][:, None]
    if one_sentence:
        good &= sentences == 0
    good[:, 0] = True
    return good, sentences


def _among(query: Floats, keys: Floats, index: Numbers) -> Floats:
    """Return the products of queries `[e, k]` with the keys at `index` `[e, l]`."""
    out: Floats = np.take_along_axis(query @ keys.T, index, 1)
    return out


def softmax(scores: Floats) -> Floats:
    """Return probabilities over the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    out: Floats = raised / raised.sum(-1, keepdims=True)
    return out


def sigmoid(x: Floats) -> Floats:
    """Return the logistic function of `x`, without overflow."""
    out: Floats = 0.5 * (np.tanh(0.5 * x) + 1)
    return out


def gelu(x: Floats) -> Floats:
    """Return x times the normal distribution function at x."""
    out: Floats = 0.5 * x * (1 + _erf(x * np.float32(math.sqrt(0.5))))
    return out


_ERF = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)


def _erf(x: Floats) -> Floats:
    """Return the error function to within 1.5e-7 (Abramowitz and Stegun, 1964, 7.1.26)."""
    size = np.abs(x)
    t = 1 / (1 + np.float32(0.3275911) * size)
    polynomial = functools.reduce(lambda sum_, c: sum_ * t + np.float32(c), _ERF, np.zeros_like(t))
    out: Floats = np.copysign(1 - polynomial * t * np.exp(-size * size), x)
    return out
