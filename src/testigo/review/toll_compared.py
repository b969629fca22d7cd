"""A toll series beside others: the range that people allowed, and what is noticed of it."""

from __future__ import annotations

import datetime
from collections.abc import Set

from testigo.review.toll_dossier import TollDossier
from testigo.review.toll_figures import is_chosen
from testigo.review.tolls import ACCEPTED, Comparison, Finding, Series, compare, findings_of
from testigo.review.tolls.series import SeriesKey


def comparison_of(toll: TollDossier, as_of: datetime.date | None = None) -> Comparison:
    """Return the series with those whose scopes a person declared equal, side by side.

    With `as_of` the range is of each source's latest figure up to that day.
    """
    return compare(toll.side, _declared(toll), as_of=as_of, chosen=_chosen(toll))


def rule_in_force(toll: TollDossier, comparison: Comparison) -> str:
    """Return the rule of a comparison, or why there is no range where nobody declared anything."""
    own = toll.dossier.row.outcomes
    if not toll.comparable:
        # Others count there too: that there is one source only would hide them.
        comparison = compare((*toll.side, *toll.others), {})
    rules = [table.rule for table in comparison.tables if table.outcome in own]
    return next((rule for rule in rules if rule != "one_source"), "one_source")


def findings_about(toll: TollDossier, states: Set[str]) -> tuple[Finding, ...]:
    """Return what is noticed about the series shown: questions first, sums that hold last.

    What others count is read too: who takes a number back elsewhere, the missing who were found
    dead, one number that is no agreement. Only what names a statement of these series is told.
    """
    every = tuple(dict.fromkeys((*toll.side, *toll.others, *toll.related)))
    own = {handle for one in toll.side for handle in _handles(one)}
    across = compare(every, _declared(toll), states).findings
    found = [f for f in (*findings_of(every, states), *across) if own & set(f.handles)]
    return tuple(sorted(found, key=lambda f: (not f.is_question, f.code == "parts_sum")))


def _declared(toll: TollDossier) -> dict[SeriesKey, str]:
    if not toll.comparable:
        return {}
    return {one.key: toll.dossier.row.scope_class or "" for one in toll.side}


def _chosen(toll: TollDossier) -> frozenset[str]:
    """Return the statements of the figures that people chose as the best."""
    return frozenset(
        handle
        for one in toll.side
        for row in one.figures(ACCEPTED)
        if is_chosen(row, toll.deeds[toll.entry_of(one)])
        for handle in row.handles
    )


def _handles(series: Series) -> list[str]:
    rows = (*series.rows, *series.additions, *series.apart)
    return [handle for row in rows for handle in row.handles]
