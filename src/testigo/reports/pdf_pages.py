"""Pages of a PDF drawn as pictures. Runs in the child process only."""

from __future__ import annotations

import math

import pypdfium2

from testigo.reports.errors import NoSuchPage, TruncatedReport
from testigo.reports.pdf import open_pdf
from testigo.reports.pictures import MOST_PIXELS, WIDTH, Picture


def draw(content: bytes, number: int) -> Picture:
    """Draw a page, from 1, with what was filled into its form.

    Raises:
        EncryptedReport: if the document wants a password.
        TruncatedReport: if it, or the page, cannot be read.
        NoSuchPage: if it has fewer pages.
    """
    document = open_pdf(content)
    pages = len(document)
    if not 1 <= number <= pages:
        raise NoSuchPage(f"it has {pages} pages; choose one from 1 to {pages}")
    document.init_forms()
    try:
        page = document[number - 1]
        bitmap = page.render(scale=_scale(*page.get_size()), rev_byteorder=True)
    except pypdfium2.PdfiumError:
        raise TruncatedReport(f"its page {number} is damaged; capture it again") from None
    pixels = bitmap.to_numpy()[:, :, :3].tobytes()
    return Picture(bitmap.width, bitmap.height, pages, pixels)


def _scale(width: float, height: float) -> float:
    """Pixels for a point: as many as fill the width, fewer where the page is very long."""
    return min(WIDTH / max(width, 1.0), math.sqrt(MOST_PIXELS * 0.99 / max(width * height, 1.0)))
