"""The words of the wording in every language of the interface, side by side.

Labels of codes, kinds and fields are not here: they stand in the vocabularies and kinds. Numbers
follow the orthography of each language: English 1,300; Spanish 1300 and 12 500, groups of
five digits and more parted by a narrow space (Ortografía de la lengua española, RAE 2010).
"""

from __future__ import annotations

from collections.abc import Mapping

MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}
SEASONS: Mapping[str, tuple[str, ...]] = {
    "en": ("spring", "summer", "autumn", "winter"),
    "es": ("primavera", "verano", "otoño", "invierno"),
}
"""EDTF 21 to 24, in that order."""

# What stands alone differs in Spanish from what follows "entre", "desde" or "hasta".
MARKS: Mapping[str, Mapping[str, str]] = {
    "en": {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "},
    "es": {"": "", "~": "hacia ", "?": "quizá ", "%": "quizá hacia "},
}
MARKS_WITHIN: Mapping[str, Mapping[str, str]] = {
    "en": MARKS["en"],
    "es": {"": "", "~": "aproximadamente ", "?": "quizá ", "%": "quizá aproximadamente "},
}

PHRASES: Mapping[str, Mapping[str, str]] = {
    # Dates
    "decade": {"en": "the {year}s", "es": "la década de {year}"},
    "between": {"en": "between {first} and {last}", "es": "entre {first} y {last}"},
    "since": {"en": "since {date}", "es": "desde {date}"},
    "until": {"en": "until {date}", "es": "hasta {date}"},
    # An edge that is itself a span or only approximate takes no preposition in Spanish.
    "start": {"en": "from {date}", "es": "desde {date}"},
    "start of a kind": {"en": "from {date}", "es": "inicio: {date}"},
    "end": {"en": "to {date}", "es": "hasta {date}"},
    "end of a kind": {"en": "to {date}", "es": "fin: {date}"},
    "as_of": {"en": "as of {date}", "es": "a {date}"},
    "as_of of a kind": {"en": "as of {date}", "es": "corte: {date}"},
    # Counts
    "more_than": {"en": "more than {number}", "es": "más de {number}"},
    "at_least": {"en": "at least {number}", "es": "al menos {number}"},
    "at_most": {"en": "at most {number}", "es": "como máximo {number}"},
    "about": {"en": "about {number}", "es": "alrededor de {number}"},
    "range": {"en": "{low} to {high}", "es": "{low} a {high}"},
    # Places: only what is wider than a district, and not the country, which its name says
    "area 4": {"en": "region", "es": "región"},
    "area 5": {"en": "general area", "es": "zona general"},
    "area 7": {"en": "international", "es": "internacional"},
    # Headlines
    "age one": {"en": "{age}", "es": "{age} año"},
    "age": {"en": "{age}", "es": "{age} años"},
    "by": {"en": "by {who}", "es": "por {who}"},
    "against": {"en": "against {who}", "es": "contra {who}"},
    "to": {"en": "to {who}", "es": "destinatario: {who}"},
    "for": {"en": "for {time}", "es": "durante {time}"},
    "rights": {"en": "rights: {rights}", "es": "derechos: {rights}"},
    "relying on": {"en": "{who}, relying on {origin}", "es": "{who}, según {origin}"},
    "post acting": {"en": "acting", "es": "con carácter interino"},
    # Who says so, and what found it
    "outlet itself": {"en": "the outlet itself", "es": "el propio medio"},
    "outlet unknown": {"en": "outlet not shown", "es": "medio no indicado"},
    "passed over": {
        "en": "passed over by the first look; testigo read --read-all reads it in full",
        "es": "omitido en la primera lectura; testigo read --read-all lo lee completo",
    },
    "by net": {"en": "the net alone", "es": "solo la red"},
    "by both": {"en": "rule and net agree", "es": "regla y red coinciden"},
    "by rule": {"en": "a rule alone", "es": "solo una regla"},
    "by model": {"en": "a language model alone", "es": "solo un modelo de lenguaje"},
    "not measured": {"en": "confidence not measured", "es": "confianza no medida"},
    "measured": {"en": "confidence {value}", "es": "confianza {value}"},
    "measured on": {
        "en": "confidence {value} (measured on {number})",
        "es": "confianza {value} (medida en {number})",
    },
}

_FIVE_DIGITS = 10_000
THOUSANDS_SPACE = "\u202f"


def phrase(key: str, language: str, **values: str) -> str:
    """Return the words of `key` with `values` put in; English where `language` has none."""
    words = PHRASES[key]
    return words.get(language, words["en"]).format_map(values)


def known(language: str) -> str:
    """Return `language`, or English where the wording has no words of it (as labels do)."""
    return language if language in MONTHS else "en"


def number_words(number: int, *, language: str = "en") -> str:
    """Return digits with the thousands parted as the language does.

    >>> number_words(1300), number_words(12500), number_words(1300, language="es")
    ('1,300', '12,500', '1300')
    """
    if known(language) == "en":
        return f"{number:,}"
    return str(number) if number < _FIVE_DIGITS else f"{number:,}".replace(",", THOUSANDS_SPACE)
