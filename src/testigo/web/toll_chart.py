"""Toll series as a small drawing: a row for each speaker, a point for each number, in time.

The table beside it says the same. Nothing is drawn between two points: what was reported is no
course of events. No style attribute stands in it, as the policy of the pages demands.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from testigo.record.edtf import Edtf
from testigo.record.wording import date_words
from testigo.review.tolls import Row, Series
from testigo.review.tolls.words import figure_words, moment_words
from testigo.web.toll_lines import mark_of

_WIDTH, _LEFT, _RIGHT = 900, 220, 56
_ROW, _TOP, _FOOT = 84, 14, 26
_RISE = 52
"""Height of the highest number above the line of its speaker."""

_NEAR = 15
"""Points nearer than this, both ways, would have their numbers printed over one another."""

_NAME = 29


@dataclass(frozen=True, slots=True)
class _Scale:
    first: datetime.date
    last: datetime.date
    highest: int

    def x(self, day: datetime.date) -> float:
        span = (self.last - self.first).days
        return _LEFT + (day - self.first).days / span * (_WIDTH - _LEFT - _RIGHT)

    def y(self, base: float, number: int) -> float:
        return base - 6 - number / max(self.highest, 1) * _RISE


def toll_chart(
    series: Sequence[Series], language: str, title: str, *, only_accepted: bool = False
) -> Markup:
    """Return the drawing, or nothing where all numbers are of one day: time would not show."""
    lines = [(one, rows) for one in series if (rows := _drawn(one, only_accepted=only_accepted))]
    days = {day for _, rows in lines for day, _, _ in rows}
    if len(days) < 2:
        return Markup("")
    highest = max(row.figure.high or number for _, rows in lines for _, number, row in rows)
    scale = _Scale(min(days), max(days), highest)
    height = _TOP + _ROW * len(lines) + _FOOT
    parts = [
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}">'
    ]
    for number, (one, rows) in enumerate(lines):
        parts += _line(one, rows, _TOP + _ROW * (number + 1), scale, language)
    parts += _axis(scale, height, language)
    return Markup("".join(parts) + "</svg>")


_Drawn = tuple[datetime.date, int, Row]


def _drawn(series: Series, *, only_accepted: bool) -> list[_Drawn]:
    """Return the totals that have a day and a number; words like "dozens" have none."""
    found = []
    for row in series.rows:
        number = row.figure.low if row.figure.low is not None else row.figure.high
        day = row.moment.day
        if day is not None and number is not None and (row.accepted or not only_accepted):
            found.append((day, number, row))
    return found


def _line(
    series: Series, rows: Sequence[_Drawn], base: float, scale: _Scale, language: str
) -> Iterator[str]:
    name = series.speaker if len(series.speaker) <= _NAME else f"{series.speaker[:_NAME]}…"
    end = _WIDTH - _RIGHT + 16
    yield f'<line class="base" x1="{_LEFT}" y1="{base}" x2="{end}" y2="{base}"/>'
    yield f'<text class="name" x="0" y="{base - 12}">{escape(name)}</text>'
    taken: list[tuple[float, float]] = []
    for day, number, row in rows:
        x, y = scale.x(day), scale.y(base, number)
        is_left = any(abs(x - a) < _NEAR and abs(y - b) < _NEAR for a, b in taken)
        taken.append((x, y))
        yield _point(row, number, (x, y), base, scale, language, is_left=is_left)


def _point(
    row: Row,
    number: int,
    at: tuple[float, float],
    base: float,
    scale: _Scale,
    language: str,
    *,
    is_left: bool,
) -> str:
    figure, (x, y) = row.figure, at
    words = f"{figure_words(figure, language)}, {moment_words(row.moment, language)}"
    bar = ""
    if figure.high is None:  # at least: open upwards
        bar = f'<path d="M{x:.1f} {y - 4:.1f}v-9m-3 3l3 -3l3 3"/>'
    elif figure.low is None:  # at most: open downwards
        bar = f'<path d="M{x:.1f} {y + 4:.1f}v9m-3 -3l3 3l3 -3"/>'
    elif figure.high != figure.low:
        bar = f'<path d="M{x:.1f} {y:.1f}V{scale.y(base, figure.high):.1f}"/>'
    label = f'class="end" x="{x - 8:.1f}"' if is_left else f'x="{x + 8:.1f}"'
    return (
        f'<g class="{mark_of(row)}"><title>{escape(words)}</title>{bar}'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        f'<text {label} y="{y + 4:.1f}">{number}</text></g>'
    )


def _axis(scale: _Scale, height: int, language: str) -> Iterator[str]:
    first, last = (
        escape(date_words(Edtf(day.isoformat()), language=language))
        for day in (scale.first, scale.last)
    )
    yield f'<text class="day" x="{_LEFT}" y="{height - 6}">{first}</text>'
    end = _WIDTH - _RIGHT + 16
    yield f'<text class="day end" x="{end}" y="{height - 6}">{last}</text>'
