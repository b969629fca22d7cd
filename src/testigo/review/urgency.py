"""What should be looked at first: contradictions, then the dead, and posts last.

Confidence has no part in it: a sentence about somebody killed is worth a look however sure the
machine is of it.
"""

from __future__ import annotations

from testigo.record.statement import Statement

DISPUTED = 1000
CONTRADICTED = 100
"""How much earlier it comes where two readers disagree, or where another statement does."""

_HARM = {"killed": 0} | dict.fromkeys(("missing", "abducted", "tortured", "sexually_assaulted"), 1)
_OTHER_HARM = 2
_KINDS = {"incident": 3, "measure": 4, "proceeding": 5, "claim": 6, "contact": 7, "post": 8}


def urgency(statement: Statement, *, is_disputed: bool) -> int:
    """Return how early a statement should be looked at, the smallest first."""
    early = -DISPUTED if is_disputed else 0
    if statement.kind in _KINDS:
        return early + _KINDS[statement.kind]
    return early + _HARM.get(str(statement.value("outcome")), _OTHER_HARM)
