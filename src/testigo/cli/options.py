"""Options that several commands share."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
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


@contextlib.contextmanager
def open_casebook(path: Path | None, *, reader: str | None = None) -> Iterator[Casebook]:
    """Open an existing casebook; `path` None for the one in this folder.

    Where double reading is on it is shown as the person may see it (`Casebook.seen_by`): `reader`,
    else whose settings they are.

    Raises:
        NoCasebook: if there is none.
        BrokenSettings: if the settings cannot be understood.
    """
    from testigo.casebook.settings import stored_settings

    settings = stored_settings()
    with open_whole(path) as opened:
        name = reader or settings.name or ""
        yield opened.seen_by(name) if settings.double_reading else opened


def open_whole(path: Path | None) -> Casebook:
    """Open an existing casebook with all that it holds, for who checks and measures it.

    Raises:
        NoCasebook: if there is none.
    """
    from testigo.casebook import DEFAULT_PATH, Casebook

    return Casebook.open(path or DEFAULT_PATH)
