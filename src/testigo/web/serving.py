"""`testigo serve`: the pages of one casebook on 127.0.0.1, until interrupted."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import uvicorn

from testigo.casebook import Casebook
from testigo.record.errors import TestigoError
from testigo.web.access import ENTRANCE, Keys
from testigo.web.app import create_app
from testigo.web.intake_desk import IntakeDesk
from testigo.web.islands_built import NOT_BUILT, island_scripts

HOST = "127.0.0.1"
PORT = 8765


class PortTaken(TestigoError):
    """Another program listens where the pages were to be served."""

    def __init__(self, port: int, why: str) -> None:
        super().__init__(
            f"port {port} of {HOST} cannot be used ({why}); `--port 0` takes one that is free"
        )
        self.port = port


def _say(address: str) -> None:
    # Flushed, so that a program that starts this one can read it; what is said to people is not in
    # its way.
    print(address, flush=True)
    print("The address works once, in one browser. Ctrl-C ends it.", file=sys.stderr, flush=True)


def serve(
    casebook: str | os.PathLike[str],
    *,
    port: int = PORT,
    open_browser: bool = False,
    announce: Callable[[str], None] = _say,
) -> None:
    """Serve the casebook at that path until interrupted; port 0 takes one that is free.

    `announce` is given the address to open, once it answers; the address works once.

    Raises:
        NoCasebook, NotACasebook, NewerCasebook: if it cannot be opened.
        PortTaken: if the port is in use.
    """
    with (
        Casebook.open(casebook) as opened,
        IntakeDesk(opened) as desk,
        listening(port) as sock,
    ):
        keys = Keys()
        chosen: int = sock.getsockname()[1]
        address = f"http://{HOST}:{chosen}{ENTRANCE}?token={keys.token}"
        announce(address)
        if not island_scripts():
            print(NOT_BUILT, file=sys.stderr, flush=True)
        server = uvicorn.Server(_config(opened, keys, chosen, desk))
        shown = _browser(address) if open_browser else contextlib.nullcontext()
        # uvicorn stops in good order on Ctrl-C and raises it again: that is how this ends.
        with shown, contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[sock])


@contextlib.contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """Yield a socket that listens on 127.0.0.1; it takes callers from then on.

    Raises:
        PortTaken: if the port is in use.
    """
    # The protocol is named, or asyncio leaves Nagle's algorithm on: 40 ms for every page on a
    # connection that is used again.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as sock:
        if os.name == "posix":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((HOST, port))
        except (OSError, OverflowError) as fault:
            raise PortTaken(port, str(fault)) from fault
        sock.listen(128)
        yield sock


def _config(casebook: Casebook, keys: Keys, port: int, desk: IntakeDesk) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(casebook, keys=keys, port=port, desk=desk),
        log_config=LOGGING,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="off",
    )


class PlacesOnly(logging.Formatter):
    """Formats a fault as its type and where it arose; its message may hold words of a report."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, ...]
    ) -> str:
        """Return the type, then file and line of each frame."""
        kind, _, trace = ei[0], ei[1], ei[2]
        lines = [] if kind is None else [kind.__name__]
        while isinstance(trace, TracebackType):
            code = trace.tb_frame.f_code
            lines.append(f"  {Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        return "\n".join(lines)


LOGGING: dict[str, object] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"places": {"()": PlacesOnly, "fmt": "testigo serve: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "places"}},
    "loggers": {"uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}


@contextlib.contextmanager
def _browser(address: str) -> Iterator[None]:
    """Open the browser at the address, by a file that only its owner can read.

    The command line of a browser can be read by everyone on the machine: no token stands in it.
    """
    with tempfile.TemporaryDirectory(prefix="testigo-") as folder:
        page = Path(folder) / "open.html"
        page.touch(mode=0o600)
        page.write_text(
            '<!doctype html><meta charset="utf-8"><title>testigo</title>'
            f'<meta http-equiv="refresh" content="0; url={address}">',
            encoding="utf-8",
        )
        webbrowser.open(page.as_uri())
        yield
