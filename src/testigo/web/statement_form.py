"""The form in which a statement is amended, or one that the machine missed is added.

One form for both: a field for each value of the kind, typed as people write, beside the words of
the text that it rests on. `review.restating` makes the statement; what it refuses is said at the
field, and nothing that was typed is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import FastAPI, Query, Request
from markupsafe import Markup
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.record.edtf import Edtf
from testigo.record.errors import TestigoError, UnclearCount, UnclearDate, UnknownCode
from testigo.record.kinds import KINDS, kind
from testigo.record.report import Text
from testigo.review.queue import ReviewItem
from testigo.review.restating import NoWitness, amended, stated
from testigo.review.restating import Page as TextPage
from testigo.review.typed.values import UnclearValue
from testigo.store.errors import StaleDecision
from testigo.web.asked import BadParameter
from testigo.web.cards import lead_words
from testigo.web.form_inputs import Draft, Input, flat, labels_of
from testigo.web.history_view import HistoryRow, HistoryTwin, history_rows, history_twin, with_done
from testigo.web.marked_text import text_html
from testigo.web.marking import Marks, mark
from testigo.web.report_cards import in_reading_order
from testigo.web.site import Site
from testigo.web.statement_fields import (
    edit_of,
    filled_from,
    filled_with,
    inputs_of,
    missing_of,
    sent,
)
from testigo.web.words import Words

INVALID, CONFLICT = 422, 409
SHORT = 16
_AT_CARD = re.compile(r"at=\d+#s\d+$")
"""How an address of a report's page ends that leads to one of its cards."""


class FormTwin(TypedDict):
    """The form: its fields with what stands in them, what is wrong, what others did meanwhile.

    The members of a row are fields `parts.0.outcome`; its words are the spans of `parts.0`.
    """

    kind: str
    statement: str | None
    fields: dict[str, str]
    spans: dict[str, str]
    problem: str | None
    wrong: dict[str, str]
    since: list[HistoryTwin]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a form was not kept: a sentence for the whole, one for each field, what others did."""

    problem: str | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)
    since: tuple[HistoryRow, ...] = ()
    since_twin: Sequence[HistoryTwin] = ()


@dataclass(frozen=True, slots=True)
class StatementForm:
    """The form as the macro in `statement_fields.html` shows it.

    `main` fields are shown at once, `more` behind one press. `handle` is None for one to add.
    """

    kind: str
    kind_label: str
    letter: str
    handle: str | None
    action: str
    back: str
    seen: int
    why: str
    main: tuple[Input, ...]
    more: tuple[Input, ...]
    refusal: Refusal

    @property
    def focus(self) -> str:
        """The field that waits for the person: wrong, else needed and empty, else the first."""
        every = list(flat((*self.main, *self.more)))
        wrong = [one.name for one in every if one.name in self.refusal.wrong]
        waiting = [one.name for one in every if one.is_needed and not one.value]
        return [*wrong, *waiting, every[0].name][0]

    @property
    def is_opened(self) -> bool:
        """Whether something is wrong with a field that stands behind the press."""
        behind = labels_of(self.more)
        return any(name in behind for name in self.refusal.wrong)


@dataclass(frozen=True, slots=True)
class FormPage:
    """The form beside the text; `address` shows it empty of what was typed."""

    form: StatementForm
    lead: str
    report: str
    title: str
    language: str
    text: Markup
    address: str

    def to_json(self) -> FormTwin:
        """Return the JSON twin."""
        every = (*self.form.main, *self.form.more)
        rows = [row for one in every for row in one.rows]
        refusal = self.form.refusal
        return {
            "kind": self.form.kind,
            "statement": self.form.handle,
            "fields": {one.name: one.value for one in flat(every)},
            "spans": {
                **{one.name: one.spans for one in every if not one.rows},
                **{row.name: row.spans for row in rows},
            },
            "problem": refusal.problem,
            "wrong": dict(refusal.wrong),
            "since": list(refusal.since_twin),
        }


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the form that amends (`/review/ID/edit`) and the one that adds (`/reports/ID/add`)."""
    forms = StatementForms(site)
    site.get(app, "/review/{id_}/edit", forms.edit, twin=FormTwin)
    site.get(app, "/reports/{id_}/add", forms.add, twin=FormTwin)
    site.post(app, "/review/{id_}/amend", forms.amend, body={"type": "object"})
    site.post(app, "/reports/{id_}/add", forms.keep, body={"type": "object"})


def form_of(item: ReviewItem, text: Text, back: str, t: Words) -> StatementForm:
    """Return the form that amends a statement; `text` is the one that it was read from."""
    return _amending(item, text, filled_with(item.statement, t), back, "", Refusal(), t)


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
        draft = filled_with(item.statement, self._site.words(request))
        return self._amending(request, item, draft, {"back": back}, Refusal())

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
        if not start < end <= len(text.content):
            raise BadParameter("start", "the words do not lie in the text; select them again")
        span = text.cut(start, end)
        draft = filled_from(_known(kind), span, text, self._page(report.id, text).language)
        return self._adding(request, report.id, draft, {}, Refusal())

    async def amend(self, request: Request, id_: str) -> Response:
        """Keep what a statement does say."""
        t = self._site.words(request)
        item, by = self._item(id_), self._site.person()
        typed = await _typed(request)
        draft, before = sent(item.statement.kind, typed), filled_with(item.statement, t)
        if missing := missing_of(draft, before, t):
            return self._amending(request, item, draft, typed, Refusal(wrong=missing), INVALID)
        try:
            text = self._site.casebook.review.text(item.statement.text_id)
            edit = edit_of(draft, before, text)
            after = amended(item.statement, edit, self._page(item.report.id, text, t))
            made = self._site.casebook.review.decide(
                "amend",
                [item.handle],
                by=by,
                why=typed.get("why", ""),
                content={"statement": after.to_json()},
                shown=[item.handle],
                seen={item.handle: _number(typed.get("seen", "0"))},
            )
        except StaleDecision as fault:
            fresh = self._item(id_)
            refusal = self._overtaken(fresh, fault, t)
            return self._amending(request, fresh, draft, typed, refusal, CONFLICT)
        except TestigoError as fault:
            return self._amending(request, item, draft, typed, _refusal(fault, t), INVALID)
        back = typed.get("back") or f"/review/{item.handle[:SHORT]}"
        return self._site.redirect(with_done(self._behind(back, item), made.id))

    def _behind(self, back: str, item: ReviewItem) -> str:
        """Return where to go on: on the page of the report at the next draft, as after an accept.

        What was amended may have another number there than before.
        """
        numbered = _AT_CARD.search(back)
        if numbered is None:
            return back
        casebook = self._site.casebook
        text_id = casebook.text(item.report.id).id
        every = in_reading_order(casebook.review.of_report(item.report.id), text_id)
        handles = [one.handle for one in every]
        if item.handle not in handles:
            return back
        at = handles.index(item.handle) + 1
        drafts = (n for n, one in enumerate(every, 1) if one.judged.state == "draft" and n > at)
        return f"{back[: numbered.start()]}at={at}#s{next(drafts, at)}"

    async def keep(self, request: Request, id_: str) -> Response:
        """Keep a statement that the machine missed."""
        t = self._site.words(request)
        report, by = self._site.casebook.report(id_), self._site.person()
        text = self._site.casebook.text(report.id)
        typed = await _typed(request)
        draft = sent(_known(typed.get("kind", "toll")), typed)
        before = Draft(draft.kind, {}, {})
        if missing := missing_of(draft, before, t):
            return self._adding(request, report.id, draft, typed, Refusal(wrong=missing), INVALID)
        try:
            edit = edit_of(draft, before, text)
            statement = stated(draft.kind, edit, self._page(report.id, text, t))
            made = self._site.casebook.review.decide(
                "add",
                [statement.id],
                by=by,
                why=typed.get("why", ""),
                content={"statement": statement.to_json()},
                shown=[report.id],
            )
        except TestigoError as fault:
            return self._adding(request, report.id, draft, typed, _refusal(fault, t), INVALID)
        place = min(statement.evidence).start
        return self._site.redirect(with_done(f"/reports/{report.id[:SHORT]}#c{place}", made.id))

    def _item(self, id_: str) -> ReviewItem:
        review = self._site.casebook.review
        return review.item(review.whole_id(id_, "statement"))

    def _page(self, report_id: str, text: Text, t: Words | None = None) -> TextPage:
        known = self._site.casebook.report(report_id).metadata
        language, published = known.language, known.published
        return TextPage(
            text,
            "en" if language is None else language.value,
            None if published is None else Edtf(published.value).earliest,
            None if t is None else t.language,
        )

    def _overtaken(self, fresh: ReviewItem, fault: StaleDecision, t: Words) -> Refusal:
        lines = self._site.casebook.review.history([fresh.handle])
        since = [line for line in lines if line.sequence in fault.since]
        return Refusal(None, {}, history_rows(since, t), history_twin(since))

    def _amending(
        self,
        request: Request,
        item: ReviewItem,
        draft: Draft,
        typed: Mapping[str, str],
        refusal: Refusal,
        status: int = 200,
    ) -> Response:
        t = self._site.words(request)
        text = self._site.casebook.review.text(item.statement.text_id)
        form = _amending(item, text, draft, typed.get("back", ""), typed.get("why", ""), refusal, t)
        page = FormPage(
            form,
            lead_words(item.statement, language=t.language),
            text.report_id[:SHORT],
            item.report.title or "",
            item.report.language or "und",
            _text(text, item.report.title, Marks([item.statement]), form.letter, t),
            f"/review/{item.handle[:SHORT]}/edit",
        )
        return self._site.answer(request, "statement_form.html", page, status)

    def _adding(
        self,
        request: Request,
        report_id: str,
        draft: Draft,
        typed: Mapping[str, str],
        refusal: Refusal,
        status: int = 200,
    ) -> Response:
        t = self._site.words(request)
        text = self._site.casebook.text(report_id)
        known = self._site.casebook.report(report_id).metadata
        language = known.language.value if known.language else "und"
        inputs = inputs_of(draft, text, t, language=language)
        back = f"/reports/{report_id[:SHORT]}"
        shape = kind(draft.kind)
        form = StatementForm(
            draft.kind,
            shape.label(t.language),
            shape.letter,
            None,
            f"/reports/{report_id}/add",
            back,
            0,
            typed.get("why", ""),
            inputs.main,
            inputs.more,
            _said(refusal, inputs.labels, t),
        )
        title = known.title.value if known.title else ""
        marks = Marks([], sought=inputs.around)
        html = _text(text, title, marks, form.letter, t)
        page = FormPage(form, "", back[-SHORT:], title, language, html, back)
        return self._site.answer(request, "statement_form.html", page, status)


def _amending(
    item: ReviewItem, text: Text, draft: Draft, back: str, why: str, refusal: Refusal, t: Words
) -> StatementForm:
    language = item.report.language or "en"
    inputs = inputs_of(draft, text, t, language=language)
    shape = kind(item.statement.kind)
    return StatementForm(
        shape.name,
        shape.label(t.language),
        shape.letter,
        item.handle,
        f"/review/{item.handle}/amend",
        back,
        item.seen,
        why,
        inputs.main,
        inputs.more,
        _said(refusal, inputs.labels, t),
    )


def _said(refusal: Refusal, labels: Mapping[str, str], t: Words) -> Refusal:
    """Say at the head which fields are wrong, where it is fields."""
    if not refusal.wrong:
        return refusal
    names = ", ".join(labels.get(name, name) for name in refusal.wrong)
    return Refusal(t("form.see_field", fields=names), refusal.wrong)


def _refusal(fault: TestigoError, t: Words) -> Refusal:
    """Return what was refused in the words of the page, at its field where it is about one."""
    match fault:
        case NoWitness():
            words = t("form.needs_words")
        case UnclearDate() | UnclearCount():
            words = str(fault)
        case UnclearValue():
            words = t("form.unclear")
        case UnknownCode():
            words = t("form.no_such_code")
        case _:
            words = f"{str(fault)[0].upper()}{str(fault)[1:]}."
    return Refusal(words) if fault.field is None else Refusal(None, {fault.field: words})


def _text(text: Text, title: str | None, marks: Marks, letter: str, t: Words) -> Markup:
    paragraphs = mark(text.content, title or None, marks)
    return text_html(text.content, paragraphs, {1: letter}, t)


async def _typed(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _known(kind_name: str) -> str:
    if kind_name not in KINDS:
        raise BadParameter("kind", f"it is one of {', '.join(KINDS)}")
    return kind_name


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
