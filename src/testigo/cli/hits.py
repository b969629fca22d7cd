"""Sentences found by a search, under the report they stand in."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from testigo.casebook import Casebook
from testigo.cli.record_view import heading
from testigo.cli.sheets import print_json
from testigo.cli.tables import SHORT_ID
from testigo.cli.terminal import Paragraph, console, plain, print_paragraphs
from testigo.store.kept import Hit


def print_hits(casebook: Casebook, hits: Sequence[Hit], *, as_json: bool) -> None:
    """Print the sentences found, best report first, with its sentences together."""
    if as_json:
        print_json({"report": hit.report_id, **hit.sentence.to_json()} for hit in hits)
        return
    by_report: dict[str, list[Hit]] = {}
    for hit in hits:
        by_report.setdefault(hit.report_id, []).append(hit)
    screen = console()
    for report_id, together in by_report.items():
        report = casebook.report(report_id)
        head = heading(report.metadata, report.address or "-")
        view = [Paragraph(head.append(f"  {report_id[:SHORT_ID]}", style="dim"))]
        view += [Paragraph(Text(f"“{plain(hit.sentence.quote)}”"), 2, 1) for hit in together]
        print_paragraphs(screen, [*view, Paragraph(Text())])
