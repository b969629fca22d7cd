"""What goes wrong is one page with one sentence each: what, where, what next."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient
from tests.web.conftest import ADDRESS

from testigo.casebook import Casebook
from testigo.casebook.settings import BadSetting, BrokenSettings, settings_file
from testigo.record.errors import InvalidDate, InvalidRecord, TestigoError
from testigo.store.errors import AmbiguousId, CasebookBusy, DamagedCasebook, NotKept, StaleDecision
from testigo.web import problems
from testigo.web.access import Keys
from testigo.web.asked import BadParameter
from testigo.web.intake_desk import IntakeDesk
from testigo.web.site import Site

HEADERS = {"Accept-Language": "es"}


def answers_to(fault: TestigoError, casebook: Casebook) -> tuple[Any, Any]:
    """What a page and a form answer that meet this fault."""
    app = FastAPI()
    site = Site(casebook, Keys(), IntakeDesk(casebook))
    problems.add_to(app, site)

    def meet(request: Request) -> Any:
        raise fault

    site.get(app, "/", meet, twin=dict[str, int])
    site.post(app, "/", meet)
    client = TestClient(app, base_url=ADDRESS)
    return client.get("/", headers=HEADERS), client.post("/", headers=HEADERS)


FAULTS: list[tuple[TestigoError, int, int, str]] = [
    (NotKept("person", "abc"), 404, 404, "Aquí no hay nada con ese identificador"),
    (BadParameter("from", "it is no date"), 400, 400, "como from"),
    (BadSetting("name", "a name has words"), 400, 400, "A name has words."),
    (StaleDecision("abc", (3,)), 409, 409, "Entre tanto se decidió"),
    (InvalidDate("9 Janury", "it has no month"), 500, 400, "is not a date testigo can keep"),
    (InvalidRecord("field x is missing"), 500, 400, "Field x is missing."),
    (BrokenSettings(settings_file(), "it is no JSON"), 500, 500, "mend or remove it"),
]


@pytest.mark.parametrize(
    ("fault", "page", "form", "said"), FAULTS, ids=[type(f[0]).__name__ for f in FAULTS]
)
def test_a_fault_has_its_status_and_its_sentence(
    casebook: Casebook, fault: TestigoError, page: int, form: int, said: str
) -> None:
    got, posted = answers_to(fault, casebook)

    assert (got.status_code, posted.status_code) == (page, form)
    for answer in (got, posted):
        assert said in answer.text
        assert "Qué hacer" in answer.text


def test_a_form_that_met_a_busy_casebook_can_be_sent_again_as_it_was(
    casebook: Casebook, client: TestClient, keys: Keys
) -> None:
    app = client.app._app  # type: ignore[attr-defined]

    def meet(request: Request) -> Any:
        raise CasebookBusy(casebook.path, 5)

    Site(casebook, keys, IntakeDesk(casebook)).post(app, "/meet", meet)
    typed = {"csrf": keys.csrf, "why": "seen by two", "value": "7"}

    answer = client.post("/meet", data=typed, headers={"Origin": ADDRESS})

    assert answer.status_code == 503
    page = lxml.html.document_fromstring(answer.text)
    [form] = [f for f in page.forms if f.get("action") == "/meet"]
    assert dict(form.form_values()) == typed
    assert page.xpath("//blockquote")[0].text == "seen by two"


def test_every_fault_of_reading_has_a_sentence_in_the_language_of_the_reader() -> None:
    named = {kind for kind, _ in problems._STATUS}

    assert {NotKept, AmbiguousId, CasebookBusy, StaleDecision, BadParameter} <= named
    assert DamagedCasebook in problems._OF_THE_SERVER


@pytest.mark.parametrize(
    ("asked", "status"), [("", 200), ("html", 200), ("json", 200), ("xml", 400), ("csv", 400)]
)
def test_a_form_that_no_page_has_is_refused_in_one_sentence(
    client: TestClient, asked: str, status: int
) -> None:
    answer = client.get("/search", params={"format": asked, "q": "x", "colour": "blue"})

    assert answer.status_code == status
    if status == 400:
        assert "What the address or form gives as format cannot be understood." in answer.text
