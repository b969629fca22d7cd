"""`testigo review`: what waits, and every decision of the workbench, for scripts and terminals."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from testigo.cli import amending, entry_decisions
from testigo.cli.deciding import (
    AsOption,
    SeenOption,
    WhyOption,
    accept_reading,
    decide,
    decider,
    whole_ids,
)
from testigo.cli.errors import BadCommand
from testigo.cli.options import CasebookOption, open_casebook
from testigo.cli.terminal import number_of
from testigo.record.kinds import kind as kind_of
from testigo.record.vocabularies import vocabulary

if TYPE_CHECKING:
    from testigo.review.queue import Wanted

app = typer.Typer(
    help="Decide on what was read: list what waits, accept, amend, reject, undo.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_LISTED = 20
"""Statements that a terminal shows where nobody says how many."""

_Ids = Annotated[
    list[str],
    typer.Argument(
        metavar="ID", help="Statements, by the beginning of their ids.", show_default=False
    ),
]


@app.callback()
def _review() -> None:
    """Decide on what was read: list what waits, accept, amend, reject, undo.

    Each decision is kept with your name, the time and your reason, and is followed, never changed,
    by a later one. An id may be given by its beginning, as lists print it. Several ids are one
    decision: all of them are decided or, if one cannot be, none; undoing it takes back all.
    """


@app.command("list")
def list_(
    casebook: CasebookOption = None,
    state: Annotated[
        str,
        typer.Option(
            metavar="STATE",
            help="waiting, flagged, disputed, contradicted, disagree, accepted, rejected or all.",
        ),
    ] = "waiting",
    kind: Annotated[
        str, typer.Option(metavar="KIND", help="Only this kind: toll, casualty, incident ...")
    ] = "",
    outcome: Annotated[
        str, typer.Option(metavar="CODE", help="Only this outcome (or type) of harm: killed.")
    ] = "",
    report: Annotated[
        str, typer.Option(metavar="ID", help="Only this report (its id begins so).")
    ] = "",
    person: Annotated[
        str, typer.Option(metavar="WORDS", help="Only what names such a person or organisation.")
    ] = "",
    place: Annotated[str, typer.Option(metavar="WORDS", help="Only such a place.")] = "",
    below: Annotated[
        float | None,
        typer.Option(min=0, max=1, metavar="P", help="Only what was read with less confidence."),
    ] = None,
    in_reading_order: Annotated[
        bool,
        typer.Option("--in-reading-order", help="Report by report, instead of by urgency."),
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="How many; JSON and CSV hold all without it."),
    ] = None,
    by: AsOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a JSON array, one object a line.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV with a head line.")] = False,
    confidential: Annotated[
        bool,
        typer.Option("--confidential", help="Put what is confidential into the JSON or CSV too."),
    ] = False,
) -> None:
    """List statements that wait, those that matter most first.

    Contradicted ones come first, then what two readers of a report disagree on (`disagree`: one
    value differs, or one reader alone gives it), then killed before injured before posts. Where two
    readers found the same it is one statement, with both readings. `seen` in JSON and CSV is
    the last decision on a statement; give it to --seen so as to overrule nobody unseen. With double
    reading on, what one other person decided waits for you too, and is shown as it was read.

    Examples:

    \b
      testigo review list --kind casualty --report 3fa2
      testigo review list --state flagged
      testigo review list --state disagree --outcome killed
      testigo review list --below 0.8 --json
    """
    from testigo.cli.config import name_or_stored
    from testigo.cli.review_list import print_json_or_csv, print_queue

    if as_json and as_csv:
        raise BadCommand("--json and --csv exclude each other: name one")
    wanted = _wanted(
        (state, kind, outcome, person, place), below, name_or_stored(by), in_reading_order
    )
    with open_casebook(casebook, reader=by) as opened:
        if report:
            wanted = _of_report(wanted, opened.report(report).id)
        if as_json or as_csv:
            print_json_or_csv(opened, wanted, limit, as_csv=as_csv, fully=confidential)
        else:
            print_queue(opened, wanted, limit or _LISTED)


def _wanted(
    texts: tuple[str, str, str, str, str],
    below: float | None,
    reader: str | None,
    in_reading_order: bool,
) -> Wanted:
    from testigo.casebook.settings import stored_settings
    from testigo.review.queue import STATES, Wanted

    state, kind, outcome, person, place = texts
    if state not in STATES:
        raise BadCommand(f"{state!r} is no state of a statement: one of {', '.join(STATES)}")
    if kind:
        kind_of(kind)
    is_double = stored_settings().double_reading and reader is not None
    return Wanted(
        state, kind, outcome, "", person, place, below, reader or "", is_double, in_reading_order
    )


def _of_report(wanted: Wanted, report: str) -> Wanted:
    from dataclasses import replace

    return replace(wanted, report=report)


@app.command()
def accept(
    ids: _Ids,
    reading: Annotated[
        str,
        typer.Option(
            metavar="READER", help="Let what this reader says of it stand (llm): one statement."
        ),
    ] = "",
    why: WhyOption = "",
    seen: SeenOption = None,
    by: AsOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Accept statements: the sentence does say so. It says nothing about whether it happened.

    Where two readers read the words of a statement otherwise, --reading amends it to what the one
    named says, or accepts it where it says so already.

    Examples:

    \b
      testigo review accept 3fa2b1c8
      testigo review accept 3fa2b1c8 77d01e --why "read twice" --seen 412
      testigo review accept 3fa2b1c8 --reading llm
    """
    if not reading:
        _judge("accept", ids, casebook, by=by, why=why, seen=seen)
        return
    if len(ids) != 1:
        raise BadCommand("--reading is about one statement: name one")
    name = decider(by)
    with open_casebook(casebook, reader=name) as opened:
        (handle,) = whole_ids(opened, ids, "statement")
        accept_reading(opened, handle, reading, by=name, why=why, seen=seen)


@app.command()
def reject(
    ids: _Ids,
    reason: Annotated[
        str,
        typer.Option(
            metavar="CODE", help="Why; `testigo codebook reject_reason` lists them.", prompt=False
        ),
    ],
    why: WhyOption = "",
    seen: SeenOption = None,
    by: AsOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Reject statements: they are not what the sentence says, or not for this casebook.

    Examples:

    \b
      testigo review reject 3fa2b1c8 --reason not_harm
      testigo review reject 77d01e --reason other --why "counts pages of a list"
    """
    vocabulary("reject_reason")[reason]
    _judge("reject", ids, casebook, by=by, why=why, seen=seen, reason=reason)


@app.command()
def flag(
    ids: _Ids,
    why: WhyOption = "",
    seen: SeenOption = None,
    by: AsOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Leave statements to a second reader, with a question.

    Examples:

    \b
      testigo review flag 3fa2b1c8 --why "does 'caídos' mean killed here?"
    """
    _judge("flag", ids, casebook, by=by, why=why, seen=seen)


def _judge(
    act: str,
    ids: list[str],
    casebook: CasebookOption,
    *,
    by: str | None,
    why: str,
    seen: int | None,
    reason: str | None = None,
) -> None:
    name = decider(by)
    content: dict[str, object] = {} if reason is None else {"reason": reason}
    with open_casebook(casebook, reader=name) as opened:
        handles = whole_ids(opened, ids, "statement")
        decide(opened, act, handles, by=name, why=why, content=content, seen=seen)


amending.add_to(app)
entry_decisions.add_to(app)


@app.command()
def undo(
    decision: Annotated[
        str | None,
        typer.Argument(metavar="[DECISION]", help="The beginning of its id.", show_default=False),
    ] = None,
    last: Annotated[bool, typer.Option("--last", help="The last decision of yours.")] = False,
    why: WhyOption = "",
    by: AsOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Undo a decision, by a further one; undoing that one brings it back.

    What was erased does not come back.

    Examples:

    \b
      testigo review undo --last
      testigo review undo 5be01f2299aa --why "wrong line"
    """
    from testigo.cli.undoing import last_of, standing

    if last == (decision is not None):
        raise BadCommand("name one decision, or --last for the last of yours")
    name = decider(by)
    with open_casebook(casebook, reader=name) as opened:
        id_ = last_of(opened, name) if decision is None else standing(opened, decision)
        decide(opened, "undo", [id_], by=name, why=why)


@app.command()
def decisions(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]", help="Only on these statements, reports or entries."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many at most.")] = 20,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a JSON array, one object a line.")
    ] = False,
    casebook: CasebookOption = None,
) -> None:
    """List decisions, the newest first, those since undone too.

    JSON is whole, with the reasons as written: keep it as you keep the casebook.

    Examples:

    \b
      testigo review decisions
      testigo review decisions 3fa2b1c8 --json
    """
    from testigo.cli.decision_lines import decision_row, print_decisions
    from testigo.cli.sheets import print_json

    with open_casebook(casebook) as opened:
        if ids:
            things = whole_ids(opened, ids, "statement", "report", "entry")
            lines = opened.review.history(things)[:limit]
        else:
            lines = opened.review.latest(limit)
        if as_json:
            print_json(decision_row(line) for line in lines)
        else:
            print_decisions(lines)
    if not lines and not as_json:
        print("Nothing was decided yet.", file=sys.stderr)
    elif len(lines) == limit:
        print(f"The last {number_of(limit, 'decision')}; --limit shows more.", file=sys.stderr)
