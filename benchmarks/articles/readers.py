"""The readers that are measured: the built-in one, a language model, and both together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.llm.model import ModelFault
from testigo.reading.llm.reader import LlmReader
from testigo.reading.protocol import Page
from testigo.record.reading import Reading
from testigo.record.statement import Statement
from testigo.review.two_readers import Pair, pairs

CASES = ("agree", "differ", "builtin alone", "llm alone")


@dataclass(frozen=True)
class Given:
    """What readers gave of one report.

    `reading` is that of the reader measured, of the built-in one where both are; `by_model` that of
    the model, None where it was not asked or failed. `pairs` are of both, `fault` why it failed.
    """

    reading: Reading | None
    by_model: Reading | None = None
    pairs: tuple[Pair, ...] = ()
    fault: str = ""

    @property
    def statements(self) -> list[Statement]:
        if self.pairs:
            both = ((pair.first, pair.second) for pair in self.pairs)
            return [first or second for first, second in both if first or second]
        return list(self.reading.statements) if self.reading else []

    def cases(self) -> dict[str, str]:
        """Return the case of each statement by its id: whether both readers found it, and alike."""
        found = {}
        for pair in self.pairs:
            if pair.first and pair.second:
                case = "agree" if pair.is_agreed else "differ"
            else:
                case = "builtin alone" if pair.first else "llm alone"
            found[(pair.first or pair.second).id] = case  # type: ignore[union-attr]
        return found


def built_in(pages: Sequence[Page]) -> list[Given]:
    return [Given(reading) for reading in BuiltinReader().read(pages)]


def by_model(reader: LlmReader, pages: Sequence[Page], at_once: int) -> list[Given]:
    """Read with a language model, `at_once` reports at a time.

    A report that the model fails on is one without statements. What would fail all of them, no
    server, no such model, ends the measurement.
    """

    def one(page: Page) -> Given:
        try:
            reading = reader.read([page])[0]
        except ModelFault as fault:
            if fault.stops_the_run:
                raise
            return Given(None, fault=f"{type(fault).__name__}: {fault}")
        return Given(reading, reading)

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(one, pages))


def together(first: Sequence[Given], second: Sequence[Given]) -> list[Given]:
    """Return what both find: the built-in reader's statements, and those of the model alone."""
    out = []
    for mine, theirs in zip(first, second, strict=True):
        own, other = mine.statements, theirs.statements
        united = tuple(pairs(own, other))
        out.append(Given(mine.reading, theirs.by_model, united, theirs.fault))
    return out


def faults(given: Sequence[Given]) -> Counter[str]:
    """Count the reports without a reading by the name of the fault."""
    return Counter(one.fault.split(":")[0] for one in given if one.fault)
