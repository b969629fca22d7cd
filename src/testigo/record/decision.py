"""What a person did: never changed, only followed by a further decision."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from testigo.record.canonical import digest
from testigo.record.errors import InvalidRecord
from testigo.record.vocabularies import vocabulary


@dataclass(frozen=True, slots=True)
class Decision:
    """One act of one person.

    `act` is a code of the vocabulary `act`. `subjects` are the ids it is about (statements,
    reports, entries, decisions for an undo). `content` is what the act needs, as JSON (the new
    value of an amend, the level of a verify). `shown` says what was on the screen: reading and
    statement ids. `versions` maps `testigo`, `schema` and `codebook` to the version then in force.
    """

    act: str
    subjects: tuple[str, ...]
    by: str
    at: datetime.datetime
    why: str
    content: Mapping[str, object]
    shown: tuple[str, ...]
    versions: Mapping[str, str]

    def __post_init__(self) -> None:
        vocabulary("act")[self.act]
        if not self.subjects:
            raise InvalidRecord("a decision is about something: name its subjects")
        if not self.by.strip():
            raise InvalidRecord("a decision has a person: set a name with `testigo config name`")
        if self.at.tzinfo is None or self.at.utcoffset() != datetime.timedelta(0):
            raise InvalidRecord("a decision is timed in UTC")

    @property
    def id(self) -> str:
        """SHA-256 of the whole decision."""
        return digest(self.to_json())

    def to_json(self) -> dict[str, object]:
        """Return the decision as JSON."""
        return {
            "act": self.act,
            "subjects": list(self.subjects),
            "by": self.by,
            "at": self.at.isoformat(),
            "why": self.why,
            "content": dict(self.content),
            "shown": list(self.shown),
            "versions": dict(self.versions),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Decision:
        """Rebuild a stored decision.

        Raises:
            InvalidRecord: if the form is wrong.
        """
        match data:
            case {
                "act": str(act),
                "subjects": list(subjects),
                "by": str(by),
                "at": str(at),
                "why": str(why),
                "content": dict(content),
                "shown": list(shown),
                "versions": dict(versions),
            }:
                if all(isinstance(name, str) for name in (*subjects, *shown, *versions.values())):
                    moment = _moment(at)
                    return cls(
                        act, tuple(subjects), by, moment, why, content, tuple(shown), versions
                    )
        raise InvalidRecord("not a decision: a member is missing or has the wrong type")


def _moment(text: str) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        raise InvalidRecord("not a decision: its time is not ISO 8601") from None
