"""The annotated reports that the learned reader is made from, and which of them it learns from.

    python -m training.reader.reports CORPORA       # writes training/reader/split.tsv

Only reports of part `tune` in `training/split.tsv` are touched; those whose licence is unsettled
(`es_u`) are left out. The rest is cut once more, by the hash of the name: one report in nine is for
development (`dev`), where every choice is made, the others are learnt from (`train`), and with them
all reports of testigo's own corpus (`training/corpus`). Thirty reports of that corpus lie in
`benchmarks/untouched` and are in no part.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from training.unsettled import UNSETTLED

HERE = Path(__file__).parent
SPLIT = HERE / "split.tsv"
OWN = HERE.parent / "corpus"
"""testigo's own annotated reports, `LANGUAGE/NAME.*`: all are for learning."""
DEVELOPMENT_SHARE = 9


@dataclass(frozen=True, slots=True)
class AnnotatedReport:
    """A text with what is known of it and, where there are any, its annotated statements."""

    name: str
    content: str
    language: str
    published: str | None
    title: str | None
    gold: tuple[dict[str, object], ...]


def part_of(name: str) -> str:
    """Return `dev` or `train`, by the hash of a report's name."""
    digest = hashlib.sha256(f"learned reader {name}".encode()).hexdigest()
    return "dev" if int(digest, 16) % DEVELOPMENT_SHARE == 0 else "train"


def read_report(base: Path) -> AnnotatedReport:
    """Read `BASE.txt`, `BASE.meta.json` and, where it is there, `BASE.gold.jsonl`."""
    meta = json.loads(Path(f"{base}.meta.json").read_text(encoding="utf-8"))
    gold_file = Path(f"{base}.gold.jsonl")
    lines = gold_file.read_text(encoding="utf-8").splitlines() if gold_file.is_file() else []
    return AnnotatedReport(
        base.name,
        Path(f"{base}.txt").read_text(encoding="utf-8"),
        meta["language"],
        meta.get("published"),
        meta.get("title"),
        tuple(json.loads(line) for line in lines if line.strip()),
    )


def paths(corpora: Path, part: str) -> list[Path]:
    """Return the paths, without ending, of the reports of part `train` or `dev`."""
    own = sorted(OWN.glob("*/*.gold.jsonl")) if part == "train" else []
    with SPLIT.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["part"] == part]
    given = [corpora / row["corpus"] / row["language"] / row["report"] for row in rows]
    return given + [path.parent / path.name.removesuffix(".gold.jsonl") for path in own]


def held(corpora: Path) -> list[Path]:
    """Return the paths of the annotated reports that are set aside, settled licences only."""
    with (HERE.parent / "split.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["part"] == "held"]
    bases = [corpora / row["corpus"] / row["language"] / row["report"] for row in rows]
    annotated = [base for base in bases if Path(f"{base}.gold.jsonl").is_file()]
    return [base for base in annotated if not base.name.startswith(UNSETTLED)]


def main() -> None:
    """Write the split."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    corpora = Path(sys.argv[1])
    lines = ["report\tcorpus\tlanguage\tpart"]
    with (HERE.parent / "split.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            base = corpora / row["corpus"] / row["language"] / row["report"]
            if row["part"] != "tune" or row["report"].startswith(UNSETTLED):
                continue
            if Path(f"{base}.gold.jsonl").is_file():
                place = (row["corpus"], row["language"], part_of(row["report"]))
                lines.append("\t".join((row["report"], *place)))
    SPLIT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} reports")


if __name__ == "__main__":
    main()
