"""Every page keeps to what openapi.json says of it, whatever it is asked: Schemathesis asks.

It finds the pages by itself. A page that reads may answer 200 or refuse with one sentence; a form
may lead on (303) or be refused; none breaks down, and every JSON twin has its declared form.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.python.asgi import ASGIClient
from starlette.testclient import TestClient
from tests.web.conftest import ADDRESS, PORT

from testigo.casebook import Casebook
from testigo.review.lists import ListWanted
from testigo.web.access import CSRF_FIELD, Keys
from testigo.web.app import create_app

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
EXAMPLES = 8
"""Few a page, and the same each time: the room is large and the suite has to stay quick."""


@pytest.fixture(scope="module")
def own_casebook(
    casebook: Casebook, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Casebook]:
    """A copy: forms are sent too."""
    copy = tmp_path_factory.mktemp("asked") / "lake.db"
    copy.write_bytes(casebook.path.read_bytes())
    with Casebook.open(copy) as opened:
        yield opened


@pytest.fixture(scope="module")
def module_keys() -> Keys:
    return Keys()


@pytest.fixture(scope="module")
def app(own_casebook: Casebook, module_keys: Keys) -> Any:
    return create_app(own_casebook, keys=module_keys, port=PORT)


@pytest.fixture(scope="module")
def client(app: Any, module_keys: Keys) -> TestClient:
    client = TestClient(app, base_url=ADDRESS, follow_redirects=False)
    client.get(f"/enter?token={module_keys.token}")
    return client


@pytest.fixture(scope="module")
def api(app: Any, client: TestClient) -> Any:
    loaded = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
    loaded.app = app
    return loaded


@pytest.fixture(scope="module")
def known(own_casebook: Casebook) -> Mapping[str, str]:
    """A real id for the first part of an address, so that its pages are asked for one too."""
    report = next(r.id for r in own_casebook.reports() if (r.address or "").endswith("cuatro.txt"))
    views = ("people", "incidents", "measures", "actors")
    entries = {view: own_casebook.review.entries(ListWanted(view, size=1)).rows for view in views}
    ids = {view: rows[0].id for view, rows in entries.items() if rows}
    return {"reports": report, "entries": ids["people"], **ids}


@dataclass
class Asker:
    """Who asks the pages: let in, with the secret of the forms."""

    session: ASGIClient
    cookies: dict[str, str]
    csrf: str
    known: Mapping[str, str]

    def ask(self, operation: schemathesis.APIOperation, mode: GenerationMode) -> None:
        """Ask one page a few times, every other time with an id that is there."""
        real = self.known.get(operation.path.split("/")[1])

        @given(operation.as_strategy(generation_mode=mode), st.booleans())
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        def each(case: schemathesis.Case, is_real: bool) -> None:
            if is_real and real is not None and "id_" in (case.path_parameters or {}):
                case.path_parameters["id_"] = real
            self._send(case)

        each()

    def _send(self, case: schemathesis.Case) -> None:
        if isinstance(case.body, dict):
            case.body[CSRF_FIELD] = self.csrf
        case.call_and_validate(
            base_url=ADDRESS,
            session=self.session,
            cookies=self.cookies,
            headers={"Origin": ADDRESS},
            allow_redirects=False,
            checks=CHECKS,
        )


@pytest.fixture(scope="module")
def asker(
    app: Any, client: TestClient, module_keys: Keys, known: Mapping[str, str]
) -> Iterator[Asker]:
    with ASGIClient(app, ADDRESS) as session:
        yield Asker(session, dict(client.cookies), module_keys.csrf, known)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_page_keeps_to_its_description(
    api: Any, asker: Asker, mode: GenerationMode, subtests: pytest.Subtests
) -> None:
    # Some pages take nothing that could be wrong.
    nothing_to_ask = Unsatisfiable if mode is GenerationMode.NEGATIVE else ()
    for found in api.get_all_operations():
        operation = found.ok()
        with subtests.test(operation.label), contextlib.suppress(nothing_to_ask):
            asker.ask(operation, mode)
