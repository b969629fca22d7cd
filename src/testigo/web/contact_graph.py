"""Who was in contact with an actor, as a small drawing: the actor amid the others, each a link.

The same contacts always give the same drawing: others stand around in the order in which they were
met, and lines say how often, nothing more. The list beside it says the same with its sentences.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

_WIDTH, _ROW = 760, 34
MOST = 14
"""Others that are drawn, those most often met; all stand in the list."""

_NAME = 34


@dataclass(frozen=True, slots=True)
class Other:
    """One other party: its name, the address of its page, how many contacts are told with it."""

    name: str
    address: str
    contacts: int


def contact_graph(name: str, others: Sequence[Other], title: str) -> Markup:
    """Return the drawing; nothing without any other party."""
    if not others:
        return Markup("")
    kept = sorted(others, key=lambda other: -other.contacts)[:MOST]
    shown = [other for other in others if other in kept]
    height = (len(shown) + 1) // 2 * _ROW + 24
    # A group, not an image: there are links in it.
    head = Markup('<svg class="graph" viewBox="0 0 {} {}" role="group" aria-label="{}">')
    middle = (_WIDTH / 2, height / 2)
    places = list(_places(len(shown), height))
    lines = [_line(middle, at, other) for at, other in zip(places, shown, strict=True)]
    names = [_node(at, other) for at, other in zip(places, shown, strict=True)]
    return Markup("").join(
        [
            head.format(_WIDTH, height, title),
            *lines,
            _centre(middle, name),
            *names,
            Markup("</svg>"),
        ]
    )


def _places(number: int, height: float) -> Iterator[tuple[float, float]]:
    """Yield where the others stand: right and left in turn, from top to bottom on an ellipse."""
    rows = (number + 1) // 2
    for at in range(number):
        row, is_left = divmod(at, 2)
        y = height / 2 + (row - (rows - 1) / 2) * _ROW
        share = (y - height / 2) / (height / 2)
        reach = 150 + 60 * math.sqrt(max(0.0, 1 - share * share))
        yield (_WIDTH / 2 - reach if is_left else _WIDTH / 2 + reach, y)


def _line(middle: tuple[float, float], at: tuple[float, float], other: Other) -> Markup:
    width = min(1 + other.contacts / 2, 5)
    line = Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke-width="{}"/>')
    return line.format(*middle, *at, width)


def _centre(middle: tuple[float, float], name: str) -> Markup:
    x, y = middle
    shown = _short(name)
    half = 4.2 * len(shown) + 10
    return Markup(
        '<rect class="own" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="26"/>'
        '<text class="own" x="{:.1f}" y="{:.1f}">{}</text>'
    ).format(x - half, y - 13, 2 * half, x, y + 4, shown)


def _node(at: tuple[float, float], other: Other) -> Markup:
    """Return a party as a link as high as a finger needs, its name turned away from the middle."""
    x, y = at
    is_left = x < _WIDTH / 2
    shown = _short(other.name)
    if other.contacts > 1:
        shown = f"{shown} ({other.contacts})"
    length = 8 * len(shown) + 16
    return Markup(
        '<circle cx="{:.1f}" cy="{:.1f}" r="4"/><a href="{}"><rect x="{:.1f}" y="{:.1f}" '
        'width="{:.1f}" height="28"/><text{} x="{:.1f}" y="{:.1f}">{}</text></a>'
    ).format(
        x,
        y,
        other.address,
        x - length if is_left else x,
        y - 14,
        length,
        Markup(' class="end"') if is_left else "",
        x - 10 if is_left else x + 10,
        y + 4,
        shown,
    )


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
