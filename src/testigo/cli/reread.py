"""`testigo reread`: what is kept is read again, or by another reader."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from testigo.cli.errors import BadCommand
from testigo.cli.model_reading import Readers, read_with_model
from testigo.cli.options import CasebookOption, open_casebook
from testigo.cli.read import built_in_reader, stopping
from testigo.cli.read_by_model import is_passed_over

if TYPE_CHECKING:
    from testigo.casebook import Casebook
    from testigo.cli.read_progress import Telling


def reread(
    reports: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[REPORT]...",
            help="The reports: how their ids begin (`testigo show reports` lists them).",
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every report that was not withdrawn.")
    ] = False,
    casebook: CasebookOption = None,
    readers: Annotated[
        Readers,
        typer.Option(
            "--reader",
            help="Who reads: the built-in reader, the language model of `testigo model`, or both.",
        ),
    ] = Readers.builtin,
    read_all: Annotated[
        bool,
        typer.Option(
            "--read-all",
            help="Read in full also what the first look passes over: sport, weather, recipes.",
        ),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Send to the language model without being asked.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say only what could not be read.")
    ] = False,
) -> None:
    """Read reports of the casebook again, with this version of testigo or by another reader.

    What a reader has read with the same metadata before is skipped, so a run that was cut short is
    finished by running it again. Older readings stay in the log, and what people decided stands.

    Examples:

    \b
      testigo reread --all
      testigo reread 3fa2 81c0 --reader llm
      testigo reread --all --reader llm --yes
    """
    from testigo.cli.read_progress import Telling

    if bool(reports) == every:
        raise BadCommand("name the reports to read again, or give --all")
    telling = Telling(sys.stderr, quiet=quiet, is_followed=False)
    failed = 0
    with open_casebook(casebook) as opened, stopping(telling, keeps=True):
        if readers is not Readers.builtin:
            opened.language_model.check()
        ids = _ids(opened, reports)
        if readers is not Readers.llm:
            failed += _by_builtin(opened, ids, telling, read_all=read_all)
        if readers is not Readers.builtin:
            wanted = [id_ for id_ in ids if read_all or not is_passed_over(opened, id_)]
            second = Telling(sys.stderr, quiet=quiet, is_followed=False)
            summary = read_with_model(opened, wanted, second, second.met, yes=yes, quiet=quiet)
            failed += 0 if summary is None else summary.failed
    if failed:
        raise typer.Exit(2)


def _ids(casebook: Casebook, beginnings: Sequence[str] | None) -> list[str]:
    if beginnings:
        return list(dict.fromkeys(casebook.report(each).id for each in beginnings))
    ids = [report.id for report in casebook.reports() if not report.erased]
    out = casebook.review.standings(ids)
    return [id_ for id_ in ids if id_ not in out or out[id_].withdrawn is None]


def _by_builtin(
    casebook: Casebook, reports: Sequence[str], telling: Telling, *, read_all: bool
) -> int:
    """Have the built-in reader read them; returns how many failed."""
    with built_in_reader(read_all, None) as reader:
        summary = casebook.reread_each(reports, reader, telling.met)
    telling.finished(summary, casebook.path)
    return summary.failed
