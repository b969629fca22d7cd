"""A MUC-4 document as testigo reads it: its words, their vectors, and what is told of them.

The texts are set in capitals; `BuiltinReader` and this module read them in restored letters
(`testigo.languages.casing`). Offsets are those of the text as it stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from testigo.reading.builtin.reader import setting_of
from testigo.reading.learned.candidates import Candidate
from testigo.reading.learned.decode import candidates
from testigo.reading.learned.features import analysed_page, feature_names
from testigo.reading.learned.grammar import KINDS
from testigo.reading.learned.merging import statements
from testigo.reading.learned.page import AnalysedPage
from testigo.reading.learned.reader import LearnedReader
from testigo.reading.protocol import Page
from testigo.record.report import Metadata, Stated, Text

TOLD = {
    "incident": ("perpetrators", "targets", "means"),
    "casualty": ("name", "occupation", "perpetrator", "cause"),
    "toll": ("population", "cause"),
    "proceeding": ("target",),
}
"""The fields of statements that may fill a slot; each is a feature of its words."""
LEAST_TOLD = 0.25
"""Statements less likely than this tell nothing here."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document read.

    `vectors` `[n, h]` are those of the net, `anchors` `[n, 8]` how likely a word is the anchor of
    each kind. `features`: names of the features of each word. `told`: statements, likeliest first.
    `matched` is the text in the form in which keys are written: small letters, `[` as `(`.
    """

    docid: str
    page: AnalysedPage
    matched: str
    vectors: NDArray[np.float16]
    anchors: NDArray[np.float32]
    features: list[tuple[str, ...]]
    told: list[Candidate]

    def string(self, first: int, last: int) -> str:
        """Return words `first` to `last` (both inclusive) as a fill is written."""
        return self.matched[self.page.starts[first] : self.page.ends[last]]


def documents(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the documents of a JSONL file: `docid`, `text`, `date`, maybe `templates`."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def page_of(document: Mapping[str, Any]) -> Page:
    """Return a document as a page to be read; a date without a year is not known."""
    stated = {"language": Stated("en", "benchmark")}
    date = document.get("date")
    if date and "?" not in date:
        stated["published"] = Stated(date, "benchmark")
    return Page(Text(document["docid"], document["text"], "benchmark"), Metadata(**stated))


def matched(text: str) -> str:
    """Return a text in the form in which the strings of keys are found in it."""
    return text.lower().replace("[", "(").replace("]", ")")


def read(document: Mapping[str, Any], reader: LearnedReader) -> ReadDocument:
    """Read one document.

    Raises:
        NoModel: if testigo has no weights.
    """
    setting = setting_of(page_of(document))
    page = analysed_page(setting.document, setting.findings, setting.published)
    size = len(page.starts)
    vectors: list[NDArray[np.float16]] = []
    anchors: list[NDArray[np.float32]] = []
    found: list[Candidate] = []
    with ThreadpoolController().limit(limits=1):
        for heads in reader.heads_of(page):
            new = heads.window.may_anchor
            vectors.append(heads.vectors[new].astype(np.float16))
            anchors.append(heads.anchors()[new])
            found += candidates(heads, reader.names)
    limits = dict.fromkeys(KINDS, LEAST_TOLD)
    told = sorted(statements(found, limits), key=lambda one: -one.confidence)
    names = feature_names()
    features = [tuple(names[number] for number in numbers) for numbers in page.features]
    for word, added in _told_features(told, size).items():
        features[word] += tuple(sorted(added))
    return ReadDocument(
        document["docid"],
        page,
        matched(document["text"]),
        np.concatenate(vectors) if vectors else np.zeros((0, 1), np.float16),
        np.concatenate(anchors) if anchors else np.zeros((0, 8), np.float32),
        features,
        told,
    )


def _told_features(told: list[Candidate], size: int) -> dict[int, set[str]]:
    """Return what statements say of each word."""
    added: dict[int, set[str]] = {}
    for one in told:
        code = one.codes.get("type") or one.codes.get("outcome")
        if code is not None and code.code is not None:
            added.setdefault(one.anchor, set()).add(f"told:{one.kind}={code.code}")
        for field in TOLD.get(one.kind, ()):
            for value in one.words.get(field, ()):
                for first, last in value.mentions:
                    for word in range(first, min(last, size)):
                        added.setdefault(word, set()).add(f"told:{one.kind}.{field}")
    return added
