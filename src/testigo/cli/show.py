"""`testigo show`: what the casebook holds, for people; `--json` and `--csv` for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from testigo.cli import entries
from testigo.cli.errors import BadCommand
from testigo.cli.options import CasebookOption, open_casebook
from testigo.cli.terminal import number_of, plain
from testigo.record.kinds import kind
from testigo.record.vocabularies import vocabulary

if TYPE_CHECKING:
    from rich.console import RenderableType

    from testigo.casebook import Casebook
    from testigo.cli.selection import Selection
    from testigo.record.reading import Dropped

app = typer.Typer(
    help="Show what the casebook holds, and what of it was not understood.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_Report = Annotated[
    str | None, typer.Option("--report", metavar="ID", help="Only this report (its id begins so).")
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
_Rejected = Annotated[
    bool, typer.Option("--rejected", help="Show what was rejected or withdrawn too, marked.")
]


@app.callback()
def _show() -> None:
    """Show what the casebook holds, and what of it was not understood.

    Every line is what one report says, with who says so. Nothing is ever added up.
    """


@dataclass(frozen=True, slots=True)
class _Listing:
    """One command that lists statements of one kind, a table for each code of `field`."""

    command: str
    kind: str
    field: str
    vocabulary: str
    about: str
    examples: tuple[str, str]

    @property
    def help(self) -> str:
        """Return the help of the command."""
        lines = "\n".join(f"  testigo show {self.command} {example}" for example in self.examples)
        return f"{self.about}\n\nExamples:\n\n\b\n{lines}"

    @property
    def option(self) -> object:
        """Return the option that keeps one code only."""
        words = f"Only this {self.field}; `testigo codebook {self.vocabulary}` lists them."
        return Annotated[str | None, typer.Option(f"--{self.field}", metavar="CODE", help=words)]


_LISTINGS = (
    _Listing(
        "tolls",
        "toll",
        "outcome",
        "outcome",
        "Show the numbers of people harmed, as stated, by outcome and day.",
        ("--outcome killed --since 2022-12", '--speaker "Defensoría" --csv > tolls.csv'),
    ),
    _Listing(
        "casualties",
        "casualty",
        "outcome",
        "outcome",
        "Show persons harmed, one line for what one report says of one person.",
        ("--outcome detained", "--report 3fa2 --json"),
    ),
    _Listing(
        "incidents",
        "incident",
        "type",
        "incident_type",
        "Show what happened at one time and place, as stated.",
        ("--type armed_clash", "--since 2022-12 --csv > incidents.csv"),
    ),
    _Listing(
        "measures",
        "measure",
        "type",
        "measure_type",
        "Show emergency and restrictive acts of authority.",
        ("--type curfew", "--csv > measures.csv"),
    ),
    _Listing(
        "posts",
        "post",
        "status",
        "post_status",
        "Show who holds, held or will hold a position.",
        ("--status acting", "--json"),
    ),
    _Listing(
        "contacts",
        "contact",
        "type",
        "contact_type",
        "Show who met, called, instructed, recognised or supported whom.",
        ("--type meeting", "--csv > contacts.csv"),
    ),
    _Listing(
        "proceedings",
        "proceeding",
        "type",
        "proceeding_type",
        "Show institutional and legal acts on a person or body.",
        ("--type arrest", "--report 3fa2 --json"),
    ),
    _Listing(
        "claims",
        "claim",
        "stance",
        "stance",
        "Show who says what.",
        ("--stance denies", '--speaker "ministry" --csv > claims.csv'),
    ),
)


def _add(listing: _Listing) -> None:
    """Add the command of one kind."""

    def listed(
        casebook: CasebookOption = None,
        report: _Report = None,
        code: str | None = None,
        speaker: _Speaker = None,
        modality: _Modality = None,
        since: _Since = None,
        until: _Until = None,
        as_json: _Json = False,
        as_csv: _Csv = False,
        confidential: _Confidential = False,
        rejected: _Rejected = False,
    ) -> None:
        wanted = _selection(
            report, speaker, modality, since, until, confidential, (listing.field, code)
        )
        wanted.with_rejected = rejected
        if code is not None:
            vocabulary(listing.vocabulary)[code]
        with open_casebook(casebook) as opened:
            _statements(opened, wanted, listing, as_json, as_csv)

    listed.__annotations__["code"] = listing.option
    app.command(listing.command, help=listing.help)(listed)


for _listing in _LISTINGS:
    _add(_listing)


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

    wanted = _selection(report, None, None, since, until, confidential)
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
            letters = ", ".join(f"{kind(one.kind).letter} {one.command}" for one in _LISTINGS)
            _note(f"{number_of(len(found), 'report')} ({letters}).")
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
    from testigo.cli.record_view import dropped_lines
    from testigo.cli.rows import COVERAGE_COLUMNS, coverage_rows
    from testigo.cli.tables import coverage_view
    from testigo.cli.terminal import console, print_paragraphs

    wanted = _selection(report, None, None, since, until, confidential)
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
            passed_over = 0
            dropped: dict[str, list[Dropped]] = {}
            for one in wanted.reports(opened):
                repeats = [id_ for id_ in of.get(one.id, ()) if id_ != one.id]
                readings = list(opened.readings(one.id))
                passed_over += any(reading.coverage.passed_over for reading in readings)
                for reading in readings:
                    dropped.setdefault(reading.reader.name, []).extend(reading.dropped)
                print_paragraphs(screen, coverage_view(one, readings, repeats))
            for reader, values in dropped.items():
                for line in dropped_lines(values):
                    _note(f"{reader}: {line.removeprefix('▸ ')}.")
            if passed_over:
                _note(
                    f"{number_of(passed_over, 'report')} passed over by the first look; "
                    "testigo read --read-all SOURCES reads them in full."
                )
    _tell_left_out(wanted)


@app.command()
def calls(
    casebook: CasebookOption = None,
    report: _Report = None,
    as_json: _Json = False,
    as_csv: _Csv = False,
) -> None:
    """Show what went out to a language model: when, where to, how much, what came; never text.

    Examples:

    \b
      testigo show calls
      testigo show calls --report 3fa2
      testigo show calls --csv > calls.csv
    """
    from testigo.cli.calls import CALL_COLUMNS, call_row, calls_table, calls_words
    from testigo.cli.sheets import print_csv, print_json

    if as_json and as_csv:
        raise BadCommand("--json and --csv exclude each other: name one")
    with open_casebook(casebook) as opened:
        id_ = None if report is None else opened.report(report).id
        found = [c for c in opened.language_model.calls() if id_ in (None, c.sent.report)]
    if as_json:
        print_json(map(call_row, found))
    elif as_csv:
        print_csv(CALL_COLUMNS, map(call_row, found))
    else:
        _print_parts([calls_table(found)] if found else [])
        for line in calls_words(found):
            _note(line)


def _selection(
    report: str | None,
    speaker: str | None,
    modality: str | None,
    since: str | None,
    until: str | None,
    confidential: bool,
    code: tuple[str, str | None] = ("", None),
) -> Selection:
    from testigo.cli.selection import Selection, first_day, last_day

    wanted = Selection(
        report,
        code,
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
    casebook: Casebook, wanted: Selection, listing: _Listing, as_json: bool, as_csv: bool
) -> None:
    from testigo.cli.rows import statement_columns, statement_row
    from testigo.cli.selection import groups_by_report
    from testigo.cli.tables import statements_by_code

    _one_form(as_json, as_csv, wanted)
    shown = wanted.statements(casebook, listing.kind)
    if as_json or as_csv:
        fully = wanted.with_confidential
        of = groups_by_report(casebook)
        rows = (statement_row(one, of, with_confidential=fully, for_csv=as_csv) for one in shown)
        columns = statement_columns(listing.kind, with_confidential=fully)
        _print_rows(casebook, wanted, rows, columns, as_json)
    else:
        found, groups = list(shown), groups_by_report(casebook)
        _print_parts(statements_by_code(found, listing.field, listing.vocabulary, groups))
        if found:
            _note(
                "○ draft: read by machine, seen by nobody yet. ◔ read: a person accepted it. "
                "Nothing is ever added up."
            )
        else:
            _note(f"{plain(str(casebook.path))} holds no {listing.command} like that.")
    _tell_left_out(wanted)


def _print_rows(
    casebook: Casebook,
    wanted: Selection,
    rows: Iterable[dict[str, object]],
    columns: Iterable[str],
    as_json: bool,
) -> None:
    from testigo.casebook.withholding import ChildrenNames
    from testigo.cli.sheets import print_csv, print_json

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
    if wanted.rejected:
        _note(f"{wanted.rejected:,} rejected or withdrawn left out; --rejected puts them in.")
    if wanted.withheld:
        _note(f"{wanted.withheld:,} confidential left out; --confidential puts them in.")


entries.add_to(app)
