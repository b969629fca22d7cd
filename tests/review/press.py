"""A small press: short reports of people killed and counted, whose statements are made by hand.

Names and outlets are invented. `reading` may leave statements out, as another version of a reader
would, or read lines otherwise, as another reader does: the same words, cut longer, with less of
what stands beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.store.captured import SmallCaptured, captured

from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.reading import Coverage, Found, ReaderIdentity, Reading
from testigo.record.span import Span
from testigo.record.statement import Field, Source, Statement

PLACES = {
    "Tarma": Place("Tarma", "1", "Tarma", "PE", "PE-JUN", -11.4, -75.7, 2),
    "Puno": Place("Puno", "2", "Puno", "PE", "PE-PUN", precision=4),
    "Sucre": Place("Sucre", "3", "Sucre", "BO", "BO-H", -19.0, -65.3, 2),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: `kind` is casualty, toll, incident, measure or post."""

    kind: str
    name: str = ""
    age: int | None = None
    number: int | None = None
    place: str | None = None
    speaker: str | None = None
    day: str | None = None
    outcome: str = "killed"

    def words(self) -> str:
        """The sentence."""
        who = f"{self.speaker} said that " if self.speaker else ""
        where = f" in {self.place}" if self.place else ""
        when = f" on {self.day}" if self.day else ""
        match self.kind:
            case "casualty":
                age = f", {self.age}," if self.age is not None else ""
                return f"{who}{self.name}{age} was {self.outcome}{where}{when}."
            case "toll":
                return f"{who}{self.number} people were {self.outcome}{where}{when}."
            case "incident":
                return f"{who}there was an attack{where}{when}."
            case "measure":
                return f"{who}the state of emergency of decree {self.name} began{where}{when}."
            case _:
                return f"{who}{self.name} is minister of health."


@dataclass(frozen=True, slots=True)
class Report:
    """A report of some lines."""

    lines: tuple[Line, ...]
    outlet: str | None = "La Hoja de Tarma"
    published: str | None = "2023-01-20"

    def captured(self) -> SmallCaptured:
        """Return it as captured."""
        content = "\n".join(line.words() for line in self.lines)
        return captured(
            content, outlet=self.outlet, published=self.published, address=f"{hash(self)}.txt"
        )


def reading(
    report: Report,
    item: SmallCaptured,
    *,
    version: str = "1",
    without: Sequence[int] = (),
    reader: str = "press",
    otherwise: Sequence[int] = (),
) -> Reading:
    """Read a report; `without` and `otherwise` are numbers of lines of which nothing is given, or
    that are read otherwise.
    """
    found, start = [], 0
    for number, line in enumerate(report.lines):
        sentence = Span.cut(item.text.content, start, start + len(line.words()))
        if number not in without:
            says = statement(item, line, sentence, is_otherwise=number in otherwise)
            found.append(Found(says, f"{reader}.{line.kind}", (), 0.5, 10))
        start = sentence.end + 1
    length = len(item.text.content)
    identity = ReaderIdentity(reader, version, "none")
    coverage = Coverage(length, length, len(report.lines), language="en")
    return Reading(item.text.id, item.metadata.id, identity, tuple(found), coverage)


def statement(
    item: SmallCaptured, line: Line, sentence: Span, *, is_otherwise: bool = False
) -> Statement:
    """Return what a line says."""
    if is_otherwise:
        line = replace(line, place=None, age=None)
    content = item.text.content

    def field(value: object, words: str) -> Field:
        at = content.index(words, sentence.start, sentence.end)
        return Field(value, (Span.cut(content, at, at + len(words)),))  # type: ignore[arg-type]

    fields: dict[str, Field] = {}
    if line.kind == "casualty":
        fields["name"] = field(line.name, line.name)
        fields["outcome"] = field(line.outcome, line.outcome)
        if line.age is not None:
            fields["age"] = field(line.age, str(line.age))
    elif line.kind == "toll":
        assert line.number is not None
        words = str(line.number)
        fields |= {n: field(line.number, words) for n in ("low", "high")}
        wording = f"{words} people" if is_otherwise else words
        fields |= {"bound": field("exact", words), "wording": field(wording, wording)}
        fields["outcome"] = field(line.outcome, line.outcome)
    elif line.kind == "incident":
        fields["type"] = field("attack", "an attack" if is_otherwise else "attack")
    elif line.kind == "measure":
        fields["type"] = field(
            "state_of_emergency", f"{'the ' if is_otherwise else ''}state of emergency"
        )
        fields["status"] = field("declared", "began")
        fields["instrument"] = field(line.name, line.name)
    else:
        fields["person"] = field(line.name, line.name)
        title = "minister" if is_otherwise else "minister of health"
        fields["title"] = field(title, title)
    if line.place and line.kind in ("casualty", "toll", "incident"):
        fields["place"] = field(PLACES[line.place], line.place)
    if line.day and line.kind in ("casualty", "incident"):
        fields["date"] = field(Edtf(line.day), line.day)
    if line.day and line.kind == "toll":
        fields["as_of"] = field(Edtf(line.day), line.day)
    if line.day and line.kind == "measure":
        fields["start"] = field(Edtf(line.day), line.day)
    source = Source(field(line.speaker, line.speaker)) if line.speaker else Source()
    return Statement.make(item.text.id, line.kind, fields, (sentence,), source=source)
