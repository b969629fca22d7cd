"""A sentence as a row of date atoms: each word or figure of which dates are made gets one letter.

The grammar (`date_grammar`) then reads dates off that row of letters with regular expressions, the
same for every language; which words give which letter stands in the lexicon `date_words`.
"""

from __future__ import annotations

import datetime
import functools
import re
from typing import NamedTuple

from testigo.languages.document import Document, Sentence, Token, tokenise
from testigo.languages.lexicons import Entry, Hit, Lexicon, lexicon
from testigo.reading.finders.date_figures import read_figures

LETTERS = {
    "month": "m",
    "weekday": "w",
    "deictic": "h",
    "overnight": "h",
    "part": "p",
    "edge": "e",
    "about": "q",
    "since": "s",
    "until": "k",
    "by": "j",
    "between": "b",
    "from": "f",
    "joiner": "c",
    "of": "o",
    "article": "t",
    "on": "i",
    "last": "L",
    "next": "N",
    "this": "T",
    "that": "A",
    "later": "l",
    "earlier": "E",
    "ago": "g",
    "hace": "G",
    "vague": "v",
    "number": "n",
    "first": "r",
    "anaphora": "a",
    "holiday": "H",
    "season": "S",
}
UNITS = {
    "day": "D",
    "week": "W",
    "month": "M",
    "year": "R",
    "hour": "U",
    "weekend": "V",
    "fortnight": "F",
    "decade": "C",
}
"""The letter of each kind of lexicon entry, and of each unit of time.

Letters made from figures: `d` 1-31, `r` an ordinal day ("7th"), `9` 32-99, `n` any other small
number, `y` a year, `Y` a decade, `X` a date in figures, `B` one without a day, `K` a time of day.
Marks: `,` `-` `(` `)`; any other mark `z`, any other word `x`.
"""

_UNIT_LETTERS = frozenset(UNITS.values())
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d", re.ASCII)
_MARKS = {",": ",", "-": "-", "–": "-", "—": "-", "(": "(", ")": ")", "[": "(", "]": ")"}
_ORDINALS = {"en": {"st", "nd", "rd", "th"}, "es": {"º", "°", "ro"}}


class Atom(NamedTuple):
    """One piece: its letter, tokens `[first, last)`, what it means (number, part of day, unit).

    The number of a unit of time is 1 for "week" and 2 for "weeks".
    """

    letter: str
    first: int
    last: int
    number: int | None = None
    word: str | None = None
    dates: tuple[datetime.date, ...] = ()
    time: datetime.time | None = None
    entry: Entry | None = None

    @property
    def kind(self) -> str | None:
        """The kind of the lexicon entry it came from, None for figures and marks."""
        return None if self.entry is None else self.entry.get("kind")


def date_words(language: str) -> Lexicon:
    """Return the lexicon of date words of a language."""
    return lexicon(language, "date_words")


@functools.cache
def _first_words(language: str) -> dict[str, tuple[Entry | None, set[str]]]:
    """Return the first words of terms: the entry of that word alone, and what may come second.

    Most words of a text are none of these, and most others need no search for a longer term.
    """
    starts: dict[str, tuple[Entry | None, set[str]]] = {}
    for entry in date_words(language):
        for term in entry.terms:
            first, *others = (piece.lower for piece in tokenise(term, 0, len(term)))
            alone, seconds = starts.get(first, (None, set()))
            starts[first] = alone if others else entry, seconds | set(others[:1])
    return starts


@functools.cache
def _telling_words(language: str) -> frozenset[str]:
    """Return the last words of what can be a date by itself, without figures."""
    kinds = {
        "month",
        "weekday",
        "deictic",
        "overnight",
        "unit",
        "anaphora",
        "holiday",
        "since",
        "part",
    }
    terms = [t for entry in date_words(language) if entry.get("kind") in kinds for t in entry.terms]
    return frozenset(tokenise(term, 0, len(term))[-1].lower for term in terms)


def may_hold_a_date(document: Document, sentence: Sentence) -> bool:
    """Tell, cheaply, whether a sentence has a figure or a word of which a date could be made."""
    telling = _telling_words(document.language)
    return any(
        t.lower in telling or t.text[0].isdigit() or t.lower[:-2] in telling
        for t in document.tokens_of(sentence)
    )


def read_atoms(document: Document, sentence: Sentence) -> list[Atom]:
    """Cut a sentence into atoms, left to right, together covering all its tokens."""
    figures = read_figures(document, sentence)
    plain = _without_possessive(document.tokens_of(sentence))
    starts = _first_words(document.language)
    atoms: list[Atom] = []
    index = sentence.first
    while index < sentence.last:
        token = document.tokens[index]
        found = figures.get(index)
        if found is not None:
            letter, last, dates, edtf, time = found
            atom = Atom(letter, index, last, word=edtf, dates=dates, time=time)
        elif not token.is_word:
            atom = _number(document, index, sentence.last) or Atom(
                _MARKS.get(token.text, "z"), index, index + 1
            )
        elif plain[index - sentence.first].lower not in starts:
            atom = Atom("x", index, index + 1)  # most words: no need to look further
        else:
            atom = _word(document, plain, index, sentence)
        atoms.append(atom)
        index = atom.last
    return atoms


def _number(document: Document, index: int, limit: int) -> Atom | None:
    token = document.tokens[index]
    if not (token.text.isascii() and token.text.isdecimal()):
        return None
    following = document.tokens[index + 1] if index + 1 < limit else None
    if following is not None and following.start == token.end:
        if following.lower == "s" and _YEAR.fullmatch(token.text) and token.text.endswith("0"):
            return Atom("Y", index, index + 2, number=int(token.text))
        if following.lower in _ORDINALS[document.language] and 1 <= int(token.text) <= 31:
            return Atom("r", index, index + 2, number=int(token.text))
        if following.is_word or following.text in "%_":
            return Atom("x", index, index + 1)
    if _YEAR.fullmatch(token.text):
        return Atom("y", index, index + 1, number=int(token.text))
    if len(token.text) > 3:
        return Atom("x", index, index + 1)
    value = int(token.text)
    letter = "d" if 1 <= value <= 31 else "9" if 31 < value <= 99 else "n"
    return Atom(letter, index, index + 1, number=value)


class _Plain(NamedTuple):
    lower: str


def _without_possessive(tokens: tuple[Token, ...]) -> list[_Plain]:
    """Return the tokens as the lexicon knows them: "Sunday's" without its ending."""
    return [
        _Plain(token.lower[:-2] if token.lower[-2:] in ("'s", "’s") else token.lower)
        for token in tokens
    ]


def _word(document: Document, plain: list[_Plain], index: int, sentence: Sentence) -> Atom:
    token, limit = document.tokens[index], sentence.last
    hit = _hit(document.language, plain, index - sentence.first)
    if hit is None:
        return Atom("x", index, index + 1)
    hit = Hit(index, index + hit.last - hit.first, hit.entry)
    meaning = _meanings(document.language)[hit.entry.terms]
    letter = "x" if meaning.needs_capital and not token.is_capitalised else meaning.letter
    stopped = letter in "mw" and _has_stop(document.tokens, hit, limit)
    last = hit.last + 1 if stopped else hit.last
    number = meaning.number
    if letter in _UNIT_LETTERS:
        number = 2 if token.lower.endswith("s") and token.lower != "mes" else 1
    return Atom(letter, index, last, number, meaning.word, entry=hit.entry)


class _Meaning(NamedTuple):
    """What a lexicon entry gives its atoms."""

    letter: str
    number: int | None
    word: str | None
    needs_capital: bool


@functools.cache
def _meanings(language: str) -> dict[tuple[str, ...], _Meaning]:
    """Return what each entry of the lexicon means, by its terms."""
    meanings = {}
    for entry in date_words(language):
        kind, value = str(entry.get("kind")), entry.get("value")
        letter = UNITS[str(value)] if kind == "unit" else LETTERS.get(kind, "x")
        number = int(value) if value is not None and re.fullmatch(r"-?\d+", value) else None
        word = entry.get("part") or (value if number is None else None)
        meanings[entry.terms] = _Meaning(
            letter, number, word, entry.get("needs_capital") is not None
        )
    return meanings


def _hit(language: str, plain: list[_Plain], place: int) -> Hit | None:
    start = _first_words(language).get(plain[place].lower)
    if start is None:
        return None
    alone, seconds = start
    if place + 1 < len(plain) and plain[place + 1].lower in seconds:
        return date_words(language).at(plain, place)
    return Hit(place, place + 1, alone) if alone is not None else None


def _has_stop(tokens: tuple[Token, ...], hit: Hit, limit: int) -> bool:
    """Tell whether a short form ("Dec.") is followed by its own full stop."""
    word = tokens[hit.first]
    if hit.last >= limit or tokens[hit.last].text != "." or word.lower == hit.entry.terms[0]:
        return False
    return len(word.text) <= 4 and tokens[hit.last].start == word.end
