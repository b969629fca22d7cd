"""How the worked examples are written: a report in own sentences, and what each sentence states.

Every value names the words it is read from; spans are cut where those words stand, so the same data
gives statements of whatever text a casebook makes of the report.
"""

from dataclasses import dataclass, field

from testigo.record.canonical import digest
from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.span import Span
from testigo.record.statement import Field, Record, Source, Statement, Value
from testigo.review.tolls.points import TollPoint

Read = tuple[Value, str]
"""A value and the words of the sentence that give it."""

PERU = Place("Perú", name="Perú", country="PE", precision=6)


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of a report: its sentence, its fields, who says it, and how."""

    sentence: str
    fields: dict[str, Read]
    speaker: str | None = None
    origin: str | None = None
    kind: str = "toll"
    modality: str = "asserted"
    modality_words: str | None = None
    said_on: Read | None = None

    def statement(self, text_id: str, content: str) -> Statement:
        """Return the statement, its spans cut out of `content`."""
        start = content.index(self.sentence)

        def cut(words: str) -> Span:
            at = start + self.sentence.index(words)
            return Span.cut(content, at, at + len(words))

        def read(value: Read | None) -> Field | None:
            return None if value is None else Field(value[0], (cut(value[1]),))

        return Statement.make(
            text_id,
            self.kind,
            {name: Field(value, (cut(words),)) for name, (value, words) in self.fields.items()},
            (cut(self.sentence),),
            source=Source(
                read((self.speaker, self.speaker) if self.speaker else None),
                read((self.origin, self.origin) if self.origin else None),
            ),
            modality=self.modality,
            modality_spans=(cut(self.modality_words),) if self.modality_words else (),
            said_on=read(self.said_on),
        )


@dataclass(frozen=True, slots=True)
class WorkedReport:
    """One report: its file begins with the title; `group` names its dispatch, if it repeats one."""

    key: str
    outlet: str
    published: str
    title: str
    said: tuple[Said, ...]
    more: str = ""
    group: str | None = None
    language: str = "es"

    @property
    def content(self) -> str:
        """The text: the title, then every sentence that states something, then the rest."""
        sentences = " ".join(dict.fromkeys(one.sentence for one in self.said))
        return "\n\n".join(part for part in (self.title, sentences, self.more) if part)

    def statements(self, text_id: str | None = None, content: str | None = None) -> list[Statement]:
        """Return the statements of the report's text, or of the text that a casebook made of it."""
        text = self.content if content is None else content
        return [one.statement(text_id or digest(text), text) for one in self.said]

    def points(self, state: str = "accepted") -> list[TollPoint]:
        """Return the report's tolls as points; a speaker is known by its name here."""
        pairs = zip(self.said, self.statements(), strict=True)
        return [
            TollPoint(
                statement,
                handle=statement.id,
                report_id=self.key,
                state=state,
                outlet=self.outlet,
                published=Edtf(self.published),
                group=self.group or self.key,
                speaker_id=said.speaker or self.outlet,
                speaker=said.speaker or self.outlet,
                origin=said.origin,
            )
            for said, statement in pairs
            if statement.kind == "toll"
        ]


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """One example of `standards.md` section 4."""

    number: str
    title: str
    reports: tuple[WorkedReport, ...]

    def points(self, state: str = "accepted") -> list[TollPoint]:
        """Return all tolls of the example."""
        return [point for report in self.reports for point in report.points(state)]


@dataclass(frozen=True, slots=True)
class Inner:
    """A number inside a toll: how many, its words, and whom, where or what it counts."""

    number: int
    words: str
    place: str | None = None
    category: str | None = None
    population: str | None = None
    outcome: str | None = None

    def record(self, outcome: str) -> Record:
        """Return the small record of the statement."""
        return Record.of(
            outcome=self.outcome or outcome,
            low=self.number,
            high=self.number,
            bound="exact",
            wording=self.words,
            place=Place(self.place) if self.place else None,
            category=self.category,
            population=self.population,
        )


@dataclass(frozen=True, slots=True)
class Inside:
    """The numbers inside a toll and the words of the sentence that give them all."""

    words: str
    numbers: tuple[Inner, ...] = field(default=())


def toll(
    sentence: str,
    number: int,
    words: str,
    harm: str,
    *,
    outcome: str = "killed",
    bound: str = "exact",
    speaker: str | None = None,
    origin: str | None = None,
    modality: str = "asserted",
    modality_words: str | None = None,
    parts: Inside | None = None,
    includes: Inside | None = None,
    corrects: Inside | None = None,
    **more: Read,
) -> Said:
    """Write a toll: `words` give the number, `harm` the outcome, `more` the other fields."""
    fields: dict[str, Read] = {"outcome": (outcome, harm), "low": (number, words)}
    if bound == "exact":
        fields["high"] = (number, words)
    fields |= {"bound": (bound, words), "wording": (words, words), **more}
    for name, inside in (("parts", parts), ("includes", includes), ("corrects", corrects)):
        if inside is not None:
            records = tuple(inner.record(outcome) for inner in inside.numbers)
            fields[name] = (records, inside.words)
    return Said(
        sentence,
        fields,
        speaker=speaker,
        origin=origin,
        modality=modality,
        modality_words=modality_words,
    )


def day(text: str, words: str) -> Read:
    """Return a date as read."""
    return Edtf(text), words


def where(words: str, place: Place | None = None) -> Read:
    """Return a place as read."""
    return place or Place(words), words


def by_place(words: str, *numbers: tuple[str, int]) -> Inside:
    """Return parts by place: `words` hold them all."""
    return Inside(words, tuple(Inner(number, str(number), place=name) for name, number in numbers))
