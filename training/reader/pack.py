"""Pack pages into arrays that need neither testigo nor a tokenizer to be trained on or read.

    python -m training.reader.pack PAGES ENCODER OUT     # OUT/train.npz, OUT/dev.npz
    python -m training.reader.pack FILE ENCODER OUT      # OUT/<name of FILE>.npz, without gold

Each window is a row of every `[window, word]` array (padded to the longest); statements, pointer
tasks and the like are flat lists that name their window and slot (place of a word in the window).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from training.reader.gold import Target, Ties, targets
from training.reader.page import LearningPage, read_pages

from testigo.reading.learned.features import feature_names
from testigo.reading.learned.grammar import (
    ANCHORED_FIELD,
    CHOICE,
    CLASS_FIELDS,
    DATE_FIELDS,
    END_ONLY,
    KINDS,
    POINTER,
    PUBLISHED,
    WORD_FIELDS,
    end_limit,
)
from testigo.reading.learned.pieces import Pieces
from testigo.reading.learned.windows import Window, load_tokenizer, windows

_NEAREST_ENDS = 2
_OPENERS = '"“«¡¿#@$'
_OLDEST = 110


@dataclass(slots=True)
class Packer:
    """Collects rows; `arrays` gives them as arrays."""

    rows: dict[str, list[list[int]]] = field(default_factory=dict)
    flat: dict[str, list[Sequence[int]]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    features: list[list[int]] = field(default_factory=list)

    def add(self, page: LearningPage, window: Window, laid: Sequence[Target] | None) -> None:
        """Add one window, with its statements where they are known."""
        number = len(self.names)
        self.names.append(page.name)
        slots = {word: slot for slot, word in enumerate(window.words)}
        self._words(page, window, slots)
        dates = self._dates(page, slots)
        ages = self._ages(page, slots)
        last = window.words[-1]
        here = [t for t in laid or () if window.new_from <= t.anchor <= last]
        taken = {(target.kind, target.anchor) for target in here}
        for target in here:
            statement = self._statement(number, page, slots, target, dates, ages)
            for word in (target.anchor, *target.others):
                mine = word == target.anchor or (target.kind, word) not in taken
                if mine and window.new_from <= word <= last:
                    self._list("anchors_of", statement, slots[word])

    def _put(self, name: str, row: list[int]) -> None:
        self.rows.setdefault(name, []).append(row)

    def _list(self, name: str, *row: int) -> int:
        rows = self.flat.setdefault(name, [])
        rows.append(row)
        return len(rows) - 1

    def _words(self, page: LearningPage, window: Window, slots: dict[int, int]) -> None:
        words = window.words
        self._put("pieces", window.pieces)
        self._put("first_piece", [a for a, _ in window.limits])
        self._put("last_piece", [b for _, b in window.limits])
        self._put("word", words)
        self._put("sentence", [page.sentences[w] for w in words])
        self._put("paragraph", [page.paragraphs[w] for w in words])
        starts = {name.first for name in page.names}
        ranks = np.cumsum([w in starts for w in range(len(page.starts))])
        self._put("name_rank", [int(ranks[w]) for w in words])
        self._put("said_by", [slots.get(page.said_by[w], -1) for w in words])
        self._put("said_by_full", [slots.get(page.said_by_full[w], -1) for w in words])
        numbers = {number.first for number in page.numbers}
        self._put("new", [int(w >= window.new_from) for w in words])
        self._put("is_number", [int(w in numbers) for w in words])
        self._put("may_start", [int(_may_start(page.word(w))) for w in words])
        self.features += [page.features[w] for w in words]

    def _dates(self, page: LearningPage, slots: dict[int, int]) -> list[str | None]:
        here = [d for d in page.dates if d.first in slots]
        self._put("date_slot", [slots[d.first] for d in here])
        self._put("date_rank", [d.rank for d in here])
        return [d.value for d in here] + [page.published]

    def _ages(self, page: LearningPage, slots: dict[int, int]) -> list[str | None]:
        here = [n for n in page.numbers if n.first in slots and n.low == n.high]
        here = [n for n in here if n.low is not None and 0 < n.low <= _OLDEST]
        self._put("age_slot", [slots[n.first] for n in here])
        return [str(n.low) for n in here]

    def _statement(
        self,
        window: int,
        page: LearningPage,
        slots: dict[int, int],
        target: Target,
        dates: list[str | None],
        ages: list[str | None],
    ) -> int:
        anchor, kind = slots[target.anchor], target.kind
        codes = [target.classes[name] for name in CLASS_FIELDS[kind]]
        codes += [-1] * (3 - len(codes))
        number = self._list("statements", window, KINDS.index(kind), anchor, *codes)
        if target.end is not None and target.end in slots:
            self._end(window, END_ONLY[ANCHORED_FIELD[kind]], anchor, slots[target.end])
        for name in WORD_FIELDS[kind]:
            self._pointer(window, number, page, slots, target, name)
        for name in DATE_FIELDS[kind]:
            self._choice("dates", number, CHOICE[kind, name], target.choices[name], dates)
        if kind == "casualty":
            self._choice("ages", number, CHOICE[kind, "age"], target.choices["age"], ages)
        return number

    def _pointer(
        self,
        window: int,
        statement: int,
        page: LearningPage,
        slots: dict[int, int],
        target: Target,
        name: str,
    ) -> None:
        count, groups = target.words[name]
        pointer = POINTER[target.kind, name]
        if count == 0:
            self._list("tasks", statement, pointer, 1, 1)
            return
        here = [
            [(slots[a], slots[b - 1]) for a, b in group if a in slots and b - 1 in slots]
            for group in groups
        ]
        here = [[m for m in g if _may_start(page.word(_at(slots, m[0])))] for g in here]
        here = [group for group in here if group]
        anchor = slots[target.anchor]
        for group in here:
            task = self._list("tasks", statement, pointer, 0, len(here))
            for start in sorted({a for a, _ in group}):
                self._list("mentions", task, start)
            for start, last in sorted(group, key=lambda m: abs(m[0] - anchor))[:_NEAREST_ENDS]:
                self._end(window, pointer, start, last)

    def _end(self, window: int, end: int, start: int, last: int) -> None:
        if 0 <= last - start < end_limit(end):
            self._list("ends", window, end, start, last)

    def _choice(
        self,
        name: str,
        statement: int,
        choice: int,
        value: str | None,
        candidates: list[str | None],
    ) -> None:
        if value is None:
            self._list(name, statement, choice, 1, 1)
            return
        right = [index for index, other in enumerate(candidates) if other == value]
        if name == "dates" and right and right[-1] == len(candidates) - 1:
            right[-1] = PUBLISHED
        if right:
            task = self._list(name, statement, choice, 0, 1)
            for index in right:
                self._list(f"{name}_right", task, index)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return everything as arrays; rows are padded with -1."""
        packed: dict[str, NDArray[np.generic]] = {"names": np.array(self.names)}
        for name, rows in self.rows.items():
            width = max(1, *(len(row) for row in rows))
            type_ = np.uint16 if name == "pieces" else np.int16
            table = np.full((len(rows), width), 0 if name == "pieces" else -1, type_)
            for index, row in enumerate(rows):
                table[index, : len(row)] = row
            packed[name] = table
        packed["piece_count"] = np.array([len(row) for row in self.rows["pieces"]], np.int16)
        packed["word_count"] = np.array([len(row) for row in self.rows["word"]], np.int16)
        for name, flat in self.flat.items():
            packed[name] = np.array(flat, np.int32)
        packed["feature_values"] = np.array([v for f in self.features for v in f], np.uint16)
        packed["feature_counts"] = np.array([len(f) for f in self.features], np.uint8)
        packed["feature_names"] = np.array(feature_names())
        return packed


def _may_start(word: str) -> bool:
    return word[0].isalnum() or word in _OPENERS


def _at(slots: dict[int, int], slot: int) -> int:
    """Return the word in a slot: words stand in their order."""
    return list(slots)[slot]


def pack(
    pages: Iterable[LearningPage], tokenizer: Pieces, ties: Ties | None
) -> dict[str, NDArray[np.generic]]:
    """Pack pages, with their statements if `ties` are given."""
    packer = Packer()
    for page in pages:
        laid = targets(page, ties)[0] if ties is not None else None
        for window in windows(page, tokenizer):
            packer.add(page, window, laid)
    return packer.arrays()


def main() -> None:
    """Pack the training and the development pages."""
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    folder, encoder, out = (Path(argument) for argument in sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(str(encoder / "tokenizer.json"))
    if folder.is_file():
        arrays = pack(read_pages(folder), tokenizer, None)
        np.savez_compressed(out / f"{folder.stem}.npz", **arrays)  # type: ignore[arg-type]
        return
    pages = {part: read_pages(folder / f"{part}.jsonl") for part in ("train", "dev")}
    ties = Ties(pages["train"])
    for part, those in pages.items():
        arrays = pack(those, tokenizer, ties)
        np.savez_compressed(out / f"{part}.npz", **arrays)  # type: ignore[arg-type]
        print(
            f"{part}: {len(arrays['names'])} windows, {int(arrays['piece_count'].sum()):,} pieces, "
            f"{len(arrays['statements']):,} statements"
        )


if __name__ == "__main__":
    main()
