"""A casebook of five reports, and a client that was let in to its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.web.reports import make_casebook

from testigo.casebook import Casebook
from testigo.casebook.settings import settings_file
from testigo.web.access import CSRF_FIELD, Keys
from testigo.web.app import create_app

PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"

Page = lxml.html.HtmlElement


@pytest.fixture(scope="session")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Casebook]:
    path = make_casebook(tmp_path_factory.mktemp("casebook") / "lake.db")
    with Casebook.open(path) as opened:
        yield opened


@pytest.fixture
def keys() -> Keys:
    return Keys()


@pytest.fixture
def stranger(casebook: Casebook, keys: Keys) -> TestClient:
    """A client without a cookie."""
    app = create_app(casebook, keys=keys, port=PORT)
    return TestClient(app, base_url=ADDRESS, follow_redirects=False)


@pytest.fixture
def client(stranger: TestClient, keys: Keys) -> TestClient:
    assert stranger.get(f"/enter?token={keys.token}").status_code == 303
    return stranger


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of settings of this test alone; it is not there yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return settings_file()


@pytest.fixture
def post(client: TestClient, keys: Keys) -> Callable[..., Response]:
    """Send a form as a page of ours does: with its origin and its secret."""

    def send(address: str, data: Mapping[str, object] | None = None, **more: Any) -> Response:
        form = {CSRF_FIELD: keys.csrf, **(data or {})}
        return client.post(address, data=form, headers={"Origin": ADDRESS}, **more)

    return send


@pytest.fixture
def get(client: TestClient) -> Callable[[str], Page]:
    def get_page(address: str) -> Page:
        answer = client.get(address)
        assert answer.status_code == 200, address
        return lxml.html.document_fromstring(answer.content.decode("utf-8"))

    return get_page


@pytest.fixture
def id_of(casebook: Casebook) -> Callable[[str], str]:
    """The id of the report that was read from a file of that name."""

    def find(name: str) -> str:
        [found] = [r.id for r in casebook.reports() if (r.address or "").endswith(name)]
        return found

    return find
