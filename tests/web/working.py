"""A copy of the casebook of `tests.web.reports` that a test may decide on, and its pages."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import lxml.html
from httpx2 import Response
from starlette.testclient import TestClient
from tests.web.conftest import ADDRESS, PORT, Page

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.reading.builtin.reader import BuiltinReader
from testigo.review.queue import ReviewItem
from testigo.web.access import CSRF_FIELD, Keys
from testigo.web.app import create_app
from testigo.web.intake_desk import IntakeDesk


@dataclass
class Working:
    """A casebook somebody works on: what the pages show, and what their forms do."""

    casebook: Casebook
    client: TestClient
    keys: Keys
    desk: IntakeDesk

    def get(self, address: str, status: int = 200) -> Page:
        answer = self.client.get(address)
        assert answer.status_code == status, address
        return lxml.html.document_fromstring(answer.content.decode("utf-8"))

    def post(self, address: str, data: Mapping[str, object] | None = None) -> Response:
        form = {CSRF_FIELD: self.keys.csrf, **(data or {})}
        return self.client.post(address, data=form, headers={"Origin": ADDRESS})

    def send(self, page: Page, action: str, **filled: str) -> Response:
        """Send the form of a page that posts there, with what it holds and what is filled in."""
        [form, *_] = [f for f in page.forms if (f.get("action") or "").endswith(action)]
        held = {name: value or "" for name, value in form.form_values()}
        held.pop(CSRF_FIELD)
        return self.post(form.get("action", ""), held | filled)

    def id_of(self, name: str) -> str:
        [found] = [r.id for r in self.casebook.reports() if (r.address or "").endswith(name)]
        return found

    def items(self, name: str) -> list[ReviewItem]:
        return self.casebook.review.of_report(self.id_of(name))


@contextlib.contextmanager
def working(casebook: Casebook, folder: Path) -> Iterator[Working]:
    """Open a copy in a folder as Alba Quispe; what is read again is read by rules alone."""
    store_settings(Settings(name="Alba Quispe", language="en"))
    copy = folder / "working.db"
    copy.write_bytes(casebook.path.read_bytes())
    keys = Keys()
    with (
        Casebook.open(copy) as opened,
        IntakeDesk(opened, lambda: BuiltinReader(rules_alone=True)) as desk,
    ):
        app = create_app(opened, keys=keys, port=PORT, desk=desk)
        client = TestClient(app, base_url=ADDRESS, follow_redirects=False)
        client.get(f"/enter?token={keys.token}")
        yield Working(opened, client, keys, desk)


def text(element: Page) -> str:
    """The words of an element, its white space plain."""
    return re.sub(r"\s+", " ", element.text_content()).strip()
