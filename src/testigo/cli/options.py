"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from testigo.casebook import Casebook

CasebookOption = Annotated[
    Path | None,
    typer.Option(
        "--casebook",
        metavar="PATH",
        help="The casebook; without it testigo.db in this folder.",
        show_default=False,
    ),
]


def open_casebook(path: Path | None) -> Casebook:
    """Open an existing casebook; None for the one in this folder.

    Raises:
        NoCasebook: if there is none.
    """
    from testigo.casebook import DEFAULT_PATH, Casebook

    return Casebook.open(path or DEFAULT_PATH)
