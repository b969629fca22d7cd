"""Decisions about a whole report: its metadata, who may see it, whether it counts, what it repeats.

Each is a form on the page about the report; what cannot be undone has a page of its own that says
what is removed. A form that is refused comes back with what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import FastAPI, Form, Query, Request
from starlette.responses import Response

from testigo.record.decision import Decision
from testigo.record.errors import TestigoError
from testigo.reports.errors import BrokenMetadata
from testigo.reports.intake import IntakeOptions
from testigo.review.deciding import InvalidDecision
from testigo.review.history import HistoryLine
from testigo.review.typed.dates import read_typed_date
from testigo.store.errors import AmbiguousId, NotKept, StaleDecision
from testigo.store.kept import KeptReport
from testigo.web.history_view import HistoryRow, history_rows, with_done
from testigo.web.reasons import reason, sentence
from testigo.web.report_about import CORRECTED, AboutTwin, Refused, about_answer
from testigo.web.report_erased import erased_answer
from testigo.web.report_erasing import EraseTwin, erase_answer
from testigo.web.site import Site
from testigo.web.words import Words

INVALID, CONFLICT = 422, 409
Text_ = Annotated[str, Form(max_length=4000)]
Seen = Annotated[int, Form(ge=0, description="The last decision that the form showed")]


class Wrong(TestigoError):
    """A field of a form that cannot be kept as it was typed; the words are the page's."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(words)
        self.name = name
        self.words = words


class ReportDecisions:
    """Answers for the forms about a report; its methods are the endpoints."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def about(
        self,
        request: Request,
        id_: str,
        done: Annotated[str, Query(description="The decision that was just made")] = "",
    ) -> Response:
        """What is known of a report, and the forms to decide on the whole of it."""
        kept = self._site.casebook.report(id_)
        if kept.erased:
            return erased_answer(request, self._site, kept)
        row = self._done(done, self._site.words(request))
        return about_answer(request, self._site, kept, done=row)

    def metadata(
        self,
        request: Request,
        id_: str,
        seen: Seen,
        publisher: Text_ = "",
        title: Text_ = "",
        author: Text_ = "",
        published: Text_ = "",
        language: Text_ = "",
        why: Text_ = "",
    ) -> Response:
        """Correct publisher, title, author, date or language, and have the report read again."""
        kept = self._site.casebook.report(id_)
        given = dict(zip(CORRECTED, (publisher, title, author, published, language), strict=True))
        t = self._site.words(request)
        try:
            changed = _changed(kept, given, t)
        except Wrong as fault:
            refused = Refused("metadata", given | {"why": why}, {fault.name: fault.words})
            return about_answer(request, self._site, kept, refused=refused, status=INVALID)
        made = self._decide(
            request,
            kept,
            "metadata",
            given | {"why": why},
            act="correct_metadata",
            content={"metadata": changed},
            seen=seen,
        )
        if isinstance(made, Response):
            return made
        self._site.desk.reread(kept.id)
        return self._site.redirect(with_done(f"/reports/{kept.id[:16]}/readings", made.id))

    def withhold(
        self,
        request: Request,
        id_: str,
        seen: Seen,
        confidentiality: Text_,
        why: Text_ = "",
        handle: Text_ = "",
        field: Text_ = "",
        back: Text_ = "",
    ) -> Response:
        """Set who may see a report, or one of its statements (`handle`) or a field of that."""
        kept = self._site.casebook.report(id_)
        made = self._decide(
            request,
            kept,
            "withhold",
            {"confidentiality": confidentiality, "why": why},
            act="withhold",
            content={"confidentiality": confidentiality} | ({"field": field} if field else {}),
            seen=seen,
            subject=handle or kept.id,
        )
        if isinstance(made, Response):
            return made
        return self._site.redirect(with_done(back or f"/reports/{kept.id[:16]}/about", made.id))

    def withdraw(
        self, request: Request, id_: str, seen: Seen, reason: Text_, why: Text_ = ""
    ) -> Response:
        """Take a report out of the record; it stays in sight, struck."""
        kept = self._site.casebook.report(id_)
        typed = {"reason": reason, "why": why}
        made = self._decide(
            request, kept, "withdraw", typed, act="withdraw", content={"reason": reason}, seen=seen
        )
        if isinstance(made, Response):
            return made
        return self._site.redirect(with_done(f"/reports/{kept.id[:16]}", made.id))

    def origin(
        self, request: Request, id_: str, act: Text_, other: Text_, seen: Seen, why: Text_ = ""
    ) -> Response:
        """Say that another report is the same source (`join`), or is not (`keep_apart`)."""
        kept = self._site.casebook.report(id_)
        typed = {"other": other, "why": why, "act": act}
        t = self._site.words(request)
        try:
            named = self._named(other, kept, t)
            if act not in ("join", "keep_apart"):
                raise Wrong("other", t("about.join_or_apart"))
        except Wrong as fault:
            refused = Refused("origin", typed, {fault.name: fault.words})
            return about_answer(request, self._site, kept, refused=refused, status=INVALID)
        made = self._decide(
            request,
            kept,
            "origin",
            typed,
            act=act,
            content={"of": "origin"},
            seen=seen,
            others=(named.id,),
        )
        if isinstance(made, Response):
            return made
        return self._site.redirect(
            with_done(f"/reports/{kept.id[:16]}/about", made.id) + "#same-source"
        )

    def reread(self, id_: str) -> Response:
        """Read a report again with the metadata valid now."""
        kept = self._site.casebook.report(id_)
        self._site.desk.reread(kept.id)
        return self._site.redirect(f"/reports/{kept.id[:16]}/readings")

    def ask_erase(self, request: Request, id_: str) -> Response:
        """What erasing a report removes, what stays, and the form that does it."""
        kept = self._site.casebook.report(id_)
        if kept.erased:
            return erased_answer(request, self._site, kept)
        return erase_answer(request, self._site, kept)

    def erase(
        self, request: Request, id_: str, seen: Seen, word: Text_ = "", why: Text_ = ""
    ) -> Response:
        """Erase a report for ever: `word` is the one that the page asks for."""
        kept = self._site.casebook.report(id_)
        if kept.erased:
            return erased_answer(request, self._site, kept)
        t = self._site.words(request)
        wrong = {}
        if word.strip().casefold() != t("erase.word").casefold():
            wrong["word"] = t("erase.word_wrong", word=t("erase.word"))
        if not why.strip():
            wrong["why"] = t("about.why_missing")
        if wrong:
            return erase_answer(request, self._site, kept, {"word": word, "why": why}, wrong)
        try:
            self._site.casebook.review.decide(
                "erase", [kept.id], by=self._site.person(), why=why, seen={kept.id: seen}
            )
        except StaleDecision as fault:
            rows = self._since(kept, fault, t)
            return erase_answer(request, self._site, kept, {"why": why}, {}, rows)
        return self._site.redirect(f"/reports/{kept.id[:16]}")

    def _decide(
        self,
        request: Request,
        kept: KeptReport,
        form: str,
        typed: Mapping[str, str],
        *,
        act: str,
        content: Mapping[str, object],
        seen: int,
        subject: str = "",
        others: tuple[str, ...] = (),
    ) -> Decision | Response:
        """Keep a decision, or return the page with the form that was refused."""
        about = subject or kept.id
        t = self._site.words(request)
        try:
            return self._site.casebook.review.decide(
                act,
                [about, *others],
                by=self._site.person(),
                why=typed.get("why", ""),
                content=content,
                shown=[kept.id],
                seen={about: seen},
            )
        except StaleDecision as fault:
            refused = Refused(form, typed, meanwhile=self._since(kept, fault, t))
            return about_answer(request, self._site, kept, refused=refused, status=CONFLICT)
        except InvalidDecision as fault:
            is_missing = not typed.get("why", "").strip()
            words = t("about.why_missing") if is_missing else sentence(str(fault), t.language)
            refused = Refused(form, typed, {"why": words})
            return about_answer(request, self._site, kept, refused=refused, status=INVALID)

    def _since(self, kept: KeptReport, fault: StaleDecision, t: Words) -> tuple[HistoryRow, ...]:
        lines = self._site.casebook.review.history([fault.subject])
        return history_rows([line for line in lines if line.sequence in fault.since], t)

    def _named(self, other: str, kept: KeptReport, t: Words) -> KeptReport:
        """Return the report that somebody named by its id or the address of its page."""
        id_ = other.strip().rstrip("/").partition("/reports/")[2].partition("/")[0] or other.strip()
        try:
            named = self._site.casebook.report(id_.partition("?")[0])
        except (NotKept, AmbiguousId):
            raise Wrong("other", t("about.no_such_report")) from None
        if named.id == kept.id:
            raise Wrong("other", t("about.itself"))
        return named

    def _done(self, id_: str, t: Words) -> HistoryRow | None:
        if not id_:
            return None
        try:
            line: HistoryLine = self._site.casebook.review.decision(id_)
        except NotKept:
            return None
        return history_rows([line], t)[0]


def _changed(kept: KeptReport, given: Mapping[str, str], t: Words) -> dict[str, str]:
    """Return the metadata that the form gives otherwise than they are known.

    Raises:
        Wrong: if a value cannot be kept, is left empty, or nothing is changed.
    """
    changed: dict[str, str] = {}
    for name in CORRECTED:
        stated = getattr(kept.metadata, name)
        known = "" if stated is None else stated.value
        value = given[name].strip()
        if value == known:
            continue
        if not value:
            raise Wrong(name, t("about.emptied"))
        changed[name] = _kept(name, value, kept, t)
    if not changed:
        raise Wrong("publisher", t("about.nothing_changed"))
    return changed


def _kept(name: str, value: str, kept: KeptReport, t: Words) -> str:
    """Return a value as it is kept: a date as EDTF, a language as its tag."""
    if name == "published":
        try:
            return read_typed_date(value, t.language).text
        except TestigoError as fault:
            raise Wrong(name, reason(str(fault), t.language)) from None
    if name == "language":
        try:
            IntakeOptions(language=value).stated()
        except BrokenMetadata:
            raise Wrong(name, t("about.no_language")) from None
    return value


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the page about a report, and its forms."""
    pages = ReportDecisions(site)
    site.get(app, "/reports/{id_}/about", pages.about, twin=AboutTwin)
    site.post(app, "/reports/{id_}/metadata", pages.metadata)
    site.post(app, "/reports/{id_}/withhold", pages.withhold)
    site.post(app, "/reports/{id_}/withdraw", pages.withdraw)
    site.post(app, "/reports/{id_}/origin", pages.origin)
    site.post(app, "/reports/{id_}/reread", pages.reread)
    site.get(app, "/reports/{id_}/erase", pages.ask_erase, twin=EraseTwin)
    site.post(app, "/reports/{id_}/erase", pages.erase)
