"""Which of the sentences that a search found may leave the casebook in a file.

The same rule as for rows of statements (`withholding`): nothing of a report that is not public, and
no sentence that shows a withheld statement or a value that is withheld or starts confidential.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from testigo.record.kinds import kind
from testigo.record.span import Span
from testigo.review.kept_back import PUBLIC
from testigo.review.queue import ReviewItem
from testigo.store.kept import Hit

if TYPE_CHECKING:
    from testigo.casebook.book import Casebook


def fit_to_leave(casebook: Casebook, hits: Iterable[Hit]) -> list[Hit]:
    """Return the sentences that may leave, in their order; names of children are not looked at."""
    found = list(hits)
    reports = {hit.report_id for hit in found}
    kept_back = {report: list(_kept_back(casebook, report)) for report in reports}
    public = {report for report in reports if _is_public(casebook, report)}
    return [
        hit
        for hit in found
        if hit.report_id in public
        and not any(hit.sentence.meets(span) for span in kept_back[hit.report_id])
    ]


def _is_public(casebook: Casebook, report: str) -> bool:
    standing = casebook.review.standings([report]).get(report)
    decided = None if standing is None else standing.confidentiality
    return (decided or casebook.report(report).confidentiality) == PUBLIC


def _kept_back(casebook: Casebook, report: str) -> Iterator[Span]:
    """Yield the words of a report that what is kept back rests on."""
    for item in casebook.review.of_report(report):
        if item.confidentiality != PUBLIC:
            yield from item.statement.evidence
        else:
            for name in _confidential(item):
                yield from _spans(item, name)


def _confidential(item: ReviewItem) -> frozenset[str]:
    withheld = {name: how for name, how in item.judged.withheld.items() if name}
    starting = {
        name: field.confidentiality for name, field in kind(item.statement.kind).fields.items()
    }
    return frozenset(n for n, how in {**starting, **withheld}.items() if how != PUBLIC)


def _spans(item: ReviewItem, name: str) -> tuple[Span, ...]:
    source = item.statement.source
    beside = {"speaker": source.speaker, "origin": source.origin, "said_on": item.statement.said_on}
    held = item.statement.field(name) or beside.get(name)
    return () if held is None else held.spans
