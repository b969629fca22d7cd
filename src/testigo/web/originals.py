"""A report as it was captured: pages of a PDF as pictures, a web page in a frame that can do
nothing, a text as it is; and always the exact bytes, to be saved.

What strangers wrote is never run. Three walls stand around a web page: a confined process takes out
of it whatever runs, asks for something or leads away (`reports.inert_page`); its answer forbids all
that once more; and it stands in a frame with no leave for anything (`sandbox`). A PDF is drawn by a
confined process, and the browser gets pictures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Annotated

from fastapi import FastAPI, HTTPException, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.record.report import Capture
from testigo.reports.capturing import in_declared_charset
from testigo.reports.errors import UnreadableReport
from testigo.store.errors import NotKept
from testigo.store.kept import KeptReport
from testigo.web.access import CONTENT_SECURITY_POLICY
from testigo.web.drawn import Drawn
from testigo.web.report_lines import ReportLine, report_line
from testigo.web.site import Site

FRAMING = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
"""The policy of the page around the frame: the frame may show pages of this server alone, so that
no link in it leads away."""
FRAMED = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
"""The policy of what stands in the frame: its own styles and pictures, and nothing else at all."""
SAVED = "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
MOST_SHOWN = 400_000
"""Characters of a text that are shown, some 120 pages; the bytes to save are always all."""

PDF, FRAME, TEXT, NOTHING = "pdf", "frame", "text", "nothing"
"""How an original is shown."""
_PAGES = ("text/html", "application/xhtml+xml")
_TEXTS = ("text/", "message/", "application/json")
_CHARSET = re.compile(r"[A-Za-z0-9._:-]+")
_ENDINGS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/json": "json",
    "application/xhtml+xml": "xhtml",
    "message/rfc822": "eml",
    "text/html": "html",
    "text/plain": "txt",
}


class OriginalTwin(TypedDict):
    """How a captured document is shown, and where its bytes are.

    `shown` is `pdf`, `frame`, `text` or `nothing`. `pages` counts those of a PDF, None where it
    cannot be drawn, and `page` is the one shown.
    """

    id: str
    media_type: str
    size: int
    shown: str
    page: int | None
    pages: int | None
    problem: str | None
    bytes: str


@dataclass(frozen=True, slots=True)
class OriginalPage:
    """A captured document as it is shown; see `OriginalTwin`.

    `text` is what is shown of a text, `left_out` how many of its characters are not.
    """

    kept: KeptReport
    line: ReportLine
    shown: str
    page: int | None = None
    pages: int | None = None
    problem: str | None = None
    text: str = ""
    left_out: int = 0

    @property
    def address(self) -> str:
        """The address of this page, without the page of a PDF."""
        return f"/reports/{self.kept.id}/original"

    def address_of(self, number: int) -> str:
        """Return the address of another page of a PDF."""
        return f"{self.address}?page={number}"

    def to_json(self) -> OriginalTwin:
        """Return the JSON twin."""
        return {
            "id": self.kept.id,
            "media_type": self.kept.media_type,
            "size": self.kept.size,
            "shown": self.shown,
            "page": self.page,
            "pages": self.pages,
            "problem": self.problem,
            "bytes": f"{self.address}/bytes",
        }


class Originals:
    """Answers for `/reports/…/original`; its methods are the endpoints."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._drawn = Drawn()

    def look(
        self,
        request: Request,
        id_: str,
        page: Annotated[str, Query(description="Page of a PDF, from 1")] = "",
    ) -> Response:
        """The report as it was captured."""
        kept = self._kept(id_)
        line = report_line(kept, None, self._site.words(request))
        shown = self._shown(kept, line, page)
        answer = self._site.answer(request, "original.html", shown)
        answer.headers["Content-Security-Policy"] = FRAMING
        return answer

    def frame(self, request: Request, id_: str) -> Response:
        """The captured web page, for the frame of the page about it and nowhere else."""
        kept = self._kept(id_)
        if shown_as(kept.media_type) != FRAME:
            raise HTTPException(404)
        if request.headers.get("sec-fetch-dest") != "iframe":
            # By itself it could lead away: a person may follow its links.
            return self._site.redirect(f"/reports/{kept.id}/original")
        try:
            return framed(self._inert(kept))
        except UnreadableReport:
            raise HTTPException(404) from None

    def image(self, id_: str, number: int) -> Response:
        """One page of a captured PDF, as a picture."""
        kept = self._kept(id_)
        if shown_as(kept.media_type) != PDF:
            raise HTTPException(404)
        try:
            image = self._drawn.image(kept.id, number, lambda: self._site.casebook.content(kept.id))
        except UnreadableReport:
            raise HTTPException(404) from None
        return Response(image.png, media_type="image/png")

    def save(self, id_: str) -> Response:
        """The captured bytes, exactly, to be saved."""
        kept = self._kept(id_)
        return saved(kept, self._site.casebook.content(kept.id))

    def _kept(self, id_: str) -> KeptReport:
        kept = self._site.casebook.report(id_)
        if kept.erased:
            self._drawn.forget(kept.id)
            raise NotKept("bytes of report", kept.id)
        return kept

    def _inert(self, kept: KeptReport) -> bytes:
        """The captured page made inert.

        Raises:
            UnreadableReport: if it cannot be parsed.
        """
        casebook = self._site.casebook

        def content() -> tuple[bytes, bool]:
            declared = _declared(casebook.captures(kept.id))
            return in_declared_charset(casebook.content(kept.id), declared)

        return self._drawn.inert(kept.id, content)

    def _shown(self, kept: KeptReport, line: ReportLine, page: str) -> OriginalPage:
        how = shown_as(kept.media_type)
        if how == PDF:
            return self._pdf(kept, line, page)
        problem = None
        if how == FRAME:
            try:
                self._inert(kept)
            except UnreadableReport as fault:
                how, problem = TEXT, str(fault)
        if how != TEXT:
            return OriginalPage(kept, line, how)
        text = text_of(self._site.casebook.content(kept.id), kept.media_type)
        left_out = max(0, len(text) - MOST_SHOWN)
        return OriginalPage(
            kept, line, how, problem=problem, text=text[:MOST_SHOWN], left_out=left_out
        )

    def _pdf(self, kept: KeptReport, line: ReportLine, page: str) -> OriginalPage:
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
        content = self._site.casebook.content
        try:
            image = self._drawn.image(kept.id, number, lambda: content(kept.id))
        except UnreadableReport as fault:
            return OriginalPage(kept, line, PDF, page=number, problem=str(fault))
        return OriginalPage(kept, line, PDF, page=number, pages=image.pages)


def shown_as(media_type: str) -> str:
    """Return how a document of this type is shown."""
    bare = media_type.partition(";")[0].strip().lower()
    if bare == "application/pdf":
        return PDF
    if bare in _PAGES:
        return FRAME
    return TEXT if bare.startswith(_TEXTS) else NOTHING


def framed(page: bytes) -> Response:
    """Return a web page that was made inert, as an answer that can do nothing; see `FRAMED`."""
    headers = {
        "Content-Type": "application/xhtml+xml; charset=utf-8",
        "Content-Security-Policy": FRAMED,
        "X-Frame-Options": "SAMEORIGIN",
    }
    return Response(page, headers=headers)


def saved(kept: KeptReport, content: bytes) -> Response:
    """Return captured bytes as an answer that a browser saves and never shows."""
    ending = _ENDINGS.get(kept.media_type.partition(";")[0].strip().lower(), "bin")
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f'attachment; filename="{kept.id[:12]}.{ending}"',
        "Content-Security-Policy": SAVED,
    }
    return Response(content, headers=headers)


def text_of(content: bytes, media_type: str) -> str:
    """Return the characters of a text; what does not decode is shown as U+FFFD."""
    return content.decode(charset_of(media_type) or "utf-8", errors="replace")


def charset_of(media_type: str) -> str | None:
    """Return the charset that a media type names; None for none, or one that nobody knows."""
    message = EmailMessage()
    message["Content-Type"] = media_type.replace("\n", " ").replace("\r", " ")
    charset = message.get_param("charset")
    if not isinstance(charset, str) or not _CHARSET.fullmatch(charset):
        return None
    try:
        "a".encode(charset)
    except (LookupError, UnicodeError):  # unknown to Python, or no encoding of characters
        return None
    return charset


def _declared(captures: Sequence[Capture]) -> str | None:
    """The media type that the server named, when the page was fetched last."""
    for capture in reversed(captures):
        for name, value in capture.headers:
            if name.lower() == "content-type":
                return value
    return None


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the originals of reports."""
    originals = Originals(site)
    binary = {"type": "string", "format": "binary"}
    address = "/reports/{id_}/original"
    site.get(app, address, originals.look, twin=OriginalTwin)
    framed_page = {"application/xhtml+xml": binary}
    site.get(app, f"{address}/page", originals.frame, also=framed_page, leads_on=True)
    site.get(app, f"{address}/page/{{number}}.png", originals.image, also={"image/png": binary})
    site.get(app, f"{address}/bytes", originals.save, also={"application/octet-stream": binary})
