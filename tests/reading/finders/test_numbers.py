"""Numbers as reports write them; numbers_en.tsv and numbers_es.tsv hold the sentences."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testigo.languages.document import analyse
from testigo.reading.finders.mentions import NumberMention
from testigo.reading.finders.numbers import find_numbers, flat_low

LANGUAGES = ("en", "es")
USES = {
    *("count", "age", "percent", "money", "ordinal", "date", "clock", "duration"),
    *("measure", "ratio", "identifier", "other"),
}


def table(language: str) -> list[tuple[str, str, str]]:
    """The rows: what each defends, the sentence, and its numbers in the notation of `noted`."""
    lines = Path(__file__).with_name(f"numbers_{language}.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in lines.splitlines() if not line.startswith("#")]
    return [(defends, sentence, numbers) for defends, sentence, numbers in rows]


def noted(mention: NumberMention) -> str:
    """Write a mention as the tables do: "At least 27 | 27.. at_least count | demonstrators"."""
    count = mention.count
    if count.bound == "vague":
        value = "?"
    elif count.low == count.high:
        value = str(count.low)
    else:
        value = (
            f"{'' if count.low is None else count.low}..{'' if count.high is None else count.high}"
        )
    parts = [mention.span.quote, f"{value} {count.bound} {mention.use}"]
    if mention.noun is not None:
        parts.append(mention.noun.quote)
    if mention.of_total is not None:
        parts.append(f"of {mention.of_total.low}")
    if mention.each:
        parts.append("each")
    return " | ".join(parts)


ROWS = [
    pytest.param(language, sentence, numbers, id=f"{language}: {defends}")
    for language in LANGUAGES
    for defends, sentence, numbers in table(language)
]


@pytest.mark.parametrize(("language", "sentence", "numbers"), ROWS)
def test_numbers_are_read_as_reports_write_them(language: str, sentence: str, numbers: str) -> None:
    found = find_numbers(analyse(sentence, language))

    assert " ;; ".join(noted(mention) for mention in found) == numbers


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fifth_of_a_hundred_sentences_counts_nobody(language: str) -> None:
    rows = table(language)
    silent = [sentence for _, sentence, numbers in rows if " count" not in numbers]

    assert len({sentence for _, sentence, _ in rows}) == len(rows) >= 100
    assert len(silent) >= len(rows) / 5


@pytest.mark.parametrize(
    ("language", "wording", "low"),
    [
        ("en", "dozens", 24),
        ("en", "scores", 40),
        ("en", "hundreds", 200),
        ("en", "several hundred", 200),
        ("en", "Thousands", 2000),
        ("en", "more than several thousand", 2000),
        ("en", "tens of thousands", 20000),
        ("en", "several", None),
        ("es", "decenas", 24),
        ("es", "centenares", 200),
        ("es", "Varios miles", 2000),
        ("es", "decenas de miles", 20000),
        ("es", "un puñado", None),
    ],
)
def test_the_flat_form_gives_a_vague_word_its_number(
    language: str, wording: str, low: int | None
) -> None:
    assert flat_low(wording, language) == low


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Two dead\n\nMayor blames rivals\n\nForty fled."),
        ("es", "Dos muertos\n\nEl alcalde culpa a rivales\n\nCuarenta huyeron."),
    ],
    ids=LANGUAGES,
)
def test_a_number_never_reaches_over_a_line(language: str, text: str) -> None:
    values = [mention.count.low for mention in find_numbers(analyse(text, language))]

    assert values == [2, 40]


ENGLISH_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
ENGLISH_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety"


def spelled_in_english(number: int) -> str:
    """Spell 0 to 999,999, written without the package's lexicon on purpose."""
    if number < 20:
        return ENGLISH_SMALL.split()[number]
    if number < 100:
        ten, unit = divmod(number, 10)
        return ENGLISH_TENS.split()[ten] + (f"-{ENGLISH_SMALL.split()[unit]}" if unit else "")
    if number < 1000:
        hundred, rest = divmod(number, 100)
        return f"{ENGLISH_SMALL.split()[hundred]} hundred" + (
            f" and {spelled_in_english(rest)}" if rest else ""
        )
    thousand, rest = divmod(number, 1000)
    joined = " and " if 0 < rest < 100 else " "
    text = f"{spelled_in_english(thousand)} thousand"
    return text + (f"{joined}{spelled_in_english(rest)}" if rest else "")


SPANISH_SMALL = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés "
    "veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
)
SPANISH_TENS = "_ _ _ treinta cuarenta cincuenta sesenta setenta ochenta noventa"
SPANISH_HUNDREDS = (
    "_ ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos "
    "ochocientos novecientos"
)


def spelled_in_spanish(number: int) -> str:
    """Spell 0 to 999,999 before a masculine noun ("veintiún mil", "treinta y uno")."""
    if number < 30:
        return SPANISH_SMALL.split()[number]
    if number < 100:
        ten, unit = divmod(number, 10)
        return SPANISH_TENS.split()[ten] + (f" y {SPANISH_SMALL.split()[unit]}" if unit else "")
    if number == 100:
        return "cien"
    if number < 1000:
        hundred, rest = divmod(number, 100)
        return SPANISH_HUNDREDS.split()[hundred] + (f" {spelled_in_spanish(rest)}" if rest else "")
    thousand, rest = divmod(number, 1000)
    before = spelled_in_spanish(thousand)
    if before.endswith("veintiuno"):
        before = f"{before.removesuffix('veintiuno')}veintiún"
    elif before.endswith("uno"):
        before = before.removesuffix("o")
    text = "mil" if thousand == 1 else f"{before} mil"
    return text + (f" {spelled_in_spanish(rest)}" if rest else "")


@given(st.integers(0, 999_999))
def test_every_number_spelled_in_english_is_read_back(number: int) -> None:
    text = f"They buried {spelled_in_english(number)} villagers there."
    (mention,) = find_numbers(analyse(text, "en"))

    assert (mention.count.low, mention.count.high, mention.use) == (number, number, "count")
    assert mention.numeral.quote == spelled_in_english(number)


@given(st.integers(0, 999_999))
def test_every_number_spelled_in_spanish_is_read_back(number: int) -> None:
    text = f"Enterraron a {spelled_in_spanish(number)} vecinos en el valle."
    (mention,) = find_numbers(analyse(text, "es"))

    assert (mention.count.low, mention.count.high, mention.use) == (number, number, "count")
    assert mention.numeral.quote == spelled_in_spanish(number)


@pytest.mark.parametrize("language", LANGUAGES)
@given(number=st.integers(2, 999_999), mark=st.sampled_from(",. \u00a0"))
def test_every_grouped_figure_is_read_back(language: str, number: int, mark: str) -> None:
    figure = f"{number:,}".replace(",", mark)
    noun = {"en": "villagers", "es": "vecinos"}[language]
    (mention,) = find_numbers(analyse(f"({figure} {noun})", language))

    assert (mention.count.low, mention.count.high) == (number, number)
    assert mention.use == "count"


PIECES = {
    "en": "at least|more than|up to|some|two|hundred|and|thousand|a|dozen|27|1,200|-|to|of the|each"
    "|all but|one|percent|$|years|old|,|.|dead|people|(|)|May|7:30|both|half|or more|dozens|\n|°|½",
    "es": "al menos|más de|hasta|unos|dos|cien|y|mil|una|docena|27|1.200|-|a|de los|cada uno|años"
    "|todos menos|uno|por ciento|S/|,|.|muertos|personas|(|)|mayo|7:30|medio|o más|decenas|\n|ª|½",
}


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=300)
@given(data=st.data())
def test_any_heap_of_words_gives_spans_that_quote_and_ranges_that_hold(
    language: str, data: st.DataObject
) -> None:
    pieces = st.lists(st.sampled_from(PIECES[language].split("|")), max_size=14)
    text = data.draw(st.sampled_from([" ", ""]), "gap").join(data.draw(pieces, "pieces"))
    found = find_numbers(analyse(text, language))

    for mention in found:
        mention.span.check(text)
        mention.numeral.check(text)
        assert mention.use in USES
        assert mention.span.covers(mention.numeral)
        assert mention.count.wording == mention.span.quote
        if mention.noun is not None:
            mention.noun.check(text)
            assert mention.noun.start >= mention.numeral.start
    assert [m.numeral.start for m in found] == sorted(m.numeral.start for m in found)


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(max_size=80))
def test_any_text_at_all_is_read_without_an_error(language: str, text: str) -> None:
    for mention in find_numbers(analyse(text, language)):
        mention.span.check(text)
