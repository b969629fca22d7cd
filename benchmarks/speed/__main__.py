"""How fast the reader reads: `python benchmarks/speed [FOLDER] [--reports N]`.

Reads an archive made from `examples/` (each report with other numbers and names, so that no two are
alike and nothing can be remembered) and, where given, a folder of texts, in one process on one
core. Prints reports and words per second of CPU time, and the peak of memory. With `--floor` the
exit code is 1 below the floor of `floors.toml`, stated in reports of 500 words a second.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import sys
import time
import tomllib
from pathlib import Path

from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.protocol import Page
from testigo.record.report import Metadata, Stated, Text

HERE = Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples"
_NAME = re.compile(r"(?<=[a-záéíóú,] )([A-ZÁÉÍÓÚ][a-záéíóúñ]{3,})")


def varied(content: str, seed: int) -> str:
    """Return the text with other figures and capitalised words, the same for the same seed."""
    draw = random.Random(seed)
    content = re.sub(r"\b\d{1,3}\b", lambda m: str(draw.randint(2, 199)), content)
    return _NAME.sub(lambda m: m[0][:-1] + draw.choice("aeiou") + draw.choice("lnrs"), content)


def made_archive(count: int) -> list[Page]:
    """Return `count` pages of about 500 words, made from the examples."""
    sources = []
    for path in sorted(EXAMPLES.glob("*.txt")):
        meta = json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8"))
        sources.append((path.read_text(encoding="utf-8"), meta))
    pages = []
    for number in range(count):
        content, meta = sources[number % len(sources)]
        parts, seed = [], number * 1000
        while len(" ".join(parts).split()) < 500:
            parts.append(varied(content, seed))
            seed += 1
        pages.append(page_of(f"made-{number}", "\n\n".join(parts), meta))
    return pages


def folder_pages(folder: Path) -> list[Page]:
    """Return a page for each NAME.txt with a NAME.meta.json of the folder."""
    pages = []
    for path in sorted(folder.rglob("*.txt")):
        meta_path = path.with_suffix(".meta.json")
        if meta_path.is_file():
            meta = json.loads(meta_path.read_text(encoding="utf-8"))
            pages.append(page_of(path.stem, path.read_text(encoding="utf-8"), meta))
    if not pages:
        raise SystemExit(f"{folder} holds no NAME.txt with its NAME.meta.json")
    return pages


def page_of(name: str, content: str, meta: dict) -> Page:
    stated = {
        key: Stated(meta[key], "meta file")
        for key in ("title", "published", "language")
        if meta.get(key)
    }
    return Page(Text(name, content, "benchmark"), Metadata(**stated))


def measure(title: str, pages: list[Page]) -> float:
    """Read the pages one by one; return reports of 500 words per second of CPU time."""
    reader = BuiltinReader()
    reader.read(pages[:1])  # lexicons and gazetteer are loaded once, not per report
    start = time.process_time()
    statements = sum(len(reader.read([page])[0].found) for page in pages)
    seconds = time.process_time() - start
    words = sum(len(page.text.content.split()) for page in pages)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = words / 500 / seconds
    print(
        f"{title}: {len(pages)} reports, {words} words, {statements} statements "
        f"in {seconds:.1f} s CPU: {len(pages) / seconds:.1f} reports/s, "
        f"{rate:.1f} reports of 500 words/s, peak {peak:.0f} MB"
    )
    return rate


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--reports", type=int, default=120, help="size of the archive made (120)")
    parser.add_argument("--floor", action="store_true", help="fail below the floor of floors.toml")
    options = parser.parse_args()
    rate = measure("made from examples", made_archive(options.reports))
    if options.folder:
        measure(str(options.folder.name), folder_pages(options.folder))
    floor = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["reports_per_second"]
    if options.floor and rate < floor:
        print(f"BELOW THE FLOOR: {rate:.1f} < {floor} reports of 500 words a second")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
