"""The language model on the pages: set up, let to, asked before a run, read behind the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from starlette.testclient import TestClient
from tests.casebook.model_doubles import ANA, ELSEWHERE, HOST, Road, casebook_of, ids, one_toll
from tests.reading.llm.model_server import ModelServer, fails, serving

import testigo.casebook.language_model as rooms
from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.web.access import CSRF_FIELD, Keys
from testigo.web.app import create_app
from testigo.web.intake_desk import IntakeDesk

PORT = 8765
FORM = {"address": ELSEWHERE.address, "model": "grande-1", "structured": "json", "tries": "1"}


class Browser:
    """A person's browser, let in: pages, twins, and forms as the pages send them."""

    def __init__(self, casebook: Casebook, desk: IntakeDesk) -> None:
        self.keys = Keys()
        app = create_app(casebook, keys=self.keys, port=PORT, desk=desk)
        address = f"http://127.0.0.1:{PORT}"
        self.client = TestClient(app, base_url=address, follow_redirects=False)
        self.client.get(f"/enter?token={self.keys.token}")
        self.origin = {"origin": address, "referer": address + "/"}

    def page(self, path: str) -> lxml.html.HtmlElement:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return lxml.html.fromstring(answer.text)

    def twin(self, path: str) -> Any:
        mark = "&" if "?" in path else "?"
        return self.client.get(f"{path}{mark}format=json").json()

    def post(self, path: str, form: Mapping[str, Any]) -> Any:
        sent = {CSRF_FIELD: self.keys.csrf, **form}
        return self.client.post(path, data=sent, headers=self.origin)

    def send(self, path: str, name: str, **typed: Any) -> Any:
        """Fill in a form of a page, named by its id or else by where it goes, and send it."""
        forms = self.page(path).forms
        [form] = [one for one in forms if name in (one.get("id"), one.get("action"))]
        held = dict(form.form_values())
        return self.post(form.get("action"), held | typed)


@pytest.fixture
def casebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Casebook]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    store_settings(Settings(name=ANA, language="en"))
    with casebook_of(tmp_path) as made:
        yield made


@pytest.fixture
def desk(casebook: Casebook) -> Iterator[IntakeDesk]:
    with IntakeDesk(casebook) as made:
        yield made


@pytest.fixture
def person(casebook: Casebook, desk: IntakeDesk) -> Browser:
    return Browser(casebook, desk)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    with serving(one_toll) as served:
        monkeypatch.setattr(rooms, "connect", Road(served))
        yield served


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def set_up(person: Browser, **more: str) -> None:
    answer = person.post("/settings/model", FORM | {"seen": str(seen(person))} | more)
    assert answer.status_code == 303, answer.text


def seen(person: Browser) -> int:
    own = "//form[starts-with(@action, '/settings/model')]/input[@name='seen']/@value"
    [value] = set(person.page("/settings/model").xpath(own))
    return int(value)


def consent(person: Browser, **more: Any) -> Any:
    form = {"host": HOST, "why": "the board agreed", "seen": str(seen(person))}
    return person.post("/settings/model/consent", form | more)


def test_the_settings_say_that_nothing_is_sent_and_lead_to_the_form(person: Browser) -> None:
    page = person.page("/settings")
    section = page.get_element_by_id("language-model")
    assert "nothing is sent" in words(section)
    assert section.xpath(".//a/@href") == ["/settings/model"]


def test_a_model_is_set_up_and_waits_for_consent(person: Browser, server: ModelServer) -> None:
    set_up(person, price_in="0,5", price_out="2", most_cost="3")
    twin = person.twin("/settings/model")
    assert twin["settings"]["price_in"] == 0.5
    assert (twin["host"], twin["is_local"], twin["let_by"]) == (HOST, False, None)
    page = person.page("/settings/model")
    assert f"Nothing is sent: nobody has let text go to {HOST}." in words(page)

    answer = person.send("/settings/model", "consent", why="")
    assert answer.status_code == 422
    assert person.twin("/settings/model")["let_by"] is None

    assert consent(person).status_code == 303
    twin = person.twin("/settings/model")
    assert (twin["let_by"]["by"], twin["let_by"]["why"]) == (ANA, "the board agreed")
    assert HOST in words(person.page("/settings"))
    assert server.tries == 0


def test_consent_is_undone_where_it_is_shown(person: Browser) -> None:
    set_up(person)
    consent(person)
    made = person.twin("/settings/model")["let_by"]
    [undo] = [f for f in person.page("/settings/model").forms if made["id"] in f.get("action")]
    assert person.post(undo.get("action"), dict(undo.form_values())).status_code == 303
    assert person.twin("/settings/model")["let_by"] is None


def test_switching_off_leaves_no_model(person: Browser) -> None:
    set_up(person)
    form = {"seen": str(seen(person))}
    assert person.post("/settings/model/off", form).status_code == 303
    assert person.twin("/settings/model")["settings"] is None


def test_a_form_that_has_not_shown_the_last_decision_is_refused(person: Browser) -> None:
    set_up(person)
    answer = person.post("/settings/model", FORM | {"model": "otro", "seen": "0"})
    assert answer.status_code == 409
    assert person.twin("/settings/model")["settings"]["model"] == "grande-1"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "ftp://a"),
        ("address", "https://ana:secret@a/v1"),
        ("model", " "),
        ("structured", "xml"),
        ("most_cost", "3"),
        ("window", "many"),
        ("window", "10"),
        ("price_in", "-1"),
        ("timeout", "nan"),
        ("seed", "1" * 40),
    ],
)
def test_what_cannot_be_set_is_said_at_its_field_and_nothing_typed_is_lost(
    person: Browser, field: str, value: str
) -> None:
    answer = person.post("/settings/model", FORM | {"key_name": "MY_KEY", field: value})
    assert answer.status_code == 422
    page = lxml.html.fromstring(answer.text)
    assert page.xpath(f"//p[@id='wrong-{field}']")
    assert page.xpath("//input[@name='key_name']/@value") == ["MY_KEY"]
    assert person.twin("/settings/model")["settings"] is None


def test_a_form_without_its_secret_sets_nothing(person: Browser) -> None:
    answer = person.client.post("/settings/model", data=FORM, headers=person.origin)
    assert answer.status_code == 403
    assert person.twin("/settings/model")["settings"] is None


def test_a_decision_without_a_name_is_asked_for_one(person: Browser) -> None:
    store_settings(Settings())
    assert person.post("/settings/model", FORM).status_code == 409
    assert person.twin("/settings/model")["settings"] is None


# Before a run, and the run


def test_before_a_run_the_page_says_what_where_and_how_much(
    person: Browser, casebook: Casebook, server: ModelServer
) -> None:
    first = ids(casebook)[0]
    assert "No language model is set up" in words(person.page("/read-with-model"))
    assert not person.page(f"/reports/{first}").xpath("//a[contains(@href, 'read-with-model')]")
    set_up(person, price_in="1", price_out="2", most_cost="5")
    [link] = person.page(f"/reports/{first}").xpath("//a[contains(@href, 'read-with-model')]/@href")
    page = person.page(link)
    said = words(page)
    assert "1 report" in said
    assert HOST in said
    assert "on another machine" in said
    assert "an estimate" in said
    assert "5.00 USD" in said
    twin = person.twin(link)
    assert (twin["to_read"], twin["may_go"], twin["known"]) == ([first], False, 0)
    assert twin["tokens_in"] > 0
    assert twin["cost"] > 0
    assert "Send 1 report" not in said


def test_consent_is_asked_where_it_is_missing_and_leads_back(
    person: Browser, casebook: Casebook, server: ModelServer
) -> None:
    set_up(person)
    here = f"/read-with-model?report={ids(casebook)[0][:16]}"
    answer = person.send(here, "consent", why="the board agreed")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(here)
    assert f"Send 1 report to {HOST}" in words(person.page(answer.headers["location"]))
    assert server.tries == 0


def test_a_forged_run_without_consent_sends_nothing(
    person: Browser, casebook: Casebook, desk: IntakeDesk, server: ModelServer
) -> None:
    set_up(person)
    person.post("/read-with-model", {"reports": " ".join(ids(casebook)), "back": "/inbox"})
    # Not even if the desk is told directly: whether it may go is asked at the moment of sending.
    desk.read_with_model(ids(casebook))
    assert desk.wait(60)
    assert server.tries == 0
    [delivery] = desk.deliveries()
    assert delivery.state == "broken"
    assert "nobody has let text" in (delivery.why or "")


def test_a_list_is_read_behind_the_pages_and_told_in_the_inbox(
    person: Browser, casebook: Casebook, desk: IntakeDesk, server: ModelServer
) -> None:
    set_up(person)
    consent(person)
    [link] = person.page("/inbox").xpath("//a[contains(@href, 'read-with-model')]/@href")
    answer = person.send(link, "/read-with-model")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inbox")
    assert desk.wait(120)
    assert server.tries == 3
    [delivery] = person.twin("/inbox")["deliveries"]
    assert (delivery["state"], delivery["read"], delivery["failed"]) == ("done", 3, 0)
    assert {reading.reader.name for reading in casebook.readings()} == {"llm"}
    assert person.twin(link)["known"] == 3
    assert "Nothing is to be sent." in words(person.page(link))
    assert person.twin("/settings/model")["calls"] == 3
    assert "an answer" in words(person.page("/settings/model"))


def test_the_list_can_be_cut_by_its_filters(
    person: Browser, casebook: Casebook, server: ModelServer
) -> None:
    set_up(person)
    assert len(person.twin("/read-with-model?outlet=La+Hoja")["to_read"]) == 3
    assert person.twin("/read-with-model?outlet=Another")["to_read"] == []
    assert person.twin("/read-with-model?title=zzz")["to_read"] == []


def test_a_run_that_breaks_off_goes_on_from_the_inbox(
    person: Browser, casebook: Casebook, desk: IntakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(one_toll, fails(401), one_toll) as server:
        monkeypatch.setattr(rooms, "connect", Road(server))
        set_up(person)
        consent(person)
        person.send("/read-with-model", "/read-with-model")
        assert desk.wait(60)
        [delivery] = desk.deliveries()
        assert (delivery.state, delivery.read, len(delivery.unread)) == ("broken", 1, 2)
        person.post("/inbox/resume", {"delivery": str(delivery.number)})
        assert desk.wait(60)
        [delivery] = desk.deliveries()
        assert (delivery.state, delivery.read) == ("done", 3)
        assert server.tries == 4


def test_reports_that_are_not_public_stay_until_each_is_let_go(
    person: Browser, casebook: Casebook, desk: IntakeDesk, server: ModelServer
) -> None:
    set_up(person)
    consent(person)
    first = ids(casebook)[0]
    content = {"confidentiality": "confidential"}
    casebook.review.decide("withhold", [first], by=ANA, why="asked", content=content)
    page = person.page("/read-with-model")
    assert "1 report stays here" in words(page)
    before = len(list(casebook.decisions()))
    answer = person.send("/read-with-model", "staying", why="its author agreed")
    assert answer.status_code == 303
    assert len(list(casebook.decisions())) == before, "none was chosen"
    answer = person.send("/read-with-model", "staying", why="its author agreed", report=first[:16])
    assert answer.status_code == 303
    assert person.twin("/read-with-model")["staying"] == []
    assert len(person.twin("/read-with-model")["to_read"]) == 3


@pytest.mark.parametrize("path", ["/settings/model", "/read-with-model", "/settings"])
def test_the_pages_speak_spanish(person: Browser, path: str) -> None:
    set_up(person)
    store_settings(Settings(name=ANA, language="es"))
    page = person.page(path)
    assert page.get("lang") == "es"
    assert "nadie ha permitido" in words(page)


def test_a_reason_of_the_desk_is_said_in_spanish(
    person: Browser, casebook: Casebook, desk: IntakeDesk
) -> None:
    set_up(person)
    desk.read_with_model(ids(casebook))
    assert desk.wait(60)
    store_settings(Settings(name=ANA, language="es"))
    page = person.page("/inbox")
    assert "nadie ha permitido que salga texto" in words(page)


def test_with_double_reading_on_the_model_is_set_up_and_let_to_as_ever(
    person: Browser, server: ModelServer
) -> None:
    store_settings(Settings(name=ANA, language="en", double_reading=True))
    set_up(person)
    assert consent(person).status_code == 303
    assert person.twin("/settings/model")["let_by"]["by"] == ANA
    assert len(person.twin("/read-with-model")["to_read"]) == 3
