"""A draft statement as a card: what is stated, and each field with the words it was read from.

Labels and values are in the language of the page; the words of the report stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from testigo.record.kinds import kind
from testigo.record.reading import Found
from testigo.record.span import Span
from testigo.record.statement import Field, Statement
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import (
    basis_words,
    confidence_words,
    field_words,
    how_words,
    main_words,
    modality_words,
    outlet_itself,
    record_words,
    stated_count,
    value_words,
)
from testigo.review.queue import ReviewItem
from testigo.store.kept import KeptStatement
from testigo.web.words import Words, words

__all__ = ["Card", "Row", "card", "item_card", "lead_words", "level", "record_words", "rows"]

_COUNT = ("low", "high", "bound", "wording")
LEAD_CHARACTERS = 110
"""Longer leads (what somebody says) are cut at a word; the row below gives them whole."""


def _says(value: str, quote: str) -> bool:
    """Whether a value holds these words, whole: showing them beside it would say nothing new."""
    at = value.find(quote)
    if at < 0:
        return False
    before, after = value[at - 1 : at], value[at + len(quote) :][:1]
    return not (before.isalnum() or after.isalnum())


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a card: its value in words, and the spans they were read from.

    `fields` are the names that light up together (the limits of a count are one line). `how` says
    how the value follows, None where that is plain.
    """

    label: str
    value: str
    fields: tuple[str, ...]
    spans: tuple[Span, ...]
    how: str | None = None
    is_confidential: bool = False

    @property
    def is_quoted(self) -> bool:
        """Whether the value is words of the report, in its language."""
        return any(span.quote == self.value for span in self.spans)

    @property
    def quotes(self) -> tuple[Span, ...]:
        """The spans whose words say more than the value, each wording once."""
        kept = {span.quote: span for span in reversed(self.spans)}
        return tuple(sorted(span for quote, span in kept.items() if not _says(self.value, quote)))


@dataclass(frozen=True, slots=True)
class Card:
    """A statement as the page shows it; `number` counts from 1 in reading order.

    `says` is the speaker in words; `modality` None where the source simply asserts. `basis` tells
    in words what found it, `fired` the words of the report that decided; `id` is the one under
    which decisions name it, whatever it says now. `language` is that of the page.
    """

    number: int
    id: str
    kind: str
    letter: str
    kind_label: str
    lead: str
    modality: str | None
    rows: tuple[Row, ...]
    says: Row
    origin: Row | None
    rule: str
    basis: str
    fired: tuple[str, ...]
    confidence: str
    evidence: tuple[Span, ...]
    language: str


def level(language: str = "en", *, code: str = "0") -> tuple[str, str]:
    """Return glyph and word of a level of verification; "0" is what only a machine has read.

    Raises:
        UnknownCode: if there is no such level.
    """
    extra = vocabulary("verification")[code].extra
    word = extra["word"]
    return str(extra["glyph"]), str(word[language] if isinstance(word, dict) else word)


def card(number: int, kept: KeptStatement, *, language: str = "en") -> Card:
    """Make the card of one statement as its newest reading gave it."""
    return _card(number, kept.id, kept.statement, kept.found, "", language)


def item_card(number: int, item: ReviewItem, *, language: str = "en") -> Card:
    """Make the card of one statement as people left it."""
    added = words(language)("card.added") if item.found is None else ""
    return _card(number, item.handle, item.statement, item.found, added, language)


def _card(
    number: int, id_: str, statement: Statement, found: Found | None, basis: str, language: str
) -> Card:
    shape = kind(statement.kind)
    origin = statement.source.origin
    asserted = statement.modality == "asserted"
    t = words(language)
    fired = () if found is None else found.fired
    return Card(
        number,
        id_,
        statement.kind,
        shape.letter,
        shape.label(language),
        lead_words(statement, language=language),
        None if asserted else modality_words(statement.modality, language=language),
        tuple(rows(statement, language=language)),
        _who_says(statement, t),
        None if origin is None else _extra(t("card.relying_on"), "origin", origin, language),
        "" if found is None else found.rule,
        basis if found is None else basis_words(found.rule, language=language),
        tuple(dict.fromkeys(span.quote for span in sorted(fired))),
        ""
        if found is None
        else confidence_words(found.confidence, found.measured_on, language=language),
        statement.evidence,
        language,
    )


def lead_words(statement: Statement, *, language: str = "en") -> str:
    """Return what is stated, in a few words: "at least 27 killed"."""
    if statement.kind == "casualty":
        parts = (field_words(statement, n, language=language) for n in ("name", "description"))
        outcome = field_words(statement, "outcome", language=language)
        return ", ".join(filter(None, (next(filter(None, parts)), outcome)))
    lead = main_words(statement, language=language)
    if statement.kind == "incident":
        t = words(language)
        if who := field_words(statement, "perpetrators", language=language):
            lead += f" {t('card.by', who=who)}"
        if whom := field_words(statement, "targets", language=language):
            lead += f" {t('card.against', who=whom)}"
    if len(lead) <= LEAD_CHARACTERS:
        return lead
    return lead[:LEAD_CHARACTERS].rpartition(" ")[0] + " …" + ("”" if "“" in lead else "")


def rows(statement: Statement, *, language: str = "en") -> Iterator[Row]:
    """Yield the rows of a statement in the order of its kind; who says so is not among them."""
    t = words(language)
    present = dict(statement.fields)
    counts = tuple(name for name in _COUNT if name in present and statement.kind == "toll")
    if counts:
        spans = _spans(present[name] for name in counts)
        hows = "; ".join(dict.fromkeys(h for n in counts if (h := present[n].how)))
        count = stated_count(statement, language=language)
        yield Row(t("card.number"), count, counts, spans, _how(hows, language))
    for name, field in statement.fields:
        if name not in counts:
            yield _row(statement, name, field, language)
    if statement.said_on is not None:
        yield _extra(t("card.said_on"), "said_on", statement.said_on, language)
    if statement.modality != "asserted":
        put = modality_words(statement.modality, language=language)
        yield Row(t("card.put_as"), put, ("modality",), statement.modality_spans)


def _row(statement: Statement, name: str, field: Field, language: str) -> Row:
    shape = kind(statement.kind).field(name)
    confidential = shape.confidentiality != "public"
    value = field_words(statement, name, language=language)
    label = shape.label(language)
    return Row(label, value, (name,), _spans([field]), _how(field.how, language), confidential)


def _who_says(statement: Statement, t: Words) -> Row:
    speaker = statement.source.speaker
    if speaker is None:
        return Row(t("card.says"), outlet_itself(t.language), ("speaker",), ())
    return _extra(t("card.says"), "speaker", speaker, t.language)


def _extra(label: str, name: str, field: Field, language: str) -> Row:
    value = value_words(field.value, language=language)
    return Row(label, value, (name,), _spans([field]), _how(field.how, language))


def _how(how: str | None, language: str) -> str | None:
    return how_words(how, language=language) if how else None


def _spans(fields: Iterable[Field]) -> tuple[Span, ...]:
    return tuple(sorted({span for field in fields for span in field.spans}))
