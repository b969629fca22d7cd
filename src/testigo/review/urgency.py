"""What should be looked at first: contradictions, where two readers of a text disagree, then the
dead, and posts last.

Confidence has no part in it: a sentence about somebody killed is worth a look however sure the
machine is of it.
"""

from __future__ import annotations

from testigo.record.statement import Statement
from testigo.review.two_readers import is_disagreed

DISPUTED = 1000
CONTRADICTED = 100
"""How much earlier it comes where two persons answered otherwise, or another statement does."""

DISAGREED = 10
"""How much earlier where two readers of the text read it otherwise, or one alone gives it: more
than all kinds and harms are apart."""

_HARM = {"killed": 0} | dict.fromkeys(("missing", "abducted", "tortured", "sexually_assaulted"), 1)
_OTHER_HARM = 2
_KINDS = {"incident": 3, "measure": 4, "proceeding": 5, "claim": 6, "contact": 7, "post": 8}


def urgency(statement: Statement, *, is_disputed: bool, case: str | None = None) -> int:
    """Return how early a statement should be looked at, the smallest first.

    `case` is what today's readers make of it (`two_readers.Standing.case`).
    """
    early = -DISPUTED if is_disputed else 0
    early -= DISAGREED if is_disagreed(case) else 0
    if statement.kind in _KINDS:
        return early + _KINDS[statement.kind]
    return early + _HARM.get(str(statement.value("outcome")), _OTHER_HARM)
