"""Which persons are casualties, and which are not, in both languages by the same rules."""

from __future__ import annotations

import datetime

import pytest

from testigo.languages.document import analyse
from testigo.reading.builtin.casualties import read_casualties
from testigo.reading.builtin.setting import Setting
from testigo.reading.drafts import Draft
from testigo.reading.finders.everything import find_everything
from testigo.record.edtf import Edtf

PUBLISHED = datetime.date(2022, 12, 19)


def read(language: str, text: str) -> list[Draft]:
    document = analyse(text, language, has_title=False)
    findings = find_everything(document, PUBLISHED)
    return read_casualties(Setting.of(document, findings, PUBLISHED))


def value(draft: Draft, name: str) -> object:
    field = draft.fields.get(name)
    return None if field is None else field.value


def told(drafts: list[Draft]) -> set[tuple[object, object]]:
    return {(value(d, "name") or value(d, "description"), value(d, "outcome")) for d in drafts}


READ = {
    "en passive with age and apposition": (
        "en",
        "Oren Falco, 26, a student from Lampa, was shot dead on Thursday.",
        {("Oren Falco", "killed")},
    ),
    "en object of an active verb": (
        "en",
        "Soldiers killed the baker Oren Falco near the bridge.",
        {("Oren Falco", "killed")},
    ),
    "en list of the dead": (
        "en",
        "The dead are Oren Falco, 18; Ada Brunel, a baker; and Milo Tarn, 40.",
        {("Oren Falco", "killed"), ("Ada Brunel", "killed"), ("Milo Tarn", "killed")},
    ),
    "en among the dead": (
        "en",
        "Among the dead was Ada Brunel, 61, a pastor.",
        {("Ada Brunel", "killed")},
    ),
    "en event of a person": (
        "en",
        "Thousands marched over the killing of Oren Falco.",
        {("Oren Falco", "killed")},
    ),
    "en genitive": (
        "en",
        "Oren Falco's assassination shook Lampa.",
        {("Oren Falco", "killed")},
    ),
    "en arrest in the headline present": (
        "en",
        "Police arrest opposition leader Ada Brunel in Lampa.",
        {("Ada Brunel", "detained")},
    ),
    "en arrested and released are two": (
        "en",
        "Ada Brunel was arrested on Monday and released two days later.",
        {("Ada Brunel", "detained"), ("Ada Brunel", "released")},
    ),
    "en one described by age": (
        "en",
        "A 26-year-old father was killed in the shooting.",
        {("A 26-year-old father", "killed")},
    ),
    "en one described by work": (
        "en",
        "Gunmen wounded a police officer at the gate.",
        {("a police officer", "injured")},
    ),
    "en two coordinated subjects": (
        "en",
        "Ada Brunel and Milo Tarn were detained in Lampa.",
        {("Ada Brunel", "detained"), ("Milo Tarn", "detained")},
    ),
    "en pronoun for the only person before": (
        "en",
        "Ada Brunel ran a bakery in Lampa. She was abducted from her shop on Friday.",
        {("Ada Brunel", "abducted")},
    ),
    "es pasiva con edad": (
        "es",
        "Oren Falco, de 18 años, fue asesinado el jueves en Lampa.",
        {("Oren Falco", "killed")},
    ),
    "es objeto con preposición": (
        "es",
        "Los soldados mataron al panadero Oren Falco cerca del puente.",
        {("Oren Falco", "killed")},
    ),
    "es sujeto pospuesto": (
        "es",
        "Ayer fue detenido en Lampa el dirigente Oren Falco.",
        {("Oren Falco", "detained")},
    ),
    "es lista de muertos": (
        "es",
        "Los muertos son Oren Falco, de 18 años; Ada Brunel, panadera, y Milo Tarn.",
        {("Oren Falco", "killed"), ("Ada Brunel", "killed"), ("Milo Tarn", "killed")},
    ),
    "es entre ellos": (
        "es",
        "La policía detuvo a nueve personas, entre ellas la abogada Ada Brunel.",
        {("Ada Brunel", "detained")},
    ),
    "es asesinato de una persona": (
        "es",
        "Miles marcharon contra el asesinato de Oren Falco.",
        {("Oren Falco", "killed")},
    ),
    "es mujer descrita por su edad": (
        "es",
        "Una mujer de 55 años murió de un balazo en la plaza.",
        {("Una mujer de 55 años", "killed")},
    ),
    "es objeto antepuesto": (
        "es",
        "A la periodista Ada Brunel la detuvieron en la plaza.",
        {("Ada Brunel", "detained")},
    ),
    "es policía herido": (
        "es",
        "Los encapuchados hirieron a un policía junto a la reja.",
        {("un policía", "injured")},
    ),
    "es paradero desconocido": (
        "es",
        "Se desconoce el paradero de la maestra Ada Brunel.",
        {("Ada Brunel", "missing")},
    ),
}


@pytest.mark.parametrize(("language", "text", "expected"), READ.values(), ids=READ.keys())
def test_a_person_harmed_is_read(language: str, text: str, expected: set[tuple[str, str]]) -> None:
    assert told(read(language, text)) == expected


NOT_READ = {
    "en one person is a toll": ("en", "One person was killed in the clash."),
    "en a number is a toll": ("en", "Nine students were killed in the clash."),
    "en accident": ("en", "Oren Falco was killed in a car crash near Lampa."),
    "en disease": ("en", "The singer Ada Brunel died of cancer at 79."),
    "en death of old age": ("en", "The poet Ada Brunel died at her home on Sunday."),
    "en attempt": ("en", "He faces trial for the attempted murder of Oren Falco."),
    "en perpetrator of a perfect": ("en", "The officer Milo Tarn had held a meeting."),
    "en name of the killer": ("en", "Milo Tarn opened the debate on killings in Lampa."),
    "en speaker": ("en", "Ada Brunel said nine people had been arrested."),
    "en sport": ("en", "Lampa United held Tarma to a draw."),
    "en who is thanked": ("en", "The hostages thanked Ada Brunel."),
    "es una persona es un balance": ("es", "Una persona murió en el choque."),
    "es un número es un balance": ("es", "Nueve estudiantes fueron asesinados en la plaza."),
    "es accidente": ("es", "Oren Falco murió en un accidente de tránsito en Lampa."),
    "es enfermedad": ("es", "La cantante Ada Brunel falleció de cáncer."),
    "es intento": ("es", "Lo juzgan por el intento de asesinato de Oren Falco."),
    "es quien habla": ("es", "Ada Brunel dijo que nueve personas fueron detenidas."),
    "es llevar a cabo": ("es", "Oren Falco contó que la marcha se llevó a cabo."),
    "es orden de detención": ("es", "El juez dictó orden de detención contra Oren Falco."),
}


@pytest.mark.parametrize(("language", "text"), NOT_READ.values(), ids=NOT_READ.keys())
def test_what_is_no_casualty_is_not_read(language: str, text: str) -> None:
    assert read(language, text) == []


ACTORS = {
    "en": (
        "{} shot dead the baker Oren Falco in Lampa on Thursday.",
        ["Police officers", "Soldiers", "Rebels", "Protesters", "Gunmen", "A mob", "Settlers"],
    ),
    "es": (
        "{} mataron a tiros al panadero Oren Falco en Lampa el jueves.",
        ["Policías", "Soldados", "Guerrilleros", "Manifestantes", "Sicarios", "Colonos"],
    ),
}


@pytest.mark.parametrize("language", ACTORS)
def test_whoever_did_it_the_fields_are_the_same(language: str) -> None:
    sentence, actors = ACTORS[language]
    for actor in actors:
        (draft,) = read(language, sentence.format(actor))
        assert value(draft, "name") == "Oren Falco"
        assert value(draft, "outcome") == "killed"
        assert value(draft, "date") == Edtf("2022-12-15")
        assert str(value(draft, "perpetrator")) == actor.removeprefix("A ")


WITHOUT_AGENT = {
    "en passive": ("en", "Oren Falco was shot dead, according to the police."),
    "en by a date": ("en", "Oren Falco was detained by Monday."),
    "es pasiva": ("es", "Oren Falco fue asesinado, según la policía."),
    "es impersonal": ("es", "Mataron a Oren Falco en la plaza."),
}


@pytest.mark.parametrize(("language", "text"), WITHOUT_AGENT.values(), ids=WITHOUT_AGENT.keys())
def test_nobody_is_named_as_perpetrator_without_an_agent(language: str, text: str) -> None:
    (draft,) = read(language, text)
    assert value(draft, "perpetrator") is None


WITH_AGENT = {
    "en by": ("en", "Oren Falco was shot dead by soldiers in Lampa.", "soldiers"),
    "es por": ("es", "Oren Falco fue asesinado por soldados en Lampa.", "soldados"),
}


@pytest.mark.parametrize(("language", "text", "actor"), WITH_AGENT.values(), ids=WITH_AGENT.keys())
def test_the_agent_of_a_passive_is_the_perpetrator(language: str, text: str, actor: str) -> None:
    (draft,) = read(language, text)
    assert value(draft, "perpetrator") == actor


def test_every_field_that_the_words_give_is_filled() -> None:
    text = "Oren Falco, 26, a student from Lampa, was shot dead by soldiers in Tarma on Thursday."
    (draft,) = read("en", text)
    assert value(draft, "age") == 26
    assert value(draft, "occupation") == "student"
    assert value(draft, "home") == "Lampa"
    assert value(draft, "cause_code") == "small_arms"
    assert value(draft, "perpetrator") == "soldiers"


def test_the_sex_is_given_only_where_words_show_it() -> None:
    assert value(read("en", "A woman was shot dead in Lampa.")[0], "sex") == "female"
    assert value(read("en", "Oren Falco was shot dead in Lampa.")[0], "sex") is None
    assert value(read("es", "La maestra Ada Brunel fue asesinada.")[0], "sex") == "female"


def test_hurt_on_one_day_and_dead_on_another_are_two() -> None:
    text = (
        "Oren Falco was wounded on December 15 in Lampa. Oren Falco died of his wounds on "
        "December 18, shot in the chest."
    )
    assert told(read("en", text)) == {("Oren Falco", "injured"), ("Oren Falco", "killed")}


def test_a_person_told_of_twice_is_one_casualty() -> None:
    text = "Oren Falco was killed in Lampa. Oren Falco, 26, a baker, was killed by soldiers."
    (draft,) = read("en", text)
    assert value(draft, "age") == 26
    assert len(draft.evidence) == 2


def test_a_name_given_later_is_taken_over() -> None:
    text = "A young man was shot dead in Lampa. He was later identified as Oren Falco, 24."
    (draft,) = read("en", text)
    assert value(draft, "name") == "Oren Falco"
    assert value(draft, "age") == 24
    assert value(draft, "outcome") == "killed"


def test_a_wrong_name_is_never_guessed_between_two() -> None:
    text = "Oren Falco met Milo Tarn in Lampa. He was shot dead on Friday."
    assert read("en", text) == []


def test_those_profiled_after_the_dead_are_read() -> None:
    text = "Nine people were killed in Lampa. Oren Falco, 18, was saving money for his studies."
    (draft,) = read("en", text)
    assert value(draft, "name") == "Oren Falco"
    assert draft.rule == "casualty.profile"


def test_those_behind_a_killing_are_not_its_victims() -> None:
    assert read("es", "Los responsables del secuestro son: Milo Tarn y Oren Falco.") == []


def test_the_accused_is_detained_and_not_the_one_he_hurt() -> None:
    text = (
        "A 65-year-old man accused of injuring General Oren Falco on Monday is detained in Lampa."
    )
    assert ("Oren Falco", "detained") not in told(read("en", text))
