"""A made press: reports of invented people whose statements are written with them, not read.

The same number gives the same report. Names repeat as real ones do: a few speakers are in thousands
of reports, most people in one.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.store.captured import SmallCaptured, captured

from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.reading import Coverage, Found, ReaderIdentity, Reading
from testigo.record.span import Span
from testigo.record.statement import Field, Source, Statement
from testigo.record.values import Value

FIRST = ("Alba", "Bruno", "Celia", "Dora", "Elmer", "Flor", "Gaspar", "Hilda", "Ismael", "Julia")
LAST = ("Ticona", "Cusi", "Arapa", "Layme", "Pacsi", "Quilla", "Sirpa", "Umasi", "Vilca", "Yana")
SPEAKERS = ("the police", "Ministry of Health", "Ombudsman's Office", "the regional prosecutor")
OUTLETS = ("La Hoja", "El Faro", "The Evening Ledger", "Radio Cordillera", "Diario del Lago")
TOWNS = tuple(
    Place(name, str(n), name, "PE", f"PE-{unit}", -10.0 - n / 10, -75.0 + n / 10, 2)
    for n, (name, unit) in enumerate(
        (
            ("Tarma", "JUN"),
            ("Sicuani", "CUS"),
            ("Ilave", "PUN"),
            ("Huanta", "AYA"),
            ("Abancay", "APU"),
        )
    )
)
Parts = tuple[tuple[str, str, Value], ...]
Written = tuple[str, Parts]
KINDS = ("toll",) * 5 + ("casualty",) * 4 + ("claim",) * 4 + ("incident",) * 3
KINDS += ("measure", "post", "post", "contact", "proceeding")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, its kind, and its parts: `(field, words, value)`."""

    kind: str
    words: str
    parts: Parts
    speaker: str | None


def person(draw: random.Random) -> str:
    """A name: one of a thousand."""
    return f"{draw.choice(FIRST)} {draw.choice(LAST)} {draw.choice(LAST)}"


def sentence(draw: random.Random) -> Sentence:
    """One sentence of any kind."""
    kind = draw.choice(KINDS)
    speaker = draw.choice(SPEAKERS) if draw.random() < 0.6 else None
    day = f"20{draw.randint(15, 24)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    town = draw.choice(TOWNS)
    words, parts = _FORMS[kind](draw, day, town)
    said = f"{speaker} said that " if speaker else ""
    return Sentence(kind, f"{said}{words}", parts, speaker)


Form = Callable[[random.Random, str, Place], Written]


def _toll(draw: random.Random, day: str, town: Place) -> Written:
    number, outcome = draw.randint(1, 60), draw.choice(("killed", "injured", "detained"))
    words = str(number)
    counts = (("low", words, number), ("high", words, number), ("wording", words, words))
    where = (("outcome", outcome, outcome), ("place", town.words, town), ("as_of", day, Edtf(day)))
    return f"{words} people were {outcome} in {town.words} as of {day}.", (*counts, *where)


def _casualty(draw: random.Random, day: str, town: Place) -> Written:
    name, age = person(draw), draw.randint(18, 80)
    return (
        f"{name}, {age}, was killed in {town.words} on {day}.",
        (
            ("name", name, name),
            ("age", str(age), age),
            ("outcome", "killed", "killed"),
            ("date", day, Edtf(day)),
            ("place", town.words, town),
        ),
    )


def _incident(draw: random.Random, day: str, town: Place) -> Written:
    return (
        f"there was an attack in {town.words} on {day}.",
        (("type", "attack", "attack"), ("date", day, Edtf(day)), ("place", town.words, town)),
    )


def _measure(draw: random.Random, day: str, town: Place) -> Written:
    number = f"DS {draw.randint(1, 200):03}-{day[:4]}"
    return (
        f"a state of emergency under {number} began in {town.words} on {day}.",
        (
            ("type", "state of emergency", "state_of_emergency"),
            ("status", "began", "declared"),
            ("instrument", number, number),
            ("scope", town.words, (town,)),
            ("start", day, Edtf(day)),
        ),
    )


def _post(draw: random.Random, day: str, town: Place) -> Written:
    name = person(draw)
    title = draw.choice(("mayor", "prefect", "regional governor"))
    return f"{name} is {title}.", (("person", name, name), ("title", title, title))


def _contact(draw: random.Random, day: str, town: Place) -> Written:
    one, two = person(draw), person(draw)
    return (
        f"{one} had a meeting with {two} of the council on {day}.",
        (("type", "meeting", "meeting"), ("parties", one, (one, two)), ("date", day, Edtf(day))),
    )


def _proceeding(draw: random.Random, day: str, town: Place) -> Written:
    name = person(draw)
    return (
        f"a trial of {name} began on {day}.",
        (("type", "trial", "trial"), ("target", name, name), ("date", day, Edtf(day))),
    )


def _claim(draw: random.Random, day: str, town: Place) -> Written:
    name = person(draw)
    what = draw.choice(("the road is closed", "nobody gave an order", "the talks go on"))
    return (
        f"{name} told reporters that {what}.",
        (("speaker", name, name), ("content", what, what), ("stance", "told", "says")),
    )


_FORMS: dict[str, Form] = {
    "toll": _toll,
    "casualty": _casualty,
    "incident": _incident,
    "measure": _measure,
    "post": _post,
    "contact": _contact,
    "proceeding": _proceeding,
    "claim": _claim,
}


def report(number: int, sentences: int) -> tuple[SmallCaptured, Reading]:
    """Return report `number` with its reading."""
    draw = random.Random(number)
    written = [sentence(draw) for _ in range(sentences)]
    title = f"Report {number} of {draw.choice(TOWNS).words}"
    content = "\n\n".join([title, *(one.words for one in written)])
    day = f"20{draw.randint(15, 24)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    item = captured(content, address=f"{number}.txt", published=day, outlet=draw.choice(OUTLETS))
    found, start = [], len(title) + 2
    for one in written:
        found.append(_found(item, one, start, round(draw.uniform(0.4, 0.99), 3)))
        start += len(one.words) + 2
    identity = ReaderIdentity("press", "1", "none")
    coverage = Coverage(len(content), len(content), sentences + 1, language="en")
    return item, Reading(item.text.id, item.metadata.id, identity, tuple(found), coverage)


def _found(item: SmallCaptured, one: Sentence, start: int, confidence: float) -> Found:
    content, end = item.text.content, start + len(one.words)

    def span(words: str) -> Span:
        at = content.index(words, start, end)
        return Span.cut(content, at, at + len(words))

    fields = {name: Field(value, (span(words),)) for name, words, value in one.parts}
    if one.kind == "toll":
        fields["bound"] = Field("exact", fields["low"].spans)
    source = Source(Field(one.speaker, (span(one.speaker),))) if one.speaker else Source()
    statement = Statement.make(
        item.text.id, one.kind, fields, (Span.cut(content, start, end),), source=source
    )
    return Found(statement, f"press.{one.kind}", (), confidence, 100)
