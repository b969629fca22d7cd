"""Quotations that no verb stands beside belong to who was quoted last in the same paragraph.

`"We saw it," he said. "Nobody came."`: the second one is his too, and so is a quotation that runs
on into the next paragraphs, or one that a paragraph ending in a colon announces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from testigo.languages.document import Document
from testigo.reading.finders.mentions import Attribution, Quotation


def carry_quotations(
    document: Document, quotations: Sequence[Quotation], found: Sequence[Attribution]
) -> list[Attribution]:
    """Return the attributions with the quotations they carry on with added to their scope."""
    out = list(found)
    runs_on: int | None = None
    for quotation in quotations:
        owner = _owner(out, quotation)
        if owner is None:
            owner = runs_on if runs_on is not None else _quoted_before(document, out, quotation)
            if owner is not None:
                out[owner] = replace(out[owner], scope=(*out[owner].scope, quotation.inner))
        runs_on = owner if quotation.continued else None
    return out


def _owner(found: Sequence[Attribution], quotation: Quotation) -> int | None:
    for index, attribution in enumerate(found):
        if any(span.meets(quotation.inner) for span in attribution.scope):
            return index
    return None


def _quoted_before(
    document: Document, found: Sequence[Attribution], quotation: Quotation
) -> int | None:
    """The last attribution before the quotation, if it quotes directly and nothing lies between."""
    before = [i for i, a in enumerate(found) if a.cue.end <= quotation.outer.start]
    if not before:
        return None
    last = max(before, key=lambda i: found[i].cue.start)
    said = document.sentence_at(found[last].cue.start)
    here = document.sentence_at(quotation.outer.start)
    if document.content[found[last].cue.end :].lstrip()[:1] == ":" and here.index == said.index + 1:
        return last
    if found[last].form != "direct" or here.paragraph != said.paragraph:
        return None
    between = document.content[said.end : quotation.outer.start]
    return last if not between.strip() else None
