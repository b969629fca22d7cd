"""What belongs to the person and not to a casebook: name, language, keys, double reading, theme.

Kept in one small file that only its owner may read, in the folder where programs keep such things
on that system. Command line and pages read and write it here.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from testigo.record.errors import TestigoError

LANGUAGES = ("en", "es")
"""Languages that the pages speak."""
THEMES = ("auto", "light", "dark")
"""`auto` follows the system."""
LONGEST_NAME = 200
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
SPACE = "space"
"""How the space bar is written in the key map."""

KEYS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "everywhere": MappingProxyType({"search": "/", "help": "?"}),
        "review": MappingProxyType(
            {
                "accept": "a",
                "edit": "e",
                "reject": "x",
                "flag": "f",
                "later": SPACE,
                "undo": "u",
                "next": "n",
                "previous": "p",
            }
        ),
        "merge": MappingProxyType({"same": "m", "different": "n", "cannot_tell": "d"}),
    }
)
"""The actions that one key does, by where they work, with the key that each has at first."""

DEFAULT_KEYS: Mapping[str, str] = MappingProxyType(
    {action: key for actions in KEYS.values() for action, key in actions.items()}
)


class BrokenSettings(TestigoError):
    """The file of settings is there and cannot be understood."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file} cannot be read as settings ({why}); mend or remove it")


class BadSetting(TestigoError):
    """What a person wants to set cannot be set so.

    `setting` is its name; `clash` the two actions that would have one key, where that is why.
    """

    def __init__(self, setting: str, why: str, clash: tuple[str, str] | None = None) -> None:
        super().__init__(why)
        self.setting = setting
        self.clash = clash


class CannotWriteSettings(TestigoError):
    """The file of settings cannot be written."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file} cannot be written ({why}); make its folder writable")


@dataclass(frozen=True, slots=True)
class Settings:
    """What one person chose.

    `name` None: decisions cannot be made yet. `language` None: the one that the browser asks for,
    else English. `keys` maps every action of `KEYS` to its key; `keys_on` False: no single key
    does anything (WCAG 2.2, 2.1.4). `double_reading`: a second reader sees the first's decision
    only after giving her own.
    """

    name: str | None = None
    language: str | None = None
    keys: Mapping[str, str] = field(default_factory=lambda: DEFAULT_KEYS)
    keys_on: bool = True
    double_reading: bool = False
    theme: str = "auto"

    def __post_init__(self) -> None:
        """Refuse what is no setting.

        Raises:
            BadSetting: naming the setting and what it may be.
        """
        if self.name is not None and checked_name(self.name) != self.name:
            raise BadSetting("name", "a name stands on one line, without control characters")
        if self.language not in (None, *LANGUAGES):
            raise BadSetting("language", f"the language is one of {', '.join(LANGUAGES)}")
        if self.theme not in THEMES:
            raise BadSetting("theme", f"the theme is one of {', '.join(THEMES)}")
        _check_keys(self.keys)

    def to_json(self) -> dict[str, object]:
        """Return all of it, as the file and the JSON twin hold it."""
        return {
            "name": self.name,
            "language": self.language,
            "keys": dict(self.keys),
            "keys_on": self.keys_on,
            "double_reading": self.double_reading,
            "theme": self.theme,
        }

    def with_key(self, action: str, key: str) -> Settings:
        """Return these settings with another key for one action.

        Raises:
            BadSetting: if there is no such action, or the key cannot be used there.
        """
        return replace(self, keys={**self.keys, action: key})


def settings_file() -> Path:
    """Return where the settings of this person lie (XDG, %APPDATA% on Windows)."""
    if sys.platform == "win32":
        folder = os.environ.get("APPDATA")
    else:
        folder = os.environ.get("XDG_CONFIG_HOME")
    return (Path(folder) if folder else Path.home() / ".config") / "testigo" / "config.json"


def stored_settings(file: Path | None = None) -> Settings:
    """Return the settings in the file; what it does not hold is as at first.

    Raises:
        BrokenSettings: if the file is there and cannot be understood.
    """
    file = settings_file() if file is None else file
    data = _read(file)
    try:
        return _settings(data)
    except (BadSetting, TypeError, ValueError) as fault:
        raise BrokenSettings(file, str(fault)) from None


def store_settings(settings: Settings, file: Path | None = None) -> None:
    """Write the settings, readable by their owner alone; whole or not at all.

    What a later testigo put into the file stays in it.

    Raises:
        BrokenSettings: if the file is there and cannot be understood.
        CannotWriteSettings: if it cannot be written.
    """
    file = settings_file() if file is None else file
    data = _read(file) | settings.to_json()
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(data, stream, ensure_ascii=False, indent=1)
        beside.replace(file)
    except OSError as fault:
        raise CannotWriteSettings(file, fault.strerror or "refused") from None


def checked_name(written: str) -> str:
    """Return a name on one line, without what would command a terminal.

    Raises:
        BadSetting: if it is empty or too long to be a name.
    """
    kept = "".join(c for c in written if c.isspace() or not _commands(c))
    found = " ".join(kept.split())
    if not found or len(found) > LONGEST_NAME:
        raise BadSetting("name", f"a name has 1 to {LONGEST_NAME} characters")
    return found


def _commands(character: str) -> bool:
    """Whether it is a control character, half a character, or turns the direction of the text."""
    return unicodedata.category(character) in ("Cc", "Cs") or character in _TURNS


def _check_keys(keys: Mapping[str, str]) -> None:
    unknown = sorted(set(keys) - set(DEFAULT_KEYS)) + sorted(set(DEFAULT_KEYS) - set(keys))
    if unknown:
        raise BadSetting("keys", f"there is no action {unknown[0]!r} to give a key to")
    for key in keys.values():
        is_one = len(key) == 1 and key.isprintable() and not key.isspace() and not key.isdigit()
        if key != SPACE and not is_one:
            raise BadSetting("keys", f"a key is one character that is no digit, or {SPACE}")
    # Keys of review and merge never meet on a page; those that work everywhere meet both.
    for place in ("review", "merge"):
        used: dict[str, str] = {}
        for action in (*KEYS["everywhere"], *KEYS[place]):
            key = keys[action].lower()
            if key in used:
                why = f"{used[key]} and {action} cannot both have the key {key}"
                raise BadSetting("keys", why, (used[key], action))
            used[key] = action


def _read(file: Path) -> dict[str, object]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError):
        raise BrokenSettings(file, "it is no JSON") from None
    if not isinstance(data, dict):
        raise BrokenSettings(file, "it is no JSON object")
    return data


def _settings(data: Mapping[str, object]) -> Settings:
    keys = data.get("keys") or {}
    if not isinstance(keys, dict):
        raise BadSetting("keys", "keys is an object of actions and their keys")
    return Settings(
        _text(data, "name") or None,
        _text(data, "language") or None,
        {**DEFAULT_KEYS, **{str(action): str(key) for action, key in keys.items()}},
        data.get("keys_on") is not False,
        data.get("double_reading") is True,
        _text(data, "theme") or "auto",
    )


def _text(data: Mapping[str, object], name: str) -> str:
    found = data.get(name) or ""
    if not isinstance(found, str):
        raise BadSetting(name, f"{name} is a text")
    return found
