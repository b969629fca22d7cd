"""Where a key is looked for, and that it shows nowhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from testigo.reading.llm.keys import NoKey, find_key

KEY = "sk-invented-42"


class Ring(KeyringBackend):
    """A key ring that is open, or locked."""

    priority = 1  # type: ignore[assignment]

    def __init__(self, kept: dict[tuple[str, str], str], locked: bool = False) -> None:
        super().__init__()
        self.kept, self.locked = kept, locked

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture(autouse=True)
def own_ring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(Ring({}))
    yield
    keyring.set_keyring(before)


def test_no_name_needs_no_key() -> None:
    assert find_key("", {"": KEY}) is None


def test_the_environment_comes_before_the_key_ring() -> None:
    keyring.set_keyring(Ring({("testigo", "DESK_KEY"): "sk-of-the-ring"}))

    assert find_key("DESK_KEY", {"DESK_KEY": f" {KEY}\n"}) == KEY
    assert find_key("DESK_KEY", {}) == "sk-of-the-ring"
    assert find_key("DESK_KEY", {"DESK_KEY": ""}) == "sk-of-the-ring"


def test_the_process_environment_is_the_one_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_KEY", KEY)

    assert find_key("DESK_KEY") == KEY


@pytest.mark.parametrize(
    "ring", [Ring({}), Ring({}, locked=True)], ids=["an empty key ring", "a locked key ring"]
)
def test_a_key_that_is_nowhere_ends_the_run_with_what_to_do(ring: Ring) -> None:
    keyring.set_keyring(ring)

    with pytest.raises(NoKey, match="keyring set testigo DESK_KEY") as caught:
        find_key("DESK_KEY", {})

    assert caught.value.stops_the_run


def test_without_a_key_ring_the_environment_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)

    assert find_key("DESK_KEY", {"DESK_KEY": KEY}) == KEY
    with pytest.raises(NoKey):
        find_key("DESK_KEY", {})


@pytest.mark.parametrize("bad", [f"{KEY}\nx-evil: 1", f"{KEY}é"], ids=["a line end", "an accent"])
def test_a_key_that_no_header_can_carry_is_told_without_it(bad: str) -> None:
    with pytest.raises(NoKey) as caught:
        find_key("DESK_KEY", {"DESK_KEY": bad})

    assert KEY not in str(caught.value)
