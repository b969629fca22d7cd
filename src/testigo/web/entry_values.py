"""The values of an entry as its page shows them: each with the sentences behind it.

A denial is never shown as an assertion: it stands among what speaks against a value, named so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from testigo.record.entry import TWO_PERSONS, Entry, EntryValue, Witness
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words
from testigo.review.history import HistoryLine
from testigo.web.entry_words import field_label, field_rank, shown_value
from testigo.web.kept_back_words import (
    Withholdings,
    statement_kept_back,
    value_kept_back,
    withholdings,
)
from testigo.web.words import Words

SHORT = 16
"""Characters of a report or statement id in addresses."""

SAID_SHOWN = 12
"""Witnesses of a value that are shown at once; the others are counted."""

NAMED_SHOWN = 2
"""The same for the name of an actor, which all that it says bears."""

_VERIFIED = ("2", "3", "4", "5", "C", "D")
_TWO_SOURCES = 2
_STATES = {
    "draft": "entry_page.draft",
    "accepted": "entry_page.accepted",
    "rejected": "entry_page.rejected",
    "withdrawn": "entry_page.withdrawn",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One witness: its sentence with the address of it, who says so, what became of it.

    `modality` is "" for an assertion; `said_by` is "" for the outlet in its own voice; `kept_back`
    tells how and why it is not public, "" where it is.
    """

    quote: str
    address: str
    said_by: str
    outlet: str
    published: str
    state: str
    state_words: str
    modality: str
    is_denial: bool
    review: str
    kept_back: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One value. `mark` is draft, accepted or verified; `anchor` names it on the page.

    `proposed_by` is who gave a level that waits for a second person; `sources` tells in words how
    many of them are independent; `chosen_why` is the reason of who preferred it; `kept_back` tells
    how and why it is not public, "" where it is.
    """

    field: str
    words: str
    key: str
    anchor: str
    mark: str
    level: str
    proposed: str
    proposed_by: str
    is_preferred: bool
    chosen_why: str
    sources: str
    is_short_of_sources: bool
    kept_back: str
    said: tuple[Said, ...]
    more: int
    against: tuple[Said, ...]
    is_contradicted: bool


@dataclass(frozen=True, slots=True)
class Block:
    """All values of one field; `is_conflict` where statements that stand cannot all be true."""

    field: str
    label: str
    values: tuple[Shown, ...]
    is_conflict: bool


def blocks(
    entry: Entry, history: Sequence[HistoryLine], t: Words, *, is_actor: bool = False
) -> tuple[Block, ...]:
    """Return the values of an entry by field.

    Whatever an actor says bears its name, and stands in the list of statements: few are shown here.
    """
    stated = dict.fromkeys(value.field for value in entry.values)
    fields = sorted(stated, key=lambda field: field_rank(entry.kind, field))
    most = NAMED_SHOWN if is_actor else SAID_SHOWN
    return tuple(
        _block(entry, field, number, history, t, most) for number, field in enumerate(fields, 1)
    )


def _block(
    entry: Entry, field: str, number: int, history: Sequence[HistoryLine], t: Words, most: int
) -> Block:
    values = entry.values_of(field)
    shown = tuple(
        _shown(value, f"v{number}-{at}", history, t, most) for at, value in enumerate(values, 1)
    )
    stated = [value for value in values if value.supporting]
    is_conflict = len(stated) > 1 and any(map(_clashes, stated))
    return Block(field, field_label(entry.kind, field, t), shown, is_conflict)


def _clashes(value: EntryValue) -> bool:
    """Tell whether a statement of another value stands against it; a denial alone is told apart."""
    return any(w.counts and w.modality != "denied" for w in value.contradicting)


def _shown(
    value: EntryValue, anchor: str, history: Sequence[HistoryLine], t: Words, most: int
) -> Shown:
    supporting = [witness for witness in value.supporting if witness.counts]
    chosen = _last(history, "accept", value)
    proposed = _last(history, "verify", value) if value.proposed else None
    made = withholdings(history)
    return Shown(
        value.field,
        shown_value(value.field, value, t.language),
        value.key,
        anchor,
        mark_of(value),
        value.level,
        value.proposed or "",
        proposed.by if proposed else "",
        value.is_preferred,
        chosen.decision.why if chosen and value.is_preferred else "",
        sources_words(supporting, t) if supporting else t("entry_page.only_denied"),
        value.level == "3" and value.groups < _TWO_SOURCES,
        value_kept_back(value, made, t),
        tuple(said(witness, t, made) for witness in supporting[:most]),
        max(0, len(supporting) - most),
        tuple(said(w, t, made) for w in value.contradicting if w.counts and w.modality == "denied"),
        value.is_contradicted,
    )


def mark_of(value: EntryValue) -> str:
    """Return how far a value has come: draft, accepted or verified."""
    if value.level in _VERIFIED:
        return "verified"
    return "accepted" if any(w.state == "accepted" for w in value.supporting) else "draft"


def needs_second(level: str) -> bool:
    """Tell whether a level is in force only once a second person gives it."""
    return level in TWO_PERSONS


def sources_words(witnesses: Sequence[Witness], t: Words) -> str:
    """Return how many reports say so, and how many of them are independent, in words."""
    reports = len({witness.report_id for witness in witnesses})
    groups = len({witness.group for witness in witnesses})
    told = f"{t('entry_page.reports', n=reports)}, {t('entry_page.sources', n=groups)}"
    return f"{told}: {t('entry_page.one_dispatch')}" if groups < reports else told


def said(witness: Witness, t: Words, made: Withholdings) -> Said:
    """Return one witness in words; `made` tells why it is withheld, where it is."""
    sentence = witness.sentence
    modality = witness.modality
    return Said(
        sentence.quote,
        sentence_address(witness.report_id, sentence.start, sentence.end),
        witness.said_by or "",
        witness.outlet or t("entry_page.outlet_unknown"),
        "" if witness.published is None else date_words(witness.published, language=t.language),
        witness.state,
        t(_STATES[witness.state]),
        "" if modality == "asserted" else vocabulary("modality").label(modality, t.language),
        modality == "denied",
        f"/review/{witness.handle[:SHORT]}",
        statement_kept_back(witness.handle, witness.confidentiality, made, t),
    )


def sentence_address(report_id: str, start: int, end: int) -> str:
    """Return the address of a sentence in its report."""
    return f"/reports/{report_id[:SHORT]}?sentence={start}-{end}#c{start}"


def _last(history: Sequence[HistoryLine], act: str, value: EntryValue) -> HistoryLine | None:
    """Return the last standing decision of an act on a value; `history` is newest first."""
    for line in history:
        content = line.decision.content
        if (
            line.stands
            and line.decision.act == act
            and content.get("field") == value.field
            and content.get("value") == value.key
        ):
            return line
    return None
