"""What the page of a measure has beside its values: its chain in time, rights area by area, and the
measures that stand before and after it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.values import Record
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words, edge_words, place_words
from testigo.review.dossier import Dossier
from testigo.review.lists import EntryRow
from testigo.review.measures import Act, Noticed, chain, noticed
from testigo.review.queue import ReviewItem
from testigo.web.entry_lines import Told, told
from testigo.web.entry_words import as_it_stood, entry_title
from testigo.web.kept_back_words import withholdings
from testigo.web.span_bars import DrawnSpan, span_bars
from testigo.web.words import Words

_KINDS = {"expired": "past", "lifted": "past", "announced": "ahead", "rejected": "past"}
"""How an act is drawn whose end nobody states: over, or still to come, when it was told."""


@dataclass(frozen=True, slots=True)
class Link:
    """One statement of the chain: what was done, from when to when, and the computed last day."""

    status: str
    start: str
    end: str
    duration: str
    computed: str
    told: Told


@dataclass(frozen=True, slots=True)
class Right:
    """One right in one area; `area` is "" where the statement tells no areas apart."""

    area: str
    right: str
    status: str
    told: Told


@dataclass(frozen=True, slots=True)
class RightRow:
    """What is said of one right, in the order of the areas of its table."""

    right: str
    cells: tuple[tuple[Right, ...], ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Another measure of the type; `goes_on`: it begins on the day after a last day of this one."""

    id: str
    title: str
    address: str
    level: str
    goes_on: bool


@dataclass(frozen=True, slots=True)
class MeasureView:
    """The chain of one instrument, what does not fit in it, rights by area, and what stands near.

    `areas` head the table of rights, "" for what is told of none. `near` is computed from days.
    """

    links: tuple[Link, ...]
    drawing: Markup
    noticed: tuple[str, ...]
    areas: tuple[str, ...]
    rights: tuple[RightRow, ...]
    near: tuple[Near, ...]
    findings: tuple[Noticed, ...]
    computed: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """Return the computed ends by statement, what was noticed, and what stands near."""
        return {
            "computed_ends": dict(self.computed),
            "noticed": [
                {
                    "what": one.what,
                    "stated": one.stated,
                    "other": one.other,
                    "statements": list(one.handles),
                }
                for one in self.findings
            ],
            "near": [{"id": one.id, "goes_on": one.goes_on} for one in self.near],
        }


def measure_view(near: Sequence[EntryRow], held: Dossier, t: Words, at: str = "") -> MeasureView:
    """Return what the page of a measure has of its own; rejected statements are left out.

    `near` are the measures that stand beside it in time; links lead to the same day `at`.
    """
    items = {
        one.item.handle: one.item
        for one in held.own
        if one.item.judged.state in ("draft", "accepted")
    }
    said = [
        item for item in items.values() if item.statement.modality not in ("denied", "retracted")
    ]
    tell = partial(told, t=t, made=withholdings(held.history))
    acts = chain(_act(item) for item in said)
    found = noticed(acts)
    rights = [right for item in said for right in _rights(item, tell(item), t)]
    areas = tuple(dict.fromkeys(right.area for right in rights))
    return MeasureView(
        tuple(_link(act, tell(items[act.handle]), t) for act in acts),
        span_bars(
            [_span(act, items[act.handle], t) for act in acts],
            t("entry_page.chain_drawn"),
            t.language,
        ),
        tuple(_noticed_words(one, t) for one in found),
        areas,
        tuple(_right_rows(rights, areas)),
        _near(near, acts, t, at),
        found,
        tuple((a.handle, a.computed_end.isoformat()) for a in acts if a.computed_end),
    )


def _span(act: Act, item: ReviewItem, t: Words) -> DrawnSpan:
    """Return an act for the drawing; the same act told twice stands in one row."""
    name = vocabulary("measure_status").label(act.status, t.language)
    edges = [
        edge_words(day, edge, language=t.language)
        for edge, day in (("start", act.start), ("end", act.end))
        if day is not None
    ]
    row = ", ".join((name, *edges[:1]))
    said = ", ".join(filter(None, (name, *edges, act.duration)))
    kind = _KINDS.get(act.status, "held")
    return DrawnSpan(
        row, said, act.start, act.end, act.said, item.judged.state, kind, act.computed_end
    )


def _right_rows(rights: Sequence[Right], areas: Sequence[str]) -> Iterator[RightRow]:
    for name in dict.fromkeys(right.right for right in rights):
        of_it = [right for right in rights if right.right == name]
        yield RightRow(
            name, tuple(tuple(right for right in of_it if right.area == area) for area in areas)
        )


def _near(rows: Sequence[EntryRow], acts: Sequence[Act], t: Words, at: str) -> tuple[Near, ...]:
    stated = [act.end.latest for act in acts if act.end is not None and act.end.precision == "day"]
    ends = {day.toordinal() for day in (*stated, *(act.computed_end for act in acts)) if day}
    return tuple(
        Near(
            row.id,
            entry_title(row, t),
            as_it_stood(f"/measures/{row.id}", at),
            row.level,
            row.earliest is not None
            and row.earliest == row.latest
            and datetime.date.fromisoformat(row.earliest).toordinal() - 1 in ends,
        )
        for row in rows
    )


def _act(item: ReviewItem) -> Act:
    statement = item.statement
    start, end = statement.value("start"), statement.value("end")
    duration = statement.value("duration")
    return Act(
        item.handle,
        str(statement.value("status") or ""),
        start if isinstance(start, Edtf) else None,
        end if isinstance(end, Edtf) else None,
        duration if isinstance(duration, str) else None,
        item.report.published,
    )


def _link(act: Act, source: Told, t: Words) -> Link:
    computed = act.computed_end
    return Link(
        vocabulary("measure_status").label(act.status, t.language),
        _day(act.start, t),
        _day(act.end, t),
        act.duration or "",
        "" if computed is None else _day(computed, t),
        source,
    )


def _day(day: Edtf | datetime.date | None, t: Words) -> str:
    if day is None:
        return ""
    return date_words(
        Edtf(day.isoformat()) if isinstance(day, datetime.date) else day, language=t.language
    )


def _noticed_words(one: Noticed, t: Words) -> str:
    stated, other = (_day(Edtf(day), t) for day in (one.stated, one.other))
    if one.what == "end_differs":
        return t("entry_page.end_differs", stated=stated, computed=other)
    if one.what == "starts_differ":
        return t("entry_page.starts_differ", stated=stated, other=other)
    return t("entry_page.ends_differ", stated=stated, other=other)


def _rights(item: ReviewItem, source: Told, t: Words) -> Iterator[Right]:
    statement, language = item.statement, t.language
    stated = statement.value("rights_by_area")
    by_area = stated if isinstance(stated, tuple) else ()
    for record in by_area:
        if isinstance(record, Record):
            members = dict(record.members)
            area, right = members.get("area"), str(members.get("right", ""))
            status = members.get("status")
            yield Right(
                place_words(area, language=language) if isinstance(area, Place) else "",
                _label("right", right, language),
                _label("right_status", str(status), language) if status else "",
                source,
            )
    # What is told area by area is not said of all areas besides.
    apart = {dict(r.members).get("right") for r in by_area if isinstance(r, Record)}
    rights = statement.value("rights")
    for code in rights if isinstance(rights, tuple) else ():
        if code not in apart:
            yield Right("", _label("right", str(code), language), "", source)


def _label(codes: str, code: str, language: str) -> str:
    listed = vocabulary(codes)
    return listed.label(code, language) if code in listed.codes else code
