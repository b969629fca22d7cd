"""`testigo config`: what belongs to the person and not to a casebook.

It is kept where `testigo.casebook.settings` says; the pages set the same under /settings.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from testigo.cli.errors import BadCommand

if TYPE_CHECKING:
    from testigo.casebook.settings import Settings

app = typer.Typer(
    help="Set what testigo knows about you: name, language, keys, double reading.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_SWITCH = {"on": True, "off": False}


@app.callback()
def _config() -> None:
    """Set what testigo knows about you: name, language, keys, double reading."""


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
    from testigo.casebook.settings import settings_file, store_settings, stored_settings

    if forget:
        store_settings(replace(stored_settings(), name=None))
        print("No name is set.")
    elif words:
        kept = store_name(" ".join(words))
        print(f"Decisions are made as {kept} (kept in {settings_file()}).")
    else:
        print(stored_settings().name or "No name is set; `testigo config name NAME` sets one.")


@app.command("language")
def language(
    code: Annotated[
        str | None, typer.Argument(metavar="[en|es|auto]", help="Without it, it is printed.")
    ] = None,
) -> None:
    """Print or set the language of the pages; `auto` is the one that the browser asks for.

    Examples:

    \b
      testigo config language es
      testigo config language
    """
    from testigo.casebook.settings import store_settings, stored_settings

    now = stored_settings()
    if code is not None:
        now = replace(now, language=None if code == "auto" else code)
        store_settings(now)
    print(f"The pages speak {now.language or 'the language that the browser asks for'}.")


@app.command("keys")
def keys(
    changes: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ACTION=KEY]", help="Without it the keys are printed."),
    ] = None,
    switch: Annotated[
        str | None,
        typer.Option("--switch", metavar="on|off", help="Turn all single keys on or off."),
    ] = None,
    reset: Annotated[bool, typer.Option("--reset", help="The keys as they were at first.")] = False,
) -> None:
    """Print or set the keys of the pages, or switch them off.

    One character that is no digit, or `space` for the space bar. They never work while you type in
    a field.

    Examples:

    \b
      testigo config keys
      testigo config keys accept=j later=k
      testigo config keys --switch off
    """
    from testigo.casebook.settings import Settings, store_settings, stored_settings

    now = before = stored_settings()
    if reset:
        now = replace(now, keys=Settings().keys)
    if changes:
        given = dict(change.partition("=")[::2] for change in changes)
        now = replace(now, keys={**now.keys, **given})
    if switch is not None:
        now = replace(now, keys_on=_on(switch))
    if now != before:
        store_settings(now)
    _print_keys(now)


@app.command("double-reading")
def double_reading(
    switch: Annotated[
        str | None, typer.Argument(metavar="[on|off]", help="Without it, it is printed.")
    ] = None,
) -> None:
    """Print or set whether a second reader decides before seeing what the first decided.

    Examples:

    \b
      testigo config double-reading on
    """
    from testigo.casebook.settings import store_settings, stored_settings

    now = stored_settings()
    if switch is not None:
        now = replace(now, double_reading=_on(switch))
        store_settings(now)
    print(f"Double reading is {'on' if now.double_reading else 'off'}.")


def store_name(written: str) -> str:
    """Keep a name in the settings and return it as kept.

    Raises:
        BadSetting: if it is empty or too long to be a name.
        CannotWriteSettings: if the settings cannot be written.
    """
    from testigo.casebook.settings import checked_name, store_settings, stored_settings

    kept = checked_name(written)
    store_settings(replace(stored_settings(), name=kept))
    return kept


def name_or_stored(given: str | None) -> str | None:
    """Return the name given with `--as`, else the stored one, None if there is neither."""
    from testigo.casebook.settings import checked_name, stored_settings

    return stored_settings().name if given is None else checked_name(given)


def _on(word: str) -> bool:
    try:
        return _SWITCH[word]
    except KeyError:
        raise BadCommand(f"{word!r} is neither on nor off") from None


def _print_keys(settings: Settings) -> None:
    from testigo.casebook.settings import KEYS

    for place, actions in KEYS.items():
        print(f"{place}:")
        for action in actions:
            print(f"  {settings.keys[action]:<6}{action}")
    if not settings.keys_on:
        print("Single keys are switched off; `testigo config keys --switch on` turns them on.")
