"""Analyse the annotated reports once and store them as pages.

python -m training.reader.pages CORPORA OUT           # OUT/train.jsonl, OUT/dev.jsonl
python -m training.reader.pages --folder FOLDER FILE  # the reports of one folder
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

from training.reader.page import LearningPage, write_pages
from training.reader.reports import AnnotatedReport, held, paths, read_report

from testigo.languages.document import analyse
from testigo.reading.finders.everything import find_everything
from testigo.reading.learned.features import analysed_page
from testigo.reading.learned.page import AnalysedPage


def learning_page(report: AnnotatedReport) -> LearningPage:
    """Analyse one report."""
    has_title = bool(report.title) and report.content.startswith(str(report.title))
    document = analyse(report.content, report.language, has_title=has_title)
    published = datetime.date.fromisoformat(report.published) if report.published else None
    findings = find_everything(document, published)
    page = analysed_page(document, findings, published, report.name)
    fields = {name: getattr(page, name) for name in AnalysedPage.__slots__}
    return LearningPage(**fields, gold=list(report.gold))


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
