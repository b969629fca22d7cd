"""Candidates of a net that is still in PyTorch: its word vectors, the package's heads.

What follows the word vectors is run as it is run for users (`testigo.reading.learned`), so figures
counted in training are those of the shipped reader but for its eight bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from training.reader.batch import Packed
from training.reader.model import ReaderNet

from testigo.reading.learned.candidates import Candidate
from testigo.reading.learned.decode import candidates as decoded
from testigo.reading.learned.features import is_listed
from testigo.reading.learned.heads import Heads
from testigo.reading.learned.laid import LaidWindow, is_age
from testigo.reading.learned.page import AnalysedPage
from testigo.reading.learned.reasons import FeatureNames


def candidates(
    net: ReaderNet, packed: Packed, pages: Sequence[AnalysedPage], size: int = 8
) -> dict[str, list[Candidate]]:
    """Return the candidates of every page, by its name."""
    by_name = {page.name: page for page in pages}
    found: dict[str, list[Candidate]] = {page.name: [] for page in pages}
    listed = np.array([is_listed(name) for name in packed.feature_names])
    names = FeatureNames(packed.feature_names, listed)
    for heads in all_heads(net, packed, by_name, size):
        found[heads.window.page.name] += decoded(heads, names)
    return found


@torch.inference_mode()
def all_heads(
    net: ReaderNet, packed: Packed, pages: Mapping[str, AnalysedPage], size: int = 8
) -> Iterator[Heads]:
    """Yield the package's heads over each packed window, in their order."""
    net.eval()
    weights = head_arrays(net)
    for first in range(0, len(packed), size):
        numbers = list(range(first, min(first + size, len(packed))))
        vectors = net.words(packed.batch(numbers)).float().cpu().numpy()
        for number, rows in zip(numbers, vectors, strict=True):
            laid = laid_window(packed, number, pages[packed.names[number]])
            yield Heads(weights, laid, rows[: len(laid)], net.settings.evidence)


def head_arrays(net: ReaderNet) -> dict[str, NDArray[np.float32]]:
    """Return the weights of what follows the word vectors, by name."""
    inside = ("encoder.", "mix", "features_", "down.", "word_norm.", "neighbours.", "near_norm.")
    heads = {k: v for k, v in net.state_dict().items() if not k.startswith(inside)}
    return {name: value.detach().float().cpu().numpy() for name, value in heads.items()}


def laid_window(packed: Packed, number: int, page: AnalysedPage) -> LaidWindow:
    """Return a packed window as the package lays it out."""
    count = int(packed.word_count[number])
    rows = {name: table[number, :count].cpu().numpy() for name, table in packed.tables.items()}
    inside = set(rows["word"].tolist())
    dates = [date for date in page.dates if date.first in inside]
    ages = [age for age in page.numbers if age.first in inside and is_age(age)]
    slots = {word: slot for slot, word in enumerate(rows["word"].tolist())}
    return LaidWindow(
        page=page,
        features=packed.features[number, :count].float().cpu().numpy(),
        word=rows["word"],
        sentence=rows["sentence"],
        paragraph=rows["paragraph"],
        name_rank=rows["name_rank"],
        said_by=rows["said_by"],
        said_by_full=rows["said_by_full"],
        may_anchor=rows["new"] > 0,
        is_number=rows["is_number"] > 0,
        may_start=rows["may_start"] > 0,
        dates=dates,
        date_slot=np.array([slots[date.first] for date in dates], np.int64),
        ages=ages,
        age_slot=np.array([slots[age.first] for age in ages], np.int64),
    )
