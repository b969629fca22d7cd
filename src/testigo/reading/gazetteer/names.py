"""The one form in which names of places are compared: no case, no accents, no marks."""

from __future__ import annotations

import re

from testigo.languages.document import fold

# Letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d"})
_DROPPED = re.compile(r"[’'‘`´ʻʼʿʾ.]")
_SPACE = re.compile(r"[\W_]+")


def name_key(name: str) -> str:
    """Return the form of a name that the gazetteer is sorted by.

    >>> name_key("N’Djaména"), name_key("An-Naqoura"), name_key("St. Louis")
    ('ndjamena', 'an naqoura', 'st louis')
    """
    return _SPACE.sub(" ", _DROPPED.sub("", fold(name).translate(_LETTERS))).strip()
