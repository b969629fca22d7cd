"""How a value follows from its words, where a language model pointed at them, in each language.

`Field.how` is kept as one text, in English, its clauses joined by `; `. Pages and commands in
another language put the clauses that are known here into it, and leave all others as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from testigo.record.wording.date_hows import date_how_words

LOOSELY = "loosely"
ELIDED = "elided"
MODEL_SAID = "model said"

HOWS: Mapping[str, Mapping[str, str]] = {
    LOOSELY: {
        "en": "the model's quotation differs in spacing, marks, accents or case",
        "es": "la cita del modelo difiere en espacios, signos, tildes o mayúsculas",
    },
    ELIDED: {
        "en": "the model left words out",
        "es": "el modelo omitió palabras",
    },
    MODEL_SAID: {"en": "the model said {value}", "es": "el modelo dijo {value}"},
}
_JOINED = "; "


def how(key: str, value: str = "") -> str:
    """Return one clause as it is kept; `value` is what the model said.

    >>> how(MODEL_SAID, "28")
    'the model said 28'
    """
    return HOWS[key]["en"].format(value=value.replace(_JOINED.strip(), ","))


def joined(*clauses: str | None) -> str | None:
    """Return clauses as one text, each once, or None where there is none."""
    told = dict.fromkeys(part for c in clauses if c for part in c.split(_JOINED))
    return _JOINED.join(told) or None


def is_loose(text: str | None) -> bool:
    """Tell whether a kept text says that a quotation was found only up to its dress."""
    return HOWS[LOOSELY]["en"] in (text or "").split(_JOINED)


def parted(text: str | None) -> tuple[str | None, str | None]:
    """Return what a kept text says of the value, and what it says of a model's quotation.

    >>> parted("counted from 2023-01-09; the model said 28")
    ('counted from 2023-01-09', 'the model said 28')
    """
    clauses = text.split(_JOINED) if text else []
    of_model = [clause for clause in clauses if _of_model(clause, "en") is not None]
    of_value = [clause for clause in clauses if clause not in of_model]
    return _JOINED.join(of_value) or None, _JOINED.join(of_model) or None


def how_words(text: str, *, language: str = "en") -> str:
    """Return a kept text in `language`, as far as its clauses are known here.

    >>> how_words("the model said 28; counted from 2023-01-09", language="es")
    'el modelo dijo 28; contado desde 2023-01-09'
    """
    if language == "en":
        return text
    return _JOINED.join(_clause(part, language) for part in text.split(_JOINED))


def _clause(clause: str, language: str) -> str:
    return _of_model(clause, language) or date_how_words(clause, language) or clause


def _of_model(clause: str, language: str) -> str | None:
    """Return a clause about a model's quotation in `language`, None for any other."""
    for words in HOWS.values():
        before, _, after = words["en"].partition("{value}")
        match = re.fullmatch(f"{re.escape(before)}(.*){re.escape(after)}", clause)
        if match and ("{value}" in words["en"] or clause == words["en"]):
            return words.get(language, words["en"]).format(value=match[1])
    return None
