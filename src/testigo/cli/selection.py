"""Which statements a `show` is about, and what of them may leave for a file.

Days are those of publication: `--since` and `--until` leave out undated reports, and the command
says how many. What is confidential stays out of JSON and CSV unless it is asked for.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from testigo.casebook import Casebook
from testigo.cli.errors import BadCommand
from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidDate
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import value_words
from testigo.store.kept import KeptReport, KeptStatement


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement with its report."""

    kept: KeptStatement
    report: KeptReport

    @property
    def is_confidential(self) -> bool:
        """Whether its report is not public."""
        return self.report.confidentiality != "public"


@dataclass(slots=True)
class Selection:
    """What is wanted, and how much of it had to be left out."""

    report: str | None = None
    code: tuple[str, str | None] = ("", None)
    """A field and the code it must have; None is any."""
    modality: str | None = None
    speaker: str | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    with_confidential: bool = True
    undated: int = field(default=0, init=False)
    withheld: int = field(default=0, init=False)

    def check(self) -> None:
        """Do nothing if the modality is one.

        Raises:
            UnknownCode: if it is not.
        """
        if self.modality is not None:
            vocabulary("modality")[self.modality]

    def statements(self, casebook: Casebook, kind: str) -> Iterator[Shown]:
        """Yield the statements wanted, by report as taken in."""
        found = casebook.statements(kind=kind, report=self.report, modality=self.modality)
        report: KeptReport | None = None
        for kept in found:
            if report is None or report.id != kept.report_id:
                report = casebook.report(kept.report_id)
            shown = Shown(kept, report)
            if self._has_words(shown) and self._is_published_in_time(report):
                if shown.is_confidential and not self.with_confidential:
                    self.withheld += 1
                else:
                    yield shown

    def reports(self, casebook: Casebook) -> Iterator[KeptReport]:
        """Yield the reports wanted, as taken in."""
        found = casebook.reports() if self.report is None else [casebook.report(self.report)]
        for report in found:
            if self._is_published_in_time(report):
                if report.confidentiality != "public" and not self.with_confidential:
                    self.withheld += 1
                else:
                    yield report

    def _has_words(self, shown: Shown) -> bool:
        statement = shown.kept.statement
        field, code = self.code
        if code is not None and statement.value(field) != code:
            return False
        if self.speaker is None:
            return True
        speaker, outlet = statement.source.speaker, shown.report.metadata.publisher
        words = value_words(speaker.value) if speaker else outlet.value if outlet else ""
        return folded(self.speaker) in folded(words)

    def _is_published_in_time(self, report: KeptReport) -> bool:
        if self.since is None and self.until is None:
            return True
        published = report.metadata.published
        if published is None:
            self.undated += 1
            return False
        date = Edtf(published.value)
        begins_late = self.until and date.earliest and date.earliest > self.until
        ends_early = self.since and date.latest and date.latest < self.since
        return not (begins_late or ends_early)


def groups_by_report(casebook: Casebook) -> dict[str, str]:
    """Map every report that repeats others to its independence group: the oldest report's id."""
    return {id_: group.id for group in casebook.groups() for id_ in group.reports}


def folded(text: str) -> str:
    """Return text without case and accents, as names are looked for."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def first_day(written: str | None) -> datetime.date | None:
    """Return the first day of what a person wrote for `--since`: 2022, 2022-12, 2022-12-07.

    Raises:
        BadCommand: if it is no date.
    """
    return None if written is None else _date(written).earliest


def last_day(written: str | None) -> datetime.date | None:
    """Return the last day of what a person wrote for `--until`.

    Raises:
        BadCommand: if it is no date.
    """
    return None if written is None else _date(written).latest


def _date(written: str) -> Edtf:
    try:
        return Edtf(written)
    except InvalidDate as fault:
        raise BadCommand(str(fault)) from None
