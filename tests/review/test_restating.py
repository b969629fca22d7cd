"""Restating a statement: values as people type them, each resting on words of the text."""

from __future__ import annotations

import datetime

import pytest

from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidStatement, TestigoError, UnknownCode
from testigo.record.report import Text
from testigo.record.span import Span
from testigo.record.statement import Field, Statement
from testigo.record.vocabularies import vocabulary
from testigo.review.locating import WordsNotFound, locate
from testigo.review.restating import Edit, NoWitness, Page, amended, stated

CONTENT = (
    "Eleven dead at Qenqo\n\n"
    "At least eleven people were killed on Sunday in Cusco, the Ministry of Health said. "
    "Ilario Pacsi, 26, a mason, died in hospital. "
    "The ombudsman's office counted eleven people hurt.\n"
)
TEXT = Text("0" * 64, CONTENT, "plain 1")
PAGE = Page(TEXT, "en", datetime.date(2026, 3, 2))
FIRST, SECOND, THIRD = (
    CONTENT[CONTENT.index(start) : CONTENT.index(end) + len(end)]
    for start, end in (
        ("At least", "Health said."),
        ("Ilario", "in hospital."),
        ("The ombudsman", "people hurt."),
    )
)


def span(words: str, inside: str = CONTENT) -> Span:
    start = CONTENT.index(inside) + inside.index(words)
    return Span.cut(CONTENT, start, start + len(words))


def toll() -> Statement:
    number = (span("At least eleven"),)
    return Statement.make(
        TEXT.id,
        "toll",
        {
            "outcome": Field("killed", (span("killed"),)),
            "low": Field(11, number),
            "bound": Field("at_least", number),
            "wording": Field("At least eleven", number),
            "as_of": Field(Edtf("2026-03-01"), (span("Sunday"),), "Sunday before"),
        },
        (span(FIRST),),
    )


def quotes(field: Field | None) -> list[str]:
    assert field is not None
    return [one.quote for one in field.spans]


def test_a_number_is_typed_as_people_write_it_and_keeps_its_words() -> None:
    after = amended(toll(), Edit({"number": "eleven"}), PAGE)

    assert (after.value("low"), after.value("high"), after.value("bound")) == (11, 11, "exact")
    assert after.value("wording") == "eleven"
    assert after.field("low") == Field(11, (span("eleven", FIRST),))


def test_a_value_without_words_of_its_own_keeps_those_of_the_old() -> None:
    after = amended(toll(), Edit({"as_of": "28 Feb"}), PAGE)

    assert after.value("as_of") == Edtf("2026-02-28")
    assert quotes(after.field("as_of")) == ["Sunday"]


def test_words_alone_move_the_span_and_not_the_value() -> None:
    after = amended(toll(), Edit(words={"as_of": ["on Sunday"]}), PAGE)

    assert after.field("as_of") == Field(Edtf("2026-03-01"), (span("on Sunday"),), "Sunday before")


def test_a_speaker_is_given_and_taken_away() -> None:
    said = amended(toll(), Edit({"speaker": "Ministry of Health"}), PAGE)
    assert said.source.speaker == Field("Ministry of Health", (span("Ministry of Health"),))
    assert amended(said, Edit(cleared=frozenset({"speaker"})), PAGE).source.speaker is None


def test_a_speaker_outside_the_evidence_brings_its_sentence() -> None:
    after = amended(toll(), Edit({"speaker": "ombudsman's office"}), PAGE)
    assert [one.quote for one in after.evidence] == [FIRST, THIRD]


def test_a_name_that_the_text_writes_otherwise_names_its_words() -> None:
    once = amended(toll(), Edit({"speaker": "Ministry of Health"}), PAGE)
    with pytest.raises(NoWitness):
        amended(once, Edit({"speaker": "MINSA"}), PAGE)
    edit = Edit({"speaker": "MINSA"}, {"speaker": ["Ministry of Health"]})
    assert quotes(amended(once, edit, PAGE).source.speaker) == ["Ministry of Health"]


def test_a_place_is_what_the_reader_makes_of_it_in_this_text() -> None:
    place = amended(toll(), Edit({"place": "Cusco"}), PAGE).value("place")
    assert place is not None
    assert (place.words, place.country) == ("Cusco", "PE")  # type: ignore[union-attr]


@pytest.mark.parametrize("typed", ["alleged", vocabulary("modality").label("alleged", "es")])
def test_a_modality_is_a_code_or_its_label(typed: str) -> None:
    assert amended(toll(), Edit({"modality": typed}), PAGE).modality == "alleged"


def test_a_missed_statement_takes_the_sentences_of_its_words() -> None:
    made = stated(
        "casualty",
        Edit(
            {"name": "Ilario Pacsi", "age": "26", "outcome": "killed", "occupation": "a mason"},
            {"outcome": ["died"]},
        ),
        PAGE,
    )

    assert [one.quote for one in made.evidence] == [SECOND]
    assert made.value("age") == 26
    assert quotes(made.field("outcome")) == ["died"]
    made.check(CONTENT)


def test_a_missed_toll_is_stated_by_its_number() -> None:
    words = {"outcome": ["hurt"], "number": ["eleven people hurt"]}
    made = stated("toll", Edit({"number": "eleven", "outcome": "injured"}, words), PAGE)

    assert (made.value("low"), made.value("high")) == (11, 11)
    assert [one.quote for one in made.evidence] == [THIRD]


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (Edit({"sex": "male"}), InvalidStatement),
        (Edit({"number": "a few or so"}), TestigoError),
        (Edit({"outcome": "slain"}), UnknownCode),
        (Edit({"cause_code": "shot"}), TestigoError),
        (Edit({"speaker": "the coroner"}), NoWitness),
        (Edit({"place": "Cuzco"}), NoWitness),
        (Edit(words={"as_of": ["Tuesday"]}), WordsNotFound),
        (Edit(words={"as_of": ["e"]}), WordsNotFound),
        (Edit(cleared=frozenset({"outcome"})), InvalidStatement),
        (Edit({"as_of": ""}), TestigoError),
        (Edit({"parts": "three"}), TestigoError),
    ],
    ids=lambda value: str(value)[:50],
)
def test_what_cannot_be_stated_is_refused(edit: Edit, fault: type[TestigoError]) -> None:
    with pytest.raises(fault):
        amended(toll(), edit, PAGE)


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("eleven  people", CONTENT.index("eleven people")),
        ("eleven people#2", CONTENT.rindex("eleven people")),
        ("ilario pacsi", CONTENT.index("Ilario")),
        ("Qenqo At least", CONTENT.index("Qenqo")),
    ],
)
def test_words_are_found_whatever_their_white_space(words: str, start: int) -> None:
    evidence = (span(FIRST),)
    assert locate(CONTENT, words, evidence).start == start


@pytest.mark.parametrize("words", ["eleven people", "eleven people#3", "nine", "#1", ""])
def test_words_that_stand_nowhere_or_twice_are_refused(words: str) -> None:
    with pytest.raises(WordsNotFound):
        locate(CONTENT, words)


@pytest.mark.parametrize(
    ("content", "words", "start"),
    [
        ("Of 13 hurt on 2026-03-09 near 1,300 homes, 3 died at 3:30.", "3", 43),
        ("At Huancasa, Huanca said so.", "Huanca", 13),
        ("The Huancas left.", "Huanca", 4),
        ("1,300 fled.", "1,300", 0),
        ("In 2019, three.", "2019", 3),
    ],
    ids=["a figure alone", "a whole word", "within a word", "a figure with a comma", "a year"],
)
def test_whole_words_stand_before_parts_of_them_and_a_figure_is_never_part_of_another(
    content: str, words: str, start: int
) -> None:
    assert locate(content, words).start == start


def test_a_figure_within_another_is_no_place() -> None:
    with pytest.raises(WordsNotFound, match="do not stand"):
        locate("1,300 people, 13 of them hurt", "3")


def test_a_typed_date_rests_on_the_words_that_tell_it() -> None:
    """ "1 March" stands nowhere: the report says "on Sunday"."""
    undated = amended(toll(), Edit(cleared=frozenset({"as_of"})), PAGE)

    after = amended(undated, Edit({"as_of": "1 Mar 2026"}), PAGE)

    assert after.value("as_of") == Edtf("2026-03-01")
    assert quotes(after.field("as_of")) == ["Sunday"]


def test_a_code_that_was_missing_rests_on_the_words_that_carry_the_statement() -> None:
    victim = stated("casualty", Edit({"outcome": "killed"}, {}, spans=_victim()), PAGE)

    after = amended(victim, Edit({"sex": "male"}), PAGE)

    assert after.value("sex") == "male"
    assert quotes(after.field("sex")) == ["Ilario Pacsi"]


def test_a_name_that_stands_in_several_places_is_the_nearest_a_number_is_not_guessed() -> None:
    text = Text(
        "1" * 64, "Ana Lima spoke. Then 2 died, 2 were hurt. Ana Lima left. Ana Lima fell.", "p 1"
    )
    page = Page(text, "en")
    at = text.content.index("left")
    spans = {"outcome": (Span.cut(text.content, at, at + 4),)}

    made = stated(
        "casualty", Edit({"name": "Ana Lima", "outcome": "missing"}, {}, spans=spans), page
    )

    name = made.field("name")
    assert name is not None
    assert [one.start for one in name.spans] == [text.content.index("Ana Lima left")]
    with pytest.raises(WordsNotFound):
        locate(text.content, "2", (Span.cut(text.content, 16, 40),))


def _victim() -> dict[str, tuple[Span, ...]]:
    return {"name": (span("Ilario Pacsi"),), "outcome": (span("died"),)}
