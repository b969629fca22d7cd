"""Restating a statement: what a person changes of one, or states anew, with the words it rests on.

Invariant: every value has spans in the text. Where a person names none, a value keeps those of the
value it replaces, or takes the place where its own words stand; otherwise it is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from testigo.record.edtf import Edtf
from testigo.record.kinds import FieldType, kind
from testigo.record.span import Span
from testigo.record.statement import Field, Source, Statement
from testigo.review.locating import WordsNotFound, locate, sentences_of
from testigo.review.restating_rows import LIMITS, NUMBER, Row, rows_restated
from testigo.review.typed.counts import read_typed_count
from testigo.review.typed.values import UnclearValue, read_typed_code, read_typed_value
from testigo.review.witnessing import NoWitness, Page, about, dated, placed

__all__ = ["BESIDE", "EVIDENCE", "NUMBER", "Edit", "NoWitness", "Page", "Row", "amended", "stated"]

BESIDE = ("speaker", "origin", "said_on", "modality")
"""What every kind has beside its fields."""

EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person typed: `values` by field, the `words` each rests on, and fields `cleared`.

    Names are those of the kind, of `BESIDE`, and `number`; `words` may also name the `evidence`.
    `spans` are words chosen by their place; they stand before `words` of the same name. `rows` are
    records of a list, by field and by the number of the record; beyond those there are, new ones.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cleared: frozenset[str] = frozenset()
    spans: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    rows: Mapping[str, Mapping[int, Row]] = field(default_factory=dict)


def amended(statement: Statement, edit: Edit, page: Page) -> Statement:
    """Return the statement as a person restates it; `page` is of the text it was read from.

    What is raised names its `field`, where it is about one.

    Raises:
        NoWitness: if a new value has no words to rest on.
        WordsNotFound: if words do not stand in the text, or in more places than one.
        UnclearValue, UnclearDate, UnclearCount, UnknownCode: if a value is not understood.
        InvalidStatement: if the kind has no such field, or nothing is left of its key.
    """
    return _Restated(statement.kind, page, edit, statement).statement()


def stated(kind_name: str, edit: Edit, page: Page) -> Statement:
    """Return a statement that a person makes of the text. Raises as `amended`."""
    return _Restated(kind_name, page, edit, None).statement()


@dataclass(slots=True)
class _Restated:
    kind_name: str
    page: Page
    edit: Edit
    before: Statement | None

    def statement(self) -> Statement:
        self._check_names()
        named = self._named_evidence()
        evidence = named or (() if self.before is None else self.before.evidence)
        near = evidence or self._chosen_sentences()
        fields = self._fields(near)
        beside = {name: self._beside(name, near) for name in BESIDE[:3]}
        modality, spans = self._modality(near)
        given = [*fields.values(), *(one for one in beside.values() if one is not None)]
        quoted = [*(span for one in given for span in one.spans), *spans]
        return Statement.make(
            self.page.text.id,
            self.kind_name,
            fields,
            self._evidence(evidence, quoted, is_named=bool(named)),
            source=Source(beside["speaker"], beside["origin"]),
            modality=modality,
            modality_spans=spans,
            said_on=beside["said_on"],
        )

    def _check_names(self) -> None:
        shape = kind(self.kind_name)
        known = {*BESIDE, EVIDENCE} | ({NUMBER} if "wording" in shape.fields else set())
        edit = self.edit
        for name in (*edit.values, *edit.words, *edit.spans, *edit.rows, *edit.cleared):
            if name not in known:
                shape.field(name)

    def _named_evidence(self) -> tuple[Span, ...]:
        content = self.page.text.content
        if chosen := self.edit.spans.get(EVIDENCE):
            return tuple(sorted(set(chosen)))
        words = self.edit.words.get(EVIDENCE, ())
        return tuple(sorted({locate(content, one) for one in words}))

    def _chosen_sentences(self) -> tuple[Span, ...]:
        """Return the sentences that the chosen words lie in."""
        chosen = [span for spans in self.edit.spans.values() for span in spans]
        return sentences_of(self.page.text.content, self.page.language, chosen) if chosen else ()

    def _evidence(
        self, evidence: Sequence[Span], quoted: Sequence[Span], *, is_named: bool
    ) -> tuple[Span, ...]:
        """Return the evidence, with the sentences of new words that lie outside it."""
        known = set(self.before.spans()) if self.before is not None and not is_named else set()
        outside = [s for s in quoted if s not in known and not any(e.covers(s) for e in evidence)]
        if not outside:
            return tuple(evidence)
        more = sentences_of(self.page.text.content, self.page.language, outside)
        return tuple(sorted({*evidence, *more}))

    def _fields(self, evidence: Sequence[Span]) -> dict[str, Field]:
        fields = {} if self.before is None else dict(self.before.fields)
        cleared = set(self.edit.cleared)
        if NUMBER in cleared:
            cleared.update(LIMITS)
        fields = {name: one for name, one in fields.items() if name not in cleared}
        with about(NUMBER):
            fields = self._with_count(fields, evidence)
        shape = kind(self.kind_name)
        for name in dict.fromkeys((*self.edit.values, *self.edit.words, *self.edit.spans)):
            if name in shape.fields and name not in self.edit.rows:
                with about(name):
                    fields[name] = self._field(shape.field(name), fields.get(name), evidence)
        return self._with_rows(fields, evidence)

    def _with_rows(self, fields: dict[str, Field], evidence: Sequence[Span]) -> dict[str, Field]:
        for name, rows in self.edit.rows.items():
            before = fields.pop(name, None)
            spans = self.edit.spans.get(name) or (() if before is None else before.spans)
            shape = kind(self.kind_name).field(name)
            with about(name):
                after = rows_restated(shape, before, rows, spans, self.page, evidence)
            if after is not None:
                fields[name] = after
        return fields

    def _with_count(
        self, fields: Mapping[str, Field], evidence: Sequence[Span]
    ) -> dict[str, Field]:
        if NUMBER in self.edit.values:
            return self._with_number(fields, evidence)
        if NUMBER not in self.edit.words and NUMBER not in self.edit.spans:
            return dict(fields)
        spans = self._spans(NUMBER, "", None, evidence)
        return {
            name: replace(one, spans=spans) if name in LIMITS else one
            for name, one in fields.items()
        }

    def _with_number(
        self, fields: Mapping[str, Field], evidence: Sequence[Span]
    ) -> dict[str, Field]:
        typed = self.edit.values[NUMBER]
        count = read_typed_count(typed, self.page.spoken)
        before = next((fields[name] for name in LIMITS if name in fields), None)
        spans = self._spans(NUMBER, count.wording, before, evidence)
        wording = " … ".join(span.quote for span in spans)
        limits = {"low": count.low, "high": count.high, "bound": count.bound, "wording": wording}
        kept = {name: one for name, one in fields.items() if name not in LIMITS}
        return kept | {n: Field(v, spans) for n, v in limits.items() if v is not None}

    def _field(self, shape: FieldType, before: Field | None, evidence: Sequence[Span]) -> Field:
        typed = self.edit.values.get(shape.name)
        is_words = typed is not None and shape.type in ("text", "place")
        spans = self._shown(shape, typed, before, evidence)
        if not spans:
            spans = self._spans(shape.name, typed or "", before, evidence, is_words=is_words)
        if typed is not None:
            value = read_typed_value(shape, typed, self.page.spoken, near=self.page.published)
            return Field(placed(value, spans, self.page), spans)
        words = " ".join(span.quote for span in spans)
        if shape.type == "text" and not shape.is_list:
            return Field(" ".join(words.split()), spans)
        if before is None and shape.type in ("edtf", "place", "number"):
            value = read_typed_value(shape, words, self.page.language, near=self.page.published)
            return Field(placed(value, spans, self.page), spans)
        if before is None:
            raise UnclearValue(f"{shape.name} has words and no value: set {shape.name}=VALUE too")
        return Field(placed(before.value, spans, self.page), spans, before.how)

    def _shown(
        self, shape: FieldType, typed: str | None, before: Field | None, evidence: Sequence[Span]
    ) -> tuple[Span, ...]:
        """Return the words that show a typed date or code which does not stand in the text itself.

        A date rests on the words that tell it, a code that the statement lacked on the words that
        carry the statement. Nothing where words were chosen, or none are known.
        """
        name = shape.name
        if typed is None or self.edit.spans.get(name) or self.edit.words.get(name):
            return ()
        if shape.type == "edtf" and not shape.is_list:
            value = read_typed_value(shape, typed, self.page.spoken, near=self.page.published)
            told = dated(value, self.page, evidence) if isinstance(value, Edtf) else None
            return () if told is None else (told,)
        if shape.type == "code" and before is None:
            return self._carrying()
        return ()

    def _carrying(self) -> tuple[Span, ...]:
        """Return the words that carry the statement: of its key, as chosen or as they were."""
        shape = kind(self.kind_name)
        key = [f.name for f in shape.fields.values() if f.is_key]
        names = [NUMBER, *(name for group in shape.require_any for name in group), *key]
        before = {} if self.before is None else dict(self.before.fields)
        for name in names:
            if spans := self.edit.spans.get(name):
                return tuple(spans)
            if name in before:
                return before[name].spans
        return ()

    def _beside(self, name: str, evidence: Sequence[Span]) -> Field | None:
        before = None if self.before is None else _beside_of(self.before, name)
        if name in self.edit.cleared:
            return None
        edit = self.edit
        if not any(name in given for given in (edit.values, edit.words, edit.spans)):
            return before
        with about(name):
            return self._field(_as_field(name), before, evidence)

    def _modality(self, evidence: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
        code = "asserted" if self.before is None else self.before.modality
        spans = () if self.before is None else self.before.modality_spans
        if "modality" in self.edit.cleared:
            return "asserted", ()
        if typed := self.edit.values.get("modality"):
            code = read_typed_code("modality", typed)
            spans = () if code == "asserted" else spans
        if "modality" in self.edit.words or "modality" in self.edit.spans:
            spans = self._spans("modality", "", None, evidence)
        return code, spans

    def _spans(
        self,
        name: str,
        typed: str,
        before: Field | None,
        evidence: Sequence[Span],
        *,
        is_words: bool = False,
    ) -> tuple[Span, ...]:
        """Return the words named for a field, else where the typed ones stand, else the old.

        The old ones show another date, number or code; a name they do not show (`is_words`).
        """
        content = self.page.text.content
        if chosen := self.edit.spans.get(name):
            return tuple(sorted(set(chosen)))
        if named := self.edit.words.get(name):
            return tuple(sorted({locate(content, words, evidence) for words in named}))
        try:
            found = (locate(content, w, evidence, is_name=is_words) for w in _items(name, typed))
            return tuple(sorted(set(found)))
        except WordsNotFound as fault:
            if before is not None and not is_words:
                return before.spans
            raise NoWitness(
                f"{name} needs words of the text that it rests on ({fault}): "
                f"name them, as in --words {name}=WORDS"
            ) from None


def _items(name: str, typed: str) -> list[str]:
    """Return the words of a typed value that may stand in the text: each of a list by itself."""
    items = [item.strip() for item in typed.split(";")]
    return [item for item in items if item] or [""]


def _beside_of(statement: Statement, name: str) -> Field | None:
    match name:
        case "speaker":
            return statement.source.speaker
        case "origin":
            return statement.source.origin
        case _:
            return statement.said_on


def _as_field(name: str) -> FieldType:
    type_name = "edtf" if name == "said_on" else "text"
    return FieldType(name, type_name, None, False, False, "public", {}, {}, "")
