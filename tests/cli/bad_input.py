"""One broken document of each kind, as people meet them."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

from fpdf import FPDF

SECRET = "Ilario Condorcanqui"


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def _wrong_encoding(path: Path) -> None:
    path.write_bytes(f"{SECRET} muri\xf3 el lunes.\x81\x8d\x8f\x90\x9d".encode("latin-1") * 20)


def _pdf(password: str | None = None, words: bool = True) -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    if words:
        pdf.multi_cell(0, 8, f"{SECRET} was killed on Monday. " * 30)
    if password:
        pdf.set_encryption(owner_password=password, user_password=password)
    return bytes(pdf.output())


def _truncated_pdf(path: Path) -> None:
    path.write_bytes(_pdf()[:400])


def _encrypted_pdf(path: Path) -> None:
    path.write_bytes(_pdf("a password"))


def _scanned_pdf(path: Path) -> None:
    path.write_bytes(_pdf(words=False))


def _truncated_warc(path: Path) -> None:
    path.write_bytes(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5000\r\n\r\nHTTP/1.1 200")


def _bomb(path: Path) -> None:
    path.write_bytes(gzip.compress(b"a" * 60_000_000, 9))


def _deep_page(path: Path) -> None:
    path.write_bytes(b"<html><body>" + b"<div>" * 100_000 + SECRET.encode())


def _too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"Seven people were killed. ")
        file.truncate(51_000_000)


def _broken_metadata(path: Path) -> None:
    path.write_text(f"{SECRET} was killed.", encoding="utf-8")
    path.with_name("broken.meta.json").write_text(f'{{"title": "{SECRET}"', encoding="utf-8")


BAD_INPUT: dict[str, tuple[str, Callable[[Path], None]]] = {
    "empty": ("empty.txt", _empty),
    "binary": ("binary.dat", _binary),
    "wrong encoding": ("encoding.txt", _wrong_encoding),
    "truncated PDF": ("cut.pdf", _truncated_pdf),
    "encrypted PDF": ("locked.pdf", _encrypted_pdf),
    "scanned PDF": ("scan.pdf", _scanned_pdf),
    "truncated WARC": ("cut.warc", _truncated_warc),
    "bomb in gzip": ("bomb.txt.gz", _bomb),
    "deep page": ("deep.html", _deep_page),
    "over 50 MB": ("large.txt", _too_large),
    "broken metadata": ("broken.txt", _broken_metadata),
}
