"""The server itself: where it listens, what it prints, what it writes down."""

from __future__ import annotations

import http.client
import logging
import re
import shutil
import socket
import stat
import sys
import webbrowser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from tests.web.served import served

from testigo.casebook import Casebook
from testigo.store.errors import NoCasebook
from testigo.web.serving import PlacesOnly, PortTaken, _browser, listening, serve


def ask(origin: str, path: str, cookie: str = "") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    return connection.getresponse()


def test_it_prints_an_address_that_lets_in_and_stops_in_good_order(casebook: Casebook) -> None:
    with served(casebook.path) as server:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/enter\?token=[\w-]{43}", server.entrance)
        entered = ask(server.origin, server.entrance.removeprefix(server.origin))
        cookie = str(entered.headers["Set-Cookie"]).partition(";")[0]
        page = ask(server.origin, "/inbox", cookie)

        assert (entered.status, page.status) == (303, 200)
        assert "server" not in page.headers
        assert b"Two counts" in page.read()
        assert server.stop() == (0, "The address works once, in one browser. Ctrl-C ends it.\n")


def test_nobody_else_on_the_network_reaches_it(casebook: Casebook) -> None:
    with served(casebook.path) as server:
        port = urlsplit(server.origin).port
        assert port is not None
        with socket.socket() as other:
            other.settimeout(5)
            assert other.connect_ex(("127.0.0.2", port)) != 0


def test_a_fault_is_written_down_without_the_words_of_a_report(
    casebook: Casebook, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(casebook.path, copy)
    with served(copy) as server:
        entered = ask(server.origin, server.entrance.removeprefix(server.origin))
        cookie = str(entered.headers["Set-Cookie"]).partition(";")[0]
        copy.write_bytes(b"Anselmo Ticona" * 5000)
        assert ask(server.origin, "/search?q=Anselmo", cookie).status == 500
        _, errors = server.stop()

    assert "Anselmo" not in errors


def test_a_traceback_keeps_its_places_and_loses_its_message() -> None:
    try:
        raise ValueError("Anselmo Ticona Huarcaya")
    except ValueError:
        written = PlacesOnly("%(message)s").formatException(sys.exc_info())

    assert written.startswith("ValueError\n  test_serving.py:")
    assert "Anselmo" not in written


def test_no_request_is_written_down() -> None:
    from testigo.web.serving import LOGGING

    assert "uvicorn.access" not in str(LOGGING)
    assert not logging.getLogger("uvicorn.access").handlers


def test_a_port_in_use_is_named_with_the_way_out(casebook: Casebook) -> None:
    with listening(0) as taken:
        port: int = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"port {port} .*`--port 0` takes one that is free"):
            serve(casebook.path, port=port)


def test_there_is_nothing_to_serve_without_a_casebook(tmp_path: Path) -> None:
    with pytest.raises(NoCasebook, match="testigo read"):
        serve(tmp_path / "none.db", port=0)


def test_the_token_does_not_stand_in_the_command_line_of_the_browser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)

    with _browser("http://127.0.0.1:1/enter?token=secret"):
        [address] = opened
        page = Path(unquote(urlsplit(address).path))
        assert "secret" not in address
        assert "token=secret" in page.read_text()
        assert stat.S_IMODE(page.stat().st_mode) == 0o600
        assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700

    assert not page.exists()
