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
_NUMERIC = re.compile(
    r"(?<![\w./-])(?:(?P<iso>(?:1[5-9]|20)\d\d)-(?P<imonth>\d\d)-(?P<iday>\d\d)(?!T?\d)"
    r"|(?P<one>\d{1,2})(?P<mark>[/.-])(?P<two>\d{1,2})(?P=mark)(?P<year>(?:1[5-9]|20)\d\d|\d\d))"
    r"(?![\w/-]|[.,]\d)",
    re.ASCII,
)
_PARTIAL = re.compile(
    r"(?<![\w./-])(?:(?P<one>\d{1,2})-(?P<two>\d{1,2})|00)?(?P<mark>[./])?"
    r"(?P<month>0[1-9]|1[0-2])(?P<last>[./])(?P<year>(?:1[5-9]|20)\d\d)(?![\w/-]|[.,]\d)",
    re.ASCII,
)
_CLOCK = {
    "en": re.compile(
        r"\b(?:(?:at|by|around|about|before|after|from)\s+(?:about\s+|around\s+)?)?"
        r"(?:(?P<h12>\d{1,2})(?:[:.](?P<m12>\d\d))?\s*(?P<half>[ap])\.?\s?m\b\.?"
        r"|(?P<h24>[01]?\d|2[0-4]):(?P<m24>[0-5]\d)(?!\d|:)(?:\s*(?:hours|hrs|h|GMT|UTC)\b)?"
        r"|(?P<h4>[01]\d|2[0-3])(?P<m4>[0-5]\d)\s+(?:hours|hrs|GMT)\b)",
        re.IGNORECASE | re.ASCII,
    ),
    "es": re.compile(
        r"\b(?:(?:a|hacia|desde|sobre|hasta|de)\s+las?\s+|pasadas\s+las\s+)?"
        r"(?:(?P<h12>\d{1,2})(?:[:.](?P<m12>\d\d))?\s*(?P<half>[ap])\.?\s?m\b\.?"
        r"|(?P<h24>[01]?\d|2[0-4])[:.](?P<m24>[0-5]\d)(?![\d:.,]?\d)"
        r"(?:(?<=:\d\d)(?:\s*(?:horas|hrs|h)\b\.?)?|\s*(?:horas|hrs|h)\b\.?|(?=\s+del?\b))"
        r"|(?<=las )(?P<h4>[01]?\d|2[0-4])(?P<m4>)(?:\s+horas|\s+hrs)?\b)",
        re.IGNORECASE | re.ASCII,
    ),
}
_HALVES = {"tarde": 12, "noche": 12, "mañana": 0, "madrugada": 0}
_ES_HALF = re.compile(r"\s+(?:de|en|por)\s+la\s+(tarde|noche|mañana|madrugada)\b", re.IGNORECASE)
_MARKS = {",": ",", "-": "-", "–": "-", "—": "-", "(": "(", ")": ")", "[": "(", "]": ")"}
_ORDINALS = {"en": {"st", "nd", "rd", "th"}, "es": {"º", "°", "ro"}}
_DAY_FIRST = {"en": False, "es": True}
"""The order of figures in 7/12/2022: English reads the month first, Spanish the day (CLDR)."""


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
    figures = _figures(document, sentence)
    words = date_words(document.language)
    plain = _without_possessive(document.tokens_of(sentence))
    atoms: list[Atom] = []
    index = sentence.first
    while index < sentence.last:
        atom = figures.get(index) or _number(document, index, sentence.last)
        atom = atom or _word(document, words, plain, index, sentence)
        atoms.append(atom)
        index = atom.last
    return atoms


def _figures(document: Document, sentence: Sentence) -> dict[int, Atom]:
    """Find dates and times written in figures, by their first token."""
    text = document.content
    out: dict[int, Atom] = {}
    for match in _CLOCK[document.language].finditer(text, sentence.start, sentence.end):
        time, end = _time(match, document.language, text)
        if time is not None:
            first = document.token_at(match.start())
            out[first] = Atom("K", first, document.token_at(end - 1) + 1, time=time)
    for match in _PARTIAL.finditer(text, sentence.start, sentence.end):
        value = _partial_date(match)
        if value is not None:
            first = document.token_at(match.start())
            out[first] = Atom("B", first, document.token_at(match.end() - 1) + 1, word=value)
    for match in _NUMERIC.finditer(text, sentence.start, sentence.end):
        dates = _numeric_dates(match, document.language)
        if dates:
            first = document.token_at(match.start())
            out[first] = Atom("X", first, document.token_at(match.end() - 1) + 1, dates=dates)
    return out


def _time(match: re.Match[str], language: str, text: str) -> tuple[datetime.time | None, int]:
    hour = int(match["h12"] or match["h24"] or match["h4"])
    minute = int(match["m12"] or match["m24"] or match["m4"] or 0)
    end = match.end()
    half = (match["half"] or "").lower()
    if language == "es" and (said := _ES_HALF.match(text, end)):
        half = "p" if _HALVES[said[1].lower()] else "a"
        end = said.end()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return (datetime.time(hour, minute) if hour < 24 and minute < 60 else None), end


def _partial_date(match: re.Match[str]) -> str | None:
    """Return the EDTF of "00.05.1979" (a month) or "13-14.06.1977" (a stretch of days)."""
    month = f"{match['year']}-{match['month']}"
    whole = match[0]
    if match["one"] is None:
        return month if whole.startswith("00") or match["mark"] is None else None
    if match["mark"] is None:
        return None
    return f"{month}-{int(match['one']):02d}/{month}-{int(match['two']):02d}"


def _numeric_dates(match: re.Match[str], language: str) -> tuple[datetime.date, ...]:
    """Return the dates that figures may mean, likeliest first; none if there is no such day."""
    if match["iso"]:
        triples = [(int(match["iso"]), int(match["imonth"]), int(match["iday"]))]
    else:
        year = int(match["year"])
        if year < 100:
            if match["mark"] != "/":
                return ()
            year += 2000 if year < 50 else 1900
        one, two = int(match["one"]), int(match["two"])
        triples = [(year, two, one), (year, one, two)]
        if not _DAY_FIRST[language] and match["mark"] == "/":
            triples.reverse()
    dates = []
    for triple in triples:
        try:
            dates.append(datetime.date(*triple))
        except ValueError:
            continue
    return tuple(dict.fromkeys(dates))


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


def _word(
    document: Document, words: Lexicon, plain: list[_Plain], index: int, sentence: Sentence
) -> Atom:
    token, limit = document.tokens[index], sentence.last
    if not token.is_word:
        return Atom(_MARKS.get(token.text, "z"), index, index + 1)
    hit = _hit(document.language, words, plain, index - sentence.first)
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


def _hit(language: str, words: Lexicon, plain: list[_Plain], place: int) -> Hit | None:
    start = _first_words(language).get(plain[place].lower)
    if start is None:
        return None
    alone, seconds = start
    if place + 1 < len(plain) and plain[place + 1].lower in seconds:
        return words.at(plain, place)
    return Hit(place, place + 1, alone) if alone is not None else None


def _has_stop(tokens: tuple[Token, ...], hit: Hit, limit: int) -> bool:
    """Tell whether a short form ("Dec.") is followed by its own full stop."""
    word = tokens[hit.first]
    if hit.last >= limit or tokens[hit.last].text != "." or word.lower == hit.entry.terms[0]:
        return False
    return len(word.text) <= 4 and tokens[hit.last].start == word.end
