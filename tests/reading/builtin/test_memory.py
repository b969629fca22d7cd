"""Whom a report means by a title, an age or a pronoun; nobody where that is not clear."""

from __future__ import annotations

import pytest
from tests.reading.builtin.proposing import Proposing

from testigo.reading.builtin.memory import Memory

MEANT = [
    ("en", "Interior minister Ada Brenn came. The minister left.", "The minister", "Ada Brenn"),
    ("en", "The minister left. Interior minister Ada Brenn came.", "The minister", "Ada Brenn"),
    (
        "en",
        "Minister Ada Brenn came. Minister Teo Lund left. The minister spoke.",
        "The minister",
        "Teo Lund",
    ),
    (
        "en",
        "Bruno Castel, a 26-year-old welder, came. The 26-year-old left.",
        "The 26-year-old",
        "Bruno Castel",
    ),
    ("en", "Ada Brenn came. She left.", "She", "Ada Brenn"),
    ("es", "El ministro Teo Lund llegó. El ministro salió.", "El ministro salió", "Teo Lund"),
]
NOBODY = [
    ("en", "Minister Ada Brenn came. A minister left.", "A minister"),
    ("en", "Minister Ada Brenn came. Her minister left.", "Her minister"),
    ("en", "Police superintendent Ada Brenn came. Police left.", "Police left"),
    ("en", "Ada Brenn met Mara Lund. She left.", "She"),
    ("en", "Nobody came. The minister left.", "The minister"),
]


def antecedent(content: str, language: str, words: str) -> str | None:
    told = Proposing(content, language)
    words = words.removesuffix(" left").removesuffix(" salió")
    span = told.setting.document.cut(content.rindex(words), content.rindex(words) + len(words))
    if content.startswith(words):
        span = told.setting.document.cut(0, len(words))
    found = Memory(told.setting).antecedent(span)
    return None if found is None else found.quote


@pytest.mark.parametrize(("language", "content", "words", "name"), MEANT)
def test_words_stand_for_the_person_named(language, content, words, name):
    assert antecedent(content, language, words) == name


@pytest.mark.parametrize(("language", "content", "words"), NOBODY)
def test_where_nobody_fits_or_two_could_be_meant_there_is_nobody(language, content, words):
    assert antecedent(content, language, words) is None


def test_a_post_read_elsewhere_tells_whom_its_title_means():
    content = "Ada Brenn took over as prefect in May. The prefect left."
    told = Proposing(content)
    document = told.setting.document
    title, holder = document.cut(23, 30), document.cut(0, 9)
    start = content.rindex("The prefect")
    found = Memory(told.setting, [(title, holder)]).antecedent(document.cut(start, start + 11))
    assert found == holder
