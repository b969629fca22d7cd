"""The pages of a casebook put together: each file of pages adds its own addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp

import testigo
from testigo.casebook import Casebook
from testigo.web import (
    entry_decisions,
    entry_lists,
    entry_pages,
    home_page,
    inbox_page,
    merge_page,
    model_page,
    model_run_page,
    new_page,
    originals,
    problems,
    queue_page,
    report_decisions,
    report_history,
    report_page,
    report_readings,
    searching,
    settings_page,
    statement_decisions,
    statement_form,
    toll_page,
    undoing,
)
from testigo.web.access import Door, Keys, check_form
from testigo.web.describing import describe_secret
from testigo.web.intake_desk import IntakeDesk
from testigo.web.site import Site

STATIC = Path(__file__).parent / "static"
PAGES = (
    entry_decisions,
    entry_lists,
    entry_pages,
    home_page,
    inbox_page,
    merge_page,
    model_page,
    model_run_page,
    new_page,
    originals,
    report_decisions,
    report_history,
    report_page,
    report_readings,
    queue_page,
    statement_decisions,
    statement_form,
    toll_page,
    searching,
    settings_page,
    undoing,
)
"""The files of pages; each has `add_to(app, site)`."""


def create_app(
    casebook: Casebook, *, keys: Keys, port: int, desk: IntakeDesk | None = None
) -> ASGIApp:
    """Return the pages of an open casebook behind the door that `keys` open on this port.

    `desk` reads what is handed in, and is the caller's to close; without one the pages have their
    own, which ends with the process.
    """
    site = Site(casebook, keys, desk or IntakeDesk(casebook))

    async def checked(request: Request) -> None:
        await check_form(request, keys)

    # The interface is described at /openapi.json, behind the door like the pages themselves; the
    # pages that FastAPI would show it on load scripts from elsewhere.
    app = Described(
        title="testigo",
        version=testigo.__version__,
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(checked)],
    )
    app.mount("/static", StaticFiles(directory=STATIC))
    answers = problems.add_to(app, site)
    for pages in PAGES:
        pages.add_to(app, site)

    return Door(app, keys=keys, port=port, refuse=answers.refused)


class Described(FastAPI):
    """Describes its forms with the secret that every one of them carries."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI description."""
        if self.openapi_schema is None:
            described = super().openapi()
            for path in described["paths"].values():
                if "post" in path:
                    describe_secret(path["post"], described)
        assert self.openapi_schema is not None
        return self.openapi_schema
