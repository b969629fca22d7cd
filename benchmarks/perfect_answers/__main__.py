"""What is lost of right answers: `python benchmarks/perfect_answers GOLD_DIR --scorer FILE`.

GOLD_DIR and its folders hold NAME.txt, NAME.meta.json and NAME.gold.jsonl. Each annotated statement
is given to the language model's reader as a model that agrees with the annotator would answer it
(`as_answer.py`), and what comes out is scored against the same annotations. No model runs: the
figure is what placing, the finders, vetoes and grounding cost. `--most N` takes N reports a
language, by the hash of their names.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import importlib.util
import json
from pathlib import Path
from types import ModuleType

from as_answer import as_answer

from testigo.exports.flat import flat_statements
from testigo.reading.builtin.reader import setting_of
from testigo.reading.llm.model import Answer, Request
from testigo.reading.llm.reader import LlmReader
from testigo.reading.llm.settings import ModelSettings
from testigo.reading.llm.tally import tally
from testigo.reading.protocol import Page
from testigo.record.reading import Reading
from testigo.record.report import Metadata, Stated, Text

WHOLE = ModelSettings("http://localhost/v1", "annotator", window=500_000)
STATED = {"title": "title", "outlet": "publisher", "published": "published", "language": "language"}


class Annotator:
    """A model that answers what an annotator wrote."""

    name = host = "annotator"

    def __init__(self, statements: list[dict[str, object]]) -> None:
        self._content = json.dumps({"statements": statements}, ensure_ascii=False)

    def answer(self, request: Request) -> Answer:
        return Answer(self._content)


def load_scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"there is no scorer at {path}; give one with --scorer FILE")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page_of(path: Path, name: str) -> Page:
    content = (path.parent / f"{name}.txt").read_text(encoding="utf-8")
    meta = json.loads((path.parent / f"{name}.meta.json").read_text(encoding="utf-8"))
    stated = {new: Stated(meta[old], "meta file") for old, new in STATED.items() if meta.get(old)}
    return Page(Text(name, content, "benchmark"), Metadata(**stated))


def chosen(gold_dir: Path, most: int | None) -> list[tuple[Path, str, Page]]:
    by_language: dict[str, list[tuple[Path, str, Page]]] = collections.defaultdict(list)
    for path in gold_dir.rglob("*.gold.jsonl"):
        name = path.name.removesuffix(".gold.jsonl")
        page = page_of(path, name)
        assert page.metadata.language is not None
        by_language[page.metadata.language.value].append((path, name, page))
    if not by_language:
        raise SystemExit(f"{gold_dir} holds no *.gold.jsonl")

    def by_hash(one: tuple[Path, str, Page]) -> str:
        return hashlib.sha256(one[1].encode()).hexdigest()

    return [one for held in by_language.values() for one in sorted(held, key=by_hash)[:most]]


def show(total: dict[str, collections.Counter[str]], scorer: ModuleType) -> None:
    print(f"{'':12}{'gold':>6}{'kept':>6} |{'P':>6}{'R':>6}{'F1':>6} |{'slotF':>6} |{'source':>7}")
    for kind, counts in total.items():
        s = scorer.summary(counts)
        figures = "".join(f"{s[name]:6.3f}" for name in ("precision", "recall", "f1"))
        print(
            f"{kind:12}{s['gold']:6}{s['matched']:6} |{figures} |{s['slot_f1']:6.3f} |"
            f"{s['source_accuracy']:7.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--most", type=int, default=None, help="reports a language")
    options = parser.parse_args()
    scorer = load_scorer(options.scorer)
    total: dict[str, collections.Counter[str]] = {
        kind: collections.Counter() for kind in (*scorer.SLOTS, "overall")
    }
    readings: list[Reading] = []
    why: collections.Counter[str] = collections.Counter()
    reports = chosen(options.gold, options.most)
    for path, _, page in reports:
        lines = path.read_text(encoding="utf-8").splitlines()
        gold = [json.loads(line) for line in lines if line]
        setting = setting_of(page)
        answers = [said for one in gold if (said := as_answer(one, setting)) is not None]
        [reading] = LlmReader(Annotator(answers), WHOLE).read([page])
        readings.append(reading)
        why.update(f"{one.what}: {one.why.split(':')[0]}" for one in reading.dropped)
        given = flat_statements(reading.statements, setting.document.language)
        for kind, counts in scorer.tally(gold, given).items():
            if kind in total:
                total[kind].update(counts)
                total["overall"].update(counts)
    print(f"{len(reports)} reports")
    show(total, scorer)
    print(tally(readings))
    for reason, number in why.most_common(12):
        print(f"{number:5} {reason}")


if __name__ == "__main__":
    main()
