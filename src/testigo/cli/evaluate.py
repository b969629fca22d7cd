"""`testigo evaluate`: what the reader proposed against what people decided, on your own reports."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

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

    Examples:

    \b
      testigo evaluate --casebook peru.db
      testigo evaluate --reports all --csv > scores.csv
    """
    from testigo.cli.evaluation_view import (
        COLUMNS,
        evaluation_json,
        evaluation_rows,
        print_evaluation,
    )
    from testigo.cli.sheets import print_csv

    if as_json and as_csv:
        raise BadCommand("--json and --csv exclude each other: name one")
    with open_casebook(casebook) as opened:
        found = opened.review.evaluation(every=reports is Reports.all)
    if as_json:
        print(evaluation_json(found))
    elif as_csv:
        print_csv(COLUMNS, evaluation_rows(found))
    elif found.reports:
        print_evaluation(found)
    _tell(found, reports)


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
