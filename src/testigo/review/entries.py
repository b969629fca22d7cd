"""An entry out of its statements: the pure fold behind every entry page."""

from __future__ import annotations

from collections.abc import Sequence

from testigo.record.entry import Entry, EntryValue, Witness
from testigo.record.span import Span
from testigo.record.wording import value_words
from testigo.review.judging import Deed
from testigo.review.materials import Material
from testigo.review.reader_agreement import Agreement, confidence_of
from testigo.review.values import Told, entry_values


def told_of(
    material: Material, role: str, name: str | None, agreement: Agreement | None = None
) -> Told:
    """Return what one statement tells of an entry that it mentions in that role."""
    judged = material.judged
    return Told(judged.statement, role, name, judged.withheld, witness_of(material, agreement))


def witness_of(material: Material, agreement: Agreement | None = None) -> Witness:
    """Return the statement as a witness; `agreement` is the table kept in the casebook, if any."""
    judged, report = material.judged, material.report
    statement = judged.statement
    source = statement.source
    return Witness(
        handle=judged.handle,
        report_id=report.id,
        text_id=statement.text_id,
        kind=statement.kind,
        state=judged.state,
        modality=statement.modality,
        outlet=report.publisher,
        published=report.published,
        said_by=None if source.speaker is None else value_words(source.speaker.value),
        origin=None if source.origin is None else value_words(source.origin.value),
        sentence=_sentence(statement.evidence),
        group=report.group,
        is_amended=judged.is_amended,
        is_added=judged.is_added,
        is_flagged=judged.question is not None,
        confidence=confidence_of(material, agreement),
        confidentiality=material.confidentiality,
    )


def _sentence(evidence: Sequence[Span]) -> Span:
    return min(evidence)


def build_entry(
    ids: Sequence[str], kind: str, told: Sequence[Told], deeds: Sequence[Deed]
) -> Entry:
    """Return the entry of these nodes, `ids[0]` being the oldest.

    `told` are its statements in the order of the log. Rejected and withdrawn ones are among its
    witnesses, and support nothing.
    """
    standing = [one for one in told if one.witness.counts]
    values = entry_values(standing, deeds)
    witnesses = tuple({one.witness.handle: one.witness for one in told}.values())
    roles = {one.role for one in told}
    return Entry(
        id=ids[0],
        kind=kind,
        name=entry_name(values),
        aliases=tuple(ids[1:]),
        values=values,
        witnesses=witnesses,
        is_person="victim" in roles,
        is_actor=bool(roles - {"victim"}) and kind in ("person", "actor"),
    )


def entry_name(values: Sequence[EntryValue]) -> str:
    """Return the name shown: the one a person chose, else an accepted one, else the longest.

    A person without a name is shown by how she is described; "" where nothing names the entry.
    """
    for field in ("name", "description"):
        named = [value for value in values if value.field == field and isinstance(value.value, str)]
        if named:
            best = min(named, key=_name_rank)
            return str(best.value)
    return ""


def _name_rank(value: EntryValue) -> tuple[bool, bool, int, str]:
    is_accepted = any(witness.state == "accepted" for witness in value.supporting)
    return (not value.is_preferred, not is_accepted, -len(str(value.value)), str(value.value))
