"""Restating a statement: what a person changes of one, or states anew, with the words it rests on.

Invariant: every value has spans in the text. Where a person names none, a value keeps those of the
value it replaces, or takes the place where its own words stand; otherwise it is refused.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from testigo.languages.document import analyse
from testigo.reading.finders.places import find_places
from testigo.record.errors import TestigoError
from testigo.record.kinds import FieldType, kind
from testigo.record.places import Place
from testigo.record.report import Text
from testigo.record.span import Span
from testigo.record.statement import Field, Source, Statement
from testigo.record.values import Value
from testigo.record.vocabularies import LANGUAGES
from testigo.review.locating import WordsNotFound, locate, sentences_of
from testigo.review.typed.counts import read_typed_count
from testigo.review.typed.values import UnclearValue, read_typed_code, read_typed_value

NUMBER = "number"
"""Names `low`, `high`, `bound` and `wording` of a toll together, typed as people write a number."""

BESIDE = ("speaker", "origin", "said_on", "modality")
"""What every kind has beside its fields."""

EVIDENCE = "evidence"
_LIMITS = ("low", "high", "bound", "wording")


class NoWitness(TestigoError):
    """A value without words in the text that it could rest on."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person typed: `values` by field, the `words` each rests on, and fields `cleared`.

    Names are those of the kind, of `BESIDE`, and `number`; `words` may also name the `evidence`.
    `spans` are words chosen by their place; they stand before `words` of the same name.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cleared: frozenset[str] = frozenset()
    spans: Mapping[str, Sequence[Span]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """The text that is restated from, its language, and the report's day (None if not known).

    `typed` is the language in which the person types, None for that of the text.
    """

    text: Text
    language: str = "en"
    published: datetime.date | None = None
    typed: str | None = None

    @property
    def spoken(self) -> str:
        """The language in which typed dates and numbers are read."""
        return self.typed or self.language


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
        fields = self._fields(evidence)
        beside = {name: self._beside(name, evidence) for name in BESIDE[:3]}
        modality, spans = self._modality(evidence)
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
        for name in (*edit.values, *edit.words, *edit.spans, *edit.cleared):
            if name not in known:
                shape.field(name)

    def _named_evidence(self) -> tuple[Span, ...]:
        content = self.page.text.content
        if chosen := self.edit.spans.get(EVIDENCE):
            return tuple(sorted(set(chosen)))
        words = self.edit.words.get(EVIDENCE, ())
        return tuple(sorted({locate(content, one) for one in words}))

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
            cleared.update(_LIMITS)
        fields = {name: one for name, one in fields.items() if name not in cleared}
        with _about(NUMBER):
            fields = self._with_count(fields, evidence)
        shape = kind(self.kind_name)
        for name in dict.fromkeys((*self.edit.values, *self.edit.words, *self.edit.spans)):
            if name in shape.fields:
                with _about(name):
                    fields[name] = self._field(shape.field(name), fields.get(name), evidence)
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
            name: replace(one, spans=spans) if name in _LIMITS else one
            for name, one in fields.items()
        }

    def _with_number(
        self, fields: Mapping[str, Field], evidence: Sequence[Span]
    ) -> dict[str, Field]:
        typed = self.edit.values[NUMBER]
        count = read_typed_count(typed, self.page.spoken)
        before = next((fields[name] for name in _LIMITS if name in fields), None)
        spans = self._spans(NUMBER, count.wording, before, evidence)
        wording = " … ".join(span.quote for span in spans)
        limits = {"low": count.low, "high": count.high, "bound": count.bound, "wording": wording}
        kept = {name: one for name, one in fields.items() if name not in _LIMITS}
        return kept | {n: Field(v, spans) for n, v in limits.items() if v is not None}

    def _field(self, shape: FieldType, before: Field | None, evidence: Sequence[Span]) -> Field:
        typed = self.edit.values.get(shape.name)
        is_words = typed is not None and shape.type in ("text", "place")
        spans = self._spans(shape.name, typed or "", before, evidence, is_words=is_words)
        if typed is not None:
            value = read_typed_value(shape, typed, self.page.spoken, near=self.page.published)
            return Field(self._placed(value, spans), spans)
        words = " ".join(span.quote for span in spans)
        if shape.type == "text" and not shape.is_list:
            return Field(" ".join(words.split()), spans)
        if before is None and shape.type in ("edtf", "place", "number"):
            value = read_typed_value(shape, words, self.page.language, near=self.page.published)
            return Field(self._placed(value, spans), spans)
        if before is None:
            raise UnclearValue(f"{shape.name} has words and no value: set {shape.name}=VALUE too")
        return Field(self._placed(before.value, spans), spans, before.how)

    def _beside(self, name: str, evidence: Sequence[Span]) -> Field | None:
        before = None if self.before is None else _beside_of(self.before, name)
        if name in self.edit.cleared:
            return None
        edit = self.edit
        if not any(name in given for given in (edit.values, edit.words, edit.spans)):
            return before
        with _about(name):
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
            return tuple(sorted({locate(content, w, evidence) for w in _items(name, typed)}))
        except WordsNotFound as fault:
            if before is not None and not is_words:
                return before.spans
            raise NoWitness(
                f"{name} needs words of the text that it rests on ({fault}): "
                f"name them, as in --words {name}=WORDS"
            ) from None

    def _placed(self, value: Value, spans: Sequence[Span]) -> Value:
        """Return places of which only words are known as the reader resolves them in this text."""
        items = value if isinstance(value, tuple) else (value,)
        if not any(isinstance(item, Place) and item == Place(item.words) for item in items):
            return value
        spoken = self.page.language.partition("-")[0]
        document = analyse(self.page.text.content, spoken if spoken in LANGUAGES else "en")
        mentions = [
            mention
            for mention in find_places(document)
            if any(mention.span.meets(span) for span in spans)
        ]
        placed = tuple(
            next((m.place for m in mentions if _is_same(m.place, item)), item)
            if isinstance(item, Place)
            else item
            for item in items
        )
        return placed if isinstance(value, tuple) else placed[0]


@contextlib.contextmanager
def _about(name: str) -> Iterator[None]:
    """Say of what is raised inside which field it is about."""
    try:
        yield
    except TestigoError as fault:
        fault.field = fault.field or name
        raise


def _is_same(place: Place, typed: Place) -> bool:
    names = {place.words.casefold(), (place.name or "").casefold()}
    return typed == Place(typed.words) and typed.words.casefold() in names


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
