"""The form in which a statement is amended, or one that the machine missed is added.

One form for both: a field for each value of the kind, typed as people write, beside the words of
the text that it rests on. `review.restating` makes the statement; what it refuses is said at the
field, and nothing that was typed is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from markupsafe import Markup
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.record.edtf import Edtf
from testigo.record.errors import TestigoError
from testigo.record.kinds import KINDS, FieldType, kind
from testigo.record.places import Place
from testigo.record.report import Text
from testigo.record.span import Span
from testigo.record.statement import Field, Statement
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words, stated_count
from testigo.review.deciding import InvalidDecision
from testigo.review.queue import ReviewItem
from testigo.review.restating import EVIDENCE, NUMBER, Edit, NoWitness, amended, stated
from testigo.review.restating import Page as TextPage
from testigo.review.typed.counts import read_typed_count
from testigo.store.errors import StaleDecision
from testigo.web.asked import BadParameter
from testigo.web.cards import lead_words
from testigo.web.history_view import with_done
from testigo.web.marked_text import text_html
from testigo.web.marking import Marks, mark
from testigo.web.site import Site
from testigo.web.words import Words

INVALID, CONFLICT = 422, 409
SHORT = 16
_LIMITS = ("low", "high", "bound", "wording")
_HEADS = {"toll": NUMBER, "casualty": "name", "claim": "content", "post": "person"}
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")


class FormTwin(TypedDict):
    """The form: its fields with what stands in them, and what is wrong."""

    kind: str
    statement: str | None
    fields: dict[str, str]
    spans: dict[str, str]
    problem: str | None
    wrong: dict[str, str]


@dataclass(frozen=True, slots=True)
class Input:
    """One field of the form. `choices` are codes with labels; empty for what is typed.

    `spans` are "start-end" with commas between, `words` what stands there. `follows`: the value
    becomes the words that are chosen. `is_fixed`: shown, and kept as it is.
    """

    name: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...]
    spans: str
    words: str
    is_needed: bool
    follows: bool
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class FormPage:
    """The form beside the text. `main` fields are shown at once, `more` behind one press."""

    kind: str
    kind_label: str
    letter: str
    handle: str | None
    lead: str
    report: str
    title: str
    language: str
    action: str
    back: str
    seen: int
    main: tuple[Input, ...]
    more: tuple[Input, ...]
    text: Markup
    problem: str | None
    wrong: Mapping[str, str]

    def to_json(self) -> FormTwin:
        """Return the JSON twin."""
        every = (*self.main, *self.more)
        return {
            "kind": self.kind,
            "statement": self.handle,
            "fields": {one.name: one.value for one in every},
            "spans": {one.name: one.spans for one in every},
            "problem": self.problem,
            "wrong": dict(self.wrong),
        }


@dataclass(frozen=True, slots=True)
class _Draft:
    """What the form is filled with: of a statement, of selected words, or as it was typed."""

    kind: str
    values: Mapping[str, str]
    spans: Mapping[str, str]


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the form that amends (`/review/ID/edit`) and the one that adds (`/reports/ID/add`)."""
    forms = StatementForms(site)
    site.get(app, "/review/{id_}/edit", forms.edit, twin=FormTwin)
    site.get(app, "/reports/{id_}/add", forms.add, twin=FormTwin)
    site.post(app, "/review/{id_}/amend", forms.amend, body={"type": "object"})
    site.post(app, "/reports/{id_}/add", forms.keep, body={"type": "object"})


class StatementForms:
    """Answers for the form; its methods are the endpoints."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def edit(
        self,
        request: Request,
        id_: str,
        back: Annotated[str, Query(description="The page to come back to")] = "",
    ) -> Response:
        """The form that amends a statement."""
        item = self._item(id_)
        return self._shown(request, item, _of(item.statement, self._t(request)), back)

    def add(
        self,
        request: Request,
        id_: str,
        start: Annotated[int, Query(ge=0, description="Where the selected words begin")],
        end: Annotated[int, Query(ge=1, description="Where they end")],
        kind: Annotated[str, Query(description="The kind of the statement")] = "toll",
    ) -> Response:
        """The form that adds a statement from selected words."""
        report = self._site.casebook.report(id_)
        text = self._site.casebook.text(report.id)
        if kind not in KINDS:
            raise BadParameter("kind", f"it is one of {', '.join(KINDS)}")
        if not start < end <= len(text.content):
            raise BadParameter("start", "the words do not lie in the text; select them again")
        draft = _selected(kind, text.cut(start, end))
        return self._adding(request, report.id, draft)

    async def amend(self, request: Request, id_: str) -> Response:
        """Keep what a statement does say."""
        item = self._item(id_)
        is_blind = self._is_blind(item)
        typed = await _typed(request)
        draft = _filled(item.statement.kind, typed)
        text = self._site.casebook.review.text(item.statement.text_id)
        back = typed.get("back", "")
        try:
            edit = _edit(draft, _of(item.statement, self._t(request)), text)
            after = amended(item.statement, edit, self._page(item, text))
            content: dict[str, object] = {"statement": after.to_json()}
            if is_blind:
                content["blind"] = True
            made = self._site.casebook.review.decide(
                "amend",
                [item.handle],
                by=self._site.person(),
                why=typed.get("why", ""),
                content=content,
                shown=[item.handle],
                seen={item.handle: item.seen if is_blind else _number(typed.get("seen", "0"))},
            )
        except StaleDecision as fault:
            return self._shown(request, self._item(id_), draft, back, str(fault), status=CONFLICT)
        except (TestigoError, InvalidDecision) as fault:
            return self._shown(request, item, draft, back, str(fault), status=INVALID)
        return self._site.redirect(with_done(back or f"/review/{item.handle[:SHORT]}", made.id))

    async def keep(self, request: Request, id_: str) -> Response:
        """Keep a statement that the machine missed."""
        report = self._site.casebook.report(id_)
        typed = await _typed(request)
        draft = _filled(typed.get("kind", "toll"), typed)
        text = self._site.casebook.text(report.id)
        language = report.metadata.language
        published = report.metadata.published
        page = TextPage(
            text,
            "en" if language is None else language.value,
            None if published is None else Edtf(published.value).earliest,
        )
        try:
            edit = _edit(draft, _Draft(draft.kind, {}, {}), text)
            statement = stated(draft.kind, edit, page)
            made = self._site.casebook.review.decide(
                "add",
                [statement.id],
                by=self._site.person(),
                why=typed.get("why", ""),
                content={"statement": statement.to_json()},
                shown=[report.id],
            )
        except TestigoError as fault:
            return self._adding(request, report.id, draft, str(fault), INVALID)
        place = min(statement.evidence).start
        return self._site.redirect(with_done(f"/reports/{report.id[:SHORT]}#c{place}", made.id))

    def _item(self, id_: str) -> ReviewItem:
        """Return a statement as this person may see it: blind, as the newest reading has it."""
        review = self._site.casebook.review
        item = review.item(review.whole_id(id_, "statement"))
        reader = self._site.settings().name
        if self._site.settings().double_reading and item.judged.is_first_answer_of(reader):
            return review.as_read(item)
        return item

    def _t(self, request: Request) -> Words:
        return self._site.words(request)

    def _page(self, item: ReviewItem, text: Text) -> TextPage:
        published = item.report.published
        day = None if published is None else published.earliest
        return TextPage(text, item.report.language or "en", day)

    def _is_blind(self, item: ReviewItem) -> bool:
        is_double = self._site.settings().double_reading
        judged = self._site.casebook.review.item(item.handle).judged
        return is_double and judged.is_first_answer_of(self._site.person())

    def _shown(
        self,
        request: Request,
        item: ReviewItem,
        draft: _Draft,
        back: str,
        problem: str | None = None,
        status: int = 200,
    ) -> Response:
        t = self._t(request)
        text = self._site.casebook.review.text(item.statement.text_id)
        action = f"/review/{item.handle}/amend"
        page = _form_page(draft, text, t, item=item, action=action, back=back, problem=problem)
        return self._site.answer(request, "statement_form.html", page, status)

    def _adding(
        self,
        request: Request,
        report_id: str,
        draft: _Draft,
        problem: str | None = None,
        status: int = 200,
    ) -> Response:
        t = self._t(request)
        text = self._site.casebook.text(report_id)
        kept = self._site.casebook.report(report_id)
        page = _form_page(
            draft,
            text,
            t,
            action=f"/reports/{report_id}/add",
            back=f"/reports/{report_id[:SHORT]}",
            problem=problem,
            title=kept.metadata.title.value if kept.metadata.title else "",
            language=kept.metadata.language.value if kept.metadata.language else "und",
        )
        return self._site.answer(request, "statement_form.html", page, status)


async def _typed(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _filled(kind_name: str, typed: Mapping[str, str]) -> _Draft:
    """Return what was typed: fields as `f.NAME`, their words as `spans.NAME`."""
    if kind_name not in KINDS:
        raise BadParameter("kind", f"it is one of {', '.join(KINDS)}")
    values = {n[2:]: v.strip() for n, v in typed.items() if n.startswith("f.")}
    spans = {n[6:]: v.strip() for n, v in typed.items() if n.startswith("spans.")}
    return _Draft(kind_name, values, spans)


def _edit(draft: _Draft, before: _Draft, text: Text) -> Edit:
    """Return what differs between the form as it was filled and as it was sent."""
    changed = {n: v for n, v in draft.values.items() if v and v != before.values.get(n, "")}
    cleared = {n for n, v in draft.values.items() if not v and before.values.get(n)}
    spans: dict[str, tuple[Span, ...]] = {}
    for name, told in draft.spans.items():
        if told and (told != before.spans.get(name, "") or name in changed):
            spans[name] = _spans(name, told, text)
    return Edit(changed, {}, frozenset(cleared), spans)


def _spans(name: str, told: str, text: Text) -> tuple[Span, ...]:
    """Read `12-20,30-34`.

    Raises:
        NoWitness: if it is no such list, or lies outside the text.
    """
    found = []
    for part in told.split(","):
        match = _SPAN.fullmatch(part.strip())
        if match is None or not int(match[1]) < int(match[2]) <= len(text.content):
            raise NoWitness(f"{name}: the words do not lie in the text; select them again")
        found.append(text.cut(int(match[1]), int(match[2])))
    return tuple(found)


def _of(statement: Statement, t: Words) -> _Draft:
    """Return the form filled with a statement."""
    values: dict[str, str] = {}
    spans: dict[str, str] = {}
    for name, field in _fields_of(statement):
        if name in _LIMITS and statement.kind == "toll":
            continue
        shape = kind(statement.kind).fields.get(name)
        if shape is not None and shape.type == "record":
            continue
        values[name] = _typed_value(field, t)
        spans[name] = _told(field.spans)
    if statement.kind == "toll":
        values[NUMBER] = stated_count(statement, language=t.language).strip("“”")
        held = next((f for n in _LIMITS if (f := statement.field(n)) is not None), None)
        spans[NUMBER] = "" if held is None else _told(held.spans)
    values["modality"] = statement.modality
    spans["modality"] = _told(statement.modality_spans)
    spans[EVIDENCE] = _told(statement.evidence)
    return _Draft(statement.kind, values, spans)


def _fields_of(statement: Statement) -> Iterator[tuple[str, Field]]:
    yield from statement.fields
    extras = (
        ("speaker", statement.source.speaker),
        ("origin", statement.source.origin),
        ("said_on", statement.said_on),
    )
    for name, field in extras:
        # A claim has a speaker of its own; who reports it is not asked here.
        if field is not None and not (name == "speaker" and statement.kind == "claim"):
            yield name, field


def _told(spans: tuple[Span, ...]) -> str:
    return ",".join(f"{span.start}-{span.end}" for span in spans)


def _typed_value(field: Field, t: Words) -> str:
    """Return a value as a person would type it."""
    items = field.value if isinstance(field.value, tuple) else (field.value,)
    shown = []
    for item in items:
        if isinstance(item, Edtf):
            shown.append(date_words(item, language=t.language))
        elif isinstance(item, Place):
            shown.append(item.words)
        else:
            shown.append(str(item))
    return "; ".join(shown)


def _selected(kind_name: str, span: Span) -> _Draft:
    """Return the form filled with selected words: they carry the statement."""
    head = _HEADS.get(kind_name)
    told = f"{span.start}-{span.end}"
    shape = kind(kind_name)
    spans = {f.name: told for f in shape.fields.values() if f.is_key and f.type == "code"}
    values: dict[str, str] = {}
    if head is not None:
        spans[head] = told
        values[head] = " ".join(span.quote.split())
    if head == NUMBER:
        try:
            read_typed_count(span.quote, "en")
        except TestigoError:
            values[head] = ""
    return _Draft(kind_name, values, spans)


def _form_page(
    draft: _Draft,
    text: Text,
    t: Words,
    *,
    action: str,
    back: str,
    problem: str | None,
    item: ReviewItem | None = None,
    title: str = "",
    language: str = "und",
) -> FormPage:
    shape = kind(draft.kind)
    inputs = tuple(_inputs(draft, text, t))
    head = _HEADS.get(draft.kind)
    main = tuple(i for i in inputs if i.is_needed or i.name == head or i.value)
    more = tuple(i for i in inputs if i not in main)
    wrong = {} if problem is None else _where(problem, inputs)
    marks = Marks([]) if item is None else Marks([item.statement])
    report_title = item.report.title if item is not None else title
    paragraphs = mark(text.content, report_title or None, marks)
    return FormPage(
        draft.kind,
        shape.label(t.language),
        shape.letter,
        None if item is None else item.handle,
        "" if item is None else lead_words(item.statement, language=t.language),
        text.report_id[:SHORT],
        report_title or "",
        (item.report.language or "und") if item is not None else language,
        action,
        back,
        0 if item is None else item.seen,
        main,
        more,
        text_html(text.content, paragraphs, {1: shape.letter}, t),
        None if problem is None else f"{problem[0].upper()}{problem[1:]}.",
        wrong,
    )


def _where(problem: str, inputs: tuple[Input, ...]) -> dict[str, str]:
    """Return the sentence at the field that it names, if it names one."""
    for one in inputs:
        if re.match(rf"{re.escape(one.name)}\b", problem):
            return {one.name: problem}
    return {}


def _inputs(draft: _Draft, text: Text, t: Words) -> Iterator[Input]:
    shape = kind(draft.kind)
    if draft.kind == "toll":
        yield _input(draft, text, NUMBER, t("form.number"), (), is_needed=True, follows=True)
    for name, field in shape.fields.items():
        if (name in _LIMITS and draft.kind == "toll") or field.type == "record":
            continue
        yield _input(
            draft,
            text,
            name,
            field.label(t.language),
            _choices(field, t.language),
            is_needed=field.is_key,
            follows=field.type in ("text", "place") and not field.is_list,
        )
    if draft.kind != "claim":
        yield _input(draft, text, "speaker", t("form.speaker"), (), follows=True)
    yield _input(draft, text, "origin", t("form.origin"), (), follows=True)
    yield _input(draft, text, "said_on", t("form.said_on"), ())
    codes = vocabulary("modality")
    labels = tuple((code, codes.label(code, t.language)) for code in codes.codes)
    yield _input(draft, text, "modality", t("form.modality"), labels)
    yield _input(draft, text, EVIDENCE, t("form.evidence"), (), is_fixed=True)


def _choices(field: FieldType, language: str) -> tuple[tuple[str, str], ...]:
    if field.type != "code" or field.is_list or field.vocabulary is None:
        return ()
    codes = vocabulary(field.vocabulary)
    return tuple((code, codes.label(code, language)) for code in codes.codes)


def _input(
    draft: _Draft,
    text: Text,
    name: str,
    label: str,
    choices: tuple[tuple[str, str], ...],
    **more: Any,
) -> Input:
    spans = draft.spans.get(name, "")
    parts = [_SPAN.fullmatch(part.strip()) for part in spans.split(",") if part.strip()]
    words = " … ".join(text.content[int(m[1]) : int(m[2])] for m in parts if m is not None)
    settings = {"is_needed": False, "follows": False} | more
    return Input(name, label, draft.values.get(name, ""), choices, spans, words, **settings)
