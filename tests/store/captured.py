"""Captured reports and a reader of one pattern, for the tests of what keeps them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from testigo.reading.protocol import Page
from testigo.record.decision import Decision
from testigo.record.reading import Coverage, Flagged, Found, ReaderIdentity, Reading
from testigo.record.report import Capture, Metadata, Report, Segment, Stated, Text
from testigo.record.statement import Field, Source, Statement

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
_TOLL = re.compile(r"(\d+) (?:people were|personas fueron) (killed|hurt)")
_SPEAKER = re.compile(r"(the ministry|la fiscalía) said")


@dataclass(frozen=True, slots=True)
class SmallCaptured:
    """What the store asks of a captured report."""

    report: Report
    content: bytes
    capture: Capture
    text: Text
    metadata: Metadata


def captured(
    content: str,
    *,
    address: str = "report.txt",
    published: str | None = None,
    basis: str = "option",
    language: str = "en",
    outlet: str | None = None,
    confidentiality: str = "public",
    extractor: str = "plain 1",
) -> SmallCaptured:
    raw = content.encode()
    report = Report.of(raw, "text/plain", confidentiality=confidentiality)
    segments = (Segment(0, len(content), "bytes", (0, len(raw))),) if content else ()
    metadata = Metadata(
        publisher=None if outlet is None else Stated(outlet, basis),
        published=None if published is None else Stated(published, basis),
        language=Stated(language, "detected"),
    )
    capture = Capture(report.id, NOON, "file", address, "testigo 0.1.0")
    return SmallCaptured(
        report, raw, capture, Text(report.id, content, extractor, segments), metadata
    )


class CountReader:
    """Reads "N people were killed" and who said so; flags other sentences with a figure."""

    def __init__(self, version: str = "1", *, outcomes: Sequence[str] = ("killed", "hurt")) -> None:
        self._version = version
        self._outcomes = tuple(outcomes)

    @property
    def identity(self) -> ReaderIdentity:
        return ReaderIdentity("counting", self._version, "none")

    def read(self, pages: Sequence[Page]) -> list[Reading]:
        return [self._read(page) for page in pages]

    def _read(self, page: Page) -> Reading:
        text = page.text
        found: list[Found] = []
        flagged: list[Flagged] = []
        start = 0
        for line in text.content.split("\n"):
            self._read_line(text, start, start + len(line), found, flagged)
            start += len(line) + 1
        coverage = Coverage(
            len(text.content), len(text.content), text.content.count("\n") + 1, tuple(flagged)
        )
        return Reading(text.id, page.metadata.id, self.identity, tuple(found), coverage)

    def _read_line(
        self, text: Text, start: int, end: int, found: list[Found], flagged: list[Flagged]
    ) -> None:
        match = _TOLL.search(text.content, start, end)
        if match is None or match[2] not in self._outcomes:
            figure = re.compile(r"\d+").search(text.content, start, end)
            if figure is not None:
                words = (text.cut(*figure.span()),)
                flagged.append(Flagged(text.cut(start, end), "number", words))
            return
        number, harm = text.cut(*match.span(1)), text.cut(*match.span(2))
        said = _SPEAKER.search(text.content, start, end)
        speaker = None if said is None else Field(said[1], (text.cut(*said.span(1)),))
        statement = Statement.make(
            text.id,
            "toll",
            {
                "outcome": Field("killed" if match[2] == "killed" else "injured", (harm,)),
                "low": Field(int(match[1]), (number,)),
                "high": Field(int(match[1]), (number,)),
                "bound": Field("exact", (number,)),
                "wording": Field(match[1], (number,)),
            },
            (text.cut(start, end),),
            source=Source(speaker),
        )
        found.append(Found(statement, "toll.count", (harm,)))


def read(item: SmallCaptured, reader: CountReader | None = None) -> Reading:
    return (reader or CountReader()).read([Page(item.text, item.metadata)])[0]


def decision(act: str, *subjects: str, **content: object) -> Decision:
    return Decision(act, subjects, "Alba Quispe", NOON, "it must be so", content, (), {})


MARCH = "9 people were killed in Puno, the ministry said.\n3 people were hurt.\nPolice sent 40 men."
CORRECTED = "11 people were killed in Puno, la fiscalía said.\nSe decretó el toque de queda."
