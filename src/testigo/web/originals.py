"""The captured bytes as they were captured: shown as plain text or saved, never run or rendered."""

from __future__ import annotations

import codecs
import re
from email.message import EmailMessage

from starlette.responses import Response

from testigo.store.kept import KeptReport

_SANDBOX = "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
_CHARSET = re.compile(r"[A-Za-z0-9._:-]+")
_SHOWN_AS_TEXT = ("text/", "message/", "application/json", "application/xhtml+xml")
_ENDINGS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


def original_answer(kept: KeptReport, content: bytes) -> Response:
    """Return the bytes as an answer that no browser executes.

    Pages, mail and texts come as plain text; everything else to be saved.
    """
    headers = {"Content-Security-Policy": _SANDBOX}
    if kept.media_type.startswith(_SHOWN_AS_TEXT):
        headers["Content-Type"] = f"text/plain; charset={_charset(kept.media_type)}"
        return Response(content, headers=headers)
    ending = _ENDINGS.get(kept.media_type.partition(";")[0], "bin")
    headers["Content-Type"] = "application/octet-stream"
    headers["Content-Disposition"] = f'attachment; filename="{kept.id[:12]}.{ending}"'
    return Response(content, headers=headers)


def _charset(media_type: str) -> str:
    message = EmailMessage()
    message["Content-Type"] = media_type
    charset = str(message.get_param("charset", "utf-8"))
    try:
        codecs.lookup(charset)
    except LookupError:
        return "utf-8"
    # Python's own names are not all known to browsers: the name as it was given is kept.
    return charset if _CHARSET.fullmatch(charset) else "utf-8"
