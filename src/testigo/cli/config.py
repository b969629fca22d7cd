"""`testigo config`: what belongs to the person and not to a casebook: the name they decide under.

It is kept in one small file that only its owner may read, in the folder where programs keep such
things on that system.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from testigo.cli.errors import BadCommand, CannotWriteOutput
from testigo.cli.terminal import plain

app = typer.Typer(
    help="Set what testigo knows about you: your name.", no_args_is_help=True, rich_markup_mode=None
)
_LONGEST_NAME = 200


@app.callback()
def _config() -> None:
    """Set what testigo knows about you: your name."""


@app.command("name")
def name(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]", help="Your name; without it the name is printed."),
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Forget the name.")] = False,
) -> None:
    """Print or set the name under which you capture and decide.

    It is stored on this machine alone and written into every decision. Without accounts it proves
    nothing: two names on one machine are shown as unproven.

    Examples:

    \b
      testigo config name "Ana Quispe"
      testigo config name
    """
    if forget:
        config_file().unlink(missing_ok=True)
        print("No name is set.")
    elif words:
        print(f"Decisions are made as {store_name(' '.join(words))} (kept in {config_file()}).")
    else:
        print(stored_name() or "No name is set; `testigo config name NAME` sets one.")


def config_file() -> Path:
    """Return where the settings of this person lie (XDG, %APPDATA% on Windows)."""
    if sys.platform == "win32":
        folder = os.environ.get("APPDATA")
    else:
        folder = os.environ.get("XDG_CONFIG_HOME")
    return (Path(folder) if folder else Path.home() / ".config") / "testigo" / "config.json"


def stored_name() -> str | None:
    """Return the name that was set, None if there is none.

    Raises:
        BadCommand: if the file is there and cannot be understood.
    """
    file = config_file()
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise BadCommand(f"{file} cannot be read as settings; mend or remove it") from None
    found = data.get("name") if isinstance(data, dict) else None
    return found if isinstance(found, str) and found else None


def store_name(written: str) -> str:
    """Keep a name in the settings and return it as kept.

    Raises:
        BadCommand: if it is empty or too long to be a name.
        CannotWriteOutput: if the settings cannot be written.
    """
    name_ = checked_name(written)
    file = config_file()
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump({"name": name_}, stream, ensure_ascii=False)
    except OSError as fault:
        raise CannotWriteOutput(file, fault.strerror or "refused") from None
    return name_


def checked_name(written: str) -> str:
    """Return a name on one line.

    Raises:
        BadCommand: if it is empty or too long to be a name.
    """
    found = " ".join(plain(written).split())
    if not found or len(found) > _LONGEST_NAME:
        raise BadCommand(f"a name has 1 to {_LONGEST_NAME} characters")
    return found


def name_or_stored(given: str | None) -> str | None:
    """Return the name given with `--as`, else the stored one, None if there is neither."""
    return stored_name() if given is None else checked_name(given)
