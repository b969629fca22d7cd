"""What stays out of JSON and CSV until it is asked for: the names of children.

A file travels further than a screen. A child's name (stated under 18, or said to be a child) is
left out wherever it stands in a row: its own field, a quote, a title, an address. In the report
that shows the age each longer word of the name is left out too, for later sentences use the surname
alone; elsewhere only the whole name. A child is known from a casualty, and from the words beside a
person that any kind names (holder of a post, target, party, speaker). Fields that start
confidential are no columns at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from testigo.languages.document import fold
from testigo.record.kinds import kind
from testigo.record.statement import Statement

if TYPE_CHECKING:
    from testigo.casebook.book import Casebook

ADULT_AT = 18
_SHORTEST = 4
"""Letters of a word of a name that is looked for alone: "de", "los" stand in every sentence."""
_WORD = re.compile(r"\w+")
_PERSONS = ("person", "target", "targets", "parties", "perpetrators", "perpetrator", "speaker")
"""Fields of the kinds, casualty's own name apart, that may name a person."""
_CAPITAL = r"[^\W\d_a-zà-ÿ][\w'’-]+"
_NAME = re.compile(rf"{_CAPITAL}(?:\s+(?:(?:de|del|la|los|van|bin|al)\s+)*{_CAPITAL})+")
"""Two words with a capital or more: one alone would be looked for in every sentence."""
_CHILD = r"(?:minor|child|boy|girl|teenager|schoolboy|schoolgirl|menor|niñ[oa]|adolescente)"
_BEFORE = re.compile(
    rf"(?:(?P<age>\d{{1,2}})-year-old(?:\s+\w+){{0,3}}|de\s+(?P<years>\d{{1,2}})\s+años"
    rf"|\b{_CHILD}(?:\s+(?:de\s+edad|named|called))?)(?:\s+llamad[oa]|\s+identificad[oa] como)?"
    r"[\s,:(]*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\s*[,(]\s*(?:(?:(?:aged|age|de)\s+)?(?P<age>\d{1,2})(?P<years>)?"
    r"(?:\s+(?:años(?:\s+de\s+edad)?|years?\s+old)\b|\s*[,.;)]|\s*$)"
    rf"|(?:an?|una?|the|el|la)?\s*(?:\w+\s+)?{_CHILD}\b)",
    re.IGNORECASE,
)

Row = dict[str, object]


class ChildrenNames:
    """The names of children in a casebook, and how many values were left out for them."""

    def __init__(self, casebook: Casebook) -> None:
        self.withheld = 0
        self._names: set[str] = set()
        self._words: dict[str, set[str]] = {}
        for kept in casebook.statements(superseded=True):
            self._learn(kept.report_id, kept.statement)
        for report_id, statement in casebook.review.restated():
            self._learn(report_id, statement)

    def _learn(self, report_id: str, statement: Statement) -> None:
        if names := child_names(statement):
            self._names.update(fold(each) for each in names)
            words = {w for each in names for w in _WORD.findall(fold(each))}
            long = {word for word in words if len(word) >= _SHORTEST}
            self._words.setdefault(report_id, set()).update(long)

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
        text = fold(value)
        return any(name in text for name in self._names) or not set(_WORD.findall(text)).isdisjoint(
            words
        )


def child_names(statement: Statement) -> set[str]:
    """Return the names that a statement gives of persons under 18, as written; often none.

    Leans to withholding: words beside a name that may call it a child are enough.
    """
    name = statement.field("name") if statement.kind == "casualty" else None
    found: set[str] = set()
    if name is not None and is_child(statement):
        found |= {str(name.value), *(span.quote for span in name.spans)}
    named = [statement.field(each) for each in _PERSONS if each in kind(statement.kind).fields]
    named += [statement.source.speaker, statement.source.origin]
    content = statement.field("content") if statement.kind == "claim" else None
    spans = {span for field in (*named, content) if field is not None for span in field.spans}
    for span in spans:
        for sentence in statement.evidence:
            if sentence.covers(span):
                found |= _children(sentence.quote, span.start - sentence.start, len(span.quote))
    return found


def _children(sentence: str, start: int, length: int) -> set[str]:
    """The names within a stretch of a sentence that the words beside them call a child's."""
    names = _NAME.finditer(sentence, start, start + length)
    return {
        name.group()
        for name in names
        if _tells_child(_BEFORE.search(sentence[: name.start()]))
        or _tells_child(_AFTER.search(sentence[name.end() :]))
    }


def _tells_child(match: re.Match[str] | None) -> bool:
    if match is None:
        return False
    age = match["age"] or match["years"]
    return not age or int(age) < ADULT_AT


def is_child(statement: Statement) -> bool:
    """Tell whether a casualty is stated to be under 18."""
    age = statement.value("age")
    return statement.value("age_group") == "child" or (isinstance(age, int) and age < ADULT_AT)
