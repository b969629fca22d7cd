"""The statements that mention an entry, as its page lists them: by kind, each with its source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from testigo.record.kinds import kind
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words, details, field_words, main_words
from testigo.review.dossier import Mentioned
from testigo.review.queue import ReviewItem
from testigo.web.entry_values import SHORT, Said, sentence_address
from testigo.web.kept_back_words import Withholdings, statement_kept_back
from testigo.web.words import Words

_COLUMNS = {
    "post": ("person", "title", "organisation", "status", "start", "end"),
    "contact": ("type", "parties", "date", "place"),
}
_STATES = {
    "draft": "entry_page.draft",
    "accepted": "entry_page.accepted",
    "rejected": "entry_page.rejected",
    "withdrawn": "entry_page.withdrawn",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One statement: in words, in the cells of its kind's table, and who says so.

    `node` is the id of the mention, with which it can be parted from the entry.
    """

    words: str
    details: str
    cells: tuple[str, ...]
    said: Said
    node: str
    kind: str


@dataclass(frozen=True, slots=True)
class Section:
    """The statements of one kind; `columns` head its table, none for a plain list."""

    kind: str
    label: str
    columns: tuple[str, ...]
    told: tuple[Told, ...]


def sections(mentioned: Sequence[Mentioned], t: Words, made: Withholdings) -> tuple[Section, ...]:
    """Return statements kind by kind, in the order given; `made` tells why one is withheld."""
    return tuple(
        Section(
            name,
            kind(name).label(t.language),
            tuple(kind(name).fields[c].label(t.language) for c in _COLUMNS.get(name, ())),
            tuple(told(one.item, t, made, one.node) for one in of),
        )
        for name, of in groupby(_once(mentioned), key=lambda one: one.item.statement.kind)
    )


def _once(mentioned: Iterable[Mentioned]) -> list[Mentioned]:
    """Return each statement once, whatever its roles, kinds together."""
    ordered: dict[str, Mentioned] = {}
    for one in mentioned:
        ordered.setdefault(one.item.handle, one)
    kinds = list(dict.fromkeys(one.item.statement.kind for one in ordered.values()))
    return sorted(ordered.values(), key=lambda one: kinds.index(one.item.statement.kind))


def told(item: ReviewItem, t: Words, made: Withholdings, node: str = "") -> Told:
    """Return a statement in words with its witness."""
    statement, language = item.statement, t.language
    return Told(
        main_words(statement, language=language),
        "; ".join(details(statement, language=language)),
        tuple(
            "" if statement.value(name) is None else field_words(statement, name, language=language)
            for name in _COLUMNS.get(statement.kind, ())
        ),
        _said(item, t, made),
        node,
        statement.kind,
    )


def _said(item: ReviewItem, t: Words, made: Withholdings) -> Said:
    statement, report = item.statement, item.report
    sentence, source = min(statement.evidence), statement.source.speaker
    modality = statement.modality
    return Said(
        sentence.quote,
        sentence_address(report.id, sentence.start, sentence.end),
        str(source.value) if source else "",
        report.publisher or t("entry_page.outlet_unknown"),
        "" if report.published is None else date_words(report.published, language=t.language),
        item.judged.state,
        t(_STATES[item.judged.state]),
        "" if modality == "asserted" else vocabulary("modality").label(modality, t.language),
        modality == "denied",
        f"/review/{item.handle[:SHORT]}",
        statement_kept_back(item.handle, item.confidentiality, made, t),
    )
