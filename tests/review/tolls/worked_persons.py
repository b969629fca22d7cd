"""Examples 4.7 and 4.8: a changed list under one number, missing people found dead.

The figures and ages are those published; the names of persons are invented, with the same defects.
"""

from tests.review.tolls.worked_form import (
    PERU,
    Inner,
    Inside,
    Read,
    Said,
    WorkedExample,
    WorkedReport,
    by_place,
    day,
    toll,
    where,
)

from testigo.record.edtf import Edtf
from testigo.review.tolls.lists import Listed

OMBUDSMAN = "la Defensoría del Pueblo"
CHRONICLE = "Crónica de Ensayo"
SHEET = "La Hoja Modelo"
HERALD = "El Heraldo Inventado"

REGION_HEALTH = "la Dirección Regional de Salud de Apurímac"
_SEVEN = "5 en Andahuaylas, 1 en Chincheros y 1 en Arequipa"
_SIX_ONE = "6 en Apurímac y 1 en Arequipa"


PRESS_LIST = (
    Listed("Yonel Atauje Rimachi", 15, "press-1"),
    Listed("Kenyo Ccoyllo Huamán", 16, "press-2"),
    Listed("M. R. Pumacayo G.", 18, "press-3"),
    Listed("T. Urcohuara L.", 26, "press-4"),
    Listed("N. Orihuaña B.", 18, "press-5"),
    Listed("H. D. Arquino C.", 18, "press-6"),
)
OMBUDSMAN_LIST = (
    Listed("Y. A. R.", 15, "list-1"),
    Listed("K. C. H.", 16, "list-2"),
    Listed("Maicol Raúl Pumacayo Galdo", 18, "list-3"),
    Listed("Hernán Darío Arquiso Cuno", 18, "list-4"),
    Listed("Nilton Orihuaña Baca", 18, "list-5"),
    Listed("F. S. Salcedaño V.", 19, "list-6"),
)
SPELLINGS = ("Maikol Pumacayo", "Maicol Pumacayo", "Maykol Pumacayo")
TWO_AGES = (Listed("Marcial Tupuño Rea", 38, "age-1"), Listed("Marcial Tupuño Rea", 23, "age-2"))


def _dead(person: Listed, speaker: str | None) -> Said:
    """One person of a list, as a report prints it: a name, an age, no more."""
    says = f"En la lista de {speaker}" if speaker else "En la lista de esta redacción"
    age = f"{person.age} años"
    sentence = f"{says}: {person.name}, {age}, muerto en Apurímac."
    return Said(
        sentence,
        {
            "name": (person.name, person.name),
            "age": (person.age or 0, str(person.age)),
            "outcome": ("killed", "muerto"),
            "place": where("Apurímac"),
        },
        speaker=speaker,
        kind="casualty",
    )


def _list(
    key: str, outlet: str, published: str, persons: tuple[Listed, ...], speaker: str | None
) -> WorkedReport:
    return WorkedReport(
        key,
        outlet,
        published,
        "Los nombres de los muertos",
        tuple(_dead(person, speaker) for person in persons),
    )


def _apurimac(
    key: str, outlet: str, published: str, speaker: str | None, moment: Read
) -> WorkedReport:
    says = f"según {speaker}" if speaker else "según esta redacción"
    sentence = f"En Apurímac hay 6 muertos {moment[1]}, {says}."
    said = toll(sentence, 6, "6", "muertos", speaker=speaker, place=where("Apurímac"), as_of=moment)
    return WorkedReport(key, outlet, published, "Los muertos de Apurímac", (said,))


CHANGED_LIST = WorkedExample(
    "4.7",
    "Constant count, changed list",
    (
        WorkedReport(
            "47-third",
            SHEET,
            "2022-12-11",
            "Un tercer muerto",
            (
                toll(
                    f"Van 3 muertos en Apurímac al 11 de diciembre, anunció {REGION_HEALTH}.",
                    3,
                    "3",
                    "muertos",
                    speaker=REGION_HEALTH,
                    place=where("Apurímac"),
                    as_of=day("2022-12-11", "al 11 de diciembre"),
                ),
            ),
        ),
        WorkedReport(
            "47-withdrawn",
            SHEET,
            "2022-12-12",
            "Rectifican: está grave",
            (
                toll(
                    f"Los 3 muertos en Apurímac que dio {REGION_HEALTH} al 11 de diciembre no eran "
                    "tales, rectificó: el joven está grave.",
                    3,
                    "3",
                    "muertos",
                    speaker=REGION_HEALTH,
                    place=where("Apurímac"),
                    as_of=day("2022-12-11", "al 11 de diciembre"),
                    modality="retracted",
                    modality_words="rectificó",
                ),
            ),
        ),
        _apurimac("47-press", HERALD, "2022-12-12", None, day("2022-12-12", "al 12 de diciembre")),
        _apurimac(
            "47-ombudsman",
            CHRONICLE,
            "2022-12-24",
            OMBUDSMAN,
            day("2022-12-24", "al 24 de diciembre"),
        ),
        _list("47-press-list", HERALD, "2022-12-12", PRESS_LIST, None),
        _list("47-ombudsman-list", CHRONICLE, "2022-12-24", OMBUDSMAN_LIST, OMBUDSMAN),
        WorkedReport(
            "47-seven-final",
            SHEET,
            "2022-12-12",
            "Siete es la cifra final",
            (
                toll(
                    f"La cifra final es de 7 muertos en el Perú: {_SEVEN}.",
                    7,
                    "7",
                    "muertos",
                    place=where("Perú", PERU),
                    parts=Inside(
                        _SEVEN,
                        (
                            Inner(5, "5", place="Andahuaylas"),
                            Inner(1, "1", place="Chincheros"),
                            Inner(1, "1", place="Arequipa"),
                        ),
                    ),
                ),
            ),
        ),
        WorkedReport(
            "47-seven",
            CHRONICLE,
            "2022-12-12",
            "Siete muertos",
            (
                toll(
                    f"Según {OMBUDSMAN}, al 12 de diciembre iban 7 muertos en el Perú: {_SIX_ONE}.",
                    7,
                    "7",
                    "muertos",
                    speaker=OMBUDSMAN,
                    place=where("Perú", PERU),
                    as_of=day("2022-12-12", "al 12 de diciembre"),
                    parts=by_place(_SIX_ONE, ("Apurímac", 6), ("Arequipa", 1)),
                ),
            ),
        ),
    ),
)

COMMAND = "el Comando Conjunto"
DEFENCE = "el Ministerio de Defensa"
GENERAL = "el general al mando en Puno"
RIVER = "el río Ilave"


def _crossing(
    key: str, published: str, speaker: str | None, dead: int, missing: int | None
) -> WorkedReport:
    says = f"según {speaker}" if speaker else "según confirmó esta redacción"
    verb = "hay" if missing is not None else "suman"
    lost = f" y {missing} desaparecidos" if missing is not None else ""
    sentence = f"Tras cruzar {RIVER} el 5 de marzo {verb} {dead} soldados muertos{lost}, {says}."
    about = {
        "place": where(RIVER),
        "period": (Edtf("2023-03-05"), "el 5 de marzo"),
        "population": ("soldados", "soldados"),
    }
    said = [toll(sentence, dead, f"{dead} soldados", "muertos", speaker=speaker, **about)]
    if missing is not None:
        said.append(
            toll(
                sentence,
                missing,
                f"{missing} desaparecidos",
                "desaparecidos",
                outcome="missing",
                speaker=speaker,
                **about,
            )
        )
    return WorkedReport(key, SHEET, published, "Soldados en el río", tuple(said))


def _version(sentence: str, speaker: str, content: str) -> Said:
    return Said(
        sentence,
        {"speaker": (speaker, speaker), "content": (content, content)},
        speaker=speaker,
        kind="claim",
    )


VERSIONS = WorkedReport(
    "48-versions",
    HERALD,
    "2023-03-07",
    "Tres versiones del cruce",
    (
        _version(
            f"Fueron atacados con piedras, sostuvo {COMMAND}.",
            COMMAND,
            "Fueron atacados con piedras",
        ),
        _version(
            "Nos ordenaron cruzar, contaron los sobrevivientes.",
            "los sobrevivientes",
            "Nos ordenaron cruzar",
        ),
        _version(
            "Nadie los hostigó, afirmaron los pobladores.",
            "los pobladores",
            "Nadie los hostigó",
        ),
    ),
)

VICTIM = "Octavio Berrospi Luyo"
MINISTRY_OF_INTERIOR = "el Ministerio del Interior"
HEALTH_OFFICIALS = "funcionarios de salud"
PROSECUTOR = "la Fiscalía"
EXPERTS = "peritos consultados"
POLICE_CHIEF = "el jefe de la Policía de Lima"


def _cause(speaker: str, cause: str) -> Said:
    sentence = f"Según {speaker}, {VICTIM}, de 55 años, murió en Lima el 28 de enero por {cause}."
    return Said(
        sentence,
        {
            "name": (VICTIM, VICTIM),
            "age": (55, "55"),
            "outcome": ("killed", "murió"),
            "date": (Edtf("2023-01-28"), "el 28 de enero"),
            "place": where("Lima"),
            "cause": (cause, cause),
        },
        speaker=speaker,
        kind="casualty",
    )


CONTESTED_CAUSE = WorkedReport(
    "48-cause",
    CHRONICLE,
    "2023-02-01",
    "Qué dice cada quien de una muerte",
    (
        _cause(MINISTRY_OF_INTERIOR, "un golpe"),
        _cause(HEALTH_OFFICIALS, "una piedra"),
        _cause(PROSECUTOR, "un objeto contundente duro"),
        _cause(EXPERTS, "un cartucho de gas lacrimógeno"),
        _version(
            f"Una bomba lacrimógena no es un objeto duro, alegó {POLICE_CHIEF}.",
            POLICE_CHIEF,
            "Una bomba lacrimógena no es un objeto duro",
        ),
    ),
)

MISSING_TO_DEAD = WorkedExample(
    "4.8",
    "Missing to dead: río Ilave, 5 and 6 March",
    (
        _crossing("48-command", "2023-03-05T20:00:00", COMMAND, 1, 5),
        _crossing("48-defence", "2023-03-06T10:00:00", DEFENCE, 4, 2),
        _crossing("48-general", "2023-03-06T15:00:00", GENERAL, 5, 1),
        _crossing("48-six", "2023-03-06T21:00:00", None, 6, None),
        VERSIONS,
        CONTESTED_CAUSE,
    ),
)
