"""The worked examples hold together as data: every value stands in the words of its report."""

import pytest
from tests.review.tolls import worked

from testigo.reports import plain_text


@pytest.mark.parametrize("key", worked.REPORTS)
def test_a_report_saved_as_a_file_still_shows_every_statement(key: str) -> None:
    report = worked.REPORTS[key]
    text = plain_text.extract(report.content.encode()).content
    for statement in report.statements("the text", text):
        statement.check(text)
        assert text.startswith(report.title)


def test_no_statement_of_an_example_has_the_id_of_another() -> None:
    ids = [s.id for report in worked.REPORTS.values() for s in report.statements()]
    assert len(ids) == len(set(ids))
