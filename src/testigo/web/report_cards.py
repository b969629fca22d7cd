"""The statements of one report as cards: what each says, what became of it, what a newer reading
makes of its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from testigo.record.kinds import kind
from testigo.record.span import Span
from testigo.record.vocabularies import vocabulary
from testigo.review.judging import VERDICTS, Deed
from testigo.review.queue import ReviewItem
from testigo.review.rereading import Overtaken
from testigo.web.card_rows import rows_html
from testigo.web.cards import Card, item_card
from testigo.web.history_view import moment_words
from testigo.web.marking import head_fields
from testigo.web.side_by_side import (
    SideBySide,
    decided_beside,
    in_the_queue,
    read_alike,
    second_beside,
)
from testigo.web.words import Words

STRUCK = ("rejected", "withdrawn")
"""The states of what no longer counts: it stays, struck."""

_DONE = {
    "accept": "report.done_accept",
    "amend": "report.done_amend",
    "add": "report.done_add",
    "reject": "report.done_reject",
    "flag": "report.done_flag",
    "withdraw": "report.done_withdraw",
}


@dataclass(frozen=True, slots=True)
class ReportCard:
    """One statement with what people decided on it.

    `done` says what became of it ("accepted by Ana, 27 Nov 2026, 04:50"), None for a draft that
    nobody touched; `why` are the words of that decision. `question` is an open one. `withheld` maps
    fields to the words for who may see them. `undo` is the decision that one press takes back.
    `beside` is what another reader of today makes of its words, `alike` who read it just so; where
    a person decided on an older reading (`is_overtaken`) today's stands beside it too, and `before`
    on the card of the latter is the number of the former. `is_here`: its spans stand in the text
    of the page, and not in an older one. `confidential` is the word for a field that is so by its
    kind.
    """

    card: Card
    item: ReviewItem
    done: str | None
    why: str
    question: str | None
    withheld: Mapping[str, str]
    undo: str | None
    beside: tuple[SideBySide, ...]
    alike: tuple[str, ...]
    is_overtaken: bool
    before: int | None
    is_here: bool
    confidential: str

    @property
    def number(self) -> int:
        """Its number on the page, in reading order."""
        return self.card.number

    @property
    def state(self) -> str:
        """`draft`, `accepted`, `rejected` or `withdrawn`."""
        return self.item.judged.state

    @property
    def handle(self) -> str:
        """The id under which decisions name it."""
        return self.item.handle

    @property
    def is_struck(self) -> bool:
        """Whether it no longer counts."""
        return self.state in STRUCK

    def is_of(self, state: str) -> bool:
        """Whether a filter by state shows it; an empty one shows all."""
        match state:
            case "":
                return True
            case "flagged":
                return self.question is not None
            case "rejected":
                return self.is_struck
        return self.state == state

    def rows_html(self, language: str) -> Markup:
        """Return its rows; `language` is that of the report."""
        return rows_html(
            self.card,
            language=language,
            withheld=self.withheld,
            confidential=self.confidential,
            is_linked=self.is_here and not self.is_struck,
        )

    def fields(self) -> list[tuple[str, str]]:
        """Return what can be withheld of it: name and label of each field."""
        shape, language = kind(self.item.statement.kind), self.card.language
        return [(n, shape.field(n).label(language)) for n, _ in self.item.statement.fields]


def in_reading_order(items: Sequence[ReviewItem], text_id: str) -> list[ReviewItem]:
    """Return the statements of a report as its page numbers them, those of older texts last."""
    return sorted(items, key=lambda item: (item.statement.text_id != text_id, _place(item)))


def report_cards(
    items: Sequence[ReviewItem], overtaken: Sequence[Overtaken], text_id: str, t: Words
) -> tuple[ReportCard, ...]:
    """Return the cards of a report, numbered from 1 in reading order."""
    ordered = in_reading_order(items, text_id)
    numbers = {item.handle: number for number, item in enumerate(ordered, 1)}
    beside, before = _overtaken(overtaken, numbers, t)
    return tuple(
        _report_card(number, item, beside.get(item.handle), before.get(item.handle), text_id, t)
        for number, item in enumerate(ordered, 1)
    )


def _overtaken(
    overtaken: Sequence[Overtaken], numbers: Mapping[str, int], t: Words
) -> tuple[dict[str, SideBySide], dict[str, int]]:
    """Return by handle what is read today, and on its card the number of what was decided."""

    def address(item: ReviewItem) -> str:
        number = numbers.get(item.handle)
        return in_the_queue(item) if number is None else f"#s{number}"

    beside = {o.judged.handle: decided_beside(o, t, address=address) for o in overtaken}
    before = {
        o.newer.handle: numbers[o.judged.handle]
        for o in overtaken
        if o.newer is not None and o.judged.handle in numbers
    }
    return beside, before


def _place(item: ReviewItem) -> tuple[int, int, str]:
    statement = item.statement
    heads = head_fields(statement.kind)
    first = min(s.start for name, f in statement.fields if name in heads for s in f.spans)
    return min(statement.evidence).start, first, item.handle


def _report_card(
    number: int,
    item: ReviewItem,
    newer: SideBySide | None,
    before: int | None,
    text_id: str,
    t: Words,
) -> ReportCard:
    last = _last(item.deeds)
    return ReportCard(
        item_card(number, item, language=t.language),
        item,
        _done(item, last, t),
        "" if last is None else _why(last, t),
        item.judged.question,
        {
            name: vocabulary("confidentiality").label(code, t.language)
            for name, code in item.judged.withheld.items()
        },
        None if last is None else last.decision.id,
        (*second_beside(item, t), *([] if newer is None else [newer])),
        read_alike(item),
        newer is not None,
        before,
        item.statement.text_id == text_id,
        t("report.confidential"),
    )


def _last(deeds: Sequence[Deed]) -> Deed | None:
    """Return the decision that made the statement what it is, None where nobody has."""
    ours = [deed for deed in deeds if deed.decision.act in (*VERDICTS, "flag", "withdraw")]
    return ours[-1] if ours else None


def _done(item: ReviewItem, last: Deed | None, t: Words) -> str | None:
    if last is None:
        return t("report.done_withdrawn_with") if item.judged.state == "withdrawn" else None
    decision = last.decision
    at = moment_words(decision.at.isoformat(), t.language)
    return t(_DONE[decision.act], by=decision.by, at=at)


def _why(last: Deed, t: Words) -> str:
    decision = last.decision
    if decision.act == "flag":
        return ""  # its words are the open question
    reason = (
        vocabulary("reject_reason").label(str(decision.content["reason"]), t.language)
        if decision.act == "reject"
        else ""
    )
    return ": ".join(filter(None, (reason, decision.why)))


def uncovered(flagged: Sequence[Span], cards: Sequence[ReportCard]) -> tuple[Span, ...]:
    """Return the sentences in which no statement of the page that counts has its evidence."""
    shown = [s for c in cards if c.is_here and not c.is_struck for s in c.card.evidence]
    return tuple(span for span in flagged if not any(span.meets(each) for each in shown))
