"""The way into the learned reader: one report's document and findings in, candidates out."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable

import numpy as np
from threadpoolctl import ThreadpoolController

from testigo.languages.document import Document
from testigo.reading.finders.mentions import Findings
from testigo.reading.learned.candidates import Candidate
from testigo.reading.learned.decode import candidates
from testigo.reading.learned.features import analysed_page, feature_names, is_listed
from testigo.reading.learned.heads import Heads
from testigo.reading.learned.laid import lay_out
from testigo.reading.learned.page import AnalysedPage
from testigo.reading.learned.pieces import read_pieces
from testigo.reading.learned.reasons import FeatureNames
from testigo.reading.learned.weights import ABOUT, About, Model, load_model, model_folder
from testigo.reading.learned.windows import windows
from testigo.reading.learned.words import WordVectors


def available() -> bool:
    """Tell whether this copy of testigo holds a model of the learned reader."""
    return (model_folder() / ABOUT).is_file()


class LearnedReader:
    """Proposes statements. Get one with `LearnedReader.load`; the same text gives the same."""

    def __init__(self, model: Model) -> None:
        self.about: About = model.about
        self._heads = model.heads
        self._threads = ThreadpoolController()
        self._tokenizer = read_pieces(model.tokenizer)
        self._words = WordVectors(model.words, model.embeddings)
        known = {name: number for number, name in enumerate(self.about.features)}
        self._numbers = np.array([known.get(name, -1) for name in feature_names()], np.int64)
        listed = np.array([is_listed(name) for name in self.about.features])
        self.names = FeatureNames(self.about.features, listed)

    @classmethod
    def load(cls, folder: Traversable | None = None) -> LearnedReader:
        """Load the model of the package once, or that of `folder` anew.

        Raises:
            NoModel: if there is none.
            AlteredModel: if one of its files is missing, broken, or has another hash.
        """
        return _packaged() if folder is None else cls(load_model(folder))

    @property
    def thresholds(self) -> Mapping[str, float]:
        """Return the least probability of a statement, by kind."""
        return self.about.thresholds

    def candidates(
        self, document: Document, findings: Findings, published: datetime.date | None
    ) -> list[Candidate]:
        """Return what the net proposes for one report, in reading order, likely or not.

        All lie above `decode.LOWEST`; `merging.statements` makes statements of them.
        """
        return self.candidates_of(analysed_page(document, findings, published))

    def candidates_of(self, page: AnalysedPage) -> list[Candidate]:
        """Return what the net proposes for a page that is analysed already."""
        # Several threads on products as small as these spend more than they save.
        with self._threads.limit(limits=1):
            found = [one for heads in self.heads_of(page) for one in candidates(heads, self.names)]
        return sorted(found, key=lambda candidate: candidate.anchor)

    def heads_of(self, page: AnalysedPage) -> Iterator[Heads]:
        """Yield the net's heads over each window of a page."""
        for window in windows(page, self._tokenizer):
            laid = lay_out(page, window, self._numbers, len(self.about.features))
            vectors = self._words.of(window, laid)
            yield Heads(self._heads, laid, vectors, self.about.evidence)


@functools.cache
def _packaged() -> LearnedReader:
    return LearnedReader(load_model())
