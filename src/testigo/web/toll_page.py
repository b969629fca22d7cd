"""The page of a toll: who counts how many as of when, side by side and never added up.

A range stands here only once a person declared scopes equal, with the rule in force and who did so.
"""

from __future__ import annotations

import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import FastAPI, Query, Request
from starlette.responses import Response

from testigo.web.asked import BadParameter
from testigo.web.csv_sheet import MEDIA_TYPE
from testigo.web.entry_words import entry_address
from testigo.web.site import Site
from testigo.web.toll_decisions import add_to as add_decisions
from testigo.web.toll_decisions import levels
from testigo.web.toll_lines import Line
from testigo.web.toll_sheet import toll_sheet
from testigo.web.toll_view import Asked, TollPage, TollTwin, toll_page
from testigo.web.words import Words


def add_to(app: FastAPI, site: Site) -> None:
    """Serve tolls under `/tolls/ID`, and the forms on them."""

    def toll(
        request: Request,
        id_: str,
        states: Annotated[str, Query(description="accepted: without drafts")] = "",
        as_of: Annotated[str, Query(description="Range of the latest numbers up to a day")] = "",
        at: Annotated[str, Query(description="A day or moment: the page as it stood")] = "",
        done: Annotated[str, Query(description="The decision that was just made")] = "",
    ) -> Response:
        """A toll series with those beside it."""
        t = site.words(request)
        asked = Asked(states == "accepted", _day(as_of), at, done)
        with site.pasts.shown(at) as casebook:
            review = casebook.review
            current = review.resolve(id_)
            row = review.rows([current])[current]
            if current != id_ or row.family != "toll":
                query = f"?{urlencode({'at': at})}" if at else ""
                return site.redirect(entry_address(row) + query)
            page = toll_page(casebook, t, id_, asked)
        if request.query_params.get("format") == "csv":
            return _sheet(site, page, t)
        return site.answer(request, "toll.html", page, levels=levels())

    also = {MEDIA_TYPE: {"type": "string"}}
    site.get(app, "/tolls/{id_}", toll, twin=TollTwin, also=also, leads_on=True)
    add_decisions(app, site)


def _day(text: str) -> datetime.date | None:
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise BadParameter("as_of", "write a day as 2022-12-07") from None


def _sheet(site: Site, page: TollPage, t: Words) -> Response:
    """Return what is seen as a file, without what is kept back now, whenever the page stood so."""
    lines: list[tuple[str, Line]] = [
        ("own" if line.is_own else "equal", line) for line in page.lines
    ]
    lines += [("undeclared", line) for line in page.others]
    handles = {h for _, line in lines for one in line.every for h in one.row.handles}
    now = {
        item.handle
        for item in site.casebook.review.items(sorted(handles))
        if item.confidentiality != "public"
    }
    return toll_sheet(f"toll-{page.id}", lines, page.kept_back | now, t)
