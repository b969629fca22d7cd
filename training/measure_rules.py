"""Measure each rule on the tuning reports: `measure_rules.py CORPORA SCORER`.

CORPORA holds `real/` and `invented/`, each with a folder a language; SCORER is the `score.py` whose
alignment says which statement is right. Only reports of part `tune` in `split.tsv` count. Writes
`src/testigo/reading/builtin/precision.toml`.
"""

from __future__ import annotations

import collections
import csv
import json
import sys
from pathlib import Path
from types import ModuleType

from training.scorer import load_scorer

from testigo.exports.flat import flat_statement
from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.protocol import Page
from testigo.record.report import Metadata, Stated, Text

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "testigo" / "reading" / "builtin" / "precision.toml"
META = {"title": "title", "outlet": "publisher", "published": "published", "language": "language"}


def tuning_reports(corpora: Path) -> list[Path]:
    """Return the paths, without ending, of the reports that rules are written on."""
    with (HERE / "split.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["part"] == "tune"]
    return [corpora / row["corpus"] / row["language"] / row["report"] for row in rows]


def count(scorer: ModuleType, base: Path, counts: dict[str, list[int]]) -> None:
    """Add one report's rules to `counts`: rule -> [right, given]."""
    content = Path(f"{base}.txt").read_text(encoding="utf-8")
    meta = json.loads(Path(f"{base}.meta.json").read_text(encoding="utf-8"))
    lines = Path(f"{base}.gold.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines if line]
    stated = {new: Stated(meta[old], "meta file") for old, new in META.items() if meta.get(old)}
    page = Page(Text(base.name, content, "training"), Metadata(**stated))
    given = collections.defaultdict(list)
    for found in BuiltinReader(rules_alone=True).read([page])[0].found:
        row = flat_statement(found.statement, meta["language"])
        if row is not None:
            given[row["kind"]].append((found.rule, row))
    for kind, pairs in given.items():
        rows = [row for row in gold if row["kind"] == kind]
        weights = [[weight(scorer, kind, g, p) for _, p in pairs] for g in rows]
        right = {j for _, j in scorer.assign(weights)}
        for index, (rule, _) in enumerate(pairs):
            counts[rule][0] += index in right
            counts[rule][1] += 1


def weight(scorer: ModuleType, kind: str, gold: dict, given: dict) -> float:
    """Return how alike two statements are, 0 where they do not share their key."""
    return 1 + scorer.likeness(kind, gold, given) if scorer.matches(kind, gold, given) else 0.0


def main() -> None:
    """Write the table and print it."""
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    scorer, counts = load_scorer(Path(sys.argv[2])), collections.defaultdict(lambda: [0, 0])
    for base in tuning_reports(Path(sys.argv[1])):
        count(scorer, base, counts)
    lines = ["# Written by training/measure_rules.py: how many statements of each rule were right."]
    for rule, (right, given) in sorted(counts.items()):
        lines += ["", "[[rule]]", f'name = "{rule}"', f"right = {right}", f"given = {given}"]
        print(f"{rule:32}{right:5} of {given:5}  {right / given:.2f}")
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
