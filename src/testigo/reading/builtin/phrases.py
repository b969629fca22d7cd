"""Noun phrases beside a verb, found by the small words that limit them, without a parser.

Invariant: a phrase returned is a token range `[first, last)` inside one sentence, without the
determiner and without the clauses that hang on it. Where the limits are in doubt there is none.
"""

from __future__ import annotations

import functools
from dataclasses import replace

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.setting import Setting

_LONGEST = 14
"""Tokens beyond which a run of words is a clause rather than a name for somebody."""

_SHORTEST_VERB = 5
_SHORT = 2
"""Letters of an abbreviation that looks like a small word ("US", "IT")."""
_INSIDE = frozenset(
    {"of", "de", "del", "d", "the", "la", "las", "los", "el", "'", "’", "-", "–", "."}
)
_MARKS = frozenset({",", "(", ")", "—", "–", "[", "]"})
_VERBAL = frozenset({"auxiliary", "adverb", "clitic", "time"})
_LIMITS = frozenset(
    {
        "complementiser",
        "infinitive",
        "relative",
        "contrast",
        "subordinator",
        "auxiliary",
        "pronoun",
        "person_pronoun",
        "verb",
        "participle_of_saying",
        "adverb",
        "time",
    }
)
HARD_STOPS = frozenset({";", ":", ".", "?", "!"})
"""Marks that no phrase and no list of persons reaches over."""
_QUOTES = frozenset({'"', "“", "”", "«", "»", "‘"})


_ALIKE = {
    "be": "auxiliary",
    "have": "auxiliary",
    "modal": "auxiliary",
    "agent": "preposition",
    "to_somebody": "preposition",
    "number": "determiner",
}
"""Roles of the lexicon that limit a phrase in the same way."""


@functools.cache
def roles(language: str) -> dict[str, str]:
    """Return what each small word of one token does (`determiner`, `relative` ...)."""
    table: dict[str, str] = {}
    for entry in lexicon(language, "clause_words"):
        word = str(entry.attributes["role"])
        for term in entry.terms:
            if " " not in term:
                table[term] = _ALIKE.get(word, word)
    return table


@functools.cache
def _terms(language: str, name: str, key: str, value: str) -> frozenset[str]:
    found = (e.terms for e in lexicon(language, name) if e.get(key) == value)
    return frozenset(term for terms in found for term in terms)


def agent_words(language: str) -> frozenset[str]:
    """Return the prepositions that bring in who did something ("by", "por")."""
    return _terms(language, "phrase_words", "role", "agent")


def singling_words(language: str) -> frozenset[str]:
    """Return the words that single out one person not told of before ("a", "una", "his")."""
    return _terms(language, "phrase_words", "role", "singling")


def object_words(language: str) -> frozenset[str]:
    """Return the words that mark a person as object ("a", "al"); empty where there are none."""
    return _terms(language, "phrase_words", "role", "object")


def of_words(language: str) -> frozenset[str]:
    """Return the words that join a noun to the one behind it ("of", "de", "del")."""
    return _terms(language, "phrase_words", "role", "of")


def whose_words(language: str) -> frozenset[str]:
    """Return the words that tell of what somebody has ("whose", "cuya")."""
    return _terms(language, "phrase_words", "role", "whose")


def role(document: Document, index: int) -> str | None:
    """Return what the token at `index` does in a clause, or None for a word of content."""
    token = document.tokens[index]
    if len(token.text) == _SHORT and token.text.isupper():
        return None
    return roles(document.language).get(token.lower)


def subject_before(setting: Setting, sentence: Sentence, verb: int) -> tuple[int, int] | None:
    """Return the phrase that stands as subject before the verb at token `verb`.

    Skips auxiliaries, adverbs and dates; a relative pronoun gives its antecedent; an apposition
    or clause between two commas is stepped over. None where no phrase stands there.
    """
    document = setting.document
    at = skip_back(setting, sentence, verb)
    if at >= sentence.first and _is_relative(document, at):
        at -= 1
        if at >= sentence.first and document.tokens[at].text == ",":
            at -= 1
        return phrase_ending_at(document, sentence, at)
    if at >= sentence.first and document.tokens[at].text in ",)—–":
        at = _before_insertion(document, sentence, at)
    return phrase_ending_at(document, sentence, at)


def _is_relative(document: Document, at: int) -> bool:
    """Whether the token is a relative pronoun, or "que", which the lexicon counts as "that"."""
    return role(document, at) == "relative" or document.tokens[at].lower == "que"


def skip_back(setting: Setting, sentence: Sentence, verb: int) -> int:
    """Return the last token before the verb that is no auxiliary, adverb, clitic or date."""
    document = setting.document
    at = verb - 1
    while at >= sentence.first:
        dated = date_over(setting, at)
        if dated is not None:
            at = dated[0] - 1
            continue
        word = role(document, at)
        if word in _VERBAL or (word == "preposition" and _opens_date(setting, at)):
            at -= 1
            continue
        return at
    return at


def _opens_date(setting: Setting, at: int) -> bool:
    return date_over(setting, at + 1) is not None


def date_over(setting: Setting, at: int) -> tuple[int, int] | None:
    """Return the tokens of the date mention that covers token `at`, or None."""
    document = setting.document
    if at >= len(document.tokens):
        return None
    offset = document.tokens[at].start
    for mention in setting.dates_in(document.sentence_at(offset)):
        if mention.span.start <= offset < mention.span.end:
            return document.token_range(mention.span)
    return None


def _before_insertion(document: Document, sentence: Sentence, at: int) -> int:
    """Return the last token before the insertion that ends at the mark `at`."""
    closing = document.tokens[at].text
    opening = {")": "(", ",": ",", "—": "—", "–": "–"}[closing]
    back = at - 1
    while back >= max(sentence.first, at - 25):
        if document.tokens[back].text == opening:
            return back - 1
        if document.tokens[back].text in ";:":
            break
        back -= 1
    return sentence.first - 1


def phrase_ending_at(document: Document, sentence: Sentence, end: int) -> tuple[int, int] | None:
    """Return the phrase whose last token is `end`, or None."""
    first = end + 1
    while first > sentence.first and end - first < _LONGEST and _belongs(document, first - 1):
        first -= 1
    return trimmed(document, first, end + 1)


def phrase_starting_at(
    document: Document, sentence: Sentence, start: int, setting: Setting | None = None
) -> tuple[int, int] | None:
    """Return the phrase whose first token is `start`, or None.

    With `setting` it may begin with an age ("34-year-old ...") and ends before a word of harm.
    """
    last = start
    if setting is not None:
        last = max([b for a, b in age_ranges(setting, sentence) if a <= start < b], default=start)
        harms = [h.first for h in setting.harms_in(sentence) if h.first >= last]
        sentence = replace(sentence, last=min([*harms, sentence.last]))
    while last < sentence.last and last - start < _LONGEST and _belongs(document, last):
        last += 1
    return trimmed(document, start, last)


def phrase_limit_left(setting: Setting, sentence: Sentence, first: int) -> int:
    """Return where the phrase begins whose head is at token `first`, its determiner included.

    Words of harm and names are no part of it ("killed student", "Lima student").
    """
    document = setting.document
    harmful = {i for h in setting.harms_in(sentence) for i in range(h.first, h.last)}
    ages = age_ranges(setting, sentence)
    at = first
    while at > sentence.first and first - at < _LONGEST:
        before = at - 1
        age = next((a for a in ages if a[0] <= before < a[1]), None)
        if age is not None:
            at = age[0]
            continue
        if document.tokens[before].lower in _speech(document.language):
            break
        if before in harmful or document.tokens[before].lower in of_words(document.language):
            break
        if date_over(setting, before) is not None or not _belongs(document, before):
            break
        if _is_verb_of_others(setting, before):
            break
        at = before
        if role(document, before) == "determiner" or _is_article(document, before):
            break
    return at


def _is_verb_of_others(setting: Setting, at: int) -> bool:
    """Whether an English word in -ed is the verb of persons before it ("guards dragged X")."""
    token = setting.document.tokens[at]
    if setting.document.language != "en" or token.is_capitalised or not token.lower.endswith("ed"):
        return False
    people = setting.people_between(max(at - 4, 0), at)
    return any(hit.last == at and hit.entry.get("number") == "many" for hit in people)


@functools.cache
def _speech(language: str) -> frozenset[str]:
    """Return the verbs of saying of one token: a phrase never runs over one."""
    terms = (t for e in lexicon(language, "speech_verbs") for t in e.terms)
    return frozenset(t for t in terms if " " not in t)


def age_ranges(setting: Setting, sentence: Sentence) -> list[tuple[int, int]]:
    """Return the tokens of every age that leads a phrase ("34-year-old")."""
    document = setting.document
    units = _terms(document.language, "age_words", "side", "after") | {"-"}
    out = []
    for number in setting.numbers_in(sentence):
        if number.use == "age":
            first, last = document.token_range(number.span)
            while last < sentence.last and document.tokens[last].lower in units:
                last += 1
            out.append((first, last))
    return out


def _is_article(document: Document, index: int) -> bool:
    """Whether the token is an article, which the lexicon may count as a clitic ("la")."""
    articles = _terms(document.language, "phrase_words", "role", "article")
    return document.tokens[index].lower in articles


def looks_finite(document: Document, index: int) -> bool:
    """Whether a Spanish word ends like a finite verb ("llamaban", "acusó")."""
    token = document.tokens[index]
    if document.language != "es" or token.is_capitalised or len(token.lower) < _SHORTEST_VERB:
        return False
    endings = _terms("es", "clause_words", "role", "verb_ending")
    return token.lower.endswith(tuple(endings))


def _belongs(document: Document, index: int) -> bool:
    token = document.tokens[index]
    if looks_finite(document, index):
        return False
    if token.lower in _INSIDE:
        return token.text != "." or index == 0 or len(document.tokens[index - 1].text) <= 5
    word = role(document, index)
    if word in _LIMITS or word in ("coordinator", "preposition"):
        return False
    return token.is_word or token.text[0].isdigit() or token.text in _QUOTES


def trimmed(document: Document, first: int, last: int) -> tuple[int, int] | None:
    """Return the range without determiners, marks and small words at its ends, or None if empty."""
    while first < last and _is_loose(document, first, leading=True):
        first += 1
    while last > first and _is_loose(document, last - 1, leading=False):
        last -= 1
    return (first, last) if first < last else None


def _is_loose(document: Document, index: int, *, leading: bool) -> bool:
    token = document.tokens[index]
    if token.lower in _INSIDE or token.text in _QUOTES or token.text in _MARKS:
        return not (token.text == "." and not leading)
    return leading and role(document, index) == "determiner" and not token.text[0].isdigit()


def agent_after(
    setting: Setting, sentence: Sentence, verb_end: int, reach: int = 12
) -> tuple[int, int] | None:
    """Return the phrase that "by" or "por" brings in after a passive verb, or None.

    A time ("by Monday") or a thing done ("by shooting") is nobody: it gives None.
    """
    document = setting.document
    words = agent_words(document.language)
    for at in range(verb_end, min(sentence.last - 1, verb_end + reach)):
        token = document.tokens[at]
        if token.text in ";:.(" or role(document, at) in ("contrast", "relative"):
            return None
        if token.lower in words:
            if date_over(setting, at + 1) is not None:
                continue
            return phrase_starting_at(document, sentence, at + 1)
    return None
