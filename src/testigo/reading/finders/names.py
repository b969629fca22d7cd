"""Which persons, bodies and places does a report name?

A name is found by the capitals it is written in, and judged by title, age, gazetteer and lexicons
beside it, then by the whole document: a surname that has a full form is that person, and a town
that is also somebody's surname is a place only where a preposition says so.
"""

from __future__ import annotations

from testigo.languages.document import Document
from testigo.reading.finders.mentions import NameMention
from testigo.reading.finders.name_candidates import Candidate, read_candidates
from testigo.reading.finders.name_memory import Memory
from testigo.record.span import Span


def find_names(document: Document) -> tuple[NameMention, ...]:
    """Return the names of a document in reading order, none overlapping.

    Generic institutions in lower case ("the police", "la fiscalía") are no names.
    """
    candidates = read_candidates(document)
    memory = Memory(document, candidates)
    known = [memory.judged(c) for c in candidates]
    return tuple(_mention(document, memory, c) for c in known)


def _mention(document: Document, memory: Memory, candidate: Candidate) -> NameMention:
    span = document.cut(candidate.start, candidate.end)
    title = None
    if candidate.title is not None:
        title = document.span_of(*candidate.title)
    return NameMention(
        span,
        candidate.type,
        _full(document, memory, candidate, span),
        title,
        candidate.is_initials,
    )


def _full(document: Document, memory: Memory, candidate: Candidate, span: Span) -> Span:
    if candidate.is_acronym and candidate.words[0] in memory.expansions:
        long = memory.expansions[candidate.words[0]]
        return document.cut(long.start, long.end)
    if candidate.type == "person":
        longer = memory.full_person(candidate)
        if longer is not None:
            return document.cut(longer.start, longer.end)
    return span
