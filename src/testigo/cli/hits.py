"""Sentences found by a search, under the report they stand in."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.text import Text

from testigo.casebook import Casebook
from testigo.casebook.sentences import fit_to_leave
from testigo.casebook.withholding import ChildrenNames
from testigo.cli.record_view import heading
from testigo.cli.sheets import print_json
from testigo.cli.tables import SHORT_ID
from testigo.cli.terminal import Paragraph, console, number_of, plain, print_paragraphs
from testigo.store.kept import Hit


def print_hits_json(casebook: Casebook, hits: Sequence[Hit], *, fully: bool) -> None:
    """Print the sentences found as rows; without `fully` none that may not leave unasked.

    A sentence with the name of a child keeps its place, and has no quote.
    """
    names = None if fully else ChildrenNames(casebook)
    fit = hits if fully else fit_to_leave(casebook, hits)
    rows = ({"report": hit.report_id, **hit.sentence.to_json()} for hit in fit)
    print_json(rows if names is None else map(names.without, rows))
    if len(fit) < len(hits):
        hidden = len(hits) - len(fit)
        print(f"{hidden:,} confidential left out; --confidential puts them in.", file=sys.stderr)
    if names is not None and names.withheld:
        print(
            f"{number_of(names.withheld, 'value')} left out for a child's name; --confidential "
            "puts them in.",
            file=sys.stderr,
        )


def print_hits(casebook: Casebook, hits: Sequence[Hit]) -> None:
    """Print the sentences found, best report first, with its sentences together."""
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
