"""One entry on a terminal: every value with who says so, contradictions beside it, its history.

Invariant: a draft is marked as one on every line, and what was rejected or withdrawn is told apart
from what stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.text import Text

from testigo.casebook import Casebook
from testigo.cli.decision_lines import decision_paragraphs
from testigo.cli.entry_list import level_glyph, level_words
from testigo.cli.entry_rows import toll_of
from testigo.cli.tables import SHORT_ID, STATE_MARKS
from testigo.cli.terminal import (
    Paragraph,
    console,
    number_of,
    plain,
    print_paragraphs,
    print_trimmed,
)
from testigo.cli.toll_view import toll_parts
from testigo.record.entry import EntryValue, Tally, Witness
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words, headline, modality_words, value_words
from testigo.review.dossier import Dossier

_WITNESSES = 6
"""Witnesses of one value that are printed; JSON has all."""
_MENTIONS = 20


def print_entry(casebook: Casebook, entry: str, *, with_history: bool) -> None:
    """Print one entry."""
    toll = toll_of(casebook, entry)
    dossier = casebook.review.dossier(entry) if toll is None else toll.dossier
    screen = console()
    print_paragraphs(screen, _head(dossier))
    if toll is not None:
        for part in toll_parts(toll):
            if isinstance(part, Paragraph):
                print_paragraphs(screen, [part])
            else:
                print_trimmed(screen, part)
    else:
        print_paragraphs(screen, _values(dossier))
    print_paragraphs(screen, _mentions(dossier))
    if with_history:
        print_paragraphs(screen, _history(dossier))


def _head(dossier: Dossier) -> Iterator[Paragraph]:
    entry, row = dossier.entry, dossier.row
    name = entry.name or row.name or row.speaker or "not named"
    text = Text(plain(name), style="bold").append(f"  {entry.id}", style="not bold dim")
    yield Paragraph(text, 0, 2)
    kind = vocabulary("entry_kind").label(entry.kind)
    told = [kind, f"{level_glyph(row.level)} {level_words(row.level)}", tally_words(entry.tally)]
    told.append(number_of(row.reports, "report"))
    yield Paragraph(Text(plain(" · ".join(told))), 0, 2)
    if entry.aliases:
        ids = ", ".join(alias[:SHORT_ID] for alias in entry.aliases[:_WITNESSES])
        yield Paragraph(Text(f"also under {ids}", style="dim"), 0, 2)
    if dossier.by_key:
        yield Paragraph(Text("same name in several reports, confirmed by nobody", style="italic"))
    yield Paragraph(Text())


def tally_words(tally: Tally) -> str:
    """Return statements by state, those of no state left out; never a sum."""
    counts = [(getattr(tally, state), state) for state in STATE_MARKS]
    return ", ".join(f"{count:,} {state}" for count, state in counts if count) or "none stands"


def _values(dossier: Dossier) -> Iterator[Paragraph]:
    for field, group in groupby(dossier.entry.values, key=lambda value: value.field):
        together = list(group)
        conflict = "  ▸ sources differ" if any(v.is_contradicted for v in together) else ""
        yield Paragraph(Text(plain(field), style="bold").append(conflict, style="not bold"))
        for value in together:
            yield from _value(value, len(together))
    if dossier.entry.values:
        yield Paragraph(Text())


def _value(value: EntryValue, alternatives: int) -> Iterator[Paragraph]:
    text = Text(f"{level_glyph(value.level)} ")
    text.append(plain(value_words(value.value)), style="bold" if alternatives == 1 else "")
    marks = ["preferred"] if value.is_preferred else []
    marks += [f"{value.proposed} waits for a second person"] if value.proposed else []
    marks += [value.confidentiality] if value.confidentiality != "public" else []
    if value.groups > 1:
        marks.append(f"{value.groups} independent sources")
    text.append(plain("".join(f" · {mark}" for mark in marks)), style="italic")
    yield Paragraph(text, 2, 2)
    for witness in value.supporting[:_WITNESSES]:
        yield _witness(witness, "")
    left = len(value.supporting) - _WITNESSES
    if left > 0:
        yield Paragraph(Text(f"and {left:,} more", style="dim"), 6)
    denials = [w for w in value.contradicting if w.modality == "denied"]
    for witness in denials[:_WITNESSES]:
        yield _witness(witness, "against: ")


def _witness(witness: Witness, before: str) -> Paragraph:
    outlet = witness.outlet or "outlet unknown"
    published = "undated" if witness.published is None else date_words(witness.published)
    said = f"{witness.said_by}, in {outlet}" if witness.said_by else outlet
    how = "" if witness.modality == "asserted" else f"{modality_words(witness.modality)}, "
    text = Text(f"{STATE_MARKS[witness.state]} ", style="dim")
    text.append(plain(f"{before}{how}{said}, {published} "), style="not dim")
    text.append(witness.handle[:SHORT_ID])
    if witness.state in ("rejected", "withdrawn"):
        text.append(f" {witness.state}", style="italic")
    return Paragraph(text, 6, 2)


def _mentions(dossier: Dossier) -> Iterator[Paragraph]:
    shown = dossier.mentioned[:_MENTIONS]
    for one in shown:
        item = one.item
        text = Text(f"{STATE_MARKS[item.judged.state]} ", style="dim")
        text.append(plain(headline(item.statement)), style="not dim")
        text.append(f"  {item.handle[:SHORT_ID]}")
        yield Paragraph(text, 0, 2)
        quote = " … ".join(span.quote for span in item.statement.evidence)
        yield Paragraph(Text(plain(f"“{quote}”"), style="dim"), 2, 1)
    left = dossier.of - len({one.item.handle for one in shown})
    if left > 0:
        yield Paragraph(Text(f"and {number_of(left, 'statement')} more", style="dim"))


def _history(dossier: Dossier) -> Sequence[Paragraph]:
    title = Paragraph(Text("History", style="bold"))
    if not dossier.history:
        return [Paragraph(Text()), title, Paragraph(Text("Nobody has decided on it yet."))]
    return [Paragraph(Text()), title, *decision_paragraphs(dossier.history)]
