"""How wrong the net is on a batch: anchors, pointers, dates, ends, classes."""

from __future__ import annotations

import torch
import torch.nn.functional as functional
from torch import Tensor
from training.reader.batch import Batch, KindBatch, Tasks
from training.reader.model import NEVER, ReaderNet

from testigo.reading.learned.grammar import CLASS_FIELDS, END_ONLY, KINDS

PARTS = ("anchors", "words", "dates", "ends", "classes")
WEIGHTS = {"anchors": 1.0, "words": 0.5, "dates": 0.5, "ends": 0.5, "classes": 1.0}
_LONGEST_LOSS = 15.0
SMOOTHING, POSITIVE = 0.05, 1.3
"""How sure of an anchor the net is allowed to be, and how much one that is missed counts."""
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
        anchors = _likeliest(net, vectors, kind, here)
        states = net.states(vectors, batch, kind, anchors)
        total["words"] += _choice_loss(net.pointers(vectors, batch, kind, states), here.words)
        dates = net.choices(vectors, batch, kind, states, anchors, False)
        total["dates"] += _choice_loss(dates, here.dates)
        if here.ages is not None:
            ages = net.choices(vectors, batch, kind, states, anchors, True)
            total["dates"] += _choice_loss(ages, here.ages)
        scores = net.class_scores(batch, kind, states, anchors)
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


def _likeliest(net: ReaderNet, vectors: Tensor, kind: str, here: KindBatch) -> Tensor:
    """Return for each statement the word, of those that may be its anchor, that the net prefers."""
    with torch.no_grad():
        scores = net.anchor(vectors)[..., KINDS.index(kind)]
    b, a = here.anchors.shape
    may = scores[:, None].expand(b, a, -1).gather(2, here.others.clamp(min=0))
    best = may.masked_fill(here.others < 0, NEVER).argmax(-1, keepdim=True)
    return here.others.gather(2, best)[..., 0].clamp(min=0)


def _anchor_loss(net: ReaderNet, vectors: Tensor, batch: Batch) -> Tensor:
    """Return how wrong the anchors are: of each statement, one of its words must be one.

    That is -log of the probability that at least one of them is (noisy or), smoothed; the words of
    a statement are not punished for being anchors, all others are.
    """
    may = batch.new[..., None].expand(-1, -1, len(KINDS)).clone()
    may[..., 0] &= batch.is_number
    scores = net.anchor(vectors)
    negative = may.clone()
    total = scores.sum() * 0
    for kind, here in batch.kinds.items():
        number = KINDS.index(kind)
        there = here.others >= 0
        b, a, k = here.others.shape
        window = torch.arange(b, device=scores.device)[:, None, None].expand(b, a, k)
        negative[window[there], here.others[there], number] = False
        each = scores[..., number][:, None].expand(b, a, -1).gather(2, here.others.clamp(min=0))
        none = functional.logsigmoid(-each).masked_fill(~there, 0).sum(-1).clamp(max=-1e-6)
        some = torch.log(-torch.expm1(none))
        given = there.any(-1)
        loss = -(1 - SMOOTHING) * some - SMOOTHING * none.clamp(min=-_LONGEST_LOSS)
        total = total + POSITIVE * (loss.clamp(max=_LONGEST_LOSS) * given).sum()
    return total + (functional.softplus(scores) * negative).sum()


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
