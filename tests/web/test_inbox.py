"""The inbox: what its form takes in, what it says while reading, and the list below."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import lxml.html
import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.web.conftest import ADDRESS, PORT, Page
from tests.web.reports import CUATRO, TWO_COUNTS

from testigo.casebook import Casebook
from testigo.reading.builtin.reader import BuiltinReader
from testigo.web.access import CSRF_FIELD, Keys
from testigo.web.app import create_app
from testigo.web.intake_desk import IntakeDesk

HandIn = Callable[..., Response]


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    """A casebook of this test alone: the inbox writes into it."""
    with Casebook.create(tmp_path / "inbox.db") as opened:
        yield opened


@pytest.fixture
def desk(casebook: Casebook) -> Iterator[IntakeDesk]:
    with IntakeDesk(casebook, lambda: BuiltinReader(rules_alone=True)) as opened:
        yield opened


@pytest.fixture
def stranger(casebook: Casebook, keys: Keys, desk: IntakeDesk) -> TestClient:
    app = create_app(casebook, keys=keys, port=PORT, desk=desk)
    return TestClient(app, base_url=ADDRESS, follow_redirects=False)


@pytest.fixture
def hand_in(client: TestClient, keys: Keys, desk: IntakeDesk) -> HandIn:
    """Send the form of the inbox, and wait until what it brought is read."""

    def send(*files: tuple[str, bytes], **fields: str) -> Response:
        answer = client.post(
            "/inbox",
            data={CSRF_FIELD: keys.csrf, **fields},
            files=[("files", (name, content)) for name, content in files] or [("files", ("", b""))],
            headers={"Origin": ADDRESS},
        )
        assert desk.wait(60)
        return answer

    return send


def words(page: Page) -> str:
    return " ".join(page.text_content().split())


def html(answer: Response) -> Page:
    return lxml.html.document_fromstring(answer.content.decode("utf-8"))


def test_files_text_and_what_is_known_of_them_are_taken_in_at_once(
    casebook: Casebook, hand_in: HandIn, get: Callable[[str], Page]
) -> None:
    answer = hand_in(
        ("two.txt", TWO_COUNTS.encode()),
        ("empty.txt", b""),
        text=CUATRO.replace("\n", "\r\n"),
        title="Cuatro",
        outlet="El Faro Inventado",
        published="2023-01-12",
    )

    assert (answer.status_code, answer.headers["location"]) == (303, "/inbox")
    page = get("/inbox")
    assert "done 2 reports read, 1 failed" in words(page.get_element_by_id("progress"))
    assert "empty.txt: it is empty; capture it again or leave it out" in words(page)
    two, pasted = casebook.reports()
    assert casebook.content(pasted.id) == CUATRO.encode()
    assert pasted.metadata.title is not None
    assert pasted.metadata.title.value == "Cuatro"
    for report in (two, pasted):
        assert report.metadata.publisher is not None
        assert report.metadata.publisher.value == "El Faro Inventado"
        assert report.metadata.published is not None
        assert report.metadata.published.value == "2023-01-12"


def test_what_nobody_says_of_pasted_text_stays_unknown(casebook: Casebook, hand_in: HandIn) -> None:
    hand_in(text="Nine people were killed on Monday.", outlet=" ", published="", language="")

    [report] = casebook.reports()
    assert (report.metadata.publisher, report.metadata.published, report.address) == (
        None,
        None,
        None,
    )


def test_a_date_that_cannot_be_kept_takes_nothing_in_and_loses_nothing_typed(
    casebook: Casebook, hand_in: HandIn
) -> None:
    answer = hand_in(text=CUATRO, title="<b>Cuatro", published="last Friday", confidential="1")

    assert answer.status_code == 422
    page = html(answer)
    [alert] = page.xpath("//*[@role='alert']")
    assert "Nothing was taken in" in words(alert)
    assert "last Friday" in words(alert)
    [area] = page.xpath("//textarea[@name='text']")
    assert area.text_content().strip() == CUATRO.strip()
    assert page.xpath("//input[@name='title']/@value")[0] == "<b>Cuatro"
    assert page.xpath("//input[@name='confidential'][@checked]")
    assert list(casebook.reports()) == []


def test_an_empty_form_says_so(hand_in: HandIn) -> None:
    answer = hand_in(text=" \r\n", addresses="\r\n")

    assert answer.status_code == 422
    assert "no file, text or address in the form" in answer.text


def test_the_page_says_what_a_server_sees_before_anything_is_fetched(
    get: Callable[[str], Page],
) -> None:
    page = get("/inbox")

    [box] = page.xpath("//textarea[@name='addresses']")
    assert "sees a request from this machine" in words(
        page.get_element_by_id(box.get("aria-describedby"))
    )


def test_an_address_that_may_not_be_fetched_fails_with_a_sentence(
    hand_in: HandIn, get: Callable[[str], Page]
) -> None:
    hand_in(addresses="/etc/passwd\r\nhttp://127.0.0.1:1/story")

    shown = words(get("/inbox").get_element_by_id("progress"))
    assert "0 reports read, 2 failed" in shown
    assert "https:///etc/passwd:" in shown


def test_pasted_text_may_be_long(casebook: Casebook, hand_in: HandIn) -> None:
    sentence = "Nothing is known about the road to the valley. "

    answer = hand_in(text=sentence * 40_000)

    assert answer.status_code == 303
    assert next(casebook.reports()).size > 1_800_000


def test_a_confidential_report_is_marked_in_the_list(
    hand_in: HandIn, get: Callable[[str], Page]
) -> None:
    hand_in(("a.txt", CUATRO.encode()), confidential="1")

    assert "confidential" in words(get("/inbox").xpath("//tbody/tr")[0])
    assert "confidential" in words(get("/inbox?confidentiality=confidential").xpath("//tbody")[0])
    assert not get("/inbox?confidentiality=public").xpath("//tbody/tr")


def test_the_list_leads_to_the_review_of_each_report(
    casebook: Casebook, hand_in: HandIn, get: Callable[[str], Page]
) -> None:
    hand_in(("a.txt", TWO_COUNTS.encode()), ("b.txt", b"The market opens at nine."))

    page = get("/inbox?sort=waiting")

    report = next(r for r in casebook.reports() if r.address == "a.txt")
    [link] = page.xpath("//td[@class='waiting']/a")
    assert link.get("href") == f"/review?report={report.id}"
    assert words(link) == f"{sum(report.statements.values())} to review"
    assert len(get("/inbox?waiting=1").xpath("//tbody/tr")) == 1


def test_a_repeat_names_its_story_and_can_be_left_out(
    hand_in: HandIn, get: Callable[[str], Page]
) -> None:
    body = " ".join(
        f"Sentence number {n} of the same dispatch about the bridge." for n in range(60)
    )
    hand_in(("a.txt", f"First\n\n{body}".encode()), ("b.txt", f"Second\n\n{body}".encode()))

    [row] = [r for r in get("/inbox").xpath("//tbody/tr") if "repeats" in words(r)]
    assert re.search(r"Second .*repeats First \(\d+ %\)", words(row))
    assert len(get("/inbox?firsts=1").xpath("//tbody/tr")) == 1


def test_the_twin_tells_how_far_the_reading_is(client: TestClient, hand_in: HandIn) -> None:
    hand_in(("a.txt", CUATRO.encode()), ("empty.txt", b""))

    twin = client.get("/inbox?format=json").json()

    assert (twin["running"], twin["done"], twin["total"]) == (0, 0, 0)
    [delivery] = twin["deliveries"]
    assert (delivery["state"], delivery["read"], delivery["failed"]) == ("done", 1, 1)
    read, failed = delivery["outcomes"]
    assert read["report"] == twin["reports"][0]["id"]
    assert twin["reports"][0]["waiting"] == read["statements"]
    assert failed["why"] == "it is empty; capture it again or leave it out"


def test_what_is_over_can_be_cleared_and_the_reports_stay(
    casebook: Casebook, hand_in: HandIn, post: Callable[..., Response], get: Callable[[str], Page]
) -> None:
    hand_in(("a.txt", CUATRO.encode()))

    assert post("/inbox/clear").status_code == 303

    assert "done" not in words(get("/inbox").get_element_by_id("progress"))
    assert len(list(casebook.reports())) == 1


@pytest.mark.parametrize("what", ["stop", "resume"])
def test_what_is_over_already_cannot_be_stopped_or_gone_on_with(
    post: Callable[..., Response], hand_in: HandIn, what: str
) -> None:
    hand_in(("a.txt", CUATRO.encode()))

    assert post(f"/inbox/{what}", {"delivery": "1"}).status_code == 303
    assert post(f"/inbox/{what}", {"delivery": "99"}).status_code == 303
    assert post(f"/inbox/{what}", {"delivery": "x"}).status_code == 422


def test_a_form_without_its_secret_takes_nothing_in(
    client: TestClient, casebook: Casebook, desk: IntakeDesk
) -> None:
    answer = client.post(
        "/inbox", data={"text": CUATRO}, files={"files": ("", b"")}, headers={"Origin": ADDRESS}
    )

    assert answer.status_code == 403
    assert desk.deliveries() == ()


def test_the_list_of_reports_is_at_the_inbox_alone(client: TestClient) -> None:
    answer = client.get("/reports?language=es&format=json")

    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/inbox?language=es&format=json",
    )


def test_who_captured_is_the_person_of_the_settings(
    casebook: Casebook, hand_in: HandIn, post: Callable[..., Response]
) -> None:
    post("/settings", {"name": "Ana Reader"})

    hand_in(text=CUATRO)

    [report] = casebook.reports()
    assert casebook.captures(report.id)[0].by == "Ana Reader"


def test_the_inbox_speaks_spanish(client: TestClient) -> None:
    page = client.get("/inbox", headers={"Accept-Language": "es-PE"}).text

    assert "Suelte archivos aquí" in page
    assert "ve una petición de esta máquina" in page


def test_what_failed_is_said_in_spanish(client: TestClient, hand_in: HandIn) -> None:
    hand_in(("a.txt", b""))
    spanish = {"Accept-Language": "es"}

    page = client.get("/inbox", headers=spanish).text

    assert "está vacío; captúrelo otra vez o déjelo fuera" in page
