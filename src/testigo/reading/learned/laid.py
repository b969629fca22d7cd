"""A window as arrays: what the net reads besides the pieces' embeddings.

Sizes: n words, F features, c dates, g ages. A slot is the place of a word in its window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from testigo.reading.learned.page import AnalysedPage, DateAt, NumberAt
from testigo.reading.learned.windows import Window

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

_OPENERS = '"“«¡¿#@$'
_OLDEST = 110


@dataclass(frozen=True, slots=True)
class LaidWindow:
    """One window of a page.

    `features` `[n, F]` is 1 where a word has a feature. `word`, `sentence`, `paragraph`: numbers in
    the page; `name_rank`: how many names begin up to a word; `said_by`, `said_by_full`: slots, -1
    where nobody speaks. `may_anchor`: words of the new part; `dates`, `ages`: what may be chosen,
    at `date_slot` and `age_slot`.
    """

    page: AnalysedPage
    features: Floats
    word: Numbers
    sentence: Numbers
    paragraph: Numbers
    name_rank: Numbers
    said_by: Numbers
    said_by_full: Numbers
    may_anchor: Flags
    is_number: Flags
    may_start: Flags
    dates: Sequence[DateAt]
    date_slot: Numbers
    ages: Sequence[NumberAt]
    age_slot: Numbers

    def __len__(self) -> int:
        return len(self.word)


def lay_out(page: AnalysedPage, window: Window, numbers: Numbers, width: int) -> LaidWindow:
    """Lay out a window.

    `numbers` says for each feature of the code its number in the model, -1 where the model does
    not know it; `width` is how many features the model knows.
    """
    words = window.words
    slots = {word: slot for slot, word in enumerate(words)}
    chosen = np.array(words, np.int64)
    name_starts = np.array(sorted({name.first for name in page.names}), np.int64)
    number_starts = np.array([number.first for number in page.numbers], np.int64)
    dates = [d for d in page.dates if d.first in slots]
    ages = [n for n in page.numbers if n.first in slots and is_age(n)]
    return LaidWindow(
        page=page,
        features=_multi_hot(page, words, numbers, width),
        word=chosen,
        sentence=np.array([page.sentences[w] for w in words], np.int64),
        paragraph=np.array([page.paragraphs[w] for w in words], np.int64),
        name_rank=np.searchsorted(name_starts, chosen, side="right"),
        said_by=np.array([slots.get(page.said_by[w], -1) for w in words]),
        said_by_full=np.array([slots.get(page.said_by_full[w], -1) for w in words]),
        may_anchor=chosen >= window.new_from,
        is_number=np.isin(chosen, number_starts),
        may_start=np.array([may_start(page.word(w)) for w in words]),
        dates=dates,
        date_slot=np.array([slots[d.first] for d in dates], np.int64),
        ages=ages,
        age_slot=np.array([slots[n.first] for n in ages], np.int64),
    )


def may_start(word: str) -> bool:
    """Tell whether a value may begin with a word: not with a closing or parting mark."""
    return word[0].isalnum() or word in _OPENERS


def is_age(number: NumberAt) -> bool:
    """Tell whether a number may be the age of a person."""
    return number.low is not None and number.low == number.high and 0 < number.low <= _OLDEST


def _multi_hot(page: AnalysedPage, words: Sequence[int], numbers: Numbers, width: int) -> Floats:
    counts = [len(page.features[w]) for w in words]
    flat = numbers[np.array([f for w in words for f in page.features[w]], np.int64)]
    rows = np.repeat(np.arange(len(words)), counts)
    out = np.zeros((len(words), width), np.float32)
    known = flat >= 0
    out[rows[known], flat[known]] = 1
    return out
