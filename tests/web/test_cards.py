"""What a card says of a statement: never more than was stated."""

from __future__ import annotations

import pytest

from testigo.record.edtf import Edtf
from testigo.record.kinds import KINDS, kind
from testigo.record.places import Place
from testigo.record.reading import ReaderIdentity
from testigo.record.span import Span
from testigo.record.statement import Field, Record, Source, Statement
from testigo.record.wording import confidence_words
from testigo.store.kept import Finding, KeptStatement
from testigo.web.cards import LEAD_CHARACTERS, Card, card, level, record_words

CONTENT = "Dozens killed, his mother Rosa said, in Juliaca and Puno on Monday"
WHOLE = (Span.cut(CONTENT, 0, len(CONTENT)),)


def said(value: object, words: str, how: str | None = None) -> Field:
    start = CONTENT.index(words)
    return Field(value, (Span.cut(CONTENT, start, start + len(words)),), how)  # type: ignore[arg-type]


def card_of(kind_name: str, fields: dict[str, Field], language: str = "en", **rest: object) -> Card:
    statement = Statement.make("0" * 64, kind_name, fields, WHOLE, **rest)  # type: ignore[arg-type]
    finding = Finding("0" * 64, ReaderIdentity("r", "1", "x"), "toll.rule", (), None, None, True)
    return card(1, KeptStatement("0" * 64, statement, (finding,)), language=language)


KILLED = {"outcome": said("killed", "killed")}
DOZENS = KILLED | {"bound": said("vague", "Dozens"), "wording": said("Dozens", "Dozens")}


def test_a_vague_word_gives_no_number() -> None:
    assert card_of("toll", DOZENS).lead == "“Dozens” killed"


@pytest.mark.parametrize(
    ("limits", "lead"),
    [
        ({"low": 27, "bound": "at_least"}, "at least 27 killed"),
        ({"low": 41, "bound": "more_than"}, "more than 40 killed"),
        ({"high": 30, "bound": "at_most"}, "at most 30 killed"),
        ({"low": 3, "high": 3, "bound": "exact"}, "3 killed"),
        ({"low": 3, "high": 5, "bound": "exact"}, "3 to 5 killed"),
        ({"low": 20, "high": 20, "bound": "about"}, "about 20 killed"),
        ({"low": 3}, "at least 3 killed"),
    ],
    ids=str,
)
def test_a_number_keeps_its_bound(limits: dict[str, object], lead: str) -> None:
    fields = {name: said(value, "Dozens") for name, value in limits.items()}

    assert card_of("toll", KILLED | fields).lead == lead


def test_the_limits_of_a_number_are_one_line_that_lights_up_together() -> None:
    number = card_of("toll", DOZENS).rows[0]

    assert (number.label, number.value) == ("number", "“Dozens”")
    assert number.fields == ("bound", "wording")
    assert [span.quote for span in number.spans] == ["Dozens"]
    assert number.quotes == ()


def test_relatives_are_marked_confidential() -> None:
    fields = {
        "description": said("his mother", "his mother"),
        "family": said("his mother Rosa", "his mother Rosa"),
    }

    rows = {row.label: row for row in card_of("casualty", KILLED | fields).rows}

    assert rows["family"].is_confidential
    assert not rows["description"].is_confidential


def test_a_name_goes_before_a_description() -> None:
    both = {"name": said("Rosa", "Rosa"), "description": said("his mother", "his mother")}

    assert card_of("casualty", KILLED | both).lead == "Rosa, killed"
    del both["name"]
    assert card_of("casualty", KILLED | both).lead == "his mother, killed"


def test_who_says_so_and_whom_they_rely_on() -> None:
    source = Source(said("his mother", "his mother"), said("Rosa", "Rosa"))

    told = card_of("toll", DOZENS, source=source)

    assert (told.says.value, told.origin.value if told.origin else None) == ("his mother", "Rosa")
    assert card_of("toll", DOZENS).says.value == "the outlet itself"


@pytest.mark.parametrize("modality", ["alleged", "denied", "planned", "conditional", "retracted"])
def test_what_is_not_simply_asserted_says_so_first(modality: str) -> None:
    spans = (Span.cut(CONTENT, 0, 6),)

    put = card_of("toll", DOZENS, modality=modality, modality_spans=spans)

    assert put.modality == modality
    assert put.rows[-1].value == modality


def test_a_date_keeps_its_precision_and_says_how_it_follows() -> None:
    how = "Monday, counted back from the report's date 2023-01-12"
    period = said(Edtf("2023-01-09~"), "Monday", how)

    row = card_of("toll", DOZENS | {"period": period}).rows[-1]

    assert (row.value, row.how) == ("about 9 Jan 2023", how)


def test_how_a_model_quoted_is_told_in_the_language_of_the_page() -> None:
    field = said("killed", "killed", "the model said injured")
    rows = card_of("toll", DOZENS | {"outcome": field}, "es").rows
    assert {row.how for row in rows if row.fields == ("outcome",)} == {"el modelo dijo injured"}


def test_parts_are_told_in_words() -> None:
    place = Place("Juliaca")
    shape = kind("toll").field("parts")
    record = Record.of(outcome="sexually_assaulted", low=2, high=2, bound="exact", place=place)

    assert record_words(shape, record) == "2 sexually assaulted, Juliaca"


@pytest.mark.parametrize(
    ("confidence", "measured_on", "words"),
    [
        (None, None, "confidence not measured"),
        (0.97, 1200, "confidence 0.97 (measured on 1,200)"),
        (0.5, None, "confidence 0.50"),
    ],
)
def test_confidence_is_told_with_what_it_was_measured_on(
    confidence: float | None, measured_on: int | None, words: str
) -> None:
    assert confidence_words(confidence, measured_on) == words


def test_all_that_is_shown_is_a_draft() -> None:
    assert level() == ("○", "draft")


def test_the_value_is_not_said_twice() -> None:
    row = card_of("toll", DOZENS | {"cause": said("killed", "killed")}).rows[-1]

    assert (row.is_quoted, row.quotes) == (True, ())


def test_every_kind_has_a_letter_of_its_own() -> None:
    assert len({kind(name).letter for name in KINDS}) == 8


@pytest.mark.parametrize(
    ("kind_name", "fields", "lead"),
    [
        (
            "post",
            {"person": said("Rosa", "Rosa"), "title": said("mother", "mother")},
            "Rosa: mother",
        ),
        (
            "proceeding",
            {"type": said("arrest", "killed"), "target": said("Rosa", "Rosa")},
            "arrest: Rosa",
        ),
        (
            "contact",
            {
                "type": said("meeting", "and"),
                "parties": said(("Juliaca", "Puno"), "Juliaca and Puno"),
            },
            "meeting: Juliaca; Puno",
        ),
        (
            "claim",
            {"speaker": said("Rosa", "Rosa"), "content": said("Dozens killed", "Dozens killed")},
            "Rosa: “Dozens killed”",
        ),
    ],
    ids=["post", "proceeding", "contact", "claim"],
)
def test_the_lead_of_a_kind_says_who_and_what(
    kind_name: str, fields: dict[str, Field], lead: str
) -> None:
    assert card_of(kind_name, fields).lead == lead


def test_a_long_claim_is_cut_in_the_lead_and_whole_in_its_row() -> None:
    content = " ".join(["Dozens were killed"] * 20)
    fields = {"speaker": said("Rosa", "Rosa"), "content": said(content, "Dozens killed")}

    told = card_of("claim", fields)

    assert told.lead.startswith("Rosa: “Dozens were killed")
    assert told.lead.endswith(" …”")
    assert len(told.lead) <= LEAD_CHARACTERS + 3
    assert content in [row.value for row in told.rows]


def test_a_card_speaks_spanish_and_leaves_the_words_of_the_report() -> None:
    source = Source(None, said("his mother", "his mother"))
    fields = DOZENS | {"cause": said("Monday", "Monday"), "as_of": said(Edtf("2023-01"), "Monday")}
    told = card_of("toll", fields, language="es", source=source, modality="denied")

    assert (told.kind_label, told.lead) == ("balance", "personas muertas: “Dozens”")
    assert (told.says.label, told.says.value) == ("lo dice", "el propio medio")
    assert told.origin is not None
    assert (told.origin.label, told.origin.value) == ("se apoya en", "his mother")
    assert [(row.label, row.value) for row in told.rows] == [
        ("número", "“Dozens”"),
        ("desenlace", "personas muertas"),
        ("con corte al", "ene 2023"),
        ("causa", "Monday"),
        ("dicho como", "negado"),
    ]
    assert told.rows[0].quotes == ()
    assert told.modality == "negado"
    assert told.basis == "solo una regla"
    assert told.confidence == "confianza no medida"
    assert told.evidence == WHOLE


def test_the_lead_of_an_incident_says_who_did_it_to_whom_in_either_language() -> None:
    fields = {
        "type": said("attack", "killed"),
        "perpetrators": said(("Rosa",), "Rosa"),
        "targets": said(("Puno",), "Puno"),
    }

    assert card_of("incident", fields).lead == "attack by Rosa against Puno"
    assert card_of("incident", fields, language="es").lead == "ataque por Rosa contra Puno"


def test_levels_have_a_word_in_each_language() -> None:
    assert level("es") == ("○", "borrador")
    assert level(code="3") == ("◕", "corroborated")
