"""How often each rule was right on the tuning reports: the confidence of what it reads.

`precision.toml` is written by `training/measure_rules.py`; a rule that gave fewer than `FEWEST`
statements there has no measured precision, and what it reads has no confidence.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import resources

from testigo.reading.drafts import Draft

FEWEST = 10
"""Statements below which a share says nothing: at 10 its 95 % interval is already 0.6 wide."""


@functools.cache
def _measured() -> dict[str, tuple[int, int]]:
    """Return rule -> (right, given)."""
    file = resources.files("testigo.reading.builtin") / "precision.toml"
    if not file.is_file():
        return {}
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["rule"]
    return {row["name"]: (row["right"], row["given"]) for row in rows}


def with_confidence(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield the drafts, each with the measured precision of its rule, where there is one."""
    for draft in drafts:
        right, given = _measured().get(draft.rule, (0, 0))
        if given < FEWEST:
            yield draft
        else:
            yield replace(draft, confidence=round(right / given, 2), measured_on=given)
