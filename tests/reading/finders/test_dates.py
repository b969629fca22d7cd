"""Dates in running text: what is found, what it means, and what is left alone."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.languages.document import analyse
from testigo.languages.lexicons import lexicon
from testigo.reading.finders.dates import event_anchors, find_dates
from testigo.reading.finders.mentions import DateMention
from testigo.record.edtf import Edtf
from testigo.record.wording import how_words

PUBLISHED = datetime.date(2022, 12, 27)
PHRASES = Path(__file__).parent / "phrases"
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Row:
    language: str
    sentence: str
    dates: tuple[tuple[str, str], ...]


def rows() -> list[Row]:
    out = []
    for language in LANGUAGES:
        table = (PHRASES / f"dates_{language}.txt").read_text(encoding="utf-8")
        for line in table.splitlines():
            if line.startswith("#"):
                continue
            sentence, _, told = line.partition(" |")
            dates = [part.rsplit(" = ", 1) for part in told.strip().split("; ") if part]
            out.append(Row(language, sentence, tuple((a.strip(), b) for a, b in dates)))
    return out


def read(
    language: str, text: str, published: datetime.date | None = PUBLISHED
) -> tuple[DateMention, ...]:
    return find_dates(analyse(text, language), published)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.language}: {row.sentence[:50]}")
def test_the_words_of_a_date_mean_the_day_a_careful_reader_takes(row: Row) -> None:
    found = [(m.span.quote, str(m.value)) for m in read(row.language, row.sentence)]

    assert [(q.lower(), v) for q, v in found] == [(q.lower(), v) for q, v in row.dates]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_wide_and_a_fifth_of_it_holds_no_date(language: str) -> None:
    mine = [row for row in rows() if row.language == language]
    shapes = {re.sub(r"\d+", "#", row.sentence) for row in mine}

    assert len(shapes) == len(mine) > 100
    assert sum(not row.dates for row in mine) >= len(mine) / 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_of_the_date_words_is_found_in_its_example(language: str) -> None:
    words = lexicon(language, "date_words")
    for entry in words:
        tokens = analyse(entry.example, language).tokens
        assert any(hit.entry is entry for hit in words.find(tokens)), entry.terms


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.language}: {row.sentence[:50]}")
def test_without_the_reports_date_nothing_relative_has_a_value(row: Row) -> None:
    for mention in read(row.language, row.sentence, None):
        if mention.form == "relative":
            assert mention.value is None
            assert mention.alternatives == ()


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.language}: {row.sentence[:50]}")
def test_what_is_counted_from_elsewhere_says_from_where(row: Row) -> None:
    for mention in read(row.language, row.sentence):
        assert mention.form == "absolute" or mention.how
        assert mention.value not in mention.alternatives


MONTHS = {
    language: [
        entry.terms[0] for entry in lexicon(language, "date_words") if entry.get("kind") == "month"
    ]
    for language in LANGUAGES
}
FORMS = {
    "en": (
        "{d} {m} {y}",
        "{m} {d}, {y}",
        "{m} {d} {y}",
        "the {d}th of {m} {y}",
        "{y}-{n:02d}-{d:02d}",
        "{n}/{d}/{y}",
    ),
    "es": (
        "{d} de {m} de {y}",
        "{d} de {m} del {y}",
        "{d} {m} {y}",
        "{y}-{n:02d}-{d:02d}",
        "{d}/{n}/{y}",
        "{d:02d}.{n:02d}.{y}",
    ),
}
FRAMES = {
    "en": "Two men were shot on {} in the market.",
    "es": "Balearon a dos hombres el {} allí.",
}


@pytest.mark.parametrize("language", LANGUAGES)
@given(
    date=st.dates(datetime.date(1900, 1, 1), datetime.date(2049, 12, 31)),
    form=st.integers(0, 5),
    published=st.none() | st.dates(datetime.date(1990, 1, 1), datetime.date(2049, 12, 31)),
)
def test_a_full_date_is_read_back_from_every_way_of_printing_it(
    language: str, date: datetime.date, form: int, published: datetime.date | None
) -> None:
    month = MONTHS[language][date.month - 1]
    month = month.capitalize() if language == "en" else month
    words = FORMS[language][form].format(d=date.day, m=month, y=date.year, n=date.month)
    (mention,) = read(language, FRAMES[language].format(words), published)

    assert str(mention.value) == date.isoformat()
    assert mention.form == "absolute"


MARKS = [",", "-", ".", "(", ")", "7", "13", "31", "99", "2022", "1990s", "7/12/2022", "12:30"]
PIECES = {
    language: MARKS
    + [
        term.capitalize() if entry.get("needs_capital") else term
        for entry in lexicon(language, "date_words")
        for term in entry.terms
    ]
    for language in LANGUAGES
}


@pytest.mark.parametrize("language", LANGUAGES)
@given(
    data=st.data(),
    published=st.none() | st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31)),
)
def test_whatever_the_words_a_date_is_valid_and_quotes_the_text(
    language: str, data: st.DataObject, published: datetime.date | None
) -> None:
    pieces = data.draw(st.lists(st.sampled_from(PIECES[language]), min_size=1, max_size=14))
    text = " ".join(pieces)
    previous = 0
    for mention in read(language, text, published):
        mention.span.check(text)
        assert mention.span.start >= previous
        previous = mention.span.end
        for value in (mention.value, *mention.alternatives):
            assert value is None or Edtf(value.text) == value
        if published is None and mention.form == "relative":
            assert mention.value is None


@given(text=st.text(max_size=80), published=st.none() | st.just(PUBLISHED))
def test_any_text_can_be_read(text: str, published: datetime.date | None) -> None:
    for language in LANGUAGES:
        for mention in read(language, text, published):
            mention.span.check(text)


@pytest.mark.parametrize(
    ("language", "text", "noun"),
    [
        ("en", "The December 7 coup failed.", "coup"),
        ("en", "Friday's ambush left two dead.", "ambush"),
        ("es", "Fracasó el golpe del 7 de diciembre.", "golpe"),
        ("es", "Los comicios del pasado domingo fueron tranquilos.", "comicios"),
    ],
    ids=["en date before", "en possessive", "es date after", "es weekday"],
)
def test_a_date_that_names_which_event_points_at_it(language: str, text: str, noun: str) -> None:
    (mention,) = read(language, text)

    assert mention.modifies is not None
    assert mention.modifies.quote == noun


def test_a_date_that_tells_when_belongs_to_no_noun() -> None:
    assert [m.modifies for m in read("en", "Nine were hurt on Sunday.")] == [None]


def test_an_event_dated_once_dates_the_words_that_come_back_to_it() -> None:
    document = analyse("The 7 December coup failed. Since the coup 28 have died.", "en")
    mentions = find_dates(document, PUBLISHED)

    assert [str(m.value) for m in event_anchors(document, mentions)["coup"]] == ["2022-12-07"]
    assert [str(m.value) for m in mentions] == ["2022-12-07", "2022-12-07/.."]
    assert Edtf("2022-12-07/2022-12-27") in mentions[1].alternatives


def test_two_events_of_one_name_date_nothing() -> None:
    text = "The 3 May raid and the 9 June raid were denied. Since the raid he has hidden."

    assert read("en", text)[-1].value is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "LIMA, Dec. 26 (Norte Wire) - Six men were held."),
        ("en", "NAIROBI, Kenya, December 26 — Six men were held."),
        ("es", "QUITO, 26 dic (Agencia Norte).- Apresaron a seis."),
        ("es", "Lima, 26 de diciembre (Agencia Norte).- Apresaron a seis."),
    ],
    ids=["en wire", "en dash", "es wire", "es long"],
)
def test_the_date_in_the_head_of_a_dispatch_is_marked(language: str, text: str) -> None:
    assert [m.is_dateline for m in read(language, text)] == [True]


def test_the_day_of_a_dispatch_is_no_day_to_count_from() -> None:
    text = "LIMA, Dec. 26 (Norte Wire) - Six men were held. The following day nobody came."

    assert [m.value for m in read("en", text)][-1] is None


def test_a_date_ahead_of_the_report_is_no_day_to_count_back_from() -> None:
    text = "La veda rige hasta el 10 de enero. El domingo hubo choques; la víspera murieron dos."

    assert str(read("es", text)[-1].value) == "2022-12-24"


def test_a_weekday_keeps_the_weeks_beside_it_as_alternatives() -> None:
    (mention,) = read("en", "Nine were hurt on Sunday.")

    assert [str(a) for a in mention.alternatives] == ["2022-12-18", "2023-01-01"]


def test_a_day_in_figures_keeps_the_other_order() -> None:
    (english,) = read("en", "He was shot on 3/4/2021.")
    (spanish,) = read("es", "Lo balearon el 3/4/2021.")

    assert (str(english.value), str(english.alternatives[0])) == ("2021-03-04", "2021-04-03")
    assert (str(spanish.value), str(spanish.alternatives[0])) == ("2021-04-03", "2021-03-04")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The cabinet met on Friday, a day after nine men were killed."),
        ("es", "El gabinete se reunió el viernes, un día después de que murieran nueve."),
    ],
    ids=["en", "es"],
)
def test_an_event_that_another_follows_has_its_likely_day_as_an_alternative(
    language: str, text: str
) -> None:
    friday, after = read(language, text)

    assert str(friday.value) == "2022-12-23"
    assert after.value is None
    assert [str(a) for a in after.alternatives] == ["2022-12-22"]


def test_a_stretch_that_began_may_be_closed_by_the_report_at_either_precision() -> None:
    (mention,) = read("en", "Forty have died since November.")

    assert {"2022-11/2022-12-27", "2022-11-01/2022-12-27", "2022-11/2022-12"} <= {
        str(a) for a in mention.alternatives
    }


def test_how_each_of_these_dates_follows_has_words_in_spanish() -> None:
    kept = {
        mention.how
        for row in rows()
        for mention in read(row.language, row.sentence)
        if mention.how is not None and mention.value is not None
    }

    assert len(kept) > 20
    assert [how for how in sorted(kept) if how_words(how, language="es") == how] == []
