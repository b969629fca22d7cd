"""Reads a table of marked phrases: one a line, `#` for remarks, `¶` for a new paragraph."""

from pathlib import Path

FOLDER = Path(__file__).parent / "phrases"
LANGUAGES = ("en", "es")


def read_phrases(finder: str, language: str) -> list[str]:
    lines = (FOLDER / f"{finder}_{language}.txt").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.startswith("#")]
    return [line.replace(" ¶ ", "\n\n") for line in kept]


def strip_marks(phrase: str, marks: str) -> tuple[str, list[tuple[int, str]]]:
    """Return the phrase without its marks, and where each mark stood (offset in what is left)."""
    content, places = [], []
    for character in phrase:
        if character in marks:
            places.append((len(content), character))
        else:
            content.append(character)
    return "".join(content), places
