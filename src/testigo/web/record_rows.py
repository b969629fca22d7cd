"""Fields that hold small records, in the form: a row each, and one more to fill.

The words that such a field rests on are of the whole field in the record; the form shows them in
the row whose words they are, as far as that can be told, and puts them together again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from testigo.languages.document import fold
from testigo.record.edtf import Edtf
from testigo.record.kinds import FieldType, kind
from testigo.record.places import Place
from testigo.record.report import Text
from testigo.record.span import Span
from testigo.record.statement import Field
from testigo.record.values import Record
from testigo.record.wording import count_words, date_words
from testigo.review.restating_rows import NUMBER, Row, members_of, needed_of, records_of
from testigo.review.witnessing import NoWitness
from testigo.web.form_inputs import Draft, Input, RowInput, choices, chosen, told, words_at
from testigo.web.words import Words

_ROW = re.compile(r"(\w+)\.(\d{1,3})(?:\.(\w+))?", re.ASCII)


def fields_of(kind_name: str) -> tuple[FieldType, ...]:
    """Return the fields of a kind that hold records."""
    return tuple(f for f in kind(kind_name).fields.values() if f.type == "record")


def is_of_row(kind_name: str, name: str) -> bool:
    """Whether a name of the form is that of a row of this kind, or of a member of one."""
    row = _ROW.fullmatch(name)
    shapes = {shape.name: shape for shape in fields_of(kind_name)}
    shape = None if row is None else shapes.get(row[1])
    return row is not None and shape is not None and row[3] in (None, *members_of(shape))


# What stands in the rows


def row_values(shape: FieldType, held: Field, t: Words) -> dict[str, str]:
    """Return the members of a field's records as a person would type them, by their names."""
    return {
        f"{shape.name}.{number}.{member}": typed
        for number, record in enumerate(records_of(held))
        for member in members_of(shape)
        if (typed := _typed(record, member, t))
    }


def row_spans(shape: FieldType, held: Field) -> dict[str, str]:
    """Return the words of a field shared out among its rows, by their names."""
    records = [_folded(record) for record in records_of(held)]
    shares: list[list[Span]] = [[] for _ in records]
    number = 0
    for span in held.spans:
        quote = fold(span.quote)
        own = [n for n, words in enumerate(records) if quote in words]
        # Words that show only a code ("killed") stand behind those of their row.
        number = next((n for n in own if n >= number), own[0]) if own else number
        shares[number].append(span)
    return {f"{shape.name}.{number}": told(share) for number, share in enumerate(shares)}


def _folded(record: Record) -> frozenset[str]:
    words = (v.words if isinstance(v, Place) else v for _, v in record.members)
    return frozenset(fold(word) for word in words if isinstance(word, str))


def _typed(record: Record, member: str, t: Words) -> str:
    if member == NUMBER:
        low, high = record.get("low"), record.get("high")
        bound, wording = record.get("bound"), record.get("wording")
        return count_words(
            low if isinstance(low, int) else None,
            high if isinstance(high, int) else None,
            str(bound or ""),
            str(wording or ""),
            language=t.language,
        ).strip("“”«»")
    value = record.get(member)
    if isinstance(value, Edtf):
        return date_words(value, language=t.language)
    if isinstance(value, Place):
        return value.words
    return "" if value is None else str(value)


# What the form shows


def rows_input(shape: FieldType, draft: Draft, text: Text, t: Words) -> Input:
    """Return the rows of a field, and a blank one behind them."""
    label = shape.label(t.language)
    numbers = [n for n in _numbers(shape, draft) if not _is_blank(shape, n, draft)]
    numbers.append(max(numbers, default=-1) + 1)
    rows = tuple(_row_input(shape, label, n, draft, text, t) for n in numbers)
    return Input(shape.name, label, rows=rows)


def _row_input(
    shape: FieldType, label: str, number: int, draft: Draft, text: Text, t: Words
) -> RowInput:
    name = f"{shape.name}.{number}"
    needed = needed_of(shape)
    members = tuple(
        Input(
            f"{name}.{member}",
            t(f"form.member_{member}"),
            draft.values.get(f"{name}.{member}", ""),
            choices(codes, t) if (codes := _codes(shape, member)) else (),
            is_needed=member in needed and not _is_blank(shape, number, draft),
        )
        for member in members_of(shape)
    )
    spans = draft.spans.get(name, "")
    return RowInput(
        name,
        f"{label} {number + 1}",
        members,
        spans,
        words_at(spans, text),
        name in draft.removed,
        _is_blank(shape, number, draft),
    )


def _codes(shape: FieldType, member: str) -> str:
    return shape.members.get(member, "").partition(":")[2]


def _numbers(shape: FieldType, *drafts: Draft) -> list[int]:
    """The numbers of the rows of which a form holds something."""
    names = (name for draft in drafts for name in (*draft.values, *draft.spans, *draft.removed))
    found = (_ROW.fullmatch(name) for name in names)
    return sorted({int(row[2]) for row in found if row is not None and row[1] == shape.name})


def _is_blank(shape: FieldType, number: int, draft: Draft) -> bool:
    name = f"{shape.name}.{number}"
    return not draft.spans.get(name) and not any(_values(shape, number, draft).values())


def _values(shape: FieldType, number: int, draft: Draft) -> dict[str, str]:
    names = ((member, f"{shape.name}.{number}.{member}") for member in members_of(shape))
    return {member: draft.values.get(name, "") for member, name in names}


# What somebody changed


@dataclass(slots=True)
class RowsEdit:
    """What an `Edit` takes over: `rows` by field and number, their `spans`, fields `cleared`."""

    rows: dict[str, dict[int, Row]] = field(default_factory=dict)
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    cleared: set[str] = field(default_factory=set)


def rows_edit(draft: Draft, before: Draft, text: Text) -> RowsEdit:
    """Return what differs in the rows between the form as it was filled and as it was sent.

    Raises:
        NoWitness: if words are named that do not lie in the text, or none are left for a row.
    """
    made = RowsEdit()
    for shape in fields_of(draft.kind):
        now = _over(draft, before)
        numbers = _numbers(shape, now)
        kept = [n for n in numbers if not _is_gone(shape, n, now)]
        if not kept and any(_is_there(shape, n, before) for n in numbers):
            made.cleared.add(shape.name)
            continue
        rows = dict(_rows(shape, numbers, now, before, text))
        spans = _union(shape, kept, now, text)
        if rows or spans != _union(shape, _numbers(shape, before), before, text):
            made.rows[shape.name] = rows
            made.spans[shape.name] = spans
            _check_words(shape, kept, rows, spans)
    return made


def _rows(
    shape: FieldType, numbers: Sequence[int], now: Draft, before: Draft, text: Text
) -> Iterator[tuple[int, Row]]:
    for number in numbers:
        name = f"{shape.name}.{number}"
        if _is_gone(shape, number, now):
            if _is_there(shape, number, before):
                yield number, Row(is_removed=True)
            continue
        was = _values(shape, number, before)
        changed = {m: v for m, v in _values(shape, number, now).items() if v != was[m]}
        if changed:
            spans = now.spans.get(name, "")
            is_chosen = spans and spans != before.spans.get(name, "")
            yield number, Row(changed, chosen(name, spans, text) if is_chosen else ())


def missing_members(draft: Draft, before: Draft, t: Words) -> dict[str, str]:
    """Return what rows need and lack: a sentence for each such member of the form."""
    now = _over(draft, before)
    return {
        f"{shape.name}.{number}.{member}": t("form.is_needed")
        for shape in fields_of(draft.kind)
        for number in _numbers(shape, now)
        if not _is_gone(shape, number, now)
        for member, value in _values(shape, number, now).items()
        if member in needed_of(shape) and not value
    }


def _over(draft: Draft, before: Draft) -> Draft:
    """What was not sent at all stays as it was."""
    return Draft(
        draft.kind,
        {**before.values, **draft.values},
        {**before.spans, **draft.spans},
        draft.removed,
    )


def _is_there(shape: FieldType, number: int, draft: Draft) -> bool:
    return any(_values(shape, number, draft).values())


def _is_gone(shape: FieldType, number: int, now: Draft) -> bool:
    """Whether a row is taken away, by its box or with all that stood in it, or never filled."""
    return f"{shape.name}.{number}" in now.removed or _is_blank(shape, number, now)


def _union(shape: FieldType, numbers: Sequence[int], draft: Draft, text: Text) -> tuple[Span, ...]:
    names = (f"{shape.name}.{number}" for number in numbers)
    listed = ((name, draft.spans.get(name, "")) for name in names)
    return tuple(sorted({s for name, spans in listed if spans for s in chosen(name, spans, text)}))


def _check_words(
    shape: FieldType, kept: Sequence[int], rows: Mapping[int, Row], spans: tuple[Span, ...]
) -> None:
    """Refuse rows that are left without any words by what was taken away."""
    if spans or not kept or any(not row.is_removed for row in rows.values()):
        return
    fault = NoWitness(f"{shape.name} needs words of the text that it rests on: select them")
    fault.field = f"{shape.name}.{kept[0]}"
    raise fault
