"""Every reason why something is not read, or a decision not kept, has its words in Spanish."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import testigo
from testigo.reports.errors import FAULTS
from testigo.web.reasons import reason

SOURCE = Path(testigo.__file__).parent
FILES = [
    *(SOURCE / "reports").glob("*.py"),
    *(SOURCE / "casebook" / f"{name}.py" for name in ("reading_run", "model_run")),
    *(SOURCE / "casebook" / f"{name}.py" for name in ("guarded_model", "language_model")),
    *(SOURCE / "reading" / "llm").glob("*.py"),
    SOURCE / "reading" / "pool.py",
    *(SOURCE / "review" / f"{name}.py" for name in ("checking", "deciding", "toll_figures")),
]
SECOND = ("Refused", "Skipped", "_skipped", "Trouble")
"""Calls whose second argument is the reason."""
MODEL_FAULTS = (
    *("NoConsent", "NotAllowed", "CapReached", "UnusableAnswer", "AskedToWait"),
    *("NoKey", "ExtraMissing", "_out"),
)


def words(node: ast.expr) -> str | None:
    """A sentence as it is written, with 7 for what it fills in; None where it is made elsewhere."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            shown = [words(part) if isinstance(part, ast.Constant) else "7" for part in parts]
            return "".join(part or "" for part in shown)
    return None


def sentences() -> Iterator[str]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                name = node.func.id
                at = (
                    1
                    if name in SECOND
                    else 0
                    if name in (*FAULTS, *MODEL_FAULTS, "NotRead", "InvalidDecision")
                    else None
                )
                if at is not None and len(node.args) > at and (text := words(node.args[at])):
                    yield text


SENTENCES = sorted(set(sentences()))


def test_the_sentences_are_found() -> None:
    assert len(SENTENCES) > 60
    assert "it is empty; capture it again or leave it out" in SENTENCES


# `7` at the end stands for a clause that several sentences share, and that is named once.
@pytest.mark.parametrize("sentence", [s.removesuffix("; 7") for s in SENTENCES])
def test_every_reason_is_said_in_spanish(sentence: str) -> None:
    if sentence in (
        "7 (in 7)",
        "robots.txt 7; save the page yourself, or give a reason to override",
    ):
        return  # made of other sentences
    shown = reason(sentence, "es")

    assert "lang=" not in shown, sentence


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("it is empty; capture it again or leave it out", "está vacío; captúrelo otra vez"),
        ("it holds over 50 MB, which no report does; cut it up or leave it out", "más de 50 MB"),
        ("its page 3 is damaged; capture it again", "su página 3 está dañada"),
        (
            "robots.txt refuses it; save the page yourself, or give a reason to override",
            "robots.txt lo niega",
        ),
        (
            "its parser ran for over 60 s; save its text as .txt and read that",
            "tardó más de 60 s; guarde su texto",
        ),
        (
            "no model server answers at here:1; start it or correct the address (tried 4 times)",
            "responde en here:1; arránquelo o corrija la dirección (4 intentos)",
        ),
    ],
)
def test_what_a_sentence_fills_in_stays(sentence: str, shown: str) -> None:
    assert shown in reason(sentence, "es")
    assert reason(sentence, "en") == sentence


def test_a_reason_nobody_translated_stays_english_and_says_so() -> None:
    assert reason("it is <new>; leave it out", "es") == (
        '<span lang="en">it is &lt;new&gt;; leave it out</span>'
    )
