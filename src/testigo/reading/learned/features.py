"""A document and what the finders found in it -> the page that the learned reader looks at.

A word's features are: each lexicon that holds it with the codes of its entry
("harm:outcome=killed"), the trigger types of `triggers.toml`, what the finders say of it
("number:count", "name:person"), and its shape and position. Their names are the same in both
languages.
"""

from __future__ import annotations

import bisect
import datetime
import functools
import tomllib
from collections.abc import Iterator
from importlib import resources

from testigo.languages.document import Document, Token, fold
from testigo.languages.lexicons import Entry, Lexicon, lexicon, lexicon_names
from testigo.reading.finders.mentions import Findings
from testigo.reading.finders.number_bounds import flat_low
from testigo.reading.learned.page import AnalysedPage, DateAt, NameAt, NumberAt
from testigo.record.span import Span

PLAIN = frozenset(
    {
        *("date_words", "date_edges", "number_words", "number_units", "number_bounds"),
        *("number_nouns", "given_names", "demonyms", "word_endings", "abbreviations"),
    }
)
"""Lexicons of which only the name is a feature: their codes are values, not classes."""
LEFT_OUT = frozenset({"sentence_starters", "articles", "public_life"})
CLASS_KEYS = frozenset(
    {
        *("outcome", "form", "role", "kind", "group", "number", "sex", "stance", "frame"),
        *("type", "status", "code", "cause", "category", "says", "right"),
    }
)
NUMBER_USES = (
    *("count", "age", "percent", "money", "ordinal", "date", "clock", "duration"),
    *("measure", "ratio", "identifier", "other"),
)
NAME_TYPES = ("person", "organisation", "place", "unknown")
STANCES = ("says", "denies", "condemns", "demands", "threatens", "admits", "accuses", "promises")
MODALITY_CODES = ("alleged", "denied", "planned", "conditional", "retracted")
SHAPES = (
    *("sentence start", "quoted", "quotation start", "quotation mark", "title", "paragraph 0"),
    *("paragraph 1", "paragraph 2-3", "paragraph 4-", "lower", "Capital", "UPPER", "figure"),
    *("mark", "capital inside", "two capitals", "sentence has quotation", "sentence says"),
    *("sentence harms", "number one", "number big", "number small", "date start", "date inside"),
    *("place start", "place inside", "speaker start", "speaker inside", "said", "possessive"),
    *("name start", "name inside", "initials", "dateline", "year"),
)
_ENGLISH_POSSESSIVES = ("'s", "’s")


@functools.cache
def triggers(language: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return whole words and stems by their features: two maps, word or stem -> feature names."""
    file = resources.files("testigo.reading.learned") / "triggers.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    exact: dict[str, list[str]] = {}
    stems: dict[str, list[str]] = {}
    for kind, types in data.items():
        for type_, words in types.items():
            for word in words[language].split():
                into = stems if word.endswith("*") else exact
                into.setdefault(word.rstrip("*"), []).append(f"trigger:{kind}:{type_}")
    return exact, stems


@functools.lru_cache(maxsize=1 << 16)
def triggers_of(word: str, language: str) -> frozenset[str]:
    """Return the trigger features of a folded word."""
    exact, stems = triggers(language)
    found = set(exact.get(word, ()))
    for length in range(2, len(word) + 1):
        found.update(stems.get(word[:length], ()))
    return frozenset(found)


def _entry_features(name: str, entry: Entry) -> Iterator[str]:
    yield name
    if name not in PLAIN:
        for key, value in entry.attributes.items():
            if key in CLASS_KEYS:
                yield f"{name}:{key}={value}"


@functools.cache
def feature_names() -> tuple[str, ...]:
    """Return the names of all features; a feature's number is its place here."""
    names: set[str] = set()
    for language in ("en", "es"):
        for name in lexicon_names(language):
            if name not in LEFT_OUT:
                for entry in lexicon(language, name):
                    names.update(_entry_features(name, entry))
        for table in triggers(language):
            names.update(feature for features in table.values() for feature in features)
    own = [f"number:{use}" for use in NUMBER_USES] + [f"name:{type_}" for type_ in NAME_TYPES]
    own += [f"cue:{stance}" for stance in STANCES] + [f"scope:{stance}" for stance in STANCES]
    own += [f"modality:{code}" for code in MODALITY_CODES]
    own += [f"under:{code}" for code in MODALITY_CODES]
    return (*sorted(names), *own, *SHAPES)


@functools.cache
def _lists() -> frozenset[str]:
    lexicons = {name for language in ("en", "es") for name in lexicon_names(language)}
    return frozenset(lexicons | {"trigger", "cue", "modality"})


def is_listed(feature: str) -> bool:
    """Tell whether a feature says that a word list holds the word, and so can be a reason."""
    return feature.split(":", 1)[0] in _lists()


@functools.cache
def feature_numbers() -> dict[str, int]:
    """Return the number of each feature."""
    return {name: index for index, name in enumerate(feature_names())}


class _Words:
    """The words of a document: its tokens, an English possessive ending cut off as its own word."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.token_of: list[int] = []
        self.first_of_token: list[int] = []
        for index, token in enumerate(document.tokens):
            self.first_of_token.append(len(self.starts))
            for start, end in _cut(token, document.language):
                self.starts.append(start)
                self.ends.append(end)
                self.token_of.append(index)
        self.first_of_token.append(len(self.starts))

    def range(self, span: Span) -> tuple[int, int]:
        """Return `[first, last)`, the words that a span touches."""
        return bisect.bisect_right(self.ends, span.start), bisect.bisect_left(self.starts, span.end)

    def __len__(self) -> int:
        return len(self.starts)


def _cut(token: Token, language: str) -> tuple[tuple[int, int], ...]:
    if language == "en" and len(token.text) > 2 and token.text.endswith(_ENGLISH_POSSESSIVES):
        return (token.start, token.end - 2), (token.end - 2, token.end)
    return ((token.start, token.end),)


def analysed_page(
    document: Document, findings: Findings, published: datetime.date | None, name: str = ""
) -> AnalysedPage:
    """Lay out a document for the learned reader; `published` is the report's day, `name` an id."""
    words = _Words(document)
    content = document.content
    texts = [content[a:b] for a, b in zip(words.starts, words.ends, strict=True)]
    sentence_of = [0] * len(document.tokens)
    for sentence in document.sentences:
        for index in range(sentence.first, sentence.last):
            sentence_of[index] = sentence.index
    sentences = [sentence_of[token] for token in words.token_of]
    said_by, said_by_full = _speakers(words, findings)
    return AnalysedPage(
        name=name,
        language=document.language,
        published=published.isoformat() if published else None,
        content=content,
        has_title=document.has_title,
        starts=words.starts,
        ends=words.ends,
        folded=[fold(text) or text for text in texts],
        sentences=sentences,
        paragraphs=[document.sentences[s].paragraph for s in sentences],
        features=_features(words, findings, texts, sentences),
        numbers=_numbers(words, findings),
        dates=_dates(words, findings),
        names=_names(words, findings),
        quotations=[words.range(q.inner) for q in findings.quotations if q.is_speech],
        said_by=said_by,
        said_by_full=said_by_full,
    )


def _numbers(words: _Words, findings: Findings) -> list[NumberAt]:
    found = []
    for place, number in enumerate(findings.numbers):
        first, last = words.range(number.numeral)
        count = number.count
        low, high = count.low, count.high
        if low is None and high is None:
            low = flat_low(count.wording, words.document.language)
        if first < last and not (low is None and high is None):
            about = count.bound == "about"
            found.append(NumberAt(first, last, low, high, about, number.use, place))
    return found


def _dates(words: _Words, findings: Findings) -> list[DateAt]:
    found = []
    for place, date in enumerate(findings.dates):
        first, last = words.range(date.span)
        values = [v for v in (date.value, *date.alternatives) if v is not None]
        seen = dict.fromkeys(value.text for value in values)
        if first < last and not date.is_dateline:
            readings = enumerate(seen)
            found += [DateAt(first, last, text, min(rank, 3), place) for rank, text in readings]
    return found


def _names(words: _Words, findings: Findings) -> list[NameAt]:
    found = []
    for place, name in enumerate(findings.names):
        first, last = words.range(name.span)
        full_first, full_last = words.range(name.full)
        if first < last and full_first < full_last:
            found.append(NameAt(first, last, full_first, full_last, name.type, place))
    return found


def _speakers(words: _Words, findings: Findings) -> tuple[list[int], list[int]]:
    by, full = [-1] * len(words), [-1] * len(words)
    for attribution in findings.attributions:
        if attribution.speaker is None:
            continue
        speaker = words.range(attribution.speaker)[0]
        whole = words.range(attribution.speaker_full or attribution.speaker)[0]
        for span in attribution.scope:
            for index in range(*words.range(span)):
                by[index], full[index] = speaker, whole
    return by, full


def _features(
    words: _Words, findings: Findings, texts: list[str], sentences: list[int]
) -> list[list[int]]:
    found: list[set[str]] = [set() for _ in range(len(words))]
    _add_lexicons(words, found)
    _add_findings(words, findings, found)
    _add_shapes(words, texts, sentences, found)
    _add_neighbours(sentences, found)
    numbers = feature_numbers()
    return [sorted(numbers[name] for name in names) for names in found]


@functools.lru_cache(maxsize=1 << 16)
def _opened_by(word: str, language: str) -> tuple[str, ...]:
    """Return the lexicons of which a term may begin with a word: a few of sixty, mostly none."""
    return tuple(one.name for one in _asked(language) if one.may_open(word))


@functools.cache
def _asked(language: str) -> tuple[Lexicon, ...]:
    names = [name for name in lexicon_names(language) if name not in LEFT_OUT]
    return tuple(lexicon(language, name) for name in names)


def _add_lexicons(words: _Words, found: list[set[str]]) -> None:
    document, tokens = words.document, words.document.tokens
    ends: dict[str, int] = {}  # terms of one lexicon do not overlap: where the last one ended
    for place, token in enumerate(tokens):
        for name in _opened_by(token.lower, document.language):
            if ends.get(name, 0) > place:
                continue
            hit = lexicon(document.language, name).at(tokens, place)
            if hit is not None:
                ends[name] = hit.last
                features = tuple(_entry_features(name, hit.entry))
                for index in range(words.first_of_token[hit.first], words.first_of_token[hit.last]):
                    found[index].update(features)
    for index, number in enumerate(words.token_of):
        found[index].update(triggers_of(tokens[number].folded, document.language))


def _add_findings(words: _Words, findings: Findings, found: list[set[str]]) -> None:
    def mark(span: Span, inside: str, start: str | None = None) -> None:
        first, last = words.range(span)
        for index in range(first, last):
            found[index].add(inside)
        if start is not None and first < last:
            found[first].add(start)

    for number in findings.numbers:
        mark(number.numeral, f"number:{number.use}")
        first = words.range(number.numeral)[0]
        size = number.count.low or number.count.high or 0
        if first < len(found):
            found[first].add(f"number {'one' if size == 1 else 'big' if size > 100 else 'small'}")
    for date in findings.dates:
        mark(date.span, "dateline" if date.is_dateline else "date inside", "date start")
    for name in findings.names:
        mark(name.span, f"name:{name.type}", "name start")
        mark(name.span, "initials" if name.is_initials else "name inside")
    for place in findings.places:
        mark(place.span, "place inside", "place start")
    for quotation in findings.quotations:
        if quotation.is_speech:
            mark(quotation.inner, "quoted", "quotation start")
    for attribution in findings.attributions:
        mark(attribution.cue, f"cue:{attribution.stance}")
        for span in attribution.scope:
            mark(span, "said", f"scope:{attribution.stance}")
        if attribution.speaker is not None:
            mark(attribution.speaker, "speaker inside", "speaker start")
    for modality in findings.modalities:
        mark(modality.cue, f"modality:{modality.code}")
        mark(modality.scope, f"under:{modality.code}")


def _add_shapes(
    words: _Words, texts: list[str], sentences: list[int], found: list[set[str]]
) -> None:
    title = 1 if words.document.has_title else 0
    for index, text in enumerate(texts):
        add = found[index].add
        starts = index == 0 or sentences[index] != sentences[index - 1]
        if starts:
            add("sentence start")
        paragraph = words.document.sentences[sentences[index]].paragraph - title
        add(_position(paragraph))
        add(_shape(text))
        if text in _ENGLISH_POSSESSIVES:
            add("possessive")
        if text in '"“”«»':
            add("quotation mark")
        if len(text) == 4 and text.isdigit() and text[:2] in ("19", "20"):
            add("year")
        if text[0].isupper() and not starts:
            add("capital inside")
            if index + 1 < len(texts) and texts[index + 1][0].isupper():
                add("two capitals")


def _position(paragraph: int) -> str:
    if paragraph < 0:
        return "title"
    if paragraph < 2:
        return f"paragraph {paragraph}"
    return "paragraph 2-3" if paragraph < 4 else "paragraph 4-"


def _shape(text: str) -> str:
    if text[0].isdigit():
        return "figure"
    if not text[0].isalnum():
        return "mark"
    if text[0].islower():
        return "lower"
    return "UPPER" if len(text) > 1 and text.isupper() else "Capital"


def _add_neighbours(sentences: list[int], found: list[set[str]]) -> None:
    """Tell each word what its sentence holds: a quotation, a word of saying, a word of harm."""
    holds: dict[int, set[str]] = {}
    for index, names in enumerate(found):
        here = holds.setdefault(sentences[index], set())
        if "quoted" in names:
            here.add("sentence has quotation")
        if any(name.startswith("cue:") for name in names):
            here.add("sentence says")
        if "harm" in names or "harm_personal" in names:
            here.add("sentence harms")
    for index, names in enumerate(found):
        names.update(holds[sentences[index]])
