"""A second reader: the first one's statements under another name, some left out, some changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.protocol import Page
from testigo.record.reading import Found, ReaderIdentity, Reading
from testigo.record.statement import Statement, Value

Change = Callable[[Statement], Statement | None]


@dataclass(frozen=True)
class OtherReader:
    """Gives what `change` makes of what the first reader gives; None leaves a statement out."""

    change: Change
    name: str = "llm"
    version: str = "1 invented-model"

    @property
    def identity(self) -> ReaderIdentity:
        """Its own name, so that both its and the first one's readings are today's."""
        return ReaderIdentity(self.name, self.version, "none")

    def read(self, pages: Sequence[Page]) -> list[Reading]:
        """Return one reading per page."""
        return [self._own(reading) for reading in BuiltinReader().read(pages)]

    def _own(self, reading: Reading) -> Reading:
        changed = [(found, self.change(found.statement)) for found in reading.found]
        found = tuple(
            Found(statement, f"{self.name}.{statement.kind}", each.fired)
            for each, statement in changed
            if statement is not None
        )
        return replace(reading, reader=self.identity, found=found)


def with_value(statement: Statement, **values: Value | None) -> Statement:
    """Return a statement with other values read from the same words; None takes a field away."""
    fields = {
        name: replace(field, value=value)
        for name, field in statement.fields
        if (value := values.get(name, field.value)) is not None
    }
    return Statement.make(
        statement.text_id,
        statement.kind,
        fields,
        statement.evidence,
        source=statement.source,
        modality=statement.modality,
        modality_spans=statement.modality_spans,
        said_on=statement.said_on,
    )
