"""What was not understood: sentences with a number of people or a word of harm that gave nothing.

The words of harm come from a list wider than the reader's own (`harm_wide`), so that what the
reader cannot see is still shown to the person who reviews. A sentence that gave something is shown
too where it holds harm and a number that no toll uses, or words that the reader doubts.
"""

from __future__ import annotations

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import lexicon
from testigo.reading.finders.mentions import Findings
from testigo.record.reading import Coverage, Flagged, Found
from testigo.record.span import Span


def coverage_of(
    document: Document,
    findings: Findings,
    found: tuple[Found, ...],
    length: int,
    doubts: Iterable[Span] = (),
) -> Coverage:
    """Report which sentences of a document produced nothing, or too little, though they might have.

    `length` is that of the whole text, of which the document may be only the beginning; `doubts`
    are words of which something was read that the reader is not sure of.
    """
    told = {
        document.sentence_at(span.start).index for one in found for span in one.statement.evidence
    }
    unsure = {document.sentence_at(span.start).index for span in doubts}
    counted = [span for one in found for span in _numbers_of(one)]
    body = document.sentences[1 if document.has_title else 0 :]  # a title restates the body
    flags = (
        _flag(document, findings, s, () if s.index in unsure - told else counted)
        if s.index in told and s.index not in unsure
        else _flag(document, findings, s, None)
        for s in body
    )
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


def passed_over(content: str, language: str) -> Coverage:
    """Report a text that the first look put aside: nothing of it was read."""
    return Coverage(0, len(content), 0, language=language, passed_over=True)


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
