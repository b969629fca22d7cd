"""The net: encoder, word vectors, anchors, pointers to values, ends, choices of dates, classes.

Shapes: b windows, n words, a anchors of one kind, f fields of that kind, h width of a word.
Every distance table starts at "near is likely": words of the anchor's own sentence and close by.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from torch import Tensor, nn
from training.reader.batch import Batch
from training.reader.encoder import Encoder

from testigo.reading.learned.grammar import (
    CHOICES,
    CLASS_FIELDS,
    DATE_FIELDS,
    ENDS,
    KEYS,
    KINDS,
    POINTER,
    POINTERS,
    WORD_FIELDS,
    end_limit,
)

WIDTH, KEY = 256, 64
HEADS = 3
"""How many places each kind of statement looks at for its classes."""
DISTANCES, SENTENCES, PARAGRAPHS, RANKS, SAID, DATE_RANKS, LENGTHS = 19, 9, 7, 13, 3, 4, 12
_NEAR_WORDS = (3, 12)
"""List hits vote within this many words of the anchor, in its sentence."""
NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Settings:
    """What a trained reader must know to be built again."""

    layers: int = 8
    mix_from: int = 3
    word_dropout: float = 0.1
    vote_dropout: float = 0.2
    hidden_words: float = 0.0
    """Share of words whose own form is hidden in training: the net must read what is around."""
    evidence: bool = True
    """Whether found speakers and counts of names between bias the pointers."""


def bucket(distance: Tensor) -> Tensor:
    """Return signed distances as 0..18, exact near 0, in powers of two farther off."""
    size = distance.abs().clamp(min=1).float()
    step = torch.where(distance == 0, 0.0, torch.ceil(torch.log2(size)).add(1).clamp(max=9))
    return (step * torch.sign(distance) + 9).long()


PLAIN_COLUMNS = DISTANCES + SENTENCES + PARAGRAPHS
COLUMNS = PLAIN_COLUMNS + RANKS + SAID
"""Columns of a bias table: what relates a word to an anchor, one of each sort at a time."""


class Bias(nn.Module):
    """Adds to scores by how far a word is from the anchor: in words, sentences, paragraphs, names.

    Also by whether the found attribution says that word speaks for the anchor (`SAID`).
    """

    def __init__(self, rows: int, evidence: bool) -> None:
        super().__init__()
        self.columns = COLUMNS if evidence else PLAIN_COLUMNS
        self.table = nn.Parameter(torch.zeros(rows, COLUMNS))
        with torch.no_grad():
            middle = DISTANCES // 2
            self.table[:, :DISTANCES] = -0.15 * (torch.arange(DISTANCES).float() - middle).abs()
            self.table[:, DISTANCES + SENTENCES // 2] += 1.5
            self.table[:, DISTANCES + SENTENCES + PARAGRAPHS // 2] += 0.5

    def trust(self, rows: Sequence[int]) -> None:
        """Start some rows at "the found speaker is likely", its fullest form a little less."""
        with torch.no_grad():
            self.table[list(rows), COLUMNS - 2] += 2.0
            self.table[list(rows), COLUMNS - 1] += 1.0

    def forward(self, rows: slice, between: Tensor) -> Tensor:
        """Return `[b, a, n, rows]` for `between` `[b, a, n, COLUMNS]`."""
        return between[..., : self.columns] @ self.table[rows, : self.columns].T


def _one_hot(index: Tensor, size: int) -> Tensor:
    """Return `[..., size]`: a product with it learns faster on a GPU than a look-up in a table."""
    return (index[..., None] == torch.arange(size, device=index.device)).float()


def between(batch: Batch, anchors: Tensor, slots: Tensor | None = None) -> Tensor:
    """Relate anchors `[b, a]` to all words, or those in `slots` `[b, c]`: `[b, a, n, COLUMNS]`."""

    def apart(values: Tensor, limit: int | None) -> Tensor:
        there = values if slots is None else values.gather(1, slots)
        steps = there[:, None, :] - values.gather(1, anchors)[:, :, None]
        return bucket(steps) if limit is None else steps.clamp(-limit, limit) + limit

    n = batch.word.shape[1]
    there = torch.arange(n, device=anchors.device)[None] if slots is None else slots
    by = batch.said_by.gather(1, anchors)[:, :, None] == there[:, None, :]
    full = batch.said_by_full.gather(1, anchors)[:, :, None] == there[:, None, :]
    return torch.cat(
        [
            _one_hot(apart(batch.word, None), DISTANCES),
            _one_hot(apart(batch.sentence, SENTENCES // 2), SENTENCES),
            _one_hot(apart(batch.paragraph, PARAGRAPHS // 2), PARAGRAPHS),
            _one_hot(apart(batch.name_rank, RANKS // 2), RANKS),
            _one_hot(torch.where(by, 1, torch.where(full, 2, 0)), SAID),
        ],
        -1,
    )


@dataclass(frozen=True, slots=True)
class States:
    """Anchors as vectors `[b, a, h]`, and what they look at: `[b, a, HEADS, n]`."""

    vectors: Tensor
    looks: Tensor
    between: Tensor


class ReaderNet(nn.Module):
    """The whole net. `features` is the number of word features."""

    def __init__(self, encoder: Encoder, features: int, settings: Settings) -> None:
        super().__init__()
        hidden, fields, choices = encoder.shape.hidden, len(POINTERS), len(CHOICES)
        self.settings, self.encoder = settings, encoder
        self.mix = nn.Parameter(torch.zeros(len(encoder.layers) - settings.mix_from))
        self.features_in = nn.Linear(features, hidden, bias=False)
        self.features_out = nn.Linear(features, WIDTH, bias=False)
        nn.init.zeros_(self.features_in.weight)
        nn.init.normal_(self.features_out.weight, std=0.05)
        self.down = nn.Linear(hidden, WIDTH)
        self.word_norm = nn.LayerNorm(WIDTH)
        self.neighbours = nn.Conv1d(WIDTH, WIDTH, 3, padding=1)
        self.near_norm = nn.LayerNorm(WIDTH)
        self.dropout = nn.Dropout(settings.word_dropout)
        last = nn.Linear(WIDTH, len(KINDS))
        nn.init.constant_(last.bias, -3.0)
        self.anchor = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.Dropout(0.1), last)
        # What an anchor is: its word, its kind, and what it looks at.
        self.kind = nn.Embedding(len(KINDS), WIDTH)
        self.own = nn.Linear(WIDTH, WIDTH)
        self.look = nn.Linear(WIDTH, HEADS * KEY)
        self.looked_at = nn.Linear(WIDTH, HEADS * KEY)
        self.look_bias = Bias(len(KINDS) * HEADS, settings.evidence)
        self.look_features = nn.Parameter(torch.zeros(len(KINDS) * HEADS, features))
        self.state = nn.Sequential(
            nn.Linear((1 + HEADS) * WIDTH, WIDTH), nn.GELU(), nn.LayerNorm(WIDTH), nn.Dropout(0.1)
        )
        # Pointers.
        self.query = nn.Parameter(torch.randn(fields, WIDTH, KEY) * WIDTH**-0.5)
        self.query_bias = nn.Parameter(torch.zeros(fields, KEY))
        self.keys = nn.Parameter(torch.randn(len(KEYS), WIDTH, KEY) * WIDTH**-0.5)
        self.bias = Bias(fields, settings.evidence)
        speakers = [i for i, (_, name) in enumerate(POINTERS) if name in ("speaker", "source")]
        self.bias.trust(speakers)
        self.near_gate = nn.Linear(WIDTH, fields)
        nn.init.zeros_(self.near_gate.weight)
        nn.init.constant_(self.near_gate.bias, math.log(math.e - 1))
        self.absent = nn.Linear(WIDTH, fields + choices)
        # Dates and ages.
        self.choice_query = nn.Parameter(torch.randn(choices, WIDTH, KEY) * WIDTH**-0.5)
        self.choice_key = nn.Linear(WIDTH, KEY)
        self.choice_rank = nn.Embedding(DATE_RANKS + 1, KEY)
        self.choice_rank_bias = nn.Parameter(torch.zeros(choices, DATE_RANKS + 1))
        self.choice_bias = Bias(choices, settings.evidence)
        self.published = nn.Parameter(torch.zeros(KEY))
        # Ends.
        self.end_query = nn.Linear(WIDTH, KEY)
        self.end_field = nn.Embedding(ENDS, KEY)
        self.end_key = nn.Linear(WIDTH, KEY)
        self.end_word = nn.Linear(WIDTH, 8)
        self.end_word_field = nn.Embedding(ENDS, 8)
        self.end_length = nn.Parameter(torch.zeros(ENDS, LENGTHS))
        self.end_sentence = nn.Parameter(torch.zeros(ENDS, 3))
        # Classes.
        sizes = {f"{k}_{f}": len(c) for k in KINDS for f, c in CLASS_FIELDS[k].items()}
        self.classes = nn.ModuleDict({name: nn.Linear(WIDTH, n) for name, n in sizes.items()})
        votes = (1 + len(_NEAR_WORDS) + HEADS) * features
        self.votes = nn.ModuleDict({name: nn.Linear(votes, n) for name, n in sizes.items()})
        for votes_of in self.votes.values():
            assert isinstance(votes_of, nn.Linear)
            nn.init.zeros_(votes_of.weight)
            nn.init.zeros_(votes_of.bias)

    def words(self, batch: Batch) -> Tensor:
        """Return word vectors `[b, n, h]`."""
        device, positions = batch.pieces.device, torch.arange(batch.pieces.shape[1])
        place = positions.to(device)[None, None, :]
        inside = (place >= batch.first_piece[..., None]) & (place <= batch.last_piece[..., None])
        inside = inside & batch.word_mask[..., None]
        share = inside.float()
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            with torch.no_grad():
                x = self.encoder.embed(batch.pieces)
            x = self._hide(x, share)
            x = x + share.transpose(1, 2) @ self.features_in(batch.features)
            x = self.dropout(x)
            mask = batch.piece_mask[:, None, None, :]
            layers = []
            for number, layer in enumerate(self.encoder.layers):
                x = layer(x, mask)
                if number >= self.settings.mix_from:
                    layers.append(x)
        weights = torch.softmax(self.mix, 0)
        mixed = sum(
            (w * y.float() for w, y in zip(weights, layers, strict=True)),
            torch.zeros(()).to(device),
        )
        mean = share / share.sum(-1, keepdim=True).clamp(min=1)
        down = self.down(mean @ mixed) + self.features_out(batch.features)
        vectors = self.dropout(self.word_norm(down))
        near = self.near(vectors)
        out: Tensor = self.near_norm(vectors + functional.gelu(near))
        return out * batch.word_mask[..., None]

    def _hide(self, embedded: Tensor, share: Tensor) -> Tensor:
        """Hide the pieces of some words, in training only; `share` `[b, n, p]` says whose."""
        if not self.training or not self.settings.hidden_words:
            return embedded
        hidden = torch.rand(share.shape[:2], device=share.device) < self.settings.hidden_words
        pieces = (share * hidden[..., None]).amax(1)
        return embedded * (1 - pieces)[..., None]

    def near(self, vectors: Tensor) -> Tensor:
        """Return what each word draws from its two neighbours, `[b, n, h]`.

        After the last word stands an empty one, in a batch and alone: what a window holds must not
        depend on the windows beside it.
        """
        empty = self.word_norm(self.down.bias).expand(len(vectors), 1, WIDTH)
        whole = torch.cat([vectors, empty], 1).transpose(1, 2)
        near: Tensor = self.neighbours(whole).transpose(1, 2)[:, :-1]
        return near

    def states(self, vectors: Tensor, batch: Batch, kind: str, anchors: Tensor) -> States:
        """Return the states of anchors `[b, a]` of one kind."""
        number = KINDS.index(kind)
        rows = slice(number * HEADS, (number + 1) * HEADS)
        b, a = anchors.shape
        own = vectors.gather(1, anchors[..., None].expand(b, a, WIDTH))
        own = functional.gelu(self.own(own + self.kind.weight[number]))
        apart = between(batch, anchors)
        query = self.look(own).view(b, a, HEADS, KEY)
        key = self.looked_at(vectors).view(b, -1, HEADS, KEY)
        scores = torch.einsum("bahk,bnhk->bahn", query, key) / math.sqrt(KEY)
        scores = scores + self.look_bias(rows, apart).permute(0, 1, 3, 2)
        by_feature = batch.features @ self.look_features[rows].T
        scores = scores + by_feature.transpose(1, 2)[:, None]
        looks = torch.softmax(scores.masked_fill(~batch.word_mask[:, None, None], NEVER), -1)
        seen = torch.einsum("bahn,bnd->bahd", looks, vectors).reshape(b, a, HEADS * WIDTH)
        return States(self.state(torch.cat([own, seen], -1)), looks, apart)

    def pointers(self, vectors: Tensor, batch: Batch, kind: str, states: States) -> Tensor:
        """Return scores `[b, a, f, n + 1]`, the last of "not given"."""
        names = WORD_FIELDS[kind]
        first = POINTER[kind, names[0]]
        rows = slice(first, first + len(names))
        keys = self.keys[[KEYS.index(name) for name in names]]
        key = torch.einsum("bnh,fhk->bnfk", vectors, keys)
        query = torch.einsum("bah,fhk->bafk", states.vectors, self.query[rows])
        query = query + self.query_bias[rows]
        scores = torch.einsum("bafk,bnfk->bafn", query, key) / math.sqrt(KEY)
        gate = functional.softplus(self.near_gate(states.vectors)[..., rows])
        near = self.bias(rows, states.between).permute(0, 1, 3, 2)
        scores = scores + gate[..., None] * near
        scores = scores.masked_fill(~batch.may_start[:, None, None], NEVER)
        return torch.cat([scores, self.absent(states.vectors)[..., rows, None]], -1)

    def choices(
        self, vectors: Tensor, batch: Batch, kind: str, states: States, anchors: Tensor, age: bool
    ) -> Tensor:
        """Return scores of dates `[b, a, f, c + 2]` (the last: report's day, not given) or ages."""
        names = ("age",) if age else DATE_FIELDS[kind]
        first = CHOICES.index((kind, names[0]))
        rows = slice(first, first + len(names))
        where = batch.age_slot if age else batch.date_slot
        slots = where.clamp(min=0)
        rank = torch.full_like(slots, DATE_RANKS) if age else batch.date_rank.clamp(min=0)
        b, c = slots.shape
        there = vectors.gather(1, slots[..., None].expand(b, c, WIDTH))
        key = self.choice_key(there) + self.choice_rank(rank)
        query = torch.einsum("bah,fhk->bafk", states.vectors, self.choice_query[rows])
        scores = torch.einsum("bafk,bck->bafc", query, key) / math.sqrt(KEY)
        near = self.choice_bias(rows, between(batch, anchors, slots)).permute(0, 1, 3, 2)
        ranks = self.choice_rank_bias[rows][:, rank].transpose(0, 1)[:, None]
        scores = (scores + near + ranks).masked_fill((where < 0)[:, None, None], NEVER)
        rest = [self.absent(states.vectors)[..., len(POINTERS) + first :][..., : len(names), None]]
        if not age:
            day = torch.einsum("bafk,k->baf", query, self.published) / math.sqrt(KEY)
            rest.insert(0, day[..., None])
        return torch.cat([scores, *rest], -1)

    def ends(self, vectors: Tensor, batch: Batch, ends: Tensor) -> Tensor:
        """Return scores `[e, l]` that what starts at `ends[:, 2]` has 1 .. l words.

        All rows of `ends` must be of one length limit.
        """
        window, field, start = ends[:, 0], ends[:, 1], ends[:, 2]
        length = end_limit(int(field[0]))
        n = batch.word.shape[1]
        steps = torch.arange(length, device=ends.device)
        raw = start[:, None] + steps[None]
        index = raw.clamp(max=n - 1)
        row = window[:, None]
        # A repeated title and what follows it are not neighbours in the report.
        adjacent = batch.word[row, index] - batch.word[window, start][:, None] == steps[None]
        good = (raw < n) & batch.word_mask[row, index] & adjacent
        good &= batch.paragraph[row, index] == batch.paragraph[window, start][:, None]
        sentences = batch.sentence[row, index] - batch.sentence[window, start][:, None]
        if length == end_limit(0):
            good &= sentences == 0
        good[:, 0] = True
        query = self.end_query(vectors[window, start]) + self.end_field(field)
        key, word = self.end_key(vectors)[row, index], self.end_word(vectors)[row, index]
        scores = (query[:, None] * key).sum(-1) / math.sqrt(KEY)
        scores = scores + (self.end_word_field(field)[:, None] * word).sum(-1)
        lengths = (torch.log2(steps.float() + 1) * 1.5).clamp(max=LENGTHS - 1).long()
        fields = _one_hot(field, ENDS)
        scores = scores + fields @ self.end_length @ _one_hot(lengths, LENGTHS).T
        crossed = _one_hot(sentences.clamp(0, 2), 3)
        scores = scores + (crossed * (fields @ self.end_sentence)[:, None]).sum(-1)
        out: Tensor = scores.masked_fill(~good, NEVER)
        return out

    def class_scores(
        self, batch: Batch, kind: str, states: States, anchors: Tensor
    ) -> dict[str, Tensor]:
        """Return the scores of the codes of each class field, `[b, a, codes]`.

        Lists vote: those that hold the anchor, words near it, and the words it looks at.
        """
        hits = self._votes(batch, states, anchors)
        hits = functional.dropout(hits, self.settings.vote_dropout, self.training)
        return {
            name: self.classes[f"{kind}_{name}"](states.vectors)
            + self.votes[f"{kind}_{name}"](hits)
            for name in CLASS_FIELDS[kind]
        }

    def _votes(self, batch: Batch, states: States, anchors: Tensor) -> Tensor:
        b, a = anchors.shape
        features = batch.features
        index = anchors[..., None].expand(b, a, features.shape[-1])
        apart = batch.word[:, None] - batch.word.gather(1, anchors)[..., None]
        same = batch.sentence[:, None] == batch.sentence.gather(1, anchors)[..., None]
        found = [features.gather(1, index)]
        for words in _NEAR_WORDS:
            near = (apart.abs() <= words) & same & batch.word_mask[:, None]
            found.append((near.float() @ features).clamp(max=1))
        looked = torch.einsum("bahn,bnf->bahf", states.looks, features)
        return torch.cat([*found, looked.reshape(b, a, -1)], -1)
