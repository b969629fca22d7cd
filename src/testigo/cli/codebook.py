"""`testigo codebook`: every field and code, with its definition and where it comes from."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from testigo.cli.terminal import Paragraph
    from testigo.record.codebook import CodebookRow


class Format(StrEnum):
    """How the codebook is printed."""

    text = "text"
    json = "json"
    csv = "csv"


class Language(StrEnum):
    """The language of labels, and of definitions where they are in both."""

    en = "en"
    es = "es"


def codebook(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="A kind (toll) or vocabulary (outcome); all without it.",
            show_default=False,
        ),
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", help="text, or json or csv with every column.")
    ] = Format.text,
    language: Annotated[
        Language, typer.Option(help="The language of the labels in text.")
    ] = Language.en,
) -> None:
    """Print the codebook: what each field and each code means.

    Examples:

    \b
      testigo codebook outcome
      testigo codebook toll --language es
      testigo codebook --format csv > codebook.csv
    """
    from testigo.cli.sheets import print_csv, print_json
    from testigo.record.codebook import COLUMNS, codebook_rows, codebook_version

    rows = codebook_rows(name)
    if format_ is Format.json:
        print_json(row.to_json() for row in rows)
    elif format_ is Format.csv:
        print_csv(COLUMNS, (row.to_json() for row in rows))
    else:
        _print_text(name, language.value)
        print(f"Codebook version {codebook_version()}")


def _print_text(name: str | None, language: str) -> None:
    from testigo.cli.terminal import console, print_paragraphs
    from testigo.record.codebook import codebook_rows

    screen = console()
    for row in codebook_rows(name):
        print_paragraphs(screen, _entry(row, spanish=language == "es"))


def _entry(row: CodebookRow, *, spanish: bool) -> list[Paragraph]:
    from rich.text import Text

    from testigo.cli.terminal import Paragraph

    label = row.label_es if spanish else row.label_en
    definition = Text((row.definition_es if spanish else "") or row.definition)
    if not row.code:
        head = Text(f"{row.name}  ", style="bold").append(label, style="not bold dim")
        return [Paragraph(head), Paragraph(definition, 2), Paragraph(Text())]
    head = Text(f"{row.code}  ", style="bold").append(label, style="not bold")
    source = Text(" · ".join(w for w in (row.type, row.notes, row.origin) if w), style="dim")
    return [
        Paragraph(head, 2),
        Paragraph(definition, 6),
        Paragraph(source, 6),
        Paragraph(Text()),
    ]
