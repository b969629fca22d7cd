"""Toll series: the numbers of one speaker over one scope, in order; never added across either.

The rules are those of `standards.md` section 4, the law that of the record: no toll is ever summed,
averaged or subtracted across speakers, scopes or dates. Everything here is a pure function.
"""

from testigo.review.tolls.comparison import Comparison, compare
from testigo.review.tolls.finding import Finding
from testigo.review.tolls.findings import findings_of
from testigo.review.tolls.grouping import series_of
from testigo.review.tolls.lists import ListDifference, Listed, list_difference
from testigo.review.tolls.points import ACCEPTED, TollPoint
from testigo.review.tolls.rows import Row
from testigo.review.tolls.scopes import Scope, scope_of
from testigo.review.tolls.series import Series, SeriesKey
from testigo.review.tolls.words import finding_words, moment_words, range_words, rule_words

__all__ = [
    "ACCEPTED",
    "Comparison",
    "Finding",
    "ListDifference",
    "Listed",
    "Row",
    "Scope",
    "Series",
    "SeriesKey",
    "TollPoint",
    "compare",
    "finding_words",
    "findings_of",
    "list_difference",
    "moment_words",
    "range_words",
    "rule_words",
    "scope_of",
    "series_of",
]
