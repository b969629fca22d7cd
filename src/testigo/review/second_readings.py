"""What other readers of today make of the words of a statement, to be shown beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from testigo.record.errors import TestigoError
from testigo.record.reading import FIRST_READER
from testigo.record.statement import Statement
from testigo.review.comparing import reading_otherwise
from testigo.review.materials import Loader, Material
from testigo.review.reader_standings import seconds_behind


class NotGiven(TestigoError):
    """A reader has no reading of a statement that a person wants to let stand as it read it."""

    def __init__(self, handle: str, reader: str) -> None:
        super().__init__(
            f"statement {handle[:12]} was not given by {reader!r} today: name one of its readers"
        )
        self.handle, self.reader = handle, reader


@dataclass(frozen=True, slots=True)
class SecondReading:
    """One more reading of a claim.

    `reader` is the name of who gave it, `handle` the id under which it is kept: that of the
    statement itself where both readers gave just the same. `fields` are what it reads otherwise
    than the statement now stands (`comparing.reading_otherwise`); none where both agree.
    """

    reader: str
    handle: str
    statement: Statement
    fields: tuple[str, ...]


def second_readings(
    connection: Connection, loader: Loader, materials: Sequence[Material]
) -> dict[str, tuple[SecondReading, ...]]:
    """Return the second readings of each of these statements, by name of their readers.

    A statement of a report that one reader alone reads today has no entry; one that other readers
    of its report did not give has an empty one.
    """
    known = {m.handle: m for m in materials if m.reader_case is not None}
    behind = seconds_behind(connection, [m.handle for m in materials if m.second_of is None])
    known |= {m.handle: m for m in materials if m.handle in set(behind.values())}
    given = loader.given_today([*known, *behind])
    seconds: dict[str, list[str]] = defaultdict(list)
    for second, first in behind.items():
        seconds[first].append(second)
    return {
        handle: tuple(_of_one(material, seconds[handle], given))
        for handle, material in known.items()
    }


def _of_one(
    material: Material, seconds: Sequence[str], given: Mapping[str, Mapping[str, Statement]]
) -> list[SecondReading]:
    own = given.get(material.handle, {})
    first = FIRST_READER if FIRST_READER in own else min(own, default="")
    same = [(name, material.handle, said) for name, said in own.items() if name != first]
    other = [(name, each, said) for each in seconds for name, said in given.get(each, {}).items()]
    now = material.judged.statement
    return [
        SecondReading(name, handle, said, reading_otherwise(now, said))
        for name, handle, said in sorted(same + other, key=lambda found: found[:2])
    ]
