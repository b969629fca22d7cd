"""What is a toll, of what outcome, and what is none: the same cases in both languages."""

from __future__ import annotations

import datetime

import pytest

from testigo.languages.document import analyse
from testigo.reading.builtin.setting import Setting
from testigo.reading.builtin.tolls import read_tolls
from testigo.reading.finders.everything import find_everything
from testigo.reading.grounding import ground
from testigo.record.report import Text

PUBLISHED = datetime.date(2023, 5, 10)


def read(content: str, language: str):
    document = analyse(content, language, has_title=False)
    setting = Setting.of(document, find_everything(document, PUBLISHED), PUBLISHED)
    found, dropped = ground(Text("t", content, "test"), read_tolls(setting))
    assert dropped == ()
    for one in found:
        one.statement.check(content)
    return [one.statement for one in found]


def counts(content: str, language: str):
    return [(s.value("outcome"), s.value("low"), s.value("high")) for s in read(content, language)]


K, H, D, M, R = "killed", "injured", "detained", "missing", "released"
TOLLS = [
    # passive, active, intransitive, noun, event, total: one harm in all its forms
    ("en", "Seventeen miners were killed near Orvalle.", [(K, 17, 17)]),
    ("en", "Soldiers killed 17 miners near Orvalle.", [(K, 17, 17)]),
    ("en", "The column crossed the river, killing at least 17 miners.", [(K, 17, None)]),
    ("en", "More than 40 miners have died since Sunday.", [(K, 41, None)]),
    ("en", "Hospitals counted nine dead.", [(K, 9, 9)]),
    ("en", "The prosecutor confirmed nine deaths.", [(K, 9, 9)]),
    ("en", "The death toll rose to 27.", [(K, 27, 27)]),
    ("en", "A bomb claimed the lives of six traders.", [(K, 6, 6)]),
    ("en", "Up to 30 villagers were injured.", [(H, None, 30)]),
    ("en", "About 300 students were arrested.", [(D, 300, 300)]),
    ("en", "Dozens of students were arrested.", [(D, None, None)]),
    ("en", "Police made 17 arrests.", [(D, 17, 17)]),
    ("en", "Four miners are still missing.", [(M, 4, 4)]),
    ("en", "The court released 12 detainees.", [(R, 12, 12)]),
    ("en", "Gunmen kidnapped nine teachers.", [("abducted", 9, 9)]),
    ("en", "Two hundred families fled to the hills.", [("displaced", 200, 200)]),
    ("es", "Diecisiete mineros fueron asesinados cerca de Orvalle.", [(K, 17, 17)]),
    ("es", "Los soldados mataron a 17 mineros cerca de Orvalle.", [(K, 17, 17)]),
    ("es", "Murieron al menos 17 mineros cerca de Orvalle.", [(K, 17, None)]),
    ("es", "Más de 40 mineros han muerto desde el domingo.", [(K, 41, None)]),
    ("es", "El hospital contó nueve muertos.", [(K, 9, 9)]),
    ("es", "La fiscalía confirmó nueve muertes.", [(K, 9, 9)]),
    ("es", "La cifra de muertos subió a 27.", [(K, 27, 27)]),
    ("es", "Una bomba costó la vida a seis comerciantes.", [(K, 6, 6)]),
    ("es", "Hasta 30 vecinos resultaron heridos.", [(H, None, 30)]),
    ("es", "Unos 300 estudiantes fueron detenidos.", [(D, 300, 300)]),
    ("es", "Decenas de estudiantes fueron detenidos.", [(D, None, None)]),
    ("es", "La policía practicó 17 detenciones.", [(D, 17, 17)]),
    ("es", "Cuatro mineros siguen desaparecidos.", [(M, 4, 4)]),
    ("es", "El juzgado excarceló a 12 detenidos.", [(R, 12, 12)]),
    ("es", "Hombres armados secuestraron a nueve maestros.", [("abducted", 9, 9)]),
    ("es", "Doscientas familias huyeron al monte.", [("displaced", 200, 200)]),
    # two numbers, each with its own harm
    ("en", "The raid left three dead and 17 wounded.", [(K, 3, 3), (H, 17, 17)]),
    ("en", "Two were killed and three others injured.", [(K, 2, 2), (H, 3, 3)]),
    ("en", "Police shot dead two men and arrested 14.", [(K, 2, 2), (D, 14, 14)]),
    ("es", "La redada dejó tres muertos y 17 heridos.", [(K, 3, 3), (H, 17, 17)]),
    ("es", "Dos murieron y otros tres resultaron heridos.", [(K, 2, 2), (H, 3, 3)]),
    ("es", "La policía mató a dos hombres y detuvo a 14.", [(K, 2, 2), (D, 14, 14)]),
    # members of a list and parts of a whole
    ("en", "Three soldiers and two drivers were killed.", [(K, 3, 3), (K, 2, 2)]),
    ("en", "Nine people, including two nurses, were killed.", [(K, 9, 9), (K, 2, 2)]),
    ("en", "Of the 20 injured, six are police officers.", [(H, 20, 20), (H, 6, 6)]),
    ("es", "Tres soldados y dos choferes fueron asesinados.", [(K, 3, 3), (K, 2, 2)]),
    ("es", "Nueve personas, entre ellas dos enfermeras, murieron.", [(K, 9, 9), (K, 2, 2)]),
    ("es", "Hay 20 heridos, de los cuales seis son policías.", [(H, 20, 20), (H, 6, 6)]),
    # who they are is not what befell them
    ("en", "Two of those detained were beaten to death.", [(K, 2, 2)]),
    ("es", "Dos de los detenidos fueron asesinados.", [(K, 2, 2)]),
    # one person: described is a casualty, "one person" a toll
    ("en", "One person was killed and nine were injured.", [(K, 1, 1), (H, 9, 9)]),
    ("en", "One soldier was killed.", []),
    ("es", "Una persona murió y nueve resultaron heridas.", [(K, 1, 1), (H, 9, 9)]),
    ("es", "Un soldado murió.", []),
    # an old event told with its own past date is kept, with that date
    ("en", "In 1987, 33 farmers were killed in Talpa.", [(K, 33, 33)]),
    ("es", "En 1987 murieron 33 campesinos en Talpa.", [(K, 33, 33)]),
]
NO_TOLLS = [
    ("en", "crowd", "Some 20,000 people marched to the palace."),
    ("en", "troops", "The government sent 3,000 soldiers to the border."),
    ("en", "money", "The families of the dead will receive 4,000 dollars."),
    ("en", "percent", "Killings fell by 12 percent."),
    ("en", "votes", "The motion won 61 votes."),
    ("en", "things", "Rebels burned 14 trucks."),
    ("en", "accident", "Nine passengers died when the bus overturned."),
    ("en", "disaster", "The floods killed 30 villagers."),
    ("en", "sport", "The coach has four injured midfielders for the match."),
    ("en", "purpose", "Police came to arrest two men."),
    ("en", "actors", "Forty officers who arrested the mayor left at dawn."),
    ("en", "age", "He was a student aged 17."),
    ("en", "anniversary", "It is 30 years since the war."),
    ("en", "metaphor", "The senators killed the bill in 12 minutes."),
    ("en", "trainees", "The school trained 7,000 cadets."),
    ("es", "crowd", "Unas 20.000 personas marcharon hasta el palacio."),
    ("es", "troops", "El gobierno envió 3.000 soldados a la frontera."),
    ("es", "money", "Las familias de los muertos recibirán 4.000 dólares."),
    ("es", "percent", "Los homicidios bajaron un 12 por ciento."),
    ("es", "votes", "La moción obtuvo 61 votos."),
    ("es", "things", "Los rebeldes quemaron 14 camiones."),
    ("es", "accident", "Murieron nueve pasajeros cuando el bus volcó."),
    ("es", "disaster", "Las inundaciones mataron a 30 vecinos."),
    ("es", "sport", "El entrenador tiene cuatro lesionados para el partido de liga."),
    ("es", "purpose", "La policía llegó para detener a dos hombres."),
    ("es", "age", "Era un estudiante de 17 años."),
    ("es", "anniversary", "Se cumplen 30 años de la guerra."),
    ("es", "trainees", "La escuela formó a 7.000 cadetes."),
]


@pytest.mark.parametrize(("language", "content", "expected"), TOLLS, ids=[t[1] for t in TOLLS])
def test_numbers_take_the_harm_they_count(language, content, expected):
    assert counts(content, language) == expected


@pytest.mark.parametrize(
    ("language", "why", "content"), NO_TOLLS, ids=[f"{t[0]}-{t[1]}" for t in NO_TOLLS]
)
def test_numbers_that_count_no_harm_give_nothing(language, why, content):
    assert counts(content, language) == []


ACTORS = {
    "en": ["Soldiers", "Police", "Rebels", "Gunmen", "Villagers", "Unknown men", "A mob"],
    "es": ["Soldados", "Policías", "Rebeldes", "Pistoleros", "Vecinos", "Desconocidos", "Turbas"],
}


@pytest.mark.parametrize("language", ["en", "es"])
def test_who_did_it_changes_nothing_of_the_toll(language):
    said = {"en": "{} killed nine miners near Orvalle.", "es": "{} mataron a nueve mineros."}
    for actor in ACTORS[language]:
        assert counts(said[language].format(actor), language) == [(K, 9, 9)], actor


@pytest.mark.parametrize(
    ("language", "content", "modality"),
    [
        ("en", "The ministry denied that nine miners were killed.", "denied"),
        ("en", "Nine miners were reportedly killed.", "alleged"),
        ("es", "El ministerio negó que nueve mineros fueran asesinados.", "denied"),
        ("es", "Habrían muerto nueve mineros.", "alleged"),
    ],
)
def test_a_denial_is_never_an_assertion(language, content, modality):
    assert [s.modality for s in read(content, language)] == [modality]


@pytest.mark.parametrize(
    ("language", "content", "speaker"),
    [
        ("en", "Nine miners were killed, according to the Health Ministry.", "Health Ministry"),
        ("en", "Police said nine miners were killed.", "Police"),
        ("es", "Nueve mineros murieron, informó la Fiscalía.", "Fiscalía"),
        ("es", "Según la Defensoría, murieron nueve mineros.", "Defensoría"),
    ],
)
def test_who_says_so_is_kept_and_is_no_agent(language, content, speaker):
    (toll,) = read(content, language)
    assert toll.source.speaker.value == speaker
    assert toll.value("population") in ("miners", "mineros")


def test_a_toll_told_twice_is_one_with_both_sentences():
    content = "Nine miners were killed in Orvalle. The nine miners killed were brothers."
    (toll,) = read(content, "en")
    assert len(toll.evidence) == 2


def test_parts_keep_their_own_place_and_their_whole():
    content = "Nine people were killed: five in Tarma, three in Jauja and one in Huasahuasi."
    whole, *parts = read(content, "en")
    assert [(p.get("low"), p.get("place").words) for p in whole.value("parts")] == [
        (5, "Tarma"),
        (3, "Jauja"),
        (1, "Huasahuasi"),
    ]
    assert [p.value("low") for p in parts][:2] == [5, 3]


def test_the_wounded_who_died_are_included_not_added():
    content = "Of the 72 people injured, ten have died and 54 have been discharged."
    whole = read(content, "en")[0]
    assert whole.value("outcome") == H
    assert [(r.get("outcome"), r.get("low")) for r in whole.value("includes")] == [
        (K, 10),
        ("discharged", 54),
    ]


def test_the_figure_resumes_the_harm_told_before():
    content = "Soldiers killed nine miners. Doctors put the figure at 14."
    assert counts(content, "en") == [(K, 9, 9), (K, 14, 14)]


def test_a_title_only_restates():
    document = analyse("Ten dead\n\nNine miners were killed.", "en", has_title=True)
    setting = Setting.of(document, find_everything(document, PUBLISHED), PUBLISHED)
    assert [d.fields["low"].value for d in read_tolls(setting)] == [9]


def test_items_behind_a_colon_are_parts_with_their_own_category():
    content = "La Defensoría contó 27 fallecidos: 21 en enfrentamientos y seis en los bloqueos."
    whole, *_ = read(content, "es")
    assert whole.value("category") is None
    assert [(p.get("low"), p.get("category")) for p in whole.value("parts")] == [
        (21, "en enfrentamientos"),
        (6, "en los bloqueos"),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("All but one of the 193 were released.", [(R, 192, 192)]),
        ("All but two of the 30 dead came from the port.", [(K, 28, 28), (K, 30, 30)]),
    ],
)
def test_a_total_counts_only_the_harm_that_names_it(content, expected):
    assert counts(content, "en") == expected
