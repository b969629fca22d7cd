"""Values in words, in both languages: nothing is put more strongly than it was stated."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.strategies import dates, statements

from testigo.record.edtf import Edtf
from testigo.record.kinds import kind
from testigo.record.places import Place
from testigo.record.span import Span
from testigo.record.statement import Field, Record, Source, Statement, Value
from testigo.record.vocabularies import LANGUAGES, vocabulary
from testigo.record.wording import (
    basis_words,
    confidence_words,
    count_words,
    date_words,
    days_words,
    edge_words,
    field_words,
    headline,
    how_words,
    modality_words,
    number_words,
    outcome_words,
    outlet_itself,
    outlet_unknown,
    passed_over,
    place_words,
    record_words,
    said_by,
    value_words,
)
from testigo.record.wording.hows import HOWS, LOOSELY, MODEL_SAID, how, is_loose, joined
from testigo.record.wording.phrases import MARKS, MARKS_WITHIN, MONTHS, PHRASES, SEASONS

SPAN = Span(0, 4, "nine")


@pytest.mark.parametrize(
    ("edtf", "english", "spanish"),
    [
        ("2022-12-15", "15 Dec 2022", "15 dic 2022"),
        ("2022-01", "Jan 2022", "ene 2022"),
        ("2022", "2022", "2022"),
        ("2022-12-12~", "about 12 Dec 2022", "hacia el 12 dic 2022"),
        ("2022-12~", "about Dec 2022", "hacia dic 2022"),
        ("2022-12?", "perhaps Dec 2022", "quizá dic 2022"),
        ("2022-12-12?", "perhaps 12 Dec 2022", "quizá el 12 dic 2022"),
        ("2022%", "perhaps about 2022", "quizá hacia 2022"),
        ("199X", "the 1990s", "la década de 1990"),
        ("199X~", "about the 1990s", "hacia la década de 1990"),
        ("0987", "0987", "0987"),
        ("2022-21", "spring 2022", "primavera de 2022"),
        ("2022-22~", "about summer 2022", "hacia el verano de 2022"),
        ("2022-12-17T12:00:00", "17 Dec 2022, 12:00", "17 dic 2022, 12:00"),
        ("2022-12-17T12:00:05", "17 Dec 2022, 12:00:05", "17 dic 2022, 12:00:05"),
        ("2022-12-13/2022-12-22", "between 13 and 22 Dec 2022", "entre el 13 y el 22 dic 2022"),
        (
            "2022-11-13/2022-12-22",
            "between 13 Nov and 22 Dec 2022",
            "entre el 13 nov y el 22 dic 2022",
        ),
        (
            "2022-12-13/2023-01-22",
            "between 13 Dec 2022 and 22 Jan 2023",
            "entre el 13 dic 2022 y el 22 ene 2023",
        ),
        (
            "2022-12-13~/2022-12-22",
            "between about 13 and 22 Dec 2022",
            "entre aproximadamente el 13 y el 22 dic 2022",
        ),
        ("2022-11/2022-12", "between Nov and Dec 2022", "entre nov y dic 2022"),
        (
            "2022~/2022-12-01",
            "between about 2022 and 1 Dec 2022",
            "entre aproximadamente 2022 y el 1 dic 2022",
        ),
        (
            "2022-21/2022-23",
            "between spring and autumn 2022",
            "entre la primavera y el otoño de 2022",
        ),
        ("199X/2001", "between the 1990s and 2001", "entre la década de 1990 y 2001"),
        ("2022-12-07/..", "since 7 Dec 2022", "desde el 7 dic 2022"),
        ("../2022-12-07", "until 7 Dec 2022", "hasta el 7 dic 2022"),
        ("../2022-12", "until Dec 2022", "hasta dic 2022"),
    ],
)
def test_a_date_shows_its_precision(edtf: str, english: str, spanish: str) -> None:
    assert date_words(Edtf(edtf)) == english
    assert date_words(Edtf(edtf), language="es") == spanish


@pytest.mark.parametrize(
    ("edtf", "edge", "english", "spanish"),
    [
        ("2023-01-10", "start", "from 10 Jan 2023", "desde el 10 ene 2023"),
        ("2023-01-10", "end", "to 10 Jan 2023", "hasta el 10 ene 2023"),
        ("2023-01", "end", "to Jan 2023", "hasta ene 2023"),
        ("2023-01-10~", "end", "to about 10 Jan 2023", "fin: hacia el 10 ene 2023"),
        ("2023-01-10", "as_of", "as of 10 Jan 2023", "al 10 ene 2023"),
        ("../2023-01-10T18:00:00", "as_of", "as of 10 Jan 2023, 18:00", "al 10 ene 2023, 18:00"),
        ("2023-01", "as_of", "as of Jan 2023", "a ene 2023"),
        ("2023-01-10?", "as_of", "as of perhaps 10 Jan 2023", "corte: quizá el 10 ene 2023"),
    ],
)
def test_a_date_is_the_edge_of_something(edtf: str, edge: str, english: str, spanish: str) -> None:
    assert edge_words(Edtf(edtf), edge) == english
    assert edge_words(Edtf(edtf), edge, language="es") == spanish


EVERY_MARK = [("", "", ""), ("~", "about ", "aproximadamente "), ("?", "perhaps ", "quizá ")]
EVERY_POINT = [
    ("2022-12-12", "12 Dec 2022", "12 dic 2022", "el "),
    ("2022-12", "Dec 2022", "dic 2022", ""),
    ("2022", "2022", "2022", ""),
    ("199X", "the 1990s", "la década de 1990", ""),
    ("2022-21", "spring 2022", "primavera de 2022", "la "),
    ("2022-22", "summer 2022", "verano de 2022", "el "),
    ("2022-23", "autumn 2022", "otoño de 2022", "el "),
    ("2022-24", "winter 2022", "invierno de 2022", "el "),
    ("2022-12-17T18:30:00", "17 Dec 2022, 18:30", "17 dic 2022, 18:30", "el "),
]


@pytest.mark.parametrize(("mark", "mark_en", "mark_es"), EVERY_MARK, ids=["", "about", "perhaps"])
@pytest.mark.parametrize(
    ("point", "english", "spanish", "article"), EVERY_POINT, ids=[row[0] for row in EVERY_POINT]
)
def test_every_point_is_shown_alone_and_at_each_end_of_an_open_interval(
    point: str, english: str, spanish: str, article: str, mark: str, mark_en: str, mark_es: str
) -> None:
    alone = {"": "", "~": "hacia ", "?": "quizá "}[mark] + (article if mark else "")

    def both(edtf: str) -> tuple[str, str]:
        return date_words(Edtf(edtf)), date_words(Edtf(edtf), language="es")

    assert both(point + mark) == (mark_en + english, alone + spanish)
    within = mark_es + article + spanish
    assert both(f"{point}{mark}/..") == (f"since {mark_en}{english}", f"desde {within}")
    assert both(f"../{point}{mark}") == (f"until {mark_en}{english}", f"hasta {within}")


@pytest.mark.parametrize(
    ("first", "last", "english", "spanish"),
    [
        ("2022-01-01", "2022-12-31", "2022", "2022"),
        ("2022-12-01", "2022-12-31", "Dec 2022", "dic 2022"),
        ("2024-02-01", "2024-02-29", "Feb 2024", "feb 2024"),
        ("2024-02-01", "2024-02-28", "between 1 and 28 Feb 2024", "entre el 1 y el 28 feb 2024"),
        ("1990-01-01", "1999-12-31", "the 1990s", "la década de 1990"),
        ("1991-01-01", "2000-12-31", "between 1991 and 2000", "entre 1991 y 2000"),
        ("2021-01-01", "2022-12-31", "between 2021 and 2022", "entre 2021 y 2022"),
        ("2022-11-01", "2022-12-31", "between Nov and Dec 2022", "entre nov y dic 2022"),
        (
            "2022-12-01",
            "2023-02-28",
            "between Dec 2022 and Feb 2023",
            "entre dic 2022 y feb 2023",
        ),
        ("2022-12-12", "2022-12-12", "12 Dec 2022", "12 dic 2022"),
        ("2022-12-13", "2022-12-22", "between 13 and 22 Dec 2022", "entre el 13 y el 22 dic 2022"),
        (None, "2022-12-22", "until 22 Dec 2022", "hasta el 22 dic 2022"),
        ("2022-12-22", None, "since 22 Dec 2022", "desde el 22 dic 2022"),
        (None, None, "", ""),
    ],
)
def test_days_are_shown_as_the_widest_unit_that_they_fill(
    first: str | None, last: str | None, english: str, spanish: str
) -> None:
    assert days_words(first, last) == english
    assert days_words(first, last, language="es") == spanish


@given(dates(), dates())
def test_no_two_dates_are_shown_alike(one: Edtf, other: Edtf) -> None:
    for language in LANGUAGES:
        shown = {date_words(date, language=language) for date in (one, other)}
        assert len(shown) == len({one.text, other.text})


@pytest.mark.parametrize(
    ("low", "high", "bound", "wording", "english", "spanish"),
    [
        (27, None, "at_least", "at least 27", "at least 27", "al menos 27"),
        (41, None, "more_than", "more than 40", "more than 40", "más de 40"),
        (0, None, "more_than", "", "at least 0", "al menos 0"),
        (None, 30, "at_most", "up to 30", "at most 30", "como máximo 30"),
        (300, 300, "about", "some 300", "about 300", "alrededor de 300"),
        (14, 21, "about", "some 14 to 21", "about 14 to 21", "alrededor de 14 a 21"),
        (8, 8, "exact", "ocho", "8", "8"),
        (13, 22, "exact", "13 to 22", "13 to 22", "13 a 22"),
        (1300, 1300, "exact", "1,300", "1,300", "1300"),
        (12500, 12500, "exact", "12 500", "12,500", "12\u202f500"),
        (None, None, "vague", "dozens", "“dozens”", "“dozens”"),
        (0, 0, "exact", "no", "0", "0"),
        (None, None, None, None, "", ""),
    ],
)
def test_a_count_shows_its_bound(
    low: int | None,
    high: int | None,
    bound: str | None,
    wording: str | None,
    english: str,
    spanish: str,
) -> None:
    assert count_words(low, high, bound, wording) == english
    assert count_words(low, high, bound, wording, language="es") == spanish


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_no_number_in_words_lies_outside_what_was_stated(one: int, other: int) -> None:
    low, high = sorted((one, other))
    words = count_words(low, high, "exact", "as stated").replace(",", "")
    assert {int(part) for part in words.split(" to ")} == {low, high}


def toll(source: Source | None = None, **fields: Value) -> Statement:
    given = {"outcome": "killed", "low": 27, "bound": "at_least", "wording": "at least 27"} | fields
    return Statement.make(
        "text", "toll", {k: Field(v, (SPAN,)) for k, v in given.items()}, (SPAN,), source=source
    )


def test_a_toll_in_one_line() -> None:
    place = Place("Ayacucho", precision=3)
    statement = toll(
        population="demonstrators",
        place=place,
        period=Edtf("2022-12-15"),
        as_of=Edtf("../2022-12-16"),
    )
    assert headline(statement) == (
        "at least 27 killed — demonstrators, Ayacucho, 15 Dec 2022, as of 16 Dec 2022"
    )


def test_a_casualty_in_one_line() -> None:
    fields: dict[str, Value] = {
        "name": "Alba Quispe",
        "age": 32,
        "outcome": "injured",
        "perpetrator": "police",
        "place": Place("Puno", precision=4),
        "family": "sister of a witness",
    }
    made = Statement.make(
        "text", "casualty", {k: Field(v, (SPAN,)) for k, v in fields.items()}, (SPAN,)
    )
    assert headline(made) == "Alba Quispe, 32: injured — Puno (region), by police"


def test_a_measure_in_one_line() -> None:
    fields: dict[str, Value] = {
        "type": "curfew",
        "status": "declared",
        "scope": (Place("Puno"), Place("Cusco")),
        "start": Edtf("2023-01-10"),
        "duration": "three days",
        "rights": ("movement",),
    }
    made = Statement.make(
        "text", "measure", {k: Field(v, (SPAN,)) for k, v in fields.items()}, (SPAN,)
    )
    assert headline(made).startswith(
        "curfew, declared — Puno; Cusco, from 10 Jan 2023, for three days, rights: "
    )


def test_who_says_so_is_never_left_open() -> None:
    speaker, origin = Field("the ministry", (SPAN,)), Field("relatives", (SPAN,))
    assert said_by(toll()) == "the outlet itself"
    assert said_by(toll(Source(speaker))) == "the ministry"
    assert said_by(toll(Source(speaker, origin))) == "the ministry, relying on relatives"
    assert said_by(toll(Source(None, origin))) == "the outlet itself, relying on relatives"


def test_who_says_so_in_spanish() -> None:
    speaker, origin = Field("el ministerio", (SPAN,)), Field("familiares", (SPAN,))
    assert said_by(toll(), language="es") == "el propio medio"
    assert said_by(toll(), "La Gaceta", language="es") == "La Gaceta"
    assert (
        said_by(toll(Source(speaker, origin)), language="es") == "el ministerio, según familiares"
    )


def test_a_part_of_a_toll_is_told_with_its_bound() -> None:
    part = Record.of(low=2, high=2, bound="exact", wording="two", population="minors")
    assert value_words((part,)) == "2 minors"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "al menos 27 personas muertas"),
        ({"low": 1, "high": 1, "bound": "exact"}, "1 persona muerta"),
        ({"low": 2, "bound": "more_than"}, "más de 1 persona muerta"),
        ({"low": 0, "high": 0, "bound": "exact"}, "0 personas muertas"),
        (
            {"low": 3, "high": 3, "bound": "exact", "outcome": "discharged"},
            "3 personas dadas de alta",
        ),
        (
            {"low": 2, "high": 2, "bound": "exact", "outcome": "sexually_assaulted"},
            "2 personas agredidas sexualmente",
        ),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_spanish_counts_persons_and_states_no_sex(fields: dict[str, Value], words: str) -> None:
    assert headline(toll(**fields), language="es") == words


def test_a_vague_word_stands_after_what_it_counts_in_spanish() -> None:
    fields = {"outcome": "injured", "bound": "vague", "wording": "decenas"}
    made = Statement.make(
        "text", "toll", {k: Field(v, (SPAN,)) for k, v in fields.items()}, (SPAN,)
    )
    assert headline(made, language="es") == "personas heridas: “decenas”"
    assert headline(made) == "“decenas” injured"


def made(kind_name: str, **fields: Value) -> Statement:
    return Statement.make(
        "text", kind_name, {k: Field(v, (SPAN,)) for k, v in fields.items()}, (SPAN,)
    )


HEADLINES = {
    "toll": (
        toll(
            population="manifestantes",
            place=Place("Ayacucho", precision=3),
            period=Edtf("2022-12-15"),
            as_of=Edtf("../2022-12-16"),
        ),
        "at least 27 killed — manifestantes, Ayacucho, 15 Dec 2022, as of 16 Dec 2022",
        "al menos 27 personas muertas — manifestantes, Ayacucho, 15 dic 2022, al 16 dic 2022",
    ),
    "casualty of a stated sex": (
        made(
            "casualty",
            name="Alba Quispe",
            age=32,
            sex="female",
            outcome="injured",
            perpetrator="la policía",
            place=Place("Puno", precision=4),
        ),
        "Alba Quispe, 32: injured — Puno (region), by la policía",
        "Alba Quispe, 32 años: herida — Puno (región), por la policía",
    ),
    "casualty of no stated sex": (
        made("casualty", name="A. Q.", age=1, outcome="killed", date=Edtf("2022-12-15~")),
        "A. Q., 1: killed — about 15 Dec 2022",
        "A. Q., 1 año: persona muerta — hacia el 15 dic 2022",
    ),
    "incident": (
        made(
            "incident",
            type="peaceful_protest",
            perpetrators=("estudiantes",),
            targets=("el Congreso",),
            place=Place("la sierra", precision=5),
        ),
        "peaceful protest — by estudiantes, against el Congreso, la sierra (general area)",
        "protesta pacífica — por estudiantes, contra el Congreso, la sierra (zona general)",
    ),
    "measure": (
        made(
            "measure",
            type="curfew",
            status="declared",
            scope=(Place("Puno"), Place("Cusco")),
            start=Edtf("2023-01-10"),
            duration="tres días",
            rights=("movement",),
        ),
        "curfew, declared — Puno; Cusco, from 10 Jan 2023, for tres días, "
        "rights: freedom of movement and residence",
        "toque de queda, declarado — Puno; Cusco, desde el 10 ene 2023, durante tres días, "
        "derechos: libertad de tránsito y residencia",
    ),
    "measure of feminine name": (
        made("measure", type="movement_restriction", status="extended", end=Edtf("2023-02")),
        "restriction of movement, extended — to Feb 2023",
        "restricción de circulación, prorrogada — hasta feb 2023",
    ),
    "post": (
        made("post", person="Rosa Mamani", title="ministra", status="acting", start=Edtf("2022")),
        "Rosa Mamani: ministra — acting, from 2022",
        "Rosa Mamani: ministra — con carácter interino, desde 2022",
    ),
    "contact": (
        made("contact", type="meeting", parties=("el rector", "los alumnos"), date=Edtf("2022-12")),
        "meeting: el rector; los alumnos — Dec 2022",
        "reunión: el rector; los alumnos — dic 2022",
    ),
    "proceeding": (
        made("proceeding", type="arrest", target="Rosa Mamani", authority="la fiscalía"),
        "arrest: Rosa Mamani — by la fiscalía",
        "detención: Rosa Mamani — por la fiscalía",
    ),
    "claim": (
        made(
            "claim",
            speaker="el gremio",
            content="«No fue así»",
            stance="denies",
            addressee="la ONU",
        ),
        "el gremio (denies): “No fue así” — to la ONU",
        "el gremio (niega): “No fue así” — destinatario: la ONU",
    ),
}


@pytest.mark.parametrize(("statement", "english", "spanish"), HEADLINES.values(), ids=HEADLINES)
def test_each_kind_in_one_line_of_either_language(
    statement: Statement, english: str, spanish: str
) -> None:
    assert headline(statement) == english
    assert headline(statement, language="es") == spanish


def test_no_outcome_breaks_the_agreement_of_spanish() -> None:
    for code in vocabulary("outcome"):
        masculine = outcome_words(code.code, language="es", sex="male")
        assert masculine.split()[0].endswith("o")
        assert outcome_words(code.code, language="es", sex="female").split()[0].endswith("a")
        assert outcome_words(code.code, language="es", sex="unknown").startswith("persona ")


def test_an_outcome_alone_agrees_with_those_it_befell() -> None:
    person = made("casualty", name="Rosa Mamani", sex="female", outcome="released")
    assert field_words(person, "outcome", language="es") == "liberada"
    assert field_words(toll(), "outcome", language="es") == "personas muertas"
    assert field_words(toll(), "outcome") == "killed"


def test_a_part_with_an_outcome_in_spanish() -> None:
    shape = kind("toll").field("parts")
    part = Record.of(outcome="killed", low=1, high=1, bound="exact", population="menores")
    assert record_words(shape, part, language="es") == "1 persona muerta, menores"
    assert record_words(shape, part) == "1 killed, menores"
    assert record_words(shape, Record.of(outcome="killed"), language="es") == "persona muerta"
    assert field_words(toll(parts=(part, part)), "parts") == "1 killed, menores; 1 killed, menores"


@pytest.mark.parametrize(
    ("rule", "english", "spanish"),
    [
        ("toll.passive+learned.toll", "rule and net agree", "regla y red coinciden"),
        ("learned.claim", "the net alone", "solo la red"),
        ("toll.passive", "a rule alone", "solo una regla"),
        ("llm.toll", "a language model alone", "solo un modelo de lenguaje"),
    ],
)
def test_what_found_it(rule: str, english: str, spanish: str) -> None:
    assert basis_words(rule) == english
    assert basis_words(rule, language="es") == spanish


@pytest.mark.parametrize("key", HOWS)
def test_how_a_model_quoted_is_told_in_both_languages(key: str) -> None:
    kept = how(key, "28; 29")
    spanish = HOWS[key]["es"].format(value="28, 29")
    assert how_words(kept) == kept
    assert how_words(kept, language="es") == spanish
    assert how_words(f"counted from Sunday; {kept}", language="es").endswith(f"; {spanish}")


def test_clauses_are_joined_once_each_and_none_of_none_is_none() -> None:
    assert joined(None, None) is None
    loosely = how(LOOSELY)
    assert joined(loosely, None, how(MODEL_SAID, "28"), loosely) == f"{loosely}; the model said 28"
    assert is_loose(joined("counted from Sunday", loosely))
    assert not is_loose("counted from Sunday")
    assert not is_loose(None)


def test_small_words_in_spanish() -> None:
    assert confidence_words(0.97, 12000, language="es") == "confianza 0.97 (medida en 12\u202f000)"
    assert confidence_words(None, None, language="es") == "confianza no medida"
    assert modality_words("denied", language="es") == "negado"
    assert outlet_itself("es") == "el propio medio"
    assert outlet_unknown("es") == "medio no indicado"
    assert passed_over("es").startswith("omitido")
    assert place_words(Place("Puno", precision=4), language="es") == "Puno (región)"
    assert value_words((Edtf("2022-01"), Edtf("2022-02")), language="es") == "ene 2022; feb 2022"
    assert number_words(1234567, language="es") == "1\u202f234\u202f567"


def test_a_language_without_words_is_shown_in_english() -> None:
    assert headline(toll(), language="fr") == headline(toll())
    assert date_words(Edtf("2022-12-12~"), language="fr") == "about 12 Dec 2022"


def test_every_phrase_stands_in_both_languages_with_the_same_places_to_fill() -> None:
    for key, words in PHRASES.items():
        assert set(words) == set(LANGUAGES), key
        places = {tuple(sorted(re.findall(r"{(\w+)}", text))) for text in words.values()}
        assert len(places) == 1, key
    for table in (MONTHS, SEASONS, MARKS, MARKS_WITHIN):
        assert set(table) == set(LANGUAGES)


def digits(words: str) -> set[str]:
    """The numbers of a text, without what parts their thousands or leads them."""
    joined = re.sub(r"(?<=[0-9])[,\u202f](?=[0-9]{3}(?![0-9]))", "", words)
    return {run.lstrip("0") or "0" for run in re.findall(r"[0-9]+", joined)}


def stated(value: Value) -> Iterator[str]:
    if isinstance(value, tuple):
        for item in value:
            yield from stated(item)
    elif isinstance(value, Record):
        yield from (words for _, member in value.members for words in stated(member))
    elif isinstance(value, Place):
        yield value.words
    elif isinstance(value, Edtf):
        yield re.sub(r"(\d{3})X", r"\g<1>0", value.text)
    elif isinstance(value, int):
        yield str(value)
    else:
        yield value


@given(statements(), st.sampled_from(LANGUAGES))
def test_a_headline_is_never_empty_and_no_number_in_it_is_new(
    statement: Statement, language: str
) -> None:
    numbers = {
        n for _, field in statement.fields for words in stated(field.value) for n in digits(words)
    }
    low = statement.value("low")
    if statement.value("bound") == "more_than" and isinstance(low, int) and low > 0:
        numbers.add(str(low - 1))  # "more than 40" is 41 or more
    words = headline(statement, language=language)
    assert words.strip()
    assert digits(words) <= numbers


@pytest.mark.parametrize(
    ("kept", "spanish"),
    [
        (
            "Friday, counted back from the report's date 2022-12-16",
            "viernes, contado hacia atrás desde la fecha de la nota, 2022-12-16",
        ),
        (
            "Monday, counted forward from 2022-12-16, the date last told before",
            "lunes, contado hacia adelante desde 2022-12-16, la última fecha dicha antes",
        ),
        (
            "the year is that of the nearest such day to the report's date 2022-12-22",
            "el año es el de ese día más cercano a la fecha de la nota, 2022-12-22",
        ),
        (
            "3 weeks counted from the report's date 2022-12-22",
            "3 semanas, contando desde la fecha de la nota, 2022-12-22",
        ),
        (
            "in the week -1 from that of the report's date 2022-12-22",
            "en la semana -1 respecto de la de la fecha de la nota, 2022-12-22",
        ),
        (
            "counted from 2022-12-20, the day last told before",
            "contado desde 2022-12-20, el último día dicho antes",
        ),
        ("mañana del 7, read as 2022-12-07T08:00:00", None),
        (
            "“the coup” is dated 2022-12-07 in the text",
            "«the coup» tiene fecha 2022-12-07 en el texto",
        ),
        ("the order of day and month is that usual in the language", None),
        (
            "counted from an event; the alternative is that event's day, counted back from here",
            "contado desde un hecho; la alternativa es el día de ese hecho, contado hacia atrás "
            "desde aquí",
        ),
    ],
)
def test_how_a_date_follows_from_its_words_is_told_in_spanish(
    kept: str, spanish: str | None
) -> None:
    shown = how_words(kept, language="es")

    assert shown != kept
    assert spanish in (None, shown)
    assert how_words(kept) == kept


def test_a_clause_that_has_no_words_in_spanish_stays_whole() -> None:
    for kept in ("3 moons counted from the report's date 2022-12-22", "counted from yesterday"):
        assert how_words(kept, language="es") == kept
