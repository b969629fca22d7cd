"""The table of a toll: speakers by date, those declared equal first, the others set apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from testigo.record.edtf import Edtf
from testigo.record.wording import date_words
from testigo.review.tolls.moments import Order
from testigo.web.toll_lines import Figure, Line
from testigo.web.words import Words


@dataclass(frozen=True, slots=True)
class Cell:
    """One number in the table; `address` leads to its sentences."""

    figure: Figure
    address: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """One speaker; `cells` has the numbers of each date, none, one or several."""

    line: Line
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Speakers by date. Estimates and documented numbers stand in tables of their own."""

    is_estimate: bool
    columns: tuple[str, ...]
    side: tuple[GridRow, ...]
    others: tuple[GridRow, ...]


def grids(side: Sequence[Line], others: Sequence[Line], t: Words) -> tuple[Grid, ...]:
    """Return one table for the numbers like the entry's own, and one for those that are not."""
    found = []
    own = side[0].is_estimate if side else False
    for is_estimate in (own, not own):
        here = [line for line in side if line.is_estimate is is_estimate]
        there = [line for line in others if line.is_estimate is is_estimate]
        if here or there:
            found.append(_grid(is_estimate, here, there, t))
    return tuple(found)


def _grid(is_estimate: bool, side: Sequence[Line], others: Sequence[Line], t: Words) -> Grid:
    columns = _columns((*side, *others))
    return Grid(
        is_estimate,
        tuple(_head(column, t) for column in columns),
        tuple(_row(line, columns, is_here=True) for line in side),
        tuple(_row(line, columns, is_here=False) for line in others),
    )


def _columns(lines: Sequence[Line]) -> tuple[Edtf | None, ...]:
    """Return the dates of all numbers in order of time, days without their times."""
    figures = [figure for line in lines for figure in line.figures]
    first: dict[Edtf | None, Order] = {}
    for figure in sorted(figures, key=lambda one: one.row.order):
        first.setdefault(_column(figure), figure.row.order)
    return tuple(first)


def _column(figure: Figure) -> Edtf | None:
    date = figure.row.moment.date
    return None if date is None else date.without_time()


def _head(column: Edtf | None, t: Words) -> str:
    return t("toll.no_day") if column is None else date_words(column, language=t.language)


def _row(line: Line, columns: Sequence[Edtf | None], *, is_here: bool) -> GridRow:
    page = "" if is_here else line.address
    return GridRow(line, tuple(tuple(_cells(line, column, page)) for column in columns))


def _cells(line: Line, column: Edtf | None, page: str) -> Iterator[Cell]:
    for figure in line.figures:
        if _column(figure) == column:
            anchor = figure.anchor if not page else f"f1-{figure.anchor.partition('-')[2]}"
            yield Cell(figure, f"{page}#{anchor}")
