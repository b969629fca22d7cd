"""A language model set up, let to and asked in a real browser, in both languages, by keys alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import expect as see
from tests.casebook.model_doubles import casebook_of, one_toll
from tests.reading.llm.model_server import ModelServer, serving
from tests.web.served import Served, served

from testigo.casebook.settings import Settings, store_settings

Watch = Callable[[Page, str], Page]
CheckAxe = Callable[[Page], None]

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "address": "Address",
        "model": "Model",
        "save": "Set up",
        "not_let": "Nothing is sent: nobody has let text go to api.example.org:443.",
        "why": "Why",
        "let": "Let text go to api.example.org:443",
        "here": "on this machine, nothing leaves it",
        "read": "Read 3 with the model",
        "send": "Send 3 reports to",
        "done": "3 reports read",
        "off": "Switch the language model off",
        "none": "No language model is set up; nothing is sent.",
    },
    "es": {
        "address": "Dirección",
        "model": "Modelo",
        "save": "Configurar",
        "not_let": "No se envía nada: nadie ha permitido que salga texto hacia api.example.org",
        "why": "Por qué",
        "let": "Permitir que salga texto hacia api.example.org:443",
        "here": "en esta máquina, nada sale de ella",
        "read": "Leer 3 con el modelo",
        "send": "Enviar 3 notas a",
        "done": "3 notas leídas",
        "off": "Apagar el modelo de lenguaje",
        "none": "No hay ningún modelo de lenguaje configurado; no se envía nada.",
    },
}


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with serving(one_toll) as server:
        yield server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    casebook_of(tmp_path).close()
    with served(tmp_path / "casebook.db") as running:
        yield running


def entered(browser: Browser, server: Served, **options: Any) -> Page:
    page = browser.new_context(viewport={"width": 1366, "height": 768}, **options).new_page()
    page.goto(server.entrance)
    return page


def set_up(page: Page, words: dict[str, str], address: str) -> None:
    page.get_by_label(words["address"], exact=True).fill(address)
    page.get_by_label(words["model"], exact=True).fill("chica-1")
    page.get_by_role("button", name=words["save"], exact=True).press("Enter")


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("language", WORDS)
def test_a_model_is_set_up_let_to_and_reads_a_list(
    browser: Browser,
    server: Served,
    model: ModelServer,
    watch: Watch,
    check_axe: CheckAxe,
    language: str,
    has_script: bool,
) -> None:
    store_settings(Settings(name="Ana Quispe", language=language))
    words = WORDS[language]
    page = entered(browser, server, java_script_enabled=has_script)
    watch(page, server.origin)
    page.goto(f"{server.origin}/settings/model")
    axe = check_axe if has_script else (lambda _: None)
    axe(page)

    set_up(page, words, "https://api.example.org/v1")
    see(page.get_by_text(words["not_let"]).first).to_be_visible()
    axe(page)
    page.goto(f"{server.origin}/read-with-model")
    axe(page)
    consent = page.locator("#consent")
    consent.get_by_label(words["why"]).fill("the board agreed")
    consent.get_by_role("button", name=words["let"]).press("Enter")
    see(page.get_by_text(words["not_let"])).to_have_count(0)
    assert model.tries == 0

    page.goto(f"{server.origin}/settings/model")
    set_up(page, words, model.address)
    see(page.get_by_text(words["here"])).to_be_visible()
    page.goto(f"{server.origin}/inbox")
    page.get_by_role("link", name=words["read"]).press("Enter")
    axe(page)
    page.get_by_role("button", name=words["send"]).press("Enter")
    for _ in range(60):
        if not has_script:
            page.goto(f"{server.origin}/inbox")
        if page.get_by_text(words["done"]).count():
            break
        page.wait_for_timeout(500)
    see(page.get_by_text(words["done"]).first).to_be_visible()
    assert model.tries == 3

    page.goto(f"{server.origin}/settings/model")
    see(page.locator("tbody tr")).to_have_count(3)
    axe(page)
    page.get_by_role("button", name=words["off"]).press("Enter")
    see(page.get_by_text(words["none"])).to_be_visible()
    page.context.close()
