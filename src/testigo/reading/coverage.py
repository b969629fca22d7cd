"""What was not understood: sentences with a number of people or a word of harm that gave nothing.

The words of harm come from a list wider than the reader's own (`harm_wide`), so that what the
reader cannot see is still shown to the person who reviews.
"""

from __future__ import annotations

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import lexicon
from testigo.reading.finders.mentions import Findings
from testigo.record.reading import Coverage, Flagged, Found
from testigo.record.span import Span


def coverage_of(
    document: Document, findings: Findings, found: tuple[Found, ...], length: int
) -> Coverage:
    """Report which sentences of a document produced nothing though they might have.

    `length` is that of the whole text, of which the document may be only the beginning.
    """
    told = {
        document.sentence_at(span.start).index for one in found for span in one.statement.evidence
    }
    body = document.sentences[1 if document.has_title else 0 :]  # a title restates the body
    flags = (_flag(document, findings, s) for s in body if s.index not in told)
    unresolved = sum(d.value is None and d.form == "relative" for d in findings.dates)
    return Coverage(
        read_to=len(document.content),
        length=length,
        sentences=len(document.sentences),
        flagged=tuple(flag for flag in flags if flag is not None),
        unresolved_dates=unresolved,
        language=document.language,
    )


def unread(content: str, language: str) -> Coverage:
    """Report a text of which nothing was read, for want of its language."""
    return Coverage(read_to=0, length=len(content), sentences=0, language=language or "und")


def _flag(document: Document, findings: Findings, sentence: Sentence) -> Flagged | None:
    wide = lexicon(document.language, "harm_wide")
    own = lexicon(document.language, "harm")
    harms = [
        document.span_of(hit.first, hit.last)
        for words in (own, wide)
        for hit in words.find(document.tokens, sentence.first, sentence.last)
    ]
    numbers = [
        n.span
        for n in findings.numbers
        if sentence.start <= n.span.start < sentence.end and n.use == "count"
    ]
    words: tuple[Span, ...] = tuple(sorted({*harms, *numbers}))
    if harms and numbers:
        return Flagged(document.sentence_span(sentence), "number and harm", words)
    if harms:
        return Flagged(document.sentence_span(sentence), "harm", words)
    if numbers:
        return Flagged(document.sentence_span(sentence), "number", words)
    return None
