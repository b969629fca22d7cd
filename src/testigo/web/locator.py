"""Where a place lies, as a small drawing: a circle as wide as it is uncertain, over a graticule.

It needs no map from elsewhere and tells no more than is known; a region has no point and no drawing
(record law: a point stands only with precision 1 to 3). The words beside it say the same.
"""

from __future__ import annotations

import math

from markupsafe import Markup

from testigo.record.places import Place

_SIZE = 160
_LABEL = 24
"""Room that the label of a line needs."""

_DEGREES = 4
"""Degrees from side to side."""

_RADII = {1: 3, 2: 8, 3: 18}
"""How wide the circle is by `where_prec`: an exact place, within 25 km, a second-order unit."""


def locator(place: Place, title: str) -> Markup:
    """Return the drawing; nothing for a place without a point."""
    latitude, longitude = place.latitude, place.longitude
    if latitude is None or longitude is None:
        return Markup("")
    west, north = longitude - _DEGREES / 2, latitude + _DEGREES / 2
    scale = _SIZE / _DEGREES
    lines = []
    for degree in range(math.ceil(west), math.floor(west + _DEGREES) + 1):
        x = round((degree - west) * scale, 1)
        lines.append(Markup('<line x1="{0}" y1="0" x2="{0}" y2="{1}"/>').format(x, _SIZE))
        if x < _SIZE - _LABEL:
            lines.append(_label(x + 2, _SIZE - 3, degree, "EW"))
    for degree in range(math.ceil(north - _DEGREES), math.floor(north) + 1):
        y = round((north - degree) * scale, 1)
        lines.append(Markup('<line x1="0" y1="{0}" x2="{1}" y2="{0}"/>').format(y, _SIZE))
        lines.append(_label(2, y - 2, degree, "NS"))
    radius = _RADII.get(place.precision or 3, 18)
    circle = Markup('<circle cx="{0}" cy="{0}" r="{1}"/>').format(_SIZE / 2, radius)
    head = Markup('<svg class="locator" viewBox="0 0 {0} {0}" role="img" aria-label="{1}">')
    return Markup("").join([head.format(_SIZE, title), *lines, circle, Markup("</svg>")])


def _label(x: float, y: float, degree: int, sides: str) -> Markup:
    side = sides[0] if degree >= 0 else sides[1]
    return Markup('<text x="{}" y="{}">{}°{}</text>').format(x, y, abs(degree), side)
