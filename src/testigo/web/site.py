"""What every page of the workbench is made with: the casebook, the words, the templates, the forms.

A page is one file with `add_to(app, site)`, which registers its addresses with `site.get` and
`site.post`. Its endpoint builds a frozen page object out of the casebook, and `site.answer` turns
it into HTML or, with `?format=json`, into its JSON twin. A POST decides something and answers with
`site.redirect` (303). Everything works without JavaScript.

    def add_to(app: FastAPI, site: Site) -> None:
        def people(request: Request, name: str = "") -> Response:
            return site.answer(request, "people.html", people_page(site.casebook, name))

        def join(request: Request, one: Annotated[str, Form()]) -> Response:
            site.casebook.decide(..., by=site.person())
            return site.redirect("/people")

        site.get(app, "/people", people, twin=PeopleTwin)
        site.post(app, "/people/join", join)

A template extends `base.html` and has: `page` (what the endpoint gave), `t` (the words in the
reader's language), `language`, `settings`, `csrf` (the hidden field that every form needs),
`address` (of this page, to come back to) and the macros of `parts.html`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from fastapi import FastAPI, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

import testigo
from testigo.casebook import Casebook
from testigo.casebook.settings import BrokenSettings, Settings, stored_settings
from testigo.record.errors import TestigoError
from testigo.record.kinds import KINDS, kind
from testigo.record.vocabularies import vocabulary
from testigo.web.access import CSRF_FIELD, CSRF_HEADER, Keys
from testigo.web.asked import BadParameter, accepted_language, address_of, local, wants_json
from testigo.web.cards import level
from testigo.web.describing import HTML, LEADS_ON, REFUSALS, format_parameter
from testigo.web.intake_desk import IntakeDesk
from testigo.web.islands_built import island_scripts
from testigo.web.pasts import Pasts
from testigo.web.reasons import reason
from testigo.web.words import Words, words

__all__ = ["BadParameter", "NameUnset", "Page", "Site"]

_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")


class Page(Protocol):
    """What a page shows, ready to be shown: a frozen object that knows its JSON twin."""

    def to_json(self) -> Mapping[str, Any]:
        """Return the JSON twin; it keeps to the type given to `site.get` as `twin`."""
        ...


class NameUnset(TestigoError):
    """A decision needs the name of who decides, and none is set."""

    def __init__(self) -> None:
        super().__init__("nobody can decide without a name; set yours under /settings")


class Site:
    """The casebook as pages; one for each server. `desk` reads what is handed in.

    `pasts` gives the casebook as it stood, to every page that can show the past.
    """

    def __init__(self, casebook: Casebook, keys: Keys, desk: IntakeDesk) -> None:
        self._whole = casebook
        self.desk = desk
        self.pasts = Pasts(lambda: self.casebook)
        self._keys = keys
        self._templates = Environment(
            loader=PackageLoader("testigo.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["reason"] = reason
        self._templates.filters["unbroken"] = _unbroken
        self._templates.globals.update(
            casebook_name=casebook.path.name,
            version=testigo.__version__,
            kinds=[kind(name) for name in KINDS],
            query="",
            island_scripts=island_scripts,
            has_model=lambda: self._whole.language_model.settings is not None,
        )

    # What an endpoint asks

    @property
    def casebook(self) -> Casebook:
        """The casebook as the person may see it now: with double reading on, no first answer.

        Pages have no other, so that none of them can show what another leaves out.

        Raises:
            BrokenSettings: if nobody can tell whether two read: then nothing is shown.
        """
        settings = self.settings()
        return self._whole.seen_by(settings.name or "") if settings.double_reading else self._whole

    def settings(self) -> Settings:
        """Return what the person chose; read anew each time, the command line may change it.

        Raises:
            BrokenSettings: if the file cannot be understood.
        """
        return stored_settings()

    def person(self) -> str:
        """Return the name under which decisions are made.

        Raises:
            NameUnset: if none is set; the answer to that is a page that asks for it.
        """
        name = self.settings().name
        if name is None:
            raise NameUnset
        return name

    def language(self, request: Request) -> str:
        """Return the language of the pages: the person's, else the browser's, else English."""
        return self._settings_if_sound().language or accepted_language(
            request.headers.get("accept-language", "")
        )

    def words(self, request: Request) -> Words:
        """Return the words of that language; templates call them `t`."""
        return words(self.language(request))

    # What an endpoint gives back

    def answer(
        self, request: Request, template: str, page: Page, status: int = 200, **more: Any
    ) -> Response:
        """Return the page as HTML, or its JSON twin where the address says `format=json`.

        `more` are further values for the template alone.

        Raises:
            BadParameter: if the address asks for a form that no page has.
        """
        if wants_json(request, is_strict=status == 200):
            return JSONResponse(page.to_json(), status)
        html = self._templates.get_template(template).render(
            self._context(request), page=page, **more
        )
        # A lone surrogate cannot leave as UTF-8; `showable` replaces it in the text of a report.
        return HTMLResponse(html.encode("utf-8", errors="replace"), status)

    def redirect(self, address: str) -> Response:
        """Return a 303 to a page of this site: what every POST that did its work answers.

        An address that leads elsewhere, or that no header can hold, leads to the first page.
        """
        return RedirectResponse(local(address), status_code=303)

    # How an endpoint is made known

    def get(
        self,
        app: FastAPI,
        path: str,
        endpoint: Callable[..., Any],
        *,
        twin: Any = None,
        also: Mapping[str, Any] | None = None,
        leads_on: bool = False,
    ) -> None:
        """Register a page. `twin` is the TypedDict or dataclass that its JSON twin keeps to.

        `also` maps further media types (`text/csv`) to their schema, for openapi.json. A page
        without `twin` answers only what `also` says; one without either leads on to another (303),
        as one with `leads_on` sometimes does.
        """
        content: dict[str, Any] = {
            name: {"schema": schema} for name, schema in (also or {}).items()
        }
        shown: dict[str, Any] = {"description": "The page", "content": content}
        if twin is not None:
            content |= HTML
            shown["model"] = twin
        settings: dict[str, Any] = {
            "status_code": 200 if content else 303,
            "response_model": None,
            "response_class": Response,
            "openapi_extra": None
            if twin is None
            else {"parameters": [format_parameter(also or ())]},
            "responses": {
                **({200: shown} if content else {}),
                **(LEADS_ON if leads_on or not content else {}),
                **REFUSALS,
            },
        }
        app.add_api_route(path, endpoint, methods=["GET"], **settings)
        app.add_api_route(path, endpoint, methods=["HEAD"], include_in_schema=False, **settings)

    def post(
        self,
        app: FastAPI,
        path: str,
        endpoint: Callable[..., Any],
        *,
        body: Mapping[str, Any] | None = None,
    ) -> None:
        """Register what a form does. That its `csrf` is right was checked before it is called.

        `body` is the schema of a multipart form that the endpoint takes out of `request.form()`
        itself, for openapi.json.
        """
        content = {} if body is None else {"multipart/form-data": {"schema": dict(body)}}
        app.add_api_route(
            path,
            endpoint,
            methods=["POST"],
            response_model=None,
            response_class=Response,
            status_code=303,
            openapi_extra=None if body is None else {"requestBody": {"content": content}},
            responses={**LEADS_ON, **REFUSALS},
        )

    def _context(self, request: Request) -> dict[str, Any]:
        language = self.language(request)
        t = words(language)
        glyph, word = level(language)
        return {
            "t": t,
            "language": language,
            "settings": self._settings_if_sound(),
            "csrf": csrf_field(self._keys.csrf),
            "csrf_token": self._keys.csrf,
            "csrf_header": CSRF_HEADER,
            "address": address_of(request),
            "level_mark": f"{glyph}\xa0{word}",
            "level_of": lambda code: level(language, code=code),
            "confidentiality": lambda code: vocabulary("confidentiality").label(code, language),
        }

    def _settings_if_sound(self) -> Settings:
        """The settings, or those at first where the file is broken: the page that says so is shown
        in some language."""
        try:
            return self.settings()
        except BrokenSettings:
            return Settings()


def csrf_field(token: str) -> Markup:
    """Return the hidden field that proves that a form is ours."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(CSRF_FIELD, token)


def _unbroken(text: str) -> Markup:
    """Keep dates on one line."""
    return Markup(_DATE.sub(r'<span class="nowrap">\g<0></span>', str(escape(text))))
