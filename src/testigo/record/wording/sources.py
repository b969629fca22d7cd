"""Who says so, what found it and how sure it is, in words."""

from __future__ import annotations

from testigo.record.statement import Statement
from testigo.record.wording.phrases import number_words, phrase
from testigo.record.wording.values import value_words

OUTLET_ITSELF = phrase("outlet itself", "en")
OUTLET_UNKNOWN = phrase("outlet unknown", "en")
PASSED_OVER = phrase("passed over", "en")
"""What is said of a report of which nothing was read because the first look passed it over."""


def outlet_itself(language: str = "en") -> str:
    """Return who says what no speaker says."""
    return phrase("outlet itself", language)


def outlet_unknown(language: str = "en") -> str:
    """Return what stands where a report does not show its outlet."""
    return phrase("outlet unknown", language)


def passed_over(language: str = "en") -> str:
    """Return what is said of a report that the first look passed over."""
    return phrase("passed over", language)


def said_by(statement: Statement, outlet: str | None = None, *, language: str = "en") -> str:
    """Return who says so: the speaker, else `outlet`; and whom the speaker relies on.

    `outlet` None stands for "the outlet itself", in that language.
    """
    speaker, origin = statement.source.speaker, statement.source.origin
    words = outlet_itself(language) if outlet is None else outlet
    if speaker is not None:
        words = value_words(speaker.value, language=language)
    if origin is None:
        return words
    relied_on = value_words(origin.value, language=language)
    return phrase("relying on", language, who=words, origin=relied_on)


def basis_words(rule: str, *, language: str = "en") -> str:
    """Return what found a statement, for people: the rules, the net, both alike, or a model.

    >>> basis_words("toll.passive+learned.toll"), basis_words("learned.claim")
    ('rule and net agree', 'the net alone')
    """
    parts = rule.split("+")
    if all(part.startswith("llm.") for part in parts):
        return phrase("by model", language)
    by_net = sum(part.startswith("learned.") for part in parts)
    if by_net == len(parts):
        return phrase("by net", language)
    return phrase("by both" if by_net else "by rule", language)


def confidence_words(
    confidence: float | None, measured_on: int | None, *, language: str = "en"
) -> str:
    """Return a measured confidence with what it was measured on, or that there is none."""
    if confidence is None:
        return phrase("not measured", language)
    value = f"{confidence:.2f}"
    if measured_on is None:
        return phrase("measured", language, value=value)
    number = number_words(measured_on, language=language)
    return phrase("measured on", language, value=value, number=number)
