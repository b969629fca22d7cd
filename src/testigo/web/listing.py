"""The list of reports: sorted, filtered and cut into pages by what stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from testigo.languages.document import fold
from testigo.web.report_lines import ReportLine

PAGE = 50
"""Reports a page: what can be looked through, and whose coverage is quick to read."""

SORTS: Mapping[str, Callable[[ReportLine, int], tuple[Any, ...]]] = {
    "taken": lambda line, _: (-line.taken_in,),
    "date": lambda line, _: (line.date_sort == "", _descending(line.date_sort), -line.taken_in),
    "oldest": lambda line, _: (line.date_sort == "", line.date_sort, -line.taken_in),
    "outlet": lambda line, _: (fold(line.outlet), -line.taken_in),
    "statements": lambda line, _: (-line.total, -line.taken_in),
    "waiting": lambda line, waiting: (-waiting, -line.taken_in),
}
"""The orders of the list, by a line and how much of it waits; their words are `reports.sort_…`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; an empty text asks for nothing in particular.

    `waiting` asks for reports with statements that wait for review, `firsts` for those that repeat
    no other.
    """

    sort: str = "taken"
    outlet: str = ""
    language: str = ""
    kind: str = ""
    title: str = ""
    undated: bool = False
    waiting: bool = False
    firsts: bool = False
    confidentiality: str = ""
    page: int = 1

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wanted:
        """Read it from an address; what is not understood is left out."""
        sort, page = asked.get("sort", ""), asked.get("page", "")
        return cls(
            sort if sort in SORTS else "taken",
            asked.get("outlet", ""),
            asked.get("language", ""),
            asked.get("kind", ""),
            asked.get("title", "").strip(),
            bool(asked.get("undated")),
            bool(asked.get("waiting")),
            bool(asked.get("firsts")),
            asked.get("confidentiality", ""),
            max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        )

    @property
    def filters(self) -> bool:
        """Whether it leaves reports out."""
        return replace(self, sort="taken", page=1) != Wanted()

    def address(self, page: int) -> str:
        """Return the address of another page of the same list."""
        query = self.query(page)
        return f"/inbox?{query}#list" if query else "/inbox#list"

    def query(self, page: int = 1) -> str:
        """Return what of an address asks for a page of this list."""
        asked = {
            "sort": "" if self.sort == "taken" else self.sort,
            "outlet": self.outlet,
            "language": self.language,
            "kind": self.kind,
            "title": self.title,
            "undated": "1" if self.undated else "",
            "waiting": "1" if self.waiting else "",
            "firsts": "1" if self.firsts else "",
            "confidentiality": self.confidentiality,
            "page": "" if page == 1 else str(page),
        }
        return urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True, slots=True)
class Lines:
    """All reports as lines, newest first, and what they can be filtered by."""

    lines: tuple[ReportLine, ...]
    outlets: tuple[str, ...]
    languages: tuple[str, ...]
    confidentialities: tuple[str, ...]

    @classmethod
    def of(cls, lines: Iterable[ReportLine]) -> Lines:
        """Put them in order."""
        ordered = tuple(sorted(lines, key=lambda line: -line.taken_in))
        return cls(
            ordered,
            tuple(sorted({line.outlet for line in ordered}, key=fold)),
            tuple(sorted({line.language for line in ordered})),
            tuple(sorted({line.confidentiality for line in ordered})),
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list; `found` of `of` reports fit what is wanted.

    `waiting` counts, for each report of the casebook, its statements that wait for review; those
    without any are left out.
    """

    lines: tuple[ReportLine, ...]
    wanted: Wanted
    waiting: Mapping[str, int]
    found: int
    of: int
    all: Lines

    @property
    def pages(self) -> int:
        """How many pages the list has, 1 for an empty one."""
        return max(1, -(-self.found // PAGE))


def fitting_lines(
    known: Lines, wanted: Wanted, waiting: Mapping[str, int]
) -> tuple[ReportLine, ...]:
    """Return all the wanted reports, newest first."""
    if not wanted.filters:
        return known.lines
    return tuple(line for line in known.lines if _fits(line, wanted, waiting))


def listing(known: Lines, wanted: Wanted, waiting: Mapping[str, int]) -> Listing:
    """Return the wanted page of the wanted reports; a page past the end is the last."""
    fitting = fitting_lines(known, wanted, waiting)
    if wanted.sort != "taken":
        key = SORTS[wanted.sort]
        fitting = tuple(sorted(fitting, key=lambda line: key(line, waiting.get(line.id, 0))))
    shown = Listing((), wanted, waiting, len(fitting), len(known.lines), known)
    page = min(wanted.page, shown.pages)
    cut = fitting[(page - 1) * PAGE : page * PAGE]
    return replace(shown, lines=cut, wanted=replace(wanted, page=page))


def _fits(line: ReportLine, wanted: Wanted, waiting: Mapping[str, int]) -> bool:
    return (
        wanted.outlet in ("", line.outlet)
        and wanted.language in ("", line.language)
        and (not wanted.kind or wanted.kind in line.counts)
        and (not wanted.undated or line.date is None)
        and (not wanted.waiting or line.id in waiting)
        and (not wanted.firsts or line.repeats is None)
        and wanted.confidentiality in ("", line.confidentiality)
        and (not wanted.title or fold(wanted.title) in fold(line.title))
    )


def _descending(text: str) -> tuple[int, ...]:
    """A key that puts later texts first."""
    return tuple(-ord(character) for character in text)
