"""Small letters given back to a text set in capitals, as wire services sent and archives keep them.

Names are told by their capitals everywhere else in testigo, so such a text is read in restored
letters; its spans are cut out of the text as it stands.

Invariant: no character but the case of letters changes, and none moves. Mixed text is left alone.
"""

from __future__ import annotations

import functools
import lzma
import re
from collections.abc import Iterator, Sequence
from importlib import resources

from testigo.languages.lexicons import lexicon
from testigo.languages.splitting import sentence_limits

LEAST_LETTERS = 40
CAPITAL_SHARE = 0.85
"""A text with fewer capitals among its letters is mixed: a headline in capitals does not make it
one of capitals, and a few small letters ("McAllister", "2d") do not unmake it."""

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_BRACKETED = re.compile(r"[\[(]([^\W\d_]{2,8})[\])]")
_VOWELS = frozenset("AEIOUYÁÉÍÓÚÜ")
_PARTICLES = frozenset(
    ["de", "del", "la", "las", "los", "el", "y", "e", "of", "the", "and", "for", "da", "do", "van"]
)
_CAPITAL_CALENDAR = frozenset({"en"})
"""Languages that write days, months and peoples with a capital."""
_INFLECTED = {
    "en": (
        *(("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", "")),
        *(("ing", "e"), ("ly", ""), ("er", ""), ("ers", ""), ("'s", ""), ("’s", "")),
    ),
    "es": (("s", ""), ("es", ""), ("as", "o"), ("os", "o"), ("a", "o")),
}
_ENDINGS = {
    "en": (
        *("tion", "tions", "ment", "ments", "ness", "ing", "able", "ible", "ism", "ity", "ally"),
        *("ance", "ence", "ious", "ships", "ship", "ful", "less", "ed", "ers", "ors", "ive"),
        *("ives", "ists", "ary", "aries", "ic", "ics", "ical", "ous", "ants", "ents", "ize", "ise"),
    ),
    "es": (
        *("ción", "ciones", "cion", "mente", "miento", "mientos", "dad", "dades", "aron"),
        *("ieron", "ando", "iendo", "ados", "adas", "idos", "idas", "ismo"),
    ),
}
_ONE_LETTER = {"en": frozenset("a"), "es": frozenset("ayeou")}
_PREFIXES = {
    "en": ("un", "re", "dis", "mis", "anti", "counter", "machine", "over", "under", "non", "para"),
    "es": ("des", "re", "anti", "contra", "sobre", "sub", "auto", "in", "narco", "para"),
}
_SHORTEST_STEM = 3


def is_in_capitals(content: str) -> bool:
    """Tell whether a text as a whole is set in capitals."""
    upper = sum(map(str.isupper, content))
    letters = upper + sum(map(str.islower, content))
    return letters >= LEAST_LETTERS and upper >= CAPITAL_SHARE * letters


def restored_case(content: str, language: str) -> str:
    """Return a text of capitals in small letters, names, acronyms and sentence starts apart.

    Returns `content` itself where it is not set in capitals. The result has the same length.

    >>> restored_case("THE GARRISON OF LIMA WAS ATTACKED BY MEMBERS OF A GANG.", "en")
    'The garrison of Lima was attacked by members of a gang.'
    """
    if not is_in_capitals(content):
        return content
    letters = list(content)
    acronyms = frozenset(m[1] for m in _BRACKETED.finditer(content) if _is_acronym(m[1], language))
    for _, start, end in sentence_limits(content, language):
        words = list(_WORD.finditer(content, start, end))
        spelt_out = set(_spelt_out(content, words, acronyms))
        for place, word in enumerate(words):
            form = _form(words, place, acronyms, language)
            if place == 0 or (place in spelt_out and form.islower()):
                form = form[:1].upper() + form[1:]
            letters[word.start() : word.end()] = form
    return "".join(letters)


def _form(
    words: Sequence[re.Match[str]], place: int, acronyms: frozenset[str], language: str
) -> str:
    """Return a word as mixed text would write it inside a sentence."""
    word = words[place][0]
    if word.endswith(("'S", "’S")) and (word[:-2] in acronyms or _is_code(word[:-2], language)):
        return word[:-1] + "s"
    small = _lower(word)
    if word in acronyms or _is_code(word, language):
        return word
    if len(word) == 1:
        return (
            small if small in ("a", "y", "e", "o", "u") and not _is_initial(words[place]) else word
        )
    if is_ordinary(small, language):
        return _capital(word) if _is_in_name(words, place, language) else small
    return _capital(word)


def _is_code(word: str, language: str) -> bool:
    """Tell whether a word is a known acronym, or one that nobody could say."""
    return word in _cased_words(language) or (1 < len(word) < 6 and not _VOWELS & set(word))


def _is_initial(word: re.Match[str]) -> bool:
    """Tell whether a letter is one of a name or of an abbreviation: "A.", "U.S."."""
    return word.string[word.end() : word.end() + 1] in (".", "-")


def _is_in_name(words: Sequence[re.Match[str]], place: int, language: str) -> bool:
    """Tell whether an ordinary word stands as a name: right after a given name, or a title
    right before a word that can only be one.
    """
    small = _lower(words[place][0])
    if small in _PARTICLES:
        return False
    follows = place > 0 and _touches(words, place - 1)
    if follows and _lower(words[place - 1][0]) in _given_names(language):
        return small in _given_names(language)
    if small in _titles(language) and place + 1 < len(words) and _touches(words, place):
        return not is_ordinary(_lower(words[place + 1][0]), language)
    return False


def _touches(words: Sequence[re.Match[str]], place: int) -> bool:
    """Tell whether only a space parts a word from the next."""
    return words[place].string[words[place].end() : words[place + 1].start()] in (" ", ". ", "\n")


def _spelt_out(
    content: str, words: Sequence[re.Match[str]], acronyms: frozenset[str]
) -> Iterator[int]:
    """Yield the words that an acronym in brackets behind them stands for."""
    for place, word in enumerate(words):
        if word[0] not in acronyms or content[word.start() - 1] not in "([":
            continue
        at, left = place - 1, list(word[0])
        found: list[int] = []
        while at >= 0 and left and place - at <= 2 * len(word[0]):
            if words[at][0][0] == left[-1]:
                left.pop()
                found.append(at)
            elif _lower(words[at][0]) not in _PARTICLES:
                break
            at -= 1
        if len(left) <= len(word[0]) // 3:
            yield from found


@functools.lru_cache(maxsize=1 << 16)
def is_ordinary(small: str, language: str) -> bool:
    """Tell whether running text writes a word (given in small letters) with a small letter."""
    known = _cased_words(language)
    if small in known or small in _titles(language):
        return True
    if small.upper() in known:
        return False
    if small in _given_names(language) or small in _capital_words(language):
        return False
    stems = (
        small[: len(small) - len(ending)] + instead
        for ending, instead in _INFLECTED[language]
        if small.endswith(ending) and len(small) - len(ending) >= _SHORTEST_STEM
    )
    if any(stem in known for stem in stems):
        return True
    if any(small.startswith(p) and small[len(p) :] in known for p in _PREFIXES[language]):
        return True
    return len(small) > 6 and small.endswith(_ENDINGS[language])


def _is_acronym(word: str, language: str) -> bool:
    return word.isupper() and not is_ordinary(_lower(word), language)


def _capital(word: str) -> str:
    return word[:1] + _lower(word[1:])


def _lower(text: str) -> str:
    """Return small letters, each in the place of its capital ("İ" has no small letter of one)."""
    return "".join(small if len(small := one.lower()) == 1 else one for one in text)


@functools.cache
def _cased_words(language: str) -> frozenset[str]:
    file = resources.files("testigo.languages") / language / "cased_words.xz"
    words = frozenset(lzma.decompress(file.read_bytes()).decode().split())
    return words - _capital_words(language)


@functools.cache
def _given_names(language: str) -> frozenset[str]:
    return frozenset(term for entry in lexicon(language, "given_names") for term in entry.terms)


@functools.cache
def _titles(language: str) -> frozenset[str]:
    return frozenset(term for entry in lexicon(language, "titles") for term in entry.terms)


@functools.cache
def _capital_words(language: str) -> frozenset[str]:
    """Return the days, months and peoples of a language that writes them with a capital."""
    if language not in _CAPITAL_CALENDAR:
        return frozenset()
    calendar = [e for e in lexicon(language, "common_words") if e.get("kind") == "calendar"]
    entries = [*calendar, *lexicon(language, "demonyms")]
    return frozenset(term for entry in entries for term in entry.terms) - {"may", "march", "second"}
