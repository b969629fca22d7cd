"""What a statement mentions: nodes, which entries are clusters of.

A node is a mention of a person, organisation, incident, measure or toll in one statement. Its id is
made with a secret of the casebook, once and for ever: nobody can guess a withheld name from it. Its
key is what makes two nodes one entry as long as no person says otherwise:

- a victim, within its report, under the same full name (a report names one person by one name);
- a speaker, post holder, party, authority: the same name and the same country, in any report;
- a measure: the same instrument number in the same country;
- a toll: the same speaker and the same stated scope (`tolls.scope_of`);
- an incident, and whoever has no name: nothing. Only people can tell.

Never merged by likeness: that is proposed, and decided by people (peers: nomenklatura).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from testigo.languages.document import fold
from testigo.record.places import Place
from testigo.record.statement import Statement
from testigo.review.tolls import scope_of

ID_CHARACTERS = 13
ID = re.compile(rf"[a-z2-7]{{{ID_CHARACTERS}}}")
"""The form of the ids of nodes and entries: 65 bits, in letters that are told apart by eye."""

FAMILIES = ("agent", "incident", "toll", "measure")
"""Nodes of one family may be one entry. Persons and organisations are one family: which of the two
a name is, the text often leaves open."""

VICTIM, PUBLISHER = "victim", "publisher"
_PERSONS = frozenset({VICTIM, "person"})
_ROLES = {
    "post": ("person", "organisation"),
    "claim": ("speaker",),
    "contact": ("parties",),
    "proceeding": ("target", "authority"),
    "measure": ("authority",),
}
_OWN = {"incident": "incident", "measure": "measure", "toll": "toll"}
_NAME_EDGES = " \t\n\"'“”«»‘’.,;:()"


@dataclass(frozen=True, slots=True)
class Mention:
    """What one statement mentions in one role; `index` tells several of a role apart.

    `key` is None where nothing but a decision can make it one with another.
    """

    role: str
    index: int
    family: str
    name: str | None
    country: str | None
    key: str | None

    @property
    def is_person(self) -> bool:
        """Whether the role itself shows that it is a human being."""
        return self.role in _PERSONS


def node_id(secret: bytes, handle: str, mention: Mention) -> str:
    """Return the id of a mention: the same in every rebuild of this casebook, and only there."""
    told = f"{handle}:{mention.role}:{mention.index}".encode()
    digest = hmac.new(secret, told, hashlib.sha256).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:ID_CHARACTERS]


def mentions(
    statement: Statement, report_id: str, publisher: str | None, country: str | None
) -> Iterator[Mention]:
    """Yield what a statement mentions, in a fixed order.

    `publisher` is the report's, who speaks where no speaker is named; `country` that of the report,
    for a statement whose own place names none.
    """
    where = stated_country(statement) or country
    if statement.kind == "casualty":
        yield _victim(statement, report_id, where)
    elif statement.kind in _OWN:
        yield _own(statement, where)
    for role in _ROLES.get(statement.kind, ()):
        value = statement.value(role)
        for index, item in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(item, str):
                yield _agent(role, index, item, where)
    yield from _sources(statement, publisher, where)


def _victim(statement: Statement, report_id: str, country: str | None) -> Mention:
    name = statement.value("name")
    words = name if isinstance(name, str) else None
    folded = None if words is None else name_key(words)
    # "Quispe" alone may be two persons of one report; a full name is one.
    key = f"{report_id}:{folded}" if folded and " " in folded else None
    return Mention(VICTIM, 0, "agent", words, country, key)


def _own(statement: Statement, country: str | None) -> Mention:
    family = _OWN[statement.kind]
    key: str | None = None
    if family == "toll":
        key = scope_of(statement).key
    elif family == "measure":
        number = statement.value("instrument")
        key = f"{country or ''}:{name_key(number)}" if isinstance(number, str) else None
    return Mention(family, 0, family, None, country, key)


def _agent(role: str, index: int, words: str, country: str | None) -> Mention:
    folded = name_key(words)
    key = f"{country or ''}:{folded}" if folded else None
    return Mention(role, index, "agent", words, country, key)


def _sources(statement: Statement, publisher: str | None, country: str | None) -> Iterator[Mention]:
    speaker, origin = statement.source.speaker, statement.source.origin
    said_in_claim = statement.value("speaker") if statement.kind == "claim" else None
    if speaker is not None and isinstance(speaker.value, str):
        if statement.kind != "claim" or speaker.value != said_in_claim:
            yield _agent("source", 0, speaker.value, country)
    elif statement.kind == "toll":
        # An outlet's own total is a series of that outlet; it speaks for no country.
        words = publisher or ""
        key = f"publisher:{name_key(words)}" if words else None
        yield Mention(PUBLISHER, 0, "agent", words or None, None, key)
    if origin is not None and isinstance(origin.value, str):
        yield _agent("origin", 0, origin.value, country)


def held_together(handle: str, found: Iterable[Mention]) -> list[Mention]:
    """Give a key of its own to each mention of a statement that lacks one.

    By it the mentions of its second readings become one with its own (`as_first`).
    """
    return [
        replace(mention, key=mention.key or f"read:{handle}:{mention.role}:{mention.index}")
        for mention in found
    ]


def as_first(found: Iterable[Mention], first: Iterable[Mention]) -> list[Mention]:
    """Return the mentions of a second reading with the keys of those of the first statement.

    What it mentions in a role that the first one lacks keeps its own. So an id that was given for
    one reading leads to the entry of both, and decisions about it stay.
    """
    keys = {(mention.role, mention.index): mention.key for mention in first}
    return [
        replace(mention, key=keys.get((mention.role, mention.index), mention.key))
        for mention in found
    ]


def stated_country(statement: Statement) -> str | None:
    """Return the country of the statement's own place, None where it gives none."""
    for name in ("place", "scope", "home"):
        value = statement.value(name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Place) and item.country:
                return item.country
    return None


def name_key(words: str) -> str:
    """Return a name for exact comparison: case, accents, spacing and outer punctuation aside.

    >>> name_key(" Ministerio  de Salud, ") == name_key("MINISTERIO DE SALUD")
    True
    """
    return " ".join(fold(words).strip(_NAME_EDGES).split())
