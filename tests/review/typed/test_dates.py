"""Dates as people type them: understood as they mean them, or refused with what to type instead."""

from __future__ import annotations

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.strategies import dates

from testigo.record.edtf import Edtf
from testigo.record.errors import UnclearDate
from testigo.record.vocabularies import LANGUAGES
from testigo.record.wording import date_words, days_words
from testigo.review.typed import read_typed_date


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("12 dec 2022", "2022-12-12"),
        ("12 December 2022", "2022-12-12"),
        ("  12TH of December,  2022. ", "2022-12-12"),
        ("December 12, 2022", "2022-12-12"),
        ("Thursday 15 December 2022", "2022-12-15"),
        ("on Thursday, the 15th of December 2022", "2022-12-15"),
        ("12-Dec-2022", "2022-12-12"),
        ("12 Dec 22", "2022-12-12"),
        ("12 Dec 75", "1975-12-12"),
        ("12/12/2022", "2022-12-12"),
        ("13/04/2022", "2022-04-13"),
        ("04/13/2022", "2022-04-13"),
        ("13.4.22", "2022-04-13"),
        ("2022/12/15", "2022-12-15"),
        ("Dec 2022", "2022-12"),
        ("12/2022", "2022-12"),
        ("in December 2022", "2022-12"),
        ("2022", "2022"),
        ("the 1990s", "199X"),
        ("fall 2022", "2022-23"),
        ("about 12 Dec 2022", "2022-12-12~"),
        ("circa 2022", "2022~"),
        ("12 Dec 2022?", "2022-12-12?"),
        ("perhaps about Dec 2022", "2022-12%"),
        ("between 13 and 22 Dec 2022", "2022-12-13/2022-12-22"),
        ("from 13 to 22 December 2022", "2022-12-13/2022-12-22"),
        ("13-22 Dec 2022", "2022-12-13/2022-12-22"),
        ("13–22/12/2022", "2022-12-13/2022-12-22"),
        ("Dec 13-22, 2022", "2022-12-13/2022-12-22"),
        ("28 Dec 2022 - 3 Jan 2023", "2022-12-28/2023-01-03"),
        ("between Nov and Dec 2022", "2022-11/2022-12"),
        ("2019 to 2022", "2019/2022"),
        ("since 15 Jan 2023", "2023-01-15/.."),
        ("until 15 Jan 2023", "../2023-01-15"),
        ("15 Dec 2022, 18:30", "2022-12-15T18:30:00"),
        ("15 Dec 2022 at 6:30 pm", "2022-12-15T18:30:00"),
        ("15 Dec 2022 at 12 am", "2022-12-15T00:00:00"),
        ("15 Dec 2022 18:30:05", "2022-12-15T18:30:05"),
        ("2022-12-15", "2022-12-15"),
        ("2022-12-15T18:30", "2022-12-15T18:30:00"),
        ("2022-12-13/2022-12-22~", "2022-12-13/2022-12-22~"),
        ("2022-12-13/..", "2022-12-13/.."),
        ("../2022-12", "../2022-12"),
        ("199X", "199X"),
        ("2022-21", "2022-21"),
        ("12 de diciembre de 2022", "2022-12-12"),  # a Spanish report, an English page
    ],
)
def test_english_is_understood(text: str, edtf: str) -> None:
    assert read_typed_date(text) == Edtf(edtf)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("12 de diciembre de 2022", "2022-12-12"),
        ("12 de diciembre del 2022", "2022-12-12"),
        ("1º de setiembre de 2022", "2022-09-01"),
        ("jueves, 15 de diciembre de 2022", "2022-12-15"),
        ("el sabado 17 dic 2022", "2022-12-17"),
        ("03/04/2022", "2022-04-03"),
        ("3-4-22", "2022-04-03"),
        ("diciembre de 2022", "2022-12"),
        ("los años 1990", "199X"),
        ("década de 1990", "199X"),
        ("primavera de 2022", "2022-21"),
        ("el otoño del 2022", "2022-23"),
        ("hacia el 12 de diciembre de 2022", "2022-12-12~"),
        ("alrededor del 12 dic 2022", "2022-12-12~"),
        ("quizás el 12 dic 2022", "2022-12-12?"),
        ("entre el 13 y el 22 dic 2022", "2022-12-13/2022-12-22"),
        ("del 13 al 22 de diciembre de 2022", "2022-12-13/2022-12-22"),
        ("del 28 dic 2022 al 3 ene 2023", "2022-12-28/2023-01-03"),
        ("desde el 13 hasta el 22 dic 2022", "2022-12-13/2022-12-22"),
        ("de noviembre a diciembre de 2022", "2022-11/2022-12"),
        ("desde el 15 ene 2023", "2023-01-15/.."),
        ("a partir del 15 de enero de 2023", "2023-01-15/.."),
        ("hasta el 15 ene 2023", "../2023-01-15"),
        ("15 dic 2022, a las 18:30", "2022-12-15T18:30:00"),
        ("15 dic 2022 a las 6 p. m.", "2022-12-15T18:00:00"),
        ("15 dic 2022, 18 h", "2022-12-15T18:00:00"),
        ("12 December 2022", "2022-12-12"),  # an English report, a Spanish page
    ],
)
def test_spanish_is_understood(text: str, edtf: str) -> None:
    assert read_typed_date(text, "es") == Edtf(edtf)


def test_figures_that_may_mean_two_days_are_shown_as_both() -> None:
    with pytest.raises(UnclearDate, match=r"3 Apr 2022 or 4 Mar 2022; type the month in words"):
        read_typed_date("03/04/2022")
    assert read_typed_date("03/04/2022", "en-GB") == Edtf("2022-04-03")


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("", "en", "not understood as a date; type it as 12 Dec 2022"),
        (" . ", "en", "not understood"),
        ("yesterday", "en", "not understood"),
        ("ayer", "es", "No se entiende como fecha; escriba 12 dic 2022"),
        ("about", "en", "not understood"),
        ("~", "en", "not understood"),
        ("12 Dec", "en", "The year is missing"),
        ("entre el 13 y el 22 dic", "es", "Falta el año"),
        ("12", "en", "The month is missing"),
        ("between 13 and 2022", "en", "The month is missing"),
        ("between 13 and Dec 2022", "en", "The month is missing"),
        ("30 feb 2022", "es", "No existe tal día"),
        ("04/13/2022", "es", "No existe tal día, mes u hora; escriba primero el día"),
        ("2022-13", "en", "no such day, month or time"),
        ("0000", "en", "no such day"),
        ("13 Dec 2022, 25:00", "en", "no such day, month or time"),
        ("13 Dec 2022, 15 pm", "en", "no such day, month or time"),
        ("Dec 2022, 12:00", "en", "not understood"),
        ("Friday 15 Dec 2022", "en", "not a Friday but a Thursday"),
        ("viernes 15 dic 2022", "es", "no fue viernes, sino jueves"),
        ("between 22 and 13 Dec 2022", "en", "ends before it begins"),
        ("28 dic al 3 ene 2023", "es", "Termina antes de empezar"),
        ("2023/2022", "en", "ends before it begins"),
        ("../..", "en", "not understood"),
        ("..", "en", "not understood"),
        ("12 Dec 2022 and 13 Dec 2022", "en", "not understood"),
        ("before 12 Dec 2022", "en", "not understood"),
    ],
)
def test_what_is_not_understood_is_told_with_what_to_type(
    text: str, language: str, told: str
) -> None:
    with pytest.raises(UnclearDate, match=told):
        read_typed_date(text, language)


@pytest.mark.parametrize(
    ("text", "report", "edtf"),
    [
        ("about 12 Dec", "2023-01-16", "2022-12-12~"),
        ("12 ene", "2022-12-30", "2023-01-12"),
        ("12 jul", "2022-12-30", "2022-07-12"),
        ("between 13 and 22 Dec", "2022-12-23", "2022-12-13/2022-12-22"),
        ("December", "2023-01-16", "2022-12"),
        ("12 Dec 2019", "2023-01-16", "2019-12-12"),
    ],
)
def test_a_missing_year_is_the_one_nearest_to_the_report(text: str, report: str, edtf: str) -> None:
    near = datetime.date.fromisoformat(report)
    assert read_typed_date(text, near=near) == Edtf(edtf)


@given(dates(), st.sampled_from(LANGUAGES))
def test_a_date_as_it_is_shown_is_read_back(date: Edtf, language: str) -> None:
    assert read_typed_date(date_words(date, language=language), language) == date


@given(dates(), st.sampled_from(LANGUAGES))
def test_edtf_itself_is_read(date: Edtf, language: str) -> None:
    assert read_typed_date(date.text, language) == date


@given(st.text(max_size=30), st.sampled_from(LANGUAGES))
def test_any_text_gives_a_date_or_a_sentence(text: str, language: str) -> None:
    with contextlib.suppress(UnclearDate):
        read_typed_date(text, language)


@given(dates())
def test_the_days_of_a_date_are_shown_as_that_date_or_as_the_same_days(date: Edtf) -> None:
    ends = date.earliest, date.latest
    first, last = (None if end is None else end.isoformat() for end in ends)

    again = read_typed_date(days_words(first, last))

    assert (again.earliest, again.latest) == ends
