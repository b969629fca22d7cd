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
    "en": [
        "police",
        "said",
        "that",
        "nine",
        ",",
        ".",
        '"',
        "“",
        "”",
        "men",
        "died",
        "according",
        "to",
        "he",
        "the",
        "clinic",
        "told",
        "reporters",
        "and",
        "but",
        "while",
        ":",
        "Orla",
        "Venn",
        "who",
        "denied",
        "count",
        "'s",
        "citing",
        "by",
        "was",
        "confirmed",
    ],
    "es": [
        "policía",
        "dijo",
        "que",
        "nueve",
        ",",
        ".",
        '"',
        "«",
        "»",
        "hombres",
        "murieron",
        "según",
        "la",
        "clínica",
        "a",
        "prensa",
        "y",
        "pero",
        "mientras",
        ":",
        "Orlanda",
        "Vena",
        "quien",
        "negó",
        "recuento",
        "del",
        "citando",
        "por",
        "fue",
        "confirmada",
        "—",
        "añadió",
    ],
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


CHAINS = [
    (
        "en",
        "Survivors told Radio Delta that nine girls had been taken.",
        "Survivors",
        "Radio Delta",
    ),
    (
        "en",
        "The Harbour Post, quoting two nurses, put the toll at nine.",
        "two nurses",
        "Harbour Post",
    ),
    ("en", "A guard quoted by the Harbour Post said six vans left.", "guard", "Harbour Post"),
    ("en", "Nine died, the guild said on the basis of two lists.", "guild", "two lists"),
    ("es", "Los vecinos dijeron a Radio Delta que nueve niñas faltan.", "vecinos", "Radio Delta"),
    (
        "es",
        "El diario Voz, citando a dos enfermeras, elevó los muertos a nueve.",
        "dos enfermeras",
        "diario Voz",
    ),
    ("es", "Un guardia citado por el diario Voz dijo que salieron seis.", "guardia", "diario Voz"),
    (
        "es",
        "El rector precisó en declaraciones a Radio Delta que son siete.",
        "rector",
        "Radio Delta",
    ),
    ("en", "The clinic said nine people had died.", "clinic", None),
    ("es", "La clínica dijo que murieron nueve personas.", "clínica", None),
]


@pytest.mark.parametrize(("language", "content", "speaker", "origin"), CHAINS)
def test_both_parties_of_a_second_hand_chain_are_told_apart(
    language: str, content: str, speaker: str, origin: str | None
) -> None:
    found = attribute(content, language)[0]
    assert found.speaker is not None
    assert bare(found.speaker.quote) == bare(speaker)
    assert bare(found.origin.quote if found.origin else None) == bare(origin)


@pytest.mark.parametrize(
    ("language", "content", "stance", "medium", "said_on"),
    [
        (
            "en",
            "The navy said in a statement on Monday that two had died.",
            "says",
            "in a statement",
            "on Monday",
        ),
        ("en", "The army denied on Friday that two had died.", "denies", None, "on Friday"),
        ("en", "The barracks admitted that two had died.", "admits", None, None),
        ("en", "The union accused the guards of theft.", "accuses", None, None),
        ("en", "The bishop condemned the raid.", "condemns", None, None),
        ("en", "The lawyers demanded that the list be shown.", "demands", None, None),
        ("en", "The colonel threatened to shell the town.", "threatens", None, None),
        ("en", "The minister promised that the curfew would end.", "promises", None, None),
        (
            "es",
            "La Marina dijo el lunes en un comunicado que murieron dos.",
            "says",
            "en un comunicado",
            "el lunes",
        ),
        ("es", "El Ejército negó que murieran dos.", "denies", None, None),
        ("es", "El cuartel admitió que murieron dos.", "admits", None, None),
        ("es", "El sindicato acusó a los guardias de robo.", "accuses", None, None),
        ("es", "El obispo condenó el registro.", "condemns", None, None),
        ("es", "Los abogados exigieron que se muestre la lista.", "demands", None, None),
        ("es", "El coronel amenazó con bombardear el pueblo.", "threatens", None, None),
        ("es", "La ministra prometió que acabaría el toque de queda.", "promises", None, None),
    ],
)
def test_stance_medium_and_day_come_with_the_speaker(
    language: str, content: str, stance: str, medium: str | None, said_on: str | None
) -> None:
    found = attribute(content, language)[0]
    assert found.stance == stance
    assert (found.medium.quote if found.medium else None) == medium
    assert (found.said_on.quote if found.said_on else None) == said_on


@pytest.mark.parametrize("language", LANGUAGES)
def test_police_who_tell_of_a_killing_are_not_its_subject(language: str) -> None:
    content = {
        "en": "Two men were killed, according to police.",
        "es": "Dos hombres fueron asesinados, según la Policía.",
    }[language]
    found = attribute(content, language)[0]
    assert found.speaker is not None
    assert not any(span.meets(found.speaker) for span in found.scope)
