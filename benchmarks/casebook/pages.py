"""Which pages of a casebook are asked for, and how long its server and its processor take."""

from __future__ import annotations

import http.client
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.web.served import Served, served

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.review.lists import VIEWS, ListWanted
from testigo.review.queue import Wanted

MS = 1000
_TRIES_OF_THE_DEAR = 3


@dataclass(frozen=True, slots=True)
class Page:
    """A page by name; `is_file` for a whole list as a file, which no person waits for at work."""

    name: str
    address: str
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """Medians of one page: wall clock and processor of the server (None off Linux), and size."""

    ms: float
    cpu_ms: float | None
    kb: float
    status: int


def pages_of(path: Path) -> list[Page]:
    """Return every page of the workbench, of the newest report, and of entries few and many."""
    with Casebook.open(path) as casebook:
        review = casebook.review
        report = f"/reports/{next(casebook.reports(newest_first=True)).id}"
        [waiting] = review.queue(Wanted(), limit=1).items
        found = [Page("home", "/"), Page("what is new", "/new")]
        found += [Page(f"inbox{w}", f"/inbox{w}") for w in ("", "?page=50", "?title=tarma")]
        found += [Page("report", report)]
        found += [Page(f"report, {n}", f"{report}/{n}") for n in ("history", "readings", "about")]
        found += [Page("report, original", f"{report}/original")]
        asked = ("", "?as=list", "?kind=toll", "?person=ticona", "?state=contradicted")
        found += [Page(f"queue{w}", f"/review{w}") for w in asked]
        found += [Page("queue, one report", f"/review?report={report.rpartition('/')[2]}")]
        found += [Page("form to amend", f"/review/{waiting.handle}/edit")]
        for view in VIEWS:
            found += _of_view(casebook, view)
        found += [Page(f"merge, {view}", f"/merge?view={view}") for view in ("people", "actors")]
        found += [Page(f"search {q}", f"/search?q={q}") for q in ("emergency", "ticona", "zzz")]
        return [*found, Page("settings", "/settings")]


def _of_view(casebook: Casebook, view: str) -> Iterator[Page]:
    review = casebook.review
    for asked in ({}, {"page": 20}, {"sort": "name"}, {"q": "tarma"}, {"contradicted": 1}):
        query = f"?{urlencode(asked)}" if asked else ""
        yield Page(f"{view}{query}", f"/{view}{query}")
    for which, sort in (("newest", "newest"), ("busiest", "statements")):
        rows = review.entries(ListWanted(view, sort=sort, size=1)).rows
        yield from (Page(f"{view}, {which}", f"/{view}/{row.id}") for row in rows)
    yield Page(f"{view}, CSV of all", f"/{view}?format=csv", is_file=True)


class Client:
    """One browser at a server: it has entered, and keeps its connection and cookie."""

    def __init__(self, server: Served) -> None:
        self._pid = server.process.pid
        self._origin = server.origin
        host = server.origin.removeprefix("http://")
        self._connection = http.client.HTTPConnection(host, timeout=600)
        self._cookie = ""
        answer, _ = self.ask(server.entrance.removeprefix(server.origin))
        self._cookie = (answer.getheader("set-cookie") or "").partition(";")[0]

    def ask(
        self, address: str, form: dict[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Send one request, a POST where there is a form; return the answer and its body."""
        headers = {"Cookie": self._cookie}
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {
                "Origin": self._origin,
                "Content-Type": "application/x-www-form-urlencoded",
            }
        self._connection.request("GET" if form is None else "POST", address, body, headers)
        answer = self._connection.getresponse()
        return answer, answer.read()

    def measure(self, address: str, tries: int) -> Taken:
        """Ask several times; a first time does not count, as templates are read then."""
        self._connection.close()  # the server may have closed an idle one
        self.ask(address)
        walls, cpus, size, status = [], [], 0, 0
        for _ in range(tries):
            before, start = self.processor(), time.perf_counter()
            answer, body = self.ask(address)
            walls.append(time.perf_counter() - start)
            after = self.processor()
            if before is not None and after is not None:
                cpus.append(after - before)
            size, status = len(body), answer.status
        cpu = statistics.median(cpus) * MS if cpus else None
        return Taken(statistics.median(walls) * MS, cpu, size / 1000, status)

    def processor(self) -> float | None:
        """Return the seconds that the server has computed so far; None where nobody tells."""
        try:
            tasks = list(Path(f"/proc/{self._pid}/task").iterdir())
            return sum(int((t / "schedstat").read_text().split()[0]) for t in tasks) / 1e9
        except OSError:
            return None

    def decide(self) -> float:
        """Accept what the queue shows as its form does, and see the next; return the seconds."""
        self._connection.close()
        _, page = self.ask("/review")
        form = _form(page)
        start = time.perf_counter()
        answer, _ = self.ask(*form)
        assert answer.status == 303, f"a decision was answered with {answer.status}"
        self.ask(answer.getheader("location") or "/review")
        return time.perf_counter() - start


def _form(page: bytes) -> tuple[str, dict[str, str]]:
    """Return where the form that accepts posts to, and what it holds."""
    import lxml.html

    [form, *_] = [
        form
        for form in lxml.html.document_fromstring(page).forms
        if (form.get("action") or "").endswith("/accept")
    ]
    return form.get("action"), {name: value or "" for name, value in form.form_values()}


def measure_pages(path: Path, tries: int, *, only: str = "") -> tuple[dict[str, Taken], float]:
    """Return what each page takes, and the milliseconds of one decision with the next page."""
    pages = [page for page in pages_of(path) if only in page.name]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        # Whoever decides has a name, and the settings of who measures stay as they are.
        patch.setenv("XDG_CONFIG_HOME", folder)
        store_settings(Settings(name="Ana"))
        return _measured(path, pages, tries)


def _measured(path: Path, pages: list[Page], tries: int) -> tuple[dict[str, Taken], float]:
    with served(path) as server:
        client = Client(server)
        found = {
            page.name: client.measure(
                page.address, min(tries, _TRIES_OF_THE_DEAR) if page.is_file else tries
            )
            for page in pages
        }
        decided = statistics.median(client.decide() for _ in range(tries)) * MS
        return found, decided
