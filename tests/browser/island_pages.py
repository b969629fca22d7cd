"""Small pages that hold what the islands look for, made of the real base, bar, words and style.

A queue of five items, a text with an edit form, cards, an inbox and a list, on a server of this
process that keeps what was decided and says no when it is asked to.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any

import uvicorn
from fastapi import FastAPI, Form, Request, UploadFile
from fastapi.staticfiles import StaticFiles
from jinja2 import ChoiceLoader, DictLoader, Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from testigo.casebook.settings import Settings
from testigo.record.kinds import KINDS, kind
from testigo.web.access import HEADERS
from testigo.web.app import STATIC
from testigo.web.islands_built import island_scripts
from testigo.web.marked_text import text_html
from testigo.web.marking import Marks, mark
from testigo.web.serving import listening
from testigo.web.words import words

ITEMS = 5
TEMPLATES = {
    "queue": """
{% extends "base.html" %}{% block title %}Item {{ n }}{% endblock %}
{% block main %}<div data-review>
{% if ahead %}<link rel="next" href="/queue/{{ n + 1 }}">{% endif %}
<p id="left" data-left>{{ left }} left</p>
<p id="notice">{{ notice }}</p>
<h1 tabindex="-1" data-focus>Item {{ n }}</h1>
{% if conflict %}<p id="conflict" role="alert">Bruno accepted this at 10:04.</p>{% endif %}
<form data-swap action="/queue/{{ n }}" method="post">
<label>Why <input name="why" value="{{ why }}"></label>
<button name="act" value="accept" data-key="accept">Accept</button>
<button name="act" value="reject" data-key="reject" data-key-label="say no">Reject</button>
<button name="act" value="later" data-key="later">Later</button>
</form>
<form data-swap action="/queue/{{ n }}" method="post">
<button name="act" value="undo" data-key="undo">Undo</button></form>
<a data-swap data-key="next" href="/queue/{{ n + 1 }}">Next</a>
<a data-swap data-key="previous" href="/queue/{{ n - 1 }}">Previous</a>
<details><summary data-key="flag">Flag</summary>
<button data-key="1" type="button">One</button></details>
</div>{% endblock %}""",
    "text": """
{% extends "base.html" %}{% block title %}Text{% endblock %}
{% block kind %}report-page{% endblock %}
{% block main %}<div class="panes"><article class="text" id="text" data-pane="abc123" tabindex="0">
<h1 class="outside">A title that stands outside</h1>
<div class="published" lang="{{ tongue }}">{{ html }}</div><p>Words after the text.</p></article>
<section class="cards" data-cards data-review>
<form data-edit action="/text" method="post">
<div data-field="name" data-label="Name of the person"><label>Name
<input id="name" name="name" data-follows></label><input type="hidden" name="spans.name">
<output data-words-of="name"></output></div>
<div data-field="age" data-label="Age"><label>Age <input id="age" name="age" value="34"></label>
<input type="hidden" name="spans.age" value="{{ spans }}">
<output data-words-of="age"></output></div>
<button data-key="save">Save</button> <a href="/list" data-key="cancel">Leave</a>
</form></section></div>
{% include "selection.html" %}{% endblock %}""",
    "window": """
{% extends "base.html" %}{% block main %}
<article class="text" data-pane="abc123" tabindex="0" lang="es">
<p data-text data-from="100">🕯 Ocho murieron.</p><p>…</p>
<p data-text data-from="300">Otros nueve.</p></article>
{% include "selection.html" %}{% endblock %}""",
    "cards": """
{% extends "base.html" %}{% block main %}<div data-review>
{% for n in range(1, 4) %}<section class="card far" data-item tabindex="-1" id="c{{ n }}">
<form action="/decided" method="post"><input type="hidden" name="card" value="{{ n }}">
<button data-key="accept">Accept</button></form></section>
{% for _ in range(40) %}<p>Between.</p>{% endfor %}{% endfor %}</div>{% endblock %}""",
    "inbox": """
{% extends "base.html" %}{% block main %}
<form data-drop action="/inbox" method="post" enctype="multipart/form-data">
<input type="hidden" name="csrf" value="secret"><input type="file" name="files" multiple></form>
<section data-progress="/inbox" data-running="{{ running }}"><progress data-bar></progress>
<output data-count></output></section>
<ol id="got" data-live>{% for name in files %}<li>{{ name }}</li>{% endfor %}</ol>{% endblock %}""",
    "list": """
{% extends "base.html" %}{% block main %}<form data-columns action="/list" method="get">
<label><input type="checkbox" name="column" value="age"> Age</label></form>
<table data-rows><tbody>{% for n in range(1, 4) %}<tr><td><a href="/queue/{{ n }}">Row {{ n }}</a>
<a href="/elsewhere">other</a></td></tr>{% endfor %}</tbody></table>{% endblock %}""",
}
TEXTS = {
    "emoji": (
        "es",
        "Vela 🕯️ por ocho\n\nLa familia 👩‍👧‍👦 Quispe pidió justicia 🙏🏽 ayer.\n\n"
        "Anselmo Ticona, de 34 años, murió.\n",
    ),
    "accents": (
        "es",
        "Jose\u0301 Nu\u0301n\u0303ez y el decomiso\n\nMuriO\u0301 el lunes Jose\u0301 Ticona, "
        "dijo su hermana; te\u0301cnico de 40 an\u0303os.\n",
    ),
    "arabic": (
        "ar",
        "قُتل ثلاثة أشخاص 🕯️\n\nقالت وزارة الصحة إن ثلاثة أشخاص قُتلوا يوم الاثنين، وأصيب أربعون.\n",
    ),
    "broken": ("en", "A\x00B \ud83d half\n\nEight \x07 people 🕯 were\rkilled in Puno.\n"),
}


@dataclass
class Kept:
    """What the server of these pages was asked to do."""

    decided: list[tuple[int, str, str]] = field(default_factory=list)
    posted: list[dict[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    fetched: list[tuple[str, bool]] = field(default_factory=list)
    running: int = 0
    answers_ahead: bool = False
    answer_status: int = 303
    keys_on: bool = True
    language: str = "en"
    keys: dict[str, str] = field(default_factory=dict)
    spans: str = ""


def make_app(kept: Kept) -> FastAPI:
    app = FastAPI()
    app.mount("/static", StaticFiles(directory=STATIC))
    pages = Environment(
        loader=ChoiceLoader([DictLoader(TEMPLATES), PackageLoader("testigo.web")]),
        autoescape=True,
        undefined=StrictUndefined,
    )

    def show(name: str, status: int = 200, **values: Any) -> Response:
        settings = Settings(keys_on=kept.keys_on)
        if kept.keys:
            settings = Settings(keys={**settings.keys, **kept.keys})
        common: dict[str, Any] = {
            "t": words(kept.language),
            "language": kept.language,
            "settings": settings,
            "csrf": "",
            "csrf_token": "",
            "casebook_name": "test",
            "version": "0",
            "address": "/",
            "here": "",
            "query": "",
            "kinds": [kind(name) for name in KINDS],
            "island_scripts": island_scripts,
        }
        html = pages.get_template(name).render(common | values)
        return HTMLResponse(html.encode("utf-8", errors="replace"), status)

    def queue(n: int, why: str = "", status: int = 200, **values: Any) -> Response:
        left = ITEMS - len(kept.decided)
        shown = {"n": n, "why": why, "left": left, "ahead": kept.answers_ahead, "conflict": False}
        done = kept.decided[-1] if kept.decided else None
        notice = f"{done[1]} {done[0]}" if done else ""
        return show("queue", status, **(shown | {"notice": notice} | values))

    @app.middleware("http")
    async def guarded(request: Request, call_next: Any) -> Response:
        is_fragment = request.headers.get("X-Testigo-Fragment") == "1"
        kept.fetched.append((f"{request.method} {request.url.path}", is_fragment))
        answer: Response = await call_next(request)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer

    @app.get("/queue/{n}")
    def get_item(n: int) -> Response:
        return queue(n)

    @app.post("/queue/{n}")
    def decide(
        request: Request, n: int, act: Annotated[str, Form()], why: Annotated[str, Form()] = ""
    ) -> Response:
        if kept.answer_status == 409:
            return queue(n, why, 409, conflict=True)
        if kept.answer_status != 303:
            return HTMLResponse("<main><h1>It broke.</h1></main>", kept.answer_status)
        kept.decided.append((n, act, why))
        after = f"/queue/{n + 1}"
        if kept.answers_ahead and request.headers.get("X-Testigo-Next") == after:
            parts = (
                f'<main><p id="left" data-left>{ITEMS - len(kept.decided)} left, ahead</p>'
                f'<p id="notice">{act} {n}</p></main>'
            )
            return HTMLResponse(parts, headers={"X-Testigo-Next": after})
        return RedirectResponse(after, 303)

    @app.get("/text/{name}")
    def get_text(name: str) -> Response:
        tongue, content = TEXTS[name]
        html = text_html(content, mark(content, None, Marks([])), {}, words(kept.language))
        return show("text", html=html, tongue=tongue, spans=kept.spans)

    @app.post("/text")
    async def save(request: Request) -> Response:
        kept.posted.append({name: str(value) for name, value in (await request.form()).items()})
        return RedirectResponse("/list", 303)

    @app.post("/decided")
    async def decided(request: Request) -> Response:
        kept.posted.append({name: str(value) for name, value in (await request.form()).items()})
        return RedirectResponse("/cards", 303)

    @app.get("/inbox")
    def get_inbox(format: str = "") -> Response:
        if format == "json":
            kept.running = max(0, kept.running - 1)
            done = len(kept.files) - kept.running
            return JSONResponse({"running": kept.running, "done": done, "total": len(kept.files)})
        shown = kept.files[: len(kept.files) - kept.running]
        return show("inbox", files=shown, running=kept.running)

    @app.post("/inbox")
    def hand_in(files: list[UploadFile], csrf: Annotated[str, Form()]) -> Response:
        assert csrf == "secret"
        kept.files += [file.filename or "" for file in files]
        kept.running = len(files)
        return RedirectResponse("/inbox", 303)

    @app.get("/reports/{id_}/add")
    def add(request: Request, id_: str) -> Response:
        asked = json.dumps(dict(request.query_params) | {"report": id_})
        return HTMLResponse(f"<title>added</title><pre>{asked}</pre>")

    for name in ("window", "cards", "list"):
        app.add_api_route(f"/{name}", lambda name=name: show(name), methods=["GET"])
    return app


@contextlib.contextmanager
def island_pages(kept: Kept) -> Iterator[str]:
    """Serve the pages; yields their address."""
    with listening(0) as sock:
        settings = uvicorn.Config(
            make_app(kept), log_config=None, log_level="error", lifespan="off", ws="none"
        )
        server = uvicorn.Server(settings)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)
