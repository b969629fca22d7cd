"""Analyse the annotated reports once and store them as pages.

python -m training.reader.pages CORPORA OUT           # OUT/train.jsonl, OUT/dev.jsonl
python -m training.reader.pages --folder FOLDER FILE  # the reports of one folder
"""

from __future__ import annotations

import sys
from pathlib import Path

from training.reader.features import learning_page
from training.reader.page import write_pages
from training.reader.reports import held, paths, read_report


def main() -> None:
    """Write the pages of both parts, or of one folder."""
    match sys.argv[1:]:
        case ["--folder", folder, file]:
            names = sorted(Path(folder).glob("*.meta.json"))
            bases = [path.parent / path.name.removesuffix(".meta.json") for path in names]
            write_pages([learning_page(read_report(base)) for base in bases], Path(file))
        case ["--held", corpora, file]:
            bases = held(Path(corpora))
            write_pages([learning_page(read_report(base)) for base in bases], Path(file))
        case [corpora, out]:
            Path(out).mkdir(parents=True, exist_ok=True)
            for part in ("train", "dev"):
                bases = paths(Path(corpora), part)
                pages = [learning_page(read_report(base)) for base in bases]
                write_pages(pages, Path(out) / f"{part}.jsonl")
                print(f"{part}: {len(pages)} reports, {sum(len(p.starts) for p in pages):,} words")
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
