"""The words of the pages: the same keys in both languages, all of them used, none missing."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from markupsafe import Markup

import testigo.web
from testigo.casebook.settings import LANGUAGES
from testigo.web.words import FORMS, BrokenWords, NoSuchWords, Words, _forms, places, words

WEB = Path(testigo.web.__file__).parent
KEY_BEGINNING = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*_")
_ASKED = re.compile(r"""\bt\(\s*["']([a-z0-9_.]+)["']\s*(~?)""")
_LITERAL = re.compile(r"""["']([a-z][a-z0-9_]*\.[a-z0-9_]+)["']\s*(~?)""")


def asked_in_templates() -> tuple[set[str], set[str]]:
    """Keys that templates name, and beginnings of keys that they put together (`"a.b_" ~ x`)."""
    keys, beginnings = set(), set()
    for file in (WEB / "templates").glob("*.html"):
        for key, joined in _LITERAL.findall(file.read_text("utf-8")):
            (beginnings if joined else keys).add(key)
        for key, joined in _ASKED.findall(file.read_text("utf-8")):
            (beginnings if joined else keys).add(key)
    return keys, beginnings


def asked_in_code() -> tuple[set[str], set[str]]:
    """Keys that code names, and beginnings of keys that it puts together (`f"a.b_{x}"`)."""
    keys, beginnings = set(), set()
    for file in WEB.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        joined = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr)
            for part in node.values
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and id(node) not in joined:
                keys.add(str(node.value))
    return keys, beginnings


def called_in_code() -> set[str]:
    """Keys of the calls `t("a.b")` in code."""
    found = set()
    for file in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if node.func.id == "t" and isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_stands_in_every_language(language: str) -> None:
    assert set(words(language).entries) == set(words("en").entries)


def test_every_language_fills_the_same_places() -> None:
    english, spanish = words("en").entries, words("es").entries
    for key, forms in english.items():
        assert set(forms) == set(spanish[key]), key
        # "one" may say "the only report" where the other form has its number.
        for form in forms:
            optional = {"n"} if form == "one" else set()
            assert places(forms[form]) - optional == places(spanish[key][form]) - optional, key


def test_every_key_that_a_page_asks_for_exists() -> None:
    named, _ = asked_in_templates()
    pages = {key.partition(".")[0] for key in words("en").entries}
    asked = {key for key in named if key.partition(".")[0] in pages and not key.endswith("_")}
    asked = {key for key in asked if not key.endswith((".html", ".css", ".js", ".toml"))}

    assert (asked | called_in_code()) - set(words("en").entries) == set()


def test_every_key_is_asked_for() -> None:
    in_templates, template_beginnings = asked_in_templates()
    in_code, code_beginnings = asked_in_code()
    # Only a beginning that ends in `_`: one that is a whole file would count all of it as used.
    beginnings = tuple(
        b for b in template_beginnings | code_beginnings if KEY_BEGINNING.fullmatch(b)
    )
    unused = [
        key
        for key in words("en").entries
        if key not in in_templates | in_code and not key.startswith(beginnings)
    ]

    assert unused == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_written_with_typographic_quotes_and_no_markup(language: str) -> None:
    for key, forms in words(language).entries.items():
        for text in forms.values():
            assert "<" not in text, key
            assert '"' not in text, key


SMALL = Words(
    "es",
    {
        "a.left": {"one": "queda {n}", "other": "quedan {n}"},
        "a.of": {"other": "{name} & {link}"},
    },
)


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "queda 1"), (0, "quedan 0"), (1234, "quedan 1234"), (12345, "quedan 12 345")],
)
def test_a_number_picks_its_form_and_is_written_as_the_language_does(n: int, said: str) -> None:
    assert SMALL("a.left", n=n).replace("\u202f", " ").replace("\xa0", " ") == said


def test_markup_stays_markup_and_nothing_else_becomes_it() -> None:
    made = SMALL("a.of", name="<b>", link=Markup("<i>x</i>"))

    assert made == "&lt;b&gt; &amp; <i>x</i>"
    assert isinstance(made, Markup)
    assert SMALL("a.of", name="<b>", link="x") == "<b> & x"


def test_words_that_are_not_there_are_named() -> None:
    with pytest.raises(NoSuchWords, match=r"'a\.b'; add it"):
        SMALL("a.b")
    with pytest.raises(NoSuchWords, match=r"a\.left needs a value for 'n'"):
        SMALL("a.left")
    with pytest.raises(BrokenWords, match="no words for the language 'fr'"):
        words("fr")


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"one": "x"}, "neither a text nor a table"),
        ({"other": "x"}, "needs both forms"),
        ({"one": "x", "other": "y", "few": "z"}, "neither a text nor a table"),
        (3, "neither a text nor a table"),
        ("", "empty form"),
        ("{", "Single|expected"),
        ("{0}", "needs a name"),
        ("{}", "needs a name"),
    ],
    ids=str,
)
def test_a_file_that_breaks_its_form_is_refused(value: object, why: str) -> None:
    with pytest.raises(BrokenWords, match=why):
        _forms(value, "en/queue.toml: left")


def test_a_key_that_is_no_name_is_refused() -> None:
    with pytest.raises(BrokenWords, match="is no key"):
        _forms("x", "en/queue.toml: Left")
    assert FORMS == ("one", "other")
