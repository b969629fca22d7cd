"""The built-in reader and a language model's answers over the same report, in one casebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reading.llm.answering import SETTINGS, Answering

from testigo.casebook import Casebook
from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.llm.prompt import LANGUAGES, sample
from testigo.reading.llm.reader import LlmReader
from testigo.reports.intake import IntakeOptions
from testigo.review.comparing import is_one_claim
from testigo.review.queue import Wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_readers_of_a_report_make_one_record(language: str, tmp_path: Path) -> None:
    content, published, answer = sample(language)
    (tmp_path / "report.txt").write_text(content, encoding="utf-8")
    options = IntakeOptions(language=language, published=published)
    with Casebook.create(tmp_path / "both.db") as casebook:
        casebook.read([str(tmp_path / "report.txt")], options, BuiltinReader(rules_alone=True))
        (report,) = casebook.reports()
        alone = len(casebook.review.of_report(report.id))
        progress = casebook.reread(report.id, LlmReader(Answering(answer), SETTINGS))
        assert progress.outcome == "read"
        items = casebook.review.of_report(report.id)
        assert casebook.verify().faults == ()
        disagreed = casebook.review.queue(Wanted("disagree"), limit=99).left

    tolls = [item for item in items if item.statement.kind == "toll"]
    assert [item.reader_case for item in tolls] == ["agree", "agree"]
    assert all(item.seconds for item in tolls)
    assert alone <= len(items) < alone + len(progress.reading.found)  # type: ignore[union-attr]
    assert disagreed == sum(item.reader_case != "agree" for item in items)
    for number, item in enumerate(items):
        for other in items[number + 1 :]:
            assert not is_one_claim(item.statement, other.statement)
