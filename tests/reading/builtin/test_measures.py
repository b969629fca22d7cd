"""Which acts of authority are measures, with which status, in both languages by the same rules."""

from __future__ import annotations

import datetime

import pytest

from testigo.languages.document import analyse
from testigo.reading.builtin.measures import read_measures
from testigo.reading.builtin.setting import Setting
from testigo.reading.drafts import Draft
from testigo.reading.finders.everything import find_everything
from testigo.record.edtf import Edtf
from testigo.record.places import Place

PUBLISHED = datetime.date(2022, 12, 19)


def read(language: str, text: str) -> list[Draft]:
    document = analyse(text, language, has_title=False)
    findings = find_everything(document, PUBLISHED)
    return read_measures(Setting.of(document, findings, PUBLISHED))


def value(draft: Draft, name: str) -> object:
    field = draft.fields.get(name)
    return None if field is None else field.value


def told(drafts: list[Draft]) -> set[tuple[object, object]]:
    return {(value(d, "type"), value(d, "status")) for d in drafts}


READ = {
    "en declared": (
        "en",
        "The cabinet declared a state of emergency on Friday.",
        ("state_of_emergency", "declared"),
    ),
    "en extended": (
        "en",
        "Parliament extended martial law by 30 days.",
        ("martial_law", "extended"),
    ),
    "en lifted": ("en", "The junta lifted the curfew on Monday.", ("curfew", "lifted")),
    "en lifted in the passive": (
        "en",
        "The curfew imposed on Sunday was lifted.",
        ("curfew", "lifted"),
    ),
    "en in force": (
        "en",
        "A curfew has been in force in the port since Sunday.",
        ("curfew", "in_force"),
    ),
    "en expired": (
        "en",
        "The state of emergency expired on Sunday.",
        ("state_of_emergency", "expired"),
    ),
    "en rejected": (
        "en",
        "The Senate rejected a state of emergency.",
        ("state_of_emergency", "rejected"),
    ),
    "en announced": ("en", "The mayor announced a curfew from Monday.", ("curfew", "announced")),
    "en demonstrations": (
        "en",
        "The prefect banned demonstrations in the port.",
        ("assembly_ban", "declared"),
    ),
    "en internet": (
        "en",
        "Mobile internet was cut at dawn.",
        ("communications_shutdown", "declared"),
    ),
    "en border": ("en", "The kingdom closed its land borders.", ("border_closure", "declared")),
    "en border opened": ("en", "The land borders were reopened.", ("border_closure", "lifted")),
    "en troops": (
        "en",
        "The governor deployed the National Guard to the port.",
        ("military_deployment", "declared"),
    ),
    "en radio": (
        "en",
        "The regulator suspended two radio stations.",
        ("media_ban", "declared"),
    ),
    "en party": ("en", "A decree outlawed the party.", ("organisation_ban", "declared")),
    "en roads": (
        "en",
        "Police closed the bridges to traffic.",
        ("movement_restriction", "declared"),
    ),
    "es declarado": (
        "es",
        "El gabinete decretó el estado de emergencia el viernes.",
        ("state_of_emergency", "declared"),
    ),
    "es prorrogado": (
        "es",
        "El Parlamento prorrogó la ley marcial por 30 días.",
        ("martial_law", "extended"),
    ),
    "es levantado": (
        "es",
        "La junta levantó el toque de queda el lunes.",
        ("curfew", "lifted"),
    ),
    "es vigente": ("es", "El toque de queda sigue vigente en el puerto.", ("curfew", "in_force")),
    "es vencido": (
        "es",
        "El estado de sitio venció el domingo.",
        ("state_of_emergency", "expired"),
    ),
    "es rechazado": (
        "es",
        "El Senado rechazó el estado de excepción.",
        ("state_of_emergency", "rejected"),
    ),
    "es rechazó decretar": (
        "es",
        "El presidente rechazó decretar el estado de sitio.",
        ("state_of_emergency", "rejected"),
    ),
    "es anunciado": (
        "es",
        "El alcalde anunció un toque de queda desde el lunes.",
        ("curfew", "announced"),
    ),
    "es inmovilización": (
        "es",
        "El Ejecutivo dispuso la inmovilización social obligatoria en el puerto.",
        ("curfew", "declared"),
    ),
    "es manifestaciones": (
        "es",
        "El prefecto prohibió las manifestaciones en el puerto.",
        ("assembly_ban", "declared"),
    ),
    "es internet": (
        "es",
        "El internet móvil fue cortado al alba.",
        ("communications_shutdown", "declared"),
    ),
    "es frontera": (
        "es",
        "El reino cerró sus fronteras terrestres.",
        ("border_closure", "declared"),
    ),
    "es tropas": (
        "es",
        "El gobernador desplegó al ejército en el puerto.",
        ("military_deployment", "declared"),
    ),
    "es emisoras": ("es", "El regulador cerró dos emisoras.", ("media_ban", "declared")),
    "es partido": ("es", "Un decreto ilegalizó el partido.", ("organisation_ban", "declared")),
    "es puentes": (
        "es",
        "La policía cerró los puentes al tráfico.",
        ("movement_restriction", "declared"),
    ),
}


@pytest.mark.parametrize(("language", "text", "expected"), READ.values(), ids=READ.keys())
def test_a_measure_is_read_with_its_status(
    language: str, text: str, expected: tuple[str, str]
) -> None:
    assert told(read(language, text)) == {expected}


NOT_READ = {
    "en emergency room": ("en", "She was taken to the emergency room."),
    "en emergency services": ("en", "Emergency services reached the bridge at noon."),
    "en emergency meeting": ("en", "The council held an emergency meeting on Friday."),
    "en emergency funding": ("en", "The bank announced emergency funding for farmers."),
    "en demonstrations took place": ("en", "Demonstrations went on in the port."),
    "en crossing a border": ("en", "Two families crossed the border on Friday."),
    "en a channel reported": ("en", "The channel reported nine arrests."),
    "en soldiers alone": ("en", "Two soldiers bought bread in the port."),
    "en internet praised": ("en", "The internet changed the village."),
    "es sala de emergencia": ("es", "La llevaron a la sala de emergencia."),
    "es servicios de emergencia": ("es", "Los servicios de emergencia llegaron a mediodía."),
    "es reunión de emergencia": ("es", "El consejo celebró una reunión de emergencia."),
    "es marchas que siguen": ("es", "Las marchas recorrieron el puerto."),
    "es cruzar la frontera": ("es", "Dos familias cruzaron la frontera el viernes."),
    "es el canal informó": ("es", "El canal informó de nueve detenciones."),
    "es soldados sin más": ("es", "Dos soldados compraron pan en el puerto."),
}


@pytest.mark.parametrize(("language", "text"), NOT_READ.values(), ids=NOT_READ.keys())
def test_what_is_no_measure_is_not_read(language: str, text: str) -> None:
    assert read(language, text) == []


def test_every_field_that_the_words_give_is_filled() -> None:
    text = (
        "The cabinet declared a state of emergency in Puno for 30 days from December 14 by "
        "Supreme Decree 143-2022, which suspends freedom of assembly."
    )
    (draft,) = read("en", text)
    assert value(draft, "authority") == "cabinet"
    assert value(draft, "instrument") == "Supreme Decree 143-2022"
    assert value(draft, "duration") == "30 days"
    assert value(draft, "start") == Edtf("2022-12-14")
    assert value(draft, "rights") == ("assembly",)
    assert value(draft, "rights_words") == ("freedom of assembly",)
    scope = value(draft, "scope")
    assert isinstance(scope, tuple)
    assert [place.words for place in scope if isinstance(place, Place)] == ["Puno"]


def test_a_spanish_decree_fills_the_same_fields() -> None:
    text = (
        "El gabinete declaró el estado de emergencia en Puno por 30 días desde el 14 de diciembre "
        "mediante el Decreto Supremo 143-2022, que suspende la libertad de reunión."
    )
    (draft,) = read("es", text)
    assert value(draft, "authority") == "gabinete"
    assert value(draft, "instrument") == "Decreto Supremo 143-2022"
    assert value(draft, "duration") == "30 días"
    assert value(draft, "start") == Edtf("2022-12-14")
    assert value(draft, "rights") == ("assembly",)


def test_the_end_is_the_day_it_was_lifted() -> None:
    (draft,) = read("en", "The junta lifted the curfew on Friday.")
    assert value(draft, "end") == Edtf("2022-12-16")
    assert value(draft, "start") is None


def test_no_authority_is_named_where_none_is_told() -> None:
    (draft,) = read("en", "A curfew was imposed on Friday in the port.")
    assert value(draft, "authority") is None


def test_rights_are_kept_by_area_where_they_differ() -> None:
    text = (
        "The decree declares a state of emergency: in Puno it suspends freedom of assembly; "
        "in Cusco it suspends freedom of movement."
    )
    (draft,) = read("en", text)
    records = value(draft, "rights_by_area")
    assert isinstance(records, tuple)
    assert len(records) == 2


ACTORS = ["The government", "The army", "The junta", "The governor", "The rebels"]


@pytest.mark.parametrize("actor", ACTORS)
def test_whoever_orders_it_the_fields_are_the_same(actor: str) -> None:
    (draft,) = read("en", f"{actor} imposed a curfew in Lampa on Friday.")
    assert told([draft]) == {("curfew", "declared")}
    assert value(draft, "authority") == actor.removeprefix("The ")
    assert value(draft, "start") == Edtf("2022-12-16")


def test_a_right_said_to_stay_is_not_among_those_suspended() -> None:
    [draft] = read(
        "es",
        "El Gobierno declaró el estado de emergencia en Puno por 30 días. En las carreteras de "
        "Cusco no se suspende la inviolabilidad del domicilio.",
    )
    assert value(draft, "rights") is None
    by_area = value(draft, "rights_by_area")
    assert isinstance(by_area, tuple)
    assert [dict(record.members)["status"] for record in by_area] == ["not_suspended"]


def test_the_next_sentence_tells_from_when_a_measure_runs() -> None:
    [draft] = read(
        "es",
        "El Gobierno declaró el estado de emergencia en todo el país por 30 días. La medida rige "
        "desde el 15 de diciembre.",
    )
    assert value(draft, "start") == Edtf("2022-12-15")


def test_rights_told_further_on_belong_to_the_one_emergency_of_a_report() -> None:
    [draft] = read(
        "en",
        "The cabinet declared a state of emergency on Friday.\n\nIt was raining in the port.\n\n"
        "The decree suspends the right to assembly and freedom of movement.",
    )
    assert len(value(draft, "rights") or ()) == 2


def test_the_body_tells_a_measure_in_full_and_the_title_restates_it() -> None:
    text = (
        "Emergency declared\n\nThe cabinet declared a state of emergency in Puno for 30 days under "
        "Supreme Decree 12-2022."
    )
    document = analyse(text, "en", has_title=True)
    [draft] = read_measures(Setting.of(document, find_everything(document, PUBLISHED), PUBLISHED))
    assert value(draft, "instrument") == "Supreme Decree 12-2022"


def test_the_place_where_it_holds_is_not_who_ordered_it() -> None:
    [draft] = read("es", "En Puno se impone además el toque de queda por diez días.")
    assert value(draft, "authority") is None


def test_the_day_from_which_it_runs_wins_over_the_day_it_was_declared() -> None:
    [draft] = read(
        "en",
        "The cabinet declared a curfew on Saturday. The curfew runs from Sunday in the port.",
    )
    assert value(draft, "start") == Edtf("2022-12-18")
