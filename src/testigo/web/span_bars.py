"""Spans of time as a small drawing: a row for each post or act, a bar from its start to its end.

An edge that nobody states is drawn open; a computed end is a mark of its own, never an edge; what
has no date at all is a dot on the day of its report. The table beside the drawing says the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from testigo.record.edtf import Edtf
from testigo.record.wording import date_words

_WIDTH, _LEFT, _RIGHT = 900, 250, 24
_ROW, _TOP, _FOOT = 28, 6, 24
_OPEN = 16
"""Length of an open edge."""

_FEWEST = 2
_NAME = 36
_TICKS = 8
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class DrawnSpan:
    """One span: `name` is that of its row, `words` are read out at the bar.

    `start` and `end` are as stated, `computed` a last day that follows from a duration, `said` the
    day of the report. `kind` is past, held or ahead; `mark` is draft or accepted.
    """

    name: str
    words: str
    start: Edtf | None
    end: Edtf | None
    said: Edtf | None
    mark: str
    kind: str = "held"
    computed: datetime.date | None = None

    @property
    def first(self) -> datetime.date | None:
        """The first day drawn, None where nothing of it has a day."""
        return self._start or self._end or self._said

    @property
    def last(self) -> datetime.date | None:
        """The last day of the bar, None where nothing of it has a day.

        A span without a stated end is drawn to the day on which it was told, if it was not over.
        """
        reaches = self._said if self.kind == "held" and self.computed is None else None
        return self._end or max(filter(None, (self._start, reaches)), default=self._said)

    @property
    def days(self) -> tuple[datetime.date, ...]:
        """All days that have to fit into the drawing."""
        return tuple(day for day in (self.first, self.last, self.computed) if day is not None)

    @property
    def is_dot(self) -> bool:
        """Whether no edge is stated: only that it was so, or had been, when it was told."""
        return self._start is None and self._end is None

    @property
    def _start(self) -> datetime.date | None:
        return None if self.start is None else self.start.earliest or self.start.latest

    @property
    def _end(self) -> datetime.date | None:
        return None if self.end is None else self.end.latest or self.end.earliest

    @property
    def _said(self) -> datetime.date | None:
        return None if self.said is None else self.said.latest


@dataclass(frozen=True, slots=True)
class _Scale:
    first: datetime.date
    last: datetime.date

    def x(self, day: datetime.date) -> float:
        days = max((self.last - self.first).days, 1)
        return _LEFT + (day - self.first).days / days * (_WIDTH - _LEFT - _RIGHT)


def span_bars(spans: Sequence[DrawnSpan], title: str, language: str) -> Markup:
    """Return the drawing, or nothing where no edge is stated and all is told on one day."""
    drawn = [span for span in spans if span.days]
    days = [day for span in drawn for day in span.days]
    if all(span.is_dot for span in drawn) and len(set(days)) < _FEWEST:
        return Markup("")
    room = datetime.timedelta(days=max((max(days) - min(days)).days // 20, 8))
    scale = _Scale(_shifted(min(days), -room), _shifted(max(days), room))
    names = list(dict.fromkeys(span.name for span in drawn))
    height = _TOP + _ROW * len(names) + _FOOT
    head = Markup('<svg class="bars" viewBox="0 0 {} {}" role="img" aria-label="{}">')
    parts = [head.format(_WIDTH, height, title), *_ticks(scale, height, language)]
    for number, name in enumerate(names):
        base = _TOP + _ROW * number + _ROW // 2
        parts += _row(name, [span for span in drawn if span.name == name], base, scale)
    return Markup("").join([*parts, Markup("</svg>")])


def _shifted(day: datetime.date, by: datetime.timedelta) -> datetime.date:
    try:
        return day + by
    except OverflowError:
        return day


def _row(name: str, spans: Sequence[DrawnSpan], base: int, scale: _Scale) -> Iterator[Markup]:
    shown = name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
    yield Markup('<text class="name" x="0" y="{}">{}</text>').format(base + 4, shown)
    for span in spans:
        title = Markup("<title>{}</title>").format(span.words)
        shape = _dot(span, base, scale) if span.is_dot else _bar(span, base, scale)
        end = _computed(span, base, scale)
        yield Markup('<g class="{} {}">{}{}{}</g>').format(span.mark, span.kind, title, shape, end)


def _dot(span: DrawnSpan, base: int, scale: _Scale) -> Markup:
    assert span.first is not None  # Only what has a day is drawn.
    return Markup('<circle cx="{:.1f}" cy="{}" r="5"/>').format(scale.x(span.first), base)


def _bar(span: DrawnSpan, base: int, scale: _Scale) -> Markup:
    """Return a bar; an open edge goes on as a broken line: a hint, or to the computed end."""
    first, last = span.first, span.last
    assert first is not None  # An edge is stated.
    assert last is not None
    left, right = scale.x(first), scale.x(max(first, last))
    edge = Markup('<path class="open" d="M{:.1f} {}h{}"/>')
    parts = [edge.format(left, base, -_OPEN)] if span.start is None else []
    if span.end is None:
        reach = _OPEN if span.computed is None else round(scale.x(span.computed) - right, 1)
        parts.append(edge.format(right, base, reach))
    box = Markup('<rect x="{:.1f}" y="{}" width="{:.1f}" height="10"/>')
    return Markup("").join([*parts, box.format(left, base - 5, max(right - left, 3))])


def _computed(span: DrawnSpan, base: int, scale: _Scale) -> Markup:
    if span.computed is None:
        return Markup("")
    x = scale.x(span.computed)
    return Markup('<path class="computed" d="M{:.1f} {}v18"/>').format(x, base - 9)


def _ticks(scale: _Scale, height: int, language: str) -> Iterator[Markup]:
    """Draw the beginnings of years, or of months where less than two years are shown."""
    line = Markup('<line x1="{0:.1f}" y1="0" x2="{0:.1f}" y2="{1}"/>')
    text = Markup('<text class="day" x="{:.1f}" y="{}">{}</text>')
    named = list(_named_days(scale, language))
    first = date_words(Edtf(scale.first.isoformat()), language=language)
    for day, words in named or [(scale.first, first)]:
        x = scale.x(day)
        yield line.format(x, height - _FOOT + 4)
        if x < _WIDTH - 8 * len(words):
            yield text.format(x + 3, height - 6, words)


def _named_days(scale: _Scale, language: str) -> Iterator[tuple[datetime.date, str]]:
    months = (scale.last.year - scale.first.year) * _MONTHS + scale.last.month - scale.first.month
    is_by_month = months < 2 * _MONTHS
    step = max(1, -(-(months if is_by_month else months // _MONTHS) // _TICKS))
    step *= 1 if is_by_month else _MONTHS
    begin = scale.first.year * _MONTHS + (scale.first.month if is_by_month else _MONTHS)
    for number in range(begin, scale.last.year * _MONTHS + scale.last.month, step):
        year, month = divmod(number, _MONTHS)
        if year <= datetime.MAXYEAR:
            day = datetime.date(year, month + 1, 1)
            shown = day.isoformat()[:7] if is_by_month else f"{year:04}"
            yield day, date_words(Edtf(shown), language=language)
