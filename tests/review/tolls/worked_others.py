"""Examples 4.6 to 4.8: other scopes, other persons under one number, missing people found dead.

The figures are those published; the names of persons are invented and have the same defects.
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

COORDINATOR = "la Coordinadora Nacional de Derechos Humanos"
OMBUDSMAN = "la Defensoría del Pueblo"
WATCH = "Human Rights Watch"
UN_OFFICE = "la Oficina del Alto Comisionado"
CHRONICLE = "Crónica de Ensayo"
SHEET = "La Hoja Modelo"
HERALD = "El Heraldo Inventado"

LATE_JANUARY = day("2023-01-26", "hasta el 26 de enero")
MINORS_AND_STATE = (
    "7 eran menores de edad y 46 murieron por responsabilidad directa de agentes del Estado"
)
BY_STATE = "por responsabilidad directa de agentes del Estado"
IN_CLASHES = "en enfrentamientos"
TO_MARCH = day("2022-12-07/2023-03-31", "del 7 de diciembre al 31 de marzo")
BY_FORCES = "presuntamente a manos de las fuerzas de seguridad"

DETAINED = toll(
    f"En la Universidad San Marcos fueron detenidas 193 personas, contó {COORDINATOR}.",
    193,
    "193",
    "detenidas",
    outcome="detained",
    speaker=COORDINATOR,
    place=where("Universidad San Marcos"),
)
ARCHIVED = Said(
    f"Los casos de 192 personas detenidas allí fueron archivados, señaló {UN_OFFICE}.",
    {
        "speaker": (UN_OFFICE, UN_OFFICE),
        "content": (
            "Los casos de 192 personas detenidas allí fueron archivados",
            "Los casos de 192 personas detenidas allí fueron archivados",
        ),
    },
    speaker=UN_OFFICE,
    kind="claim",
)

OTHER_SCOPES = WorkedExample(
    "4.6",
    "Speakers with different scopes",
    (
        WorkedReport(
            "46-coordinator",
            CHRONICLE,
            "2023-01-26",
            "Cincuenta y seis muertos",
            (
                toll(
                    f"De los 56 muertos en el Perú {LATE_JANUARY[1]}, {MINORS_AND_STATE}, "
                    f"dijo {COORDINATOR}.",
                    56,
                    "56",
                    "muertos",
                    speaker=COORDINATOR,
                    place=where("Perú", PERU),
                    as_of=LATE_JANUARY,
                    includes=Inside(
                        MINORS_AND_STATE,
                        (
                            Inner(7, "7", population="menores de edad"),
                            Inner(46, "46", category=BY_STATE),
                        ),
                    ),
                ),
                toll(
                    f"Para {COORDINATOR}, son 46 los muertos {BY_STATE} en el Perú "
                    f"{LATE_JANUARY[1]}.",
                    46,
                    "46",
                    "muertos",
                    speaker=COORDINATOR,
                    place=where("Perú", PERU),
                    category=(BY_STATE, BY_STATE),
                    as_of=LATE_JANUARY,
                ),
                toll(
                    f"También registró {COORDINATOR} 912 personas heridas en el Perú "
                    f"{LATE_JANUARY[1]}.",
                    912,
                    "912",
                    "heridas",
                    outcome="injured",
                    speaker=COORDINATOR,
                    place=where("Perú", PERU),
                    as_of=LATE_JANUARY,
                ),
                DETAINED,
            ),
        ),
        WorkedReport(
            "46-ombudsman",
            SHEET,
            "2023-01-26",
            "Los muertos en enfrentamientos",
            (
                toll(
                    f"Son 46 los muertos {IN_CLASHES} en el Perú {LATE_JANUARY[1]}, según "
                    f"{OMBUDSMAN}.",
                    46,
                    "46",
                    "muertos",
                    speaker=OMBUDSMAN,
                    place=where("Perú", PERU),
                    category=(IN_CLASHES, IN_CLASHES),
                    as_of=LATE_JANUARY,
                ),
            ),
        ),
        WorkedReport(
            "46-watch",
            HERALD,
            "2023-05-27",
            "Un informe de abril",
            (
                toll(
                    f"En abril de 2023, {WATCH} documentó 49 manifestantes y transeúntes muertos "
                    "en el Perú, 8 de ellos menores de 18 años.",
                    49,
                    "49",
                    "muertos",
                    speaker=WATCH,
                    place=where("Perú", PERU),
                    population=("manifestantes y transeúntes", "manifestantes y transeúntes"),
                    as_of=day("2023-04", "abril de 2023"),
                    basis=("documented", "documentó"),
                    includes=Inside(
                        "8 de ellos menores de 18 años",
                        (Inner(8, "8", population="menores de 18 años"),),
                    ),
                ),
            ),
        ),
        WorkedReport(
            "46-office",
            CHRONICLE,
            "2023-10-19",
            "El informe de Naciones Unidas",
            (
                toll(
                    f"Al menos 50 personas fueron muertas {BY_FORCES} en el Perú "
                    f"{TO_MARCH[1]}, según {UN_OFFICE}.",
                    50,
                    "Al menos 50",
                    "muertas",
                    bound="at_least",
                    speaker=UN_OFFICE,
                    place=where("Perú", PERU),
                    category=(BY_FORCES, BY_FORCES),
                    period=TO_MARCH,
                    modality="alleged",
                    modality_words="presuntamente",
                ),
                toll(
                    f"Otras 821 personas fueron heridas {BY_FORCES} en el Perú {TO_MARCH[1]}, "
                    f"según {UN_OFFICE}.",
                    821,
                    "821",
                    "heridas",
                    outcome="injured",
                    speaker=UN_OFFICE,
                    place=where("Perú", PERU),
                    category=(BY_FORCES, BY_FORCES),
                    period=TO_MARCH,
                    modality="alleged",
                    modality_words="presuntamente",
                ),
                toll(
                    f"Hubo 208 agentes de seguridad heridos en el Perú {TO_MARCH[1]}, según "
                    f"{UN_OFFICE}.",
                    208,
                    "208",
                    "heridos",
                    outcome="injured",
                    speaker=UN_OFFICE,
                    place=where("Perú", PERU),
                    population=("agentes de seguridad", "agentes de seguridad"),
                    period=TO_MARCH,
                ),
                ARCHIVED,
            ),
        ),
        WorkedReport(
            "46-dispatch",
            "Agencia Muestra",
            "2023-03-06",
            "Cincuenta y tres muertos",
            (
                toll(
                    "La crisis deja 53 muertos en el Perú, entre ellos 5 soldados.",
                    53,
                    "53",
                    "muertos",
                    place=where("Perú", PERU),
                    includes=Inside("5 soldados", (Inner(5, "5", population="soldados"),)),
                ),
            ),
        ),
    ),
)

REGION_HEALTH = "la Dirección Regional de Salud de Apurímac"
_SEVEN = "5 en Andahuaylas, 1 en Chincheros y 1 en Arequipa"
_SIX_ONE = "6 en Apurímac y 1 en Arequipa"


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

PRESS_LIST = (
    Listed("Yonel Atauje Rimachi", 15, "press-1"),
    Listed("Kenyo Ccoyllo Huamán", 16, "press-2"),
    Listed("B. R. Pumacayo G.", 18, "press-3"),
    Listed("J. Taipecuri L.", 26, "press-4"),
    Listed("W. Orihuaña B.", 18, "press-5"),
    Listed("J. E. Encino C.", 18, "press-6"),
)
OMBUDSMAN_LIST = (
    Listed("Y. A. R.", 15, "list-1"),
    Listed("K. C. H.", 16, "list-2"),
    Listed("Becan Raúl Pumacayo Galdo", 18, "list-3"),
    Listed("Jhon Elías Enciso Cuno", 18, "list-4"),
    Listed("Wilber Orihuaña Baca", 18, "list-5"),
    Listed("C. A. Salcedaño V.", 19, "list-6"),
)
SPELLINGS = ("Beckam Pumacayo", "Becan Pumacayo", "Beckhan Pumacayo")
TWO_AGES = (Listed("Marcial Tupuño Rea", 38, "age-1"), Listed("Marcial Tupuño Rea", 23, "age-2"))

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

MISSING_TO_DEAD = WorkedExample(
    "4.8",
    "Missing to dead: río Ilave, 5 and 6 March",
    (
        _crossing("48-command", "2023-03-05T20:00:00", COMMAND, 1, 5),
        _crossing("48-defence", "2023-03-06T10:00:00", DEFENCE, 4, 2),
        _crossing("48-general", "2023-03-06T15:00:00", GENERAL, 5, 1),
        _crossing("48-six", "2023-03-06T21:00:00", None, 6, None),
        VERSIONS,
    ),
)
