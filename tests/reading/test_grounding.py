"""What a reader says that the text does not say is dropped, and counted."""

from __future__ import annotations

from tests.reading.inventing_reader import InventingReader, toll

from testigo.reading.drafts import DraftValue
from testigo.reading.grounding import NOT_IN_TEXT
from testigo.reading.protocol import Page
from testigo.record.places import Place
from testigo.record.report import Metadata, Text
from testigo.record.span import Span

SENTENCE = "Nine miners were killed near Orvalle, police said."
CONTENT = f"Nine dead in the hills\n\n{SENTENCE} Nine more are missing."


def read(*drafts):
    page = Page(Text("r" * 64, CONTENT, "test 1"), Metadata())
    return InventingReader(drafts).read([page])[0]


def test_words_that_stand_in_the_text_become_exact_spans():
    reading = read(toll(9, "Nine", SENTENCE))
    (statement,) = reading.statements
    statement.check(CONTENT)
    assert reading.dropped == ()


def test_a_repeated_word_takes_the_place_inside_its_own_sentence():
    (statement,) = read(toll(9, "Nine", SENTENCE)).statements
    assert statement.field("low").spans[0].start == CONTENT.index(SENTENCE)


def test_a_field_quoting_words_not_in_the_text_is_dropped_and_counted():
    place = DraftValue(Place("Verdania"), ("Verdania",))
    reading = read(toll(9, "Nine", SENTENCE, place=place))
    (statement,) = reading.statements
    assert statement.field("place") is None
    assert [(d.what, d.why, d.words) for d in reading.dropped] == [
        ("toll.place", NOT_IN_TEXT, "Verdania")
    ]


def test_a_statement_that_loses_a_key_field_is_dropped_whole():
    draft = toll(11, "Eleven", SENTENCE)
    reading = read(draft)
    assert reading.statements == ()
    assert {d.what for d in reading.dropped} == {"toll.low", "toll.high", "toll.wording", "toll"}


def test_a_sentence_that_is_not_in_the_text_drops_its_statement():
    reading = read(toll(9, "Nine", "Nine miners were killed on the bridge."))
    assert reading.statements == ()
    assert [d.what for d in reading.dropped] == ["toll"]


def test_a_span_that_quotes_something_else_is_not_believed():
    forged = Span(0, 4, "Zero")
    reading = read(toll(9, "Nine", SENTENCE, cause=DraftValue("Zero", (forged,))))
    (statement,) = reading.statements
    assert statement.field("cause") is None
    assert [d.what for d in reading.dropped] == ["toll.cause"]


def test_the_same_statement_twice_is_one():
    assert len(read(toll(9, "Nine", SENTENCE), toll(9, "Nine", SENTENCE)).statements) == 1
