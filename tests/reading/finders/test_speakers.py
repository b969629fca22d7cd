import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading.finders.phrase_tables import LANGUAGES, read_phrases, strip_marks

from testigo.languages.document import analyse
from testigo.reading.finders.mentions import Attribution
from testigo.reading.finders.names import find_names
from testigo.reading.finders.quotations import find_quotations
from testigo.reading.finders.speakers import find_attributions, speaker_at

PHRASES = [(lang, p) for lang in LANGUAGES for p in read_phrases("speakers", lang)]
WORDS = {
    "en": ['police', 'said', 'that', 'nine', ',', '.', '"', '“', '”', 'men', 'died', 'according', 'to', 'he', 'the', 'clinic', 'told', 'reporters', 'and', 'but', 'while', ':', 'Orla', 'Venn', 'who', 'denied', 'count', "'s", 'citing', 'by', 'was', 'confirmed'],
    "es": ['policía', 'dijo', 'que', 'nueve', ',', '.', '"', '«', '»', 'hombres', 'murieron', 'según', 'la', 'clínica', 'a', 'prensa', 'y', 'pero', 'mientras', ':', 'Orlanda', 'Vena', 'quien', 'negó', 'recuento', 'del', 'citando', 'por', 'fue', 'confirmada', '—', 'añadió'],
}


def attribute(content: str, language: str) -> tuple[Attribution, ...]:
    document = analyse(content, language, has_title=False)
    return find_attributions(document, find_names(document), find_quotations(document))


def responsible(phrase: str, language: str) -> tuple[str | None, str | None, str | None]:
    """Who is expected to say the words in <>, and who is found: words and fullest form."""
    text, _, full = phrase.partition(" =>")
    content, places = strip_marks(text, "{}<>")
    at = {mark: offset for offset, mark in places}
    document = analyse(content, language, has_title=False)
    attributions = attribute(content, language)
    found = speaker_at(document, attributions, at["<"])
    expected = full.strip() or (
        content[at["{"] : at["}"]] if "{" in at and "=>" not in phrase else None
    )
    if found is None or found.speaker is None or found.speaker_full is None:
        return expected, None, None
    return expected, found.speaker.quote, found.speaker_full.quote


def bare(words: str | None) -> str | None:
    """Without an article: gold leaves it out as often as not."""
    if words is None:
        return None
    first, _, rest = words.partition(" ")
    return (
        rest
        if first.lower() in ("the", "a", "an", "el", "la", "los", "las", "un", "una", "unos")
        else words
    )


@pytest.mark.parametrize(("language", "phrase"), PHRASES, ids=[p for _, p in PHRASES])
def test_who_says_it_is_found(language: str, phrase: str) -> None:
    expected, speaker, full = responsible(phrase, language)
    if expected is None:
        assert speaker is None
    else:
        assert bare(expected) in (bare(speaker), bare(full))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_large_and_a_fifth_of_it_names_nobody(language: str) -> None:
    phrases = [p for lang, p in PHRASES if lang == language]
    silent = [p for p in phrases if "{" not in p and "=>" not in p]
    assert len(phrases) >= 100
    assert len(silent) * 5 >= len(phrases)


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_spans_quote_the_text_and_scopes_lie_in_it(language: str, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(WORDS[language]), max_size=30))
    content = " ".join(words)
    for attribution in attribute(content, language):
        assert attribution.scope
        for span in (attribution.cue, attribution.speaker, attribution.origin, *attribution.scope):
            if span is not None:
                span.check(content)
