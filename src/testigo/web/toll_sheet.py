"""The table of a toll as CSV: a line for each number that is seen, with whose it is and its marks.

Sentences stay on the page. Of a number whose statements are not all public only that it is there
gets into the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from starlette.responses import Response

from testigo.web.cards import level
from testigo.web.csv_sheet import csv_answer
from testigo.web.toll_lines import Figure, Line
from testigo.web.words import Words

_COLUMNS = (
    *("speaker", "scope", "relation", "kind", "date", "basis", "number", "low", "high", "bound"),
    *("standing", "note", "level", "is_chosen", "sources", "outlets", "id"),
)


def toll_sheet(
    name: str,
    lines: Sequence[tuple[str, Line]],
    kept_back: frozenset[str],
    t: Words,
) -> Response:
    """Return the numbers of these series as a file; each comes with its relation to the page's.

    `kept_back` are the handles of statements that are not public.
    """
    head = [f"{t(f'toll.column_{column}')} [{column}]" for column in _COLUMNS]
    rows = [row for relation, line in lines for row in _rows(relation, line, kept_back, t)]
    return csv_answer(name, head, rows)


def _rows(relation: str, line: Line, kept_back: frozenset[str], t: Words) -> Iterator[list[str]]:
    for kind, figures in (
        ("total", line.figures),
        ("new", line.additions),
        ("denied", line.denied),
    ):
        for figure in figures:
            hidden = not kept_back.isdisjoint(figure.row.handles)
            about = [
                line.speaker,
                line.scope,
                t(f"toll.relation_{relation}"),
                t(f"toll.kind_{kind}"),
            ]
            told = [t("entries.kept_back"), *[""] * 11] if hidden else _told(figure, t)
            yield [*about, *told, line.entry_id]


def _told(figure: Figure, t: Words) -> list[str]:
    value, moment = figure.row.figure, figure.row.moment
    outlets = dict.fromkeys(one.outlet for one in (*figure.said, *figure.more))
    return [
        "" if moment.date is None else moment.date.text,
        t(f"toll.basis_{moment.basis}"),
        figure.words,
        *("" if end is None else str(end) for end in (value.low, value.high)),
        value.bound,
        t(f"toll.state_{figure.mark}"),
        figure.note,
        level(t.language, code=figure.level)[1],
        t("toll.chosen") if figure.is_chosen else "",
        figure.sources,
        "; ".join(outlets),
    ]
