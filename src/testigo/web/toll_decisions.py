"""What is decided on the page of a toll: scopes equal or not, a level, the best number.

A form that is refused shows the page again with the reason and what was typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import FastAPI, Form, Request
from starlette.responses import Response

from testigo.record.vocabularies import vocabulary
from testigo.review.deciding import LEVELS, ContradictsEarlier, InvalidDecision
from testigo.review.toll_figures import FIELD
from testigo.store.errors import StaleDecision
from testigo.web.history_view import with_done
from testigo.web.reasons import reason
from testigo.web.site import Site
from testigo.web.toll_view import Asked, Typed, toll_page

INVALID, CONFLICT = 422, 409


def add_to(app: FastAPI, site: Site) -> None:
    """Serve what the forms of toll pages ask for."""

    def equal(
        request: Request,
        id_: str,
        other: Annotated[list[str] | None, Form(description="Series of the same scope")] = None,
        why: Annotated[str, Form()] = "",
        act: Annotated[str, Form(description="join, or keep_apart")] = "join",
        seen: Annotated[int, Form(ge=0)] = 0,
        despite: Annotated[str, Form(description="Decisions knowingly contradicted")] = "",
    ) -> Response:
        """Declare that scopes are equal, or that they are not."""
        chosen = "keep_apart" if act == "keep_apart" else "join"
        typed = Typed(chosen, why=why, others=tuple(other or ()))
        if not other or not why.strip():
            return _again(site, request, id_, typed, site.words(request)("toll.needs_other"))
        content: dict[str, Any] = {"of": "scope"}
        if despite:
            content["despite"] = despite.split(",")
        return _decided(site, request, chosen, id_, seen, typed, content, [id_, *other])

    def verify(
        request: Request,
        id_: str,
        value: Annotated[str, Form(description="The figure, as the page names it")],
        level: Annotated[str, Form(description="2 to 5, C or D")] = "",
        why: Annotated[str, Form()] = "",
        seen: Annotated[int, Form(ge=0)] = 0,
    ) -> Response:
        """Give a figure a level of verification."""
        typed = Typed("verify", value, level, why)
        content = {"field": FIELD, "value": value, "level": level}
        return _decided(site, request, "verify", id_, seen, typed, content, [id_])

    def choose(
        request: Request,
        id_: str,
        value: Annotated[str, Form(description="The figure, as the page names it")],
        why: Annotated[str, Form()] = "",
        seen: Annotated[int, Form(ge=0)] = 0,
    ) -> Response:
        """Choose a figure as the best: "this one, because"."""
        typed = Typed("choose", value, "", why)
        if not why.strip():
            return _again(site, request, id_, typed, site.words(request)("toll.needs_why"))
        content = {"field": FIELD, "value": value}
        return _decided(site, request, "accept", id_, seen, typed, content, [id_])

    site.post(app, "/tolls/{id_}/equal", equal)
    site.post(app, "/tolls/{id_}/verify", verify)
    site.post(app, "/tolls/{id_}/choose", choose)


def levels() -> list[str]:
    """Return the levels that a person may give, in their order."""
    return [code for code in vocabulary("verification").codes if code in LEVELS]


def _decided(
    site: Site,
    request: Request,
    act: str,
    id_: str,
    seen: int,
    typed: Typed,
    content: dict[str, Any],
    subjects: Sequence[str],
) -> Response:
    """Keep a decision, or show the page again with what stands against it."""
    review, t = site.casebook.review, site.words(request)
    entry_id = review.resolve(id_)
    try:
        made = review.decide(
            act,
            list(dict.fromkeys((entry_id, *subjects[1:]))),
            by=site.person(),
            why=typed.why,
            content=content,
            shown=[entry_id],
            seen={entry_id: seen},
        )
    except ContradictsEarlier as fault:
        held = replace(typed, earlier=tuple(fault.earlier))
        return _again(site, request, id_, held, t("toll.contradicts"), CONFLICT)
    except StaleDecision:
        return _again(site, request, id_, typed, t("toll.stale"), CONFLICT)
    except InvalidDecision as fault:
        told = reason(str(fault), t.language) if typed.why.strip() else t("toll.needs_why")
        return _again(site, request, id_, typed, told)
    return site.redirect(with_done(f"/tolls/{review.resolve(entry_id)}", made.id))


def _again(
    site: Site, request: Request, id_: str, typed: Typed, problem: str, status: int = INVALID
) -> Response:
    sentence = f"{problem[:1].upper()}{problem[1:]}".rstrip(".") + "."
    held = replace(typed, problem=sentence)
    page = toll_page(site.casebook, site.words(request), id_, Asked(), held)
    return site.answer(request, "toll.html", page, status, levels=levels())
