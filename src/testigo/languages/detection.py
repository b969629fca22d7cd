"""Which language a text is in, told among a closed set.

py3langid, restricted: over all its languages short lines drift. The neighbours of Spanish and
English and the large scripts stay in the set, so that a report in Portuguese is told as
Portuguese and left alone instead of being read as bad Spanish.
"""

from __future__ import annotations

import functools
import re
from typing import Any

READABLE = ("en", "es")
"""The languages that testigo reads."""
NEIGHBOURS = ("pt", "fr", "ca", "it", "de", "nl")
OTHER_SCRIPTS = ("ar", "fa", "he", "hi", "ja", "ko", "ru", "uk", "zh")
TOLD = (*READABLE, *NEIGHBOURS, *OTHER_SCRIPTS)
"""The languages told apart, as BCP 47."""
_LETTERS = 20
"""Fewest letters that decide a language: a name or a place alone has none."""
_LETTER = re.compile(r"[^\W\d_]")
_SHARE = 0.70
_HEAD = 2000


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(TOLD))
    return identifier


def detect_language(text: str) -> str:
    """Return the language of a text as BCP 47, or `und` where it cannot be told.

    Only the first 2,000 characters are looked at.

    >>> detect_language("La policía detuvo a doce personas durante la protesta del martes.")
    'es'
    """
    head = text[:_HEAD]
    if len(_LETTER.findall(head, 0, 400)) < _LETTERS:
        return "und"
    language, share = _identifier().classify(head)
    return str(language) if share >= _SHARE else "und"
