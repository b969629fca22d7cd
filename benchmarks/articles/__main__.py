"""How well a reader reads: `python benchmarks/articles GOLD_DIR [--scorer FILE] [--floors SET]`.

GOLD_DIR and its folders hold NAME.txt, NAME.meta.json and NAME.gold.jsonl; the scorer is the
`score.py` of that folder or the one given. Prints the scorer's table of all eight kinds, for all
reports and per language, the F1 over all kinds with a 95 % bootstrap interval over reports, and how
many of the missed tolls and casualties lay in a sentence that the coverage report flagged.

`--reader llm` measures a language model (`--address`, `--model`), `--reader both` what the two find
together, with how often they were right where they agree, differ, or one is alone. Then the table
also tells how many values were found exactly, loosely or not, what reports failed, and tokens and
seconds a report. A model's answers are kept (`--answers FOLDER`), so that a stopped run goes on.
`--agreement FILE` writes the counts of agreement for `testigo evaluate --keep --table FILE`.

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

from answers import FOLDER, Cost, KeptAnswers
from readers import CASES, Given, built_in, by_model, faults, together

from testigo.exports.flat import flat_statement, flat_statements
from testigo.reading.llm.openai_model import OpenAiModel
from testigo.reading.llm.reader import LlmReader
from testigo.reading.llm.settings import ModelSettings
from testigo.reading.llm.tally import tally
from testigo.reading.protocol import Page
from testigo.record.report import Metadata, Stated, Text
from testigo.review.reader_agreement import Agreement, Share
from testigo.review.two_readers import ALONE

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
    given: Given
    gold: list[dict]
    predicted: list[dict]


@dataclass(frozen=True)
class Report:
    """One report of the gold, to be read."""

    name: str
    language: str
    page: Page
    gold: list[dict]


def load_scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"there is no scorer at {path}; give one with --scorer FILE")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reports_of(gold_dir: Path) -> list[Report]:
    out = []
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
        page = Page(Text(name, content, "benchmark"), Metadata(**stated))
        gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        out.append(Report(name, meta["language"].split("-")[0], page, gold))
    if not out:
        raise SystemExit(f"{gold_dir} holds no *.gold.jsonl")
    return out


def read_all(reports: list[Report], reader: str, model: tuple[LlmReader, int] | None) -> list[Read]:
    pages = [report.page for report in reports]
    given = built_in(pages) if reader != "llm" else []
    if model is not None:
        asked = by_model(model[0], pages, model[1])
        given = together(given, asked) if given else asked
    return [
        Read(one.name, one.language, has, one.gold, flat_statements(has.statements, one.language))
        for one, has in zip(reports, given, strict=True)
    ]


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
    reading = one.given.reading
    flags = [flag.sentence.quote for flag in reading.coverage.flagged] if reading else []
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
    dropped = sum(len(one.given.reading.dropped) for one in reads if one.given.reading)
    print(f"quotes: {len(quotes)}; values dropped because they are not in the text: {dropped}")
    return rows


def show_model(reads: list[Read], cost: Cost) -> None:
    """Print what the model's quotations came to, what failed, and what the answers cost."""
    given = [one.given for one in reads]
    count = tally(one.by_model for one in given if one.by_model)
    said = max(1, count.exactly + count.loosely + count.not_found + count.otherwise)
    print(
        f"\nvalues of {count.statements} statements: {count.exactly} found exactly "
        f"({count.exactly / said:.2f}), {count.loosely} loosely ({count.loosely / said:.2f}), "
        f"dropped {count.not_found} not in the text ({count.not_found / said:.2f}) and "
        f"{count.otherwise} otherwise ({count.otherwise / said:.2f}); "
        f"{count.differs} read otherwise than the model did"
    )
    failed = ", ".join(f"{name} {n}" for name, n in sorted(faults(given).items())) or "none"
    print(f"reports without a reading: {failed}")
    n = len(reads)
    print(
        f"a report: {cost.calls / n:.1f} answers ({cost.cut} of all cut), "
        f"{cost.tokens_in / n:.0f} tokens in, {cost.tokens_out / n:.0f} out, "
        f"{cost.seconds / n:.1f} seconds of the server"
    )


def show_cases(scorer: ModuleType, reads: list[Read]) -> dict[str, dict[str, list[int]]]:
    """Print, per kind, how many statements of each case there are, and how many are right.

    Returns the same: kind to case to both counts.
    """
    total = {kind: {case: [0, 0] for case in CASES} for kind in (*KINDS, "overall")}
    for one in reads:
        cases, rows = one.given.cases(), []
        for statement in one.given.statements:
            row = flat_statement(statement, one.language)
            if row is not None and row not in [kept for kept, _ in rows]:
                rows.append((row, cases.get(statement.id, "builtin alone")))
        for kind in KINDS:
            right = right_ones(scorer, kind, one.gold, [row for row, _ in rows])
            for row, case in rows:
                for name in (row["kind"], "overall") if row["kind"] == kind else ():
                    total[name][case][0] += 1
                    total[name][case][1] += any(row is hit for hit in right)
    print("\nright of all found, by which reader found it")
    print(f"{'':10}" + "".join(f"{case:>16}" for case in CASES))
    for kind, counts in total.items():
        print(f"{kind:10}" + "".join(f"{f'{counts[c][1]}/{counts[c][0]}':>16}" for c in CASES))
    return total


def agreement_of(reads: list[Read], total: dict[str, dict[str, list[int]]]) -> Agreement:
    """Return what was counted in the form that a casebook keeps."""
    readings = [r for one in reads for r in (one.given.reading, one.given.by_model) if r]
    counts = {
        kind: {
            name_of(case): Share(right, found) for case, (found, right) in cases.items() if found
        }
        for kind, cases in total.items()
        if kind != "overall"
    }
    ids = sorted({f"{r.reader.name} {r.reader.version}" for r in readings})
    return Agreement(tuple(ids), len(reads), counts)


def name_of(case: str) -> str:
    """Return what a casebook calls a case: "builtin alone" is `alone:builtin`."""
    reader = case.removesuffix(" alone")
    return case if reader == case else f"{ALONE}{reader}"


def right_ones(scorer: ModuleType, kind: str, gold: list[dict], rows: list[dict]) -> list[dict]:
    """Return the rows of a kind that the scorer matches with a statement of the gold."""
    wanted = [row for row in gold if row["kind"] == kind]
    mine = [row for row in rows if row["kind"] == kind]
    weights = [
        [1 + scorer.likeness(kind, g, p) if scorer.matches(kind, g, p) else 0.0 for p in mine]
        for g in wanted
    ]
    return [mine[column] for _, column in scorer.assign(weights)]


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


def kept_answers(parser: argparse.ArgumentParser, options: argparse.Namespace) -> KeptAnswers:
    if not options.model:
        parser.error("name the model with --model")
    settings = ModelSettings(
        options.address,
        options.model,
        key_name=options.key_name,
        window=options.window,
        answer_tokens=options.answer_tokens,
        timeout=options.timeout,
    )
    return KeptAnswers(OpenAiModel.reached_by(settings), settings, options.answers)


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
    parser.add_argument("--reader", choices=("builtin", "llm", "both"), default="builtin")
    parser.add_argument("--address", default="http://localhost:8080/v1", help="of the model")
    parser.add_argument("--model", help="its name there")
    parser.add_argument("--key-name", default="", help="environment variable with its key")
    parser.add_argument("--window", type=int, default=6000, help="characters in one request")
    parser.add_argument("--answer-tokens", type=int, default=4096)
    parser.add_argument("--timeout", type=float, default=600)
    parser.add_argument("--at-once", type=int, default=1, help="reports asked about at a time")
    parser.add_argument("--agreement", type=Path, help="file for the counts of agreement")
    parser.add_argument("--answers", type=Path, default=FOLDER, help="where answers are kept")
    options = parser.parse_args()
    scorer = load_scorer(options.scorer or options.gold_dir / "score.py")
    kept = kept_answers(parser, options) if options.reader != "builtin" else None
    model = kept and (LlmReader(kept, kept.settings), options.at_once)
    reads = read_all(reports_of(options.gold_dir), options.reader, model)
    rows = show(scorer, "all", reads)
    for language in sorted({one.language for one in reads}):
        show(scorer, language, [one for one in reads if one.language == language])
    if kept is not None:
        show_model(reads, kept.cost)
    if options.reader == "both":
        cases = show_cases(scorer, reads)
        if options.agreement is not None:
            table = agreement_of(reads, cases).to_json()
            options.agreement.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    if options.floors:
        return 0 if held_against_floors(options.floors, rows, options.raise_them) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
