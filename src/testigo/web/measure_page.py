"""What the page of a measure has beside its values: its chain in time, and rights area by area."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.values import Record
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words, place_words
from testigo.review.dossier import Dossier
from testigo.review.measures import Act, Noticed, chain, noticed
from testigo.review.queue import ReviewItem
from testigo.web.entry_lines import Told, told
from testigo.web.kept_back_words import withholdings
from testigo.web.words import Words


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
    """One right in one area; `area` is "" where the measure treats all areas alike."""

    area: str
    right: str
    status: str
    told: Told


@dataclass(frozen=True, slots=True)
class MeasureView:
    """The chain of one instrument, what does not fit in it, and rights by area."""

    links: tuple[Link, ...]
    noticed: tuple[str, ...]
    rights: tuple[Right, ...]
    findings: tuple[Noticed, ...]
    computed: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """Return the computed ends by statement, and what was noticed."""
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
        }


def measure_view(held: Dossier, t: Words) -> MeasureView:
    """Return what the page of a measure has of its own; rejected statements are left out."""
    items = {
        one.item.handle: one.item
        for one in held.mentioned
        if one.role == "measure" and one.item.judged.state in ("draft", "accepted")
    }
    said = [
        item for item in items.values() if item.statement.modality not in ("denied", "retracted")
    ]
    tell = partial(told, t=t, made=withholdings(held.history))
    acts = chain(_act(item) for item in said)
    found = noticed(acts)
    return MeasureView(
        tuple(_link(act, tell(items[act.handle]), t) for act in acts),
        tuple(_noticed_words(one, t) for one in found),
        tuple(right for item in said for right in _rights(item, tell(item), t)),
        found,
        tuple((a.handle, a.computed_end.isoformat()) for a in acts if a.computed_end),
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
    by_area = statement.value("rights_by_area")
    for record in by_area if isinstance(by_area, tuple) else ():
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
    rights = statement.value("rights")
    for code in rights if isinstance(rights, tuple) else ():
        yield Right("", _label("right", str(code), language), "", source)


def _label(codes: str, code: str, language: str) -> str:
    listed = vocabulary(codes)
    return listed.label(code, language) if code in listed.codes else code
