"""What the log keeps of one call to a language model: where to, how much, what came; never text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from testigo.record.errors import InvalidRecord


@dataclass(frozen=True, slots=True)
class Sent:
    """Text that leaves for a language model; kept before it goes.

    `host` is `host:port`, `report` the id of the report that the text is of (None for the invented
    one of `testigo model try`), `request` the SHA-256 of all that is sent and `size` its bytes.
    """

    host: str
    model: str
    report: str | None
    request: str
    size: int

    def to_json(self) -> dict[str, object]:
        """Return it as the log keeps it."""
        return {
            "host": self.host,
            "model": self.model,
            "report": self.report,
            "request": self.request,
            "size": self.size,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Sent:
        """Rebuild it.

        Raises:
            InvalidRecord: if the form is wrong.
        """
        match data:
            case {
                "host": str(host),
                "model": str(model),
                "report": None | str() as report,
                "request": str(request),
                "size": int(size),
            }:
                return cls(host, model, report, request, size)
        raise InvalidRecord("not a call: a member is missing or has the wrong type")


@dataclass(frozen=True, slots=True)
class CallEnd:
    """What came of a call. `of` is the log row in which it began.

    `outcome` is `answered`, `cut` (at the limit of the answer), `refused`, or the name of what went
    wrong (`ModelBusy`). Tokens are as the server counts them, None where it does not say; `cost` is
    in `currency` and None where no prices are set. `seconds` is how long it took, all tries.
    """

    of: int
    outcome: str
    seconds: float
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None
    currency: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return it as the log keeps it."""
        return {
            "of": self.of,
            "outcome": self.outcome,
            "seconds": self.seconds,
            "tokens_in": self.tokens_in,
            "tokens_out": self.tokens_out,
            "cost": self.cost,
            "currency": self.currency,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> CallEnd:
        """Rebuild it.

        Raises:
            InvalidRecord: if the form is wrong.
        """
        match data:
            case {
                "of": int(of),
                "outcome": str(outcome),
                "seconds": int() | float() as seconds,
                "tokens_in": None | int() as tokens_in,
                "tokens_out": None | int() as tokens_out,
                "cost": None | int() | float() as cost,
                "currency": None | str() as currency,
            }:
                return cls(of, outcome, seconds, tokens_in, tokens_out, cost, currency)
        raise InvalidRecord("not the end of a call: a member is missing or has the wrong type")
