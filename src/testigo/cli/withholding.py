"""What stays out of JSON and CSV until it is asked for: the names of children.

A file travels further than a screen. A child's name (stated under 18, or said to be a child) is
left out wherever it stands in a row: its own field, a quote, a title, an address. In the report
that shows the age each longer word of the name is left out too, for later sentences use the surname
alone; elsewhere only the whole name. Fields that start confidential are no columns at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from testigo.casebook import Casebook
from testigo.cli.selection import folded
from testigo.record.statement import Statement

ADULT_AT = 18
_SHORTEST = 4
"""Letters of a word of a name that is looked for alone: "de", "los" stand in every sentence."""
_WORD = re.compile(r"\w+")

Row = dict[str, object]


class ChildrenNames:
    """The names of children in a casebook, and how many values were left out for them."""

    def __init__(self, casebook: Casebook) -> None:
        self.withheld = 0
        self._names: set[str] = set()
        self._words: dict[str, set[str]] = {}
        for kept in casebook.statements(kind="casualty", superseded=True):
            if is_child(kept.statement) and (name := kept.statement.field("name")):
                names = {str(name.value), *(span.quote for span in name.spans)}
                self._names.update(folded(each) for each in names)
                words = {w for each in names for w in _WORD.findall(folded(each))}
                long = {word for word in words if len(word) >= _SHORTEST}
                self._words.setdefault(kept.report_id, set()).update(long)

    def without(self, row: Row) -> Row:
        """Return the row with None for every value that holds such a name."""
        words = self._words.get(str(row.get("report")), set())
        if not self._names:
            return row
        return {column: self._checked(value, words) for column, value in row.items()}

    def _checked(self, value: object, words: Iterable[str]) -> object:
        if not self._holds(value, words):
            return value
        self.withheld += 1
        return None

    def _holds(self, value: object, words: Iterable[str]) -> bool:
        if isinstance(value, Mapping):
            return any(self._holds(each, words) for each in value.values())
        if isinstance(value, list | tuple):
            return any(self._holds(each, words) for each in value)
        if not isinstance(value, str):
            return False
        text = folded(value)
        return any(name in text for name in self._names) or not set(_WORD.findall(text)).isdisjoint(
            words
        )


def is_child(statement: Statement) -> bool:
    """Tell whether a casualty is stated to be under 18."""
    age = statement.value("age")
    return statement.value("age_group") == "child" or (isinstance(age, int) and age < ADULT_AT)
