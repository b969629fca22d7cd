"""`testigo show` of entries: lists of the record, and one person, incident, toll or the like."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from testigo.cli.errors import BadCommand
from testigo.cli.options import CasebookOption, open_casebook

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from testigo.casebook import Casebook
    from testigo.review.lists import EntryRow

PAGES = {
    "person": "people",
    "incident": "incidents",
    "toll": "tolls",
    "measure": "measures",
    "actor": "actors",
}
"""What shows one entry, and the list of the record that it is in."""

_Id = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="The beginning of any id that it was given.", show_default=False
    ),
]
_At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help="As the record stood then: 2026-11-27 (the end of that day), 2026-11-27T09:30; UTC "
        "where no offset is given.",
    ),
]
_History = Annotated[bool, typer.Option("--history", help="Who decided what of it, when and why.")]
_Json = Annotated[bool, typer.Option("--json", help="Print a JSON object.")]
_Confidential = Annotated[
    bool, typer.Option("--confidential", help="Put what is confidential into the JSON too.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to `testigo show`."""
    app.command("record")(record)
    for name in PAGES:
        app.command(name, help=_help(name))(_one(name))


_ABOUT = {
    "person": "Show one person: every value with who says so, and what contradicts it.",
    "incident": "Show one incident: what, where, by whom as stated, and who says so.",
    "toll": "Show one toll series: speaker by moment, what is noticed, and the rule in force.",
    "measure": "Show one measure: instrument, areas, rights and dates, as stated.",
    "actor": "Show one actor: what is stated of it, and what it said.",
}


def _help(name: str) -> str:
    return (
        f"{_ABOUT[name]}\n\n`testigo show record {PAGES[name]}` lists ids.\n\nExamples:\n\n\b\n"
        f"  testigo show {name} k3vq7\n"
        f"  testigo show {name} k3vq7 --at 2026-11-27 --history"
    )


def record(
    view: Annotated[
        str, typer.Argument(metavar="VIEW", help="people, incidents, tolls, measures or actors.")
    ],
    search: Annotated[
        str, typer.Option(metavar="WORDS", help="Only where a name, place or type has these words.")
    ] = "",
    standing: Annotated[
        str,
        typer.Option(
            metavar="CODE", help="draft (nothing accepted), accepted, or verified by a person."
        ),
    ] = "",
    outcome: Annotated[
        str, typer.Option(metavar="CODE", help="Only this outcome, or type of incident or measure.")
    ] = "",
    place: Annotated[str, typer.Option(metavar="WORDS", help="Only such a place.")] = "",
    contradicted: Annotated[
        bool, typer.Option("--contradicted", help="Only what sources contradict each other on.")
    ] = False,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only what happened from then on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only what happened up to then.")
    ] = None,
    sort: Annotated[
        str,
        typer.Option(
            metavar="BY",
            help="name, date, newest, oldest, level, statements, reports, number or place.",
        ),
    ] = "newest",
    limit: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="How many; JSON and CSV hold all without it."),
    ] = None,
    at: _At = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a JSON array, one object a line.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV with a head line.")] = False,
    confidential: _Confidential = False,
    casebook: CasebookOption = None,
) -> None:
    """List the entries of the record: what statements and decisions make of one person or thing.

    Entries that only drafts support, entries with an accepted statement and verified ones are
    counted apart. `show casualties` and its like list statements, one line for what one report
    says.

    Examples:

    \b
      testigo show record people --search pacsi
      testigo show record tolls --standing accepted --csv > tolls.csv
      testigo show record incidents --at 2026-11-01
    """
    from testigo.cli.entry_list import print_entries, print_entry_rows
    from testigo.cli.selection import first_day, last_day
    from testigo.review.lists import SORTS, STANDINGS, VIEWS, ListWanted

    _one_of("a list of the record", view, VIEWS)
    _one_of("a standing", standing, ("", *STANDINGS))
    _one_of("an order", sort, SORTS)
    if as_json and as_csv:
        raise BadCommand("--json and --csv exclude each other: name one")
    first, last = first_day(since), last_day(until)
    wanted = ListWanted(
        view,
        search,
        outcome=outcome,
        place=place,
        standing=standing,
        contradicted=contradicted,
        since="" if first is None else first.isoformat(),
        until="" if last is None else last.isoformat(),
        sort=sort,
    )
    with opened_at(casebook, at) as opened:
        if as_json or as_csv:
            print_entry_rows(opened, wanted, limit, as_csv=as_csv, fully=confidential)
        else:
            print_entries(opened, wanted, limit)


def _one_of(what: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        names = ", ".join(name for name in known if name)
        raise BadCommand(f"{given!r} is not {what}: one of {names}")


def _one(name: str) -> Callable[..., None]:
    """Return the command that shows one entry of that kind."""

    def shown(
        id_: _Id,
        at: _At = None,
        history: _History = False,
        as_json: _Json = False,
        confidential: _Confidential = False,
        casebook: CasebookOption = None,
    ) -> None:
        with opened_at(casebook, at) as opened:
            whole = opened.review.whole_id(id_, "entry")
            row = opened.review.dossier(whole).row
            _check_kind(row, name)
            if as_json:
                from testigo.cli.entry_rows import print_entry_json

                print_entry_json(opened, whole, with_history=history, fully=confidential)
            else:
                from testigo.cli.entry_view import print_entry

                print_entry(opened, whole, with_history=history)
        if at is not None:
            print(f"As the record stood at {moment(at):%Y-%m-%d %H:%M:%S} UTC.", file=sys.stderr)

    return shown


def _check_kind(row: EntryRow, name: str) -> None:
    """Do nothing if the entry is of that kind; a person may be an actor too.

    Raises:
        BadCommand: if it is not, naming the command that shows it.
    """
    if row.family == name or (row.family == "agent" and name in ("person", "actor")):
        return
    kind = "person" if row.family == "agent" else row.family
    raise BadCommand(f"{row.id} is no {name}: `testigo show {kind} {row.id}` shows it")


@contextmanager
def opened_at(path: Path | None, at: str | None) -> Iterator[Casebook]:
    """Open a casebook as it is or, with `at`, as it stood then.

    Raises:
        NoCasebook: if there is none.
        BadCommand: if `at` is no moment.
        NotKept: if it held nothing then.
    """
    when = None if at is None else moment(at)
    with open_casebook(path) as opened:
        if when is None:
            yield opened
            return
        with opened.at(when) as past:
            yield past


def moment(typed: str) -> datetime.datetime:
    """Return a moment as typed: a day is its end, a time without offset is UTC.

    Raises:
        BadCommand: if it is neither.
    """
    import datetime

    try:
        found = datetime.datetime.fromisoformat(typed)
    except ValueError:
        raise BadCommand(f"{typed!r} is no moment: write 2026-11-27 or 2026-11-27T09:30") from None
    if len(typed) <= len("2026-11-27"):
        found = found.replace(hour=23, minute=59, second=59, microsecond=999_999)
    if found.tzinfo is None:
        found = found.replace(tzinfo=datetime.UTC)
    return found.astimezone(datetime.UTC)
