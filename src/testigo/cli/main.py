"""The command `testigo`: its groups put together, and how errors reach a person.

Invariant: nothing heavy is imported until a command runs; an error that testigo knows is one
sentence on standard error with exit code 2, never a traceback.
"""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer
from typer.core import TyperGroup

from testigo import __version__
from testigo.cli import (
    codebook,
    config,
    evaluate,
    model,
    read,
    reread,
    review,
    search,
    serve,
    show,
    verify,
)
from testigo.cli.terminal import plain
from testigo.record.errors import TestigoError

FAILED = 2
"""Exit code for what was asked and could not be done, by the custom of command lines."""

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class InOrderOfUse(TyperGroup):
    """The commands in the order in which a person comes to need them."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """Return the names in that order."""
        return [
            *("read", "review", "show", "search", "evaluate"),
            *("reread", "model", "verify", "serve", "codebook", "config"),
        ]


app = typer.Typer(
    name="testigo",
    cls=InOrderOfUse,
    help="Read news reports of political violence into a sourced, append-only record.",
    epilog="Start with: testigo read FOLDER   then: testigo show tolls",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=CONTEXT,
)
app.command("read")(read.read)
app.command("reread")(reread.reread)
app.add_typer(model.app, name="model")
app.add_typer(review.app, name="review")
app.add_typer(show.app, name="show")
app.command("search")(search.search)
app.command("evaluate")(evaluate.evaluate)
app.command("verify")(verify.verify)
app.command("codebook")(codebook.codebook)
app.command("serve")(serve.serve)
app.add_typer(config.app, name="config")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"testigo {__version__}")
        raise typer.Exit


@app.callback()
def _testigo(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    """Read news reports of political violence into a sourced, append-only record.

    Everything it finds is a draft with the words it was read from and who says so; what is true
    is for people to decide. Nothing leaves this machine unless you name a URL to read.
    """


def run() -> None:
    """Run the command line; the entry point of the installed script."""
    _make_output_total()
    try:
        app(standalone_mode=True)
    except TestigoError as fault:
        print(f"testigo: {plain(str(fault))}", file=sys.stderr)
        sys.exit(FAILED)
    except OSError as fault:
        # A closed pipe (`| head`) never comes here: typer ends silently then.
        reason = fault.strerror or type(fault).__name__
        print(f"testigo: the output cannot be written ({reason})", file=sys.stderr)
        sys.exit(FAILED)


def _make_output_total() -> None:
    """Let every character through: a name must not be lost to the encoding of a pipe."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
