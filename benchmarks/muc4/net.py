"""The adapter while it learns (torch); at work it is `adapter.py`, with the same numbers.

Loss: cross entropy of first and further words of fills (all places of a fill count, less where
nothing else of its incident stands in the sentence), of the types told in the document, and of the
types that a fill belongs to.
"""

from __future__ import annotations

import dataclasses
import random
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from benchmarks.muc4.adapter import TYPES, Inputs, inputs
from benchmarks.muc4.bag import Bag, rarity_of, terms, weighed
from benchmarks.muc4.reading import ReadDocument
from benchmarks.muc4.scoring import SLOTS
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

DILATIONS = (1, 2, 4, 8, 1)
WIDTH, LISTS, WORDS = 128, 48, 48
RATE, DROPPED, WORD_DROPPED, FILL_WEIGHT = 2e-3, 0.3, 0.15, 2.0
ALONE = 0.5
"""Weight of a fill in a sentence that holds nothing else of its incident."""
IRRELEVANT = 0.4
"""Share of the documents without an incident that one pass looks at."""
BATCH = 8
BAG_RIDGE = 0.05


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """One document to learn from: `tags` `[5, n]`, `weights` `[5, n]`, `types` `[6]`.

    `of_type` `[n, 5]` counts only where `is_fill` `[n]`.
    """

    docid: str
    given: Inputs
    tags: NDArray[np.int64]
    weights: NDArray[np.float32]
    types: NDArray[np.float32]
    of_type: NDArray[np.float32]
    is_fill: NDArray[np.float32]


def types_of(template: Mapping[str, Any]) -> list[str]:
    """Return the incident types of a key that the adapter knows."""
    given = [part.strip() for part in template["incident_type"].split("/")]
    return [one for one in given if one in TYPES]


def example(
    document: ReadDocument,
    keys: Sequence[Mapping[str, Any]],
    words: Mapping[str, int],
    features: Mapping[str, int],
) -> Example:
    """Lay out a document with its keys."""
    page = document.page
    size = len(page.starts)
    tags = np.zeros((len(SLOTS), size), np.int64)
    weights = np.ones((len(SLOTS), size), np.float32)
    types, of_type = np.zeros(len(TYPES) + 1, np.float32), np.zeros((size, len(TYPES)), np.float32)
    fills = sorted(_fills(document, keys), key=lambda fill: fill[1] - fill[2])
    slots_in: dict[tuple[int, int], set[int]] = {}
    for slot, first, _, number in fills:
        slots_in.setdefault((page.sentences[first], number), set()).add(slot)
    for key in keys:
        for one in types_of(key):
            types[[TYPES.index(one), -1]] = 1
    is_fill = np.zeros(size, np.float32)
    for slot, first, last, number in fills:
        for one in types_of(keys[number]):
            of_type[first : last + 1, TYPES.index(one)] = 1
        is_fill[first : last + 1] = 1
        if not tags[slot, first : last + 1].any():
            tags[slot, first], tags[slot, first + 1 : last + 1] = 1, 2
            alone = len(slots_in[page.sentences[first], number]) < 2
            weights[slot, first : last + 1] = ALONE if alone else 1.0
    given = inputs(document, words, features)
    return Example(document.docid, given, tags, weights, types, of_type, is_fill)


def _fills(
    document: ReadDocument, keys: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield slot, first and last word, and the number of the key, for each place of each fill."""
    first_of = {start: word for word, start in enumerate(document.page.starts)}
    last_of = {end: word for word, end in enumerate(document.page.ends)}
    for number, key in enumerate(keys):
        for slot, name in enumerate(SLOTS):
            for string in {string for entity in key[name] for string in entity}:
                for match in re.finditer(re.escape(string), document.matched):
                    first, last = first_of.get(match.start()), last_of.get(match.end())
                    if first is not None and last is not None:
                        yield slot, first, last, number


def _shared_dropout(x: Tensor, share: float, on: bool) -> Tensor:
    """Drop channels of a whole document: as good here as of each word, and four times as fast."""
    if not on:
        return x
    return x * (torch.rand(x.shape[0], 1, x.shape[2]) >= share).float() / (1 - share)


class Net(nn.Module):
    """The heads that learn."""

    def __init__(self, vectors: int, features: int, words: int) -> None:
        super().__init__()
        self.fe = nn.EmbeddingBag(features + 1, LISTS, mode="sum", padding_idx=features)
        self.we = nn.Embedding(words + 1, WORDS)
        nn.init.normal_(self.fe.weight, 0, 0.1)
        nn.init.normal_(self.we.weight, 0, 0.1)
        self.ln = nn.LayerNorm(vectors)
        self.inp = nn.Linear(vectors + LISTS + WORDS + 10, WIDTH)
        self.convs = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) for _ in DILATIONS)
        self.lns = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in DILATIONS)
        self.glob = nn.Linear(2 * WIDTH, WIDTH)
        self.tags = nn.Linear(WIDTH, 3 * len(SLOTS))
        self.att = nn.Linear(WIDTH, len(TYPES) + 1)
        self.val = nn.Linear(WIDTH, len(TYPES) + 1)
        self.wty = nn.Linear(WIDTH, len(TYPES))

    def forward(self, batch: Mapping[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Return scores of tags `[b, n, 5, 3]`, types `[b, 6]`, types of words `[b, n, 5]`."""
        on, mask = self.training, batch["mask"][..., None]
        many, size = batch["words"].shape
        lists = self.fe(batch["features"].view(many * size, -1)).view(many, size, -1)
        parts = [
            _shared_dropout(self.ln(batch["vectors"]), 0.7 * DROPPED, on),
            _shared_dropout(lists, DROPPED, on),
            _shared_dropout(self.we(batch["words"]), DROPPED, on),
            batch["rest"],
        ]
        x = functional.gelu(self.inp(torch.cat(parts, -1)), approximate="tanh")
        for number, reach in enumerate(DILATIONS):
            y = self.lns[number](x) * mask
            padded = functional.pad(y, (0, 0, reach, reach))
            near = torch.cat([padded[:, :size], y, padded[:, 2 * reach :]], -1)
            changed = functional.gelu(self.convs[number](near), approximate="tanh")
            x = x + _shared_dropout(changed, DROPPED, on)
            if number == len(DILATIONS) - 2:
                highest = x.masked_fill(~mask, -1e4).amax(1)
                mean = (x * mask).sum(1) / mask.sum(1)
                whole = self.glob(torch.cat([highest, mean], -1))
                x = x + functional.gelu(whole, approximate="tanh")[:, None]
        x = _shared_dropout(x, DROPPED, on)
        looks = self.att(x).masked_fill(~mask, -1e4).softmax(1)
        types = (looks * self.val(x)).sum(1)
        return self.tags(x).view(many, size, len(SLOTS), 3), types, self.wty(x)


def batch_of(examples: Sequence[Example], features: int) -> dict[str, Tensor]:
    """Pad documents to the longest."""
    sizes = [len(one.is_fill) for one in examples]
    many, size = len(examples), max(sizes)
    mask = torch.arange(size)[None] < torch.tensor(sizes)[:, None]

    def padded(arrays: Sequence[NDArray[Any]], fill: float = 0) -> Tensor:
        out = np.full((many, size, *arrays[0].shape[1:]), fill, arrays[0].dtype)
        for row, array in enumerate(arrays):
            out[row, : len(array)] = array
        return torch.from_numpy(out)

    numbers = padded([one.given.features for one in examples], -1)
    words = padded([one.given.words for one in examples])
    words[torch.rand(many, size) < WORD_DROPPED] = 0
    return {
        "vectors": padded([one.given.vectors for one in examples]),
        "features": numbers.masked_fill(numbers < 0, features),
        "words": words,
        "rest": padded([one.given.rest for one in examples]),
        "mask": mask,
        "tags": padded([one.tags.T for one in examples], -100),
        "weights": padded([one.weights.T for one in examples]),
        "types": torch.from_numpy(np.stack([one.types for one in examples])),
        "of_type": padded([one.of_type for one in examples]),
        "is_fill": padded([one.is_fill for one in examples]),
    }


def _loss(net: Net, batch: Mapping[str, Tensor]) -> Tensor:
    tags, types, of_type = net(batch)
    many = len(types)
    classes = torch.tensor([1.0, FILL_WEIGHT, FILL_WEIGHT])
    of_tags = functional.cross_entropy(
        tags.permute(0, 3, 1, 2), batch["tags"], classes, ignore_index=-100, reduction="none"
    )
    binary = functional.binary_cross_entropy_with_logits
    of_words = binary(of_type, batch["of_type"], reduction="none").sum(-1)
    return (
        (of_tags * batch["weights"]).sum() / (20 * many)
        + 0.7 * binary(types, batch["types"], reduction="sum") / many
        + (of_words * batch["is_fill"]).sum() / (60 * many)
    )


def learn(
    examples: Sequence[Example], sizes: tuple[int, int, int], passes: int, seed: int
) -> dict[str, NDArray[np.float32]]:
    """Return the weights learnt; `sizes`: width of vectors, how many features, how many words."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    chance = random.Random(seed)
    net = Net(*sizes)
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.02)
    plan = [_batches(examples, chance) for _ in range(passes)]
    steps, step, begun = sum(map(len, plan)), 0, time.process_time()
    net.train()
    for number, batches in enumerate(plan):
        lost = 0.0
        for chosen in batches:
            done = step / steps
            for group in optimiser.param_groups:
                group["lr"] = RATE * min(1.0, done / 0.06) * (1 - done) + 1e-6
            loss = _loss(net, batch_of(chosen, sizes[1]))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            step, lost = step + 1, lost + loss.item()
        spent = time.process_time() - begun
        print(
            f"seed {seed} pass {number + 1}: loss {lost / len(batches):.3f}, {spent:.0f} s",
            flush=True,
        )
    return {name: value.detach().numpy() for name, value in net.state_dict().items()}


def learn_bag(read_: Sequence[ReadDocument], types: NDArray[np.float32]) -> Bag:
    """Learn the regression over terms; `types` `[documents, 6]`."""
    found = [terms(one) for one in read_]
    rarity = rarity_of(found)
    places = {term: place for place, term in enumerate(rarity)}
    values = [weighed(one, rarity) for one in found]
    cells = [[row, places[term]] for row, one in enumerate(values) for term in one]
    flat = [value for one in values for value in one.values()]
    shape = (len(found), len(rarity))
    given = torch.sparse_coo_tensor(torch.tensor(cells).T, torch.tensor(flat), shape).coalesce()
    weights = torch.zeros(len(rarity), types.shape[1], requires_grad=True)
    bias = torch.zeros(types.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([weights, bias], max_iter=60, line_search_fn="strong_wolfe")
    truth = torch.from_numpy(types)

    def closure() -> Tensor:
        optimiser.zero_grad()
        scores = torch.sparse.mm(given, weights) + bias
        loss = functional.binary_cross_entropy_with_logits(scores, truth, reduction="sum")
        loss = loss + BAG_RIDGE * (weights * weights).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return Bag(rarity, weights.detach().numpy(), bias.detach().numpy())


def _batches(examples: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    """Return the documents of one pass, those of one batch about as long."""
    used = [one for one in examples if one.types[-1] or chance.random() < IRRELEVANT]
    chance.shuffle(used)
    found = []
    for start in range(0, len(used), 8 * BATCH):
        near = sorted(used[start : start + 8 * BATCH], key=lambda one: len(one.is_fill))
        groups = [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
        chance.shuffle(groups)
        found += groups
    return found
