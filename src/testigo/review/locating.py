"""Words that a person names, found in the text of a report: the spans of what she states.

Only words that stand in the text become spans. Which of several places is meant is never guessed
where they may mean different things, as numbers do; a name is the same at each of its places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from testigo.languages.document import analyse
from testigo.languages.lexicons import lexicon
from testigo.record.errors import TestigoError
from testigo.record.span import Span
from testigo.record.vocabularies import LANGUAGES

_NO_FIGURES_BEFORE = r"(?<!\w)(?<!\d[-/.,:])"
_NO_FIGURES_AFTER = r"(?!\w)(?![-/.,:]\d)"
_NUMBERED = re.compile(r"(?s)(.+)#(\d{1,3})")


class WordsNotFound(TestigoError):
    """Words that do not stand in the text, or stand there more than once."""


def locate(
    content: str, words: str, evidence: Sequence[Span] = (), *, is_name: bool = False
) -> Span:
    """Return where `words` stand, in the evidence if they stand there once, else in the text.

    White space counts as one space; case matters only where that leaves one place. `words#2` asks
    for the second place in the text where they stand. Of several places of a name (`is_name`) it is
    the first in the evidence, else the nearest to it.

    Raises:
        WordsNotFound: if they stand nowhere, or in several places of which none is asked for.

    >>> locate("Two dead in Puno", "dead")
    Span(start=4, end=8, quote='dead')
    """
    places = _places(content, words)
    numbered = _NUMBERED.fullmatch(words)
    if not places and numbered:
        places, nth = _places(content, numbered[1]), int(numbered[2])
        if not 1 <= nth <= len(places):
            raise WordsNotFound(
                f"the words are asked for in place {nth} and stand in {len(places)} of this text"
            )
        return places[nth - 1]
    inside = [place for place in places if any(one.covers(place) for one in evidence)]
    for found in (inside, places):
        if len(found) == 1 or (found and is_name and evidence):
            return min(found, key=lambda place: (distance(place, evidence), place.start))
    if not places:
        raise WordsNotFound(
            "these words do not stand in the text; copy them from it, accents and all"
        )
    raise WordsNotFound(
        f"these words stand in {len(inside or places)} places; give more of them, or say which: "
        "WORDS#2 is the second of the text"
    )


def distance(span: Span, evidence: Sequence[Span]) -> int:
    """Return how many characters lie between a span and the nearest of the evidence, 0 inside."""
    return min((max(e.start - span.end, span.start - e.end, 0) for e in evidence), default=0)


def sentences_of(content: str, language: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the sentences of the text that `spans` lie in, in its order, each once.

    `language` is that of the report; sentences of another than `en` and `es` are cut as English.
    """
    document = analyse(content, _read_as(language))
    return tuple(
        Span.cut(content, sentence.start, sentence.end)
        for sentence in document.sentences
        if any(sentence.start < span.end and span.start < sentence.end for span in spans)
    )


def harm_beside(content: str, language: str, span: Span) -> Span | None:
    """Return the words nearest to `span` that say what harm was done, None without any.

    They stand in a sentence that `span` lies in; of two as near, the latter. `language` as above.
    """
    spoken = _read_as(language)
    tokens = analyse(content, spoken).tokens
    harm = lexicon(spoken, "harm")
    found = [
        (tokens[hit.first].start, tokens[hit.last - 1].end)
        for at in range(len(tokens))
        if (hit := harm.at(tokens, at)) is not None
    ]
    sentences = sentences_of(content, language, [span])
    inside = [
        (start, end)
        for start, end in found
        if any(one.start <= start and end <= one.end for one in sentences)
    ]
    nearest = min(
        reversed(inside), key=lambda e: max(e[0] - span.end, span.start - e[1], 0), default=None
    )
    return None if nearest is None else Span.cut(content, *nearest)


def _read_as(language: str) -> str:
    spoken = language.partition("-")[0]
    return spoken if spoken in LANGUAGES else "en"


def _places(content: str, words: str) -> list[Span]:
    """Whole words first, then within others: but the 3 of 13, 1,300 or 2023-03-09 is no 3."""
    parts = words.split()
    if not parts:
        return []
    inside = r"\s+".join(re.escape(part) for part in parts)
    before = _NO_FIGURES_BEFORE if parts[0][0].isdigit() else r"(?<!\w)"
    after = _NO_FIGURES_AFTER if parts[-1][-1].isdigit() else r"(?!\w)"
    whole = (before if _is_in_words(parts[0][0]) else "") + inside
    whole += after if _is_in_words(parts[-1][-1]) else ""
    is_figure = parts[0][0].isdigit() or parts[-1][-1].isdigit()
    for pattern in (whole,) if is_figure else (whole, inside):
        for flags in (0, re.IGNORECASE):
            if found := [
                Span.cut(content, *m.span()) for m in re.finditer(pattern, content, flags)
            ]:
                return found
    return []


def _is_in_words(character: str) -> bool:
    return character.isalnum() or character == "_"
