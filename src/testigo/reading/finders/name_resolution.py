"""Whom do words that point back mean: a surname, an acronym, "the minister"?

Pronouns are left to the reader. A title points back only if exactly one person of that title was
named before it: two ministers leave "the minister" open.
"""

from __future__ import annotations

from collections.abc import Sequence

from testigo.languages.document import Document
from testigo.reading.finders.mentions import NameMention
from testigo.reading.finders.name_words import name_words
from testigo.record.span import Span


def resolve_name(document: Document, names: Sequence[NameMention], span: Span) -> Span | None:
    """Return the fullest form in the report of whoever `span` names, or None if it is not sure.

    `names` are what `find_names` gave for this document.
    """
    inside = [name for name in names if name.span.meets(span)]
    if inside:
        return inside[-1].full if len({name.full for name in inside}) == 1 else None
    head = _title_head(document, span)
    if head is None:
        return None
    bearers = {
        name.full
        for name in names
        if name.title is not None
        and name.span.end <= span.start
        and _title_head(document, name.title) == head
    }
    return bearers.pop() if len(bearers) == 1 else None


def _title_head(document: Document, span: Span) -> str | None:
    """Return the folded role or rank in a stretch of text ("the interior minister": minister)."""
    words = name_words(document.language)
    first, last = document.token_range(span)
    heads = [h for h in words.titles.find(document.tokens, first, last) if words.is_title_head(h)]
    return document.tokens[heads[0].last - 1].folded if heads else None
