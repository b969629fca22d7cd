"""The worked examples 4.1 to 4.8 of the design's `standards.md`, as data that any test may load.

Published figures of institutions; own sentences, invented outlets and names of persons. Each report
gives its text (`content`) and, for that text or the one a casebook made of it, its statements.
"""

from tests.review.tolls.worked_form import WorkedExample, WorkedReport
from tests.review.tolls.worked_ministry import FOUR_TOTALS, MINISTRY_SERIES, ONE_INCIDENT
from tests.review.tolls.worked_ombudsman import OMBUDSMAN_SERIES, OTHER_PEOPLE
from tests.review.tolls.worked_others import OTHER_SCOPES
from tests.review.tolls.worked_persons import (
    CHANGED_LIST,
    CONTESTED_CAUSE,
    MISSING_TO_DEAD,
    OMBUDSMAN_LIST,
    PRESS_LIST,
    TWO_AGES,
)

from testigo.review.tolls.lists import Listed

EXAMPLES = (
    MINISTRY_SERIES,
    FOUR_TOTALS,
    ONE_INCIDENT,
    OMBUDSMAN_SERIES,
    OTHER_PEOPLE,
    OTHER_SCOPES,
    CHANGED_LIST,
    MISSING_TO_DEAD,
)
REPORTS = {report.key: report for example in EXAMPLES for report in example.reports}
"""Every report once: two examples share some."""

__all__ = [
    "CHANGED_LIST",
    "CONTESTED_CAUSE",
    "EXAMPLES",
    "FOUR_TOTALS",
    "MINISTRY_SERIES",
    "MISSING_TO_DEAD",
    "OMBUDSMAN_LIST",
    "OMBUDSMAN_SERIES",
    "ONE_INCIDENT",
    "OTHER_PEOPLE",
    "OTHER_SCOPES",
    "PRESS_LIST",
    "REPORTS",
    "TWO_AGES",
    "Listed",
    "WorkedExample",
    "WorkedReport",
]
