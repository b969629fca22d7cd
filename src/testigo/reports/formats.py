"""Which format bytes are in: by their first bytes, then by the server's or the file's word."""

from __future__ import annotations

import re

PLAIN, PAGE, PDF, WORD, MAIL = "text", "html", "pdf", "docx", "mail"
LINE = "jsonl line"
MAILBOX, ARCHIVE, LINES, GZIP = "mbox", "warc", "jsonl", "gzip"
CONTAINERS = (MAILBOX, ARCHIVE, LINES)
"""Formats that hold many reports; they are streamed, never loaded whole."""
MEDIA_TYPES = {
    MAILBOX: "application/mbox",
    ARCHIVE: "application/warc",
    LINES: "application/jsonl",
    GZIP: "application/gzip",
}
HEAD = 4096
"""How many bytes decide, at most."""

_ENDINGS = {
    ".html": PAGE,
    ".htm": PAGE,
    ".xhtml": PAGE,
    ".eml": MAIL,
    ".mbox": MAILBOX,
    ".warc": ARCHIVE,
    ".jsonl": LINES,
    ".ndjson": LINES,
    ".txt": PLAIN,
    ".text": PLAIN,
    ".md": PLAIN,
}
_DECLARED = {
    "text/html": PAGE,
    "application/xhtml+xml": PAGE,
    "application/pdf": PDF,
    "message/rfc822": MAIL,
    "text/plain": PLAIN,
    "application/jsonl": LINES,
    "application/x-ndjson": LINES,
}
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_HEADER = re.compile(
    rb"^(?:received|return-path|from|to|date|subject|message-id|mime-version|delivered-to):",
    re.I | re.M,
)


def recognise(head: bytes, name: str, declared: str | None = None) -> str:
    """Return the format of a document from its first bytes, its name and its declared type."""
    signed = _signature(head)
    if signed is not None:
        return signed
    told = _DECLARED.get((declared or "").split(";")[0].strip().lower())
    ending = _ENDINGS.get(_ending(name))
    if told is not None and ending not in CONTAINERS:
        return PAGE if told == PLAIN and _MARKUP.match(_unmarked(head)) else told
    if ending is not None and ending != PLAIN:
        return ending
    if _MARKUP.match(_unmarked(head)):
        return PAGE
    if ending is None:
        return _unnamed(head)
    return PLAIN


def _signature(head: bytes) -> str | None:
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"\x1f\x8b"):
        return GZIP
    if head.startswith(b"PK\x03\x04"):
        return WORD
    if head.startswith(b"WARC/1."):
        return ARCHIVE
    return None


def _unnamed(head: bytes) -> str:
    if head.startswith(b"From ") and len(_HEADER.findall(head)) >= 2:
        return MAILBOX
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    fields = {m.lower() for m in _HEADER.findall(block)}
    if b"from:" in fields and len(fields) >= 3 and _HEADER.match(block):
        return MAIL
    return LINES if re.match(rb'\s*\{\s*"[\w-]+"\s*:', head) else PLAIN


def _unmarked(head: bytes) -> bytes:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.replace(b"\x00", b"")[2:]
    return head.removeprefix(b"\xef\xbb\xbf")


def _ending(name: str) -> str:
    bare = name.lower().removesuffix(".gz")
    dot = bare.rfind(".")
    return bare[dot:] if dot > 0 else ""
