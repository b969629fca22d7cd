"""Whether a date lies before or after the report's date, by the verb nearest to it.

Reports tell of what was: past unless a word of the future stands nearer than one of the past.
"""

from __future__ import annotations

import re

from testigo.languages.document import Document
from testigo.reading.finders.date_atoms import Atom

_FUTURE = {
    "en": re.compile(r"will|shall|.+['’]ll|planned|scheduled|due|plans|expected"),
    "es": re.compile(r".+(?:ará|erá|irá|drá|brá|arán|erán|irán|drán|brán|arse|erse|irse)"),
}
_PAST = {
    "en": re.compile(r".{2,}ed"),
    "es": re.compile(r".+(?:ó|aron|ieron|aba|aban|ía|ían|ado|ido|ados|idos)"),
}
_BARE = re.compile(r"be|stay|remain|get|is|are|ser|estar|quedar")
_LIMIT = re.compile(r"[;:()]|[—–]")
_REACH = 12
"""Tokens looked at on either side: a verb further off belongs to another clause more often."""


def tense_around(document: Document, atoms: list[Atom], begin: int, end: int) -> str | None:
    """Return `past` or `future` by the verb nearest to atoms `[begin, end)`, None without one."""
    before = list(reversed(atoms[:begin]))
    after = atoms[end:]
    left = _nearest(document, before)
    right = _nearest(document, after, penalty=1)
    return min(left, right)[1] or None


def _nearest(document: Document, atoms: list[Atom], penalty: int = 0) -> tuple[int, str]:
    """Return (distance, tense) of the first verb met; no tense, at a great distance, if none."""
    for distance, atom in enumerate(atoms[:_REACH]):
        before = atoms[distance + 1] if penalty == 0 and distance + 1 < len(atoms) else None
        token = document.tokens[atom.first]
        if _LIMIT.fullmatch(token.text):
            break
        tense = _tense(document, atom)
        if tense == "past" and before is not None and _is_auxiliary(document, before):
            continue
        if tense is not None:
            return distance * 2 + penalty, tense
    return 1000, ""


def _is_auxiliary(document: Document, atom: Atom) -> bool:
    """Tell whether the participle after it is no past: "will stay closed", "to be held"."""
    return _BARE.fullmatch(document.tokens[atom.first].lower) is not None


def _tense(document: Document, atom: Atom) -> str | None:
    if atom.kind in ("future", "past"):
        return atom.kind
    token = document.tokens[atom.first]
    if atom.letter not in "xc" or not token.is_word:
        return None
    if atom.letter == "c":  # "to": an infinitive after "is", "are", "due"
        return None
    if _FUTURE[document.language].fullmatch(token.lower) and token.lower == token.text:
        return "future"
    if _PAST[document.language].fullmatch(token.lower):
        return "past"
    return None
