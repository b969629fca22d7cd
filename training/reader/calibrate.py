"""Fit how sure the built-in reader may be, kind by kind and way by way.

    PYTHONPATH=src:. python -m training.reader.calibrate CORPORA SCORER

Reads the development reports (`split.tsv` here), lets the scorer say which statement is right, and
writes `src/testigo/reading/builtin/calibration.toml`: one logistic curve a kind and way of finding
(`both`, `learned`, `rules`), drawn towards the curve of its way where statements are few. Prints
the expected calibration error (ten bins of equal width) overall and by kind, of curves fitted on
four fifths of the reports and held against the rest.
"""

from __future__ import annotations

import argparse
import collections
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from training.reader.built_in import matched, proposed, reports_of
from training.reader.reports import AnnotatedReport
from training.scorer import load_scorer

from testigo.reading.builtin import calibration
from testigo.reading.builtin.calibration import Curve, logit, raw_of
from testigo.reading.learned.grammar import KINDS

FOLDS, BINS = 5, 10
TOWARDS_WAY, TOWARDS_RAW = 4.0, 1.0
"""How strongly a kind's curve is drawn to that of its way, and that of a way to the raw score."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One statement that was read: where, how, its raw score, and whether it was right."""

    report: int
    kind: str
    way: str
    raw: float
    right: bool


def outcomes(scorer: ModuleType, number: int, report: AnnotatedReport) -> Iterator[Outcome]:
    """Yield the statements read of one report."""
    read = proposed(report)
    for kind in KINDS:
        those = [(proposal, row) for proposal, row in read if row["kind"] == kind]
        gold = [row for row in report.gold if row["kind"] == kind]
        right = {j for _, j in matched(scorer, kind, gold, [row for _, row in those])}
        for index, (proposal, _) in enumerate(those):
            yield Outcome(number, kind, proposal.way, raw_of(proposal), index in right)


def fit(read: Sequence[Outcome]) -> dict[tuple[str, str], Curve]:
    """Return the curves of all kinds and ways that were read."""
    found: dict[tuple[str, str], Curve] = {}
    for way in sorted({one.way for one in read}):
        of_way = [one for one in read if one.way == way]
        general = _logistic(of_way, np.array([1.0, 0.0]), TOWARDS_RAW)
        for kind in KINDS:
            own = [one for one in of_way if one.kind == kind]
            if own:
                slope, intercept = _logistic(own, general, TOWARDS_WAY)
                curve = Curve(round(max(slope, 0.0), 3), round(intercept, 3), len(own))
                found[kind, way] = curve
    return found


def _logistic(read: Sequence[Outcome], towards: np.ndarray, weight: float) -> np.ndarray:
    """Return slope and intercept by Newton's method, drawn `towards` given ones."""
    x = np.array([[logit(one.raw), 1.0] for one in read])
    y = np.array([float(one.right) for one in read])
    line = towards.copy()
    for _ in range(100):
        share = 1 / (1 + np.exp(-(x @ line)))
        slope = x.T @ (share - y) + weight * (line - towards)
        bend = (x * (share * (1 - share))[:, None]).T @ x + weight * np.eye(2)
        step = np.linalg.solve(bend, slope)
        line = line - step / max(1.0, np.abs(step).max())  # a whole step may jump past the bottom
    return line


def cross_fitted(read: Sequence[Outcome]) -> list[tuple[Outcome, float]]:
    """Return every statement with the confidence that curves of other reports give it."""
    found: list[tuple[Outcome, float]] = []
    for fold in range(FOLDS):
        curves = fit([one for one in read if one.report % FOLDS != fold])
        here = [one for one in read if one.report % FOLDS == fold]
        found += [(o, curves[o.kind, o.way].at(o.raw)) for o in here if (o.kind, o.way) in curves]
    return found


def calibration_error(given: Sequence[tuple[Outcome, float]]) -> float:
    """Return the expected calibration error: mean distance of confidence and share of right."""
    bins: dict[int, list[tuple[bool, float]]] = collections.defaultdict(list)
    for one, confidence in given:
        bins[min(int(confidence * BINS), BINS - 1)].append((one.right, confidence))
    apart = (abs(sum(right - sure for right, sure in those)) for those in bins.values())
    return sum(apart) / len(given) if given else 0.0


def lines(curves: dict[tuple[str, str], Curve]) -> list[str]:
    """Return the curves as TOML."""
    out = [
        "# Written by training/reader/calibrate.py: how sure the reader may be, by kind and way."
    ]
    for (kind, way), curve in sorted(curves.items()):
        out += [
            "",
            "[[curve]]",
            f'kind = "{kind}"',
            f'way = "{way}"',
            f"slope = {curve.slope}",
            f"intercept = {curve.intercept}",
            f"given = {curve.given}",
        ]
    return out


def main() -> None:
    """Write the curves and print how well they hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("scorer", type=Path)
    options = parser.parse_args()
    scorer = load_scorer(options.scorer)
    reports = reports_of(options.corpora, "dev")
    read = [one for n, report in enumerate(reports) for one in outcomes(scorer, n, report)]
    target = Path(calibration.__file__).with_name(calibration.FILE)
    target.write_text("\n".join(lines(fit(read))) + "\n", encoding="utf-8")
    given = cross_fitted(read)
    for name in ("all", *KINDS):
        those = [pair for pair in given if name in ("all", pair[0].kind)]
        right = sum(one.right for one, _ in those)
        print(f"{name:12}{len(those):6}{right:6} right  ECE {calibration_error(those):.3f}")
    for way in ("both", "learned", "rules"):
        of_way = [one for one in read if one.way == way]
        print(f"{way:12}{len(of_way):6}{sum(one.right for one in of_way):6} right")


if __name__ == "__main__":
    main()
