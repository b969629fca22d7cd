"""What is decided on the page of an entry: this value, this level, one or another.

A form that is refused shows the page again with the reason at it and what was typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import FastAPI, Form, Request
from starlette.responses import Response

from testigo.casebook.review import Review
from testigo.review.deciding import ContradictsEarlier, InvalidDecision
from testigo.review.dossier import Dossier
from testigo.store.errors import NotKept, StaleDecision
from testigo.web.entry_view import FOLDERS, Asked, Typed, entry_page, levels
from testigo.web.entry_words import entry_address
from testigo.web.history_view import with_done
from testigo.web.reasons import reason
from testigo.web.site import Site

INVALID, CONFLICT = 422, 409


def add_to(app: FastAPI, site: Site) -> None:
    """Serve what the forms of entry pages ask for."""

    def choose(
        request: Request,
        id_: str,
        field: Annotated[str, Form()],
        value: Annotated[str, Form(description="The value, as the page names it")],
        why: Annotated[str, Form()] = "",
        seen: Annotated[int, Form(ge=0)] = 0,
        folder: Annotated[str, Form()] = "",
    ) -> Response:
        """Prefer one of several values: "this one, because"."""
        typed = Typed(field, value, "", why, act="choose")
        if not why.strip():
            return _refused(
                site, request, id_, folder, typed, site.words(request)("entry_page.needs_why")
            )
        held = site.casebook.review.dossier(id_, limit=0)
        if value not in [one.key for one in held.entry.values_of(field)]:
            gone = site.words(request)("entry_page.no_value")
            return _refused(site, request, id_, folder, typed, gone)
        content = {"field": field, "value": value}
        return _decided(site, request, "accept", id_, folder, seen, typed, content)

    def verify(
        request: Request,
        id_: str,
        field: Annotated[str, Form()],
        value: Annotated[str, Form(description="The value, as the page names it")],
        level: Annotated[str, Form(description="2 to 5, C or D")] = "",
        why: Annotated[str, Form()] = "",
        seen: Annotated[int, Form(ge=0)] = 0,
        folder: Annotated[str, Form()] = "",
    ) -> Response:
        """Give a value a level of verification."""
        typed = Typed(field, value, level, why, act="verify")
        content = {"field": field, "value": value, "level": level}
        return _decided(site, request, "verify", id_, folder, seen, typed, content)

    def confirm(
        request: Request,
        id_: str,
        why: Annotated[str, Form()] = "",
        seen: Annotated[int, Form(ge=0)] = 0,
        folder: Annotated[str, Form()] = "",
    ) -> Response:
        """Confirm that what equal names made one is one."""
        held = site.casebook.review.dossier(id_, limit=0)
        subjects = [held.row.id, *held.entry.aliases]
        typed = Typed(why=why, act="confirm")
        content = {"of": _joined_as(held)}
        return _decided(site, request, "join", id_, folder, seen, typed, content, subjects)

    def part(
        request: Request,
        id_: str,
        node: Annotated[str, Form(description="The mention that is another's")],
        why: Annotated[str, Form()] = "",
        seen: Annotated[int, Form(ge=0)] = 0,
        folder: Annotated[str, Form()] = "",
        despite: Annotated[str, Form(description="Decisions knowingly contradicted")] = "",
    ) -> Response:
        """Take one mention out of an entry."""
        held = site.casebook.review.dossier(id_, limit=0)
        typed = Typed(why=why, act="part", node=node)
        content: dict[str, object] = {"of": _joined_as(held)}
        if despite:
            content["despite"] = despite.split(",")
        subjects = [node, held.row.id]
        return _decided(site, request, "keep_apart", id_, folder, seen, typed, content, subjects)

    site.post(app, "/entries/{id_}/choose", choose)
    site.post(app, "/entries/{id_}/verify", verify)
    site.post(app, "/entries/{id_}/confirm", confirm)
    site.post(app, "/entries/{id_}/part", part)


def _joined_as(held: Dossier) -> str:
    if held.row.family in ("incident", "measure"):
        return held.row.family
    return "person" if held.entry.is_person else "actor"


def _decided(
    site: Site,
    request: Request,
    act: str,
    id_: str,
    folder: str,
    seen: int,
    typed: Typed,
    content: dict[str, Any],
    subjects: Sequence[str] | None = None,
) -> Response:
    """Keep a decision, or show the page again with what stands against it."""
    review, t = site.casebook.review, site.words(request)
    entry_id = review.resolve(id_)
    try:
        made = review.decide(
            act,
            list(subjects or [entry_id]),
            by=site.person(),
            why=typed.why,
            content=content,
            shown=[entry_id],
            seen={entry_id: seen},
        )
    except ContradictsEarlier as fault:
        earlier = _with(typed, t("entry_page.contradicts"), fault.earlier)
        return _again(site, request, id_, folder, earlier, CONFLICT)
    except StaleDecision:
        return _again(site, request, id_, folder, _with(typed, t("entry_page.stale")), CONFLICT)
    except InvalidDecision as fault:
        why_missing = t("entry_page.needs_why")
        words = reason(str(fault), t.language) if typed.why.strip() else why_missing
        return _refused(site, request, id_, folder, typed, words)
    address = _address_now(review, entry_id, folder)
    return site.redirect(with_done(address, made.id))


def _address_now(review: Review, id_: str, folder: str) -> str:
    current = review.resolve(id_)
    row = review.rows([current])[current]
    if row.family == "agent" and folder in ("people", "actors"):
        return f"/{folder}/{current}"
    return entry_address(row)


def _with(typed: Typed, problem: str, earlier: Sequence[str] = ()) -> Typed:
    # Plus keeps what `reason` marked as marked.
    sentence = problem[:1].upper() + problem[1:].rstrip(".") + "."
    return replace(typed, problem=sentence, earlier=tuple(earlier))


def _refused(
    site: Site, request: Request, id_: str, folder: str, typed: Typed, problem: str
) -> Response:
    return _again(site, request, id_, folder, _with(typed, problem), INVALID)


def _again(
    site: Site, request: Request, id_: str, folder: str, typed: Typed, status: int
) -> Response:
    current = site.casebook.review.resolve(id_)
    row = site.casebook.review.rows([current])[current]
    if row.family == "toll":
        raise NotKept("person, incident, measure or actor", id_)
    asked = Asked(folder if folder in FOLDERS else entry_address(row).split("/")[1])
    page = entry_page(site.casebook, site.words(request), current, asked, typed)
    return site.answer(request, "entry.html", page, status, levels=levels())
