"""The child process: reads one request after another and answers each, under hard limits.

Started by `sandbox.Sandbox` as `python -m testigo.reports.parsers`. A request is a line of JSON
and then the bytes of the document; an answer is its length in eight bytes and then JSON. A parser
that fails in a way nobody foresaw ends the process: the parent then refuses that document.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO

from testigo.reports import formats
from testigo.reports.canonical_text import Extracted
from testigo.reports.errors import LimitReached, UnreadableReport
from testigo.reports.limits import MEGABYTE, Limits


def extract(kind: str, content: bytes, request: Mapping[str, object]) -> Extracted:
    """Parse one document. Every parser is imported only where its format comes up.

    Raises:
        UnreadableReport: if the document cannot be read; the subclass says why.
    """
    limits = limits_of(request)
    if kind == formats.PDF:
        from testigo.reports import pdf

        return pdf.extract(content)
    if kind == formats.WORD:
        from testigo.reports import word

        return word.extract(content, limits)
    today = datetime.date.fromisoformat(str(request["today"]))
    address = request["address"]
    address = None if address is None else str(address)
    if kind == formats.MAIL:
        from testigo.reports import mail

        return mail.extract(content, limits, today)
    from testigo.reports import html_page

    page: bytes | str = content.decode("utf-8") if request["decoded"] else content
    return html_page.extract(page, limits, address, today)


def limits_of(request: Mapping[str, object]) -> Limits:
    """Return the limits that a request carries."""
    given = request["limits"]
    assert isinstance(given, dict)
    return replace(Limits(), **given)


def confine(limits: Limits) -> None:
    """Cap this process's memory, and let it write no file and dump no core."""
    if sys.platform == "win32":
        return  # no such limits there; the parent's clock still holds
    import resource

    memory = limits.child_memory_bytes
    _, hardest = resource.getrlimit(resource.RLIMIT_AS)
    if hardest != resource.RLIM_INFINITY:
        memory = min(memory, hardest)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def answer(request: Mapping[str, object], content: bytes) -> dict[str, object]:
    """Return the answer: what was asked for, or a `fault` with its sentence.

    `extracted` is the text of a document, `picture` a page of a PDF, `inert` a harmless web page.
    """
    try:
        if request["inert"]:
            from testigo.reports.inert_page import inert

            decoded = bool(request["decoded"])
            return {"inert": inert(content, limits_of(request), decoded=decoded)}
        if request["page"] is not None:
            from testigo.reports.pdf_pages import draw

            return {"picture": draw(content, int(str(request["page"]))).to_json()}
        return {"extracted": extract(str(request["kind"]), content, request).to_json()}
    except UnreadableReport as fault:
        return {"fault": type(fault).__name__, "why": str(fault)}
    except (MemoryError, RecursionError):
        most = limits_of(request).child_memory_bytes // MEGABYTE
        why = f"its parser wants more than {most} MB of memory; save its text as .txt and read that"
        return {"fault": LimitReached.__name__, "why": why}


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Answer requests until the parent closes its end."""
    confined = False
    while line := source.readline():
        request = json.loads(line)
        if not confined:
            confine(limits_of(request))
            confined = True
        content = source.read(int(request["size"]))
        sent = json.dumps(answer(request, content)).encode("ascii")
        target.write(len(sent).to_bytes(8, "big") + sent)
        target.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
