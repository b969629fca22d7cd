"""Two names, one casebook: until she has answered, every page is what it was before the first did.

The same pages are asked of two copies of a casebook; in one of them Luz has decided on everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.review.press import Line, Report, reading
from tests.web.conftest import ADDRESS, PORT

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.record.statement import Statement
from testigo.review.lists import ListWanted
from testigo.web.access import CSRF_FIELD, Keys
from testigo.web.app import create_app

REPORTS = (
    Report(
        (
            Line("casualty", "Alba Ticona Ríos", 19, place="Tarma", day="2023-01-09"),
            Line("toll", number=7, speaker="MINSA", place="Tarma", day="2023-01-10"),
            Line("incident", place="Tarma", day="2023-01-09"),
            Line("measure", "12-2023", place="Tarma", day="2023-01-11"),
            Line("post", "Bruno Cusi Yana"),
        )
    ),
    Report(
        (
            Line("casualty", "Alba Ticona Ríos", 33, place="Tarma", day="2023-01-09"),
            Line("toll", number=9, speaker="the police", place="Tarma", day="2023-01-10"),
        ),
        outlet="El Faro de Puno",
    ),
)
SETTINGS = {
    "Ana": Settings(name="Ana", language="en", double_reading=True),
    "Luz": Settings(name="Luz", language="en", double_reading=True),
}


def amended(statement: Statement) -> dict[str, Any]:
    data = statement.to_json()
    del data["id"]
    for name in ("low", "high"):
        data["fields"][name]["value"] = 8888  # type: ignore[index]
    return Statement.from_json(data).to_json()


def luz_decides(casebook: Casebook) -> None:
    """She accepts, amends, rejects, asks beside an answer, gives a level and takes one back."""
    review = casebook.review
    every = [i for report in casebook.reports() for i in review.of_report(report.id)]
    tolls = [i for i in every if i.statement.kind == "toll"]
    review.decide(
        "accept", [i.handle for i in every if i.statement.kind != "toll"], by="Luz", why="so it is"
    )
    review.decide("flag", [every[0].handle], by="Luz", why="is this the sister?")
    review.decide("reject", [every[2].handle], by="Luz", content={"reason": "not_said"})
    stated = {"statement": amended(tolls[0].statement)}
    review.decide("amend", [tolls[0].handle], by="Luz", why="heard it", content=stated)
    made = review.decide("accept", [tolls[1].handle], by="Luz")
    review.decide("undo", [made.id], by="Luz", why="too quick")
    review.decide("accept", [tolls[1].handle], by="Luz", why="after all")
    for view in ("people", "tolls"):
        for row in review.entries(ListWanted(view)).rows:
            for field in ("age",):
                for value in review.dossier(row.id).entry.values_of(field):
                    content = {"field": field, "value": value.key, "level": "2"}
                    review.decide("verify", [row.id], by="Luz", why="her card", content=content)


@dataclass
class Desk:
    """One copy of the casebook and its pages."""

    casebook: Casebook
    client: TestClient
    keys: Keys

    def words(self, address: str) -> str:
        answer = self.client.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        return re.sub(re.escape(self.keys.csrf), "SECRET", answer.text)

    def post(self, address: str, data: dict[str, str]) -> None:
        form = {CSRF_FIELD: self.keys.csrf, **data}
        answer = self.client.post(address, data=form, headers={"Origin": ADDRESS})
        assert answer.status_code == 303, answer.text[-1500:]


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Desk]]:
    """A casebook as it was, and as it is after Luz decided; both have one name."""
    folder = tmp_path_factory.mktemp("two")
    path = folder / "before" / "two.db"
    path.parent.mkdir()
    with Casebook.create(path) as made:
        for report in REPORTS:
            item = report.captured()
            made._store.append_report(item, [reading(report, item)])
    after = folder / "after" / "two.db"
    after.parent.mkdir()
    after.write_bytes(path.read_bytes())
    with ExitStack() as stack:
        found = []
        for file in (path, after):
            opened = stack.enter_context(Casebook.open(file))
            keys = Keys()
            client = TestClient(
                create_app(opened, keys=keys, port=PORT),
                base_url=ADDRESS,
                follow_redirects=False,
            )
            client.get(f"/enter?token={keys.token}")
            found.append(Desk(opened, client, keys))
        luz_decides(found[1].casebook)
        yield found[0], found[1]


@pytest.fixture(autouse=True)
def ana(own_settings: Path) -> None:
    store_settings(SETTINGS["Ana"])


def addresses(casebook: Casebook) -> list[str]:
    """Every page that shows what people decided, today and as it stood."""
    review = casebook.review
    found = ["/", "/inbox", "/search?q=killed", "/search?q=8888", "/search?q=7"]
    for state in ("waiting", "flagged", "disputed", "contradicted", "accepted", "rejected", "all"):
        found += [f"/review?state={state}", f"/review?state={state}&as=list"]
    for report in casebook.reports():
        id_ = report.id[:16]
        found += [f"/reports/{id_}", f"/reports/{id_}?state=accepted", f"/reports/{id_}/history"]
        found += [f"/reports/{id_}/readings", f"/reports/{id_}/about", f"/reports/{id_}/erase"]
        for item in review.of_report(report.id):
            found += [f"/review/{item.handle[:16]}", f"/review/{item.handle[:16]}/edit"]
    for view in ("people", "incidents", "tolls", "measures", "actors"):
        found += [f"/{view}", f"/{view}?standing=accepted", f"/{view}?at=2999-01-01"]
        for row in review.entries(ListWanted(view)).rows:
            found += [f"/{view}/{row.id}", f"/{view}/{row.id}?at=2999-01-01"]
    return [*found, "/merge", "/merge/next?view=people"]


ANSWERED = "Another person has judged this. What she said is shown once you have."


def shown(page: str) -> str:
    """A page without the sentence that says that another person has answered.

    The state by which a browser knows a page that it fetched holds that too.
    """
    page = re.sub(rf'<p class="asked">{ANSWERED}</p>\n?', "", page)
    return re.sub(r'data-state="\w+"', "", page)


def test_every_page_is_as_if_the_first_reader_had_not_answered(desks: tuple[Desk, Desk]) -> None:
    before, after = desks
    for address in addresses(before.casebook):
        assert shown(after.words(address)) == shown(before.words(address)), address


def test_every_json_twin_and_csv_is_too(desks: tuple[Desk, Desk]) -> None:
    before, after = desks
    for address in addresses(before.casebook):
        if address.startswith(("/inbox", "/merge?", "/review/")) and address.endswith("/edit"):
            continue
        twin = f"{address}{'&' if '?' in address else '?'}format=json"
        ours, theirs = (desk.client.get(twin) for desk in desks)
        assert (ours.status_code, ours.text) == (theirs.status_code, theirs.text), twin
    for view in ("people", "incidents", "tolls", "measures", "actors"):
        sheet = f"/{view}?format=csv&level=0&standing=accepted"
        assert after.client.get(sheet).text == before.client.get(sheet).text


def test_without_double_reading_and_to_the_first_reader_all_of_it_shows(
    desks: tuple[Desk, Desk],
) -> None:
    _, after = desks
    first = next(after.casebook.reports()).id[:16]
    for settings in (SETTINGS["Luz"], Settings(name="Ana", language="en")):
        store_settings(settings)
        assert "heard it" in after.words(f"/reports/{first}/history")
        assert "Luz" in after.words("/")


def test_each_answer_of_hers_shows_the_first_one_to_that_statement_alone(
    desks: tuple[Desk, Desk],
) -> None:
    _, after = desks
    report = next(after.casebook.reports())
    toll = next(i for i in after.casebook.review.of_report(report.id) if i.statement.kind == "toll")
    history = f"/reports/{report.id[:16]}/history"
    assert "heard it" not in after.words(history)

    after.post(f"/review/{toll.handle}/accept", {"seen": "0", "back": "/review"})

    page = after.words(history)
    assert "heard it" in page
    assert "so it is" not in page
    assert after.casebook.review.item(toll.handle).judged.is_disputed
