"""Grounding: every value of a draft is found in the text, or dropped and counted.

Invariant: a statement that leaves here quotes its text exactly. Shared by every reader, so that a
language model's invention and a rule's slip are treated alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from testigo.reading.drafts import Draft, DraftValue
from testigo.record.errors import InvalidStatement
from testigo.record.reading import Coverage, Dropped, Found
from testigo.record.report import Text
from testigo.record.span import Span
from testigo.record.statement import Field, Source, Statement

NOT_IN_TEXT = "not in the text"


def ground(text: Text, drafts: Iterable[Draft]) -> tuple[tuple[Found, ...], tuple[Dropped, ...]]:
    """Turn drafts into statements of `text`, in order; the same statement twice is one.

    A field whose words are not in the text is dropped; a statement that loses a key field, or its
    evidence, is dropped whole. Each drop is listed.
    """
    found: dict[str, Found] = {}
    dropped: list[Dropped] = []
    text_id = text.id  # hashes the whole text: once, not once a statement
    for draft in drafts:
        statement = _ground_one(text, text_id, draft, dropped)
        if statement is not None:
            found.setdefault(
                statement.id,
                Found(statement, draft.rule, draft.fired, draft.confidence, draft.measured_on),
            )
    return tuple(found.values()), tuple(dropped)


def quoting(text: Text, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield drafts read in another writing of `text` with their spans cut out of `text` itself.

    For a text of capitals that was read in small letters; both have the same length.
    """
    return (_quoting_one(text, draft) for draft in drafts)


def flags_quoting(text: Text, coverage: Coverage) -> Coverage:
    """Return a coverage found in another writing of `text`, its flags cut out of `text` itself."""
    flagged = tuple(
        replace(
            one,
            sentence=text.cut(one.sentence.start, one.sentence.end),
            words=tuple(text.cut(word.start, word.end) for word in one.words),
        )
        for one in coverage.flagged
    )
    return replace(coverage, flagged=flagged)


def _quoting_one(text: Text, draft: Draft) -> Draft:
    def again(witnesses: tuple[Span | str, ...]) -> tuple[Span | str, ...]:
        return tuple(text.cut(w.start, w.end) if isinstance(w, Span) else w for w in witnesses)

    def cut(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(text.cut(span.start, span.end) for span in spans)

    def value(one: DraftValue | None) -> DraftValue | None:
        return None if one is None else replace(one, witnesses=again(one.witnesses))

    fields = {n: replace(v, witnesses=again(v.witnesses)) for n, v in draft.fields.items()}
    return replace(
        draft,
        fields=fields,
        evidence=again(draft.evidence),
        fired=cut(draft.fired),
        modality_spans=cut(draft.modality_spans),
        speaker=value(draft.speaker),
        origin=value(draft.origin),
        said_on=value(draft.said_on),
    )


def _ground_one(text: Text, text_id: str, draft: Draft, dropped: list[Dropped]) -> Statement | None:
    evidence = tuple(s for s in (_locate(text, w, ()) for w in draft.evidence) if s is not None)
    if len(evidence) < len(draft.evidence) or not evidence:
        dropped.append(Dropped(draft.kind, f"its sentence is {NOT_IN_TEXT}"))
        return None
    fields = {}
    for name, value in draft.fields.items():
        field = _ground_value(text, value, evidence)
        if field is None:
            dropped.append(Dropped(f"{draft.kind}.{name}", NOT_IN_TEXT, _claimed(value)))
        else:
            fields[name] = field
    extras: dict[str, Field | None] = {}
    for name in ("speaker", "origin", "said_on"):
        value = getattr(draft, name)
        extras[name] = None if value is None else _ground_value(text, value, evidence)
        if value is not None and extras[name] is None:
            dropped.append(Dropped(f"{draft.kind}.{name}", NOT_IN_TEXT, _claimed(value)))
    try:
        return Statement.make(
            text_id,
            draft.kind,
            fields,
            evidence,
            source=Source(extras["speaker"], extras["origin"]),
            modality=draft.modality,
            modality_spans=draft.modality_spans,
            said_on=extras["said_on"],
        )
    except InvalidStatement as fault:
        dropped.append(Dropped(draft.kind, str(fault)))
        return None


def _ground_value(text: Text, value: DraftValue, evidence: tuple[Span, ...]) -> Field | None:
    spans = [_locate(text, witness, evidence) for witness in value.witnesses]
    located = tuple(span for span in spans if span is not None)
    if not located or len(located) < len(spans):
        return None
    return Field(value.value, located, value.how)


def _locate(text: Text, witness: Span | str, evidence: tuple[Span, ...]) -> Span | None:
    """Find a witness: a span must quote the text; words are sought in the evidence first."""
    if isinstance(witness, Span):
        return witness if text.content[witness.start : witness.end] == witness.quote else None
    if not witness.strip():
        return None
    for sentence in evidence:
        at = text.content.find(witness, sentence.start, sentence.end)
        if at >= 0:
            return text.cut(at, at + len(witness))
    at = text.content.find(witness)
    return text.cut(at, at + len(witness)) if at >= 0 else None


def _claimed(value: DraftValue) -> str:
    return " | ".join(w.quote if isinstance(w, Span) else w for w in value.witnesses)
