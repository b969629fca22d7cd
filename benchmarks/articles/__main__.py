"""How well the reader reads: `python benchmarks/articles GOLD_DIR [--scorer FILE] [--floors SET]`.

GOLD_DIR and its folders hold NAME.txt, NAME.meta.json and NAME.gold.jsonl; the scorer is the
`score.py` of that folder or the one given. Prints the scorer's table of all eight kinds, for all
reports and per language, the F1 over all kinds with a 95 % bootstrap interval over reports, and how
many of the missed tolls and casualties lay in a sentence that the coverage report flagged.

With `--floors SET` the figures are held against `floors.toml`: below a floor the exit code is 1;
`--raise` writes higher floors. A floor is lowered only by hand, in a commit that says why.
"""

from __future__ import annotations

import argparse
import collections
import importlib.util
import json
import random
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from testigo.exports.flat import flat_statements
from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.protocol import Page
from testigo.record.reading import Reading
from testigo.record.report import Metadata, Stated, Text

KINDS = (
    *("toll", "casualty", "incident", "measure"),
    *("post", "contact", "proceeding", "claim"),
)
FLAGGABLE = ("toll", "casualty")
RESAMPLES = 2000
FLOORS = Path(__file__).with_name("floors.toml")


@dataclass(frozen=True)
class Read:
    """One report of the gold, as read."""

    name: str
    language: str
    reading: Reading
    gold: list[dict]
    predicted: list[dict]


def load_scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"there is no scorer at {path}; give one with --scorer FILE")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_all(gold_dir: Path) -> list[Read]:
    reader, out = BuiltinReader(), []
    for path in sorted(gold_dir.rglob("*.gold.jsonl")):
        name = path.name.removesuffix(".gold.jsonl")
        content = (path.parent / f"{name}.txt").read_text(encoding="utf-8")
        meta = json.loads((path.parent / f"{name}.meta.json").read_text(encoding="utf-8"))
        keys = {
            "title": "title",
            "outlet": "publisher",
            "published": "published",
            "language": "language",
        }
        stated = {new: Stated(meta[old], "meta file") for old, new in keys.items() if meta.get(old)}
        reading = reader.read([Page(Text(name, content, "benchmark"), Metadata(**stated))])[0]
        language = meta["language"].split("-")[0]
        gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        out.append(
            Read(name, language, reading, gold, flat_statements(reading.statements, language))
        )
    if not out:
        raise SystemExit(f"{gold_dir} holds no *.gold.jsonl")
    return out


def totals(scorer: ModuleType, reads: list[Read]) -> dict[str, collections.Counter]:
    total: dict[str, collections.Counter] = {
        kind: collections.Counter() for kind in (*KINDS, "overall")
    }
    for one in reads:
        for kind, counts in scorer.tally(one.gold, one.predicted).items():
            if kind in KINDS:
                total[kind].update(counts)
                total["overall"].update(counts)
    return total


def interval(scorer: ModuleType, reads: list[Read]) -> tuple[float, float]:
    """95 % bootstrap interval of the F1 over all kinds; reports with replacement, fixed seed."""
    tallies = [totals(scorer, [one])["overall"] for one in reads]
    draw = random.Random(20221207)
    values = []
    for _ in range(RESAMPLES):
        total: collections.Counter = collections.Counter()
        for counts in draw.choices(tallies, k=len(tallies)):
            total.update(counts)
        values.append(scorer.summary(total)["f1"])
    values.sort()
    return values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES)]


def missed_and_flagged(scorer: ModuleType, one: Read) -> tuple[int, int]:
    """Return how many gold tolls and casualties were missed, and how many of them were flagged."""
    missed = flagged = 0
    flags = [flag.sentence.quote for flag in one.reading.coverage.flagged]
    for kind in FLAGGABLE:
        gold = [row for row in one.gold if row["kind"] == kind]
        predicted = [row for row in one.predicted if row["kind"] == kind]
        weights = [
            [
                1 + scorer.likeness(kind, g, p) if scorer.matches(kind, g, p) else 0.0
                for p in predicted
            ]
            for g in gold
        ]
        found = {i for i, _ in scorer.assign(weights)}
        for index, row in enumerate(gold):
            if index not in found:
                missed += 1
                quotes = scorer.aslist(row["quote"])
                flagged += any(flag in quote or quote in flag for flag in flags for quote in quotes)
    return missed, flagged


def show(scorer: ModuleType, title: str, reads: list[Read]) -> dict[str, dict]:
    print(f"\n{title}: {len(reads)} reports")
    print(
        f"{'':10}{'gold':>6}{'pred':>6}{'hit':>5} |{'P':>6}{'R':>6}{'F1':>6} |"
        f"{'slotP':>6}{'slotR':>6}{'slotF':>6} |{'source':>7}"
    )
    rows = {kind: scorer.summary(counts) for kind, counts in totals(scorer, reads).items()}
    for kind, s in rows.items():
        print(
            f"{kind:10}{s['gold']:6}{s['pred']:6}{s['matched']:5} |"
            f"{s['precision']:6.3f}{s['recall']:6.3f}{s['f1']:6.3f} |{s['slot_precision']:6.3f}"
            f"{s['slot_recall']:6.3f}{s['slot_f1']:6.3f} |{s['source_accuracy']:7.3f}"
        )
    low, high = interval(scorer, reads)
    print(f"F1 over all kinds, 95 % interval over reports: {low:.3f}-{high:.3f}")
    missed, flagged = map(
        sum, zip(*(missed_and_flagged(scorer, one) for one in reads), strict=True)
    )
    share = f"{flagged / missed:.2f}" if missed else "-"
    print(f"missed tolls and casualties: {missed}, in a flagged sentence: {flagged} ({share})")
    quotes = [q for one in reads for row in one.predicted for q in scorer.aslist(row["quote"])]
    texts = {one.name: one for one in reads}
    dropped = sum(len(one.reading.dropped) for one in texts.values())
    print(f"quotes: {len(quotes)}; values dropped because they are not in the text: {dropped}")
    return rows


def held_against_floors(name: str, rows: dict[str, dict], raise_them: bool) -> bool:
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    mine = floors.setdefault(name, {})
    good = True
    for kind, summary in rows.items():
        value, floor = round(summary["f1"], 3), mine.get(kind, 0.0)
        if value < floor:
            good = False
            print(f"BELOW THE FLOOR: {name} {kind} F1 {value:.3f} < {floor:.3f}")
        elif value > floor and raise_them:
            mine[kind] = value
    if raise_them and good:
        lines = ["# F1 floors of `benchmarks/articles`; they only rise."]
        for set_name, kinds in sorted(floors.items()):
            lines += ["", f"[{set_name}]", *(f"{kind} = {value}" for kind, value in kinds.items())]
        FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return good


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold_dir", type=Path)
    parser.add_argument("--scorer", type=Path, help="score.py; by default that of GOLD_DIR")
    parser.add_argument("--floors", help="name of the set of floors to hold the figures against")
    parser.add_argument(
        "--raise", dest="raise_them", action="store_true", help="write higher floors"
    )
    options = parser.parse_args()
    scorer = load_scorer(options.scorer or options.gold_dir / "score.py")
    reads = read_all(options.gold_dir)
    rows = show(scorer, "all", reads)
    for language in sorted({one.language for one in reads}):
        show(scorer, language, [one for one in reads if one.language == language])
    if options.floors:
        return 0 if held_against_floors(options.floors, rows, options.raise_them) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
