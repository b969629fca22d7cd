"""One report as a workbench: its text, what was read from it, and what people decided on that.

The text stands left, a card for each statement right, both linked; a card carries its own
decisions. Everything that is shown follows from the address and the casebook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Annotated

from fastapi import FastAPI, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from testigo.casebook import Casebook
from testigo.record.kinds import KINDS, kind
from testigo.record.report import Capture, Text
from testigo.record.span import Span
from testigo.record.vocabularies import vocabulary
from testigo.review.rereading import overtaken_among
from testigo.review.standing import Standing
from testigo.store.errors import NotKept
from testigo.store.kept import KeptReading, KeptReport
from testigo.web.history_view import HistoryRow, history_rows, subject_names
from testigo.web.marked_text import text_html
from testigo.web.marking import Marks, mark
from testigo.web.queue_filters import Filters
from testigo.web.queue_page import waiting_behind
from testigo.web.report_cards import ReportCard, report_cards, uncovered
from testigo.web.report_erased import erased_answer
from testigo.web.report_lines import (
    Repeat,
    ReportLine,
    basis_shown,
    coverage_words,
    repeats_of,
    report_line,
)
from testigo.web.report_twin import ReportTwin, coverage_json, statement_json
from testigo.web.site import Site
from testigo.web.statement_form import form_of
from testigo.web.words import Words

STATES = ("draft", "accepted", "flagged", "rejected")
"""What the cards can be filtered by; `rejected` holds what was withdrawn too."""
FORMS = ("edit", "reject", "flag", "withhold")
"""The forms that open in the place of a card's buttons: the address names the statement."""
SHORT = 16
"""Characters of an id that addresses of a report's own page begin with."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the page of a report.

    `kind` is a name, `state` one of `STATES`; an empty one asks for all. `form` is one of `FORMS`,
    open at the statement whose id begins with `handle`. `at` is the number of the card that was
    decided last. `sentence` is a range that a search led to.
    """

    kind: str = ""
    state: str = ""
    form: str = ""
    handle: str = ""
    at: int = 0
    sentence: tuple[int, int] | None = None

    def address(self, *, kind: str | None = None, state: str | None = None) -> str:
        """Return the query of the page with other filters, "?" for one without any."""
        pairs = {
            "kind": self.kind if kind is None else kind,
            "state": self.state if state is None else state,
        }
        return "?" + "&".join(f"{name}={value}" for name, value in pairs.items() if value)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many statements of one kind a report has."""

    kind: str
    letter: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What the page of one report shows, and its JSON twin holds.

    `every` are all cards of the report, a card keeps its number whatever is shown. `shown` are
    those of the filters that count, or all of them where rejected ones are asked for; `struck`
    those that are folded away below. `flagged` are the sentences with a number or harm that gave
    nothing, in reading order, each once. `title_outside` is the title where the text does not begin
    with it, else None. `is_outdated`: the metadata are others than it was last read with. `focus`
    is the number of the card to look at next, `after` maps each shown one to the next; `opening`
    is the query that goes on with the name of a form and the statement it is opened at. `last` is
    the last decision of the person on a statement of it that stands, None where that is `done`;
    `next_report` the first report behind it in which something waits.
    """

    asked: Asked
    line: ReportLine
    kept: KeptReport
    standing: Standing
    text: Text
    html: Markup
    title_outside: str | None
    every: tuple[ReportCard, ...]
    shown: tuple[ReportCard, ...]
    struck: tuple[ReportCard, ...]
    tallies: tuple[Tally, ...]
    coverage: tuple[str, ...]
    flagged: tuple[Span, ...]
    readings: tuple[KeptReading, ...]
    captures: tuple[Capture, ...]
    dropped: tuple[str, ...]
    is_outdated: bool
    seen: int
    withdrawn: HistoryRow | None
    done: HistoryRow | None
    focus: int
    after: Mapping[int, int]
    opening: str
    last: HistoryRow | None = None
    next_report: ReportLine | None = None

    @property
    def path(self) -> str:
        """The address of this page without what it asks for."""
        return f"/reports/{self.kept.id[:SHORT]}"

    @property
    def counts(self) -> dict[str, int]:
        """How many cards each filter by state shows, of the kind asked for."""
        of_kind = [c for c in self.every if self.asked.kind in ("", c.card.kind)]
        return {state: sum(c.is_of(state) for c in of_kind) for state in STATES}

    @property
    def standing_count(self) -> int:
        """How many statements count: drafts, and those that people took in."""
        return sum(not card.is_struck for card in self.every)

    @property
    def waiting(self) -> int:
        """How many are to be reviewed."""
        return sum(card.state == "draft" for card in self.every)

    @property
    def overtaken(self) -> int:
        """How many decisions a newer reading gives otherwise."""
        return sum(card.is_overtaken for card in self.every)

    def form_of(self, card: ReportCard) -> str:
        """Return which form is open at a card, an empty text for none."""
        is_open = bool(self.asked.handle) and card.handle.startswith(self.asked.handle)
        return self.asked.form if is_open else ""

    def back(self, card: ReportCard, *, is_leaving: bool = False) -> str:
        """Return where a decision on a card leads: to the same card, or the next if it leaves."""
        next_ = self.after.get(card.number) if is_leaving and self.asked.state else None
        return f"{self.path}{self.opening}at={card.number}#s{next_ or card.number}"

    def to_json(self) -> ReportTwin:
        """Return the JSON twin: metadata, text, statements as `--format jsonl` writes them."""
        return {
            "id": self.kept.id,
            "media_type": self.kept.media_type,
            "size": self.kept.size,
            "confidentiality": self.line.confidentiality,
            "metadata": self.kept.metadata.to_json(),
            "is_demonstration": self.line.is_demonstration,
            "is_withdrawn": self.standing.withdrawn is not None,
            "text": {
                "id": self.text.id,
                "extractor": self.text.extractor,
                "content": self.text.content,
                "unaligned": self.text.unaligned,
            },
            "statements": [statement_json(each) for each in (*self.shown, *self.struck)],
            "coverage": [coverage_json(reading.coverage) for reading in self.readings],
        }


def report_page(casebook: Casebook, kept: KeptReport, asked: Asked, t: Words) -> ReportPage:
    """Read what the page of one report shows.

    Raises:
        NotKept: if it was erased.
    """
    text = casebook.text(kept.id)
    readings = tuple(r for r in casebook.readings(kept.id) if r.text_id == text.id)
    standing = casebook.review.standings([kept.id]).get(kept.id, Standing())
    items = casebook.review.of_report(kept.id)
    every = report_cards(items, overtaken_among(items), text.id, t)
    fitting = [c for c in every if asked.kind in ("", c.card.kind) and c.is_of(asked.state)]
    # Of a report that was withdrawn nothing counts: all of it is shown, struck.
    is_whole = asked.state == "rejected" or standing.withdrawn is not None
    shown = tuple(c for c in fitting if is_whole or not c.is_struck)
    struck = tuple(c for c in fitting if c.is_struck and not is_whole)
    flagged = _flagged(readings)
    unread = uncovered(flagged, every)
    title = kept.metadata.title
    marks = Marks(
        [c.item.statement for c in every],
        unread,
        _sought(text, asked.sentence),
        frozenset(c.number for c in shown if c.is_here),
    )
    paragraphs = mark(text.content, None if title is None else title.value, marks)
    line = report_line(kept, _repeat(casebook, kept), t)
    adding = None if standing.withdrawn is not None else f"/reports/{kept.id[:SHORT]}/add"
    return ReportPage(
        asked,
        replace(line, confidentiality=standing.confidentiality or line.confidentiality),
        kept,
        standing,
        text,
        text_html(text.content, paragraphs, {c.number: c.card.letter for c in every}, t, adding),
        None if paragraphs and paragraphs[0].is_title else line.title,
        every,
        shown,
        struck,
        tuple(_tallies(every, t.language)),
        tuple(dict.fromkeys(w for r in readings for w in coverage_words(r.coverage, t))),
        _without_added(flagged, every),
        readings,
        tuple(casebook.captures(kept.id)),
        tuple(f"{d.what}: {d.why}" for r in readings for d in r.dropped),
        bool(readings) and all(r.metadata_id != kept.metadata.id for r in readings),
        max((item.seen for item in items), default=0),
        None if standing.withdrawn is None else history_rows([standing.withdrawn], t)[0],
        None,
        _focus(shown, asked),
        {one.number: other.number for one, other in pairwise(shown)},
        asked.address().rstrip("?") + ("&" if asked.kind or asked.state else "?"),
    )


def _focus(shown: Sequence[ReportCard], asked: Asked) -> int:
    """Return the number of the first draft after the card decided last; that card if none is left.

    Nothing (0) where a form is open, which takes the focus itself.
    """
    if asked.form:
        return 0
    drafts = (c.number for c in shown if c.state == "draft" and c.number > asked.at)
    return next(drafts, asked.at)


def _tallies(cards: Sequence[ReportCard], language: str) -> Iterator[Tally]:
    """Count the cards of each kind that count, in the order of the kinds."""
    for name in KINDS:
        if count := sum(each.card.kind == name for each in cards):
            yield Tally(name, kind(name).letter, kind(name).labels[language], count)


def _repeat(casebook: Casebook, kept: KeptReport) -> Repeat | None:
    group = casebook.group_of(kept.id)
    if group is None or group.id == kept.id:
        return None
    return repeats_of([group], {group.id: casebook.report(group.id)}).get(kept.id)


def _flagged(readings: Sequence[KeptReading]) -> tuple[Span, ...]:
    return tuple(sorted({f.sentence for r in readings for f in r.coverage.flagged}))


def _without_added(flagged: Sequence[Span], cards: Sequence[ReportCard]) -> tuple[Span, ...]:
    """Return the sentences in which no person added what was missed."""
    return uncovered(flagged, [card for card in cards if card.item.judged.is_added])


def _sought(text: Text, sought: tuple[int, int] | None) -> Span | None:
    """The range as a span, None where an old or mistyped address leaves the text."""
    if sought is None or not 0 <= sought[0] < sought[1] <= len(text.content):
        return None
    return text.cut(*sought)


def add_to(app: FastAPI, site: Site) -> None:
    """Serve one report."""

    def report(
        request: Request,
        id_: str,
        sentence: Annotated[str, Query(description="A range of the text, as 120-240")] = "",
        kind: Annotated[str, Query(description="Name or letter of the one kind shown")] = "",
        state: Annotated[str, Query(description="draft, accepted, flagged or rejected")] = "",
        edit: Annotated[str, Query(description="The statement that is being amended")] = "",
        reject: Annotated[str, Query(description="The statement that is being rejected")] = "",
        flag: Annotated[str, Query(description="The statement that is being asked about")] = "",
        withhold: Annotated[str, Query(description="The statement that is withheld")] = "",
        at: Annotated[str, Query(description="Number of the card decided last")] = "",
        done: Annotated[str, Query(description="The decision that was just made")] = "",
    ) -> Response:
        """One report with its text and statements; the id may be cut short."""
        t = site.words(request)
        kept = site.casebook.report(id_)
        if kept.erased:
            return erased_answer(request, site, kept)
        named = {"edit": edit, "reject": reject, "flag": flag, "withhold": withhold}
        form = next((name for name, handle in named.items() if handle), "")
        asked = Asked(
            _kind(kind),
            state if state in STATES else "",
            form,
            named.get(form, ""),
            int(at) if at.isascii() and at.isdigit() and len(at) < 6 else 0,
            _range(sentence),
        )
        page = report_page(site.casebook, kept, asked, t)
        page = _with_decided(site, replace(page, done=_done(site.casebook, done, t)), t)
        return site.answer(
            request,
            "report.html",
            page,
            reasons=vocabulary("reject_reason"),
            confidentialities=vocabulary("confidentiality"),
            basis=partial(basis_shown, t=t),
            form_of=lambda item, back: form_of(
                item, site.casebook.review.text(item.statement.text_id), back, t
            ),
        )

    site.get(app, "/reports/{id_}", report, twin=ReportTwin)


def _with_decided(site: Site, page: ReportPage, t: Words) -> ReportPage:
    """Return the page with the last decision on it, and the report to go on with."""
    next_report = waiting_behind(site, Filters(report=page.kept.id), t)
    name = site.settings().name
    if name is None or (page.done is not None and page.done.act != "undo"):
        return replace(page, next_report=next_report)
    made = site.casebook.review.last_verdict_of(name, page.kept.id)
    last = [] if made is None else history_rows([made], t, subject_names(site, [made], t))
    return replace(page, next_report=next_report, last=next(iter(last), None))


def _done(casebook: Casebook, id_: str, t: Words) -> HistoryRow | None:
    """The decision that was just made; None for an address that is old or mistyped."""
    if not id_:
        return None
    try:
        return history_rows([casebook.review.decision(id_)], t)[0]
    except NotKept:
        return None


def _kind(asked: str) -> str:
    return next((name for name in KINDS if asked in (name, kind(name).letter)), "")


def _range(text: str) -> tuple[int, int] | None:
    """Read `120-240`; None for anything else."""
    first, _, last = text.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 12 for part in (first, last)):
        return None
    return int(first), int(last)
