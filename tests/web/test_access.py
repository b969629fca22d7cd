"""Who is let in, and what every answer forbids."""

from __future__ import annotations

import importlib.util

import pytest
from opentelemetry import trace
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from testigo.web.access import HEADERS, Keys

PAGES = ("/", "/search?q=killed", "/reports/0", "/?format=json", "/nowhere")


@pytest.mark.parametrize("page", [*PAGES, "/docs", "/redoc", "/openapi.json"])
def test_no_page_opens_without_the_token(stranger: TestClient, page: str) -> None:
    answer = stranger.get(page)

    assert answer.status_code == 403
    assert "has not been let in" in answer.text


@pytest.mark.parametrize("page", ["/docs", "/redoc", "/openapi.json"])
def test_the_interface_is_described_nowhere(client: TestClient, page: str) -> None:
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
    assert stranger.get("/").status_code == 200


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
def test_nothing_is_written_through_the_pages(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 405


def test_a_socket_is_not_opened(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/"):
        pass


def test_nothing_is_exported_to_a_telemetry_collector() -> None:
    assert importlib.util.find_spec("opentelemetry.sdk") is None
    assert not trace.get_tracer("testigo").start_span("request").is_recording()
