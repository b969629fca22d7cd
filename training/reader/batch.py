"""Packed arrays -> tensors: a set of windows kept in memory, and batches cut out of it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from testigo.reading.learned.grammar import (
    CHOICE,
    CLASS_FIELDS,
    DATE_FIELDS,
    KINDS,
    POINTER,
    PUBLISHED,
    WORD_FIELDS,
)

Array = NDArray[np.int64]
MOST_ANCHORS = 4
_FIRST_POINTER = {kind: POINTER[kind, WORD_FIELDS[kind][0]] for kind in KINDS}
_FIRST_DATE = {kind: CHOICE[kind, DATE_FIELDS[kind][0]] for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Tasks:
    """Pointer tasks of one kind: which anchor `[b, a]`, which field, and the right choices.

    `right` is `[task, choices]`, the last choice being "not given"; `weight` one a task.
    """

    batch: Tensor
    anchor: Tensor
    field: Tensor
    weight: Tensor
    right: Tensor


@dataclass(frozen=True, slots=True)
class KindBatch:
    """The statements of one kind in a batch: `anchors` `[b, a]` (slots, padded by 0), and tasks.

    `others` `[b, a, k]`: the slots that may be the anchor, it first, padded by -1.

    `codes` `[b, a, fields]` are the numbers of the class codes, -1 where unknown or padded.
    """

    anchors: Tensor
    others: Tensor
    codes: Tensor
    words: Tasks
    dates: Tasks
    ages: Tasks | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows as tensors. Sizes: b windows, p pieces, n words, c date and g age candidates.

    `ends` is `[e, 4]`: window, end field, start slot, last slot.
    """

    pieces: Tensor
    piece_mask: Tensor
    first_piece: Tensor
    last_piece: Tensor
    word_mask: Tensor
    features: Tensor
    word: Tensor
    sentence: Tensor
    paragraph: Tensor
    name_rank: Tensor
    said_by: Tensor
    said_by_full: Tensor
    new: Tensor
    is_number: Tensor
    may_start: Tensor
    date_slot: Tensor
    date_rank: Tensor
    age_slot: Tensor
    kinds: dict[str, KindBatch]
    ends: Tensor


class Packed:
    """The arrays of one file of `training.reader.pack`, ready to be cut into batches."""

    def __init__(self, path: Path, device: torch.device) -> None:
        with np.load(path) as file:
            data = {name: file[name] for name in file.files}
        self.device = device
        self.names = [str(name) for name in data["names"]]
        self.feature_names = [str(name) for name in data["feature_names"]]
        self.piece_count = data["piece_count"].astype(np.int64)
        self.word_count = data["word_count"].astype(np.int64)
        self.tables = {
            name: torch.from_numpy(array.astype(np.int64)).to(device)
            for name, array in data.items()
            if array.ndim == 2 and len(array) == len(self.names) and array.dtype.kind in "iu"
        }
        self.features = self._multi_hot(data).to(device)
        self._statements = _by_first(data.get("statements"), len(self.names))
        self._ends = _by_first(data.get("ends"), len(self.names))
        count = 0 if data.get("statements") is None else len(data["statements"])
        self._anchors_of = _by_first(data.get("anchors_of"), count)
        self._of_statement = {
            name: (_by_first(data.get(name), count), self._right(data, name, right))
            for name, right in (
                ("tasks", "mentions"),
                ("dates", "dates_right"),
                ("ages", "ages_right"),
            )
        }

    def __len__(self) -> int:
        return len(self.names)

    def code_counts(self) -> dict[str, Tensor]:
        """Return how often each code of each class field stands in the statements."""
        rows = np.concatenate(self._statements)
        counts: dict[str, Tensor] = {}
        for number, kind in enumerate(KINDS):
            for column, (name, codes) in enumerate(CLASS_FIELDS[kind].items()):
                given = rows[rows[:, 1] == number][:, 3 + column]
                counted = np.bincount(given[given >= 0], minlength=len(codes))
                counts[f"{kind}_{name}"] = torch.from_numpy(counted)
        return counts

    def _multi_hot(self, data: dict[str, NDArray[np.generic]]) -> Tensor:
        width = self.tables["word"].shape[1]
        out = np.zeros((len(self), width, len(self.feature_names)), np.uint8)
        windows = np.repeat(np.arange(len(self)), self.word_count)
        slots = np.concatenate([np.arange(count) for count in self.word_count])
        counts = data["feature_counts"].astype(np.int64)
        rows = np.repeat(np.arange(len(windows)), counts)
        out[windows[rows], slots[rows], data["feature_values"].astype(np.int64)] = 1
        return torch.from_numpy(out)

    @staticmethod
    def _right(data: dict[str, NDArray[np.generic]], name: str, right: str) -> list[Array]:
        tasks = data.get(name)
        return _by_first(data.get(right), 0 if tasks is None else len(tasks))

    def batch(self, windows: Sequence[int]) -> Batch:
        """Return some windows as one batch, cut to the longest of them."""
        index = torch.as_tensor(windows, device=self.device)
        p, n = int(self.piece_count[list(windows)].max()), int(self.word_count[list(windows)].max())
        tables = {name: table[index] for name, table in self.tables.items()}
        counts = torch.as_tensor(self.piece_count[list(windows)], device=self.device)
        words = {name: table[:, :n] for name, table in tables.items()}
        return Batch(
            pieces=tables["pieces"][:, :p],
            piece_mask=torch.arange(p, device=self.device)[None] < counts[:, None],
            first_piece=words["first_piece"].clamp(min=0),
            last_piece=words["last_piece"],
            word_mask=words["word"] >= 0,
            features=self.features[index, :n].float(),
            word=words["word"],
            sentence=words["sentence"],
            paragraph=words["paragraph"],
            name_rank=words["name_rank"],
            said_by=words["said_by"],
            said_by_full=words["said_by_full"],
            new=words["new"] > 0,
            is_number=words["is_number"] > 0,
            may_start=words["may_start"] > 0,
            date_slot=tables["date_slot"],
            date_rank=tables["date_rank"],
            age_slot=tables["age_slot"],
            kinds=self._kinds(windows, n, tables),
            ends=self._batch_ends(windows),
        )

    def _batch_ends(self, windows: Sequence[int]) -> Tensor:
        rows = [
            np.column_stack((np.full(len(self._ends[w]), i), self._ends[w][:, 1:4]))
            for i, w in enumerate(windows)
            if len(self._ends[w])
        ]
        ends = np.concatenate(rows) if rows else np.zeros((0, 4), np.int64)
        return torch.as_tensor(ends, device=self.device)

    def _kinds(
        self, windows: Sequence[int], words: int, tables: dict[str, Tensor]
    ) -> dict[str, KindBatch]:
        """Return the statements by kind; codes of -2 mark padding."""
        by_kind: dict[int, list[list[Array]]] = {}
        for place, window in enumerate(windows):
            for row in self._statements[window]:
                lists = by_kind.setdefault(int(row[1]), [[] for _ in windows])
                lists[place].append(row)
        return {
            KINDS[kind]: self._kind(KINDS[kind], lists, words, tables)
            for kind, lists in sorted(by_kind.items())
        }

    def _kind(
        self, kind: str, lists: list[list[Array]], words: int, tables: dict[str, Tensor]
    ) -> KindBatch:
        most, fields = max(len(rows) for rows in lists), len(CLASS_FIELDS[kind])
        anchors = np.zeros((len(lists), most), np.int64)
        codes = np.full((len(lists), most, fields), -2, np.int64)
        others = np.full((len(lists), most, MOST_ANCHORS), -1, np.int64)
        places: list[tuple[int, int, int]] = []
        for b, rows in enumerate(lists):
            for a, row in enumerate(rows):
                anchors[b, a] = row[2]
                may = self._anchors_of[int(row[-1])][:MOST_ANCHORS, 1]
                others[b, a, : len(may)] = may
                codes[b, a] = row[3 : 3 + fields]
                places.append((b, a, int(row[-1])))
        dates, ages = tables["date_slot"].shape[1], tables["age_slot"].shape[1]
        return KindBatch(
            torch.as_tensor(anchors, device=self.device),
            torch.as_tensor(others, device=self.device),
            torch.as_tensor(codes, device=self.device),
            self._tasks("tasks", places, _FIRST_POINTER[kind], words),
            self._tasks("dates", places, _FIRST_DATE[kind], dates + 1),
            self._tasks("ages", places, CHOICE["casualty", "age"], ages)
            if kind == "casualty"
            else None,
        )

    def _tasks(
        self,
        name: str,
        places: list[tuple[int, int, int]],
        first_field: int,
        choices: int,
    ) -> Tasks:
        """Return the tasks of some statements; `choices` counts all choices but "not given"."""
        by_statement, right_of = self._of_statement[name]
        rows: list[tuple[int, int, int, int]] = []
        right: list[tuple[int, int]] = []
        for b, a, statement in places:
            for task in by_statement[statement]:
                absent, groups = int(task[2]), max(int(task[3]), 1)
                here = [choices] if absent else [int(r[1]) for r in right_of[int(task[-1])]]
                # The report's own day is the last candidate of each window, however many it has.
                here = [choices - 1 if choice == PUBLISHED else choice for choice in here]
                right += [(len(rows), choice) for choice in here]
                rows.append((b, a, int(task[1]) - first_field, groups))
        mask = torch.zeros(len(rows), choices + 1, dtype=torch.bool)
        if right:
            r, c = np.array(right).T
            mask[torch.as_tensor(r), torch.as_tensor(c)] = True
        table = torch.as_tensor(np.array(rows, np.int64).reshape(-1, 4), device=self.device)
        weight = 1 / table[:, 3].float()
        return Tasks(table[:, 0], table[:, 1], table[:, 2], weight, mask.to(self.device))


def _by_first(array: NDArray[np.generic] | None, count: int) -> list[Array]:
    """Group rows by their first column; each row gets its own number as a last column."""
    if array is None or len(array) == 0:
        return [np.zeros((0, 1), np.int64) for _ in range(count)]
    whole = np.column_stack((array.astype(np.int64), np.arange(len(array))))
    order = np.argsort(whole[:, 0], kind="stable")
    limits = np.searchsorted(whole[order, 0], np.arange(count + 1))
    return [whole[order[a:b]] for a, b in itertools.pairwise(limits)]
