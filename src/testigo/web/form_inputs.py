"""What the form of a statement holds: its draft as text, and one input for each field.

A field is `f.NAME` as it is typed and `spans.NAME` the words that it rests on ("12-20,30-34"). The
fields of a list of records have rows: `f.NAME.0.MEMBER`, `spans.NAME.0`, `remove.NAME.0`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from testigo.record.report import Text
from testigo.record.span import Span
from testigo.record.vocabularies import vocabulary
from testigo.review.restating import EVIDENCE
from testigo.review.witnessing import NoWitness
from testigo.web.words import Words

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form is filled with: of a statement, of selected words, or as it was typed.

    Values and spans by field, as they stand in the form; the items of a list have `; ` between. The
    member of a row is `parts.0.outcome`, its words `parts.0`; `removed` are rows taken away.
    """

    kind: str
    values: Mapping[str, str]
    spans: Mapping[str, str]
    removed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RowInput:
    """One record of a list: `name` is "parts.0", `is_blank` the one that is always there to fill.

    The names of its members are theirs in the form, "parts.0.outcome".
    """

    name: str
    label: str
    members: tuple[Input, ...]
    spans: str = ""
    words: str = ""
    is_removed: bool = False
    is_blank: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """One field of the form. `choices` are codes with labels; empty for what is typed.

    `spans` are "start-end" with commas between, `words` what stands there. `follows`: the value
    becomes the words that are chosen. `rows`: the records that it holds, in place of a value.
    """

    name: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    spans: str = ""
    words: str = ""
    is_needed: bool = False
    follows: bool = False
    is_list: bool = False
    rows: tuple[RowInput, ...] = ()

    @property
    def has_value(self) -> bool:
        """Whether it is typed or chosen, and does not only rest on words."""
        return self.name != EVIDENCE

    @property
    def is_filled(self) -> bool:
        """Whether something stands in it, or in a row of it."""
        return bool(self.value) or any(not row.is_blank for row in self.rows)

    @property
    def lines(self) -> str:
        """The items of a list, one a line."""
        return "\n".join(items(self.value))


def flat(inputs: Sequence[Input]) -> Iterator[Input]:
    """Yield every input that a person fills: fields, and the members of their rows."""
    for one in inputs:
        if one.rows:
            for row in one.rows:
                yield from row.members
        else:
            yield one


def labels_of(inputs: Sequence[Input]) -> dict[str, str]:
    """Return what each field, row and member of a row is called where it is spoken of alone."""
    labels = {one.name: one.label for one in inputs}
    for row in (row for one in inputs for row in one.rows):
        labels[row.name] = row.label
        labels |= {one.name: f"{row.label}, {one.label}" for one in row.members}
    return labels


def choices(vocabulary_name: str, t: Words) -> tuple[tuple[str, str], ...]:
    """Return the codes of a vocabulary with their labels."""
    codes = vocabulary(vocabulary_name)
    return tuple((code.code, codes.label(code.code, t.language)) for code in codes)


def items(typed: str) -> list[str]:
    """Return the items of a list as it was typed: one a line, or with `;` between."""
    return [item.strip() for item in re.split(r"[;\r\n]", typed) if item.strip()]


def told(spans: Sequence[Span]) -> str:
    """Return spans as the form writes them."""
    return ",".join(f"{span.start}-{span.end}" for span in spans)


def words_at(spans: str, text: Text) -> str:
    """Return the words that stand where the form says."""
    return " … ".join(span.quote for span in whole(spans, text))


def chosen(name: str, spans: str, text: Text) -> tuple[Span, ...]:
    """Return the spans that the form names for a field.

    Raises:
        NoWitness: if one does not lie in the text.
    """
    found = whole(spans, text)
    if len(found) < len(spans.split(",")):
        fault = NoWitness(f"{name}: the words do not lie in the text; select them again")
        fault.field = name
        raise fault
    return found


def whole(spans: str, text: Text) -> tuple[Span, ...]:
    """Read `12-20,30-34`, and leave out what is no place in the text."""
    parts = [_SPAN.fullmatch(part.strip()) for part in spans.split(",")]
    edges = [(int(match[1]), int(match[2])) for match in parts if match is not None]
    return tuple(text.cut(a, b) for a, b in edges if a < b <= len(text.content))
