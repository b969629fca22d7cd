"""Templates of MUC-4 documents: `python -m benchmarks.muc4 FILE.jsonl --out PREDICTIONS.jsonl`.

FILE holds one document a line (`docid`, `text` in capitals, `date`); PREDICTIONS gets one line a
document: `docid` and `templates` (`incident_type`, `PerpInd`, `PerpOrg`, `Target`, `Victim`,
`Weapon`; each slot a list of entities, each entity a list of strings). Where FILE holds keys
(`templates`), `--score` prints precision, recall and F1 as GTT counts them (`scoring.py`), by slot,
with counts and a bootstrap interval over documents. `--floors` ends with exit code 1 if a figure
is under its floor; `--raise` writes better figures as the new floors, never lower ones. `--mapping`
gives what testigo's statements alone make of a document, without the adapter.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

from benchmarks.muc4.adapter import Adapter
from benchmarks.muc4.mapping import mapped
from benchmarks.muc4.reading import documents, read
from benchmarks.muc4.scoring import COLUMNS, Counts, count, interval, total
from benchmarks.muc4.templates import templates

from testigo.reading.learned.reader import LearnedReader
from testigo.reading.learned.weights import WORDS

FLOORS = Path(__file__).parent / "floors.toml"
STEP = 0.1
"""Floors are kept in points of F1, rounded down to this."""


def predict(file: Path, only_mapping: bool) -> list[dict[str, Any]]:
    """Return one line of predictions a document."""
    reader = LearnedReader.load()
    adapter = None if only_mapping else Adapter.load()
    if adapter is not None:
        adapter.check_net(reader.about.sha256[WORDS])
    lines = []
    for document in documents(file):
        one = read(document, reader)
        if not one.page.starts:
            found = []
        elif adapter is None:
            found = mapped(one)
        else:
            found = templates(one, adapter.scores(one), adapter.about["settings"])
        lines.append({"docid": document["docid"], "templates": found})
    return lines


def scored(file: Path, lines: list[dict[str, Any]]) -> list[Counts]:
    """Count each document of a file with keys."""
    given = {line["docid"]: line["templates"] for line in lines}
    return [count(given[one["docid"]], one["templates"]) for one in documents(file)]


def show(counts: list[Counts]) -> None:
    """Print the table."""
    all_ = total(counts)
    low, high = interval(counts)
    print(f"{len(counts)} documents   right/predicted  found/gold      P     R     F1")
    for number, name in enumerate((*COLUMNS, "all")):
        column = number if number < len(COLUMNS) else None
        rows = (all_.right, all_.predicted, all_.found, all_.gold)
        a, b, c, d = (sum(row) if column is None else row[column] for row in rows)
        shares = all_.precision(column), all_.recall(column), all_.f1(column)
        figures = "  ".join(f"{100 * share:5.1f}" for share in shares)
        print(f"  {name:12} {a:8}/{b:<8} {c:5}/{d:<6} {figures}")
    print(f"  95 % of F1 over documents: {100 * low:.1f} to {100 * high:.1f}")


def hold(counts: list[Counts], name: str, lift: bool) -> None:
    """Compare F1 with its floor; with `lift` write a better one down.

    Raises:
        SystemExit: with code 1 if F1 is under its floor.
    """
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    reached, floor = 100 * total(counts).f1(), float(floors.get(name, 0.0))
    if lift and reached >= floor + STEP:
        floors[name] = int(reached / STEP) * STEP
        content = "".join(f"{key} = {value:.1f}\n" for key, value in sorted(floors.items()))
        FLOORS.write_text(f"# F1 in points; a floor only rises.\n{content}", encoding="utf-8")
    if reached < floor:
        print(f"{name}: F1 {reached:.1f} is under the floor {floor:.1f}", file=sys.stderr)
        raise SystemExit(1)


def main() -> None:
    """Read, write, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--mapping", action="store_true")
    parser.add_argument("--score", action="store_true")
    parser.add_argument("--floors", action="store_true")
    parser.add_argument("--raise", dest="lift", action="store_true")
    options = parser.parse_args()
    begun = time.process_time()
    lines = predict(options.file, options.mapping)
    spent = time.process_time() - begun
    content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    options.out.write_text(content, encoding="utf-8")
    print(f"{len(lines)} documents read in {spent:.0f} s of processor time")
    if options.score or options.floors or options.lift:
        counts = scored(options.file, lines)
        show(counts)
        if options.floors or options.lift:
            name = options.file.stem + ("_mapping" if options.mapping else "")
            hold(counts, name, options.lift)


if __name__ == "__main__":
    main()
