"""`testigo serve`: the casebook as pages on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from testigo.cli.options import CasebookOption, open_casebook


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
    open_casebook(casebook).close()  # says at once, in one sentence, if there is none
    from testigo.casebook import DEFAULT_PATH
    from testigo.web.serving import serve as serve_pages

    serve_pages(casebook or DEFAULT_PATH, port=port, open_browser=open_browser)
