"""Cut and altered documents of every format are read or refused, and never break the run."""

import io
import random

import pytest
from tests.reports import documents
from tests.reports.documents import PARAGRAPHS, line

from testigo.reports.intake import Captured, IntakeOptions, Refused, Skipped, take
from testigo.reports.limits import Limits

TEXT = "\n\n".join(PARAGRAPHS)
WHOLE = {
    "text": TEXT.encode("cp1252"),
    "html": documents.page(),
    "pdf": documents.pdf(),
    "docx": documents.word(),
    "mail": documents.mail("quoted-printable", attachment=True),
    "mbox": b"From a\n" + documents.mail() + b"\r\nFrom b\n" + documents.mail("base64"),
    "jsonl": line(title="a", text=TEXT) + b"\n" + line(html=documents.page().decode()),
    "warc": documents.warc(("response", "text/html", documents.page()), packed=False),
    "warc.gz": documents.warc(("response", "text/plain", TEXT.encode())),
}
ROUNDS = 12
LIMITS = Limits(child_seconds=20)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Cut it, flip bits, or let a stretch be lost or repeated."""
    made = bytearray(content)
    kind = chance.randrange(4)
    at = chance.randrange(len(made))
    if kind == 0:
        return bytes(made[: max(at, 1)])
    if kind == 1:
        for _ in range(chance.randint(1, 20)):
            made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    elif kind == 2:
        del made[at : at + chance.randint(1, 200)]
    else:
        made[at:at] = made[at : at + chance.randint(1, 200)] * chance.randint(1, 9)
    return bytes(made)


@pytest.mark.slow
@pytest.mark.parametrize("name", WHOLE)
def test_a_damaged_document_is_read_or_refused(name: str) -> None:
    chance, options = random.Random(f"damage {name}"), IntakeOptions(limits=LIMITS)
    for _ in range(ROUNDS):
        content = damaged(WHOLE[name], chance)
        for item in take(["-"], options, io.BytesIO(content)):
            assert isinstance(item, Captured | Refused | Skipped)
            if isinstance(item, Captured):
                item.text.content.encode("utf-8")
                assert [s.end for s in item.text.segments][-1] == len(item.text.content)
