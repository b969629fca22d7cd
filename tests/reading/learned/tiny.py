"""Small pieces for the learned reader's tests: a page of a text, a laid window, random weights."""

from __future__ import annotations

import datetime

import numpy as np

from testigo.languages.document import analyse
from testigo.reading.finders.everything import find_everything
from testigo.reading.learned.features import analysed_page
from testigo.reading.learned.grammar import CHOICES, CLASS_FIELDS, ENDS, KEYS, KINDS, POINTERS
from testigo.reading.learned.heads import (
    DATE_RANKS,
    DISTANCES,
    HEADS,
    LENGTHS,
    NEAR_WORDS,
    PARAGRAPHS,
    RANKS,
    SAID,
    SENTENCES,
)
from testigo.reading.learned.laid import Floats, LaidWindow, lay_out
from testigo.reading.learned.page import AnalysedPage
from testigo.reading.learned.windows import Window

PUBLISHED = datetime.date(2023, 5, 10)
WIDTH, KEY, FEATURES = 16, 8, 12
COLUMNS = DISTANCES + SENTENCES + PARAGRAPHS + RANKS + SAID


def page_of(content: str, language: str = "en", *, has_title: bool = False) -> AnalysedPage:
    document = analyse(content, language, has_title=has_title)
    return analysed_page(document, find_everything(document, PUBLISHED), PUBLISHED, "page")


def laid(page: AnalysedPage) -> LaidWindow:
    """The whole page as one window, a piece a word; the first features stand for all."""
    count = len(page.starts)
    window = Window(list(range(count)), 0, [0] * (count + 2), [(i, i) for i in range(1, count + 1)])
    numbers = np.full(100_000, -1)
    numbers[:FEATURES] = np.arange(FEATURES)
    return lay_out(page, window, numbers, FEATURES)


def word_vectors(window: LaidWindow, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).normal(size=(len(window), WIDTH)).astype(np.float32)


def random_weights(seed: int = 0) -> dict[str, Floats]:
    """Weights of every head, small and random, of a narrow net."""
    draw = np.random.default_rng(seed)
    fields, choices, kinds = len(POINTERS), len(CHOICES), len(KINDS)
    shapes: dict[str, tuple[int, ...]] = {
        "kind.weight": (kinds, WIDTH),
        "look_bias.table": (kinds * HEADS, COLUMNS),
        "look_features": (kinds * HEADS, FEATURES),
        "state.2.weight": (WIDTH,),
        "state.2.bias": (WIDTH,),
        "query": (fields, WIDTH, KEY),
        "query_bias": (fields, KEY),
        "keys": (len(KEYS), WIDTH, KEY),
        "bias.table": (fields, COLUMNS),
        "choice_query": (choices, WIDTH, KEY),
        "choice_rank.weight": (DATE_RANKS + 1, KEY),
        "choice_rank_bias": (choices, DATE_RANKS + 1),
        "choice_bias.table": (choices, COLUMNS),
        "published": (KEY,),
        "end_field.weight": (ENDS, KEY),
        "end_word_field.weight": (ENDS, 8),
        "end_length": (ENDS, LENGTHS),
        "end_sentence": (ENDS, 3),
    }
    linear = {
        "anchor.0": (WIDTH, WIDTH),
        "anchor.3": (kinds, WIDTH),
        "own": (WIDTH, WIDTH),
        "look": (HEADS * KEY, WIDTH),
        "looked_at": (HEADS * KEY, WIDTH),
        "state.0": (WIDTH, (1 + HEADS) * WIDTH),
        "near_gate": (fields, WIDTH),
        "absent": (fields + choices, WIDTH),
        "choice_key": (KEY, WIDTH),
        "end_query": (KEY, WIDTH),
        "end_key": (KEY, WIDTH),
        "end_word": (8, WIDTH),
    }
    blocks = 1 + len(NEAR_WORDS) + HEADS
    for kind in KINDS:
        for name, codes in CLASS_FIELDS[kind].items():
            linear[f"classes.{kind}_{name}"] = (len(codes), WIDTH)
            linear[f"votes.{kind}_{name}"] = (len(codes), blocks * FEATURES)
    for name, shape in linear.items():
        shapes |= {f"{name}.weight": shape, f"{name}.bias": shape[:1]}
    return {
        name: (0.5 * draw.normal(size=shape)).astype(np.float32) for name, shape in shapes.items()
    }
