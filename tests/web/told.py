"""Reports whose statements are made by hand, and a small record with something on every page.

All names, outlets and events are invented. A value is given with the words it is read from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.store.captured import SmallCaptured, captured

from testigo.casebook import Casebook
from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.reading import Coverage, Found, ReaderIdentity, Reading
from testigo.record.span import Span
from testigo.record.statement import Field, Source, Statement

TARMA = Place("Tarma", "1", "Tarma", "PE", "PE-JUN", -11.42, -75.69, 1)
JUNIN = Place("Junín", "2", "Junín", "PE", "PE-JUN", precision=4)
PUNO = Place("Puno", "3", "Puno", "PE", "PE-PUN", precision=4)
NEAR_TARMA = Place("the outskirts of Tarma", "1", "Tarma", "PE", "PE-JUN", -11.42, -75.69, 2)

Values = Mapping[str, tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class Says:
    """One statement of a sentence: each value with the words that it is read from."""

    kind: str
    fields: Values
    speaker: str = ""
    modality: str = "asserted"


@dataclass(frozen=True, slots=True)
class TellingReport:
    """A report: each sentence with what it says."""

    sentences: tuple[tuple[str, tuple[Says, ...]], ...]
    outlet: str
    published: str
    language: str = field(default="en")

    def captured(self) -> SmallCaptured:
        """Return it as captured."""
        content = "\n".join(sentence for sentence, _ in self.sentences)
        return captured(
            content,
            outlet=self.outlet,
            published=self.published,
            language=self.language,
            address=f"{self.outlet}-{self.published}.txt",
        )

    def reading(self, item: SmallCaptured) -> Reading:
        """Return what is read from it."""
        found, start = [], 0
        content = item.text.content
        for sentence, says in self.sentences:
            span = Span.cut(content, start, start + len(sentence))
            found += [Found(_stated(item, one, span), "told", (), 0.8, 10) for one in says]
            start += len(sentence) + 1
        coverage = Coverage(len(content), len(content), len(self.sentences), language=self.language)
        identity = ReaderIdentity("told", "1", "none")
        return Reading(item.text.id, item.metadata.id, identity, tuple(found), coverage)


def _stated(item: SmallCaptured, says: Says, sentence: Span) -> Statement:
    content = item.text.content

    def read(value: object, words: str) -> Field:
        at = content.index(words, sentence.start, sentence.end)
        return Field(value, (Span.cut(content, at, at + len(words)),))  # type: ignore[arg-type]

    source = Source(read(says.speaker, says.speaker)) if says.speaker else Source()
    fields = {name: read(value, words) for name, (value, words) in says.fields.items()}
    denial = () if says.modality == "asserted" else (sentence,)
    return Statement.make(
        item.text.id,
        says.kind,
        fields,
        (sentence,),
        source=source,
        modality=says.modality,
        modality_spans=denial,
    )


def tell(casebook: Casebook, *reports: TellingReport) -> None:
    """Keep reports with what is read from them."""
    for report in reports:
        item = report.captured()
        casebook._store.append_report(item, [report.reading(item)])


def incident(by: str = "", day: str = "2023-01-09", place: Place = TARMA, **more: Any) -> Says:
    """An attack that a sentence tells with the words `shot at` and, maybe, by whom."""
    fields: dict[str, tuple[Any, str]] = {
        "type": ("attack", "shot at"),
        "date": (Edtf(day), "Monday"),
        "place": (place, place.words),
    }
    if by:
        fields["perpetrators"] = ((by,), by)
    return Says("incident", fields | more.pop("fields", {}), **more)


FIRST = TellingReport(
    (
        (
            "Soldiers shot at marchers in Tarma on Monday with rifles, said the Front of "
            "Neighbours, who had asked for new elections during the January strike.",
            (
                incident(
                    "Soldiers",
                    speaker="the Front of Neighbours",
                    fields={
                        "targets": (("marchers",), "marchers"),
                        "means": (("rifles",), "rifles"),
                        "demands": (("new elections",), "new elections"),
                        "part_of": ("January strike", "January strike"),
                    },
                ),
            ),
        ),
        (
            "Two people were killed in Tarma on Monday, the hospital said.",
            (
                Says(
                    "toll",
                    {
                        "outcome": ("killed", "killed"),
                        "low": (2, "Two"),
                        "high": (2, "Two"),
                        "bound": ("exact", "Two"),
                        "wording": ("Two", "Two"),
                        "place": (TARMA, "Tarma"),
                        "period": (Edtf("2023-01-09"), "Monday"),
                    },
                    "the hospital",
                ),
            ),
        ),
    ),
    "La Hoja de Tarma",
    "2023-01-10",
)
SECOND = TellingReport(
    (
        (
            "Nobody of the Army shot at anyone in Tarma on Monday, said the Army.",
            (incident("the Army", speaker="the Army", modality="denied"),),
        ),
        (
            "Armed strangers shot at marchers in Tarma on Monday and Alba Ticona Ríos, 24, was "
            "injured there, said the prefect.",
            (
                incident("Armed strangers", speaker="the prefect"),
                Says(
                    "casualty",
                    {
                        "name": ("Alba Ticona Ríos", "Alba Ticona Ríos"),
                        "age": (24, "24"),
                        "outcome": ("injured", "injured"),
                        "date": (Edtf("2023-01-09"), "Monday"),
                        "place": (TARMA, "Tarma"),
                    },
                    "the prefect",
                ),
            ),
        ),
    ),
    "El Faro (invented)",
    "2023-01-11",
)
THIRD = TellingReport(
    (
        (
            "Alba Ticona Ríos, 25, died on 12 January in Junín, said her union.",
            (
                Says(
                    "casualty",
                    {
                        "name": ("Alba Ticona Ríos", "Alba Ticona Ríos"),
                        "age": (25, "25"),
                        "outcome": ("killed", "died"),
                        "date": (Edtf("2023-01-12"), "12 January"),
                        "place": (JUNIN, "Junín"),
                    },
                    "her union",
                ),
            ),
        ),
        (
            "Six people were detained in Tarma on Monday.",
            (
                Says(
                    "toll",
                    {
                        "outcome": ("detained", "detained"),
                        "low": (6, "Six"),
                        "high": (6, "Six"),
                        "bound": ("exact", "Six"),
                        "wording": ("Six", "Six"),
                        "place": (TARMA, "Tarma"),
                        "period": (Edtf("2023-01-09"), "Monday"),
                    },
                ),
            ),
        ),
        (
            "Bruno Cusi Yana, minister of health since March 2022, met the Army and the Front of "
            "Neighbours on 11 January.",
            (
                Says(
                    "post",
                    {
                        "person": ("Bruno Cusi Yana", "Bruno Cusi Yana"),
                        "title": ("minister of health", "minister of health"),
                        "status": ("current", "minister of health"),
                        "start": (Edtf("2022-03"), "March 2022"),
                    },
                ),
                Says(
                    "contact",
                    {
                        "type": ("meeting", "met"),
                        "parties": (
                            ("Bruno Cusi Yana", "the Army", "the Front of Neighbours"),
                            "Bruno Cusi Yana, minister of health since March 2022, met the Army "
                            "and the Front of Neighbours",
                        ),
                        "date": (Edtf("2023-01-11"), "11 January"),
                    },
                ),
            ),
        ),
        (
            "Bruno Cusi Yana was rector of the university from 2018 to 2021 and said that “the "
            "wounded will be treated”.",
            (
                Says(
                    "post",
                    {
                        "person": ("Bruno Cusi Yana", "Bruno Cusi Yana"),
                        "title": ("rector", "rector"),
                        "organisation": ("the university", "the university"),
                        "status": ("former", "was"),
                        "start": (Edtf("2018"), "2018"),
                        "end": (Edtf("2021"), "2021"),
                    },
                ),
                Says(
                    "claim",
                    {
                        "speaker": ("Bruno Cusi Yana", "Bruno Cusi Yana"),
                        "content": ("the wounded will be treated", "the wounded will be treated"),
                    },
                ),
            ),
        ),
    ),
    "El Sol (invented)",
    "2023-01-13",
)


def _emergency(status: str, word: str, **fields: tuple[Any, str]) -> Says:
    held: dict[str, tuple[Any, str]] = {
        "type": ("state_of_emergency", "state of emergency"),
        "status": (status, word),
        "instrument": ("decree 7-2023", "decree 7-2023"),
    }
    return Says("measure", held | fields)


DECREE = TellingReport(
    (
        (
            "The state of emergency of decree 7-2023 was declared in Puno and Junín for 30 days "
            "from 15 January and suspends the freedom of assembly.",
            (
                _emergency(
                    "declared",
                    "declared",
                    scope=((PUNO, JUNIN), "Puno and Junín"),
                    start=(Edtf("2023-01-15"), "15 January"),
                    duration=("30 days", "30 days"),
                    rights=(("assembly",), "freedom of assembly"),
                ),
            ),
        ),
        (
            "The state of emergency of decree 7-2023 was extended from 14 February to 20 March.",
            (
                _emergency(
                    "extended",
                    "extended",
                    start=(Edtf("2023-02-14"), "14 February"),
                    end=(Edtf("2023-03-20"), "20 March"),
                ),
            ),
        ),
        (
            "The state of emergency of decree 7-2023 was declared to 14 February, and the curfew "
            "of decree 8-2023 was declared in Puno from 16 January.",
            (
                _emergency("declared", "declared", end=(Edtf("2023-02-14"), "14 February")),
                Says(
                    "measure",
                    {
                        "type": ("curfew", "curfew"),
                        "status": ("declared", "declared"),
                        "instrument": ("decree 8-2023", "decree 8-2023"),
                        "scope": ((PUNO,), "Puno"),
                        "start": (Edtf("2023-01-16"), "16 January"),
                    },
                ),
            ),
        ),
        (
            "The state of emergency of decree 12-2023 was declared in Puno from 21 March.",
            (
                Says(
                    "measure",
                    {
                        "type": ("state_of_emergency", "state of emergency"),
                        "status": ("declared", "declared"),
                        "instrument": ("decree 12-2023", "decree 12-2023"),
                        "scope": ((PUNO,), "Puno"),
                        "start": (Edtf("2023-03-21"), "21 March"),
                    },
                ),
            ),
        ),
    ),
    "El Sol (invented)",
    "2023-03-22",
)
RECORD = (FIRST, SECOND, THIRD, DECREE)
