"""How a large casebook answers: `python benchmarks/casebook FILE [--statements N] [--decisions N]`.

Makes FILE (100,000 statements in 5,000 reports, 50,000 decisions) if it is not there, then
measures: open, folding everything anew, verify, one entry, one page of the queue, one decision, and
the time and size of each page out of a server in a process of its own, medians of `--tries`.
Prints a table, and JSON with `--json`. Aims (issue 5): a page in 50 ms, under 150 kB without fonts.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

from make import make  # noqa: E402 - the folder is put on the path above
from tests.web.served import served  # noqa: E402

from testigo.casebook import Casebook  # noqa: E402
from testigo.review.lists import VIEWS, ListWanted  # noqa: E402
from testigo.review.queue import Wanted  # noqa: E402

MS = 1000


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("file", type=Path)
    asked.add_argument("--statements", type=int, default=100_000)
    asked.add_argument("--decisions", type=int, default=50_000)
    asked.add_argument("--per-report", type=int, default=20)
    asked.add_argument("--tries", type=int, default=15)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--slow", action="store_true", help="fold everything and verify too")
    given = asked.parse_args()
    if not given.file.exists():
        make(given.file, given.statements, given.decisions, given.per_report)
    figures = measure_casebook(given.file, given.tries, is_slow=given.slow)
    pages = measure_pages(given.file, given.tries)
    if given.json:
        print(json.dumps({"casebook": figures, "pages": pages}, indent=1))
        return
    for name, value in figures.items():
        print(f"{name:<34}{value:>10,.1f}")
    print(f"\n{'page':<34}{'ms':>8}{'kB':>8}")
    for name, (took, size) in pages.items():
        mark = "" if took < 50 and size < 150 else "  over"
        print(f"{name:<34}{took:>8.1f}{size:>8.1f}{mark}")


def timed(work: Callable[[], object], tries: int) -> float:
    """Return the median of some tries, in milliseconds."""
    taken = []
    for _ in range(tries):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * MS)
    return statistics.median(taken)


def measure_casebook(path: Path, tries: int, *, is_slow: bool) -> dict[str, float]:
    """Return milliseconds (seconds where the name says so) of what a casebook is asked for."""
    start = time.perf_counter()
    Casebook.open(path).close()
    figures = {"first open, tables made (s)": time.perf_counter() - start}
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
        waiting = review.queue(Wanted(), limit=tries).items
        taken = []
        for item in waiting:
            start = time.perf_counter()
            review.decide("accept", [item.handle], by="Ana", seen={item.handle: item.seen})
            taken.append((time.perf_counter() - start) * MS)
        figures["one decision (ms)"] = statistics.median(taken)
        if is_slow:
            start = time.perf_counter()
            casebook.rebuild()
            figures["fold all (s)"] = time.perf_counter() - start
            start = time.perf_counter()
            clean = casebook.verify().clean
            figures["verify (s)"] = time.perf_counter() - start
            assert clean, "the casebook of the benchmark does not verify"
    return figures


def measure_pages(path: Path, tries: int) -> dict[str, tuple[float, float]]:
    """Return milliseconds and kB of each page."""
    with Casebook.open(path) as casebook:
        review = casebook.review
        newest = next(casebook.reports(newest_first=True)).id
        addresses = ["/", "/inbox", f"/reports/{newest}", "/review", "/review?as=list", "/merge"]
        addresses += [f"/review?report={newest}", "/search?q=emergency"]
        for view in VIEWS:
            addresses += [f"/{view}", f"/{view}?q=tarma&sort=name"]
            addresses += [f"/{view}/{review.entries(ListWanted(view, size=1)).rows[0].id}"]
    with served(path) as server:
        host = server.origin.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=120)
        connection.request("GET", server.entrance.removeprefix(server.origin))
        answer = connection.getresponse()
        answer.read()
        cookie = (answer.getheader("set-cookie") or "").partition(";")[0]
        found = {}
        for address in addresses:
            taken, size = [], 0
            for _ in range(tries):
                start = time.perf_counter()
                connection.request("GET", address, headers={"Cookie": cookie})
                answer = connection.getresponse()
                size = len(answer.read())
                taken.append((time.perf_counter() - start) * MS)
            name = address.replace(newest, "ID") + (
                "" if answer.status == 200 else f" {answer.status}"
            )
            found[name[:33]] = (statistics.median(taken), size / 1000)
        return found


if __name__ == "__main__":
    main()
