"""Answers about reports in Spanish, of all kinds: good ones whole, odd ones by their words."""

from __future__ import annotations

import pytest
from tests.reading.llm.answering import answer, only, read, reasons, said

from testigo.record.edtf import Edtf
from testigo.record.statement import Statement

REPORT = (
    "Al menos nueve muertos en Orvalle\n\n"
    "Al menos nueve mineros murieron el domingo cerca de Orvalle, informó la Junta de Salud de "
    "Verdania. Evaristo Lund, de 26 años, falleció por un disparo en Puno. El Gobierno declaró el "
    "estado de emergencia en Puno por 30 días. La ministra de Defensa, Ada Brenn, se reunió con "
    "Teo Quil el lunes. Un juez ordenó la detención de Marta Soria. «No hubo disparos», aseguró "
    "Brenn. El Ejército negó que sus soldados mataran a los mineros."
)


def sentence(start: str) -> str:
    at = REPORT.index(start)
    return REPORT[at : REPORT.index(".", at) + 1]


def one(kind: str, quote: str, *fields: dict, **how: str) -> Statement:
    proposed = said(kind, sentence(quote), *fields, **how)
    return only(read(REPORT, answer(proposed), language="es"))


@pytest.mark.parametrize(
    ("kind", "quote", "fields", "values"),
    [
        (
            "toll",
            "Al menos nueve mineros",
            [
                {"low": 9, "high": None, "bound": "at_least", "words": "Al menos nueve"},
                {"outcome": "killed", "words": "murieron"},
                {"period": "2021-05-09", "words": "el domingo"},
            ],
            {"low": 9, "high": None, "bound": "at_least", "period": Edtf("2021-05-09")},
        ),
        (
            "casualty",
            "Evaristo Lund",
            [
                {"name": "Evaristo Lund"},
                {"age": 26, "words": "26 años"},
                {"outcome": "killed", "words": "falleció"},
                {"cause": "un disparo"},
                {"cause_code": "small_arms", "words": "disparo"},
            ],
            {"name": "Evaristo Lund", "age": 26, "cause": "un disparo", "cause_code": "small_arms"},
        ),
        (
            "measure",
            "El Gobierno declaró",
            [
                {"type": "state_of_emergency", "words": "estado de emergencia"},
                {"status": "declared", "words": "declaró"},
                {"authority": "El Gobierno"},
                {"duration": "30 días"},
            ],
            {"type": "state_of_emergency", "authority": "El Gobierno", "duration": "30 días"},
        ),
        (
            "post",
            "La ministra",
            [
                {"person": "Ada Brenn"},
                {"title": "ministra de Defensa"},
                {"status": "current", "words": "ministra"},
            ],
            {"person": "Ada Brenn", "title": "ministra de Defensa", "status": "current"},
        ),
        (
            "contact",
            "La ministra",
            [
                {"type": "meeting", "words": "se reunió"},
                {"parties": "Ada Brenn"},
                {"parties": "Teo Quil"},
                {"date": "2021-05-10", "words": "el lunes"},
            ],
            {"parties": ("Ada Brenn", "Teo Quil"), "date": Edtf("2021-05-10")},
        ),
        (
            "proceeding",
            "Un juez",
            [
                {"type": "arrest", "words": "detención"},
                {"target": "Marta Soria"},
                {"authority": "Un juez"},
            ],
            {"type": "arrest", "target": "Marta Soria", "authority": "Un juez"},
        ),
        (
            "claim",
            "«No hubo",
            [
                {"speaker": "Brenn"},
                {"content": "No hubo disparos"},
                {"form": "direct", "words": "aseguró"},
                {"stance": "denies", "words": "No hubo"},
            ],
            {"speaker": "Ada Brenn", "content": "No hubo disparos", "stance": "denies"},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_a_good_answer_is_kept_whole(
    kind: str, quote: str, fields: list[dict], values: dict[str, object]
) -> None:
    statement = one(kind, quote, *fields)
    assert {name: statement.value(name) for name in values} == values
    assert statement.evidence[0].quote == sentence(quote)


def test_a_denied_attack_is_no_assertion() -> None:
    fields = {"type": "attack", "words": "mataran"}, {"targets": "los mineros"}
    assert one("incident", "El Ejército negó", *fields).modality == "denied"


@pytest.mark.parametrize(
    ("words", "told", "low", "how"),
    [
        ("al menos nueve", 9, 9, "the model's quotation differs"),
        ("nueve", 90, 9, "the model said 90 to …"),
        ("Al menos  nueve", 9, 9, "the model's quotation differs"),
    ],
)
def test_the_words_win_over_an_odd_answer(words: str, told: int, low: int, how: str) -> None:
    number = {"low": told, "high": None, "bound": "at_least", "words": words}
    outcome = {"outcome": "killed", "words": "murieron"}
    statement = one("toll", "Al menos nueve mineros", number, outcome)
    assert statement.value("low") == low
    assert how in statement.field("low").how


def test_accents_that_a_model_leaves_out_are_given_back() -> None:
    quote = sentence("El Gobierno").replace("ó", "o").replace("í", "i").upper()
    fields = (
        {"type": "state_of_emergency", "words": "ESTADO DE EMERGENCIA"},
        {"status": "declared", "words": "declaro"},
    )
    statement = only(read(REPORT, answer(said("measure", quote, *fields)), language="es"))
    assert [span.quote for span in statement.field("status").spans] == ["declaró"]


def test_what_a_model_translates_is_not_in_the_text() -> None:
    quote = "At least nine miners died near Orvalle on Sunday."
    fields = (
        {"low": 9, "high": None, "bound": "at_least", "words": "at least nine"},
        {
            "outcome": "killed",
            "words": "died",
        },
    )
    reading = read(REPORT, answer(said("toll", quote, *fields)), language="es")
    assert reading.found == ()
    assert reasons(reading.dropped) == [("toll", "its sentence is not in the text")]
