"""The stylesheet: colours that can be read, eight kinds told apart twice, nothing from outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import testigo.web
from testigo.record.kinds import KINDS, kind

STATIC = Path(testigo.web.__file__).parent / "static"
CSS = "".join(file.read_text(encoding="utf-8") for file in sorted(STATIC.glob("*.css")))
_COLOUR = r"--([a-zA-Z]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);"
COLOURS = {name: bright for name, bright, _ in re.findall(_COLOUR, CSS)}
THEMES = {"bright": COLOURS, "dark": {name: dark for name, _, dark in re.findall(_COLOUR, CSS)}}
LETTERS = [kind(name).letter for name in KINDS]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "side"])
@pytest.mark.parametrize("name", ["ink", "grey", "accent", "wrong", "seen", *LETTERS])
def test_words_in_every_colour_can_be_read(name: str, ground: str, theme: str) -> None:
    assert contrast(THEMES[theme][name], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_grey_can_be_read_on_a_lit_sentence(theme: str) -> None:
    colours = THEMES[theme]

    assert contrast(colours["grey"], colours["lit"]) >= 4.5
    assert contrast(colours["ink"], colours["lit"]) >= 7


@pytest.mark.parametrize("theme", THEMES)
def test_the_rim_of_what_can_be_filled_in_is_seen(theme: str) -> None:
    colours = THEMES[theme]

    assert contrast(colours["rim"], colours["paper"]) >= 3  # WCAG 2.2, 1.4.11


def test_colours_stand_in_one_place_alone() -> None:
    for file in STATIC.glob("*.css"):
        if file.name != "tokens.css":
            assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*;)", file.read_text("utf-8")), file


def test_each_kind_has_its_own_hue_and_its_own_underline() -> None:
    forms = []
    for name in KINDS:
        rule = rf"\.{kind(name).letter}, \.{name} {{ --hue: var\(--(.)\); (--form: [^}}]+) }}"
        [(hue, form)] = re.findall(rule, CSS)
        assert hue == kind(name).letter
        forms.append(form)
    assert len(set(forms)) == 8
    assert len({COLOURS[letter] for letter in LETTERS}) == 8


def test_nothing_is_loaded_from_outside() -> None:
    for address in re.findall(r"url\(([^)]*)\)", CSS):
        assert (STATIC / address).is_file()
    assert "http" not in CSS


def test_the_licence_of_the_fonts_stands_beside_them() -> None:
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "LICENSE").read_text(encoding="utf-8")
