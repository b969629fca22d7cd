"""What belongs to the person: kept in one file of theirs, whole, and never guessed at."""

from __future__ import annotations

import json
import stat
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.casebook.settings import (
    DEFAULT_KEYS,
    KEYS,
    BadSetting,
    BrokenSettings,
    CannotWriteSettings,
    Settings,
    checked_name,
    store_settings,
    stored_settings,
)


def test_without_a_file_everything_is_as_at_first(tmp_path: Path) -> None:
    assert stored_settings(tmp_path / "config.json") == Settings()


def test_what_is_stored_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "config.json"
    settings = Settings("Alba Quispe", "es", {**DEFAULT_KEYS, "accept": "j"}, False, True, "dark")

    store_settings(settings, file)

    assert stored_settings(file) == settings
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["config.json"]


def test_the_file_of_an_older_testigo_holds_a_name_alone(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text('{"name": "Alba Quispe"}')

    assert stored_settings(file) == Settings("Alba Quispe")


def test_what_a_later_testigo_put_into_the_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text('{"colour": "sepia"}')

    store_settings(replace(stored_settings(file), theme="dark"), file)

    assert json.loads(file.read_text())["colour"] == "sepia"


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        "[]",
        '{"name": 3}',
        '{"language": "fr"}',
        '{"theme": "sepia"}',
        '{"keys": ["a"]}',
        '{"keys": {"accept": "aa"}}',
        '{"keys": {"fly": "y"}}',
        '{"name": "a\\u001bb"}',
    ],
)
def test_a_file_that_is_not_understood_is_named_and_left_alone(
    tmp_path: Path, content: str
) -> None:
    file = tmp_path / "config.json"
    file.write_text(content)

    with pytest.raises(BrokenSettings, match=r"config\.json cannot be read as settings .*mend"):
        stored_settings(file)
    assert file.read_text() == content


def test_a_place_that_takes_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CannotWriteSettings, match="cannot be written"):
        store_settings(Settings(), tmp_path / "file" / "config.json")


@pytest.mark.parametrize(
    ("action", "key", "why"),
    [
        ("accept", "x", "accept and reject cannot both have the key x"),
        ("accept", "X", "accept and reject cannot both have the key x"),
        ("accept", "/", "search and accept cannot both have the key /"),
        ("same", "n", "same and different cannot both have the key n"),
        ("accept", "ab", "one character"),
        ("accept", "3", "no digit"),
        ("accept", " ", "one character"),
        ("accept", "\n", "one character"),
        ("accept", "", "one character"),
        ("fly", "y", "there is no action 'fly'"),
    ],
)
def test_a_key_that_cannot_be_used_is_refused(action: str, key: str, why: str) -> None:
    with pytest.raises(BadSetting, match=why):
        Settings().with_key(action, key)


def test_a_key_may_mean_two_things_on_two_pages() -> None:
    keys = Settings().with_key("same", "a").keys

    assert keys["same"] == keys["accept"] == "a"


def test_every_key_at_first_is_usable_and_every_action_has_one() -> None:
    assert Settings().keys == DEFAULT_KEYS
    assert len(DEFAULT_KEYS) == sum(len(actions) for actions in KEYS.values())


@pytest.mark.parametrize("written", ["", "   ", "\x1b\u202e", "a" * 201])
def test_what_is_no_name_is_refused(written: str) -> None:
    with pytest.raises(BadSetting, match="a name has 1 to 200 characters"):
        checked_name(written)


@given(st.text(max_size=150))
def test_a_name_never_commands_a_terminal_and_is_its_own_name(written: str) -> None:
    try:
        name = checked_name(written)
    except BadSetting:
        return
    assert not {unicodedata.category(c) for c in name} & {"Cc", "Cs"}
    assert not set(name) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
    assert checked_name(name) == name
