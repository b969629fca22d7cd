"""The page of a person, incident, measure or actor: what the record holds of it, and who says so.

Any id ever given leads to it. Each value stands with its sentences; what people decide on it is
asked for with a reason (`entry_decisions`), and stands in the history at its end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import FastAPI, Query, Request
from starlette.responses import Response

from testigo.casebook.review import Review
from testigo.web.entry_twin import EntryTwin
from testigo.web.entry_view import FOLDERS, Asked, entry_page, levels
from testigo.web.entry_words import as_it_stood, entry_address
from testigo.web.site import Site


def add_to(app: FastAPI, site: Site) -> None:
    """Serve entries under the folder of their kind."""
    for folder in FOLDERS:
        site.get(app, f"/{folder}/{{id_}}", _shown(site, folder), twin=EntryTwin, leads_on=True)


def _shown(site: Site, folder: str) -> Callable[..., Response]:
    def entry(
        request: Request,
        id_: str,
        page: Annotated[int, Query(description="Page of its statements", ge=1, le=100_000)] = 1,
        join: Annotated[str, Query(description="Words of the name of what may be the same")] = "",
        done: Annotated[str, Query(description="The decision that was just made")] = "",
        at: Annotated[str, Query(description="A day or moment: the page as it stood")] = "",
    ) -> Response:
        """What the record holds of one entry, and who says so."""
        asked = Asked(folder, page, join, done, at)
        with site.pasts.shown(at) as casebook:
            elsewhere = _elsewhere(casebook.review, id_, folder)
            if elsewhere is not None:
                return site.redirect(as_it_stood(elsewhere, at))
            shown = entry_page(casebook, site.words(request), id_, asked)
        if shown.folder != folder:
            return site.redirect(shown.address)
        return site.answer(request, "entry.html", shown, levels=levels())

    entry.__name__ = f"show_one_of_{folder}"
    return entry


def _elsewhere(review: Review, id_: str, folder: str) -> str | None:
    """Return the address of the page that this id now belongs to, None if it is this one."""
    current = review.resolve(id_)
    row = review.rows([current])[current]
    address = entry_address(row)
    if current != id_:
        return address
    if row.family == "agent":
        return None if folder in ("people", "actors") else address
    return None if address == f"/{folder}/{id_}" else address
