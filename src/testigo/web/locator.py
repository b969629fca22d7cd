"""Where a place lies, as a small drawing: the known towns of its country, and how exact it is.

It needs no map from elsewhere, and draws no border, as the package has none. A place of precision 1
is a point, one of 2 a circle of 25 km to scale, one of 3 a broken ring whose size says nothing. A
region has no point (record law): its towns are drawn in ink. The words beside it say the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from testigo.reading.gazetteer.table import GazetteerEntry, gazetteer
from testigo.record.places import Place

_WIDEST = 300
_MARGIN = 14
_CELL = 4
"""Towns nearer than this, in pixels, are one dot."""

_DOTS = 450
_NAMED = 4
"""Towns that are named, the capital first."""

_KM = 111.2
"""Kilometres in a degree of latitude."""

_NEAR_KM = 25
"""What `where_prec` 2 means: within about 25 km."""

_RINGS = {1: ("around", 9.0), 2: ("near", 5.0)}
"""What is drawn by `where_prec`, with its radius in pixels where it has no scale."""

_REGION = 4
_ALONE = 2.0
"""Degrees shown to each side of a point of no known country."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """The part of the globe that is drawn; `scale` is pixels a degree of latitude."""

    west: float
    north: float
    width: int
    height: int
    scale: float
    squeeze: float

    def x(self, longitude: float) -> float:
        return _MARGIN + _turned(longitude - self.west) * self.scale * self.squeeze

    def y(self, latitude: float) -> float:
        return _MARGIN + (self.north - latitude) * self.scale

    def holds(self, x: float, y: float) -> bool:
        return 0 <= x <= self.width and 0 <= y <= self.height


def _turned(degrees: float) -> float:
    """Return a difference of longitudes between -90 and 270: no country is wider than that."""
    return (degrees + 90) % 360 - 90


def locator(place: Place, title: str) -> Markup:
    """Return the drawing; nothing for what is wider than a region, or of no known country."""
    towns = gazetteer().towns_of(place.country) if place.country else ()
    has_point = place.latitude is not None
    own = [] if has_point else [t for t in towns if place.admin1 and t.admin1 == place.admin1]
    if not has_point and (place.precision != _REGION or not own):
        return Markup("")
    frame = _frame(_points(place, towns))
    head = Markup('<svg class="locator" viewBox="0 0 {} {}" role="img" aria-label="{}">')
    parts = [head.format(frame.width, frame.height, title), *_graticule(frame)]
    parts.append(_dots(frame, towns, "towns"))
    if own:
        parts.append(_dots(frame, own, "own"))
    parts += [*_names(frame, towns, place), *_mark(frame, place), *_scale_bar(frame)]
    return Markup("").join([*parts, Markup("</svg>")])


def _points(place: Place, towns: Sequence[GazetteerEntry]) -> list[tuple[float, float]]:
    """Return what must be in the frame: the place, and nearly all towns (islands far off not)."""
    points = [(t.latitude or 0.0, t.longitude or 0.0) for t in towns]
    if points:
        middle = points[0][1]
        turned = [(a, middle + _turned(o - middle + 90) - 90) for a, o in points]
        lower, upper = (
            [sorted(p[axis] for p in turned)[int(share * (len(turned) - 1))] for axis in (0, 1)]
            for share in (0.01, 0.99)
        )
        points = [(lower[0], lower[1]), (upper[0], upper[1])]
    if place.latitude is not None and place.longitude is not None:
        latitude, longitude = place.latitude, place.longitude
        reach = 0.0 if points else _ALONE
        points += [(latitude - reach, longitude - reach), (latitude + reach, longitude + reach)]
    return points


def _frame(points: Sequence[tuple[float, float]]) -> _Frame:
    south, north = min(p[0] for p in points), max(p[0] for p in points)
    west, east = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = max(math.cos(math.radians((south + north) / 2)), 0.2)
    across, down = max((east - west) * squeeze, 0.5), max(north - south, 0.5)
    scale = (_WIDEST - 2 * _MARGIN) / max(across, down)
    # What is long and narrow stands in the middle of a frame that has room for names.
    width, height = (max(2 * _MARGIN + side * scale, _WIDEST / 2) for side in (across, down))
    west -= (width - 2 * _MARGIN - across * scale) / 2 / (scale * squeeze)
    north += (height - 2 * _MARGIN - down * scale) / 2 / scale
    return _Frame(west, north, round(width), round(height), scale, squeeze)


def _dots(frame: _Frame, towns: Sequence[GazetteerEntry], kind: str) -> Markup:
    taken: dict[tuple[int, int], str] = {}
    for town in towns:
        x, y = frame.x(town.longitude or 0.0), frame.y(town.latitude or 0.0)
        if frame.holds(x, y) and len(taken) < _DOTS:
            taken.setdefault((int(x / _CELL), int(y / _CELL)), f"M{x:.0f} {y:.0f}h0")
    return Markup('<path class="{}" d="{}"/>').format(kind, "".join(taken.values()))


def _names(frame: _Frame, towns: Sequence[GazetteerEntry], place: Place) -> Iterator[Markup]:
    """Name the capital and the largest towns that leave each other, and the place, room."""
    taken: list[tuple[float, float]] = []
    if place.latitude is not None and place.longitude is not None:
        taken.append((frame.x(place.longitude), frame.y(place.latitude)))
    for town in sorted(towns, key=lambda town: town.kind != "capital"):
        x, y = frame.x(town.longitude or 0.0), frame.y(town.latitude or 0.0)
        is_free = all(abs(x - a) > 110 or abs(y - b) > 34 for a, b in taken)
        if is_free and frame.holds(x, y):
            taken.append((x, y))
            yield _name(frame, x, y, town.name, "name")
        if len(taken) > _NAMED:
            return


def _name(frame: _Frame, x: float, y: float, name: str, kind: str, away: float = 6) -> Markup:
    is_left = x > frame.width * 0.6
    at = x - away if is_left else x + away
    css = f"{kind} end" if is_left else kind
    return Markup('<text class="{}" x="{:.0f}" y="{:.0f}">{}</text>').format(css, at, y + 4, name)


def _mark(frame: _Frame, place: Place) -> Iterator[Markup]:
    if place.latitude is None or place.longitude is None:
        return
    x, y = frame.x(place.longitude), frame.y(place.latitude)
    circle = Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>')
    kind, radius = _RINGS.get(place.precision or 0, ("unit", 14.0))
    if kind == "near":
        radius = max(_NEAR_KM / _KM * frame.scale, 5.0)
    if kind == "around":
        yield circle.format("point", x, y, 4)
    yield circle.format(kind, x, y, radius)
    yield _name(frame, x, y, place.name or place.words, "of", radius + 4)


def _graticule(frame: _Frame) -> Iterator[Markup]:
    step = next(s for s in (1, 2, 5, 10, 20, 45) if s * frame.scale >= 60 or s == 45)
    line = Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>')
    across = frame.width / (frame.scale * frame.squeeze)
    for number in range(math.floor(frame.west / step) - 1, math.ceil((frame.west + across) / step)):
        x = frame.x(number * step)
        if 4 < x < frame.width - 30:
            yield line.format(x, 0, x, frame.height)
            yield _degrees(x + 2, frame.height - 3, (number * step + 180) % 360 - 180, "EW")
    down = frame.height / frame.scale
    for number in range(math.floor((frame.north - down) / step), math.ceil(frame.north / step) + 1):
        y = frame.y(number * step)
        if 12 < y < frame.height - 12:
            yield line.format(0, y, frame.width, y)
            yield _degrees(2, y - 2, number * step, "NS")


def _degrees(x: float, y: float, degrees: int, sides: str) -> Markup:
    side = "" if degrees == 0 else sides[degrees < 0]
    text = Markup('<text class="degrees" x="{:.1f}" y="{:.1f}">{}°{}</text>')
    return text.format(x, y, abs(degrees), side)


def _scale_bar(frame: _Frame) -> Iterator[Markup]:
    pixels = frame.scale / _KM
    fitting = [km for km in (20, 50, 100, 200, 500, 1000, 2000) if km * pixels <= frame.width / 3]
    if fitting:
        length, top = fitting[-1] * pixels, 10
        start = frame.width - length - 8
        bar = Markup('<path class="bar" d="M{:.1f} {}v4h{:.1f}v-4"/>')
        yield bar.format(start, top - 4, length)
        text = Markup('<text class="degrees end" x="{:.1f}" y="{}">{} km</text>')
        yield text.format(start - 4, top, fitting[-1])
