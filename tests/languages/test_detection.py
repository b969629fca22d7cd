"""Which language a text is in."""

import pytest

from testigo.languages.detection import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The provincial hospital took in nine wounded people before dawn.", "en"),
        ("El hospital provincial recibió a nueve heridos antes del amanecer.", "es"),
        ("O hospital provincial recebeu nove feridos antes do amanhecer.", "pt"),
        ("L’hôpital provincial a accueilli neuf blessés avant l’aube.", "fr"),
        ("Полиция задержала двенадцать человек на площади во вторник.", "ru"),
        ("Lima, 2022", "und"),
        ("12 / 45 / 78 — 90", "und"),
        ("", "und"),
    ],
    ids=["english", "spanish", "portuguese", "french", "russian", "a place", "figures", "nothing"],
)
def test_a_text_is_told_by_its_language_or_not_at_all(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_one_headline_is_enough_to_tell_the_two_languages_that_are_read() -> None:
    assert detect_language("Two farmers shot dead at the bridge of Kelmora") == "en"
    assert detect_language("Dos campesinos mueren baleados en el puente de Quelmora") == "es"
