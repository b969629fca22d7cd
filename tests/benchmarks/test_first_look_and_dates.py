"""The measurements of the first look and of dates count what they say they count."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(folder: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "benchmarks" / folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def write_report(corpora: Path, content: str, gold: list[dict[str, object]]) -> None:
    """Write a report under the name of one that `training/split.tsv` sets aside."""
    base = corpora / "invented" / "en" / "en_a03"
    base.parent.mkdir(parents=True)
    base.with_suffix(".txt").write_text(content, encoding="utf-8")
    meta = {"title": None, "published": "2023-05-10", "language": "en"}
    base.with_suffix(".meta.json").write_text(json.dumps(meta), encoding="utf-8")
    lines = [json.dumps(row) for row in gold]
    base.with_suffix(".gold.jsonl").write_text("\n".join(lines), encoding="utf-8")


def test_the_first_look_loses_no_report_of_the_project_and_holds_its_floor() -> None:
    ended = run("first_look", "--floors")

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "lost at most (95 %)" in ended.stdout


def test_a_dated_field_is_found_resolved_and_at_its_place_or_not(tmp_path: Path) -> None:
    first = "Nine people were killed in Orvalle on May 3."
    second = "The march of 1 April 2022 had been calm."
    write_report(
        tmp_path,
        f"{first} {second}",
        [
            {"kind": "toll", "period": "2023-05-03", "as_of": "2021-01", "quote": first},
            {"kind": "incident", "date": "2022-04-01", "quote": first},
            {"kind": "claim", "date": "2023-05-10", "quote": first},
        ],
    )

    ended = run("dates", str(tmp_path))

    assert ended.returncode == 0, ended.stderr
    counts = {line[:28].strip(): line[28:].split()[0] for line in ended.stdout.splitlines()[1:6]}
    assert counts == {
        "found": "2/3",
        "resolved": "2/3",
        "at its place": "1/3",
        "precision": "1/1",
        "report's own day: found": "0/1",
    }
