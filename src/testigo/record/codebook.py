"""The codebook as rows: every vocabulary, every kind and field, and the version of them all.

Pure: `testigo codebook`, the release's codebook and `docs/codebook.md` all print these rows.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from testigo.record import kinds, vocabularies
from testigo.record.canonical import canonical_json
from testigo.record.errors import InvalidVocabulary
from testigo.record.kinds import KINDS, FieldType, kind
from testigo.record.vocabularies import vocabulary, vocabulary_names


@dataclass(frozen=True, slots=True)
class CodebookRow:
    """One line of the codebook.

    `section` is `vocabulary` or `kind`, `name` which one; `code` is the code or field, "" for the
    row that describes the whole list or kind. A list has no labels; codes and fields have their
    definition in English alone (`definition_es` is "" then). `type` says what a field holds
    (`code:outcome`, `list of place`), "" for codes. `notes` are the mapped codes of other
    codebooks, and for fields whether it is a key or starts confidential: `key=value` pairs joined
    by `; `.
    """

    section: str
    name: str
    code: str
    label_en: str
    label_es: str
    definition: str
    origin: str
    definition_es: str = ""
    type: str = ""
    notes: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the row as JSON, its members in the order of the columns."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(CodebookRow.__dataclass_fields__)


def codebook_names() -> tuple[str, ...]:
    """Return what `codebook_rows` takes: the kinds in their order, then the vocabularies."""
    return (*KINDS, *vocabulary_names())


def codebook_rows(name: str | None = None) -> Iterator[CodebookRow]:
    """Yield the rows of one kind or vocabulary, or of the whole codebook for None.

    Raises:
        InvalidVocabulary: if there is no kind or vocabulary of that name.
    """
    if name is not None and name not in codebook_names():
        raise InvalidVocabulary(
            f"the codebook has no {name!r}; it has {', '.join(codebook_names())}"
        )
    for each in codebook_names() if name is None else (name,):
        yield from kind_rows(each) if each in KINDS else vocabulary_rows(each)


def vocabulary_rows(name: str) -> Iterator[CodebookRow]:
    """Yield the row of a vocabulary, then one for each code.

    Raises:
        InvalidVocabulary: if there is none of that name.
    """
    shown = vocabulary(name)
    en, es = (shown.definitions[language] for language in ("en", "es"))
    yield CodebookRow("vocabulary", name, "", "", "", en, "testigo", es)
    for code in shown:
        yield CodebookRow(
            "vocabulary",
            name,
            code.code,
            code.labels["en"],
            code.labels["es"],
            code.definition,
            code.origin,
            notes=_notes(code.extra),
        )


def kind_rows(name: str) -> Iterator[CodebookRow]:
    """Yield the row of a kind, then one for each field.

    Raises:
        InvalidStatement: if there is none of that name.
    """
    shown = kind(name)
    origin = vocabulary("kind")[name].origin
    notes = _notes(
        {"letter": shown.letter}
        | {f"one_of_{i}": list(group) for i, group in enumerate(shown.require_any, 1)}
    )
    yield CodebookRow(
        "kind",
        name,
        "",
        shown.labels["en"],
        shown.labels["es"],
        shown.definitions["en"],
        origin,
        shown.definitions["es"],
        notes=notes,
    )
    for field in shown.fields.values():
        yield CodebookRow(
            "kind",
            name,
            field.name,
            field.labels["en"],
            field.labels["es"],
            field.definition,
            "testigo",
            type=_type(field),
            notes=_field_notes(field),
        )


@functools.cache
def codebook_version() -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 over every vocabulary and kind file.

    Any change of a code, label, definition or field gives another version, so a row of the log
    always names the words it was written in.
    """
    hashed = hashlib.sha256()
    for package, folder in (("vocabularies", vocabularies.FOLDER), ("kinds", kinds.FOLDER)):
        for file in sorted(folder.glob("*.toml"), key=lambda f: f.name):
            # Line ends as read, so that a checkout on another system has the same version.
            content = file.read_text(encoding="utf-8").encode()
            hashed.update(f"{package} {file.name} {len(content)}\n".encode())
            hashed.update(content)
    return hashed.hexdigest()[:16]


def codebook_page() -> str:
    """Return the whole codebook as one Markdown page; `docs/codebook.md` is its copy."""
    lines = [
        "# Codebook",
        "",
        "Every field and every code that the record uses, with its definition and where it comes",
        "from. Printed from the package by `testigo codebook`; a test keeps this page current.",
        "",
        f"Version `{codebook_version()}`.",
        "",
        "## Kinds of statement",
        "",
    ]
    for name in KINDS:
        lines += _section(
            list(kind_rows(name)), ("field", "label", "etiqueta", "holds", "definition")
        )
    lines += ["## Vocabularies", ""]
    for name in vocabulary_names():
        lines += _section(
            list(vocabulary_rows(name)), ("code", "label", "etiqueta", "definition", "origin")
        )
    return "\n".join(lines).rstrip() + "\n"


def _section(rows: list[CodebookRow], heads: tuple[str, ...]) -> list[str]:
    whole, *entries = rows
    lines = [f"### {whole.name}", "", whole.definition, "", f"*{whole.definition_es}*", ""]
    if whole.section == "kind":
        lines += [f"{whole.label_en} / {whole.label_es}; {whole.notes}", ""]
    lines += ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for row in entries:
        holds = ", ".join(part for part in (row.type, row.notes) if part)
        tail = (holds, row.definition) if row.section == "kind" else (row.definition, row.origin)
        cells = (f"`{row.code}`", row.label_en, row.label_es, *tail)
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return [*lines, ""]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _type(field: FieldType) -> str:
    plain = f"code:{field.vocabulary}" if field.vocabulary else field.type
    if field.members:
        members = ", ".join(f"{name} {type_name}" for name, type_name in field.members.items())
        plain = f"record ({members})"
    return f"list of {plain}" if field.is_list else plain


def _field_notes(field: FieldType) -> str:
    notes: dict[str, object] = {}
    if field.is_key:
        notes["key"] = "yes"
    if field.min_items > 1:
        notes["at_least"] = field.min_items
    if field.confidentiality != "public":
        notes["starts"] = field.confidentiality
    return _notes(notes)


def _notes(extra: Mapping[str, object]) -> str:
    return "; ".join(f"{key}={_note(value)}" for key, value in extra.items())


def _note(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return canonical_json(value).decode()
