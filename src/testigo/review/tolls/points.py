"""What the toll series are made of: one toll statement, with who says it and how it stands.

Whoever knows the log, the actors and the independence groups makes the points; from here on nothing
else is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from testigo.record.edtf import Edtf
from testigo.record.entry import STATES
from testigo.record.errors import InvalidRecord
from testigo.record.statement import Statement

ACCEPTED = frozenset({"accepted"})
"""The states that count in a figure where nobody asks for others."""


@dataclass(frozen=True, slots=True)
class TollPoint:
    """One toll statement as the record now holds it.

    `handle` is the id under which decisions know the statement (an amended one keeps its first).
    `published` is the report's date, None where it is not known. `group` is the id of the report's
    independence group: reports that repeat one dispatch or origin share one. `speaker_id` is the
    entry of the actor who says it (of the outlet where it speaks in its own voice), `speaker` the
    name shown. `origin` is whom the speaker relies on, None where the text names nobody.
    """

    statement: Statement
    handle: str
    report_id: str
    state: str
    outlet: str
    published: Edtf | None
    group: str
    speaker_id: str
    speaker: str
    origin: str | None = None

    def __post_init__(self) -> None:
        if self.statement.kind != "toll":
            raise InvalidRecord(
                f"statement {self.handle} is a {self.statement.kind}: "
                "only tolls stand in a series, so leave it out"
            )
        if self.state not in STATES:
            raise InvalidRecord(
                f"{self.state!r} is no state of statement {self.handle}: "
                f"use one of {', '.join(STATES)}"
            )
