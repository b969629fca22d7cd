"""Write the help of every command as Markdown: the generated part of docs/commands.md."""

from __future__ import annotations

from collections.abc import Iterator

import typer
from typer.core import TyperGroup
from typer.testing import CliRunner

from testigo.cli.main import app

COLUMNS = "88"


def commands_page() -> str:
    """Return one section for each command, in the order of `testigo --help`."""
    return "\n".join(_section(words) for words in command_words())


def command_words() -> Iterator[tuple[str, ...]]:
    """Yield every command as the words after `testigo`, groups before what is in them."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    yield ()
    yield from _below(group, ())


def _below(group: TyperGroup, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    names = list(group.commands) if before else group.list_commands(typer.Context(group))
    for name in names:
        yield (*before, name)
        command = group.commands[name]
        if isinstance(command, TyperGroup):
            yield from _below(command, (*before, name))


def _section(words: tuple[str, ...]) -> str:
    title = " ".join(("testigo", *words))
    answer = CliRunner(env={"COLUMNS": COLUMNS, "NO_COLOR": "1"}).invoke(
        app, [*words, "--help"], prog_name="testigo"
    )
    assert answer.exit_code == 0, answer.output
    shown = "\n".join(line.rstrip() for line in answer.output.strip().splitlines())
    return f"{'#' * min(2 + len(words[1:]), 3)} {title}\n\n```text\n{shown}\n```\n"
