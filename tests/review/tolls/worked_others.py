"""Example 4.6: speakers who count other people, and numbers of other measures."""

from tests.review.tolls.worked_form import (
    PERU,
    Inner,
    Inside,
    Said,
    WorkedExample,
    WorkedReport,
    day,
    toll,
    where,
)

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
