"""`testigo show`: what the casebook holds, for people; `--json` and `--csv` for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from testigo.cli.errors import BadCommand
from testigo.cli.options import CasebookOption, open_casebook
from testigo.cli.terminal import number_of, plain

if TYPE_CHECKING:
    from rich.console import RenderableType

    from testigo.casebook import Casebook
    from testigo.cli.selection import Selection

app = typer.Typer(
    help="Show what the casebook holds, and what of it was not understood.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_Report = Annotated[
    str | None, typer.Option("--report", metavar="ID", help="Only this report (its id begins so).")
]
_Outcome = Annotated[
    str | None,
    typer.Option(metavar="CODE", help="Only this outcome; `testigo codebook outcome` lists them."),
]
_Type = Annotated[
    str | None,
    typer.Option(
        "--type", metavar="CODE", help="Only this type; `testigo codebook measure_type` lists them."
    ),
]
_Speaker = Annotated[
    str | None,
    typer.Option(
        metavar="WORDS",
        help="Only what this speaker says (any case, any accents; the outlet speaks where the "
        "text names nobody).",
    ),
]
_Modality = Annotated[
    str | None,
    typer.Option(metavar="CODE", help="Only asserted, alleged, denied, planned, retracted ..."),
]
_Since = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Only reports published from then on: 2022, 2022-12-07."),
]
_Until = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only reports published up to then.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print a JSON array, one object a line.")]
_Csv = Annotated[bool, typer.Option("--csv", help="Print CSV with a head line.")]
_Confidential = Annotated[
    bool,
    typer.Option("--confidential", help="Put what is confidential into the JSON or CSV too."),
]


@app.callback()
def _show() -> None:
    """Show what the casebook holds, and what of it was not understood.

    Every line is what one report says, with who says so. Nothing is ever added up.
    """


@app.command()
def tolls(
    casebook: CasebookOption = None,
    report: _Report = None,
    outcome: _Outcome = None,
    speaker: _Speaker = None,
    modality: _Modality = None,
    since: _Since = None,
    until: _Until = None,
    as_json: _Json = False,
    as_csv: _Csv = False,
    confidential: _Confidential = False,
) -> None:
    """Show the numbers of people harmed, as stated, by outcome and day.

    Examples:

    \b
      testigo show tolls --outcome killed --since 2022-12
      testigo show tolls --speaker "Defensoría" --csv > tolls.csv
    """
    wanted = _selection(report, outcome, None, speaker, modality, since, until, confidential)
    with open_casebook(casebook) as opened:
        _statements(opened, wanted, "toll", "outcome", as_json, as_csv)


@app.command()
def casualties(
    casebook: CasebookOption = None,
    report: _Report = None,
    outcome: _Outcome = None,
    speaker: _Speaker = None,
    modality: _Modality = None,
    since: _Since = None,
    until: _Until = None,
    as_json: _Json = False,
    as_csv: _Csv = False,
    confidential: _Confidential = False,
) -> None:
    """Show persons harmed, one line for what one report says of one person.

    Examples:

    \b
      testigo show casualties --outcome detained
      testigo show casualties --report 3fa2 --json
    """
    wanted = _selection(report, outcome, None, speaker, modality, since, until, confidential)
    with open_casebook(casebook) as opened:
        _statements(opened, wanted, "casualty", "outcome", as_json, as_csv)


@app.command()
def measures(
    casebook: CasebookOption = None,
    report: _Report = None,
    type_: _Type = None,
    speaker: _Speaker = None,
    modality: _Modality = None,
    since: _Since = None,
    until: _Until = None,
    as_json: _Json = False,
    as_csv: _Csv = False,
    confidential: _Confidential = False,
) -> None:
    """Show emergency and restrictive acts of authority.

    Examples:

    \b
      testigo show measures --type curfew
      testigo show measures --csv > measures.csv
    """
    wanted = _selection(report, None, type_, speaker, modality, since, until, confidential)
    with open_casebook(casebook) as opened:
        _statements(opened, wanted, "measure", "type", as_json, as_csv)


@app.command()
def reports(
    casebook: CasebookOption = None,
    report: _Report = None,
    since: _Since = None,
    until: _Until = None,
    as_json: _Json = False,
    as_csv: _Csv = False,
    confidential: _Confidential = False,
) -> None:
    """Show the reports, how much was read in each, and which repeat one dispatch.

    Reports of one group count as one source: the group is proposed by likeness of the texts.

    Examples:

    \b
      testigo show reports
      testigo show reports --since 2023-01 --csv > reports.csv
    """
    from testigo.cli.rows import REPORT_COLUMNS, report_row
    from testigo.cli.selection import groups_by_report
    from testigo.cli.tables import reports_table

    wanted = _selection(report, None, None, None, None, since, until, confidential)
    _one_form(as_json, as_csv, wanted)
    with open_casebook(casebook) as opened:
        of = groups_by_report(opened)
        if as_json or as_csv:
            rows = (report_row(one, of) for one in wanted.reports(opened))
            _print_rows(opened, wanted, rows, REPORT_COLUMNS, as_json)
        else:
            found = list(wanted.reports(opened))
            _print_parts([reports_table(found, of)] if found else [])
            many = number_of(len(set(of.values())), "group")
            _note(f"{number_of(len(found), 'report')} (T tolls, C casualties, M measures).")
            _note(f"{many} of reports that repeat one dispatch; a group counts as one source.")
    _tell_left_out(wanted)


@app.command()
def coverage(
    casebook: CasebookOption = None,
    report: _Report = None,
    since: _Since = None,
    until: _Until = None,
    as_json: _Json = False,
    as_csv: _Csv = False,
    confidential: _Confidential = False,
) -> None:
    """Show what of each report was not understood: look here for what is missing.

    Whether it was read to its end, sentences with a number or a word of harm that gave nothing,
    dates left unresolved, and values dropped for want of words in the text.

    Examples:

    \b
      testigo show coverage --report 3fa2
      testigo show coverage --csv > coverage.csv
    """
    from testigo.cli.rows import COVERAGE_COLUMNS, coverage_rows
    from testigo.cli.tables import coverage_view
    from testigo.cli.terminal import console, print_paragraphs

    wanted = _selection(report, None, None, None, None, since, until, confidential)
    _one_form(as_json, as_csv, wanted)
    with open_casebook(casebook) as opened:
        if as_json or as_csv:
            rows = (
                row
                for one in wanted.reports(opened)
                for reading in opened.readings(one.id)
                for row in coverage_rows(one, reading)
            )
            _print_rows(opened, wanted, rows, COVERAGE_COLUMNS, as_json)
        else:
            screen = console()
            of = {id_: group.reports for group in opened.groups() for id_ in group.reports}
            for one in wanted.reports(opened):
                repeats = [id_ for id_ in of.get(one.id, ()) if id_ != one.id]
                print_paragraphs(screen, coverage_view(one, opened.readings(one.id), repeats))
    _tell_left_out(wanted)


def _selection(
    report: str | None,
    outcome: str | None,
    type_: str | None,
    speaker: str | None,
    modality: str | None,
    since: str | None,
    until: str | None,
    confidential: bool,
) -> Selection:
    from testigo.cli.selection import Selection, first_day, last_day

    wanted = Selection(
        report,
        outcome,
        type_,
        modality,
        speaker,
        first_day(since),
        last_day(until),
        with_confidential=confidential,
    )
    wanted.check()
    return wanted


def _one_form(as_json: bool, as_csv: bool, wanted: Selection) -> None:
    """Settle the form; a table on the person's own terminal shows what is confidential, marked.

    Raises:
        BadCommand: if both JSON and CSV are asked for.
    """
    if as_json and as_csv:
        raise BadCommand("--json and --csv exclude each other: name one")
    if not (as_json or as_csv):
        wanted.with_confidential = True


def _statements(
    casebook: Casebook,
    wanted: Selection,
    kind: str,
    field: str,
    as_json: bool,
    as_csv: bool,
) -> None:
    from testigo.cli.rows import statement_columns, statement_row
    from testigo.cli.selection import groups_by_report
    from testigo.cli.tables import statements_by_code

    _one_form(as_json, as_csv, wanted)
    shown = wanted.statements(casebook, kind)
    if as_json or as_csv:
        fully = wanted.with_confidential
        of = groups_by_report(casebook)
        rows = (statement_row(one, of, with_confidential=fully, for_csv=as_csv) for one in shown)
        _print_rows(
            casebook, wanted, rows, statement_columns(kind, with_confidential=fully), as_json
        )
    else:
        listed = "outcome" if field == "outcome" else "measure_type"
        found = list(shown)
        _print_parts(statements_by_code(found, field, listed, groups_by_report(casebook)))
        if found:
            _note("○ draft: read by machine, seen by nobody yet. Nothing is ever added up.")
        else:
            plural = {"toll": "tolls", "casualty": "casualties", "measure": "measures"}[kind]
            _note(f"{plain(str(casebook.path))} holds no {plural} like that.")
    _tell_left_out(wanted)


def _print_rows(
    casebook: Casebook,
    wanted: Selection,
    rows: Iterable[dict[str, object]],
    columns: Iterable[str],
    as_json: bool,
) -> None:
    from testigo.cli.sheets import print_csv, print_json
    from testigo.cli.withholding import ChildrenNames

    names = None if wanted.with_confidential else ChildrenNames(casebook)
    fit = rows if names is None else map(names.without, rows)
    if as_json:
        print_json(fit)
    else:
        print_csv(list(columns), fit)
    if names is not None and names.withheld:
        _note(
            f"{number_of(names.withheld, 'value')} left out for a child's name; "
            "--confidential puts them in."
        )


def _print_parts(parts: Iterable[RenderableType]) -> None:
    from testigo.cli.terminal import console, print_trimmed

    screen = console()
    for part in parts:
        print_trimmed(screen, part)


def _note(line: str) -> None:
    print(line, file=sys.stderr)


def _tell_left_out(wanted: Selection) -> None:
    if wanted.undated:
        _note(f"{wanted.undated:,} from undated reports left out by --since or --until.")
    if wanted.withheld:
        _note(f"{wanted.withheld:,} confidential left out; --confidential puts them in.")
