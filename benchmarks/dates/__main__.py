"""How well dates are found.

    python benchmarks/dates CORPORA [--part held|dev] [--coverage SCORE_PY] [--floors] [--raise]

Every dated field of the annotated reports of a part (`held` of `training/split.tsv`, `dev` of
`training/reader/split.tsv`) counts once. It is *found* if the finder offers its days in the text,
as a value or another likely one (an open stretch at its given end too); *resolved* if as the value
itself; *at its place* if that value stands in a sentence of the quote. Fields dated with the
report's own day are shown apart: annotators gave it also where no word says so. *Precision* is the
share of the finder's values within quoted sentences that agree with a dated field of that quote: a
lower bound, since many a rightly read date is no field of a statement.

Then, with `--coverage`, what the coverage report is worth: of the tolls and casualties that the
reader missed, how many lay in a flagged sentence, and how many sentences were flagged.

Figures only, per language, with counts and 95 % bootstrap intervals over reports. `--floors` ends
with exit code 1 below `floors.toml`; `--raise` writes higher floors.
"""

from __future__ import annotations

import argparse
import collections
import csv
import json
import random
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coverage_score import coverage_counts
from edtf_days import days_of

from testigo.languages.document import analyse
from testigo.reading.finders.dates import find_dates
from testigo.record.edtf import Edtf
from testigo.record.report import Metadata, Stated

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SPLITS = {"held": ROOT / "training" / "split.tsv", "dev": ROOT / "training/reader/split.tsv"}
DATED = ("date", "period", "as_of", "start", "end")
RESAMPLES = 2000
UNSETTLED = "es_u"
SHARES = {
    "found": ("found", "fields"),
    "resolved": ("resolved", "fields"),
    "at its place": ("placed", "fields"),
    "precision": ("agreeing", "given"),
    "report's own day: found": ("own_found", "own"),
    "missed and flagged": ("flagged", "missed"),
    "sentences flagged": ("flags", "sentences"),
}
HELD_TO = ("found", "resolved", "precision", "missed and flagged")
"""Shares that have floors."""
Counts = collections.Counter[str]


def reports(corpora: Path, part: str) -> Iterator[tuple[str, Path]]:
    """Yield language and path without ending of the annotated reports of a part."""
    with SPLITS[part].open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            base = corpora / row["corpus"] / row["language"] / row["report"]
            is_settled = not base.name.startswith(UNSETTLED)
            if row["part"] == part and is_settled and base.with_suffix(".gold.jsonl").is_file():
                yield row["language"], base


def count(base: Path) -> Counts:
    """Count the dated fields of one report, and what the finder gives for them."""
    meta = json.loads(base.with_suffix(".meta.json").read_text(encoding="utf-8"))
    content = base.with_suffix(".txt").read_text(encoding="utf-8")
    gold = rows_of(base)
    stated = Stated(meta["published"], "meta file") if meta.get("published") else None
    published = Metadata(published=stated).published_on
    title = meta.get("title")
    has_title = bool(title) and content.startswith(title)
    document = analyse(content, meta["language"].split("-")[0], has_title=has_title)
    mentions = [m for m in find_dates(document, published) if not m.is_dateline]
    values = [(m.span.start, days_of(m.value.text)) for m in mentions if m.value is not None]
    offered = {days for _, days in values} | {d for m in mentions for d in _others(m.alternatives)}
    own_day = None if published is None else days_of(published.isoformat())
    counts: Counts = collections.Counter()
    quoted: dict[tuple[int, int], set[object]] = collections.defaultdict(set)
    for row in gold:
        places = [_place(content, quote) for quote in _listed(row.get("quote"))]
        for field in DATED:
            if not isinstance(row.get(field), str):
                continue
            days = days_of(row[field])
            for place in places:
                quoted[place].add(days)
            if days == own_day:
                counts.update(own=1, own_found=days in offered)
                continue
            near = {d for at, d in values if any(a <= at < b for a, b in places)}
            counts.update(
                fields=1,
                found=days in offered,
                resolved=days in {d for _, d in values},
                placed=days in near,
            )
    for (start, end), expected in quoted.items():
        inside = [days for at, days in values if start <= at < end]
        counts.update(given=len(inside), agreeing=sum(days in expected for days in inside))
    return counts


def rows_of(base: Path) -> list[dict[str, Any]]:
    lines = base.with_suffix(".gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _others(alternatives: tuple[Edtf, ...]) -> list[object]:
    return [days_of(value.text) for value in alternatives]


def _listed(quote: object) -> list[str]:
    return [quote] if isinstance(quote, str) else [str(q) for q in quote or []]  # type: ignore[attr-defined]


def _place(content: str, quote: str) -> tuple[int, int]:
    start = content.find(quote)
    return start, start + len(quote)


def share(counts: Counts, of: tuple[str, str]) -> float | None:
    return counts[of[0]] / counts[of[1]] if counts[of[1]] else None


def interval(reports_counts: list[Counts], of: tuple[str, str]) -> tuple[float, float]:
    """95 % bootstrap interval, reports drawn with replacement, fixed seed."""
    draw = random.Random(20221207)
    pairs = [(c[of[0]], c[of[1]]) for c in reports_counts]
    values = []
    for _ in range(RESAMPLES):
        drawn = draw.choices(pairs, k=len(pairs))
        whole = sum(n for _, n in drawn)
        values.append(sum(k for k, _ in drawn) / whole if whole else 0.0)
    values.sort()
    return values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES)]


def show(title: str, counted: list[Counts]) -> dict[str, float]:
    """Print the shares of some reports; return them."""
    total = sum(counted, collections.Counter())
    print(f"{title}: {len(counted)} reports")
    shown = {}
    for name, of in SHARES.items():
        value = share(total, of)
        if value is not None:
            low, high = interval(counted, of)
            numbers = f"{total[of[0]]:5}/{total[of[1]]:<5}"
            print(f"  {name:26}{numbers}  {value:.3f}  [{low:.3f}-{high:.3f}]")
            shown[name] = value
    if total["sentences"]:
        print(f"  {total['flags'] / len(counted):.1f} flagged sentences a report")
    return shown


def hold(part: str, shown: dict[str, dict[str, float]], raise_them: bool) -> bool:
    """Hold found, resolved and precision against the floors; write higher ones if asked."""
    path = HERE / "floors.toml"
    floors = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    good = True
    for language, values in shown.items():
        mine = floors.setdefault(part, {}).setdefault(language, {})
        for share_name in HELD_TO:
            if share_name not in values:  # the coverage was not asked for
                continue
            name, value = share_name.replace(" ", "_"), round(values[share_name], 3)
            if value < mine.get(name, 0.0):
                good = False
                print(f"BELOW THE FLOOR: {part} {language} {name} {value} < {mine[name]}")
            elif raise_them:
                mine[name] = value
    if raise_them and good:
        lines = ["# Floors of `benchmarks/dates`; they only rise."]
        for one, languages in sorted(floors.items()):
            for language, names in sorted(languages.items()):
                lines += ["", f"[{one}.{language}]", *(f"{n} = {v}" for n, v in names.items())]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return good


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--part", choices=tuple(SPLITS), default="held")
    parser.add_argument("--coverage", type=Path, metavar="SCORE_PY", help="score.py; also coverage")
    parser.add_argument("--floors", action="store_true", help="fail below floors.toml")
    parser.add_argument("--raise", dest="raise_them", action="store_true")
    options = parser.parse_args()
    counted = collections.defaultdict(list)
    for language, base in reports(options.corpora, options.part):
        counts = count(base)
        if options.coverage:
            counts.update(coverage_counts(options.coverage, base, rows_of(base)))
        counted[language].append(counts)
    shown = {language: show(language, counted[language]) for language in sorted(counted)}
    shown["all"] = show("all", [c for some in counted.values() for c in some])
    if options.floors or options.raise_them:
        return 0 if hold(options.part, shown, options.raise_them) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
