"""The best one-to-one assignment: each of one side to at most one of the other, the sum greatest.

The Hungarian method with potentials (Kuhn 1955, Munkres 1957), in the form that adds one row at a
time, applied to each set of rows and columns that hang together; those of a report are small.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

_FAR = float("inf")


def assign(weights: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Return the column of each row that has one: those whose weights add up to most.

    `weights` maps `(row, column)` to a number above 0; pairs that are not in it are never made.

    >>> assign({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8})
    {0: 1, 1: 0}
    """
    found: dict[int, int] = {}
    for rows, columns in _together(weights):
        found |= _assign_all(weights, rows, columns)
    return dict(sorted(found.items()))


def _together(weights: Mapping[tuple[int, int], float]) -> list[tuple[list[int], list[int]]]:
    """Return the rows and columns that hang together by pairs, each set sorted."""
    of_row, of_column = defaultdict(list), defaultdict(list)
    for row, column in weights:
        of_row[row].append(column)
        of_column[column].append(row)
    left, found = set(of_row), []
    for first in sorted(of_row):
        if first not in left:
            continue
        rows, columns, ask = {first}, set[int](), {first}
        while ask:
            reached = {column for row in ask for column in of_row[row]} - columns
            columns |= reached
            ask = {row for column in reached for row in of_column[column]} - rows
            rows |= ask
        left -= rows
        found.append((sorted(rows), sorted(columns)))
    return found


def _assign_all(
    weights: Mapping[tuple[int, int], float], rows: Sequence[int], columns: Sequence[int]
) -> dict[int, int]:
    if len(rows) <= len(columns):
        costs = [[-weights.get((row, column), 0.0) for column in columns] for row in rows]
        made = [(rows[n], columns[at]) for n, at in enumerate(_columns(costs))]
    else:
        costs = [[-weights.get((row, column), 0.0) for row in rows] for column in columns]
        made = [(rows[at], columns[n]) for n, at in enumerate(_columns(costs))]
    return dict(pair for pair in made if pair in weights)


def _columns(costs: Sequence[Sequence[float]]) -> list[int]:
    """Return the column of each row in the cheapest assignment of all rows."""
    rows, columns = len(costs), len(costs[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)  # by column, both counted from 1; 0 for none
    for row in range(1, rows + 1):
        row_of[0] = row
        came_from, here = _shortest(costs, row_price, column_price, row_of)
        while here:
            row_of[here] = row_of[came_from[here]]
            here = came_from[here]
    found = [0] * rows
    for column in range(1, columns + 1):
        if row_of[column]:
            found[row_of[column] - 1] = column - 1
    return found


def _shortest(
    costs: Sequence[Sequence[float]],
    row_price: list[float],
    column_price: list[float],
    row_of: Sequence[int],
) -> tuple[list[int], int]:
    """Find the cheapest way from column 0 to a free column; prices are brought up to date.

    Returns the column before each on that way, and the free column.
    """
    columns = len(column_price)
    least, came_from = [_FAR] * columns, [0] * columns
    done = [False] * columns
    here = 0
    while row_of[here] or not here:
        done[here] = True
        row = row_of[here]
        for column in range(1, columns):
            if not done[column]:
                cost = costs[row - 1][column - 1] - row_price[row] - column_price[column]
                if cost < least[column]:
                    least[column], came_from[column] = cost, here
        step, there = min((least[c], c) for c in range(1, columns) if not done[c])
        for column in range(columns):
            if done[column]:
                row_price[row_of[column]] += step
                column_price[column] -= step
            else:
                least[column] -= step
        here = there
    return came_from, here
