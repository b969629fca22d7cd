"""Numbers of people in words, each with its bound, and what happened to them."""

from __future__ import annotations

from testigo.record.vocabularies import vocabulary
from testigo.record.wording.phrases import number_words, phrase


def count_words(
    low: int | None,
    high: int | None,
    bound: str | None,
    wording: str | None,
    *,
    language: str = "en",
) -> str:
    """Return a number of people with its bound; a vague word stands in quotes, "" for nothing.

    >>> count_words(41, None, "more_than", "more than 40")
    'more than 40'
    >>> count_words(41, None, "more_than", "more than 40", language="es")
    'más de 40'
    >>> count_words(None, None, "vague", "dozens")
    '“dozens”'
    """
    if low is None and high is None:
        return f"“{wording}”" if wording else ""
    if high is None:
        assert low is not None
        excluded = bound == "more_than" and low > 0
        number = number_words(low - 1 if excluded else low, language=language)
        return phrase("more_than" if excluded else "at_least", language, number=number)
    last = number_words(high, language=language)
    if low is None:
        return phrase("at_most", language, number=last)
    first = number_words(low, language=language)
    number = last if low == high else phrase("range", language, low=first, high=last)
    return phrase("about", language, number=number) if bound == "about" else number


def harmed_words(
    low: int | None,
    high: int | None,
    bound: str | None,
    wording: str | None,
    outcome: str,
    *,
    language: str = "en",
) -> str:
    """Return a number of people and what happened to them; `outcome` is a code.

    Spanish names nobody's sex: it counts persons.

    >>> harmed_words(27, None, "at_least", "at least 27", "killed")
    'at least 27 killed'
    >>> harmed_words(27, None, "at_least", "at least 27", "killed", language="es")
    'al menos 27 personas muertas'
    """
    count = count_words(low, high, bound, wording, language=language)
    shown = high if high is not None else low
    if shown is not None and high is None and bound == "more_than" and shown > 0:
        shown -= 1
    harm = outcome_words(outcome, language=language, is_one=shown == 1)
    if language == "es" and shown is None:
        return f"{harm}: {count}" if count else harm  # "decenas" would need "de", "varias" not
    return f"{count} {harm}".strip()


def outcome_words(
    outcome: str, *, language: str = "en", sex: str | None = None, is_one: bool = True
) -> str:
    """Return what happened to persons, in agreement with them; `outcome` and `sex` are codes.

    Where no sex is stated, Spanish says "persona" rather than pick one.

    >>> outcome_words("killed"), outcome_words("killed", language="es")
    ('killed', 'persona muerta')
    >>> outcome_words("killed", language="es", sex="female")
    'muerta'
    """
    label = vocabulary("outcome").label(outcome, language)
    if language != "es" or sex == "male":
        return label
    participle, space, rest = label.partition(" ")
    feminine = participle[:-1] + "a" if participle.endswith("o") else participle
    if sex == "female":
        return feminine + space + rest
    ending = "" if is_one else "s"
    return f"persona{ending} {feminine}{ending}{space}{rest}"
