"""A page with its annotated statements, and pages as JSON lines."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from testigo.reading.learned.page import AnalysedPage, DateAt, NameAt, NumberAt


@dataclass(frozen=True, slots=True)
class LearningPage(AnalysedPage):
    """An analysed page with `gold`, its statements as flat rows; none where they are unknown."""

    gold: list[dict[str, Any]] = field(default_factory=list)


def write_pages(pages: list[LearningPage], path: Path) -> None:
    """Write pages, one JSON object a line."""
    with path.open("w", encoding="utf-8") as file:
        for page in pages:
            file.write(json.dumps(dataclasses.asdict(page), ensure_ascii=False) + "\n")


def read_pages(path: Path) -> list[LearningPage]:
    """Read what `write_pages` wrote."""
    with path.open(encoding="utf-8") as file:
        return [_page(json.loads(line)) for line in file]


def _page(data: dict[str, Any]) -> LearningPage:
    return LearningPage(
        **{
            **data,
            "numbers": [NumberAt(**x) for x in data["numbers"]],
            "dates": [DateAt(**x) for x in data["dates"]],
            "names": [NameAt(**x) for x in data["names"]],
            "quotations": [(a, b) for a, b in data["quotations"]],
        }
    )
