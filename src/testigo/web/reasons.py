"""Why something was not read, or a decision not kept, in the language of the page.

testigo says it in one English sentence of one or two clauses, "what is wrong; what to do next". A
page in another language shows the clauses it knows (`reasons_es.toml`); a sentence with a clause
that it does not know stays in English, marked as such, and never becomes half of each.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from markupsafe import Markup, escape

FILES = ("reasons", "model_reasons")
"""What the clauses stand in, one of each for every language but English."""
_BETWEEN = "; "
_TRIES = re.compile(r"(?P<sentence>.+) \(tried (?P<tries>\d+) times\)")
_TRIED = {"es": "{sentence} ({tries} intentos)"}


def reason(sentence: str, language: str) -> Markup:
    """Return the sentence for a page; where it stays English, in a `span` that says so."""
    if language == "en":
        return escape(sentence)
    if match := _TRIES.fullmatch(sentence):
        told = reason(match["sentence"], language)
        return (
            told
            if told.startswith("<span")
            else Markup(_TRIED[language]).format(sentence=told, tries=match["tries"])
        )
    clauses = [_clause(clause, language) for clause in sentence.split(_BETWEEN)]
    known = [clause for clause in clauses if clause is not None]
    if len(known) < len(clauses):
        return Markup('<span lang="en">{}</span>').format(sentence)
    return escape(_BETWEEN.join(known))


def sentence(words: str, language: str) -> Markup:
    """Return the same as a sentence of its own, with a capital and a full stop."""
    shown = reason(words, language)
    is_english = language != "en" and shown.startswith("<span")
    whole = f"{words[:1].upper()}{words[1:]}." if is_english else shown
    if is_english:
        return Markup('<span lang="en">{}</span>').format(whole)
    return Markup(shown[:1].upper() + shown[1:] + ("" if shown.endswith(".") else "."))


def _clause(clause: str, language: str) -> str | None:
    for pattern, words in _clauses(language):
        if match := pattern.fullmatch(clause):
            return words.format(*match.groups())
    return None


@cache
def _clauses(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The clauses of a language; those with the fewest places to fill come first."""
    read: dict[str, str] = {}
    for name in FILES:
        file = resources.files("testigo.web") / f"{name}_{language}.toml"
        read |= tomllib.loads(file.read_text(encoding="utf-8"))
    ordered = sorted(read.items(), key=lambda pair: (pair[0].count("{}"), -len(pair[0])))
    return tuple((_pattern(clause), words) for clause, words in ordered)


def _pattern(clause: str) -> re.Pattern[str]:
    return re.compile("(.+)".join(map(re.escape, clause.split("{}"))))
