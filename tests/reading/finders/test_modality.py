import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading.finders.phrase_tables import LANGUAGES, read_phrases, strip_marks

from testigo.languages.document import analyse
from testigo.reading.finders.modality import find_modalities, modality_at
from testigo.reading.finders.names import find_names
from testigo.reading.finders.quotations import find_quotations
from testigo.reading.finders.speakers import find_attributions
from testigo.record.span import Span

ROWS = [
    (language, *line.split(" | ", 1))
    for language in LANGUAGES
    for line in read_phrases("modality", language)
]
WORDS = {
    "en": ["reportedly", "no", "nobody", "denied", "that", "will", "if", "men", "died", ",", "."],
    "es": ["no", "nadie", "negó", "que", "habría", "será", "si", "hombres", "murieron", ",", "."],
}


def modality_of(content: str, language: str, start: int, end: int) -> tuple[str, tuple[Span, ...]]:
    document = analyse(content, language, has_title=False)
    quotations = find_quotations(document)
    attributions = find_attributions(document, find_names(document), quotations)
    return modality_at(document, find_modalities(document), attributions, document.cut(start, end))


@pytest.mark.parametrize(("language", "code", "phrase"), ROWS, ids=[row[2] for row in ROWS])
def test_the_modality_of_what_is_marked_is_found(language: str, code: str, phrase: str) -> None:
    content, places = strip_marks(phrase, "<>")
    (start, _), (end, _) = places[-2:]
    found, cues = modality_of(content, language, start, end)
    assert found == code
    assert bool(cues) == (code != "asserted")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_large_and_a_fifth_of_it_is_plain_fact(language: str) -> None:
    codes = [code for lang, code, _ in ROWS if lang == language]
    assert len(codes) >= 100
    assert codes.count("asserted") * 5 >= len(codes)


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_cues_and_scopes_quote_the_text(language: str, data: st.DataObject) -> None:
    content = " ".join(data.draw(st.lists(st.sampled_from(WORDS[language]), max_size=25)))
    for mention in find_modalities(analyse(content, language)):
        mention.cue.check(content)
        mention.scope.check(content)
        assert mention.code in ("alleged", "denied", "planned", "conditional", "retracted")
