import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.languages.casing import is_in_capitals, restored_case
from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.protocol import Page
from testigo.record.report import Metadata, Stated, Text

RESTORED = {
    "names, places and sentence starts": (
        "en",
        "TWO FARMERS WERE SHOT DEAD NEAR LIMA ON MONDAY. THE MAYOR, EDUARDO QUISBERT, SAID SO.",
        "Two farmers were shot dead near Lima on Monday. The mayor, Eduardo Quisbert, said so.",
    ),
    "an acronym and the words it stands for": (
        "en",
        "THE COMMUNITY DEFENCE UNION [CDU] WAS BLAMED. THE CDU'S LEADERS DENIED IT YESTERDAY.",
        "The Community Defence Union [CDU] was blamed. The CDU's leaders denied it yesterday.",
    ),
    "a title before a name": (
        "en",
        "POLICE SAID THAT COLONEL VASTERGAARD LEFT; THE COLONEL WAS NOT FOUND BY HIS SOLDIERS.",
        "Police said that Colonel Vastergaard left; the colonel was not found by his soldiers.",
    ),
    "initials and single letters": (
        "en",
        "A BOMB EXPLODED AT THE HOUSE OF J. M. TARDELLO IN A SUBURB; SOLDIERS FIRED M-16 RIFLES.",
        "A bomb exploded at the house of J. M. Tardello in a suburb; soldiers fired M-16 rifles.",
    ),
    "Spanish": (
        "es",
        "DOS CAMPESINOS MURIERON EN LIMA EL LUNES, INFORMÓ EL ALCALDE, EDUARDO QUISBERT.",
        "Dos campesinos murieron en Lima el lunes, informó el alcalde, Eduardo Quisbert.",
    ),
}


@pytest.mark.parametrize(("language", "text", "expected"), RESTORED.values(), ids=RESTORED)
def test_a_text_in_capitals_gets_its_small_letters_back(
    language: str, text: str, expected: str
) -> None:
    assert restored_case(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Two farmers were shot dead near Lima on Monday, the mayor, Eduardo Quisbert, said.",
        "TWO SHOT DEAD NEAR LIMA\n\nTwo farmers were shot dead near Lima on Monday, police said.",
        "SHOT DEAD",
        "",
    ],
    ids=["mixed", "a headline in capitals", "too short to tell", "empty"],
)
def test_mixed_text_is_left_alone(text: str) -> None:
    assert not is_in_capitals(text)
    assert restored_case(text, "en") is text


@given(st.text(alphabet="ABCDEFGÉÑİßŞ .,'’[]()-\n1", min_size=0, max_size=300))
def test_only_the_case_of_letters_changes_and_nothing_moves(text: str) -> None:
    for language in ("en", "es"):
        restored = restored_case(text, language)
        assert len(restored) == len(text)
        assert all(a == b or a.lower() == b for a, b in zip(text, restored, strict=True))


def test_what_is_read_of_a_text_in_capitals_quotes_it_as_it_stands() -> None:
    text = Text(
        "capitals",
        "THREE FARMERS WERE KILLED ON MONDAY IN LIMA WHEN A BOMB EXPLODED, POLICE SAID.",
        "test",
    )
    metadata = Metadata(language=Stated("en", "test"), published=Stated("2024-05-08", "test"))
    reading = BuiltinReader(rules_alone=True).read([Page(text, metadata)])[0]
    tolls = [f.statement for f in reading.found if f.statement.kind == "toll"]
    assert len(tolls) == 1
    for one in reading.found:
        for _, value in one.statement.fields:
            for span in value.spans:
                span.check(text.content)
    assert not reading.dropped


def test_what_is_flagged_in_a_text_in_capitals_quotes_it_as_it_stands() -> None:
    text = Text(
        "capitals", "MANY WOUNDED WERE SEEN BY THE RIVER. THEY WERE ALL KILLED LATER.", "test"
    )
    metadata = Metadata(language=Stated("en", "test"))
    reading = BuiltinReader(rules_alone=True).read([Page(text, metadata)])[0]
    for flag in reading.coverage.flagged:
        flag.sentence.check(text.content)
        for word in flag.words:
            word.check(text.content)
