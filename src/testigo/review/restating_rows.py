"""Restating a list of small records row by row: the parts of a toll, the rights of each area.

Invariant: what nobody changed of a record stays as it is, coordinates of its place included; a new
record rests on words of the text. A number (`low`, `high`, `bound`, `wording`) is typed as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from testigo.record.counts import CountRange
from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidStatement
from testigo.record.kinds import FieldType
from testigo.record.places import Place
from testigo.record.span import Span
from testigo.record.statement import Field
from testigo.record.values import Record
from testigo.review.locating import WordsNotFound, locate
from testigo.review.typed.counts import read_typed_count
from testigo.review.typed.dates import read_typed_date
from testigo.review.typed.values import UnclearValue, read_typed_code, read_typed_number
from testigo.review.witnessing import NoWitness, Page, about, placed

NUMBER = "number"
"""Names `low`, `high`, `bound` and `wording` together, typed as people write a number."""
LIMITS = ("low", "high", "bound", "wording")

Member = str | int | Edtf | Place


@dataclass(frozen=True, slots=True)
class Row:
    """What a person typed of one record: `values` by member, "" for one that is taken away.

    `spans` are the words that she chose for it, none if she chose no others.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    is_removed: bool = False


def members_of(shape: FieldType) -> tuple[str, ...]:
    """Return what is typed of a record, in its order; the limits of a count are one number."""
    names = (NUMBER if name in LIMITS else name for name in shape.members)
    return tuple(dict.fromkeys(names))


def needed_of(shape: FieldType) -> frozenset[str]:
    """Return what no row goes without: its codes, its number, and the place where it has none."""
    names = members_of(shape)
    codes = {name for name in names if shape.members.get(name, "").startswith("code:")}
    place = {name for name in names if shape.members.get(name) == "place"}
    return frozenset(codes | ({NUMBER} if NUMBER in names else place))


def records_of(held: Field | None) -> tuple[Record, ...]:
    """Return the records of a field, none where it is not given."""
    items = () if held is None else held.value if isinstance(held.value, tuple) else (held.value,)
    return tuple(item for item in items if isinstance(item, Record))


def rows_restated(
    shape: FieldType,
    before: Field | None,
    rows: Mapping[int, Row],
    spans: Sequence[Span],
    page: Page,
    evidence: Sequence[Span],
) -> Field | None:
    """Return the field with its rows restated, None if none is left.

    `rows` are by the number of the record before; those beyond it are new. `spans` are the words of
    the whole field; the words of new rows come to them. What is raised names its field as
    `parts.0.number`.

    Raises:
        NoWitness: if a new row, or the whole, has no words to rest on.
        UnclearValue, UnclearDate, UnclearCount, UnknownCode: if a value is not understood.
        InvalidStatement: if a record has no such member.
    """
    old = records_of(before)
    records: list[Record] = []
    witnesses = set(spans)
    for number in sorted({*range(len(old)), *rows}):
        kept = old[number] if number < len(old) else None
        row = rows.get(number)
        if row is None and kept is not None:
            records.append(kept)
        elif row is not None and not row.is_removed:
            with about(f"{shape.name}.{number}"):
                restated = _Restated(shape, f"{shape.name}.{number}", kept, row, page, evidence)
                records.append(restated.record())
                witnesses.update(restated.found)
    if records and not witnesses:
        raise NoWitness(f"{shape.name} needs words of the text that it rests on")
    return Field(tuple(records), tuple(sorted(witnesses))) if records else None


class _Restated:
    """One record anew; `found` are the words that show what was typed."""

    def __init__(
        self,
        shape: FieldType,
        name: str,
        before: Record | None,
        row: Row,
        page: Page,
        evidence: Sequence[Span],
    ) -> None:
        self.shape, self.name, self.before, self.row, self.page = shape, name, before, row, page
        self.found = list(row.spans)
        self._near = row.spans or tuple(evidence)

    def record(self) -> Record:
        members: dict[str, Member] = {} if self.before is None else dict(self.before.members)
        known = members_of(self.shape)
        for name, typed in self.row.values.items():
            if name not in known:
                raise InvalidStatement(
                    f"{self.shape.name} has no member {name!r}; it has {', '.join(known)}"
                )
            for each in LIMITS if name == NUMBER else (name,):
                members.pop(each, None)
            if typed:
                with about(f"{self.name}.{name}"):
                    members |= dict(self._read(name, typed))
        self._check(members)
        return Record.of(**members)

    def _check(self, members: Mapping[str, Member]) -> None:
        given = {NUMBER if name in LIMITS else name for name in members}
        for name in sorted(needed_of(self.shape) - given):
            fault = UnclearValue(f"{self.name} needs its {name}: type it, or take the row away")
            fault.field = f"{self.name}.{name}"
            raise fault
        if self.before is None and not self.found:
            raise NoWitness(f"{self.name} needs words of the text that it rests on: select them")

    def _read(self, name: str, typed: str) -> Iterator[tuple[str, Member]]:
        if name == NUMBER:
            yield from self._limits(read_typed_count(typed, self.page.spoken))
            return
        type_name, _, codes = self.shape.members[name].partition(":")
        if type_name == "code":
            yield name, read_typed_code(codes, typed)
            return
        place = self._stands(typed, is_name=type_name in ("text", "place"))
        match type_name:
            case "edtf":
                yield name, read_typed_date(typed, self.page.spoken, near=self.page.published)
            case "number":
                yield name, read_typed_number(name, typed, self.page.spoken)
            case "place":
                near = self._near if place is None else (place,)
                known = placed(Place(typed), near, self.page)
                yield name, known if isinstance(known, Place) else Place(typed)
            case _:
                yield name, typed

    def _limits(self, count: CountRange) -> Iterator[tuple[str, Member]]:
        """Yield the limits; the wording is that of the text, and stays where no other is found.

        Where words were chosen the number is among them: the text may have it elsewhere too.
        """
        place = self._stands(count.wording) if not self.row.spans else None
        old = None if self.before is None else self.before.get("wording")
        chosen = " … ".join(span.quote for span in self.row.spans)
        wording = place.quote if place is not None else self._among(count.wording) or chosen or old
        if wording is None:
            raise NoWitness(f"{self.name} has a number that does not stand in the text so")
        limits = {"low": count.low, "high": count.high, "bound": count.bound, "wording": wording}
        yield from ((name, value) for name, value in limits.items() if value is not None)

    def _among(self, words: str) -> str:
        """Return typed words as they stand in those that were chosen, "" if they do not."""
        found = (re.search(rf"(?i)\b{re.escape(words)}\b", s.quote) for s in self.row.spans)
        return next((match[0] for match in found if match is not None), "")

    def _stands(self, words: str, *, is_name: bool = False) -> Span | None:
        """Return where words stand, in those that were chosen first; a name where it is nearest."""
        try:
            place = locate(self.page.text.content, words, self._near, is_name=is_name)
        except WordsNotFound:
            return None
        if not any(span.covers(place) for span in self.row.spans):
            self.found.append(place)
        return place
