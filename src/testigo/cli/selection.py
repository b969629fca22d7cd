"""Which statements a `show` is about, and what of them may leave for a file.

Days are those of publication: `--since` and `--until` leave out undated reports, and the command
says how many. What is confidential stays out of JSON and CSV unless it is asked for.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from testigo.casebook import Casebook
from testigo.cli.errors import BadCommand
from testigo.record.edtf import Edtf
from testigo.record.errors import InvalidDate
from testigo.record.statement import Statement
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import value_words
from testigo.review.queue import ReviewItem
from testigo.store.kept import KeptReport

_STRUCK = ("rejected", "withdrawn")


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement as people left it, with its report."""

    item: ReviewItem
    report: KeptReport

    @property
    def statement(self) -> Statement:
        """What it says now: as amended, where it was."""
        return self.item.statement

    @property
    def state(self) -> str:
        """`draft`, `accepted`, `rejected` or `withdrawn`."""
        return self.item.judged.state

    @property
    def is_confidential(self) -> bool:
        """Whether it, or its report, is not public."""
        return self.item.confidentiality != "public"

    @property
    def kept_back(self) -> frozenset[str]:
        """The fields that a person withheld."""
        withheld = self.item.judged.withheld
        return frozenset(name for name, how in withheld.items() if name and how != "public")


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
    with_rejected: bool = False
    rejected: int = field(default=0, init=False)
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
        for report in self._listed(casebook):
            for item in casebook.review.of_report(report.id):
                shown = Shown(item, report)
                if item.statement.kind == kind and self._is_wanted(shown):
                    yield shown

    def _listed(self, casebook: Casebook) -> Iterator[KeptReport]:
        """Yield the reports asked for, each as confidential as a person made it."""
        one = self.report
        found = list(casebook.reports()) if one is None else [casebook.report(one)]
        standings = casebook.review.standings(report.id for report in found)
        for report in found:
            standing = standings.get(report.id)
            if standing is None or standing.confidentiality is None:
                yield report
            else:
                yield replace(report, confidentiality=standing.confidentiality)

    def _is_wanted(self, shown: Shown) -> bool:
        """Tell whether it is asked for, and count what is left out."""
        if not (self._has_words(shown) and self._is_published_in_time(shown.report)):
            return False
        if shown.state in _STRUCK and not self.with_rejected:
            self.rejected += 1
            return False
        if shown.is_confidential and not self.with_confidential:
            self.withheld += 1
            return False
        return True

    def reports(self, casebook: Casebook) -> Iterator[KeptReport]:
        """Yield the reports wanted, as taken in."""
        for report in self._listed(casebook):
            if self._is_published_in_time(report):
                if report.confidentiality != "public" and not self.with_confidential:
                    self.withheld += 1
                else:
                    yield report

    def _has_words(self, shown: Shown) -> bool:
        statement = shown.statement
        if self.modality is not None and statement.modality != self.modality:
            return False
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
