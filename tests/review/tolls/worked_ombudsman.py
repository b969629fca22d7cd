"""Examples 4.4 and 4.5: the Ombudsman's typed parts, and one number of other people."""

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

OMBUDSMAN = "la Defensoría del Pueblo"
CHRONICLE = "Crónica de Ensayo"
SHEET = "La Hoja Modelo"
HERALD = "El Heraldo Inventado"

CLASH = "en enfrentamientos"
BLOCKADE = "por hechos vinculados a los bloqueos"


def _typed(**numbers: int) -> Inside:
    """Parts as the Ombudsman types them, in the words that the sentences use."""
    return Inside(
        _typed_words(**numbers),
        tuple(_TYPES[name](number) for name, number in numbers.items()),
    )


def _typed_words(**numbers: int) -> str:
    return ", ".join(_WORDS[name].format(number) for name, number in numbers.items())


_WORDS = {
    "clash": f"{{}} civiles {CLASH}",
    "blockade": f"{{}} {BLOCKADE}",
    "police": "{} policía",
    "civilians": "{} civiles",
    "until_december": "{} hasta diciembre",
    "today": "{} de este lunes",
    "newborn": "{} recién nacido que no llegó al hospital",
    "soldiers": "{} soldados",
    "police_la_libertad": "{} policía de La Libertad",
    "haitians": "{} ciudadanos haitianos",
    "woman": "{} mujer de La Libertad",
    "gunfire": "{} por bala en diciembre",
    "juliaca": "{} en Juliaca",
}
_TYPES = {
    "clash": lambda n: Inner(n, str(n), category=CLASH, population="civiles"),
    "blockade": lambda n: Inner(n, str(n), category=BLOCKADE),
    "police": lambda n: Inner(n, str(n), population="policía"),
    "civilians": lambda n: Inner(n, str(n), population="civiles"),
    "until_december": lambda n: Inner(n, str(n), category="hasta diciembre"),
    "today": lambda n: Inner(n, str(n), category="de este lunes"),
    "newborn": lambda n: Inner(n, str(n), population="recién nacido"),
    "soldiers": lambda n: Inner(n, str(n), population="soldados"),
    "police_la_libertad": lambda n: Inner(n, str(n), population="policía", place="La Libertad"),
    "haitians": lambda n: Inner(n, str(n), population="ciudadanos haitianos"),
    "woman": lambda n: Inner(n, str(n), population="mujer", place="La Libertad"),
    "gunfire": lambda n: Inner(n, str(n), category="por bala en diciembre"),
    "juliaca": lambda n: Inner(n, str(n), place="Juliaca"),
}


def _total(
    number: int,
    as_of: Read,
    speaker: str | None = OMBUDSMAN,
    more: Inside | None = None,
    **parts: int,
) -> Said:
    inside = more or (_typed(**parts) if parts else None)
    listed = f": {inside.words}" if inside else ""
    opening = f"Según {speaker}" if speaker else "En total"
    return toll(
        f"{opening}, {as_of[1]} iban {number} muertos en el Perú{listed}.",
        number,
        str(number),
        "muertos",
        speaker=speaker,
        place=where("Perú", PERU),
        as_of=as_of,
        parts=inside,
    )


def _counted(number: int, what: str, as_of: Read, **more: Inside) -> Said:
    """A number of one type alone: of clashes, or of blockades."""
    inside = more.get("parts")
    listed = f", esto es {inside.words}" if inside else ""
    return toll(
        f"Para {OMBUDSMAN}, {as_of[1]} eran {number} los muertos {what} en el Perú{listed}.",
        number,
        str(number),
        "muertos",
        speaker=OMBUDSMAN,
        place=where("Perú", PERU),
        category=(what, what),
        as_of=as_of,
        **more,  # type: ignore[arg-type]
    )


def _added(number: int, as_of: Read) -> Said:
    """A number of that day alone, said to come on top of the earlier ones."""
    return toll(
        f"Solo {as_of[1]}, {OMBUDSMAN} sumó {number} muertos más en el Perú.",
        number,
        str(number),
        "muertos",
        speaker=OMBUDSMAN,
        place=where("Perú", PERU),
        as_of=as_of,
        accrual=("increment", "más"),
    )


TWELFTH = day("2022-12-12", "al 12 de diciembre")
NINETEENTH = day("2022-12-19", "al 19 de diciembre")
CHRISTMAS_EVE = day("2022-12-24", "al 24 de diciembre")
MIDDAY = day("2023-01-09T13:00:00", "a las 13:00 del 9 de enero")
EVENING = day("2023-01-09T18:00:00", "a las 18:00 del 9 de enero")
NIGHT = day("2023-01-09T22:00:00", "a las 22:00 del 9 de enero")
NEXT_TWELFTH = day("2023-01-12", "al 12 de enero")
MONDAY = day("2023-01-23", "este lunes")
TWENTY_SIXTH = day("2023-01-26", "al 26 de enero")
THIRTIETH = day("2023-01-30", "al 30 de enero")
SECOND = day("2023-02-02", "al 2 de febrero")
TWENTY_THIRD = day("2023-02-23", "al 23 de febrero")
END_OF_FEBRUARY = day("2023-02-28", "a fines de febrero")
_SIX_AND_ONE = by_place("Apurímac 6, Arequipa 1", ("Apurímac", 6), ("Arequipa", 1))
_SIX_REGIONS = (
    ("Ayacucho", 10),
    ("Apurímac", 6),
    ("Junín", 3),
    ("Arequipa", 3),
    ("La Libertad", 3),
    ("Cusco", 3),
)
_SIX_WORDS = ", ".join(f"{name} {dead}" for name, dead in _SIX_REGIONS)


def _report(key: str, outlet: str, published: str, title: str, *said: Said) -> WorkedReport:
    return WorkedReport(key, outlet, published, title, said)


SIXTY_THREE = _report(
    "44-sixty-three",
    HERALD,
    "2023-01-26",
    "Sesenta y tres muertos",
    _total(
        63, TWENTY_SIXTH, None, clash=46, police=1, blockade=10, police_la_libertad=1, haitians=4
    ),
)
SIXTY_SIX_EARLY = _report(
    "45-sixty-six-early",
    SHEET,
    "2023-02-02",
    "Sesenta y seis muertos",
    _total(66, SECOND, None, clash=47, blockade=11, police=1, woman=1),
)
SIXTY_SIX_LATE = _report(
    "45-sixty-six-late",
    HERALD,
    "2023-03-06",
    "El balance de tres meses",
    _total(66, END_OF_FEBRUARY, None, clash=48, blockade=11, police=1, soldiers=6),
)
FORTY_NINE = _report(
    "44-forty-nine",
    CHRONICLE,
    "2023-01-12",
    "Cuarenta y nueve muertos",
    _total(49, NEXT_TWELFTH, clash=41, blockade=7, police=1),
)

OMBUDSMAN_SERIES = WorkedExample(
    "4.4",
    "Ombudsman, typed parts",
    (
        _report(
            "44-seven",
            HERALD,
            "2022-12-12",
            "Siete muertos",
            _total(7, TWELFTH, more=_SIX_AND_ONE),
        ),
        _report(
            "44-twenty-seven",
            SHEET,
            "2022-12-19",
            "Veintisiete muertos",
            _total(27, NINETEENTH, clash=21, blockade=6),
            _counted(
                21,
                CLASH,
                NINETEENTH,
                parts=Inside(
                    "6, 9, 3, 1 y 2",
                    tuple(Inner(n, str(n)) for n in (6, 9, 3, 1, 2)),
                ),
            ),
        ),
        _report(
            "44-twenty-eight",
            CHRONICLE,
            "2022-12-24",
            "Veintiocho muertos",
            _total(28, CHRISTMAS_EVE, clash=22, blockade=6),
            _total(28, CHRISTMAS_EVE, more=by_place(_SIX_WORDS, *_SIX_REGIONS)),
            _counted(22, CLASH, CHRISTMAS_EVE),
            _counted(6, BLOCKADE, CHRISTMAS_EVE),
        ),
        _report(
            "44-ninth-midday",
            SHEET,
            "2023-01-09T13:30:00",
            "Cuarenta y un muertos",
            _total(41, MIDDAY, until_december=28, today=12, newborn=1),
            _added(12, MIDDAY),
        ),
        _report(
            "44-ninth-evening", HERALD, "2023-01-09T18:20:00", "Catorce más", _added(14, EVENING)
        ),
        _report(
            "44-ninth-night",
            CHRONICLE,
            "2023-01-09T22:40:00",
            "Cuarenta y seis muertos",
            _total(46, NIGHT, until_december=28, today=17, newborn=1),
            _added(17, NIGHT),
            _counted(
                39,
                CLASH,
                NIGHT,
                parts=Inside(
                    "22 de diciembre y 17 de hoy",
                    (
                        Inner(22, "22", category="de diciembre"),
                        Inner(17, "17", category="de hoy"),
                    ),
                ),
            ),
            _counted(
                7,
                BLOCKADE,
                NIGHT,
                parts=Inside(
                    "6 de diciembre y 1 recién nacido",
                    (
                        Inner(6, "6", category="de diciembre"),
                        Inner(1, "1", population="recién nacido"),
                    ),
                ),
            ),
        ),
        FORTY_NINE,
        _report(
            "44-fifty-five",
            SHEET,
            "2023-01-23",
            "Cincuenta y cinco muertos",
            _total(55, MONDAY, civilians=54, police=1),
        ),
        SIXTY_THREE,
        _report(
            "44-typed-january",
            CHRONICLE,
            "2023-01-26",
            "Los tipos de muerte",
            _counted(46, CLASH, TWENTY_SIXTH),
            _counted(10, BLOCKADE, TWENTY_SIXTH),
        ),
        _report(
            "44-fifty-eight", SHEET, "2023-01-30", "Cincuenta y ocho muertos", _total(58, THIRTIETH)
        ),
        SIXTY_SIX_EARLY,
        _report(
            "44-sixty",
            CHRONICLE,
            "2023-02-23",
            "Informe de la Defensoría",
            _total(60, TWENTY_THIRD, clash=48, blockade=11, police=1),
        ),
        SIXTY_SIX_LATE,
    ),
)

OTHER_PEOPLE = WorkedExample(
    "4.5",
    "Same number, other people",
    (
        SIXTY_SIX_EARLY,
        SIXTY_SIX_LATE,
        FORTY_NINE,
        _report(
            "45-forty-nine-other",
            HERALD,
            "2023-01-13",
            "Los muertos de dos meses",
            _total(49, NEXT_TWELFTH, gunfire=29, juliaca=20),
        ),
    ),
)
