"""From what the net thinks of a statement to how often such statements were right.

`calibration.toml` is written by `training/reader/calibrate.py` from the development reports:

    [[curve]]
    kind = "toll"
    way = "both"             # found by the net and the rules; `learned` or `rules`: by one of them
    slope = 0.9              # right in 1 / (1 + exp(-(slope * logit(raw) + intercept))) of cases
    intercept = -0.2
    given = 106              # statements of that kind and way that it was fitted on

A kind and way without a curve was not measured: its statements have no confidence.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import resources

from testigo.reading.builtin.precision import with_confidence
from testigo.reading.builtin.union import Proposal
from testigo.reading.drafts import Draft

FILE = "calibration.toml"
SUREST = 0.995
"""No raw score counts as surer: the net's probabilities come close to 1 long before it is right."""
UNKNOWN = 0.5
"""The raw score of a statement of which nothing is known but its kind and way."""


@dataclass(frozen=True, slots=True)
class Curve:
    """How raw scores of one kind and way become probabilities; fitted on `given` statements."""

    slope: float
    intercept: float
    given: int

    def at(self, raw: float) -> float:
        """Return the share of right statements at a raw score."""
        return 1 / (1 + math.exp(-(self.slope * logit(raw) + self.intercept)))


def logit(raw: float) -> float:
    """Return the log odds of a raw score, which is kept within `1 - SUREST` and `SUREST`."""
    kept = min(max(raw, 1 - SUREST), SUREST)
    return math.log(kept / (1 - kept))


@functools.cache
def curves() -> dict[tuple[str, str], Curve]:
    """Return the fitted curves by kind and way; none where nothing was measured."""
    file = resources.files("testigo.reading.builtin") / FILE
    if not file.is_file():
        return {}
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["curve"]
    return {
        (row["kind"], row["way"]): Curve(row["slope"], row["intercept"], row["given"])
        for row in rows
    }


def raw_of(proposal: Proposal) -> float:
    """Return the raw score: the net's, else the measured precision of the rule, else `UNKNOWN`."""
    if proposal.raw is not None:
        return proposal.raw
    measured = next(with_confidence([proposal.draft])).confidence
    return UNKNOWN if measured is None else measured


def calibrated(proposals: Iterable[Proposal]) -> Iterator[Draft]:
    """Yield the drafts of proposals, each with its confidence where its kind and way has a curve.

    >>> from testigo.reading.drafts import Draft
    >>> [draft.confidence for draft in calibrated([Proposal(Draft("toll", {}, (), "r"), "", 0.5)])]
    [None]
    """
    for proposal in proposals:
        curve = curves().get((proposal.draft.kind, proposal.way))
        if curve is None:
            yield proposal.draft
        else:
            confidence = round(curve.at(raw_of(proposal)), 2)
            yield replace(proposal.draft, confidence=confidence, measured_on=curve.given)
