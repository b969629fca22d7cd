"""How a large casebook answers: `python benchmarks/casebook FILE [--slow] [--floors] [--json]`.

Makes FILE (100,000 statements in 5,000 reports, 50,000 decisions) if it is not there, then
measures: open, one page of the queue, one entry, one decision, with `--slow` also folding
everything anew and verify, and the time and size of each page out of a server in a process of its
own. Medians of `--tries`; `cpu` is what the server's processor
took, which other programs at work do not change much. Aims (issue 5): a page in 50 ms, under 150 kB
without fonts. With `--floors` the figures are held against `floors.toml`: over one, the exit code
is 1. `--only WORDS` measures the pages whose name holds them, and nothing else.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

from make import make  # noqa: E402 - the folder is put on the path above
from pages import Taken, measure_pages  # noqa: E402

from testigo.casebook import Casebook  # noqa: E402
from testigo.review.lists import VIEWS, ListWanted  # noqa: E402
from testigo.review.queue import Wanted  # noqa: E402

FLOORS = HERE / "floors.toml"
MS = 1000


def main() -> int:
    """Measure and print; return the exit code."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("file", type=Path)
    asked.add_argument("--statements", type=int, default=100_000)
    asked.add_argument("--decisions", type=int, default=50_000)
    asked.add_argument("--per-report", type=int, default=20)
    asked.add_argument("--tries", type=int, default=15)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--slow", action="store_true", help="fold everything and verify too")
    asked.add_argument("--floors", action="store_true", help="end with 1 where a floor is missed")
    asked.add_argument("--only", default="", help="pages whose name holds these words")
    given = asked.parse_args()
    if not given.file.exists():
        make(given.file, given.statements, given.decisions, given.per_report)
    figures: dict[str, float] = {}
    if not given.only:
        figures = measure_casebook(given.file, given.tries, is_slow=given.slow)
    pages, figures["decision and next page (ms)"] = measure_pages(
        given.file, given.tries, only=given.only
    )
    if given.json:
        told = {name: asdict(taken) for name, taken in pages.items()}
        print(json.dumps({"casebook": figures, "pages": told}, indent=1))
    else:
        show(figures, pages)
    missed = over_the_floors(figures, pages) if given.floors else []
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed else 0


def show(figures: dict[str, float], pages: dict[str, Taken]) -> None:
    """Print both tables."""
    for name, value in figures.items():
        print(f"{name:<36}{value:>10,.1f}")
    print(f"\n{'page':<36}{'ms':>8}{'cpu':>8}{'kB':>8}")
    for name, taken in pages.items():
        cpu = "" if taken.cpu_ms is None else f"{taken.cpu_ms:.1f}"
        mark = "" if taken.status == 200 else f"  {taken.status}"
        print(f"{name[:35]:<36}{taken.ms:>8.1f}{cpu:>8}{taken.kb:>8.1f}{mark}")


def over_the_floors(figures: dict[str, float], pages: dict[str, Taken]) -> list[str]:
    """Return what takes longer, or is larger, than `floors.toml` allows, or answers no page."""
    allowed = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    missed = [
        f"{name}: {figures[name]:,.1f}, over {most:,}"
        for name, most in allowed["casebook"].items()
        if figures.get(name, 0) > most
    ]
    for name, taken in pages.items():
        own = allowed["page"] | allowed["pages"].get(name, {})
        took = taken.ms if taken.cpu_ms is None else taken.cpu_ms
        if taken.status != 200:
            missed.append(f"{name}: answered with {taken.status}")
        if took > own["ms"]:
            missed.append(f"{name}: {took:.0f} ms, over {own['ms']}")
        if taken.kb > own["kb"]:
            missed.append(f"{name}: {taken.kb:.0f} kB, over {own['kb']}")
    return missed


def timed(work: Callable[[], object], tries: int) -> float:
    """Return the median of some tries, in milliseconds."""
    return statistics.median(once(work) for _ in range(tries)) * MS


def once(work: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure_casebook(path: Path, tries: int, *, is_slow: bool) -> dict[str, float]:
    """Return milliseconds (seconds where the name says so) of what a casebook is asked for."""
    figures = {"first open, tables made (s)": once(lambda: Casebook.open(path).close())}
    figures["open (ms)"] = timed(lambda: Casebook.open(path).close(), tries)
    with Casebook.open(path) as casebook:
        review = casebook.review
        figures["queue page (ms)"] = timed(lambda: review.queue(Wanted(), limit=1), tries)
        for view in VIEWS:
            wanted = ListWanted(view)
            figures[f"list of {view} (ms)"] = timed(lambda w=wanted: review.entries(w), tries)
            busiest = review.entries(ListWanted(view, sort="statements", size=1)).rows[0].id
            newest = review.entries(ListWanted(view, size=1)).rows[0].id
            figures[f"one of {view} (ms)"] = timed(lambda i=newest: review.dossier(i), tries)
            figures[f"busiest of {view} (ms)"] = timed(lambda i=busiest: review.dossier(i), 5)
        figures["one decision (ms)"] = statistics.median(
            once(
                lambda i=item: review.decide(
                    "accept", [i.handle], by="Ana", seen={i.handle: i.seen}
                )
            )
            * MS
            for item in review.queue(Wanted(), limit=tries).items
        )
        if is_slow:
            figures |= measure_slow(casebook)
    return figures


def measure_slow(casebook: Casebook) -> dict[str, float]:
    """Return seconds of what goes through the whole log, and the memory that folding needs."""
    before = time.process_time()
    figures = {"fold all (s)": once(casebook.rebuild)}
    figures["fold all, processor (s)"] = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # KiB on Linux
    figures["fold all, peak memory (MB)"] = peak
    figures["verify (s)"] = once(lambda: _verified(casebook))
    return figures


def _verified(casebook: Casebook) -> None:
    assert casebook.verify().clean, "the casebook of the benchmark does not verify"


if __name__ == "__main__":
    sys.exit(main())
