"""Children stay unnamed whatever the kind of statement that names them."""

from __future__ import annotations

import pytest

from testigo.casebook.withholding import child_names
from testigo.record.span import Span
from testigo.record.statement import Field, Source, Statement

NAME = "Wayra Inventada Qolqe"


def stated(kind_name: str, field: str, words: str, sentence: str) -> Statement:
    """A statement of `kind_name` whose `field` is `words` of `sentence`, the rest filled in."""

    def said(value: object, quote: str) -> Field:
        start = sentence.index(quote)
        return Field(value, (Span.cut(sentence, start, start + len(quote)),))  # type: ignore[arg-type]

    first = sentence.split()[0]
    rest: dict[str, dict[str, Field]] = {
        "post": {"title": said("leader", first)},
        "proceeding": {"type": said("arrest", first)},
        "contact": {"type": said("meeting", first)},
        "incident": {"type": said("attack", first)},
        "claim": {"content": said(first, first), "speaker": said(first, first)},
    }
    lists = ("parties", "targets")
    value = (words, "Rosa Otra") if field in lists else words
    fields = rest[kind_name] | {field: said(value, words)}
    whole = (Span.cut(sentence, 0, len(sentence)),)
    return Statement.make("0" * 64, kind_name, fields, whole)


@pytest.mark.parametrize(
    ("kind_name", "field"),
    [
        ("post", "person"),
        ("proceeding", "target"),
        ("contact", "parties"),
        ("incident", "targets"),
        ("claim", "speaker"),
        ("claim", "content"),
    ],
    ids=lambda value: value,
)
@pytest.mark.parametrize(
    "sentence",
    [
        f"Yesterday {NAME}, 15, was named in Puno.",
        f"Yesterday 16-year-old student {NAME} was named in Puno.",
        f"Yesterday {NAME}, a minor, was named in Puno.",
        f"Ayer {NAME}, de 15 años, fue nombrada en Puno.",
        f"Ayer la menor {NAME} fue nombrada en Puno.",
        f"Ayer una joven de 16 años, {NAME}, fue nombrada en Puno.",
        f"Ayer {NAME} (17 años) fue nombrada en Puno.",
    ],
    ids=["age", "year-old", "minor", "años", "la-menor", "joven", "brackets"],
)
def test_a_child_named_by_any_kind_is_known(kind_name: str, field: str, sentence: str) -> None:
    assert child_names(stated(kind_name, field, NAME, sentence)) == {NAME}


@pytest.mark.parametrize(
    "sentence",
    [
        f"Yesterday {NAME}, 45, was named in Puno.",
        f"Yesterday {NAME}, 18, was named in Puno.",
        f"Yesterday {NAME} was named among 15 in Puno.",
        f"Ayer {NAME}, de 30 años, fue nombrada en Puno.",
        f"Ayer {NAME} defendió a una menor en Puno.",
    ],
    ids=["45", "18", "number", "años", "another"],
)
def test_a_grown_person_is_named(sentence: str) -> None:
    assert child_names(stated("proceeding", "target", NAME, sentence)) == set()


def test_a_child_inside_the_words_of_a_claim_is_known() -> None:
    content = f"the police took {NAME}, 15, and her aunt Rosa Mamani Otra"
    sentence = f"Neighbours said {content}."

    assert child_names(stated("claim", "content", content, sentence)) == {NAME}


def test_a_child_who_is_the_source_is_known() -> None:
    sentence = f"Four fell, said {NAME}, 14."
    start = sentence.index(NAME)
    speaker = Field(NAME, (Span.cut(sentence, start, start + len(NAME)),))
    arrest = Field("arrest", (Span.cut(sentence, 5, 9),))
    target = Field("Four", (Span.cut(sentence, 0, 4),))

    said = Statement.make(
        "0" * 64,
        "proceeding",
        {"type": arrest, "target": target},
        (Span.cut(sentence, 0, len(sentence)),),
        source=Source(speaker, None),
    )

    assert child_names(said) == {NAME}
