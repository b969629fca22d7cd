"""The list of reports: sorted, filtered and cut into pages by what stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from testigo.languages.document import fold
from testigo.web.report_lines import ReportLine

PAGE = 50
"""Reports a page: what can be looked through, and whose coverage is quick to read."""

SORTS: Mapping[str, Callable[[ReportLine], object]] = {
    "taken": lambda line: -line.taken_in,
    "date": lambda line: (line.date_sort == "", _descending(line.date_sort)),
    "oldest": lambda line: (line.date_sort == "", line.date_sort),
    "outlet": lambda line: fold(line.outlet),
    "statements": lambda line: -line.total,
    "waiting": lambda line: -line.waiting,
}
"""The orders of the list; their words are `reports.sort_…`."""


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
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"/inbox?{query}#list" if query else "/inbox#list"


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list; `found` of `of` reports fit what is wanted."""

    lines: tuple[ReportLine, ...]
    wanted: Wanted
    found: int
    of: int
    outlets: tuple[str, ...]
    languages: tuple[str, ...]
    confidentialities: tuple[str, ...]

    @property
    def pages(self) -> int:
        """How many pages the list has, 1 for an empty one."""
        return max(1, -(-self.found // PAGE))


def listing(lines: Sequence[ReportLine], wanted: Wanted) -> Listing:
    """Return the wanted page of the wanted reports; a page past the end is the last."""
    fitting = [line for line in lines if _fits(line, wanted)]
    ordered = sorted(fitting, key=lambda line: (SORTS[wanted.sort](line), -line.taken_in))
    outlets = sorted({line.outlet for line in lines}, key=fold)
    languages = sorted({line.language for line in lines})
    confidentialities = sorted({line.confidentiality for line in lines})
    shown = Listing(
        (),
        wanted,
        len(fitting),
        len(lines),
        tuple(outlets),
        tuple(languages),
        tuple(confidentialities),
    )
    page = min(wanted.page, shown.pages)
    cut = tuple(ordered[(page - 1) * PAGE : page * PAGE])
    return replace(shown, lines=cut, wanted=replace(wanted, page=page))


def _fits(line: ReportLine, wanted: Wanted) -> bool:
    return (
        wanted.outlet in ("", line.outlet)
        and wanted.language in ("", line.language)
        and (not wanted.kind or wanted.kind in line.counts)
        and (not wanted.undated or line.date is None)
        and (not wanted.waiting or line.waiting > 0)
        and (not wanted.firsts or line.repeats is None)
        and wanted.confidentiality in ("", line.confidentiality)
        and fold(wanted.title) in fold(line.title)
    )


def _descending(text: str) -> tuple[int, ...]:
    """A key that puts later texts first."""
    return tuple(-ord(character) for character in text)
