"""The names behind a number: what changed from one list to the next, name by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from testigo.record.wording import date_words
from testigo.review.toll_people import ListChange, NameList
from testigo.review.tolls.lists import Listed, Pair
from testigo.web.words import Words


@dataclass(frozen=True, slots=True)
class Name:
    """One person of a list; `words` are the name and the age given there."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class NamePair:
    """One row: a person of the earlier list, of the later one, or one of each.

    `relation` is in words; `address` sets two entries side by side, "" where there are not two.
    """

    earlier: Name | None
    later: Name | None
    relation: str
    address: str
    is_question: bool


@dataclass(frozen=True, slots=True)
class NameTable:
    """From one list to the next; `summary` says in a sentence what changed."""

    earlier: str
    earlier_address: str
    later: str
    later_address: str
    summary: str
    rows: tuple[NamePair, ...]


def name_tables(changes: Sequence[ListChange], t: Words) -> tuple[NameTable, ...]:
    """Return what changed from each list to the next."""
    return tuple(_table(change, t) for change in changes)


def names_to_json(changes: Sequence[ListChange]) -> list[dict[str, Any]]:
    """Return the changes for the JSON twin: ids of entries, nothing joined that nobody joined."""
    return [
        {
            "earlier": _list_json(one.earlier),
            "later": _list_json(one.later),
            "is_same_number_of_others": one.is_same_number_of_others,
            "joined": [[a.handle, b.handle] for a, b in one.joined],
            "same_name": [[a.handle, b.handle] for a, b in one.difference.kept],
            "proposed": [[a.handle, b.handle] for a, b in one.difference.proposals],
            "gone": [person.handle for person in one.difference.gone],
            "came": [person.handle for person in one.difference.came],
        }
        for one in changes
    ]


def _list_json(one: NameList) -> dict[str, Any]:
    return {
        "report": one.report_id,
        "source": one.source,
        "published": None if one.published is None else one.published.text,
        "drafts": one.drafts,
        "persons": [{"id": p.handle, "name": p.name, "age": p.age} for p in one.persons],
    }


def _table(change: ListChange, t: Words) -> NameTable:
    found = change.difference
    rows = [
        *(_pair(pair, "toll.names_joined", t, is_question=False) for pair in change.joined),
        *(_pair(pair, "toll.names_same", t) for pair in found.kept),
        *(_pair(pair, "toll.names_proposed", t) for pair in found.proposals),
        *(NamePair(_name(p, t), None, t("toll.names_gone"), "", False) for p in found.gone),
        *(NamePair(None, _name(p, t), t("toll.names_came"), "", False) for p in found.came),
    ]
    return NameTable(
        _heading(change.earlier, t),
        f"/reports/{change.earlier.report_id[:16]}",
        _heading(change.later, t),
        f"/reports/{change.later.report_id[:16]}",
        _summary(change, t),
        tuple(rows),
    )


def _summary(change: ListChange, t: Words) -> str:
    found = change.difference
    lengths = (len(change.earlier.persons), len(change.later.persons))
    said = [
        t("toll.names_steady", n=lengths[0])
        if lengths[0] == lengths[1]
        else t("toll.names_moved", earlier=lengths[0], later=lengths[1]),
        t("toll.names_change", came=len(found.came), gone=len(found.gone)),
    ]
    if found.proposals:
        said.append(t("toll.names_open", n=len(found.proposals)))
    return " ".join(said)


def _heading(one: NameList, t: Words) -> str:
    source = one.source or t("toll.outlet_unknown")
    day = "" if one.published is None else date_words(one.published, language=t.language)
    words = ", ".join(part for part in (source, day) if part)
    return f"{words} ({t('toll.names_drafts', n=one.drafts)})" if one.drafts else words


def _pair(pair: Pair, key: str, t: Words, *, is_question: bool = True) -> NamePair:
    earlier, later = pair
    words = t(key)
    if None not in (earlier.age, later.age) and earlier.age != later.age:
        words = f"{words}; {t('toll.names_ages', earlier=earlier.age, later=later.age)}"
    together = {"view": "people", "first": earlier.handle, "second": later.handle}
    address = f"/merge?{urlencode(together)}" if is_question else ""
    return NamePair(_name(earlier, t), _name(later, t), words, address, is_question)


def _name(person: Listed, t: Words) -> Name:
    words = person.name if person.age is None else f"{person.name}, {person.age}"
    return Name(words, f"/people/{person.handle}")
