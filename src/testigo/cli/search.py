"""`testigo search`: sentences of the reports by their words."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from testigo.cli.options import CasebookOption, open_casebook


def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...", help="All must stand in the sentence.", show_default=False
        ),
    ],
    casebook: CasebookOption = None,
    limit: Annotated[
        int, typer.Option(min=1, metavar="N", help="How many sentences at most.")
    ] = 50,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a JSON array, one object a line.")
    ] = False,
    confidential: Annotated[
        bool,
        typer.Option("--confidential", help="Put what is confidential into the JSON too."),
    ] = False,
) -> None:
    """Search the sentences of all reports.

    Case and accents do not matter. Words in double quotes stand together; a word that ends in *
    is a beginning. The exit code is 1 if there is no such sentence. JSON leaves out confidential
    sentences and those with the name of a child, and says how many.

    Examples:

    \b
      testigo search heridos Ayacucho
      testigo search '"toque de queda"' 'suspend*'
    """
    from testigo.cli.hits import print_hits, print_hits_json

    with open_casebook(casebook) as opened:
        found = opened.search(" ".join(words), limit=limit)
        if as_json:
            print_hits_json(opened, found, fully=confidential)
        else:
            print_hits(opened, found)
    if not found:
        print("No sentence holds all these words.", file=sys.stderr)
        raise typer.Exit(1)
    if len(found) == limit:
        print(f"The best {limit:,}; --limit shows more.", file=sys.stderr)
