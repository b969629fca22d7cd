"""Where a language model is and how it is asked: what the casebook keeps of it, never a key."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from urllib.parse import urlsplit

from testigo.record.errors import TestigoError

STRUCTURED = ("auto", "json_schema", "json", "text")
"""How the form of an answer is held: by schema where the server can (`auto` finds out), by JSON
alone, or by the words of the prompt alone."""


class BadModelSetting(TestigoError):
    """A setting of the language model that cannot be; `setting` is its name."""

    def __init__(self, setting: str, why: str) -> None:
        super().__init__(why)
        self.setting = setting


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """How one model is reached and asked.

    `address` is the base URL of an OpenAI-compatible service (`http://localhost:11434/v1`), `model`
    its name there. `key_name` names the environment variable, or the entry of the system key ring,
    that holds the key; empty where none is needed. `window` is how many characters of a report go
    in one request, `answer_tokens` how many tokens an answer may have, `timeout` seconds for one,
    `tries` how often one is tried. Prices are per million tokens in `currency`; None where not set.
    `most_tokens` and `most_cost` cap one run; None for no cap.
    """

    address: str
    model: str
    key_name: str = ""
    structured: str = "auto"
    temperature: float = 0.0
    seed: int | None = 1
    window: int = 6000
    answer_tokens: int = 4096
    timeout: float = 120.0
    tries: int = 4
    price_in: float | None = None
    price_out: float | None = None
    currency: str = "USD"
    most_tokens: int | None = None
    most_cost: float | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises:
            BadModelSetting: naming the setting and what it may be.
        """
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadModelSetting("address", "the address is an http or https URL")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise BadModelSetting(
                "address", "the address holds no name, password or query: name the key instead"
            )
        if not self.model.strip():
            raise BadModelSetting("model", "name the model as its server knows it")
        if self.structured not in STRUCTURED:
            raise BadModelSetting("structured", f"it is one of {', '.join(STRUCTURED)}")
        least = {"window": 500, "answer_tokens": 64, "timeout": 1, "tries": 1, "temperature": 0}
        least |= {"price_in": 0, "price_out": 0, "most_tokens": 1, "most_cost": 0}
        for name, low in least.items():
            value = getattr(self, name)
            if value is not None and not low <= value < math.inf:  # a NaN is neither
                raise BadModelSetting(name, f"{name} is a number from {low} on")
        if self.most_cost is not None and (self.price_in is None or self.price_out is None):
            raise BadModelSetting("most_cost", "a cap on cost needs both prices: set them first")

    @property
    def host(self) -> str:
        """`host:port` that requests go to; the port is told where the address leaves it out."""
        parts = urlsplit(self.address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        name = parts.hostname or ""
        return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"

    @property
    def is_local(self) -> bool:
        """Whether requests stay on this machine: `localhost` or a loopback address."""
        name = urlsplit(self.address).hostname or ""
        if name == "localhost":
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False

    @property
    def shapes_answers(self) -> dict[str, object]:
        """What of the settings may change an answer: part of the reader's identity."""
        return {
            "model": self.model,
            "structured": self.structured,
            "temperature": self.temperature,
            "seed": self.seed,
            "window": self.window,
            "answer_tokens": self.answer_tokens,
        }

    def cost(self, tokens_in: int, tokens_out: int) -> float | None:
        """Return the price of so many tokens in `currency`; None where prices are not set."""
        if self.price_in is None or self.price_out is None:
            return None
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1_000_000

    def to_json(self) -> dict[str, object]:
        """Return all settings, as the casebook keeps them."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> ModelSettings:
        """Rebuild kept settings; what an older testigo did not know is as at first.

        Raises:
            BadModelSetting: if one has the wrong type or cannot be.
        """
        known = {f.name: data[f.name] for f in fields(cls) if f.name in data}
        try:
            return cls(**known)  # type: ignore[arg-type]
        except TypeError:
            raise BadModelSetting("model", "these are no settings of a language model") from None
