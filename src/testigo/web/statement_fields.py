"""The fields of the form of a statement: what stands in them, and what somebody typed into them.

Lists are typed one a line; lists of records have rows (`record_rows`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from testigo.record.edtf import Edtf
from testigo.record.errors import TestigoError
from testigo.record.kinds import FieldType, Kind, kind
from testigo.record.places import Place
from testigo.record.report import Text
from testigo.record.span import Span
from testigo.record.statement import Field, Statement
from testigo.record.values import Scalar
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words, stated_count
from testigo.review.locating import harm_beside, sentences_of
from testigo.review.restating import EVIDENCE, NUMBER, Edit
from testigo.review.restating_rows import LIMITS
from testigo.review.typed.counts import read_typed_count
from testigo.web.form_inputs import (
    Draft,
    Input,
    choices,
    chosen,
    items,
    labels_of,
    told,
    whole,
    words_at,
)
from testigo.web.record_rows import (
    fields_of,
    is_of_row,
    missing_members,
    row_spans,
    row_values,
    rows_edit,
    rows_input,
)
from testigo.web.words import Words

_HEADS = {"toll": NUMBER, "casualty": "name", "claim": "content", "post": "person"}


def sent(kind_name: str, typed: Mapping[str, str]) -> Draft:
    """Return what a form sent."""
    lists = {f"f.{f.name}" for f in kind(kind_name).fields.values() if f.is_list}
    values = {
        n[2:]: "; ".join(items(v)) if n in lists else v.strip()
        for n, v in typed.items()
        if n.startswith("f.")
    }
    spans = {n[6:]: v.strip() for n, v in typed.items() if n.startswith("spans.")}
    removed = frozenset(n[7:] for n, v in typed.items() if n.startswith("remove.") and v)
    return Draft(kind_name, values, spans, removed)


def edit_of(draft: Draft, before: Draft, text: Text) -> Edit:
    """Return what differs between the form as it was filled and as it was sent.

    A changed value rests on the words that the form names for it, which are the old ones unless
    others were chosen.

    Raises:
        NoWitness: if words are named that do not lie in the text, or none are left for a row.
    """
    typed = {n: v for n, v in draft.values.items() if not is_of_row(draft.kind, n)}
    changed = {n: v for n, v in typed.items() if v and v != before.values.get(n, "")}
    emptied = {n for n, v in typed.items() if not v and before.values.get(n)}
    # Words that the form itself put there for a value that was then taken out.
    unused = emptied | ({head_of(draft.kind)} - set(changed) - set(before.values))
    spans = {
        name: chosen(name, given, text)
        for name, given in draft.spans.items()
        if given
        and not is_of_row(draft.kind, name)
        and name not in unused
        and (name in changed or given != before.spans.get(name, ""))
    }
    of_rows = rows_edit(draft, before, text)
    return Edit(
        changed,
        {},
        frozenset(emptied | of_rows.cleared),
        {**spans, **of_rows.spans},
        of_rows.rows,
    )


def head_of(kind_name: str) -> str:
    """Return the field that the selected words become, "" where they only show a code."""
    return _HEADS.get(kind_name, "")


def missing_of(draft: Draft, before: Draft, t: Words) -> dict[str, str]:
    """Return what is needed and empty: a sentence for each such field.

    What was not sent at all stays as it was before.
    """
    shape = kind(draft.kind)
    values = {**before.values, **draft.values}
    wrong = {
        f.name: t("form.is_needed")
        for f in shape.fields.values()
        if f.is_key and not values.get(f.name)
    }
    for names in shape.require_any:
        asked = (NUMBER,) if draft.kind == "toll" else names
        if not any(values.get(name) for name in asked):
            labels = [_label(shape, name, t) for name in asked]
            wrong[asked[0]] = t("form.one_of", fields=" / ".join(labels))
    return wrong | missing_members(draft, before, t)


def filled_with(statement: Statement, t: Words) -> Draft:
    """Return the form filled with a statement."""
    values: dict[str, str] = {}
    spans: dict[str, str] = {}
    for name, held, shape in _fields_of(statement):
        values[name] = _typed_value(held, shape, t)
        spans[name] = told(held.spans)
    if statement.kind == "toll":
        values[NUMBER] = stated_count(statement, language=t.language).strip("“”«»")
        limit = next((f for n in LIMITS if (f := statement.field(n)) is not None), None)
        spans[NUMBER] = "" if limit is None else told(limit.spans)
    for each in fields_of(statement.kind):
        if (records := statement.field(each.name)) is not None:
            values |= row_values(each, records, t)
            spans |= row_spans(each, records)
    values["modality"] = statement.modality
    spans["modality"] = told(statement.modality_spans)
    spans[EVIDENCE] = told(statement.evidence)
    return Draft(statement.kind, values, spans)


def filled_from(kind_name: str, span: Span, text: Text, language: str) -> Draft:
    """Return the form filled with selected words of a text in `language`: they carry the statement.

    What harm was done rests on the word for it that stands nearest; which harm is asked.
    """
    head = head_of(kind_name)
    around = told((span,))
    shape = kind(kind_name)
    spans = {f.name: around for f in shape.fields.values() if f.is_key and f.type == "code"}
    if "outcome" in spans:
        spans["outcome"] = told((harm_beside(text.content, language, span) or span,))
    values: dict[str, str] = {}
    if head:
        spans[head] = around
        values[head] = " ".join(span.quote.split())
    if head == NUMBER:
        try:
            read_typed_count(span.quote, language)
        except TestigoError:
            values[head] = ""
    return Draft(kind_name, values, spans)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The fields of the form in their order; `main` are shown at once, `more` behind one press.

    `around` is the first sentence that the chosen words lie in, None where none are chosen.
    """

    main: tuple[Input, ...]
    more: tuple[Input, ...]
    labels: Mapping[str, str]
    around: Span | None


def inputs_of(draft: Draft, text: Text, t: Words, *, language: str = "en") -> Inputs:
    """Return the fields of a form; `language` is that of the text."""
    every = tuple(_inputs(draft, text, t, language))
    head = head_of(draft.kind)
    main = tuple(i for i in every if i.is_needed or i.name == head or i.is_filled)
    more = tuple(i for i in every if i not in main)
    around = _sentences(draft, text, language)
    return Inputs(main, more, labels_of(every), around[0] if around else None)


def _inputs(draft: Draft, text: Text, t: Words, language: str) -> Iterator[Input]:
    shape = kind(draft.kind)
    if draft.kind == "toll":
        yield _input(draft, text, Input(NUMBER, t("form.number"), is_needed=True))
    for name, each in shape.fields.items():
        label = each.label(t.language)
        if each.type == "record":
            yield rows_input(each, draft, text, t)
        elif name not in LIMITS or draft.kind != "toll":
            yield _input(draft, text, _empty(each, label, t))
    if draft.kind != "claim":  # It has a speaker of its own; who reports it is not asked here.
        yield _input(draft, text, Input("speaker", t("form.speaker"), follows=True))
    yield _input(draft, text, Input("origin", t("form.origin"), follows=True))
    yield _input(draft, text, Input("said_on", t("form.said_on")))
    puts = Input("modality", t("form.modality"), choices=choices("modality", t))
    yield _input(draft, text, puts)
    yield _evidence(draft, text, t, language)


def _evidence(draft: Draft, text: Text, t: Words, language: str) -> Input:
    """Return the sentences; where none is chosen, those that the chosen words lie in."""
    named = _input(draft, text, Input(EVIDENCE, t("form.evidence")))
    if named.spans:
        return named
    around = _sentences(draft, text, language)
    return Input(EVIDENCE, named.label, words=" … ".join(span.quote for span in around))


def _sentences(draft: Draft, text: Text, language: str) -> tuple[Span, ...]:
    held = [s for given in draft.spans.values() for s in whole(given, text)]
    return sentences_of(text.content, language, held)


def _empty(shape: FieldType, label: str, t: Words) -> Input:
    is_chosen = shape.type == "code" and not shape.is_list and shape.vocabulary is not None
    return Input(
        shape.name,
        label,
        choices=choices(shape.vocabulary or "", t) if is_chosen else (),
        is_needed=shape.is_key,
        follows=shape.type in ("text", "place") and not shape.is_list,
        is_list=shape.is_list,
    )


def _input(draft: Draft, text: Text, empty: Input) -> Input:
    spans = draft.spans.get(empty.name, "")
    return Input(
        empty.name,
        empty.label,
        draft.values.get(empty.name, ""),
        empty.choices,
        spans,
        words_at(spans, text),
        empty.is_needed,
        empty.follows,
        empty.is_list,
    )


def _label(shape: Kind, name: str, t: Words) -> str:
    return t("form.number") if name == NUMBER else shape.field(name).label(t.language)


def _fields_of(statement: Statement) -> Iterator[tuple[str, Field, FieldType | None]]:
    """Yield what is typed: no limits of a toll (they are its number), and no records."""
    shapes = kind(statement.kind).fields
    for name, held in statement.fields:
        is_limit = name in LIMITS and statement.kind == "toll"
        if not is_limit and shapes[name].type != "record":
            yield name, held, shapes[name]
    extras = (
        ("speaker", statement.source.speaker),
        ("origin", statement.source.origin),
        ("said_on", statement.said_on),
    )
    for name, extra in extras:
        if extra is not None and not (name == "speaker" and statement.kind == "claim"):
            yield name, extra, None


def _typed_value(held: Field, shape: FieldType | None, t: Words) -> str:
    """Return a value as a person would type it."""
    items = held.value if isinstance(held.value, tuple) else (held.value,)
    return "; ".join(_typed_item(item, shape, t) for item in items)


def _typed_item(item: Scalar, shape: FieldType | None, t: Words) -> str:
    if isinstance(item, Edtf):
        return date_words(item, language=t.language)
    if isinstance(item, Place):
        return item.words
    if shape is not None and shape.is_list and shape.vocabulary is not None:
        return vocabulary(shape.vocabulary).label(str(item), t.language)
    return str(item)
