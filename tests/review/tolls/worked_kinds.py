"""Examples 4.9 and 4.10 of the design's `standards.md`: emergency measures, and a wrong day.

Dates, areas and lengths are those published; sentences and outlets are invented.
"""

from tests.review.tolls.worked_form import (
    PERU,
    Read,
    Said,
    WorkedExample,
    WorkedReport,
    day,
    toll,
    where,
)

from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.statement import Record

CHRONICLE = "Crónica de Ensayo"
SHEET = "La Hoja Modelo"
HERALD = "El Heraldo Inventado"
REVIEW = "Revista de Prueba"

RIGHTS = (
    ("home_inviolability", "inviolabilidad del domicilio"),
    ("movement", "libre tránsito"),
    ("assembly", "reunión"),
    ("liberty_and_security", "libertad y seguridad personales"),
)
_LISTED = (
    "la inviolabilidad del domicilio, el libre tránsito, la reunión "
    "y la libertad y seguridad personales"
)


def _areas(*names: str) -> Read:
    return tuple(
        Place(name, country="PE") for name in names
    ), f"{', '.join(names[:-1])} y {names[-1]}"


def _measure(
    sentence: str,
    instrument: str,
    begins: str,
    *,
    kind: tuple[str, str] = ("state_of_emergency", "estado de emergencia"),
    start: Read | None = None,
    end: Read | None = None,
    lasts: str | None = None,
    scope: Read | None = None,
    rights: bool = False,
    by_area: Read | None = None,
) -> Said:
    fields: dict[str, Read] = {
        "type": kind,
        "status": ("declared", begins),
        "instrument": (instrument, instrument),
    }
    for name, value in (("start", start), ("end", end), ("scope", scope)):
        if value is not None:
            fields[name] = value
    if lasts is not None:
        fields["duration"] = (lasts, lasts)
    if rights:
        fields["rights"] = (tuple(code for code, _ in RIGHTS), _LISTED)
        fields["rights_words"] = (tuple(words for _, words in RIGHTS), _LISTED)
    if by_area is not None:
        fields["rights_by_area"] = by_area
    return Said(sentence, fields, kind="measure")


NATIONAL = "DS 143-2022-PCM"
REGIONS = "DS 009-2023-PCM"
THREE = "DS 010-2023-PCM"
SIXTY = "DS 018-2023-PCM"

_FOUR = ("Puno", "Cusco", "Lima", "Callao")
_SEVEN = ("Madre de Dios", "Cusco", "Puno", "Apurímac", "Arequipa", "Moquegua", "Tacna")
_NORTH = ("Amazonas", "La Libertad", "Tacna")
_HIGHWAYS = "en las carreteras nombradas no se suspende la inviolabilidad del domicilio"

EMERGENCIES = WorkedExample(
    "4.9",
    "Emergency measures",
    (
        WorkedReport(
            "49-national",
            CHRONICLE,
            "2022-12-14",
            "Emergencia en todo el país",
            (
                _measure(
                    f"El {NATIONAL} declara el estado de emergencia en el Perú por 30 días desde "
                    f"el 15 de diciembre y suspende {_LISTED}.",
                    NATIONAL,
                    "declara",
                    start=day("2022-12-15", "el 15 de diciembre"),
                    lasts="30 días",
                    scope=((PERU,), "Perú"),
                    rights=True,
                ),
            ),
        ),
        WorkedReport(
            "49-national-end",
            SHEET,
            "2022-12-15",
            "Hasta el 14 de enero",
            (
                _measure(
                    f"El estado de emergencia declarado por el {NATIONAL} rige en el Perú desde "
                    "el 15 de diciembre hasta el 14 de enero.",
                    NATIONAL,
                    "declarado",
                    start=day("2022-12-15", "el 15 de diciembre"),
                    end=day("2023-01-14", "el 14 de enero"),
                    scope=((PERU,), "Perú"),
                ),
            ),
        ),
        WorkedReport(
            "49-regions",
            HERALD,
            "2023-01-14",
            "Emergencia en cuatro regiones",
            (
                _measure(
                    f"El {REGIONS} declara el estado de emergencia desde el 15 de enero por 30 "
                    f"días en Puno, Cusco, Lima y Callao; {_HIGHWAYS}.",
                    REGIONS,
                    "declara",
                    start=day("2023-01-15", "el 15 de enero"),
                    lasts="30 días",
                    scope=_areas(*_FOUR),
                    by_area=(
                        (
                            Record.of(
                                area=Place("carreteras nombradas"),
                                right="home_inviolability",
                                status="not_suspended",
                            ),
                        ),
                        _HIGHWAYS,
                    ),
                ),
                _measure(
                    f"El {REGIONS} impone en Puno el toque de queda desde el 15 de enero por "
                    "10 días.",
                    REGIONS,
                    "impone",
                    kind=("curfew", "toque de queda"),
                    start=day("2023-01-15", "el 15 de enero"),
                    lasts="10 días",
                    scope=((Place("Puno", country="PE"),), "Puno"),
                ),
            ),
        ),
        WorkedReport(
            "49-regions-more",
            REVIEW,
            "2023-01-15",
            "También Andahuaylas",
            (
                _measure(
                    f"El {REGIONS}, que declara el estado de emergencia, alcanza a Andahuaylas, "
                    "Tambopata, Tahuamanu y Torata.",
                    REGIONS,
                    "declara",
                    scope=_areas("Andahuaylas", "Tambopata", "Tahuamanu", "Torata"),
                ),
            ),
        ),
        *(
            WorkedReport(
                f"49-three-{number}",
                outlet,
                "2023-01-19",
                "Tres regiones más",
                (
                    _measure(
                        f"El {THREE} declara el estado de emergencia en Amazonas, La Libertad y "
                        f"Tacna por 30 días desde el {number} de enero.",
                        THREE,
                        "declara",
                        start=day(f"2023-01-{number}", f"el {number} de enero"),
                        lasts="30 días",
                        scope=_areas(*_NORTH),
                    ),
                ),
            )
            for number, outlet in ((19, HERALD), (20, SHEET))
        ),
        WorkedReport(
            "49-sixty",
            CHRONICLE,
            "2023-02-05",
            "Sesenta días",
            (
                _measure(
                    f"El {SIXTY} declara el estado de emergencia por 60 días desde el 5 de febrero "
                    "en Madre de Dios, Cusco, Puno, Apurímac, Arequipa, Moquegua y Tacna.",
                    SIXTY,
                    "declara",
                    start=day("2023-02-05", "el 5 de febrero"),
                    lasts="60 días",
                    scope=_areas(*_SEVEN),
                ),
            ),
        ),
    ),
)

JULIACA = Place(
    "Juliaca", name="Juliaca", country="PE", latitude=-15.5, longitude=-70.1, precision=1
)


def _killings(key: str, outlet: str, number: int) -> WorkedReport:
    words = f"el {number} de enero"
    sentence = f"La represión de la protesta de Juliaca ocurrió {words}."
    dead = f"Murieron 17 personas en Juliaca {words}."
    happened = Said(
        sentence,
        {
            "type": ("force_against_protesters", "represión de la protesta"),
            "date": (Edtf(f"2023-01-{number:02}"), words),
            "place": where("Juliaca", JULIACA),
        },
        kind="incident",
    )
    counted = toll(
        dead,
        17,
        "17",
        "Murieron",
        place=where("Juliaca", JULIACA),
        period=day(f"2023-01-{number:02}", words),
    )
    return WorkedReport(key, outlet, "2023-01-11", f"{outlet}: Juliaca", (happened, counted))


MISDATED = WorkedExample(
    "4.10",
    "Misdating",
    (
        _killings("410-ninth", CHRONICLE, 9),
        _killings("410-ninth-too", SHEET, 9),
        _killings("410-tenth", HERALD, 10),
        _killings("410-tenth-too", REVIEW, 10),
    ),
)
