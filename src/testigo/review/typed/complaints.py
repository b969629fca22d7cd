"""What is said, in the language of the page, when typed words are not understood."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

COMPLAINTS: Mapping[str, Mapping[str, str]] = {
    "date": {
        "en": "This is not understood as a date; type it as 12 Dec 2022, Dec 2022, 2022, "
        "about 12 Dec 2022, between 13 and 22 Dec 2022 or since 15 Jan 2023.",
        "es": "No se entiende como fecha; escriba 12 dic 2022, dic 2022, 2022, "
        "hacia el 12 dic 2022, entre el 13 y el 22 dic 2022 o desde el 15 ene 2023.",
    },
    "two dates": {
        "en": "This may be {one} or {other}; type the month in words.",
        "es": "Puede ser {one} o {other}; escriba el mes con letras.",
    },
    "year": {
        "en": "The year is missing; type it too, as in 12 Dec 2022.",
        "es": "Falta el año; escríbalo también, como en 12 dic 2022.",
    },
    "month": {
        "en": "The month is missing; type it too, as in 12 Dec 2022.",
        "es": "Falta el mes; escríbalo también, como en 12 dic 2022.",
    },
    "no such day": {
        "en": "There is no such day, month or time; type it day first, as in 12 Dec 2022, 18:30.",
        "es": "No existe tal día, mes u hora; escriba primero el día, como en 12 dic 2022, 18:30.",
    },
    "weekday": {
        "en": "That day was not a {named} but a {real}; type the date without the day of the week.",
        "es": "Ese día no fue {named}, sino {real}; escriba la fecha sin el día de la semana.",
    },
    "order": {
        "en": "This ends before it begins; type the earlier date first, each with its year.",
        "es": "Termina antes de empezar; escriba primero la fecha anterior, cada una con su año.",
    },
    "count": {
        "en": "This is not understood as a number of people; type it as 27, at least 27, "
        "more than 40, at most 30, about 300, 14 to 21, or a vague word in quotes: “dozens”.",
        "es": "No se entiende como número de personas; escriba 27, al menos 27, más de 40, "
        "como máximo 30, alrededor de 300, 14 a 21, o una palabra vaga entre comillas: “decenas”.",
    },
    "count order": {
        "en": "The first number is above the second; type the lower one first, as in 14 to 21.",
        "es": "El primer número supera al segundo; escriba primero el menor, como en 14 a 21.",
    },
    "figure in quotes": {
        "en": "Quotes are for a vague word without figures; type a number without them, as in 27.",
        "es": "Las comillas son para una palabra vaga sin cifras; escriba el número sin ellas: 27.",
    },
}


def complaint(key: str, language: str, **values: str) -> str:
    """Return the sentence `key` in `language`; English where it has none."""
    words = COMPLAINTS[key]
    return words.get(speaks(language), words["en"]).format_map(values)


def speaks(language: str) -> str:
    """Return the language without its region: "en" of "en-GB"."""
    return language.partition("-")[0]


def plain(text: str) -> str:
    """Return typed words without case, accents and doubled or unusual spaces."""
    bare = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(c for c in bare if unicodedata.category(c) != "Mn")
    return " ".join(bare.split())
