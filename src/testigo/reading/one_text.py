"""Reading one text that is at hand as a string: no file, no casebook, no network."""

from __future__ import annotations

from testigo.languages.detection import detect_language
from testigo.reading.protocol import Page, Reader, read_pages
from testigo.record.edtf import Edtf
from testigo.record.reading import Reading
from testigo.record.report import Metadata, Report, Segment, Stated, Text

_EXTRACTOR = "as given 1"


def read_one(text: str, language: str | None, published: str | None, reader: Reader) -> Reading:
    """Read `text` with `reader`; see `testigo.reading.read_text`."""
    if published is not None:
        Edtf(published)
    content = text.replace("\r\n", "\n").replace("\r", "\n")
    raw = content.encode("utf-8", errors="surrogatepass")
    report = Report.of(raw, "text/plain")
    segments = (Segment(0, len(content), "bytes", (0, len(raw))),) if content else ()
    metadata = Metadata(
        title=Stated(content.split("\n")[0], "first line") if "\n\n" in content else None,
        published=None if published is None else Stated(published, "option"),
        language=Stated(detect_language(content), "detected")
        if language is None
        else Stated(language, "option"),
    )
    page = Page(Text(report.id, content, _EXTRACTOR, segments), metadata)
    return read_pages(reader, [page])[0]
