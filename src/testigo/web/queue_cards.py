"""One statement as the queue shows it: its card, its passage, what others say of the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from testigo.record.report import Text
from testigo.record.wording import date_words
from testigo.review.queue import ReviewItem
from testigo.web.marked_text import passage_html
from testigo.web.marking import Marks, Paragraph, mark
from testigo.web.report_cards import ReportCard, report_cards
from testigo.web.report_lines import ReportLine, report_line
from testigo.web.side_by_side import SideBySide, beside, read_alike
from testigo.web.site import Site
from testigo.web.words import Words

SHORT = 16


@dataclass(frozen=True, slots=True)
class Other:
    """The same told by another report."""

    card: ReportCard
    outlet: str
    date: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One statement as it is reviewed: its card, its passage, and what others say of the same.

    `start` is the offset of the first character of the passage. `is_blind`: another person judged
    it, and what she said is not shown until this one has. `others` are told by other reports;
    `beside` is what other readings made of the same words, `alike` who else read it just so.
    """

    card: ReportCard
    line: ReportLine
    passage: Markup
    start: int
    others: tuple[Other, ...]
    beside: tuple[SideBySide, ...]
    alike: tuple[str, ...]
    is_blind: bool
    is_withdrawn: bool

    @property
    def sentence(self) -> str:
        """The address of its sentence in the report."""
        start = min(self.card.item.statement.evidence).start
        return f"/reports/{self.line.id[:SHORT]}#c{start}"


def shown_item(site: Site, item: ReviewItem, t: Words, *, is_blind: bool) -> Shown:
    """Read what the queue shows of a statement."""
    review = site.casebook.review
    statement = item.statement
    text = review.text(statement.text_id)
    card = report_cards([item], (), statement.text_id, t)[0]
    kept = site.casebook.report(item.report.id)
    title = kept.metadata.title
    paragraphs = _passage(text, None if title is None else title.value, item)
    return Shown(
        card,
        report_line(kept, None, t),
        passage_html(text.content, paragraphs, {1: card.card.letter}, t),
        paragraphs[0].start if paragraphs else 0,
        tuple(_other(other, t) for other in review.same_told(item)),
        beside(item, review.overtaken(item.report.id), t),
        read_alike(item),
        is_blind,
        item.judged.state == "withdrawn",
    )


def _passage(text: Text, title: str | None, item: ReviewItem) -> Sequence[Paragraph]:
    """Return the paragraphs from the first to the last sentence of a statement."""
    paragraphs = mark(text.content, title, Marks([item.statement]))
    first = min(span.start for span in item.statement.evidence)
    last = max(span.end for span in item.statement.evidence)
    return [p for p in paragraphs if p.start < last and p.gap_end > first]


def _other(item: ReviewItem, t: Words) -> Other:
    card = report_cards([item], (), item.statement.text_id, t)[0]
    start = min(item.statement.evidence).start
    published = item.report.published
    return Other(
        card,
        item.report.publisher or t("queue.outlet_unknown"),
        None if published is None else date_words(published, language=t.language),
        f"/reports/{item.report.id[:SHORT]}#c{start}",
    )
