"""The settings page, the language of the pages, and decisions before a name is set."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import lxml.html
import pytest
from fastapi import Form
from httpx2 import Response
from starlette.requests import Request
from starlette.testclient import TestClient
from tests.web.conftest import Page

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings, stored_settings
from testigo.web.access import Keys
from testigo.web.asked import accepted_language, local
from testigo.web.intake_desk import IntakeDesk
from testigo.web.site import Site

Get = Callable[[str], Page]
Post = Callable[..., Response]


def words(element: Page) -> str:
    return " ".join(element.text_content().split())


def test_what_is_set_is_shown_and_kept(get: Get, post: Post) -> None:
    form = {"name": " Alba  Quispe ", "language": "es", "theme": "dark", "key_accept": "j"}

    answer = post("/settings", form | {"keys_on": "0", "double_reading": "1"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/settings?saved=1")
    kept = stored_settings()
    assert (kept.name, kept.language, kept.theme) == ("Alba Quispe", "es", "dark")
    assert (kept.keys["accept"], kept.keys_on, kept.double_reading) == ("j", False, True)
    page = get("/settings?saved=1")
    assert "Guardado." in words(page)
    assert page.xpath("//input[@name='name']/@value") == ["Alba Quispe"]
    assert page.xpath("//option[@selected]/@value") == ["es", "dark"]
    assert page.xpath("//input[@name='key_accept']/@value") == ["j"]
    assert page.xpath("//input[@type='radio'][@checked]/@value") == ["1", "0"]


def test_a_form_sets_only_what_it_holds(post: Post) -> None:
    store_settings(Settings(name="Alba Quispe", language="es", theme="dark", keys_on=False))

    post("/settings", {"name": "Bruno Apaza"})

    assert stored_settings() == Settings("Bruno Apaza", "es", keys_on=False, theme="dark")


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"name": " "}, "A name has 1 to 200 characters"),
        ({"language": "fr"}, "The pages do not speak that language"),
        ({"theme": "sepia"}, "There is light, dark, or as the system"),
        ({"key_accept": "x"}, "“accept” and “reject” cannot both have the same key"),
        ({"key_accept": "ab"}, "A key is one character"),
    ],
    ids=str,
)
def test_what_cannot_be_set_is_said_beside_its_field_and_nothing_is_kept(
    post: Post, own_settings: Path, form: dict[str, str], why: str
) -> None:
    answer = post("/settings", {"double_reading": "1"} | form)

    assert answer.status_code == 400
    assert 'class="error"' in answer.text
    assert why.lower() in answer.text.lower()
    assert not own_settings.exists()


def test_the_page_goes_back_to_where_the_person_came_from(get: Get, post: Post) -> None:
    [back] = get("/settings?back=/search%3Fq%3Dx").xpath("//input[@name='back']/@value")
    assert back == "/search?q=x"

    answer = post("/settings", {"name": "Alba", "back": back})

    assert answer.headers["location"] == "/search?q=x"


@pytest.mark.parametrize(
    "address", ["//a.example/", "https://a.example", "/\\a.example", "a", "/a\r\nSet-Cookie: x", ""]
)
def test_no_form_leads_to_another_site(address: str) -> None:
    assert local(address) == "/"


def test_the_json_twin_says_what_is_set(client: TestClient) -> None:
    store_settings(Settings(name="Alba Quispe"))

    assert client.get("/settings?format=json").json() == Settings(name="Alba Quispe").to_json()


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-419,es;q=0.9,en;q=0.5", "es"),
        ("fr-FR, en;q=0.2, es;q=0.3", "es"),
        ("fr, qu", "en"),
        ("es;q=nonsense, en;q=0.1", "en"),
        ("*", "en"),
        ("," * 5000, "en"),
    ],
)
def test_the_pages_speak_what_the_browser_asks_for(header: str, language: str) -> None:
    assert accepted_language(header) == language


def test_the_language_that_is_set_goes_before_the_browser(client: TestClient) -> None:
    store_settings(Settings(language="es"))

    page = client.get("/search", headers={"Accept-Language": "en"})

    assert '<html lang="es"' in page.text
    assert "Buscar en todo</h1>" in page.text


def test_the_theme_that_is_set_stands_on_the_page(client: TestClient) -> None:
    assert "data-theme" not in client.get("/search").text
    store_settings(Settings(theme="dark"))
    assert 'data-theme="dark"' in client.get("/search").text


def test_the_keys_stand_on_the_page_unless_they_are_off(get: Get) -> None:
    [keys] = get("/search").xpath("//body/@data-keys")
    assert json.loads(keys)["accept"] == "a"

    store_settings(Settings(keys_on=False))

    page = get("/search")
    assert page.xpath("//body/@data-keys") == [""]
    assert not page.xpath("//@aria-keyshortcuts")


def test_settings_that_are_broken_are_said_on_every_page(
    client: TestClient, own_settings: Path
) -> None:
    """Whether two read apart is not known then, and what the first said must not be shown."""
    own_settings.parent.mkdir(parents=True)
    own_settings.write_text("{")

    for address in ("/search", "/settings"):
        answer = client.get(address)
        assert answer.status_code == 500
        assert "mend or remove it" in answer.text


def test_nobody_decides_without_a_name_and_is_led_back_after_giving_one(
    casebook: Casebook, keys: Keys, stranger: TestClient
) -> None:
    door = stranger.app
    app = door._app  # type: ignore[attr-defined]
    desk = IntakeDesk(casebook)
    site = Site(casebook, keys, desk)
    decided: list[str] = []

    def decide(request: Request) -> Any:
        decided.append(site.person())
        return site.redirect("/search")

    site.post(app, "/decide", decide)
    stranger.get(f"/enter?token={keys.token}")
    headers = {"Origin": "http://127.0.0.1:8765", "Referer": "http://127.0.0.1:8765/search?q=x"}

    asked = stranger.post("/decide", data={"csrf": keys.csrf}, headers=headers)

    assert asked.status_code == 409
    assert "Under which name do you decide?" in asked.text
    assert 'name="came_from" value="/search?q=x"' in asked.text
    assert decided == []
    store_settings(Settings(name="Alba Quispe"))
    done = stranger.post("/decide", data={"csrf": keys.csrf}, headers=headers)
    assert (done.status_code, decided) == (303, ["Alba Quispe"])


def test_what_was_decided_without_a_name_is_sent_again_once_it_is_given(
    casebook: Casebook, stranger: TestClient, keys: Keys
) -> None:
    app = stranger.app._app  # type: ignore[attr-defined]
    site = Site(casebook, keys, IntakeDesk(casebook))
    decided: list[tuple[str, list[str], str]] = []

    def decide(
        item: Annotated[list[str], Form()],
        why: Annotated[str, Form()],
        back: Annotated[str, Form()],
    ) -> Any:
        decided.append((site.person(), item, why))
        return site.redirect(back)

    site.post(app, "/decide", decide)
    stranger.get(f"/enter?token={keys.token}")
    headers = {"Origin": "http://127.0.0.1:8765", "Referer": "http://127.0.0.1:8765/search"}
    typed = {"item": ["a", "b"], "why": "<two> lines\nof it", "back": "/people"}
    asked = stranger.post("/decide?of=x", data={"csrf": keys.csrf, **typed}, headers=headers)
    page = lxml.html.document_fromstring(asked.text)
    [form] = [f for f in page.forms if f.get("action") == "/settings/name"]

    assert page.xpath("//blockquote")[0].text == typed["why"]
    held = [(name, value) for name, value in form.form_values() if name != "decider"]
    body = {name: [v for n, v in held if n == name] for name, _ in held}
    refused = stranger.post("/settings/name", data={**body, "decider": " "}, headers=headers)
    asked_again = lxml.html.document_fromstring(refused.text)
    done = stranger.post("/settings/name", data={**body, "decider": "Luz"}, headers=headers)

    assert refused.status_code == 400
    assert asked_again.xpath("//p[@id='wrong-decider']")
    assert [n for n, _ in asked_again.forms[-1].form_values() if n != "decider"] == [
        name for name, _ in held
    ]
    assert (done.status_code, done.headers["location"]) == (307, "/decide?of=x")
    again = stranger.post("/decide?of=x", data={**body, "decider": "Luz"}, headers=headers)
    assert again.headers["location"] == "/people"
    [(name, items, why)] = decided
    assert (name, items, why.replace("\r", "")) == ("Luz", ["a", "b"], typed["why"])


def test_what_goes_wrong_has_a_json_twin_too(client: TestClient) -> None:
    answer = client.get("/reports/ffff?format=json")

    assert answer.status_code == 404
    assert set(answer.json()) == {"what", "where", "next"}
