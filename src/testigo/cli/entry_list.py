"""Lists of the record: a table for people, rows for programs.

Invariant: draft, accepted and verified entries are never counted together.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from rich.table import Table
from rich.text import Text

from testigo.casebook import Casebook
from testigo.casebook.withholding import ChildrenNames
from testigo.cli.sheets import print_csv, print_json
from testigo.cli.terminal import console, number_of, plain, print_trimmed
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import code_words, count_words, days_words, outcome_words
from testigo.review.lists import EntryRow, ListWanted

_LISTED = 50
_AT_ONCE = 200
_HEAD = "not bold dim"
_CODES = {"people": "outcome", "tolls": "outcome", "incidents": "incident_type"}
_CODES |= {"measures": "measure_type"}
COLUMNS = (
    "id",
    "name",
    "outcomes",
    "place",
    "country",
    "earliest",
    "latest",
    "figures",
    "speaker",
    "standing",
    "level",
    "draft",
    "accepted",
    "rejected",
    "withdrawn",
    "reports",
    "contradicted",
    "joined",
)


def print_entries(casebook: Casebook, wanted: ListWanted, limit: int | None) -> None:
    """Print a table of entries, and how many of each standing there are."""
    size = limit or _LISTED
    listed = casebook.review.entries(replace(wanted, size=size))
    if not listed.rows:
        print(f"The record holds no {wanted.view} like that.", file=sys.stderr)
        return
    print_trimmed(console(), _table(listed.rows, wanted.view))
    counts = ", ".join(f"{count:,} {name}" for name, count in listed.counts.items() if count)
    left = listed.found - len(listed.rows)
    more = f"; {left:,} more with --limit" if left else ""
    print(f"{wanted.view.capitalize()}: {counts}{more}.", file=sys.stderr)


def _table(rows: tuple[EntryRow, ...], view: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    table.add_column("", width=1)
    table.add_column("id", header_style=_HEAD, width=8)
    table.add_column("name", header_style=_HEAD, ratio=3, overflow="fold")
    table.add_column("what", header_style=_HEAD, ratio=3, overflow="fold")
    table.add_column("where and when", header_style=_HEAD, ratio=2, overflow="fold")
    table.add_column("statements", header_style=_HEAD, ratio=2, overflow="fold")
    for row in rows:
        table.add_row(
            Text(level_glyph(row.level)),
            Text(row.id[:8], style="dim"),
            Text(plain(row.name or row.speaker or "not named")),
            Text(plain(_what(row, view))),
            Text(plain(", ".join(w for w in (row.place, _days(row)) if w))),
            Text(plain(_tally(row))),
        )
    return table


def level_glyph(level: str) -> str:
    """Return the glyph of a level of verification."""
    return str(vocabulary("verification")[level].extra["glyph"])


def level_words(level: str) -> str:
    """Return a level of verification in a word: "draft" for 0."""
    entry = vocabulary("verification")[level]
    words = entry.extra.get("word")
    return str(words["en"]) if isinstance(words, Mapping) else entry.labels["en"]


def _what(row: EntryRow, view: str) -> str:
    codes = _CODES.get(view)
    said = [_label(codes, code, view) for code in row.outcomes] if codes else []
    figures = figures_words(row)
    if view == "tolls" and figures:
        return f"{figures} {', '.join(said)}"
    return ", ".join(said)


def _label(codes: str, code: str, view: str) -> str:
    if codes == "outcome":
        return outcome_words(code, is_one=view == "people")
    return code_words(codes, code)


def figures_words(row: EntryRow) -> str:
    """Return the latest figures of a toll series, each as it was worded; "" for other entries."""
    return " or ".join(
        count_words(one["low"], one["high"], one["bound"], one["wording"]) for one in row.figures
    )


def _days(row: EntryRow) -> str:
    return days_words(row.earliest, row.latest)


def _tally(row: EntryRow) -> str:
    tally = row.tally
    counts = [f"{tally.accepted:,} accepted"] if tally.accepted else []
    counts += [f"{tally.draft:,} draft"] if tally.draft else []
    counts.append(number_of(row.reports, "report"))
    counts += ["contradicted"] if row.is_contradicted else []
    return ", ".join(counts)


def print_entry_rows(
    casebook: Casebook, wanted: ListWanted, limit: int | None, *, as_csv: bool, fully: bool
) -> None:
    """Print entries as rows; without `fully` none that holds something confidential."""
    names = None if fully else ChildrenNames(casebook)
    kept_back = frozenset() if fully else casebook.review.entries_kept_back()
    hidden = 0

    def rows() -> Iterator[dict[str, object]]:
        nonlocal hidden
        for row in islice(_every(casebook, wanted), limit):
            if row.id in kept_back:
                hidden += 1
                continue
            made = entry_row_json(row, for_csv=as_csv)
            yield made if names is None else names.without(made)

    if as_csv:
        print_csv(COLUMNS, rows())
    else:
        print_json(rows())
    if hidden:
        print(f"{hidden:,} confidential left out; --confidential puts them in.", file=sys.stderr)
    if names is not None and names.withheld:
        print(
            f"{number_of(names.withheld, 'value')} left out for a child's name; --confidential "
            "puts them in.",
            file=sys.stderr,
        )


def _every(casebook: Casebook, wanted: ListWanted) -> Iterator[EntryRow]:
    page = 1
    while rows := casebook.review.entries(replace(wanted, page=page, size=_AT_ONCE)).rows:
        yield from rows
        page += 1


def entry_row_json(row: EntryRow, *, for_csv: bool) -> dict[str, object]:
    """Return an entry of a list as a row."""
    return {
        "id": row.id,
        "name": row.name or None,
        "outcomes": "; ".join(row.outcomes) if for_csv else list(row.outcomes),
        "place": row.place,
        "country": row.country,
        "earliest": row.earliest,
        "latest": row.latest,
        "figures": figures_words(row) if for_csv else [dict(figure) for figure in row.figures],
        "speaker": row.speaker,
        "standing": row.standing,
        "level": row.level,
        "draft": row.tally.draft,
        "accepted": row.tally.accepted,
        "rejected": row.tally.rejected,
        "withdrawn": row.tally.withdrawn,
        "reports": row.reports,
        "contradicted": row.is_contradicted,
        "joined": row.is_joined,
    }
