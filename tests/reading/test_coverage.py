"""What was not understood is listed, sentence by sentence."""

from __future__ import annotations

import pytest

from testigo.reading.builtin.reader import MOST_CHARACTERS, BuiltinReader
from testigo.reading.protocol import Page
from testigo.record.report import Metadata, Stated, Text


def coverage(
    content: str,
    language: str = "en",
    title: str | None = None,
    published=None,
    reader: BuiltinReader | None = None,
):
    stated = {"title": title, "language": language, "published": published}
    metadata = Metadata(**{k: Stated(v, "option") for k, v in stated.items() if v})
    reader = reader or BuiltinReader()
    [reading] = reader.read([Page(Text("r", content, "test"), metadata)])
    return reading.coverage


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("Nine people waited at the gate.", "number"),
        ("The funeral passed the barracks.", "harm"),
        ("Nine people walked in the funeral.", "number and harm"),
    ],
)
def test_a_sentence_with_a_number_or_harm_that_gave_nothing_is_flagged(content, why):
    report = coverage(content)
    assert [flag.why for flag in report.flagged] == [why]
    for flag in report.flagged:
        for span in (flag.sentence, *flag.words):
            span.check(content)


@pytest.mark.parametrize("content", ["It rained in the port.", "Nine people were killed."])
def test_a_sentence_that_gave_a_statement_or_holds_neither_is_not(content):
    assert coverage(content).flagged == ()


def test_a_title_only_restates_and_is_not_flagged():
    content = "Nine dead\n\nNine people were killed."
    assert coverage(content, title="Nine dead").flagged == ()


def test_relative_dates_without_the_reports_date_are_counted():
    content = "Nine people were killed on Sunday."
    assert coverage(content).unresolved_dates == 1
    assert coverage(content, published="2023-05-10").unresolved_dates == 0


def test_a_text_read_to_its_end_is_complete():
    report = coverage("Nine people were killed.")
    assert report.complete
    assert (report.read_to, report.sentences, report.language) == (report.length, 1, "en")


@pytest.mark.parametrize("language", ["fr", "und"])
def test_a_text_in_another_language_is_reported_as_not_read(language):
    report = coverage("Neuf personnes ont été tuées.", language)
    assert (report.read_to, report.language, report.complete) == (0, language, False)


def test_a_text_longer_than_any_report_is_read_to_a_line_end_and_says_so():
    line = "It rained in the port all day.\n"
    content = line * (MOST_CHARACTERS // len(line) + 10)
    report = coverage(content, reader=BuiltinReader(rules_alone=True))
    assert MOST_CHARACTERS - 2 * len(line) < report.read_to <= MOST_CHARACTERS
    assert report.length == len(content)
    assert not report.complete
