"""An annotated statement as a language model that reads like the annotator would answer it.

Annotated reports hold values and no words for codes and numbers, so these are looked for: for a
number of people the finder's number of that value, for a date the date expression that may mean it,
for an outcome the word of harm of that outcome; for every other code the longest word of the quoted
sentence. What has no words in the report is left out, as by a model that sees none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.learned_incident import type_codes
from testigo.reading.builtin.setting import Setting
from testigo.record.span import Span

Gold = Mapping[str, object]
Item = dict[str, object]
_MARKS = ".,;:\"“”«»()'’"
_NAMES = {
    "casualty": {"origin": "home"},
    "measure": {"rights": "rights_words"},
}
"""Fields that annotated reports call otherwise."""
_TEXTS = {
    "toll": ("population", "cause"),
    "casualty": ("name", "occupation", "origin", "cause", "perpetrator"),
    "incident": ("perpetrators", "targets", "means"),
    "measure": ("authority", "duration", "rights"),
    "post": ("person", "title", "organisation"),
    "contact": ("parties",),
    "proceeding": ("target", "authority"),
    "claim": ("speaker", "content", "addressee", "medium"),
}
_CODES = {
    "toll": ("outcome",),
    "casualty": ("outcome", "sex"),
    "incident": ("type",),
    "measure": ("type", "status"),
    "post": ("status",),
    "contact": ("type",),
    "proceeding": ("type",),
    "claim": ("form", "stance"),
}
_DATES = ("date", "period", "as_of", "start", "end")
_PLACES = ("place", "scope")


def as_answer(gold: Gold, setting: Setting) -> dict[str, object] | None:
    """Return the statement in the form of an answer, None where its number has no words."""
    kind, quotes = str(gold["kind"]), _texts(gold["quote"])
    items = list(_items(gold, kind, quotes, setting))
    if kind == "toll":
        number = _number(gold, quotes, setting)
        if number is None:
            return None
        items.insert(0, number)
    if kind == "casualty" and not gold.get("name"):
        items.append({"description": _longest(quotes)})
    return {kind: " ... ".join(quotes), "modality": gold["modality"], "fields": items}


def _items(gold: Gold, kind: str, quotes: list[str], setting: Setting) -> Iterator[Item]:
    for name in _TEXTS[kind]:
        key = _NAMES.get(kind, {}).get(name, name)
        values = _texts(gold.get(name))
        if name == "content":
            values = [" ... ".join(values)]
        yield from ({key: value} for value in values)
    for name in _CODES[kind]:
        code = gold.get(name)
        if code:
            code = type_codes().get(str(code), code) if kind == "incident" else code
            yield {name: code, "words": _deciding(name, str(code), quotes, setting)}
    for name in _PLACES:
        yield from ({name: value, "country": ""} for value in _texts(gold.get(name)))
    for name in _DATES:
        words = _date_words(gold.get(name), quotes, setting)
        if words:
            yield {name: gold[name], "words": words}
    if gold.get("age") is not None:
        yield {"age": gold["age"], "words": str(gold["age"])}
    yield from ({"said_by": value} for value in _texts(gold.get("source")))
    yield from ({"relies_on": value} for value in _texts(gold.get("via")))


def _number(gold: Gold, quotes: list[str], setting: Setting) -> Item | None:
    low, high = gold.get("low"), gold.get("high")
    inside = _inside(quotes, setting)
    said = [
        n
        for n in setting.findings.numbers
        if inside(n.span) and n.count.low in (low, None) and n.count.high in (high, None)
    ]
    if not said:
        return None
    count = min(
        said, key=lambda n: (n.use != "count", n.count.low is None and n.count.high is None)
    )
    return {"low": low, "high": high, "bound": count.count.bound, "words": count.span.quote}


def _date_words(value: object, quotes: list[str], setting: Setting) -> str | None:
    inside = _inside(quotes, setting)
    meant = [
        d
        for d in setting.findings.dates
        if value and d.value is not None and not d.is_dateline
        if value in (d.value.without_time().text, *(other.text for other in d.alternatives))
    ]
    return min(meant, key=lambda d: not inside(d.span)).span.quote if meant else None


def _deciding(name: str, code: str, quotes: list[str], setting: Setting) -> str:
    """Return the words that a code is read from, as far as a word list tells."""
    document = setting.document
    if name == "outcome":
        for start, end in _ranges(quotes, setting):
            tokens = document.token_range(document.cut(start, end))
            for hit in lexicon(document.language, "harm").find(document.tokens, *tokens):
                if hit.entry.get("outcome") == code:
                    return document.span_of(hit.first, hit.last).quote
    return _longest(quotes)


def _longest(quotes: list[str]) -> str:
    return max((word.strip(_MARKS) for word in quotes[0].split()), key=len)


def _inside(quotes: list[str], setting: Setting) -> Callable[[Span], bool]:
    ranges = _ranges(quotes, setting)
    return lambda span: any(start <= span.start and span.end <= end for start, end in ranges)


def _ranges(quotes: list[str], setting: Setting) -> list[tuple[int, int]]:
    found = ((setting.document.content.find(quote), len(quote)) for quote in quotes)
    return [(at, at + length) for at, length in found if at >= 0]


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if one]
