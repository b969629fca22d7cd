"""The key of a model's service: in the environment or the system key ring, and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Mapping

from testigo.reading.llm.model import ModelOutOfReach

SERVICE = "testigo"
"""The name under which the system key ring keeps testigo's keys."""


class NoKey(ModelOutOfReach):
    """A key is named and cannot be had, or cannot be sent; the message holds its name alone."""


def find_key(key_name: str, environment: Mapping[str, str] | None = None) -> str | None:
    """Return the key of that name, None where no name is given.

    The environment variable `key_name` comes before the key ring's entry of service `testigo` and
    user `key_name`. `environment` is that of the process where None is given.

    Raises:
        NoKey: if neither holds it, or it has characters that no header can carry.
    """
    if not key_name:
        return None
    found = (os.environ if environment is None else environment).get(key_name, "").strip()
    key = found or _from_key_ring(key_name)
    if not key:
        raise NoKey(
            f"there is no key {key_name}: set that environment variable, or keep it with "
            f"`keyring set {SERVICE} {key_name}`"
        )
    if not (key.isascii() and key.isprintable()):
        raise NoKey(f"the key {key_name} holds characters that cannot be sent; set it anew")
    return key


def _from_key_ring(key_name: str) -> str:
    """Return the key ring's entry, "" where there is no entry, no key ring, or it stays locked."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return (keyring.get_password(SERVICE, key_name) or "").strip()
    except KeyringError:
        return ""
