"""A statement in one line: the value, and what narrows it; one way for each of the eight kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from testigo.record.edtf import Edtf
from testigo.record.statement import Statement
from testigo.record.wording.counts import count_words, harmed_words
from testigo.record.wording.dates import edge_words
from testigo.record.wording.phrases import PHRASES, phrase
from testigo.record.wording.values import field_words

_QUOTATION_MARKS = '"“”«» '
_FEMININE_MEASURES = frozenset(
    {"martial_law", "assembly_ban", "movement_restriction", "media_ban", "organisation_ban"}
    | {"other"}
)
"""Measures whose Spanish label ("ley", "prohibición", "medida") is feminine, as is then their
status."""


def headline(statement: Statement, *, language: str = "en") -> str:
    """Return what is stated in one line: the value, a dash, and what narrows it.

    A toll: "at least 27 killed — demonstrators, Ayacucho, 15 Dec 2022".
    """
    main, narrowing = _told(statement, language)
    return main + (f" — {', '.join(narrowing)}" if narrowing else "")


def main_words(statement: Statement, *, language: str = "en") -> str:
    """Return the value alone: "at least 27 killed"."""
    return _told(statement, language)[0]


def details(statement: Statement, *, language: str = "en") -> list[str]:
    """Return what narrows the value, each in words: who, where, when, by what."""
    return _told(statement, language)[1]


def stated_count(statement: Statement, *, language: str = "en") -> str:
    """Return the number that a toll states, in words: "at least 27"; "" where it gives none."""
    return count_words(*_limits(statement), language=language)


def _limits(statement: Statement) -> tuple[int | None, int | None, str, str]:
    low, high = statement.value("low"), statement.value("high")
    return (
        low if isinstance(low, int) else None,
        high if isinstance(high, int) else None,
        str(statement.value("bound") or ""),
        str(statement.value("wording") or ""),
    )


def _told(statement: Statement, language: str) -> tuple[str, list[str]]:
    return _HEADLINES.get(statement.kind, _other)(_Words(statement, language))


class _Words:
    """The fields of one statement in one language."""

    def __init__(self, statement: Statement, language: str) -> None:
        self.statement, self.language = statement, language

    def __getitem__(self, name: str) -> str:
        return field_words(self.statement, name, language=self.language)

    def given(self, *names: str) -> list[str]:
        """The fields that are given, each wording once: a site may be the place too."""
        return list(dict.fromkeys(words for name in names if (words := self[name])))

    def edges(self, *names: str) -> list[str]:
        """Those of the dates `start`, `end` and `as_of` that are given, as such."""
        dates = ((name, self.statement.value(name)) for name in names)
        return [
            edge_words(date, name, language=self.language)
            for name, date in dates
            if isinstance(date, Edtf)
        ]

    def put(self, key: str, **values: str) -> list[str]:
        """The phrase `key` with `values`, or nothing where they are empty."""
        return [phrase(key, self.language, **values)] if all(values.values()) else []


def _toll(words: _Words) -> tuple[str, list[str]]:
    statement = words.statement
    outcome = str(statement.value("outcome"))
    return (
        harmed_words(*_limits(statement), outcome, language=words.language),
        words.given("population", "category", "place", "period", "cause") + words.edges("as_of"),
    )


def _casualty(words: _Words) -> tuple[str, list[str]]:
    name, age = words["name"], words["age"]
    who = name or words["description"]
    if name and age:
        years = phrase("age one" if age == "1" else "age", words.language, age=age)
        who = f"{name}, {years}"
    return (
        f"{who}: {words['outcome']}",
        words.given("occupation", "place", "date", "cause")
        + words.put("by", who=words["perpetrator"]),
    )


def _measure(words: _Words) -> tuple[str, list[str]]:
    rights = words["rights_words"] or words["rights"]
    return (
        f"{words['type']}, {_measure_status(words)}",
        [
            *words.given("instrument", "authority", "scope"),
            *words.edges("start", "end"),
            *words.put("for", time=words["duration"]),
            *words.put("rights", rights=rights),
        ],
    )


def _measure_status(words: _Words) -> str:
    status = words["status"]
    feminine = words.statement.value("type") in _FEMININE_MEASURES
    if words.language == "es" and feminine and status.endswith("o"):
        return status[:-1] + "a"
    return status


def _incident(words: _Words) -> tuple[str, list[str]]:
    return (
        words["type"],
        [
            *words.put("by", who=words["perpetrators"]),
            *words.put("against", who=words["targets"]),
            *words.given("place", "site", "date", "means", "demands"),
        ],
    )


def _post(words: _Words) -> tuple[str, list[str]]:
    status = words.statement.value("status")
    held = f"post {status}"
    told = phrase(held, words.language) if held in PHRASES else words["status"]
    narrowing = dict.fromkeys(filter(None, (words["organisation"], told)))
    return f"{words['person']}: {words['title']}", [*narrowing, *words.edges("start", "end")]


def _contact(words: _Words) -> tuple[str, list[str]]:
    return f"{words['type']}: {words['parties']}", words.given("place", "date")


def _proceeding(words: _Words) -> tuple[str, list[str]]:
    return (
        f"{words['type']}: {words['target']}",
        words.put("by", who=words["authority"]) + words.given("place", "date"),
    )


def _claim(words: _Words) -> tuple[str, list[str]]:
    # No verb where it only says: a speaker may be one or many ("its organisers says").
    stance = words.statement.value("stance")
    how = "" if stance in (None, "says") else f" ({words['stance']})"
    content = words["content"].strip(_QUOTATION_MARKS)
    return (
        f"{words['speaker']}{how}: “{content}”",
        words.put("to", who=words["addressee"]) + words.given("medium", "date"),
    )


def _other(words: _Words) -> tuple[str, list[str]]:
    given = [words[name] for name, _ in words.statement.fields]
    return given[0], given[1:]


_HEADLINES: Mapping[str, Callable[[_Words], tuple[str, list[str]]]] = {
    "toll": _toll,
    "casualty": _casualty,
    "incident": _incident,
    "measure": _measure,
    "post": _post,
    "contact": _contact,
    "proceeding": _proceeding,
    "claim": _claim,
}
