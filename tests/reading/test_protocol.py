"""What becomes of a reader that does not give one reading a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.reading.inventing_reader import InventingReader

from testigo.casebook import read_only
from testigo.reading.protocol import Page, ReaderFault, read_pages
from testigo.record.reading import Reading
from testigo.record.report import Metadata, Text
from testigo.reports.intake import IntakeOptions

PAGES = [
    Page(Text("first", "Two bakers were killed.", "test"), Metadata()),
    Page(Text("second", "Nobody was hurt.", "test"), Metadata()),
]

Change = Callable[[list[Reading]], list[Reading]]


class Careless(InventingReader):
    """Changes the list of readings before it gives it."""

    def __init__(self, change: Change) -> None:
        super().__init__(())
        self._change = change

    def read(self, pages: Sequence[Page]) -> list[Reading]:
        return self._change(super().read(pages))


def test_a_reader_that_keeps_its_contract_is_believed():
    readings = read_pages(Careless(lambda readings: readings), PAGES)

    assert [r.text_id for r in readings] == [page.text.id for page in PAGES]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param(lambda readings: readings[:1], "1 readings of 2 pages", id="too-few"),
        pytest.param(lambda readings: readings * 2, "4 readings of 2 pages", id="too-many"),
        pytest.param(lambda readings: readings[::-1], "another reading", id="out-of-order"),
    ],
)
def test_a_reader_that_breaks_its_contract_stops_the_run(change: Change, why: str):
    with pytest.raises(ReaderFault, match=why):
        read_pages(Careless(change), PAGES)


def test_reading_without_a_casebook_names_the_reader_at_fault(tmp_path: Path):
    (tmp_path / "report.txt").write_text("Two bakers were killed.", encoding="utf-8")

    with pytest.raises(ReaderFault, match="inventing 1 gave 0 readings of 1 pages"):
        read_only([str(tmp_path)], IntakeOptions(), Careless(lambda _readings: []), lambda _p: None)
