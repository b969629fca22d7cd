"""The pages and their addresses, thin over the casebook."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.exceptions import HTTPException as NoSuchPage
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp

import testigo
from testigo.casebook import Casebook
from testigo.record.errors import TestigoError
from testigo.record.kinds import KINDS, kind
from testigo.store.errors import AmbiguousId, CasebookBusy, NotKept
from testigo.web.access import Door, Keys
from testigo.web.cards import level
from testigo.web.listing import SORTS, Wanted, listing
from testigo.web.originals import original_answer
from testigo.web.report_lines import coverage_words, repeats_of, report_line
from testigo.web.report_page import coverage_json, report_page
from testigo.web.searching import search_page

_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
STATIC = Path(__file__).parent / "static"


def create_app(casebook: Casebook, *, keys: Keys, port: int) -> ASGIApp:
    """Return the pages of an open casebook behind the door that `keys` open on this port."""
    pages = Pages(casebook)
    # No page that describes the interface: it would be one more thing to guard.
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(directory=STATIC))
    addresses: dict[str, Callable[..., Response]] = {
        "/": pages.reports,
        "/reports/{id_}": pages.report,
        "/reports/{id_}/original": pages.original,
        "/search": pages.search,
    }
    for path, page in addresses.items():
        app.add_api_route(path, page, methods=["GET", "HEAD"], response_model=None)
    app.add_exception_handler(TestigoError, pages.fault)
    app.add_exception_handler(NoSuchPage, pages.no_such_page)
    app.add_exception_handler(Exception, pages.breakdown)
    return Door(app, keys=keys, port=port, refuse=pages.problem)


class Pages:
    """Answers requests out of one casebook; its methods are the endpoints. Nothing is written."""

    def __init__(self, casebook: Casebook) -> None:
        self._casebook = casebook
        self._templates = Environment(
            loader=PackageLoader("testigo.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        glyph, word = level()
        self._templates.filters["unbroken"] = _unbroken
        self._templates.globals.update(
            casebook_name=casebook.path.name,
            version=testigo.__version__,
            level_glyph=glyph,
            level_word=word,
            kinds=[kind(name) for name in KINDS],
            query="",
        )

    def reports(self, request: Request) -> Response:
        """The list of reports."""
        kept = {report.id: report for report in self._casebook.reports()}
        repeats = repeats_of(list(self._casebook.groups()), kept)
        lines = [report_line(report, repeats.get(id_)) for id_, report in kept.items()]
        shown = listing(lines, Wanted.of(request.query_params))
        coverage = {line.id: self._casebook.coverage(line.id) for line in shown.lines}
        words = {
            id_: [w for c in found for w in coverage_words(c)] for id_, found in coverage.items()
        }
        if _wants_json(request):
            return JSONResponse(
                {
                    "found": shown.found,
                    "of": shown.of,
                    "page": shown.wanted.page,
                    "pages": shown.pages,
                    "reports": [
                        {
                            "id": line.id,
                            "metadata": kept[line.id].metadata.to_json(),
                            "statements": dict(kept[line.id].statements),
                            "coverage": [coverage_json(c) for c in coverage[line.id]],
                            "repeats": None if line.repeats is None else line.repeats.id,
                            "is_demonstration": line.is_demonstration,
                        }
                        for line in shown.lines
                    ],
                }
            )
        return self._html("reports.html", listing=shown, coverage=words, sorts=SORTS)

    def report(self, request: Request, id_: str) -> Response:
        """One report with its text and draft statements."""
        asked = request.query_params
        sought = _range(asked.get("sentence", ""))
        page = report_page(self._casebook, id_, sought, asked.get("kind", ""))
        if _wants_json(request):
            return JSONResponse(page.to_json())
        return self._html("report.html", page=page)

    def original(self, id_: str) -> Response:
        """The captured bytes of a report."""
        kept = self._casebook.report(id_)
        return original_answer(kept, self._casebook.content(kept.id))

    def search(self, request: Request) -> Response:
        """Sentences that hold the words asked for."""
        found = search_page(self._casebook, request.query_params.get("q", "").strip())
        if _wants_json(request):
            return JSONResponse(found.to_json())
        return self._html("search.html", found=found, query=found.words)

    def problem(self, status: int, what: str, where: str, next_: str) -> Response:
        """A page that says what is wrong, where, and what to do next."""
        return self._html("problem.html", status, what=what, where=where, next=next_)

    def fault(self, request: Request, fault: Exception) -> Response:
        """A fault that testigo names: its own sentence, which holds ids and no words of reports."""
        status = 404 if isinstance(fault, NotKept | AmbiguousId) else 500
        if isinstance(fault, CasebookBusy):
            status = 503
        sentence = str(fault)
        return self.problem(
            status,
            sentence[0].upper() + sentence[1:] + ".",
            f"Page {request.url.path}",
            "Go to the list of reports, or search for words of the report.",
        )

    def no_such_page(self, request: Request, fault: Exception) -> Response:
        """An address that leads nowhere."""
        status = fault.status_code if isinstance(fault, HTTPException | NoSuchPage) else 404
        return self.problem(
            status,
            "There is no page here." if status == 404 else "This cannot be done here.",
            f"Page {request.url.path}",
            "Go to the list of reports, or search for words of a report.",
        )

    def breakdown(self, request: Request, fault: Exception) -> Response:
        """A fault nobody foresaw: which kind, and nothing of what it says."""
        return self.problem(
            500,
            "Something in testigo broke. Nothing in the casebook was changed.",
            f"Page {request.url.path}: {type(fault).__name__}",
            "Go back and try again. If it comes again, run testigo verify, and report the lines "
            "that testigo serve printed.",
        )

    def _html(self, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        page = self._templates.get_template(name).render(**values)
        return HTMLResponse(page.encode("utf-8", errors="replace"), status)


def _unbroken(words: str) -> Markup:
    """Keep dates on one line."""
    return Markup(_DATE.sub(r'<span class="nowrap">\g<0></span>', str(escape(words))))


def _wants_json(request: Request) -> bool:
    return request.query_params.get("format") == "json"


def _range(text: str) -> tuple[int, int] | None:
    """Read `120-240`; None for anything else."""
    first, _, last = text.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 12 for part in (first, last)):
        return None
    return int(first), int(last)
