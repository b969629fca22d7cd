"""`testigo evaluate`: what the reader proposed against what people decided, on your own reports."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from testigo.cli.deciding import AsOption, decider
from testigo.cli.errors import BadCommand
from testigo.cli.options import CasebookOption, open_casebook
from testigo.cli.terminal import number_of

if TYPE_CHECKING:
    from testigo.review.evaluating import Evaluation


class Reports(StrEnum):
    """Which reports count."""

    reviewed = "reviewed"
    all = "all"


def evaluate(
    reports: Annotated[
        Reports,
        typer.Option(
            help="reviewed: those of which nothing waits; all: every one with a verdict, so that "
            "recall is too high."
        ),
    ] = Reports.reviewed,
    readers: Annotated[
        bool,
        typer.Option(
            "--readers", help="Each reader alone, both, and where they agree, differ or are alone."
        ),
    ] = False,
    keep: Annotated[
        bool,
        typer.Option(
            "--keep",
            help="With --readers: let the casebook raise confidence by it from now on; a decision.",
        ),
    ] = False,
    table: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="With --keep: keep the counts of this file (--readers --json gave them) instead.",
            show_default=False,
        ),
    ] = None,
    by: AsOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV, one line a group, with a head line.")
    ] = False,
    casebook: CasebookOption = None,
) -> None:
    """Measure the reader on your own reports: what it proposed against what people decided.

    By kind, language, reader version and perpetrator as stated: proposed, accepted as it was,
    amended, rejected, missed (added by people); precision, recall, F1 and values right, with 95 %
    intervals by report. Then confidence against what was kept, reasons of rejections, and whether
    what was missed stood in sentences that the reader had marked.

    With --readers, on reports that several readers have read: what each finds alone and both
    together, and how often people kept what both say alike, what they read otherwise, and what one
    alone gives. Kept with --keep, that is the confidence of such statements.

    Examples:

    \b
      testigo evaluate --casebook peru.db
      testigo evaluate --reports all --csv > scores.csv
      testigo evaluate --readers --keep
    """
    if as_json and as_csv:
        raise BadCommand("--json and --csv exclude each other: name one")
    if table is not None and not keep:
        raise BadCommand("--table is what --keep keeps: give both")
    if keep and not readers and table is None:
        raise BadCommand("--keep keeps what --readers counts: give both")
    if table is not None:
        _keep_counts_of(casebook, table, decider(by))
    elif readers:
        form = "json" if as_json else "csv" if as_csv else ""
        _of_readers(casebook, reports, form, decider(by) if keep else None)
    else:
        _of_all(casebook, reports, as_json=as_json, as_csv=as_csv)


def _of_all(casebook: CasebookOption, reports: Reports, *, as_json: bool, as_csv: bool) -> None:
    from testigo.cli.evaluation_view import (
        COLUMNS,
        evaluation_json,
        evaluation_rows,
        print_evaluation,
    )
    from testigo.cli.sheets import print_csv

    with open_casebook(casebook) as opened:
        found = opened.review.evaluation(every=reports is Reports.all)
    if as_json:
        print(evaluation_json(found))
    elif as_csv:
        print_csv(COLUMNS, evaluation_rows(found))
    elif found.reports:
        print_evaluation(found)
    _tell(found, reports)


def _keep_counts_of(casebook: CasebookOption, file: Path, keeper: str) -> None:
    from testigo.cli.readers_view import agreement_in

    agreement = agreement_in(file)
    with open_casebook(casebook) as opened:
        opened.review.keep_agreement(agreement, by=keeper)
    print(
        f"Kept in the casebook, as counted on {number_of(agreement.reports, 'report')}: "
        "statements have this confidence from now on.",
        file=sys.stderr,
    )


def _of_readers(casebook: CasebookOption, reports: Reports, form: str, keeper: str | None) -> None:
    """Print the table of two readers; `keeper` is who keeps it in the casebook, None for nobody."""
    from testigo.cli.readers_view import COLUMNS, print_readers, readers_json, readers_rows
    from testigo.cli.sheets import print_csv

    with open_casebook(casebook) as opened:
        found = opened.review.readers_evaluation(every=reports is Reports.all)
        if keeper is not None and found.reports:
            opened.review.keep_agreement(found.agreement, by=keeper)
    if form == "json":
        print(readers_json(found))
    elif form == "csv":
        print_csv(COLUMNS, readers_rows(found))
    elif found.reports:
        print_readers(found)
    if not found.reports:
        more = "" if reports is Reports.all else ", or give --reports all"
        print(
            "No report counts yet that two readers have read: read some with both "
            f"(`testigo read --reader both`), review them{more}.",
            file=sys.stderr,
        )
        return
    print(f"Measured on {number_of(found.reports, 'report')}.", file=sys.stderr)
    if keeper is not None:
        print("Kept in the casebook: statements have this confidence from now on.", file=sys.stderr)


def _tell(found: Evaluation, reports: Reports) -> None:
    if not found.reports:
        more = "" if reports is Reports.all else ", or give --reports all"
        print(
            "No report counts yet: review one until nothing of it waits (`testigo review list`)"
            f"{more}.",
            file=sys.stderr,
        )
        return
    print(f"Measured on {number_of(found.reports, 'report')}.", file=sys.stderr)
    if found.is_partial:
        print(
            "Some of them still wait in part: what is missed in them is not known yet, and recall "
            "is too high.",
            file=sys.stderr,
        )
