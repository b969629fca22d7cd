"""The line with which a report says where and when it was sent: only what stands there is taken."""

import datetime

import pytest

from testigo.record.report import Metadata
from testigo.reports.datelines import day_alone, find_dateline, shown_by_text

DAY = datetime.date(2022, 12, 16)


@pytest.mark.parametrize(
    ("line", "place", "agency", "day"),
    [
        ("QUELMORA, Dec 16 (Andes Wire) - Police held nine.", "QUELMORA", "Andes Wire", None),
        ("QUELMORA, Dec. 16, 2022 (Andes Wire) — Police held nine.", "QUELMORA", "Andes Wire", DAY),
        ("KELMORA (Andes Wire) – Police held nine.", "KELMORA", "Andes Wire", None),
        ("SANTA ILDA, Peru — Police held nine.", "SANTA ILDA, Peru", None, None),
        ("SANTA ILDA — Police held nine.", "SANTA ILDA", None, None),
        ("Quelmora, 16 dic. 2022 (Faro Sur).- La policía habló.", "Quelmora", "Faro Sur", DAY),
        ("Quelmora, 16 de diciembre de 2022.— La policía habló.", "Quelmora", None, DAY),
        ("QUELMORA, 16 dic (Faro) .- La policía habló.", "QUELMORA", "Faro", None),
        ("Quelmora (Perú), 16 dic 2022 (Faro).- La policía habló.", "Quelmora (Perú)", "Faro", DAY),
        ("Police held nine people - a record - in Kelmora.", None, None, None),
        ("Quelmora - Police held nine.", None, None, None),
        ("The 16 December 2022 decree - widely ignored - fell.", None, None, None),
        ("El ministro (de Justicia) - dijo - que no.", None, None, None),
    ],
    ids=[
        "month and day", "full date", "agency only", "country in small letters", "capitals",
        "spanish", "spanish full", "spanish without year", "country", "dashes in a sentence",
        "place alone", "a date in a sentence", "brackets in a sentence",
    ],
)  # fmt: skip
def test_a_dateline_is_told_from_a_sentence(
    line: str, place: str | None, agency: str | None, day: datetime.date | None
) -> None:
    content = f"Nine held in Kelmora\n\n{line}"

    found = find_dateline(content, has_title=True)

    assert (found and found.place.quote) == place
    assert (found and found.agency and found.agency.quote) == agency
    assert (found and found.day) == day
    if found is not None:
        found.place.check(content)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("16 December 2022", DAY),
        ("December 16, 2022", DAY),
        ("Friday, 16 December 2022", DAY),
        ("Published 16 December 2022 at 10:15", DAY),
        ("16 de diciembre de 2022", DAY),
        ("Publicado el 16 de diciembre del 2022", DAY),
        ("Quelmora, 16 de diciembre de 2022", DAY),
        ("2022-12-16", DAY),
        ("16/12/2022", DAY),
        ("05/12/2022", None),
        ("16 December", None),
        ("diciembre de 2022", None),
        ("31 February 2022", None),
        ("The toll since 16 December 2022 stands at nine", None),
        ("Decree of 16 December 2022", None),
    ],
)
def test_a_date_standing_alone_dates_a_report_only_if_it_is_whole_and_clear(
    line: str, day: datetime.date | None
) -> None:
    assert day_alone(line) == day


def test_what_the_text_shows_has_its_basis() -> None:
    content = "Nine held\n\nQUELMORA, 16 Dec 2022 (Andes Wire) - Police held nine people."

    shown = shown_by_text(content, has_title=True)

    assert shown.publisher is not None
    assert shown.published is not None
    assert (shown.publisher.value, shown.publisher.basis) == ("Andes Wire", "visible dateline")
    assert (shown.published.value, shown.published.basis) == ("2022-12-16", "visible dateline")


@pytest.mark.parametrize(
    "content",
    [
        "Nine held\n\nQUELMORA, Dec 16 - Police held nine people.",
        "Nine held\n\n" + "A paragraph of the report.\n\n" * 9 + "16 December 2022",
        "16 December 2022\n\nPolice held nine people.",
    ],
    ids=["no year", "far down", "the title"],
)
def test_a_date_is_never_completed_or_searched_for(content: str) -> None:
    assert shown_by_text(content, has_title=True) == Metadata()
