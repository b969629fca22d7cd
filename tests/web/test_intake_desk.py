"""The desk reads what is handed in, keeps each report before it tells, and leaves nothing lying."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from tests.reports import documents
from tests.store.captured import decision
from tests.web.reports import CUATRO, TWO_COUNTS

from testigo.casebook import Casebook
from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.protocol import Page, Reader
from testigo.record.reading import ReaderIdentity, Reading
from testigo.reports.errors import BrokenMetadata
from testigo.reports.intake import IntakeOptions
from testigo.reports.limits import Limits
from testigo.web.deliveries import Delivery
from testigo.web.handed_in import Piece, Upload, from_addresses, from_text, safe_name
from testigo.web.intake_desk import IntakeDesk, reader_aside

Desk = Callable[..., IntakeDesk]


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set what is dropped aside in a folder that a test can look into."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "inbox.db") as opened:
        yield opened


@pytest.fixture
def desk(casebook: Casebook) -> Iterator[IntakeDesk]:
    with IntakeDesk(casebook, rules_alone) as open_desk:
        yield open_desk


def rules_alone() -> BuiltinReader:
    return BuiltinReader(rules_alone=True)


def drop(desk: IntakeDesk, files: dict[str, bytes], **options: object) -> Delivery:
    """Drop files, wait until they are read, and return the delivery."""
    uploads = [Upload(name, io.BytesIO(content)) for name, content in files.items()]
    given = IntakeOptions(**options)  # type: ignore[arg-type]
    desk.hand_in(desk.folder.set_aside(uploads), given)
    assert desk.wait(60)
    return desk.deliveries()[0]


class HeldReader:
    """Reads as the rules do, when the test lets it: a report that takes as long as is needed."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.may_go_on = threading.Semaphore(0)

    @property
    def identity(self) -> ReaderIdentity:
        return rules_alone().identity

    def read(self, pages: Sequence[Page]) -> list[Reading]:
        self.begun.release()
        assert self.may_go_on.acquire(timeout=30)
        return rules_alone().read(pages)


def test_dropped_files_and_pasted_text_are_read_and_counted(
    casebook: Casebook, desk: IntakeDesk
) -> None:
    files = {"two.txt": TWO_COUNTS.encode(), "page.html": documents.page()}
    pieces = desk.folder.set_aside(Upload(n, io.BytesIO(c)) for n, c in files.items())

    desk.hand_in([*pieces, from_text(CUATRO)], IntakeOptions(outlet="El Faro Inventado", by="A"))

    assert desk.wait(60)
    [delivery] = desk.deliveries()
    assert (delivery.state, delivery.given, delivery.finished) == ("done", 3, 3)
    assert (delivery.read, delivery.skipped, delivery.failed) == (3, 0, 0)
    assert [o.address for o in delivery.outcomes] == ["two.txt", "page.html", "pasted"]
    assert delivery.outcomes[0].statements > 0
    kept = list(casebook.reports())
    assert [r.id for r in kept] == [o.report_id for o in delivery.outcomes]
    assert {r.metadata.publisher.value for r in kept if r.metadata.publisher} == {
        "El Faro Inventado"
    }
    assert casebook.captures(kept[2].id)[0].how == "pasted"
    assert casebook.content(kept[2].id) == CUATRO.encode()
    assert casebook.captures(kept[0].id)[0].by == "A"


def test_a_meta_file_dropped_with_its_report_says_what_is_known_of_it(
    casebook: Casebook, desk: IntakeDesk
) -> None:
    known = {"outlet": "El Faro Inventado", "published": "2023-01-10"}

    delivery = drop(desk, {"a.meta.json": json.dumps(known).encode(), "a.txt": CUATRO.encode()})

    assert (delivery.given, delivery.read) == (1, 1)
    [report] = casebook.reports()
    assert report.metadata.publisher is not None
    assert report.metadata.publisher.basis == "meta file"


BAD = {
    "empty": ("a.txt", b"", "it is empty"),
    "no words": ("a.txt", b" \n\n", "no words"),
    "not a report": ("a.jpg", bytes(range(256)) * 40, "no text"),
    "a page without a report": ("a.html", b"<html><body></body></html>", "no report"),
    "a cut PDF": ("a.pdf", documents.pdf()[:900], "cut"),
    "too large": ("a.txt", b"word " * 8000, "leave it out"),
    "a meta file alone": ("a.meta.json", b"{}", "drop both together"),
}


@pytest.mark.parametrize(("name", "content", "why"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_fails_with_one_clear_sentence_and_the_rest_is_read(
    desk: IntakeDesk, name: str, content: bytes, why: str
) -> None:
    limits = Limits(document_bytes=30_000)

    delivery = drop(desk, {name: content, "good.txt": CUATRO.encode()}, limits=limits)

    assert (delivery.read, delivery.failed) == (1, 1)
    [failure] = delivery.failures
    assert failure.address == name
    assert why in (failure.why or "")


def test_what_is_in_the_casebook_already_is_skipped_and_can_be_found(desk: IntakeDesk) -> None:
    first = drop(desk, {"a.txt": CUATRO.encode()})

    again = drop(desk, {"a.txt": CUATRO.encode(), "b.txt": CUATRO.encode()})

    assert (again.read, again.skipped) == (0, 2)
    assert {o.report_id for o in again.outcomes} == {first.outcomes[0].report_id}
    assert again.outcomes[0].why == "it is in the casebook already"


def test_an_archive_is_one_thing_and_many_reports(desk: IntakeDesk) -> None:
    lines = b"\n".join([documents.line(text=TWO_COUNTS), documents.line(text=CUATRO)])

    delivery = drop(desk, {"news.jsonl": lines})

    assert (delivery.given, delivery.read) == (1, 2)
    assert [o.address for o in delivery.outcomes] == ["news.jsonl, line 1", "news.jsonl, line 2"]


NAMES = {
    "../../etc/passwd": "passwd",
    "C:\\Users\\x\\news.txt": "news.txt",
    "a\x00b\r\n.txt": "ab.txt",
    "invoice\u202etxt.exe": "invoicetxt.exe",
    "..": "file",
    "": "file",
    ".hidden": "hidden",
    "nota: «muertos» 50%.txt": "nota_ «muertos» 50%.txt",
    "niño.txt": "niño.txt",
    "🕯️.txt": "🕯️.txt",
}


@pytest.mark.parametrize(("given", "kept"), NAMES.items(), ids=[repr(n) for n in NAMES])
def test_a_hostile_file_name_names_nothing_else(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_long_name_keeps_its_ending_and_fits_the_disk() -> None:
    assert safe_name("ñ" * 400 + ".html").endswith("ñ.html")
    assert len(safe_name("ñ" * 400 + ".html").encode()) <= 150


def test_files_of_one_name_are_both_read(casebook: Casebook, desk: IntakeDesk) -> None:
    uploads = [Upload("a.txt", io.BytesIO(text.encode())) for text in (TWO_COUNTS, CUATRO)]

    desk.hand_in(desk.folder.set_aside(uploads), IntakeOptions())

    assert desk.wait(60)
    assert [r.address for r in casebook.reports()] == ["a.txt", "a.txt"]


def test_an_address_is_never_a_file_of_this_machine(tmp_path: Path, desk: IntakeDesk) -> None:
    (tmp_path / "secret.txt").write_text(CUATRO)
    lines = f"{tmp_path}/secret.txt\nfile://{tmp_path}/secret.txt\n\n-\nC:\\secret.txt\nftp://a.b/c"

    desk.hand_in(from_addresses(lines), IntakeOptions())

    assert desk.wait(60)
    [delivery] = desk.deliveries()
    assert (delivery.read, delivery.failed) == (0, 5)
    assert all(o.why for o in delivery.failures)


def test_an_address_of_this_machine_or_its_network_is_not_dialled(desk: IntakeDesk) -> None:
    desk.hand_in(from_addresses("127.0.0.1:1/a\nhttp://169.254.169.254/x"), IntakeOptions())

    assert desk.wait(60)
    [delivery] = desk.deliveries()
    assert delivery.failed == 2


def test_options_that_cannot_be_kept_are_refused_before_anything_is_taken(
    desk: IntakeDesk,
) -> None:
    with pytest.raises(BrokenMetadata):
        desk.hand_in([from_text(CUATRO)], IntakeOptions(published="last Friday"))

    assert desk.deliveries() == ()


def test_dropped_bytes_lie_where_only_this_user_may_look_and_go_when_they_are_read(
    casebook: Casebook, temporary: Path
) -> None:
    held = HeldReader()
    with IntakeDesk(casebook, lambda: held) as desk:
        uploads = [Upload(n, io.BytesIO(t.encode())) for n, t in (("a", TWO_COUNTS), ("b", CUATRO))]
        desk.hand_in(desk.folder.set_aside(uploads), IntakeOptions())
        assert held.begun.acquire(timeout=30)

        [folder] = temporary.iterdir()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert sorted(p.name for p in folder.rglob("*") if p.is_file()) == ["a", "b"]
        held.may_go_on.release()
        assert held.begun.acquire(timeout=30)
        assert [p.name for p in folder.rglob("*") if p.is_file()] == ["b"]
        held.may_go_on.release()
        assert desk.wait(30)
        assert [p for p in folder.rglob("*") if p.is_file()] == []
    assert list(temporary.iterdir()) == []


def test_what_a_killed_server_left_is_removed_by_the_next(
    temporary: Path, desk: IntakeDesk
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left, others = temporary / f"testigo-inbox-{gone.pid}-x", temporary / "testigo-inbox-x"
    alive = temporary / f"testigo-inbox-{os.getpid()}-x"
    for folder in (left, others, alive):
        folder.mkdir()
        (folder / "a.txt").write_text("words")

    drop(desk, {"a.txt": CUATRO.encode()})

    assert not left.exists()
    assert others.exists()
    assert alive.exists()


def test_a_delivery_tells_how_far_it_is_and_stops_after_what_is_being_read(
    casebook: Casebook,
) -> None:
    held = HeldReader()
    with IntakeDesk(casebook, lambda: held) as desk:
        texts = [from_text(f"{n} people were killed on Monday.", f"Story {n}") for n in range(2, 6)]
        number = desk.hand_in(texts, IntakeOptions())
        assert held.begun.acquire(timeout=30)
        [before] = desk.deliveries()
        assert (before.state, before.current, before.finished) == ("reading", "Story 2", 0)
        assert before.unread == ("Story 3", "Story 4", "Story 5")

        desk.stop(number)
        assert desk.deliveries()[0].state == "stopping"
        held.may_go_on.release()
        assert desk.wait(30)

        [after] = desk.deliveries()
        assert (after.state, after.read, after.finished) == ("stopped", 1, 1)
        assert after.unread == ("Story 3", "Story 4", "Story 5")
        assert len(list(casebook.reports())) == 1

        desk.resume(number)
        held.may_go_on.release(3)
        assert desk.wait(30)
        assert desk.deliveries()[0].state == "done"
        assert len(list(casebook.reports())) == 4


def test_a_delivery_that_waits_its_turn_is_stopped_at_once(casebook: Casebook) -> None:
    held = HeldReader()
    with IntakeDesk(casebook, lambda: held) as desk:
        desk.hand_in([from_text(TWO_COUNTS)], IntakeOptions())
        second = desk.hand_in([from_text(CUATRO)], IntakeOptions())
        assert held.begun.acquire(timeout=30)

        desk.stop(second)
        held.may_go_on.release()

        assert desk.wait(30)
        assert [d.state for d in desk.deliveries()] == ["stopped", "done"]
        desk.clear()
        assert desk.deliveries() == ()


def test_an_archive_is_stopped_between_two_of_its_reports(casebook: Casebook) -> None:
    held = HeldReader()
    lines = b"\n".join(documents.line(text=f"{n} people died on Monday.") for n in range(2, 30))
    with IntakeDesk(casebook, lambda: held) as desk:
        upload = Upload("news.jsonl", io.BytesIO(lines))
        number = desk.hand_in(desk.folder.set_aside([upload]), IntakeOptions())
        assert held.begun.acquire(timeout=30)

        desk.stop(number)
        held.may_go_on.release(100)

        assert desk.wait(30)
        [delivery] = desk.deliveries()
        assert (delivery.state, delivery.unread) == ("stopped", ("news.jsonl",))
        assert 1 <= len(list(casebook.reports())) < 28
        desk.resume(number)
        assert desk.wait(30)
        assert len(list(casebook.reports())) == 28


def test_closing_in_the_middle_keeps_what_was_told(casebook: Casebook) -> None:
    held = HeldReader()
    desk = IntakeDesk(casebook, lambda: held)
    desk.hand_in([from_text(TWO_COUNTS), from_text(CUATRO)], IntakeOptions())
    assert held.begun.acquire(timeout=30)
    held.may_go_on.release()

    desk.close()

    [delivery] = desk.deliveries()
    assert len(list(casebook.reports())) == delivery.read >= 1
    assert casebook.verify().clean


class BrokenReader(HeldReader):
    """Breaks down outside the page: an installation that lacks a file, say."""

    @property
    def identity(self) -> ReaderIdentity:
        raise ValueError("words of a report")


def test_a_breakdown_is_told_without_words_of_a_report_and_can_be_tried_again(
    casebook: Casebook,
) -> None:
    readers: Iterator[Reader] = iter([BrokenReader(), rules_alone()])
    with IntakeDesk(casebook, lambda: next(readers)) as desk:
        number = desk.hand_in([from_text(CUATRO)], IntakeOptions())
        assert desk.wait(30)

        [delivery] = desk.deliveries()
        assert (delivery.state, delivery.unread) == ("broken", ("pasted",))
        assert delivery.why == "the reading broke down (ValueError)"
        desk._reader = None
        desk.resume(number)
        assert desk.wait(30)
        assert desk.deliveries()[0].read == 1


def test_a_report_is_read_again_with_its_corrected_date(
    casebook: Casebook, desk: IntakeDesk
) -> None:
    desk.hand_in([from_text(TWO_COUNTS)], IntakeOptions())
    assert desk.wait(60)
    [report] = casebook.reports()
    before = {k.id for k in casebook.statements(report=report.id)}
    casebook.decide(decision("correct_metadata", report.id, metadata={"published": "2023-01-12"}))

    desk.reread(report.id)

    assert desk.wait(60)
    assert desk.deliveries()[0].read == 1
    after = [k.statement for k in casebook.statements(report=report.id)]
    assert {s.id for s in after} != before
    assert any("2023-01-09" in str(s.to_json()) for s in after)


def test_the_built_in_reader_reads_in_a_process_of_its_own(casebook: Casebook) -> None:
    with IntakeDesk(casebook, reader_aside) as desk:
        desk.hand_in([from_text(TWO_COUNTS)], IntakeOptions())
        assert desk.wait(120)
        assert desk.deliveries()[0].read == 1


def test_a_piece_without_source_is_its_address() -> None:
    assert Piece("https://outlet.example/").take_out() == "https://outlet.example/"
