"""Who is let in, and what every answer forbids."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest
from opentelemetry import trace
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from tests.web.conftest import ADDRESS, Page

from testigo.web.access import CSRF_HEADER, HEADERS, Keys

PAGES = ("/inbox", "/search?q=killed", "/reports/0", "/inbox?format=json", "/nowhere")


@pytest.mark.parametrize("page", [*PAGES, "/docs", "/redoc", "/openapi.json"])
def test_no_page_opens_without_the_token(stranger: TestClient, page: str) -> None:
    answer = stranger.get(page)

    assert answer.status_code == 403
    assert "has not been let in" in answer.text


def test_the_interface_is_described_to_who_is_in(client: TestClient) -> None:
    assert client.get("/openapi.json").json()["info"]["title"] == "testigo"


@pytest.mark.parametrize("page", ["/docs", "/redoc"])
def test_no_page_that_would_load_a_script_from_elsewhere_describes_it(
    client: TestClient, page: str
) -> None:
    assert client.get(page).status_code == 404


def test_the_token_is_exchanged_for_a_strict_cookie_and_leaves_the_address(
    stranger: TestClient, keys: Keys
) -> None:
    token = keys.token

    answer = stranger.get(f"/enter?token={token}")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert str(token) not in cookie
    assert stranger.get("/inbox").status_code == 200


def test_the_token_works_once(stranger: TestClient, keys: Keys) -> None:
    address = f"/enter?token={keys.token}"
    stranger.get(address)
    stranger.cookies.clear()

    again = stranger.get(address)

    assert again.status_code == 403
    assert "used already" in again.text
    assert stranger.get("/").status_code == 403


def test_who_is_in_already_may_use_the_old_address(client: TestClient) -> None:
    answer = client.get("/enter?token=old")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("token", ["", "wrong", "ñ", "a" * 5000])
def test_a_wrong_token_opens_nothing_and_uses_nothing_up(
    stranger: TestClient, keys: Keys, token: str
) -> None:
    assert stranger.get("/enter", params={"token": token}).status_code == 403
    assert stranger.get(f"/enter?token={keys.token}").status_code == 303


def test_a_look_ahead_does_not_use_the_token_up(stranger: TestClient, keys: Keys) -> None:
    address = f"/enter?token={keys.token}"

    assert stranger.head(address).status_code == 405
    assert stranger.get(address, headers={"Sec-Purpose": "prefetch"}).status_code == 405
    assert stranger.get(address).status_code == 303


def test_followed_from_a_page_elsewhere_the_entrance_goes_on_by_itself(
    stranger: TestClient, keys: Keys
) -> None:
    answer = stranger.get(f"/enter?token={keys.token}", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 200
    assert 'content="0; url=/"' in answer.text
    assert "set-cookie" in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebound.example:8765"},
        {"Host": "127.0.0.1:9999"},
        {"Host": "localhost:8765"},
        {"Host": ""},
        {"Origin": "https://rebound.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "null"},
    ],
    ids=str,
)
def test_a_foreign_host_or_origin_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    for page in ("/", "/static/pages.css", "/enter?token=x"):
        answer = client.get(page, headers=headers)
        assert answer.status_code == 403
        assert "from somewhere else" in answer.text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_on_another_port_gets_nothing_with_our_cookie(client: TestClient, site: str) -> None:
    assert client.get("/", headers={"Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.parametrize("page", [*PAGES, "/static/pages.css", "/enter?token=x"])
def test_every_answer_carries_the_headers(stranger: TestClient, keys: Keys, page: str) -> None:
    for _ in ("before", "after"):
        answer = stranger.get(page)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        stranger.get(f"/enter?token={keys.token}")


def test_the_policy_allows_nothing_from_outside_and_nothing_inline() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "form-action 'self'; base-uri 'none'; frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_page_that_is_only_read_takes_no_form(client: TestClient, method: str) -> None:
    answer = client.request(method, "/search", headers={"Origin": ADDRESS})

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"


FORM = {"name": "Alba Quispe Rojas"}


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "none"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:9999"}],
    ids=str,
)
def test_a_form_that_does_not_come_from_a_page_of_ours_does_nothing(
    client: TestClient, keys: Keys, headers: dict[str, str], own_settings: Path
) -> None:
    answer = client.post("/settings", data={**FORM, "csrf": keys.csrf}, headers=headers)

    assert answer.status_code == 403
    assert "from somewhere else" in answer.text
    assert not own_settings.exists()


@pytest.mark.parametrize(
    "headers", [{"Origin": ADDRESS}, {"Sec-Fetch-Site": "same-origin"}], ids=str
)
def test_a_form_of_ours_does_its_work(
    client: TestClient, keys: Keys, headers: dict[str, str], own_settings: Path
) -> None:
    answer = client.post("/settings", data={**FORM, "csrf": keys.csrf}, headers=headers)

    assert (answer.status_code, answer.headers["location"]) == (303, "/settings?saved=1")
    assert own_settings.exists()


@pytest.mark.parametrize("csrf", ["", "wrong", "ñ", "x" * 5000])
@pytest.mark.parametrize("place", ["field", "header"])
def test_a_form_without_the_secret_of_this_server_does_nothing(
    client: TestClient, csrf: str, place: str, own_settings: Path
) -> None:
    data = {**FORM, "csrf": csrf} if place == "field" else FORM
    headers = {b"Origin": ADDRESS.encode()}
    if place == "header":
        headers[CSRF_HEADER.encode()] = csrf.encode()

    answer = client.post("/settings", data=data, headers=headers)  # type: ignore[arg-type]

    assert answer.status_code == 403
    assert "is not one of this server" in answer.text
    assert not own_settings.exists()


def test_an_island_sends_the_secret_in_a_header(
    client: TestClient, keys: Keys, own_settings: Path
) -> None:
    headers = {"Origin": ADDRESS, CSRF_HEADER: keys.csrf}

    assert client.post("/settings", data=FORM, headers=headers).status_code == 303
    assert own_settings.exists()


def test_a_form_that_names_no_page_of_ours_is_checked_before_it_is_missed(
    client: TestClient, keys: Keys
) -> None:
    for path in ("/nowhere", "/reports/0/nowhere"):
        answer = client.post(path, data={"csrf": keys.csrf}, headers={"Origin": ADDRESS})
        assert answer.status_code == 404


def test_every_form_of_a_page_carries_the_secret(get: Callable[[str], Page], keys: Keys) -> None:
    for address in ("/settings", "/inbox"):
        for form in get(address).xpath("//form[@method='post']"):
            assert form.xpath(".//input[@name='csrf']/@value") == [keys.csrf]


def test_a_socket_is_not_opened(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/"):
        pass


def test_nothing_is_exported_to_a_telemetry_collector() -> None:
    assert importlib.util.find_spec("opentelemetry.sdk") is None
    assert not trace.get_tracer("testigo").start_span("request").is_recording()


@pytest.mark.parametrize("headers", [{"Content-Length": "500000001"}, {"Transfer-Encoding": "x"}])
def test_a_form_that_brings_too_much_is_refused_with_a_page(
    client: TestClient, headers: dict[str, str]
) -> None:
    answer = client.post("/settings", content=b"", headers={"Origin": ADDRESS, **headers})

    assert answer.status_code == 413
    assert "500 MB at most" in answer.text
