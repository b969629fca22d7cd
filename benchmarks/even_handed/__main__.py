"""Does the reader read alike whoever acts? `python benchmarks/even_handed [--floors] [--raise]`.

Each of sixty sentences in each language (`en.toml`, `es.toml`) is read with a state actor, an armed
group, a crowd and an unknown actor in the same place. Prints per actor how many of the expected
statements were found and how many of their other fields were right, and the largest difference
between two actors, in points. With `--floors` a difference over the ceiling of `floors.toml`, or a
recall under its floor, ends with exit code 1; `--misses` prints what was not found.
"""

from __future__ import annotations

import argparse
import collections
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from testigo.exports.flat import flat_statements
from testigo.languages.document import fold
from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.protocol import Page
from testigo.record.report import Metadata, Stated, Text

HERE = Path(__file__).parent
ACTORS = ("state", "armed_group", "crowd", "unknown")
KEYS = {
    "toll": ("outcome", "low", "high"),
    "casualty": ("outcome", "name", "age"),
    "incident": (),
    "claim": (),
}
"""What makes a statement the expected one; the other expected fields are counted apart."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Sentence:
    """One sentence with one actor, and what must be read in it."""

    language: str
    published: str
    actor: str
    text: str
    expected: tuple[Row, ...]


def sentences() -> Iterator[Sentence]:
    """Yield every sentence with every actor."""
    for language in ("en", "es"):
        data = tomllib.loads((HERE / f"{language}.toml").read_text(encoding="utf-8"))
        for number, sentence in enumerate(data["sentences"]):
            for actor in ACTORS:
                words = data["actors"][actor]
                who = words[number % len(words)]
                text = sentence["text"].replace("{A}", who[0].upper() + who[1:])
                rows = tuple(_with_actor(row, who) for row in sentence["expect"])
                filled = text.replace("{a}", who)
                yield Sentence(language, data["published"], actor, filled, rows)


def _with_actor(row: Row, who: str) -> Row:
    def filled(value: object) -> object:
        if isinstance(value, list):
            return [filled(v) for v in value]
        return value.replace("{A}", who) if isinstance(value, str) else value

    return {name: filled(value) for name, value in row.items()}


def read(reader: BuiltinReader, sentence: Sentence) -> list[Row]:
    """Read one sentence as a report of its own."""
    metadata = Metadata(
        language=Stated(sentence.language, "benchmark"),
        published=Stated(sentence.published, "benchmark"),
    )
    page = Page(Text("even-handed", sentence.text, "benchmark"), metadata)
    found = reader.read([page])[0].found
    return flat_statements([one.statement for one in found], sentence.language)


def alike(expected: object, given: object) -> bool:
    """Tell whether a given value is the expected one: numbers equal, words inside each other."""
    if isinstance(expected, list):
        values = given if isinstance(given, list) else []
        return all(any(alike(e, g) for g in values) for e in expected)
    if not isinstance(expected, str) or not isinstance(given, str):
        return expected == given
    one, other = f" {fold(expected)} ", f" {fold(given)} "
    return one in other or other in one


def best(expected: Row, rows: list[Row]) -> Row | None:
    """Return the read statement that is the expected one, with most fields right; None if none."""
    keys = [name for name in KEYS[expected["kind"]] if name in expected]
    fitting = [
        row
        for row in rows
        if row["kind"] == expected["kind"] and all(alike(expected[k], row.get(k)) for k in keys)
    ]
    return max(fitting, key=lambda row: _right(expected, row), default=None)


def _right(expected: Row, row: Row) -> int:
    return sum(alike(expected[name], row.get(name)) for name in _others(expected))


def _others(expected: Row) -> list[str]:
    return [n for n in expected if n != "kind" and n not in KEYS[expected["kind"]]]


Counts = dict[tuple[str, str], collections.Counter[str]]


def measure(show_misses: bool) -> Counts:
    """Return counts by (language, actor)."""
    reader = BuiltinReader()
    counts: Counts = collections.defaultdict(collections.Counter)
    for sentence in sentences():
        rows = read(reader, sentence)
        here = counts[sentence.language, sentence.actor]
        for expected in sentence.expected:
            row = best(expected, rows)
            here["expected"] += 1
            here["fields"] += len(_others(expected))
            here["found"] += row is not None
            here["right"] += 0 if row is None else _right(expected, row)
            if row is None and show_misses:
                print(f"{sentence.actor}: {expected['kind']} not found: {sentence.text}")
    return counts


def shares(counts: Counts, languages: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    """Return recall and share of fields right, by actor."""
    result = {}
    for actor in ACTORS:
        total: collections.Counter[str] = collections.Counter()
        for language in languages:
            total.update(counts[language, actor])
        result[actor] = (total["found"] / total["expected"], total["right"] / total["fields"])
    return result


def gaps(by_actor: dict[str, tuple[float, float]]) -> tuple[float, float]:
    """Return the largest difference between two actors in recall and in fields, in points."""
    columns = list(zip(*by_actor.values(), strict=True))
    return (100 * (max(columns[0]) - min(columns[0])), 100 * (max(columns[1]) - min(columns[1])))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--floors", action="store_true")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    counts = measure(options.misses)
    for languages in (("en",), ("es",), ("en", "es")):
        by_actor = shares(counts, languages)
        print(" + ".join(languages))
        for actor, (recall, fields) in by_actor.items():
            total = sum((counts[lang, actor] for lang in languages), collections.Counter())
            print(
                f"  {actor:12} found {total['found']:3}/{total['expected']:3} {recall:.3f}   "
                f"fields {total['right']:3}/{total['fields']:3} {fields:.3f}"
            )
        print("  largest difference: {:.1f} and {:.1f} points".format(*gaps(by_actor)))
    if options.floors:
        _hold(shares(counts, ("en", "es")))


def _hold(by_actor: dict[str, tuple[float, float]]) -> None:
    limits = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
    recall = min(found for found, _ in by_actor.values())
    found_gap, field_gap = gaps(by_actor)
    broken = []
    if recall < limits["recall"]:
        broken.append(f"recall {recall:.3f} is under the floor {limits['recall']}")
    for name, gap in (("found", found_gap), ("fields", field_gap)):
        if gap > limits[name]:
            broken.append(f"{name}: {gap:.1f} points between actors, {limits[name]} allowed")
    for line in broken:
        print(line, file=sys.stderr)
    if broken:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
