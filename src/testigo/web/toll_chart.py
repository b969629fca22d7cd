"""Toll series as a small drawing: a row for each speaker, a point for each number, in time.

The table beside it says the same. Nothing is drawn between two points: what was reported is no
course of events. No style attribute stands in it, as the policy of the pages demands.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from testigo.review.tolls import Row, Series
from testigo.review.tolls.words import figure_words, moment_words

_WIDTH, _LEFT, _RIGHT = 900, 220, 40
_ROW, _TOP, _FOOT = 64, 16, 26
_SHOWN = frozenset({"draft", "accepted"})


@dataclass(frozen=True, slots=True)
class _Scale:
    first: datetime.date
    last: datetime.date
    highest: int

    def x(self, day: datetime.date) -> float:
        span = max((self.last - self.first).days, 1)
        return _LEFT + (day - self.first).days / span * (_WIDTH - _LEFT - _RIGHT)

    def y(self, base: float, number: int) -> float:
        return base - 8 - number / max(self.highest, 1) * (_ROW - 22)


def toll_chart(series: Sequence[Series], language: str, title: str) -> Markup:
    """Return the drawing, or nothing where fewer than two numbers have a day."""
    dated = [(one, row) for one in series for row in one.rows if _day(row) is not None]
    if len(dated) < 2:
        return Markup("")
    days = [day for _, row in dated if (day := _day(row)) is not None]
    numbers = [row.figure.high or row.figure.low or 0 for _, row in dated]
    scale = _Scale(min(days), max(days), max(numbers))
    lines = [one for one in series if any(_day(row) for row in one.rows)]
    height = _TOP + _ROW * len(lines) + _FOOT
    parts = [
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}">'
    ]
    for number, one in enumerate(lines):
        parts += _line(one, _TOP + _ROW * (number + 1), scale, language)
    parts.append(_axis(scale, height))
    return Markup("".join(parts) + "</svg>")


def _line(series: Series, base: float, scale: _Scale, language: str) -> list[str]:
    name = series.speaker if len(series.speaker) < 30 else series.speaker[:29] + "…"
    parts = [
        f'<line class="base" x1="{_LEFT}" y1="{base}" x2="{_WIDTH - _RIGHT + 16}" y2="{base}"/>',
        f'<text class="name" x="0" y="{base - 12}">{escape(name)}</text>',
    ]
    for row in series.rows:
        day = _day(row)
        if day is not None:
            parts.append(_point(row, scale.x(day), base, scale, language))
    return parts


def _point(row: Row, x: float, base: float, scale: _Scale, language: str) -> str:
    figure = row.figure
    number = figure.low if figure.low is not None else figure.high
    words = f"{figure_words(figure, language)}, {moment_words(row.moment, language)}"
    if number is None:
        return f'<g class="vague"><title>{escape(words)}</title></g>'
    y = scale.y(base, number)
    state = "struck" if row.is_struck(_SHOWN) else "accepted" if row.accepted else "draft"
    bar = ""
    if figure.high is None:  # at least: open upwards
        bar = f'<path d="M{x:.1f} {y:.1f}v-9m-3 3l3 -3l3 3"/>'
    elif figure.low is None:  # at most: open downwards
        bar = f'<path d="M{x:.1f} {y:.1f}v9m-3 -3l3 3l3 -3"/>'
    elif figure.high != figure.low:
        bar = f'<path d="M{x:.1f} {y:.1f}V{scale.y(base, figure.high):.1f}"/>'
    return (
        f'<g class="{state}"><title>{escape(words)}</title>{bar}'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        f'<text x="{x + 7:.1f}" y="{y + 4:.1f}">{number}</text></g>'
    )


def _axis(scale: _Scale, height: int) -> str:
    return (
        f'<text class="day" x="{_LEFT}" y="{height - 6}">{scale.first.isoformat()}</text>'
        f'<text class="day end" x="{_WIDTH - _RIGHT + 16}" y="{height - 6}">'
        f"{scale.last.isoformat()}</text>"
    )


def _day(row: Row) -> datetime.date | None:
    return None if row.moment.date is None else row.moment.date.latest
