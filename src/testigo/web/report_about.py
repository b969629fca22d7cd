"""What is known of one report and what people may decide on the whole of it, a form each.

The forms post to `report_decisions`; one that is refused is shown again here with what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.record.vocabularies import vocabulary
from testigo.review.deciding import WITHDRAWALS
from testigo.review.standing import Standing
from testigo.store.kept import KeptReport
from testigo.web.history_view import HistoryRow, history_rows
from testigo.web.report_lines import ReportLine, basis_shown, report_line
from testigo.web.site import Site
from testigo.web.words import Words

CORRECTED = ("publisher", "title", "author", "published", "language")
"""The metadata that a person can correct; the address is where it was captured, and stays."""


class SameSourceTwin(TypedDict):
    """A report that counts as one source with this one; `likeness` from 0 to 1, if measured."""

    id: str
    title: str
    likeness: float | None


class AboutTwin(TypedDict):
    """What is known of a report and stands of it."""

    id: str
    metadata: dict[str, Any]
    confidentiality: str
    is_withdrawn: bool
    same_source: list[SameSourceTwin]


@dataclass(frozen=True, slots=True)
class SameSource:
    """Another report of the independence group."""

    line: ReportLine
    likeness: float | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was not accepted: which, what was typed, what is wrong with which field.

    `meanwhile` are decisions of others that the form had not shown.
    """

    form: str
    typed: Mapping[str, str]
    wrong: Mapping[str, str] = field(default_factory=dict)
    meanwhile: tuple[HistoryRow, ...] = ()


@dataclass(frozen=True, slots=True)
class AboutPage:
    """Everything about one report that is not what it says."""

    kept: KeptReport
    line: ReportLine
    standing: Standing
    withdrawn: HistoryRow | None
    same_source: tuple[SameSource, ...]
    seen: int
    done: HistoryRow | None
    refused: Refused | None = None

    @property
    def path(self) -> str:
        """The address of the report's page."""
        return f"/reports/{self.kept.id[:16]}"

    @property
    def confidentiality(self) -> str:
        """Who may see it now, as a code."""
        return self.standing.confidentiality or self.kept.confidentiality

    def typed(self, form: str, name: str, otherwise: str = "") -> str:
        """Return what stands in a field: what was typed into a refused form, else what is known."""
        if self.refused is not None and self.refused.form == form:
            return self.refused.typed.get(name, "")
        return otherwise

    def known(self, name: str) -> str:
        """Return one of the metadata as it is known, "" where it is not."""
        stated = getattr(self.kept.metadata, name)
        return "" if stated is None else str(stated.value)

    def basis(self, name: str) -> str:
        """Return what one of the metadata rests on, "" where it is not known."""
        stated = getattr(self.kept.metadata, name)
        return "" if stated is None else str(stated.basis)

    def wrong(self, form: str) -> Mapping[str, str]:
        """Return what is wrong with the fields of a form."""
        return self.refused.wrong if self.refused is not None and self.refused.form == form else {}

    def to_json(self) -> AboutTwin:
        """Return the JSON twin."""
        return {
            "id": self.kept.id,
            "metadata": self.kept.metadata.to_json(),
            "confidentiality": self.confidentiality,
            "is_withdrawn": self.standing.withdrawn is not None,
            "same_source": [
                {"id": each.line.id, "title": each.line.title, "likeness": each.likeness}
                for each in self.same_source
            ],
        }


def about_page(
    site: Site, kept: KeptReport, t: Words, *, done: HistoryRow | None, refused: Refused | None
) -> AboutPage:
    """Read what is known and stands of a report."""
    review = site.casebook.review
    standing = review.standings([kept.id]).get(kept.id, Standing())
    return AboutPage(
        kept,
        report_line(kept, None, t),
        standing,
        None if standing.withdrawn is None else history_rows([standing.withdrawn], t)[0],
        tuple(_same_source(site, kept, t)),
        review.seen([kept.id])[kept.id],
        done,
        refused,
    )


def about_answer(
    request: Request,
    site: Site,
    kept: KeptReport,
    *,
    done: HistoryRow | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> Response:
    """Answer with the page about a report, or with a form of it that was refused."""
    page = about_page(site, kept, site.words(request), done=done, refused=refused)
    return site.answer(
        request,
        "report_about.html",
        page,
        status,
        basis=partial(basis_shown, t=site.words(request)),
        corrected=CORRECTED,
        confidentialities=vocabulary("confidentiality"),
        withdrawals=WITHDRAWALS,
    )


def _same_source(site: Site, kept: KeptReport, t: Words) -> Sequence[SameSource]:
    group = site.casebook.group_of(kept.id)
    others = [] if group is None else [id_ for id_ in group.reports if id_ != kept.id]
    found = []
    for other in others:
        assert group is not None
        likeness = group.likeness.get((min(other, kept.id), max(other, kept.id)))
        found.append(SameSource(report_line(site.casebook.report(other), None, t), likeness))
    return found
