"""The words of the pages, in each language that they speak.

One folder a language, one TOML file a page: the key `queue.left` is `left` in `queue.toml`. A value
is a text, or a table of the two forms that English and Spanish have (`one`, `other`), chosen by the
argument `n`. `{name}` stands for what the page puts in.

Invariant (a test): every language has the same keys with the same places to fill, every key that a
page asks for exists, and every key is asked for.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from markupsafe import Markup, escape

from testigo.casebook.settings import LANGUAGES
from testigo.record.errors import TestigoError
from testigo.record.wording import number_words

FORMS = ("one", "other")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class BrokenWords(TestigoError):
    """A file of words breaks its form."""


class NoSuchWords(TestigoError):
    """A page asked for words that no file has, or did not fill in a place of them."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. `t("queue.left", n=3)` returns them filled in."""

    language: str
    entries: Mapping[str, Mapping[str, str]]
    """Key -> form -> text; a text without forms has `other` alone."""

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of `key` with `values` in their places, numbers grouped.

        If a value is `Markup`, the result is too, with all else escaped.

        Raises:
            NoSuchWords: if there is no such key or a place is left open.
        """
        forms = self.entries.get(key)
        if forms is None:
            raise NoSuchWords(f"no file of words in web/words has the key {key!r}; add it")
        text = forms.get("one" if values.get("n") == 1 else "other", forms["other"])
        filled = {name: self._shown(value) for name, value in values.items()}
        try:
            if any(isinstance(value, Markup) for value in filled.values()):
                return Markup(escape(text)).format(**filled)
            return text.format(**filled)
        except KeyError as fault:
            raise NoSuchWords(f"{key} needs a value for {fault.args[0]!r}") from None

    def number(self, n: int) -> str:
        """Return a whole number with its thousands parted as the language does."""
        return number_words(n, language=self.language)

    def _shown(self, value: object) -> object:
        return self.number(value) if type(value) is int else value


@cache
def words(language: str) -> Words:
    """Return the words of one language.

    Raises:
        BrokenWords: if a file breaks its form.
    """
    if language not in LANGUAGES:
        raise BrokenWords(f"there are no words for the language {language!r}")
    folder = resources.files(__name__) / language
    entries: dict[str, Mapping[str, str]] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            entries |= _entries(file, f"{language}/{file.name}")
    return Words(language, entries)


def places(text: str) -> frozenset[str]:
    """Return the names of the places to fill in a text.

    >>> sorted(places("{n} of {of}"))
    ['n', 'of']
    """
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _entries(file: Traversable, where: str) -> dict[str, Mapping[str, str]]:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise BrokenWords(f"web/words/{where} is no TOML: {fault}") from None
    page = file.name.removesuffix(".toml")
    return {f"{page}.{name}": _forms(value, f"{where}: {name}") for name, value in data.items()}


def _forms(value: object, where: str) -> Mapping[str, str]:
    if not _NAME.fullmatch(where.rpartition(": ")[2]):
        raise BrokenWords(f"web/words/{where} is no key; use lower-case letters, digits, _")
    forms = {"other": value} if isinstance(value, str) else value
    if not isinstance(forms, dict) or not {"other"} <= set(forms) <= set(FORMS):
        raise BrokenWords(f"web/words/{where} is neither a text nor a table of one and other")
    if isinstance(value, dict) and set(forms) != set(FORMS):
        raise BrokenWords(f"web/words/{where} needs both forms, one and other")
    for text in forms.values():
        if not isinstance(text, str) or not text.strip():
            raise BrokenWords(f"web/words/{where} has an empty form")
        _check_places(text, where)
    return forms


def _check_places(text: str, where: str) -> None:
    try:
        found = places(text)
    except ValueError as fault:
        raise BrokenWords(f"web/words/{where}: {fault}") from None
    for name in found:
        if not _NAME.fullmatch(name):
            raise BrokenWords(f"web/words/{where}: the place {{{name}}} needs a name")
