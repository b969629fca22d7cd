"""The text stands on the page character by character, whatever spans lie over it."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.record.errors import UnanchoredSpan
from testigo.record.span import Span
from testigo.record.statement import Field, Source, Statement
from testigo.web.marked_text import showable, text_html
from testigo.web.marking import Marks, Paragraph, head_fields, mark
from testigo.web.words import words

ALPHABET = "ab ñé\n\n\t.😀🕯\ufe0f\u0301\u200dقُت<>&\"'\x00\r\u2028"


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, str | None, Marks]:
    """A text with a title or none, and statements, flags and a sought sentence anywhere in it."""
    content = draw(st.text(ALPHABET, min_size=1, max_size=80))
    ends = st.integers(0, len(content))

    def span() -> Span:
        start, end = sorted((draw(ends), draw(ends)))
        start = min(start, len(content) - 1)
        return Span.cut(content, start, max(end, start + 1))

    def statement() -> Statement:
        fields = {
            "outcome": Field("killed", (span(),)),
            "low": Field(3, (span(), span())),
            "population": Field("people", (span(),)),
        }
        return Statement.make(
            "0" * 64, "toll", fields, (span(),), source=Source(Field("somebody", (span(),)))
        )

    statements = [statement() for _ in range(draw(st.integers(0, 4)))]
    flagged = [span() for _ in range(draw(st.integers(0, 2)))]
    title = content[: draw(ends)] if draw(st.booleans()) else None
    return content, title, Marks(statements, flagged, span() if draw(st.booleans()) else None)


def shown_text(html: str) -> str:
    """The text nodes of the elements that hold the text, put together."""
    page = lxml.html.document_fromstring(f"<html><body>{html}</body></html>")
    return "".join(e.text_content() for e in page.iter() if e.get("data-text") is not None)


def pieces_of(paragraphs: tuple[Paragraph, ...]) -> list[tuple[int, int]]:
    return [
        (piece.start, piece.end)
        for paragraph in paragraphs
        for sentence in paragraph.sentences
        for piece in sentence.pieces
    ]


@given(marked())
def test_the_text_nodes_together_are_the_text(case: tuple[str, str | None, Marks]) -> None:
    content, title, marks = case
    paragraphs = mark(content, title, marks)

    html = str(text_html(content, paragraphs, dict.fromkeys(range(1, 5), "T"), words("en")))

    assert shown_text(html) == showable(content)


@given(marked())
def test_every_character_of_a_span_says_whose_it_is(case: tuple[str, str | None, Marks]) -> None:
    content, title, marks = case
    paragraphs = mark(content, title, marks)
    roles = {
        at: {(role.number, role.field) for role in piece.roles}
        for paragraph in paragraphs
        for sentence in paragraph.sentences
        for piece in sentence.pieces
        for at in range(piece.start, piece.end)
    }
    for number, statement in enumerate(marks.statements, 1):
        for name, field in statement.fields:
            inside = {at for span in field.spans for at in range(span.start, span.end)}
            held = {at for at, found in roles.items() if (number, name) in found}
            assert held == inside & set(roles)


@given(marked())
def test_each_place_is_named_once(case: tuple[str, str | None, Marks]) -> None:
    content, title, marks = case
    html = str(
        text_html(
            content, mark(content, title, marks), dict.fromkeys(range(1, 5), "T"), words("en")
        )
    )

    ids = lxml.html.document_fromstring(f"<html><body>{html}</body></html>").xpath("//@id")

    assert len(ids) == len(set(ids))


@given(st.text(max_size=40))
def test_what_html_cannot_hold_is_replaced_one_for_one(words: str) -> None:
    assert len(showable(words)) == len(words)
    showable(words).encode("utf-8")


def toll(content: str, number: str, outcome: str) -> Statement:
    def cut(words: str) -> Span:
        start = content.index(words)
        return Span.cut(content, start, start + len(words))

    fields = {"outcome": Field("killed", (cut(outcome),)), "low": Field(4, (cut(number),))}
    return Statement.make("0" * 64, "toll", fields, (Span.cut(content, 0, len(content)),))


def test_overlapping_words_belong_to_both_statements() -> None:
    content = "Four men and women were killed"
    statements = [
        toll(content, "Four men and", "killed"),
        toll(content, "men and women", "were killed"),
    ]

    [paragraph] = mark(content, None, Marks(statements))

    owners = {
        content[p.start : p.end]: [r.number for r in p.roles]
        for s in paragraph.sentences
        for p in s.pieces
    }
    assert owners == {
        "Four ": [1],
        "men and": [1, 2],
        " women": [2],
        " ": [],
        "were ": [2],
        "killed": [1, 2],
    }


def test_a_span_of_another_text_is_refused() -> None:
    with pytest.raises(UnanchoredSpan):
        mark("Nothing of it", None, Marks([toll("Four were killed", "Four", "killed")]))


@pytest.mark.parametrize(
    ("content", "title", "paragraphs"),
    [
        ("Title\n\nOne.\n\nTwo.\n", "Title", ["Title", "One.", "Two."]),
        ("Title\nOne.\nTwo.", "Title", ["Title", "One.", "Two."]),
        ("One\nline end.\n\nTwo.", None, ["One\nline end.", "Two."]),
        ("\n\n  One.\n \nTwo.  ", None, ["One.", "Two."]),
        ("Only a title", "Only a title", ["Only a title"]),
        (" \n ", None, []),
    ],
    ids=["titled", "without a blank line", "line end", "white space", "title alone", "nothing"],
)
def test_paragraphs_are_those_of_the_text(
    content: str, title: str | None, paragraphs: list[str]
) -> None:
    cut = mark(content, title, Marks([]))

    assert [content[p.start : p.end] for p in cut] == paragraphs
    assert [p.is_title for p in cut] == [title is not None and i == 0 for i in range(len(cut))]


def test_lines_of_one_length_flow_and_others_stand() -> None:
    wrapped = f"{'word ' * 14}\n{'word ' * 15}\nend."
    verse = "First line\nsecond line\nthird."

    flows, stands = mark(f"{wrapped}\n\n{verse}", None, Marks([]))

    assert (flows.is_wrapped, stands.is_wrapped) == (True, False)


def test_the_words_that_carry_a_statement_come_from_its_kind() -> None:
    assert head_fields("toll") == {"outcome", "low", "high", "wording"}
    assert head_fields("casualty") == {"outcome", "name", "description"}
