"""Train several variants side by side on one device and say which is best on development reports.

    python -m training.reader.compare CARRY OUT VARIANT ... [--best N] [--jobs N] [-- options]

Each variant is `NAME` (of `VARIANTS`) or `NAME@SEED`. Options after `--` go to every training. The
logs are joined in `OUT/compare.log`; the readers of the best N (1) are copied to OUT.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FAST = ("--encoder-rate", "3e-4", "--head-rate", "2e-3")
VARIANTS: dict[str, tuple[str, ...]] = {
    "base": (),
    "no_evidence": ("--evidence", "no"),
    "unweighted": ("--weighted", "no"),
    "layers12": ("--layers", "12", "--mix-from", "5"),
    "layers6": ("--layers", "6", "--mix-from", "2"),
    "fast": FAST,
    "small_steps": ("--windows", "4", "--encoder-rate", "1.2e-4", "--head-rate", "1e-3"),
    "dropped": ("--word-dropout", "0.2", "--vote-dropout", "0.4"),
    "quick": (*FAST, "--passes", "12"),
    "quick_no_evidence": (*FAST, "--passes", "12", "--evidence", "no"),
    "long": (*FAST, "--passes", "20", "--word-dropout", "0.15", "--vote-dropout", "0.4"),
}
_SCORE = re.compile(r"dev all F1 ([\d.]+)")


def start(carry: Path, work: Path, variant: str, rest: list[str]) -> subprocess.Popen[bytes]:
    """Begin one training."""
    name, _, seed = variant.partition("@")
    command = [sys.executable, "-m", "training.reader.train", str(carry), str(work), variant]
    command += [*rest, *VARIANTS[name], "--seed", seed or "1"]
    return subprocess.Popen(command)


def score(work: Path, variant: str) -> float:
    """Return the F1 that the log of a training ends with, -1 where it has none."""
    log = work / f"{variant}.log"
    found = _SCORE.findall(log.read_text(encoding="utf-8")) if log.is_file() else []
    return float(found[-1]) if found else -1.0


def main() -> None:
    """Train the variants and keep the best."""
    mine, rest = sys.argv[1:], []
    if "--" in mine:
        place = mine.index("--")
        mine, rest = mine[:place], mine[place + 1 :]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("carry", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("variants", nargs="+")
    parser.add_argument("--best", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=8)
    options = parser.parse_args(mine)
    options.out.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp())
    waiting = list(options.variants)
    running: list[subprocess.Popen[bytes]] = []
    while waiting or running:
        running = [job for job in running if job.poll() is None]
        while waiting and len(running) < options.jobs:
            running.append(start(options.carry, work, waiting.pop(0), rest))
        time.sleep(0.5)
    order = sorted(options.variants, key=lambda variant: -score(work, variant))
    with (options.out / "compare.log").open("w", encoding="utf-8") as file:
        for variant in order:
            log = work / f"{variant}.log"
            file.write(log.read_text(encoding="utf-8") if log.is_file() else f"{variant}: no log\n")
    for place, variant in enumerate(order):
        print(f"{score(work, variant):.3f} {variant}")
        if place < options.best:
            for path in work.glob(f"{variant}.*"):
                if path.suffix == ".npz":
                    shutil.copy(path, options.out / path.name.replace("@", "_"))


if __name__ == "__main__":
    main()
