"""Every closed list of the record: codes with definition, origin and a label in each language.

One TOML file a vocabulary, `<name>.toml`:

    [vocabulary]
    definition = { en = "...", es = "..." }
    [[code]]
    code = "killed"
    label = { en = "killed", es = "muerto" }
    definition = "..."
    origin = "HURIDOCS MT-25 `dead`"     # author, year, page or field; "testigo" if ours
    # any further key (e.g. `acled_event_type`, `iccpr_article`) is kept in `Code.extra`
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from testigo.record.errors import InvalidVocabulary, UnknownCode

LANGUAGES = ("en", "es")
"""Languages in which every label and the definition of every list and kind stand."""

FOLDER = Path(__file__).parent
_CODE_KEYS = {"code", "label", "definition", "origin"}


@dataclass(frozen=True, slots=True)
class Code:
    """One code. `labels` maps a language to the words people see; `extra` holds mapped codes."""

    code: str
    labels: Mapping[str, str]
    definition: str
    origin: str
    extra: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of codes, in the order of its file."""

    name: str
    definitions: Mapping[str, str]
    codes: Mapping[str, Code]

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes.values())

    def __getitem__(self, code: str) -> Code:
        """Return the code's entry.

        Raises:
            UnknownCode: if the vocabulary lacks it.
        """
        try:
            return self.codes[code]
        except KeyError:
            raise UnknownCode(self.name, code) from None

    def label(self, code: str, language: str = "en") -> str:
        """Return the words people see for `code`; English where `language` has none."""
        labels = self[code].labels
        return labels.get(language) or labels["en"]


@functools.cache
def vocabulary_names() -> tuple[str, ...]:
    """Return the names of all vocabularies, sorted."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


@functools.cache
def vocabulary(name: str) -> Vocabulary:
    """Load one vocabulary.

    Raises:
        InvalidVocabulary: if there is none of that name, or its file breaks the form above.
    """
    if name not in vocabulary_names():
        raise InvalidVocabulary(
            f"there is no vocabulary {name!r}; there are: {', '.join(vocabulary_names())}"
        )
    return parse_vocabulary(name, read_toml(FOLDER / f"{name}.toml"))


def read_toml(file: Path) -> dict[str, object]:
    """Read one file of the codebook.

    Raises:
        InvalidVocabulary: if it is not TOML.
    """
    import tomllib  # Here, because every command imports this room and few load a list.

    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise InvalidVocabulary(f"{file.name} is not TOML: {fault}") from fault


def parse_vocabulary(name: str, data: Mapping[str, object]) -> Vocabulary:
    """Build a vocabulary from the content of its TOML file.

    Raises:
        InvalidVocabulary: if a code lacks its definition, origin or a label, or stands twice.
    """
    head, rows = data.get("vocabulary"), data.get("code")
    if (
        set(data) != {"vocabulary", "code"}
        or not isinstance(head, Mapping)
        or not isinstance(rows, list)
        or not rows
        or not all(isinstance(row, Mapping) for row in rows)
    ):
        raise InvalidVocabulary(f"{name}.toml needs one [vocabulary] and its [[code]] entries")
    codes: dict[str, Code] = {}
    for row in rows:
        code = _parse_code(name, row)
        if code.code in codes:
            raise InvalidVocabulary(f"{name}.toml lists {code.code!r} twice")
        codes[code.code] = code
    definitions = texts(f"{name}.toml [vocabulary]", head.get("definition"))
    return Vocabulary(name, definitions, MappingProxyType(codes))


def _parse_code(name: str, row: Mapping[str, object]) -> Code:
    code, definition, origin = row.get("code"), row.get("definition"), row.get("origin")
    where = f"{name}.toml, code {code!r}"
    if not (isinstance(code, str) and code):
        raise InvalidVocabulary(f"{where}: a code is a non-empty string")
    if not (isinstance(definition, str) and definition and isinstance(origin, str) and origin):
        raise InvalidVocabulary(f"{where}: needs a definition and an origin")
    extra = {key: value for key, value in row.items() if key not in _CODE_KEYS}
    labels = texts(where, row.get("label"))
    return Code(code, labels, definition, origin, MappingProxyType(extra))


def texts(where: str, value: object) -> Mapping[str, str]:
    """Return words in every one of `LANGUAGES`; `where` names the place in an error.

    Raises:
        InvalidVocabulary: if a language is missing, empty or no text.
    """
    if not isinstance(value, Mapping) or not all(
        isinstance(value.get(language), str) and value[language].strip() for language in LANGUAGES
    ):
        raise InvalidVocabulary(f"{where}: needs words in {' and '.join(LANGUAGES)}")
    return MappingProxyType(dict(value))
