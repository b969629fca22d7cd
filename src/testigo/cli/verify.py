"""`testigo verify`: is the casebook whole?"""

from __future__ import annotations

import re
import sys
from typing import Annotated

import typer

from testigo.cli.options import CasebookOption, open_whole

_HEAD = re.compile(r"(\d+:)?[0-9a-f]{64}")


def verify(
    casebook: CasebookOption = None,
    expect: Annotated[
        str | None,
        typer.Option(
            metavar="HEAD",
            help="A head (COUNT:HASH) that an earlier verify printed and that you kept elsewhere.",
        ),
    ] = None,
) -> None:
    """Check that the casebook is whole.

    Finds what was altered, dropped or swapped: hashes what was captured anew, compares every quote
    with its text, walks the chain of the log and rebuilds what is derived from it. Findings are
    printed, and the exit code is 1 if there are any. The head is printed too: keep it outside
    this machine, for only --expect can find a tail that was cut off, or a chain rewritten whole.

    Examples:

    \b
      testigo verify --casebook peru.db
      testigo verify --expect 412:9f86d081...
    """
    from testigo.cli.errors import BadCommand
    from testigo.cli.progress_line import ProgressLine
    from testigo.cli.terminal import number_of, plain

    if expect is not None and not _HEAD.fullmatch(expect):
        raise BadCommand(f"--expect {expect!r} is no head: copy COUNT:HASH whole from a verify")
    line = ProgressLine(sys.stderr)

    def on_progress(done: int, total: int) -> None:
        line.show(f"{done:,} of {total:,} rows checked")

    with open_whole(casebook) as opened:
        seen = opened.verify(expect=expect, on_progress=on_progress)
        path = opened.path
    line.erase()
    for fault in seen.faults:
        print(plain(str(fault)))
    print(
        f"{seen.reports:,} reports, {seen.statements:,} statements, {seen.quotes:,} quotes "
        f"compared with their texts, {seen.erased:,} payloads erased by decision."
    )
    print(f"Head: {seen.head}")
    if not seen.clean:
        print(
            f"{plain(str(path))} is not whole: {number_of(len(seen.faults), 'finding')}; work on a "
            "copy kept elsewhere and find out who could write to the file.",
            file=sys.stderr,
        )
        raise typer.Exit(1)
    expected = " The expected head is in the chain." if expect else ""
    print(f"Nothing is altered, dropped or swapped.{expected}")
