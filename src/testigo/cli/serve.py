"""`testigo serve`: the casebook as pages on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from testigo.cli.options import CasebookOption


def serve(
    casebook: CasebookOption = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port on 127.0.0.1; 0 takes a free one.")
    ] = 8765,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in the browser.")
    ] = False,
) -> None:
    """Serve the casebook as pages in the browser, on this machine alone.

    Prints an address with a one-time token in it: others who share this machine cannot open the
    pages without it. Stop it with Ctrl-C.

    Examples:

    \b
      testigo serve
      testigo serve --casebook peru.db --port 0
    """
    from testigo.casebook import DEFAULT_PATH
    from testigo.cli.terminal import plain
    from testigo.web.serving import serve as serve_pages

    path = casebook or DEFAULT_PATH

    def announce(address: str) -> None:
        print(f"{plain(str(path))}, on this machine alone. Open this address; it works once:")
        print(f"\n  {address}\n\nCtrl-C ends it.", flush=True)

    serve_pages(path, port=port, open_browser=open_browser, announce=announce)
