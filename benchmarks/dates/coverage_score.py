"""What the coverage report is worth: were missed tolls and casualties in a flagged sentence?"""

from __future__ import annotations

import functools
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

from testigo.exports.flat import flat_statements
from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.protocol import Page
from testigo.record.report import Metadata, Stated, Text

KINDS = ("toll", "casualty")


@functools.cache
def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"there is no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@functools.cache
def _reader() -> BuiltinReader:
    return BuiltinReader()


def coverage_counts(scorer_path: Path, base: Path, gold: list[dict[str, Any]]) -> dict[str, int]:
    """Read a report; count what was missed, what of it was flagged, and all flags and sentences."""
    scorer = _scorer(scorer_path)
    meta = json.loads(base.with_suffix(".meta.json").read_text(encoding="utf-8"))
    keys = ("title", "published", "language")
    stated = {key: Stated(meta[key], "meta file") for key in keys if meta.get(key)}
    content = base.with_suffix(".txt").read_text(encoding="utf-8")
    page = Page(Text(base.name, content, "benchmark"), Metadata(**stated))
    reading = _reader().read([page])[0]
    predicted = flat_statements(reading.statements, meta["language"].split("-")[0])
    flags = [flag.sentence.quote for flag in reading.coverage.flagged]
    counts = {"flags": len(flags), "sentences": reading.coverage.sentences}
    missed = [row for kind in KINDS for row in _missed(scorer, kind, gold, predicted)]
    in_flags = [
        row
        for row in missed
        if any(f in q or q in f for f in flags for q in scorer.aslist(row["quote"]))
    ]
    return counts | {"missed": len(missed), "flagged": len(in_flags)}


def _missed(
    scorer: ModuleType, kind: str, gold: list[dict[str, Any]], predicted: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    expected = [row for row in gold if row["kind"] == kind]
    given = [row for row in predicted if row["kind"] == kind]
    weights = [
        [1 + scorer.likeness(kind, g, p) if scorer.matches(kind, g, p) else 0.0 for p in given]
        for g in expected
    ]
    found = {index for index, _ in scorer.assign(weights)}
    return [row for index, row in enumerate(expected) if index not in found]
