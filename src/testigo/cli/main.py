"""The command `testigo`: its groups put together, and how errors reach a person.

Invariant: nothing heavy is imported until a command runs; an error that testigo knows is one
sentence on standard error with exit code 2, never a traceback.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Annotated

import typer

from testigo import __version__
from testigo.cli import codebook, config, read, search, serve, show, verify
from testigo.cli.terminal import plain
from testigo.record.errors import TestigoError

FAILED = 2
INTERRUPTED = 128 + signal.SIGINT

app = typer.Typer(
    name="testigo",
    help="Read news reports of political violence into a sourced, append-only record.",
    epilog="Start with: testigo read FOLDER   then: testigo show tolls",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("read")(read.read)
app.add_typer(show.app, name="show")
app.command("search")(search.search)
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
    except BrokenPipeError:
        # The reader of our output has what it wanted (`| head`); say nothing, also at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _make_output_total() -> None:
    """Let every character through: a name must not be lost to the encoding of a pipe."""
    for stream in (sys.stdout, sys.stderr):
        if not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
