"""Examples 4.1 to 4.3: a ministry's running total, four totals of a day, one incident growing."""

from tests.review.tolls.worked_form import (
    PERU,
    Inner,
    Inside,
    Said,
    WorkedExample,
    WorkedReport,
    by_place,
    day,
    toll,
    where,
)

from testigo.record.statement import Value

MINISTRY = "El Ministerio de Salud"
AYACUCHO_HEALTH = "la Dirección Regional de Salud de Ayacucho"
MINSA = "El MINSA"
CHRONICLE = "Crónica de Ensayo"
SHEET = "La Hoja Modelo"
HERALD = "El Heraldo Inventado"


def _national(number: int, as_of: str, words: str, speaker: str = MINISTRY) -> Said:
    return toll(
        f"{speaker} cuenta {number} muertos en el Perú hasta {words}.",
        number,
        str(number),
        "muertos",
        speaker=speaker,
        place=where("Perú", PERU),
        as_of=day(as_of, words),
        accrual=("cumulative", "hasta"),
    )


def _by_region(
    number: int, moment: tuple[Value, str], regions: tuple[tuple[str, int], ...]
) -> Said:
    *first, last = [f"{name} {dead}" for name, dead in regions]
    listed = f"{', '.join(first)} y {last}"
    return toll(
        f"{MINISTRY} cuenta {number} muertos en el Perú hasta {moment[1]}: {listed}.",
        number,
        str(number),
        "muertos",
        speaker=MINISTRY,
        place=where("Perú", PERU),
        as_of=moment,
        accrual=("cumulative", "hasta"),
        parts=by_place(listed, *regions),
    )


def _care(number: int, outcome: str, harm: str, moment: tuple[Value, str]) -> Said:
    return toll(
        f"{MINISTRY} registra {number} personas {harm} en el Perú hasta {moment[1]}.",
        number,
        str(number),
        harm,
        outcome=outcome,
        speaker=MINISTRY,
        place=where("Perú", PERU),
        as_of=moment,
    )


NOON = day("2022-12-17T12:00:00", "las 12:00 del 17 de diciembre de 2022")
EIGHTEENTH = day("2022-12-18", "el 18 de diciembre de 2022")
TWELFTH = ("2022-12-12", "el 12 de diciembre de 2022")

MINISTRY_SERIES = WorkedExample(
    "4.1",
    "Ministry of Health, national, running total",
    (
        WorkedReport(
            "41-morning",
            CHRONICLE,
            "2022-12-12T09:10:00",
            "Dos muertos en las protestas",
            (_national(2, *TWELFTH),),
        ),
        WorkedReport(
            "41-evening",
            SHEET,
            "2022-12-12T19:40:00",
            "Suben a cuatro los muertos",
            (_national(4, *TWELFTH),),
        ),
        WorkedReport(
            "41-fifteenth",
            CHRONICLE,
            "2022-12-15",
            "Ocho muertos, según el ministerio",
            (_national(8, "2022-12-15", "el 15 de diciembre de 2022"),),
        ),
        WorkedReport(
            "41-sixteenth",
            HERALD,
            "2022-12-16",
            "Catorce muertos, según el ministerio",
            (_national(14, "2022-12-16", "el 16 de diciembre de 2022"),),
            group="a dispatch of the sixteenth",
        ),
        WorkedReport(
            "41-sixteenth-again",
            SHEET,
            "2022-12-17",
            "El balance oficial",
            (_national(14, "2022-12-16", "el 16 de diciembre de 2022"),),
            group="a dispatch of the sixteenth",
        ),
        WorkedReport(
            "41-noon",
            HERALD,
            "2022-12-17",
            "Veinticuatro muertos al mediodía",
            (
                _by_region(
                    24,
                    NOON,
                    (
                        ("Apurímac", 6),
                        ("Arequipa", 1),
                        ("La Libertad", 3),
                        ("Cusco", 2),
                        ("Junín", 3),
                        ("Ayacucho", 9),
                    ),
                ),
                _care(77, "hospitalised", "hospitalizadas", NOON),
                _care(244, "discharged", "dadas de alta", NOON),
            ),
        ),
        WorkedReport(
            "41-eighteenth",
            CHRONICLE,
            "2022-12-18",
            "Veinticinco muertos en el país",
            (
                _by_region(
                    25,
                    EIGHTEENTH,
                    (
                        ("Ayacucho", 9),
                        ("Apurímac", 6),
                        ("Junín", 3),
                        ("La Libertad", 3),
                        ("Cusco", 3),
                        ("Arequipa", 1),
                    ),
                ),
                _care(69, "hospitalised", "hospitalizadas", EIGHTEENTH),
                _care(287, "discharged", "dadas de alta", EIGHTEENTH),
            ),
        ),
    ),
)

BY_ACRONYM = WorkedReport(
    "41-acronym",
    CHRONICLE,
    "2022-12-15",
    "Ocho muertos, según el MINSA",
    (_national(8, "2022-12-15", "el 15 de diciembre de 2022", MINSA),),
)
"""The report of 15 December in the words of a paper that writes the ministry's acronym."""

_TWENTY = "Ayacucho 8, Apurímac 6, La Libertad 3, Arequipa 1, Huancavelica 1 y Junín 1"

FOUR_TOTALS = WorkedExample(
    "4.2",
    "Four totals of one day",
    (
        WorkedReport(
            "42-ministry",
            CHRONICLE,
            "2022-12-16",
            "Balance del ministerio",
            (toll(f"{MINISTRY} habla de 14 muertos.", 14, "14", "muertos", speaker=MINISTRY),),
        ),
        WorkedReport(
            "42-eighteen",
            SHEET,
            "2022-12-16",
            "Ya son dieciocho",
            (
                toll("El recuento de esta redacción llega a 18 muertos.", 18, "18", "muertos"),
                toll(
                    "En Ayacucho, la oficina regional de salud contó 7 muertos el jueves.",
                    7,
                    "7",
                    "muertos",
                    speaker="la oficina regional de salud",
                    place=where("Ayacucho"),
                    period=day("2022-12-15", "el jueves"),
                ),
                toll(
                    "La región La Libertad informó de 2 muertos el jueves.",
                    2,
                    "2",
                    "muertos",
                    speaker="La región La Libertad",
                    place=where("La Libertad"),
                    period=day("2022-12-15", "el jueves"),
                ),
            ),
        ),
        WorkedReport(
            "42-twenty",
            HERALD,
            "2022-12-16",
            "Veinte muertos por región",
            (
                toll(
                    f"La suma por regiones da 20 muertos: {_TWENTY}.",
                    20,
                    "20",
                    "muertos",
                    parts=by_place(
                        _TWENTY,
                        ("Ayacucho", 8),
                        ("Apurímac", 6),
                        ("La Libertad", 3),
                        ("Arequipa", 1),
                        ("Huancavelica", 1),
                        ("Junín", 1),
                    ),
                ),
            ),
        ),
        WorkedReport(
            "42-twenty-one",
            "Revista de Prueba",
            "2022-12-16",
            "Veintiún muertos",
            (toll("Hasta anoche se contaban 21 muertos.", 21, "21", "muertos"),),
        ),
    ),
)


def _ayacucho(sentence: str, number: int, words: str, speaker: str, **more: object) -> Said:
    return toll(
        sentence,
        number,
        words,
        "muertos",
        speaker=speaker,
        place=where("Ayacucho"),
        period=day("2022-12-15", "el 15 de diciembre"),
        **more,  # type: ignore[arg-type]
    )


_OF_WHOM = "10 murieron, 54 recibieron el alta y 8 siguen hospitalizadas"

ONE_INCIDENT = WorkedExample(
    "4.3",
    "One incident growing: Ayacucho, 15 December",
    (
        WorkedReport(
            "43-seven",
            SHEET,
            "2022-12-16",
            "Siete muertos en Ayacucho",
            (
                _ayacucho(
                    f"Hubo 7 muertos en Ayacucho el 15 de diciembre, según {AYACUCHO_HEALTH}.",
                    7,
                    "7",
                    AYACUCHO_HEALTH,
                ),
            ),
        ),
        WorkedReport(
            "43-eight",
            HERALD,
            "2022-12-16",
            "Ocho muertos en Ayacucho",
            (
                _ayacucho(
                    f"Hubo 8 muertos en Ayacucho el 15 de diciembre, según {AYACUCHO_HEALTH}.",
                    8,
                    "8",
                    AYACUCHO_HEALTH,
                ),
            ),
        ),
        WorkedReport(
            "43-nine",
            CHRONICLE,
            "2022-12-17",
            "Nueve muertos en Ayacucho",
            (
                _ayacucho(
                    f"{MINISTRY} dio 9 muertos en Ayacucho por lo ocurrido el 15 de diciembre.",
                    9,
                    "9",
                    MINISTRY,
                ),
            ),
        ),
        WorkedReport(
            "43-ten",
            CHRONICLE,
            "2022-12-21",
            "Muere en el hospital un joven de 19 años",
            (
                _ayacucho(
                    f"Con él son al menos 10 muertos en Ayacucho por los hechos ocurridos "
                    f"el 15 de diciembre, dijo {AYACUCHO_HEALTH}.",
                    10,
                    "al menos 10",
                    AYACUCHO_HEALTH,
                    bound="at_least",
                ),
                toll(
                    f"De las 72 personas heridas en Ayacucho el 15 de diciembre, {_OF_WHOM}, "
                    f"precisó {AYACUCHO_HEALTH}.",
                    72,
                    "72",
                    "heridas",
                    outcome="injured",
                    speaker=AYACUCHO_HEALTH,
                    place=where("Ayacucho"),
                    period=day("2022-12-15", "el 15 de diciembre"),
                    includes=Inside(
                        _OF_WHOM,
                        (
                            Inner(10, "10", outcome="killed"),
                            Inner(54, "54", outcome="discharged"),
                            Inner(8, "8", outcome="hospitalised"),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
