"""The form that sets a language model up: each field as it was typed, and as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from testigo.reading.llm.settings import ModelSettings
from testigo.record.errors import TestigoError

WHOLE = ("seed", "window", "answer_tokens", "tries", "most_tokens")
DECIMAL = ("temperature", "timeout", "price_in", "price_out", "most_cost")
WORDS = ("address", "model", "key_name", "structured", "currency")
FIELDS = (*WORDS, *WHOLE, *DECIMAL)
_NONE_IF_EMPTY = frozenset({"seed", "most_tokens", "price_in", "price_out", "most_cost"})
_LONGEST = 15


class Unclear(TestigoError):
    """A field that is to hold a number and does not; `name` is the field."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is a number: type it in figures")
        self.name = name


class ModelForm(BaseModel):
    """The fields as they were typed; an empty one is as at first."""

    address: str = ""
    model: str = ""
    key_name: str = ""
    structured: str = ""
    currency: str = ""
    seed: str = ""
    window: str = ""
    answer_tokens: str = ""
    tries: str = ""
    most_tokens: str = ""
    temperature: str = ""
    timeout: str = ""
    price_in: str = ""
    price_out: str = ""
    most_cost: str = ""
    why: str = ""
    seen: int = 0

    def typed(self) -> dict[str, str]:
        """Return the fields, to be shown again."""
        return {name: str(getattr(self, name)) for name in FIELDS}


def typed_of(settings: ModelSettings | None) -> Mapping[str, str]:
    """Return what the form holds at first: the settings that stand, or none."""
    if settings is None:
        return dict.fromkeys(FIELDS, "")
    held = settings.to_json()
    return {name: _written(held[name]) for name in FIELDS}


def settings_of(form: ModelForm) -> ModelSettings:
    """Return the settings that a form gives.

    Raises:
        Unclear: naming the first field that is no number.
        BadModelSetting: naming the setting that cannot be.
    """
    given: dict[str, Any] = {}
    for name, value in form.typed().items():
        value = value.strip()
        if value:
            given[name] = value if name in WORDS else _number(name, value)
        elif name in _NONE_IF_EMPTY:
            given[name] = None
    return ModelSettings.from_json({"address": "", "model": ""} | given)


def _number(name: str, typed: str) -> int | float:
    if len(typed) > _LONGEST:
        raise Unclear(name)
    try:
        # Half of the world writes 0,5; no thousands are parted here.
        return int(typed) if name in WHOLE else float(typed.replace(",", "."))
    except ValueError:
        raise Unclear(name) from None


def _written(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
