"""`make test-llm`: read the worked examples with a small instruct model, and say what came of it.

Fetches the model, starts llama.cpp's server, and lets `testigo read --reader both` read `examples/`
into a casebook of its own. Prints how the model's quotations fared and what both readers found;
with `--articles FOLDER` (annotated reports with their `score.py`) the benchmark's score table too.
The model is small and poor: this shows that all parts work together, not how well models read.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.llm.small_model import NAME, small_model
from tests.reading.llm.llama_server import ROOT, llama_server

from testigo.casebook import Casebook
from testigo.reading.llm.tally import tally
from testigo.record.kinds import KINDS
from testigo.record.reading import Found, Reading
from testigo.review.two_readers import pairs
from testigo.store.kept import KeptReading

CASES = ("agree", "differ", "built-in reader alone", "model alone")


def testigo(*arguments: str) -> int:
    """Run a command of testigo; return its exit code."""
    print(f"\n$ testigo {' '.join(arguments)}", flush=True)
    program = shutil.which("testigo", path=str(Path(sys.executable).parent)) or "testigo"
    return subprocess.run([program, *arguments], cwd=ROOT).returncode


def read_examples(address: str, casebook: str, answer_tokens: int, timeout: int) -> int:
    """Read the examples with both readers; return the exit code of the reading."""
    at = ("--casebook", casebook)
    limits = ("--answer-tokens", str(answer_tokens), "--timeout", str(timeout))
    by = ("--as", "make test-llm")
    if testigo("model", "set", address, NAME, *limits, *at, *by):
        return 1
    return testigo("read", "examples/", "--reader", "both", "--yes", *at)


def show_quotations(path: Path) -> None:
    """Print how many of the values that the model gave stand in the text, and how."""
    with Casebook.open(path) as casebook:
        count = tally(_again(casebook, kept) for kept in casebook.readings() if _is_model(kept))
    print(
        f"\n{count.statements} statements of the model. Its values: {count.exactly} found exactly, "
        f"{count.loosely} loosely; dropped: {count.not_found} not in the text, "
        f"{count.otherwise} otherwise; {count.differs} read otherwise than the words say."
    )


def _is_model(kept: KeptReading) -> bool:
    return kept.reader.name == "llm"


def _again(casebook: Casebook, kept: KeptReading) -> Reading:
    found = tuple(Found(casebook.statement(id_).statement, "") for id_ in kept.statement_ids)
    parts = (kept.text_id, kept.metadata_id, kept.reader, found, kept.coverage, kept.dropped)
    return Reading(*parts)


def show_cases(path: Path) -> None:
    """Print, per kind, what both readers found and what one alone did."""
    total = {kind: Counter[str]() for kind in (*KINDS, "all kinds")}
    with Casebook.open(path) as casebook:
        for report in casebook.reports():
            given = {"builtin": [], "llm": []}
            for reading in casebook.readings(report.id):
                for id_ in reading.statement_ids:
                    given[reading.reader.name].append(casebook.statement(id_).statement)
            for pair in pairs(given["builtin"], given["llm"]):
                case = _case(pair.first is not None, pair.second is not None, pair.is_agreed)
                statement = pair.first or pair.second
                for name in (statement.kind, "all kinds") if statement else ():
                    total[name][case] += 1
    print(f"\n{'':12}" + "".join(f"{case:>24}" for case in CASES))
    for kind, counts in total.items():
        print(f"{kind:12}" + "".join(f"{counts[case]:>24}" for case in CASES))


def _case(first: bool, second: bool, agreed: bool) -> str:
    if first and second:
        return CASES[0] if agreed else CASES[1]
    return CASES[2] if first else CASES[3]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, help="annotated reports with their score.py")
    parser.add_argument("--answer-tokens", type=int, default=1000)
    parser.add_argument("--timeout", type=int, default=1800, help="seconds for one answer")
    options = parser.parse_args()
    tokens = options.answer_tokens
    with (
        tempfile.TemporaryDirectory() as folder,
        llama_server(small_model(), context=16_384, threads=os.cpu_count() or 1) as address,
    ):
        casebook = Path(folder) / "examples.db"
        code = read_examples(address, str(casebook), tokens, options.timeout)
        show_quotations(casebook)
        show_cases(casebook)
        if options.articles is None:
            print("\nNo score table: name a folder of annotated reports with ARTICLES=folder.")
            return code
        bench = [sys.executable, "benchmarks/articles", str(options.articles.resolve())]
        bench += ["--reader", "both", "--address", address, "--model", NAME]
        bench += ["--answer-tokens", str(tokens), "--timeout", str(options.timeout)]
        return code or subprocess.run(bench, cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
