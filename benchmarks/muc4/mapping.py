"""What testigo's own statements make of a document: the mapping without the adapter.

An incident whose type maps to one of MUC-4 is a template; its perpetrators, targets and means fill
the slots, organisations told from persons by the name finder. A casualty with a name is a victim of
an attack (an abduction: kidnapping). README.md has the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.muc4.reading import ReadDocument
from benchmarks.muc4.scoring import SLOTS, normalised

from testigo.reading.learned.candidates import Candidate, Pointed

LEAST = 0.5
"""Statements less likely than this make no template."""
INCIDENTS = {
    "Attack": "attack",
    "Mob violence": "attack",
    "Armed clash": "attack",
    "Abduction/forced disappearance": "kidnapping",
    "Remote explosive/landmine/IED": "bombing",
    "Grenade": "bombing",
    "Suicide bomb": "bombing",
    "Shelling/artillery/missile attack": "attack",
}
CASUALTIES = {"killed": "attack", "injured": "attack", "abducted": "kidnapping"}
PEOPLE = frozenset(["people", "role_nouns", "titles", "toll_words", "number_nouns", "actors"])
"""Word lists of people, whom keys name as victims only by their names."""
FIRE = ("burn", "fire", "arson", "torch")


def mapped(document: ReadDocument) -> list[dict[str, Any]]:
    """Return the templates of a document, one for each incident type."""
    made: dict[str, dict[str, Any]] = {}
    for one in sorted(document.told, key=lambda told: told.anchor):
        name = _incident_type(document, one)
        if name is None or one.confidence < LEAST:
            continue
        empty = {"incident_type": name, **{slot: [] for slot in SLOTS}}
        template = made.setdefault(name, empty)
        for slot, value in _fills(document, one):
            _add(template[slot], document.string(value[0], value[1] - 1))
    return list(made.values())


def _incident_type(document: ReadDocument, one: Candidate) -> str | None:
    if one.kind == "casualty" and one.words.get("name"):
        return CASUALTIES.get(str(one.codes["outcome"].code))
    if one.kind != "incident":
        return None
    code = str(one.codes["type"].code)
    if code == "Looting/property destruction":
        word = document.page.folded[one.anchor]
        return "arson" if word.startswith(FIRE) else None
    return INCIDENTS.get(code)


def _fills(document: ReadDocument, one: Candidate) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield slots and words."""
    types = {(name.first, name.last): name.type for name in document.page.names}

    def words(field: str) -> Iterator[tuple[tuple[int, int], str]]:
        given: tuple[Pointed, ...] = one.words.get(field, ())
        for value in given:
            yield value.mentions[0], types.get(value.mentions[0], "")

    for field in ("perpetrators", "perpetrator"):
        for at, type_ in words(field):
            is_body = type_ != "person" and document.page.word(at[1] - 1)[0].isupper()
            yield ("PerpOrg" if is_body else "PerpInd"), at
    for at, type_ in words("targets"):
        if type_ == "person":
            yield "Victim", at
        elif not PEOPLE & set(document.features[at[1] - 1]):
            yield "Target", at
    for at, _ in words("name"):
        yield "Victim", at
    for at, _ in words("means"):
        yield "Weapon", at


def _add(entities: list[list[str]], string: str) -> None:
    key = normalised(string)
    if key and all(normalised(entity[0]) != key for entity in entities):
        entities.append([string])
