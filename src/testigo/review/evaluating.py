"""What the reader proposed against what people decided: a pure score over judged statements.

Definitions. *Kept*: accepted as it was proposed, or amended. *Precision*: kept of those proposed.
*Recall*: kept of those kept and those that people added. *F1*: their harmonic mean. *Values right*:
of the values of kept statements, as proposed or as people left them, the share that stand in both
alike. A statement rejected as outside the casebook's scope was rightly read: it is counted apart
and in none of these. Intervals are percentiles of 1,000 resamplings of whole reports (Efron and
Tibshirani 1993, ch. 13), for statements of one report stand or fall together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise

FATES = ("accepted", "amended", "rejected", "missed", "out_of_scope")
"""What became of a statement; `missed` are those that a person added."""

RESAMPLINGS = 1000
FEWEST_REPORTS = 5
"""Reports below which no interval is given: so few tell nothing of the next ones."""

BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Limits of the bins of confidence; the last holds its upper limit."""

FEWEST_OF_A_PERPETRATOR = 5
"""Statements from which a perpetrator, as stated, has a line of its own."""

_SEED = 20260101


@dataclass(frozen=True, slots=True)
class Case:
    """One statement of which people decided what it is.

    `readers` are the ids of the readers that gave it, none where a person added it. `values` maps
    the fields of a kept statement to whether the value stands as proposed, `read_otherwise` does
    the same for readers that proposed other values (by their ids). `perpetrator` is as
    stated, None where nobody is named. `is_flagged`: the sentence of an added one was marked by the
    reader as one that may hold more.
    """

    report: str
    kind: str
    language: str
    fate: str
    readers: tuple[str, ...] = ()
    confidence: float | None = None
    values: Mapping[str, bool] | None = None
    reason: str | None = None
    perpetrator: str | None = None
    is_flagged: bool = False
    read_otherwise: Mapping[str, Mapping[str, bool]] | None = None


@dataclass(frozen=True, slots=True)
class ReviewedReport:
    """A report that counts: which readers read it, and how many sentences they flagged."""

    id: str
    readers: tuple[str, ...]
    flagged: int = 0
    flagged_with_added: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one group of statements. Ratios are None where nothing can be divided."""

    accepted: int = 0
    amended: int = 0
    rejected: int = 0
    missed: int = 0
    out_of_scope: int = 0
    values_right: int = 0
    values: int = 0

    @property
    def proposed(self) -> int:
        """What the reader proposed, without what is outside the scope."""
        return self.accepted + self.amended + self.rejected

    @property
    def kept(self) -> int:
        """Accepted as proposed, or amended."""
        return self.accepted + self.amended

    @property
    def precision(self) -> float | None:
        """Kept of proposed."""
        return _ratio(self.kept, self.proposed)

    @property
    def recall(self) -> float | None:
        """Kept of kept and missed."""
        return _ratio(self.kept, self.kept + self.missed)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        return _ratio(2 * self.kept, self.proposed + self.kept + self.missed)

    @property
    def field_accuracy(self) -> float | None:
        """Values right of values."""
        return _ratio(self.values_right, self.values)

    def __add__(self, other: Tally) -> Tally:
        pairs = ((getattr(self, f.name), getattr(other, f.name)) for f in fields(self))
        return Tally(*(one + more for one, more in pairs))


METRICS = ("precision", "recall", "f1", "field_accuracy")


@dataclass(frozen=True, slots=True)
class Score:
    """A group with its tally; `intervals` map a metric to its 95 % interval, None for too few."""

    name: str
    tally: Tally
    reports: int
    intervals: Mapping[str, tuple[float, float] | None]


@dataclass(frozen=True, slots=True)
class Bin:
    """Statements proposed with a confidence in `[low, high)`: how many, and how many were kept."""

    low: float
    high: float
    proposed: int
    kept: int
    mean_confidence: float


@dataclass(frozen=True, slots=True)
class FieldScore:
    """One field of one kind: values that stand as proposed, of those proposed or stated."""

    kind: str
    field: str
    right: int
    of: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The score table. `is_partial`: reports are in it of which something still waits, so that
    what is missed is not all known and recall is too high.
    """

    reports: int
    is_partial: bool
    total: Score
    by_kind: tuple[Score, ...]
    by_language: tuple[Score, ...]
    by_reader: tuple[Score, ...]
    by_perpetrator: tuple[Score, ...]
    by_field: tuple[FieldScore, ...]
    bins: tuple[Bin, ...]
    reasons: Mapping[str, int]
    added: int
    added_where_flagged: int
    flagged: int
    flagged_with_added: int


def evaluate(
    cases: Sequence[Case], reports: Sequence[ReviewedReport], *, is_partial: bool = False
) -> Evaluation:
    """Return the score of these statements, all of them of these reports."""
    ids = [report.id for report in reports]
    added = [case for case in cases if case.fate == "missed"]
    return Evaluation(
        len(reports),
        is_partial,
        score_of("all", cases, ids),
        _grouped(cases, ids, lambda case: case.kind),
        _grouped(cases, ids, lambda case: case.language),
        _by_reader(cases, reports),
        _by_perpetrator(cases, ids),
        _by_field(cases),
        _bins(cases),
        dict(Counter(case.reason for case in cases if case.reason).most_common()),
        len(added),
        sum(case.is_flagged for case in added),
        sum(report.flagged for report in reports),
        sum(report.flagged_with_added for report in reports),
    )


def tally_of(cases: Iterable[Case]) -> Tally:
    """Count statements.

    >>> tally_of([Case("r", "toll", "en", "accepted", values={"low": True})]).precision
    1.0
    """
    fates: Counter[str] = Counter()
    right = of = 0
    for case in cases:
        fates[case.fate] += 1
        values = (case.values or {}).values() if case.fate in ("accepted", "amended") else ()
        of += len(values)
        right += sum(values)
    counts = {fate: fates[fate] for fate in FATES}
    return Tally(**counts, values_right=right, values=of)


def score_of(name: str, cases: Iterable[Case], reports: Sequence[str]) -> Score:
    """Return the score of these statements; `reports` are all those that count, by id."""
    by_report: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_report[case.report].append(case)
    tallies = [tally_of(by_report.get(report, ())) for report in reports]
    total = sum(tallies, Tally())
    return Score(name, total, len(by_report), _intervals(tallies))


def _grouped(
    cases: Sequence[Case], reports: Sequence[str], group: Callable[[Case], str | None]
) -> tuple[Score, ...]:
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        name = group(case)
        if name is not None:
            groups[name].append(case)
    ordered = sorted(groups, key=lambda name: (-len(groups[name]), name))
    return tuple(score_of(name, groups[name], reports) for name in ordered)


def _by_perpetrator(cases: Sequence[Case], reports: Sequence[str]) -> tuple[Score, ...]:
    """Return a score for each perpetrator named often, the rest together, and for nobody named."""
    named = Counter(case.perpetrator for case in cases if case.perpetrator)

    def group(case: Case) -> str | None:
        if case.kind not in ("casualty", "incident"):
            return None
        if case.perpetrator is None:
            return "nobody named"
        often = named[case.perpetrator] >= FEWEST_OF_A_PERPETRATOR
        return case.perpetrator if often else "others"

    return _grouped(cases, reports, group)


def _by_reader(cases: Sequence[Case], reports: Sequence[ReviewedReport]) -> tuple[Score, ...]:
    """Return a score for each reader version over the reports that it read.

    What people kept and it did not give, it missed, whoever gave it.
    """
    scores = []
    for reader in sorted({reader for report in reports for reader in report.readers}):
        ids = [report.id for report in reports if reader in report.readers]
        own = [_as_of(case, reader) for case in cases if case.report in set(ids)]
        scores.append(score_of(reader, [case for case in own if case is not None], ids))
    return tuple(scores)


def _as_of(case: Case, reader: str) -> Case | None:
    if reader in case.readers:
        values = (case.read_otherwise or {}).get(reader)
        if values is None or case.values is None:
            return case
        fate = "accepted" if all(values.values()) else "amended"
        return replace(case, fate=fate, values=values)
    if case.fate in ("rejected", "out_of_scope"):
        return None
    return Case(case.report, case.kind, case.language, "missed", is_flagged=case.is_flagged)


def _by_field(cases: Iterable[Case]) -> tuple[FieldScore, ...]:
    right: Counter[tuple[str, str]] = Counter()
    of: Counter[tuple[str, str]] = Counter()
    for case in cases:
        if case.fate in ("accepted", "amended"):
            for name, stands in (case.values or {}).items():
                of[case.kind, name] += 1
                right[case.kind, name] += stands
    return tuple(FieldScore(*key, right[key], of[key]) for key in sorted(of))


def _bins(cases: Iterable[Case]) -> tuple[Bin, ...]:
    proposed = [
        (case.confidence, case.fate != "rejected")
        for case in cases
        if case.confidence is not None and case.fate in ("accepted", "amended", "rejected")
    ]
    found = []
    for low, high in pairwise(BINS):
        last = high == BINS[-1]
        inside = [one for one in proposed if low <= one[0] < high or (last and one[0] == high)]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            found.append(Bin(low, high, len(inside), sum(kept for _, kept in inside), mean))
    return tuple(found)


def _intervals(tallies: Sequence[Tally]) -> dict[str, tuple[float, float] | None]:
    import numpy as np  # Every command opens a casebook, and this one alone needs it.

    concerned = sum(tally != Tally() for tally in tallies)
    if concerned < FEWEST_REPORTS:
        return dict.fromkeys(METRICS, None)
    counts = np.array([[getattr(t, f.name) for f in fields(t)] for t in tallies], dtype=np.int64)
    number = len(tallies)
    random = np.random.default_rng(_SEED)
    drawn = random.multinomial(number, np.full(number, 1 / number), size=RESAMPLINGS) @ counts
    sampled = [Tally(*(int(count) for count in row)) for row in drawn]
    return {metric: _between([getattr(t, metric) for t in sampled]) for metric in METRICS}


def _between(values: Sequence[float | None]) -> tuple[float, float] | None:
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    return _percentile(known, 0.025), _percentile(known, 0.975)


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[round(share * (len(ordered) - 1))]


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
