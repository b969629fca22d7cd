"""What was not understood: sentences with a number of people or a word of harm that gave nothing.

The words of harm come from a list wider than the reader's own (`harm_wide`), so that what the
reader cannot see is still shown to the person who reviews. A sentence that gave something is shown
too where it holds harm and a number that no toll uses, or words that the reader doubts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    counted = [span for one in found for span in _counted_in(one)]
    flags = []
    for sentence in document.sentences[1 if document.has_title else 0 :]:  # a title restates
        harms, numbers = _harms(document, sentence), _numbers(findings, sentence)
        unused = [n for n in numbers if not any(n.meets(span) for span in counted)]
        is_told = sentence.index in told and sentence.index not in unsure
        if (harms or numbers) and (not is_told or (harms and unused)):
            flags.append(_flag(document, sentence, harms, numbers))
    unresolved = sum(d.value is None and d.form == "relative" for d in findings.dates)
    return Coverage(
        read_to=len(document.content),
        length=length,
        sentences=len(document.sentences),
        flagged=tuple(flags),
        unresolved_dates=unresolved,
        language=document.language,
    )


def unread(content: str, language: str) -> Coverage:
    """Report a text of which nothing was read, for want of its language."""
    return Coverage(read_to=0, length=len(content), sentences=0, language=language or "und")


def passed_over(content: str, language: str) -> Coverage:
    """Report a text that the first look put aside: nothing of it was read."""
    return Coverage(0, len(content), 0, language=language, passed_over=True)


def _counted_in(one: Found) -> Iterator[Span]:
    """Yield the words of which a toll or casualty is made."""
    if one.statement.kind in ("toll", "casualty"):
        yield from one.fired
        for _, field in one.statement.fields:
            yield from field.spans


def _harms(document: Document, sentence: Sentence) -> list[Span]:
    """Return the words of harm of a sentence, by the reader's own list and by the wide one."""
    return [
        document.span_of(hit.first, hit.last)
        for name in ("harm", "harm_wide")
        for hit in lexicon(document.language, name).find(
            document.tokens, sentence.first, sentence.last
        )
    ]


def _numbers(findings: Findings, sentence: Sentence) -> list[Span]:
    """Return the numbers of a sentence that may count persons."""
    return [
        number.span
        for number in findings.numbers
        if sentence.start <= number.span.start < sentence.end and number.use == "count"
    ]


def _flag(
    document: Document, sentence: Sentence, harms: list[Span], numbers: list[Span]
) -> Flagged:
    why = "number and harm" if harms and numbers else "harm" if harms else "number"
    words = tuple(sorted({*harms, *numbers}))
    return Flagged(document.sentence_span(sentence), why, words)
