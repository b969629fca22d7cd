"""What the record holds as tables that fit a terminal of 80 to 100 columns.

Invariant: long words go on in the next line, so that no name and no number is cut; nothing is
added up, least of all what different speakers say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import PurePath

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from testigo.cli.record_view import dropped_lines, heading, modality_words, published_words
from testigo.cli.rows import read_to_words
from testigo.cli.selection import Shown
from testigo.cli.terminal import Paragraph, number_of, plain
from testigo.record.edtf import Edtf
from testigo.record.kinds import KINDS, kind
from testigo.record.reading import Flagged
from testigo.record.statement import Statement
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import OUTLET_UNKNOWN, details, main_words, said_by
from testigo.store.kept import KeptReading, KeptReport

_HEAD = "not bold dim"
SHORT_ID = 8
"""Digits of a report's id in tables: enough to name one of a few thousand to `--report`."""

STATE_MARKS = {
    "draft": str(vocabulary("verification")["0"].extra["glyph"]),
    "accepted": str(vocabulary("verification")["1"].extra["glyph"]),
    "rejected": "✕",
    "withdrawn": "–",
}
"""What stands before a statement: what people made of it."""


def statements_by_code(
    shown: Iterable[Shown], field: str, listed: str, groups: Mapping[str, str]
) -> Iterator[RenderableType]:
    """Yield one table for each code of `field`, in the order of its vocabulary `listed`.

    What states no code comes last.

    `groups` maps a report to the oldest report that it repeats, or that repeats it.
    """
    order = [code.code for code in vocabulary(listed)]

    def place(one: Shown) -> int:
        value = one.statement.value(field)
        return len(order) if value is None else order.index(str(value))

    in_order = sorted(shown, key=lambda one: (place(one), _day(one)))
    for index, group in groupby(in_order, key=place):
        together = list(group)
        stated = index < len(order)
        words = vocabulary(listed).label(order[index]) if stated else f"no {field} stated"
        title = Text(words, style="bold")
        title.append(f"  {number_of(len(together), 'statement')}", style="not bold dim")
        yield Group(title, _table(together, groups), Text())


def _day(shown: Shown) -> str:
    """The day a statement stands at in a table: as of, else when its report was published."""
    as_of = shown.statement.value("as_of") if shown.statement.kind == "toll" else None
    if isinstance(as_of, Edtf):
        return as_of.text.removeprefix("../")
    published = shown.report.metadata.published
    return published.value if published else "9999"


def _table(shown: Iterable[Shown], groups: Mapping[str, str]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=True, expand=True)
    table.add_column("", width=1)
    table.add_column("what is said", header_style=_HEAD, ratio=5, overflow="fold")
    table.add_column("who says so", header_style=_HEAD, ratio=3, overflow="fold")
    table.add_column("report", header_style=_HEAD, ratio=3, overflow="fold")
    above: str | None = None
    for one in shown:
        # A report that goes on is named by its id alone: its lines stay short and together.
        id_ = Text(one.report.id[:SHORT_ID], style="dim")
        table.add_row(
            Text(STATE_MARKS[one.state], style="dim"),
            _said(one.statement),
            Text(plain(said_by(one.statement))),
            id_
            if one.report.id == above
            else _report(one.report).append_text(id_).append(_repeats(one.report, groups)),
        )
        above = one.report.id
    return table


def _said(statement: Statement) -> Text:
    text = Text().append(plain(modality_words(statement)), style="italic")
    text.append(plain(main_words(statement)), style="bold")
    narrowing = ", ".join(details(statement))
    return text.append(f" — {plain(narrowing)}" if narrowing else "")


def _report(report: KeptReport) -> Text:
    outlet = report.metadata.publisher
    text = Text(plain(outlet.value) if outlet else OUTLET_UNKNOWN)
    text.append(f", {published_words(report.metadata)} ")
    if report.confidentiality != "public":
        text.append(f"{report.confidentiality} ", style="italic")
    return text


def _repeats(report: KeptReport, groups: Mapping[str, str]) -> str:
    """Say that a report is no source of its own, where it repeats an older one."""
    oldest = groups.get(report.id, report.id)
    return f" repeats {oldest[:SHORT_ID]}" if oldest != report.id else ""


def reports_table(reports: Iterable[KeptReport], groups: Mapping[str, str]) -> Table:
    """Return the list of reports; `groups` maps one to the oldest report of its group."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    table.add_column("report", header_style=_HEAD, width=SHORT_ID)
    table.add_column("", ratio=1, overflow="fold")
    for name in KINDS:
        table.add_column(kind(name).letter, header_style=_HEAD, justify="right", min_width=2)
    table.add_column("repeats", header_style=_HEAD, width=SHORT_ID)
    for report in reports:
        counts = [report.statements.get(name, 0) for name in KINDS]
        table.add_row(
            Text(report.id[:SHORT_ID], style="dim"),
            _whole(report),
            *(Text(f"{n:,}" if n else "-") for n in counts),
            Text(_repeats(report, groups).removeprefix(" repeats ")),
        )
    return table


def _whole(report: KeptReport) -> Text:
    if report.erased:
        return Text("erased by a decision", style="italic")
    text = heading(report.metadata, report.address or "-")
    if report.confidentiality != "public":
        text.append(f" · {report.confidentiality}", style="italic")
    return text


def coverage_view(
    report: KeptReport, readings: Iterable[KeptReading], repeats: Iterable[str]
) -> Iterator[Paragraph]:
    """Yield what of a report was read and what was not understood; `repeats` are like reports."""
    yield Paragraph(heading(report.metadata, report.address or "-"))
    address = PurePath(report.address or "-").name
    yield Paragraph(Text(f"{report.id[:SHORT_ID]} · {plain(address)}", style="dim"))
    for reading in readings:
        by = "" if reading.coverage.passed_over else f", by {reading.reader.name}"
        yield _line(f"read {read_to_words(reading.coverage)}{by}")
        for flagged in reading.coverage.flagged:
            yield Paragraph(_flagged(flagged), 2, 2)
        if unresolved := reading.coverage.unresolved_dates:
            yield _line(f"▸ {number_of(unresolved, 'date')} left unresolved")
        for line in dropped_lines(reading.dropped):
            yield _line(line)
        for dropped in reading.dropped:
            words = f" (“{dropped.words}”)" if dropped.words else ""
            verb = "" if dropped.is_difference else "dropped "
            yield Paragraph(Text(plain(f"{verb}{dropped.what}: {dropped.why}{words}")), 4, 2)
    if same := [id_[:SHORT_ID] for id_ in repeats]:
        yield _line(f"▸ repeats the same dispatch as {', '.join(same)}: they count as one source")
    yield Paragraph(Text())


def _flagged(flagged: Flagged) -> Text:
    quote = Text(plain(flagged.sentence.quote))
    for span in flagged.words:
        first = span.start - flagged.sentence.start
        quote.stylize("bold", first, first + len(span.quote))
    return Text(f"▸ {flagged.why}: “").append_text(quote).append("”")


def _line(words: str) -> Paragraph:
    return Paragraph(Text(plain(words)), 2, 2)
