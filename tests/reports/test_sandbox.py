"""The child process: what a parser does on bad input costs that document and no other."""

import datetime
import os
import signal

import pytest
from tests.reports import documents

from testigo.reports.errors import LimitReached, TooDeep
from testigo.reports.limits import MEGABYTE, Limits
from testigo.reports.sandbox import Request, Sandbox

TODAY = datetime.date(2024, 5, 2)
PAGE = Request("html", documents.page(), None, TODAY)
PDF = Request("pdf", documents.pdf(), None, TODAY)
UNFORESEEN = Request("html", b"\xff\xfe", None, TODAY, decoded=True)
"""The parent never sends this: the child ends on it as on any error that nobody foresaw."""


def child_of(sandbox: Sandbox) -> int:
    assert sandbox._child is not None
    return sandbox._child.pid


def test_one_child_reads_one_document_after_another() -> None:
    with Sandbox(Limits()) as sandbox:
        sandbox.extract(PAGE)
        first = child_of(sandbox)
        sandbox.extract(PDF)
        with pytest.raises(TooDeep):
            sandbox.extract(Request("html", b"<html><body>" + b"<b>" * 100_000, None, TODAY))

        assert sandbox.extract(PAGE).content.startswith(documents.TITLE)
        assert child_of(sandbox) == first


def test_a_crash_refuses_that_document_and_the_next_is_read() -> None:
    with Sandbox(Limits()) as sandbox:
        with pytest.raises(LimitReached, match="broke down"):
            sandbox.extract(UNFORESEEN)

        assert sandbox.extract(PAGE).content.startswith(documents.TITLE)


def test_a_child_killed_between_two_documents_is_replaced() -> None:
    with Sandbox(Limits()) as sandbox:
        sandbox.extract(PAGE)
        os.kill(child_of(sandbox), signal.SIGKILL)
        assert sandbox._child is not None
        sandbox._child.wait()

        assert sandbox.extract(PAGE).content.startswith(documents.TITLE)


def test_a_parser_that_takes_too_long_is_ended() -> None:
    with (
        Sandbox(Limits(child_seconds=0.01)) as sandbox,
        pytest.raises(LimitReached, match="ran for over"),
    ):
        sandbox.extract(PDF)


@pytest.mark.slow
def test_a_parser_that_wants_too_much_memory_is_refused() -> None:
    # Half a million elements want more than the 300 MB that the child may map.
    page = b"<html><body>" + b"<p>a</p>" * 500_000
    with (
        Sandbox(Limits(child_memory_bytes=300 * MEGABYTE)) as sandbox,
        pytest.raises(LimitReached),
    ):
        sandbox.extract(Request("html", page, None, TODAY))


def test_no_child_is_left_behind() -> None:
    with Sandbox(Limits()) as sandbox:
        sandbox.extract(PDF)
        child = child_of(sandbox)

    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
