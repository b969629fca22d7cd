"""One claim as two read it, side by side: a field a line, in words, the lines that differ marked.

The two are whoever the labels say: what a person decided and a newer reading, or two readers of one
text. Nothing here says which of them is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from testigo.record.statement import Statement
from testigo.review.queue import ReviewItem
from testigo.review.rereading import Overtaken
from testigo.review.two_readers import AGREE
from testigo.web.differences import label_of, line_of, said
from testigo.web.words import Words

Values = Mapping[str, str]
"""What one of the two gives: the label of each line to its words; no line for what it lacks."""

_BESIDE = ("speaker", "origin", "said_on", "modality")


@dataclass(frozen=True, slots=True)
class Line:
    """One field; `a` and `b` are None where that side does not give it."""

    label: str
    a: str | None
    b: str | None

    @property
    def differs(self) -> bool:
        """Whether the two do not read alike."""
        return self.a != self.b


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two readings of one claim.

    `says` is why both are shown, in a sentence. `values_b` is None where the second gives nothing
    of these words. `address` leads to the other's own card, "" where it has none. `reader` names
    the second where a person can let stand what it reads, "" where she cannot.
    """

    says: str
    label_a: str
    values_a: Values
    label_b: str
    values_b: Values | None
    address: str = ""
    reader: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of both in one order: those of the first, then what only the second gives."""
        return lines(self.values_a, self.values_b or {})


def lines(values_a: Values, values_b: Values) -> tuple[Line, ...]:
    """Return what two give, a label a line."""
    labels = dict.fromkeys((*values_a, *values_b))
    return tuple(Line(label, values_a.get(label), values_b.get(label)) for label in labels)


def values_of(statement: Statement, t: Words) -> dict[str, str]:
    """Return what a statement says, a field a line, in the language of the page."""
    names = dict.fromkeys((*(line_of(statement, name) for name, _ in statement.fields), *_BESIDE))
    found: dict[str, str] = {}
    for name in names:
        words = said(statement, name, language=t.language)
        if words:
            found[label_of(statement, name, language=t.language)] = words
    return found


def _both(a: Statement, b: Statement | None, t: Words) -> tuple[Values, Values | None]:
    """Return what both say; that both simply assert it goes without saying."""
    values_a, values_b = values_of(a, t), None if b is None else values_of(b, t)
    if a.modality == "asserted" and (b is None or b.modality == "asserted"):
        for values in filter(None, (values_a, values_b)):
            values.pop(label_of(a, "modality", language=t.language), None)
    return values_a, values_b


def in_the_queue(item: ReviewItem) -> str:
    """Return the address of a statement in the queue."""
    return f"/review/{item.handle[:16]}"


def beside(item: ReviewItem, overtaken: Iterable[Overtaken], t: Words) -> tuple[SideBySide, ...]:
    """Return an item beside what else was made of its words: decided, read later, or by another.

    `overtaken` are those of its report.
    """
    found = [*second_beside(item, t)]
    for each in overtaken:
        if item.handle == each.judged.handle:
            found.append(decided_beside(each, t))
        elif each.newer is not None and item.handle == each.newer.handle:
            found.append(decided_beside(each, t, is_newer=True))
    return tuple(found)


def second_beside(item: ReviewItem, t: Words) -> Iterator[SideBySide]:
    """Yield an item beside each other reader of today that reads it otherwise."""
    own = _decided_words(item, t) if item.judged.readers else _reader_of(item, t)
    can_take = item.judged.state != "withdrawn"
    says = "side.second_nearly" if item.reader_case == AGREE else "side.second"
    for second in item.seconds:
        if second.fields:
            values_a, values_b = _both(item.statement, second.statement, t)
            yield SideBySide(
                t(says, reader=second.reader),
                own,
                values_a,
                second.reader,
                values_b,
                reader=second.reader if can_take else "",
            )


def read_alike(item: ReviewItem) -> tuple[str, ...]:
    """Return the names of other readers of today that read it just so."""
    return tuple(second.reader for second in item.seconds if not second.fields)


def decided_beside(
    each: Overtaken,
    t: Words,
    *,
    is_newer: bool = False,
    address: Callable[[ReviewItem], str] = in_the_queue,
) -> SideBySide:
    """Return a decided statement and today's reading; `is_newer`: on the card of the latter."""
    newer = each.newer
    says = "side.decided_before" if is_newer else "side.newer" if newer else "side.newer_nothing"
    other = each.judged if is_newer else newer
    values_a, values_b = _both(each.judged.statement, None if newer is None else newer.statement, t)
    return SideBySide(
        t(says),
        _decided_words(each.judged, t),
        values_a,
        t("side.today") if newer is None else _reader_of(newer, t),
        values_b,
        "" if other is None else address(other),
    )


def _decided_words(item: ReviewItem, t: Words) -> str:
    readers: Sequence[str] = item.judged.readers
    word = {
        "accepted": "side.amended_by" if item.judged.is_amended else "side.accepted_by",
        "rejected": "side.rejected_by",
    }.get(item.judged.state)
    return t(word, by=readers[-1]) if word and readers else t("side.as_it_stands")


def _reader_of(item: ReviewItem, t: Words) -> str:
    """Return who gave a statement last, by name and version."""
    if not item.findings:
        return t("side.as_it_stands")
    reader = item.findings[-1].reader
    return f"{reader.name} {reader.version}"
