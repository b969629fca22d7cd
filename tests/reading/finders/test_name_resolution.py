"""Who is meant by words that point back."""

import pytest

from testigo.languages.document import analyse
from testigo.reading.finders.name_resolution import resolve_name
from testigo.reading.finders.names import find_names


@pytest.mark.parametrize(
    ("language", "text", "words", "full"),
    [
        ("en", "They held Ivana Torrealba. Torrealba ran.", "Torrealba ran", "Ivana Torrealba"),
        ("en", "Interior Minister Odran Velasko spoke. Then the minister left.", "the minister",
         "Odran Velasko"),
        ("en", "Finance Minister Edda Voll met Health Minister Odran Velasko. The minister left.",
         "The minister", None),
        ("en", "The governor spoke. Governor Tomas Ekel left.", "The governor", None),
        ("en", "Odran Velasko spoke. The minister left.", "The minister", None),
        ("en", "Odran Velasko spoke. The crowd left.", "The crowd", None),
        ("es", "Detuvieron a Ivana Torrealba. Torrealba salió libre.", "Torrealba salió",
         "Ivana Torrealba"),
        ("es", "La alcaldesa Edith Sorlano habló. Luego la alcaldesa salió.", "la alcaldesa",
         "Edith Sorlano"),
        ("es", "El fiscal Odrán Velasco vio al fiscal Elmer Quispe. El fiscal calló.",
         "El fiscal calló", None),
        ("es", "La Coordinadora del Valle (CDV) paró. La CDV cedió.", "CDV cedió",
         "Coordinadora del Valle"),
    ],
)  # fmt: skip
def test_words_that_point_back_find_the_fullest_form_or_nothing(
    language: str, text: str, words: str, full: str | None
) -> None:
    document = analyse(text, language, has_title=False)
    start = text.rindex(words)

    found = resolve_name(document, find_names(document), document.cut(start, start + len(words)))

    assert (found.quote if found else None) == full
