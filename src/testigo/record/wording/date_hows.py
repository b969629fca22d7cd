"""How a date follows from its words, as the finders of dates keep it, in the other languages.

What is kept is English and part of no id (`Field.how`): a clause that stands here can be shown in
another language, one that does not is shown as it was kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_NAMES: Mapping[str, Mapping[str, str]] = {
    "es": {
        **{"Monday": "lunes", "Tuesday": "martes", "Wednesday": "miércoles"},
        **{"Thursday": "jueves", "Friday": "viernes", "Saturday": "sábado", "Sunday": "domingo"},
        **{"forward": "hacia adelante", "back": "hacia atrás"},
        **{"hours": "horas", "days": "días", "weeks": "semanas", "fortnights": "quincenas"},
        **{"months": "meses", "years": "años", "decades": "décadas", "weekends": "fines de semana"},
    },
}
# Left the clause with its places, right the same in Spanish. `{origin}` is itself a clause.
_ORIGINS: Mapping[str, Mapping[str, str]] = {
    "es": {
        "the report's date {day}": "la fecha de la nota, {day}",
        "{day}, the date last told before": "{day}, la última fecha dicha antes",
        "{day}, the day last told before": "{day}, el último día dicho antes",
        "{day}": "{day}",
    },
}
_CLAUSES: Mapping[str, Mapping[str, str]] = {
    "es": {
        "the year counted from {origin}": "el año, contado desde {origin}",
        "the year is that of the nearest such day to {origin}": (
            "el año es el de ese día más cercano a {origin}"
        ),
        "the year is that of the nearest such month to {origin}": (
            "el año es el de ese mes más cercano a {origin}"
        ),
        "the month is that of the nearest such day to {origin}": (
            "el mes es el de ese día más cercano a {origin}"
        ),
        "the order of day and month is that usual in the language": (
            "el orden de día y mes es el usual en el idioma"
        ),
        "in the month last told before in the text": "en el último mes dicho antes en el texto",
        "{name}, counted {name_2} from {origin}": "{name}, contado {name_2} desde {origin}",
        "in the week {number} from that of {origin}": (
            "en la semana {number} respecto de la de {origin}"
        ),
        "{number} {name} back from {origin}": "{number} {name} antes de {origin}",
        "{number} {name} counted from {origin}": "{number} {name}, contando desde {origin}",
        "counted from {origin}": "contado desde {origin}",
        "a decade of the {number}s": "una década del siglo que empieza en {number}",
        "counted from an event": "contado desde un hecho",
        "the alternative is that event's day, counted back from here": (
            "la alternativa es el día de ese hecho, contado hacia atrás desde aquí"
        ),
        "the day on which the sentence says that it began": (
            "el día en que la frase dice que empezó"
        ),
        "“{words}” is dated {day} in the text": "«{words}» tiene fecha {day} en el texto",
        "{words}, read as {date}": "{words}, leído como {date}",
    },
}
_PLACES: Mapping[str, str] = {
    "day": r"\d{4}-\d\d-\d\d|\d{4}(?:-\d\d)?[~?%]?",
    "date": r"[0-9TX:./~?%-]+",
    "number": r"[+-]?\d+",
    "name": r"\w+",
    "name_2": r"\w+",
    "origin": r".+",
    "words": r".+",
}
_PLACE = re.compile(r"\{(\w+)\}")


def date_how_words(clause: str, language: str) -> str | None:
    """Return the clause in `language`, None where it is none of a date, or has no words there.

    >>> date_how_words("Friday, counted back from the report's date 2022-12-16", "es")
    'viernes, contado hacia atrás desde la fecha de la nota, 2022-12-16'
    """
    for pattern, words in _patterns(language):
        if match := pattern.fullmatch(clause):
            told = {name: _told(name, held, language) for name, held in match.groupdict().items()}
            if None not in told.values():
                return words.format_map(told)
    return None


def _told(place: str, held: str, language: str) -> str | None:
    """Return what fills a place, None where it is no such thing as has words."""
    if place.startswith("name"):
        return _NAMES[language].get(held)
    if place == "origin":
        for pattern, words in _origins(language):
            if match := pattern.fullmatch(held):
                return words.format_map(match.groupdict())
        return None
    return held


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(en), words) for en, words in _CLAUSES.get(language, {}).items())


@cache
def _origins(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(en), words) for en, words in _ORIGINS.get(language, {}).items())


def _pattern(clause: str) -> re.Pattern[str]:
    parts = _PLACE.split(clause)
    made = [f"(?P<{p}>{_PLACES[p]})" if n % 2 else re.escape(p) for n, p in enumerate(parts)]
    return re.compile("".join(made))
