"""Captured bytes go out as they came in, and no browser runs them."""

from __future__ import annotations

import pytest

from testigo.record.report import Metadata
from testigo.store.kept import KeptReport
from testigo.web.originals import original_answer

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def kept(media_type: str) -> KeptReport:
    nothing = Metadata()
    return KeptReport(
        "ab" * 32, 1, 4, media_type, None, "public", None, None, nothing, None, False, {}
    )


@pytest.mark.parametrize(
    ("media_type", "shown_as"),
    [
        ("text/html", "text/plain; charset=utf-8"),
        ("text/plain; charset=windows-1252", "text/plain; charset=windows-1252"),
        ("text/plain; charset=none-such", "text/plain; charset=utf-8"),
        ("message/rfc822", "text/plain; charset=utf-8"),
        ("application/xhtml+xml", "text/plain; charset=utf-8"),
        ("image/svg+xml", "application/octet-stream"),
        ("application/pdf", "application/octet-stream"),
        (_WORD, "application/octet-stream"),
    ],
)
def test_nothing_is_rendered(media_type: str, shown_as: str) -> None:
    answer = original_answer(kept(media_type), b"\xff\x00<script>")

    assert answer.body == b"\xff\x00<script>"
    assert answer.headers["content-type"] == shown_as
    assert answer.headers["content-security-policy"].startswith("sandbox;")


@pytest.mark.parametrize(
    ("media_type", "name"),
    [("application/pdf", "pdf"), (_WORD, "docx"), ("application/warc", "bin")],
)
def test_what_is_no_text_is_saved_under_its_id(media_type: str, name: str) -> None:
    disposition = original_answer(kept(media_type), b"").headers["content-disposition"]

    assert disposition == f'attachment; filename="abababababab.{name}"'
