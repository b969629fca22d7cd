"""How wrong the net is on a batch: anchors, pointers, dates, ends, classes."""

from __future__ import annotations

import torch
import torch.nn.functional as functional
from torch import Tensor
from training.reader.batch import Batch, Tasks
from training.reader.model import ReaderNet

from testigo.reading.learned.grammar import CLASS_FIELDS, END_ONLY, KINDS

PARTS = ("anchors", "words", "dates", "ends", "classes")
WEIGHTS = {"anchors": 1.0, "words": 0.5, "dates": 0.5, "ends": 0.5, "classes": 1.0}
_LONGEST_LOSS = 15.0
_CODE_POWER, _RAREST, _COMMONEST = 0.35, 3.0, 0.6

CodeWeights = dict[str, Tensor]


def code_weights(counts: dict[str, Tensor]) -> CodeWeights:
    """Return how much each code counts, by its count: rare ones up to three times as much."""
    weights = {}
    for name, count in counts.items():
        given = count[count > 0]
        middle = given.float().mean() if len(given) else torch.tensor(1.0)
        weight = (middle / count.clamp(min=1).float()) ** _CODE_POWER
        weights[name] = weight.clamp(_COMMONEST, _RAREST)
    return weights


def losses(net: ReaderNet, batch: Batch, weights: CodeWeights) -> dict[str, Tensor]:
    """Return the loss of each part, summed over the batch."""
    vectors = net.words(batch)
    total = {part: vectors.sum() * 0 for part in PARTS}
    total["anchors"] = _anchor_loss(net, vectors, batch)
    for kind, here in batch.kinds.items():
        states = net.states(vectors, batch, kind, here.anchors)
        total["words"] += _choice_loss(net.pointers(vectors, batch, kind, states), here.words)
        dates = net.choices(vectors, batch, kind, states, here.anchors, False)
        total["dates"] += _choice_loss(dates, here.dates)
        if here.ages is not None:
            ages = net.choices(vectors, batch, kind, states, here.anchors, True)
            total["dates"] += _choice_loss(ages, here.ages)
        scores = net.class_scores(batch, kind, states, here.anchors)
        for index, name in enumerate(CLASS_FIELDS[kind]):
            codes = here.codes[..., index].clamp(min=-1)
            total["classes"] += functional.cross_entropy(
                scores[name].flatten(0, 1),
                codes.flatten(),
                weights[f"{kind}_{name}"],
                ignore_index=-1,
                reduction="sum",
            )
    total["ends"] = _end_loss(net, vectors, batch)
    return total


def whole(parts: dict[str, Tensor]) -> Tensor:
    """Return the weighted sum of the parts."""
    return torch.stack([WEIGHTS[name] * value for name, value in parts.items()]).sum()


def _anchor_loss(net: ReaderNet, vectors: Tensor, batch: Batch) -> Tensor:
    may = batch.new[..., None].expand(-1, -1, len(KINDS)).clone()
    may[..., 0] &= batch.is_number
    scores = net.anchor(vectors)
    each = functional.binary_cross_entropy_with_logits(scores, batch.anchors, reduction="none")
    return (each * may).sum()


def _choice_loss(scores: Tensor, tasks: Tasks) -> Tensor:
    """Return -log of the summed probability of all right choices."""
    if len(tasks.batch) == 0:
        return scores.sum() * 0
    here = scores[tasks.batch, tasks.anchor, tasks.field]
    right = here.masked_fill(~tasks.right, -1e9).logsumexp(-1)
    return ((here.logsumexp(-1) - right).clamp(max=_LONGEST_LOSS) * tasks.weight).sum()


def _end_loss(net: ReaderNet, vectors: Tensor, batch: Batch) -> Tensor:
    total = vectors.sum() * 0
    fields = batch.ends[:, 1]
    long = fields == END_ONLY["content"]
    for those in (long, ~long):
        ends = batch.ends[those]
        if len(ends) == 0:
            continue
        scores = net.ends(vectors, batch, ends)
        lengths = (ends[:, 3] - ends[:, 2]).clamp(max=scores.shape[1] - 1)
        each = functional.cross_entropy(scores, lengths, reduction="none")
        total = total + each.clamp(max=_LONGEST_LOSS).sum()
    return total
