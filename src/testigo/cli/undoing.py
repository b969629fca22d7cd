"""Which decision an undo takes back."""

from __future__ import annotations

from testigo.casebook import Casebook
from testigo.cli.deciding import SHORT_DECISION
from testigo.cli.errors import BadCommand
from testigo.cli.terminal import plain

_AT_ONCE = 100


def standing(casebook: Casebook, beginning: str) -> str:
    """Return the id of the decision that begins so.

    Raises:
        NotKept: if there is none.
        AmbiguousId: if there are several.
        BadCommand: if it was undone already.
    """
    id_ = casebook.review.whole_id(beginning, "decision")
    line = casebook.review.decision(id_)
    if not line.stands:
        raise BadCommand(
            f"decision {id_[:SHORT_DECISION]} is undone already; undo what undid it to bring it "
            "back (`testigo review decisions` lists both)"
        )
    return id_


def last_of(casebook: Casebook, name: str) -> str:
    """Return the id of the last decision of a person that stands and is itself no undo.

    Raises:
        BadCommand: if there is none.
    """
    before: int | None = None
    while lines := casebook.review.latest(_AT_ONCE, before=before):
        for line in lines:
            if line.by == name and line.stands and line.decision.act != "undo":
                return line.id
        before = lines[-1].sequence
    raise BadCommand(f"no decision of {plain(name)} stands: there is nothing to undo")
