"""Makes the documents that the tests of this room read: invented reports in every format."""

from __future__ import annotations

import io
import json
from email.message import EmailMessage
from pathlib import Path

import docx
from fpdf import FPDF
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

TITLE = "Nueve detenidos en Quelmora"
PARAGRAPHS = (
    "La policía detuvo a nueve jóvenes en la plaza, según la Defensoría, que pidió su libertad.",
    "Un vocero del gobierno negó que hubiera heridos y anunció una investigación de los hechos.",
    "Los familiares esperaron hasta la noche en la puerta del cuartel sin recibir noticias.",
)
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
HEAD = """<title>Nueve detenidos en Quelmora | El Faro del Valle</title>
<meta property="og:site_name" content="El Faro del Valle">
<meta property="article:published_time" content="2022-12-16T23:30:00-05:00">
<meta name="author" content="Inés Brandal">"""


def page(head: str = HEAD, body: str | None = None) -> bytes:
    """A web page with navigation and footer around a report."""
    told = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    inside = body if body is not None else f"<h1>{TITLE}</h1>{told}"
    return (
        f'<!doctype html><html lang="es"><head><meta charset="utf-8">{head}</head><body>'
        f'<nav><ul><li><a href="/">Inicio</a></li><li><a href="/p">Política</a></li></ul></nav>'
        f"<article>{inside}</article><footer><p>Todos los derechos reservados</p></footer>"
        f"<script>var words = '<p>nada</p>';</script></body></html>"
    ).encode()


def pdf(
    *pages: str, title: str = TITLE, password: str | None = None, picture: bool = False
) -> bytes:
    """A PDF: the title in large letters, then one text a page."""
    made = FPDF()
    # The system's own font where there is one: the built-in ones have no emoji and no accents.
    name = "helvetica"
    if Path(FONT).exists():
        made.add_font("dejavu", fname=FONT)
        name = "dejavu"
    for number, words in enumerate(pages or ("\n\n".join(PARAGRAPHS),)):
        made.add_page()
        if picture:
            made.rect(20, 20, 60, 60, style="F")
            continue
        if not number and title:
            made.set_font(name, size=20)
            made.multi_cell(0, 10, title, new_x="LMARGIN", new_y="NEXT")
            made.ln(6)
        made.set_font(name, size=11)
        for paragraph in words.split("\n\n"):
            made.multi_cell(0, 6, paragraph, new_x="LMARGIN", new_y="NEXT")
            made.ln(5)
    if password is not None:
        made.set_encryption(owner_password="owner", user_password=password)
    return bytes(made.output())


def word(*paragraphs: str) -> bytes:
    """A Word file: a title, paragraphs, a table."""
    made = docx.Document()
    made.add_heading(TITLE, level=0)
    for paragraph in paragraphs or PARAGRAPHS:
        made.add_paragraph(paragraph)
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Detenidos", "9"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def mail(encoding: str = "8bit", html: bytes | None = None, attachment: bool = False) -> bytes:
    """An e-mail message of the report."""
    made = EmailMessage()
    made["From"] = "Inés Brandal <ines@faro.example>"
    made["To"] = "lista@faro.example"
    made["Subject"] = TITLE
    made["Date"] = "Fri, 16 Dec 2022 23:30:00 -0500"
    if html is None:
        made.set_content("\n\n".join(PARAGRAPHS), cte=encoding)
    else:
        made.set_content(html.decode(), subtype="html", cte=encoding)
    if attachment:
        made.add_attachment(
            b"\x00\x01", maintype="application", subtype="octet-stream", filename="a"
        )
    return bytes(made).replace(b"\n", b"\r\n")


def warc(*records: tuple[str, str, bytes], packed: bool = True) -> bytes:
    """A web archive of records (type, media type, payload); URLs are numbered."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for number, (kind, media_type, payload) in enumerate(records):
        lines = [("Content-Type", media_type), ("Content-Length", str(len(payload)))]
        request = kind == "request"
        http = StatusAndHeaders(
            "GET / HTTP/1.1" if request else "200 OK",
            [] if request else lines,
            protocol="" if request else "HTTP/1.1",
            is_http_request=request,
        )
        url = f"https://faro.example/nota/{number}"
        writer.write_record(
            writer.create_warc_record(url, kind, payload=io.BytesIO(payload), http_headers=http)
        )
    return out.getvalue()


def line(**keys: object) -> bytes:
    """A line of a JSONL archive, its accents escaped as most programs write them."""
    return json.dumps(keys).encode()
